//! Watches over the accounts of a running bot: counts new tokens, and tells a person what to do when a login ends.

use std::sync::Arc;

use auth::{Status, Suspicion};
use tokio::sync::{mpsc, watch};
use types::Login;

use crate::accounts::LoggedIn;
use crate::cli::Role;
use crate::config::Config;
use crate::counters::Counters;
use crate::features;
use crate::screen::shown::{Shown, What};
use crate::supervision::Ended;

/// An account that is watched; it is not kept alive by that.
#[derive(Clone)]
pub(super) struct Watched {
    login: Login,
    role: Role,
    /// What cannot work while the account has no token.
    features: Vec<&'static str>,
    view: watch::Receiver<auth::View>,
}

impl Watched {
    /// Watches an account that is logged in for a role.
    pub(super) fn new(config: &Config, role: Role, account: &LoggedIn) -> Self {
        let features = features::switched_on(config, role).map(|feature| feature.id);
        Self {
            login: account.login.clone(),
            role,
            features: features.collect(),
            view: account.tokens.watch(),
        }
    }
}

/// Watches an account until its keeper ends.
///
/// The screen is held weakly, because its end is how a person sees that the bot has ended.
pub(super) async fn keep(
    watched: Watched,
    counters: Arc<Counters>,
    show: mpsc::WeakSender<Shown>,
) -> Ended {
    let mut view = watched.view.clone();
    let mut known = None;
    let mut told = None;
    loop {
        let (lent, trouble, is_fine) = {
            let view = view.borrow_and_update();
            let is_fine = matches!(view.status, Status::Valid);
            let trouble = trouble(&view.status, view.token.is_some());
            (generation(&view), trouble, is_fine)
        };
        // The first token is no refresh.
        if known.is_some() && lent.is_some() && lent != known {
            counters.tokens_refreshed.increment();
        }
        known = lent.or(known);
        let state = trouble.map(|(state, _)| state);
        // While a doubtful login is being tried again, nothing new is known about it.
        if told != state && (is_fine || state.is_some()) {
            if let Some(shown) = watched.news(trouble, told) {
                // Without a screen the log has said it.
                let _unseen = show.upgrade().map(|show| show.try_send(shown));
            }
            told = state;
        }
        if view.changed().await.is_err() {
            return Ended::Meant;
        }
    }
}

impl Watched {
    /// What a person is told when the state of the account has changed.
    fn news(&self, trouble: Option<(&str, &str)>, before: Option<&str>) -> Option<Shown> {
        let (login, part) = (&self.login, self.role.as_str());
        let (state, text, advice) = match (trouble, before) {
            (Some((state, words)), _) => {
                let advice = format!("run `streamhand login {part}`");
                let text = format!(
                    "{login}: {words}; {advice}; without a token these are off: {}",
                    self.features.join(", ")
                );
                tracing::error!(account = %login, state, "{text}");
                (state, text, Some(advice))
            }
            (None, Some(_)) => {
                let text = format!("{login}: the login works again");
                tracing::info!(account = %login, "{text}");
                ("valid", text, None)
            }
            (None, None) => return None,
        };
        let event = serde_json::json!({
            "event": "account",
            "login": login,
            "part": part,
            "state": state,
            "happened": trouble.map(|(_, words)| words),
            "advice": advice,
        });
        Some(Shown::now(Some(login), What::Told { text, event }))
    }
}

/// What has to be told of an account that a person has to look after: the state in one word, and in words.
fn trouble(status: &Status, is_lent: bool) -> Option<(&'static str, &'static str)> {
    match status {
        Status::Suspect(Suspicion::CutOff) if is_lent => Some((
            "suspect",
            "its refresh was cut off before the new token was kept, so Twitch calls the login invalid; \
             the token that is left works a while longer",
        )),
        Status::Suspect(Suspicion::CutOff) => Some((
            "suspect",
            "its refresh was cut off before the new token was kept, so Twitch calls the login invalid",
        )),
        Status::Suspect(_) => Some((
            "suspect",
            "Twitch calls the login invalid; it is kept and tried again for a day, \
             but if the app was disconnected or the password changed only a new login helps",
        )),
        Status::Lost(_) => Some(("lost", "the login is lost")),
        _ => None,
    }
}

fn generation(view: &auth::View) -> Option<auth::Generation> {
    view.token.as_ref().map(auth::Token::generation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_has_ended_is_not_said_to_work_a_while_longer() {
        let status = Status::Suspect(Suspicion::CutOff);
        let words = |is_lent| trouble(&status, is_lent).expect("it is trouble").1;
        assert!(words(true).contains("works a while longer"));
        assert!(!words(false).contains("works a while longer"));
    }
}
