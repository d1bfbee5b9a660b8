//! Watches over the accounts of a running bot: counts new tokens, and tells a person what to do when a login ends.

use std::sync::Arc;

use tokio::sync::mpsc;

use crate::accounts::LoggedIn;
use crate::clock;
use crate::counters::Counters;
use crate::screen::shown::{Shown, What};

/// Watches an account until its keeper ends. `part` is what the account is logged in as.
///
/// The screen is held weakly, because its end is how a person sees that the bot has ended.
pub(super) async fn keep(
    account: LoggedIn,
    part: &'static str,
    counters: Arc<Counters>,
    show: mpsc::WeakSender<Shown>,
) {
    let mut view = account.tokens.watch();
    let login = account.login.clone();
    // Only the view is kept: a clone of the tokens would keep the account alive.
    drop(account);
    // The first token may be there already; only what comes after it is a refresh.
    let mut known = generation(&view.borrow_and_update());
    let mut is_in_trouble = false;
    while view.changed().await.is_ok() {
        let (lent, trouble) = {
            let view = view.borrow_and_update();
            (generation(&view), trouble(&view.status))
        };
        if known.is_some() && lent.is_some() && lent != known {
            counters.tokens_refreshed.increment();
        }
        known = lent.or(known);
        if let (false, Some(words)) = (is_in_trouble, trouble) {
            let text = format!("{login}: {words}; run `streamhand login {part}`");
            tracing::error!(account = %login, "{text}");
            let (at, what) = (clock::now(), What::News(text));
            let channel = login.to_string();
            if let Some(show) = show.upgrade() {
                // Without a screen the log has said it.
                let _unseen = show.try_send(Shown { at, channel, what });
            }
        }
        is_in_trouble = trouble.is_some();
    }
}

/// What has to be told of an account that a person has to look after.
fn trouble(status: &auth::Status) -> Option<&'static str> {
    match status {
        auth::Status::Suspect(auth::Suspicion::CutOff) => Some(
            "its refresh was cut off before the new token was kept, so Twitch calls the login invalid; \
             the token that is left works a while longer",
        ),
        auth::Status::Suspect(_) => Some(
            "Twitch calls the login invalid; it is kept and tried again for a day, \
             but if the app was disconnected or the password changed only a new login helps",
        ),
        auth::Status::Lost(_) => Some("the login is lost"),
        _ => None,
    }
}

fn generation(view: &auth::View) -> Option<auth::Generation> {
    view.token.as_ref().map(auth::Token::generation)
}
