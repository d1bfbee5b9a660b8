//! Waits at the start until Twitch can be asked, and tells so once. What waiting cannot mend is an error at once.

use std::time::Duration;

use auth::{Setback, Token};

use crate::accounts::LoggedIn;
use crate::clock;
use crate::explain;
use crate::failure::Failure;
use crate::screen::shown::{Shown, What};

/// The bot's first token, however long the login service cannot be asked.
///
/// # Errors
/// If somebody has to log in, or the config is to be mended.
pub(super) async fn first_token(
    bot: &LoggedIn,
    tell: &(impl Fn(&Shown) + Sync),
) -> Result<Token, Failure> {
    let mut view = bot.tokens.watch();
    let mut is_told = false;
    loop {
        view.borrow_and_update();
        let error = match bot.tokens.token().await {
            Ok(token) => return Ok(token),
            Err(error) => error,
        };
        let passes = match &error {
            auth::Error::Unavailable { setback, .. } => passes(setback),
            _ => false,
        };
        if !passes {
            return Err(explain::auth(&error));
        }
        if !is_told {
            tell(&waits("the login service", &error.to_string()));
            is_told = true;
        }
        if view.changed().await.is_err() {
            return Err(explain::auth(&error));
        }
    }
}

/// The answer to a question to the API, however long nobody answers it.
///
/// # Errors
/// If Twitch refuses.
pub(super) async fn answer<Answer, Asking>(
    ask: impl Fn() -> Asking + Sync,
    tell: &(impl Fn(&Shown) + Sync),
) -> Result<Answer, Failure>
where
    Asking: Future<Output = Result<Answer, helix::Error>> + Send,
{
    let mut is_told = false;
    loop {
        let error = match ask().await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        if !error.is_transient() {
            return Err(explain::helix(&error));
        }
        if !is_told {
            tell(&waits("the API", &error.to_string()));
            is_told = true;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Whether it passes although nobody does anything.
fn passes(setback: &Setback) -> bool {
    !matches!(setback, Setback::Client(_) | Setback::RefreshRefused(_))
}

fn waits(whom: &str, why: &str) -> Shown {
    let text = format!("waiting for {whom} of Twitch: {why}; it is tried again by itself");
    tracing::warn!("{text}");
    let event = serde_json::json!({
        "event": "waiting",
        "happened": why,
        "advice": "check the network and the addresses under [twitch]; the bot goes on by itself",
    });
    Shown {
        at: clock::now(),
        channel: String::new(),
        what: What::Told { text, event },
    }
}

/// Between two questions: soon enough for a person who waits, and seldom enough for a service in trouble.
const PAUSE: Duration = Duration::from_secs(5);
