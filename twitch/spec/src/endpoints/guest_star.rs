//! The table of what Twitch offers under the heading Guest Star; what several endpoints share stands at the end. Facts only, no behavior.

use crate::model::endpoint::{
    Claim, ENDPOINT, Endpoint, Identity, Method, Scopes, Status, Success,
};
use crate::model::field::{Field, array, boolean, date_time, integer, object, record, string};
use crate::model::repeat::Repeat;
use crate::model::token::TokenKind;

/// The heading of Twitch's reference.
pub const HEADING: &str = "Guest Star";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[
    GET_CHANNEL_GUEST_STAR_SETTINGS,
    UPDATE_CHANNEL_GUEST_STAR_SETTINGS,
    GET_GUEST_STAR_SESSION,
    CREATE_GUEST_STAR_SESSION,
    END_GUEST_STAR_SESSION,
    GET_GUEST_STAR_INVITES,
    SEND_GUEST_STAR_INVITE,
    DELETE_GUEST_STAR_INVITE,
    ASSIGN_GUEST_STAR_SLOT,
    UPDATE_GUEST_STAR_SLOT,
    DELETE_GUEST_STAR_SLOT,
    UPDATE_GUEST_STAR_SLOT_SETTINGS,
];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// Read Guest Star settings.
///
/// See [Twitch: Get Channel Guest Star Settings](https://dev.twitch.tv/docs/api/reference/#get-channel-guest-star-settings).
pub const GET_CHANNEL_GUEST_STAR_SETTINGS: Endpoint = Endpoint {
    id: "get_channel_guest_star_settings",
    name: "Get Channel Guest Star Settings",
    method: Method::Get,
    path: "/guest_star/channel_settings",
    summary: "Read Guest Star settings",
    status: Status::Beta,
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&[
        "channel:read:guest_star",
        "channel:manage:guest_star",
        "moderator:read:guest_star",
        "moderator:manage:guest_star",
    ]),
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
    ],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                boolean("is_moderator_send_live_enabled"),
                integer("slot_count").between(1, 6),
                boolean("is_browser_source_audio_enabled"),
                string("group_layout").aliases(&["layout"]).one_of(&[
                    "TILED_LAYOUT",
                    "SCREENSHARE_LAYOUT",
                    "HORIZONTAL_LAYOUT",
                    "VERTICAL_LAYOUT",
                ]),
                string("browser_source_token"),
            ]),
        )],
    ),
    errors: &[400, 403],
    doubtful: &[
        "table lists fields at top level and group_layout; example wraps them in data[] and calls it layout",
        "success status not in the status table",
    ],
    ..BASE
};

/// Change Guest Star settings.
///
/// See [Twitch: Update Channel Guest Star Settings](https://dev.twitch.tv/docs/api/reference/#update-channel-guest-star-settings).
pub const UPDATE_CHANNEL_GUEST_STAR_SETTINGS: Endpoint = Endpoint {
    id: "update_channel_guest_star_settings",
    name: "Update Channel Guest Star Settings",
    method: Method::Put,
    path: "/guest_star/channel_settings",
    summary: "Change Guest Star settings",
    status: Status::Beta,
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:guest_star"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[string("broadcaster_id").required()],
    body: Some(&[
        boolean("is_moderator_send_live_enabled"),
        integer("slot_count").between(1, 6),
        boolean("is_browser_source_audio_enabled"),
        string("group_layout").one_of(&[
            "TILED_LAYOUT",
            "SCREENSHARE_LAYOUT",
            "HORIZONTAL_LAYOUT",
            "VERTICAL_LAYOUT",
        ]),
        boolean("regenerate_browser_sources"),
    ]),
    success: Success::empty(204),
    errors: &[400],
    repeat: Repeat::settles("it says how things shall be, but for links that are made anew")
        .without("regenerate_browser_sources"),
    doubtful: &[
        "fields are in the body table but the documented examples send them as query parameters",
    ],
    ..BASE
};

/// Read the Guest Star session.
///
/// See [Twitch: Get Guest Star Session](https://dev.twitch.tv/docs/api/reference/#get-guest-star-session).
pub const GET_GUEST_STAR_SESSION: Endpoint = Endpoint {
    id: "get_guest_star_session",
    name: "Get Guest Star Session",
    method: Method::Get,
    path: "/guest_star/session",
    summary: "Read the Guest Star session",
    status: Status::Beta,
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&[
        "channel:read:guest_star",
        "channel:manage:guest_star",
        "moderator:read:guest_star",
        "moderator:manage:guest_star",
    ]),
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
    ],
    success: Success::json(200, &[array("data", &record(SESSION))]),
    errors: &[400, 401],
    doubtful: &["success status not in the status table"],
    ..BASE
};

