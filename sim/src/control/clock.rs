//! `POST /sim/clock`: time is moved ahead by hand.

use std::time::Duration;

use http::StatusCode;
use serde_json::json;
use types::Timestamp;

use super::console::{Console, Done, Problem};
use crate::reply;
use crate::request::Parameters;

/// Moves by `advance` (seconds, or `90s`, `5m`, `2h`, `1d`) or to the moment `to`; time never goes back.
pub(super) fn advance(console: &Console<'_>, form: &Parameters) -> Result<Done, Problem> {
    let now = console.stage.world.now;
    let moved_to = match (form.value("advance"), form.value("to")) {
        (Some(text), _) => now.plus(duration(text)?),
        (None, Some(text)) => text
            .parse::<Timestamp>()
            .map_err(|error| Problem::new(error.to_string()))?,
        (None, None) => now,
    };
    Ok(Done {
        reply: reply::json(StatusCode::OK, &json!({ "now": moved_to.max(now) })),
        moved_to: Some(moved_to),
    })
}

fn duration(text: &str) -> Result<Duration, Problem> {
    let digits = text.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let seconds = match text.strip_prefix(digits) {
        Some("" | "s") => 1,
        Some("m") => 60,
        Some("h") => 3_600,
        Some("d") => 86_400,
        _ => 0,
    };
    match digits.parse::<u32>() {
        Ok(number) if seconds > 0 => Ok(Duration::from_secs(u64::from(number) * seconds)),
        _ => Err(Problem::new(format!(
            "{text:?} is no duration; write seconds, or 90s, 5m, 2h, 1d"
        ))),
    }
}
