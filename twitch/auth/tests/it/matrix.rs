//! Every passing trouble against every endpoint: nothing that is kept changes by it, and a minute after it ends all is well.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response};
use streamhand_auth::account::action::Status;
use streamhand_auth::answer::{self, Revoked};
use streamhand_auth::code_login::{self, CodeLogin, Consent, Return};
use streamhand_auth::device_login::{self, DeviceLogin};
use streamhand_auth::{Account, Credential, Error, NetworkError, NetworkFailure};
use types::ScopeSet;

use crate::scene::{Scene, any_moment, confidential, public};
use crate::twitch::{Fault, HOUR, INVALID_REFRESH, MINUTE, response};

/// Everything that passes by itself: no words of Twitch's about a token or an application are among it.
const TROUBLES: [Fault; 50] = [
    Fault::Network(NetworkFailure::Unreachable),
    Fault::Network(NetworkFailure::Untrusted),
    Fault::Network(NetworkFailure::ConnectTimedOut),
    Fault::Network(NetworkFailure::TimedOut),
    Fault::Network(NetworkFailure::Interrupted),
    Fault::Network(NetworkFailure::TooLarge),
    Fault::Answer(200, "{}"),
    Fault::Answer(200, "null"),
    Fault::Answer(200, "[]"),
    Fault::Answer(200, "\"access_token\""),
    Fault::Answer(200, r#"{"access_token":""}"#),
    Fault::Answer(200, r#"{"access_token":"u1"#),
    Fault::Answer(200, "<html>Welcome to the hotel. Please log in.</html>"),
    Fault::Answer(200, "\0\0\0\0"),
    Fault::Answer(201, "created"),
    Fault::Answer(202, "later"),
    Fault::Answer(204, "none"),
    Fault::Answer(301, "<html>moved</html>"),
    Fault::Answer(302, "<html>found</html>"),
    Fault::Answer(303, ""),
    Fault::Answer(304, ""),
    Fault::Answer(307, "<a href=\"https://portal.example\">go on</a>"),
    Fault::Answer(308, ""),
    Fault::Answer(400, "<html>400 Bad Request</html>"),
    Fault::Answer(400, ""),
    Fault::Answer(402, "<html>pay</html>"),
    Fault::Answer(403, "<html>Attention Required! | Cloudflare</html>"),
    Fault::Answer(403, "error code: 1020"),
    Fault::Answer(404, "<html>404 Not Found</html>"),
    Fault::Answer(404, "404 page not found"),
    Fault::Answer(405, "Method Not Allowed"),
    Fault::Answer(407, "<html>proxy login</html>"),
    Fault::Answer(408, "Request Timeout"),
    Fault::Answer(410, "Gone"),
    Fault::Answer(421, "Misdirected Request"),
    Fault::Answer(425, "Too Early"),
    Fault::Answer(429, r#"{"status":429,"message":"Too Many Requests"}"#),
    Fault::Answer(429, "slow down"),
    Fault::Answer(451, "<html>not here</html>"),
    Fault::Answer(500, r#"{"status":500,"message":"Internal Server Error"}"#),
    Fault::Answer(500, ""),
    Fault::Answer(502, "<html>502 Bad Gateway</html>"),
    Fault::Answer(
        503,
        r#"{"error":"Service Unavailable","status":503,"message":""}"#,
    ),
    Fault::Answer(
        503,
        "upstream connect error or disconnect/reset before headers",
    ),
    Fault::Answer(504, "<html>504 Gateway Time-out</html>"),
    Fault::Answer(520, "<html>Web server is returning an unknown error</html>"),
    Fault::Answer(522, "<html>Connection timed out</html>"),
    Fault::Answer(525, "<html>SSL handshake failed</html>"),
    Fault::Answer(530, "error code: 1016"),
    Fault::Answer(599, ""),
];

/// When trouble begins after the login, and how long it lasts: before, during and after the hour in which the token is renewed.
const SPELLS: [(Duration, Duration); 4] = [
    (Duration::ZERO, Duration::from_secs(5 * 60)),
    (
        Duration::from_secs(3 * 60 * 60),
        Duration::from_secs(45 * 60),
    ),
    (
        Duration::from_secs(3 * 60 * 60),
        Duration::from_secs(3 * 60 * 60),
    ),
    (
        Duration::from_secs(60 * 60),
        Duration::from_secs(8 * 60 * 60),
    ),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Where {
    Token,
    Validate,
    Both,
}

#[test]
fn a04_b4_no_passing_trouble_of_refresh_or_validation_changes_what_is_kept() {
    for place in [Where::Token, Where::Validate, Where::Both] {
        for spell in SPELLS {
            for (number, trouble) in TROUBLES.into_iter().enumerate() {
                let seed = u64::try_from(number).unwrap();
                survive(seed, (place, trouble), spell);
            }
        }
    }
}

fn survive(seed: u64, (place, trouble): (Where, Fault), (begin, length): (Duration, Duration)) {
    let case = format!("{trouble:?} at {place:?} from {begin:?} for {length:?}");
    let mut scene = Scene::new(seed);
    scene.run_for(begin);
    if place != Where::Validate {
        scene.twitch.on_token = Some(trouble);
    }
    if place != Where::Token {
        scene.twitch.on_validate = Some(trouble);
    }
    if begin.is_zero() {
        // Already the first question after the start of the program goes wrong.
        let kept = scene.vault.clone().unwrap();
        scene.account = Account::new(public(), seed);
        scene.hand_in(kept);
    }
    let before = (place != Where::Validate).then(|| scene.vault.clone());
    scene.run_for(length);
    if let Some(before) = before {
        assert_eq!(scene.vault, before, "{case}");
    }
    let refused = scene.told("Lost") + scene.told("Suspected");
    assert_eq!(refused, 0, "{case}: {:?}", scene.account.status());
    (scene.twitch.on_token, scene.twitch.on_validate) = (None, None);
    scene.run_for(MINUTE);
    let status = scene.account.status();
    assert!(matches!(status, Status::Valid), "{case}: {status:?}");
    assert_eq!(scene.call(), Ok(()), "{case}");
}

#[test]
fn a04_b4_an_answer_that_is_lost_costs_a_confidential_client_nothing() {
    for (begin, length) in SPELLS {
        let confidential_client = |twitch: &mut crate::twitch::Twitch| {
            twitch.client_kind = streamhand_auth::ClientKind::Confidential
        };
        let mut scene = Scene::prepared(4, confidential(), confidential_client);
        scene.run_for(begin);
        scene.twitch.on_token = Some(Fault::AnswerLost);
        let before = scene.vault.clone();
        scene.run_for(length);
        assert_eq!(scene.vault, before);
        scene.twitch.on_token = None;
        scene.run_for(MINUTE);
        assert!(matches!(scene.account.status(), Status::Valid));
        assert_eq!(scene.call(), Ok(()));
    }
}

#[test]
fn a05_b4_a_day_of_invalid_refresh_token_is_survived() {
    for seed in 0..20 {
        let mut scene = Scene::new(seed);
        let before = scene.vault.clone();
        scene.twitch.on_token = Some(INVALID_REFRESH);
        while scene.told("Suspected") == 0 {
            scene.run_for(MINUTE);
        }
        scene.run_for(24 * HOUR - MINUTE);
        assert_eq!(scene.vault, before, "kept to the byte");
        assert_eq!(scene.told("Lost"), 0);
        scene.twitch.on_token = None;
        // It is asked once an hour by then, because a refused token is hardly ever good again.
        scene.run_for(HOUR);
        assert!(matches!(scene.account.status(), Status::Valid));
        assert_eq!(scene.call(), Ok(()));
    }
}

#[test]
fn a04_b4_no_passing_trouble_ends_a_device_login() {
    for trouble in TROUBLES {
        for path in ["/oauth2/device", "/oauth2/token", "/oauth2/validate"] {
            let case = format!("{trouble:?} at {path}");
            let (credential, late) = device_login((trouble, path), 4 * MINUTE);
            assert_eq!(credential.login.as_str(), "perty", "{case}");
            assert!(late <= MINUTE, "{case}: {late:?} after the trouble");
        }
    }
}

/// The credential, and how long after the end of the trouble it came.
fn device_login((trouble, path): (Fault, &str), length: Duration) -> (Credential, Duration) {
    let mut now = any_moment();
    let end = now + length;
    let scopes = ScopeSet::parse("chat:read");
    let mut login = DeviceLogin::new(confidential(), scopes, 4).unwrap();
    loop {
        while let Some(action) = login.poll_action() {
            match action {
                device_login::Action::Send { ticket, request } => {
                    let is_troubled = now < end && request.uri().path() == path;
                    let result = if is_troubled {
                        suffered(trouble)
                    } else {
                        honest(&request)
                    };
                    login.handle_response(now, ticket, result);
                }
                device_login::Action::Done(credential) => {
                    return (credential, now.saturating_duration_since(end));
                }
                device_login::Action::Failed(error) => panic!("{trouble:?} at {path}: {error}"),
                device_login::Action::Report(_) => {}
            }
        }
        now = now.max(login.poll_timeout().expect("it goes on"));
        login.handle_timeout(now);
    }
}

#[test]
fn a04_b4_no_passing_trouble_ends_a_login_by_code() {
    for trouble in TROUBLES {
        for path in ["/oauth2/token", "/oauth2/validate"] {
            let case = format!("{trouble:?} at {path}");
            let (credential, late) = code_login((trouble, path), 4 * MINUTE);
            assert_eq!(credential.login.as_str(), "perty", "{case}");
            assert!(late <= MINUTE, "{case}: {late:?} after the trouble");
        }
    }
}

/// A person who follows the fresh link every time that the code bought nothing.
fn code_login((trouble, path): (Fault, &str), length: Duration) -> (Credential, Duration) {
    let mut now = any_moment();
    let end = now + length;
    let scopes = ScopeSet::parse("chat:read");
    let address = "http://localhost:1024/";
    let mut login = CodeLogin::new(confidential(), scopes, address, [4; 32]).unwrap();
    follow(&mut login, now);
    loop {
        while let Some(action) = login.poll_action() {
            match action {
                code_login::Action::Send { ticket, request } => {
                    let is_troubled = now < end && request.uri().path() == path;
                    let result = if is_troubled {
                        suffered(trouble)
                    } else {
                        honest(&request)
                    };
                    login.handle_response(now, ticket, result);
                }
                code_login::Action::TryAgain(error) => {
                    assert!(error.is_transient(), "{error}");
                    now += MINUTE / 2;
                    follow(&mut login, now);
                }
                code_login::Action::Arrived(credential) => {
                    return (credential, now.saturating_duration_since(end));
                }
                code_login::Action::Failed(error) => panic!("{trouble:?} at {path}: {error}"),
                code_login::Action::Interrupted(_) => {}
            }
        }
        now = now.max(login.poll_timeout().expect("it goes on"));
        login.handle_timeout(now);
    }
}

fn follow(login: &mut CodeLogin, now: Instant) {
    let link = login.authorize_address(now, Consent::Remembered);
    let link = link.expect("a link can be given");
    let (_, key) = link.split_once("state=").expect("a link has a key");
    let back = login.handle_callback(now, &format!("code=c1&scope=chat%3Aread&state={key}"));
    assert_eq!(back, Return::Consented);
}

#[test]
fn a04_b4_no_passing_trouble_counts_as_a_revocation() {
    for trouble in TROUBLES {
        // Only an empty success is an answer to a revocation; nobody else gives one.
        let Fault::Answer(status @ 201.., body) = trouble else {
            continue;
        };
        let revoked = answer::revoked(&response((status, body.to_owned())));
        assert!(
            matches!(revoked, Revoked::Setback(_)),
            "{trouble:?}: {revoked:?}"
        );
    }
    let done = answer::revoked(&response((200, String::new())));
    assert!(matches!(done, Revoked::Done));
}

#[test]
fn b4_there_are_at_least_forty_troubles_and_no_two_alike() {
    let mut told: Vec<String> = TROUBLES
        .iter()
        .map(|trouble| format!("{trouble:?}"))
        .collect();
    told.sort();
    told.dedup();
    assert!(told.len() >= 40, "{}", told.len());
    assert_eq!(told.len(), TROUBLES.len());
}

fn suffered(trouble: Fault) -> Result<Response<Bytes>, NetworkError> {
    match trouble {
        Fault::Network(failure) => Err(NetworkError::new(failure, "twitch")),
        Fault::Answer(status, body) => Ok(response((status, body.to_owned()))),
        Fault::AnswerLost => Err(NetworkError::new(NetworkFailure::Interrupted, "twitch")),
    }
}

/// A login service where somebody has consented already.
fn honest(request: &Request<Vec<u8>>) -> Result<Response<Bytes>, NetworkError> {
    let body = match request.uri().path() {
        "/oauth2/device" => {
            r#"{"device_code":"Zk3","expires_in":1800,"interval":5,"user_code":"ABCDEFGH","verification_uri":"https://www.twitch.tv/activate?device-code=ABCDEFGH"}"#
        }
        "/oauth2/token" => {
            r#"{"access_token":"u1","expires_in":14124,"refresh_token":"r1","scope":["chat:read"],"token_type":"bearer"}"#
        }
        _ => {
            r#"{"client_id":"client1","login":"perty","scopes":["chat:read"],"user_id":"1001","expires_in":14120}"#
        }
    };
    Ok(response((200, body.to_owned())))
}

/// Whatever ends a login is no passing trouble.
#[test]
fn b4_what_twitch_says_about_the_application_is_no_passing_trouble() {
    let mut login =
        DeviceLogin::new(public(), ScopeSet::parse("chat:read"), 4).expect("scopes are given");
    let Some(device_login::Action::Send { ticket, .. }) = login.poll_action() else {
        panic!("a login begins with a question");
    };
    let refused = response((
        400,
        r#"{"status":400,"message":"invalid client"}"#.to_owned(),
    ));
    login.handle_response(any_moment(), ticket, Ok(refused));
    let outcome = login.poll_action();
    assert!(
        matches!(
            outcome,
            Some(device_login::Action::Failed(Error::ClientRefused { .. }))
        ),
        "{outcome:?}"
    );
}
