//! Ids, logins, scopes, badges, secrets and times, as Twitch defines them; plain data without I/O, clocks or async.
//!
//! The wall: this is all that the library wing and the bot share, so a type lives here only
//! if Twitch defines it and at least two crates use it.
//!
//! ```
//! use streamhand_types::{Badges, Login, Role, Timestamp};
//!
//! let login: Login = "Some_Viewer".parse()?;
//! assert_eq!(login.as_str(), "some_viewer");
//!
//! let badges = Badges::parse("moderator/1,subscriber/24");
//! assert!(badges.roles().contains(Role::Moderator));
//!
//! let sent_at = Timestamp::from_unix_millis(1_795_342_800_123);
//! assert_eq!(sent_at.to_string(), "2026-11-22T10:20:00.123Z");
//! # Ok::<(), streamhand_types::InvalidLogin>(())
//! ```
#![warn(missing_docs, clippy::missing_errors_doc)]

mod badge;
mod color;
mod id;
mod login;
mod scope;
mod secret;
mod timestamp;

pub use badge::{Badge, Badges, Role, Roles};
pub use color::{Color, InvalidColor};
pub use id::{ClientId, MessageId, UserId};
pub use login::{InvalidLogin, Login};
pub use scope::{Scope, ScopeSet};
pub use secret::Secret;
pub use timestamp::{InvalidTimestamp, Timestamp};
