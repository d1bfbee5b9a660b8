//! Reads answers leniently: whatever is missing, null, unknown or of another type never costs the rest.
//!
//! It reads straight from the bytes, without a tree of values in between. Only text that is no JSON at all is an error;
//! what a field cannot use is skipped, and the raw answer stays at hand for whoever needs it.

pub mod scalar;
pub(crate) mod skip;

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use types::{MessageId, Timestamp, UserId};

use self::scalar::{Scalar, ScalarVisitor};
use self::skip::{skip_lists, skip_objects, skip_scalars, skip_scalars_but_text};

/// A value that can be read from whatever stands in its place.
pub trait Lenient: Sized {
    /// What is taken when nothing usable was sent.
    fn absent() -> Self;

    /// Reads a value; `None` if it is of no use here, in which case it was skipped.
    ///
    /// # Errors
    /// Only what the deserializer itself cannot read, such as text that ends too early.
    fn read<'de, Source: Deserializer<'de>>(source: Source) -> Result<Option<Self>, Source::Error>;
}

/// An object with known fields.
pub trait Record: Sized {
    /// The record before any field was read.
    fn blank() -> Self;

    /// Takes the field of this name, or skips it if the name is not known.
    ///
    /// # Errors
    /// Only what the deserializer itself cannot read.
    fn read_field<'de, Map: MapAccess<'de>>(
        &mut self,
        name: &str,
        field: FieldReader<'_, Map>,
    ) -> Result<(), Map::Error>;
}

/// The value of a field that is to be read or skipped.
#[derive(Debug)]
pub struct FieldReader<'a, Map>(&'a mut Map);

impl<'a, 'de, Map: MapAccess<'de>> FieldReader<'a, Map> {
    /// The value that belongs to the key which was read from the map just now.
    pub(crate) fn new(map: &'a mut Map) -> Self {
        Self(map)
    }

    /// Reads the value into its place; the place stays as it is if the value is of no use.
    ///
    /// # Errors
    /// Only what the deserializer itself cannot read.
    pub fn read_into<T: Lenient>(self, place: &mut T) -> Result<(), Map::Error> {
        if let Some(value) = self.0.next_value_seed(Seed(PhantomData))? {
            *place = value;
        }
        Ok(())
    }

    /// Skips the value.
    ///
    /// # Errors
    /// Only what the deserializer itself cannot read.
    pub fn skip(self) -> Result<(), Map::Error> {
        self.0.next_value::<IgnoredAny>().map(drop)
    }
}

/// Reads a whole answer.
///
/// # Errors
/// Text that is no JSON, or JSON that is no object, in the words of the parser.
pub fn read_answer<T: Lenient>(bytes: &[u8]) -> Result<T, String> {
    let mut source = serde_json::Deserializer::from_slice(bytes);
    let answer = T::read(&mut source).map_err(|error| error.to_string())?;
    source.end().map_err(|error| error.to_string())?;
    answer.ok_or_else(|| "the answer is not a JSON object".to_owned())
}

/// Makes types that are made from a single value readable.
///
/// An implementation for all of them at once would collide with the one for records.
macro_rules! scalars {
    ($($value:ty),+ $(,)?) => {$(
        impl $crate::decode::Lenient for $value {
            fn absent() -> Self {
                $crate::decode::scalar::FromScalar::absent()
            }

            fn read<'de, Source: serde::de::Deserializer<'de>>(
                source: Source,
            ) -> Result<Option<Self>, Source::Error> {
                $crate::decode::scalar::read_scalar(source)
            }
        }
    )+};
}

scalars!(String, i64, f64, bool, UserId, MessageId);
scalars!(Option<String>, Option<i64>, Option<f64>, Option<bool>);
scalars!(Option<UserId>, Option<MessageId>, Option<Timestamp>);

impl<T: Record> Lenient for T {
    fn absent() -> Self {
        T::blank()
    }

    fn read<'de, Source: Deserializer<'de>>(source: Source) -> Result<Option<Self>, Source::Error> {
        source.deserialize_any(RecordVisitor(PhantomData))
    }
}

impl<T: Record> Lenient for Option<T> {
    fn absent() -> Self {
        None
    }

    fn read<'de, Source: Deserializer<'de>>(source: Source) -> Result<Option<Self>, Source::Error> {
        T::read(source).map(|record| record.map(Some))
    }
}

impl<T: Lenient> Lenient for Vec<T> {
    fn absent() -> Self {
        Self::new()
    }

    fn read<'de, Source: Deserializer<'de>>(source: Source) -> Result<Option<Self>, Source::Error> {
        source.deserialize_any(ListVisitor(PhantomData))
    }
}

impl<T: Lenient> Lenient for BTreeMap<String, T> {
    fn absent() -> Self {
        Self::new()
    }

    fn read<'de, Source: Deserializer<'de>>(source: Source) -> Result<Option<Self>, Source::Error> {
        source.deserialize_any(MapVisitor(PhantomData))
    }
}

/// Leads a deserializer to [`Lenient::read`].
struct Seed<T>(PhantomData<T>);

struct RecordVisitor<T>(PhantomData<T>);
struct ListVisitor<T>(PhantomData<T>);
struct MapVisitor<T>(PhantomData<T>);

impl<'de, T: Lenient> DeserializeSeed<'de> for Seed<T> {
    type Value = Option<T>;

    fn deserialize<Source: Deserializer<'de>>(
        self,
        source: Source,
    ) -> Result<Self::Value, Source::Error> {
        T::read(source)
    }
}

