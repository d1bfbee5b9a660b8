//! Scenes of device logins: each is a list of answers, and what the person saw and when was asked.

use std::time::{Duration, Instant};

use streamhand_auth::device_login::{Action, DeviceLogin, Event};
use streamhand_auth::{ClientKind, Credential, Error, NetworkError, NetworkFailure, Settings};
use types::ScopeSet;

use crate::scene::{any_moment, confidential, public};
use crate::twitch::response;

const STARTED: &str = r#"{"device_code":"Zk3canary","expires_in":1800,"interval":5,"user_code":"ABCDEFGH","verification_uri":"https://www.twitch.tv/activate?public=true&device-code=ABCDEFGH"}"#;
const PENDING: &str = r#"{"status":400,"message":"authorization_pending"}"#;
const INVALID: &str = r#"{"status":400,"message":"invalid device code"}"#;
const GRANTED: &str = r#"{"access_token":"u1canary","expires_in":14124,"refresh_token":"r1canary","scope":["chat:edit","chat:read"],"token_type":"bearer"}"#;
const RENEWED: &str = r#"{"access_token":"u2canary","expires_in":14200,"refresh_token":"r2canary","scope":["chat:edit","chat:read"],"token_type":"bearer"}"#;
const NO_SECRET: &str = r#"{"status":400,"message":"missing client secret"}"#;
const OWNER: &str = r#"{"client_id":"client1","login":"perty","scopes":["chat:edit","chat:read"],"user_id":"1001","expires_in":14120}"#;

#[derive(Debug, Default)]
struct Played {
    asked: Vec<(u64, String)>,
    prompts: usize,
    expired: usize,
    outcome: Option<Result<Credential, Error>>,
}

/// Answers the questions of a login with these, one after the other; an empty body is a broken line.
fn play(settings: Settings, answers: &[(u16, &str)]) -> Played {
    let start = any_moment();
    let mut now = start;
    let scopes = ScopeSet::parse("chat:edit chat:read");
    let mut login = DeviceLogin::new(settings, scopes, 1).unwrap();
    let mut answers = answers.iter();
    let mut played = Played::default();
    loop {
        while let Some(action) = login.poll_action() {
            let shown = format!("{action:?}{login:?}");
            assert!(!shown.contains("canary"), "x24: {shown}");
            match action {
                Action::Send { ticket, request } => {
                    let Some((status, body)) = answers.next() else {
                        return played;
                    };
                    let path = request.uri().path().to_owned();
                    played.asked.push(((now - start).as_secs(), path));
                    let failure = NetworkError::new(NetworkFailure::TimedOut, "twitch");
                    let result = match *body {
                        "" => Err(failure),
                        body => Ok(response((*status, body.to_owned()))),
                    };
                    login.handle_response(now, ticket, result);
                }
                Action::Report(Event::CodeReady(prompt)) => {
                    assert!(prompt.verification_uri.contains(&prompt.user_code));
                    played.prompts += 1;
                }
                Action::Report(Event::CodeExpired) => played.expired += 1,
                Action::Report(_) => {}
                Action::Done(credential) => played.outcome = Some(Ok(credential)),
                Action::Failed(error) => played.outcome = Some(Err(error)),
            }
        }
        match login.poll_timeout() {
            Some(due) => now = now.max(due),
            None => return played,
        }
        login.handle_timeout(now);
    }
}

fn failure(played: Played) -> String {
    match played.outcome {
        Some(Err(error)) => error.to_string(),
        other => panic!("{other:?} instead of a failure"),
    }
}

#[test]
fn a_confirmed_login_ends_with_the_accounts_credential() {
    let answers = [
        (200, STARTED),
        (400, PENDING),
        (200, GRANTED),
        (200, OWNER),
        (200, RENEWED),
    ];
    let played = play(public(), &answers);
    let credential = played.outcome.unwrap().unwrap();
    assert_eq!(credential.user_id.as_str(), "1001");
    assert_eq!(credential.login.as_str(), "perty");
    assert_eq!(credential.scopes.to_string(), "chat:edit chat:read");
    assert_eq!(credential.expires_in, Some(Duration::from_secs(14200)));
    let paths: Vec<_> = played.asked.iter().map(|(_, path)| path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "/oauth2/device",
            "/oauth2/token",
            "/oauth2/token",
            "/oauth2/validate",
            "/oauth2/token"
        ]
    );
}

