//! What the bot decides: an event goes in, actions come out; nothing here waits, speaks or remembers on its own.
//!
//! The wall: the compiler forbids sockets, databases, tokio and clocks in here, so every decision of the bot
//! can be tested in virtual time, and a day of chat takes a moment. Whatever needs the world is asked for
//! with [`Action::Ask`] and comes back as [`Event::Answer`].
//!
//! ```
//! use std::time::Instant;
//! use streamhand_engine::{Action, Channel, ChatLine, Engine, Event, Settings};
//! use types::{MessageId, Roles, Timestamp, UserId};
//!
//! # #[expect(clippy::disallowed_methods, reason = "an example is a driver, and drivers read the clock")]
//! let now = Instant::now();
//! let mut engine = Engine::new(now, Settings::default(), 7);
//! engine.handle(now, Event::ChannelAdded(Channel {
//!     id: UserId::new("1001"),
//!     login: "somechannel".parse()?,
//!     bot: UserId::new("5005"),
//! }));
//! let actions = engine.handle(now, Event::Chat(ChatLine {
//!     channel: UserId::new("1001"),
//!     id: MessageId::new("m1"),
//!     sender: UserId::new("2002"),
//!     login: "ann".to_owned(),
//!     display_name: "Ann".to_owned(),
//!     roles: Roles::NONE,
//!     text: "!ping".to_owned(),
//!     reply: None,
//!     source_channel: None,
//!     sent_at: Timestamp::from_unix_millis(1_795_342_800_123),
//! }));
//! let said: Vec<_> = actions.iter().filter_map(|action| match action {
//!     Action::Say { text, .. } => Some(text.as_str()),
//!     _ => None,
//! }).collect();
//! assert_eq!(said, ["Pong! I have been here for 0 s."]);
//! # Ok::<(), types::InvalidLogin>(())
//! ```

mod action;
mod asks;
mod blocked_words;
mod breaker;
mod builtin;
mod command;
mod commands;
mod cooldowns;
mod draft;
mod engine;
mod event;
mod expiring;
mod invisible;
mod invocation;
mod level;
mod phrase;
mod priority;
mod room;
mod seen;
mod settings;
mod template;
mod text;

pub use action::{Action, Change, Question, Reason, ReplyTo, Ticket, Verdict};
pub use blocked_words::{BlockedWords, InvalidBlockedWord};
pub use builtin::{Builtin, GROUP};
pub use command::{Command, CommandName, InvalidCommandName};
pub use commands::BUILTINS;
pub use engine::Engine;
pub use event::{Answer, Channel, ChatLine, Event, Reply};
pub use invocation::may_call;
pub use level::{Level, UnknownLevel};
pub use priority::Priority;
pub use settings::{LoopLimits, Settings};
pub use text::{MAX_LENGTH, MAX_PARTS, OutgoingText};
