//! A small Twitch of our own: one world behind OAuth, the REST API and chat, with a clock that tests can move.

mod world;
