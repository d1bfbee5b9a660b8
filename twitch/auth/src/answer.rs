//! What the login service answered, read leniently: JSON, half of it, HTML or nothing at all. Decides nothing about tokens.
//!
//! Only Twitch's own words about a token count as a verdict on it. Whatever else comes (an outage,
//! a limit, a proxy, a hotel's login page) is a [`Setback`], which passes by itself.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::DATE;
use http::{HeaderMap, Response, StatusCode};
use serde_json::{Map, Value};
use types::{ClientId, Login, Scope, ScopeSet, Secret, Timestamp, UserId};

use crate::error::{ClientRefusal, Setback};

/// New tokens.
#[derive(Debug)]
pub struct Grant {
    /// The token that calls carry.
    pub access: Secret,
    /// The token that buys the next pair; app access tokens have none.
    pub refresh: Option<Secret>,
    /// How long the access token lives; `None` is forever, as very old applications have it.
    pub expires_in: Option<Duration>,
    /// What it allows; `None` if the answer does not say.
    pub scopes: Option<ScopeSet>,
}

/// A device login waiting for its person.
#[derive(Debug)]
pub struct DeviceCode {
    /// What to poll with.
    pub device_code: Secret,
    /// What the person types, if they do not follow the link.
    pub user_code: String,
    /// The page to open; it carries the code already.
    pub verification_uri: String,
    /// How long the code lives.
    pub expires_in: Duration,
    /// How long to wait between two polls.
    pub interval: Duration,
}

/// Whose token it is.
#[derive(Debug)]
pub struct Identity {
    /// The application that it was given to.
    pub client_id: ClientId,
    /// The account; app access tokens have none.
    pub user_id: Option<UserId>,
    /// What the account is called now.
    pub login: Option<Login>,
    /// What the token allows; `None` if the answer does not say.
    pub scopes: Option<ScopeSet>,
    /// How long it still lives; `None` is forever.
    pub expires_in: Option<Duration>,
}

/// The answer to the start of a device login.
#[derive(Debug)]
pub enum DeviceStarted {
    /// A person can confirm now.
    Started(DeviceCode),
    /// Not with this application.
    ClientRefused(ClientRefusal),
    /// Not for a reason of Twitch's own.
    Rejected(Rejection),
    /// Try again.
    Setback(Setback),
}

/// The answer to a poll.
#[derive(Debug)]
pub enum DevicePolled {
    /// The person confirmed.
    Done(Grant),
    /// The person has not confirmed yet.
    Pending,
    /// The same, and the polls come too fast.
    TooFast,
    /// The code is used, expired or unknown, which Twitch has also been seen to say too early.
    CodeInvalid,
    /// The person said no.
    Declined,
    /// Not with this application.
    ClientRefused(ClientRefusal),
    /// Not for a reason of Twitch's own.
    Rejected(Rejection),
    /// Try again.
    Setback(Setback),
}

/// The answer to a refresh.
#[derive(Debug)]
pub enum Refreshed {
    /// A new pair; the old refresh token may be spent.
    Done(Grant),
    /// Twitch says that the refresh token is no longer valid.
    Invalid,
    /// Not with this application; says nothing about the token.
    ClientRefused(ClientRefusal),
    /// Try again with the same token.
    Setback(Setback),
}

/// The answer to an exchange of a code, or to a request for an app access token.
#[derive(Debug)]
pub enum Granted {
    /// New tokens.
    Done(Grant),
    /// Not with this application.
    ClientRefused(ClientRefusal),
    /// Not for a reason of Twitch's own, such as a used code.
    Rejected(Rejection),
    /// Try again.
    Setback(Setback),
}

/// The answer to a validation.
#[derive(Debug)]
pub enum Validated {
    /// The token lives.
    Valid(Identity),
    /// The token is dead.
    Invalid,
    /// Nothing is known.
    Setback(Setback),
}

/// The answer to a revocation.
#[derive(Debug)]
pub enum Revoked {
    /// The token is dead now, or was so before.
    Done,
    /// Not with this application.
    ClientRefused(ClientRefusal),
    /// Try again.
    Setback(Setback),
}

/// A refusal in Twitch's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// The HTTP status.
    pub status: u16,
    /// The words, cut to a length that fits a message.
    pub message: String,
}

