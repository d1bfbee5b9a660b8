//! The table of what Twitch offers under the heading Teams. Facts only, no behavior.

use crate::model::endpoint::{ENDPOINT, Endpoint, Method, Success};
use crate::model::field::{Basis, array, date_time, record, string};
use crate::model::rule::Rule;
use crate::shapes::USER;

/// The heading of Twitch's reference.
pub const HEADING: &str = "Teams";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[GET_CHANNEL_TEAMS, GET_TEAMS];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// List a channel's teams.
///
/// See [Twitch: Get Channel Teams](https://dev.twitch.tv/docs/api/reference/#get-channel-teams).
pub const GET_CHANNEL_TEAMS: Endpoint = Endpoint {
    id: "get_channel_teams",
    name: "Get Channel Teams",
    method: Method::Get,
    path: "/teams/channel",
    summary: "List a channel's teams",
    query: &[string("broadcaster_id").required()],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("broadcaster_id"),
                string("broadcaster_login"),
                string("broadcaster_name"),
                string("background_image_url").nullable_by(Basis::Examples),
                string("banner").nullable_by(Basis::Examples),
                date_time("created_at"),
                date_time("updated_at"),
                string("info"),
                string("thumbnail_url").nullable_by(Basis::Clients),
                string("team_name"),
                string("team_display_name"),
                string("id"),
            ]),
        )
        .nullable_by(Basis::Clients)],
    ),
    errors: &[400, 401, 404],
    ..BASE
};

/// Read a team.
///
/// See [Twitch: Get Teams](https://dev.twitch.tv/docs/api/reference/#get-teams).
pub const GET_TEAMS: Endpoint = Endpoint {
    id: "get_teams",
    name: "Get Teams",
    method: Method::Get,
    path: "/teams",
    summary: "Read a team",
    query: &[string("name"), string("id")],
    query_rules: &[Rule::ExactlyOne(&["name", "id"])],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                array("users", &record(USER)),
                string("background_image_url").nullable_by(Basis::Examples),
                string("banner").nullable_by(Basis::Examples),
                date_time("created_at"),
                date_time("updated_at"),
                string("info"),
                string("thumbnail_url").nullable_by(Basis::Clients),
                string("team_name"),
                string("team_display_name"),
                string("id"),
            ]),
        )],
    ),
    errors: &[400, 401, 404],
    ..BASE
};
