//! Asks, as the broadcaster, whether the bot is a moderator, and tells what it means if it is not. It changes nothing.

use tokio::sync::mpsc;

use crate::accounts::LoggedIn;
use crate::screen::shown::{Shown, What};

/// Tells it if the bot is no moderator in the broadcaster's channel; a question that fails is only logged.
pub(super) async fn tell(
    helix: helix::Client,
    broadcaster: LoggedIn,
    bot: LoggedIn,
    show: mpsc::WeakSender<Shown>,
) {
    if broadcaster.user_id == bot.user_id {
        return;
    }
    let channel = &broadcaster.login;
    let moderators = helix
        .get_moderators(&broadcaster.user_id)
        .user_id(&bot.user_id)
        .await;
    match moderators {
        Ok(page) if page.data.is_empty() => {
            let text = format!(
                "{bot} is no moderator in #{channel}, so Twitch allows it 20 messages in 30 s instead of 100; \
                 /mod {bot} in the channel's chat mends that",
                bot = bot.login
            );
            tracing::info!(%channel, "{text}");
            let shown = Shown::now(Some(channel), What::News(text));
            // Without a screen the log has said it.
            let _unseen = show.upgrade().map(|show| show.try_send(shown));
        }
        Ok(_) => tracing::debug!(%channel, "the bot is a moderator"),
        Err(error) => {
            tracing::warn!(%channel, %error, "cannot find out whether the bot is a moderator")
        }
    }
}
