//! Faults that somebody ordered: which requests they meet, for how long, and what happens instead. Nothing here is left to chance.

use std::time::Duration;

use http::{HeaderMap, StatusCode};
use types::{ClientId, Timestamp, UserId};

use crate::delivery::Delivery;
use crate::grant;
use crate::reply::{self, Reply};
use crate::request::Request;
use crate::world::World;

/// All faults, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    faults: Vec<Fault>,
    last_id: u64,
}

/// One ordered fault.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) id: u64,
    pub(crate) meets: Meets,
    /// How many requests pass before the first one that it meets.
    pub(crate) skip: u64,
    /// How many requests it still meets; any number if not set.
    pub(crate) left: Option<u64>,
    /// When it is over by itself.
    pub(crate) ends_at: Option<Timestamp>,
    pub(crate) act: Act,
    /// Whether the request is carried out all the same, so that only its answer suffers.
    pub(crate) commits: bool,
    /// How many requests it met.
    pub(crate) met: u64,
}

/// Which requests a fault meets: all of these must fit.
#[derive(Debug, Clone, Default)]
pub(crate) struct Meets {
    /// The path, or its beginning with `*` behind.
    pub(crate) path: String,
    pub(crate) method: Option<String>,
    pub(crate) grant_type: Option<String>,
    pub(crate) client: Option<ClientId>,
    /// Whose token the request is about.
    pub(crate) user: Option<UserId>,
}

/// What happens instead of the answer.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// This is answered.
    Answer {
        status: StatusCode,
        headers: HeaderMap,
        body: Vec<u8>,
    },
    /// The true answer comes late.
    Delay(Duration),
    /// Nothing comes.
    Hang,
    /// The connection is closed.
    Close,
    /// The connection is reset.
    Reset,
    /// The true answer comes in pieces of at most so many bytes.
    Pieces {
        largest: usize,
        gap: Duration,
        seed: u64,
    },
}

impl Faults {
    /// Adds a fault and returns its number.
    pub(crate) fn add(&mut self, mut fault: Fault) -> u64 {
        self.last_id += 1;
        fault.id = self.last_id;
        self.faults.push(fault);
        self.last_id
    }

    /// Ends one fault, or all of them; returns how many there were.
    pub(crate) fn end(&mut self, id: Option<u64>) -> usize {
        let before = self.faults.len();
        self.faults
            .retain(|fault| id.is_some_and(|id| id != fault.id));
        before - self.faults.len()
    }

    /// Every fault that was ordered and not ended by hand.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.faults.iter()
    }

    /// The fault that a request meets, if any: the oldest one that fits.
    pub(crate) fn meet(&mut self, world: &World, request: &Request) -> Option<Fault> {
        // Whoever orders faults must be able to end them.
        if request.path.starts_with("/sim") {
            return None;
        }
        let fault = self
            .faults
            .iter_mut()
            .find(|fault| fault.is_on(world.now) && fault.meets.fits(world, request))?;
        if fault.skip > 0 {
            fault.skip -= 1;
            return None;
        }
        fault.left = fault.left.map(|left| left - 1);
        fault.met += 1;
        Some(fault.clone())
    }
}

impl Fault {
    /// Whether it would still meet anybody.
    pub(crate) fn is_on(&self, now: Timestamp) -> bool {
        self.left != Some(0) && self.ends_at.is_none_or(|end| end > now)
    }

    /// Whether the request is to be carried out.
    pub(crate) fn carries_out(&self) -> bool {
        self.commits || matches!(self.act, Act::Delay(_) | Act::Pieces { .. })
    }

    /// What is answered, given what would have been answered.
    pub(crate) fn spoil(self, answer: Option<Reply>) -> Reply {
        match self.act {
            Act::Answer {
                status,
                headers,
                body,
            } => {
                let mut reply = Reply::new(body);
                *reply.status_mut() = status;
                *reply.headers_mut() = headers;
                reply
            }
            Act::Delay(by) => {
                let answer = answer.unwrap_or_else(|| reply::empty(StatusCode::OK));
                Delivery::Late(by).mark(answer)
            }
            Act::Hang => Delivery::Never.mark(reply::empty(StatusCode::GATEWAY_TIMEOUT)),
            Act::Close => Delivery::Cut.mark(reply::empty(StatusCode::BAD_GATEWAY)),
            Act::Reset => Delivery::Reset.mark(reply::empty(StatusCode::BAD_GATEWAY)),
            Act::Pieces { largest, gap, seed } => {
                let answer = answer.unwrap_or_else(|| reply::empty(StatusCode::OK));
                Delivery::Pieces { largest, gap, seed }.mark(answer)
            }
        }
    }
}

impl Meets {
    fn fits(&self, world: &World, request: &Request) -> bool {
        let is_path = match self.path.strip_suffix('*') {
            Some(beginning) => request.path.starts_with(beginning),
            None => request.path == self.path,
        };
        let method = self.method.as_deref();
        let is_plain = is_path && method.is_none_or(|method| request.method.as_str() == method);
        is_plain && self.fits_form(request) && self.fits_user(world, request)
    }

    fn fits_form(&self, request: &Request) -> bool {
        if self.grant_type.is_none() && self.client.is_none() {
            return true;
        }
        let form = request.form();
        let client = form
            .value("client_id")
            .or_else(|| request.header("client-id"));
        let grant_type = form.value("grant_type").map(grant::short);
        let is_client = |wanted: &ClientId| client == Some(wanted.as_str());
        let is_grant = |wanted: &String| grant_type == Some(wanted.as_str());
        self.client.as_ref().is_none_or(is_client) && self.grant_type.as_ref().is_none_or(is_grant)
    }

    fn fits_user(&self, world: &World, request: &Request) -> bool {
        self.user
            .as_ref()
            .is_none_or(|user| owner(world, request) == Some(user))
    }
}

/// Whose token a request carries, in whatever place; tokens that expired count too.
fn owner<'a>(world: &'a World, request: &Request) -> Option<&'a UserId> {
    let access = |text: &str| world.tokens.access.get(text)?.user.as_ref();
    if let Some(text) = request.token(&["Bearer", "OAuth"]) {
        return access(text);
    }
    let form = request.form();
    let refresh = |text: &str| Some(&world.tokens.refresh.get(text)?.user);
    form.value("refresh_token")
        .and_then(refresh)
        .or_else(|| form.value("token").and_then(access))
}
