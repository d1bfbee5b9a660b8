//! The servers: sockets and a clock around the machine. They carry bytes and time; every decision is made inside.

mod certificate;
mod chat_tcp;
mod chat_websocket;
mod clock;
mod hall;
mod http;
mod pouring;
mod tls;
mod wire;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ::http::{Request, Response};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use types::{Login, Timestamp};

use clock::Ticking;
use hall::Hall;
use tls::Tls;

use crate::control::env::Env;
use crate::places::Places;
use crate::statistics::Statistics;
use crate::twitch::{self, Twitch};
use crate::viewers::Viewers;
use crate::world::blueprint::Blueprint;

/// A Twitch that listens.
///
/// Dropping it ends every connection at once; [`shut_down`](Self::shut_down) lets answers that are on their way arrive.
pub struct Server {
    hall: Arc<Hall>,
    places: Places,
    tasks: JoinSet<()>,
}

/// What a server starts from.
#[derive(Debug)]
pub struct Settings {
    /// Where pages, API and both WebSockets listen; port 0 takes a free one.
    pub http: SocketAddr,
    /// Where chat listens.
    pub irc: SocketAddr,
    /// Where chat over TLS listens, if it shall.
    pub ircs: Option<SocketAddr>,
    /// Where the certificate that clients of the TLS port have to trust is written.
    pub ca_file: Option<PathBuf>,
    /// The same seed gives the same people, ids, tokens and chat.
    pub seed: u64,
    /// The people and channels; the usual ones if not set.
    pub world: Option<Blueprint>,
    /// Who moves time.
    pub clock: Clock,
    /// Who consents to every login that comes; a person has to if not set.
    pub consent: Option<Login>,
    /// How long a device that logs in is asked to wait between two questions; as long as at Twitch if not set.
    pub device_interval: Option<Duration>,
    /// Who chats.
    pub viewers: Option<Viewers>,
}

