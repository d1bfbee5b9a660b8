//! What the commands of polls and predictions have in common: showing one once, and the moment of an answer.

use std::time::Duration;

use http::HeaderMap;
use types::Timestamp;

use crate::clock;
use crate::command::output;
use crate::failure::{Failure, Status};
use crate::screen::visible::visible;
use crate::short_forms::board;
use crate::short_forms::errand::Errand;
use crate::short_forms::watch::Seen;

/// Shows once how it stands.
pub(super) fn show(errand: &Errand<'_>, seen: &Seen) {
    let tally = &seen.tally;
    if errand.is_json {
        return output::line(&tally.to_json().to_string());
    }
    for line in board::still(tally, seen.at) {
        output::line(&line);
    }
    output::line(&visible(&tally.result()));
}

/// The time of Twitch's clock, or of this machine's if the answer does not tell.
pub(super) fn moment(headers: &HeaderMap) -> Timestamp {
    let date = headers.get(http::header::DATE);
    let date = date.and_then(|date| date.to_str().ok());
    let parsed = date.and_then(|date| httpdate::parse_http_date(date).ok());
    let since = parsed.and_then(|date| date.duration_since(std::time::UNIX_EPOCH).ok());
    let millis = since.and_then(|since| i64::try_from(since.as_millis()).ok());
    millis.map_or_else(clock::now, Timestamp::from_unix_millis)
}

/// A length of time as the calls take it. What was typed is far below the largest number.
pub(super) fn seconds(length: Duration) -> i64 {
    i64::try_from(length.as_secs()).unwrap_or(i64::MAX)
}

/// A sentence with a title of strangers in it, for a message about a failure.
pub(super) fn harmless(sentence: &str) -> String {
    visible(sentence).into_owned()
}

/// Twitch did it, and did not say what.
pub(super) fn unnamed(what: &str) -> Failure {
    Failure::new(
        Status::Failed,
        format!("Twitch accepted the {what}, but did not tell which one it is"),
    )
    .advice(format!("look at it with `streamhand {what} show`"))
}
