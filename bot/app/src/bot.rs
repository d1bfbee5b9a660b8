//! A running bot: opens what it needs, and then goes its rounds until it is stopped.

mod chat_token;
mod lookout;
mod rounds;
mod standing;

use std::sync::Arc;
use std::time::Duration;

use auth::Http;
use engine::{Channel, Engine, Event};
use irc::Identity;
use store::{Role, Store};
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinHandle, JoinSet};
use types::{Login, ScopeSet, UserId};

use crate::accounts::{self, LoggedIn};
use crate::clock;
use crate::context::Context;
use crate::counters::Counters;
use crate::explain;
use crate::failure::{Failure, Status};
use crate::outbound::Ways;
use crate::scopes;
use crate::screen::shown::Shown;
use chat_token::ChatToken;
use rounds::Rounds;

/// A running bot.
#[derive(Debug)]
pub(crate) struct Bot {
    /// What is to be shown, in the order in which it happened.
    pub shown: mpsc::Receiver<Shown>,
    /// What it counts.
    pub counters: Arc<Counters>,
    /// Everybody who is logged in.
    pub accounts: Vec<LoggedIn>,
    /// The channels that it is meant to be in.
    pub channels: Vec<Login>,
    is_ready: watch::Receiver<bool>,
    stop: watch::Sender<bool>,
    rounds: JoinHandle<()>,
    chat: JoinHandle<()>,
    store: Store,
}

impl Bot {
    /// Opens accounts, channels and chat; the bot answers from [`ready`](Self::ready) on.
    ///
    /// # Errors
    /// If nobody is logged in as the bot, a scope is missing, no channel exists, or something cannot be reached.
    pub(crate) async fn start(context: &Context) -> Result<Self, Failure> {
        let store = context.store().await?;
        let http = context.http()?;
        let bot = open_bot(context, &store, &http).await?;
        let helix = client_of(context, &http, &bot);
        let channels = find_channels(context, &helix, &bot.user_id).await?;
        let engine = prepare_engine(&store, &channels).await?;
        let broadcasters = accounts::broadcasters(context, &store, &http).await?;
        let (driver, chat, events) = irc::client::prepare(chat_options(context, &bot, &channels)?);
        let ways = Ways {
            send: context.config.send,
            helix,
            chat,
            store: store.clone(),
            bot: bot.user_id.clone(),
        };
        let (show, shown) = mpsc::channel(SHOWN_WAITING);
        for broadcaster in &broadcasters {
            let helix = client_of(context, &http, broadcaster);
            tokio::spawn(standing::tell(
                helix,
                broadcaster.clone(),
                bot.clone(),
                show.clone(),
            ));
        }
        let told = show.downgrade();
        let (ready, is_ready) = watch::channel(false);
        let (stop, stopped) = watch::channel(false);
        let counters = Arc::new(Counters::default());
        let outlets = rounds::Outlets {
            counters: Arc::clone(&counters),
            show,
            ready,
        };
        let logins = channels
            .iter()
            .map(|channel| (channel.id.clone(), channel.login.clone()));
        let rounds = Rounds::new(engine, ways, outlets, logins.collect());
        let rounds = tokio::spawn(rounds.run(bot.login.clone(), events, stopped));
        let mut accounts = vec![bot];
        accounts.extend(broadcasters);
        for (position, account) in accounts.iter().enumerate() {
            let part = if position == 0 { "bot" } else { "broadcaster" };
            let (account, counters) = (account.clone(), Arc::clone(&counters));
            tokio::spawn(lookout::keep(account, part, counters, told.clone()));
        }
        Ok(Self {
            shown,
            counters,
            accounts,
            channels: channels.into_iter().map(|channel| channel.login).collect(),
            is_ready,
            stop,
            rounds,
            chat: tokio::spawn(driver.run()),
            store,
        })
    }

    /// How many of the accounts have a token that lives.
    pub(crate) fn living_accounts(&self) -> usize {
        let lives = |account: &&LoggedIn| account.tokens.watch().borrow().token.is_some();
        self.accounts.iter().filter(lives).count()
    }

    /// Waits until the bot is in its first channel. False if it ended before.
    pub(crate) fn ready(&self) -> impl Future<Output = bool> + use<> {
        let mut is_ready = self.is_ready.clone();
        async move { is_ready.wait_for(|is_ready| *is_ready).await.is_ok() }
    }

    /// Ends the bot: answers that are on their way arrive, tokens that are being got are kept, the store is closed.
    pub(crate) async fn stop(self) {
        // The rounds may have ended by themselves; then nobody listens.
        let _ended = self.stop.send(true);
        for (task, name) in [(self.rounds, "rounds"), (self.chat, "chat connection")] {
            match tokio::time::timeout(PATIENCE, task).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::error!(%error, "the bot's {name} broke down"),
                Err(_) => tracing::warn!("the bot's {name} did not end in time"),
            }
        }
        // All at once, so that the end takes as long as the slowest of them and not as long as all together.
        let mut stopping = JoinSet::new();
        for account in self.accounts {
            stopping.spawn(async move {
                let stopped = tokio::time::timeout(PATIENCE, account.tokens.stop()).await;
                if stopped.is_err() {
                    tracing::warn!(account = %account.login, "a token was still being got at the end");
                }
            });
        }
        stopping.join_all().await;
        if tokio::time::timeout(PATIENCE, self.store.close())
            .await
            .is_err()
        {
            tracing::warn!("the store did not close in time; what it acknowledged is kept");
        }
    }
}

