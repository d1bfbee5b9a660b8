//! Every rule of the table: a call that breaks only that rule is refused, and the refusal names one of its parameters.

use serde_json::{Value, json};
use spec::{ENDPOINTS, Endpoint, Field, Rule, TokenKind};
use streamhand_helix::{Error, Parameters, check};

use crate::specimen::{self, Extent};

/// Query or body of a call, to which one mechanism of rules applies.
#[derive(Clone, Copy)]
struct Side {
    endpoint: &'static Endpoint,
    fields: &'static [Field],
    is_body: bool,
}

impl Side {
    /// The least that a call needs, on this side with just these parameters besides what is required.
    fn call(&self, params: &[&str]) -> Parameters {
        let mut parameters = Parameters::new();
        let minimal = specimen::minimal(self.endpoint);
        let required = |name: &str| specimen::find(self.fields, name).required;
        for (name, value) in minimal.query() {
            if self.is_body || required(name) {
                parameters.set(name.to_owned(), value);
            }
        }
        for (name, value) in minimal.body().into_iter().flatten() {
            if !self.is_body || required(name) {
                parameters.put(name, value.clone());
            }
        }
        for name in params {
            let value = specimen::value(specimen::find(self.fields, name), Extent::Whole);
            self.set(&mut parameters, name, value);
        }
        parameters
    }

    fn set(&self, parameters: &mut Parameters, name: &str, value: Value) {
        if self.is_body {
            parameters.put(name, value);
        } else {
            parameters.set(name.to_owned(), value);
        }
    }

    fn refuse(&self, parameters: &Parameters, token: Option<TokenKind>, named: &[&str]) {
        match check(self.endpoint, parameters, token) {
            Err(Error::Invalid { violation, .. }) if named.contains(&violation.parameter()) => {}
            other => panic!(
                "{}: {named:?} in {parameters:?}: {other:?}",
                self.endpoint.id
            ),
        }
    }

    fn refuse_call(&self, params: &[&str], named: &[&str]) {
        self.refuse(&self.call(params), None, named);
    }

    /// Breaks a rule in every way that it can be broken; false if it cannot.
    fn break_rule(&self, rule: &Rule) -> bool {
        match *rule {
            Rule::ExactlyOne(params) => {
                self.refuse_call(&[], params);
                self.refuse_call(&params[..2], params);
            }
            Rule::AtLeastOne(params) => self.refuse_call(&[], params),
            Rule::AtLeastOneUnlessToken(params, kind) => {
                let other = if kind == TokenKind::User {
                    TokenKind::App
                } else {
                    TokenKind::User
                };
                self.refuse(&self.call(&[]), Some(other), params);
                assert!(check(self.endpoint, &self.call(&[]), Some(kind)).is_ok());
            }
            Rule::AnyField => self.refuse_call(&[], &["body"]),
            Rule::AtMostOne(params) | Rule::MutuallyExclusive(params) => {
                self.refuse_call(params, params);
            }
            Rule::AllOrNone(params) => self.refuse_call(&params[..1], params),
            Rule::MutuallyExclusiveGroups(groups) => {
                let one_each: Vec<&str> = groups.iter().map(|group| group[0]).collect();
                self.refuse_call(&one_each, &one_each);
            }
            Rule::Requires { params, .. } => {
                for name in params {
                    // What other rules ask for is there, so that only this one is broken.
                    let mut call = specimen::minimal(self.endpoint);
                    let value = specimen::value(specimen::find(self.fields, name), Extent::Whole);
                    self.set(&mut call, name, value);
                    self.refuse(&call, None, params);
                }
            }
            Rule::RequiresTrue { params, .. } => self.refuse_call(params, params),
            Rule::RequiredForToken(params, kind) => {
                self.refuse(&self.call(&[]), Some(kind), params);
            }
            Rule::ForbiddenForToken(params, kind) => {
                self.refuse(&self.call(params), Some(kind), params);
                assert!(check(self.endpoint, &self.call(params), None).is_ok());
            }
            Rule::AppTokenOnly(params) => {
                self.refuse(&self.call(params), Some(TokenKind::User), params);
                assert!(check(self.endpoint, &self.call(params), Some(TokenKind::App)).is_ok());
            }
            _ => return self.break_rule_about_values(rule),
        }
        true
    }