/// Reads the answer to [`start_device_login`](crate::wire::start_device_login).
pub fn device_started(response: &Response<Bytes>) -> DeviceStarted {
    match read(response) {
        Reading::Fields(fields) => match device_code(&fields) {
            Some(code) => DeviceStarted::Started(code),
            None => DeviceStarted::Setback(strange(response)),
        },
        Reading::Refusal(refusal) => match client_refusal(&refusal) {
            Some(refusal) => DeviceStarted::ClientRefused(refusal),
            None => DeviceStarted::Rejected(refusal),
        },
        Reading::Setback(setback) => DeviceStarted::Setback(setback),
    }
}

/// Reads the answer to [`poll_device_login`](crate::wire::poll_device_login).
///
/// Twitch puts its keywords into `message`; RFC 8628 puts them into `error`. Both are looked at.
pub fn device_polled(response: &Response<Bytes>) -> DevicePolled {
    let refusal = match read(response) {
        Reading::Fields(fields) => {
            return match grant(fields) {
                Some(grant) => DevicePolled::Done(grant),
                None => DevicePolled::Setback(strange(response)),
            };
        }
        Reading::Setback(setback) => return DevicePolled::Setback(setback),
        Reading::Refusal(refusal) => refusal,
    };
    let says = |keyword: &str| refusal.says(keyword) || says_in_error(response, keyword);
    if says("authorization_pending") || says("authorization pending") {
        DevicePolled::Pending
    } else if says("slow_down") {
        DevicePolled::TooFast
    } else if says("access_denied") {
        DevicePolled::Declined
    } else if says("invalid device code") || says("expired_token") {
        DevicePolled::CodeInvalid
    } else {
        match client_refusal(&refusal) {
            Some(refusal) => DevicePolled::ClientRefused(refusal),
            None => DevicePolled::Rejected(refusal),
        }
    }
}

/// Reads the answer to [`refresh`](crate::wire::refresh).
///
/// [`Refreshed::Invalid`] needs Twitch's own word for it: a 400 that names the refresh token, or
/// a 401 with a message. Everything that is neither success nor verdict is a setback.
pub fn refreshed(response: &Response<Bytes>) -> Refreshed {
    let refusal = match read(response) {
        Reading::Fields(fields) => {
            return match grant(fields) {
                Some(grant) => Refreshed::Done(grant),
                None => Refreshed::Setback(strange(response)),
            };
        }
        Reading::Setback(setback) => return Refreshed::Setback(setback),
        Reading::Refusal(refusal) => refusal,
    };
    if let Some(refusal) = client_refusal(&refusal) {
        return Refreshed::ClientRefused(refusal);
    }
    let is_verdict = match refusal.status {
        400 => refusal.says("invalid refresh token"),
        status => status == 401,
    };
    if is_verdict {
        Refreshed::Invalid
    } else {
        Refreshed::Setback(refusal.into_setback())
    }
}

/// Reads the answer to [`exchange_code`](crate::wire::exchange_code).
///
/// Twitch has just given this application a code, so it knows the application: what is then called
/// an invalid client is one that may not exchange codes, which holds for all public ones.
pub fn exchanged(response: &Response<Bytes>) -> Granted {
    let refusal = match read(response) {
        Reading::Refusal(refusal) => refusal,
        Reading::Fields(_) | Reading::Setback(_) => return granted(response),
    };
    let is_public = refusal.status == 400
        && !refusal.says("secret")
        && (refusal.says("invalid client") || refusal.says("public client"));
    if is_public {
        Granted::ClientRefused(ClientRefusal::Public)
    } else {
        granted(response)
    }
}

/// Reads the answer to [`request_app_token`](crate::wire::request_app_token).
pub fn granted(response: &Response<Bytes>) -> Granted {
    match read(response) {
        Reading::Fields(fields) => match grant(fields) {
            Some(grant) => Granted::Done(grant),
            None => Granted::Setback(strange(response)),
        },
        Reading::Refusal(refusal) => match client_refusal(&refusal) {
            Some(refusal) => Granted::ClientRefused(refusal),
            None => Granted::Rejected(refusal),
        },
        Reading::Setback(setback) => Granted::Setback(setback),
    }
}

/// Reads the answer to [`validate`](crate::wire::validate).
///
/// A 401 counts with any body but a foreign one, since its only consequence is a refresh.
pub fn validated(response: &Response<Bytes>) -> Validated {
    match read(response) {
        Reading::Fields(fields) => match identity(&fields) {
            Some(identity) => Validated::Valid(identity),
            None => Validated::Setback(strange(response)),
        },
        Reading::Refusal(refusal) if refusal.status == 401 => Validated::Invalid,
        Reading::Refusal(refusal) => Validated::Setback(refusal.into_setback()),
        Reading::Setback(_) if is_bare_unauthorized(response) => Validated::Invalid,
        Reading::Setback(setback) => Validated::Setback(setback),
    }
}

