//! The life of Twitch tokens.
#![warn(missing_docs, clippy::missing_errors_doc)]

pub mod account;
pub mod answer;
pub mod app_token;
mod backoff;
mod credential;
pub mod device_login;
mod error;
mod network;
mod settings;
mod source;
mod ticket;
mod token;
pub mod wire;

#[cfg(feature = "client")]
mod client;

pub use account::{Account, Status};
pub use app_token::AppToken;
pub use credential::Credential;
pub use device_login::{DeviceLogin, Prompt};
pub use error::{Attempt, ClientRefusal, Error, Loss, Setback, VaultError};
pub use network::{NetworkError, NetworkFailure};
pub use settings::{ClientKind, Settings};
pub use source::{BoxFuture, TokenSource, Vault};
pub use ticket::Ticket;
pub use token::{Generation, Token};

#[cfg(feature = "client")]
pub use client::{
    app_tokens::AppTokens,
    call::{revoke, validate},
    connect::{Connect, Socket},
    device::device_login,
    http::Http,
    keeper::{Keeper, Tokens, View},
};
