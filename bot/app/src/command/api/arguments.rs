//! What was typed behind the name of a call: our own options, and the call as it stands, with names of users still in the place of their ids.

use std::io::Read;
use std::path::Path;

use clap::ArgMatches;
use helix::dynamic::Call;
use serde_json::{Map, Value};
use spec::Endpoint;
use types::Login;

use crate::cli;
use crate::command::api_help::{
    self, ALL, AS, BODY, CHANNEL, DEEP, DRY_RUN, JSON, LIMIT, TOKEN_FILE,
};
use crate::explain;
use crate::failure::{Failure, Status};
use crate::typed_login;

/// What was typed.
#[derive(Debug)]
pub(super) struct Arguments {
    /// Who makes the call, if that was said.
    pub caller: Option<As>,
    /// The channel, if it was said.
    pub channel: Option<Login>,
    /// Whether the answer is for programs.
    pub is_json: bool,
    /// Whether the request is only to be shown.
    pub is_dry_run: bool,
    /// How far a list is followed.
    pub reach: Reach,
    /// A token that an extension has signed.
    pub token_file: Option<String>,
    /// The call, in which users may still be names.
    pub call: Call,
}

/// Who makes a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum As {
    /// The application itself.
    Application,
    /// An account that is logged in.
    Account(cli::Account),
}

/// How far a list is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// One page, as Twitch gives it.
    OnePage,
    /// All pages.
    All,
    /// As many pages as it takes for so many elements.
    Limit(usize),
}

/// What to do with what was typed.
#[derive(Debug)]
pub(super) enum Typed {
    /// Explain the call.
    Help(String),
    /// Make it.
    Call(Box<Arguments>),
}

/// Reads what stands behind the name of a call.
///
/// # Errors
/// If there is no such parameter, a value cannot be one, or something is missing.
pub(super) fn read(endpoint: &'static Endpoint, typed: &[String]) -> Result<Typed, Failure> {
    let command = api_help::command(endpoint);
    let typed = with_deep_names(endpoint, &command, typed);
    let matches = match command.try_get_matches_from(&typed) {
        Ok(matches) => matches,
        Err(error) if error.use_stderr() => return Err(refused(&error, endpoint)),
        Err(error) => return Ok(Typed::Help(error.render().ansi().to_string())),
    };
    let is_set = |name: &str| endpoint_has(&matches, name) && matches.get_flag(name);
    let text = |name: &str| {
        let given = endpoint_has(&matches, name).then(|| matches.get_one::<String>(name));
        given.flatten().cloned()
    };
    let reach = match matches.try_get_one::<u32>(LIMIT) {
        Ok(Some(limit)) => Reach::Limit(usize::try_from(*limit).unwrap_or(usize::MAX)),
        _ if is_set(ALL) => Reach::All,
        _ => Reach::OnePage,
    };
    Ok(Typed::Call(Box::new(Arguments {
        caller: text(AS).map(|text| caller(&text)).transpose()?,
        channel: text(CHANNEL).map(|text| channel(&text)).transpose()?,
        is_json: matches.get_flag(JSON),
        is_dry_run: matches.get_flag(DRY_RUN),
        reach,
        token_file: text(TOKEN_FILE),
        call: call(endpoint, &matches, text(BODY).as_deref())?,
    })))
}

/// Whether the call has this option of ours.
fn endpoint_has(matches: &ArgMatches, name: &str) -> bool {
    matches.try_contains_id(name).is_ok()
}

/// Names with dots that the command line cannot know, because they lead to free keys, in a form that it knows.
fn with_deep_names(
    endpoint: &'static Endpoint,
    command: &clap::Command,
    typed: &[String],
) -> Vec<String> {
    let knows = |name: &str| {
        command.get_arguments().any(|argument| {
            let is_alias = |aliases: Vec<&str>| aliases.contains(&name);
            argument.get_long() == Some(name) || argument.get_all_aliases().is_some_and(is_alias)
        })
    };
    // Anything else with a dot in it may be a text that somebody wants to send.
    let is_deep = |name: &str| {
        let first = name.split(['.', '[']).next().unwrap_or_default();
        name.contains('.') && !knows(name) && leads_into_the_body(endpoint, first)
    };
    let mut words = typed.iter();
    let mut result = Vec::new();
    while let Some(word) = words.next() {
        let option = word.strip_prefix("--").unwrap_or_default();
        let (name, value) = match option.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (option, None),
        };
        if !is_deep(name) {
            result.push(word.clone());
            continue;
        }
        match value.or_else(|| words.next().map(String::as_str)) {
            Some(value) => result.push(format!("--{DEEP}={name}={value}")),
            None => result.push(word.clone()),
        }
    }
    result
}

fn leads_into_the_body(endpoint: &'static Endpoint, first: &str) -> bool {
    let first = first.replace('-', "_");
    let parameters = api_help::parameters(endpoint);
    let mut inside = parameters
        .iter()
        .filter(|parameter| parameter.place == "body");
    inside.any(|parameter| parameter.names().any(|name| name == first))
}

fn caller(text: &str) -> Result<As, Failure> {
    if text.eq_ignore_ascii_case("app") {
        return Ok(As::Application);
    }
    let account = cli::account(text.trim_start_matches('@'));
    account.map(As::Account).map_err(|error| {
        Failure::new(Status::Usage, format!("--as: {error}"))
            .advice("write --as bot, --as broadcaster, --as app, or a login")
    })
}

fn channel(text: &str) -> Result<Login, Failure> {
    typed_login::read(text)
        .map_err(|error| Failure::new(Status::Usage, format!("--channel: {error}")))
}

