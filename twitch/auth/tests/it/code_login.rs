//! Scenes of logins by authorization code: what comes back from Twitch, from strangers and too late, and what becomes of it.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use streamhand_auth::code_login::{Action, CodeLogin, Consent, LINK_LIFE, Return};
use streamhand_auth::{ClientKind, Credential, Error, NetworkError, NetworkFailure};
use types::ScopeSet;

use crate::scene::{any_moment, confidential, public};
use crate::twitch::response;

const GRANTED: &str = r#"{"access_token":"u1canary","expires_in":14124,"refresh_token":"r1canary","scope":["chat:read"],"token_type":"bearer"}"#;
const OWNER: &str = r#"{"client_id":"client1","login":"perty","scopes":["chat:read"],"user_id":"1001","expires_in":14120}"#;
const REDIRECT: &str = "http://localhost:17563";

/// A login with what it has asked and said so far.
struct Scene {
    login: CodeLogin,
    now: Instant,
    /// Paths and bodies of what was sent.
    sent: Vec<(String, String)>,
    answers: Vec<(u16, String)>,
    arrived: Vec<Credential>,
    again: Vec<String>,
    failed: Option<Error>,
}

impl Scene {
    fn start() -> Self {
        Self::start_with([7; 32])
    }

    fn start_with(chance: [u8; 32]) -> Self {
        let scopes = ScopeSet::parse("chat:read");
        let login = CodeLogin::new(confidential(), scopes, REDIRECT, chance).unwrap();
        Self {
            login,
            now: any_moment(),
            sent: Vec::new(),
            answers: Vec::new(),
            arrived: Vec::new(),
            again: Vec::new(),
            failed: None,
        }
    }

    /// What Twitch answers to the next questions; an empty body is a broken line.
    fn answering(mut self, answers: &[(u16, &str)]) -> Self {
        self.answers = answers
            .iter()
            .rev()
            .map(|(status, body)| (*status, (*body).to_owned()))
            .collect();
        self
    }

    /// The key of the link that is out.
    fn key(&mut self) -> String {
        let address = self.login.authorize_address(self.now, Consent::AskAgain);
        parameter(&address.expect("a link is out"), "state")
    }

    fn come_back(&mut self, query: &str) -> Return {
        let found = self.login.handle_callback(self.now, query);
        self.play();
        found
    }

    fn play(&mut self) {
        loop {
            while let Some(action) = self.login.poll_action() {
                let shown = format!("{action:?}{:?}", self.login);
                assert!(!shown.contains("canary"), "x24: {shown}");
                match action {
                    Action::Send { ticket, request } => {
                        let path = request.uri().path().to_owned();
                        let body = String::from_utf8(request.into_body()).unwrap();
                        self.sent.push((path, body));
                        let (status, body) = self.answers.pop().expect("the scene knows an answer");
                        let failure = NetworkError::new(NetworkFailure::TimedOut, "twitch");
                        let result = match body.as_str() {
                            "" => Err(failure),
                            _ => Ok(response((status, body))),
                        };
                        self.login.handle_response(self.now, ticket, result);
                    }
                    Action::Arrived(credential) => self.arrived.push(credential),
                    Action::TryAgain(error) => self.again.push(error.to_string()),
                    Action::Failed(error) => self.failed = Some(error),
                    Action::Interrupted(_) => {}
                }
            }
            // A wait of seconds is one for an answer; the long one is for the person.
            match self.login.poll_timeout() {
                Some(due) if due < self.now + Duration::from_secs(120) => self.now = due,
                _ => return,
            }
            self.login.handle_timeout(self.now);
        }
    }
}

fn parameter(address: &str, name: &str) -> String {
    let (_, query) = address.split_once('?').unwrap();
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap();
    let found = pairs.into_iter().find(|(found, _)| found == name);
    found.unwrap_or_else(|| panic!("no {name} in {address}")).1
}

#[test]
fn the_link_asks_for_what_twitch_wants_to_know() {
    let mut scene = Scene::start();
    let now = scene.now;
    let address = scene.login.authorize_address(now, Consent::AskAgain);
    let address = address.unwrap();
    assert!(address.starts_with("https://id.twitch.tv/oauth2/authorize?"));
    for (name, expected) in [
        ("response_type", "code"),
        ("client_id", "client1"),
        ("redirect_uri", REDIRECT),
        ("scope", "chat:read"),
        ("force_verify", "true"),
    ] {
        assert_eq!(parameter(&address, name), expected);
    }
    let remembered = scene.login.authorize_address(now, Consent::Remembered);
    assert!(!remembered.unwrap().contains("force_verify"));
}

