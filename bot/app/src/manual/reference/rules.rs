//! The rules between the parameters of a call, as sentences.

use spec::model::field::Value;
use spec::{Endpoint, Rule, TokenKind};

/// What must hold between parameters.
pub(super) fn sentences(endpoint: &Endpoint) -> Vec<String> {
    let rules = endpoint.query_rules.iter().chain(endpoint.body_rules);
    rules.map(sentence).collect()
}

fn sentence(rule: &Rule) -> String {
    match *rule {
        Rule::ExactlyOne(params) => format!("Exactly one of {} is needed.", named(params)),
        Rule::AtLeastOne(params) => format!("At least one of {} is needed.", named(params)),
        Rule::AtLeastOneUnlessToken(params, kind) => format!(
            "At least one of {} is needed, unless the call is made with {}.",
            named(params),
            token(kind)
        ),
        Rule::AnyField => "At least one field of the body is needed.".to_owned(),
        Rule::AtMostOne(params) | Rule::MutuallyExclusive(params) => {
            format!("At most one of {} may be given.", named(params))
        }
        Rule::AllOrNone(params) => format!("{} go together: all or none.", named(params)),
        Rule::MutuallyExclusiveGroups(groups) => {
            let groups: Vec<String> = groups.iter().map(|group| named(group)).collect();
            format!("These do not go together: {}.", groups.join("; "))
        }
        Rule::MutuallyExclusiveValues { param, values } => {
            format!("`{param}` may hold only one of {}.", named(values))
        }
        Rule::Requires { params, any_of } => {
            format!("{} only together with {}.", named(params), either(any_of))
        }
        Rule::RequiresTrue { params, field } => {
            format!(
                "{} only if `{field}` is true in the same call.",
                named(params)
            )
        }
        Rule::RequiredIf { params, field, is } => {
            format!("{} needed if `{field}` is {}.", verb(params), values(is))
        }
        Rule::ForbiddenIf { params, field, is } => {
            format!(
                "{} not allowed if `{field}` is {}.",
                verb(params),
                values(is)
            )
        }
        Rule::ValueIf {
            param,
            value,
            field,
            is,
        } => {
            format!(
                "`{param}` must be {} if `{field}` is {}.",
                named(value),
                values(is)
            )
        }
        Rule::RequiredForToken(params, kind) => {
            format!("{} needed with {}.", verb(params), token(kind))
        }
        Rule::ForbiddenForToken(params, kind) => {
            format!("{} not allowed with {}.", verb(params), token(kind))
        }
        Rule::AppTokenOnly(params) => {
            format!("{} only with an app access token.", named(params))
        }
        Rule::IgnoredIfPresent { params, present } => {
            format!("{} without effect if `{present}` is given.", verb(params))
        }
        Rule::MaxTotalValues { params, max } => {
            format!("At most {max} values of {} together.", named(params))
        }
        Rule::NotLessThan { param, other } => {
            format!("`{param}` must not be less than `{other}`.")
        }
        Rule::PutReplacesAll { params, default } => {
            let default = values(&[default]);
            format!(
                "Whatever is left out of {} is set to {default}, not kept.",
                named(params)
            )
        }
    }
}

fn named(names: &[&str]) -> String {
    listed(names, "and")
}

fn either(names: &[&str]) -> String {
    listed(names, "or")
}

fn listed(names: &[&str], word: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {word} {last}", rest.join(", ")),
        None => String::new(),
    }
}

fn verb(names: &[&str]) -> String {
    let verb = if names.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", named(names))
}

fn values(values: &[Value]) -> String {
    let values: Vec<String> = values
        .iter()
        .map(|value| match *value {
            Value::String("") => "empty".to_owned(),
            Value::String(text) => format!("`{text}`"),
            Value::Integer(number) => number.to_string(),
            Value::Boolean(truth) => truth.to_string(),
        })
        .collect();
    values.join(" or ")
}

/// A kind of token, as it stands in a sentence.
pub(super) fn token(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::App => "an app access token",
        TokenKind::User => "a user access token",
        TokenKind::ExtensionJwt => "an extension's token",
        TokenKind::None => "no token",
    }
}
