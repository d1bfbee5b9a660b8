//! Has the store make its backup of the day while a bot runs. What a backup is and which are kept, the store knows.

use std::time::Duration;

use store::Store;
use tokio::sync::mpsc;

use crate::clock;
use crate::explain;
use crate::screen::shown::{Shown, What};
use crate::supervision::Ended;

/// Makes a backup whenever one is due, until the bot ends. One that fails is told once; the bot goes on.
///
/// The screen is held weakly, because its end is how a person sees that the bot has ended.
pub(super) async fn keep(store: Store, show: mpsc::WeakSender<Shown>) -> Ended {
    let mut is_told = false;
    loop {
        match store.back_up_if_due(clock::now()).await {
            Ok(Some(_)) => {
                tracing::info!("made the backup of the day");
                is_told = false;
            }
            Ok(None) => {}
            Err(error) if is_told => tracing::debug!(%error, "there is still no backup"),
            Err(error) => {
                tell(&error, &show);
                is_told = true;
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}

fn tell(error: &store::Error, show: &mpsc::WeakSender<Shown>) {
    let failure = explain::store(error);
    let advice = failure.what_to_do().unwrap_or_default();
    let text = format!("no backup was made: {}; {advice}", failure.happened());
    tracing::warn!("{text}");
    let mut event = failure.to_json();
    event["event"] = "backup_failed".into();
    let shown = Shown::now(None, What::Told { text, event });
    // Without a screen the log has said it.
    let _unseen = show.upgrade().map(|show| show.try_send(shown));
}

/// A backup that is due is made within the hour.
const PAUSE: Duration = Duration::from_secs(3_600);
