//! A login by authorization code, from the link to a validated credential. Opens no browser, serves no page, keeps nothing.
//!
//! Twitch knows no PKCE, so two things stand between a login and whoever would slip a foreign code
//! into it: the secret of the application, and a `state` of 256 bits that works once.

use std::collections::VecDeque;
use std::fmt;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use subtle::ConstantTimeEq;
use types::{ScopeSet, Secret};

use crate::answer::{self, Granted};
use crate::arrival::{Arrival, Desk, Next};
use crate::backoff::Backoff;
use crate::callback::Callback;
use crate::credential::Credential;
use crate::error::{Attempt, Error, Setback};
use crate::network::NetworkError;
use crate::settings::Settings;
use crate::ticket::{Outline, Ticket};
use crate::wire;

/// One login by authorization code.
///
/// It goes on, with a fresh link each time, until an account arrives that the caller welcomes,
/// until ten minutes pass without one, or until Twitch refuses the application.
#[derive(Debug)]
pub struct CodeLogin {
    settings: Settings,
    scopes: ScopeSet,
    redirect_address: String,
    state: State,
    backoff: Backoff,
    rng: StdRng,
    tickets: Ticket,
    actions: VecDeque<Action>,
}

/// Whether Twitch asks a person who has consented to the same before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// Twitch sends such a person back at once, as whoever the browser is logged in.
    Remembered,
    /// Twitch shows its page in any case, where the person sees which account it is and can change it.
    AskAgain,
}

/// What the login wants done.
pub enum Action {
    /// Send this and hand the answer in with the ticket.
    Send {
        /// Names the question.
        ticket: Ticket,
        /// What to send.
        request: Request<Vec<u8>>,
    },
    /// Tell the person that Twitch cannot be asked at the moment; it is tried again by itself.
    Interrupted(Setback),
    /// The code bought nothing; say why and give a fresh link.
    TryAgain(Error),
    /// Somebody logged in. Keep this, or [`turn_away`](CodeLogin::turn_away) whoever it is and give a fresh link.
    Arrived(Credential),
    /// The end: there will be no credential.
    Failed(Error),
}

/// What a request to the redirect address was, and so what to show for it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Return {
    /// Nothing of a login is in it.
    Unrelated,
    /// It belongs to no link that is out: made up, too old, or used before. Nothing has changed.
    Stale,
    /// The person consented; the code is being exchanged.
    Consented,
    /// The person said no. A fresh link can be given.
    Declined,
    /// Twitch does not know the redirect address; it has to be registered letter by letter. Nothing was lost by that.
    Mismatch,
    /// Twitch refused in words of its own. A fresh link can be given.
    Refused {
        /// Twitch's keyword and words, cut to a length that fits a message.
        message: String,
    },
}

#[derive(Debug)]
enum State {
    /// No link is out.
    Idle,
    /// A link is out, and whoever comes back with its key is believed.
    Open {
        key: Secret,
        expires_at: Instant,
    },
    Exchanging {
        ticket: Ticket,
    },
    /// The tokens are ours; whose they are is being found out.
    Arriving {
        arrival: Arrival,
        ticket: Ticket,
    },
    ArrivingLater {
        arrival: Arrival,
        at: Instant,
    },
    Over,
}

impl CodeLogin {
    /// Begins a login for these scopes that comes back to this address, which must be registered at Twitch letter by letter.
    ///
    /// `chance` must come from the operating system's source of randomness: who can guess it can guess the keys of all links.
    ///
    /// # Errors
    /// [`Error::NoScopes`]: a token without scopes is of no use here.
    /// [`Error::SecretNeeded`]: without the application's secret no code can be exchanged.
    pub fn new(
        settings: Settings,
        scopes: ScopeSet,
        redirect_address: impl Into<String>,
        chance: [u8; 32],
    ) -> Result<Self, Error> {
        if scopes.is_empty() {
            return Err(Error::NoScopes);
        }
        if settings.client_secret().is_none() {
            return Err(Error::SecretNeeded);
        }
        Ok(Self {
            settings,
            scopes,
            redirect_address: redirect_address.into(),
            state: State::Idle,
            backoff: Backoff::default(),
            rng: StdRng::from_seed(chance),
            tickets: Ticket::FIRST,
            actions: VecDeque::new(),
        })
    }

