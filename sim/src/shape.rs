//! Whether the body of an answer has the shape that the table gives it, for tests of the simulator and of clients; what it says is up to them.

use serde_json::{Map, Value};
use spec::{Body, Endpoint, Field, Format, Kind};
use types::Timestamp;

/// Everything in which the answer to a call that worked differs from its description; where the table describes no fields, nothing is looked at.
pub fn answer_problems(endpoint: &Endpoint, text: &[u8]) -> Vec<String> {
    match endpoint.success.body {
        Body::Json(fields) => {
            let body = serde_json::from_slice(text).unwrap_or(Value::Null);
            problems(fields, &body)
        }
        Body::None if text.is_empty() => Vec::new(),
        Body::None => vec!["there is a body".to_owned()],
        Body::Other(_) => Vec::new(),
    }
}

/// Everything in which a body differs from its description.
pub fn problems(fields: &[Field], body: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    object(fields, body, "", &mut problems);
    problems
}

fn object(fields: &[Field], given: &Value, path: &str, problems: &mut Vec<String>) {
    let Value::Object(given) = given else {
        problems.push(format!("{path} is no object"));
        return;
    };
    for field in fields {
        let path = format!("{path}.{}", field.name);
        match find(field, given) {
            None if field.optional.is_none() => problems.push(format!("{path} is missing")),
            None => {}
            Some(Value::Null) if field.nullable.is_some() => {}
            Some(value) => one(field, value, &path, problems),
        }
    }
    for key in given.keys() {
        if !fields.iter().any(|field| is_called(field, key)) {
            problems.push(format!("{path}.{key} is not in the table"));
        }
    }
}

fn find<'a>(field: &Field, given: &'a Map<String, Value>) -> Option<&'a Value> {
    let found = given.iter().find(|(key, _)| is_called(field, key));
    found.map(|(_, value)| value)
}

fn is_called(field: &Field, key: &str) -> bool {
    field.name == key || field.aliases.contains(&key)
}

fn one(field: &Field, given: &Value, path: &str, problems: &mut Vec<String>) {
    match (field.kind, given) {
        (Kind::Object(fields), given) => object(fields, given, path, problems),
        (Kind::Array(element), Value::Array(elements)) => {
            for (position, value) in elements.iter().enumerate() {
                one(element, value, &format!("{path}[{position}]"), problems);
            }
        }
        (Kind::Map(element), Value::Object(values)) => {
            for (key, value) in values {
                one(element, value, &format!("{path}.{key}"), problems);
            }
        }
        (Kind::String, Value::String(text)) if !is_known(field, text) => {
            problems.push(format!("{path} cannot be {text:?}"));
        }
        (Kind::Integer, Value::Number(number))
            if number.as_i64().is_none_or(|number| !fits(field, number)) =>
        {
            problems.push(format!("{path} cannot be {number}"));
        }
        (Kind::String, Value::String(_))
        | (Kind::Integer | Kind::Number, Value::Number(_))
        | (Kind::Boolean, Value::Bool(_)) => {}
        // Where Twitch was seen to write another type, the simulator may.
        (_, Value::String(_) | Value::Number(_)) if !field.alternates.is_empty() => {}
        (kind, given) => problems.push(format!("{path} is {given}, not {kind:?}")),
    }
}

fn is_known(field: &Field, text: &str) -> bool {
    if text.is_empty() && (field.may_be_empty || field.values.is_empty() && field.format.is_none())
    {
        return true;
    }
    match field.format {
        Some(Format::DateTime) => text.parse::<Timestamp>().is_ok(),
        Some(Format::NumericString) => text.parse::<i64>().is_ok(),
        _ => {
            field.values.is_empty()
                || field.values.contains(&text)
                || BESIDE_THE_TABLE.contains(&(field.name, text))
        }
    }
}

fn fits(field: &Field, number: i64) -> bool {
    field.min.is_none_or(|min| number >= min)
        && field.max.is_none_or(|max| number <= max)
        && (field.numbers.is_empty() || field.numbers.contains(&number))
}

/// Lists of known values are open; this one is known from another list of the table.
const BESIDE_THE_TABLE: [(&str, &str); 1] = [("emote_type", "globals")];