#[test]
fn a14_the_first_refresh_tells_a_public_application_and_its_pair_is_the_one_to_keep() {
    let answers = [(200, STARTED), (200, GRANTED), (200, OWNER), (200, RENEWED)];
    let credential = play(public(), &answers).outcome.unwrap().unwrap();
    assert_eq!(credential.client_kind, ClientKind::Public);
    assert_eq!(credential.access.expose(), "u2canary");
    assert_eq!(credential.refresh.unwrap().expose(), "r2canary");
}

#[test]
fn a14_a_confidential_application_without_its_secret_is_told_and_its_pair_is_still_good() {
    let answers = [
        (200, STARTED),
        (200, GRANTED),
        (200, OWNER),
        (400, NO_SECRET),
    ];
    let credential = play(public(), &answers).outcome.unwrap().unwrap();
    assert_eq!(credential.client_kind, ClientKind::Confidential);
    assert_eq!(credential.access.expose(), "u1canary");
    assert_eq!(credential.refresh.unwrap().expose(), "r1canary");
}

#[test]
fn a14_a_setback_while_finding_out_loses_nothing() {
    for broken in [(503, "<html>"), (429, "{}"), (0, "")] {
        let mut answers = vec![(200, STARTED), (200, GRANTED), (200, OWNER)];
        answers.extend([broken; 4]);
        let played = play(public(), &answers);
        assert_eq!(played.asked.len(), 4 + 3, "it is tried four times");
        let credential = played.outcome.unwrap().unwrap();
        assert_eq!(credential.client_kind, ClientKind::Unknown, "{broken:?}");
        assert_eq!(credential.refresh.unwrap().expose(), "r1canary");
    }
}

#[test]
fn a03_a_new_pair_that_goes_lost_on_its_way_is_asked_for_again_while_the_person_is_there() {
    let spent = r#"{"status":400,"message":"Invalid refresh token"}"#;
    let answers = [
        (200, STARTED),
        (200, GRANTED),
        (200, OWNER),
        (0, ""),
        (400, spent),
        (200, STARTED),
        (200, GRANTED),
        (200, OWNER),
        (200, RENEWED),
    ];
    let played = play(public(), &answers);
    assert_eq!(played.prompts, 2);
    let credential = played.outcome.unwrap().unwrap();
    assert_eq!(credential.client_kind, ClientKind::Public);
}

#[test]
fn x09_polls_keep_the_interval_and_slow_down_when_told() {
    let slow_down = r#"{"status":400,"message":"slow_down"}"#;
    let answers = [
        (200, STARTED),
        (400, PENDING),
        (400, slow_down),
        (400, PENDING),
        (503, "<html>"),
        (0, ""),
        (200, GRANTED),
        (200, OWNER),
        (200, RENEWED),
    ];
    let asked = play(public(), &answers).asked;
    let seconds: Vec<_> = asked.iter().map(|(second, _)| *second).collect();
    assert_eq!(seconds, [0, 5, 10, 20, 30, 40, 50, 50, 50]);
}

#[test]
fn the_keyword_may_stand_in_the_error_field_as_well() {
    let rfc = r#"{"error":"authorization_pending","error_description":"wait"}"#;
    let answers = [
        (200, STARTED),
        (400, rfc),
        (200, GRANTED),
        (200, OWNER),
        (200, RENEWED),
    ];
    assert!(matches!(play(public(), &answers).outcome, Some(Ok(_))));
}

#[test]
fn a_code_called_invalid_too_early_can_still_be_confirmed() {
    let answers = [
        (200, STARTED),
        (400, INVALID),
        (400, INVALID),
        (400, PENDING),
        (200, GRANTED),
        (200, OWNER),
        (200, RENEWED),
    ];
    let played = play(public(), &answers);
    assert_eq!((played.prompts, played.expired), (1, 0));
    assert!(matches!(played.outcome, Some(Ok(_))));
}

#[test]
fn a_code_called_invalid_again_and_again_is_replaced_by_a_fresh_one() {
    let mut answers = vec![(200, STARTED)];
    answers.extend([(400, INVALID); 5]);
    answers.extend([(200, STARTED), (200, GRANTED), (200, OWNER), (200, RENEWED)]);
    let played = play(public(), &answers);
    assert_eq!((played.prompts, played.expired), (2, 1));
    assert!(matches!(played.outcome, Some(Ok(_))));
}

