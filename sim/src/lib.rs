//! A small Twitch of our own: one world behind OAuth, the REST API and chat, with a clock that tests can move.

mod chat;
mod irc;
mod twitch;
mod viewers;
mod world;

pub use irc::{IrcId, IrcOutput};
pub use twitch::{Settings, Twitch};
pub use viewers::Viewers;
