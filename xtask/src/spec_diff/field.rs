//! Fields of requests and answers as the files write them.

use serde_json::{Value, json};
use spec::{Alternate, Basis, Field, Format, Kind};

use super::facts::{Facts, list};

/// Where a field stands; the files say other things about requests than about answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Query,
    Body,
    Answer,
}

pub(super) fn fields(fields: &[Field], place: Place) -> Value {
    list(fields, |one| field(one, place))
}

fn field(field: &Field, place: Place) -> Value {
    let is_named = !field.name.is_empty();
    let is_asked_for = is_named && place != Place::Answer;
    let facts = Facts::default()
        .tell_some("name", is_named.then_some(field.name))
        .tell("type", kind(&field.kind))
        .tell_some("required", is_asked_for.then_some(field.required))
        .tell_some(
            "repeated",
            (is_named && place == Place::Query).then_some(field.repeated),
        );
    children(limits(doubts(facts, field), field), field, place).finish()
}

/// What is known about the absence of a value, and about its forms.
fn doubts(facts: Facts, field: &Field) -> Facts {
    facts
        .tell_some("format", field.format.map(format))
        .tell_true("nullable", field.nullable.is_some())
        .tell_some("nullable_basis", field.nullable.and_then(basis))
        .tell_true("optional", field.optional.is_some())
        .tell_some("optional_basis", field.optional.and_then(basis))
        .tell_true("empty_string", field.may_be_empty)
        .tell_true("deprecated", field.deprecated)
        .tell_list("aliases", field.aliases)
        .tell_some(
            "alternate_types",
            (!field.alternates.is_empty())
                .then(|| list(field.alternates, |one| alternate(*one).into())),
        )
}

fn limits(facts: Facts, field: &Field) -> Facts {
    facts
        .tell_list("enum", field.values)
        .tell_some(
            "enum",
            (!field.numbers.is_empty()).then(|| json!(field.numbers)),
        )
        .tell_true("enum_open", field.values_open)
        .tell_some("min", field.min)
        .tell_some("max", field.max)
        .tell_some("precision", field.precision)
        .tell_some("min_length", field.min_length)
        .tell_some("max_length", field.max_length)
        .tell_some("max_bytes", field.max_bytes)
        .tell_some("min_items", field.min_items)
        .tell_some("max_items", field.max_items)
        .tell_some("pattern", field.pattern)
        .tell_some("default", field.default.map(value))
}

fn children(facts: Facts, parent: &Field, place: Place) -> Facts {
    match parent.kind {
        Kind::Object(children) => facts.tell("fields", fields(children, place)),
        Kind::Array(element) => facts.tell("items", field(element, place)),
        Kind::Map(element) => facts.tell("values", field(element, place)),
        Kind::String | Kind::Integer | Kind::Number | Kind::Boolean => facts,
    }
}

pub(super) fn value(value: spec::Value) -> Value {
    match value {
        spec::Value::String(text) => text.into(),
        spec::Value::Integer(number) => number.into(),
        spec::Value::Boolean(truth) => truth.into(),
    }
}

fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::String => "string",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::Boolean => "boolean",
        Kind::Object(_) => "object",
        Kind::Array(_) => "array",
        Kind::Map(_) => "map",
    }
}

fn format(format: Format) -> &'static str {
    match format {
        Format::DateTime => "date-time",
        Format::Int64 => "int64",
        Format::Cursor => "cursor",
        Format::IanaTimezone => "iana_timezone",
        Format::NumericString => "numeric_string",
        Format::TwitchDuration => "twitch_duration",
    }
}

/// The files do not name the basis of what the reference says itself.
fn basis(basis: Basis) -> Option<&'static str> {
    match basis {
        Basis::Reference => None,
        Basis::Examples => Some("examples"),
        Basis::Clients => Some("clients"),
        Basis::Deprecated => Some("deprecated"),
        Basis::Added(label) => Some(label),
    }
}

fn alternate(alternate: Alternate) -> &'static str {
    match alternate {
        Alternate::NumericString => "numeric_string",
        Alternate::Integer => "integer",
        Alternate::UnixSeconds => "unix_seconds_integer",
        Alternate::BooleanString => "boolean_string",
        Alternate::String => "string",
    }
}
