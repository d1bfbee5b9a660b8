//! Who may make a call, by the table: whose token it takes, and which scopes that must have. Asks for no token.

use serde_json::Value;
use spec::{Endpoint, Scopes, TokenKind, Transport};
use types::{Scope, ScopeSet, UserId};

use super::Caller;
use crate::check::check;
use crate::parameters::Parameters;

/// Those whose token a call takes, the best one first; nobody if it takes no token.
///
/// A user whom the parameters name goes first. Without one, the application goes before its users: what anybody may
/// read shall not cost the points of somebody who has more to do.
pub fn callers(endpoint: &'static Endpoint, parameters: &Parameters) -> Vec<Caller> {
    let kinds = kinds(endpoint, parameters);
    let mut callers = Vec::new();
    if kinds.contains(&TokenKind::User) {
        callers.extend(named(endpoint, parameters));
    }
    let is_personal = !callers.is_empty() || !is_open(endpoint);
    let any_user = kinds.contains(&TokenKind::User) && may_be_anybody(endpoint, parameters);
    let application = kinds
        .iter()
        .any(|kind| matches!(kind, TokenKind::App | TokenKind::ExtensionJwt));
    let others = [
        (application, Caller::Application),
        (any_user, Caller::AnyUser),
    ];
    let mut others: Vec<Caller> = others
        .into_iter()
        .filter_map(|(is_one, caller)| is_one.then_some(caller))
        .collect();
    if is_personal {
        others.reverse();
    }
    callers.extend(others);
    callers
}

/// The first scope that the call needs and that is not among the granted ones; of several that would do, the narrowest.
pub fn missing_scope(
    endpoint: &Endpoint,
    parameters: &Parameters,
    granted: &ScopeSet,
) -> Option<Scope> {
    let is_granted = |name: &str| granted.contains(name);
    let conditions = endpoint
        .conditional_scopes
        .iter()
        .filter(|condition| condition.without.is_none() && condition.token != Some(TokenKind::App))
        .filter(|condition| {
            condition
                .params
                .iter()
                .any(|name| is_given(parameters, name))
        })
        .map(|condition| Scopes::any_of(condition.any_of));
    std::iter::once(endpoint.scopes)
        .chain(conditions)
        .find_map(|scopes| first_missing(&scopes, is_granted))
}

fn first_missing(scopes: &Scopes, is_granted: impl Fn(&str) -> bool) -> Option<Scope> {
    let one = scopes.all_of.iter().find(|name| !is_granted(name));
    let has_any = scopes.any_of.iter().any(|name| is_granted(name));
    let any = scopes.any_of.first().filter(|_| !has_any);
    one.or(any).map(Scope::new)
}

/// The kinds of tokens that the call takes as it stands: some parameters go with one kind only.
fn kinds(endpoint: &'static Endpoint, parameters: &Parameters) -> Vec<TokenKind> {
    let by_transport = parameters.text("transport.method").and_then(|method| {
        let is_it = |(transport, _): &&(Transport, TokenKind)| name_of(*transport) == method;
        endpoint.token_by_transport.iter().find(is_it)
    });
    let kinds = match by_transport {
        Some((_, kind)) => std::slice::from_ref(kind),
        None => endpoint.tokens,
    };
    let taken = kinds.iter().copied();
    taken
        .filter(|kind| *kind != TokenKind::None)
        .filter(|kind| {
            *kind == TokenKind::ExtensionJwt || check(endpoint, parameters, Some(*kind)).is_ok()
        })
        .collect()
}

/// The users whom the parameters name as the token's.
fn named(endpoint: &Endpoint, parameters: &Parameters) -> Vec<Caller> {
    let ids = endpoint
        .claims()
        .filter_map(|claim| parameters.text(claim.param));
    ids.map(|id| Caller::User(UserId::new(id))).collect()
}

/// Whether the table leaves open whose token it is.
fn may_be_anybody(endpoint: &Endpoint, parameters: &Parameters) -> bool {
    endpoint.claims().all(|claim| match claim.when {
        None | Some("present") => parameters.text(claim.param).is_none(),
        // Such a rule holds for a part of the answer only; the rest is for everybody.
        Some(_) => true,
    })
}

/// Whether it needs nothing that somebody would have to grant.
fn is_open(endpoint: &Endpoint) -> bool {
    endpoint.scopes == Scopes::NONE && !endpoint.scopes_from_event_type
}

fn is_given(parameters: &Parameters, name: &str) -> bool {
    let in_body = || parameters.body().and_then(|body| body.get(name));
    parameters.query().any(|(known, _)| known == name)
        || in_body().is_some_and(|value| !matches!(value, Value::Null | Value::Bool(false)))
}

fn name_of(transport: Transport) -> &'static str {
    match transport {
        Transport::Webhook => "webhook",
        Transport::Websocket => "websocket",
        Transport::Conduit => "conduit",
    }
}
