//! Says lines one after the other as the bot, at the pace that Twitch allows, and tells what became of each. Nobody has to be logged in until there is a line.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Instant;

use engine::Priority;
use tokio::sync::mpsc;
use types::{Login, MessageId, UserId};

use super::outcome::{Fate, Outcome};
use super::teller::Teller;
use super::typed::{self, Line, Refusal, Wish};
use crate::calling::Calling;
use crate::calling::account::Account;
use crate::cli::Global;
use crate::failure::{Failure, Status};
use crate::outbound;
use crate::outbox::outgoing::Outgoing;
use crate::outbox::{Outbox, Turn};
use crate::outcome;
use crate::shutdown::Listener;

/// Who says lines.
#[derive(Debug)]
pub(super) struct Speaker<'a> {
    /// What holds for every command.
    pub global: &'a Global,
    /// Where lines may go.
    pub channels: &'a [Login],
    /// Who tells what became of them.
    pub teller: &'a Teller,
    /// Hears when it is over.
    pub listener: &'a Listener,
}

/// A bot that is logged in, and what it knows of the channels.
struct Voice<'a> {
    calling: &'a Calling,
    bot: &'a Account,
    outbox: Outbox,
    ids: BTreeMap<Login, UserId>,
}

impl Speaker<'_> {
    /// Says what comes in until it ends, or the end is asked for. Gives the status of the first line that was not said.
    pub(super) async fn speak(&self, mut lines: mpsc::Receiver<Line>) -> Option<Status> {
        let mut trouble = None;
        while let Some(wish) = self.next(&mut lines, &mut trouble).await {
            // It is taken when somebody is found who says it.
            let mut first = Some(wish.clone());
            let spoken = Calling::with(self.global, async |_, calling| {
                let bot = calling.bot().map_err(|failure| {
                    failure.advice("run `streamhand login bot --for say`, or only read")
                })?;
                let mut voice = Voice::new(calling, bot);
                let mut next = first.take();
                while let Some(wish) = next {
                    self.say(&mut voice, wish, &mut trouble).await;
                    next = self.next(&mut lines, &mut trouble).await;
                }
                Ok(ExitCode::SUCCESS)
            })
            .await;
            let Err(failure) = spoken else { break };
            if first.is_none() {
                tracing::warn!("{}", failure.happened());
                continue;
            }
            let code = match failure.status() {
                Status::LoginNeeded => "login_needed",
                _ => "not_possible",
            };
            let fate = Fate::NotSaid {
                code: code.to_owned(),
                failure,
            };
            self.tell(wish, fate, &mut trouble).await;
        }
        trouble
    }

    /// The next line that can be said; what is wrong with others is told.
    async fn next(
        &self,
        lines: &mut mpsc::Receiver<Line>,
        trouble: &mut Option<Status>,
    ) -> Option<Wish> {
        loop {
            let line = tokio::select! {
                biased;
                _request = self.listener.requested() => return None,
                () = self.teller.unread() => return None,
                line = lines.recv() => line?,
            };
            match typed::understand(&line, self.channels) {
                None => {}
                Some(Ok(wish)) => return Some(wish),
                Some(Err(refusal)) => self.refuse(refusal, trouble).await,
            }
        }
    }

    async fn say(&self, voice: &mut Voice<'_>, wish: Wish, trouble: &mut Option<Status>) {
        let turn = tokio::select! {
            biased;
            _request = self.listener.requested() => None,
            () = self.teller.unread() => None,
            turn = voice.turn(&wish) => Some(turn),
        };
        let fate = match turn {
            Some(Ok(channel)) => voice.say(&channel, &wish).await,
            Some(Err(fate)) => fate,
            None => Fate::NotSaid {
                code: "ended".to_owned(),
                failure: Failure::new(
                    Status::Interrupted,
                    "a line that waited for its turn was not said, because the end was asked for",
                ),
            },
        };
        self.tell(wish, fate, trouble).await;
    }

    async fn refuse(&self, refusal: Refusal, trouble: &mut Option<Status>) {
        let outcome = Outcome {
            channel: None,
            text: refusal.text,
            fate: Fate::NotSaid {
                code: refusal.code.to_owned(),
                failure: refusal.failure,
            },
        };
        self.tell_outcome(&outcome, trouble).await;
    }

    async fn tell(&self, wish: Wish, fate: Fate, trouble: &mut Option<Status>) {
        let outcome = Outcome {
            channel: Some(wish.channel),
            text: wish.text,
            fate,
        };
        self.tell_outcome(&outcome, trouble).await;
    }

    async fn tell_outcome(&self, outcome: &Outcome, trouble: &mut Option<Status>) {
        *trouble = trouble.or(outcome.trouble());
        self.teller.tell_outcome(outcome).await;
    }
}

