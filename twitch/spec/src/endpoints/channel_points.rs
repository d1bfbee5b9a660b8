//! The table of what Twitch offers under the heading Channel Points; what several endpoints share stands at the end. Facts only, no behavior.

use crate::model::endpoint::{
    Claim, ENDPOINT, Endpoint, Identity, Method, Pagination, Requirement, Scopes, Success,
};
use crate::model::field::{
    Basis, Field, Format, Value, array, boolean, date_time, integer, object, record, string,
};
use crate::model::repeat::{Already, Repeat};
use crate::model::rule::Rule;
use crate::model::token::TokenKind;
use crate::shapes::{IMAGES, PAGINATION};

/// The heading of Twitch's reference.
pub const HEADING: &str = "Channel Points";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[
    CREATE_CUSTOM_REWARDS,
    DELETE_CUSTOM_REWARD,
    GET_CUSTOM_REWARD,
    GET_CUSTOM_REWARD_REDEMPTION,
    UPDATE_CUSTOM_REWARD,
    UPDATE_REDEMPTION_STATUS,
];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// Create a Channel Points reward.
///
/// See [Twitch: Create Custom Rewards](https://dev.twitch.tv/docs/api/reference/#create-custom-rewards).
pub const CREATE_CUSTOM_REWARDS: Endpoint = Endpoint {
    id: "create_custom_rewards",
    name: "Create Custom Rewards",
    method: Method::Post,
    path: "/channel_points/custom_rewards",
    summary: "Create a Channel Points reward",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:redemptions"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    requires: &[Requirement::PartnerOrAffiliate],
    query: &[string("broadcaster_id").required()],
    body: Some(&[
        string("title").required().max_length(45),
        integer("cost").required().format(Format::Int64).at_least(1),
        string("prompt").max_length(200),
        boolean("is_enabled").default(Value::Boolean(true)),
        string("background_color").pattern("#RRGGBB"),
        boolean("is_user_input_required").default(Value::Boolean(false)),
        boolean("is_max_per_stream_enabled").default(Value::Boolean(false)),
        integer("max_per_stream").format(Format::Int64).at_least(1),
        boolean("is_max_per_user_per_stream_enabled").default(Value::Boolean(false)),
        integer("max_per_user_per_stream")
            .format(Format::Int64)
            .at_least(1),
        boolean("is_global_cooldown_enabled").default(Value::Boolean(false)),
        integer("global_cooldown_seconds")
            .format(Format::Int64)
            .at_least(1),
        boolean("should_redemptions_skip_request_queue").default(Value::Boolean(false)),
    ]),
    success: Success::json(200, &[array("data", &record(REWARD))]),
    errors: &[400, 401, 403, 500],
    repeat: Repeat::adds("it makes something new"),
    limits: &[("max_per_channel", 50)],
    ..BASE
};

/// Delete a reward this app created.
///
/// See [Twitch: Delete Custom Reward](https://dev.twitch.tv/docs/api/reference/#delete-custom-reward).
pub const DELETE_CUSTOM_REWARD: Endpoint = Endpoint {
    id: "delete_custom_reward",
    name: "Delete Custom Reward",
    method: Method::Delete,
    path: "/channel_points/custom_rewards",
    summary: "Delete a reward this app created",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:redemptions"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    requires: &[Requirement::SameClientId, Requirement::PartnerOrAffiliate],
    query: &[string("broadcaster_id").required(), string("id").required()],
    success: Success::empty(204),
    errors: &[400, 401, 403, 404, 500],
    repeat: Repeat::settles("what is gone stays gone").already(&[Already::status(404)]),
    ..BASE
};

