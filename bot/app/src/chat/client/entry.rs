//! What stands in a chat's log, entry by entry; every text in it is harmless already. How it looks is the business of `layout`.

use types::{Color, MessageId, Timestamp, UserId};

/// One entry of a log.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// When it happened.
    pub at: Timestamp,
    /// The id of the message, if it is one.
    pub id: Option<MessageId>,
    /// Who it is from; nobody for what Twitch or the client says.
    pub author: Option<Author>,
    /// What it says.
    pub body: Body,
    /// Why it is gone, if it is.
    pub strike: Option<String>,
    /// The channel in which it was written, if that is another one.
    pub source: Option<UserId>,
    /// Why it stands out.
    pub note: Option<Note>,
    /// What became of it, if it is ours.
    pub ours: Option<Ours>,
}

/// Somebody who wrote something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Author {
    /// Who it is, whatever the name.
    pub user_id: Option<UserId>,
    /// How they are addressed.
    pub login: String,
    /// How they write themselves.
    pub name: String,
    /// The color of the name.
    pub color: Option<Color>,
    /// What they are in the channel.
    pub badges: Vec<Badge>,
}

/// A badge that says something about somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Badge {
    /// Works for Twitch.
    Staff,
    /// Owns the channel.
    Broadcaster,
    /// Moderates it.
    Moderator,
    /// Is a VIP of it.
    Vip,
    /// Is subscribed, for so many months if that is known.
    Subscriber(Option<u32>),
    /// Is a partner of Twitch.
    Partner,
    /// Says of itself that it is a bot.
    Bot,
}

/// What an entry says.
#[derive(Debug, Clone)]
pub(super) enum Body {
    /// Somebody said something.
    Said {
        /// What was said.
        pieces: Vec<Piece>,
        /// Whether it was acted with `/me`.
        is_action: bool,
        /// What it answers.
        reply: Option<Answered>,
        /// How many bits were cheered.
        bits: Option<u64>,
    },
    /// Something happened in the channel.
    Happened {
        /// What kind of thing.
        news: News,
        /// What happened, in Twitch's words.
        words: String,
        /// What the person wrote with it.
        pieces: Vec<Piece>,
    },
    /// The client says something.
    Told(Tone, String),
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// The text.
    pub text: String,
    /// What it is.
    pub kind: PieceKind,
}

/// What a piece of a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// Words.
    Plain,
    /// The name of an emote.
    Emote,
    /// Our own name.
    Mention,
}

/// The message that is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answered {
    /// Who wrote it.
    pub name: String,
    /// What it said, cut short.
    pub text: String,
}

/// What kind of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    /// A subscription.
    Subscription,
    /// A gift.
    Gift,
    /// A raid.
    Raid,
    /// An announcement.
    Announcement,
    /// A change of the chat's modes, or whatever else Twitch says.
    Notice,
    /// Somebody was silenced, or messages are gone.
    Moderation,
}

/// Why an entry stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Note {
    /// It names us, or answers us.
    Mention,
    /// It is the author's first message in the channel.
    First,
    /// The author paid for its being seen.
    Highlighted,
}

/// What the tone of the client's own words is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// Something to know.
    Plain,
    /// Something went as it should.
    Good,
    /// Something did not.
    Bad,
}

/// What we said ourselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ours {
    /// Which of our messages it is.
    pub number: u64,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a message of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is on its way.
    Sending,
    /// It stands in the chat.
    Sent,
    /// It does not: why, and what mends it.
    Dropped(String),
    /// Nobody can say.
    Unknown(String),
}

impl Entry {
    /// Words of the client.
    pub(super) fn told(at: Timestamp, tone: Tone, words: impl AsRef<str>) -> Self {
        let words = super::harmless::harmless(words.as_ref());
        Self::new(at, Body::Told(tone, words))
    }

    /// An entry of nobody in particular.
    pub(super) fn new(at: Timestamp, body: Body) -> Self {
        Self {
            at,
            id: None,
            author: None,
            body,
            strike: None,
            source: None,
            note: None,
            ours: None,
        }
    }

    /// The text of it, without what is drawn around.
    pub(super) fn text(&self) -> String {
        let pieces = match &self.body {
            Body::Said { pieces, .. } | Body::Happened { pieces, .. } => pieces,
            Body::Told(_, words) => return words.clone(),
        };
        pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// Whether somebody said it, so that it can be answered or deleted.
    pub(super) fn is_message(&self) -> bool {
        matches!(self.body, Body::Said { .. }) && self.author.is_some()
    }
}

impl Piece {
    /// Words and nothing else.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            kind: PieceKind::Plain,
        }
    }
}
