//! `streamhand api`: any call of Twitch's reference, by its name in the spec. Lists them, explains them, makes them.

use std::process::ExitCode;
use std::sync::Arc;

use auth::{AppTokens, Http, TokenSource};
use clap::{Arg, ArgAction, ArgMatches};
use helix::dynamic::{self, Call};
use spec::{ClaimedRole, Endpoint, Identity, TokenKind};
use store::{Role, Store};
use types::{Login, UserId};

use crate::accounts::{self, LoggedIn};
use crate::cli::{self, Global};
use crate::command::{api_help, output};
use crate::context::Context;
use crate::explain;
use crate::failure::{Failure, Status};

/// Lists the calls, explains one, or makes one.
///
/// # Errors
/// If there is no such call, a parameter is wrong, the account lacks something, or Twitch refuses.
pub(crate) async fn run(options: &cli::Api, global: &Global) -> Result<ExitCode, Failure> {
    let name = match options.endpoint.as_deref() {
        None | Some("-h" | "--help") => {
            list(global.json);
            return Ok(ExitCode::SUCCESS);
        }
        Some(option) if option.starts_with('-') => return Err(no_call(option)),
        Some(name) => name,
    };
    let endpoint = spec::endpoint(&name.replace('-', "_")).ok_or_else(|| unknown(name))?;
    let matches =
        match own_options(api_help::command(endpoint)).try_get_matches_from(&options.parameters) {
            Ok(matches) => matches,
            Err(error) => return refuse(&error, &endpoint.anchor()),
        };
    let is_json = global.json || matches.get_flag(JSON);
    let context = Context {
        is_json,
        ..Context::load(global)?
    };
    let store = context.store().await?;
    let http = context.http()?;
    let caller = Caller::choose(
        &context,
        (&store, &http),
        endpoint,
        matches.get_one::<cli::Role>(AS).copied(),
    )
    .await?;
    let helix = helix::Client::new(http, context.helix_settings(), caller.tokens());
    let call = caller.call(&helix, endpoint, &matches).await?;
    let answer = helix
        .call(&call)
        .await
        .map_err(|error| explain::helix(&error));
    caller.stop().await;
    store.close().await;
    print(&answer?.value, is_json);
    Ok(ExitCode::SUCCESS)
}

fn list(is_json: bool) {
    for heading in spec::headings() {
        if !is_json {
            output::line(&format!("\n{}", heading.name));
        }
        for endpoint in heading.endpoints {
            let tokens: Vec<_> = endpoint
                .tokens
                .iter()
                .map(|kind| api_help::token_word(*kind))
                .collect();
            if is_json {
                let line = serde_json::json!({
                    "id": endpoint.anchor(),
                    "heading": heading.name,
                    "summary": endpoint.summary,
                    "tokens": tokens,
                });
                output::line(&line.to_string());
            } else {
                output::line(&format!(
                    "  {:44} {} ({})",
                    endpoint.anchor(),
                    endpoint.summary,
                    tokens.join(" or ")
                ));
            }
        }
    }
    if !is_json {
        output::line("\n`streamhand api CALL --help` explains a call and its parameters.");
    }
}

fn no_call(option: &str) -> Failure {
    Failure::new(
        Status::Usage,
        format!("{option} stands where the name of a call belongs"),
    )
    .advice("write the call first, such as `streamhand api get-users --login NAME`")
}

fn unknown(name: &str) -> Failure {
    let failure = Failure::new(
        Status::Usage,
        format!("Twitch's reference has no call {name:?}"),
    );
    let names: Vec<String> = spec::ENDPOINTS
        .iter()
        .map(|endpoint| endpoint.anchor())
        .collect();
    match dynamic::nearest(name, names.iter().map(String::as_str)) {
        Some(nearest) => {
            failure.advice(format!("write {nearest}; `streamhand api` lists all calls"))
        }
        None => failure.advice("`streamhand api` lists all calls"),
    }
}

/// Help is no failure, a wrong parameter is one; what is wrong with it is said in the parser's own words.
fn refuse(error: &clap::Error, name: &str) -> Result<ExitCode, Failure> {
    if !error.use_stderr() {
        output::line(error.render().ansi().to_string().trim_end());
        return Ok(ExitCode::SUCCESS);
    }
    let words = error.render().to_string();
    let happened = words.split("\n\nUsage:").next().unwrap_or(&words);
    let happened = happened.strip_prefix("error: ").unwrap_or(happened);
    Err(
        Failure::new(Status::Usage, happened.trim_end()).advice(format!(
            "`streamhand api {name} --help` explains every parameter"
        )),
    )
}

