//! Waits at the start until Twitch can be asked, and tells so once. What waiting cannot mend is an error at once.

use std::time::Duration;

use auth::{Setback, Token};

use crate::accounts::LoggedIn;
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
    let mut slowness = Slowness::Untold;
    loop {
        view.borrow_and_update();
        let asking = bot.tokens.token();
        let error = match slowness.tell_of(asking, (LOGIN_SERVICE, tell)).await {
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
            tell(&waits(LOGIN_SERVICE, &error.to_string()));
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
    let mut slowness = Slowness::Untold;
    loop {
        let error = match slowness.tell_of(ask(), (API, tell)).await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        if !error.is_transient() {
            return Err(explain::helix(&error));
        }
        if !is_told {
            tell(&waits(API, &error.to_string()));
            is_told = true;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Whether it was told that an answer takes long.
enum Slowness {
    Untold,
    Told,
}

impl Slowness {
    /// Waits for an answer. If it does not come soon, that is told once: whoever starts a bot shall not look at nothing.
    async fn tell_of<Answer>(
        &mut self,
        asking: impl Future<Output = Answer>,
        (whom, tell): (&str, &(impl Fn(&Shown) + Sync)),
    ) -> Answer {
        let mut asking = std::pin::pin!(asking);
        if let Self::Untold = self {
            if let Ok(answer) = tokio::time::timeout(SOON, &mut asking).await {
                return answer;
            }
            tell(&waits(whom, "it has not answered yet"));
            *self = Self::Told;
        }
        asking.await
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
    Shown::now(None, What::Told { text, event })
}

const LOGIN_SERVICE: &str = "the login service";
const API: &str = "the API";
/// A service that is well has answered by then.
const SOON: Duration = Duration::from_millis(700);
/// Between two questions: soon enough for a person who waits, and seldom enough for a service in trouble.
const PAUSE: Duration = Duration::from_secs(5);
