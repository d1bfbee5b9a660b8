//! Rules that tie several parameters of one call together.

use serde_json::Value as Json;
use spec::{Field, Place, Rule, TokenKind, Value};

use crate::helix::call::Call;
use crate::helix::refusal::Refusal;

/// What was given in one place.
pub(super) struct Given<'a> {
    pub(super) call: &'a Call<'a>,
    pub(super) place: Place,
}

/// Checks every rule of one place.
pub(super) fn check(given: &Given<'_>, fields: &[Field], rules: &[Rule]) -> Result<(), Refusal> {
    for rule in rules {
        if let Some(problem) = broken(given, fields, rule) {
            return Err(Refusal::bad_request(problem));
        }
    }
    Ok(())
}

/// What is wrong, if the rule is broken.
fn broken(given: &Given<'_>, fields: &[Field], rule: &Rule) -> Option<String> {
    let kind = given.call.caller.kind;
    match *rule {
        Rule::ExactlyOne(params) => problem(given.count(params) != 1, || {
            format!("Specify exactly one of {}", list(params))
        }),
        Rule::AtLeastOne(params) => at_least_one(given, params),
        Rule::AtLeastOneUnlessToken(params, lifted) => (kind != lifted)
            .then(|| at_least_one(given, params))
            .flatten(),
        Rule::AnyField => {
            let is_none = fields.iter().all(|field| !given.has(field.name));
            problem(is_none, || "Specify at least one field".to_owned())
        }
        Rule::AtMostOne(params) | Rule::MutuallyExclusive(params) => {
            problem(given.count(params) > 1, || {
                format!("The parameters {} are mutually exclusive", list(params))
            })
        }
        Rule::AllOrNone(params) => {
            let count = given.count(params);
            problem(count != 0 && count != params.len(), || {
                format!("Specify all of {} or none of them", list(params))
            })
        }
        Rule::MutuallyExclusiveGroups(groups) => {
            let used = groups.iter().filter(|group| given.count(group) > 0);
            problem(used.count() > 1, || {
                let names: Vec<String> = groups.iter().map(|group| list(group)).collect();
                format!("Specify either {}", names.join(" or "))
            })
        }
        Rule::MaxTotalValues { params, max } => {
            let total: usize = params.iter().map(|name| given.values(name)).sum();
            let is_over = u32::try_from(total).is_ok_and(|total| total > max);
            problem(is_over, || {
                format!("The total number of {} must not exceed {max}", list(params))
            })
        }
        Rule::RequiredForToken(params, token) => {
            let is_broken = kind == token && given.count(params) != params.len();
            problem(is_broken, || {
                format!("Missing required parameter {}", list(params))
            })
        }
        Rule::ForbiddenForToken(params, token) => {
            problem(kind == token && given.count(params) > 0, || {
                not_allowed(params)
            })
        }
        Rule::AppTokenOnly(params) => {
            let is_broken = kind != TokenKind::App && given.count(params) > 0;
            problem(is_broken, || {
                format!("{} can only be used with an app access token", list(params))
            })
        }
        // These tell what happens, they refuse nothing.
        Rule::IgnoredIfPresent { .. } | Rule::PutReplacesAll { .. } => None,
        _ => broken_by_value(given, rule),
    }
}

