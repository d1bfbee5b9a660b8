//! Fields of requests and responses, and the small words (`string`, `integer`, …) with which the tables write them.

use std::ops::RangeInclusive;

/// One field of a query, a body, a response or an event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Field {
    /// The key on the wire; empty for the element of a list or map.
    pub name: &'static str,
    /// What kind of value stands there.
    pub kind: Kind,
    /// What the text of a string means.
    pub format: Option<Format>,
    /// Requests only: the call is refused without it.
    pub required: bool,
    /// Queries only: the key may be repeated, once per value.
    pub repeated: bool,
    /// Responses only: may be null.
    pub nullable: Option<Basis>,
    /// Responses only: may be absent.
    pub optional: Option<Basis>,
    /// Responses only: may be an empty string where a value is meant.
    pub may_be_empty: bool,
    /// Still understood, but no longer to be used.
    pub deprecated: bool,
    /// Other spellings of the key that were seen.
    pub aliases: &'static [&'static str],
    /// Other types that were seen for the value.
    pub alternates: &'static [Alternate],
    /// The values that are allowed (requests) or known (responses); empty if any will do.
    pub values: &'static [&'static str],
    /// Requests only: values beyond `values` are allowed too. Responses are always open.
    pub values_open: bool,
    /// The whole numbers that are allowed (requests) or known (responses); empty if any will do.
    pub numbers: &'static [i64],
    /// The smallest and largest number; in a numeric string they bound the number.
    pub min: Option<i64>,
    /// See `min`.
    pub max: Option<i64>,
    /// The step between allowed numbers.
    pub precision: Option<f64>,
    /// The fewest characters.
    pub min_length: Option<u32>,
    /// The most characters.
    pub max_length: Option<u32>,
    /// The most bytes.
    pub max_bytes: Option<u32>,
    /// The fewest elements.
    pub min_items: Option<u32>,
    /// The most elements.
    pub max_items: Option<u32>,
    /// A label for the form of the text, not always a regular expression.
    pub pattern: Option<&'static str>,
    /// What Twitch takes if the field is left out.
    pub default: Option<Value>,
}

/// What kind of value stands in a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A text.
    String,
    /// A whole number.
    Integer,
    /// A number that may have a fraction.
    Number,
    /// True or false.
    Boolean,
    /// An object with these fields.
    Object(&'static [Field]),
    /// A list of such elements.
    Array(&'static Field),
    /// An object with free keys and such values.
    Map(&'static Field),
}

/// What the text of a string, or the size of a number, means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RFC 3339, with up to nine fraction digits.
    DateTime,
    /// A whole number beyond 32 bits.
    Int64,
    /// A place in a paged list, opaque.
    Cursor,
    /// A name of the IANA time zone database.
    IanaTimezone,
    /// A whole number written as text.
    NumericString,
    /// A duration like `3m21s`.
    TwitchDuration,
}

/// How it is known that a field may be null or absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Twitch's reference says so.
    Reference,
    /// Twitch's examples show it.
    Examples,
    /// Clients that others wrote had to cope with it.
    Clients,
    /// The field is on its way out.
    Deprecated,
    /// The field came later; older payloads lack it. Holds the label of the table.
    Added(&'static str),
}

/// Another type that was seen where the reference names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alternate {
    /// A number written as text.
    NumericString,
    /// A number where a text was announced.
    Integer,
    /// Seconds since 1970 where a date was announced.
    UnixSeconds,
    /// `"true"` or `"false"`.
    BooleanString,
    /// A text where something structured was announced.
    String,
}

/// A default value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// A text.
    String(&'static str),
    /// A whole number.
    Integer(i64),
    /// True or false.
    Boolean(bool),
}

/// A text.
pub const fn string(name: &'static str) -> Field {
    field(name, Kind::String)
}

/// A moment in RFC 3339 form.
pub const fn date_time(name: &'static str) -> Field {
    string(name).format(Format::DateTime)
}

/// A whole number.
pub const fn integer(name: &'static str) -> Field {
    field(name, Kind::Integer)
}

/// A number that may have a fraction.
pub const fn number(name: &'static str) -> Field {
    field(name, Kind::Number)
}

/// True or false.
pub const fn boolean(name: &'static str) -> Field {
    field(name, Kind::Boolean)
}

/// An object with these fields.
pub const fn object(name: &'static str, fields: &'static [Field]) -> Field {
    field(name, Kind::Object(fields))
}

/// A list of such elements; the element has no name.
pub const fn array(name: &'static str, element: &'static Field) -> Field {
    field(name, Kind::Array(element))
}

/// An object with free keys and such values; the value has no name.
pub const fn map(name: &'static str, value: &'static Field) -> Field {
    field(name, Kind::Map(value))
}

