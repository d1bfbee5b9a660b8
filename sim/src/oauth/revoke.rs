//! `/oauth2/revoke`: an application gives a token back.

use http::StatusCode;

use super::pending::Desk;
use super::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::request::Request;

/// Ends an access token; its refresh token lives on, as far as anybody knows.
pub(super) fn revoke(desk: &mut Desk<'_>, request: &Request) -> Reply {
    let form = request.form();
    let Some(client) = form.value("client_id") else {
        return Refusal::bad_request("missing client id").reply();
    };
    if !desk.world.clients.contains_key(client) {
        return reply::oauth_error(StatusCode::NOT_FOUND, "client does not exist");
    }
    let Some(text) = form.value("token") else {
        return Refusal::bad_request("missing oauth token").reply();
    };
    let token = desk.world.valid_token(text);
    if token.is_none_or(|token| token.client.as_str() != client) {
        return Refusal::bad_request("Invalid token").reply();
    }
    desk.world.tokens.access.remove(text);
    reply::empty(StatusCode::OK)
}
