//! Each account with its state, what the features lack, and what they do in their channels.

use auth::Http;
use helix::users::User;
use store::{Binding, ClientKind, Role, Store};
use types::Login;

use super::channel::{self, Channel};
use super::finding::Finding;
use crate::account_state::{self, AccountState, Word};
use crate::accounts::{self, LoggedIn};
use crate::cli;
use crate::clock;
use crate::context::Context;
use crate::explain;
use crate::failure::{Failure, Status};
use crate::features;
use crate::features::off::{self, Off};
use crate::features::{Feature, Weight};
use crate::renamed::{Directory, KnownNames, Renamed};
use crate::spoken;

/// An account and how it stands.
type Seen = (LoggedIn, AccountState);

/// All accounts, all features, all channels.
pub(super) async fn look(context: &Context, store: &Store) -> Vec<Finding> {
    let (http, bindings) = match (context.http(), accounts::bindings(store).await) {
        (Ok(http), Ok(bindings)) => (http, bindings),
        (Err(failure), _) | (_, Err(failure)) => return vec![Finding::red("accounts", &failure)],
    };
    let names = match KnownNames::read(store).await {
        Ok(names) => names,
        Err(failure) => return vec![Finding::red("accounts", &failure)],
    };
    let mut findings = Vec::new();
    let mut bot = None;
    let mut broadcasters = Vec::new();
    for binding in &bindings {
        let part = part(&binding.role);
        match accounts::open_bound(context, store, &http, binding).await {
            Ok(account) => {
                let state = account_state::look(&account).await;
                findings.push(standing(part, &account, &state));
                findings.extend(client_kind(context, (store, binding)).await);
                match binding.role {
                    Role::Bot => bot = Some((account, state)),
                    Role::Broadcaster { .. } => broadcasters.push((account, state)),
                }
            }
            Err(failure) if binding.role == Role::Bot => {
                findings.push(Finding::red(part, &failure));
            }
            Err(failure) => findings.push(Finding::mild(part, &failure)),
        }
    }
    if !bindings.iter().any(|binding| binding.role == Role::Bot) {
        let failure = Failure::new(Status::LoginNeeded, "nobody is logged in as the bot")
            .advice("run `streamhand login bot`");
        findings.push(Finding::red("bot", &failure));
    }
    findings.extend(features_of(context, (bot.as_ref(), &broadcasters), &names));
    if let Some((bot, _)) = bot.filter(|(_, state)| state.word == Word::Valid) {
        findings.extend(channels(context, (&http, &bot, &names), &broadcasters).await);
        bot.tokens.stop().await;
    }
    findings
}

fn part(role: &Role) -> &'static str {
    match role {
        Role::Bot => "bot",
        Role::Broadcaster { .. } => "broadcaster",
    }
}

fn standing(part: &'static str, account: &LoggedIn, state: &AccountState) -> Finding {
    let name = format!("{} (id {})", account.login, account.user_id);
    let Some(trouble) = &state.trouble else {
        let left = account.expires_at.map(|until| until.since(clock::now()));
        let life = match left.filter(|left| !left.is_zero()) {
            Some(left) => format!("the token lives for {}", spoken::duration(left)),
            None => "the token lives".to_owned(),
        };
        if !account.is_renewable {
            let advice = format!(
                "run `streamhand login {part}` before it ends; with a confidential application, configure its secret first"
            );
            let text = format!(
                "{name}: {life} and cannot be renewed; it may: {}",
                state.scopes
            );
            return Finding::warning(part, text, advice);
        }
        let life = format!("{life} and is then renewed");
        return Finding::ok(part, format!("{name}: {life}; it may: {}", state.scopes));
    };
    match (part, state.word) {
        // A broadcaster that cannot be used takes only some features away.
        ("broadcaster", _) | (_, Word::Waiting) => Finding::mild(part, trouble),
        _ => Finding::red(part, trouble),
    }
}

/// Whether the account is the one that the config wants to speak, as `run` would judge it.
fn name_of_bot(
    context: &Context,
    (names, users): (&KnownNames, &[User]),
    account: &LoggedIn,
) -> Option<Finding> {
    let wanted = context.config.bot.as_ref()?;
    let user = users.iter().find(|user| user.id == account.user_id);
    let login = user.and_then(|user| user.login.parse().ok());
    let login = login.as_ref().unwrap_or(&account.login);
    // What it was called when its token was kept is its name as well.
    if *wanted != account.login && !names.mean(wanted, (login, &account.user_id)) {
        return Some(Finding::red("bot", &accounts::other_bot(wanted, login)));
    }
    Renamed::new("[bot]", (wanted, login)).map(|news| renamed("bot", &news))
}

/// A confidential application without its secret logs in and cannot refresh, so the login dies within hours.
async fn client_kind(context: &Context, (store, binding): (&Store, &Binding)) -> Option<Finding> {
    let has_secret = context.config.app.client_secret.is_some();
    let kept = store.credential(&binding.user_id, &binding.client_id);
    let kind = kept.await.ok()??.credential.client_kind;
    match (kind, has_secret) {
        (ClientKind::Confidential, false) => {
            let failure = Failure::new(
                Status::Usage,
                "the application is a confidential one, and the config has no client secret",
            )
            .meaning("Without it no token can be renewed, so this login ends within hours.")
            .advice("write client_secret, or better client_secret_file, under [app] in the config");
            Some(Finding::red("application", &failure))
        }
        (ClientKind::Public, _) => Some(Finding::ok(
            "application",
            "it is a public one, which needs no secret",
        )),
        (ClientKind::Unknown, false) => Some(Finding::ok(
            "application",
            "no secret is configured; the first renewal of a token shows whether one is needed",
        )),
        (ClientKind::Confidential | ClientKind::Unknown, _) => None,
    }
}

