//! Performs what the engine wants: sends a message and says what became of it, looks an answer up. When is `outbox`'s to say.

pub(crate) mod source_only;

use std::time::Duration;

use engine::{Answer, BlockedWords, Change, Question};
use store::Store;
use tokio::sync::oneshot;
use types::{Login, UserId};

use crate::config;
use crate::drop_code::ours;
use crate::outbox;
use crate::outbox::outgoing::Outgoing;
use crate::outcome::Outcome;
use source_only::SourceOnly;

/// The ways out to Twitch and to the store. Cloning is cheap.
#[derive(Debug, Clone)]
pub(crate) struct Ways {
    /// How messages are sent.
    pub send: config::Send,
    /// What holds for messages before they are sent.
    pub outbox: outbox::Settings,
    /// Whether the bot may not send at all, because its account has not allowed it.
    pub is_mute: bool,
    /// What the bot never says, whoever makes it repeat it.
    pub never_say: BlockedWords,
    /// The REST API, as the bot.
    pub helix: helix::Client,
    /// How a message is kept to its channel in a shared chat, if the application may speak for the bot.
    pub source_only: Option<SourceOnly>,
    /// The chat connection.
    pub chat: irc::client::Handle,
    /// What is remembered.
    pub store: Store,
    /// The bot's own account.
    pub bot: UserId,
    /// What it is called.
    pub bot_login: Login,
}

/// Whose chat a channel's is at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Chat {
    /// Its own.
    Alone,
    /// That of several channels, which see each other's messages.
    Shared,
}

impl Ways {
    /// Finds an answer, or does what is to be remembered.
    pub(crate) async fn answer(&self, question: &Question) -> Answer {
        match question {
            Question::StreamStart { channel } => self.stream_start(channel).await,
            Question::Remember { channel, change } => self.remember(channel, change).await,
        }
    }

    /// Sends a message over the API and says what became of it. In a shared chat it is kept to its channel if that may be.
    pub(crate) async fn send_by_helix(&self, outgoing: &Outgoing, chat: Chat) -> Outcome {
        if let (Chat::Shared, Some(way)) = (chat, &self.source_only)
            && let Some(sent) = way.send(&self.bot, outgoing).await
        {
            return outcome(sent);
        }
        let request =
            self.helix
                .send_chat_message(&outgoing.channel, &self.bot, outgoing.text.as_str());
        let request = match &outgoing.reply_to {
            Some(parent) => request.reply_parent_message_id(&parent.message),
            None => request,
        };
        outcome(request.await)
    }

