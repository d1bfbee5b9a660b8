//! Answers in a shared chat, kept to the channel in which somebody asked. Everything else that is said goes its usual way.
//!
//! Twitch shows what a user's token says in all channels of the session, and lets only the application's token keep
//! it in one. That needs the scope `user:bot` of the bot, and `channel:bot` of the broadcaster or a moderator's rank.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use types::UserId;

use crate::outbox::outgoing::Outgoing;

/// The way by which a message stays in its channel. Cloning gives the same one.
#[derive(Debug, Clone)]
pub(crate) struct SourceOnly {
    application: helix::Client,
    /// Where Twitch does not let the application speak for the bot.
    closed: Arc<Mutex<BTreeSet<UserId>>>,
}

impl SourceOnly {
    /// Speaks as the application.
    pub(crate) fn new(application: helix::Client) -> Self {
        Self {
            application,
            closed: Arc::default(),
        }
    }

    /// Sends a message as the bot; nothing if this way is closed for its channel, and then it was surely not sent.
    pub(super) async fn send(
        &self,
        bot: &UserId,
        outgoing: &Outgoing,
    ) -> Option<Result<Vec<helix::chat::SentMessage>, helix::Error>> {
        let channel = &outgoing.channel;
        if self.closed().contains(channel) {
            return None;
        }
        let request = self
            .application
            .send_chat_message(channel, bot, outgoing.text.as_str())
            .for_source_only(true);
        let request = match &outgoing.reply_to {
            Some(parent) => request.reply_parent_message_id(&parent.message),
            None => request,
        };
        match request.await {
            Err(error) if is_closed(&error) => {
                tracing::info!(%channel, %error, "answers in a shared chat are shown in all of its channels");
                self.closed().insert(channel.clone());
                None
            }
            sent => Some(sent),
        }
    }

    fn closed(&self) -> std::sync::MutexGuard<'_, BTreeSet<UserId>> {
        self.closed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether Twitch does not let the application speak; a fault of the network, or of the message, is something else.
fn is_closed(error: &helix::Error) -> bool {
    match error {
        helix::Error::Rejected { status, .. } => *status == 403,
        helix::Error::Unauthorized { .. }
        | helix::Error::ScopeMissing { .. }
        | helix::Error::TokenLost { .. } => true,
        _ => false,
    }
}
