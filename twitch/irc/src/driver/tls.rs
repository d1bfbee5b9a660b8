//! Whom to trust: the world's certificate authorities, and those of a simulator.

use std::fmt;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};

use crate::error::Error;

/// What TLS connections trust; made once and shared, because reading it is not cheap.
#[derive(Clone)]
pub struct Tls(Arc<ClientConfig>);

impl Tls {
    /// Trusts the world's certificate authorities.
    ///
    /// # Errors
    /// [`Error::Tls`] if the cryptography cannot be set up, which nothing can mend at run time.
    pub fn new() -> Result<Self, Error> {
        Self::trusting([])
    }

    /// Also trusts these certificates (DER), such as that of a simulator.
    ///
    /// # Errors
    /// [`Error::InvalidCertificate`] if one of them cannot be read, [`Error::Tls`] as for [`new`](Self::new).
    pub fn trusting(certificates: impl IntoIterator<Item = Vec<u8>>) -> Result<Self, Error> {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        for certificate in certificates {
            roots
                .add(CertificateDer::from(certificate))
                .map_err(|error| Error::InvalidCertificate(error.into()))?;
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| Error::Tls(error.into()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self(Arc::new(config)))
    }

    pub(super) fn config(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.0)
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Tls")
    }
}
