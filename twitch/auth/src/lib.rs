//! The life of Twitch tokens: logging in, validating, refreshing, losing and mending.
//!
//! The wall: everything that talks to Twitch needs a token, and nothing but this crate knows how
//! one is got and kept alive. A bot lives for months on a token that lives for hours, so the
//! rules are kept where they can be tested by themselves: [`DeviceLogin`], [`Account`] and
//! [`AppToken`] are machines without network, clock or disk. Their drivers
//! ([`device_login()`], [`Keeper`], [`AppTokens`]) come with the default feature `client`; the
//! transport ([`Connect`]) and the place where tokens are kept ([`Vault`]) are the caller's to give.
//!
//! Two grants of OAuth are left out. The implicit one gives no refresh token, so a login would end
//! after two months at best; PKCE is not known to Twitch.
//!
//! A whole login, with the answers of a login service written down:
//!
//! ```
//! use std::time::{Duration, Instant};
//!
//! use streamhand_auth::device_login::{Action, Event};
//! use streamhand_auth::{DeviceLogin, Settings};
//! use types::{ClientId, ScopeSet};
//!
//! let mut answers = [
//!     r#"{"device_code":"Zk3","expires_in":1800,"interval":5,"user_code":"ABCDEFGH",
//!         "verification_uri":"https://www.twitch.tv/activate?device-code=ABCDEFGH"}"#,
//!     r#"{"access_token":"u1a2","refresh_token":"r1e2","expires_in":14124,"scope":["chat:read"]}"#,
//!     r#"{"client_id":"abc","login":"perty","user_id":"1001","scopes":["chat:read"]}"#,
//! ]
//! .into_iter();
//!
//! let settings = Settings::new(ClientId::new("abc"));
//! let mut login = DeviceLogin::new(settings, ScopeSet::parse("chat:read"), 7)?;
//! let mut now = Instant::now();
//! let credential = 'login: loop {
//!     while let Some(action) = login.poll_action() {
//!         match action {
//!             Action::Send { ticket, request } => {
//!                 println!("{} {}", request.method(), request.uri());
//!                 let answer = answers.next().expect("three questions are asked");
//!                 login.handle_response(now, ticket, Ok(http::Response::new(answer.into())));
//!             }
//!             Action::Report(Event::CodeReady(prompt)) => {
//!                 println!("open {} within {:?}", prompt.verification_uri, prompt.expires_in);
//!             }
//!             Action::Report(_) => {}
//!             Action::Done(credential) => break 'login credential,
//!             Action::Failed(error) => return Err(error.into()),
//!         }
//!     }
//!     // A driver waits for this moment; here the clock is moved.
//!     now = login.poll_timeout().expect("there is more to do");
//!     login.handle_timeout(now);
//! };
//! assert_eq!(credential.login.as_str(), "perty");
//! assert_eq!(credential.expires_in, Some(Duration::from_secs(14124)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![warn(missing_docs, clippy::missing_errors_doc)]

pub mod account;
pub mod answer;
pub mod app_token;
mod arrival;
mod backoff;
mod callback;
pub mod code_login;
mod credential;
pub mod device_login;
mod error;
mod network;
mod reception;
mod redirect;
mod settings;
mod source;
mod ticket;
mod token;
pub mod wire;

#[cfg(feature = "client")]
mod client;

pub use account::Account;
pub use account::action::{Begun, Status};
pub use app_token::AppToken;
pub use code_login::{CodeLogin, Consent};
pub use credential::Credential;
pub use device_login::{DeviceLogin, Prompt};
pub use error::{Attempt, ClientRefusal, Error, Loss, Setback, Suspicion, VaultError};
pub use network::{NetworkError, NetworkFailure};
pub use reception::{Asked, Guest, Invitation, PageEvent, Picture, Reception, Verdict};
pub use redirect::{REDIRECT_PORTS, Scheme, redirect_address, redirect_addresses};
pub use settings::{ClientKind, Settings};
pub use source::{BoxFuture, Lease, TokenSource, Vault};
pub use ticket::Ticket;
pub use token::{Generation, Token};

#[cfg(feature = "client")]
pub use client::{
    app_tokens::AppTokens,
    call::{revoke, service_date, validate},
    connect::{Connect, Socket},
    device::device_login,
    http::Http,
    keeper::{Keeper, Tokens, View},
};

#[cfg(feature = "page")]
pub use client::{
    code::code_login,
    page::{LocalPage, PageSettings},
};
