//! Everything that has been seen in place of an answer, in every combination with a status.

use bytes::Bytes;
use http::Response;
use streamhand_auth::Status;
use streamhand_auth::answer::{self, DevicePolled, Granted, Refreshed, Revoked, Validated};

use crate::scene::Scene;
use crate::twitch::{Fault, HOUR, MINUTE};

const STATUSES: [u16; 22] = [
    200, 201, 204, 301, 302, 304, 400, 401, 403, 404, 405, 407, 408, 410, 418, 421, 429, 500, 502,
    503, 504, 520,
];

const BODIES: [&str; 40] = [
    "",
    " ",
    "\0",
    "\u{feff}",
    "null",
    "true",
    "0",
    "[]",
    "{}",
    "\"Invalid refresh token\"",
    "Invalid refresh token",
    "{",
    r#"{"status":400"#,
    r#"{"status":400,"message":null}"#,
    r#"{"status":400,"message":42}"#,
    r#"{"status":400,"message":["Invalid refresh token"]}"#,
    r#"{"status":400,"message":""}"#,
    r#"{"error":"Bad Request","status":400,"message":"Invalid refresh token"}"#,
    r#"{"status":400,"message":"invalid refresh token"}"#,
    r#"{"status":400,"message":"missing refresh token"}"#,
    r#"{"status":400,"message":"invalid client"}"#,
    r#"{"status":400,"message":"missing client secret"}"#,
    r#"{"status":403,"message":"invalid client secret"}"#,
    r#"{"status":400,"message":"invalid scope requested: 'chat'"}"#,
    r#"{"status":401,"message":"invalid access token"}"#,
    r#"{"status":404,"message":"client does not exist"}"#,
    r#"{"status":500,"message":"Internal Server Error"}"#,
    r#"{"error":"invalid_grant","error_description":"expired"}"#,
    r#"{"access_token":""}"#,
    r#"{"access_token":null,"expires_in":-1}"#,
    r#"{"access_token":42,"scope":{}}"#,
    r#"{"client_id":"","user_id":7}"#,
    r#"{"client_id":["client1"],"expires_in":1e308}"#,
    "<html><head><title>502 Bad Gateway</title></head></html>",
    "<!DOCTYPE html><html><body>Welcome to the hotel. Please log in.</body></html>",
    "<html>Attention Required! | Cloudflare</html>",
    "upstream connect error or disconnect/reset before headers",
    "error code: 1020",
    "data:\n\nevent: x",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
];