#[test]
fn consent_ends_with_the_accounts_credential() {
    let mut scene = Scene::start().answering(&[(200, GRANTED), (200, OWNER)]);
    let key = scene.key();
    let query = format!("code=0a1bcanary&scope=chat%3Aread&state={key}");
    assert_eq!(scene.come_back(&query), Return::Consented);
    let credential = scene.arrived.pop().expect("somebody arrived");
    assert_eq!(credential.login.as_str(), "perty");
    assert_eq!(credential.client_kind, ClientKind::Confidential);
    let (path, body) = &scene.sent[0];
    assert_eq!(path, "/oauth2/token");
    for part in [
        "grant_type=authorization_code",
        "code=0a1bcanary",
        "redirect_uri=http%3A%2F%2Flocalhost%3A17563",
        "client_secret=",
    ] {
        assert!(body.contains(part), "{part} in {body}");
    }
    let paths: Vec<_> = scene.sent.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["/oauth2/token", "/oauth2/validate"]);
}

#[test]
fn x01_keys_have_256_bits_and_none_comes_twice() {
    let mut scene = Scene::start();
    let mut keys = HashSet::new();
    for _ in 0..1_000 {
        let key = scene.key();
        assert_eq!(key.len(), 64, "{key}");
        assert!(key.chars().all(|digit| digit.is_ascii_hexdigit()), "{key}");
        assert_eq!(key, scene.key(), "a link stays the same until it is used");
        assert_eq!(
            scene.come_back(&format!("error=access_denied&state={key}")),
            Return::Declined
        );
        assert!(keys.insert(key), "a key came twice");
    }
}

#[test]
fn x01_a_missing_wrong_old_or_used_key_is_refused_and_nothing_is_exchanged() {
    let mut scene = Scene::start();
    let key = scene.key();
    let other = Scene::start_with([8; 32]).key();
    for query in [
        "code=0a1b".to_owned(),
        "code=0a1b&state=".to_owned(),
        format!("code=0a1b&state={other}"),
        format!("code=0a1b&state={}", &key[..63]),
        format!("code=0a1b&state={key}0"),
        format!("code=0a1b&state={}", key.to_uppercase()),
        format!("code=0a1b&state={other}&state={key}"),
        format!("error=access_denied&state={other}"),
        "error=access_denied".to_owned(),
    ] {
        let found = scene.come_back(&query);
        assert!(
            matches!(found, Return::Stale | Return::Unrelated),
            "{query}: {found:?}"
        );
    }
    assert_eq!(scene.key(), key, "the link that is out was left alone");
    assert!(scene.sent.is_empty());

    let denied = format!("error=access_denied&state={key}");
    assert_eq!(scene.come_back(&denied), Return::Declined);
    let used = format!("code=0a1b&state={key}");
    assert_eq!(scene.come_back(&used), Return::Stale);

    let old = scene.key();
    scene.now += LINK_LIFE;
    assert_eq!(
        scene.come_back(&format!("code=0a1b&state={old}")),
        Return::Stale
    );
    assert!(scene.sent.is_empty());
}

#[test]
fn x01_a_code_is_exchanged_once_however_often_it_comes() {
    let mut scene = Scene::start().answering(&[(200, GRANTED), (200, OWNER)]);
    let key = scene.key();
    let query = format!("code=0a1b&state={key}");
    assert_eq!(scene.come_back(&query), Return::Consented);
    for _ in 0..10 {
        assert_eq!(scene.come_back(&query), Return::Stale);
    }
    let exchanges = scene
        .sent
        .iter()
        .filter(|(path, _)| path == "/oauth2/token");
    assert_eq!(exchanges.count(), 1);
}

#[test]
fn x02_a_thousand_forged_returns_do_not_end_the_login() {
    let mut scene = Scene::start().answering(&[(200, GRANTED), (200, OWNER)]);
    let key = scene.key();
    for attempt in 0..1_000 {
        let query = match attempt % 5 {
            0 => format!("code=evil{attempt}&state=guess{attempt}"),
            1 => "error=access_denied".to_owned(),
            2 => "error=redirect_mismatch".to_owned(),
            3 => "%ff%00=&&&=".to_owned(),
            _ => format!("state={key}x&error=server_error"),
        };
        let found = scene.come_back(&query);
        assert!(
            matches!(found, Return::Stale | Return::Unrelated | Return::Mismatch),
            "{query}: {found:?}"
        );
    }
    let query = format!("code=0a1b&state={key}");
    assert_eq!(scene.come_back(&query), Return::Consented);
    assert_eq!(scene.arrived.len(), 1);
}

#[test]
fn a_refusal_or_a_mismatch_leaves_the_login_open_with_a_fresh_link() {
    let mut scene = Scene::start();
    let first = scene.key();
    let query = format!("error=access_denied&error_description=No&state={first}");
    assert_eq!(scene.come_back(&query), Return::Declined);
    let second = scene.key();
    assert_ne!(second, first);
    let query = format!("error=redirect_mismatch&state={second}");
    assert_eq!(scene.come_back(&query), Return::Mismatch);
    let third = scene.key();
    let query = format!("error=server_error&error_description=Oh%1b%5b2J&state={third}");
    let message = "server_error: Oh[2J".to_owned();
    assert_eq!(scene.come_back(&query), Return::Refused { message });
    assert!(scene.failed.is_none());
}

