//! What the bot remembers, in SQLite or PostgreSQL: channels, accounts, tokens and commands.
//!
//! The wall: nobody else in the house speaks SQL, so one text serves both databases, and a write that
//! was acknowledged here survives whatever happens to the process. The store remembers and judges nothing;
//! its nouns are the engine's and Twitch's.
//!
//! ```
//! use streamhand_store::{Channel, Store};
//! use types::{Timestamp, UserId};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let store = Store::open("sqlite::memory:").await?;
//! let channel = Channel {
//!     id: UserId::new("1001"),
//!     login: "somechannel".parse()?,
//!     display_name: "SomeChannel".to_owned(),
//!     added_at: Timestamp::from_unix_millis(1_795_342_800_123),
//! };
//! store.put_channel(&channel).await?;
//! assert_eq!(store.channels().await?, [channel]);
//! store.close().await;
//! # Ok(())
//! # }
//! ```

mod account;
mod backend;
mod channel;
mod column;
mod command;
mod credential;
mod error;
mod migration;
mod private_file;
mod role;
mod role_name;
mod sealed;
mod store;

pub use account::Account;
pub use backend::{Backend, without_password};
pub use channel::Channel;
pub use credential::{ClientKind, Credential, Kept};
pub use error::{Attempt, Cause, Error};
pub use role::Binding;
pub use role_name::Role;
pub use store::Store;
