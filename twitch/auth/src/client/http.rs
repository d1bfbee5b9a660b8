//! Sends one HTTP request and returns its whole answer, within deadlines. It follows no redirect, knows no token and decides nothing.

use std::error::Error as StdError;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response, Uri};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper_util::client::legacy;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tower_service::Service;

use crate::client::connect::{Connect, Internet, Socket};
use crate::network::{NetworkError, NetworkFailure};
use crate::source::BoxFuture;

/// An HTTP client over connections of the caller's choice; clones share one pool.
///
/// Every request ends: a connection has 10 s, the whole answer 15 s and 8 MiB. Kept connections
/// are closed after 30 s without use, because a connection that slept is often a dead one.
#[derive(Debug, Clone)]
pub struct Http {
    client: legacy::Client<Dialer, Full<Bytes>>,
}

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
        let client = legacy::Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(POOL_IDLE)
            .build(Dialer(connector));
        Self { client }
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
        let host = host_of(request.uri());
        let mut answer = pin!(self.send_without_deadline(request, &host));
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

    async fn send_without_deadline(
        &self,
        request: Request<Vec<u8>>,
        host: &str,
    ) -> Result<Response<Bytes>, NetworkError> {
        let only_reads = matches!(*request.method(), Method::GET | Method::HEAD);
        let request = request.map(|body| Full::new(Bytes::from(body)));
        let first = self.client.request(request.clone()).await;
        let answer = match first {
            Err(error) if only_reads && !error.is_connect() => self.client.request(request).await,
            first => first,
        };
        let answer = answer.map_err(|error| request_error(error, host))?;
        let (parts, body) = answer.into_parts();
        match Limited::new(body, BODY_LIMIT).collect().await {
            Ok(body) => Ok(Response::from_parts(parts, body.to_bytes())),
            Err(error) => Err(body_error(error, host)),
        }
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
