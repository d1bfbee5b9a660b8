//! The records and enumerations of one heading; what has the same name is merged, so that endpoints share what they answer.

use std::fmt::Write as _;

use spec::{Endpoint, Field, Format, Kind};

use crate::{docs, names};

/// The type of a value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Type {
    /// A plain type of Rust or of ours, by its name.
    Plain(&'static str),
    /// A moment; always an option, since there is no honest value for none.
    Moment,
    /// A text with known values, by the name of the enumeration.
    Enumeration(String),
    /// An object with known fields, by the name of the record.
    Record(String),
    List(Box<Self>),
    Map(Box<Self>),
    Pagination,
}

#[derive(Debug, Clone)]
pub(crate) struct ShapeField {
    /// The key and its other spellings.
    keys: Vec<String>,
    kind: Type,
    is_optional: bool,
    facts: String,
}

#[derive(Debug)]
struct Shape {
    name: String,
    /// Links to the endpoints that answer with it.
    answers: Vec<String>,
    fields: Vec<ShapeField>,
}

#[derive(Debug)]
struct Enumeration {
    name: String,
    about: String,
    field: String,
    values: Vec<String>,
}

#[derive(Debug, Default)]
pub(crate) struct Shapes {
    records: Vec<Shape>,
    enumerations: Vec<Enumeration>,
}

impl Shapes {
    /// Adds a record, or adds to the one of that name; returns its name.
    pub(crate) fn record(&mut self, endpoint: &Endpoint, name: &str, fields: &[Field]) -> String {
        let fields = fields
            .iter()
            .map(|field| self.field(endpoint, name, field))
            .collect();
        self.add(name, docs::link(endpoint), fields)
    }

    /// Adds one more field to a record that is there.
    pub(crate) fn extend(&mut self, name: &str, key: &str, kind: Type) {
        let record = self.records.iter_mut().find(|record| record.name == name);
        let record = record.expect("only records that were made are extended");
        if !record.fields.iter().any(|field| field.keys[0] == key) {
            record.fields.push(ShapeField {
                keys: vec![key.to_owned()],
                kind,
                is_optional: false,
                facts: format!("Twitch's `{key}`, which was seen here as well."),
            });
        }
    }

    fn add(&mut self, name: &str, link: String, fields: Vec<ShapeField>) -> String {
        let known = self.records.iter_mut().find(|record| record.name == name);
        let Some(known) = known else {
            let name = name.to_owned();
            self.records.push(Shape {
                name: name.clone(),
                answers: vec![link],
                fields,
            });
            return name;
        };
        if !known.answers.contains(&link) {
            known.answers.push(link);
        }
        // A field that only some of the sharing endpoints send may be missing like any other; its default stands for it.
        for field in fields {
            match known
                .fields
                .iter_mut()
                .find(|other| other.keys[0] == field.keys[0])
            {
                Some(other) => {
                    assert_eq!(
                        other.kind, field.kind,
                        "{name}.{} has two types; name the elements apart",
                        field.keys[0]
                    );
                    other.is_optional |= field.is_optional;
                }
                None => known.fields.push(field),
            }
        }
        known.name.clone()
    }

    fn field(&mut self, endpoint: &Endpoint, owner: &str, field: &Field) -> ShapeField {
        let kind = self.kind(endpoint, owner, field);
        let may_be_nothing = field.nullable.is_some() || field.optional.is_some();
        let is_optional = match kind {
            Type::Plain("UserId" | "MessageId") | Type::Enumeration(_) => {
                may_be_nothing || field.may_be_empty
            }
            Type::Plain(_) | Type::Record(_) => may_be_nothing,
            Type::Moment | Type::List(_) | Type::Map(_) | Type::Pagination => false,
        };
        let mut keys = vec![field.name.to_owned()];
        keys.extend(field.aliases.iter().map(|alias| (*alias).to_owned()));
        ShapeField {
            keys,
            kind,
            is_optional,
            facts: docs::response_field(field),
        }
    }

    /// The type of a field; `owner` begins the names of what has to be made for it.
    fn kind(&mut self, endpoint: &Endpoint, owner: &str, field: &Field) -> Type {
        let inner = || {
            format!(
                "{owner}{}",
                names::pascal(&names::snake(&names::singular(field.name)))
            )
        };
        match field.kind {
            Kind::String if field.format == Some(Format::DateTime) => Type::Moment,
            Kind::String => match names::id_type(endpoint, field) {
                Some(id) => Type::Plain(id),
                None if field.values.iter().any(|value| !value.is_empty()) => {
                    let about = format!(
                        "What is known of `{}` in {}.",
                        field.name,
                        docs::link(endpoint)
                    );
                    Type::Enumeration(self.enumeration(inner(), about, field))
                }
                None => Type::Plain("String"),
            },
            Kind::Integer => Type::Plain("i64"),
            Kind::Number => Type::Plain("f64"),
            Kind::Boolean => Type::Plain("bool"),
            Kind::Object(fields) => {
                let name = if field.name.is_empty() {
                    owner.to_owned()
                } else {
                    inner()
                };
                Type::Record(self.record(endpoint, &name, fields))
            }
            Kind::Array(
                element @ Field {
                    kind: Kind::Object(_),
                    ..
                },
            ) => Type::List(Box::new(self.kind(endpoint, &inner(), element))),
            // A plain element has no name of its own, so it goes by the list's.
            Kind::Array(element) => {
                let element = Field {
                    name: field.name,
                    ..*element
                };
                Type::List(Box::new(self.kind(endpoint, owner, &element)))
            }
            Kind::Map(value) => Type::Map(Box::new(self.kind(endpoint, &inner(), value))),
        }
    }

