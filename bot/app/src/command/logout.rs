//! `streamhand logout`: voids the token at Twitch and forgets the account here.

use std::process::ExitCode;

use crate::cli::Who;
use crate::command::{output, whoami};
use crate::context::Context;
use crate::explain;
use crate::failure::Failure;

/// Logs the account out. If Twitch cannot be reached, it is forgotten here all the same, and that is said.
///
/// # Errors
/// If nobody is logged in, or the store fails.
pub(crate) async fn run(who: Who, context: &Context) -> Result<ExitCode, Failure> {
    let store = context.store().await?;
    let http = context.http()?;
    let account = whoami::account_of(context, &store, &http, who.role).await?;
    let revoked = match account.tokens.token().await {
        Ok(token) => auth::revoke(&http, &context.auth_settings()?, token.secret()).await,
        Err(error) => Err(error),
    };
    account.tokens.stop().await;
    store
        .delete_account(&account.user_id)
        .await
        .map_err(|error| explain::store(&error))?;
    store.close().await;
    output::aside(&format!("{} is logged out.", account.login));
    if let Err(error) = revoked {
        output::aside(&format!(
            "Twitch was not told, so its token lives until it expires: {error}"
        ));
    }
    Ok(ExitCode::SUCCESS)
}