/// List Channel Points rewards.
///
/// See [Twitch: Get Custom Reward](https://dev.twitch.tv/docs/api/reference/#get-custom-reward).
pub const GET_CUSTOM_REWARD: Endpoint = Endpoint {
    id: "get_custom_reward",
    name: "Get Custom Reward",
    method: Method::Get,
    path: "/channel_points/custom_rewards",
    summary: "List Channel Points rewards",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:read:redemptions", "channel:manage:redemptions"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    requires: &[Requirement::PartnerOrAffiliate],
    query: &[
        string("broadcaster_id").required(),
        string("id").repeated().max_items(50),
        boolean("only_manageable_rewards").default(Value::Boolean(false)),
    ],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("broadcaster_id"),
                string("broadcaster_login").optional_by(Basis::Examples),
                string("broadcaster_name"),
                string("id"),
                string("title"),
                string("prompt").may_be_empty(),
                integer("cost").format(Format::Int64),
                object("image", IMAGES).nullable(),
                object("default_image", IMAGES),
                string("background_color").may_be_empty(),
                boolean("is_enabled"),
                boolean("is_user_input_required"),
                object(
                    "max_per_stream_setting",
                    &[
                        boolean("is_enabled"),
                        integer("max_per_stream").format(Format::Int64),
                    ],
                ),
                object(
                    "max_per_user_per_stream_setting",
                    &[
                        boolean("is_enabled"),
                        integer("max_per_user_per_stream").format(Format::Int64),
                    ],
                ),
                object(
                    "global_cooldown_setting",
                    &[
                        boolean("is_enabled"),
                        integer("global_cooldown_seconds").format(Format::Int64),
                    ],
                ),
                boolean("is_paused"),
                boolean("is_in_stock"),
                boolean("should_redemptions_skip_request_queue"),
                integer("redemptions_redeemed_current_stream").nullable(),
                date_time("cooldown_expires_at").nullable(),
            ]),
        )],
    ),
    errors: &[400, 401, 403, 404, 500],
    ..BASE
};

/// List redemptions of a reward.
///
/// See [Twitch: Get Custom Reward Redemption](https://dev.twitch.tv/docs/api/reference/#get-custom-reward-redemption).
pub const GET_CUSTOM_REWARD_REDEMPTION: Endpoint = Endpoint {
    id: "get_custom_reward_redemption",
    name: "Get Custom Reward Redemption",
    method: Method::Get,
    path: "/channel_points/custom_rewards/redemptions",
    summary: "List redemptions of a reward",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:read:redemptions", "channel:manage:redemptions"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    requires: &[Requirement::SameClientId, Requirement::PartnerOrAffiliate],
    query: &[
        string("broadcaster_id").required(),
        string("reward_id").required(),
        string("status").one_of(&["CANCELED", "FULFILLED", "UNFULFILLED"]),
        string("id").repeated().max_items(50),
        string("sort")
            .one_of(&["OLDEST", "NEWEST"])
            .default(Value::String("OLDEST")),
        string("after").format(Format::Cursor),
        integer("first").between(1, 50).default(Value::Integer(20)),
    ],
    query_rules: &[Rule::AtLeastOne(&["status", "id"])],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("broadcaster_id"),
                    string("broadcaster_login"),
                    string("broadcaster_name"),
                    string("id"),
                    string("user_login").optional_by(Basis::Examples),
                    string("user_id"),
                    string("user_name"),
                    string("user_input").may_be_empty(),
                    string("status").one_of(&["CANCELED", "FULFILLED", "UNFULFILLED"]),
                    date_time("redeemed_at"),
                    object("reward", REDEEMED_REWARD),
                ]),
            ),
            PAGINATION.optional(),
        ],
    ),
    errors: &[400, 401, 403, 404, 500],
    pagination: Some(Pagination::FORWARD),
    doubtful: &["pagination object is missing in the response table"],
    ..BASE
};

