//! What must hold for every endpoint.

use std::collections::HashSet;

use streamhand_spec::{
    Body, Claim, ENDPOINTS, Effect, Endpoint, Identity, Method, Place, Scopes, Status, TokenKind,
    endpoint, endpoints, headings, scope,
};

use crate::fields::{answer, has, has_somewhere, params};

#[test]
fn there_are_149_endpoints_under_30_headings() {
    assert_eq!(ENDPOINTS.len(), 149);
    let names: Vec<&str> = headings().iter().map(|heading| heading.name).collect();
    assert_eq!(names, HEADINGS);
    let below = headings().iter().map(|heading| heading.endpoints.len());
    assert_eq!(below.sum::<usize>(), ENDPOINTS.len());
}

#[test]
fn every_endpoint_knows_its_heading() {
    for heading in headings() {
        for endpoint in heading.endpoints {
            assert_eq!(endpoint.heading, heading.name, "{}", endpoint.id);
        }
    }
}

#[test]
fn every_endpoint_is_found_by_its_id_and_only_by_that() {
    for entry in ENDPOINTS {
        assert!(
            std::ptr::eq(*entry, endpoint(entry.id).unwrap()),
            "two endpoints are called {}",
            entry.id
        );
    }
    assert_eq!(endpoint("get_users"), Some(&endpoints::users::GET_USERS));
    assert_eq!(endpoint("get-users"), None);
    assert_eq!(endpoint(""), None);
}

/// Twitch tells endpoints apart by method and path alone; there is no exception at present.
#[test]
fn no_two_endpoints_share_method_and_path() {
    let mut seen = HashSet::new();
    for endpoint in ENDPOINTS {
        let place = format!("{:?} {}", endpoint.method, endpoint.path);
        assert!(seen.insert(place.clone()), "two endpoints are {place}");
    }
}

#[test]
fn every_path_begins_with_a_slash_and_ends_without() {
    for endpoint in ENDPOINTS {
        let path = endpoint.path;
        assert!(path.starts_with('/') && !path.ends_with('/'), "{path}");
    }
}

#[test]
fn every_anchor_is_what_twitch_makes_of_the_title() {
    for endpoint in ENDPOINTS {
        let expected = endpoint.name.to_lowercase().replace(' ', "-");
        assert_eq!(endpoint.anchor(), expected);
    }
}

#[test]
fn every_endpoint_takes_some_token_and_names_each_kind_once() {
    for endpoint in ENDPOINTS {
        let kinds: HashSet<_> = endpoint.tokens.iter().collect();
        assert!(!kinds.is_empty(), "{}", endpoint.id);
        assert_eq!(kinds.len(), endpoint.tokens.len(), "{}", endpoint.id);
    }
}

#[test]
fn every_scope_of_an_endpoint_is_in_the_table_of_scopes() {
    for endpoint in ENDPOINTS {
        check_scopes(endpoint.id, endpoint.scopes);
        for condition in endpoint.conditional_scopes {
            check_scopes(endpoint.id, Scopes::any_of(condition.any_of));
            assert!(!condition.any_of.is_empty(), "{}", endpoint.id);
        }
        for grant in endpoint.app_token_grants {
            check_scopes(endpoint.id, grant.scopes);
        }
    }
}

#[test]
fn every_condition_on_scopes_speaks_of_parameters_and_fields_that_exist() {
    for endpoint in ENDPOINTS {
        for condition in endpoint.conditional_scopes {
            for param in condition.params {
                assert!(takes(endpoint, param), "{}: {param}", endpoint.id);
            }
            for field in condition.response_fields {
                let is_there = has_somewhere(answer(endpoint), field);
                assert!(is_there, "{}: {field}", endpoint.id);
            }
        }
    }
}

/// An endpoint that takes app tokens of extensions only does not list them among its tokens.
#[test]
fn every_grant_is_for_an_app_token_and_names_a_parameter() {
    for endpoint in ENDPOINTS {
        for grant in endpoint.app_token_grants {
            assert!(takes(endpoint, grant.param), "{}", endpoint.id);
            let takes_app_token =
                endpoint.takes(TokenKind::App) || endpoint.app_token_only_for.is_some();
            assert!(takes_app_token, "{}", endpoint.id);
        }
    }
}

#[test]
fn every_identity_names_a_parameter_where_it_says() {
    for endpoint in ENDPOINTS {
        for identity in endpoint.identity {
            match identity {
                Identity::Is(claim) => check_claim(endpoint, claim),
                Identity::AnyOf(claims) => {
                    claims.iter().for_each(|claim| check_claim(endpoint, claim));
                }
            }
        }
    }
}

#[test]
fn every_rule_speaks_of_parameters_that_exist() {
    for endpoint in ENDPOINTS {
        for param in endpoint.query_rules.iter().flat_map(params) {
            assert!(has(endpoint.query, param), "{}: {param}", endpoint.id);
        }
        for param in endpoint.body_rules.iter().flat_map(params) {
            let body = endpoint.body.unwrap_or(&[]);
            assert!(has(body, param), "{}: {param}", endpoint.id);
        }
    }
}

#[test]
fn every_paged_list_has_its_parameters_and_tells_the_next_cursor() {
    for endpoint in ENDPOINTS {
        let Some(pagination) = endpoint.pagination else {
            continue;
        };
        let named = [
            Some(pagination.cursor),
            pagination.backward,
            pagination.page_size,
        ];
        for param in named.into_iter().flatten() {
            assert!(has(endpoint.query, param), "{}: {param}", endpoint.id);
        }
        let path = pagination.path;
        assert!(has(answer(endpoint), path), "{}: {path}", endpoint.id);
    }
}