/// Start a Guest Star session.
///
/// See [Twitch: Create Guest Star Session](https://dev.twitch.tv/docs/api/reference/#create-guest-star-session).
pub const CREATE_GUEST_STAR_SESSION: Endpoint = Endpoint {
    id: "create_guest_star_session",
    name: "Create Guest Star Session",
    method: Method::Post,
    path: "/guest_star/session",
    summary: "Start a Guest Star session",
    status: Status::Beta,
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:guest_star"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[string("broadcaster_id").required()],
    success: Success::json(200, &[array("data", &record(SESSION))]),
    errors: &[400, 401, 403],
    repeat: Repeat::adds("it makes something new"),
    doubtful: &["success status not in the status table"],
    ..BASE
};

/// End a Guest Star session.
///
/// See [Twitch: End Guest Star Session](https://dev.twitch.tv/docs/api/reference/#end-guest-star-session).
pub const END_GUEST_STAR_SESSION: Endpoint = Endpoint {
    id: "end_guest_star_session",
    name: "End Guest Star Session",
    method: Method::Delete,
    path: "/guest_star/session",
    summary: "End a Guest Star session",
    status: Status::Beta,
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:guest_star"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("session_id").required(),
    ],
    success: Success::json(200, &[array("data", &record(SESSION))]),
    errors: &[400, 403],
    repeat: Repeat::settles("what is over stays over"),
    doubtful: &[
        "example calls slot_id \"id\"",
        "success status not in the status table",
    ],
    ..BASE
};

/// List Guest Star invites.
///
/// See [Twitch: Get Guest Star Invites](https://dev.twitch.tv/docs/api/reference/#get-guest-star-invites).
pub const GET_GUEST_STAR_INVITES: Endpoint = Endpoint {
    id: "get_guest_star_invites",
    name: "Get Guest Star Invites",
    method: Method::Get,
    path: "/guest_star/invites",
    summary: "List Guest Star invites",
    status: Status::Beta,
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&[
        "channel:read:guest_star",
        "channel:manage:guest_star",
        "moderator:read:guest_star",
        "moderator:manage:guest_star",
    ]),
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
        string("session_id").required(),
    ],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("user_id"),
                date_time("invited_at"),
                string("status").one_of(&["INVITED", "ACCEPTED", "READY"]),
                boolean("is_video_enabled"),
                boolean("is_audio_enabled"),
                boolean("is_video_available"),
                boolean("is_audio_available"),
            ]),
        )],
    ),
    errors: &[400],
    doubtful: &["success status not in the status table"],
    ..BASE
};

/// Invite a Guest Star guest.
///
/// See [Twitch: Send Guest Star Invite](https://dev.twitch.tv/docs/api/reference/#send-guest-star-invite).
pub const SEND_GUEST_STAR_INVITE: Endpoint = Endpoint {
    id: "send_guest_star_invite",
    name: "Send Guest Star Invite",
    method: Method::Post,
    path: "/guest_star/invites",
    summary: "Invite a Guest Star guest",
    status: Status::Beta,
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:guest_star", "moderator:manage:guest_star"]),
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
        string("session_id").required(),
        string("guest_id").required(),
    ],
    success: Success::empty(204),
    errors: &[400, 403],
    repeat: Repeat::adds("the guest would be asked twice"),
    doubtful: &["success status not in the status table"],
    ..BASE
};

/// Revoke a Guest Star invite.
///
/// See [Twitch: Delete Guest Star Invite](https://dev.twitch.tv/docs/api/reference/#delete-guest-star-invite).
pub const DELETE_GUEST_STAR_INVITE: Endpoint = Endpoint {
    id: "delete_guest_star_invite",
    name: "Delete Guest Star Invite",
    method: Method::Delete,
    path: "/guest_star/invites",
    summary: "Revoke a Guest Star invite",
    status: Status::Beta,
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:guest_star", "moderator:manage:guest_star"]),
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
        string("session_id").required(),
        string("guest_id").required(),
    ],
    success: Success::empty(204),
    errors: &[400, 404],
    repeat: Repeat::settles("what is gone stays gone"),
    doubtful: &["success status not in the status table"],
    ..BASE
};

