//! Decides whether a call that failed is sent again, and when: only where a repeat does no harm, not often, and never at once.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use spec::{Already, Effect, Endpoint};

use crate::error::{Error, Fate};
use crate::pace::delay::Cause;
use crate::parameters::Parameters;
use crate::wire;

/// The attempts at one call.
#[derive(Debug)]
pub struct Attempts {
    endpoint: &'static Endpoint,
    is_harmless: bool,
    /// The refusals that tell this call that things are as it wants them.
    already: Vec<Already>,
    failures: u32,
    rng: StdRng,
    /// The failure of an attempt that may have been acted on.
    uncertain: Option<Error>,
}

/// What to do about an attempt that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Try again after so long.
    Wait(Duration),
    /// Nothing: an earlier attempt may have been acted on, and this one was refused because things are as the call
    /// wants them.
    Done {
        /// The status of the refusal.
        status: u16,
        /// What it said.
        body: String,
    },
}

impl Attempts {
    /// No attempt was made yet; the seed decides by how much waits differ.
    pub fn new(endpoint: &'static Endpoint, parameters: &Parameters, seed: u64) -> Self {
        let already = endpoint.repeat.already.iter().copied();
        let is_meant =
            |already: &Already| already.unless.is_none_or(|field| !parameters.has(field));
        Self {
            endpoint,
            is_harmless: is_harmless(endpoint, parameters),
            already: already.filter(is_meant).collect(),
            failures: 0,
            rng: StdRng::seed_from_u64(seed),
            uncertain: None,
        }
    }

    /// An attempt failed; what to do, or the error that is the end of it.
    ///
    /// # Errors
    /// The error of this attempt. Or of an earlier one, if that may have been acted on and this one was refused for
    /// it: that a message to delete is gone says nothing about who deleted it.
    pub fn fail(&mut self, error: Error) -> Result<Next, Error> {
        if self.failures < self.most_repeats(&error) {
            self.failures += 1;
            if error.may_have_happened() {
                self.uncertain.get_or_insert(error);
            }
            return Ok(Next::Wait(self.wait()));
        }
        match (error, self.uncertain.take()) {
            (Error::Rejected { status, body, .. }, Some(_)) if self.is_done(status, &body) => {
                Ok(Next::Done { status, body })
            }
            (Error::Rejected { status, .. }, Some(uncertain)) if status < 500 => Err(uncertain),
            (error, _) => Err(error),
        }
    }

    /// Whether a refusal tells that things are as the call wants them; a page of a proxy tells nothing.
    fn is_done(&self, status: u16, body: &str) -> bool {
        let Some(message) = wire::message(body) else {
            return false;
        };
        let message = message.to_ascii_lowercase();
        let mut known = self.already.iter();
        known.any(|already| already.status == status && message.contains(already.words))
    }

    /// How often a call is repeated that ends like this each time.
    fn most_repeats(&self, error: &Error) -> u32 {
        match error {
            // Nothing was sent.
            Error::Network {
                fate: Fate::Unsent, ..
            } => 2,
            // Nothing was done.
            Error::Rejected { status: 409, .. } if self.endpoint.repeat.conflict_passes => 2,
            _ if !self.is_harmless => 0,
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

    fn wait(&mut self) -> Duration {
        let longest = FIRST_WAIT.saturating_mul(1 << self.failures.min(4));
        self.rng.random_range(FIRST_WAIT..=longest)
    }
}

/// Whether doing it twice is the same as doing it once; the table says so of each endpoint.
pub fn is_harmless(endpoint: &Endpoint, parameters: &Parameters) -> bool {
    match endpoint.repeat.effect {
        Effect::Reads | Effect::Settles => true,
        Effect::SettlesWith(name) => parameters.has(name),
        Effect::SettlesWithout(name) => !parameters.has(name),
        Effect::Adds => false,
    }
}

/// The shortest wait before an attempt.
const FIRST_WAIT: Duration = Duration::from_millis(250);
