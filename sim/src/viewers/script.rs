//! What the viewers do next: a chat that greets, asks, answers, laughs, celebrates and calls the bot. One seed gives one script.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha12Rng;
use types::{MessageId, Timestamp, UserId};

use crate::chat::Stage;
use crate::chat::moderation::Banning;
use crate::chat::occasion::{Occasion, Tier};
use crate::chat::said::{Outcome, Said, SaidBy};
use crate::chat::user_notice::UserNotice;
use crate::viewers::crowd::{Crowd, Person};
use crate::viewers::phrases;

/// The course of a chat.
#[derive(Debug)]
pub(super) struct Script {
    random: ChaCha12Rng,
    /// Who has said hello.
    greeted: BTreeSet<UserId>,
    /// What will be said after some more lines, because of something said before.
    echoes: VecDeque<Echo>,
    /// The newest messages, to be answered.
    newest: VecDeque<(MessageId, UserId)>,
    lines: u64,
    commands: usize,
    next_command: Timestamp,
    next_event: Timestamp,
}

/// One thing that somebody does.
#[derive(Debug)]
pub(super) enum Deed {
    Say(Said),
    /// A question, and who will answer it.
    Ask {
        said: Said,
        answer: &'static str,
        answerer: UserId,
    },
    Celebrate(UserNotice),
    Give {
        gifter: UserId,
        recipients: Vec<UserId>,
        channel: UserId,
    },
    TimeOut(Banning),
}

/// Something that somebody will say.
#[derive(Debug)]
struct Echo {
    after_line: u64,
    sender: UserId,
    text: &'static str,
    reply_to: Option<MessageId>,
}

impl Script {
    pub(super) fn new(random: ChaCha12Rng, now: Timestamp) -> Self {
        Self {
            random,
            greeted: BTreeSet::new(),
            echoes: VecDeque::new(),
            newest: VecDeque::new(),
            lines: 0,
            commands: 0,
            next_command: now.plus(FIRST_COMMAND_AFTER),
            next_event: now.plus(FIRST_EVENT_AFTER),
        }
    }

    /// What happens next.
    pub(super) fn next(&mut self, stage: &Stage<'_>, crowd: &Crowd) -> Deed {
        self.lines += 1;
        if let Some(deed) = self.next_command(stage, crowd) {
            return deed;
        }
        if let Some(deed) = self.next_event(stage, crowd) {
            return deed;
        }
        if let Some(echo) = self.take_echo() {
            let said = viewer(crowd, &echo.sender, echo.text);
            return Deed::Say(Said {
                reply_to: echo.reply_to,
                ..said
            });
        }
        self.chatter(crowd)
    }

    /// A command for the bot, if it is time for one; at most so often that a bot within Twitch's limits can answer each.
    pub(super) fn next_command(&mut self, stage: &Stage<'_>, crowd: &Crowd) -> Option<Deed> {
        let now = stage.world.now;
        if now < self.next_command {
            return None;
        }
        let gap = self.random.random_range(COMMAND_GAP_MILLIS);
        self.next_command = now.plus(Duration::from_millis(gap));
        let number = self.commands;
        self.commands += 1;
        let managing = (number % MANAGE_EVERY == 1).then_some(number / MANAGE_EVERY);
        let (sender, text) = match managing.map(|turn| phrases::MANAGING.get(turn)) {
            Some(Some(text)) => (crowd.moderator(&mut self.random), *text),
            Some(None) => (self.somebody(crowd), phrases::FORBIDDEN),
            // The first thing that anybody asks is whether somebody is there.
            None if number == 0 => (self.somebody(crowd), "!ping"),
            None => {
                let text = pick(phrases::COMMANDS, &mut self.random);
                (self.somebody(crowd), text)
            }
        };
        Some(Deed::Say(viewer(crowd, sender, text)))
    }

    /// Does what was decided, and remembers what came of it.
    pub(super) fn perform(&mut self, stage: &mut Stage<'_>, deed: Deed) {
        match deed {
            Deed::Say(said) => {
                self.say(stage, &said);
            }
            Deed::Ask {
                said,
                answer,
                answerer,
            } => {
                if let Some(question) = self.say(stage, &said) {
                    self.echoes.push_back(Echo {
                        after_line: self.lines + self.random.random_range(2..7),
                        sender: answerer,
                        text: answer,
                        reply_to: Some(question),
                    });
                }
            }
            Deed::Celebrate(notice) => stage.chat.celebrate(stage.world, &notice),
            Deed::Give {
                gifter,
                recipients,
                channel,
            } => stage
                .chat
                .gift(stage.world, (&channel, &gifter), &recipients),
            Deed::TimeOut(banning) => stage.chat.ban(stage.world, banning),
        }
    }

