//! The scopes of a user token: those that a call always needs, and those that only some parameters need.

use spec::{Endpoint, Scopes, Transport};

use crate::helix::call::{Call, Caller};
use crate::helix::refusal::Refusal;

/// The scopes without which the endpoint refuses.
pub(super) fn check(endpoint: &Endpoint, caller: &Caller) -> Result<(), Refusal> {
    let is_met = endpoint
        .scopes
        .are_met_by(|scope| caller.scopes.contains(scope));
    if is_met || endpoint.scopes_from_event_type {
        return Ok(());
    }
    Err(Refusal::unauthorized(format!(
        "Missing scope: {}",
        wanted(&endpoint.scopes)
    )))
}

/// The scopes that parameters need which were sent.
pub(super) fn conditional(call: &Call<'_>) -> Result<(), Refusal> {
    for condition in call.endpoint.conditional_scopes {
        let is_sent = condition.params.iter().any(|name| {
            call.anywhere(name).is_some() || call.field(name).is_some_and(|value| *value != false)
        });
        let is_needed = is_sent && condition.without.is_none();
        let mut any = condition.any_of.iter();
        if is_needed && !any.any(|scope| call.caller.scopes.contains(scope)) {
            let names = condition.any_of.join(" or ");
            return Err(Refusal::unauthorized(format!("Missing scope: {names}")));
        }
    }
    Ok(())
}

/// Which token the wanted transport needs (EventSub).
pub(super) fn of_transport(call: &Call<'_>) -> Result<(), Refusal> {
    let method = call.body_text("transport.method");
    let mut transports = call.endpoint.token_by_transport.iter();
    match transports.find(|(transport, _)| name(*transport) == method) {
        Some((_, kind)) if *kind != call.caller.kind => Err(Refusal::bad_request(
            "invalid transport and auth combination",
        )),
        _ => Ok(()),
    }
}

/// All scopes that would do, as a list for people.
pub(super) fn wanted(scopes: &Scopes) -> String {
    let any = scopes.any_of.join(" or ");
    let all = scopes.all_of.join(" and ");
    match (any.is_empty(), all.is_empty()) {
        (false, false) => format!("{all} and {any}"),
        (true, _) => all,
        (false, true) => any,
    }
}

fn name(transport: Transport) -> &'static str {
    match transport {
        Transport::Webhook => "webhook",
        Transport::Websocket => "websocket",
        Transport::Conduit => "conduit",
    }
}
