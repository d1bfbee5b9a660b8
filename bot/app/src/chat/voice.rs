//! A bot that says things in chat at the pace that Twitch allows, and knows what became of each. Where the words come from is not known here.

use std::collections::BTreeMap;
use std::time::Instant;

use engine::Priority;
use types::{Login, MessageId, UserId};

use super::outcome::Fate;
use super::typed::Wish;
use crate::calling::Calling;
use crate::calling::account::Account;
use crate::failure::{Failure, Status};
use crate::outbound;
use crate::outbox::outgoing::Outgoing;
use crate::outbox::{Outbox, Turn};
use crate::outcome;

/// A bot that is logged in, and what it knows of the channels.
pub(super) struct Voice<'a> {
    calling: &'a Calling,
    bot: &'a Account,
    outbox: Outbox,
    ids: BTreeMap<Login, UserId>,
}

impl<'a> Voice<'a> {
    /// A voice that has said nothing yet.
    pub(super) fn new(calling: &'a Calling, bot: &'a Account) -> Self {
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
    pub(super) async fn turn(&mut self, wish: &Wish) -> Result<UserId, Fate> {
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
                Some(Turn::Expired(outgoing, _)) => self.outbox.push(now, outgoing),
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

    /// Says it, and gives what became of it.
    pub(super) async fn say(&mut self, channel: &UserId, wish: &Wish) -> Fate {
        let helix = &self.calling.helix;
        let request = helix.send_chat_message(channel, &self.bot.user_id, &wish.text);
        let request = match &wish.reply_to {
            Some(parent) => request.reply_parent_message_id(parent),
            None => request,
        };
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
