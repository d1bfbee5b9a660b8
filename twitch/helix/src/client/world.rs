//! Time and chance for the driver, the only place of this crate that reaches for them.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::{Instant, SystemTime};

use types::Timestamp;

/// The monotonic clock, which a test may hold still.
#[expect(
    clippy::disallowed_methods,
    reason = "a driver tells the core the time"
)]
pub(super) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// The clock on the wall, for answers that carry no date.
#[expect(
    clippy::disallowed_methods,
    reason = "a driver tells the core the time"
)]
pub(super) fn wall() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let millis = since.map_or(0, |since| {
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    });
    Timestamp::from_unix_millis(millis)
}

/// A number that differs from call to call; it spreads waits and guards nothing.
pub(super) fn seed() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// Waits until then, or for ever.
#[expect(clippy::disallowed_methods, reason = "only a driver waits")]
pub(super) async fn wait_until(moment: Option<Instant>) {
    match moment {
        Some(moment) => {
            let now = now();
            tokio::time::sleep(moment.saturating_duration_since(now)).await;
        }
        None => std::future::pending().await,
    }
}
