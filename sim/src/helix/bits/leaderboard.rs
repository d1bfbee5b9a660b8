//! Who cheered most, in the channel of the token's owner. Days begin at midnight of the Pacific coast in winter, as Twitch counts them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use http::StatusCode;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, ToSpan};
use serde_json::{Value, json};
use types::{Timestamp, UserId};

use crate::helix::call::Call;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;

/// Get Bits Leaderboard: the best of a period, or those around one person.
pub(super) fn get_bits_leaderboard(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let period = call.query.value("period").unwrap_or("all");
    let started_at = call.query.value("started_at");
    let moment = match started_at.map(str::parse::<Timestamp>) {
        Some(Ok(moment)) => moment,
        Some(Err(error)) => return Err(Refusal::malformed("started_at", error)),
        None => world.now,
    };
    let range = range(period, moment);
    let scores = scores(world, call, range);
    let count = call
        .query
        .value("count")
        .and_then(|count| count.parse().ok());
    let count: usize = count.unwrap_or(USUAL_COUNT);
    let first = match call.query.value("user_id") {
        // The person asked for stands in the middle, as far as there are others above.
        Some(user) => match scores.iter().position(|(other, _)| other.as_str() == user) {
            Some(position) => position.saturating_sub(count / 2),
            None => scores.len(),
        },
        None => 0,
    };
    let data: Vec<Value> = scores
        .iter()
        .enumerate()
        .skip(first)
        .take(count)
        .filter_map(|(position, (user, score))| {
            let user = world.users.get(user.as_str())?;
            Some(json!({
                "user_id": user.id,
                "user_login": user.login,
                "user_name": user.display_name,
                "rank": position + 1,
                "score": score,
            }))
        })
        .collect();
    let text = |at: Option<Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
    let body = json!({
        "total": data.len(),
        "data": data,
        "date_range": {
            "started_at": text(range.map(|(start, _)| start)),
            "ended_at": text(range.map(|(_, end)| end)),
        },
    });
    Ok(reply::json(StatusCode::OK, &body))
}

/// Everybody who cheered in that time, the best first.
fn scores<'a>(
    world: &'a World,
    call: &Call<'_>,
    range: Option<(Timestamp, Timestamp)>,
) -> Vec<(&'a UserId, u64)> {
    let owner = call.caller.user.as_ref();
    let community = owner.and_then(|owner| world.communities.get(owner));
    let mut scores: BTreeMap<&UserId, u64> = BTreeMap::new();
    for cheer in community
        .into_iter()
        .flat_map(|community| &community.cheers)
    {
        let counts = range.is_none_or(|(start, end)| start <= cheer.at && cheer.at < end);
        if counts {
            *scores.entry(&cheer.user).or_default() += cheer.bits;
        }
    }
    let mut scores: Vec<(&UserId, u64)> = scores.into_iter().collect();
    scores.sort_by_key(|(_, score)| Reverse(*score));
    scores
}

/// The period that a moment lies in; none for all time.
fn range(period: &str, moment: Timestamp) -> Option<(Timestamp, Timestamp)> {
    let zone = TimeZone::fixed(Offset::constant(PACIFIC_HOURS));
    let moment = jiff::Timestamp::from_millisecond(moment.as_unix_millis()).ok()?;
    let today = moment.to_zoned(zone.clone()).date();
    let (start, length): (Date, Span) = match period {
        "day" => (today, 1.day()),
        "week" => {
            let days = today.weekday().to_monday_zero_offset();
            (today.checked_sub(days.days()).ok()?, 1.week())
        }
        "month" => (today.first_of_month(), 1.month()),
        "year" => (today.first_of_year(), 1.year()),
        _ => return None,
    };
    let midnight = |date: Date| {
        let moment = date.to_zoned(zone.clone()).ok()?.timestamp();
        Some(Timestamp::from_unix_millis(moment.as_millisecond()))
    };
    Some((midnight(start)?, midnight(start.checked_add(length).ok()?)?))
}

const PACIFIC_HOURS: i8 = -8;
const USUAL_COUNT: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_begin_at_midnight_of_the_coast_and_weeks_on_monday() {
        let moment = "2018-02-08T06:30:00Z".parse().unwrap();
        for (period, start, end) in [
            ("day", "2018-02-07T08:00:00Z", "2018-02-08T08:00:00Z"),
            ("week", "2018-02-05T08:00:00Z", "2018-02-12T08:00:00Z"),
            ("month", "2018-02-01T08:00:00Z", "2018-03-01T08:00:00Z"),
            ("year", "2018-01-01T08:00:00Z", "2019-01-01T08:00:00Z"),
        ] {
            let expected = (start.parse().unwrap(), end.parse().unwrap());
            assert_eq!(range(period, moment), Some(expected), "{period}");
        }
        assert_eq!(range("all", moment), None);
    }
}
