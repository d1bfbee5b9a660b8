//! The application that asks: whether it exists, and whether it knows its secret. What it asks for is not looked at here.

use http::StatusCode;
use types::{ScopeSet, Secret};

use crate::reply::{self, Reply};
use crate::request::Parameters;
use crate::world::World;
use crate::world::client::ApiClient;

/// The application named by `client_id`.
pub(super) fn find(world: &World, form: &Parameters) -> Result<ApiClient, Reply> {
    let Some(id) = form.value("client_id") else {
        return Err(bad_request("missing client id"));
    };
    let client = world.clients.get(id).cloned();
    client.ok_or_else(|| bad_request("invalid client"))
}

/// The same, if it also proves that it keeps the secret.
pub(super) fn prove(world: &World, form: &Parameters) -> Result<ApiClient, Reply> {
    let client = find(world, form)?;
    let Some(given) = form.value("client_secret") else {
        return Err(bad_request("missing client secret"));
    };
    if client.secret != Some(Secret::new(given)) {
        let message = "invalid client secret";
        return Err(reply::oauth_error(StatusCode::FORBIDDEN, message));
    }
    Ok(client)
}

/// The scopes of a parameter, if Twitch knows them all.
pub(super) fn scopes(text: &str) -> Result<ScopeSet, Reply> {
    let scopes = ScopeSet::parse(text);
    let unknown = scopes
        .iter()
        .find(|scope| spec::scope(scope.as_str()).is_none())
        .map(|scope| bad_request(&format!("invalid scope requested: '{scope}'")));
    unknown.map_or(Ok(scopes), Err)
}

/// An error 400 as OAuth tells it.
pub(super) fn bad_request(message: &str) -> Reply {
    reply::oauth_error(StatusCode::BAD_REQUEST, message)
}
