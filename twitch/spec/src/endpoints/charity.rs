//! The table of what Twitch offers under the heading Charity. Facts only, no behavior.

use crate::model::endpoint::{
    Claim, ENDPOINT, Endpoint, Identity, Method, Pagination, Requirement, Scopes, Success,
};
use crate::model::field::{Format, Value, array, integer, object, record, string};
use crate::model::token::TokenKind;
use crate::shapes::{AMOUNT, PAGINATION};

/// The heading of Twitch's reference.
pub const HEADING: &str = "Charity";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[GET_CHARITY_CAMPAIGN, GET_CHARITY_CAMPAIGN_DONATIONS];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// Read the running charity campaign.
///
/// See [Twitch: Get Charity Campaign](https://dev.twitch.tv/docs/api/reference/#get-charity-campaign).
pub const GET_CHARITY_CAMPAIGN: Endpoint = Endpoint {
    id: "get_charity_campaign",
    name: "Get Charity Campaign",
    method: Method::Get,
    path: "/charity/campaigns",
    summary: "Read the running charity campaign",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:read:charity"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    requires: &[Requirement::PartnerOrAffiliate],
    query: &[string("broadcaster_id").required()],
    success: Success::json(
        200,
        &[array(
            "data",
            &record(&[
                string("id"),
                string("broadcaster_id"),
                string("broadcaster_login"),
                string("broadcaster_name"),
                string("charity_name"),
                string("charity_description"),
                string("charity_logo"),
                string("charity_website"),
                object("current_amount", AMOUNT),
                object("target_amount", AMOUNT).nullable(),
            ]),
        )],
    ),
    errors: &[400, 401, 403],
    ..BASE
};

/// List charity donations.
///
/// See [Twitch: Get Charity Campaign Donations](https://dev.twitch.tv/docs/api/reference/#get-charity-campaign-donations).
pub const GET_CHARITY_CAMPAIGN_DONATIONS: Endpoint = Endpoint {
    id: "get_charity_campaign_donations",
    name: "Get Charity Campaign Donations",
    method: Method::Get,
    path: "/charity/donations",
    summary: "List charity donations",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:read:charity"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    requires: &[Requirement::PartnerOrAffiliate],
    query: &[
        string("broadcaster_id").required(),
        integer("first").between(1, 100).default(Value::Integer(20)),
        string("after").format(Format::Cursor),
    ],
    success: Success::json(
        200,
        &[
            array(
                "data",
                &record(&[
                    string("id"),
                    string("campaign_id"),
                    string("user_id"),
                    string("user_login"),
                    string("user_name"),
                    object("amount", AMOUNT),
                ]),
            ),
            PAGINATION.optional(),
        ],
    ),
    errors: &[400, 401, 403],
    pagination: Some(Pagination::FORWARD),
    ..BASE
};
