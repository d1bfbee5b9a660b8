//! A login service in memory, made from the facts about Twitch's: it rotates tokens, counts what it is asked, and fails on request.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{Request, Response};
use streamhand_auth::{ClientKind, Credential, NetworkError, NetworkFailure};
use types::{ClientId, ScopeSet, Secret, UserId};

pub(crate) const CLIENT: &str = "client1";
pub(crate) const SECRET: &str = "client-secret-canary";
pub(crate) const USER: &str = "1001";
pub(crate) const HOUR: Duration = Duration::from_secs(60 * 60);
pub(crate) const MINUTE: Duration = Duration::from_secs(60);

/// What comes instead of an honest answer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fault {
    Network(NetworkFailure),
    Answer(u16, &'static str),
    /// The request is acted on, its answer gets lost.
    AnswerLost,
}

pub(crate) const INVALID_REFRESH: Fault = Fault::Answer(
    400,
    r#"{"error":"Bad Request","status":400,"message":"Invalid refresh token"}"#,
);
pub(crate) const OUTAGE: Fault = Fault::Answer(503, "<html>Service Unavailable</html>");
pub(crate) const OFFLINE: Fault = Fault::Network(NetworkFailure::Unreachable);

#[derive(Debug)]
pub(crate) struct Twitch {
    started_at: Instant,
    /// Access tokens and when they end.
    access: BTreeMap<String, Instant>,
    /// The one refresh token that works; a public client's is replaced when it is used.
    pub(crate) refresh: String,
    pub(crate) client_kind: ClientKind,
    pub(crate) life: Duration,
    pub(crate) login: String,
    pub(crate) owner: String,
    pub(crate) on_token: Option<Fault>,
    pub(crate) on_validate: Option<Fault>,
    pub(crate) refreshes: Vec<Duration>,
    pub(crate) validations: Vec<Duration>,
    issued: u32,
}

impl Twitch {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            started_at: now,
            access: BTreeMap::new(),
            refresh: "r0".to_owned(),
            client_kind: ClientKind::Public,
            life: 4 * HOUR,
            login: "perty".to_owned(),
            owner: USER.to_owned(),
            on_token: None,
            on_validate: None,
            refreshes: Vec::new(),
            validations: Vec::new(),
            issued: 0,
        }
    }

    /// A pair of tokens as if from a login just now.
    pub(crate) fn issue(&mut self, now: Instant) -> Credential {
        self.issued += 1;
        let access = format!("access-canary-{}/+%=&", self.issued);
        self.access.insert(access.clone(), now + self.life);
        if self.client_kind == ClientKind::Public || self.issued == 1 {
            self.refresh = format!("refresh-canary-{}/+%=&", self.issued);
        }
        Credential {
            user_id: UserId::new(&self.owner),
            login: self.login.parse().unwrap(),
            client_id: ClientId::new(CLIENT),
            client_kind: ClientKind::Unknown,
            access: Secret::new(access),
            refresh: Some(Secret::new(self.refresh.clone())),
            scopes: ScopeSet::parse("chat:edit chat:read"),
            expires_in: Some(self.life),
        }
    }

    pub(crate) fn accepts(&self, now: Instant, access: &Secret) -> bool {
        let end = self.access.get(access.expose());
        end.is_some_and(|end| now < *end)
    }

    /// Password change, disconnection: everything is dead at once.
    pub(crate) fn revoke_all(&mut self) {
        self.access.clear();
        "gone".clone_into(&mut self.refresh);
    }

    pub(crate) fn expire_access(&mut self) {
        self.access.clear();
    }

    pub(crate) fn answer(
        &mut self,
        now: Instant,
        request: &Request<Vec<u8>>,
    ) -> Result<Response<Bytes>, NetworkError> {
        let since_start = now - self.started_at;
        let is_validation = match request.uri().path() {
            "/oauth2/validate" => true,
            "/oauth2/token" => false,
            path => panic!("the machine asked for {path}"),
        };
        let fault = if is_validation {
            self.validations.push(since_start);
            self.on_validate
        } else {
            self.refreshes.push(since_start);
            self.on_token
        };
        let mut honest = || match is_validation {
            true => self.validate(now, request),
            false => self.token(now, request),
        };
        match fault {
            None => Ok(response(honest())),
            Some(Fault::Answer(status, body)) => Ok(response((status, body.to_owned()))),
            Some(Fault::Network(failure)) => Err(NetworkError::new(failure, "twitch")),
            Some(Fault::AnswerLost) => {
                honest();
                Err(NetworkError::new(NetworkFailure::Interrupted, "twitch"))
            }
        }
    }

    fn validate(&mut self, now: Instant, request: &Request<Vec<u8>>) -> (u16, String) {
        // Whatever bytes a broken token has, it is a token that nobody gave.
        let header = String::from_utf8_lossy(request.headers()[AUTHORIZATION].as_bytes());
        let access = header.strip_prefix("OAuth").expect("Twitch's scheme");
        match self.access.get(access.trim_start()) {
            Some(end) if now < *end => {
                let expires_in = (*end - now).as_secs();
                let (login, owner) = (&self.login, &self.owner);
                let body = format!(
                    r#"{{"client_id":"{CLIENT}","login":"{login}","scopes":["chat:edit","chat:read"],"user_id":"{owner}","expires_in":{expires_in}}}"#
                );
                (200, body)
            }
            _ => (
                401,
                r#"{"status":401,"message":"invalid access token"}"#.to_owned(),
            ),
        }
    }

    fn token(&mut self, now: Instant, request: &Request<Vec<u8>>) -> (u16, String) {
        let form = form(request);
        let has_secret = form
            .get("client_secret")
            .is_some_and(|secret| secret == SECRET);
        let refuse = |status: u16, message: &str| {
            (
                status,
                format!(r#"{{"status":{status},"message":"{message}"}}"#),
            )
        };
        if form["client_id"] != CLIENT {
            return refuse(400, "invalid client");
        }
        if self.client_kind == ClientKind::Confidential && !has_secret {
            return match form.get("client_secret") {
                Some(_) => refuse(403, "invalid client secret"),
                None => refuse(400, "missing client secret"),
            };
        }
        if form["grant_type"] == "client_credentials" {
            let access = self.issue(now).access;
            let (access, life) = (access.expose(), self.life.as_secs());
            return (
                200,
                format!(r#"{{"access_token":"{access}","expires_in":{life}}}"#),
            );
        }
        if form["refresh_token"] != self.refresh {
            return refuse(400, "Invalid refresh token");
        }
        let credential = self.issue(now);
        let refresh = credential.refresh.unwrap();
        let body = format!(
            r#"{{"access_token":"{}","expires_in":{},"refresh_token":"{}","scope":["chat:edit","chat:read"],"token_type":"bearer"}}"#,
            credential.access.expose(),
            self.life.as_secs(),
            refresh.expose()
        );
        (200, body)
    }
}

pub(crate) fn form(request: &Request<Vec<u8>>) -> BTreeMap<String, String> {
    serde_urlencoded::from_bytes(request.body()).expect("the body is a form")
}

pub(crate) fn response((status, body): (u16, String)) -> Response<Bytes> {
    Response::builder()
        .status(status)
        .body(Bytes::from(body))
        .expect("the table holds real statuses")
}
