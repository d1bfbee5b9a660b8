//! The simulator's tests: the machine driven without sockets, and a few that open ports on the loopback.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on may panic, in its helpers too"
)]

mod accounts;
mod broadcasts;
mod chat;
mod clients;
mod community;
mod control;
mod eventsub;
mod extensions;
mod faults;
mod guest_star;
mod helix;
mod mischief;
mod moderation;
mod oauth;
mod played;
mod scene;
mod server;
mod shape;
mod table;
mod world;
