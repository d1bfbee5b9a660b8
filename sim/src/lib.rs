//! A small Twitch of our own: one world behind OAuth, the REST API and chat, with a clock that tests can move.
//!
//! The wall: it imports what Twitch is (`types`, `spec`) and no client, so that a mistake in a client cannot agree with itself.
//! [`Twitch`] is the machine, without sockets and without a clock; [`Server`] puts ports and time around it.
//!
//! ```
//! use streamhand_sim::Server;
//! use streamhand_sim::server::Settings;
//!
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let server = Server::start(Settings::default()).await?;
//!     // Everything that a client under test needs, tokens included.
//!     let env = server.env();
//!     assert_eq!(env.account.login.as_str(), "perty");
//!     assert!(env.shell_lines().contains("SIM_HELIX=http://127.0.0.1:"));
//!     server.shut_down().await;
//!     Ok(())
//! }
//! ```

mod chat;
pub mod chatter;
mod control;
mod delivery;
mod due;
mod duration;
mod fault;
mod grant;
mod helix;
mod irc;
mod mischief;
mod oauth;
mod page;
mod participation;
mod picture;
mod places;
pub mod played;
mod reply;
mod request;
pub mod sample;
pub mod server;
pub mod shape;
mod statistics;
mod tally;
mod torrent;
mod twitch;
mod viewers;
mod world;

pub use chat::outbox::{Farewell, IrcId, IrcOutput};
pub use control::env::{Env, EnvAccount};
pub use delivery::Delivery;
pub use mischief::Flow;
pub use places::Places;
pub use server::Server;
pub use statistics::{BotStatistics, Statistics};
pub use torrent::Torrent;
pub use twitch::{Settings, Twitch};
pub use viewers::Viewers;
pub use viewers::corpus::Corpus;
pub use world::blueprint::{
    Blueprint, BlueprintError, ChannelPlan, ClientPlan, TypePlan, UserPlan,
};