#[test]
fn x08_whoever_is_turned_away_makes_room_for_the_next() {
    let answers = [(200, GRANTED), (200, OWNER), (200, GRANTED), (200, OWNER)];
    let mut scene = Scene::start().answering(&answers);
    let first = scene.key();
    scene.come_back(&format!("code=0a1b&state={first}"));
    assert_eq!(scene.arrived.len(), 1);
    scene.login.turn_away();
    let second = scene.key();
    assert_ne!(second, first);
    scene.come_back(&format!("code=2c3d&state={second}"));
    assert_eq!(scene.arrived.len(), 2);
}

#[test]
fn a_code_that_buys_nothing_is_not_sent_again_but_a_fresh_link_is_given() {
    for answer in [
        (
            400,
            r#"{"status":400,"message":"Invalid authorization code"}"#,
        ),
        (503, "<html>"),
        (0, ""),
        (429, "{}"),
        (200, "<html>hotel</html>"),
    ] {
        let mut scene = Scene::start().answering(&[answer]);
        let key = scene.key();
        scene.come_back(&format!("code=0a1b&state={key}"));
        assert_eq!(scene.sent.len(), 1, "{answer:?}");
        assert_eq!(scene.again.len(), 1, "{answer:?}");
        assert!(scene.failed.is_none(), "{answer:?}");
        assert_ne!(scene.key(), key);
    }
}

#[test]
fn a04_an_outage_after_the_exchange_loses_no_tokens() {
    let answers = [
        (200, GRANTED),
        (503, "<html>"),
        (0, ""),
        (429, "{}"),
        (200, OWNER),
    ];
    let mut scene = Scene::start().answering(&answers);
    let key = scene.key();
    scene.come_back(&format!("code=0a1b&state={key}"));
    assert_eq!(scene.arrived.len(), 1);
}

#[test]
fn a_refused_application_ends_the_login_with_what_to_mend() {
    for (status, message, expected) in [
        (403, "invalid client secret", "the client secret is wrong"),
        (
            400,
            "Invalid client credentials",
            "it is a public client, which can log in by device code only",
        ),
        (
            400,
            "invalid client",
            "it is a public client, which can log in by device code only",
        ),
        (
            400,
            "public clients cannot exchange a code",
            "it is a public client, which can log in by device code only",
        ),
        (400, "missing client secret", "it needs its client secret"),
    ] {
        let body = format!(r#"{{"status":{status},"message":"{message}"}}"#);
        let mut scene = Scene::start().answering(&[(status, body.as_str())]);
        let key = scene.key();
        scene.come_back(&format!("code=0a1b&state={key}"));
        let told = scene.failed.expect("it ends").to_string();
        assert!(told.ends_with(expected), "{message}: {told}");
    }
}

#[test]
fn x05_without_the_secret_no_code_is_ever_asked_for() {
    let login = CodeLogin::new(public(), ScopeSet::parse("chat:read"), REDIRECT, [7; 32]);
    let error = login.expect_err("a public client has device codes only");
    assert!(matches!(error, Error::SecretNeeded));
    assert!(
        error
            .advice()
            .is_some_and(|advice| advice.contains("device code"))
    );
    let login = CodeLogin::new(confidential(), ScopeSet::default(), REDIRECT, [7; 32]);
    assert!(matches!(login, Err(Error::NoScopes)));
}

#[test]
fn a16_a_login_that_nobody_comes_to_ends_after_ten_minutes() {
    let mut scene = Scene::start();
    scene.key();
    let due = scene
        .login
        .poll_timeout()
        .expect("it does not wait for ever");
    assert_eq!(due - scene.now, Duration::from_secs(600));
    scene.login.handle_timeout(due - Duration::from_millis(1));
    assert!(scene.login.poll_action().is_none(), "early is harmless");
    scene.login.handle_timeout(due);
    scene.play();
    assert!(matches!(scene.failed, Some(Error::TimedOut)));
    assert_eq!(scene.login.authorize_address(due, Consent::AskAgain), None);
}

#[test]
fn a11_a_token_of_another_application_is_refused() {
    let other = r#"{"client_id":"other","login":"perty","user_id":"1001"}"#;
    let mut scene = Scene::start().answering(&[(200, GRANTED), (200, other)]);
    let key = scene.key();
    scene.come_back(&format!("code=0a1b&state={key}"));
    assert!(matches!(scene.failed, Some(Error::OtherClient { .. })));
}
