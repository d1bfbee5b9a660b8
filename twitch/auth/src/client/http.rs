//! Sends one HTTP request and returns its whole answer, within deadlines. It follows no redirect, knows no token and decides nothing.

use std::error::Error as StdError;
use std::io;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use http::{Method, Request, Response, Uri};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper_util::client::legacy;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tower_service::Service;

use crate::client::absence::Absence;
use crate::client::connect::{Connect, Internet, Socket};
use crate::client::world;
use crate::network::{NetworkError, NetworkFailure};
use crate::source::BoxFuture;

/// An HTTP client over connections of the caller's choice; clones share one pool.
///
/// Every request ends: a connection has 10 s, the whole answer 15 s and 8 MiB. Kept connections
/// are closed after 30 s without use, and after a sleep of the machine, because a connection that slept is often a
/// dead one. Each new connection looks the host's address up again.
#[derive(Debug, Clone)]
pub struct Http {
    pool: Arc<Mutex<Pool>>,
    dialer: Dialer,
}

/// The kept connections, and since when nobody was away.
#[derive(Debug)]
struct Pool {
    client: Client,
    absence: Absence,
}

type Client = legacy::Client<Dialer, Full<Bytes>>;

impl Http {
    /// A client over TCP and TLS that trusts the roots that browsers trust.
    pub fn new() -> Self {
        Self::trusting(b"").expect("the built-in roots and the ring provider fit each other")
    }

    /// The same, trusting the certificates of a PEM text as well, such as a simulator's.
    ///
    /// # Errors
    /// [`NetworkFailure::Untrusted`] if the text holds a broken certificate.
    pub fn trusting(pem: &[u8]) -> Result<Self, NetworkError> {
        match Internet::trusting(pem) {
            Ok(internet) => Ok(Self::over(Arc::new(internet))),
            Err(cause) => {
                let failure = NetworkFailure::Untrusted;
                Err(NetworkError::new(failure, "the configured roots").because(cause))
            }
        }
    }

    /// A client over connections that the caller makes.
    pub fn over(connector: Arc<dyn Connect>) -> Self {
        let dialer = Dialer(connector);
        let pool = Pool {
            client: dialer.client(),
            absence: Absence::new(world::now(), world::wall()),
        };
        Self {
            pool: Arc::new(Mutex::new(pool)),
            dialer,
        }
    }

    /// Sends a request to an absolute address and waits for its whole answer, whatever its status.
    ///
    /// A request that only reads is sent a second time if its connection broke before an answer
    /// began, since a kept connection may have died unnoticed; no other request is.
    ///
    /// # Errors
    /// Says at which stage it failed; [`NetworkError::may_have_arrived`] says whether the other
    /// side may have acted on it.
    pub async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Bytes>, NetworkError> {
        let client = self.client_at(world::now(), world::wall());
        let host = host_of(request.uri());
        let mut answer = pin!(send_without_deadline(&client, request, &host));
        if let Ok(answer) = tokio::time::timeout(TOTAL, &mut answer).await {
            return answer;
        }
        // A process that was frozen wakes up with its time over and an answer at its door, which may hold
        // the only copy of a token.
        match tokio::time::timeout(GRACE, answer).await {
            Ok(answer) => answer,
            Err(_) => Err(NetworkError::new(NetworkFailure::TimedOut, &*host)),
        }
    }

    /// Uses no connection again that is kept open now: the network has changed, and they may lead nowhere.
    pub fn forget_connections(&self) {
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        pool.client = self.dialer.client();
    }

    /// The connections to use at this moment; none that were kept while the machine was asleep, because the clock by
    /// which they grow old stood still meanwhile.
    fn client_at(&self, now: Instant, wall: SystemTime) -> Client {
        // The pool is whole between its changes, so a panic elsewhere does not spoil it.
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        if pool.absence.was_away(now, wall) {
            pool.client = self.dialer.client();
        }
        pool.client.clone()
    }
}

async fn send_without_deadline(
    client: &Client,
    request: Request<Vec<u8>>,
    host: &str,
) -> Result<Response<Bytes>, NetworkError> {
    let only_reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let request = request.map(|body| Full::new(Bytes::from(body)));
    let first = client.request(request.clone()).await;
    let answer = match first {
        Err(error) if only_reads && !error.is_connect() => client.request(request).await,
        first => first,
    };
    let answer = answer.map_err(|error| request_error(error, host))?;
    let (parts, body) = answer.into_parts();
    match Limited::new(body, BODY_LIMIT).collect().await {
        Ok(body) => Ok(Response::from_parts(parts, body.to_bytes())),
        Err(error) => Err(body_error(error, host)),
    }
}

impl Default for Http {
    fn default() -> Self {
        Self::new()
    }
}

/// Makes a [`Connect`] into what the pool wants, and gives each connection its deadline.
#[derive(Debug, Clone)]
struct Dialer(Arc<dyn Connect>);

impl Dialer {
    /// A client without any connection yet.
    fn client(&self) -> Client {
        legacy::Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(POOL_IDLE)
            .build(self.clone())
    }
}