impl<'a> Voice<'a> {
    fn new(calling: &'a Calling, bot: &'a Account) -> Self {
        let mut outbox = Outbox::default();
        // In its own channel it may say more; where it is a moderator is not asked.
        outbox.set_privileged(&bot.user_id, true);
        Self {
            calling,
            bot,
            outbox,
            ids: BTreeMap::new(),
        }
    }

    /// Waits until the line may be said, and gives the id of its channel. It waits as long as it takes: nobody has to answer in time here.
    async fn turn(&mut self, wish: &Wish) -> Result<UserId, Fate> {
        let channel = self.id_of(&wish.channel).await;
        let channel = channel.map_err(|failure| Fate::NotSaid {
            code: "no_channel".to_owned(),
            failure,
        })?;
        let mut now = Instant::now();
        self.outbox.push(
            now,
            Outgoing {
                channel,
                text: wish.text.clone(),
                reply_to: None,
                priority: Priority::Moderation,
                cause: MessageId::new(""),
            },
        );
        loop {
            match self.outbox.poll(now) {
                Some(Turn::Send(outgoing)) => return Ok(outgoing.channel),
                Some(Turn::Expired(outgoing)) => self.outbox.push(now, outgoing),
                Some(Turn::Refuse(_, refusal)) => {
                    return Err(self.fate(&outcome::Outcome::from(refusal), wish, None));
                }
                None => {
                    let until = self.outbox.poll_timeout(now).unwrap_or(now);
                    tokio::time::sleep_until(until.into()).await;
                    now = Instant::now();
                }
            }
        }
    }

    async fn say(&mut self, channel: &UserId, wish: &Wish) -> Fate {
        let helix = &self.calling.helix;
        let request = helix.send_chat_message(channel, &self.bot.user_id, &wish.text);
        let fate = match request.await {
            Ok(sent) => self.fate(&outbound::taken(sent.into_iter().next()), wish, None),
            Err(error) => {
                let outcome = outbound::refused(&error);
                self.fate(&outcome, wish, Some(self.calling.explain(&error)))
            }
        };
        self.outbox.note_outcome(Instant::now(), channel);
        fate
    }

    fn fate(&self, outcome: &outcome::Outcome, wish: &Wish, explained: Option<Failure>) -> Fate {
        let channel = &wish.channel;
        match outcome {
            outcome::Outcome::Sent { id } => Fate::Said {
                by: self.bot.login.clone(),
                id: id.clone(),
            },
            outcome::Outcome::Unknown { reason } => Fate::Unknown(
                Failure::new(
                    Status::Failed,
                    format!("nobody can say whether the message appeared in the chat of {channel}"),
                )
                .meaning(reason)
                .advice("look at the chat before you say it again"),
            ),
            dropped => Fate::NotSaid {
                code: dropped.code().to_owned(),
                failure: explained.unwrap_or_else(|| unsaid(dropped, channel)),
            },
        }
    }

    /// Its id; Twitch is asked once.
    async fn id_of(&mut self, channel: &Login) -> Result<UserId, Failure> {
        if let Some(id) = self.ids.get(channel) {
            return Ok(id.clone());
        }
        let id = self.calling.id_of(&format!("@{channel}")).await?;
        self.ids.insert(channel.clone(), id.clone());
        Ok(id)
    }
}

/// Why a message did not appear, in Twitch's words, and what to do.
fn unsaid(outcome: &outcome::Outcome, channel: &Login) -> Failure {
    let code = outcome.code();
    let meaning = match (outcome.said(), outcome.meaning()) {
        (Some(said), _) => format!("Twitch says: {said} ({code})"),
        (None, Some(meaning)) => format!("{meaning} ({code})"),
        (None, None) => format!("Twitch's code for it is {code}."),
    };
    Failure::new(
        Status::Refused,
        format!("the message did not appear in the chat of {channel}"),
    )
    .meaning(meaning)
    .advice(outcome.mend().unwrap_or(
        "look at the modes of the chat with `streamhand settings`, and whether the bot is banned with `streamhand doctor`",
    ))
}