/// Each feature that the config switches on: whether it can work, or what it lacks.
fn features_of(
    context: &Context,
    (bot, broadcasters): (Option<&Seen>, &[Seen]),
    names: &KnownNames,
) -> Vec<Finding> {
    let config = &context.config;
    let mut off: Vec<Off> = Vec::new();
    let bot = bot.filter(|(_, state)| state.trouble.is_none());
    if let Some((account, state)) = bot {
        off.extend(off::of_bot(config, &account.login, &state.scopes));
    }
    for channel in &config.channels {
        let broadcaster = broadcasters
            .iter()
            .find(|(account, _)| names.mean(channel, account.name_and_id()));
        match broadcaster {
            Some((_, state)) if state.trouble.is_some() => {
                let trouble = state.trouble.as_ref();
                off.extend(off::without_broadcaster(config, channel, trouble));
            }
            Some((account, state)) => {
                let account = LoggedIn {
                    scopes: state.scopes.clone(),
                    ..account.clone()
                };
                off.extend(off::of_broadcaster(config, &account));
            }
            None => off.extend(off::without_broadcaster(config, channel, None)),
        }
    }
    let on = features::FEATURES
        .iter()
        .filter(|feature| feature.is_on(config));
    let (usable, useless): (Vec<_>, Vec<_>) = on.partition(|feature| match feature.role {
        cli::Role::Bot => bot.is_some(),
        cli::Role::Broadcaster => !config.channels.is_empty(),
    });
    let mut findings: Vec<_> = usable
        .into_iter()
        .flat_map(|feature| of_feature(feature, &off))
        .collect();
    if !useless.is_empty() {
        let names: Vec<_> = useless.iter().map(|feature| feature.id).collect();
        findings.push(Finding::warning(
            "feature",
            format!(
                "these are off as long as nobody is there for them: {}",
                names.join(", ")
            ),
            "mend what is said about the bot and the channels first",
        ));
    }
    findings
}

fn of_feature(feature: &'static Feature, off: &[Off]) -> Vec<Finding> {
    let its: Vec<_> = off
        .iter()
        .filter(|off| off.feature.id == feature.id)
        .collect();
    if !its.is_empty() {
        return its.into_iter().map(lacking).collect();
    }
    vec![Finding::ok(
        "feature",
        format!("{}: {}", feature.id, feature.about.trim_end_matches('.')),
    )]
}

fn lacking(off: &Off) -> Finding {
    let failure = Failure::new(Status::LoginNeeded, off.happened()).advice(off.advice());
    match off.feature.weight {
        Weight::Vital => Finding::red("feature", &failure),
        Weight::Optional => Finding::mild("feature", &failure),
    }
}

/// Whether the bot may speak, in each channel of the config.
async fn channels(
    context: &Context,
    (http, bot, names): (&Http, &LoggedIn, &KnownNames),
    broadcasters: &[Seen],
) -> Vec<Finding> {
    let client = |account: &LoggedIn| {
        let tokens = std::sync::Arc::new(account.tokens.clone());
        helix::Client::new(http.clone(), context.helix_settings(), tokens)
    };
    let helix = client(bot);
    let wanted = &context.config.channels;
    let users = match users(&helix, (names, wanted), bot).await {
        Ok(users) => users,
        Err(error) => return vec![Finding::red("channels", &explain::helix(&error))],
    };
    let mut findings = Vec::new();
    findings.extend(name_of_bot(context, (names, &users), bot));
    let users = Directory::new(&users);
    for login in wanted {
        let Some(user) = names.find(login, &users) else {
            let failure = Failure::new(
                Status::Refused,
                format!("Twitch knows no channel named {login}"),
            )
            .meaning("The account was renamed, suspended or never existed.")
            .advice("check the spelling under [[channel]] in the config");
            findings.push(Finding::red("channel", &failure));
            continue;
        };
        let now = user.login.parse().unwrap_or_else(|_| login.clone());
        findings.extend(
            Renamed::new("[[channel]]", (login, &now)).map(|news| renamed("channel", &news)),
        );
        let broadcaster = broadcasters
            .iter()
            .find(|(account, _)| account.user_id == user.id);
        let asked = Channel {
            login: now,
            id: user.id.clone(),
            broadcaster: broadcaster
                .map(|(account, state)| (client(account), state.scopes.clone())),
        };
        findings.extend(channel::look(&helix, bot, &asked).await);
    }
    findings
}

/// As a bot at its start asks for them: by the ids that are known, then by their names.
async fn users(
    helix: &helix::Client,
    (names, wanted): (&KnownNames, &[Login]),
    bot: &LoggedIn,
) -> Result<Vec<User>, helix::Error> {
    let mut known = names.owners(wanted);
    known.push(bot.user_id.clone());
    let mut users = Vec::new();
    for ids in known.chunks(100) {
        users.extend(helix.get_users().ids(ids).await?);
    }
    for logins in names.unmatched(wanted, &Directory::new(&users)).chunks(100) {
        users.extend(helix.get_users().logins(logins).await?);
    }
    Ok(users)
}

fn renamed(part: &'static str, news: &Renamed) -> Finding {
    Finding::warning(part, news.happened(), news.advice())
}
