//! `streamhand token`: a valid access token on standard output, for scripts. The one command whose job is to show a secret.

use std::process::ExitCode;

use crate::cli::Who;
use crate::command::{output, whoami};
use crate::context::Context;
use crate::explain;
use crate::failure::Failure;

/// Prints the token, renewed if it has to be.
///
/// # Errors
/// If nobody is logged in, or no living token can be had.
pub(crate) async fn run(who: Who, context: &Context) -> Result<ExitCode, Failure> {
    let store = context.store().await?;
    let http = context.http()?;
    let account = whoami::account_of(context, &store, &http, who.role).await?;
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
