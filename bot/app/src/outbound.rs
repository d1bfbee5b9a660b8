//! Performs what the engine wants: sends a message and says what became of it, looks an answer up. When is `outbox`'s to say.

use engine::{Answer, Change, Question};
use store::Store;
use types::{Login, MessageId, UserId};

use crate::config;
use crate::outbox::Outgoing;

/// What became of a message. Every message ends in exactly one of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Twitch took it.
    Sent {
        /// Its id, where the way it went tells one.
        id: Option<MessageId>,
    },
    /// It did not appear, and this is why.
    Dropped {
        /// Twitch's code, or ours.
        code: String,
        /// The reason in words.
        reason: String,
    },
    /// Nobody can say; it is not sent again, because it may be there already.
    Unknown {
        /// What went wrong.
        reason: String,
    },
}

/// The ways out to Twitch and to the store. Cloning is cheap.
#[derive(Debug, Clone)]
pub(crate) struct Ways {
    /// How messages are sent.
    pub send: config::Send,
    /// Whether the bot may not send at all, because its account has not allowed it.
    pub is_mute: bool,
    /// The REST API, as the bot.
    pub helix: helix::Client,
    /// The chat connection.
    pub chat: irc::client::Handle,
    /// What is remembered.
    pub store: Store,
    /// The bot's own account.
    pub bot: UserId,
}

impl Ways {
    /// Sends a message and says what became of it.
    pub(crate) async fn send(&self, outgoing: &Outgoing, channel: Login) -> Outcome {
        match self.send {
            config::Send::Helix => self.send_by_helix(outgoing).await,
            config::Send::Irc => self.send_by_irc(outgoing, channel).await,
        }
    }

    /// Finds an answer, or does what is to be remembered.
    pub(crate) async fn answer(&self, question: &Question) -> Answer {
        match question {
            Question::StreamStart { channel } => self.stream_start(channel).await,
            Question::Remember { channel, change } => self.remember(channel, change).await,
        }
    }

    async fn send_by_helix(&self, outgoing: &Outgoing) -> Outcome {
        let request =
            self.helix
                .send_chat_message(&outgoing.channel, &self.bot, outgoing.text.as_str());
        let request = match &outgoing.reply_to {
            Some(parent) => request.reply_parent_message_id(parent),
            None => request,
        };
        match request.await {
            Ok(answers) => match answers.into_iter().next() {
                Some(answer) => outcome_of(answer),
                None => Outcome::Unknown {
                    reason: "Twitch took the message and said nothing about it".to_owned(),
                },
            },
            Err(error) => refused(&error),
        }
    }

    async fn send_by_irc(&self, outgoing: &Outgoing, channel: Login) -> Outcome {
        let said = self
            .chat
            .say(channel, outgoing.text.as_str(), outgoing.reply_to.clone())
            .await;
        match said {
            // Chat confirms nothing at once; a refusal comes later as a notice.
            Ok(()) => Outcome::Sent { id: None },
            Err(error) => Outcome::Dropped {
                code: "no_connection".to_owned(),
                reason: error.to_string(),
            },
        }
    }

    async fn stream_start(&self, channel: &UserId) -> Answer {
        match self.helix.get_streams().user_id(channel).await {
            Ok(streams) => {
                Answer::StreamStart(streams.data.first().and_then(|stream| stream.started_at))
            }
            Err(error) => {
                tracing::warn!(%channel, %error, "cannot find out since when the channel is live");
                Answer::Failed
            }
        }
    }

    async fn remember(&self, channel: &UserId, change: &Change) -> Answer {
        match self.store.change_command(channel, change).await {
            Ok(()) => Answer::Stored,
            Err(error) => {
                tracing::error!(%channel, %error, "cannot remember a command");
                Answer::Failed
            }
        }
    }
}

/// 200 does not mean that the message appeared: the answer says.
fn outcome_of(answer: helix::chat::SentMessage) -> Outcome {
    if answer.is_sent {
        return Outcome::Sent {
            id: answer.message_id,
        };
    }
    match answer.drop_reason {
        Some(reason) => Outcome::Dropped {
            code: reason.code,
            reason: reason.message,
        },
        None => Outcome::Dropped {
            code: "unknown".to_owned(),
            reason: "Twitch gave no reason".to_owned(),
        },
    }
}

/// A refusal is certain; a network fault or a 5xx may have come after the message was taken.
fn refused(error: &helix::Error) -> Outcome {
    let reason = error.to_string();
    match error {
        helix::Error::Rejected { status, .. } if *status < 500 => Outcome::Dropped {
            code: format!("status_{status}"),
            reason,
        },
        helix::Error::RateLimited { .. } | helix::Error::Busy { .. } => Outcome::Dropped {
            code: "rate_limited".to_owned(),
            reason,
        },
        helix::Error::Unauthorized { .. } => Outcome::Dropped {
            code: "unauthorized".to_owned(),
            reason,
        },
        helix::Error::ScopeMissing { .. } => Outcome::Dropped {
            code: "scope_missing".to_owned(),
            reason,
        },
        helix::Error::Invalid { .. } => Outcome::Dropped {
            code: "invalid".to_owned(),
            reason,
        },
        helix::Error::TokenLost { .. } | helix::Error::TokenUnavailable { .. } => {
            Outcome::Dropped {
                code: "no_token".to_owned(),
                reason,
            }
        }
        _ => Outcome::Unknown { reason },
    }
}
