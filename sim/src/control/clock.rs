//! `POST /sim/clock`: time is moved ahead by hand, or told wrongly.

use std::time::Duration;

use http::StatusCode;
use serde_json::json;
use types::Timestamp;

use super::console::{Console, Done, Problem};
use crate::duration;
use crate::reply;
use crate::request::Parameters;
use crate::world::Skew;

/// Moves by `advance` (seconds, or `90s`, `5m`, `2h`, `1d`) or to the moment `to`; time never goes back.
///
/// With `skew` (such as `-5m`) the header `Date` tells another time from then on, and nothing else does.
pub(super) fn advance(console: &mut Console<'_>, form: &Parameters) -> Result<Done, Problem> {
    let now = console.stage.world.now;
    let moved_to = match (form.value("advance"), form.value("to")) {
        (Some(text), _) => now.plus(length(text)?),
        (None, Some(text)) => text
            .parse::<Timestamp>()
            .map_err(|error| Problem::new(error.to_string()))?,
        (None, None) => now,
    };
    let mut told = json!({ "now": moved_to.max(now) });
    if let Some(text) = form.value("skew") {
        console.stage.world.skew = match text.strip_prefix('-') {
            Some(text) => Skew::Slow(length(text)?),
            // A plus in a form is a blank.
            None => Skew::Fast(length(text.trim_start_matches(['+', ' ']))?),
        };
        told["skew"] = json!(text);
    }
    Ok(Done {
        reply: reply::json(StatusCode::OK, &told),
        moved_to: Some(moved_to),
    })
}

fn length(text: &str) -> Result<Duration, Problem> {
    duration::parse(text).map_err(Problem::new)
}
