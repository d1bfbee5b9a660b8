//! What may be given for a parameter of which type, so that a user id cannot be passed for a message id.

use serde_json::Value;
use types::{Login, MessageId, Timestamp, UserId};

/// Something that can be given where a parameter of type `Kind` is wanted.
///
/// For ids and logins that is the id, a reference to it, or its text;
/// for numbers any whole number that fits; for the rest the type itself.
pub trait Argument<Kind> {
    /// The JSON value that stands for it on the wire.
    fn encode(self) -> Value;
}

/// Declares what may be given for one kind, and how each becomes a JSON value.
macro_rules! arguments {
    ($kind:ty: $($given:ty => $encode:expr),+ $(,)?) => {
        $(impl Argument<$kind> for $given {
            fn encode(self) -> Value {
                let encode: fn(Self) -> Value = $encode;
                encode(self)
            }
        })+
    };
}

/// Declares the same for something that is known by its text.
macro_rules! named_by_text {
    ($($kind:ty),+) => {
        $(arguments! {
            $kind:
            $kind => |given| Value::from(given.as_str()),
            &$kind => |given| Value::from(given.as_str()),
            &str => Value::from,
            String => Value::from,
            &String => |given| Value::from(given.as_str()),
        })+
    };
}

named_by_text!(UserId, MessageId, Login);
arguments!(String: &str => Value::from, String => Value::from, &String => |given| Value::from(given.as_str()));
arguments!(i64: i64 => Value::from, i32 => Value::from, u32 => Value::from, u16 => Value::from, u8 => Value::from);
arguments!(f64: f64 => Value::from, f32 => Value::from, i32 => Value::from, u32 => Value::from);
arguments!(bool: bool => Value::from);
arguments!(Timestamp: Timestamp => |given| Value::from(given.to_string()));

/// A list of arguments as one JSON value.
pub(crate) fn list<Kind>(given: impl IntoIterator<Item = impl Argument<Kind>>) -> Value {
    Value::Array(given.into_iter().map(Argument::encode).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(argument: impl Argument<UserId>, expected: &str) {
        assert_eq!(argument.encode(), Value::from(expected));
    }

    #[test]
    fn a_user_id_can_be_given_in_whatever_form_is_at_hand() {
        let id = UserId::new("7");
        check(&id, "7");
        check(id, "7");
        check("7", "7");
        check(String::from("7"), "7");
    }
}
