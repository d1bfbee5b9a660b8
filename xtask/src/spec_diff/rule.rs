//! Rules between parameters as the files write them.

use serde_json::{Value, json};
use spec::{Rule, TokenKind};

use super::facts::list;
use super::field::value;

pub(super) fn rules(rules: &[Rule]) -> Value {
    list(rules, rule)
}

fn rule(rule: &Rule) -> Value {
    let simple = |name: &str, params: &[&str]| json!({"rule": name, "params": params});
    let with_token = |name: &str, params: &[&str], kind: TokenKind| json!({"rule": name, "params": params, "token": token(kind)});
    match *rule {
        Rule::ExactlyOne(params) => simple("exactly_one", params),
        Rule::AtLeastOne(params) => simple("at_least_one", params),
        Rule::AtLeastOneUnlessToken(params, kind) => {
            json!({"rule": "at_least_one", "params": params, "unless_token": token(kind)})
        }
        Rule::AnyField => json!({"rule": "at_least_one", "params": "*"}),
        Rule::AtMostOne(params) => simple("at_most_one", params),
        Rule::AllOrNone(params) => simple("all_or_none", params),
        Rule::MutuallyExclusive(params) => simple("mutually_exclusive", params),
        Rule::MutuallyExclusiveGroups(groups) => {
            json!({"rule": "mutually_exclusive_groups", "groups": groups})
        }
        Rule::MutuallyExclusiveValues { param, values } => {
            json!({"rule": "mutually_exclusive_values", "param": param, "values": values})
        }
        Rule::Requires { params, any_of } => {
            json!({"rule": "requires", "params": params, "any_of": any_of})
        }
        Rule::RequiresTrue { params, field } => {
            json!({"rule": "requires_true", "params": params, "field": field})
        }
        Rule::RequiredIf { params, field, is } => {
            json!({"rule": "required_if", "params": params, "field": field, "in": values(is)})
        }
        Rule::ForbiddenIf { params, field, is } => {
            json!({"rule": "forbidden_if", "params": params, "field": field, "in": values(is)})
        }
        Rule::ValueIf {
            param,
            value,
            field,
            is,
        } => {
            json!({"rule": "value_if", "param": param, "value": value, "field": field, "in": values(is)})
        }
        Rule::RequiredForToken(params, kind) => with_token("required_for_token", params, kind),
        Rule::ForbiddenForToken(params, kind) => with_token("forbidden_for_token", params, kind),
        Rule::AppTokenOnly(params) => simple("app_token_only", params),
        Rule::IgnoredIfPresent { params, present } => {
            json!({"rule": "ignored_if_present", "params": params, "if": present})
        }
        Rule::MaxTotalValues { params, max } => {
            json!({"rule": "max_total_values", "params": params, "max": max})
        }
        Rule::NotLessThan { param, other } => {
            json!({"rule": "gte", "param": param, "other": other})
        }
        Rule::PutReplacesAll { params, default } => {
            json!({"rule": "put_replaces_all", "params": params, "default": value(default)})
        }
    }
}

pub(super) fn token(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::App => "app",
        TokenKind::User => "user",
        TokenKind::ExtensionJwt => "extension_jwt",
        TokenKind::None => "none",
    }
}

fn values(values: &[spec::Value]) -> Value {
    list(values, |one| value(*one))
}
