//! How a running bot says from second to second how it is, so that others can ask without talking to it: a small file in the data folder.
//! What is to be done about it is the business of whoever asks.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use types::Timestamp;

/// How a bot is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    /// Chat has answered our PING not long ago.
    Up,
    /// Chat takes long to answer.
    Slow,
    /// Chat answers, but the bot is in none of its channels.
    Away,
    /// There is no connection to chat that has proven itself.
    Down,
    /// The bot does not go its rounds.
    Stalled,
}

/// What a bot wrote about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Report {
    /// How it was.
    pub state: State,
    /// When it wrote this, in milliseconds since 1970.
    pub written_at: i64,
    /// The number of its process.
    pub process: u32,
    /// How long before that chat had answered last.
    pub proven_ms_ago: Option<u64>,
    /// How long before that anything had come from chat.
    pub last_event_ms_ago: Option<u64>,
    /// How long the last answer of chat took.
    pub round_trip_ms: Option<u64>,
    /// In how many channels it is.
    #[serde(default)]
    pub joined: usize,
    /// In how many it is meant to be.
    #[serde(default)]
    pub wanted: usize,
    /// Why it is away, if Twitch has said so.
    #[serde(default)]
    pub happened: Option<String>,
    /// How many tasks broke down and were started again.
    pub restarts: u64,
}

/// What somebody who asks is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Nobody has written anything, or the last bot ended as it was meant to.
    NoBot,
    /// Whoever wrote this has fallen silent since.
    Silent {
        /// For how long; unknown if the clock was set back.
        since: Option<Duration>,
    },
    /// The bot has just said so.
    Said(Report),
}

impl State {
    /// In one word, as it is told to scripts.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Slow => "slow",
            Self::Away => "away",
            Self::Down => "down",
            Self::Stalled => "stalled",
        }
    }

    /// Whether the bot serves, if perhaps slowly.
    pub(crate) const fn serves(self) -> bool {
        matches!(self, Self::Up | Self::Slow)
    }

    /// What it means.
    pub(crate) const fn meaning(self) -> &'static str {
        match self {
            Self::Up => "chat answers",
            Self::Slow => "chat takes long to answer",
            Self::Away => "the bot is in none of its channels",
            Self::Down => "chat does not answer",
            Self::Stalled => "the bot does not go its rounds",
        }
    }
}

impl Report {
    /// How the bot is, and why, as far as that is known.
    pub(crate) fn words(&self) -> String {
        let meaning = self.state.meaning();
        match &self.happened {
            Some(happened) => format!("{meaning}: {happened}"),
            None => meaning.to_owned(),
        }
    }
}

/// The file of the bot that keeps its data there.
pub(crate) fn file(data_dir: &Path) -> PathBuf {
    data_dir.join("health.json")
}

/// Puts a report in the place of the last one, whole or not at all.
///
/// # Errors
/// If the folder cannot be written to.
pub(crate) fn write(file: &Path, report: &Report) -> io::Result<()> {
    let folder = file.parent().unwrap_or_else(|| Path::new("."));
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    serde_json::to_writer(&mut new, report)?;
    // Not synchronized: after the end of the system there is no bot either.
    new.persist(file).map_err(|error| error.error)?;
    Ok(())
}

/// Takes the report away, because the bot ends.
pub(crate) fn remove(file: &Path) {
    if let Err(error) = std::fs::remove_file(file)
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(%error, file = %file.display(), "cannot take the word on the bot's health away");
    }
}

/// What the bot says now.
///
/// # Errors
/// If there is a report that cannot be read.
pub(crate) fn ask(file: &Path, now: Timestamp) -> io::Result<Answer> {
    let text = match std::fs::read(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Answer::NoBot),
        Err(error) => return Err(error),
    };
    Ok(judge(serde_json::from_slice(&text)?, now))
}

fn judge(report: Report, now: Timestamp) -> Answer {
    let age = now.as_unix_millis() - report.written_at;
    match u64::try_from(age).map(Duration::from_millis) {
        Ok(age) if age <= FRESH => Answer::Said(report),
        Ok(age) => Answer::Silent { since: Some(age) },
        // Written in what is the future by now: the clock was set back, and the next report is due in seconds.
        Err(_) if age >= -SKEW_MS => Answer::Said(report),
        Err(_) => Answer::Silent { since: None },
    }
}

/// What is older than this says nothing about now; the bot writes three times in it.
const FRESH: Duration = Duration::from_secs(30);

const SKEW_MS: i64 = 2_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn report(written_at: i64) -> Report {
        Report {
            state: State::Up,
            written_at,
            process: 7,
            proven_ms_ago: Some(1),
            last_event_ms_ago: None,
            round_trip_ms: Some(2),
            joined: 1,
            wanted: 2,
            happened: None,
            restarts: 0,
        }
    }

    #[test]
    fn o03_a_bot_that_has_fallen_silent_is_not_believed_to_be_well() {
        let now = Timestamp::from_unix_millis(1_000_000);
        for (written_at, expected) in [
            (1_000_000, Answer::Said(report(1_000_000))),
            (971_000, Answer::Said(report(971_000))),
            (1_001_000, Answer::Said(report(1_001_000))),
            (
                900_000,
                Answer::Silent {
                    since: Some(Duration::from_secs(100)),
                },
            ),
            (2_000_000, Answer::Silent { since: None }),
        ] {
            assert_eq!(judge(report(written_at), now), expected, "{written_at}");
        }
    }

    #[test]
    fn o03_what_was_written_is_read_and_what_was_taken_away_is_not() {
        let folder = tempfile::tempdir().expect("temporary folders can be made");
        let file = file(folder.path());
        let now = Timestamp::from_unix_millis(1_000_000);
        assert_eq!(ask(&file, now).expect("nothing is no error"), Answer::NoBot);
        for written_at in [999_000, 1_000_000] {
            write(&file, &report(written_at)).expect("the folder is ours");
            let answer = ask(&file, now).expect("it was just written");
            assert_eq!(answer, Answer::Said(report(written_at)));
        }
        remove(&file);
        assert_eq!(ask(&file, now).expect("nothing is no error"), Answer::NoBot);
        std::fs::write(&file, "{").expect("the folder is ours");
        assert!(ask(&file, now).is_err(), "half a report is none");
    }
}
