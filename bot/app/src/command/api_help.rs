//! One endpoint as a command line: its options, their help and their limits, all made from the spec. It reads nothing that was typed.

use clap::{Arg, ArgAction, Command};
use spec::model::field::{Field, Kind};
use spec::{Endpoint, TokenKind};

use super::api::identity::{self, Who};
use super::api::one_of::OneOf;
use crate::short_forms;

/// The command line of one endpoint: what Twitch knows, and what holds for every call.
pub(crate) fn command(endpoint: &'static Endpoint) -> Command {
    let name = endpoint.anchor();
    let mut command = Command::new(name.clone())
        .no_binary_name(true)
        .bin_name(format!("streamhand api {name}"))
        .about(endpoint.summary)
        .after_help(needs(endpoint));
    for parameter in parameters(endpoint) {
        command = command.arg(argument(endpoint, &parameter));
    }
    own_options(endpoint)
        .into_iter()
        .fold(command, Command::arg)
}

/// The fields on the first level: the query's, then the body's.
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

/// Something of a call that can be given by name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Parameter {
    /// Twitch's name for it; dots lead into objects and lists.
    pub path: String,
    /// What the table says of it.
    pub field: &'static Field,
    /// Where it stands on the wire.
    pub place: &'static str,
    /// Whether it stands inside of something else.
    is_inside: bool,
    /// The name without the object that everything of the body is wrapped in.
    short: Option<String>,
}

impl Parameter {
    /// The names that it goes by.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.path.as_str()).chain(self.short.as_deref())
    }
}

/// Everything that can be given by name: the query's, then the body's, each before what stands inside of it.
pub(crate) fn parameters(endpoint: &'static Endpoint) -> Vec<Parameter> {
    let mut parameters = Vec::new();
    for field in endpoint.query {
        parameters.push(Parameter {
            path: field.name.to_owned(),
            field,
            place: "query",
            is_inside: false,
            short: None,
        });
    }
    let body = endpoint.body.unwrap_or_default();
    let wrapper = wrapper(endpoint);
    for field in body {
        add_inside(&mut parameters, ("", field), wrapper);
    }
    // What has the same name in query and body is the query's by its short name.
    let taken: Vec<String> = endpoint
        .query
        .iter()
        .map(|field| field.name.to_owned())
        .collect();
    for parameter in &mut parameters {
        parameter.short = parameter
            .short
            .take()
            .filter(|short| !taken.contains(short));
    }
    parameters
}

/// The one object that everything of some bodies stands in.
pub(crate) fn wrapper(endpoint: &Endpoint) -> Option<&'static str> {
    match endpoint.body? {
        [
            Field {
                name,
                kind: Kind::Object(_),
                ..
            },
        ] => Some(name),
        _ => None,
    }
}

