//! Time and chance for the drivers, the only place of this crate that reaches for them.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::{Instant, SystemTime};

#[cfg(feature = "page")]
use rand::TryRng;
#[cfg(feature = "page")]
use rand::rngs::SysRng;

#[cfg(feature = "page")]
use crate::error::Error;

/// The monotonic clock, which a test may hold still.
#[expect(clippy::disallowed_methods, reason = "drivers tell machines the time")]
pub(crate) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// The clock on the wall, which goes on while the machine is asleep and which people set.
#[expect(clippy::disallowed_methods, reason = "drivers tell machines the time")]
pub(super) fn wall() -> SystemTime {
    SystemTime::now()
}

/// A number that differs from run to run; it spreads waits and guards nothing.
pub(super) fn seed() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// What nobody can guess, from the operating system.
#[cfg(feature = "page")]
pub(super) fn chance() -> Result<[u8; 32], Error> {
    let mut chance = [0; 32];
    match SysRng.try_fill_bytes(&mut chance) {
        Ok(()) => Ok(chance),
        Err(error) => Err(Error::NoPage {
            cause: format!("the system gives no random numbers: {error}"),
        }),
    }
}

/// Waits until then, or for ever.
pub(crate) async fn wait_until(moment: Option<Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment.into()).await,
        None => std::future::pending().await,
    }
}
