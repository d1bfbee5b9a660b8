//! The wall clock, for moments that people read; the names of backups follow it, and nothing else is decided by it.

use std::time::{SystemTime, UNIX_EPOCH};

use types::Timestamp;

/// Now, or 1970 on a machine whose clock is before it.
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let millis = since.map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(0));
    Timestamp::from_unix_millis(millis)
}
