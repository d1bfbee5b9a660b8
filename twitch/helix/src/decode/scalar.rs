//! Single values and what is made of them, whatever type they came in.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use types::{MessageId, Timestamp, UserId};

use crate::decode::skip::{skip_lists, skip_objects};

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

/// Reads a value that is made from a single one.
///
/// # Errors
/// Only what the deserializer itself cannot read.
pub(crate) fn read_scalar<'de, T: FromScalar, Source: Deserializer<'de>>(
    source: Source,
) -> Result<Option<T>, Source::Error> {
    source.deserialize_any(ScalarVisitor).map(T::from_scalar)
}

/// Reads any single value.
pub(crate) struct ScalarVisitor;

impl<'de> DeserializeSeed<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn deserialize<Source: Deserializer<'de>>(
        self,
        source: Source,
    ) -> Result<Self::Value, Source::Error> {
        source.deserialize_any(self)
    }
}

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

/// The whole number that a float stands for, if it does.
fn whole(number: f64) -> Option<i64> {
    let is_whole = number.fract() == 0.0 && number.abs() < 9e15;
    is_whole.then_some(number as i64)
}
