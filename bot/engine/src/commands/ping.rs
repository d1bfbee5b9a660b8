//! `!ping`: shows that the bot is there, and for how long.

use std::time::Duration;

use crate::builtin::{Builtin, Plan, Scene};
use crate::level::Level;
use crate::phrase;

pub(super) const PING: Builtin = Builtin {
    words: &["ping"],
    subwords: &[],
    usage: "",
    help: "Shows that I am here, and since when.",
    level: Level::Viewer,
    cooldown: Duration::from_secs(5),
    user_cooldown: Duration::from_secs(15),
    run: |scene: &Scene<'_>| {
        let here_for = scene.now.saturating_duration_since(scene.started);
        Ok(Plan::Reply(format!(
            "Pong! I have been here for {}.",
            phrase::duration(here_for)
        )))
    },
};
