//! What an operator may tune; every value has a default that a channel can live with.

use std::time::Duration;

/// The engine's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// How long an answer may take before chat is told that it does not come.
    pub answer_deadline: Duration,
    /// How long a new command rests for everybody.
    pub cooldown: Duration,
    /// How long a new command rests for the person who used it.
    pub user_cooldown: Duration,
    /// When the bot stops answering because it seems to talk to another program.
    pub loops: LoopLimits,
}

/// How much is answered before it looks like two programs talking to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoopLimits {
    /// So many answers in a channel within `channel_window` are the last ones for the length of `pause`.
    pub channel_answers: u32,
    /// See `channel_answers`.
    pub channel_window: Duration,
    /// So many answers to one person within `person_window` are the last ones for the length of `pause`.
    ///
    /// The broadcaster is exempt: whoever sets up a channel types many commands in a row.
    pub person_answers: u32,
    /// See `person_answers`.
    pub person_window: Duration,
    /// How long the bot does not answer then.
    pub pause: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            answer_deadline: Duration::from_secs(8),
            cooldown: Duration::from_secs(5),
            user_cooldown: Duration::from_secs(15),
            loops: LoopLimits::default(),
        }
    }
}

impl Default for LoopLimits {
    fn default() -> Self {
        Self {
            channel_answers: 20,
            channel_window: Duration::from_secs(10),
            person_answers: 10,
            person_window: Duration::from_secs(60),
            pause: Duration::from_secs(60),
        }
    }
}
