//! The wall clock, for what people read; waiting and expiry go by the monotonic one.

use types::Timestamp;

/// The moment it is, as far as this machine knows.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_unix_millis(jiff::Timestamp::now().as_millisecond())
}
