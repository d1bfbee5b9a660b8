//! Checks single values: their type, their range, their length, and the list of what is allowed.

use serde_json::{Map, Value};
use spec::{Field, Format, Kind};
use types::Timestamp;

use crate::error::Violation;

/// Checks every field of an object; those in `waived` may be missing although they are required.
pub(super) fn check_fields(
    fields: &[Field],
    object: &Map<String, Value>,
    waived: &[&str],
) -> Result<(), Violation> {
    check_object(fields, object, &Place { path: "", waived })
}

/// Where in the parameters the check is.
struct Place<'a> {
    path: &'a str,
    waived: &'a [&'a str],
}

impl Place<'_> {
    fn of(&self, name: &str) -> String {
        match self.path {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        }
    }
}

fn check_object(
    fields: &[Field],
    object: &Map<String, Value>,
    place: &Place<'_>,
) -> Result<(), Violation> {
    for field in fields {
        let path = place.of(field.name);
        match object.get(field.name) {
            Some(value) if !value.is_null() => check_field(field, value, &path)?,
            _ if field.required && !place.waived.contains(&field.name) => {
                return Err(Violation::new(path, "is missing"));
            }
            _ => {}
        }
    }
    Ok(())
}

fn check_field(field: &Field, value: &Value, path: &str) -> Result<(), Violation> {
    match value {
        Value::Array(values) if field.repeated => {
            check_count(field, values.len(), path, "is given")?;
            values
                .iter()
                .try_for_each(|value| check_value(field, value, path))
        }
        value => check_value(field, value, path),
    }
}

fn check_value(field: &Field, value: &Value, path: &str) -> Result<(), Violation> {
    match (field.kind, value) {
        (Kind::String, Value::String(text)) => check_text(field, text, path),
        (Kind::Integer, Value::Number(number)) if number.is_i64() => {
            check_integer(field, number.as_i64().unwrap_or_default(), path)
        }
        (Kind::Number, Value::Number(number)) => {
            check_number(field, number.as_f64().unwrap_or_default(), path)
        }
        (Kind::Boolean, Value::Bool(_)) => Ok(()),
        (Kind::Object(fields), Value::Object(object)) => {
            check_object(fields, object, &Place { path, waived: &[] })
        }
        (Kind::Array(element), Value::Array(values)) => {
            check_count(field, values.len(), path, "has")?;
            let mut places = values.iter().enumerate();
            places.try_for_each(|(position, value)| {
                check_value(element, value, &format!("{path}[{position}]"))
            })
        }
        (Kind::Map(element), Value::Object(object)) => object
            .iter()
            .try_for_each(|(key, value)| check_value(element, value, &format!("{path}.{key}"))),
        (kind, value) => {
            let problem = format!("is {}, but must be {}", shown(value), wanted(kind));
            Err(Violation::new(path, problem))
        }
    }
}

fn check_text(field: &Field, text: &str, path: &str) -> Result<(), Violation> {
    let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let bytes = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let problem = if field.name.ends_with("_id") && field.required && text.is_empty() {
        "is empty, but must be an id".to_owned()
    } else if field.max_length.is_some_and(|most| characters > most) {
        format!(
            "has {characters} characters, but may have at most {}",
            limit(field.max_length)
        )
    } else if field.min_length.is_some_and(|fewest| characters < fewest) {
        format!(
            "has {characters} characters, but must have at least {}",
            limit(field.min_length)
        )
    } else if field.max_bytes.is_some_and(|most| bytes > most) {
        format!(
            "has {bytes} bytes, but may have at most {}",
            limit(field.max_bytes)
        )
    } else {
        check_allowed(field, text, path)?;
        check_pattern(field, text, path)?;
        return check_format(field, text, path);
    };
    Err(Violation::new(path, problem))
}

/// The number of a limit that was found to be set.
fn limit(limit: Option<u32>) -> u32 {
    limit.unwrap_or_default()
}

fn check_integer(field: &Field, number: i64, path: &str) -> Result<(), Violation> {
    let is_below = field.min.is_some_and(|min| number < min);
    let is_above = field.max.is_some_and(|max| number > max);
    let is_listed = field.numbers.is_empty() || field.numbers.contains(&number);
    let wanted = if is_below || is_above {
        range(field)
    } else if !is_listed {
        let known: Vec<String> = field.numbers.iter().map(i64::to_string).collect();
        format!("one of {}", known.join(", "))
    } else {
        return Ok(());
    };
    Err(Violation::new(
        path,
        format!("is {number}, but must be {wanted}"),
    ))
}

