//! Whose token a call is made with: asks for it, reports the one that Twitch refused, and gets the next. Which accounts come into question is decided by the table.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use auth::{Generation, Token, TokenSource};
use spec::Endpoint;
use types::{ClientId, Scope, UserId};

use super::accounts::Directory;
use crate::caller::Caller;
use crate::caller::choice::{callers, missing_scope};
use crate::error::{Error, Whose};
use crate::parameters::Parameters;

/// Where the tokens of a client come from.
#[derive(Debug)]
pub(super) struct Tokens {
    origin: Origin,
    /// The tokens that were reported and have not worked since.
    reported: Mutex<BTreeMap<Holder, Generation>>,
}

#[derive(Debug, Clone)]
enum Origin {
    One(Arc<dyn TokenSource>),
    Among {
        directory: Arc<dyn Directory>,
        only: Option<Caller>,
    },
}

/// Whose generations are counted.
type Holder = (ClientId, Option<UserId>);

/// A token, and where the next one comes from.
#[derive(Debug)]
pub(super) struct Loan {
    source: Arc<dyn TokenSource>,
    token: Token,
}

impl Loan {
    pub(super) fn token(&self) -> &Token {
        &self.token
    }
}

impl Tokens {
    pub(super) fn of(source: Arc<dyn TokenSource>) -> Self {
        Self::from(Origin::One(source))
    }

    pub(super) fn among(directory: Arc<dyn Directory>) -> Self {
        Self::from(Origin::Among {
            directory,
            only: None,
        })
    }

    /// The same for one caller; a single source stays what it is.
    pub(super) fn only(&self, caller: Caller) -> Self {
        let origin = match &self.origin {
            one @ Origin::One(_) => one.clone(),
            Origin::Among { directory, .. } => Origin::Among {
                directory: directory.clone(),
                only: Some(caller),
            },
        };
        Self::from(origin)
    }

    /// A token for the call, of somebody who may make it.
    pub(super) async fn lend(
        &self,
        endpoint: &'static Endpoint,
        parameters: &Parameters,
    ) -> Result<Loan, Error> {
        let call = (endpoint, parameters);
        match &self.origin {
            Origin::One(source) => {
                let loan = borrow(endpoint, source.clone()).await?;
                // A token that came with no word about its scopes may have them all the same.
                if loan.token.scopes().is_empty() {
                    return Ok(loan);
                }
                with_scopes(call, loan)
            }
            Origin::Among { directory, only } => {
                let directory = directory.as_ref();
                let needed = callers(endpoint, parameters);
                for candidate in among(&needed, only.as_ref()) {
                    if let Some(found) = lend_of(directory, candidate, call).await {
                        return found;
                    }
                }
                let endpoint = endpoint.into();
                Err(Error::AccountMissing { endpoint, needed })
            }
        }
    }

    /// Twitch refused the token: reports it, once, and gets the next; whether there is one.
    pub(super) async fn renew(
        &self,
        endpoint: &'static Endpoint,
        loan: &mut Loan,
    ) -> Result<bool, Error> {
        let generation = loan.token.generation();
        if self.is_first_report(&loan.token) {
            loan.source.report_unauthorized(generation);
        }
        let newer = borrow(endpoint, loan.source.clone()).await?;
        let is_newer = newer.token.generation() != generation;
        *loan = newer;
        Ok(is_newer)
    }

    /// The token works: should Twitch refuse it later on, that is news again.
    pub(super) fn note_success(&self, token: &Token) {
        let mut reported = self.reported();
        if reported.is_empty() {
            return;
        }
        let holder = holder(token);
        if reported.get(&holder) == Some(&token.generation()) {
            reported.remove(&holder);
        }
    }

    fn is_first_report(&self, token: &Token) -> bool {
        let generation = token.generation();
        let mut reported = self.reported();
        let last = reported.get(&holder(token)).copied();
        // Calls that were slow on their way come with what was reported long ago.
        let is_first = last.is_none_or(|last| last < generation);
        if is_first {
            reported.insert(holder(token), generation);
        }
        is_first
    }