    /// Says something, and returns the id under which it can be answered.
    fn say(&mut self, stage: &mut Stage<'_>, said: &Said) -> Option<MessageId> {
        let Outcome::Sent { message_id } = stage.chat.say(stage.world, said) else {
            return None;
        };
        if self.newest.len() == ANSWERABLE {
            self.newest.pop_front();
        }
        self.newest
            .push_back((message_id.clone(), said.sender.clone()));
        Some(message_id)
    }

    /// What people say when nothing special is going on.
    fn chatter(&mut self, crowd: &Crowd) -> Deed {
        if self.random.random_ratio(1, HOST_SPEAKS_ONE_IN) {
            let text = pick(phrases::HOST, &mut self.random);
            return Deed::Say(viewer(crowd, &crowd.channel, text));
        }
        let Some(person) = crowd.anybody(&mut self.random).cloned() else {
            let text = pick(phrases::HOST, &mut self.random);
            return Deed::Say(viewer(crowd, &crowd.channel, text));
        };
        let book = person.phrasebook;
        if self.greeted.insert(person.id.clone()) && self.random.random_bool(0.8) {
            let text = pick(book.greetings, &mut self.random);
            return Deed::Say(viewer(crowd, &person.id, text));
        }
        match self.random.random_range(0..100) {
            0..45 => Deed::Say(viewer(crowd, &person.id, self.with_tail(book.reactions))),
            45..75 => Deed::Say(viewer(crowd, &person.id, self.with_tail(book.remarks))),
            75..85 => self.ask(crowd, &person),
            85..95 => Deed::Say(self.answer_somebody(crowd, &person)),
            _ => {
                let text = pick(book.actions, &mut self.random);
                Deed::Say(viewer(crowd, &person.id, format!("/me {text}")))
            }
        }
    }

    /// A question, which somebody answers some lines later in the same language.
    fn ask(&mut self, crowd: &Crowd, person: &Person) -> Deed {
        let question = person.phrasebook.questions.choose(&mut self.random);
        let (question, answer) = question.copied().unwrap_or(("?", "!"));
        let speaks_it = |other: &&Person| {
            other.id != person.id && std::ptr::eq(other.phrasebook, person.phrasebook)
        };
        let others: Vec<&Person> = crowd.people.iter().filter(speaks_it).collect();
        let answerer = others.choose(&mut self.random);
        Deed::Ask {
            said: viewer(crowd, &person.id, question),
            answer,
            answerer: answerer.map_or_else(|| crowd.channel.clone(), |other| other.id.clone()),
        }
    }

    /// A reaction to one of the newest messages, if somebody else said it.
    fn answer_somebody(&mut self, crowd: &Crowd, person: &Person) -> Said {
        let text = pick(person.phrasebook.reactions, &mut self.random);
        let others: Vec<&(MessageId, UserId)> = self
            .newest
            .iter()
            .filter(|(_, author)| *author != person.id)
            .collect();
        let parent = others.choose(&mut self.random);
        Said {
            reply_to: parent.map(|(id, _)| id.clone()),
            ..viewer(crowd, &person.id, text)
        }
    }

    fn with_tail(&mut self, words: &[&str]) -> String {
        let text = pick(words, &mut self.random);
        if self.random.random_bool(0.2) {
            let tail = pick(phrases::TAILS, &mut self.random);
            return format!("{text} {tail}");
        }
        text.to_owned()
    }

    /// Something to celebrate now and then, and the cheers that follow.
    fn next_event(&mut self, stage: &Stage<'_>, crowd: &Crowd) -> Option<Deed> {
        let now = stage.world.now;
        if now < self.next_event {
            return None;
        }
        let gap = self.random.random_range(EVENT_GAP_MILLIS);
        self.next_event = now.plus(Duration::from_millis(gap));
        let person = crowd.anybody(&mut self.random)?.clone();
        let deed = self.event(stage, crowd, &person);
        if !matches!(deed, Deed::TimeOut(_)) {
            for distance in 1..=self.random.random_range(2..6) {
                let sender = self.somebody(crowd).clone();
                let text = pick(phrases::CHEERS, &mut self.random);
                let after_line = self.lines + distance;
                self.echoes.push_back(Echo {
                    after_line,
                    sender,
                    text,
                    reply_to: None,
                });
            }
        }
        Some(deed)
    }

