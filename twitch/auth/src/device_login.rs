//! A login by device code, from the first request to a validated credential. Sends nothing, shows nothing, keeps nothing.
//!
//! Twitch's device flow is not RFC 8628: the keywords stand in `message`, an unknown code and an
//! expired one look the same, and a good code has been called invalid before it was confirmed.

use std::collections::VecDeque;
use std::fmt;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response, Uri};
use rand::SeedableRng;
use rand::rngs::StdRng;
use types::{ScopeSet, Secret};

use crate::answer::{self, DeviceCode, DevicePolled, DeviceStarted};
use crate::arrival::{Arrival, Desk, Next};
use crate::backoff::Backoff;
use crate::credential::Credential;
use crate::error::{Attempt, ClientRefusal, Error, Setback};
use crate::network::NetworkError;
use crate::settings::Settings;
use crate::ticket::{Outline, Ticket};
use crate::wire;

/// One login by device code.
///
/// When a code expires a fresh one is asked for and shown, until somebody confirms or the caller drops the login.
#[derive(Debug)]
pub struct DeviceLogin {
    settings: Settings,
    scopes: ScopeSet,
    state: State,
    backoff: Backoff,
    rng: StdRng,
    tickets: Ticket,
    actions: VecDeque<Action>,
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
    /// Tell the person.
    Report(Event),
    /// The end: keep this.
    Done(Credential),
    /// The end: there will be no credential.
    Failed(Error),
}

/// What the person may want to know.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Event {
    /// Here is what to open; it replaces an earlier one.
    CodeReady(Prompt),
    /// The code can no longer be confirmed; a fresh one follows.
    CodeExpired,
    /// Twitch cannot be asked at the moment; it is tried again.
    Interrupted(Setback),
    /// The person confirmed; the new token is being looked at.
    Confirmed,
    /// The new tokens went lost on their way here; a fresh code follows.
    TokensLost,
}

/// What to show to the person who logs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// The page to open; it carries the code already.
    pub verification_uri: String,
    /// What to type there, if it asks.
    pub user_code: String,
    /// When it can no longer be confirmed.
    pub expires_at: Instant,
    /// How long that is from the moment at which it was shown.
    pub expires_in: Duration,
}

