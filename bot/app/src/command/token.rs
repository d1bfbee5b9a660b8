//! `streamhand token`: a valid access token on standard output, for scripts. The one command whose job is to show a secret.

use std::process::ExitCode;

use auth::{AppTokens, TokenSource};

use crate::accounts;
use crate::cli::TokenOptions;
use crate::command::output;
use crate::context::Context;
use crate::explain;
use crate::failure::Failure;

/// Prints the token, renewed if it has to be; a running bot takes a renewed one over.
///
/// # Errors
/// If nobody is logged in, or no living token can be had.
pub(crate) async fn run(options: &TokenOptions, context: &Context) -> Result<ExitCode, Failure> {
    if options.app {
        return of_application(context).await;
    }
    let store = context.store().await?;
    let http = context.http()?;
    let account = accounts::named(context, &store, &http, &options.who.account()).await?;
    let token = account
        .tokens
        .token()
        .await
        .map_err(|error| explain::auth(&error))?;
    let text = token.secret().expose();
    if context.is_json {
        output::line(
            &serde_json::json!({"login": account.login, "access_token": text}).to_string(),
        );
    } else {
        output::line(text);
    }
    account.tokens.stop().await;
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Prints a token that the application gets for itself; each call gets a new one.
async fn of_application(context: &Context) -> Result<ExitCode, Failure> {
    let tokens = AppTokens::new(context.http()?, context.auth_settings()?);
    let token = tokens
        .token()
        .await
        .map_err(|error| explain::auth(&error))?;
    let text = token.secret().expose();
    if context.is_json {
        output::line(&serde_json::json!({"access_token": text}).to_string());
    } else {
        output::line(text);
    }
    Ok(ExitCode::SUCCESS)
}
