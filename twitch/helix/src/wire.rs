//! Makes an HTTP request of a checked call, and an error of a refused answer; sends nothing.

use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use spec::{Endpoint, Method};
use types::{ClientId, Scope, Secret, Timestamp};

use crate::error::{Error, Whose};
use crate::pace::delay;
use crate::parameters::Parameters;

/// Where a call goes and who makes it.
#[derive(Debug, Clone, Copy)]
pub struct Destination<'a> {
    /// The address that the endpoint's path is added to, such as `https://api.twitch.tv/helix`.
    pub base_url: &'a str,
    /// The application that the token was given to; an empty one is not sent.
    pub client_id: &'a ClientId,
    /// The token; none for the few endpoints that are open to everybody.
    pub token: Option<&'a Secret>,
}

/// Makes the request; the parameters were checked before.
///
/// # Errors
/// [`Error::Unsendable`] if base address, client id or token hold what cannot stand in a request.
pub(crate) fn request(
    endpoint: &'static Endpoint,
    parameters: &Parameters,
    destination: Destination<'_>,
) -> Result<http::Request<Vec<u8>>, Error> {
    build(endpoint, parameters, destination).map_err(|error| Error::Unsendable {
        endpoint: endpoint.into(),
        source: Box::new(error),
    })
}

fn build(
    endpoint: &Endpoint,
    parameters: &Parameters,
    destination: Destination<'_>,
) -> http::Result<http::Request<Vec<u8>>> {
    let mut request = http::Request::builder()
        .method(method(endpoint.method))
        .uri(address(destination.base_url, endpoint.path, parameters));
    if !destination.client_id.as_str().is_empty() {
        request = request.header("client-id", destination.client_id.as_str());
    }
    if let Some(token) = destination.token {
        let mut value = HeaderValue::from_str(&format!("Bearer {}", token.expose()))?;
        // Keeps the token out of whatever prints headers.
        value.set_sensitive(true);
        request = request.header(AUTHORIZATION, value);
    }
    // A body that the table describes is always sent, even with nothing in it.
    let nothing = serde_json::Map::new();
    let is_wanted = endpoint.body.is_some();
    match parameters.body().or_else(|| is_wanted.then_some(&nothing)) {
        Some(body) => request
            .header(CONTENT_TYPE, "application/json")
            .body(Value::Object(body.clone()).to_string().into_bytes()),
        None => request.body(Vec::new()),
    }
}

fn address(base: &str, path: &str, parameters: &Parameters) -> String {
    let mut address = format!("{}{path}", base.trim_end_matches('/'));
    for (position, (name, value)) in parameters.query().enumerate() {
        address.push(if position == 0 { '?' } else { '&' });
        address.extend(utf8_percent_encode(name, QUERY));
        address.push('=');
        address.extend(utf8_percent_encode(value, QUERY));
    }
    address
}

fn method(method: Method) -> http::Method {
    match method {
        Method::Get => http::Method::GET,
        Method::Post => http::Method::POST,
        Method::Put => http::Method::PUT,
        Method::Patch => http::Method::PATCH,
        Method::Delete => http::Method::DELETE,
    }
}

/// Says what a refused answer means, or one that cannot be Twitch's.
///
/// The body may be Twitch's JSON, a page of some proxy, or nothing. `secrets` are struck out of what is kept.
pub fn refusal(
    endpoint: &'static Endpoint,
    answer: &http::Response<impl AsRef<[u8]>>,
    secrets: &[&Secret],
) -> Error {
    let status = answer.status().as_u16();
    let body = readable(answer.body().as_ref(), secrets);
    let message = message(&body).unwrap_or_else(|| stand_in(&body, answer.status()));
    match status {
        _ if is_from_the_way(status, &body) || answer.status().is_success() => Error::Intercepted {
            endpoint: endpoint.into(),
            status,
            body,
        },
        401 => match missing_scope(endpoint, &message) {
            Some(scope) => Error::ScopeMissing {
                endpoint: endpoint.into(),
                scope,
                account: Whose::Unknown,
            },
            None => Error::Unauthorized {
                endpoint: endpoint.into(),
                message,
            },
        },
        429 => Error::RateLimited {
            endpoint: endpoint.into(),
            until: reset(answer.headers()),
            cause: delay::own_limit(endpoint, answer.headers()),
            message,
        },
        _ => Error::Rejected {
            endpoint: endpoint.into(),
            status,
            message,
            body,
        },
    }
}

/// Whether a refusal cannot be Twitch's: it redirects nobody, asks nobody to log in to a network, and refuses tokens in JSON.
fn is_from_the_way(status: u16, body: &str) -> bool {
    match status {
        300..=399 | 407 | 511 => true,
        401 => body.trim_start().starts_with('<'),
        _ => false,
    }
}

/// What can be shown of an answer: cut to 4 KiB, secrets struck out.
pub(crate) fn readable(body: &[u8], secrets: &[&Secret]) -> String {
    // The cut comes last: cutting first could leave a part of a secret that no longer looks like one.
    let mut text = String::from_utf8_lossy(body).into_owned();
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        text = text.replace(secret.expose(), HIDDEN);
    }
    for mark in SECRET_FOLLOWS {
        text = strike_out_after(&text, *mark);
    }
    let end = text.floor_char_boundary(BODY_LIMIT);
    text.truncate(end);
    text
}

/// Replaces each run of letters, digits and the like that comes after the mark and is as long as secrets are.
fn strike_out_after(text: &str, (mark, shortest): (&str, usize)) -> String {
    let mut parts = text.split(mark);
    let mut clean = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part
            .find(|letter: char| !(letter.is_ascii_alphanumeric() || "._-".contains(letter)))
            .unwrap_or(part.len());
        let (run, rest) = part.split_at(end);
        clean.push_str(mark);
        clean.push_str(if run.len() < shortest { run } else { HIDDEN });
        clean.push_str(rest);
    }
    clean
}

