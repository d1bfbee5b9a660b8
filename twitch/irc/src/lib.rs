//! Twitch chat over IRC: lines, messages and the connection.
//!
//! The wall: whoever only reads logs of chat takes the parser alone, and the machine that keeps the
//! connection knows no socket, clock or runtime, so that a day of trouble can be tested in a millisecond.
//! Those live under `client`, a default feature.
//!
//! ```
//! use streamhand_irc::Message;
//!
//! let line = "@badges=moderator/1;display-name=Ann;id=aaaa-bbbb :ann!ann@ann.tmi.twitch.tv PRIVMSG #chan :hello";
//! let Message::Privmsg(message) = Message::parse(line)? else {
//!     panic!("this is a PRIVMSG");
//! };
//! assert_eq!(message.channel, "chan");
//! assert_eq!(message.sender.display_name(), "Ann");
//! assert_eq!(message.text, "hello");
//! # Ok::<(), streamhand_irc::LineError>(())
//! ```
//!
//! The connection asks for what it needs; here the server's part is written down. A [`Fleet`] is used in the same way:
//! it is as many connections as the channels need, with one limit for all, and replaces each of them before it goes.
//! `client` gives it sockets, as `examples/irc-read.rs` shows.
//!
//! ```
//! use std::time::Instant;
//!
//! use streamhand_irc::{Action, Connection, Event, Identity, Settings};
//!
//! let mut settings = Settings::new(Identity::Anonymous);
//! settings.channels.push("chan".parse()?);
//! let now = Instant::now();
//! let mut connection = Connection::new(now, settings, 7);
//! let mut joined = None;
//! while let Some(action) = connection.poll_action() {
//!     match action {
//!         Action::Open => connection.handle_opened(now),
//!         Action::Write(line) if line.as_bytes().starts_with(b"NICK") => {
//!             connection.handle_bytes(now, b":tmi.twitch.tv 001 justinfan7 :Welcome, GLHF!\r\n");
//!         }
//!         Action::Write(line) if line.as_bytes() == b"JOIN #chan\r\n" => {
//!             connection.handle_bytes(now, b"@room-id=1001;slow=0 :tmi.twitch.tv ROOMSTATE #chan\r\n");
//!         }
//!         Action::Event(Event::Joined { channel }) => joined = Some(channel),
//!         _ => {}
//!     }
//! }
//! assert_eq!(joined.as_ref().map(types::Login::as_str), Some("chan"));
//! // A driver would wait for bytes or until this moment, when the connection asks whether the server is still there.
//! assert!(connection.poll_timeout() > Some(now));
//! # Ok::<(), types::InvalidLogin>(())
//! ```
#![warn(missing_docs, clippy::missing_errors_doc)]

mod batch;
mod connection;
#[cfg(feature = "client")]
mod driver;
mod error;
mod fleet;
mod line;
mod marks;
mod message;
mod outgoing;
mod owned;
mod scan;
mod splitter;
mod tags;

/// The driver that runs a [`Fleet`] over TCP, TLS or WebSocket.
#[cfg(feature = "client")]
pub mod client {
    pub use crate::driver::address::{Address, Scheme};
    pub use crate::driver::tls::Tls;
    pub use crate::driver::token::{NoToken, TokenFuture, TokenSource, WithoutToken};
    pub use crate::driver::{Driver, Handle, Options, prepare};
}

pub use batch::Batch;
pub use connection::Connection;
pub use connection::action::Action;
pub use connection::event::{
    Disconnection, Event, Health, JoinFailure, LoginRefusal, Pulse, Unreadable, Unsaid, Weight,
};
pub use connection::settings::{AccountLimits, Identity, Settings, Usage};
pub use error::Error;
pub use fleet::order::{LinkId, Order};
pub use fleet::{Fleet, Standing};
pub use line::{Line, LineError, ParamIter, Params, Prefix};
pub use message::Message;
pub use message::emote::EmoteSpan;
pub use message::membership::{EndOfNames, Join, Names, Part};
pub use message::moderation::{ClearChat, ClearMessage, ClearTarget};
pub use message::notice::Notice;
pub use message::privmsg::{Manner, Privmsg};
pub use message::reply::Reply;
pub use message::room_state::{FollowersOnly, RoomState};
pub use message::sender::Sender;
pub use message::session::{Capabilities, Ping, Pong, UnknownCommand, Verdict, Welcome};
pub use message::source::Source;
pub use message::user_notice::UserNotice;
pub use message::user_notice::kind::{Gift, NoticeKind, Plan, Reach, Subscription};
pub use message::user_state::{GlobalUserState, UserState};
pub use message::whisper::Whisper;
pub use outgoing::{Capability, ClientTags, Outgoing};
pub use owned::OwnedMessage;
pub use splitter::{LINE_LIMIT, Piece, Splitter};
pub use tags::{Escaped, TagIter, Tags, escape};