    fn break_rule_about_values(&self, rule: &Rule) -> bool {
        match *rule {
            Rule::RequiredIf { params, field, is } => self.each(is, |value| {
                let mut call = self.call(&[]);
                self.set(&mut call, field, self.fitting(field, value));
                self.refuse(&call, None, params);
            }),
            Rule::ForbiddenIf { params, field, is } => self.each(is, |value| {
                let mut call = self.call(params);
                self.set(&mut call, field, self.fitting(field, value));
                self.refuse(&call, None, params);
            }),
            Rule::ValueIf {
                param, field, is, ..
            } => self.each(is, |value| {
                let mut call = self.call(&[]);
                self.set(&mut call, param, json!(["broadcast"]));
                self.set(&mut call, field, self.fitting(field, value));
                // Another rule forbids the broadcaster here, so the call is made without.
                let mut body = call.body().cloned().unwrap_or_default();
                body.remove("broadcaster_id");
                call.replace_body(body);
                self.refuse(&call, None, &[param]);
            }),
            Rule::MutuallyExclusiveValues { param, values } => {
                let mut call = self.call(&[]);
                self.set(&mut call, param, json!(values));
                self.refuse(&call, None, &[param]);
            }
            Rule::MaxTotalValues { params, max } => {
                let mut call = self.call(&[]);
                // Each parameter alone stays within its own limit.
                (0..max).for_each(|_| call.add(params[0], "1"));
                call.add(params[1], "1");
                self.refuse(&call, None, params);
            }
            Rule::NotLessThan { param, other } => {
                let mut call = self.call(&[]);
                self.set(&mut call, param, json!(10));
                self.set(&mut call, other, json!(11));
                self.refuse(&call, None, &[param]);
            }
            _ => return false,
        }
        true
    }

    fn each(&self, values: &[spec::Value], refuse: impl Fn(Value)) {
        for value in values {
            refuse(match *value {
                spec::Value::String(text) => json!(text),
                spec::Value::Integer(number) => json!(number),
                spec::Value::Boolean(truth) => json!(truth),
            });
        }
    }

    /// The value as the field takes it; every deciding field so far takes it as it is.
    fn fitting(&self, field: &str, value: Value) -> Value {
        assert!(specimen::find(self.fields, field).name == field);
        value
    }
}

#[test]
fn every_rule_of_the_table_is_kept() {
    let (mut broken, mut unbreakable) = (0, 0);
    for endpoint in ENDPOINTS {
        let query = Side {
            endpoint,
            fields: endpoint.query,
            is_body: false,
        };
        let fields = endpoint.body.unwrap_or_default();
        let body = Side {
            endpoint,
            fields,
            is_body: true,
        };
        let rules = endpoint.query_rules.iter().map(|rule| (query, rule));
        for (side, rule) in rules.chain(endpoint.body_rules.iter().map(|rule| (body, rule))) {
            if side.break_rule(rule) {
                broken += 1;
            } else {
                unbreakable += 1;
            }
        }
    }
    // Two parameters that are ignored beside another, and one call that replaces everything.
    assert_eq!((broken, unbreakable), (42, 3));
}

#[test]
fn a_global_message_takes_no_broadcaster_although_one_is_required_otherwise() {
    let endpoint = spec::endpoint("send_extension_pubsub_message").unwrap();
    let mut parameters = Parameters::new();
    parameters.put("target", json!(["global"]));
    parameters.put("message", "hello");
    assert!(check(endpoint, &parameters, None).is_err());
    parameters.put("is_global_broadcast", true);
    assert!(check(endpoint, &parameters, None).is_ok());
}
