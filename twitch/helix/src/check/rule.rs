//! Checks the rules that tie several parameters of one call together.

use serde_json::{Map, Value};
use spec::{Rule, TokenKind};

use crate::error::Violation;

/// Parameters that are required by themselves, but must not be there because of another one.
pub(super) fn waived<'a>(rules: &'a [Rule], given: &Map<String, Value>) -> Vec<&'a str> {
    rules
        .iter()
        .filter_map(|rule| match rule {
            Rule::ForbiddenIf { params, field, is } if holds_only(given, field, is) => {
                Some(*params)
            }
            _ => None,
        })
        .flatten()
        .copied()
        .collect()
}

/// Checks every rule; those that ask for the kind of the token hold while it is not known.
pub(super) fn check_all(
    rules: &[Rule],
    given: &Map<String, Value>,
    token: Option<TokenKind>,
) -> Result<(), Violation> {
    let given = Given { given, token };
    rules.iter().try_for_each(|rule| given.check(rule))
}

/// What was given, and with what token it is going to be sent.
struct Given<'a> {
    given: &'a Map<String, Value>,
    token: Option<TokenKind>,
}

impl Given<'_> {
    fn check(&self, rule: &Rule) -> Result<(), Violation> {
        match *rule {
            Rule::ExactlyOne(params) => self.check_at_least_one(params).and_then(|()| self.check_at_most_one(params)),
            Rule::AtLeastOne(params) => self.check_at_least_one(params),
            Rule::AtLeastOneUnlessToken(params, kind) => match self.token {
                Some(token) if token != kind => self.check_at_least_one(params),
                _ => Ok(()),
            },
            Rule::AnyField => self.check_any_field(),
            Rule::AtMostOne(params) | Rule::MutuallyExclusive(params) => {
                self.check_at_most_one(params)
            }
            Rule::AllOrNone(params) => self.check_all_or_none(params),
            Rule::MutuallyExclusiveGroups(groups) => self.check_groups(groups),
            Rule::MutuallyExclusiveValues { param, values } => {
                self.check_exclusive_values(param, values)
            }
            Rule::Requires { params, any_of } => self.check_company(params, any_of),
            Rule::RequiresTrue { params, field } => self.check_requires_true(params, field),
            Rule::RequiredIf { params, field, is } if holds(self.given, field, is) => {
                self.check_there(params, &format!("because `{field}` is {}", list(is)))
            }
            Rule::ForbiddenIf { params, field, is } if holds_only(self.given, field, is) => {
                self.check_not_there(params, &format!("because `{field}` is {}", list(is)))
            }
            Rule::ValueIf { param, value, field, is } if holds(self.given, field, is) => {
                let reason = format!("because `{field}` is {}", list(is));
                self.check_is(param, value, &reason)
            }
            Rule::RequiredForToken(params, kind) if self.token == Some(kind) => {
                self.check_there(params, &format!("with {}", named(kind)))
            }
            Rule::ForbiddenForToken(params, kind) if self.token == Some(kind) => {
                self.check_not_there(params, &format!("with {}", named(kind)))
            }
            Rule::AppTokenOnly(params) if self.token.is_some_and(|token| token != TokenKind::App) => {
                self.check_not_there(params, "without an app access token")
            }
            Rule::MaxTotalValues { params, max } => self.check_total(params, max),
            Rule::NotLessThan { param, other } => self.check_not_less(param, other),
            Rule::RequiredIf { .. }
            | Rule::ForbiddenIf { .. }
            | Rule::ValueIf { .. }
            | Rule::RequiredForToken(..)
            | Rule::ForbiddenForToken(..)
            | Rule::AppTokenOnly(_)
            // These two say what a call does; neither can be broken.
            | Rule::IgnoredIfPresent { .. }
            | Rule::PutReplacesAll { .. } => Ok(()),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.given.get(name).is_some_and(|value| !value.is_null())
    }

    fn check_at_least_one(&self, params: &[&str]) -> Result<(), Violation> {
        if params.iter().any(|name| self.has(name)) {
            return Ok(());
        }
        let problem = match params {
            [_] => "is missing".to_owned(),
            params => format!("is missing; one of {} is needed", quoted(params)),
        };
        Err(Violation::new(first(params), problem))
    }

    fn check_at_most_one(&self, params: &[&str]) -> Result<(), Violation> {
        let mut there = params.iter().filter(|name| self.has(name));
        match (there.next(), there.next()) {
            (Some(one), Some(other)) => {
                let problem = format!("cannot be given together with `{one}`");
                Err(Violation::new(*other, problem))
            }
            _ => Ok(()),
        }
    }

    fn check_any_field(&self) -> Result<(), Violation> {
        if self.given.values().any(|value| !value.is_null()) {
            return Ok(());
        }
        Err(Violation::new(
            "body",
            "is empty, but at least one field is needed",
        ))
    }

    fn check_all_or_none(&self, params: &[&str]) -> Result<(), Violation> {
        let missing = params.iter().find(|name| !self.has(name));
        let there = params.iter().find(|name| self.has(name));
        match (there, missing) {
            (Some(there), Some(missing)) => {
                let problem = format!("is missing; it must come together with `{there}`");
                Err(Violation::new(*missing, problem))
            }
            _ => Ok(()),
        }
    }

    fn check_groups(&self, groups: &[&[&str]]) -> Result<(), Violation> {
        let mut there = groups
            .iter()
            .filter_map(|group| group.iter().find(|name| self.has(name)));
        match (there.next(), there.next()) {
            (Some(one), Some(other)) => {
                let problem = format!("cannot be given together with `{one}`");
                Err(Violation::new(*other, problem))
            }
            _ => Ok(()),
        }
    }

    fn check_exclusive_values(&self, param: &str, values: &[&str]) -> Result<(), Violation> {
        let list = self.given.get(param).and_then(Value::as_array);
        let found = list
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .filter(|value| values.contains(value))
            .count();
        if found < 2 {
            return Ok(());
        }
        let problem = format!("may hold only one of {}", values.join(", "));
        Err(Violation::new(param, problem))
    }

    fn check_company(&self, params: &[&str], any_of: &[&str]) -> Result<(), Violation> {
        match params.iter().find(|name| self.has(name)) {
            Some(name) if !any_of.iter().any(|other| self.has(other)) => {
                let problem = format!("can be given only together with {}", quoted(any_of));
                Err(Violation::new(*name, problem))
            }
            _ => Ok(()),
        }
    }

    fn check_requires_true(&self, params: &[&str], field: &str) -> Result<(), Violation> {
        match params.iter().find(|name| self.has(name)) {
            Some(name) if self.given.get(field) != Some(&Value::Bool(true)) => {
                let problem = format!("can be given only if `{field}` is true in the same call");
                Err(Violation::new(*name, problem))
            }
            _ => Ok(()),
        }
    }

    fn check_there(&self, params: &[&str], reason: &str) -> Result<(), Violation> {
        match params.iter().find(|name| !self.has(name)) {
            Some(name) => Err(Violation::new(
                *name,
                format!("is missing; it is needed {reason}"),
            )),
            None => Ok(()),
        }
    }

    fn check_not_there(&self, params: &[&str], reason: &str) -> Result<(), Violation> {
        match params.iter().find(|name| self.has(name)) {
            Some(name) => Err(Violation::new(*name, format!("cannot be given {reason}"))),
            None => Ok(()),
        }
    }

    fn check_is(&self, param: &str, wanted: &[&str], reason: &str) -> Result<(), Violation> {
        let list = self.given.get(param).and_then(Value::as_array);
        let is_it = list.is_some_and(|list| {
            list.iter()
                .map(Value::as_str)
                .eq(wanted.iter().copied().map(Some))
        });
        if is_it {
            return Ok(());
        }
        let problem = format!("must be {} {reason}", wanted.join(", "));
        Err(Violation::new(param, problem))
    }

    fn check_total(&self, params: &[&str], max: u32) -> Result<(), Violation> {
        let total: usize = params
            .iter()
            .filter_map(|name| self.given.get(*name))
            .map(|value| value.as_array().map_or(1, Vec::len))
            .sum();
        if u32::try_from(total).is_ok_and(|total| total <= max) {
            return Ok(());
        }
        let there = params.iter().copied().find(|name| self.has(name));
        let problem = format!(
            "is one of {total} values of {}, but at most {max} are allowed together",
            quoted(params)
        );
        Err(Violation::new(
            there.unwrap_or_else(|| first(params)),
            problem,
        ))
    }

    fn check_not_less(&self, param: &str, other: &str) -> Result<(), Violation> {
        let number = |name| self.given.get(name).and_then(Value::as_f64);
        match (number(param), number(other)) {
            (Some(number), Some(least)) if number < least => {
                let problem =
                    format!("is {number}, but must not be less than `{other}`, which is {least}");
                Err(Violation::new(param, problem))
            }
            _ => Ok(()),
        }
    }
}

