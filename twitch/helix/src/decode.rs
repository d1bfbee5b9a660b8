//! Reads answers leniently: whatever is missing, null, unknown or of another type never costs the rest.
//!
//! It reads straight from the bytes, without a tree of values in between. Only text that is no JSON at all is an error;
//! what a field cannot use is skipped, and the raw answer stays at hand for whoever needs it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use types::{MessageId, Timestamp, UserId};

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

/// A single value as it stood in the answer; lists and objects in its place are `Nothing`.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar<'a> {
    /// A text.
    Text(Cow<'a, str>),
    /// A whole number that fits.
    Integer(i64),
    /// Any other number.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// Null, a list or an object.
    Nothing,
}

/// A value that is made from a single one.
pub trait FromScalar: Sized {
    /// What is taken when nothing usable was sent.
    fn absent() -> Self;

    /// The value, if it can be made from this.
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self>;
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

impl FromScalar for String {
    fn absent() -> Self {
        Self::new()
    }

    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) => Some(text.into_owned()),
            Scalar::Integer(number) => Some(number.to_string()),
            Scalar::Number(number) => Some(number.to_string()),
            Scalar::Boolean(truth) => Some(truth.to_string()),
            Scalar::Nothing => None,
        }
    }
}

impl FromScalar for i64 {
    fn absent() -> Self {
        0
    }

    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Integer(number) => Some(number),
            Scalar::Number(number) => whole(number),
            Scalar::Text(text) => text.trim().parse().ok(),
            Scalar::Boolean(_) | Scalar::Nothing => None,
        }
    }
}

impl FromScalar for f64 {
    fn absent() -> Self {
        0.0
    }

    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            // Every number that Twitch sends is far below the 53 bits that a float holds exactly.
            Scalar::Integer(number) => Some(number as Self),
            Scalar::Number(number) => Some(number),
            Scalar::Text(text) => text.trim().parse().ok(),
            Scalar::Boolean(_) | Scalar::Nothing => None,
        }
    }
}

impl FromScalar for bool {
    fn absent() -> Self {
        false
    }

    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Boolean(truth) => Some(truth),
            Scalar::Text(text) => text.parse().ok(),
            Scalar::Integer(0) => Some(false),
            Scalar::Integer(1) => Some(true),
            Scalar::Integer(_) | Scalar::Number(_) | Scalar::Nothing => None,
        }
    }
}

/// A moment has no honest value for "nothing was sent", so fields hold `Option<Timestamp>`;
/// the empty text, 0 and the year 1 stand for nothing as well.
impl FromScalar for Option<Timestamp> {
    fn absent() -> Self {
        None
    }

    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Text(text) if text.starts_with("0001-01-01") => None,
            Scalar::Text(text) => text.parse().ok().map(Some),
            Scalar::Integer(0) => None,
            Scalar::Integer(seconds) => Some(Some(Timestamp::from_unix_millis(
                seconds.saturating_mul(1000),
            ))),
            Scalar::Number(_) | Scalar::Boolean(_) | Scalar::Nothing => None,
        }
    }
}

/// Reads ids of one kind; an id that is missing is the empty one, an id that may be missing is an option.
macro_rules! ids {
    ($($id:ty),+) => {$(
        impl FromScalar for $id {
            fn absent() -> Self {
                Self::new("")
            }

            fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
                match scalar {
                    Scalar::Text(text) => Some(Self::new(text)),
                    Scalar::Integer(number) => Some(Self::new(number.to_string())),
                    Scalar::Number(_) | Scalar::Boolean(_) | Scalar::Nothing => None,
                }
            }
        }

        impl FromScalar for Option<$id> {
            fn absent() -> Self {
                None
            }

            fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
                match scalar {
                    Scalar::Text(text) if text.is_empty() => None,
                    other => <$id>::from_scalar(other).map(Some),
                }
            }
        }
    )+};
}

ids!(UserId, MessageId);

/// Options of plain values: null and what is of no use leave them empty.
macro_rules! options {
    ($($value:ty),+) => {$(
        impl FromScalar for Option<$value> {
            fn absent() -> Self {
                None
            }

            fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
                <$value>::from_scalar(scalar).map(Some)
            }
        }
    )+};
}

options!(String, i64, f64, bool);

/// Makes types that are made from a single value readable.
///
/// An implementation for all of them at once would collide with the one for records.
macro_rules! scalars {
    ($($value:ty),+ $(,)?) => {$(
        impl $crate::decode::Lenient for $value {
            fn absent() -> Self {
                $crate::decode::FromScalar::absent()
            }

            fn read<'de, Source: serde::de::Deserializer<'de>>(
                source: Source,
            ) -> Result<Option<Self>, Source::Error> {
                $crate::decode::read_scalar(source)
            }
        }
    )+};
}

scalars!(String, i64, f64, bool, UserId, MessageId);
scalars!(Option<String>, Option<i64>, Option<f64>, Option<bool>);
scalars!(Option<UserId>, Option<MessageId>, Option<Timestamp>);

/// Reads a value that is made from a single one.
///
/// # Errors
/// Only what the deserializer itself cannot read.
pub(crate) fn read_scalar<'de, T: FromScalar, Source: Deserializer<'de>>(
    source: Source,
) -> Result<Option<T>, Source::Error> {
    source.deserialize_any(ScalarVisitor).map(T::from_scalar)
}

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

struct ScalarVisitor;
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

impl<'de> DeserializeSeed<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn deserialize<Source: Deserializer<'de>>(
        self,
        source: Source,
    ) -> Result<Self::Value, Source::Error> {
        source.deserialize_any(self)
    }
}

/// Makes a visitor answer `$nothing` to every single value; the four kinds of numbers have one method each in serde.
macro_rules! skip_scalars_but_text {
    ($nothing:expr) => {
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok($nothing)
        }
    };
}

/// The same, and to texts.
macro_rules! skip_scalars {
    ($nothing:expr) => {
        skip_scalars_but_text!($nothing);

        fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
            Ok($nothing)
        }
    };
}

/// Makes a visitor skip a list.
macro_rules! skip_lists {
    ($lifetime:lifetime, $nothing:expr) => {
        fn visit_seq<List: SeqAccess<$lifetime>>(
            self,
            mut list: List,
        ) -> Result<Self::Value, List::Error> {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            Ok($nothing)
        }
    };
}

/// Makes a visitor skip an object.
macro_rules! skip_objects {
    ($lifetime:lifetime, $nothing:expr) => {
        fn visit_map<Map: MapAccess<$lifetime>>(
            self,
            mut map: Map,
        ) -> Result<Self::Value, Map::Error> {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Ok($nothing)
        }
    };
}

pub(crate) use {scalars, skip_lists, skip_scalars_but_text};

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Nothing)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Self::Value, E> {
        Ok(Scalar::Boolean(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Scalar::Integer(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        let whole = i64::try_from(number).map(Scalar::Integer);
        Ok(whole.unwrap_or(Scalar::Number(number as f64)))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Scalar::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Borrowed(text)))
    }

    skip_lists!('de, Scalar::Nothing);
    skip_objects!('de, Scalar::Nothing);
}

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

/// The whole number that a float stands for, if it does.
fn whole(number: f64) -> Option<i64> {
    let is_whole = number.fract() == 0.0 && number.abs() < 9e15;
    is_whole.then_some(number as i64)
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
