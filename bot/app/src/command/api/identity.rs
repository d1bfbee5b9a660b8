//! Which parameters of a call say who somebody is, by the table: whose token the call takes, and whose channel it is about. It looks nobody up.

use serde_json::Value;
use spec::{ClaimedRole, Endpoint, Field, Identity, TokenKind};

/// Whom a parameter means when it is left out, or given as `me`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// The owner of the channel that the call is about.
    Broadcaster,
    /// Whoever makes the call.
    Caller,
}

/// Whether a parameter or a field of the body, by the last step of its name, is the id of a user.
pub(crate) fn is_user(endpoint: &Endpoint, name: &str) -> bool {
    let endings = [
        "user_id",
        "broadcaster_id",
        "moderator_id",
        "sender_id",
        "editor_id",
        "guest_id",
    ];
    endings.iter().any(|ending| name.ends_with(ending))
        || (name == "id" && endpoint.id == "get_users")
}

/// Whom `me` means in this place.
pub(crate) fn meant_by_me(name: &str) -> Who {
    let is_channel = name.ends_with("broadcaster_id") || name.ends_with("broadcaster_user_id");
    if is_channel {
        Who::Broadcaster
    } else {
        Who::Caller
    }
}

/// The parameters that are filled in when they are left out, with whom they mean.
///
/// The table fixes whose id stands there, so that only one is right: the caller's own, or the owner's of the channel
/// in which the caller acts.
pub(crate) fn filled(endpoint: &Endpoint) -> Vec<(&'static str, Who)> {
    let acts_in_a_channel = endpoint.claims().any(|claim| {
        matches!(
            claim.role,
            ClaimedRole::Broadcaster
                | ClaimedRole::BroadcasterOrModerator
                | ClaimedRole::BroadcasterOrEditor
        )
    });
    let is_claimed = |name: &str| {
        endpoint
            .claims()
            .any(|claim| claim.param == name && claim.when.is_none())
    };
    // Where one of several ids will do, whose it is is not fixed.
    let is_fixed = |name: &str| {
        let mut identities = endpoint.identity.iter();
        identities.any(|identity| matches!(identity, Identity::Is(claim) if claim.param == name))
    };
    let fields = endpoint
        .query
        .iter()
        .chain(endpoint.body.unwrap_or_default());
    let required = fields.filter(|field| field.required && !field.repeated);
    let who = |field: &Field| match meant_by_me(field.name) {
        Who::Broadcaster if acts_in_a_channel && OWN_CHANNEL.contains(&field.name) => {
            Some((field.name, Who::Broadcaster))
        }
        Who::Caller if is_claimed(field.name) && is_fixed(field.name) => {
            Some((field.name, Who::Caller))
        }
        Who::Broadcaster | Who::Caller => None,
    };
    required.filter_map(who).collect()
}

/// Whether the call must be made by the owner of the channel and nobody else.
pub(crate) fn is_for_the_broadcaster(endpoint: &Endpoint) -> bool {
    endpoint
        .claims()
        .any(|claim| claim.role == ClaimedRole::Broadcaster)
}

/// Whether an account can make the call at all.
pub(crate) fn takes_user(endpoint: &Endpoint) -> bool {
    endpoint.takes(TokenKind::User)
}

/// Goes to every place where an id of a user stands, in the query and then in the body, always in the same order.
pub(crate) fn visit_users(
    endpoint: &Endpoint,
    (query, body): (&mut [(String, String)], Option<&mut Value>),
    visit: &mut dyn FnMut(&str, &mut String),
) {
    for (name, value) in query {
        if is_user(endpoint, name) {
            visit(name, value);
        }
    }
    if let Some(body) = body {
        visit_body(endpoint, ("", body), visit);
    }
}

fn visit_body(
    endpoint: &Endpoint,
    (name, value): (&str, &mut Value),
    visit: &mut dyn FnMut(&str, &mut String),
) {
    match value {
        Value::String(text) if is_user(endpoint, name) => visit(name, text),
        Value::Array(values) => {
            for value in values {
                visit_body(endpoint, (name, value), visit);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                visit_body(endpoint, (name, value), visit);
            }
        }
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Where the channel stands in which somebody acts; others, such as `to_broadcaster_id`, name somebody else's.
const OWN_CHANNEL: &[&str] = &["broadcaster_id", "from_broadcaster_id"];

#[cfg(test)]
mod tests {
    use spec::endpoints::{channels, chat, moderation, polls, raids, users};

    use super::*;

    #[test]
    fn what_the_table_fixes_is_filled_in_and_nothing_else() {
        use Who::{Broadcaster, Caller};
        for (endpoint, expected) in [
            (&polls::CREATE_POLL, &[("broadcaster_id", Broadcaster)][..]),
            (
                &moderation::BAN_USER,
                &[("broadcaster_id", Broadcaster), ("moderator_id", Caller)],
            ),
            (
                &chat::SEND_A_SHOUTOUT,
                &[
                    ("from_broadcaster_id", Broadcaster),
                    ("moderator_id", Caller),
                ],
            ),
            (&chat::SEND_CHAT_MESSAGE, &[("sender_id", Caller)]),
            (
                &raids::START_A_RAID,
                &[("from_broadcaster_id", Broadcaster)],
            ),
            (&channels::GET_CHANNEL_INFORMATION, &[]),
            (&chat::GET_CHAT_SETTINGS, &[("broadcaster_id", Broadcaster)]),
            (
                &moderation::REMOVE_CHANNEL_VIP,
                &[("broadcaster_id", Broadcaster)],
            ),
            (&users::GET_USERS, &[]),
        ] {
            assert_eq!(filled(endpoint), expected, "{}", endpoint.id);
        }
    }

    #[test]
    fn ids_of_users_are_found_in_the_query_and_inside_the_body() {
        let mut query = [("moderator_id", "me"), ("id", "@x")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let mut body = serde_json::json!({"data": {"user_id": "@oakmoss", "reason": "@nobody"}, "condition": {"to_broadcaster_user_id": "7"}});
        let mut seen = Vec::new();
        visit_users(
            &moderation::BAN_USER,
            (&mut query, Some(&mut body)),
            &mut |name, value| {
                seen.push(format!("{name}={value}"));
                value.push('!');
            },
        );
        assert_eq!(
            seen,
            [
                "moderator_id=me",
                "to_broadcaster_user_id=7",
                "user_id=@oakmoss"
            ]
        );
        assert_eq!(body["data"]["user_id"], "@oakmoss!");
        assert_eq!(body["data"]["reason"], "@nobody");
    }
}
