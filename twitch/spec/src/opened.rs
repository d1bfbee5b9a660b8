//! What a scope opens, derived from the endpoints and event types, which alone know what they need.

use crate::endpoints::ENDPOINTS;
use crate::events::EVENT_TYPES;
use crate::model::endpoint::{AppTokenGrant, Endpoint};
use crate::model::event::EventType;

/// What a scope opens.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Opened {
    /// Endpoints that need it, alone or together with others or as one of several.
    pub endpoints: Vec<&'static Endpoint>,
    /// Endpoints that need it only for some parameters or fields.
    pub endpoints_conditional: Vec<&'static Endpoint>,
    /// Endpoints that need it only as a grant for app tokens.
    pub endpoints_app_grant: Vec<&'static Endpoint>,
    /// Event types that need it.
    pub event_types: Vec<&'static EventType>,
    /// Event types that bring more fields with it.
    pub event_types_conditional: Vec<&'static EventType>,
    /// Event types that need it only as a grant for app tokens.
    pub event_types_app_grant: Vec<&'static EventType>,
}

/// What the scope with this name opens; nothing if there is no such scope.
pub fn opened_by(scope: &str) -> Opened {
    Opened {
        endpoints: endpoints(|endpoint| needs(endpoint, scope)),
        endpoints_conditional: endpoints(|endpoint| {
            endpoint
                .conditional_scopes
                .iter()
                .any(|condition| condition.any_of.contains(&scope))
        }),
        endpoints_app_grant: endpoints(|endpoint| {
            is_granted(endpoint.app_token_grants, scope) && !needs(endpoint, scope)
        }),
        event_types: event_types(|event_type| is_needed_by(event_type, scope)),
        event_types_conditional: event_types(|event_type| {
            event_type
                .conditional_scopes
                .iter()
                .any(|(any_of, _)| any_of.contains(&scope))
        }),
        event_types_app_grant: event_types(|event_type| {
            is_granted(event_type.app_token_extra_grants, scope) && !is_needed_by(event_type, scope)
        }),
    }
}

fn endpoints(is_wanted: impl Fn(&Endpoint) -> bool) -> Vec<&'static Endpoint> {
    let all = ENDPOINTS.iter().copied();
    all.filter(|endpoint| is_wanted(endpoint)).collect()
}

fn event_types(is_wanted: impl Fn(&EventType) -> bool) -> Vec<&'static EventType> {
    let all = EVENT_TYPES.iter().copied();
    all.filter(|event_type| is_wanted(event_type)).collect()
}

fn needs(endpoint: &Endpoint, scope: &str) -> bool {
    endpoint.scopes.any_of.contains(&scope) || endpoint.scopes.all_of.contains(&scope)
}

fn is_needed_by(event_type: &EventType, scope: &str) -> bool {
    let scopes = &event_type.scopes;
    scopes.any_of.contains(&scope)
        || scopes.all_of.contains(&scope)
        || scopes
            .all_of_any_of
            .iter()
            .any(|group| group.contains(&scope))
}

fn is_granted(grants: &[AppTokenGrant], scope: &str) -> bool {
    grants
        .iter()
        .any(|grant| grant.scopes.any_of.contains(&scope) || grant.scopes.all_of.contains(&scope))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_opens_what_asks_for_it() {
        let opened = opened_by("channel:manage:polls");
        let endpoints: Vec<_> = opened
            .endpoints
            .iter()
            .map(|endpoint| endpoint.id)
            .collect();
        assert_eq!(endpoints, ["get_polls", "create_poll", "end_poll"]);
        let types: Vec<_> = opened.event_types.iter().map(|event| event.name).collect();
        assert_eq!(
            types,
            [
                "channel.poll.begin",
                "channel.poll.progress",
                "channel.poll.end"
            ]
        );
    }

    #[test]
    fn a_need_that_depends_on_a_parameter_is_told_apart() {
        let opened = opened_by("user:read:email");
        assert!(opened.endpoints.is_empty());
        let conditional: Vec<_> = opened
            .endpoints_conditional
            .iter()
            .map(|endpoint| endpoint.id)
            .collect();
        assert_eq!(conditional, ["get_users", "update_user"]);
    }

    #[test]
    fn a_scope_that_only_app_tokens_need_is_told_apart() {
        let opened = opened_by("user:bot");
        assert!(opened.endpoints.is_empty());
        assert!(
            opened
                .endpoints_app_grant
                .iter()
                .any(|endpoint| endpoint.id == "send_chat_message")
        );
    }

    #[test]
    fn an_unknown_scope_opens_nothing() {
        assert_eq!(opened_by("fly:to:moon"), Opened::default());
    }
}
