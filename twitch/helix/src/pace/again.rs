//! Decides whether a call that failed is sent again, and when: only where a repeat does no harm, not often, and never at once.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use spec::{Endpoint, Method};

use crate::error::{Error, Fate};
use crate::pace::delay::Cause;

/// The attempts at one call.
#[derive(Debug)]
pub struct Attempts {
    is_harmless: bool,
    failures: u32,
    rng: StdRng,
    /// The failure of an attempt that may have been acted on.
    uncertain: Option<Error>,
}

impl Attempts {
    /// No attempt was made yet; the seed decides by how much waits differ.
    pub fn new(endpoint: &Endpoint, seed: u64) -> Self {
        Self {
            is_harmless: is_harmless(endpoint),
            failures: 0,
            rng: StdRng::seed_from_u64(seed),
            uncertain: None,
        }
    }

    /// An attempt failed; how long to wait before the next one, or the error that is the end of it.
    ///
    /// # Errors
    /// The error of this attempt. Or of an earlier one, if that may have been acted on and this one was refused for
    /// it: that a message to delete is gone says nothing about who deleted it.
    pub fn fail(&mut self, error: Error) -> Result<Duration, Error> {
        if self.failures < most_repeats(&error, self.is_harmless) {
            self.failures += 1;
            if error.may_have_happened() {
                self.uncertain.get_or_insert(error);
            }
            return Ok(self.wait());
        }
        match (&error, self.uncertain.take()) {
            (Error::Rejected { status, .. }, Some(uncertain)) if *status < 500 => Err(uncertain),
            _ => Err(error),
        }
    }

    fn wait(&mut self) -> Duration {
        let longest = FIRST_WAIT.saturating_mul(1 << self.failures.min(4));
        self.rng.random_range(FIRST_WAIT..=longest)
    }
}

/// Whether doing it twice is the same as doing it once: what only reads, and what says how things shall be.
pub fn is_harmless(endpoint: &Endpoint) -> bool {
    match endpoint.method {
        Method::Get | Method::Put | Method::Delete => true,
        Method::Post | Method::Patch => false,
    }
}

/// How often a call is repeated that ends like this each time.
fn most_repeats(error: &Error, is_harmless: bool) -> u32 {
    match error {
        // Nothing was sent.
        Error::Network {
            fate: Fate::Unsent, ..
        } => 2,
        _ if !is_harmless => 0,
        Error::Rejected { status, .. } => match status {
            500 | 502 | 504 => 2,
            503 => 1,
            _ => 0,
        },
        // Whoever waited through a whole deadline shall not wait through another.
        Error::Network { fate, .. } => u32::from(*fate == Fate::Interrupted),
        Error::RateLimited {
            cause: Some(Cause::Endpoint(_)),
            ..
        } => 1,
        _ => 0,
    }
}

/// The shortest wait before an attempt.
const FIRST_WAIT: Duration = Duration::from_millis(250);