fn add_inside(
    parameters: &mut Vec<Parameter>,
    (outside, field): (&str, &'static Field),
    wrapper: Option<&str>,
) {
    let path = match outside {
        "" => field.name.to_owned(),
        outside => format!("{outside}.{}", field.name),
    };
    let inside: &[Field] = match field.kind {
        Kind::Object(fields) => fields,
        Kind::Array(Field {
            kind: Kind::Object(fields),
            ..
        }) => fields,
        _ => &[],
    };
    let unwrapped = wrapper.and_then(|wrapper| path.strip_prefix(wrapper)?.strip_prefix('.'));
    parameters.push(Parameter {
        short: unwrapped.map(str::to_owned),
        path: path.clone(),
        field,
        place: "body",
        is_inside: !outside.is_empty(),
    });
    for field in inside {
        add_inside(parameters, (&path, field), wrapper);
    }
}

fn argument(endpoint: &'static Endpoint, parameter: &Parameter) -> Arg {
    let Parameter {
        path, field, place, ..
    } = parameter;
    let is_list = field.repeated || matches!(field.kind, Kind::Array(_) | Kind::Map(_));
    // What stands in a list may be there once for each of its elements.
    let is_repeated = is_list || parameter.is_inside;
    let mut argument = Arg::new(path.clone())
        .long(path.replace('_', "-"))
        .value_name(value_name(endpoint, field))
        .action(if is_repeated {
            ArgAction::Append
        } else {
            ArgAction::Set
        })
        .help(explanation(endpoint, parameter));
    if path.contains('_') {
        argument = argument.alias(path.clone());
    }
    if let Some(short) = &parameter.short {
        argument = argument.visible_alias(short.replace('_', "-"));
        if short.contains('_') {
            argument = argument.alias(short.clone());
        }
    }
    argument = match element(field) {
        Field {
            kind: Kind::String,
            values: [],
            ..
        } => argument.allow_hyphen_values(true),
        Field {
            kind: Kind::String, ..
        } => argument.value_parser(OneOf::of(field)),
        Field {
            kind: Kind::Boolean,
            ..
        } => argument.value_parser(OneOf::new(&["true", "false"])),
        _ => argument.allow_negative_numbers(true),
    };
    let is_filled = identity::filled(endpoint)
        .iter()
        .any(|(name, _)| name == path);
    if !field.required || is_filled || parameter.is_inside {
        return argument;
    }
    match *place {
        "body" => argument.required_unless_present_any(stand_ins(endpoint, path)),
        _ => argument.required(true),
    }
}

/// What a field of the body may be given by instead of its own name: the whole body, or what stands inside of it.
fn stand_ins(endpoint: &'static Endpoint, path: &str) -> Vec<String> {
    let inside = parameters(endpoint)
        .into_iter()
        .map(|parameter| parameter.path);
    let inside = inside.filter(|other| {
        other
            .strip_prefix(path)
            .is_some_and(|rest| rest.starts_with('.'))
    });
    let whole = [BODY, DEEP].map(str::to_owned);
    whole.into_iter().chain(inside).collect()
}

/// What a single value of a field is.
fn element(field: &'static Field) -> &'static Field {
    match field.kind {
        Kind::Array(element) => element,
        _ => field,
    }
}

/// What can be said beside the parameters that Twitch knows.
fn own_options(endpoint: &Endpoint) -> Vec<Arg> {
    let heading = "For every call";
    let flag = |id: &'static str, name: &'static str| {
        Arg::new(id)
            .long(name)
            .action(ArgAction::SetTrue)
            .help_heading(heading)
    };
    let value = |id: &'static str, name: &'static str, value: &'static str| {
        Arg::new(id)
            .long(name)
            .value_name(value)
            .help_heading(heading)
    };
    let mut options = vec![
        value(AS, "as", "ACCOUNT").help(
            "Who makes the call: bot, broadcaster, app, or a login [default: whoever its ids name]",
        ),
        value(CHANNEL, "channel", "LOGIN")
            .help("The channel that it is about, if several are known"),
        flag(JSON, "json").help("Print the answer as Twitch sent it"),
        flag(DRY_RUN, "dry-run").help("Show the request instead of sending it"),
    ];
    if endpoint.body.is_some() {
        options.push(
            value(BODY, "body", "FILE|-")
                .help("Take the body, or a part of it, from a file of JSON; - is standard input"),
        );
        options.push(
            Arg::new(DEEP)
                .long(DEEP)
                .hide(true)
                .action(ArgAction::Append)
                .allow_hyphen_values(true),
        );
    }
    if endpoint.pagination.is_some() {
        options.push(flag(ALL, "all").help("Follow the list over all its pages"));
        options.push(
            value(LIMIT, "limit", "NUMBER")
                .value_parser(clap::value_parser!(u32).range(1..))
                .help("The same, but end after so many elements"),
        );
    }
    if endpoint.takes(TokenKind::ExtensionJwt) {
        options.push(
            value(TOKEN_FILE, "token-file", "FILE|-")
                .help("A file with a token that the extension has signed"),
        );
    }
    options
}

fn value_name(endpoint: &Endpoint, field: &'static Field) -> &'static str {
    let single = element(field);
    let is_id = field.name == "id" || field.name.ends_with("_id");
    match single.kind {
        Kind::String if is_id && identity::is_user(endpoint, field.name) => "ID|@LOGIN|me",
        Kind::String if is_id => "ID",
        Kind::String => "TEXT",
        Kind::Integer | Kind::Number => "NUMBER",
        Kind::Boolean => "true|false",
        Kind::Object(inside) if lead(inside).is_some() => "TEXT|JSON",
        Kind::Map(_) => "KEY=VALUE|JSON",
        Kind::Object(_) | Kind::Array(_) => "JSON",
    }
}

/// The one text that an object needs, which may then stand for the whole of it.
fn lead(fields: &'static [Field]) -> Option<&'static Field> {
    let mut needed = fields.iter().filter(|field| field.required);
    match (needed.next(), needed.next()) {
        (Some(field), None) => Some(field),
        _ => None,
    }
}

/// What the table knows about a parameter, as one line.
pub(crate) fn explanation(endpoint: &Endpoint, parameter: &Parameter) -> String {
    let field = parameter.field;
    let mut facts = vec![parameter.place.to_owned()];
    let is_filled = || {
        identity::filled(endpoint)
            .iter()
            .any(|(name, _)| *name == parameter.path)
    };
    let is_needed = field.required && !parameter.is_inside && !is_filled();
    facts.extend(is_needed.then(|| "needed".to_owned()));
    let is_list = field.repeated || matches!(field.kind, Kind::Array(_));
    facts.extend(is_list.then(|| "may be repeated".to_owned()));
    facts.extend(bounds(field.min_items, field.max_items, "values"));
    facts.extend(limits(field));
    if let Kind::Array(element) = field.kind {
        facts.extend(
            limits(element)
                .into_iter()
                .map(|fact| format!("each {fact}")),
        );
    }
    if !element_values(field).is_empty() {
        facts.push(format!("one of {}", element_values(field).join(", ")));
    }
    facts.extend(field.pattern.map(|pattern| format!("like {pattern}")));
    facts.extend(
        field
            .default
            .map(|value| format!("if left out: {}", default(value))),
    );
    let mut filled = identity::filled(endpoint).into_iter();
    if let Some((_, who)) = filled.find(|(name, _)| *name == parameter.path) {
        facts.push(match who {
            Who::Broadcaster => "if left out: your channel, if there is only one".to_owned(),
            Who::Caller => {
                "if left out: whoever makes the call, if only one account can".to_owned()
            }
        });
    }
    facts.join("; ")
}

fn element_values(field: &'static Field) -> &'static [&'static str] {
    match field.values {
        [] => element(field).values,
        values => values,
    }
}

fn limits(field: &Field) -> Vec<String> {
    let mut facts = Vec::new();
    facts.extend(bounds(field.min_length, field.max_length, "characters"));
    facts.extend(bounds(field.min, field.max, ""));
    facts.extend(
        field
            .max_bytes
            .map(|bytes| format!("at most {bytes} bytes")),
    );
    facts
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
    lines.extend(scopes("all of", endpoint.scopes.all_of));
    lines.extend(scopes("one of", endpoint.scopes.any_of));
    lines.extend(short_forms::of(endpoint).map(|form| format!("Short form: {}", form.example)));
    lines.push("Any user may be given as @login, and your own account as me.".to_owned());
    lines.push(format!(
        "See https://dev.twitch.tv/docs/api/reference/#{}",
        endpoint.anchor()
    ));
    lines.join("\n")
}

/// What must be allowed; of a single scope it need not be said how many are enough.
fn scopes(how_many: &str, scopes: &[&str]) -> Option<String> {
    match scopes {
        [] => None,
        [only] => Some(format!("Scope: {only}")),
        several => Some(format!("Scopes, {how_many}: {}", several.join(" "))),
    }
}

/// The word for a kind of token.
pub(crate) fn token_word(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::App => "app",
        TokenKind::User => "user",
        TokenKind::ExtensionJwt => "extension",
        TokenKind::None => "none",
    }
}

/// Ids of our own options; no parameter of Twitch is called so.
pub(crate) const AS: &str = "streamhand-as";
/// See [`AS`].
pub(crate) const CHANNEL: &str = "streamhand-channel";
/// See [`AS`].
pub(crate) const JSON: &str = "streamhand-json";
/// See [`AS`].
pub(crate) const DRY_RUN: &str = "streamhand-dry-run";
/// See [`AS`].
pub(crate) const BODY: &str = "streamhand-body";
/// A parameter that only a path leads to, because it stands among free keys: `path=value`.
pub(crate) const DEEP: &str = "streamhand-deep";
/// See [`AS`].
pub(crate) const ALL: &str = "streamhand-all";
/// See [`AS`].
pub(crate) const LIMIT: &str = "streamhand-limit";
/// See [`AS`].
pub(crate) const TOKEN_FILE: &str = "streamhand-token-file";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_of_the_reference_has_a_consistent_command_line() {
        for endpoint in spec::ENDPOINTS {
            command(endpoint).debug_assert();
        }
    }

    #[test]
    fn what_stands_inside_a_body_has_a_name_with_dots() {
        let paths = |name: &str| -> Vec<String> {
            let endpoint = spec::endpoint(name).expect("it is in the reference");
            parameters(endpoint)
                .into_iter()
                .map(|parameter| parameter.path)
                .collect()
        };
        assert!(paths("ban_user").contains(&"data.user_id".to_owned()));
        assert!(paths("create_poll").contains(&"choices.title".to_owned()));
        assert!(paths("update_conduit_shards").contains(&"shards.transport.method".to_owned()));
    }
}