    /// Sends a message over chat. Chat tells only in lines of its own what became of it, perhaps with the nonce;
    /// whoever reads them says so by `confirmed`.
    pub(crate) async fn send_by_irc(
        &self,
        outgoing: &Outgoing,
        (channel, nonce): (Login, String),
        confirmed: oneshot::Receiver<Outcome>,
    ) -> Outcome {
        let parent = outgoing.reply_to.as_ref();
        let tags = irc::ClientTags {
            reply_to: parent.map(|parent| parent.message.clone()),
            nonce: Some(nonce),
        };
        let text = outgoing.text.as_str();
        let said = self.chat.say_tagged(channel, text, tags).await;
        if let Err(error) = said {
            return no_connection(error.to_string());
        }
        match tokio::time::timeout(CONFIRMATION, confirmed).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) | Err(_) => Outcome::Unknown {
                reason: "chat neither confirmed nor refused the message".to_owned(),
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

fn outcome(sent: Result<Vec<helix::chat::SentMessage>, helix::Error>) -> Outcome {
    match sent {
        Ok(answers) => taken(answers.into_iter().next()),
        Err(error) => refused(&error),
    }
}

/// 200 does not mean that the message appeared: the answer says.
pub(crate) fn taken(answer: Option<helix::chat::SentMessage>) -> Outcome {
    let Some(answer) = answer else {
        return Outcome::Unknown {
            reason: "Twitch took the message and said nothing about it".to_owned(),
        };
    };
    if answer.is_sent {
        return Outcome::Sent {
            id: answer.message_id,
        };
    }
    match answer.drop_reason {
        Some(reason) => Outcome::Dropped {
            code: reason.code,
            text: reason.message,
        },
        None => Outcome::Dropped {
            code: "unknown".to_owned(),
            text: "Twitch gave no reason".to_owned(),
        },
    }
}

/// The outcome of a message that never left, because there is no chat.
pub(crate) fn no_connection(text: String) -> Outcome {
    let code = ours::NO_CONNECTION.to_owned();
    Outcome::Dropped { code, text }
}

/// A refusal is certain, and so is what never left; a network fault or a 5xx may have come after the message was taken.
pub(crate) fn refused(error: &helix::Error) -> Outcome {
    let text = error.to_string();
    if error.may_have_happened() {
        return Outcome::Unknown { reason: text };
    }
    let code = match error {
        helix::Error::Rejected {
            status: 400,
            message,
            ..
        } if message.contains(PARENT_REFUSED) => ours::PARENT_GONE.to_owned(),
        helix::Error::Rejected { status, .. } => format!("status_{status}"),
        helix::Error::RateLimited { .. } | helix::Error::Busy { .. } => "rate_limited".to_owned(),
        helix::Error::Unauthorized { .. } => ours::UNAUTHORIZED.to_owned(),
        helix::Error::ScopeMissing { .. } => ours::SCOPE_MISSING.to_owned(),
        helix::Error::Invalid { .. } | helix::Error::Unsendable { .. } => ours::INVALID.to_owned(),
        helix::Error::TokenLost { .. } | helix::Error::AccountMissing { .. } => {
            ours::NO_TOKEN.to_owned()
        }
        helix::Error::TokenUnavailable { .. } => ours::TOKEN_UNAVAILABLE.to_owned(),
        // There was no connection, or something on the way answered in Twitch's place.
        _ => ours::NO_CONNECTION.to_owned(),
    };
    Outcome::Dropped { code, text }
}

/// Whether a message was dropped only because the one is gone that it was to answer.
///
/// Then it is certain that it did not appear, and without an answer in it it may.
pub(crate) fn is_parent_gone(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Dropped { code, .. } if code == ours::PARENT_GONE)
}

/// How Twitch words it; there is no code for it.
const PARENT_REFUSED: &str = "cannot be replied to";

/// Chat confirms within a fraction of a second, if at all; meanwhile the other answers in the channel wait.
const CONFIRMATION: Duration = Duration::from_secs(4);

#[cfg(test)]
mod tests {
    use super::*;

    fn check(error: &helix::Error, (kind, code): (&str, &str)) {
        let outcome = refused(error);
        assert_eq!((outcome.kind(), outcome.code()), (kind, code), "{error}");
        let text = error.to_string();
        assert_eq!(outcome.said(), Some(text.as_str()));
    }

    fn endpoint() -> helix::Called {
        helix::Called(&spec::endpoints::chat::SEND_CHAT_MESSAGE)
    }

    fn lost(fate: helix::Fate) -> helix::Error {
        let (endpoint, source) = (endpoint(), "the cable".into());
        helix::Error::Network {
            endpoint,
            fate,
            source,
        }
    }

    #[test]
    fn s08_only_what_may_have_appeared_is_unknown() {
        check(&lost(helix::Fate::Interrupted), ("unknown", "unknown"));
        check(&lost(helix::Fate::Late), ("unknown", "unknown"));
        check(&lost(helix::Fate::Unsent), ("dropped", "no_connection"));
        let (endpoint, body) = (endpoint(), String::new());
        let intercepted = helix::Error::Intercepted {
            endpoint,
            status: 511,
            body,
        };
        check(&intercepted, ("dropped", "no_connection"));
    }

    #[test]
    fn a_login_service_that_is_down_is_not_told_as_a_lost_login() {
        let unavailable = helix::Error::TokenUnavailable {
            endpoint: endpoint(),
            source: "it is down".into(),
        };
        check(&unavailable, ("dropped", "token_unavailable"));
        let mend = refused(&unavailable).mend();
        assert_eq!(mend, Some("nothing; it passes"));
        let lost = helix::Error::TokenLost {
            endpoint: endpoint(),
            source: "the password was changed".into(),
        };
        check(&lost, ("dropped", "no_token"));
    }
}
