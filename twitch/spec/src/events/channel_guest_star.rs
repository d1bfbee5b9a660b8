//! The table of Guest Star sessions (`channel.guest_star_*`). Facts only, no behavior.

use crate::conditions::BROADCASTER_AND_MODERATOR;
use crate::model::endpoint::Status;
use crate::model::event::{EVENT_TYPE, EventScopes, EventType};
use crate::model::field::{Basis, boolean, date_time, integer, string};

/// Every type of this family, in the order of the reference.
pub const ALL: &[EventType] = &[
    SESSION_BEGIN_BETA,
    SESSION_END_BETA,
    GUEST_UPDATE_BETA,
    SETTINGS_UPDATE_BETA,
];

/// A Guest Star session began.
///
/// See [Twitch: `channel.guest_star_session.begin`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelguest_star_sessionbegin).
pub const SESSION_BEGIN_BETA: EventType = EventType {
    name: "channel.guest_star_session.begin",
    version: "beta",
    status: Status::Beta,
    condition: BROADCASTER_AND_MODERATOR,
    scopes: EventScopes::any_of(&[
        "channel:read:guest_star",
        "channel:manage:guest_star",
        "moderator:read:guest_star",
        "moderator:manage:guest_star",
    ]),
    authorizer: Some("moderator_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_name"),
        string("broadcaster_user_login"),
        string("session_id"),
        date_time("started_at"),
        string("moderator_user_id")
            .nullable()
            .optional_by(Basis::Examples),
        string("moderator_user_name")
            .nullable()
            .optional_by(Basis::Examples),
        string("moderator_user_login")
            .nullable()
            .optional_by(Basis::Examples),
    ],
    doubtful: &["table and example disagree about moderator_user_* and host_user_*"],
    ..EVENT_TYPE
};

/// A Guest Star session ended.
///
/// See [Twitch: `channel.guest_star_session.end`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelguest_star_sessionend).
pub const SESSION_END_BETA: EventType = EventType {
    name: "channel.guest_star_session.end",
    version: "beta",
    status: Status::Beta,
    condition: BROADCASTER_AND_MODERATOR,
    scopes: EventScopes::any_of(&[
        "channel:read:guest_star",
        "channel:manage:guest_star",
        "moderator:read:guest_star",
        "moderator:manage:guest_star",
    ]),
    authorizer: Some("moderator_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_name"),
        string("broadcaster_user_login"),
        string("session_id"),
        date_time("started_at"),
        date_time("ended_at"),
        string("host_user_id").optional_by(Basis::Examples),
        string("host_user_name").optional_by(Basis::Examples),
        string("host_user_login").optional_by(Basis::Examples),
        string("moderator_user_id")
            .nullable()
            .optional_by(Basis::Examples),
        string("moderator_user_name")
            .nullable()
            .optional_by(Basis::Examples),
        string("moderator_user_login")
            .nullable()
            .optional_by(Basis::Examples),
    ],
    doubtful: &["table and example disagree about moderator_user_* and host_user_*"],
    ..EVENT_TYPE
};

/// A guest or a slot of a Guest Star session changed.
///
/// See [Twitch: `channel.guest_star_guest.update`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelguest_star_guestupdate).
pub const GUEST_UPDATE_BETA: EventType = EventType {
    name: "channel.guest_star_guest.update",
    version: "beta",
    status: Status::Beta,
    condition: BROADCASTER_AND_MODERATOR,
    scopes: EventScopes::any_of(&[
        "channel:read:guest_star",
        "channel:manage:guest_star",
        "moderator:read:guest_star",
        "moderator:manage:guest_star",
    ]),
    authorizer: Some("moderator_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_name"),
        string("broadcaster_user_login"),
        string("session_id"),
        string("moderator_user_id").nullable(),
        string("moderator_user_name").nullable(),
        string("moderator_user_login").nullable(),
        string("guest_user_id").nullable(),
        string("guest_user_name").nullable(),
        string("guest_user_login").nullable(),
        string("slot_id").nullable(),
        string("state").nullable().one_of(&[
            "invited",
            "accepted",
            "ready",
            "backstage",
            "live",
            "removed",
        ]),
        string("host_user_id").optional_by(Basis::Examples),
        string("host_user_name").optional_by(Basis::Examples),
        string("host_user_login").optional_by(Basis::Examples),
        boolean("host_video_enabled").nullable(),
        boolean("host_audio_enabled").nullable(),
        integer("host_volume").nullable().between(0, 100),
    ],
    ..EVENT_TYPE
};

/// The Guest Star settings of the channel changed.
///
/// See [Twitch: `channel.guest_star_settings.update`](https://dev.twitch.tv/docs/eventsub/eventsub-subscription-types/#channelguest_star_settingsupdate).
pub const SETTINGS_UPDATE_BETA: EventType = EventType {
    name: "channel.guest_star_settings.update",
    version: "beta",
    status: Status::Beta,
    condition: BROADCASTER_AND_MODERATOR,
    scopes: EventScopes::any_of(&[
        "channel:read:guest_star",
        "channel:manage:guest_star",
        "moderator:read:guest_star",
        "moderator:manage:guest_star",
    ]),
    authorizer: Some("moderator_user_id"),
    event: &[
        string("broadcaster_user_id"),
        string("broadcaster_user_name"),
        string("broadcaster_user_login"),
        boolean("is_moderator_send_live_enabled"),
        integer("slot_count").between(1, 6),
        boolean("is_browser_source_audio_enabled"),
        string("group_layout").one_of(&[
            "tiled",
            "screenshare",
            "horizontal_top",
            "horizontal_bottom",
            "vertical_left",
            "vertical_right",
        ]),
    ],
    ..EVENT_TYPE
};
