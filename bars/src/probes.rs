//! Commands that a measurement gives the bot, each with a number that comes back in the answer, and what became of each.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::listener::Heard;
use crate::scene::{CHANNEL, Simulator};

/// All commands of a measurement, in the order in which they were given.
#[derive(Debug, Default)]
pub(crate) struct Probes {
    given: Vec<Given>,
    /// Asked by turns, because nobody may say much.
    askers: Vec<String>,
    next_asker: usize,
}

/// One command that the room took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Given {
    pub(crate) number: usize,
    pub(crate) at: Instant,
}

impl Probes {
    /// Has the broadcaster make the command, and waits until the bot knows it.
    pub(crate) fn prepare(
        simulator: &Simulator,
        askers: impl Iterator<Item = String>,
        is_known: impl Fn() -> Result<bool>,
    ) -> Result<Self> {
        let text = "!addcom -cd=0 -usercd=0 !probe Probe $(1) is here.";
        let deadline = Instant::now() + PATIENCE;
        // Who is not in the channel yet does not hear the first one.
        while !is_known()? {
            if Instant::now() > deadline {
                bail!("the bot does not take a command of the broadcaster");
            }
            simulator.say(CHANNEL, text)?;
            std::thread::sleep(Duration::from_secs(3));
        }
        Ok(Self {
            given: Vec::new(),
            askers: askers.collect(),
            next_asker: 0,
        })
    }

    /// Gives the next command. Nothing is given if the room does not take it: people are timed out now and then.
    pub(crate) fn give(&mut self, simulator: &Simulator) -> Result<Option<Given>> {
        let Some(asker) = self.askers.get(self.next_asker % self.askers.len().max(1)) else {
            bail!("nobody is there who could ask");
        };
        self.next_asker += 1;
        let given = Given {
            number: self.given.len(),
            at: Instant::now(),
        };
        if !simulator.say(asker, &format!("!probe {}", given.number))? {
            return Ok(None);
        }
        self.given.push(given);
        Ok(Some(given))
    }

    pub(crate) fn given(&self) -> &[Given] {
        &self.given
    }

    /// When each was answered and how often, beside when it was given.
    pub(crate) fn answers<'a>(
        &'a self,
        heard: &'a Heard,
    ) -> impl Iterator<Item = (Given, Option<(Instant, u32)>)> + 'a {
        let answer = |given: &Given| heard.texts.get(&answer_to(given.number)).copied();
        self.given.iter().map(move |given| (*given, answer(given)))
    }
}

/// What the bot says to the command with this number.
pub(crate) fn answer_to(number: usize) -> String {
    format!("Probe {number} is here.")
}

/// The number of the command that this answers.
pub(crate) fn number_in(text: &str) -> Option<usize> {
    let number = text.strip_prefix("Probe ")?.strip_suffix(" is here.")?;
    number.parse().ok()
}

const PATIENCE: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_names_its_command() {
        assert_eq!(number_in(&answer_to(17)), Some(17));
        assert_eq!(number_in("Probe seven is here."), None);
        assert_eq!(number_in("@ann Pong!"), None);
    }
}