/// Reads the answer to [`revoke`](crate::wire::revoke).
pub fn revoked(response: &Response<Bytes>) -> Revoked {
    match read(response) {
        Reading::Fields(_) => Revoked::Done,
        Reading::Refusal(refusal) => match client_refusal(&refusal) {
            Some(refusal) => Revoked::ClientRefused(refusal),
            None if refusal.says("invalid token") => Revoked::Done,
            None => Revoked::Setback(refusal.into_setback()),
        },
        // Success has an empty body here, and only here.
        Reading::Setback(_) if response.status().is_success() && response.body().is_empty() => {
            Revoked::Done
        }
        Reading::Setback(setback) => Revoked::Setback(setback),
    }
}

/// Reads when any answer of the login service was given, to the second.
///
/// # Errors
/// Says what came instead of an answer of Twitch's, whose clock it may be.
pub fn service_date(response: &Response<Bytes>) -> Result<Timestamp, Setback> {
    match read(response) {
        Reading::Fields(_) | Reading::Refusal(_) => {
            date(response.headers()).ok_or_else(|| strange(response))
        }
        Reading::Setback(setback) => Err(setback),
    }
}

impl Rejection {
    /// Twitch reserves the right to change its texts, so they are compared loosely.
    fn says(&self, words: &str) -> bool {
        self.message.to_ascii_lowercase().contains(words)
    }

    fn into_setback(self) -> Setback {
        Setback::Answer {
            status: self.status,
            message: Some(self.message),
        }
    }
}

/// What kind of answer it is at all.
enum Reading {
    /// Success with a JSON object.
    Fields(Map<String, Value>),
    /// A refusal with Twitch's words in it.
    Refusal(Rejection),
    /// Neither.
    Setback(Setback),
}

fn read(response: &Response<Bytes>) -> Reading {
    let status = response.status();
    let fields = object(response);
    let message = fields.as_ref().and_then(message);
    match (fields, message) {
        (Some(fields), _) if status.is_success() => Reading::Fields(fields),
        (_, Some(message)) if is_refusal(status) => Reading::Refusal(Rejection {
            status: status.as_u16(),
            message,
        }),
        (_, message) => Reading::Setback(Setback::Answer {
            status: status.as_u16(),
            message,
        }),
    }
}

/// 408 and 429 say something about the moment, not about the request.
fn is_refusal(status: StatusCode) -> bool {
    status.is_client_error()
        && status != StatusCode::REQUEST_TIMEOUT
        && status != StatusCode::TOO_MANY_REQUESTS
}

fn date(headers: &HeaderMap) -> Option<Timestamp> {
    let text = headers.get(DATE)?.to_str().ok()?;
    let moment = httpdate::parse_http_date(text).ok()?;
    let since_1970 = moment.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(Timestamp::default().plus(since_1970))
}

fn object(response: &Response<Bytes>) -> Option<Map<String, Value>> {
    match serde_json::from_slice(response.body()) {
        Ok(Value::Object(fields)) => Some(fields),
        Ok(_) | Err(_) => None,
    }
}

fn message(fields: &Map<String, Value>) -> Option<String> {
    let text = ["message", "error_description", "error"]
        .iter()
        .find_map(|name| fields.get(*name).and_then(Value::as_str))?;
    let printable = text.chars().filter(|character| !character.is_control());
    Some(printable.take(MESSAGE_LIMIT).collect())
}

fn says_in_error(response: &Response<Bytes>, keyword: &str) -> bool {
    let fields = object(response);
    let error = fields.as_ref().and_then(|fields| fields.get("error"));
    error.and_then(Value::as_str) == Some(keyword)
}

/// A 401 without a word, which no proxy sends.
fn is_bare_unauthorized(response: &Response<Bytes>) -> bool {
    response.status() == StatusCode::UNAUTHORIZED
        && (response.body().is_empty() || object(response).is_some())
}

/// Success whose content is not what Twitch sends: usually somebody else's page.
fn strange(response: &Response<Bytes>) -> Setback {
    Setback::Answer {
        status: response.status().as_u16(),
        message: None,
    }
}

