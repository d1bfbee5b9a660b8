//! Twitch's REST API: one typed request for each of its endpoints, checked before it is sent, and a client that sends it.
//!
//! The wall: making a request and reading its answer need no socket, so they compile without one; only the feature
//! `client` waits for anything. Every request, its checks and its answer are made from the table in `spec`; no endpoint
//! is written by hand here, and adding one to the table adds it everywhere.
//!
//! A whole program, which says something in a chat and reads who is there:
//!
//! ```no_run
//! use std::sync::Arc;
//!
//! use auth::{Generation, Http, Token};
//! use streamhand_helix::{Client, Settings};
//! use types::{ClientId, Secret};
//!
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     // A program that runs for hours gives an `auth::Keeper` instead, which keeps its token alive, or a
//!     // `Directory` with several accounts, of which each call takes the one that it needs.
//!     let token = Token::of_app(
//!         ClientId::new("wbmytr93xzw8zbg0p1izqyzzc5mbiz"),
//!         Secret::new("2gbdx6oar67tqtcmt49t3wpcgycthx"),
//!         Generation::FIRST,
//!     );
//!     let helix = Client::new(Http::new(), Settings::new(), Arc::new(token));
//!
//!     // Awaiting a request sends it, when it is its turn.
//!     let users = helix.get_users().login("twitchdev").await?;
//!     let streams = helix.get_streams().first(100).pages().next().await?;
//!     println!("{users:?} and {} streams", streams.map_or(0, |streams| streams.len()));
//!
//!     // A message that may have been sent is not to be sent again.
//!     match helix.send_chat_message("141981764", "12826", "Hello!").await {
//!         Ok(answer) => println!("{answer:?}"),
//!         Err(error) if error.is_transient() && !error.may_have_happened() => {
//!             println!("later: {error}");
//!         }
//!         Err(error) => println!("never mind: {error}"),
//!     }
//!     Ok(())
//! }
//! ```
//!
//! What the client does by itself, so that its user need not:
//!
//! - It takes the right token, and says which account or scope is missing before anything is sent ([`Directory`]).
//! - It waits for its turn in each bucket of points and in each endpoint's own limits ([`pace`]).
//! - It repeats what failed where the table says that a repeat does no harm ([`pace::again`]), takes it for done when a
//!   repeat is told that it is, and gets a new token after a 401.
//! - It ends: every exchange has a deadline, every answer a largest size.
//!
//! For each heading of Twitch's reference there is a program of some thirty lines in the folder `examples`.
//! They take `CLIENT_ID` and `TOKEN` from the environment; `streamhand sim` gives both to whoever asks, and what else
//! it takes to try them without Twitch:
//!
//! ```text
//! streamhand sim --http 127.0.0.1:8090 &
//! set -a; eval "$(curl -s http://127.0.0.1:8090/sim/env)"
//! TOKEN=$PEER_TOKEN cargo run --example helix-poll -- "Tea or coffee?" Tea Coffee
//! ```
//!
//! Without the client, a request checks itself against the limits of Twitch's reference, and becomes plain HTTP that
//! anything may send:
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
#![warn(missing_docs, clippy::missing_errors_doc)]

mod argument;
pub mod caller;
mod check;
pub mod decode;
pub mod dynamic;
mod error;
mod macros;
pub mod pace;
mod page;
mod parameters;
mod request;
mod wire;

#[cfg(feature = "client")]
mod client;

pub use argument::Argument;
pub use caller::Caller;
pub use check::check;
#[cfg(feature = "client")]
pub use client::accounts::{Accounts, Directory};
#[cfg(feature = "client")]
pub use client::pages::Pages;
#[cfg(feature = "client")]
pub use client::{Answer, Client, Sending, Settings};
pub use error::{Called, Error, Fate, Violation, Whose};
pub use page::{Page, Paged, Pagination, Walk};
pub use parameters::Parameters;
pub use request::Request;
pub use wire::{Destination, refusal};

include!(concat!(env!("OUT_DIR"), "/headings.rs"));
