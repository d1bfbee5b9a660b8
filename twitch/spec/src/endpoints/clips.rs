//! The table of what Twitch offers under the heading Clips; what several endpoints share stands at the end. Facts only, no behavior.

use crate::model::endpoint::{
    AppTokenGrant, Claim, ENDPOINT, Endpoint, Identity, Method, Pagination, RATE_LIMIT, RateLimit,
    Scopes, Success,
};
use crate::model::field::{
    Field, Format, Value, array, boolean, date_time, integer, number, record, string,
};
use crate::model::repeat::Repeat;
use crate::model::rule::Rule;
use crate::model::token::TokenKind;
use crate::shapes::PAGINATION;

/// The heading of Twitch's reference.
pub const HEADING: &str = "Clips";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[
    CREATE_CLIP,
    CREATE_CLIP_FROM_VOD,
    GET_CLIPS,
    GET_CLIPS_DOWNLOAD,
];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// Clip a live stream.
///
/// See [Twitch: Create Clip](https://dev.twitch.tv/docs/api/reference/#create-clip).
pub const CREATE_CLIP: Endpoint = Endpoint {
    id: "create_clip",
    name: "Create Clip",
    method: Method::Post,
    path: "/clips",
    summary: "Clip a live stream",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["clips:edit"]),
    query: &[
        string("broadcaster_id").required(),
        string("title"),
        number("duration")
            .between(5, 60)
            .in_steps_of(0.1)
            .default(Value::Integer(30)),
    ],
    success: Success::json(202, &[array("data", &record(CREATED_CLIP))]),
    errors: &[400, 401, 403, 404],
    repeat: Repeat::adds("it makes something new"),
    ..BASE
};

/// Clip a VOD.
///
/// See [Twitch: Create Clip From VOD](https://dev.twitch.tv/docs/api/reference/#create-clip-from-vod).
pub const CREATE_CLIP_FROM_VOD: Endpoint = Endpoint {
    id: "create_clip_from_vod",
    name: "Create Clip From VOD",
    method: Method::Post,
    path: "/videos/clips",
    summary: "Clip a VOD",
    scopes: Scopes::any_of(&["editor:manage:clips", "channel:manage:clips"]),
    app_token_grants: &[AppTokenGrant::by(
        "editor",
        "editor_id",
        Scopes::any_of(&["editor:manage:clips", "channel:manage:clips"]),
    )],
    identity: &[Identity::Is(Claim::editor("editor_id"))],
    query: &[
        string("editor_id").required(),
        string("broadcaster_id").required(),
        string("vod_id").required(),
        integer("vod_offset").required().at_least(5),
        number("duration")
            .between(5, 60)
            .in_steps_of(0.1)
            .default(Value::Integer(30)),
        string("title").required(),
    ],
    query_rules: &[Rule::NotLessThan {
        param: "vod_offset",
        other: "duration",
    }],
    success: Success::json(202, &[array("data", &record(CREATED_CLIP))]),
    errors: &[400, 401, 403, 404],
    repeat: Repeat::adds("it makes something new"),
    first_announced: Some("2025-12-19"),
    ga_since: Some("2026-02-05"),
    ..BASE
};

/// List clips.
///
/// See [Twitch: Get Clips](https://dev.twitch.tv/docs/api/reference/#get-clips).
pub const GET_CLIPS: Endpoint = Endpoint {
    id: "get_clips",
    name: "Get Clips",
    method: Method::Get,
    path: "/clips",
    summary: "List clips",
    query: &[
        string("broadcaster_id"),
        string("game_id"),
        string("id").repeated().max_items(100),
        date_time("started_at"),
        date_time("ended_at"),
        integer("first").between(1, 100).default(Value::Integer(20)),
        string("before").format(Format::Cursor),
        string("after").format(Format::Cursor),
        boolean("is_featured"),
    ],
    query_rules: &[Rule::ExactlyOne(&["broadcaster_id", "game_id", "id"])],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("id"),
                    string("url"),
                    string("embed_url"),
                    string("broadcaster_id"),
                    string("broadcaster_name"),
                    string("creator_id"),
                    string("creator_name"),
                    string("video_id").may_be_empty(),
                    string("game_id"),
                    string("language"),
                    string("title"),
                    integer("view_count"),
                    date_time("created_at"),
                    string("thumbnail_url"),
                    number("duration"),
                    integer("vod_offset").nullable(),
                    boolean("is_featured"),
                ]),
            ),
            PAGINATION.optional(),
        ],
    ),
    errors: &[400, 401, 404],
    pagination: Some(Pagination::BOTH_WAYS),
    limits: &[("max_results_over_all_pages_approx", 1_000)],
    ..BASE
};

/// Get clip download links.
///
/// See [Twitch: Get Clips Download](https://dev.twitch.tv/docs/api/reference/#get-clips-download).
pub const GET_CLIPS_DOWNLOAD: Endpoint = Endpoint {
    id: "get_clips_download",
    name: "Get Clips Download",
    method: Method::Get,
    path: "/clips/downloads",
    summary: "Get clip download links",
    scopes: Scopes::any_of(&["editor:manage:clips", "channel:manage:clips"]),
    app_token_grants: &[AppTokenGrant::by(
        "editor",
        "editor_id",
        Scopes::any_of(&["editor:manage:clips", "channel:manage:clips"]),
    )],
    identity: &[Identity::Is(Claim::editor("editor_id"))],
    query: &[
        string("editor_id").required(),
        string("broadcaster_id").required(),
        string("clip_id").required().repeated().max_items(10),
    ],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("clip_id"),
                string("landscape_download_url").nullable(),
                string("portrait_download_url").nullable(),
            ]),
        )],
    ),
    errors: &[400, 401, 403, 500],
    rate_limits: &[RateLimit {
        limit: 100,
        per_seconds: 60,
        scope: "client",
        ..RATE_LIMIT
    }],
    first_announced: Some("2025-09-19"),
    ga_since: Some("2025-10-30"),
    ..BASE
};

/// A clip that is being made.
const CREATED_CLIP: &[Field] = &[string("id"), string("edit_url")];