/// Whether the field has one of the values; of a list, whether any element has.
fn holds(given: &Map<String, Value>, field: &str, values: &[spec::Value]) -> bool {
    match given.get(field) {
        Some(Value::Array(list)) => list.iter().any(|value| is_one_of(value, values)),
        Some(value) => is_one_of(value, values),
        None => false,
    }
}

/// Whether the field has one of the values and nothing else.
fn holds_only(given: &Map<String, Value>, field: &str, values: &[spec::Value]) -> bool {
    match given.get(field) {
        Some(Value::Array(list)) => {
            !list.is_empty() && list.iter().all(|value| is_one_of(value, values))
        }
        Some(value) => is_one_of(value, values),
        None => false,
    }
}

fn is_one_of(value: &Value, values: &[spec::Value]) -> bool {
    values.iter().any(|wanted| match *wanted {
        spec::Value::String(text) => value.as_str() == Some(text),
        spec::Value::Integer(number) => value.as_i64() == Some(number),
        spec::Value::Boolean(truth) => value.as_bool() == Some(truth),
    })
}

fn list(values: &[spec::Value]) -> String {
    let shown: Vec<String> = values
        .iter()
        .map(|value| match value {
            spec::Value::String(text) => (*text).to_owned(),
            spec::Value::Integer(number) => number.to_string(),
            spec::Value::Boolean(truth) => truth.to_string(),
        })
        .collect();
    shown.join(" or ")
}

fn quoted(params: &[&str]) -> String {
    let shown: Vec<String> = params.iter().map(|name| format!("`{name}`")).collect();
    shown.join(", ")
}

fn first<'a>(params: &[&'a str]) -> &'a str {
    params.first().copied().unwrap_or_default()
}

fn named(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::App => "an app access token",
        TokenKind::User => "a user access token",
        TokenKind::ExtensionJwt => "an extension's token",
        TokenKind::None => "no token",
    }
}
