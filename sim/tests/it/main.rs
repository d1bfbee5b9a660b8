//! The simulator's tests: the machine driven without sockets, and a few that open ports on the loopback.

mod helix;
mod oauth;
mod scene;
mod server;
mod table;
mod world;
