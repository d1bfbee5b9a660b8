//! The application that asks: whether it exists, and whether it knows its secret. What it asks for is not looked at here.

use http::StatusCode;
use types::{ScopeSet, Secret};

use super::refusal::Refusal;
use crate::request::Parameters;
use crate::world::World;
use crate::world::client::ApiClient;

/// The application named by `client_id`.
pub(super) fn find(world: &World, form: &Parameters) -> Result<ApiClient, Refusal> {
    let Some(id) = form.value("client_id") else {
        return Err(Refusal::bad_request("missing client id"));
    };
    let client = world.clients.get(id).cloned();
    client.ok_or_else(|| Refusal::bad_request("invalid client"))
}

/// The same, if it also proves that it keeps the secret.
pub(super) fn prove(world: &World, form: &Parameters) -> Result<ApiClient, Refusal> {
    let client = find(world, form)?;
    let Some(given) = form.value("client_secret") else {
        return Err(Refusal::bad_request("missing client secret"));
    };
    if client.secret != Some(Secret::new(given)) {
        let message = "invalid client secret".to_owned();
        return Err(Refusal::Told(StatusCode::FORBIDDEN, message));
    }
    Ok(client)
}

/// The scopes of a parameter, if Twitch knows them all.
pub(super) fn scopes(text: &str) -> Result<ScopeSet, Refusal> {
    let scopes = ScopeSet::parse(text);
    let unknown = scopes
        .iter()
        .find(|scope| spec::scope(scope.as_str()).is_none())
        .map(|scope| Refusal::bad_request(format!("invalid scope requested: '{scope}'")));
    unknown.map_or(Ok(scopes), Err)
}
