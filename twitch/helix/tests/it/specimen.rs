//! Calls and answers made from the table: the least that a call needs, all that it takes, and all that an answer holds.

use serde_json::{Map, Value, json};
use spec::{Body, Endpoint, Field, Format, Kind, Rule};
use streamhand_helix::Parameters;

/// The least that the call cannot do without, rules included.
pub(crate) fn minimal(endpoint: &Endpoint) -> Parameters {
    let mut parameters = Parameters::new();
    for field in endpoint.query.iter().filter(|field| field.required) {
        add(&mut parameters, field);
    }
    for field in endpoint
        .body
        .unwrap_or_default()
        .iter()
        .filter(|field| field.required)
    {
        parameters.put(field.name, value(field, Extent::Minimal));
    }
    for name in needed_by_rules(endpoint.query_rules, endpoint.query) {
        add(&mut parameters, find(endpoint.query, name));
    }
    let fields = endpoint.body.unwrap_or_default();
    for name in needed_by_rules(endpoint.body_rules, fields) {
        parameters.put(name, value(find(fields, name), Extent::Minimal));
    }
    parameters
}

/// Every parameter at once, whatever the rules say about that.
pub(crate) fn with_everything(endpoint: &Endpoint) -> Parameters {
    let mut parameters = Parameters::new();
    for field in endpoint.query {
        add(&mut parameters, field);
    }
    for field in endpoint.body.unwrap_or_default() {
        parameters.put(field.name, value(field, Extent::Whole));
    }
    parameters
}

/// A whole answer, in which each text without a form of its own is there only once.
pub(crate) fn answer(endpoint: &Endpoint) -> Option<Value> {
    let Body::Json(fields) = endpoint.success.body else {
        return None;
    };
    let mut counter = 0;
    Some(numbered_object(fields, &mut counter))
}

/// Adds a parameter of the query with a value that it takes.
pub(crate) fn add(parameters: &mut Parameters, field: &Field) {
    parameters.add(field.name, value(field, Extent::Minimal));
}

/// The field of this name.
pub(crate) fn find<'a>(fields: &'a [Field], name: &str) -> &'a Field {
    fields
        .iter()
        .find(|field| field.name == name)
        .unwrap_or_else(|| panic!("the table has no field {name} here"))
}

/// How much goes into an object.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Extent {
    Minimal,
    Whole,
}

/// A value that the field takes.
pub(crate) fn value(field: &Field, extent: Extent) -> Value {
    match field.kind {
        Kind::String => Value::from(text(field)),
        Kind::Integer => json!(field.numbers.first().copied().or(field.min).unwrap_or(1)),
        Kind::Number => json!(field.min.unwrap_or(1) as f64),
        Kind::Boolean => json!(true),
        Kind::Object(fields) => object(fields, extent),
        Kind::Array(element) => {
            let count = field.min_items.unwrap_or(1).max(1);
            (0..count).map(|_| value(element, extent)).collect()
        }
        Kind::Map(element) => json!({"1": value(element, extent)}),
    }
}

fn object(fields: &[Field], extent: Extent) -> Value {
    let fields = fields
        .iter()
        .filter(|field| extent == Extent::Whole || field.required);
    fields
        .map(|field| (field.name.to_owned(), value(field, extent)))
        .collect()
}

fn text(field: &Field) -> String {
    if let Some(first) = field.values.first() {
        return (*first).to_owned();
    }
    match (field.format, field.pattern) {
        (Some(Format::DateTime), _) => "2026-11-22T09:00:00Z".to_owned(),
        (Some(Format::IanaTimezone), _) => "Europe/Berlin".to_owned(),
        (Some(Format::NumericString), _) => field.min.unwrap_or(1).to_string(),
        (Some(Format::TwitchDuration), _) => "3m21s".to_owned(),
        (_, Some("#RRGGBB")) => "#9146FF".to_owned(),
        _ => "1".repeat(field.min_length.unwrap_or(1).max(1) as usize),
    }
}

/// The parameters that a call must have although none of them is required by itself.
fn needed_by_rules(rules: &[Rule], fields: &[Field]) -> Vec<&'static str> {
    let mut needed = Vec::new();
    for rule in rules {
        match *rule {
            Rule::ExactlyOne(params)
            | Rule::AtLeastOne(params)
            | Rule::AtLeastOneUnlessToken(params, _) => {
                needed.push(params[0]);
            }
            Rule::AnyField => needed.push(fields[0].name),
            // The first of the known values is what a specimen has for the deciding field.
            Rule::RequiredIf { params, field, is } if find(fields, field).required => {
                let first = find(fields, field).values.first().copied();
                let decides = is.iter().any(
                    |value| matches!(value, spec::Value::String(text) if Some(*text) == first),
                );
                if decides {
                    needed.extend(params);
                }
            }
            _ => {}
        }
    }
    needed
}

fn numbered_object(fields: &[Field], counter: &mut u32) -> Value {
    let entries = fields
        .iter()
        .map(|field| (field.name.to_owned(), numbered(field, counter)));
    Value::Object(entries.collect::<Map<_, _>>())
}

/// Two elements to each list, and a number in each text, so that it can be told what was lost.
fn numbered(field: &Field, counter: &mut u32) -> Value {
    match field.kind {
        Kind::String if field.format.is_none() && field.values.is_empty() => {
            *counter += 1;
            json!(format!("text{counter}"))
        }
        Kind::Object(fields) => numbered_object(fields, counter),
        Kind::Array(element) => (0..2).map(|_| numbered(element, counter)).collect(),
        Kind::Map(element) => {
            json!({"a": numbered(element, counter), "b": numbered(element, counter)})
        }
        _ => value(field, Extent::Whole),
    }
}
