//! The checks that every call goes through before anything happens, in Twitch's order: may this token, is it complete, may this person.

mod fields;
mod grants;
mod identity;
mod requirements;
mod rules;
mod scopes;

use spec::{Endpoint, Place, TokenKind};

use super::call::{Call, Caller};
use super::refusal::Refusal;
use crate::world::World;
use rules::Given;

/// Whether a token of this kind and with these scopes may call at all.
pub(super) fn authorization(endpoint: &Endpoint, caller: &Caller) -> Result<(), Refusal> {
    if !endpoint.takes(caller.kind) {
        return Err(Refusal::unauthorized(wrong_kind(endpoint)));
    }
    if caller.kind == TokenKind::App && endpoint.app_token_only_for.is_some() {
        let message = "only an extension may use an app access token here";
        return Err(Refusal::unauthorized(message));
    }
    if caller.kind == TokenKind::User {
        scopes::check(endpoint, caller)?;
    }
    Ok(())
}

/// Whether the parameters are complete and within their limits.
pub(super) fn parameters(call: &Call<'_>) -> Result<(), Refusal> {
    fields::query(call.endpoint.query, call.query)?;
    if let Some(body) = call.endpoint.body {
        fields::body(call.endpoint.id, body, &call.body)?;
    }
    let query = Given {
        call,
        place: Place::Query,
    };
    let body = Given {
        call,
        place: Place::Body,
    };
    rules::check(&query, call.endpoint.query, call.endpoint.query_rules)?;
    rules::check(
        &body,
        call.endpoint.body.unwrap_or_default(),
        call.endpoint.body_rules,
    )
}

/// Whether this caller may do this to these people.
pub(super) fn permission(world: &World, call: &Call<'_>) -> Result<(), Refusal> {
    scopes::of_transport(call)?;
    match call.caller.kind {
        TokenKind::User => {
            scopes::conditional(call)?;
            identity::check(world, call)?;
        }
        TokenKind::App => grants::check(world, call)?,
        TokenKind::ExtensionJwt | TokenKind::None => {}
    }
    requirements::check(world, call)
}

fn wrong_kind(endpoint: &Endpoint) -> &'static str {
    if endpoint.takes(TokenKind::User) {
        "Missing User OAUTH Token"
    } else if endpoint.takes(TokenKind::App) {
        "This endpoint requires an app access token"
    } else {
        "This endpoint requires a JWT token"
    }
}