/// Who moves time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// Time runs as it does outside.
    Real,
    /// Time starts here and moves only by `POST /sim/clock`.
    Manual(Timestamp),
}

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// An address could not be listened on; usually somebody else does already.
    #[error("cannot listen for {what} on {address}: {source}")]
    Listen {
        /// What was to be served there.
        what: &'static str,
        /// The address that was asked for.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// Somebody shall consent to every login who is not in this world.
    #[error("nobody in this world has the login {0}, who was to consent to every login")]
    NobodyConsents(Login),
    /// The certificate of the TLS port could not be made.
    #[error("cannot make a certificate for chat over TLS: {0}")]
    Certificate(Box<dyn std::error::Error + Send + Sync>),
    /// The certificate could not be written where it was asked for.
    #[error("cannot write the certificate to {}: {source}", path.display())]
    CertificateFile {
        /// Where it was to be written.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl Default for Settings {
    /// Free ports on this machine only, the usual people, real time, no scripted viewers.
    fn default() -> Self {
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
        Self {
            http: anywhere,
            irc: anywhere,
            ircs: None,
            ca_file: None,
            seed: 0,
            world: None,
            clock: Clock::Real,
            consent: None,
            device_interval: None,
            viewers: None,
        }
    }
}

impl Server {
    /// Opens the ports and serves from now on.
    ///
    /// # Errors
    /// [`StartError::Listen`] if a port is in use, the others if TLS was asked for and could not be prepared.
    pub async fn start(settings: Settings) -> Result<Self, StartError> {
        let http = bind("HTTP", settings.http).await?;
        let irc = bind("chat", settings.irc).await?;
        let ircs = match settings.ircs {
            Some(address) => Some((
                bind("chat over TLS", address).await?,
                prepare_tls(&settings)?,
            )),
            None => None,
        };
        let ircs_address = match &ircs {
            Some((listener, _)) => Some(local_address("chat over TLS", listener)?),
            None => None,
        };
        let places = Places {
            http: local_address("HTTP", &http)?,
            irc: Some(local_address("chat", &irc)?),
            ircs: ircs_address,
            ca_file: settings.ca_file.clone(),
        };
        let hall = Arc::new(open_hall(settings, places.clone())?);
        let mut tasks = JoinSet::new();
        tasks.spawn(http::listen(http, Arc::clone(&hall)));
        tasks.spawn(chat_tcp::listen(irc, None, Arc::clone(&hall)));
        if let Some((listener, tls)) = ircs {
            tasks.spawn(chat_tcp::listen(listener, Some(tls), Arc::clone(&hall)));
        }
        let timer = Arc::clone(&hall);
        tasks.spawn(async move { timer.keep_time().await });
        Ok(Self {
            hall,
            places,
            tasks,
        })
    }

    /// Ends every connection; takes a second at most.
    pub async fn shut_down(mut self) {
        self.hall.stop();
        let http_ends = self.tasks.join_next();
        if tokio::time::timeout(PATIENCE, http_ends).await.is_err() {
            tracing::debug!("some HTTP connections were cut");
        }
        self.tasks.shutdown().await;
    }

    /// Answers a request as the HTTP port would, for those who steer it from inside the same program; nothing of it is delayed.
    pub fn handle_http(&self, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        self.hall.with(|twitch| twitch.handle_http(request))
    }

    /// Lets viewers chat from now on.
    pub fn start_viewers(&self, viewers: Viewers) {
        self.hall.with(|twitch| twitch.start_viewers(viewers));
    }

    /// Lets viewers chat no more.
    pub fn stop_viewers(&self) {
        self.hall.with(Twitch::stop_viewers);
    }

    /// Everything that a client needs, with fresh tokens at each call.
    pub fn env(&self) -> Env {
        self.hall.with(Twitch::env)
    }

    /// What happened so far.
    pub fn statistics(&self) -> Statistics {
        self.hall.with(|twitch| twitch.statistics())
    }

    /// Where the ports are.
    pub fn places(&self) -> &Places {
        &self.places
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // WebSockets run beside the tasks that took them, and end when they hear this.
        self.hall.stop();
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Server")
            .field("places", &self.places)
            .finish_non_exhaustive()
    }
}

async fn bind(what: &'static str, address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| StartError::Listen {
            what,
            address,
            source,
        })
}

fn local_address(what: &'static str, listener: &TcpListener) -> Result<SocketAddr, StartError> {
    listener.local_addr().map_err(|source| StartError::Listen {
        what,
        address: SocketAddr::from(([0, 0, 0, 0], 0)),
        source,
    })
}

fn prepare_tls(settings: &Settings) -> Result<Arc<Tls>, StartError> {
    let certificate = certificate::make().map_err(StartError::Certificate)?;
    if let Some(path) = &settings.ca_file {
        std::fs::write(path, &certificate.authority).map_err(|source| {
            StartError::CertificateFile {
                path: path.clone(),
                source,
            }
        })?;
    }
    Ok(Arc::new(Tls::new(&certificate)))
}

fn open_hall(settings: Settings, places: Places) -> Result<Hall, StartError> {
    let clock = match settings.clock {
        Clock::Real => Ticking::real(),
        Clock::Manual(start) => Ticking::manual(start),
    };
    let mut twitch = Twitch::new(twitch::Settings {
        seed: settings.seed,
        started_at: clock.now(),
        places,
        world: settings.world,
        consent: settings.consent.clone(),
    });
    if let Some(login) = settings.consent.filter(|login| !twitch.has_account(login)) {
        return Err(StartError::NobodyConsents(login));
    }
    if let Some(interval) = settings.device_interval {
        twitch.set_device_interval(interval);
    }
    if let Some(viewers) = settings.viewers {
        twitch.start_viewers(viewers);
    }
    Ok(Hall::new(twitch, clock))
}

/// How long answers that are on their way may take at the end.
const PATIENCE: Duration = Duration::from_millis(500);
