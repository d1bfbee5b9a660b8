//! The time that this thread was computing; where the system does not tell that, the time that passed.

use std::time::Duration;

/// How much computing something took.
#[cfg(unix)]
pub(crate) fn computing(work: impl FnOnce()) -> Duration {
    use rustix::time::{ClockId, clock_gettime};

    let now = || {
        let now = clock_gettime(ClockId::ThreadCPUTime);
        let seconds = u64::try_from(now.tv_sec).unwrap_or(0);
        Duration::from_secs(seconds) + Duration::from_nanos(now.tv_nsec.cast_unsigned())
    };
    let started = now();
    work();
    now().saturating_sub(started)
}

/// How much time something took; waiting for other programs counts too.
#[cfg(not(unix))]
pub(crate) fn computing(work: impl FnOnce()) -> Duration {
    let started = std::time::Instant::now();
    work();
    started.elapsed()
}
