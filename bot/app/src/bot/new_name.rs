//! Finds out what a channel is called by now, by its id, which no renaming changes. What follows from it is the business of the rounds.

use store::Store;
use types::{Login, UserId};

use crate::renamed;

/// The new name of a channel that cannot be found by its former one, if it has one. A question that fails is only logged.
pub(super) async fn find(
    helix: &helix::Client,
    store: &Store,
    (id, was): (&UserId, &Login),
) -> Option<Login> {
    let users = match helix.get_users().ids([id]).await {
        Ok(users) => users,
        Err(error) => {
            tracing::warn!(channel = %was, %error, "cannot find out whether the channel was renamed");
            return None;
        }
    };
    let user = users.into_iter().find(|user| user.id == *id)?;
    let login: Login = user.login.parse().ok()?;
    if login == *was {
        return None;
    }
    // Without it the next start asks Twitch again, and finds the same.
    if let Err(failure) = renamed::remember(store, [(&login, id)]).await {
        tracing::warn!(channel = %login, "cannot remember the new name: {}", failure.happened());
    }
    Some(login)
}
