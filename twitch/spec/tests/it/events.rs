//! What must hold for every event type.

use streamhand_spec::{EVENT_TYPES, EventType, Status, TokenKind, Transport, event_type, scope};

use crate::fields::{has, has_somewhere, params};

#[test]
fn there_are_83_event_types() {
    assert_eq!(EVENT_TYPES.len(), 83);
}

#[test]
fn every_event_type_is_found_by_name_and_version_and_only_by_that() {
    for entry in EVENT_TYPES {
        assert!(
            std::ptr::eq(*entry, event_type(entry.name, entry.version).unwrap()),
            "{} stands twice",
            name(entry)
        );
    }
    assert!(event_type("channel.follow", "2").is_some());
    assert_eq!(event_type("channel.follow", "1"), None);
}

#[test]
fn a_beta_says_so_in_its_version() {
    for event_type in EVENT_TYPES {
        let is_beta = event_type.status == Status::Beta;
        assert_eq!(
            event_type.version == "beta",
            is_beta,
            "{}",
            name(event_type)
        );
    }
}

#[test]
fn every_scope_of_an_event_type_is_in_the_table_of_scopes() {
    for event_type in EVENT_TYPES {
        let scopes = event_type.scopes;
        let grants = event_type.app_token_extra_grants.iter();
        let named = scopes
            .any_of
            .iter()
            .chain(scopes.all_of)
            .chain(scopes.all_of_any_of.iter().copied().flatten())
            .chain(grants.flat_map(|grant| grant.scopes.any_of.iter().chain(grant.scopes.all_of)))
            .chain(
                event_type
                    .conditional_scopes
                    .iter()
                    .flat_map(|(any_of, _)| *any_of),
            );
        for one in named {
            assert!(scope(one).is_some(), "{}: {one}", name(event_type));
        }
    }
}

#[test]
fn whoever_authorizes_is_named_by_the_condition() {
    for event_type in EVENT_TYPES {
        let scopes = event_type.scopes;
        let needs_scopes = !scopes.any_of.is_empty()
            || !scopes.all_of.is_empty()
            || !scopes.all_of_any_of.is_empty();
        let place = name(event_type);
        assert_eq!(event_type.authorizer.is_some(), needs_scopes, "{place}");
        let grants = event_type.app_token_extra_grants.iter();
        for param in grants.map(|grant| grant.param).chain(event_type.authorizer) {
            assert!(has(event_type.condition, param), "{place}: {param}");
        }
    }
}

#[test]
fn every_rule_speaks_of_the_condition() {
    for event_type in EVENT_TYPES {
        for param in event_type.condition_rules.iter().flat_map(params) {
            let is_there = has(event_type.condition, param);
            assert!(is_there, "{}: {param}", name(event_type));
        }
    }
}

#[test]
fn a_scope_that_adds_fields_adds_fields_of_the_event() {
    for event_type in EVENT_TYPES {
        let conditions = event_type.conditional_scopes.iter();
        for field in conditions.flat_map(|(_, fields)| *fields) {
            let is_there = has_somewhere(event_type.event, field);
            assert!(is_there, "{}: {field}", name(event_type));
        }
    }
}

#[test]
fn a_websocket_is_subscribed_to_with_a_user_token_and_all_else_with_an_app_token() {
    for event_type in EVENT_TYPES {
        assert!(!event_type.transports.is_empty(), "{}", name(event_type));
        for (transport, token) in event_type.transports {
            let expected = match transport {
                Transport::Websocket => TokenKind::User,
                Transport::Webhook | Transport::Conduit => TokenKind::App,
            };
            assert_eq!(*token, expected, "{} {transport:?}", name(event_type));
        }
    }
}

#[test]
fn only_what_comes_in_batches_has_another_payload_key() {
    for event_type in EVENT_TYPES {
        let expected = if event_type.batched {
            "events"
        } else {
            "event"
        };
        assert_eq!(event_type.payload_field, expected, "{}", name(event_type));
        assert!(!event_type.event.is_empty(), "{}", name(event_type));
    }
}

fn name(event_type: &EventType) -> String {
    format!("{}.v{}", event_type.name, event_type.version)
}