impl Service<Uri> for Dialer {
    type Response = TokioIo<Box<dyn Socket>>;
    type Error = Box<dyn StdError + Send + Sync>;
    type Future = BoxFuture<'static, Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, address: Uri) -> Self::Future {
        let connecting = self.0.connect(address);
        Box::pin(async move {
            match tokio::time::timeout(CONNECT, connecting).await {
                Ok(socket) => socket.map(TokioIo::new),
                Err(_) => Err(Box::from(ConnectTimedOut)),
            }
        })
    }
}

/// Told apart from a refusal by its type.
#[derive(Debug, thiserror::Error)]
#[error("no connection within {} s", CONNECT.as_secs())]
struct ConnectTimedOut;

fn request_error(error: legacy::Error, host: &str) -> NetworkError {
    let failure = if !error.is_connect() {
        NetworkFailure::Interrupted
    } else if has_cause::<ConnectTimedOut>(&error) {
        NetworkFailure::ConnectTimedOut
    } else if has_cause::<rustls::Error>(&error) {
        NetworkFailure::Untrusted
    } else {
        NetworkFailure::Unreachable
    };
    NetworkError::new(failure, host).because(error)
}

fn body_error(error: Box<dyn StdError + Send + Sync>, host: &str) -> NetworkError {
    let failure = if error.is::<LengthLimitError>() {
        NetworkFailure::TooLarge
    } else {
        NetworkFailure::Interrupted
    };
    NetworkError::new(failure, host).because(error)
}

/// Whether an error of this type is in the chain, also inside an I/O error, which hides what it wraps.
fn has_cause<Wanted: StdError + 'static>(error: &(dyn StdError + 'static)) -> bool {
    let wrapped = error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref);
    error.is::<Wanted>()
        || wrapped.is_some_and(|error| has_cause::<Wanted>(error))
        || error.source().is_some_and(has_cause::<Wanted>)
}

/// Host and port only: the rest of an address may hold what must not be seen.
fn host_of(address: &Uri) -> String {
    let authority = address.authority();
    authority.map_or_else(
        || "an address without host".to_owned(),
        |authority| match authority.port() {
            Some(port) => format!("{}:{port}", authority.host()),
            None => authority.host().to_owned(),
        },
    )
}

/// For a connection including TLS.
const CONNECT: Duration = Duration::from_secs(10);
/// From the first byte sent to the last one received.
const TOTAL: Duration = Duration::from_secs(14);
/// On top of that, for an answer that has come while nobody could take it in.
const GRACE: Duration = Duration::from_secs(1);
/// How long an unused connection is kept.
const POOL_IDLE: Duration = Duration::from_secs(30);
/// More than any answer of Twitch, less than what hurts a small machine.
const BODY_LIMIT: usize = 8 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    /// Answers everything, and counts connections.
    #[derive(Debug, Default)]
    struct Twitch {
        connections: AtomicUsize,
    }

    impl Connect for Twitch {
        fn connect(
            &self,
            _address: Uri,
        ) -> BoxFuture<'static, Result<Box<dyn Socket>, Box<dyn StdError + Send + Sync>>> {
            self.connections.fetch_add(1, Ordering::Relaxed);
            let (ours, mut theirs) = tokio::io::duplex(4096);
            tokio::spawn(async move {
                let mut buffer = [0; 4096];
                while theirs.read(&mut buffer).await.is_ok_and(|count| count > 0) {
                    let answer = b"HTTP/1.1 204 -\r\n\r\n";
                    theirs.write_all(answer).await.expect("the client reads");
                }
            });
            Box::pin(async { Ok(Box::new(ours) as Box<dyn Socket>) })
        }
    }

    #[tokio::test(start_paused = true)]
    async fn h05_n03_no_connection_is_used_that_was_kept_through_a_sleep() {
        let twitch = Arc::new(Twitch::default());
        let http = Http::over(Arc::clone(&twitch) as Arc<dyn Connect>);
        let (now, wall) = (world::now(), world::wall());
        let seconds = Duration::from_secs;
        for (counted, shown, connections) in [
            (seconds(0), seconds(0), 1),
            (seconds(5), seconds(5), 1),
            // The machine slept for eight hours, which the clock that counts does not know.
            (seconds(10), seconds(8 * 60 * 60), 2),
            (seconds(15), seconds(8 * 60 * 60 + 5), 2),
        ] {
            let client = http.client_at(now + counted, wall + shown);
            let request = Request::post("http://twitch/x").body(Vec::new());
            let request = request.expect("it is a good request");
            let answer = send_without_deadline(&client, request, "twitch").await;
            assert_eq!(answer.expect("it answers").status(), 204);
            let opened = twitch.connections.load(Ordering::Relaxed);
            assert_eq!(opened, connections, "after {shown:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn n02_no_connection_is_used_that_was_kept_when_the_network_changed() {
        let twitch = Arc::new(Twitch::default());
        let http = Http::over(Arc::clone(&twitch) as Arc<dyn Connect>);
        for connections in [1, 1, 2] {
            if connections == 2 {
                http.forget_connections();
            }
            let request = Request::post("http://twitch/x").body(Vec::new());
            let answer = http.send(request.expect("it is a good request")).await;
            assert_eq!(answer.expect("it answers").status(), 204);
            let opened = twitch.connections.load(Ordering::Relaxed);
            assert_eq!(opened, connections);
        }
    }
}
