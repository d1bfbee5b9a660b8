//! What the bot wants of the world around it, and what it tells those who watch; only words.

use auth::{Credential, Token};
use engine::{Change, Ticket, Verdict};
use http::Request;
use types::MessageId;

use super::call::{Call, Outcome};

/// What the bot wants of the world, and what it tells.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "orders live for a moment, and there are few"
)]
pub(crate) enum Order {
    Open,
    Write(irc::Outgoing),
    Close,
    Ask(Errand, Request<Vec<u8>>),
    Save(auth::Ticket, Credential),
    Begin(auth::Ticket),
    Load(auth::Ticket),
    Remember(Ticket, Change),
    Tell(News),
}

/// What a request is for.
#[derive(Debug, Clone)]
pub(crate) enum Errand {
    /// The account's own business.
    Token(auth::Ticket),
    Call(Call),
}

/// What those who watch may want to know.
#[derive(Debug)]
pub(crate) enum News {
    Chat(irc::Event),
    Account(auth::account::action::Event),
    Lent(Option<Token>),
    Judged(MessageId, String, Verdict),
    Outcome(MessageId, Outcome),
    Retried,
}
