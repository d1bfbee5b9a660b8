//! A running bot: opens what it needs, and then goes its rounds until it is stopped.

mod backups;
mod beside;
mod chat_token;
mod connection;
mod flights;
mod health;
mod lookout;
mod new_name;
mod parts;
mod rest;
mod rounds;
mod scout;
mod service;
mod standing;
mod waiting;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use auth::{AppTokens, Http};
use engine::Channel;
use helix::users::User;
use irc::{AccountLimits, Identity};
use store::{Role, Store};
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinHandle, JoinSet};
use types::Login;

use crate::accounts::{self, LoggedIn};
use crate::cli;
use crate::context::Context;
use crate::counters::Counters;
use crate::explain;
use crate::failure::{Failure, Status};
use crate::features::Feature;
use crate::features::off::{self, Off};
use crate::outbound::source_only::SourceOnly;
use crate::outcome_log::OutcomeLog;
use crate::renamed::{self, Directory, KnownNames, Renamed};
use crate::screen::shown::{Shown, What};
use crate::supervision::Supervisor;
use beside::Beside;
use chat_token::ChatToken;
use health::Vitals;
use service::{Service, WaysWithoutChat};

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
    /// What goes on beside the rounds as long as they do, each watched over.
    beside: JoinSet<()>,
    /// Brings what became of messages to the store; it ends after the rounds have told all.
    outcomes: (watch::Sender<bool>, JoinHandle<()>),
    store: Store,
    data_dir: PathBuf,
}

/// What a bot needs before it can go its rounds.
struct Prepared {
    bot: LoggedIn,
    /// Whether the bot's login lets the application speak in its name.
    may_act_for_bot: bool,
    helix: helix::Client,
    channels: Vec<Channel>,
    broadcasters: Vec<LoggedIn>,
    off: Vec<Off>,
    renamed: Vec<Renamed>,
}

