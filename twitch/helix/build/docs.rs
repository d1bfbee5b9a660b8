//! Writes the documentation of what is made, from the facts of the table.

use spec::{
    Alternate, Effect, Endpoint, Field, Format, Method, Repeat, Scopes, Status, TokenKind, Value,
};

/// The link to an endpoint's place in Twitch's reference.
pub(crate) fn link(endpoint: &Endpoint) -> String {
    format!(
        "[Twitch: {}](https://dev.twitch.tv/docs/api/reference/#{})",
        endpoint.name,
        endpoint.anchor()
    )
}

/// What a request is and what it takes to be allowed to make it, line by line.
pub(crate) fn request(endpoint: &Endpoint) -> Vec<String> {
    let mut lines = vec![
        format!("{}.", endpoint.summary),
        String::new(),
        format!(
            "`{} {}`, with {}.",
            method(endpoint.method),
            endpoint.path,
            tokens(endpoint)
        ),
    ];
    if let Some(scopes) = scopes(&endpoint.scopes) {
        lines.push(format!("The account must have granted {scopes}."));
    }
    for condition in endpoint.conditional_scopes {
        let about: Vec<String> = condition
            .params
            .iter()
            .chain(condition.response_fields)
            .map(|name| format!("`{name}`"))
            .collect();
        lines.push(format!(
            "For {} it must have granted {}.",
            about.join(", "),
            one_of(condition.any_of)
        ));
    }
    for identity in endpoint.identity {
        let names: Vec<String> = identity
            .claims()
            .iter()
            .map(|claim| format!("`{}`", claim.param))
            .collect();
        lines.push(format!(
            "With a user access token, {} is the id of the token's user.",
            names.join(" or ")
        ));
    }
    for limit in endpoint.rate_limits {
        let account = limit
            .account
            .map_or(String::new(), |account| format!(" ({account})"));
        lines.push(format!(
            "At most {} in {} s for each {}{account}.",
            limit.limit,
            limit.per_seconds,
            limit.scope.replace('_', " ")
        ));
    }
    lines.extend(repeat(&endpoint.repeat));
    if !endpoint.errors.is_empty() {
        let errors: Vec<String> = endpoint.errors.iter().map(u16::to_string).collect();
        lines.push(format!("Twitch refuses with {}.", errors.join(", ")));
    }
    match endpoint.status {
        Status::Ga => {}
        Status::Beta => {
            lines.push("Twitch calls this a beta: it may change without notice.".to_owned())
        }
        Status::Deprecated => {
            lines.push("Deprecated: Twitch no longer answers this call.".to_owned())
        }
    }
    lines.push(String::new());
    lines.push(format!("See {}.", link(endpoint)));
    lines
}

/// What becomes of it if nobody knows what became of it.
fn repeat(repeat: &Repeat) -> Option<String> {
    let because = repeat.because;
    let sentence = match repeat.effect {
        Effect::Reads => return None,
        Effect::Settles => format!("After trouble in passing it is sent again: {because}."),
        Effect::SettlesWith(name) => {
            format!("After trouble in passing it is sent again if `{name}` is given: {because}.")
        }
        Effect::SettlesWithout(name) => {
            format!(
                "After trouble in passing it is sent again unless `{name}` is given: {because}."
            )
        }
        Effect::Adds => {
            format!("It is not sent again if it may have been acted on: {because}.")
        }
    };
    Some(sentence)
}

/// What a parameter may be.
pub(crate) fn parameter(field: &Field) -> String {
    let mut facts = Vec::new();
    match (field.min, field.max) {
        (Some(min), Some(max)) => facts.push(format!("from {min} to {max}")),
        (Some(min), None) => facts.push(format!("at least {min}")),
        (None, Some(max)) => facts.push(format!("at most {max}")),
        (None, None) => {}
    }
    if !field.numbers.is_empty() {
        let numbers: Vec<String> = field.numbers.iter().map(i64::to_string).collect();
        facts.push(format!("one of {}", numbers.join(", ")));
    }
    if let Some(step) = field.precision {
        facts.push(format!("in steps of {step}"));
    }
    if let Some(most) = field.max_length {
        facts.push(format!("at most {most} characters"));
    }
    if let Some(most) = field.max_bytes {
        facts.push(format!("at most {most} bytes"));
    }
    if let Some(most) = field.max_items {
        facts.push(format!("at most {most} of them"));
    }
    if field.format == Some(Format::IanaTimezone) {
        facts.push("a time zone like `Europe/Berlin`".to_owned());
    }
    if let Some(default) = field.default {
        facts.push(format!("Twitch takes {} if it is left out", value(default)));
    }
    if field.deprecated {
        facts.push("deprecated".to_owned());
    }
    if facts.is_empty() {
        return format!("Twitch's `{}`.", field.name);
    }
    format!("Twitch's `{}`: {}.", field.name, facts.join(", "))
}

/// What is known of a field in an answer.
pub(crate) fn response_field(field: &Field) -> String {
    let mut facts = Vec::new();
    if field.nullable.is_some() {
        facts.push("may be null");
    }
    if field.optional.is_some() {
        facts.push("may be missing");
    }
    if field.may_be_empty {
        facts.push("may be empty");
    }
    if field.alternates.contains(&Alternate::UnixSeconds) {
        facts.push("seen as seconds since 1970 too");
    }
    if field.deprecated {
        facts.push("no longer filled");
    }
    if facts.is_empty() {
        return format!("Twitch's `{}`.", field.name);
    }
    format!("Twitch's `{}`: {}.", field.name, facts.join(", "))
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    }
}

fn tokens(endpoint: &Endpoint) -> String {
    let kinds: Vec<&str> = endpoint
        .tokens
        .iter()
        .map(|kind| match kind {
            TokenKind::App => "an app access token",
            TokenKind::User => "a user access token",
            TokenKind::ExtensionJwt => "an extension's token",
            TokenKind::None => "no token",
        })
        .collect();
    kinds.join(" or ")
}

fn scopes(scopes: &Scopes) -> Option<String> {
    match (scopes.all_of.is_empty(), scopes.any_of.is_empty()) {
        (true, true) => None,
        (true, false) => Some(one_of(scopes.any_of)),
        (false, true) => Some(joined(scopes.all_of, " and ")),
        (false, false) => Some(format!(
            "{} and {}",
            joined(scopes.all_of, " and "),
            one_of(scopes.any_of)
        )),
    }
}

fn one_of(names: &[&str]) -> String {
    joined(names, " or ")
}

fn joined(names: &[&str], with: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(with)
}

fn value(value: Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(truth) => format!("`{truth}`"),
    }
}
