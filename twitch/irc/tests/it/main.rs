//! Scenes in virtual time for the connection, tables and properties for the parser, and the driver against a small server.
#![expect(
    clippy::unwrap_used,
    reason = "in a test, a panic is how failure is told, also from the functions that tests share"
)]

mod agree;
mod agreement;
mod corpus;
#[cfg(feature = "client")]
mod driver;
mod fleet;
mod hand_over;
mod hostile;
mod joining;
mod lifecycle;
mod login;
mod memory;
mod messages;
mod properties;
mod reference;
mod scene;
mod stage;
mod standing_by;
mod storms;
mod user_notices;
