//! Twitch's REST API: one typed request for each of its endpoints, checked before it is sent, and a client that sends it.
//!
//! The wall: making a request and reading its answer need no socket, so they compile without one; only the feature
//! `client` waits for anything. Every request, its checks and its answer are made from the table in `spec`; no endpoint
//! is written by hand here, and adding one to the table adds it everywhere.
//!
//! A request checks itself against the limits of Twitch's reference, and becomes plain HTTP that anything may send:
//!
//! ```
//! use streamhand_helix::{Destination, Request, polls::CreatePoll};
//! use types::{ClientId, Secret};
//!
//! let poll = CreatePoll::new("141981764", "Heads or tails?", ["Heads", "Tails"], 60);
//! let request = poll.to_http(Destination {
//!     base_url: "https://api.twitch.tv/helix",
//!     client_id: &ClientId::new("wbmytr93xzw8zbg0p1izqyzzc5mbiz"),
//!     token: Some(&Secret::new("2gbdx6oar67tqtcmt49t3wpcgycthx")),
//! })?;
//! assert_eq!(request.method(), "POST");
//! assert_eq!(request.uri(), "https://api.twitch.tv/helix/polls");
//!
//! // An answer is read leniently: what is new, missing or of another type never costs the rest.
//! let answer = br#"{"data":[{"id":"ed961efd","title":"Heads or tails?","votes_of_the_moon":7,
//!                            "choices":[{"title":"Heads","votes":"3"},null],"status":"ACTIVE"}]}"#;
//! let polls = CreatePoll::<()>::decode(answer)?;
//! assert_eq!(polls[0].choices[0].votes, 3);
//!
//! // What Twitch would refuse is refused here, with the limit.
//! let refused = CreatePoll::new("141981764", "Alone?", ["Yes"], 60).check();
//! assert_eq!(
//!     refused.map_err(|error| error.to_string()),
//!     Err("cannot call Create Poll: `choices` has 1 elements, but at least 2 are needed".to_owned())
//! );
//! # Ok::<(), streamhand_helix::Error>(())
//! ```
//!
//! With a client, awaiting a request sends it: `helix.get_users().login("twitchdev").await?`; `examples/helix-user.rs`
//! is the whole program.
#![warn(missing_docs, clippy::missing_errors_doc)]

mod argument;
mod check;
pub mod decode;
pub mod dynamic;
mod error;
mod macros;
mod page;
mod parameters;
mod request;
mod wire;

#[cfg(feature = "client")]
mod client;

pub use argument::Argument;
pub use check::check;
#[cfg(feature = "client")]
pub use client::pages::Pages;
#[cfg(feature = "client")]
pub use client::{Answer, Client, Sending, Settings};
pub use error::{Called, Error, Violation};
pub use page::{Page, Paged, Pagination, Walk};
pub use parameters::Parameters;
pub use request::Request;
pub use wire::{Destination, refusal};

include!(concat!(env!("OUT_DIR"), "/headings.rs"));
