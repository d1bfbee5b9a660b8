//! The table of what Twitch offers under the heading Schedule; what several endpoints share stands at the end. Facts only, no behavior.

use crate::model::endpoint::{
    Body, Claim, ENDPOINT, Endpoint, Identity, Method, Pagination, Scopes, Success,
};
use crate::model::field::{
    Basis, Field, Format, Value, array, boolean, date_time, integer, object, record, string,
};
use crate::model::repeat::Repeat;
use crate::model::rule::Rule;
use crate::model::token::TokenKind;
use crate::shapes::PAGINATION;

/// The heading of Twitch's reference.
pub const HEADING: &str = "Schedule";

/// Every endpoint under it, in the order of the reference.
pub const ALL: &[Endpoint] = &[
    GET_CHANNEL_STREAM_SCHEDULE,
    GET_CHANNEL_ICALENDAR,
    UPDATE_CHANNEL_STREAM_SCHEDULE,
    CREATE_CHANNEL_STREAM_SCHEDULE_SEGMENT,
    UPDATE_CHANNEL_STREAM_SCHEDULE_SEGMENT,
    DELETE_CHANNEL_STREAM_SCHEDULE_SEGMENT,
];

const BASE: Endpoint = Endpoint {
    heading: HEADING,
    ..ENDPOINT
};

/// Read the stream schedule.
///
/// See [Twitch: Get Channel Stream Schedule](https://dev.twitch.tv/docs/api/reference/#get-channel-stream-schedule).
pub const GET_CHANNEL_STREAM_SCHEDULE: Endpoint = Endpoint {
    id: "get_channel_stream_schedule",
    name: "Get Channel Stream Schedule",
    method: Method::Get,
    path: "/schedule",
    summary: "Read the stream schedule",
    query: &[
        string("broadcaster_id").required(),
        string("id").repeated().max_items(100),
        date_time("start_time"),
        string("utc_offset").deprecated(),
        integer("first").between(1, 25).default(Value::Integer(20)),
        string("after").format(Format::Cursor),
    ],
    success: Success::json(200, &[object("data", SCHEDULE), PAGINATION.optional()]),
    errors: &[400, 401, 403, 404],
    pagination: Some(Pagination {
        alternate_path: Some("data.pagination.cursor"),
        ..Pagination::FORWARD
    }),
    doubtful: &["table nests pagination in data; example and clients have it at top level"],
    ..BASE
};

/// Read the schedule as iCalendar.
///
/// See [Twitch: Get Channel iCalendar](https://dev.twitch.tv/docs/api/reference/#get-channel-icalendar).
pub const GET_CHANNEL_ICALENDAR: Endpoint = Endpoint {
    id: "get_channel_icalendar",
    name: "Get Channel iCalendar",
    method: Method::Get,
    path: "/schedule/icalendar",
    summary: "Read the schedule as iCalendar",
    tokens: &[TokenKind::None],
    query: &[string("broadcaster_id").required()],
    success: Success {
        status: 200,
        body: Body::Other("text/calendar"),
    },
    errors: &[400],
    ..BASE
};

/// Set schedule vacation.
///
/// See [Twitch: Update Channel Stream Schedule](https://dev.twitch.tv/docs/api/reference/#update-channel-stream-schedule).
pub const UPDATE_CHANNEL_STREAM_SCHEDULE: Endpoint = Endpoint {
    id: "update_channel_stream_schedule",
    name: "Update Channel Stream Schedule",
    method: Method::Patch,
    path: "/schedule/settings",
    summary: "Set schedule vacation",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:schedule"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[
        string("broadcaster_id").required(),
        boolean("is_vacation_enabled"),
        date_time("vacation_start_time"),
        date_time("vacation_end_time"),
        string("timezone").format(Format::IanaTimezone),
    ],
    query_rules: &[Rule::RequiredIf {
        params: &["vacation_start_time", "vacation_end_time", "timezone"],
        field: "is_vacation_enabled",
        is: &[Value::Boolean(true)],
    }],
    success: Success::empty(204),
    errors: &[400, 401, 404],
    repeat: Repeat::settles("it says how things shall be"),
    ..BASE
};

