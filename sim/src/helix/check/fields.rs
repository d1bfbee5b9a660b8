//! Single parameters: required ones are there, every one has its type and keeps its limits.

use serde_json::Value;
use spec::{Field, Format, Kind};
use types::{Color, Timestamp};

use crate::helix::refusal::Refusal;
use crate::request::Parameters;

/// Checks query parameters.
pub(super) fn query(fields: &[Field], given: &Parameters) -> Result<(), Refusal> {
    for field in fields {
        let values: Vec<&str> = given
            .values(field.name)
            .filter(|value| !value.is_empty())
            .collect();
        if values.is_empty() {
            if field.required {
                return Err(Refusal::missing(field.name));
            }
            continue;
        }
        count(field, values.len())?;
        let used = if field.repeated { values.len() } else { 1 };
        for value in values.into_iter().take(used) {
            text(field, field.name, value)?;
        }
    }
    Ok(())
}

/// Checks the fields of a body; a field that is null is not there.
pub(super) fn body(endpoint: &str, fields: &[Field], given: &Value) -> Result<(), Refusal> {
    object(endpoint, fields, given, "")
}

fn object(endpoint: &str, fields: &[Field], given: &Value, path: &str) -> Result<(), Refusal> {
    for field in fields {
        let name = joined(path, field.name);
        match given.get(field.name).filter(|value| !value.is_null()) {
            None if field.required => return Err(Refusal::missing(&name)),
            Some(Value::String(text)) if text.is_empty() && field.required => {
                return Err(Refusal::missing(&name));
            }
            None => {}
            // Twitch cuts these instead of refusing them; a message that is too long has a status of its own.
            Some(Value::String(_)) if LENGTH_IS_NO_MATTER.contains(&(endpoint, field.name)) => {}
            Some(value) => json(endpoint, field, value, &name)?,
        }
    }
    Ok(())
}

fn json(endpoint: &str, field: &Field, given: &Value, path: &str) -> Result<(), Refusal> {
    match (field.kind, given) {
        (Kind::String, Value::String(given)) => text(field, path, given),
        (Kind::Integer, Value::Number(number)) if number.is_i64() || number.is_u64() => {
            whole(field, path, number.as_i64().unwrap_or(i64::MAX))
        }
        (Kind::Number, Value::Number(number)) => {
            fraction(field, path, number.as_f64().unwrap_or(f64::INFINITY))
        }
        (Kind::Boolean, Value::Bool(_)) => Ok(()),
        (Kind::Object(fields), Value::Object(_)) => object(endpoint, fields, given, path),
        (Kind::Array(element), Value::Array(elements)) => {
            count(field, elements.len())?;
            elements
                .iter()
                .try_for_each(|value| json(endpoint, element, value, path))
        }
        (Kind::Map(element), Value::Object(values)) => values
            .iter()
            .try_for_each(|(key, value)| json(endpoint, element, value, &joined(path, key))),
        (kind, _) => Err(Refusal::malformed(
            path,
            format!("the value must be {}", named(kind)),
        )),
    }
}

/// Checks a value that came as text, in a query or as a JSON string.
fn text(field: &Field, path: &str, given: &str) -> Result<(), Refusal> {
    let malformed = |problem: &str| Err(Refusal::malformed(path, problem));
    match field.kind {
        Kind::Integer => match given.parse() {
            Ok(number) => return whole(field, path, number),
            Err(_) => return malformed("the value must be an integer"),
        },
        Kind::Number => match given.parse() {
            Ok(number) => return fraction(field, path, number),
            Err(_) => return malformed("the value must be a number"),
        },
        Kind::Boolean if !matches!(given, "true" | "false") => {
            return malformed("the value must be true or false");
        }
        _ => {}
    }
    match field.format {
        Some(Format::DateTime) if given.parse::<Timestamp>().is_err() => {
            return malformed("the value must be a date in RFC3339 format");
        }
        Some(Format::NumericString) => match given.parse() {
            Ok(number) => return whole(field, path, number),
            Err(_) => return malformed("the value must be a number written as text"),
        },
        _ => {}
    }
    if !is_one_of(field, given) {
        let names = field.values.join(", ");
        return malformed(&format!("the value must be one of {names}"));
    }
    if !has_form(field, given) {
        return malformed("the value has the wrong form");
    }
    length(field, path, given)
}

fn is_one_of(field: &Field, given: &str) -> bool {
    field.values.is_empty()
        || field.values_open
        || field.values.contains(&given)
        // A list of the extension's targets: a user's id follows.
        || (field.pattern == Some("whisper-<user-id>") && given.starts_with("whisper-"))
}

