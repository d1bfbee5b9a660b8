//! One endpoint as a command line: its options, their help and their limits, all made from the spec.

use clap::{Arg, ArgAction, Command};
use spec::model::field::{Field, Kind};
use spec::{Endpoint, TokenKind};

use crate::short_forms;

/// The command line of one endpoint.
pub(super) fn command(endpoint: &'static Endpoint) -> Command {
    let name = endpoint.anchor();
    let mut command = Command::new(name.clone())
        .no_binary_name(true)
        .bin_name(format!("streamhand api {name}"))
        .about(endpoint.summary)
        .after_help(needs(endpoint));
    for (field, place) in fields(endpoint) {
        command = command.arg(argument(field, place));
    }
    command
}

/// The fields that can be given by name: the query's, then the body's.
pub(super) fn fields(
    endpoint: &'static Endpoint,
) -> impl Iterator<Item = (&'static Field, &'static str)> {
    let query = endpoint.query.iter().map(|field| (field, "query"));
    let body = endpoint
        .body
        .unwrap_or_default()
        .iter()
        .map(|field| (field, "body"));
    query.chain(body)
}

fn argument(field: &'static Field, place: &str) -> Arg {
    let is_list = field.repeated || matches!(field.kind, Kind::Array(_));
    Arg::new(field.name)
        .long(field.name.replace('_', "-"))
        .alias(field.name)
        .value_name(value_name(field))
        .required(field.required)
        .action(if is_list {
            ArgAction::Append
        } else {
            ArgAction::Set
        })
        .allow_hyphen_values(true)
        .help(explanation(field, place))
}

fn value_name(field: &Field) -> &'static str {
    match (
        field.name.ends_with("_id") || field.name == "id",
        field.kind,
    ) {
        (true, Kind::String) => "ID",
        (false, Kind::String) => "TEXT",
        (_, Kind::Integer | Kind::Number) => "NUMBER",
        (_, Kind::Boolean) => "true|false",
        (_, Kind::Array(_)) => "ELEMENT",
        (_, Kind::Object(_) | Kind::Map(_)) => "JSON",
    }
}

/// What the table knows about a field, as one line.
pub(super) fn explanation(field: &Field, place: &str) -> String {
    let mut facts = vec![place.to_owned()];
    let is_list = field.repeated || matches!(field.kind, Kind::Array(_));
    facts.extend(is_list.then(|| "may be repeated".to_owned()));
    facts.extend(bounds(field.min_items, field.max_items, "values"));
    facts.extend(bounds(field.min_length, field.max_length, "characters"));
    facts.extend(bounds(field.min, field.max, ""));
    facts.extend(
        field
            .max_bytes
            .map(|bytes| format!("at most {bytes} bytes")),
    );
    if !field.values.is_empty() {
        facts.push(format!("one of {}", field.values.join(", ")));
    }
    facts.extend(field.pattern.map(|pattern| format!("like {pattern}")));
    facts.extend(
        field
            .default
            .map(|value| format!("if left out: {}", default(value))),
    );
    facts.join("; ")
}

fn default(value: spec::model::field::Value) -> String {
    use spec::model::field::Value;
    match value {
        Value::String(text) => text.to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(truth) => truth.to_string(),
    }
}

fn bounds<Number: std::fmt::Display>(
    min: Option<Number>,
    max: Option<Number>,
    unit: &str,
) -> Option<String> {
    let words = match (min, max) {
        (Some(min), Some(max)) => format!("{min} to {max} {unit}"),
        (Some(min), None) => format!("at least {min} {unit}"),
        (None, Some(max)) => format!("at most {max} {unit}"),
        (None, None) => return None,
    };
    Some(words.trim_end().to_owned())
}

/// What a caller must have, and where to read more.
fn needs(endpoint: &Endpoint) -> String {
    let tokens: Vec<_> = endpoint
        .tokens
        .iter()
        .map(|kind| token_word(*kind))
        .collect();
    let mut lines = vec![format!("Token: {}", tokens.join(" or "))];
    if !endpoint.scopes.all_of.is_empty() {
        lines.push(format!(
            "Scopes, all of: {}",
            endpoint.scopes.all_of.join(" ")
        ));
    }
    if !endpoint.scopes.any_of.is_empty() {
        lines.push(format!(
            "Scopes, one of: {}",
            endpoint.scopes.any_of.join(" ")
        ));
    }
    lines.extend(short_forms::of(endpoint).map(|form| format!("Short form: {}", form.example)));
    lines.push("An id may be given as me (your own) or @login (anybody's).".to_owned());
    lines.push(format!(
        "See https://dev.twitch.tv/docs/api/reference/#{}",
        endpoint.anchor()
    ));
    lines.join("\n")
}

/// The word for a kind of token.
pub(super) fn token_word(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::App => "app",
        TokenKind::User => "user",
        TokenKind::ExtensionJwt => "extension",
        TokenKind::None => "none",
    }
}
