//! `streamhand api`: any call of Twitch's reference, by its name in the spec. Lists them, explains them, makes them.

use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches};
use helix::dynamic::{self, Call};
use spec::{ClaimedRole, Endpoint, Identity};
use types::UserId;

use crate::calling::Calling;
use crate::cli::{self, Global};
use crate::command::{api_help, output};
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
    let global = Global {
        json: is_json,
        ..global.clone()
    };
    Calling::with(&global, async |_, calling| {
        let caller = Caller::choose(calling, endpoint, matches.get_one::<cli::Role>(AS).copied())?;
        let call = caller.call(calling, endpoint, &matches).await?;
        let answer = caller.helix.call(&call).await;
        let answer = answer.map_err(|error| calling.explain(&error))?;
        print(&answer.value, is_json);
        Ok(ExitCode::SUCCESS)
    })
    .await
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
struct Caller {
    helix: helix::Client,
    me: Option<UserId>,
}

impl Caller {
    /// The account that the call is for: the one that was named, or the one whose id the call has to name.
    fn choose(
        calling: &Calling,
        endpoint: &Endpoint,
        named: Option<cli::Role>,
    ) -> Result<Self, Failure> {
        if let Some(role) = named {
            let account = calling.account(&cli::Account::Role(role))?;
            return Ok(Self {
                helix: calling.helix.as_user(account.user_id.clone()),
                me: Some(account.user_id.clone()),
            });
        }
        let bot = calling.bot();
        let broadcaster = calling.broadcaster(None);
        let me = match is_for_the_broadcaster(endpoint) {
            true => broadcaster.or(bot),
            false => bot.or(broadcaster),
        };
        Ok(Self {
            helix: calling.helix.clone(),
            me: me.ok().map(|account| account.user_id.clone()),
        })
    }

    /// The call with all its parameters; `me` and `@login` are put into ids first.
    async fn call(
        &self,
        calling: &Calling,
        endpoint: &'static Endpoint,
        matches: &ArgMatches,
    ) -> Result<Call, Failure> {
        let mut call = Call::new(endpoint);
        for (field, _) in api_help::fields(endpoint) {
            for value in matches.get_many::<String>(field.name).into_iter().flatten() {
                let is_id = field.name == "id" || field.name.ends_with("_id");
                let value = match (is_id, &self.me) {
                    (true, Some(me)) if value == "me" => me.to_string(),
                    (true, _) if value == "me" || value.starts_with('@') => {
                        calling.id_of(value).await?.to_string()
                    }
                    _ => value.clone(),
                };
                call.set(field.name, &value)
                    .map_err(|error| explain::helix(&error))?;
            }
        }
        Ok(call)
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