    /// The map is whole between its changes, so a panic elsewhere does not spoil it.
    fn reported(&self) -> MutexGuard<'_, BTreeMap<Holder, Generation>> {
        let reported = self.reported.lock();
        reported.unwrap_or_else(PoisonError::into_inner)
    }
}

impl From<Origin> for Tokens {
    fn from(origin: Origin) -> Self {
        Self {
            origin,
            reported: Mutex::new(BTreeMap::new()),
        }
    }
}

/// A call and its parameters.
type Called<'a> = (&'static Endpoint, &'a Parameters);

/// Those of the needed who come into question: all of them, or the one to whom the client is bound if that is one.
fn among<'a>(needed: &'a [Caller], only: Option<&'a Caller>) -> &'a [Caller] {
    let Some(only) = only else {
        return needed;
    };
    let is_any = matches!(only, Caller::User(_)) && needed.contains(&Caller::AnyUser);
    match needed.contains(only) || is_any {
        true => std::slice::from_ref(only),
        false => &[],
    }
}

/// A token of the candidate; none if there is no such account here.
async fn lend_of(
    directory: &dyn Directory,
    candidate: &Caller,
    call: Called<'_>,
) -> Option<Result<Loan, Error>> {
    let source = match candidate {
        Caller::Application => directory.application()?,
        Caller::User(id) => directory.user(id)?,
        Caller::AnyUser => return lend_of_any(directory, call).await,
    };
    match borrow(call.0, source).await {
        Ok(loan) => Some(with_scopes(call, loan)),
        Err(error) => Some(Err(error)),
    }
}

/// The token of the first user who has one with the scopes; else what is wrong with the first.
async fn lend_of_any(directory: &dyn Directory, call: Called<'_>) -> Option<Result<Loan, Error>> {
    let mut first_error = None;
    for id in directory.users() {
        let Some(source) = directory.user(&id) else {
            continue;
        };
        let loan = borrow(call.0, source).await;
        match loan.and_then(|loan| with_scopes(call, loan)) {
            Ok(loan) => return Some(Ok(loan)),
            Err(error) => drop(first_error.get_or_insert(error)),
        }
    }
    first_error.map(Err)
}

/// The loan, if it has the scopes that the call needs.
fn with_scopes((endpoint, parameters): Called<'_>, loan: Loan) -> Result<Loan, Error> {
    let token = &loan.token;
    // What an application may is not said in its token.
    if token.user_id().is_none() {
        return Ok(loan);
    }
    match missing_scope(endpoint, parameters, token.scopes()) {
        None => Ok(loan),
        Some(scope) => Err(lacking(endpoint, scope, token)),
    }
}

fn lacking(endpoint: &'static Endpoint, scope: Scope, token: &Token) -> Error {
    Error::ScopeMissing {
        endpoint: endpoint.into(),
        scope,
        account: whose(token),
    }
}

async fn borrow(endpoint: &'static Endpoint, source: Arc<dyn TokenSource>) -> Result<Loan, Error> {
    match source.token().await {
        Ok(token) => Ok(Loan { source, token }),
        Err(error) => Err(unavailable(endpoint, error)),
    }
}

fn unavailable(endpoint: &'static Endpoint, error: auth::Error) -> Error {
    let is_transient = error.is_transient();
    let endpoint = endpoint.into();
    let source = Box::new(error);
    if is_transient {
        Error::TokenUnavailable { endpoint, source }
    } else {
        Error::TokenLost { endpoint, source }
    }
}

/// Whose token it is, for sentences.
pub(super) fn whose(token: &Token) -> Whose {
    match (token.user_id(), token.login()) {
        (Some(id), Some(login)) => Whose::User {
            id: id.clone(),
            login: login.clone(),
        },
        _ => Whose::Application,
    }
}

fn holder(token: &Token) -> Holder {
    (token.client_id().clone(), token.user_id().cloned())
}