/// Rules that look at what a parameter holds, not only at whether it is there.
fn broken_by_value(given: &Given<'_>, rule: &Rule) -> Option<String> {
    match *rule {
        Rule::MutuallyExclusiveValues { param, values } => {
            let held = values.iter().filter(|value| given.holds(param, value));
            problem(held.count() > 1, || {
                format!("{param} must not contain {} at once", values.join(" and "))
            })
        }
        Rule::Requires { params, any_of } => {
            let is_broken = given.count(params) > 0 && given.count(any_of) == 0;
            problem(is_broken, || {
                format!("{} requires {}", list(params), list(any_of))
            })
        }
        Rule::RequiresTrue { params, field } => {
            let is_broken = given.count(params) > 0 && !given.is(field, &Value::Boolean(true));
            problem(is_broken, || {
                format!("{} requires {field} to be true", list(params))
            })
        }
        Rule::RequiredIf { params, field, is } => {
            let is_broken = given.is_any(field, is) && given.count(params) != params.len();
            problem(is_broken, || {
                format!("Missing required parameter {}", list(params))
            })
        }
        Rule::ForbiddenIf { params, field, is } => {
            problem(given.is_any(field, is) && given.count(params) > 0, || {
                not_allowed(params)
            })
        }
        Rule::ValueIf {
            param,
            value,
            field,
            is,
        } => {
            let is_broken = given.is_any(field, is) && !given.is_list(param, value);
            problem(is_broken, || format!("{param} must be {}", list(value)))
        }
        Rule::NotLessThan { param, other } => {
            let pair = given.number(param).zip(given.number(other));
            let is_broken = pair.is_some_and(|(larger, smaller)| larger < smaller);
            problem(is_broken, || {
                format!("{param} must not be less than {other}")
            })
        }
        _ => None,
    }
}

fn at_least_one(given: &Given<'_>, params: &[&str]) -> Option<String> {
    problem(given.count(params) == 0, || {
        format!("Specify at least one of {}", list(params))
    })
}

fn not_allowed(params: &[&str]) -> String {
    format!("{} must not be specified here", list(params))
}

fn problem(is_broken: bool, text: impl FnOnce() -> String) -> Option<String> {
    is_broken.then(text)
}

fn list(params: &[&str]) -> String {
    let quoted: Vec<String> = params.iter().map(|name| format!("\"{name}\"")).collect();
    quoted.join(", ")
}

impl Given<'_> {
    fn has(&self, name: &str) -> bool {
        match self.place {
            Place::Query => self.call.query.value(name).is_some(),
            Place::Body => self.call.field(name).is_some(),
        }
    }

    /// How many of the parameters are there.
    fn count(&self, params: &[&str]) -> usize {
        params.iter().filter(|name| self.has(name)).count()
    }

    /// How many values a parameter has.
    fn values(&self, name: &str) -> usize {
        match self.place {
            Place::Query => self.call.query.values(name).count(),
            Place::Body => self
                .call
                .field(name)
                .map_or(0, |value| value.as_array().map_or(1, Vec::len)),
        }
    }

    fn is_any(&self, name: &str, wanted: &[Value]) -> bool {
        wanted.iter().any(|wanted| self.is(name, wanted))
    }

    fn is(&self, name: &str, wanted: &Value) -> bool {
        match self.place {
            Place::Query => self
                .call
                .query
                .value(name)
                .is_some_and(|given| match wanted {
                    Value::String(text) => given == *text,
                    Value::Integer(number) => given == number.to_string(),
                    Value::Boolean(truth) => given == truth.to_string(),
                }),
            Place::Body => self.call.field(name).is_some_and(|given| match wanted {
                Value::String(text) => given == text,
                Value::Integer(number) => given == number,
                Value::Boolean(truth) => given == truth,
            }),
        }
    }

    /// Whether a list holds a value.
    fn holds(&self, name: &str, value: &str) -> bool {
        let list = self.call.field(name).and_then(Json::as_array);
        list.is_some_and(|list| list.iter().any(|element| element == value))
    }

    fn is_list(&self, name: &str, wanted: &[&str]) -> bool {
        let list = self.call.field(name).and_then(Json::as_array);
        list.is_some_and(|list| {
            list.len() == wanted.len()
                && list
                    .iter()
                    .zip(wanted)
                    .all(|(given, wanted)| given == wanted)
        })
    }

    fn number(&self, name: &str) -> Option<f64> {
        match self.place {
            Place::Query => self.call.query.value(name)?.parse().ok(),
            Place::Body => self.call.field(name)?.as_f64(),
        }
    }
}
