//! A line to the login service in memory: real HTTP over pipes, with the clock of the test.

use std::convert::Infallible;
use std::error::Error as StdError;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};

use bytes::Bytes;
use http::{Request, Response, Uri};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use streamhand_auth::{BoxFuture, Connect, Socket};

use crate::twitch::Twitch;

/// Connects everybody to one login service.
#[derive(Debug, Clone)]
pub(crate) struct Line(Arc<Mutex<Twitch>>);

impl Line {
    /// A line to a new service, whose clock begins now.
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(Twitch::new(now()))))
    }

    pub(crate) fn twitch(&self) -> MutexGuard<'_, Twitch> {
        self.0.lock().unwrap()
    }
}

impl Connect for Line {
    fn connect(
        &self,
        _address: Uri,
    ) -> BoxFuture<'static, Result<Box<dyn Socket>, Box<dyn StdError + Send + Sync>>> {
        let line = self.clone();
        Box::pin(async move {
            let (near, far) = tokio::io::duplex(64 * 1024);
            let service = service_fn(move |request| answer(line.clone(), request));
            tokio::spawn(async move {
                // A line that breaks is the test's doing.
                let _ = http1::Builder::new()
                    .serve_connection(TokioIo::new(far), service)
                    .await;
            });
            Ok(Box::new(near) as Box<dyn Socket>)
        })
    }
}

async fn answer(
    line: Line,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, io::Error> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    let request = Request::from_parts(parts, body.to_vec());
    let answer = line.twitch().answer(now(), &request);
    answer
        .map(|answer| answer.map(Full::new))
        .map_err(io::Error::other)
}

/// Answers every request with this text.
pub(crate) async fn serve_text(
    stream: impl Socket + 'static,
    text: &'static str,
) -> Result<(), hyper::Error> {
    let service = service_fn(move |_request: Request<Incoming>| async move {
        Ok::<_, Infallible>(Response::new(Full::new(Bytes::from_static(
            text.as_bytes(),
        ))))
    });
    http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await
}

/// The clock that the drivers see, which stands still while somebody works.
#[expect(clippy::disallowed_methods, reason = "the clock of a test")]
pub(crate) fn now() -> std::time::Instant {
    tokio::time::Instant::now().into_std()
}

/// Lets this much time pass on a paused clock, which jumps from one due thing to the next.
#[expect(clippy::disallowed_methods, reason = "nobody waits: the clock jumps")]
pub(crate) async fn pass(time: std::time::Duration) {
    tokio::time::sleep(time).await;
}