pub(crate) use scalars;

impl<'de, T: Record> Visitor<'de> for RecordVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_map<Map: MapAccess<'de>>(self, mut map: Map) -> Result<Self::Value, Map::Error> {
        let mut record = T::blank();
        while let Some(key) = map.next_key_seed(ScalarVisitor)? {
            match key {
                Scalar::Text(name) => record.read_field(&name, FieldReader::new(&mut map))?,
                _ => FieldReader::new(&mut map).skip()?,
            }
        }
        Ok(Some(record))
    }

    skip_lists!('de, None);
    skip_scalars!(None);
}

impl<'de, T: Lenient> Visitor<'de> for ListVisitor<T> {
    type Value = Option<Vec<T>>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_seq<List: SeqAccess<'de>>(self, mut list: List) -> Result<Self::Value, List::Error> {
        let mut elements = Vec::new();
        while let Some(element) = list.next_element_seed(Seed(PhantomData))? {
            elements.extend(element);
        }
        Ok(Some(elements))
    }

    skip_objects!('de, None);
    skip_scalars!(None);
}

impl<'de, T: Lenient> Visitor<'de> for MapVisitor<T> {
    type Value = Option<BTreeMap<String, T>>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_map<Map: MapAccess<'de>>(self, mut map: Map) -> Result<Self::Value, Map::Error> {
        let mut entries = BTreeMap::new();
        while let Some(key) = map.next_key::<String>()? {
            if let Some(value) = map.next_value_seed(Seed(PhantomData))? {
                entries.insert(key, value);
            }
        }
        Ok(Some(entries))
    }

    skip_lists!('de, None);
    skip_scalars!(None);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Sample {
        id: UserId,
        votes: i64,
        at: Option<Timestamp>,
        tags: Vec<String>,
    }

    impl Record for Sample {
        fn blank() -> Self {
            Self {
                id: Lenient::absent(),
                votes: Lenient::absent(),
                at: Lenient::absent(),
                tags: Lenient::absent(),
            }
        }

        fn read_field<'de, Map: MapAccess<'de>>(
            &mut self,
            name: &str,
            field: FieldReader<'_, Map>,
        ) -> Result<(), Map::Error> {
            match name {
                "id" => field.read_into(&mut self.id),
                "votes" => field.read_into(&mut self.votes),
                "at" => field.read_into(&mut self.at),
                "tags" => field.read_into(&mut self.tags),
                _ => field.skip(),
            }
        }
    }

    fn read(text: &str) -> Vec<Sample> {
        let map: BTreeMap<String, Vec<Sample>> = FieldOf::read(text).expect("the table holds JSON");
        map.into_values().flatten().collect()
    }

    /// Reads a map instead of a record, so that the table below can be short.
    struct FieldOf;

    impl FieldOf {
        fn read(text: &str) -> Result<BTreeMap<String, Vec<Sample>>, String> {
            read_answer(text.as_bytes())
        }
    }

    fn sample(id: &str, votes: i64) -> Sample {
        Sample {
            id: UserId::new(id),
            votes,
            at: None,
            tags: Vec::new(),
        }
    }

    #[test]
    fn h04_an_odd_field_costs_nothing_but_itself() {
        for (text, expected) in [
            (r#"{"data":[{"id":"1","votes":2}]}"#, sample("1", 2)),
            (r#"{"data":[{"id":1,"votes":"2"}]}"#, sample("1", 2)),
            (r#"{"data":[{"id":null,"votes":2.0}]}"#, sample("", 2)),
            (r#"{"data":[{"id":{"a":[1]},"votes":[3]}]}"#, sample("", 0)),
            (r#"{"data":[{"new":{"a":1},"id":"1"}]}"#, sample("1", 0)),
            (
                r#"{"data":[{"id":"1","at":"","tags":null}]}"#,
                sample("1", 0),
            ),
            (
                r#"{"data":[{"id":"1","at":"soon","tags":7}]}"#,
                sample("1", 0),
            ),
            (r#"{"data":[{"id":"1"}]}"#, sample("1", 0)),
        ] {
            assert_eq!(read(text), [expected], "{text}");
        }
    }

    #[test]
    fn h04_an_odd_element_costs_nothing_but_itself() {
        let text = r#"{"data":[7,{"id":"1"},null,[{"id":"9"}],"x",{"id":"2"}],"total":{}}"#;
        assert_eq!(read(text), [sample("1", 0), sample("2", 0)]);
        assert_eq!(read(r#"{"data":{"id":"1"}}"#), []);
    }

    #[test]
    fn h04_moments_come_in_several_forms() {
        let moment = Some(Timestamp::from_unix_millis(1_795_342_800_000));
        for text in [
            r#"{"a":[{"at":"2026-11-22T10:20:00Z"}]}"#,
            r#"{"a":[{"at":1795342800}]}"#,
        ] {
            assert_eq!(read(text)[0].at, moment, "{text}");
        }
        for text in [
            r#"{"a":[{"at":0}]}"#,
            r#"{"a":[{"at":"0001-01-01T00:00:00Z"}]}"#,
        ] {
            assert_eq!(read(text)[0].at, None, "{text}");
        }
    }

    #[test]
    fn n05_what_is_no_json_object_is_an_error_and_never_a_panic() {
        for text in [
            "",
            "<html>",
            "[]",
            "7",
            "null",
            r#"{"data":["#,
            r#"{"data":[]} x"#,
        ] {
            assert!(FieldOf::read(text).is_err(), "{text}");
        }
    }
}
