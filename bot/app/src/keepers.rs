//! The keepers of tokens that a command has set to work, so that it ends after them, whichever way it ends. It stops none of them.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use auth::{Tokens, View};
use tokio::sync::watch;

/// The keepers that were set to work.
#[derive(Debug, Default)]
pub(crate) struct Keepers(Mutex<Vec<watch::Receiver<View>>>);

impl Keepers {
    /// Remembers a keeper, without keeping it at work.
    pub(crate) fn add(&self, tokens: &Tokens) {
        let mut keepers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        keepers.push(tokens.watch());
    }

    /// Waits until all of them have ended, which they do once nobody holds their tokens.
    ///
    /// The end of the program would break off what a keeper still has to write: a note that stays behind makes the
    /// next command believe that a refresh was cut off.
    pub(crate) async fn ended(&self) {
        let keepers = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let all = async {
            for mut keeper in keepers {
                while keeper.changed().await.is_ok() {}
            }
        };
        if tokio::time::timeout(PATIENCE, all).await.is_err() {
            tracing::debug!("a token was still being got at the end");
        }
    }
}

/// To write something takes far less; Twitch may take longer to answer, and then its answer is not waited for:
/// a bot that is asked to end has waited for it already, and is to be gone within three seconds.
const PATIENCE: Duration = Duration::from_millis(500);
