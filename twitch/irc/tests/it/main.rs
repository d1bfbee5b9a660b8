//! Scenes in virtual time for the connection, tables and properties for the parser, and the driver against a small server.

mod corpus;
#[cfg(feature = "client")]
mod driver;
mod joining;
mod lifecycle;
mod login;
mod messages;
mod properties;
mod scene;
mod user_notices;