    /// The page at Twitch where the person consents, or nothing while a consent is being looked at.
    ///
    /// The link lives ten minutes; after that a fresh one is made. Asking again before gives the same one.
    pub fn authorize_address(&mut self, now: Instant, consent: Consent) -> Option<String> {
        match &self.state {
            State::Open { expires_at, .. } if now < *expires_at => {}
            State::Idle | State::Open { .. } => self.open(now),
            State::Exchanging { .. }
            | State::Arriving { .. }
            | State::ArrivingLater { .. }
            | State::Over => return None,
        }
        let State::Open { key, .. } = &self.state else {
            return None;
        };
        let scopes = self.scopes.to_string();
        let mut parameters = vec![
            ("response_type", "code"),
            ("client_id", self.settings.client_id().as_str()),
            ("redirect_uri", self.redirect_address.as_str()),
            ("scope", scopes.as_str()),
            ("state", key.expose()),
        ];
        if consent == Consent::AskAgain {
            parameters.push(("force_verify", "true"));
        }
        let query = serde_urlencoded::to_string(parameters).expect("pairs of texts make a query");
        Some(format!("{}/authorize?{query}", self.settings.base()))
    }

    /// Takes the query of a request to the redirect address, whoever sent it.
    ///
    /// Nothing that comes without the key of the link that is out changes anything.
    pub fn handle_callback(&mut self, now: Instant, query: &str) -> Return {
        let callback = Callback::read(query);
        let Some(key) = &callback.state else {
            // Twitch may tell a mismatch without the key. To show how it is mended harms nobody.
            return match callback {
                callback if callback.is_mismatch() => Return::Mismatch,
                callback if callback.is_empty() => Return::Unrelated,
                _ => Return::Stale,
            };
        };
        if !self.is_expected(now, key) {
            return Return::Stale;
        }
        // Each key opens once, whatever came with it.
        self.state = State::Idle;
        match (callback.code, callback.error) {
            (Some(code), None) => {
                self.exchange(&code);
                Return::Consented
            }
            (_, Some(error)) if error == "access_denied" => Return::Declined,
            (_, Some(error)) if error == "redirect_mismatch" => Return::Mismatch,
            (_, Some(error)) => Return::Refused {
                message: match callback.description {
                    Some(description) => format!("{error}: {description}"),
                    None => error,
                },
            },
            (None, None) => Return::Refused {
                message: "neither a code nor a reason came back".to_owned(),
            },
        }
    }

    /// Takes the answer to an [`Action::Send`], or the reason why there is none.
    pub fn handle_response(
        &mut self,
        now: Instant,
        ticket: Ticket,
        result: Result<Response<Bytes>, NetworkError>,
    ) {
        match std::mem::replace(&mut self.state, State::Over) {
            State::Exchanging { ticket: asked } if asked == ticket => self.exchanged(result),
            State::Arriving {
                arrival,
                ticket: asked,
            } if asked == ticket => self.arriving(now, arrival, result),
            // An answer to a question that is no longer asked.
            state => self.state = state,
        }
    }

    /// Does what is due.
    pub fn handle_timeout(&mut self, now: Instant) {
        match std::mem::replace(&mut self.state, State::Over) {
            State::Open { expires_at, .. } if expires_at <= now => self.fail(Error::TimedOut),
            State::ArrivingLater { arrival, at } if at <= now => {
                match arrival.ask_again(&self.settings) {
                    Some(request) => self.ask(arrival, request),
                    None => self.state = State::Idle,
                }
            }
            state => self.state = state,
        }
    }

    /// Refuses whoever [`arrived`](Action::Arrived); the login goes on, and the next link should [ask again](Consent::AskAgain).
    pub fn turn_away(&mut self) {
        if matches!(self.state, State::Over) {
            self.state = State::Idle;
        }
    }

    /// The next thing to do; drain it after every input.
    pub fn poll_action(&mut self) -> Option<Action> {
        self.actions.pop_front()
    }

    /// When [`handle_timeout`](Self::handle_timeout) is wanted.
    pub fn poll_timeout(&self) -> Option<Instant> {
        match &self.state {
            State::Open { expires_at, .. } => Some(*expires_at),
            State::ArrivingLater { at, .. } => Some(*at),
            State::Idle | State::Exchanging { .. } | State::Arriving { .. } | State::Over => None,
        }
    }

