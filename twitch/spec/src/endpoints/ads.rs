//! The table of what Twitch offers under the heading Ads. Facts only, no behavior.

use crate::model::endpoint::{
    AppTokenGrant, Claim, ENDPOINT, Endpoint, Identity, Method, Requirement, Scopes, Success,
};
use crate::model::field::{Alternate, Basis, array, date_time, integer, record, string};
use crate::model::repeat::Repeat;

/// The heading of Twitch's reference.
pub const HEADING: &str = "Ads";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[START_COMMERCIAL, GET_AD_SCHEDULE, SNOOZE_NEXT_AD];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// Run an ad break on a live channel.
///
/// See [Twitch: Start Commercial](https://dev.twitch.tv/docs/api/reference/#start-commercial).
pub const START_COMMERCIAL: Endpoint = Endpoint {
    id: "start_commercial",
    name: "Start Commercial",
    method: Method::Post,
    path: "/channels/commercial",
    summary: "Run an ad break on a live channel",
    scopes: Scopes::any_of(&["channel:edit:commercial"]),
    app_token_grants: &[AppTokenGrant::by(
        "broadcaster",
        "broadcaster_id",
        Scopes::all_of(&["channel:edit:commercial"]),
    )],
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id").in_body())],
    requires: &[Requirement::Live, Requirement::PartnerOrAffiliate],
    body: Some(&[
        string("broadcaster_id").required(),
        integer("length").required().between(1, 180),
    ]),
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                integer("length"),
                string("message").may_be_empty(),
                integer("retry_after"),
            ]),
        )],
    ),
    errors: &[400, 401, 404, 429],
    repeat: Repeat::adds("viewers would see a second ad break"),
    ..BASE
};

/// Read upcoming ad and snooze state.
///
/// See [Twitch: Get Ad Schedule](https://dev.twitch.tv/docs/api/reference/#get-ad-schedule).
pub const GET_AD_SCHEDULE: Endpoint = Endpoint {
    id: "get_ad_schedule",
    name: "Get Ad Schedule",
    method: Method::Get,
    path: "/channels/ads",
    summary: "Read upcoming ad and snooze state",
    scopes: Scopes::any_of(&["channel:read:ads"]),
    app_token_grants: &[AppTokenGrant::by(
        "broadcaster",
        "broadcaster_id",
        Scopes::all_of(&["channel:read:ads"]),
    )],
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[string("broadcaster_id").required()],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                integer("snooze_count").or_as(&[Alternate::NumericString]),
                date_time("snooze_refresh_at")
                    .nullable_by(Basis::Clients)
                    .or_as(&[Alternate::UnixSeconds]),
                date_time("next_ad_at")
                    .nullable_by(Basis::Clients)
                    .may_be_empty()
                    .or_as(&[Alternate::UnixSeconds]),
                integer("duration")
                    .nullable_by(Basis::Clients)
                    .or_as(&[Alternate::NumericString]),
                date_time("last_ad_at")
                    .nullable_by(Basis::Clients)
                    .may_be_empty()
                    .or_as(&[Alternate::UnixSeconds]),
                integer("preroll_free_time")
                    .nullable_by(Basis::Clients)
                    .or_as(&[Alternate::NumericString]),
            ]),
        )],
    ),
    errors: &[400, 500],
    first_announced: Some("2023-10-19"),
    doubtful: &[
        "timestamps: docs say RFC3339 string or empty string; twurple types them as integers; twitch_api accepts null",
        "integers appear quoted in the documented example",
    ],
    ..BASE
};

/// Delay the next scheduled ad.
///
/// See [Twitch: Snooze Next Ad](https://dev.twitch.tv/docs/api/reference/#snooze-next-ad).
pub const SNOOZE_NEXT_AD: Endpoint = Endpoint {
    id: "snooze_next_ad",
    name: "Snooze Next Ad",
    method: Method::Post,
    path: "/channels/ads/schedule/snooze",
    summary: "Delay the next scheduled ad",
    scopes: Scopes::any_of(&["channel:manage:ads"]),
    app_token_grants: &[AppTokenGrant::by(
        "broadcaster",
        "broadcaster_id",
        Scopes::all_of(&["channel:manage:ads"]),
    )],
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[string("broadcaster_id").required()],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                integer("snooze_count").or_as(&[Alternate::NumericString]),
                date_time("snooze_refresh_at")
                    .nullable_by(Basis::Clients)
                    .or_as(&[Alternate::UnixSeconds]),
                date_time("next_ad_at")
                    .nullable_by(Basis::Clients)
                    .or_as(&[Alternate::UnixSeconds]),
            ]),
        )],
    ),
    errors: &[400, 429, 500],
    repeat: Repeat::adds("each call uses up one of the few snoozes"),
    first_announced: Some("2023-10-19"),
    doubtful: &[
        "timestamps: docs say RFC3339 string or empty string; twurple types them as integers; twitch_api accepts null",
        "integers appear quoted in the documented example",
    ],
    ..BASE
};