#[test]
fn only_a_deprecated_endpoint_says_what_became_of_it() {
    for entry in ENDPOINTS {
        let is_deprecated = entry.status == Status::Deprecated;
        assert_eq!(entry.deprecation.is_some(), is_deprecated, "{}", entry.id);
        if let Some(id) = entry.deprecation.and_then(|became| became.replacement) {
            assert!(endpoint(id).is_some(), "{}: {id}", entry.id);
        }
    }
}

#[test]
fn only_an_extension_that_signs_its_own_token_is_asked_for_claims() {
    for endpoint in ENDPOINTS {
        let signs = endpoint.takes(TokenKind::ExtensionJwt);
        assert_eq!(endpoint.jwt.is_some(), signs, "{}", endpoint.id);
    }
}

#[test]
fn of_every_call_it_is_said_what_a_repeat_does_and_why() {
    for endpoint in ENDPOINTS {
        let repeat = endpoint.repeat;
        let only_reads = endpoint.method == Method::Get || READS_BY_POST.contains(&endpoint.id);
        assert_eq!(
            repeat.effect == Effect::Reads,
            only_reads,
            "{}",
            endpoint.id
        );
        assert!(!repeat.because.is_empty(), "{}", endpoint.id);
        // What says how things shall be, and what takes away, is made twice without harm; exceptions are looked at.
        let settles_by_method = matches!(endpoint.method, Method::Put | Method::Delete);
        let settles = repeat.effect == Effect::Settles;
        let is_exception = SETTLES_SOMETIMES.contains(&endpoint.id);
        assert!(
            !settles_by_method || settles != is_exception,
            "{}",
            endpoint.id
        );
        if let Effect::SettlesWith(name) | Effect::SettlesWithout(name) = repeat.effect {
            assert!(
                is_exception && takes(endpoint, name),
                "{}: {name}",
                endpoint.id
            );
        }
    }
}

/// What a refused repeat tells can be told on only where the call settles something, and by a documented status.
#[test]
fn what_tells_that_it_is_done_is_a_documented_refusal() {
    for endpoint in ENDPOINTS {
        let repeat = endpoint.repeat;
        for already in repeat.already {
            assert_ne!(repeat.effect, Effect::Adds, "{}", endpoint.id);
            let is_documented = endpoint.errors.contains(&already.status);
            assert!(is_documented, "{}: {already:?}", endpoint.id);
            assert_eq!(
                already.words,
                already.words.to_lowercase(),
                "{}",
                endpoint.id
            );
            // A status that means many things tells nothing without words.
            let has_meaning = already.status == 404 || !already.words.is_empty();
            assert!(has_meaning, "{}: {already:?}", endpoint.id);
            if let Some(field) = already.unless {
                assert!(takes(endpoint, field), "{}: {field}", endpoint.id);
            } else {
                assert_eq!(endpoint.success.body, Body::None, "{}", endpoint.id);
            }
        }
        let can_conflict = endpoint.errors.contains(&409);
        assert!(can_conflict || !repeat.conflict_passes, "{}", endpoint.id);
    }
}

#[test]
fn only_chat_messages_have_a_bucket_of_their_own() {
    let apart = ENDPOINTS.iter().filter(|endpoint| endpoint.has_own_bucket);
    let ids: Vec<&str> = apart.map(|endpoint| endpoint.id).collect();
    assert_eq!(ids, ["send_chat_message"]);
}

#[test]
fn no_entry_was_left_half_written() {
    for endpoint in ENDPOINTS {
        for text in [endpoint.id, endpoint.name, endpoint.summary] {
            assert!(!text.is_empty(), "{endpoint:?}");
        }
        for limit in endpoint.rate_limits {
            let is_whole = limit.limit > 0 && limit.per_seconds > 0 && !limit.scope.is_empty();
            assert!(is_whole, "{}: {limit:?}", endpoint.id);
        }
    }
}

fn check_scopes(place: &str, scopes: Scopes) {
    for name in scopes.any_of.iter().chain(scopes.all_of) {
        assert!(
            scope(name).is_some(),
            "{place} needs an unknown scope {name}"
        );
    }
}

fn check_claim(endpoint: &Endpoint, claim: &Claim) {
    let fields = match claim.place {
        Place::Query => endpoint.query,
        Place::Body => endpoint.body.unwrap_or(&[]),
    };
    assert!(has(fields, claim.param), "{}: {claim:?}", endpoint.id);
    assert!(endpoint.takes(TokenKind::User), "{}", endpoint.id);
}

fn takes(endpoint: &Endpoint, param: &str) -> bool {
    has(endpoint.query, param) || has(endpoint.body.unwrap_or(&[]), param)
}

/// What is sent as a POST although it changes nothing.
const READS_BY_POST: [&str; 1] = ["check_automod_status"];

/// What would be harmless by its method and is so only with or without some parameter.
const SETTLES_SOMETIMES: [&str; 3] = [
    "update_channel_guest_star_settings",
    "delete_guest_star_slot",
    "delete_chat_messages",
];

/// Twitch's headings, in the order of its reference.
const HEADINGS: [&str; 30] = [
    "Ads",
    "Analytics",
    "Bits",
    "Channels",
    "Channel Points",
    "Charity",
    "Chat",
    "Clips",
    "Conduits",
    "CCLs",
    "Entitlements",
    "Extensions",
    "EventSub",
    "Games",
    "Goals",
    "Guest Star",
    "Hype Train",
    "Moderation",
    "Polls",
    "Predictions",
    "Raids",
    "Schedule",
    "Search",
    "Streams",
    "Subscriptions",
    "Tags",
    "Teams",
    "Users",
    "Videos",
    "Whispers",
];