    fn event(&mut self, stage: &Stage<'_>, crowd: &Crowd, person: &Person) -> Deed {
        let months = stage
            .world
            .channels
            .get(&crowd.channel)
            .and_then(|channel| {
                let subscription = channel.subscribers.get(&person.id)?;
                Some(subscription.months)
            });
        let mut text = None;
        let occasion = match (self.random.random_range(0..9), months) {
            (0..=2, None) => Occasion::Subscribed {
                tier: *[Tier::Prime, Tier::One, Tier::Two, Tier::Three]
                    .choose(&mut self.random)
                    .unwrap_or(&Tier::One),
            },
            (0..=2, Some(months)) => {
                text = Some(pick(person.phrasebook.remarks, &mut self.random).to_owned());
                Occasion::Resubscribed {
                    tier: Tier::One,
                    months: months + 1,
                    streak: self.random.random_bool(0.5).then_some(months + 1),
                }
            }
            (3 | 4, _) => return self.give(crowd, person),
            (5, _) => Occasion::Raided {
                viewers: self.random.random_range(3..400),
            },
            (6, _) => Occasion::WatchedInARow {
                streams: self.random.random_range(3..30),
            },
            (7, _) => return time_out(crowd, person, self.somebody(crowd)),
            _ => return self.announcement(crowd),
        };
        Deed::Celebrate(UserNotice {
            channel: crowd.channel.clone(),
            user: person.id.clone(),
            occasion,
            text,
        })
    }

    fn give(&mut self, crowd: &Crowd, person: &Person) -> Deed {
        let count = self.random.random_range(1..6);
        let recipients = (0..count).map(|_| self.somebody(crowd).clone()).collect();
        Deed::Give {
            gifter: person.id.clone(),
            recipients,
            channel: crowd.channel.clone(),
        }
    }

    fn announcement(&mut self, crowd: &Crowd) -> Deed {
        let colors = ["PRIMARY", "BLUE", "GREEN", "ORANGE", "PURPLE"];
        let color = pick(&colors, &mut self.random);
        Deed::Celebrate(UserNotice {
            channel: crowd.channel.clone(),
            user: crowd.moderator(&mut self.random).clone(),
            occasion: Occasion::Announced { color },
            text: Some(pick(phrases::HOST, &mut self.random).to_owned()),
        })
    }

    fn take_echo(&mut self) -> Option<Echo> {
        let position = self
            .echoes
            .iter()
            .position(|echo| echo.after_line <= self.lines)?;
        self.echoes.remove(position)
    }

    fn somebody<'crowd>(&mut self, crowd: &'crowd Crowd) -> &'crowd UserId {
        crowd
            .anybody(&mut self.random)
            .map_or(&crowd.channel, |person| &person.id)
    }
}

fn viewer(crowd: &Crowd, sender: &UserId, text: impl Into<String>) -> Said {
    Said::new(crowd.channel.clone(), sender.clone(), text, SaidBy::Viewer)
}

/// A short timeout by a moderator; moderators leave each other alone.
fn time_out(crowd: &Crowd, person: &Person, other: &UserId) -> Deed {
    let is_moderator = crowd.moderators.contains(&person.id);
    let user = if is_moderator { other } else { &person.id };
    Deed::TimeOut(Banning {
        channel: crowd.channel.clone(),
        user: user.clone(),
        moderator: crowd.moderators.first().unwrap_or(&crowd.channel).clone(),
        duration: Some(TIMEOUT),
        reason: "please no capital letters only".to_owned(),
    })
}

fn pick<'words>(words: &[&'words str], random: &mut ChaCha12Rng) -> &'words str {
    words.choose(random).copied().unwrap_or("hm")
}

const FIRST_COMMAND_AFTER: Duration = Duration::from_secs(1);
const COMMAND_GAP_MILLIS: std::ops::Range<u64> = 1_800..3_600;
/// Every so many commands one is about managing them; the second one is the first of these.
const MANAGE_EVERY: usize = 5;
const FIRST_EVENT_AFTER: Duration = Duration::from_secs(6);
const EVENT_GAP_MILLIS: std::ops::Range<u64> = 8_000..25_000;
const TIMEOUT: Duration = Duration::from_secs(20);
const HOST_SPEAKS_ONE_IN: u32 = 40;
/// How many messages people still look at.
const ANSWERABLE: usize = 12;
