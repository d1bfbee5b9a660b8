//! Reads chat over TLS with the real client, and comes back at once whenever it is cut off.

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use irc::client::{Options, Tls, TokenFuture, TokenSource, prepare};
use irc::{AccountLimits, Event, Identity, Settings};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use types::{Login, Secret};

use crate::terminal::tell;

/// Joins the channels, tells each time that it is in all of them, and never ends by itself.
pub(crate) async fn run([address, authority, token, login, channels]: &[String; 5]) -> Result<()> {
    let pem = std::fs::read(authority).context("cannot read the certificate")?;
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let certificates = certificates.context("the certificate cannot be understood")?;
    let mut settings = Settings::new(Identity::Account {
        login: login.parse()?,
    });
    // A verified bot may come back ten times as often.
    settings.limits = AccountLimits::VERIFIED;
    let channels: Result<Vec<Login>, _> = channels.split(',').map(str::parse).collect();
    settings.channels = channels?;
    let wanted = settings.channels.len();
    let options = Options {
        address: address.parse()?,
        tls: Tls::trusting(certificates.into_iter().map(|der| der.to_vec()))?,
        settings,
        tokens: Arc::new(OneToken(Secret::new(token.clone()))),
        seed: 1,
        capacity: 1_024,
    };
    let (driver, handle, mut events) = prepare(options);
    tokio::spawn(driver.run());
    let mut joined = 0;
    while let Some(event) = events.recv().await {
        match event {
            Event::Joined { .. } => {
                joined += 1;
                if joined == wanted {
                    tell("up")?;
                }
            }
            Event::Disconnected { .. } => {
                joined = 0;
                handle.link_up().await?;
            }
            Event::LoginRefused { text, .. } => bail!("the login was refused: {text}"),
            _ => {}
        }
    }
    bail!("the client ended by itself")
}

/// A token that lives longer than the measurement.
#[derive(Debug)]
struct OneToken(Secret);

impl TokenSource for OneToken {
    fn token(&self, _: Option<Secret>) -> TokenFuture {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}
