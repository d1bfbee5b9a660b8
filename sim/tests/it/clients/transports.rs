//! How `twitch-irc` comes here: its transports know Twitch's addresses only, but whoever implements its traits may name others.
//!
//! Those traits have no place for an address, and the library's tasks inherit nothing.
//! What they do share with their test is the thread, so the addresses are kept by thread.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use streamhand_sim::Server;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use twitch_irc::transport::tcp::{MakeConnection, TCPTransport, TCPTransportConnectError};
use twitch_irc::transport::websocket::{ConnectionUri, WSTransport};

pub(super) type Tcp = TCPTransport<Plain>;
pub(super) type Tls = TCPTransport<Encrypted>;
pub(super) type WebSocket = WSTransport<Framed>;

pub(super) struct Plain;
pub(super) struct Encrypted;
pub(super) struct Framed;

/// Where the clients of one test find chat.
#[derive(Clone)]
struct Addresses {
    tcp: SocketAddr,
    tls: Option<(SocketAddr, TlsConnector)>,
    websocket: &'static str,
}

thread_local! {
    static ADDRESSES: RefCell<Option<Addresses>> = const { RefCell::new(None) };
}

/// From now on the clients of this thread come to this simulator.
pub(super) fn lead_to(server: &Server) {
    let places = server.places();
    let addresses = Addresses {
        tcp: places.irc.expect("chat listens"),
        tls: places.ircs.zip(places.ca_file.as_deref().map(trusting)),
        // The trait asks for an address that lives forever; a test's few bytes may.
        websocket: places.irc_websocket().leak(),
    };
    ADDRESSES.set(Some(addresses));
}

fn addresses() -> Addresses {
    ADDRESSES
        .with_borrow(Clone::clone)
        .expect("the test said where chat is, and runs on one thread")
}

#[async_trait]
impl MakeConnection for Plain {
    type Socket = TcpStream;

    async fn new_socket() -> Result<TcpStream, TCPTransportConnectError> {
        Ok(TcpStream::connect(addresses().tcp).await?)
    }
}

#[async_trait]
impl MakeConnection for Encrypted {
    type Socket = TlsStream<TcpStream>;

    async fn new_socket() -> Result<TlsStream<TcpStream>, TCPTransportConnectError> {
        let (address, connector) = addresses().tls.expect("chat listens for TLS");
        let name = ServerName::try_from("localhost").expect("it is a name");
        let stream = TcpStream::connect(address).await?;
        Ok(connector.connect(name, stream).await?)
    }
}

impl ConnectionUri for Framed {
    fn get_server_uri() -> &'static str {
        addresses().websocket
    }
}

/// Trusts the simulator's authority and nobody else.
fn trusting(ca_file: &Path) -> TlsConnector {
    let mut roots = rustls::RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_file(ca_file).unwrap())
        .unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}
