//! The life of Twitch tokens: logging in, validating, refreshing, losing and mending.
//!
//! The wall: everything that talks to Twitch needs a token, and nothing but this crate knows how
//! one is got and kept alive. A bot lives for months on a token that lives for hours, so the
//! rules are kept where they can be tested by themselves, in machines without network, clock or disk.
//!
//! A whole program: it logs an account in, keeps the login, and has a valid token whenever it wants one.
//!
//! ```no_run
//! use std::sync::{Arc, Mutex, PoisonError};
//!
//! use streamhand_auth::device_login::Event;
//! use streamhand_auth::types::{ClientId, ScopeSet, UserId};
//! use streamhand_auth::{
//!     BoxFuture, Credential, Http, Keeper, Lease, Settings, Vault, VaultError, device_login,
//! };
//!
//! /// Keeps one login as long as the program runs; the example `auth-keep-token` keeps it in a file.
//! #[derive(Default)]
//! struct Memory {
//!     kept: Mutex<Option<Credential>>,
//!     refreshing: Arc<tokio::sync::Mutex<()>>,
//! }
//!
//! impl Memory {
//!     fn kept(&self) -> Option<Credential> {
//!         self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone()
//!     }
//! }
//!
//! impl Vault for Memory {
//!     fn save<'a>(&'a self, credential: &'a Credential) -> BoxFuture<'a, Result<(), VaultError>> {
//!         *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(credential.clone());
//!         Box::pin(async { Ok(()) })
//!     }
//!
//!     fn begin_refresh<'a>(&'a self, _: &'a Credential) -> BoxFuture<'a, Result<Lease, VaultError>> {
//!         Box::pin(async {
//!             let refreshing = Arc::clone(&self.refreshing).lock_owned().await;
//!             // A refresh that is cut off takes this memory with it.
//!             Ok(Lease::new(self.kept(), false, refreshing))
//!         })
//!     }
//!
//!     fn load<'a>(
//!         &'a self,
//!         _: &'a UserId,
//!         _: &'a ClientId,
//!     ) -> BoxFuture<'a, Result<Option<Credential>, VaultError>> {
//!         Box::pin(async { Ok(self.kept()) })
//!     }
//! }
//!
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let http = Http::new();
//!     let settings = Settings::new(ClientId::new("the client id of a public application"));
//!     let scopes = ScopeSet::parse("user:read:chat user:write:chat");
//!     let credential = device_login(&http, settings.clone(), scopes, |event| {
//!         if let Event::CodeReady(prompt) = event {
//!             println!("open {}", prompt.verification_uri);
//!         }
//!     })
//!     .await?;
//!     let vault = Arc::new(Memory::default());
//!     vault.save(&credential).await?;
//!
//!     let tokens = Keeper::spawn(http, settings, Some(credential), vault);
//!     // Before each call to Twitch, and once more after a 401 that was reported:
//!     let token = tokens.token().await?;
//!     println!("{:?} may: {}", token.login(), token.scopes());
//!     tokens.report_unauthorized(token.generation());
//!     let token = tokens.token().await?;
//!     println!("still {:?}", token.login());
//!     Ok(())
//! }
//! ```
//!
//! # What is the caller's to give
//!
//! - **The transport.** [`Http::over`] takes connections from a [`Connect`]: through a proxy, or a pipe in a test.
//!   Another HTTP client altogether can drive the machines, which speak in [`http`] requests and responses.
//! - **The store.** A [`Vault`] keeps credentials, and lets one process at a time refresh an account: many of
//!   Twitch's refresh tokens work once.
//! - **The clock.** The machines ([`DeviceLogin`], [`CodeLogin`], [`Account`], [`AppToken`]) are told the time and
//!   their chance with each input. Their drivers ([`device_login()`], [`Keeper`], [`AppTokens`]) come with the default
//!   feature `client` and use tokio's clock, which a test may pause.
//!
//! # What is left out
//!
//! The implicit grant: it gives no refresh token, so a login would end after two months at best, and it hands the
//! token to a page in the browser. PKCE: Twitch does not know it and would ignore it, so pretending to use it
//! would protect nobody; a login by code is guarded by the secret of the application and a `state` that works once.
//!
//! # A machine
//!
//! A whole login, with the answers of a login service written down:
//!
//! ```
//! use std::time::{Duration, Instant};
//!
//! use streamhand_auth::device_login::{Action, Event};
//! use streamhand_auth::types::{ClientId, ScopeSet};
//! use streamhand_auth::{ClientKind, DeviceLogin, Settings};
//!
//! let mut answers = [
//!     r#"{"device_code":"Zk3","expires_in":1800,"interval":5,"user_code":"ABCDEFGH",
//!         "verification_uri":"https://www.twitch.tv/activate?device-code=ABCDEFGH"}"#,
//!     r#"{"access_token":"u1a2","refresh_token":"r1e2","expires_in":14124,"scope":["chat:read"]}"#,
//!     r#"{"client_id":"abc","login":"perty","user_id":"1001","scopes":["chat:read"]}"#,
//!     r#"{"access_token":"u3a4","refresh_token":"r3e4","expires_in":14124,"scope":["chat:read"]}"#,
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
//!                 let answer = answers.next().expect("four questions are asked");
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
//! assert_eq!(credential.client_kind, ClientKind::Public);
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
pub use account::action::{Begun, Note, Status};
pub use app_token::AppToken;
pub use code_login::{CodeLogin, Consent};
pub use credential::Credential;
pub use device_login::{DeviceLogin, Prompt};
pub use error::{Attempt, ClientRefusal, Error, Loss, Setback, Suspicion, VaultError};
pub use network::{NetworkError, NetworkFailure};
pub use reception::{Asked, Guest, Invitation, PageEvent, Picture, Reception, Verdict};
pub use redirect::{REDIRECT_PORTS, Scheme, redirect_address, redirect_addresses};
pub use settings::{ClientKind, Settings};
pub use source::{BoxFuture, Hold, Lease, TokenSource, Vault};
pub use ticket::Ticket;
pub use token::{Generation, Token};
/// What Twitch defines: ids, logins, scopes, secrets.
pub use types;

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
