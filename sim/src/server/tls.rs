//! The TLS handshake of the chat port, and the ways in which it fails to order.

use std::io;
use std::sync::Arc;

use rustls::ServerConfig;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::certificate::Certificate;
use super::wire::Wire;
use crate::mischief::kind::TlsTrouble;

/// Everything that a handshake may be done with.
pub(super) struct Tls {
    good: Arc<ServerConfig>,
    of_another: Arc<ServerConfig>,
    expired: Arc<ServerConfig>,
}

impl Tls {
    pub(super) fn new(certificate: &Certificate) -> Self {
        Self {
            good: Arc::clone(&certificate.server),
            of_another: Arc::clone(&certificate.of_another),
            expired: Arc::clone(&certificate.expired),
        }
    }

    /// Does the handshake, or fails at it as it was ordered.
    pub(super) async fn accept(
        &self,
        wire: Wire,
        trouble: Option<TlsTrouble>,
    ) -> io::Result<TlsStream<Wire>> {
        let server = match trouble {
            None => &self.good,
            Some(TlsTrouble::WrongName) => &self.of_another,
            Some(TlsTrouble::Expired) => &self.expired,
            Some(TlsTrouble::Refused) => return Err(refuse(wire).await?),
            Some(TlsTrouble::Silent) => return Err(say_nothing(wire).await?),
        };
        TlsAcceptor::from(Arc::clone(server)).accept(wire).await
    }
}

/// Reads the first words and answers that nothing will come of it.
async fn refuse(mut wire: Wire) -> io::Result<io::Error> {
    let mut hello = [0; 4_096];
    let _length = wire.read(&mut hello).await?;
    wire.write_all(&HANDSHAKE_FAILURE).await?;
    wire.shutdown().await?;
    Ok(io::Error::other("the handshake failed by order"))
}

/// Listens until the client goes away.
async fn say_nothing(mut wire: Wire) -> io::Result<io::Error> {
    let mut heard = [0; 4_096];
    while wire.read(&mut heard).await? > 0 {}
    Ok(io::Error::other(
        "the client waited for a handshake that did not come, by order",
    ))
}

/// A fatal alert, `handshake_failure`, of TLS 1.2 and, because no version was agreed on, of every other.
const HANDSHAKE_FAILURE: [u8; 7] = [21, 3, 3, 0, 2, 2, 40];
