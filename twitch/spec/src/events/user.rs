//! The table of users and what they allow (`user.*`). Facts only, no behavior.

use crate::conditions::CLIENT;
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{Basis, boolean, object, string};
use crate::model::token::SERVER_TRANSPORTS;

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[
    AUTHORIZATION_GRANT_V1,
    AUTHORIZATION_REVOKE_V1,
    UPDATE_V1,
    WHISPER_MESSAGE_V1,
];

/// A user granted the application access.
///
/// See [Twitch: `user.authorization.grant`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#userauthorizationgrant).
pub const AUTHORIZATION_GRANT_V1: EventType = EventType {
    name: "user.authorization.grant",
    condition: CLIENT,
    transports: SERVER_TRANSPORTS,
    event: &[
        string("client_id"),
        string("user_id"),
        string("user_login"),
        string("user_name"),
    ],
    ..EVENT_TYPE
};

/// A user took the application's access away.
///
/// See [Twitch: `user.authorization.revoke`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#userauthorizationrevoke).
pub const AUTHORIZATION_REVOKE_V1: EventType = EventType {
    name: "user.authorization.revoke",
    condition: CLIENT,
    transports: SERVER_TRANSPORTS,
    event: &[
        string("client_id"),
        string("user_id"),
        string("user_login").nullable(),
        string("user_name").nullable(),
    ],
    ..EVENT_TYPE
};

/// A user changed their account.
///
/// See [Twitch: `user.update`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#userupdate).
pub const UPDATE_V1: EventType = EventType {
    name: "user.update",
    condition: &[string("user_id").required()],
    conditional_scopes: &[(&["user:read:email"], &["email"])],
    event: &[
        string("user_id"),
        string("user_login"),
        string("user_name"),
        string("email").optional().may_be_empty(),
        boolean("email_verified")
            .optional_by(Basis::Clients)
            .may_be_empty(),
        string("description"),
    ],
    ..EVENT_TYPE
};

/// The user received a whisper.
///
/// See [Twitch: `user.whisper.message`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#userwhispermessage).
pub const WHISPER_MESSAGE_V1: EventType = EventType {
    name: "user.whisper.message",
    condition: &[string("user_id").required()],
    scopes: EventScopes::any_of(&["user:read:whispers", "user:manage:whispers"]),
    authorizer: Some("user_id"),
    event: &[
        string("from_user_id"),
        string("from_user_name"),
        string("from_user_login"),
        string("to_user_id"),
        string("to_user_name"),
        string("to_user_login"),
        string("whisper_id"),
        object("whisper", &[string("text")]),
    ],
    ..EVENT_TYPE
};
