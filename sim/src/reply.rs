//! Answers in the forms that Twitch uses; what is answered is decided by the doors.

use http::header::{CONTENT_TYPE, HeaderName, HeaderValue, LOCATION};
use http::{Response, StatusCode};
use serde_json::{Value, json};

/// An answer.
pub(crate) type Reply = Response<Vec<u8>>;

/// JSON with a status.
pub(crate) fn json(status: StatusCode, body: &Value) -> Reply {
    typed(status, "application/json; charset=utf-8", body.to_string())
}

/// JSON as OAuth sends it: without a charset, and there are clients that take nothing else for JSON.
pub(crate) fn oauth_json(status: StatusCode, body: &Value) -> Reply {
    typed(status, "application/json", body.to_string())
}

/// An error as OAuth tells it.
pub(crate) fn oauth_error(status: StatusCode, message: &str) -> Reply {
    oauth_json(
        status,
        &json!({ "status": status.as_u16(), "message": message }),
    )
}

/// An error as the REST API tells it.
pub(crate) fn error(status: StatusCode, message: &str) -> Reply {
    let reason = status.canonical_reason().unwrap_or_default();
    let body = json!({ "error": reason, "status": status.as_u16(), "message": message });
    json(status, &body)
}

/// A page for a person.
pub(crate) fn page(status: StatusCode, html: String) -> Reply {
    typed(status, "text/html; charset=utf-8", html)
}

/// Plain text.
pub(crate) fn text(status: StatusCode, text: String) -> Reply {
    typed(status, "text/plain; charset=utf-8", text)
}

/// Nothing but a status.
pub(crate) fn empty(status: StatusCode) -> Reply {
    let mut reply = Response::new(Vec::new());
    *reply.status_mut() = status;
    reply
}

/// Sends a browser elsewhere.
pub(crate) fn redirect(location: &str) -> Reply {
    with_header(empty(StatusCode::FOUND), LOCATION, location)
}

/// The same answer with one more header; a value that cannot stand in a header is left out.
pub(crate) fn with_header(mut reply: Reply, name: HeaderName, value: &str) -> Reply {
    if let Ok(value) = HeaderValue::from_str(value) {
        reply.headers_mut().insert(name, value);
    }
    reply
}

fn typed(status: StatusCode, content_type: &'static str, body: String) -> Reply {
    let mut reply = Response::new(body.into_bytes());
    *reply.status_mut() = status;
    reply
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    reply
}
