//! A certificate for this machine's own names, made on the spot and kept nowhere. No browser knows it, and none is asked to trust it for longer than a login.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

use crate::client::world;
use crate::error::Error;

/// What answers TLS handshakes on this machine's loopback names.
pub(crate) fn acceptor() -> Result<TlsAcceptor, Error> {
    let config = config().map_err(|error| Error::NoPage {
        cause: format!("no certificate can be made for it: {error}"),
    })?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn config() -> Result<ServerConfig, Box<dyn std::error::Error + Send + Sync>> {
    let key = KeyPair::generate()?;
    let certificate = parameters(world::wall())?.self_signed(&key)?;
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)?;
    Ok(config)
}

/// What the certificate says.
fn parameters(now: SystemTime) -> Result<CertificateParams, rcgen::Error> {
    let mut parameters =
        CertificateParams::new(["localhost", "127.0.0.1", "::1"].map(str::to_owned))?;
    parameters.distinguished_name = DistinguishedName::new();
    let name = "a login page on this machine";
    parameters.distinguished_name.push(DnType::CommonName, name);
    // Days on both sides, because clocks differ; a login takes minutes, and nobody needs the certificate after it.
    parameters.not_before = (now - LEEWAY).into();
    parameters.not_after = (now + LEEWAY).into();
    Ok(parameters)
}

const LEEWAY: Duration = Duration::from_secs(2 * 24 * 60 * 60);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_lives_for_days_and_bears_with_a_clock_that_is_a_day_off() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_342_800);
        let made = parameters(now).expect("the names are good");
        let [begin, end] = [made.not_before, made.not_after].map(|date| date.unix_timestamp());
        let day = 24 * 60 * 60;
        assert!(begin <= 1_795_342_800 - day, "{begin}");
        assert!(
            (1_795_342_800 + day..1_795_342_800 + 8 * day).contains(&end),
            "{end}"
        );
    }
}
