//! The connections to the page: accepts them, bounds them in number, size and time, and closes them all when it is dropped. Answers nothing itself.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::rt::{Read, Write};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::{AbortHandle, JoinSet};
use tokio_rustls::TlsAcceptor;

use crate::client::page::response::Page;
use crate::client::page::visit::{self, Admission, Visit, Wish};
use crate::client::page::{LocalPage, certificate, view};
use crate::client::world;
use crate::error::Error;
use crate::redirect::Scheme;

/// What comes in, as long as it is open.
#[derive(Debug)]
pub(crate) struct Door {
    visits: mpsc::Receiver<Visit>,
    _guards: JoinSet<()>,
}

/// What a connection needs to know.
#[derive(Clone)]
struct Hallway {
    port: u16,
    tls: Option<TlsAcceptor>,
    visits: mpsc::Sender<Visit>,
}

impl Door {
    /// Lets visitors in from now on.
    ///
    /// # Errors
    /// [`Error::NoPage`] if no certificate can be made.
    pub(crate) fn open(page: LocalPage) -> Result<Self, Error> {
        let (sender, visits) = mpsc::channel(CONNECTIONS);
        let hallway = Hallway {
            port: page.port(),
            tls: match page.scheme() {
                Scheme::Http => None,
                Scheme::Https => Some(certificate::acceptor()?),
            },
            visits: sender,
        };
        let mut guards = JoinSet::new();
        for listener in page.into_listeners() {
            guards.spawn(accept(listener, hallway.clone()));
        }
        Ok(Self {
            visits,
            _guards: guards,
        })
    }

    /// The next visit that only the login can answer.
    pub(crate) async fn next_visit(&mut self) -> Option<Visit> {
        self.visits.recv().await
    }
}

/// When there are too many connections the oldest one goes: whoever holds connections open without
/// asking for anything must not keep the person out.
async fn accept(listener: TcpListener, hallway: Hallway) {
    let mut connections = JoinSet::new();
    let mut order: VecDeque<AbortHandle> = VecDeque::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // The system is out of something; whoever waits is still there a moment later.
            world::wait_until(Some(world::now() + PAUSE)).await;
            continue;
        };
        while connections.try_join_next().is_some() {}
        order.retain(|connection| !connection.is_finished());
        if order.len() >= CONNECTIONS
            && let Some(oldest) = order.pop_front()
        {
            oldest.abort();
        }
        order.push_back(connections.spawn(connection(stream, hallway.clone())));
    }
}

async fn connection(stream: TcpStream, hallway: Hallway) {
    let served = async {
        match hallway.tls.clone() {
            None => serve(TokioIo::new(stream), hallway).await,
            // Whoever cannot agree on TLS is told so by TLS itself.
            Some(tls) => {
                if let Ok(stream) = tls.accept(stream).await {
                    serve(TokioIo::new(stream), hallway).await;
                }
            }
        }
    };
    let _too_slow = tokio::time::timeout(CONNECTION_LIFE, served).await;
}

async fn serve(stream: impl Read + Write + Unpin, hallway: Hallway) {
    let answer = service_fn(|request| answer(request, &hallway));
    // A visitor who goes away in the middle of it is no trouble of ours.
    let _gone = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_PATIENCE)
        .max_buf_size(HEAD_LIMIT)
        .max_headers(HEADERS_LIMIT)
        .keep_alive(false)
        .serve_connection(stream, answer)
        .await;
}

async fn answer(
    request: Request<Incoming>,
    hallway: &Hallway,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let page = match visit::admit(&request, hallway.port) {
        Admission::Answered(page) => page,
        Admission::Admitted(wish) => ask(wish, hallway).await,
    };
    Ok(page.into_response())
}

async fn ask(wish: Wish, hallway: &Hallway) -> Page {
    let (reply, answer) = oneshot::channel();
    let visit = Visit { wish, reply };
    if hallway.visits.send(visit).await.is_err() {
        return view::closed();
    }
    match tokio::time::timeout(ANSWER_PATIENCE, answer).await {
        Ok(Ok(page)) => page,
        Ok(Err(_)) => view::closed(),
        // The page looks again by itself.
        Err(_) => view::working(),
    }
}

/// So many connections at once on each address; a browser uses half a dozen.
const CONNECTIONS: usize = 64;
/// From the first byte to the last.
const CONNECTION_LIFE: Duration = Duration::from_secs(30);
/// For a whole head of a request.
const HEAD_PATIENCE: Duration = Duration::from_secs(10);
/// In bytes; a callback of Twitch's has less than one thousand.
const HEAD_LIMIT: usize = 16 * 1024;
const HEADERS_LIMIT: usize = 64;
/// How long a browser waits for an answer before it is asked to look again.
const ANSWER_PATIENCE: Duration = Duration::from_secs(10);
/// Before the next attempt to accept a connection.
const PAUSE: Duration = Duration::from_millis(50);
