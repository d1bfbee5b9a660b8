//! The certificate of the TLS port: made fresh at every start by an authority of its own, which clients are told to trust.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// A server that can be trusted by those who know its authority, and its two bad twins.
pub(super) struct Certificate {
    pub(super) server: Arc<ServerConfig>,
    /// Of another host.
    pub(super) of_another: Arc<ServerConfig>,
    /// Of this one, and too old.
    pub(super) expired: Arc<ServerConfig>,
    /// The authority, as clients want it (`PEM`).
    pub(super) authority: String,
}

/// Makes a certificate for this machine.
pub(super) fn make() -> Result<Certificate, Box<dyn std::error::Error + Send + Sync>> {
    let authority_key = KeyPair::generate()?;
    let mut authority = CertificateParams::default();
    authority
        .distinguished_name
        .push(DnType::CommonName, "Streamhand simulator, this run only");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let authority_certificate = authority.self_signed(&authority_key)?;

    let issuer = Issuer::new(authority, authority_key);
    let mut expired = params(&["localhost", "127.0.0.1", "::1"])?;
    expired.not_before = date_time_ymd(2001, 1, 1);
    expired.not_after = date_time_ymd(2002, 1, 1);
    Ok(Certificate {
        server: server(&params(&["localhost", "127.0.0.1", "::1"])?, &issuer)?,
        of_another: server(&params(&["elsewhere.example"])?, &issuer)?,
        expired: server(&expired, &issuer)?,
        authority: authority_certificate.pem(),
    })
}

fn params(names: &[&str]) -> Result<CertificateParams, rcgen::Error> {
    let alternatives: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(alternatives)?;
    params.distinguished_name.push(DnType::CommonName, names[0]);
    params.use_authority_key_identifier_extension = true;
    Ok(params)
}

fn server(
    params: &CertificateParams,
    issuer: &Issuer<'_, KeyPair>,
) -> Result<Arc<ServerConfig>, Box<dyn std::error::Error + Send + Sync>> {
    let key = KeyPair::generate()?;
    let certificate = params.signed_by(&key, issuer)?;
    let private_key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let server = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], private_key)?;
    Ok(Arc::new(server))
}