/// Change a reward this app created.
///
/// See [Twitch: Update Custom Reward](https://dev.twitch.tv/docs/api/reference/#update-custom-reward).
pub const UPDATE_CUSTOM_REWARD: Endpoint = Endpoint {
    id: "update_custom_reward",
    name: "Update Custom Reward",
    method: Method::Patch,
    path: "/channel_points/custom_rewards",
    summary: "Change a reward this app created",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:redemptions"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    requires: &[Requirement::SameClientId, Requirement::PartnerOrAffiliate],
    query: &[string("broadcaster_id").required(), string("id").required()],
    body: Some(&[
        string("title").max_length(45),
        string("prompt").max_length(200),
        integer("cost").format(Format::Int64).at_least(1),
        string("background_color").pattern("#RRGGBB"),
        boolean("is_enabled"),
        boolean("is_user_input_required"),
        boolean("is_max_per_stream_enabled"),
        integer("max_per_stream").format(Format::Int64).at_least(1),
        boolean("is_max_per_user_per_stream_enabled"),
        integer("max_per_user_per_stream")
            .format(Format::Int64)
            .at_least(1),
        boolean("is_global_cooldown_enabled"),
        integer("global_cooldown_seconds")
            .format(Format::Int64)
            .at_least(1),
        boolean("is_paused"),
        boolean("should_redemptions_skip_request_queue"),
    ]),
    success: Success::json(200, &[array("data", &record(REWARD))]),
    errors: &[400, 401, 403, 404, 500],
    repeat: Repeat::settles("it says how things shall be"),
    ..BASE
};

/// Fulfil or cancel redemptions.
///
/// See [Twitch: Update Redemption Status](https://dev.twitch.tv/docs/api/reference/#update-redemption-status).
pub const UPDATE_REDEMPTION_STATUS: Endpoint = Endpoint {
    id: "update_redemption_status",
    name: "Update Redemption Status",
    method: Method::Patch,
    path: "/channel_points/custom_rewards/redemptions",
    summary: "Fulfil or cancel redemptions",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:redemptions"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    requires: &[Requirement::SameClientId, Requirement::PartnerOrAffiliate],
    query: &[
        string("id").required().repeated().max_items(50),
        string("broadcaster_id").required(),
        string("reward_id").required(),
    ],
    body: Some(&[string("status")
        .required()
        .one_of(&["CANCELED", "FULFILLED"])]),
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("broadcaster_id"),
                string("broadcaster_login"),
                string("broadcaster_name"),
                string("id"),
                string("user_id"),
                string("user_name"),
                string("user_login"),
                object("reward", REDEEMED_REWARD),
                string("user_input").may_be_empty(),
                string("status").one_of(&["CANCELED", "FULFILLED", "UNFULFILLED"]),
                date_time("redeemed_at"),
            ]),
        )],
    ),
    errors: &[400, 401, 403, 404, 500],
    repeat: Repeat::settles("a redemption is settled once: points are not paid back twice"),
    ..BASE
};

/// A custom reward.
const REWARD: &[Field] = &[
    string("broadcaster_id"),
    string("broadcaster_login"),
    string("broadcaster_name"),
    string("id"),
    string("title"),
    string("prompt").may_be_empty(),
    integer("cost").format(Format::Int64),
    object("image", IMAGES).nullable(),
    object("default_image", IMAGES),
    string("background_color").may_be_empty(),
    boolean("is_enabled"),
    boolean("is_user_input_required"),
    object(
        "max_per_stream_setting",
        &[
            boolean("is_enabled"),
            integer("max_per_stream").format(Format::Int64),
        ],
    ),
    object(
        "max_per_user_per_stream_setting",
        &[
            boolean("is_enabled"),
            integer("max_per_user_per_stream").format(Format::Int64),
        ],
    ),
    object(
        "global_cooldown_setting",
        &[
            boolean("is_enabled"),
            integer("global_cooldown_seconds").format(Format::Int64),
        ],
    ),
    boolean("is_paused"),
    boolean("is_in_stock"),
    boolean("should_redemptions_skip_request_queue"),
    integer("redemptions_redeemed_current_stream").nullable(),
    date_time("cooldown_expires_at").nullable(),
];

/// The reward that was redeemed.
const REDEEMED_REWARD: &[Field] = &[
    string("id"),
    string("title"),
    string("prompt").may_be_empty(),
    integer("cost").format(Format::Int64),
];