fn check_number(field: &Field, number: f64, path: &str) -> Result<(), Violation> {
    // The limits of the table are small whole numbers, which a float holds exactly.
    let is_below = field.min.is_some_and(|min| number < min as f64);
    let is_above = field.max.is_some_and(|max| number > max as f64);
    if is_below || is_above {
        return Err(Violation::new(
            path,
            format!("is {number}, but must be {}", range(field)),
        ));
    }
    let Some(step) = field.precision else {
        return Ok(());
    };
    let steps = number / step;
    if (steps - steps.round()).abs() > 1e-6 {
        let problem = format!("is {number}, but must be a multiple of {step}");
        return Err(Violation::new(path, problem));
    }
    Ok(())
}

fn check_count(field: &Field, count: usize, path: &str, verb: &str) -> Result<(), Violation> {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    let unit = if field.repeated { "times" } else { "elements" };
    if let Some(most) = field.max_items.filter(|most| count > *most) {
        let problem = format!("{verb} {count} {unit}, but at most {most} are allowed");
        return Err(Violation::new(path, problem));
    }
    // A list that must be there must hold something, whether or not the table says how much.
    let fewest = field.min_items.unwrap_or_else(|| u32::from(field.required));
    if count < fewest {
        let problem = format!("{verb} {count} {unit}, but at least {fewest} are needed");
        return Err(Violation::new(path, problem));
    }
    Ok(())
}

fn check_allowed(field: &Field, text: &str, path: &str) -> Result<(), Violation> {
    let is_allowed = field.values.is_empty() || field.values_open || field.values.contains(&text);
    let is_whisper = field.pattern == Some(WHISPER_TARGET) && text.starts_with("whisper-");
    if is_allowed || is_whisper {
        return Ok(());
    }
    let known = field.values.join(", ");
    Err(Violation::new(
        path,
        format!("is {text:?}, but must be one of {known}"),
    ))
}

/// Checks the forms that the table labels; a label that is not known here forbids nothing.
fn check_pattern(field: &Field, text: &str, path: &str) -> Result<(), Violation> {
    let (fits, wanted) = match field.pattern {
        Some("#RRGGBB") => (is_color(text), "a color like #9146FF"),
        Some("[A-Za-z0-9._-]+") => (
            !text.is_empty()
                && text
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric() || "._-".contains(letter)),
            "made of letters, digits, dots, dashes and underscores",
        ),
        Some("no_spaces_or_special_characters") => (
            !text
                .chars()
                .any(|letter| letter.is_whitespace() || letter.is_ascii_punctuation()),
            "without blanks and special characters",
        ),
        Some("1..N") => (
            text.parse::<u32>().is_ok_and(|number| number > 0),
            "a whole number from 1 on",
        ),
        Some("named_or_#RRGGBB_for_turbo_or_prime") => (
            field.values.contains(&text) || is_color(text),
            "the name of a color, or a color like #9146FF",
        ),
        _ => (true, ""),
    };
    if fits {
        return Ok(());
    }
    Err(Violation::new(
        path,
        format!("is {text:?}, but must be {wanted}"),
    ))
}

fn is_color(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

fn check_format(field: &Field, text: &str, path: &str) -> Result<(), Violation> {
    // An empty text takes a value away where a call may change one; whether it may is Twitch's to say.
    if text.is_empty() && !field.required {
        return Ok(());
    }
    let wanted = match field.format {
        Some(Format::DateTime) if text.parse::<Timestamp>().is_err() => {
            "a moment like 2026-11-22T09:00:00Z"
        }
        Some(Format::IanaTimezone) if !is_timezone(text) => "a time zone like Europe/Berlin",
        Some(Format::NumericString) => match text.parse() {
            Ok(number) => return check_integer(field, number, path),
            Err(_) => "a whole number",
        },
        _ => return Ok(()),
    };
    Err(Violation::new(
        path,
        format!("is {text:?}, but must be {wanted}"),
    ))
}

/// The form only: the names themselves change several times a year.
fn is_timezone(text: &str) -> bool {
    let mut letters = text.chars();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|letter| letter.is_ascii_alphanumeric() || "/_+-".contains(letter))
}

fn range(field: &Field) -> String {
    match (field.min, field.max) {
        (Some(min), Some(max)) => format!("between {min} and {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => "a number".to_owned(),
    }
}

/// A value as a message shows it: whole if it is short.
fn shown(value: &Value) -> String {
    match value {
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        Value::String(text) if text.chars().count() > 40 => {
            format!("{:?}…", text.chars().take(40).collect::<String>())
        }
        other => other.to_string(),
    }
}

fn wanted(kind: Kind) -> &'static str {
    match kind {
        Kind::String => "a text",
        Kind::Integer => "a whole number",
        Kind::Number => "a number",
        Kind::Boolean => "true or false",
        Kind::Object(_) | Kind::Map(_) => "an object",
        Kind::Array(_) => "a list",
    }
}

/// The label of lists that also take whispers to one user.
const WHISPER_TARGET: &str = "whisper-<user-id>";
