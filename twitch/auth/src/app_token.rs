//! The application's own token: got when it is first wanted, kept in memory, got anew once on a 401. Sends nothing.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response};
use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::answer::{self, Granted, Rejection};
use crate::backoff::Backoff;
use crate::error::{Attempt, ClientRefusal, Error, Setback};
use crate::network::NetworkError;
use crate::settings::Settings;
use crate::ticket::Outline;
use crate::token::{Generation, Token};
use crate::wire;

/// The app access token of a confidential client.
///
/// It cannot be refreshed and need not be kept: another one costs one request.
#[derive(Debug)]
pub struct AppToken {
    settings: Settings,
    state: State,
    generation: Generation,
    backoff: Backoff,
    rng: StdRng,
}

/// The answer to somebody who wants the token.
pub enum Demand {
    /// Here it is.
    Lend(Token),
    /// Send this, hand the answer to [`AppToken::handle_response`] and demand again.
    Send(Request<Vec<u8>>),
    /// Not now, or never.
    Refuse(Error),
}

#[derive(Debug)]
enum State {
    Absent,
    Held {
        token: Token,
        got_at: Instant,
        /// When another one is got in its place; never, if it never ends.
        worn_at: Option<Instant>,
    },
    /// Nobody asks again before then.
    Refused {
        until: Instant,
        error: Error,
    },
}

impl AppToken {
    /// A token that nobody has wanted yet.
    pub fn new(settings: Settings, seed: u64) -> Self {
        Self {
            settings,
            state: State::Absent,
            generation: Generation::FIRST,
            backoff: Backoff::default(),
            rng: StdRng::seed_from_u64(seed),
        }
    }

    /// Answers somebody who wants the token; one at a time, so that it is got once.
    pub fn demand(&mut self, now: Instant) -> Demand {
        if self.settings.client_secret().is_none() {
            return Demand::Refuse(self.client_refused(ClientRefusal::SecretMissing));
        }
        match &self.state {
            State::Held { token, worn_at, .. } if worn_at.is_none_or(|worn_at| now < worn_at) => {
                Demand::Lend(token.clone())
            }
            State::Refused { until, error } if now < *until => Demand::Refuse(error.clone()),
            State::Absent | State::Held { .. } | State::Refused { .. } => {
                Demand::Send(wire::request_app_token(&self.settings))
            }
        }
    }

    /// Takes the answer to a [`Demand::Send`], or the reason why there is none.
    pub fn handle_response(&mut self, now: Instant, result: Result<Response<Bytes>, NetworkError>) {
        let granted = match result {
            Ok(response) => answer::granted(&response),
            Err(error) => Granted::Setback(Setback::Network(error)),
        };
        let attempt = Attempt::RequestAppToken;
        let error = match granted {
            Granted::Done(grant) => {
                let client_id = self.settings.client_id().clone();
                let token = Token::of_app(client_id, grant.access, self.generation);
                self.generation = self.generation.next();
                self.backoff.succeed();
                self.state = State::Held {
                    token,
                    got_at: now,
                    worn_at: grant.expires_in.map(|lifetime| now + usable_part(lifetime)),
                };
                return;
            }
            Granted::ClientRefused(refusal) => self.client_refused(refusal),
            Granted::Rejected(Rejection { status, message }) => Error::Rejected {
                attempt,
                status,
                message,
            },
            Granted::Setback(setback) => Error::Interrupted { attempt, setback },
        };
        let until = now + self.backoff.fail(&mut self.rng);
        self.state = State::Refused { until, error };
    }

    /// Takes the news that Twitch answered 401 to a call with this generation's token.
    ///
    /// A token that is hardly a minute old is kept: another one would be refused as well.
    pub fn report_unauthorized(&mut self, now: Instant, generation: Generation) {
        let is_worn = match &self.state {
            State::Held { token, got_at, .. } => {
                token.generation() == generation && *got_at + LEAST_AGE <= now
            }
            State::Absent | State::Refused { .. } => false,
        };
        if is_worn {
            self.state = State::Absent;
        }
    }

    fn client_refused(&self, refusal: ClientRefusal) -> Error {
        Error::ClientRefused {
            attempt: Attempt::RequestAppToken,
            client_id: self.settings.client_id().clone(),
            refusal,
        }
    }
}

impl std::fmt::Debug for Demand {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Lend(token) => formatter.debug_tuple("Lend").field(token).finish(),
            Self::Send(request) => formatter
                .debug_tuple("Send")
                .field(&Outline(request))
                .finish(),
            Self::Refuse(error) => formatter.debug_tuple("Refuse").field(error).finish(),
        }
    }
}

/// For how long of its life a token is lent; a short life is halved, since a token that is worn
/// before it was ever lent would be asked for without end.
fn usable_part(lifetime: Duration) -> Duration {
    lifetime.saturating_sub(MARGIN).max(lifetime / 2)
}

/// A token that ends sooner is replaced before it is lent again.
const MARGIN: Duration = Duration::from_secs(60);
/// How old a token must be for a 401 to be a reason to replace it.
const LEAST_AGE: Duration = Duration::from_secs(60);