/// An element of a list, or a value of a map, that is an object.
pub const fn record(fields: &'static [Field]) -> Field {
    object("", fields)
}

const fn field(name: &'static str, kind: Kind) -> Field {
    Field {
        name,
        kind,
        format: None,
        required: false,
        repeated: false,
        nullable: None,
        optional: None,
        may_be_empty: false,
        deprecated: false,
        aliases: &[],
        alternates: &[],
        values: &[],
        values_open: false,
        numbers: &[],
        min: None,
        max: None,
        precision: None,
        min_length: None,
        max_length: None,
        max_bytes: None,
        min_items: None,
        max_items: None,
        pattern: None,
        default: None,
    }
}

/// What the tables add to a field, one word per fact.
impl Field {
    /// The call is refused without it.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The key may be repeated, once per value.
    #[must_use]
    pub const fn repeated(mut self) -> Self {
        self.repeated = true;
        self
    }

    /// May be null.
    #[must_use]
    pub const fn nullable(self) -> Self {
        self.nullable_by(Basis::Reference)
    }

    /// May be null, as is known from somewhere else than the reference.
    #[must_use]
    pub const fn nullable_by(mut self, basis: Basis) -> Self {
        self.nullable = Some(basis);
        self
    }

    /// May be absent.
    #[must_use]
    pub const fn optional(self) -> Self {
        self.optional_by(Basis::Reference)
    }

    /// May be absent, as is known from somewhere else than the reference.
    #[must_use]
    pub const fn optional_by(mut self, basis: Basis) -> Self {
        self.optional = Some(basis);
        self
    }

    /// May be an empty string where a value is meant.
    #[must_use]
    pub const fn may_be_empty(mut self) -> Self {
        self.may_be_empty = true;
        self
    }

    /// Still understood, but no longer to be used.
    #[must_use]
    pub const fn deprecated(mut self) -> Self {
        self.deprecated = true;
        self
    }

    /// Other spellings of the key that were seen.
    #[must_use]
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// Other types that were seen for the value.
    #[must_use]
    pub const fn or_as(mut self, alternates: &'static [Alternate]) -> Self {
        self.alternates = alternates;
        self
    }

    /// What the text means.
    #[must_use]
    pub const fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// The values that are allowed (requests) or known (responses).
    #[must_use]
    pub const fn one_of(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }

    /// Values that are known, others being allowed even in a request.
    #[must_use]
    pub const fn such_as(mut self, values: &'static [&'static str]) -> Self {
        self.values_open = true;
        self.one_of(values)
    }

    /// The whole numbers that are allowed (requests) or known (responses).
    #[must_use]
    pub const fn one_of_numbers(mut self, numbers: &'static [i64]) -> Self {
        self.numbers = numbers;
        self
    }

    /// The smallest number.
    #[must_use]
    pub const fn at_least(mut self, min: i64) -> Self {
        self.min = Some(min);
        self
    }

    /// The largest number.
    #[must_use]
    pub const fn at_most(mut self, max: i64) -> Self {
        self.max = Some(max);
        self
    }

    /// The smallest and the largest number.
    #[must_use]
    pub const fn between(self, min: i64, max: i64) -> Self {
        self.at_least(min).at_most(max)
    }

    /// The smallest and the largest number, where others need them too.
    #[must_use]
    pub const fn within(self, range: &RangeInclusive<i64>) -> Self {
        self.between(*range.start(), *range.end())
    }

    /// The step between allowed numbers.
    #[must_use]
    pub const fn in_steps_of(mut self, precision: f64) -> Self {
        self.precision = Some(precision);
        self
    }

    /// The fewest characters.
    #[must_use]
    pub const fn min_length(mut self, characters: u32) -> Self {
        self.min_length = Some(characters);
        self
    }

    /// The most characters.
    #[must_use]
    pub const fn max_length(mut self, characters: u32) -> Self {
        self.max_length = Some(characters);
        self
    }

    /// The most bytes.
    #[must_use]
    pub const fn max_bytes(mut self, bytes: u32) -> Self {
        self.max_bytes = Some(bytes);
        self
    }

    /// The fewest elements.
    #[must_use]
    pub const fn min_items(mut self, count: u32) -> Self {
        self.min_items = Some(count);
        self
    }

    /// The most elements, or the most repetitions of a key.
    #[must_use]
    pub const fn max_items(mut self, count: u32) -> Self {
        self.max_items = Some(count);
        self
    }

    /// A label for the form of the text.
    #[must_use]
    pub const fn pattern(mut self, label: &'static str) -> Self {
        self.pattern = Some(label);
        self
    }

    /// What Twitch takes if the field is left out.
    #[must_use]
    pub const fn default(mut self, value: Value) -> Self {
        self.default = Some(value);
        self
    }
}
