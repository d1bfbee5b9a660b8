//! `/oauth2/validate`: whose token this is, what it may do, and how long it lives.

use http::StatusCode;
use serde_json::{Value, json};

use super::pending::Desk;
use crate::reply::{self, Reply};
use crate::request::Request;

/// Describes the token in the `Authorization` header.
pub(super) fn validate(desk: &Desk<'_>, request: &Request) -> Reply {
    let unauthorized = |message| reply::oauth_error(StatusCode::UNAUTHORIZED, message);
    let Some(text) = request.token(&["OAuth", "Bearer"]) else {
        return unauthorized("missing authorization token");
    };
    let world = &desk.world;
    let Some(token) = world.valid_token(text) else {
        return unauthorized("invalid access token");
    };
    let scopes = if token.scopes.is_empty() {
        Value::Null
    } else {
        json!(token.scopes)
    };
    let mut body = json!({
        "client_id": token.client,
        "scopes": scopes,
        "expires_in": token.expires_at.since(world.now).as_secs(),
    });
    let user = token
        .user
        .as_ref()
        .and_then(|id| world.users.get(id.as_str()));
    if let Some(user) = user {
        body["login"] = json!(user.login);
        body["user_id"] = json!(user.id);
    }
    reply::oauth_json(StatusCode::OK, &body)
}