#[derive(Debug)]
enum State {
    Starting {
        ticket: Ticket,
    },
    StartingLater {
        at: Instant,
    },
    /// The person has the code; the next poll comes at its time.
    Showing {
        code: Code,
        poll_at: Instant,
    },
    Polling {
        code: Code,
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

#[derive(Debug)]
struct Code {
    device_code: Secret,
    interval: Duration,
    expires_at: Instant,
    /// How often in a row the code was called invalid.
    refusals: u8,
}

impl DeviceLogin {
    /// Begins a login for these scopes; the first action is there at once.
    ///
    /// # Errors
    /// [`Error::NoScopes`]: a token without scopes cannot be refreshed later.
    pub fn new(settings: Settings, scopes: ScopeSet, seed: u64) -> Result<Self, Error> {
        if scopes.is_empty() {
            return Err(Error::NoScopes);
        }
        let mut login = Self {
            settings,
            scopes,
            state: State::Over,
            backoff: Backoff::default(),
            rng: StdRng::seed_from_u64(seed),
            tickets: Ticket::FIRST,
            actions: VecDeque::new(),
        };
        login.start();
        Ok(login)
    }

    /// Takes the answer to a [`Action::Send`], or the reason why there is none.
    pub fn handle_response(
        &mut self,
        now: Instant,
        ticket: Ticket,
        result: Result<Response<Bytes>, NetworkError>,
    ) {
        match std::mem::replace(&mut self.state, State::Over) {
            State::Starting { ticket: asked } if asked == ticket => self.started(now, result),
            State::Polling {
                code,
                ticket: asked,
            } if asked == ticket => {
                self.polled(now, code, result);
            }
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
            State::StartingLater { at } if at <= now => self.start(),
            State::Showing { code, .. } if code.expires_at <= now => self.start_over(),
            State::Showing { code, poll_at } if poll_at <= now => {
                let request =
                    wire::poll_device_login(&self.settings, &code.device_code, &self.scopes);
                let ticket = self.send(request);
                self.state = State::Polling { code, ticket };
            }
            State::ArrivingLater { arrival, at } if at <= now => {
                match arrival.ask_again(&self.settings) {
                    Some(request) => self.ask(arrival, request),
                    None => self.start_over(),
                }
            }
            state => self.state = state,
        }
    }

    /// The next thing to do; drain it after every input.
    pub fn poll_action(&mut self) -> Option<Action> {
        self.actions.pop_front()
    }

    /// When [`handle_timeout`](Self::handle_timeout) is wanted.
    pub fn poll_timeout(&self) -> Option<Instant> {
        match &self.state {
            State::StartingLater { at } | State::ArrivingLater { at, .. } => Some(*at),
            State::Showing { code, poll_at } => Some(code.expires_at.min(*poll_at)),
            State::Starting { .. }
            | State::Polling { .. }
            | State::Arriving { .. }
            | State::Over => None,
        }
    }

    fn start(&mut self) {
        let request = wire::start_device_login(&self.settings, &self.scopes);
        let ticket = self.send(request);
        self.state = State::Starting { ticket };
    }

    fn start_over(&mut self) {
        self.report(Event::CodeExpired);
        self.start();
    }

    fn started(&mut self, now: Instant, result: Result<Response<Bytes>, NetworkError>) {
        let attempt = Attempt::StartDeviceLogin;
        match result.map(|response| answer::device_started(&response)) {
            Ok(DeviceStarted::Started(code)) if self.may_be_shown(&code.verification_uri) => {
                self.show(now, code);
            }
            Ok(DeviceStarted::Started(_)) => {
                // Nobody is sent to a page that is not Twitch's, whoever said so.
                let message = Some("the page to confirm on is not Twitch's".to_owned());
                let status = 200;
                self.start_later(now, Setback::Answer { status, message });
            }
            Ok(DeviceStarted::ClientRefused(refusal)) => self.refuse_client(attempt, refusal),
            Ok(DeviceStarted::Rejected(rejection)) => self.reject(attempt, rejection),
            Ok(DeviceStarted::Setback(setback)) => self.start_later(now, setback),
            Err(error) => self.start_later(now, Setback::Network(error)),
        }
    }

    fn show(&mut self, now: Instant, started: DeviceCode) {
        self.backoff.succeed();
        let expires_at = now + started.expires_in;
        self.report(Event::CodeReady(Prompt {
            verification_uri: started.verification_uri,
            user_code: started.user_code,
            expires_at,
            expires_in: started.expires_in,
        }));
        let poll_at = now + started.interval;
        let code = Code {
            device_code: started.device_code,
            interval: started.interval,
            expires_at,
            refusals: 0,
        };
        self.state = State::Showing { code, poll_at };
    }

    fn start_later(&mut self, now: Instant, setback: Setback) {
        self.report(Event::Interrupted(setback));
        let at = now + self.backoff.fail(&mut self.rng);
        self.state = State::StartingLater { at };
    }

    fn polled(
        &mut self,
        now: Instant,
        mut code: Code,
        result: Result<Response<Bytes>, NetworkError>,
    ) {
        let attempt = Attempt::PollDeviceLogin;
        match result.map(|response| answer::device_polled(&response)) {
            Ok(DevicePolled::Done(grant)) => {
                self.report(Event::Confirmed);
                let (arrival, request) = Arrival::new(grant, &self.settings);
                self.ask(arrival, request);
            }
            Ok(DevicePolled::Pending) => {
                code.refusals = 0;
                self.poll_later(now, code);
            }
            Ok(DevicePolled::TooFast) => {
                code.interval += TOO_FAST_PENALTY;
                self.poll_later(now, code);
            }
            Ok(DevicePolled::CodeInvalid) => {
                code.refusals += 1;
                if code.refusals < CODE_REFUSALS {
                    self.poll_later(now, code);
                } else {
                    self.start_over();
                }
            }
            Ok(DevicePolled::Declined) => self.fail(Error::Declined),
            Ok(DevicePolled::ClientRefused(refusal)) => self.refuse_client(attempt, refusal),
            Ok(DevicePolled::Rejected(rejection)) => self.reject(attempt, rejection),
            Ok(DevicePolled::Setback(setback)) => {
                self.report(Event::Interrupted(setback));
                self.poll_later(now, code);
            }
            Err(error) => {
                self.report(Event::Interrupted(Setback::Network(error)));
                self.poll_later(now, code);
            }
        }
    }

    fn poll_later(&mut self, now: Instant, code: Code) {
        let poll_at = now + code.interval;
        self.state = State::Showing { code, poll_at };
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
                    self.report(Event::Interrupted(setback));
                }
                self.state = State::ArrivingLater { arrival, at };
            }
            Next::Finish(credential) => self.actions.push_back(Action::Done(credential)),
            Next::StartOver => {
                self.report(Event::TokensLost);
                self.start();
            }
            Next::Fail(error) => self.fail(error),
        }
    }

    /// Twitch itself only ever names Twitch's page; another login service may name any.
    fn may_be_shown(&self, page: &str) -> bool {
        let host_of = |address: &str| {
            let address = address.parse::<Uri>().ok()?;
            let is_web = matches!(address.scheme_str(), Some("http" | "https"));
            is_web.then(|| address.host().map(str::to_ascii_lowercase))?
        };
        let is_twitch = |host: &str| host == "twitch.tv" || host.ends_with(".twitch.tv");
        match (host_of(page), host_of(self.settings.base())) {
            (Some(page), Some(base)) => is_twitch(&page) || !is_twitch(&base),
            _ => false,
        }
    }

    fn send(&mut self, request: Request<Vec<u8>>) -> Ticket {
        let ticket = self.tickets.take();
        self.actions.push_back(Action::Send { ticket, request });
        ticket
    }

    fn report(&mut self, event: Event) {
        self.actions.push_back(Action::Report(event));
    }

    fn refuse_client(&mut self, attempt: Attempt, refusal: ClientRefusal) {
        let client_id = self.settings.client_id().clone();
        self.fail(Error::ClientRefused {
            attempt,
            client_id,
            refusal,
        });
    }

    fn reject(&mut self, attempt: Attempt, rejection: answer::Rejection) {
        let answer::Rejection { status, message } = rejection;
        self.fail(Error::Rejected {
            attempt,
            status,
            message,
        });
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
            Self::Report(event) => formatter.debug_tuple("Report").field(event).finish(),
            Self::Done(credential) => formatter.debug_tuple("Done").field(credential).finish(),
            Self::Failed(error) => formatter.debug_tuple("Failed").field(error).finish(),
        }
    }
}

/// What RFC 8628 asks for after `slow_down`.
const TOO_FAST_PENALTY: Duration = Duration::from_secs(5);
/// So often in a row a code must be called invalid before it is believed: Twitch has called codes
/// invalid that could still be confirmed.
const CODE_REFUSALS: u8 = 5;