/// What can be said beside the parameters that Twitch knows.
pub(super) fn own_options(command: clap::Command) -> clap::Command {
    let roles = clap::value_parser!(cli::Role);
    command
        .arg(
            Arg::new(AS)
                .long("as")
                .value_name("ACCOUNT")
                .value_parser(roles)
                .help("The account that calls"),
        )
        .arg(
            Arg::new(JSON)
                .long("json")
                .action(ArgAction::SetTrue)
                .help("Print the answer on one line"),
        )
}

/// Who makes the call.
enum Caller {
    Account(LoggedIn),
    App(Arc<AppTokens>),
}

impl Caller {
    /// The account that the call is for: the one that was named, or the one whose id the call has to name.
    async fn choose(
        context: &Context,
        (store, http): (&Store, &Http),
        endpoint: &Endpoint,
        named: Option<cli::Role>,
    ) -> Result<Self, Failure> {
        if !endpoint.takes(TokenKind::User) && endpoint.takes(TokenKind::App) {
            return Ok(Self::App(Arc::new(AppTokens::new(
                http.clone(),
                context.auth_settings()?,
            ))));
        }
        let bot = accounts::find(context, store, http, &Role::Bot).await?;
        let broadcaster = accounts::broadcasters(context, store, http)
            .await?
            .into_iter()
            .next();
        let (first, second) = match named {
            Some(cli::Role::Bot) => (bot, None),
            Some(cli::Role::Broadcaster) => (broadcaster, None),
            None if is_for_the_broadcaster(endpoint) => (broadcaster, bot),
            None => (bot, broadcaster),
        };
        first.or(second).map(Self::Account).ok_or_else(|| {
            Failure::new(
                Status::LoginNeeded,
                "nobody is logged in who could make this call",
            )
            .advice("run `streamhand login bot` or `streamhand login broadcaster`")
        })
    }

    fn tokens(&self) -> Arc<dyn TokenSource> {
        match self {
            Self::Account(account) => Arc::new(account.tokens.clone()),
            Self::App(tokens) => Arc::clone(tokens) as Arc<dyn TokenSource>,
        }
    }

    /// The call with all its parameters; `me` and `@login` are put into ids first.
    async fn call(
        &self,
        helix: &helix::Client,
        endpoint: &'static Endpoint,
        matches: &ArgMatches,
    ) -> Result<Call, Failure> {
        let mut call = Call::new(endpoint);
        for (field, _) in api_help::fields(endpoint) {
            for value in matches.get_many::<String>(field.name).into_iter().flatten() {
                let is_id = field.name == "id" || field.name.ends_with("_id");
                let value = if is_id {
                    self.id(helix, value).await?
                } else {
                    value.clone()
                };
                call.set(field.name, &value)
                    .map_err(|error| explain::helix(&error))?;
            }
        }
        Ok(call)
    }

    async fn id(&self, helix: &helix::Client, value: &str) -> Result<String, Failure> {
        match (value, value.strip_prefix('@'), self) {
            ("me", _, Self::Account(account)) => Ok(account.user_id.to_string()),
            ("me", _, Self::App(_)) => Err(Failure::new(
                Status::Usage,
                "this call is made by the application, which is nobody's id",
            )
            .advice("write an id or @login instead of me")),
            (_, Some(login), _) => look_up(helix, login).await.map(|id| id.to_string()),
            _ => Ok(value.to_owned()),
        }
    }

    async fn stop(self) {
        if let Self::Account(account) = self {
            account.tokens.stop().await;
        }
    }
}

fn is_for_the_broadcaster(endpoint: &Endpoint) -> bool {
    endpoint.identity.iter().any(|identity| match identity {
        Identity::Is(claim) => claim.role == ClaimedRole::Broadcaster,
        Identity::AnyOf(claims) => claims
            .iter()
            .any(|claim| claim.role == ClaimedRole::Broadcaster),
    })
}

async fn look_up(helix: &helix::Client, login: &str) -> Result<UserId, Failure> {
    let login: Login = login
        .parse()
        .map_err(|error: types::InvalidLogin| Failure::new(Status::Usage, error.to_string()))?;
    let users = helix
        .get_users()
        .login(&login)
        .await
        .map_err(|error| explain::helix(&error))?;
    users.into_iter().next().map(|user| user.id).ok_or_else(|| {
        Failure::new(
            Status::Refused,
            format!("Twitch knows nobody named {login}"),
        )
        .advice("check the spelling")
    })
}

fn print(value: &serde_json::Value, is_json: bool) {
    let text = if is_json {
        serde_json::to_string(value)
    } else {
        serde_json::to_string_pretty(value)
    };
    match (value.is_null(), text) {
        (true, _) if !is_json => output::aside("Done."),
        (_, Ok(text)) => output::line(&text),
        (_, Err(error)) => tracing::error!(%error, "cannot print the answer"),
    }
}

/// Ids of our own options; no parameter of Twitch is called so.
const AS: &str = "streamhand-as";
const JSON: &str = "streamhand-json";
