//! Scripted viewers: seeded people who chat in virtual time, or a corpus of real lines said again. They come by no door that a client could use.

pub(crate) mod corpus;
mod crowd;
mod pace;
mod pastime;
mod phrases;
mod script;
#[cfg(test)]
mod tests;

use std::time::Duration;

use rand::SeedableRng;
use rand_chacha::ChaCha12Rng;
use types::{Timestamp, UserId};

use crate::chat::Stage;
use crate::chat::line::{Line, Needs};
use crate::chat::room::Remembered;
use corpus::Corpus;
use crowd::Crowd;
use pace::Pace;
use pastime::Pastime;
use script::Script;

/// Everybody who chats in the broadcaster's channel by script.
#[derive(Debug)]
pub struct Viewers {
    seed: u64,
    pace: Pace,
    /// What is said; nothing before the first moment, because only then the people are known.
    act: Option<Act>,
    corpus: Option<Corpus>,
}

/// What is played, and by whom.
#[derive(Debug)]
struct Act {
    channel: UserId,
    crowd: Crowd,
    script: Script,
    pastime: Pastime,
    replay: Option<Replay>,
}

/// How far a corpus has been said.
#[derive(Debug)]
struct Replay {
    corpus: Corpus,
    position: usize,
    round: Round,
    random: ChaCha12Rng,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Round {
    /// Messages keep their ids.
    First,
    /// Messages get new ids, because clients rightly drop what they have seen.
    Again,
}

impl Viewers {
    /// People who make up their words, so many lines a second; one seed always gives the same words.
    pub fn scripted(seed: u64, lines_per_second: f64) -> Self {
        Self {
            seed,
            pace: Pace::new(lines_per_second, seed),
            act: None,
            corpus: None,
        }
    }

    /// A corpus that is said over and over, so many lines a second, with a command of a viewer now and then.
    pub fn replaying(corpus: Corpus, seed: u64, lines_per_second: f64) -> Self {
        Self {
            corpus: (!corpus.is_empty()).then_some(corpus),
            ..Self::scripted(seed, lines_per_second)
        }
    }

    /// When the next of them speaks.
    pub(crate) fn next_at(&self) -> Option<Timestamp> {
        // Before the first moment it is due at once, whenever that is.
        Some(self.pace.next_at().unwrap_or_default())
    }

    /// Lets those speak whose moment has come.
    pub(crate) fn tick(&mut self, stage: &mut Stage<'_>) {
        let now = stage.world.now;
        self.pace.begin(now);
        let act = self.act.get_or_insert_with(|| {
            let act = Act::new(stage, self.seed, self.corpus.take());
            act.crowd.arrive(stage, &act.channel);
            act
        });
        act.pastime.tick(stage, &act.crowd);
        // Faster than the slowest reader reads would only fill the memory, and then cost the reader its connection.
        if stage.chat.outboxes.longest_backlog() > LARGEST_BACKLOG {
            self.pace.postpone(now.plus(BREATH));
            return;
        }
        while self.pace.take(now) {
            act.play(stage);
        }
    }
}

impl Act {
    fn new(stage: &Stage<'_>, seed: u64, corpus: Option<Corpus>) -> Self {
        let mut random = ChaCha12Rng::seed_from_u64(seed ^ CROWD_SEED);
        let channel = stage.world.cast.broadcaster.clone();
        let crowd = Crowd::new(stage.world, &channel, &mut random);
        let replay = corpus.map(|corpus| Replay {
            corpus,
            position: 0,
            round: Round::First,
            random: ChaCha12Rng::seed_from_u64(seed ^ REPLAY_SEED),
        });
        Self {
            script: Script::new(random, stage.world.now),
            pastime: Pastime::new(stage.world.now, seed),
            channel,
            crowd,
            replay,
        }
    }

    /// One line.
    fn play(&mut self, stage: &mut Stage<'_>) {
        let Some(replay) = &mut self.replay else {
            let deed = self.script.next(stage, &self.crowd);
            self.script.perform(stage, deed);
            return;
        };
        if let Some(deed) = self.script.next_command(stage, &self.crowd) {
            self.script.perform(stage, deed);
        } else {
            replay.play(stage, &self.channel);
        }
    }
}

impl Replay {
    fn play(&mut self, stage: &mut Stage<'_>, channel: &UserId) {
        if self.position == self.corpus.len() {
            self.position = 0;
            self.round = Round::Again;
        }
        let Some(owner) = stage.world.users.get(channel.as_str()) else {
            return;
        };
        let random = (self.round == Round::Again).then_some(&mut self.random);
        let spoken = self.corpus.speak(self.position, owner, random);
        self.position += 1;
        let needs = if spoken.is_message {
            Needs::Nothing
        } else {
            Needs::Commands
        };
        let line = Line::from_parts(spoken.bytes, spoken.bare_from, needs);
        let message = spoken.message.map(|(id, author, text)| Remembered {
            id,
            author,
            text,
            at: stage.world.now,
            root: None,
        });
        stage.chat.relay(channel, &line, message);
    }
}

/// How much may wait for the slowest reader before the viewers pause.
const LARGEST_BACKLOG: usize = 4 << 20;
const BREATH: Duration = Duration::from_millis(5);
// Different draws for different things, so that one does not change with the other.
const CROWD_SEED: u64 = 0x6372_6F77;
const REPLAY_SEED: u64 = 0x7265_706C;