    /// What must be registered at Twitch letter by letter.
    pub fn redirect_address(&self) -> &str {
        &self.redirect_address
    }

    fn open(&mut self, now: Instant) {
        let chance: [u8; 32] = self.rng.random();
        let mut key = String::with_capacity(2 * chance.len());
        for byte in chance {
            key.push_str(&format!("{byte:02x}"));
        }
        self.state = State::Open {
            key: Secret::new(key),
            expires_at: now + LINK_LIFE,
        };
    }

    fn is_expected(&self, now: Instant, found: &Secret) -> bool {
        match &self.state {
            State::Open { key, expires_at } if now < *expires_at => {
                let (key, found) = (key.expose().as_bytes(), found.expose().as_bytes());
                key.ct_eq(found).into()
            }
            _ => false,
        }
    }

    fn exchange(&mut self, code: &Secret) {
        let request = wire::exchange_code(&self.settings, code, &self.redirect_address);
        let ticket = self.send(request);
        self.state = State::Exchanging { ticket };
    }

    /// A code is sent once: whether Twitch took it before the line broke nobody knows, and a fresh one costs a click.
    fn exchanged(&mut self, result: Result<Response<Bytes>, NetworkError>) {
        let attempt = Attempt::ExchangeCode;
        match result.map(|response| answer::exchanged(&response)) {
            Ok(Granted::Done(grant)) => {
                let (arrival, request) = Arrival::new(grant, &self.settings);
                self.ask(arrival, request);
            }
            Ok(Granted::ClientRefused(refusal)) => self.fail(Error::ClientRefused {
                attempt,
                client_id: self.settings.client_id().clone(),
                refusal,
            }),
            Ok(Granted::Rejected(rejection)) => self.try_again(Error::Rejected {
                attempt,
                status: rejection.status,
                message: rejection.message,
            }),
            Ok(Granted::Setback(setback)) => {
                self.try_again(Error::Interrupted { attempt, setback });
            }
            Err(error) => {
                let setback = Setback::Network(error);
                self.try_again(Error::Interrupted { attempt, setback });
            }
        }
    }

    fn ask(&mut self, arrival: Arrival, request: Request<Vec<u8>>) {
        let ticket = self.send(request);
        self.state = State::Arriving { arrival, ticket };
    }

    fn arriving(
        &mut self,
        now: Instant,
        mut arrival: Arrival,
        result: Result<Response<Bytes>, NetworkError>,
    ) {
        let mut desk = Desk {
            settings: &self.settings,
            scopes: &self.scopes,
            backoff: &mut self.backoff,
            rng: &mut self.rng,
        };
        match arrival.handle_response(now, &mut desk, result) {
            Next::Ask(request) => self.ask(arrival, request),
            Next::Wait { until: at, setback } => {
                if let Some(setback) = setback {
                    self.actions.push_back(Action::Interrupted(setback));
                }
                self.state = State::ArrivingLater { arrival, at };
            }
            Next::Finish(credential) => self.actions.push_back(Action::Arrived(credential)),
            // Only applications without a secret are probed, and those do not get as far as here.
            Next::StartOver => self.state = State::Idle,
            Next::Fail(error) => self.fail(error),
        }
    }

    fn send(&mut self, request: Request<Vec<u8>>) -> Ticket {
        let ticket = self.tickets.take();
        self.actions.push_back(Action::Send { ticket, request });
        ticket
    }

    fn try_again(&mut self, error: Error) {
        self.state = State::Idle;
        self.actions.push_back(Action::TryAgain(error));
    }

    fn fail(&mut self, error: Error) {
        self.actions.push_back(Action::Failed(error));
    }
}

impl fmt::Debug for Action {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Send { ticket, request } => formatter
                .debug_struct("Send")
                .field("ticket", ticket)
                .field("request", &Outline(request))
                .finish(),
            Self::Interrupted(setback) => {
                formatter.debug_tuple("Interrupted").field(setback).finish()
            }
            Self::TryAgain(error) => formatter.debug_tuple("TryAgain").field(error).finish(),
            Self::Arrived(credential) => {
                formatter.debug_tuple("Arrived").field(credential).finish()
            }
            Self::Failed(error) => formatter.debug_tuple("Failed").field(error).finish(),
        }
    }
}

/// How long a link works, and so how long a login waits for somebody who does not come.
pub const LINK_LIFE: Duration = Duration::from_secs(10 * 60);