#[test]
fn x09_an_expired_code_is_polled_no_more_and_a_fresh_one_is_shown() {
    let mut answers = vec![(200, STARTED)];
    answers.extend([(400, PENDING); 359]);
    answers.extend([(200, STARTED), (200, GRANTED), (200, OWNER), (200, RENEWED)]);
    let played = play(public(), &answers);
    assert_eq!((played.prompts, played.expired), (2, 1));
    assert_eq!(played.asked[360], (1800, "/oauth2/device".to_owned()));
    assert!(matches!(played.outcome, Some(Ok(_))));
}

#[test]
fn a04_an_outage_at_any_step_only_delays_the_login() {
    for broken in [
        (503, "<html>"),
        (429, "{}"),
        (0, ""),
        (200, "<html>hotel</html>"),
    ] {
        let answers = [
            broken,
            (200, STARTED),
            broken,
            (200, GRANTED),
            broken,
            broken,
            (200, OWNER),
            (200, RENEWED),
        ];
        let played = play(public(), &answers);
        assert!(matches!(played.outcome, Some(Ok(_))), "{broken:?}");
        assert_eq!(played.prompts, 1, "{broken:?}");
    }
}

#[test]
fn a_refused_application_ends_the_login_with_what_to_mend() {
    let answers = [(400, r#"{"status":400,"message":"invalid client"}"#)];
    assert_eq!(
        failure(play(public(), &answers)),
        "cannot start a device login: Twitch refuses the application client1: the client id is unknown"
    );
}

#[test]
fn a_declined_login_ends() {
    let answers = [
        (200, STARTED),
        (400, r#"{"status":400,"message":"access_denied"}"#),
    ];
    assert_eq!(
        failure(play(public(), &answers)),
        "cannot log in: the login was declined on Twitch"
    );
}

#[test]
fn any_other_refusal_ends_the_login_with_twitchs_words() {
    let answers = [
        (200, STARTED),
        (400, r#"{"status":400,"message":"invalid\u001b[31m scope"}"#),
    ];
    assert_eq!(
        failure(play(public(), &answers)),
        "cannot finish the device login: Twitch answered 400: invalid[31m scope"
    );
}

#[test]
fn a11_a_token_of_another_application_is_refused() {
    let other = r#"{"client_id":"other","login":"perty","user_id":"1001"}"#;
    let answers = [(200, STARTED), (200, GRANTED), (200, other)];
    assert_eq!(
        failure(play(public(), &answers)),
        "cannot use the token: it was given to the application other, not to client1"
    );
}

#[test]
fn a14_the_client_of_a_login_with_a_secret_counts_as_confidential() {
    let answers = [(200, STARTED), (200, GRANTED), (200, OWNER)];
    let credential = play(confidential(), &answers).outcome.unwrap().unwrap();
    assert_eq!(credential.client_kind, ClientKind::Confidential);
}

#[test]
fn x09_nobody_is_sent_to_a_page_that_is_not_twitchs() {
    for page in [
        "https://www.twitch.tv.example/activate",
        "https://example.com/?www.twitch.tv",
        "javascript:alert(1)",
        "https://www.twitch.tv@example.com/",
        "https://www.twitch.tv/\\u001b[2J",
    ] {
        let started = STARTED.replace("https://www.twitch.tv/activate", page);
        let played = play(public(), &[(200, started.as_str())]);
        assert_eq!(played.prompts, 0, "{page}");
    }
    let simulator = public().with_base("http://127.0.0.1:4000/oauth2").unwrap();
    let started = STARTED.replace("https://www.twitch.tv", "http://127.0.0.1:4000");
    assert_eq!(play(simulator, &[(200, started.as_str())]).prompts, 1);
}

#[test]
fn a_login_for_nothing_is_refused_before_it_begins() {
    let login = DeviceLogin::new(public(), ScopeSet::default(), 1);
    assert!(matches!(login, Err(Error::NoScopes)));
}

#[test]
fn calling_the_timeout_early_or_twice_does_no_harm() {
    let now: Instant = any_moment();
    let mut login = DeviceLogin::new(public(), ScopeSet::parse("chat:read"), 1).unwrap();
    for _ in 0..3 {
        login.handle_timeout(now);
    }
    assert!(login.poll_action().is_some());
    assert!(login.poll_action().is_none());
}
