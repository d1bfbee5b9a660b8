//! A schedule as iCalendar, for programs that know nothing of Twitch; all times in UTC.

use std::fmt::Write as _;

use http::StatusCode;
use http::header::CONTENT_TYPE;
use types::Timestamp;

use super::plan;
use crate::helix::call::Call;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::category;
use crate::world::schedule::Segment;

/// Get Channel iCalendar: an empty calendar where nothing is planned.
pub(crate) fn get_channel_icalendar(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = plan::owner(world, call)?;
    let user = world.users.get(owner.as_str());
    let name = user.map(|user| user.display_name.as_str());
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "PRODID:-//twitch.tv//StreamSchedule//1.0".to_owned(),
        "VERSION:2.0".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H".to_owned(),
        format!("NAME:{}", escaped(name.unwrap_or_default())),
    ];
    let schedule = world.schedules.get(&owner);
    for segment in schedule.into_iter().flat_map(|schedule| &schedule.segments) {
        lines.extend(event(segment, world.now));
    }
    lines.push("END:VCALENDAR".to_owned());
    let mut text = String::new();
    for line in lines {
        // Writing into a string cannot fail.
        let _ = write!(text, "{line}\r\n");
    }
    let reply = reply::text(StatusCode::OK, text);
    Ok(reply::with_header(reply, CONTENT_TYPE, "text/calendar"))
}

fn event(segment: &Segment, now: Timestamp) -> Vec<String> {
    let ends_at = segment.starts_at.plus(segment.length);
    let category = category::by_id(&segment.category_id).map(|category| category.name);
    let mut lines = vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", segment.id),
        format!("DTSTAMP:{}", date(now)),
        format!("DTSTART:{}", date(segment.starts_at)),
        format!("DTEND:{}", date(ends_at)),
    ];
    if segment.is_recurring {
        lines.push("RRULE:FREQ=WEEKLY".to_owned());
    }
    lines.push(format!("SUMMARY:{}", escaped(&segment.title)));
    if let Some(category) = category {
        lines.push(format!("DESCRIPTION:{}.", escaped(category)));
        lines.push(format!("CATEGORIES:{}", escaped(category)));
    }
    lines.push("END:VEVENT".to_owned());
    lines
}

/// `20210701T140000Z`, without fractions of a second.
fn date(moment: Timestamp) -> String {
    let millis = moment.as_unix_millis();
    let whole = Timestamp::from_unix_millis(millis - millis.rem_euclid(1_000));
    whole.to_string().replace(['-', ':'], "")
}

/// Text in which nothing ends a value or a line.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace(['\r', '\n'], " ")
}
