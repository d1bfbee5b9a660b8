//! Scenes in virtual time against a login service that rotates its tokens and can be made to misbehave.
#![cfg(test)]

mod account;
mod app_token;
mod code_login;
mod corpus;
mod death;
mod device_login;
mod encoding;
mod household;
mod lease;
mod matrix;
mod month;
mod scene;
mod shuttle;
mod twitch;

#[cfg(feature = "client")]
mod http;
#[cfg(feature = "client")]
mod keeper;
#[cfg(feature = "client")]
mod keepers;
#[cfg(feature = "client")]
mod line;

#[cfg(feature = "page")]
mod consenting;
#[cfg(feature = "page")]
mod page;
