//! `!uptime`: how long the stream has been live. It asks, because only Twitch knows.

use std::time::Duration;

use types::Timestamp;

use crate::builtin::{Builtin, Plan, Scene};
use crate::level::Level;
use crate::phrase;

pub(super) const UPTIME: Builtin = Builtin {
    words: &["uptime"],
    subwords: &[],
    usage: "",
    help: "Tells how long the stream has been live.",
    level: Level::Viewer,
    cooldown: Duration::from_secs(5),
    user_cooldown: Duration::from_secs(15),
    run: |scene: &Scene<'_>| {
        Ok(Plan::TellUptime {
            asked_at: scene.line.sent_at,
        })
    },
};

/// The answer, counted at the moment of the question, which Twitch's own clock told like the start.
pub(crate) fn tell(started_at: Option<Timestamp>, asked_at: Timestamp) -> String {
    match started_at {
        Some(started_at) => {
            format!("Live for {}.", phrase::duration(asked_at.since(started_at)))
        }
        None => "The stream is offline.".to_owned(),
    }
}