/// Add a schedule segment.
///
/// See [Twitch: Create Channel Stream Schedule Segment](https://dev.twitch.tv/docs/api/reference/#create-channel-stream-schedule-segment).
pub const CREATE_CHANNEL_STREAM_SCHEDULE_SEGMENT: Endpoint = Endpoint {
    id: "create_channel_stream_schedule_segment",
    name: "Create Channel Stream Schedule Segment",
    method: Method::Post,
    path: "/schedule/segment",
    summary: "Add a schedule segment",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:schedule"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[string("broadcaster_id").required()],
    body: Some(&[
        date_time("start_time").required(),
        string("timezone").required().format(Format::IanaTimezone),
        string("duration")
            .required()
            .format(Format::NumericString)
            .between(30, 1_380),
        boolean("is_recurring"),
        string("category_id"),
        string("title").max_length(140),
    ]),
    success: Success::json(200, &[object("data", SCHEDULE)]),
    errors: &[400, 401, 403],
    repeat: Repeat::adds("it makes something new"),
    doubtful: &["duration is a string of minutes"],
    ..BASE
};

/// Change a schedule segment.
///
/// See [Twitch: Update Channel Stream Schedule Segment](https://dev.twitch.tv/docs/api/reference/#update-channel-stream-schedule-segment).
pub const UPDATE_CHANNEL_STREAM_SCHEDULE_SEGMENT: Endpoint = Endpoint {
    id: "update_channel_stream_schedule_segment",
    name: "Update Channel Stream Schedule Segment",
    method: Method::Patch,
    path: "/schedule/segment",
    summary: "Change a schedule segment",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:schedule"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[string("broadcaster_id").required(), string("id").required()],
    body: Some(&[
        date_time("start_time"),
        string("duration")
            .format(Format::NumericString)
            .between(30, 1_380),
        string("category_id"),
        string("title").max_length(140),
        boolean("is_canceled"),
        string("timezone").format(Format::IanaTimezone),
    ]),
    success: Success::json(200, &[object("data", SCHEDULE)]),
    errors: &[400, 401, 404],
    repeat: Repeat::settles("it says how things shall be"),
    doubtful: &["duration is a string of minutes"],
    ..BASE
};

/// Remove a schedule segment.
///
/// See [Twitch: Delete Channel Stream Schedule Segment](https://dev.twitch.tv/docs/api/reference/#delete-channel-stream-schedule-segment).
pub const DELETE_CHANNEL_STREAM_SCHEDULE_SEGMENT: Endpoint = Endpoint {
    id: "delete_channel_stream_schedule_segment",
    name: "Delete Channel Stream Schedule Segment",
    method: Method::Delete,
    path: "/schedule/segment",
    summary: "Remove a schedule segment",
    tokens: &[TokenKind::User],
    scopes: Scopes::any_of(&["channel:manage:schedule"]),
    identity: &[Identity::Is(Claim::broadcaster("broadcaster_id"))],
    query: &[string("broadcaster_id").required(), string("id").required()],
    success: Success::empty(204),
    errors: &[400, 401],
    repeat: Repeat::settles("what is gone stays gone"),
    ..BASE
};

/// The schedule of a channel.
const SCHEDULE: &[Field] = &[
    array(
        "segments",
        &record(&[
            string("id"),
            date_time("start_time"),
            date_time("end_time").nullable_by(Basis::Clients),
            string("title"),
            date_time("canceled_until").nullable(),
            object("category", &[string("id"), string("name")]).nullable(),
            boolean("is_recurring"),
        ]),
    )
    .nullable_by(Basis::Clients),
    string("broadcaster_id"),
    string("broadcaster_name"),
    string("broadcaster_login"),
    object(
        "vacation",
        &[date_time("start_time"), date_time("end_time")],
    )
    .nullable(),
];
