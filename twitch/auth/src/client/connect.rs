//! How a connection is made: over TCP and TLS by default, over anything that a caller gives instead.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use http::Uri;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::rt::TokioIo;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use tokio::io::{AsyncRead, AsyncWrite};
use tower_service::Service;

use crate::source::BoxFuture;

/// Opens connections for [`Http`](crate::Http); give your own for a proxy, a Unix socket or a test.
pub trait Connect: fmt::Debug + Send + Sync {
    /// Opens a connection to the host and port of an address, with TLS if its scheme is `https`.
    ///
    /// # Errors
    /// Whatever prevented it; a `rustls::Error` in the chain counts as a certificate that cannot be trusted.
    fn connect(
        &self,
        address: Uri,
    ) -> BoxFuture<'static, Result<Box<dyn Socket>, Box<dyn StdError + Send + Sync>>>;
}

/// An open connection.
pub trait Socket: AsyncRead + AsyncWrite + Send + Unpin {}

impl<Stream: AsyncRead + AsyncWrite + Send + Unpin> Socket for Stream {}

/// TCP with TLS where the scheme asks for it, trusting the roots that browsers trust.
#[derive(Clone)]
pub(crate) struct Internet(HttpsConnector<HttpConnector>);

impl Internet {
    /// Trusts further roots as well, given as PEM text.
    pub(crate) fn trusting(pem: &[u8]) -> Result<Self, Box<dyn StdError + Send + Sync>> {
        let mut roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            roots.add(certificate?)?;
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(config)
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        Ok(Self(connector))
    }
}

impl Connect for Internet {
    fn connect(
        &self,
        address: Uri,
    ) -> BoxFuture<'static, Result<Box<dyn Socket>, Box<dyn StdError + Send + Sync>>> {
        let mut connector = self.0.clone();
        Box::pin(async move {
            std::future::poll_fn(|context| connector.poll_ready(context)).await?;
            let stream = connector.call(address).await?;
            Ok(Box::new(TokioIo::new(stream)) as Box<dyn Socket>)
        })
    }
}

impl fmt::Debug for Internet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Internet")
    }
}

/// Lets the pool keep a connection whose kind it does not know.
impl Connection for Box<dyn Socket> {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}