/// Put a guest into a slot.
///
/// See [Twitch: Assign Guest Star Slot](https://dev.twitch.tv/docs/api/reference/#assign-guest-star-slot).
pub const ASSIGN_GUEST_STAR_SLOT: Endpoint = Endpoint {
    id: "assign_guest_star_slot",
    name: "Assign Guest Star Slot",
    method: Method::Post,
    path: "/guest_star/slot",
    summary: "Put a guest into a slot",
    status: Status::Beta,
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:guest_star", "moderator:manage:guest_star"]),
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
        string("session_id").required(),
        string("guest_id").required(),
        string("slot_id").required().pattern("1..N"),
    ],
    success: Success::empty(204),
    errors: &[400, 401, 403],
    repeat: Repeat::adds("a guest who has left the slot since would be back in it"),
    doubtful: &["an example shows a 403 body {data:{code}} with code USER_NOT_READY"],
    ..BASE
};

/// Move a guest between slots.
///
/// See [Twitch: Update Guest Star Slot](https://dev.twitch.tv/docs/api/reference/#update-guest-star-slot).
pub const UPDATE_GUEST_STAR_SLOT: Endpoint = Endpoint {
    id: "update_guest_star_slot",
    name: "Update Guest Star Slot",
    method: Method::Patch,
    path: "/guest_star/slot",
    summary: "Move a guest between slots",
    status: Status::Beta,
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:guest_star", "moderator:manage:guest_star"]),
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
        string("session_id").required(),
        string("source_slot_id").required(),
        string("destination_slot_id"),
    ],
    success: Success::empty(204),
    errors: &[400],
    repeat: Repeat::adds("two guests who changed places would change back"),
    ..BASE
};

/// Remove a guest from a slot.
///
/// See [Twitch: Delete Guest Star Slot](https://dev.twitch.tv/docs/api/reference/#delete-guest-star-slot).
pub const DELETE_GUEST_STAR_SLOT: Endpoint = Endpoint {
    id: "delete_guest_star_slot",
    name: "Delete Guest Star Slot",
    method: Method::Delete,
    path: "/guest_star/slot",
    summary: "Remove a guest from a slot",
    status: Status::Beta,
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:guest_star", "moderator:manage:guest_star"]),
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
        string("session_id").required(),
        string("guest_id").required(),
        string("slot_id").required(),
        boolean("should_reinvite_guest"),
    ],
    success: Success::empty(204),
    errors: &[400, 403, 404],
    repeat: Repeat::settles(
        "the slot stays empty, but for a guest who was asked again and is back",
    )
    .without("should_reinvite_guest"),
    ..BASE
};

/// Change slot audio, video, volume.
///
/// See [Twitch: Update Guest Star Slot Settings](https://dev.twitch.tv/docs/api/reference/#update-guest-star-slot-settings).
pub const UPDATE_GUEST_STAR_SLOT_SETTINGS: Endpoint = Endpoint {
    id: "update_guest_star_slot_settings",
    name: "Update Guest Star Slot Settings",
    method: Method::Patch,
    path: "/guest_star/slot_settings",
    summary: "Change slot audio, video, volume",
    status: Status::Beta,
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:guest_star", "moderator:manage:guest_star"]),
    identity: &[Identity::Is(Claim::moderator("moderator_id"))],
    query: &[
        string("broadcaster_id").required(),
        string("moderator_id").required(),
        string("session_id").required(),
        string("slot_id").required(),
        boolean("is_audio_enabled"),
        boolean("is_video_enabled"),
        boolean("is_live"),
        integer("volume").between(0, 100),
    ],
    success: Success::empty(204),
    errors: &[400, 403],
    repeat: Repeat::settles("it says how things shall be"),
    ..BASE
};

/// A session with its guests.
const SESSION: &[Field] = &[
    string("id"),
    array(
        "guests",
        &record(&[
            string("slot_id").aliases(&["id"]),
            boolean("is_live"),
            string("user_id"),
            string("user_display_name"),
            string("user_login"),
            integer("volume").between(0, 100),
            date_time("assigned_at"),
            object("audio_settings", DEVICE_SETTINGS),
            object("video_settings", DEVICE_SETTINGS),
        ]),
    ),
];

/// The state of a guest's microphone or camera.
const DEVICE_SETTINGS: &[Field] = &[
    boolean("is_host_enabled"),
    boolean("is_guest_enabled"),
    boolean("is_available"),
];
