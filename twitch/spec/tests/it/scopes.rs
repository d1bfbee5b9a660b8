//! What must hold for every scope.

use streamhand_spec::{SCOPES, ScopeEntry, ScopeKind, endpoint, opened_by, scope};

#[test]
fn there_are_82_scopes() {
    assert_eq!(SCOPES.len(), 82);
    for (kind, expected) in [
        (ScopeKind::Api, 78),
        (ScopeKind::Irc, 2),
        (ScopeKind::Pubsub, 1),
        (ScopeKind::Oidc, 1),
    ] {
        let count = SCOPES.iter().filter(|scope| scope.kind == kind).count();
        assert_eq!(count, expected, "{kind:?}");
    }
}

#[test]
fn every_scope_is_found_by_its_name_and_only_by_that() {
    for entry in SCOPES {
        let found = scope(entry.name).unwrap();
        assert!(std::ptr::eq(entry, found), "{} stands twice", entry.name);
    }
    assert_eq!(scope("chat:fly"), None);
}

#[test]
fn a_name_tells_area_action_and_resource() {
    for (name, expected) in [
        ("user:write:chat", ("user", Some("write"), Some("chat"))),
        ("user:bot", ("user", Some("bot"), None)),
        ("openid", ("openid", None, None)),
    ] {
        let ScopeEntry {
            area,
            action,
            resource,
            ..
        } = *scope(name).unwrap();
        assert_eq!((area, action, resource), expected, "{name}");
    }
}

#[test]
fn endpoints_of_the_scope_page_exist_and_do_not_say_so_themselves() {
    for scope in SCOPES {
        for id in scope.endpoints_scope_page_only {
            assert!(endpoint(id).is_some(), "{id}");
            let opened = opened_by(scope.name).endpoints;
            assert!(!opened.iter().any(|endpoint| endpoint.id == *id), "{id}");
        }
    }
}

#[test]
fn every_scope_of_the_api_opens_something() {
    for scope in SCOPES.iter().filter(|scope| scope.kind == ScopeKind::Api) {
        let opened = opened_by(scope.name);
        let count = opened.endpoints.len()
            + opened.endpoints_conditional.len()
            + opened.endpoints_app_grant.len()
            + opened.event_types.len()
            + opened.event_types_conditional.len()
            + opened.event_types_app_grant.len()
            + scope.endpoints_scope_page_only.len();
        assert!(count > 0, "{} opens nothing", scope.name);
    }
}