fn client_refusal(refusal: &Rejection) -> Option<ClientRefusal> {
    if refusal.says("missing client secret") {
        Some(ClientRefusal::SecretMissing)
    } else if refusal.says("invalid client secret") || refusal.says("invalid client credentials") {
        Some(ClientRefusal::WrongSecret)
    } else if [
        "invalid client",
        "missing client id",
        "client does not exist",
    ]
    .iter()
    .any(|words| refusal.says(words))
    {
        Some(ClientRefusal::UnknownClient)
    } else {
        None
    }
}

fn grant(mut fields: Map<String, Value>) -> Option<Grant> {
    Some(Grant {
        access: secret(&mut fields, "access_token")?,
        refresh: secret(&mut fields, "refresh_token"),
        expires_in: lifetime(&fields),
        scopes: scopes(fields.get("scope").or_else(|| fields.get("scopes"))),
    })
}

fn device_code(fields: &Map<String, Value>) -> Option<DeviceCode> {
    let text = |name: &str| {
        let text = fields.get(name)?.as_str()?;
        // These are shown in a terminal, where a control character is a command.
        let is_plain =
            !text.is_empty() && text.chars().all(|character| character.is_ascii_graphic());
        is_plain.then(|| text.to_owned())
    };
    let interval = fields.get("interval").and_then(seconds);
    Some(DeviceCode {
        device_code: Secret::new(text("device_code")?),
        user_code: text("user_code")?,
        verification_uri: text("verification_uri")?,
        expires_in: lifetime(fields)
            .unwrap_or(DEVICE_CODE_LIFE)
            .min(DEVICE_CODE_LIFE_LIMIT),
        interval: interval
            .unwrap_or(POLL_INTERVAL)
            .clamp(POLL_INTERVAL_LEAST, POLL_INTERVAL_MOST),
    })
}

fn identity(fields: &Map<String, Value>) -> Option<Identity> {
    let text = |name: &str| match fields.get(name)?.as_str()? {
        "" => None,
        text => Some(text),
    };
    Some(Identity {
        client_id: ClientId::new(text("client_id")?),
        user_id: text("user_id").map(UserId::new),
        login: text("login").and_then(|login| login.parse().ok()),
        scopes: scopes(fields.get("scopes").or_else(|| fields.get("scope"))),
        expires_in: lifetime(fields),
    })
}

/// Takes the text out instead of copying it, so that it exists once.
fn secret(fields: &mut Map<String, Value>, name: &str) -> Option<Secret> {
    match fields.remove(name) {
        Some(Value::String(text)) if !text.is_empty() => Some(Secret::new(text)),
        _ => None,
    }
}

/// An array, a text with blanks, null or nothing: all of these have been seen.
fn scopes(value: Option<&Value>) -> Option<ScopeSet> {
    match value? {
        Value::String(text) => Some(ScopeSet::parse(text)),
        Value::Array(names) => {
            let names = names.iter().filter_map(Value::as_str);
            let names = names.filter(|name| !name.is_empty());
            Some(names.map(Scope::new).collect())
        }
        _ => None,
    }
}

/// Zero and absence both mean that the token never expires.
fn lifetime(fields: &Map<String, Value>) -> Option<Duration> {
    let lifetime = seconds(fields.get("expires_in")?)?;
    (!lifetime.is_zero() && lifetime < FOREVER).then_some(lifetime)
}

fn seconds(value: &Value) -> Option<Duration> {
    let seconds = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    Duration::try_from_secs_f64(seconds).ok()
}

/// Enough for any message of Twitch's, in characters.
const MESSAGE_LIMIT: usize = 200;
/// What Twitch uses, for answers that do not say.
const DEVICE_CODE_LIFE: Duration = Duration::from_secs(30 * 60);
/// A code that claims to live longer is renewed anyway.
const DEVICE_CODE_LIFE_LIMIT: Duration = Duration::from_secs(24 * 60 * 60);
/// What Twitch uses, for answers that do not say.
const POLL_INTERVAL: Duration = Duration::from_secs(5);
/// Faster is not polite, whatever the answer says.
const POLL_INTERVAL_LEAST: Duration = Duration::from_secs(1);
/// Slower is not usable, whatever the answer says.
const POLL_INTERVAL_MOST: Duration = Duration::from_secs(60);
/// Beyond this a lifetime is a way of saying never, and may be too much for a clock.
const FOREVER: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);
