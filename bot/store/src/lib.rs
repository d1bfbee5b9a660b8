//! What the bot remembers, in SQLite or PostgreSQL: channels, accounts, tokens, commands, and what became of messages.
//!
//! The wall: nobody else in the house speaks SQL, so one text serves both databases, and a write that
//! was acknowledged here survives whatever happens to the process. The store remembers and judges nothing;
//! its nouns are the engine's and Twitch's.
//!
//! ```
//! use streamhand_store::{Channel, KeySource, Settings, Store};
//! use types::{Timestamp, UserId};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let settings = Settings::new(KeySource::File("streamhand.key".into()));
//! let store = Store::open("sqlite::memory:", &settings).await?;
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
mod back_up;
mod backend;
mod backup;
mod channel;
mod claim;
mod clock;
mod column;
mod command;
mod credential;
mod credential_row;
mod dump_script;
mod error;
mod examination;
mod generation;
mod holder;
mod key;
mod keyring;
mod known_name;
mod lease;
mod lock;
mod migration;
mod outcome;
mod outcome_count;
mod postgres_dump;
mod private_file;
mod refusal;
mod rekey;
mod repair;
mod restore;
mod role;
mod role_name;
mod scrub;
mod sealed;
mod setting;
mod settings;
mod sqlite_copy;
mod store;
mod summary;

pub use account::Account;
pub use backend::{Backend, without_password};
pub use backup::{Backup, BackupKind, backups};
pub use channel::Channel;
pub use claim::Claim;
pub use credential_row::{ClientKind, Credential, Kept};
pub use error::{Attempt, Cause, Error, Tried};
pub use generation::BackedUp;
pub use holder::Holder;
pub use key::{InvalidKey, Key};
pub use lease::RefreshLease;
pub use outcome::{OUTCOMES, Outcome};
pub use outcome_count::OutcomeCount;
pub use refusal::Refusal;
pub use repair::Recovery;
pub use restore::{Restored, inspect, restore};
pub use role::Binding;
pub use role_name::Role;
pub use sealed::{Broken, Cell, Seal};
pub use settings::{KeySource, Settings};
pub use store::Store;
pub use summary::Summary;
