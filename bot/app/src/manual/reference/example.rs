//! A line for each call that a person could type, made of the simulator's complete call.

use helix::dynamic::Call;
use serde_json::{Map, Value};
use sim::sample::{SampleCall, plain};
use spec::model::field::{Field, Kind};
use spec::{Endpoint, TokenKind};

use crate::command::api_help;
use crate::short_forms;

/// The lines of an example, each with its line break: the call, and the commands that make it in short.
pub(super) fn lines(endpoint: &'static Endpoint) -> String {
    let mut line = format!("streamhand api {}", endpoint.anchor());
    for (option, value) in typed(endpoint) {
        line.push_str(&format!(" {option} {}", quoted(&value)));
    }
    line.push('\n');
    for short in short_forms::of(endpoint) {
        line.push_str(&format!("{}\n", short.example));
    }
    line
}

/// Asserts that the line is one that the command takes, and that the call keeps the limits of the table.
pub(super) fn check(endpoint: &'static Endpoint) {
    let line = lines(endpoint);
    let words = typed(endpoint)
        .into_iter()
        .flat_map(|(option, value)| [option, value]);
    let taken = api_help::command(endpoint).try_get_matches_from(words);
    assert!(
        taken.is_ok(),
        "{line}{:?}",
        taken.err().map(|error| error.to_string())
    );
    let mut call = Call::new(endpoint);
    for (name, value) in arguments(endpoint) {
        let set = call.set(&name, &value);
        assert!(set.is_ok(), "{line}{set:?}");
    }
    let checked = call.check(None);
    assert!(checked.is_ok(), "{line}{checked:?}");
}

/// Options with their values.
fn typed(endpoint: &'static Endpoint) -> Vec<(String, String)> {
    let mut typed: Vec<(String, String)> = arguments(endpoint)
        .into_iter()
        .map(|(path, value)| (format!("--{}", path.replace('_', "-")), value))
        .collect();
    if endpoint.tokens == [TokenKind::ExtensionJwt] {
        typed.push(("--token-file".to_owned(), "token.jwt".to_owned()));
    }
    typed
}

/// Names with dots, and the values as texts.
pub(crate) fn arguments(endpoint: &'static Endpoint) -> Vec<(String, String)> {
    let call = SampleCall::of(endpoint);
    let mut arguments = Vec::new();
    for (name, value) in &call.query {
        arguments.push(((*name).to_owned(), named(endpoint, name, value)));
    }
    let fields = endpoint.body.unwrap_or_default();
    for field in fields {
        if let Some(value) = call.body.get(field.name) {
            add(&mut arguments, endpoint, (field.name, field, value));
        }
    }
    arguments
}

fn add(
    arguments: &mut Vec<(String, String)>,
    endpoint: &Endpoint,
    (path, field, value): (&str, &Field, &Value),
) {
    match (field.kind, value) {
        // An object that one text makes is given as that text.
        (Kind::Object(_), Value::Object(inside)) if is_lead(field, inside) => {
            let text = inside.values().next().map(plain).unwrap_or_default();
            arguments.push((path.to_owned(), text));
        }
        (Kind::Object(fields), Value::Object(inside)) => {
            for field in fields {
                if let Some(value) = inside.get(field.name) {
                    add(
                        arguments,
                        endpoint,
                        (&format!("{path}.{}", field.name), field, value),
                    );
                }
            }
        }
        (Kind::Array(element), Value::Array(values)) => {
            for value in values {
                add(arguments, endpoint, (path, element, value));
            }
        }
        (Kind::Map(_), value) => arguments.push((path.to_owned(), value.to_string())),
        (_, value) => {
            let name = path.rsplit('.').next().unwrap_or(path);
            arguments.push((path.to_owned(), named(endpoint, name, &plain(value))));
        }
    }
}

/// Only elements of lists have no name of their own, and only they can be given so.
fn is_lead(field: &Field, inside: &Map<String, Value>) -> bool {
    let Kind::Object(fields) = field.kind else {
        return false;
    };
    let needed = fields.iter().filter(|field| field.required);
    field.name.is_empty() && inside.len() == 1 && needed.count() == 1
}

/// People are named by what they are: oneself, or a login.
fn named(endpoint: &Endpoint, name: &str, value: &str) -> String {
    let is_claimed = endpoint.claims().any(|claim| claim.param == name);
    let is_person = [
        "user_id",
        "broadcaster_id",
        "moderator_id",
        "sender_id",
        "editor_id",
        "guest_id",
    ]
    .iter()
    .any(|ending| name.ends_with(ending));
    match (is_person, value) {
        (true, "1001") if is_claimed => "me".to_owned(),
        (true, "1001") => "@somechannel".to_owned(),
        (true, "1002") => "@otherchannel".to_owned(),
        _ => value.to_owned(),
    }
}

fn quoted(text: &str) -> String {
    let is_plain = |character: char| {
        character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.' | '/' | ':' | '@')
    };
    match text {
        text if !text.is_empty() && text.chars().all(is_plain) => text.to_owned(),
        text if text.contains(['"', '$', '`', '\\', '!']) => {
            format!("'{}'", text.replace('\'', "'\\''"))
        }
        text => format!("\"{text}\""),
    }
}
