//! The life of Twitch tokens.
#![warn(missing_docs, clippy::missing_errors_doc)]

mod credential;
mod error;
mod network;
mod settings;
mod source;
mod token;

#[cfg(feature = "client")]
mod client;

pub use credential::Credential;
pub use error::{Attempt, ClientRefusal, Error, Loss, Setback, VaultError};
pub use network::{NetworkError, NetworkFailure};
pub use settings::{ClientKind, Settings};
pub use source::{BoxFuture, TokenSource, Vault};
pub use token::{Generation, Token};

#[cfg(feature = "client")]
pub use client::connect::{Connect, Socket};
#[cfg(feature = "client")]
pub use client::http::Http;
