//! What the client wants of Twitch, and what it is answered. It decides nothing.

use types::{Login, MessageId, UserId};

use super::entry::Fate;
use crate::cli::short_form::ShortForm;

/// What is to be done.
#[derive(Debug)]
pub(super) enum Wish {
    /// See who is logged in.
    Look,
    /// Say something.
    Say(Saying),
    /// Have Twitch do something.
    Errand {
        /// Where it is told what became of it.
        channel: Login,
        /// What.
        form: Box<ShortForm>,
    },
    /// Find out what a channel is called.
    Name(UserId),
}

/// Something to say.
#[derive(Debug)]
pub(super) struct Saying {
    /// Where.
    pub channel: Login,
    /// Which message it is.
    pub number: u64,
    /// What.
    pub text: String,
    /// What it answers.
    pub reply_to: Option<MessageId>,
}

/// What came of it.
#[derive(Debug)]
pub(super) enum Answer {
    /// Who is logged in.
    Me(Me),
    /// A message had its turn and is on its way.
    Begun {
        /// Which.
        number: u64,
    },
    /// What became of a message.
    Outcome {
        /// Where.
        channel: Login,
        /// Which.
        number: u64,
        /// What.
        fate: Fate,
        /// Its id.
        id: Option<MessageId>,
    },
    /// What became of an errand: what it tells, or why not.
    Done {
        /// Where.
        channel: Login,
        /// What.
        result: Result<Vec<String>, String>,
    },
    /// What a channel is called.
    Named(UserId, String),
}

/// Who chats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Me {
    /// Nobody has looked yet; the config may name somebody.
    Unknown(Option<Login>),
    /// Nobody is logged in, and this mends it.
    Nobody {
        /// Whom the config names.
        named: Option<Login>,
        /// What to do.
        advice: String,
    },
    /// This account.
    Somebody {
        /// Its login.
        login: Login,
        /// Its id.
        id: UserId,
    },
}
