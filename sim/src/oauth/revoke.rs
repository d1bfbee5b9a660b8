//! `/oauth2/revoke`: an application gives a token back.

use http::StatusCode;

use super::applicant::bad_request;
use super::pending::Desk;
use crate::reply::{self, Reply};
use crate::request::Request;

/// Ends an access token; its refresh token lives on, as far as anybody knows.
pub(super) fn revoke(desk: &mut Desk<'_>, request: &Request) -> Reply {
    let form = request.form();
    let Some(client) = form.value("client_id") else {
        return bad_request("missing client id");
    };
    if !desk.world.clients.contains_key(client) {
        return reply::oauth_error(StatusCode::NOT_FOUND, "client does not exist");
    }
    let Some(text) = form.value("token") else {
        return bad_request("missing oauth token");
    };
    let token = desk.world.tokens.valid(text, desk.world.now);
    if token.is_none_or(|token| token.client.as_str() != client) {
        return bad_request("Invalid token");
    }
    desk.world.tokens.access.remove(text);
    reply::empty(StatusCode::OK)
}
