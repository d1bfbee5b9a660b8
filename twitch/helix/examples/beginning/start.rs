//! How these programs begin: a client with the token that stands in the environment, whose user that is, and the arguments. It is no program itself.
//!
//! `CLIENT_ID` and `TOKEN` are taken from the environment. A simulator is asked instead of Twitch if `SIM_HELIX` and
//! `SIM_AUTH` say where it is; its `/sim/env` prints all four.

use std::env;
use std::sync::Arc;

use auth::{Credential, Generation, Http, Token};
use streamhand_helix::{Client, Settings};
use types::{ClientId, Secret, UserId};

/// Whatever ends a program.
pub(crate) type Failure = Box<dyn std::error::Error>;

/// A client, the user of its token, and what was given on the command line.
pub(crate) async fn begin() -> Result<(Client, UserId, Vec<String>), Failure> {
    let http = Http::new();
    let client_id =
        ClientId::new(variable("CLIENT_ID").ok_or("put CLIENT_ID into the environment")?);
    let access = Secret::new(variable("TOKEN").ok_or("put TOKEN into the environment")?);
    let mut login = auth::Settings::new(client_id);
    if let Some(simulator) = variable("SIM_AUTH") {
        login = login.with_base(&simulator)?;
    }
    let mut settings = Settings::new();
    if let Some(simulator) = variable("SIM_HELIX") {
        settings = settings.with_base_url(simulator);
    }
    // Twitch tells whose token it is, and what it may do. A program that runs for hours gives the client an
    // `auth::Keeper` instead of a token, which keeps it alive.
    let identity = auth::validate(&http, &login, &access).await?;
    let token = match (identity.user_id, identity.login) {
        (Some(user_id), Some(login)) => {
            let credential = Credential {
                user_id,
                login,
                client_id: identity.client_id,
                client_kind: Default::default(),
                access,
                refresh: None,
                scopes: identity.scopes.unwrap_or_default(),
                expires_in: identity.expires_in,
            };
            Token::of_user(&credential, Generation::FIRST)
        }
        _ => Token::of_app(identity.client_id, access, Generation::FIRST),
    };
    // An application is nobody; the calls that are made with its token name no user of it.
    let user = token.user_id().cloned().unwrap_or_else(|| UserId::new(""));
    let arguments = env::args().skip(1).collect();
    Ok((
        Client::new(http, settings, Arc::new(token)),
        user,
        arguments,
    ))
}

#[expect(
    clippy::disallowed_methods,
    reason = "a program has an environment; only the library has none"
)]
fn variable(name: &str) -> Option<String> {
    env::var(name).ok()
}
