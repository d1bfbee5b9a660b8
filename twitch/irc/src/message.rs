//! The messages of Twitch chat, typed; each borrows from its line and reads rare tags only when asked.

use crate::line::{Line, LineError};

mod channel;
pub(crate) mod emote;
pub(crate) mod membership;
pub(crate) mod moderation;
pub(crate) mod notice;
pub(crate) mod privmsg;
pub(crate) mod reply;
pub(crate) mod room_state;
pub(crate) mod sender;
pub(crate) mod session;
pub(crate) mod source;
pub(crate) mod user_notice;
pub(crate) mod user_state;
pub(crate) mod whisper;

use membership::{EndOfNames, Join, Names, Part};
use moderation::{ClearChat, ClearMessage};
use notice::Notice;
use privmsg::Privmsg;
use room_state::RoomState;
use session::{Capabilities, Ping, Pong, UnknownCommand, Welcome};
use user_notice::UserNotice;
use user_state::{GlobalUserState, UserState};
use whisper::Whisper;

/// One message from the server.
///
/// A line that is none of these, or lacks what its kind cannot do without, is [`Other`](Self::Other): kept, never lost.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Message<'a> {
    /// Somebody said something.
    Privmsg(Privmsg<'a>),
    /// Something happened in a channel: a subscription, a raid, an announcement.
    UserNotice(UserNotice<'a>),
    /// A chat was cleared, or a user was banned or timed out.
    ClearChat(ClearChat<'a>),
    /// One message was deleted.
    ClearMessage(ClearMessage<'a>),
    /// The server explains something, often why it did not do what was asked.
    Notice(Notice<'a>),
    /// How a channel is set up, or what of it changed.
    RoomState(RoomState<'a>),
    /// How we appear in a channel; answers JOIN and each message of ours.
    UserState(UserState<'a>),
    /// How we appear everywhere; comes once after login.
    GlobalUserState(GlobalUserState<'a>),
    /// Somebody, perhaps we, joined a channel.
    Join(Join<'a>),
    /// Somebody, perhaps we, left a channel.
    Part(Part<'a>),
    /// Some of those who are in a channel.
    Names(Names<'a>),
    /// The list of names is complete.
    EndOfNames(EndOfNames<'a>),
    /// A private message.
    Whisper(Whisper<'a>),
    /// The server asks whether we are there.
    Ping(Ping<'a>),
    /// The server answers our PING.
    Pong(Pong<'a>),
    /// The server goes away soon.
    Reconnect,
    /// The answer to our request for capabilities.
    Capabilities(Capabilities<'a>),
    /// The login worked.
    Welcome(Welcome<'a>),
    /// The server does not know a command that we sent.
    UnknownCommand(UnknownCommand<'a>),
    /// Anything else.
    Other(Line<'a>),
}

impl<'a> Message<'a> {
    /// Reads one line, without its line end.
    ///
    /// # Errors
    /// [`LineError`] if there is no command; any other text is some message.
    #[inline]
    pub fn parse(text: &'a str) -> Result<Self, LineError> {
        match Line::parse(text) {
            Ok(line) => Ok(Self::from(line)),
            Err(error) => Err(error),
        }
    }

    /// Reads a line that is no PRIVMSG.
    #[inline(never)]
    fn read_rarer(line: &Line<'a>) -> Option<Self> {
        match line.command() {
            "USERNOTICE" => UserNotice::read(line).map(Self::UserNotice),
            "CLEARCHAT" => ClearChat::read(line).map(Self::ClearChat),
            "CLEARMSG" => ClearMessage::read(line).map(Self::ClearMessage),
            "NOTICE" => Notice::read(line).map(Self::Notice),
            "ROOMSTATE" => RoomState::read(line).map(Self::RoomState),
            "USERSTATE" => UserState::read(line).map(Self::UserState),
            "GLOBALUSERSTATE" => Some(Self::GlobalUserState(GlobalUserState::read(line))),
            "JOIN" => Join::read(line).map(Self::Join),
            "PART" => Part::read(line).map(Self::Part),
            "353" => Names::read(line).map(Self::Names),
            "366" => EndOfNames::read(line).map(Self::EndOfNames),
            "WHISPER" => Whisper::read(line).map(Self::Whisper),
            "PING" => Some(Self::Ping(Ping::read(line))),
            "PONG" => Some(Self::Pong(Pong::read(line))),
            "RECONNECT" => Some(Self::Reconnect),
            "CAP" => Capabilities::read(line).map(Self::Capabilities),
            "001" => Welcome::read(line).map(Self::Welcome),
            "421" => UnknownCommand::read(line).map(Self::UnknownCommand),
            _ => None,
        }
    }
}

impl<'a> From<Line<'a>> for Message<'a> {
    #[inline]
    fn from(line: Line<'a>) -> Self {
        // Nearly every line is one of these, and it is large: it is read where it will stay, not copied there.
        if line.command() == "PRIVMSG" {
            return match Privmsg::read(&line) {
                Some(message) => Self::Privmsg(message),
                None => Self::Other(line),
            };
        }
        Self::read_rarer(&line).unwrap_or(Self::Other(line))
    }
}
