//! The place on this machine where a browser comes back to: bound before anything is opened, on the loopback addresses only. Says nothing itself.

pub(crate) mod certificate;
pub(crate) mod door;
pub(crate) mod response;
pub(crate) mod view;
pub(crate) mod visit;

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::net::TcpListener;

use crate::error::Error;
use crate::redirect::{self, Scheme};

/// A port on this machine that is ours from now on, and nobody else's on the net.
///
/// Dropping it, or the login that it was given to, frees the port.
#[derive(Debug)]
pub struct LocalPage {
    listeners: Vec<TcpListener>,
    settings: PageSettings,
    port: u16,
}

/// Where the page is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageSettings {
    /// The ports to try, in this order; all are registered at Twitch.
    pub ports: [u16; 3],
    /// Whether to serve it over TLS.
    pub scheme: Scheme,
}

impl Default for PageSettings {
    /// Plain HTTP on the usual ports.
    fn default() -> Self {
        Self {
            ports: redirect::REDIRECT_PORTS,
            scheme: Scheme::Http,
        }
    }
}

impl LocalPage {
    /// Takes the first port that is free on both loopback addresses, so that `localhost` leads here whatever it means.
    ///
    /// # Errors
    /// [`Error::NoPage`] if all of them are in use, or if nothing may be bound at all.
    pub async fn bind(settings: PageSettings) -> Result<Self, Error> {
        for port in settings.ports {
            match listen(port).await {
                Ok(listeners) => {
                    return Ok(Self {
                        listeners,
                        settings,
                        port,
                    });
                }
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
                Err(error) => {
                    let cause = format!("port {port} cannot be used: {error}");
                    return Err(Error::NoPage { cause });
                }
            }
        }
        let [first, second, third] = settings.ports;
        let cause = format!("the ports {first}, {second} and {third} are all in use");
        Err(Error::NoPage { cause })
    }

    /// What to open in a browser, which is also where Twitch sends it back to.
    pub fn address(&self) -> String {
        redirect::redirect_address(self.settings.scheme, self.port)
    }

    /// What is to be registered at Twitch, whichever port is taken the next time.
    pub fn redirect_addresses(&self) -> [String; 3] {
        let scheme = self.settings.scheme;
        self.settings
            .ports
            .map(|port| redirect::redirect_address(scheme, port))
    }

    /// The port that was free.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Whether it is served over TLS.
    pub fn scheme(&self) -> Scheme {
        self.settings.scheme
    }

    pub(crate) fn into_listeners(self) -> Vec<TcpListener> {
        self.listeners
    }
}

/// A machine without IPv6 has only one of the two.
///
/// On Unix the runtime sets `SO_REUSEADDR`. There it never shares a port that somebody listens on;
/// it only lets us back onto our own port while connections of an earlier login are still remembered.
async fn listen(port: u16) -> io::Result<Vec<TcpListener>> {
    let loopback = |address: IpAddr| TcpListener::bind(SocketAddr::new(address, port));
    let four = loopback(Ipv4Addr::LOCALHOST.into()).await?;
    match loopback(Ipv6Addr::LOCALHOST.into()).await {
        Ok(six) => Ok(vec![four, six]),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Err(error),
        Err(_) => Ok(vec![four]),
    }
}
