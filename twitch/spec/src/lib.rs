//! What Twitch offers: every endpoint, event type and scope as constant tables, and nothing that talks to it.
#![warn(missing_docs, clippy::missing_errors_doc)]

pub mod model;
