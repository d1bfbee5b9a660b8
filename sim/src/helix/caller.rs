//! Who calls, read from the headers; what they may do is checked elsewhere.

use spec::{Endpoint, TokenKind};
use types::{ClientId, ScopeSet};

use super::call::Caller;
use super::jwt;
use super::refusal::Refusal;
use crate::request::Request;
use crate::world::World;

/// Reads the token and the client id, and whether they belong together.
pub(super) fn identify(
    world: &World,
    endpoint: &Endpoint,
    request: &Request,
) -> Result<Caller, Refusal> {
    if endpoint.takes(TokenKind::None) {
        return Ok(Caller {
            client: ClientId::new(""),
            user: None,
            scopes: ScopeSet::default(),
            kind: TokenKind::None,
        });
    }
    let text = request
        .token(&["Bearer"])
        .ok_or_else(|| Refusal::unauthorized("OAuth token is missing"))?;
    let client = request
        .header("client-id")
        .filter(|client| !client.is_empty())
        .ok_or_else(|| Refusal::unauthorized("Client ID is missing"))?;
    if let Some(jwt) = endpoint.jwt.filter(|_| text.contains('.')) {
        jwt::check(text, &jwt, world.now)?;
        return Ok(Caller {
            client: ClientId::new(client),
            user: None,
            scopes: ScopeSet::default(),
            kind: TokenKind::ExtensionJwt,
        });
    }
    let token = world
        .valid_token(text)
        .ok_or_else(|| Refusal::unauthorized("Invalid OAuth token"))?;
    if token.client.as_str() != client {
        let message = "Client ID and OAuth token do not match";
        return Err(Refusal::unauthorized(message));
    }
    Ok(Caller {
        client: token.client.clone(),
        user: token.user.clone(),
        scopes: token.scopes.clone(),
        kind: match token.user {
            Some(_) => TokenKind::User,
            None => TokenKind::App,
        },
    })
}