fn has_form(field: &Field, given: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    match field.pattern {
        Some("#RRGGBB") => given.parse::<Color>().is_ok(),
        Some("named_or_#RRGGBB_for_turbo_or_prime") => {
            field.values.contains(&given) || given.parse::<Color>().is_ok()
        }
        Some("[A-Za-z0-9._-]+") => given.bytes().all(is_word),
        Some("no_spaces_or_special_characters") => given.chars().all(char::is_alphanumeric),
        Some("1..N") => given.parse::<u32>().is_ok_and(|number| number >= 1),
        _ => true,
    }
}

fn length(field: &Field, path: &str, given: &str) -> Result<(), Refusal> {
    let characters = given.chars().count();
    let exceeds = |limit: Option<u32>, size: usize| {
        limit.filter(|limit| usize::try_from(*limit).is_ok_and(|limit| size > limit))
    };
    if let Some(max) = exceeds(field.max_length, characters) {
        let problem = format!("the length must be less than or equal to {max}");
        return Err(Refusal::malformed(path, problem));
    }
    if let Some(max) = exceeds(field.max_bytes, given.len()) {
        let problem = format!("the length must be less than or equal to {max} bytes");
        return Err(Refusal::malformed(path, problem));
    }
    match field.min_length {
        Some(min) if usize::try_from(min).is_ok_and(|min| characters < min) => {
            let problem = format!("the length must be greater than or equal to {min}");
            Err(Refusal::malformed(path, problem))
        }
        _ => Ok(()),
    }
}

fn whole(field: &Field, path: &str, given: i64) -> Result<(), Refusal> {
    if !field.numbers.is_empty() && !field.numbers.contains(&given) {
        let numbers: Vec<String> = field.numbers.iter().map(i64::to_string).collect();
        let problem = format!("the value must be one of {}", numbers.join(", "));
        return Err(Refusal::malformed(path, problem));
    }
    range(field, path, |min| given < min, |max| given > max)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "limits are small numbers, which fractions hold exactly"
)]
fn fraction(field: &Field, path: &str, given: f64) -> Result<(), Refusal> {
    range(
        field,
        path,
        |min| given < min as f64,
        |max| given > max as f64,
    )?;
    let Some(step) = field.precision else {
        return Ok(());
    };
    let steps = given / step;
    if (steps - steps.round()).abs() > ROUNDING {
        let problem = format!("the value must be a multiple of {step}");
        return Err(Refusal::malformed(path, problem));
    }
    Ok(())
}

fn range(
    field: &Field,
    path: &str,
    is_below: impl Fn(i64) -> bool,
    is_above: impl Fn(i64) -> bool,
) -> Result<(), Refusal> {
    if let Some(min) = field.min.filter(|min| is_below(*min)) {
        let problem = format!("the value must be greater than or equal to {min}");
        return Err(Refusal::malformed(path, problem));
    }
    match field.max.filter(|max| is_above(*max)) {
        Some(max) => {
            let problem = format!("the value must be less than or equal to {max}");
            Err(Refusal::malformed(path, problem))
        }
        None => Ok(()),
    }
}

/// Checks how many values a list or a repeated key has.
fn count(field: &Field, given: usize) -> Result<(), Refusal> {
    let given = u32::try_from(given).unwrap_or(u32::MAX);
    if let Some(max) = field.max_items.filter(|max| given > *max) {
        let problem = format!("the number of values must be less than or equal to {max}");
        return Err(Refusal::malformed(field.name, problem));
    }
    match field.min_items.filter(|min| given < *min) {
        Some(min) => {
            let problem = format!("the number of values must be greater than or equal to {min}");
            Err(Refusal::malformed(field.name, problem))
        }
        None => Ok(()),
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

fn named(kind: Kind) -> &'static str {
    match kind {
        Kind::String => "a string",
        Kind::Integer => "an integer",
        Kind::Number => "a number",
        Kind::Boolean => "true or false",
        Kind::Object(_) | Kind::Map(_) => "an object",
        Kind::Array(_) => "an array",
    }
}

/// Texts whose length is not refused as a malformed parameter, by endpoint.
const LENGTH_IS_NO_MATTER: [(&str, &str); 3] = [
    ("send_chat_message", "message"),
    ("send_chat_announcement", "message"),
    ("send_whisper", "message"),
];

/// Fractions like 0.1 have no exact form.
const ROUNDING: f64 = 1e-6;