/// Twitch's own words: `message`, or `error` where there is none.
pub(crate) fn message(body: &str) -> Option<String> {
    let body: Value = serde_json::from_str(body).ok()?;
    ["message", "error"]
        .iter()
        .filter_map(|key| body.get(key)?.as_str())
        .find(|text| !text.is_empty())
        .map(str::to_owned)
}

/// What is said when Twitch said nothing readable.
fn stand_in(body: &str, status: http::StatusCode) -> String {
    let reason = status.canonical_reason().unwrap_or("no reason given");
    match body.trim_start().as_bytes().first() {
        None => format!("{reason} (the answer was empty)"),
        Some(b'<') => format!("{reason} (the answer was a web page, not Twitch's JSON)"),
        Some(_) => format!("{reason} (the answer was not Twitch's JSON)"),
    }
}

/// The scope that a 401 is about, if its text says that it is about scopes.
fn missing_scope(endpoint: &Endpoint, message: &str) -> Option<Scope> {
    if !message.to_ascii_lowercase().contains("scope") {
        return None;
    }
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == ':' || letter == '_';
    let named = message
        .split(|letter| !is_word(letter))
        .find(|word| spec::scope(word).is_some());
    let needed = [endpoint.scopes.any_of, endpoint.scopes.all_of].concat();
    named.or_else(|| needed.first().copied()).map(Scope::new)
}

/// When the bucket is full again, if the header says something believable.
fn reset(headers: &HeaderMap) -> Option<Timestamp> {
    let seconds: i64 = headers
        .get("ratelimit-reset")?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()?;
    // Small numbers are seconds to wait and not a moment; nothing can be made of them without a clock.
    (seconds > 1_000_000_000).then(|| Timestamp::from_unix_millis(seconds.saturating_mul(1000)))
}

/// Everything but what RFC 3986 leaves alone.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// How much of a refused answer is kept.
const BODY_LIMIT: usize = 4096;

/// What stands for a secret.
const HIDDEN: &str = "(hidden)";

/// What comes before secrets in answers that repeat what was sent, and how long a word must be to be taken for one:
/// Twitch writes of "the OAuth token" too.
const SECRET_FOLLOWS: &[(&str, usize)] = &[
    ("Bearer ", 16),
    ("OAuth ", 16),
    ("oauth:", 16),
    ("access_token=", 1),
    ("access_token\":\"", 1),
    ("refresh_token\":\"", 1),
    ("client_secret\":\"", 1),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, body: &str) -> Error {
        let endpoint = spec::endpoint("get_chatters").expect("the table has it");
        let answer = http::Response::builder()
            .status(status)
            .header("Ratelimit-Reset", "1795342800")
            .body(body.as_bytes().to_vec())
            .expect("the status is one");
        refusal(endpoint, &answer, &[&Secret::new("u1a2b3")])
    }

    #[test]
    fn h02_every_kind_of_refused_answer_gets_a_sentence() {
        for (status, body, expected) in [
            (
                400,
                r#"{"error":"Bad Request","status":400,"message":"user is not banned"}"#,
                "Twitch refused Get Chatters with status 400: user is not banned",
            ),
            (
                403,
                r#"{"error":"Forbidden","message":""}"#,
                "Twitch refused Get Chatters with status 403: Forbidden",
            ),
            (
                500,
                "",
                "Twitch refused Get Chatters with status 500: Internal Server Error (the answer was empty)",
            ),
            (
                502,
                "<html>nginx</html>",
                "Twitch refused Get Chatters with status 502: Bad Gateway (the answer was a web page, not Twitch's JSON)",
            ),
            (
                401,
                r#"{"message":"Missing scope: moderator:read:chatters"}"#,
                "cannot call Get Chatters: the account has not granted the scope moderator:read:chatters",
            ),
            (
                401,
                r#"{"message":"User access token requires the moderator:manage:announcements scope."}"#,
                "cannot call Get Chatters: the account has not granted the scope moderator:manage:announcements",
            ),
            (
                401,
                r#"{"message":"Invalid OAuth token"}"#,
                "Twitch did not accept the token for Get Chatters: Invalid OAuth token",
            ),
            (
                429,
                r#"{"message":"slow down"}"#,
                "Twitch refused Get Chatters because there were too many calls: slow down",
            ),
        ] {
            assert_eq!(refused(status, body).to_string(), expected);
        }
    }

    #[test]
    fn h02_a_refused_answer_is_kept_without_secrets_and_not_too_much_of_it() {
        let long = format!(
            r#"u1a2b3 Bearer 0123456789abcdef, oauth:0123456789abcdef OAuth token {{"access_token":"q1"}} {}"#,
            "é".repeat(5000)
        );
        let Error::Rejected { body, .. } = refused(500, &long) else {
            panic!("a 500 is a rejection");
        };
        assert!(body.len() <= 4096);
        assert!(body.starts_with(
            r#"(hidden) Bearer (hidden), oauth:(hidden) OAuth token {"access_token":"(hidden)"}"#
        ));
    }

    #[test]
    fn h01_a_reset_that_is_no_moment_is_not_believed() {
        for (header, expected) in [
            ("1795342800", Some(1_795_342_800_000)),
            ("60", None),
            ("soon", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("Ratelimit-Reset", HeaderValue::from_static(header));
            assert_eq!(
                reset(&headers).map(Timestamp::as_unix_millis),
                expected,
                "{header:?}"
            );
        }
    }
}