impl Bot {
    /// Opens accounts, channels and chat; the bot answers from [`ready`](Self::ready) on.
    ///
    /// What it cannot do is left out and told, as long as something useful is left. While the login service or the
    /// API cannot be reached it waits, says so through `tell`, and goes on by itself.
    ///
    /// # Errors
    /// If another bot runs on the store, nobody is logged in as the bot, it may not even read chat, or no channel exists.
    pub(crate) async fn start(
        context: &Context,
        tell: impl Fn(&Shown) + Sync,
    ) -> Result<Self, Failure> {
        let store = context.store().await?;
        let claim = store.claim_bot().await;
        let claim = claim.map_err(|error| explain::store(&error))?;
        let http = context.http()?;
        let prepared = prepare(context, (&store, &http), &tell).await?;
        let engine = service::prepare_engine(&store, &prepared.channels).await?;
        let chat = chat_options(context, &prepared.bot, &prepared.channels)?;
        let (show, shown) = mpsc::channel(SHOWN_WAITING);
        for renamed in &prepared.renamed {
            // The log has said it, should the screen have no room.
            let _unseen = show.try_send(renamed.shown());
        }
        tell_off(&prepared.off, &show);
        let told = show.downgrade();
        let (ready, is_ready) = watch::channel(false);
        let (stop, stopped) = watch::channel(false);
        let (vitals, _) = watch::channel(Vitals::new(std::time::Instant::now()));
        let counters = Arc::new(Counters::default());
        let outcomes = OutcomeLog::default();
        let supervisor = Supervisor::new(Arc::clone(&counters), told, stopped.clone());
        let ways = WaysWithoutChat {
            send: context.config.send,
            outbox: context.config.outbox,
            is_mute: prepared.off.iter().any(|off| is_answer(off.feature)),
            never_say: context.config.never_say.clone(),
            source_only: source_only(context, &http, &prepared)?,
            helix: prepared.helix,
            store: store.clone(),
            bot: prepared.bot.user_id.clone(),
        };
        let accounts = all_accounts(&prepared.bot, prepared.broadcasters);
        let service = Service {
            first: Mutex::new(Some(engine)),
            store: store.clone(),
            channels: prepared.channels,
            bot: prepared.bot.login,
            ways,
            chat,
            last_chat: Mutex::default(),
            outlets: rounds::Outlets {
                counters: Arc::clone(&counters),
                show,
                shows_chat: !context.is_json,
                outcomes: outcomes.clone(),
                ready,
                vitals,
                link_up: Arc::default(),
            },
            supervisor: supervisor.clone(),
            stopped,
        };
        let mut beside = Beside::new(context, supervisor);
        beside.tell_health(&service.outlets);
        beside.look_for_network(&http, &accounts, &service.outlets);
        beside.check_standing(&http, (&accounts, &prepared.off), &service.outlets.show);
        beside.look_out(&accounts, &service.outlets);
        beside.guard_claim(claim, &stop);
        beside.back_up(&store, &service.outlets.show);
        let (end, ended) = watch::channel(false);
        let keeping = tokio::spawn(outcomes.keep(store.clone(), ended));
        let channels = service.logins().into_values().collect();
        Ok(Self {
            shown,
            counters,
            accounts: accounts.into_iter().map(|(_, account)| account).collect(),
            channels,
            is_ready,
            beside: beside.tasks,
            stop,
            rounds: service.begin(),
            outcomes: (end, keeping),
            store,
            data_dir: context.folders.data_dir().to_owned(),
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
    /// What came to be shown meanwhile is given back: what became of the last messages is among it.
    pub(crate) async fn stop(mut self) -> mpsc::Receiver<Shown> {
        // The rounds may have ended by themselves; then nobody listens.
        let _ended = self.stop.send(true);
        match tokio::time::timeout(2 * PATIENCE, &mut self.rounds).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "the bot's rounds broke down"),
            Err(_) => {
                tracing::warn!("the bot's rounds did not end in time");
                self.rounds.abort();
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
        let (end, keeping) = self.outcomes;
        end.send_replace(true);
        stopping.spawn(async move {
            if tokio::time::timeout(PATIENCE, keeping).await.is_err() {
                tracing::warn!("what became of the last messages was not kept in time");
            }
        });
        stopping.join_all().await;
        self.beside.shutdown().await;
        health::end(&self.data_dir);
        if tokio::time::timeout(PATIENCE, self.store.close())
            .await
            .is_err()
        {
            tracing::warn!("the store did not close in time; what it acknowledged is kept");
        }
        self.shown
    }
}

/// Opens the accounts, and finds out what each of them allows.
async fn prepare(
    context: &Context,
    (store, http): (&Store, &Http),
    tell: &(impl Fn(&Shown) + Sync),
) -> Result<Prepared, Failure> {
    let config = &context.config;
    let mut bot = accounts::open(context, store, http, &Role::Bot).await?;
    let token = waiting::first_token(&bot, tell).await?;
    // What it was called when its token was kept may be what the config calls it.
    renamed::remember(store, [bot.name_and_id()]).await?;
    let may_act_for_bot = token.scopes().contains("user:bot");
    let mut off = off::of_bot(config, &bot.login, token.scopes());
    off::require_vital(&bot.login, &off)?;
    let helix = context.helix_as(http, &bot.tokens);
    let names = KnownNames::read(store).await?;
    let users = find_users(&config.channels, &helix, (&names, &bot, tell)).await?;
    let user = users.iter().find(|user| user.id == bot.user_id);
    if let Some(login) = user.and_then(|user| user.login.parse().ok()) {
        bot.login = login;
        renamed::remember(store, [bot.name_and_id()]).await?;
    }
    let renamed = require_account(config.bot.as_ref(), &names, &bot)?;
    let (channels, renamed_channels) = match_channels(&config.channels, &users, (&names, &bot))?;
    let named = channels.iter().map(|channel| (&channel.login, &channel.id));
    renamed::remember(store, named).await?;
    let renamed = renamed.into_iter().chain(renamed_channels).collect();
    let mut broadcasters = Vec::new();
    for channel in &channels {
        let role = Role::Broadcaster {
            channel: channel.id.clone(),
        };
        // Whatever is wrong with a broadcaster's login, the bot does without it.
        match accounts::find(context, store, http, &role).await {
            Ok(Some(account)) => {
                off.extend(off::of_broadcaster(config, &account));
                broadcasters.push(account);
            }
            Ok(None) => off.extend(off::without_broadcaster(config, &channel.login, None)),
            Err(failure) => {
                let failure = Some(&failure);
                off.extend(off::without_broadcaster(config, &channel.login, failure));
            }
        }
    }
    // Whoever prepares may wait a minute for Twitch's limits; whoever answers in chat may not.
    let helix = context.hurried_helix_as(http, &bot.tokens);
    Ok(Prepared {
        bot,
        may_act_for_bot,
        helix,
        channels,
        broadcasters,
        off,
        renamed,
    })
}

fn all_accounts(bot: &LoggedIn, broadcasters: Vec<LoggedIn>) -> Vec<(cli::Role, LoggedIn)> {
    let broadcasters = broadcasters
        .into_iter()
        .map(|account| (cli::Role::Broadcaster, account));
    std::iter::once((cli::Role::Bot, bot.clone()))
        .chain(broadcasters)
        .collect()
}

/// How answers are kept to their channel in a shared chat: where the application can prove who it is, and the bot lets it.
fn source_only(
    context: &Context,
    http: &Http,
    prepared: &Prepared,
) -> Result<Option<SourceOnly>, Failure> {
    let has_secret = context.config.app.client_secret.is_some();
    if !has_secret || !prepared.may_act_for_bot {
        return Ok(None);
    }
    let tokens = AppTokens::new(http.clone(), context.auth_settings()?);
    let application = prepared.helix.with_tokens(Arc::new(tokens));
    Ok(Some(SourceOnly::new(application)))
}

/// Whether answers need this feature, whatever way they go.
fn is_answer(feature: &Feature) -> bool {
    ["answer", "answer-by-irc"].contains(&feature.id)
}

/// Tells people in a few sentences what is off, and scripts of each feature in each channel.
fn tell_off(off: &[Off], show: &mpsc::Sender<Shown>) {
    let show = |channel: Option<&Login>, what: What| {
        let shown = Shown::now(channel, what);
        // The log has said it, should the screen have no room.
        let _unseen = show.try_send(shown);
    };
    for sentence in off::in_sentences(off) {
        tracing::warn!("{sentence}");
        show(None, What::News(sentence));
    }
    for off in off {
        show(off.channel(), What::Noted(off.to_json()));
    }
}

/// The config may have been changed since the login; the wrong account must not speak. One that was renamed is no other.
fn require_account(
    wanted: Option<&Login>,
    names: &KnownNames,
    bot: &LoggedIn,
) -> Result<Option<Renamed>, Failure> {
    let found = &bot.login;
    match wanted {
        Some(wanted) if names.mean(wanted, bot.name_and_id()) => {
            Ok(Renamed::new("[bot]", (wanted, found)))
        }
        Some(wanted) => Err(accounts::other_bot(wanted, found)),
        None => Ok(None),
    }
}

/// The bot and the channels as Twitch knows them: those that are known here by their ids, so that a new name changes nothing.
async fn find_users(
    wanted: &[Login],
    helix: &helix::Client,
    (names, bot, tell): (&KnownNames, &LoggedIn, &(impl Fn(&Shown) + Sync)),
) -> Result<Vec<User>, Failure> {
    if wanted.is_empty() {
        return Err(Failure::new(Status::Usage, "the config names no channel")
            .advice("write [[channel]] and below it login = \"…\" into the config"));
    }
    let mut known = names.owners(wanted);
    known.push(bot.user_id.clone());
    let mut users = Vec::new();
    for ids in known.chunks(USERS_PER_CALL) {
        let ask = || async { helix.get_users().ids(ids).await };
        users.extend(waiting::answer(ask, tell).await?.into_iter().map(named));
    }
    let rest = names.unmatched(wanted, &Directory::new(&users));
    for logins in rest.chunks(USERS_PER_CALL) {
        let ask = || async { helix.get_users().logins(logins).await };
        users.extend(waiting::answer(ask, tell).await?.into_iter().map(named));
    }
    Ok(users)
}

/// Of thousands of channels, only what they are called is kept.
fn named(mut user: User) -> User {
    user.description = String::new();
    user.profile_image_url = String::new();
    user.offline_image_url = String::new();
    user
}

/// The configured channels; those that do not exist are named, and are no reason not to start the others.
fn match_channels(
    wanted: &[Login],
    users: &[User],
    (names, bot): (&KnownNames, &LoggedIn),
) -> Result<(Vec<Channel>, Vec<Renamed>), Failure> {
    let users = Directory::new(users);
    let mut channels = Vec::with_capacity(wanted.len());
    let mut found = HashSet::new();
    let mut renamed = Vec::new();
    for name in wanted {
        let Some(user) = names.find(name, &users) else {
            continue;
        };
        let login = user.login.parse().unwrap_or_else(|_| name.clone());
        renamed.extend(Renamed::new("[[channel]]", (name, &login)));
        // The config may name it by its former name and by its new one.
        if found.insert(&user.id) {
            channels.push(Channel {
                id: user.id.clone(),
                login,
                bot: bot.user_id.clone(),
            });
        }
    }
    let unknown = names.unmatched(wanted, &users);
    if channels.is_empty() {
        let unknown: Vec<_> = unknown.iter().map(Login::as_str).collect();
        return Err(Failure::new(
            Status::Refused,
            format!("Twitch knows no channel named {}", unknown.join(", ")),
        )
        .meaning("The account was renamed, suspended or never existed.")
        .advice("check the spelling under [[channel]] in the config"));
    }
    for login in unknown {
        tracing::error!(
            channel = %login,
            "Twitch knows no such channel; the others are joined"
        );
    }
    Ok((channels, renamed))
}

fn chat_options(
    context: &Context,
    bot: &LoggedIn,
    channels: &[Channel],
) -> Result<irc::client::Options, Failure> {
    let mut settings = irc::Settings::new(Identity::Account {
        login: bot.login.clone(),
    });
    settings.in_batches = true;
    if context.config.outbox.is_verified {
        settings.limits = AccountLimits::VERIFIED;
    }
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

/// How long each part may take to end; the rounds are two of the four, and all together end within three seconds
/// with what the runtime waits for its threads, also on a computer that has much else to do.
const PATIENCE: Duration = Duration::from_millis(450);
