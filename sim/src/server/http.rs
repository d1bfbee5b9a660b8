//! The HTTP port: every request goes to the machine as it is; WebSocket upgrades, and answers that do not arrive, are the only things done here.

use std::pin::pin;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::FromRequestParts;
use axum::extract::ws::WebSocketUpgrade;
use axum::response::{IntoResponse, Response};
use http::header::DATE;
use http::{Request, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::chat_websocket;
use super::hall::Hall;
use super::wire::{Habits, Wire};
use crate::delivery::Delivery;
use crate::mischief::Flow;

/// The answer is not to be sent, so the connection ends without a byte of it.
#[derive(Debug, thiserror::Error)]
#[error("the connection was cut by order")]
struct Cut;

/// Serves until the hall is told to stop, and then until the last answer is out; dropping this ends every connection.
pub(super) async fn listen(listener: TcpListener, hall: Arc<Hall>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(serve(stream, Arc::clone(&hall)));
                }
                // Out of file descriptors, most likely: those that are open go on.
                Err(error) => {
                    tracing::warn!(%error, "an HTTP connection could not be taken");
                    tokio::task::yield_now().await;
                }
            },
            Some(_) = connections.join_next() => {}
            () = hall.stopped() => break,
        }
    }
    // Nobody may come in while the others leave.
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn serve(stream: TcpStream, hall: Arc<Hall>) {
    // Answers are short and somebody waits for each of them.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "an HTTP connection keeps its delay");
    }
    let habits = Habits::default();
    let service = service_fn(|request| deliver(Arc::clone(&hall), habits.clone(), request));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(Wire::new(stream, habits.clone())), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = hall.stopped() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "an HTTP connection broke");
    }
}

async fn deliver(
    hall: Arc<Hall>,
    habits: Habits,
    request: Request<Incoming>,
) -> Result<Response, Cut> {
    let (mut head, body) = request.into_parts();
    if head.uri.path() == "/"
        && let Ok(upgrade) = WebSocketUpgrade::from_request_parts(&mut head, &()).await
    {
        // Clients made for browsers ask for this subprotocol, and give up if nobody speaks it.
        let upgrade = upgrade.protocols(["irc"]);
        let date = hall.with(|twitch| twitch.date());
        let answer = upgrade.on_upgrade(move |socket| chat_websocket::serve(socket, hall, habits));
        return Ok(([(DATE, date)], answer).into_response());
    }
    let Ok(body) = to_bytes(Body::new(body), LARGEST_BODY).await else {
        let date = hall.with(|twitch| twitch.date());
        return Ok((StatusCode::PAYLOAD_TOO_LARGE, [(DATE, date)]).into_response());
    };
    let request = Request::from_parts(head, Vec::from(body));
    let reply = hall.with(|twitch| twitch.handle_http(request));
    match Delivery::of(&reply) {
        Delivery::Send => habits.follow(Flow::Free),
        Delivery::Pieces { largest, gap, seed } => {
            habits.follow(Flow::Pieces { largest, gap, seed });
        }
        Delivery::Late(by) => tokio::time::sleep(by).await,
        Delivery::Never => {
            hall.stopped().await;
            return Err(Cut);
        }
        Delivery::Cut => return Err(Cut),
        Delivery::Reset => {
            habits.end_with_reset();
            return Err(Cut);
        }
    }
    Ok(reply.map(Body::from))
}

const LARGEST_BODY: usize = 1024 * 1024;
