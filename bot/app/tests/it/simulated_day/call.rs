//! A call of the REST API, from the wish to what became of it. When it is made, and by whom, is the bot's business.

use auth::NetworkError;
use bytes::Bytes;
use engine::Ticket;
use helix::{Destination, Request as _};
use http::{Request, Response};
use types::{Timestamp, UserId};

use super::source::files::outbox::outgoing::Outgoing;

/// A call of the REST API.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) what: What,
    /// The token that was refused before this attempt.
    pub(crate) refused: Option<auth::Generation>,
    /// The token of this attempt.
    pub(crate) carries: Option<auth::Generation>,
}

/// What is called.
#[derive(Debug, Clone)]
pub(crate) enum What {
    Say(Outgoing),
    StreamStart(Ticket, UserId),
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Sent,
    /// Twitch's limits made it wait too long.
    TooLate,
    NoToken,
    /// Nobody can say.
    Unknown(String),
    /// Twitch did not take it.
    Refused(String),
}

impl Call {
    pub(crate) fn new(what: What) -> Self {
        Self {
            what,
            refused: None,
            carries: None,
        }
    }

    /// The request, as the account `bot` makes it.
    pub(crate) fn request(&self, bot: &UserId, destination: Destination<'_>) -> Request<Vec<u8>> {
        let request = match &self.what {
            What::Say(outgoing) => {
                let text = outgoing.text.as_str();
                let message = helix::chat::SendChatMessage::new(&outgoing.channel, bot, text);
                match &outgoing.reply_to {
                    Some(parent) => message
                        .reply_parent_message_id(&parent.message)
                        .to_http(destination),
                    None => message.to_http(destination),
                }
            }
            What::StreamStart(_, channel) => helix::streams::GetStreams::new()
                .user_id(channel)
                .to_http(destination),
        };
        request.expect("the engine says nothing that Twitch would refuse")
    }

    /// Whether to try once more with a newer token: only if no attempt has been refused before.
    pub(crate) fn may_be_retried(&self, answer: &Result<Response<Bytes>, NetworkError>) -> bool {
        let is_unauthorized = answer.as_ref().is_ok_and(|answer| answer.status() == 401);
        is_unauthorized && self.refused.is_none()
    }
}

/// An answer that says that the call worked, or what the message's outcome is otherwise.
pub(crate) fn success(
    result: Result<Response<Bytes>, NetworkError>,
) -> Result<Response<Bytes>, Outcome> {
    let answer = result.map_err(|error| Outcome::Unknown(error.to_string()))?;
    if answer.status().is_success() {
        Ok(answer)
    } else if answer.status().is_server_error() {
        Err(Outcome::Unknown(answer.status().to_string()))
    } else {
        let body = String::from_utf8_lossy(answer.body()).into_owned();
        Err(Outcome::Refused(body))
    }
}

/// What became of a message that Twitch took.
pub(crate) fn outcome(answer: &Response<Bytes>) -> Outcome {
    let messages = helix::chat::SendChatMessage::<()>::decode(answer.body());
    let messages = messages.unwrap_or_default();
    match messages.into_iter().next() {
        Some(message) if message.is_sent => Outcome::Sent,
        Some(message) => Outcome::Refused(format!("{:?}", message.drop_reason)),
        None => Outcome::Unknown("Twitch said nothing about the message".to_owned()),
    }
}

/// Since when the channel is live.
pub(crate) fn stream_start(answer: &Response<Bytes>) -> Option<Timestamp> {
    let streams = helix::streams::GetStreams::<()>::decode(answer.body());
    streams.ok()?.data.first()?.started_at
}
