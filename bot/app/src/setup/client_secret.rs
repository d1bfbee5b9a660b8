//! The application's secret, for those that have one. An app token tells whether it is right.

use auth::{AppTokens, TokenSource};
use serde_json::json;
use types::Secret;

use super::plan::{Fact, Step};
use super::sitting::{self, Sitting};
use crate::explain;
use crate::failure::Failure;
use crate::terminal::Question;

/// Gets a secret and checks it.
///
/// # Errors
/// If nobody can be asked, or Twitch does not answer.
pub(super) async fn take(sitting: &mut Sitting) -> Result<(), Failure> {
    let (secret, file) = answer(sitting).await?;
    let settings = sitting.context.auth_settings()?.with_secret(secret.clone());
    let tokens = AppTokens::new(sitting.http.clone(), settings);
    match tokens.token().await {
        Ok(_) => {}
        Err(error @ auth::Error::ClientRefused { .. }) => {
            sitting.needs_secret();
            return sitting.refuse(explain::auth(&error));
        }
        Err(error) => return Err(explain::auth(&error)),
    }
    if let Some(file) = file {
        sitting.write(|draft| draft.set_client_secret_file(&file))?;
    } else if sitting.context.config.app.client_secret.as_ref() != Some(&secret) {
        sitting.write_client_secret(&secret)?;
    }
    if sitting.context.config.app.client_secret.as_ref() != Some(&secret) {
        return Err(sitting::overruled("app", "client_secret"));
    }
    sitting.known.client_secret = Fact::Checked;
    let sentence = "The secret is right; the application is a confidential one.";
    sitting.done(
        Step::ClientSecret,
        sentence,
        json!({"client_kind": "confidential"}),
    );
    Ok(())
}

/// The secret, and the file that it stays in if it is in one.
async fn answer(sitting: &mut Sitting) -> Result<(Secret, Option<String>), Failure> {
    let path = sitting.options.client_secret_file.take();
    let path = path.map(|path| std::path::absolute(&path).unwrap_or(path));
    let file = path.map(|path| path.display().to_string());
    if file.is_none() && sitting.known.client_secret != Fact::Said {
        sitting.say(WHERE_IT_IS);
        let question = Question::new("Client secret").hidden();
        let typed = sitting.ask(question, "--client-secret-file").await?;
        return Ok((Secret::new(typed), None));
    }
    // The file is named in the config only when its secret is known to be right.
    let config = sitting.preview(|draft| {
        if let Some(file) = &file {
            draft.set_client_secret_file(file);
        }
    })?;
    let secret = config.app.client_secret;
    let secret = secret.ok_or_else(|| sitting::overruled("app", "client_secret_file"))?;
    Ok((secret, file))
}

const WHERE_IT_IS: &str = "\
The application is a confidential one, so its logins can be renewed only with its secret.
In Twitch's developer console choose Manage, then New Secret, and copy it; it is not shown while you type, and it stays on this machine.";