#[test]
fn a06_only_twitchs_own_word_about_the_refresh_token_is_a_verdict() {
    for status in STATUSES {
        for body in BODIES {
            let case = format!("{status} {body:?}");
            let response = response(status, body);
            let names_it = body.starts_with('{')
                && (body.contains("\"Invalid refresh token\"}")
                    || body.contains("\"invalid refresh token\"}"));
            let has_words = body.contains(r#""message":""#) || body.contains("error_description");
            let names_the_client = body.contains("client");
            let expected =
                (status == 400 && names_it) || (status == 401 && has_words && !names_the_client);
            let refreshed = answer::refreshed(&response);
            let is_invalid = matches!(refreshed, Refreshed::Invalid);
            assert_eq!(is_invalid, expected, "{case}: {refreshed:?}");
            assert!(!matches!(refreshed, Refreshed::Done(_)), "{case}");
        }
    }
}

#[test]
fn a06_no_body_makes_a_token_or_an_owner_out_of_nothing() {
    for status in STATUSES {
        for body in BODIES {
            let case = format!("{status} {body:?}");
            let response = response(status, body);
            let granted = answer::granted(&response);
            assert!(!matches!(granted, Granted::Done(_)), "{case}");
            let polled = answer::device_polled(&response);
            assert!(!matches!(polled, DevicePolled::Done(_)), "{case}");
            let validated = answer::validated(&response);
            assert!(!matches!(validated, Validated::Valid(_)), "{case}");
            let is_dead = matches!(validated, Validated::Invalid);
            assert!(!is_dead || status == 401, "{case}");
            let revoked = answer::revoked(&response);
            let is_done = matches!(revoked, Revoked::Done);
            assert!(
                !is_done || status < 300 || body.contains("invalid access token"),
                "{case}"
            );
        }
    }
}

#[test]
fn a06_no_answer_loses_a_login_or_touches_what_is_kept() {
    for status in [200, 302, 400, 401, 403, 503] {
        for body in BODIES {
            let mut scene = Scene::new(6);
            let before = scene.vault.clone();
            scene.run_for(3 * HOUR);
            let fault = Some(Fault::Answer(status, body));
            (scene.twitch.on_token, scene.twitch.on_validate) = (fault, fault);
            scene.run_for(HOUR + 5 * MINUTE);
            let case = format!("{status} {body:?}: {:?}", scene.account.status());
            assert_eq!(scene.vault, before, "{case}");
            assert!(!matches!(scene.account.status(), Status::Lost(_)), "{case}");
            (scene.twitch.on_token, scene.twitch.on_validate) = (None, None);
            scene.run_for(HOUR + MINUTE);
            assert_eq!(scene.call(), Ok(()), "{case}");
        }
    }
}

#[test]
fn answers_are_read_in_every_form_that_has_been_seen() {
    for (body, scopes, lives) in [
        (
            r#"{"access_token":"a","scope":["chat:read"],"expires_in":14124}"#,
            Some("chat:read"),
            true,
        ),
        (
            r#"{"access_token":"a","scope":"chat:edit chat:read","expires_in":"60"}"#,
            Some("chat:edit chat:read"),
            true,
        ),
        (
            r#"{"access_token":"a","scope":[""],"expires_in":0}"#,
            Some(""),
            false,
        ),
        (
            r#"{"access_token":"a","scope":null,"expires_in":null}"#,
            None,
            false,
        ),
        (
            r#"{"access_token":"a","token_type":"bearer","id_token":"x"}"#,
            None,
            false,
        ),
    ] {
        let Granted::Done(grant) = answer::granted(&response(200, body)) else {
            panic!("{body} grants a token");
        };
        let read = grant.scopes.map(|scopes| scopes.to_string());
        assert_eq!(read.as_deref(), scopes, "{body}");
        assert_eq!(grant.expires_in.is_some(), lives, "{body}");
    }
}

#[test]
fn a_validation_needs_nothing_but_the_client() {
    for body in [
        r#"{"client_id":"client1"}"#,
        r#"{"client_id":"client1","login":null,"user_id":null,"scopes":null,"expires_in":0}"#,
        r#"{"client_id":"client1","login":"","user_id":"","scopes":[],"new":{}}"#,
    ] {
        let Validated::Valid(identity) = answer::validated(&response(200, body)) else {
            panic!("{body} is an answer of Twitch's");
        };
        assert_eq!((identity.user_id, identity.login), (None, None), "{body}");
    }
}

#[test]
fn a_dead_or_revoked_token_needs_no_revocation() {
    for (status, body) in [
        (200, ""),
        (400, r#"{"status":400,"message":"Invalid token"}"#),
    ] {
        let revoked = answer::revoked(&response(status, body));
        assert!(matches!(revoked, Revoked::Done), "{status} {body}");
    }
    let unknown = response(404, r#"{"status":404,"message":"client does not exist"}"#);
    assert!(matches!(
        answer::revoked(&unknown),
        Revoked::ClientRefused(_)
    ));
}

#[test]
fn the_clock_of_twitch_is_read_from_its_own_answers_only() {
    let words = r#"{"status":401,"message":"missing authorization token"}"#;
    for (status, body, date, expected) in [
        (
            401,
            words,
            "Sun, 22 Nov 2026 08:42:00 GMT",
            Some(1_795_336_920_000),
        ),
        (
            200,
            r#"{"client_id":"a"}"#,
            "Thu, 01 Jan 1970 00:00:01 GMT",
            Some(1_000),
        ),
        (401, words, "yesterday", None),
        (401, words, "Wed, 31 Dec 1969 23:59:59 GMT", None),
        (
            200,
            "<html>Welcome to the hotel</html>",
            "Sun, 22 Nov 2026 08:42:00 GMT",
            None,
        ),
        (503, words, "Sun, 22 Nov 2026 08:42:00 GMT", None),
    ] {
        let mut response = response(status, body);
        let value = date.parse().unwrap();
        response.headers_mut().insert(http::header::DATE, value);
        let read = answer::service_date(&response);
        let millis = read.ok().map(types::Timestamp::as_unix_millis);
        assert_eq!(millis, expected, "{status} {body} {date}");
    }
    assert!(answer::service_date(&response(401, words)).is_err());
}

fn response(status: u16, body: &'static str) -> Response<Bytes> {
    let body = Bytes::from_static(body.as_bytes());
    Response::builder().status(status).body(body).unwrap()
}
