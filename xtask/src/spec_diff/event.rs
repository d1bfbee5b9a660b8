//! Event types and scopes as the files write them.

use serde_json::{Value, json};
use spec::{Endpoint, EventType, ScopeEntry, ScopeKind};

use super::endpoint::{grants, status, token_by_transport, transport};
use super::facts::{list, texts};
use super::field::{Place, fields};
use super::rule::rules;

/// Every event type in each of its versions.
pub(super) fn event_types() -> Value {
    list(spec::EVENT_TYPES, |one| event_type(one))
}

/// Every scope with what it opens.
pub(super) fn scopes() -> Value {
    list(spec::SCOPES, scope)
}

fn event_type(event_type: &EventType) -> Value {
    json!({
        "type": event_type.name,
        "version": event_type.version,
        "status": status(event_type.status),
        "condition": fields(event_type.condition, Place::Body),
        "condition_rules": rules(event_type.condition_rules),
        "scopes": {
            "any_of": event_type.scopes.any_of,
            "all_of": event_type.scopes.all_of,
            "all_of_any_of": event_type.scopes.all_of_any_of,
        },
        "authorizer_param": event_type.authorizer,
        "app_token_extra_grants": grants(event_type.app_token_extra_grants),
        "conditional_scopes": list(event_type.conditional_scopes, |(any_of, fields)| {
            json!({"any_of": any_of, "event_fields": fields})
        }),
        "token_by_transport": token_by_transport(event_type.transports),
        "transports": list(event_type.transports, |(way, _)| transport(*way).into()),
        "batched": event_type.batched,
        "payload_field": event_type.payload_field,
        "event": fields(event_type.event, Place::Answer),
        "doubtful": texts(event_type.doubtful),
    })
}

/// A scope's own entry does not hold what it opens; that is derived here as everywhere.
fn scope(scope: &ScopeEntry) -> Value {
    let opened = spec::opened_by(scope.name);
    json!({
        "scope": scope.name,
        "kind": kind(scope.kind),
        "area": scope.area,
        "action": scope.action,
        "resource": scope.resource,
        "endpoints": ids(&opened.endpoints),
        "endpoints_conditional": ids(&opened.endpoints_conditional),
        "endpoints_app_grant": ids(&opened.endpoints_app_grant),
        "eventsub": versions(&opened.event_types),
        "eventsub_conditional": versions(&opened.event_types_conditional),
        "eventsub_app_grant": versions(&opened.event_types_app_grant),
        "endpoints_scope_page_only": scope.endpoints_scope_page_only,
    })
}

fn ids(endpoints: &[&Endpoint]) -> Value {
    list(endpoints, |endpoint| endpoint.id.into())
}

fn versions(event_types: &[&EventType]) -> Value {
    list(event_types, |event_type| {
        format!("{}.v{}", event_type.name, event_type.version).into()
    })
}

fn kind(kind: ScopeKind) -> &'static str {
    match kind {
        ScopeKind::Api => "api",
        ScopeKind::Irc => "irc",
        ScopeKind::Pubsub => "pubsub",
        ScopeKind::Oidc => "oidc",
    }
}