/// The call with everything that was given, in the order in which it was typed: lists grow in that order.
fn call(
    endpoint: &'static Endpoint,
    matches: &ArgMatches,
    body: Option<&str>,
) -> Result<Call, Failure> {
    let mut given: Vec<(usize, String, String)> = Vec::new();
    for parameter in api_help::parameters(endpoint) {
        let path = &parameter.path;
        let indices = matches.indices_of(path).into_iter().flatten();
        let values = matches.get_many::<String>(path).into_iter().flatten();
        given.extend(
            indices
                .zip(values)
                .map(|(index, value)| (index, path.clone(), value.clone())),
        );
    }
    if endpoint_has(matches, DEEP) {
        let indices = matches.indices_of(DEEP).into_iter().flatten();
        let values = matches.get_many::<String>(DEEP).into_iter().flatten();
        let pairs = values.filter_map(|value| value.split_once('='));
        given.extend(
            indices
                .zip(pairs)
                .map(|(index, (path, value))| (index, path.to_owned(), value.to_owned())),
        );
    }
    given.sort_by_key(|(index, ..)| *index);
    let mut whole = body.map(read_body).transpose()?;
    let mut call = Call::new(endpoint);
    for (_, path, value) in given {
        if api_help::wrapper(endpoint) == Some(path.as_str()) {
            let inside = Map::from_iter([(path.clone(), Value::Object(object(&path, &value)?))]);
            merge(whole.get_or_insert_default(), inside, "")?;
            continue;
        }
        let value = match LOGINS.contains(&path.as_str()) {
            true => login(endpoint, &path, &value)?,
            false => value,
        };
        call.set(&path, &value)
            .map_err(|error| explain::helix(&error))?;
    }
    let Some(mut whole) = whole else {
        return Ok(call);
    };
    let named = call.parameters().body().cloned().unwrap_or_default();
    merge(&mut whole, named, "")?;
    call.set_body(Value::Object(whole))
        .map_err(|error| explain::helix(&error))?;
    Ok(call)
}

/// A login as Twitch takes it. Twitch answers one that nobody can have with an empty list, which tells nobody of the slip.
fn login(endpoint: &Endpoint, path: &str, text: &str) -> Result<String, Failure> {
    let login = typed_login::read(text).map_err(|error| {
        Failure::new(
            Status::Usage,
            format!("cannot call {}: `{path}`: {error}", endpoint.name),
        )
        .advice(format!(
            "write a login, and --{path} again for each one more"
        ))
    })?;
    Ok(login.to_string())
}

fn object(path: &str, text: &str) -> Result<Map<String, Value>, Failure> {
    serde_json::from_str(text).map_err(|error| {
        Failure::new(
            Status::Usage,
            format!("`{path}` takes a JSON object here, which this is not: {error}"),
        )
    })
}

/// Puts what was given by name into what the file says.
fn merge(
    whole: &mut Map<String, Value>,
    named: Map<String, Value>,
    outside: &str,
) -> Result<(), Failure> {
    for (name, value) in named {
        let path = format!("{outside}{name}");
        match (whole.get_mut(&name), value) {
            (None, value) => {
                whole.insert(name, value);
            }
            (Some(Value::Object(inside)), Value::Object(named)) => {
                merge(inside, named, &format!("{path}."))?;
            }
            (Some(_), _) => {
                return Err(Failure::new(
                    Status::Usage,
                    format!("`{path}` is given by name, and stands in the body as well"),
                )
                .advice("leave one of them out"));
            }
        }
    }
    Ok(())
}

fn read_body(file: &str) -> Result<Map<String, Value>, Failure> {
    let text = read_text(file, "--body")?;
    let place = if file == "-" { "standard input" } else { file };
    match serde_json::from_str(&text) {
        Ok(Value::Object(body)) => Ok(body),
        Ok(_) => Err(Failure::new(
            Status::Usage,
            format!("the body in {place} is no JSON object"),
        )
        .advice("write an object, such as {\"title\": \"Next game?\"}")),
        Err(_) if text.trim().is_empty() => {
            Err(Failure::new(Status::Usage, format!("{place} is empty, and --body takes JSON"))
                .advice("write an object into it, such as {\"title\": \"Next game?\"}"))
        }
        Err(error) => Err(Failure::new(
            Status::Usage,
            format!("the body in {place} is no JSON: {error}"),
        )
        .advice("look at that line and column; texts and names stand in double quotes, and no comma at the end")),
    }
}

/// The text of a file, or of standard input.
///
/// # Errors
/// If it cannot be read, or is no text.
pub(super) fn read_text(file: &str, option: &str) -> Result<String, Failure> {
    let text = match file {
        "-" => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).map(|_| text)
        }
        file => std::fs::read_to_string(Path::new(file)),
    };
    let place = if file == "-" { "standard input" } else { file };
    text.map_err(|error| {
        Failure::new(
            Status::Usage,
            format!("cannot read {place} for {option}: {error}"),
        )
        .advice("name a file that is there, or - for standard input")
    })
}

/// What is wrong with a parameter, in the parser's own words.
fn refused(error: &clap::Error, endpoint: &Endpoint) -> Failure {
    let words = error.render().to_string();
    let happened = words.split("\n\nUsage:").next().unwrap_or(&words);
    let happened = happened
        .split("\n\nFor more information")
        .next()
        .unwrap_or(happened);
    let happened = happened.strip_prefix("error: ").unwrap_or(happened);
    Failure::new(Status::Usage, happened.trim_end()).advice(format!(
        "`streamhand api {} --help` explains every parameter",
        endpoint.anchor()
    ))
}

/// Parameters of the query that are logins.
const LOGINS: [&str; 2] = ["login", "user_login"];