    /// Adds an enumeration, or takes the one that has these values or the name already.
    fn enumeration(&mut self, name: String, about: String, field: &Field) -> String {
        let values: Vec<String> = field
            .values
            .iter()
            .filter(|value| !value.is_empty())
            .map(|value| (*value).to_owned())
            .collect();
        if let Some(known) = self
            .enumerations
            .iter()
            .find(|known| known.values == values && known.field == field.name)
        {
            return known.name.clone();
        }
        if let Some(known) = self
            .enumerations
            .iter_mut()
            .find(|known| known.name == name)
        {
            known.values.extend(values);
            let mut seen = Vec::new();
            known.values.retain(|value| {
                !seen.contains(value) && {
                    seen.push(value.clone());
                    true
                }
            });
            return name;
        }
        self.enumerations.push(Enumeration {
            name: name.clone(),
            about,
            field: field.name.to_owned(),
            values,
        });
        name
    }

    /// The enumeration for a parameter: the answers' own if it covers the values, or a new one.
    pub(crate) fn parameter_enumeration(&mut self, endpoint: &Endpoint, field: &Field) -> String {
        let covers = |known: &&Enumeration| {
            known.field == field.name
                && field
                    .values
                    .iter()
                    .all(|value| known.values.iter().any(|other| other == value))
        };
        if let Some(known) = self.enumerations.iter().find(covers) {
            return known.name.clone();
        }
        let about = format!("What `{}` may be in {}.", field.name, docs::link(endpoint));
        let name = format!(
            "{}{}",
            names::pascal(endpoint.id),
            names::pascal(&names::snake(field.name))
        );
        self.enumeration(name, about, field)
    }

    /// What tells one of these records from another, as an expression on `item`.
    pub(crate) fn key(&self, name: &str) -> &'static str {
        let Some(record) = self.records.iter().find(|record| record.name == name) else {
            return "None";
        };
        let field = |key: &str| record.fields.iter().find(|field| field.keys[0] == key);
        // A list inside means that one element may go on in the next page under the same id.
        let goes_on = record.fields.iter().any(|field| matches!(field.kind, Type::List(ref element) if matches!(**element, Type::Record(_))));
        let plain = |key| field(key).is_some_and(|field| !field.is_optional);
        if plain("id") {
            match field("id").map(|field| &field.kind) {
                Some(Type::Plain("String")) => "Some(item.id.as_str())",
                Some(Type::Plain("UserId")) => "Some(item.id.as_str())",
                _ => "None",
            }
        } else if plain("user_id") && !goes_on {
            "Some(item.user_id.as_str())"
        } else if plain("broadcaster_id") && !goes_on {
            "Some(item.broadcaster_id.as_str())"
        } else {
            "None"
        }
    }

    /// Everything as Rust.
    pub(crate) fn write(&self) -> String {
        let mut text = String::new();
        for record in &self.records {
            write_record(&mut text, record).expect("a String takes every text");
        }
        for enumeration in &self.enumerations {
            write_enumeration(&mut text, enumeration).expect("a String takes every text");
        }
        text
    }
}

impl Type {
    /// The type as Rust, as it stands in an answer.
    pub(crate) fn rust(&self) -> String {
        match self {
            Self::Plain(name) => (*name).to_owned(),
            Self::Moment => "Option<Timestamp>".to_owned(),
            Self::Enumeration(name) | Self::Record(name) => name.clone(),
            Self::List(element) => format!("Vec<{}>", element.rust()),
            Self::Map(value) => format!("BTreeMap<String, {}>", value.rust()),
            Self::Pagination => "Pagination".to_owned(),
        }
    }
}

fn write_record(text: &mut String, record: &Shape) -> std::fmt::Result {
    writeln!(text, "record! {{")?;
    writeln!(
        text,
        "    /// Part of the answer to {}.",
        record.answers.join(", ")
    )?;
    writeln!(text, "    {} {{", record.name)?;
    for field in &record.fields {
        let kind = field.kind.rust();
        let kind = if field.is_optional {
            format!("Option<{kind}>")
        } else {
            kind
        };
        let keys: Vec<String> = field.keys.iter().map(|key| format!("{key:?}")).collect();
        writeln!(text, "        /// {}", field.facts)?;
        writeln!(
            text,
            "        {}: {kind} = {},",
            names::ident(&field.keys[0]),
            keys.join(" | ")
        )?;
    }
    writeln!(text, "    }}\n}}\n")
}

fn write_enumeration(text: &mut String, enumeration: &Enumeration) -> std::fmt::Result {
    writeln!(text, "open_enum! {{\n    /// {}", enumeration.about)?;
    writeln!(text, "    {} {{", enumeration.name)?;
    for value in &enumeration.values {
        let variant = names::pascal(value);
        let starts_with_digit = variant.starts_with(|first: char| first.is_ascii_digit());
        let prefix = if starts_with_digit {
            names::pascal(&names::singular(&enumeration.field))
        } else {
            String::new()
        };
        writeln!(text, "        {prefix}{variant} = {value:?},")?;
    }
    writeln!(text, "    }}\n}}\n")
}
