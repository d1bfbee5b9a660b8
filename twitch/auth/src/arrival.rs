//! The last part of every login: whose the new tokens are, and what kind of application got them. Sends nothing itself and keeps nothing.

use std::time::Instant;

use bytes::Bytes;
use http::{Request, Response};
use rand::rngs::StdRng;
use types::ScopeSet;

use crate::answer::{self, Grant, Identity, Refreshed, Validated};
use crate::backoff::Backoff;
use crate::credential::Credential;
use crate::error::{Attempt, ClientRefusal, Error, Setback};
use crate::network::NetworkError;
use crate::settings::{ClientKind, Settings};
use crate::wire;

/// New tokens on their way to a credential. They are not given up for a network fault.
#[derive(Debug)]
pub(crate) struct Arrival {
    stage: Stage,
    /// How often the question that is open was refused or not answered.
    failures: u8,
}

/// What the login around it lends to it.
pub(crate) struct Desk<'a> {
    pub(crate) settings: &'a Settings,
    /// What was asked for, in case that nobody says what was given.
    pub(crate) scopes: &'a ScopeSet,
    pub(crate) backoff: &'a mut Backoff,
    pub(crate) rng: &'a mut StdRng,
}

/// What comes next.
pub(crate) enum Next {
    /// Send this and hand in the answer.
    Ask(Request<Vec<u8>>),
    /// Nobody could say; ask again at this moment.
    Wait {
        until: Instant,
        setback: Option<Setback>,
    },
    /// The end: these are good.
    Finish(Credential),
    /// The refresh token was spent and its successor was lost on the way; the person is still there to be asked again.
    StartOver,
    /// The end: these are not usable.
    Fail(Error),
}

#[derive(Debug)]
enum Stage {
    /// Whose are they?
    Checking(Grant),
    /// A refresh tells a public application from a confidential one.
    Probing(Credential),
    Over,
}

impl Arrival {
    /// New tokens, and the first question about them.
    pub(crate) fn new(grant: Grant, settings: &Settings) -> (Self, Request<Vec<u8>>) {
        let request = wire::validate(settings, &grant.access);
        let arrival = Self {
            stage: Stage::Checking(grant),
            failures: 0,
        };
        (arrival, request)
    }

    /// Takes the answer to the open question.
    pub(crate) fn handle_response(
        &mut self,
        now: Instant,
        desk: &mut Desk<'_>,
        result: Result<Response<Bytes>, NetworkError>,
    ) -> Next {
        match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Checking(grant) => self.checked(now, desk, (grant, result)),
            Stage::Probing(credential) => self.probed(now, desk, (credential, result)),
            Stage::Over => Next::StartOver,
        }
    }

    /// The open question once more.
    pub(crate) fn ask_again(&self, settings: &Settings) -> Option<Request<Vec<u8>>> {
        match &self.stage {
            Stage::Checking(grant) => Some(wire::validate(settings, &grant.access)),
            Stage::Probing(Credential { refresh, .. }) => refresh
                .as_ref()
                .map(|refresh| wire::refresh(settings, refresh)),
            Stage::Over => None,
        }
    }

    fn checked(
        &mut self,
        now: Instant,
        desk: &mut Desk<'_>,
        (grant, result): (Grant, Result<Response<Bytes>, NetworkError>),
    ) -> Next {
        let setback = match result.map(|response| answer::validated(&response)) {
            Ok(Validated::Valid(identity)) => return self.identified(desk, grant, identity),
            // A token may be younger than the machine that is asked about it knows.
            Ok(Validated::Invalid) if self.failures < CHECK_REFUSALS => {
                self.failures += 1;
                None
            }
            Ok(Validated::Invalid) => return Next::Fail(unusable(401, "the new token is invalid")),
            Ok(Validated::Setback(setback)) => Some(setback),
            Err(error) => Some(Setback::Network(error)),
        };
        self.stage = Stage::Checking(grant);
        let until = now + desk.backoff.fail(desk.rng);
        Next::Wait { until, setback }
    }

    fn identified(&mut self, desk: &Desk<'_>, grant: Grant, identity: Identity) -> Next {
        let expected = desk.settings.client_id();
        if identity.client_id != *expected {
            let expected = expected.clone();
            let found = identity.client_id;
            return Next::Fail(Error::OtherClient { expected, found });
        }
        let (Some(user_id), Some(login)) = (identity.user_id, identity.login) else {
            return Next::Fail(unusable(200, "the new token belongs to no account"));
        };
        let scopes = identity.scopes.or(grant.scopes);
        let has_secret = desk.settings.client_secret().is_some();
        let credential = Credential {
            user_id,
            login,
            client_id: identity.client_id,
            client_kind: if has_secret {
                ClientKind::Confidential
            } else {
                ClientKind::Unknown
            },
            access: grant.access,
            refresh: grant.refresh,
            scopes: scopes.unwrap_or_else(|| desk.scopes.clone()),
            expires_in: grant.expires_in.or(identity.expires_in),
        };
        self.failures = 0;
        match &credential.refresh {
            Some(refresh) if !has_secret => {
                let request = wire::refresh(desk.settings, refresh);
                self.stage = Stage::Probing(credential);
                Next::Ask(request)
            }
            _ => Next::Finish(credential),
        }
    }

    /// The person is still there, so that a pair that goes lost now costs a click, and not a bot that falls silent at night.
    fn probed(
        &mut self,
        now: Instant,
        desk: &mut Desk<'_>,
        (credential, result): (Credential, Result<Response<Bytes>, NetworkError>),
    ) -> Next {
        let setback = match result.map(|response| answer::refreshed(&response)) {
            Ok(Refreshed::Done(grant)) => return Next::Finish(renewed(credential, grant)),
            Ok(Refreshed::ClientRefused(ClientRefusal::SecretMissing)) => {
                return Next::Finish(Credential {
                    client_kind: ClientKind::Confidential,
                    ..credential
                });
            }
            // The question before this one was heard, and only a public application's token is spent by that.
            Ok(Refreshed::Invalid) if self.failures > 0 => return Next::StartOver,
            Ok(Refreshed::Invalid | Refreshed::ClientRefused(_)) => {
                return Next::Finish(credential);
            }
            Ok(Refreshed::Setback(setback)) => setback,
            Err(error) => Setback::Network(error),
        };
        if self.failures >= PROBE_SETBACKS {
            return Next::Finish(credential);
        }
        self.failures += 1;
        self.stage = Stage::Probing(credential);
        let until = now + desk.backoff.fail(desk.rng);
        let setback = Some(setback);
        Next::Wait { until, setback }
    }
}

/// The first refresh came through without a secret.
fn renewed(credential: Credential, grant: Grant) -> Credential {
    Credential {
        client_kind: ClientKind::Public,
        access: grant.access,
        refresh: grant.refresh.or(credential.refresh),
        scopes: grant.scopes.unwrap_or(credential.scopes),
        expires_in: grant.expires_in,
        ..credential
    }
}

fn unusable(status: u16, message: &str) -> Error {
    Error::Rejected {
        attempt: Attempt::Validate,
        status,
        message: message.to_owned(),
    }
}

/// So often a brand-new token may be called invalid before it is believed.
const CHECK_REFUSALS: u8 = 3;
/// So often the probe is tried again; what it finds out is worth no long wait, and a refresh later tells as well.
const PROBE_SETBACKS: u8 = 3;
