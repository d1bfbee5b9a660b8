//! What the rounds of a bot are made of, so that they can be begun anew after they broke down. How they go is said elsewhere.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use engine::{BlockedWords, Channel, Engine, Event};
use irc::client::{Handle, Options};
use store::Store;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use types::{Login, UserId};

use super::connection::Connection;
use super::rounds::{Outlets, Rounds};
use crate::clock;
use crate::config;
use crate::explain;
use crate::failure::Failure;
use crate::outbound::Ways;
use crate::outbound::source_only::SourceOnly;
use crate::outbox;
use crate::supervision::{Ended, Supervisor};

/// Everything that outlives one sequence of rounds.
pub(super) struct Service {
    /// Made at the start, when its failure could still be told; later ones are made of the store.
    pub(super) first: Mutex<Option<Engine>>,
    pub(super) store: Store,
    pub(super) channels: Vec<Channel>,
    pub(super) bot: Login,
    pub(super) ways: WaysWithoutChat,
    pub(super) chat: Options,
    /// The way to chat of the rounds that went last, which knows what they did in the name of the account.
    pub(super) last_chat: Mutex<Option<Handle>>,
    pub(super) outlets: Outlets,
    pub(super) supervisor: Supervisor,
    pub(super) stopped: watch::Receiver<bool>,
}

/// The ways out but for the one that is begun anew with the rounds.
#[derive(Debug, Clone)]
pub(super) struct WaysWithoutChat {
    pub(super) send: config::Send,
    pub(super) outbox: outbox::Settings,
    pub(super) is_mute: bool,
    pub(super) never_say: BlockedWords,
    pub(super) source_only: Option<SourceOnly>,
    pub(super) helix: helix::Client,
    pub(super) store: Store,
    pub(super) bot: UserId,
}

impl Service {
    /// Begins to serve; the task ends when the rounds are stopped, and what is shown ends with it.
    pub(super) fn begin(self) -> JoinHandle<()> {
        let supervisor = self.supervisor.clone();
        let service = Arc::new(self);
        tokio::spawn(supervisor.keep("rounds", move || {
            let service = Arc::clone(&service);
            async move { service.serve().await }
        }))
    }

    /// Goes rounds until they are stopped.
    async fn serve(&self) -> Ended {
        let engine = match self.first_engine() {
            Some(engine) => engine,
            None => match prepare_engine(&self.store, &self.channels).await {
                Ok(engine) => engine,
                Err(failure) => {
                    tracing::error!("the bot cannot go on yet: {}", failure.happened());
                    return Ended::Early;
                }
            },
        };
        let chat = Connection::begin(self.chat_options(), self.supervisor.clone());
        self.keep_handle(chat.handle().clone());
        let ways = self
            .ways
            .clone()
            .with(self.bot.clone(), chat.handle().clone());
        let rounds = Rounds::new(engine, ways, self.outlets.clone(), self.logins());
        rounds
            .run(self.bot.clone(), chat, self.stopped.clone())
            .await;
        Ended::Meant
    }

    pub(super) fn logins(&self) -> BTreeMap<UserId, Login> {
        let channels = self.channels.iter();
        channels
            .map(|channel| (channel.id.clone(), channel.login.clone()))
            .collect()
    }

    fn chat_options(&self) -> Options {
        let mut options = self.chat.clone();
        let last = self.last_chat.lock();
        let last = last.unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = last.as_ref() {
            options.settings.used = last.used();
        }
        options
    }

    fn keep_handle(&self, chat: Handle) {
        let mut last = self
            .last_chat
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *last = Some(chat);
    }

    fn first_engine(&self) -> Option<Engine> {
        let mut first = self.first.lock().unwrap_or_else(PoisonError::into_inner);
        first.take()
    }
}

impl WaysWithoutChat {
    fn with(self, bot_login: Login, chat: Handle) -> Ways {
        Ways {
            send: self.send,
            outbox: self.outbox,
            is_mute: self.is_mute,
            never_say: self.never_say,
            source_only: self.source_only,
            helix: self.helix,
            chat,
            store: self.store,
            bot: self.bot,
            bot_login,
        }
    }
}

/// An engine that knows the channels and their commands.
///
/// # Errors
/// If the store fails.
pub(super) async fn prepare_engine(store: &Store, channels: &[Channel]) -> Result<Engine, Failure> {
    let now = std::time::Instant::now();
    let mut engine = Engine::new(now, engine::Settings::default(), rand::random());
    for channel in channels {
        let row = store::Channel {
            id: channel.id.clone(),
            login: channel.login.clone(),
            display_name: channel.login.to_string(),
            added_at: clock::now(),
        };
        store
            .put_channel(&row)
            .await
            .map_err(|error| explain::store(&error))?;
        let commands = store
            .commands(&channel.id)
            .await
            .map_err(|error| explain::store(&error))?;
        engine.handle(now, Event::ChannelAdded(channel.clone()));
        engine.handle(
            now,
            Event::CommandsLoaded {
                channel: channel.id.clone(),
                commands,
            },
        );
    }
    Ok(engine)
}
