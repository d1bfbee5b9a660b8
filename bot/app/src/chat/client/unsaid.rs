//! Messages of ours of which nobody knows yet what became of them, for whoever leaves meanwhile. It prints nothing.

use std::collections::BTreeMap;

use types::Login;

use super::entry::Fate;
use super::harmless::harmless;
use super::wish::Answer;

/// What is still to be said, in the order in which it was typed.
#[derive(Debug, Default)]
pub(super) struct Unsaid(BTreeMap<u64, Message>);

#[derive(Debug)]
struct Message {
    channel: Login,
    text: String,
    progress: Progress,
}

/// How far it has come.
#[derive(Debug)]
enum Progress {
    /// Nobody has begun to say it.
    Waiting,
    /// It is on its way to Twitch.
    UnderWay,
    /// It does not stand in the chat, for this reason.
    NotSaid(String),
    /// Nobody can say.
    Unknown(String),
}

impl Unsaid {
    /// One message more.
    pub(super) fn add(&mut self, number: u64, channel: Login, text: String) {
        let message = Message {
            channel,
            text,
            progress: Progress::Waiting,
        };
        self.0.insert(number, message);
    }

    /// It is being said.
    pub(super) fn begin(&mut self, number: u64) {
        if let Some(message) = self.0.get_mut(&number) {
            message.progress = Progress::UnderWay;
        }
    }

    /// It came to its end. Gives what is told of it where it cannot be seen.
    pub(super) fn settle(&mut self, number: u64, fate: &Fate) -> Option<String> {
        let mut message = self.0.remove(&number)?;
        message.progress = progress(fate)?;
        Some(message.line())
    }

    /// Learns what became of a message after the person has left the screen: only what was said is done with.
    pub(super) fn learn(&mut self, answer: Answer) {
        match answer {
            Answer::Begun { number } => self.begin(number),
            Answer::Outcome { number, fate, .. } => {
                match (progress(&fate), self.0.get_mut(&number)) {
                    (Some(progress), Some(message)) => message.progress = progress,
                    (_, None) => {}
                    (None, Some(_)) => {
                        self.0.remove(&number);
                    }
                }
            }
            Answer::Me(_) | Answer::Done { .. } | Answer::Named(..) => {}
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// What is told of each when nothing more is done for it.
    pub(super) fn lines(&self) -> Vec<String> {
        let messages = self.0.values();
        messages.map(Message::line).collect()
    }
}

impl Message {
    fn line(&self) -> String {
        let (what, why) = match &self.progress {
            Progress::Waiting => ("not said", None),
            Progress::UnderWay => ("perhaps said", None),
            Progress::NotSaid(why) => ("not said", Some(why)),
            Progress::Unknown(why) => ("perhaps said", Some(why)),
        };
        let why = why.map(|why| format!(" ({why})"));
        let (channel, text) = (&self.channel, harmless(&self.text));
        format!("{what} in #{channel}: {text}{}", why.unwrap_or_default())
    }
}

/// What is left of a message with this fate; nothing of one that was said.
fn progress(fate: &Fate) -> Option<Progress> {
    match fate {
        Fate::Sent => None,
        Fate::Sending => Some(Progress::UnderWay),
        Fate::Dropped(why) => Some(Progress::NotSaid(why.clone())),
        Fate::Unknown(why) => Some(Progress::Unknown(why.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_was_not_said_each_message_is_told_and_what_was_said_is_not() {
        let channel: Login = "chan".parse().expect("a login");
        let mut unsaid = Unsaid::default();
        for (number, text) in (1..).zip(["one", "two", "three", "four", "five\u{202e}"]) {
            unsaid.add(number, channel.clone(), text.to_owned());
        }
        let outcome = |number, fate| Answer::Outcome {
            channel: channel.clone(),
            number,
            fate,
            id: None,
        };
        unsaid.begin(4);
        unsaid.learn(outcome(1, Fate::Sent));
        unsaid.learn(outcome(2, Fate::Dropped("slow mode".to_owned())));
        unsaid.learn(outcome(3, Fate::Unknown("no answer".to_owned())));
        assert_eq!(
            unsaid.lines(),
            [
                "not said in #chan: two (slow mode)",
                "perhaps said in #chan: three (no answer)",
                "perhaps said in #chan: four",
                "not said in #chan: five\\u{202e}",
            ]
        );
    }
}
