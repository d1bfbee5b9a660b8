//! The HTTP port: every request goes to the machine as it is; WebSocket upgrades are the only thing decided here.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use tokio::net::TcpListener;

use super::chat_websocket;
use super::hall::Hall;

/// Serves until the hall is told to stop.
pub(super) async fn listen(listener: TcpListener, hall: Arc<Hall>) {
    let router = Router::new().fallback(answer).with_state(Arc::clone(&hall));
    let stopped = async move { hall.stopped().await };
    let served = axum::serve(listener, router)
        .with_graceful_shutdown(stopped)
        .await;
    if let Err(error) = served {
        tracing::error!(%error, "the HTTP port is closed");
    }
}

async fn answer(
    State(hall): State<Arc<Hall>>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    request: Request,
) -> Response {
    if let Ok(upgrade) = upgrade
        && request.uri().path() == "/"
    {
        // Clients made for browsers ask for this subprotocol, and give up if nobody speaks it.
        let upgrade = upgrade.protocols(["irc"]);
        return upgrade.on_upgrade(move |socket| chat_websocket::serve(socket, hall));
    }
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let request = http::Request::from_parts(head, Vec::from(body));
    hall.with(|twitch| twitch.handle_http(request))
        .map(Body::from)
}

const LARGEST_BODY: usize = 1024 * 1024;
