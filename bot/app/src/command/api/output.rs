//! An answer for whoever reads it: a table or a record for people, lines with tabs for a pipe, Twitch's JSON for `--json`.

use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use spec::model::field::{Field, Format, Kind};
use spec::{Body, Endpoint};

use super::answer::{self, Shape};
use crate::command::output;
use crate::table::{Paper, Record, Table};

/// Prints the answer to a call that was made once.
pub(super) fn print(endpoint: &'static Endpoint, value: &Value, paper: Paper) {
    match (endpoint.success.body, value) {
        (Body::None, _) | (_, Value::Null) => {
            output::aside(&format!("Done: {}.", in_words(endpoint)))
        }
        (Body::Other(_), value) => output::line(value.as_str().unwrap_or_default().trim_end()),
        (Body::Json(_), value) => print_json(endpoint, value, paper),
    }
}

/// What the call did, by its summary.
fn in_words(endpoint: &Endpoint) -> String {
    let mut letters = endpoint.summary.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

fn print_json(endpoint: &'static Endpoint, value: &Value, paper: Paper) {
    let shape = answer::shape(endpoint);
    match shape {
        Shape::List { fields, .. } => {
            let things = shape.list(value).map(Vec::as_slice).unwrap_or_default();
            print_list(fields, things, paper);
            if paper.is_terminal() {
                rest(value).print(paper);
            }
        }
        Shape::Thing { key, fields } => {
            let thing = key.map_or(Some(value), |key| value.get(key));
            match thing.and_then(Value::as_object) {
                Some(thing) => record(fields, thing, paper).print(paper),
                None => output::line(&value.to_string()),
            }
        }
        // Such as a list of plain ids.
        Shape::Other => match value.get("data").and_then(Value::as_array) {
            Some(values) => values.iter().for_each(|value| output::line(&plain(value))),
            None => output::line(&value.to_string()),
        },
    }
}

/// Prints a list; a single element is a record for a person, who then need not look along a line.
pub(super) fn print_list(fields: &'static [Field], things: &[Value], paper: Paper) {
    let things: Vec<&Map<String, Value>> = things.iter().filter_map(Value::as_object).collect();
    if let ([only], Paper::Terminal { .. }) = (things.as_slice(), paper) {
        record(fields, only, paper).print(paper);
        return;
    }
    if things.is_empty() && paper.is_terminal() {
        output::aside("The list is empty.");
        return;
    }
    let mut columns = answer::columns(fields, &things);
    if paper.is_terminal() {
        // A column without anything in it takes room from the others.
        columns.retain(|name| {
            things
                .iter()
                .any(|thing| !shown(fields, (name, thing.get(name)), paper).is_empty())
        });
    }
    let mut table = Table::new(columns.clone());
    for thing in things {
        let cell = |name: &String| shown(fields, (name, thing.get(name)), paper);
        table.add(columns.iter().map(cell).collect());
    }
    table.print(paper);
}

fn record(fields: &'static [Field], thing: &Map<String, Value>, paper: Paper) -> Record {
    let mut record = Record::default();
    fill(&mut record, "", (fields, thing), paper);
    record
}

/// For a person, what stands inside of something without a name of its own gets lines of its own.
fn fill(
    record: &mut Record,
    outside: &str,
    (fields, thing): (&'static [Field], &Map<String, Value>),
    paper: Paper,
) {
    for name in answer::columns(fields, &[thing]) {
        let value = thing.get(&name);
        let path = format!("{outside}{name}");
        match value.and_then(Value::as_object) {
            Some(inside) if paper.is_terminal() && lead(inside).is_none() => {
                let kind = fields.iter().find(|field| field.name == name);
                let known = match kind.map(|field| field.kind) {
                    Some(Kind::Object(known)) => known,
                    _ => &[],
                };
                fill(record, &format!("{path}."), (known, inside), paper);
            }
            _ => record.add(path, shown(fields, (&name, value), paper)),
        }
    }
}

/// What stands beside the list: totals, dates, costs.
fn rest(value: &Value) -> Record {
    let mut record = Record::default();
    let others = value.as_object().into_iter().flatten();
    for (name, value) in others.filter(|(name, _)| *name != "data" && *name != "pagination") {
        record.add(name.clone(), short(value));
    }
    record
}

/// A value in its place.
fn shown(fields: &[Field], (name, value): (&str, Option<&Value>), paper: Paper) -> String {
    let Some(value) = value.filter(|value| !value.is_null()) else {
        return String::new();
    };
    match (paper, value) {
        (Paper::Pipe, Value::Array(_) | Value::Object(_)) => value.to_string(),
        (Paper::Pipe, value) => plain(value),
        (Paper::Terminal { .. }, Value::String(text)) => {
            let is_it =
                |field: &&Field| field.name == name && field.format == Some(Format::DateTime);
            let is_time = fields.iter().any(|field| is_it(&field));
            is_time
                .then(|| local(text))
                .flatten()
                .unwrap_or_else(|| text.clone())
        }
        (Paper::Terminal { .. }, value) => short(value),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The moment as a clock on the wall shows it.
fn local(text: &str) -> Option<String> {
    let moment: jiff::Timestamp = text.parse().ok()?;
    let local = moment.to_zoned(TimeZone::system());
    Some(local.strftime("%Y-%m-%d %H:%M:%S").to_string())
}

/// What stands inside of something, in few words: of an object its name, of a list the names of its elements.
fn short(value: &Value) -> String {
    match value {
        Value::Array(values) => {
            let words: Vec<String> = values.iter().map(short).collect();
            words.join(", ")
        }
        Value::Object(object) => {
            let Some(named) = lead(object) else {
                let pairs = object
                    .iter()
                    .filter(|(_, value)| !value.is_null() && **value != "");
                let pairs: Vec<_> = pairs
                    .map(|(name, value)| format!("{name}: {}", short(value)))
                    .collect();
                return pairs.join(", ");
            };
            match object.get("votes").or_else(|| object.get("channel_points")) {
                Some(count) => format!("{} ({})", plain(named), plain(count)),
                None => plain(named),
            }
        }
        other => plain(other),
    }
}

/// What people know a thing by, if it says that.
fn lead(object: &Map<String, Value>) -> Option<&Value> {
    let named = LEADS.iter().find_map(|name| object.get(*name));
    named.filter(|value| !value.is_null() && **value != "")
}

/// What people know a thing by, the best first.
const LEADS: &[&str] = &[
    "title",
    "user_login",
    "login",
    "display_name",
    "name",
    "text",
    "id",
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_stands_inside_is_told_in_few_words() {
        for (value, expected) in [
            (json!(["a", "b"]), "a, b"),
            (
                json!([{"id": "1", "title": "Tea", "votes": 3}, {"id": "2", "title": "Go", "votes": 0}]),
                "Tea (3), Go (0)",
            ),
            (json!({"user_id": "7", "user_login": "oakmoss"}), "oakmoss"),
            (json!({"level": 4, "total": null, "note": ""}), "level: 4"),
            (json!({"id": ""}), ""),
        ] {
            assert_eq!(short(&value), expected, "{value}");
        }
    }
}