/// The bot's account, with everything allowed that it needs.
async fn open_bot(context: &Context, store: &Store, http: &Http) -> Result<LoggedIn, Failure> {
    let bot = accounts::open(context, store, http, &Role::Bot).await?;
    let token = bot
        .tokens
        .token()
        .await
        .map_err(|error| explain::auth(&error))?;
    require_account(
        context.config.bot.as_ref(),
        token.login().unwrap_or(&bot.login),
    )?;
    require_scopes(&bot.login, token.scopes(), &scopes::of_bot(&context.config))?;
    Ok(bot)
}

/// The REST API as this account.
fn client_of(context: &Context, http: &Http, account: &LoggedIn) -> helix::Client {
    helix::Client::new(
        http.clone(),
        context.helix_settings(),
        Arc::new(account.tokens.clone()),
    )
}

/// The config may have been changed since the login; the wrong account must not speak.
fn require_account(wanted: Option<&Login>, found: &Login) -> Result<(), Failure> {
    match wanted {
        Some(wanted) if wanted != found => {
            let what =
                format!("the config wants {wanted} to speak, but {found} is logged in as the bot");
            Err(Failure::new(Status::LoginNeeded, what)
                .meaning("The bot's name in the config was changed, or the account was renamed on Twitch.")
                .advice(format!(
                    "write login = \"{found}\" under [bot] if that is the account, \
                     or run `streamhand logout bot` and `streamhand login bot`"
                )))
        }
        _ => Ok(()),
    }
}

fn require_scopes(login: &Login, granted: &ScopeSet, wanted: &ScopeSet) -> Result<(), Failure> {
    let missing = granted.missing(wanted);
    if missing.is_empty() {
        return Ok(());
    }
    Err(Failure::new(
        Status::LoginNeeded,
        format!("the login of {login} lacks the scopes {missing}"),
    )
    .meaning("The bot was logged in before it needed them, or they were not allowed.")
    .advice("run `streamhand login bot` once more"))
}

/// The configured channels as Twitch knows them; those that do not exist are named, and are no reason not to start the others.
async fn find_channels(
    context: &Context,
    helix: &helix::Client,
    bot: &UserId,
) -> Result<Vec<Channel>, Failure> {
    let wanted = &context.config.channels;
    if wanted.is_empty() {
        return Err(Failure::new(Status::Usage, "the config names no channel")
            .advice("write [[channel]] and below it login = \"…\" into the config"));
    }
    let mut found = Vec::new();
    for logins in wanted.chunks(USERS_PER_CALL) {
        found.extend(
            helix
                .get_users()
                .logins(logins)
                .await
                .map_err(|error| explain::helix(&error))?,
        );
    }
    let mut channels = Vec::new();
    let mut unknown = Vec::new();
    for login in wanted {
        match found.iter().find(|user| user.login == login.as_str()) {
            Some(user) => channels.push(Channel {
                id: user.id.clone(),
                login: login.clone(),
                bot: bot.clone(),
            }),
            None => unknown.push(login.as_str()),
        }
    }
    if channels.is_empty() {
        return Err(Failure::new(
            Status::Refused,
            format!("Twitch knows no channel named {}", unknown.join(", ")),
        )
        .meaning("The account was renamed, suspended or never existed.")
        .advice("check the spelling under [[channel]] in the config"));
    }
    for login in unknown {
        tracing::error!(
            channel = login,
            "Twitch knows no such channel; the others are joined"
        );
    }
    Ok(channels)
}

async fn prepare_engine(store: &Store, channels: &[Channel]) -> Result<Engine, Failure> {
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

fn chat_options(
    context: &Context,
    bot: &LoggedIn,
    channels: &[Channel],
) -> Result<irc::client::Options, Failure> {
    let mut settings = irc::Settings::new(Identity::Account {
        login: bot.login.clone(),
    });
    settings.channels = channels
        .iter()
        .map(|channel| channel.login.clone())
        .collect();
    Ok(irc::client::Options {
        address: context.config.twitch.irc.clone(),
        tls: context.chat_tls()?,
        settings,
        tokens: Arc::new(ChatToken::new(bot.tokens.clone())),
        seed: rand::random(),
        capacity: EVENTS_WAITING,
    })
}

/// Get Users takes so many at once.
const USERS_PER_CALL: usize = 100;

/// More than a screen can show in a second; what does not fit is not shown.
const SHOWN_WAITING: usize = 1_024;

/// Chat that waits for the engine: a few seconds of the busiest channels.
const EVENTS_WAITING: usize = 16_384;

/// How long each part may take to end; there are four, and all together end within three seconds.
const PATIENCE: Duration = Duration::from_millis(600);
