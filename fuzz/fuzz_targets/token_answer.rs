//! Whatever a login service answers, no token comes out of nothing, no login is lost at once, and nothing is kept but what was granted.
#![no_main]

use std::time::{Duration, Instant};

use auth::account::action::Action;
use auth::answer::{self, DevicePolled, DeviceStarted, Granted, Refreshed, Revoked, Validated};
use auth::{Account, Begun, Credential, Settings, Status};
use bytes::Bytes;
use http::Response;
use libfuzzer_sys::fuzz_target;
use types::{ClientId, ScopeSet, Secret, UserId};

fuzz_target!(|input: (u16, Vec<u8>, Vec<(u16, Vec<u8>)>)| {
    let (status, body, more) = input;
    read(&response(status, body.clone()));
    let answers = std::iter::once((status, body)).chain(more);
    live(answers.map(|(status, body)| response(status, body)));
});

/// Every reader takes every answer.
fn read(response: &Response<Bytes>) {
    let is_success = response.status().is_success();
    if let Refreshed::Done(grant) = answer::refreshed(response) {
        assert!(is_success && !grant.access.is_empty());
    }
    for granted in [answer::granted(response), answer::exchanged(response)] {
        if let Granted::Done(grant) = granted {
            assert!(is_success && !grant.access.is_empty());
        }
    }
    if let DevicePolled::Done(grant) = answer::device_polled(response) {
        assert!(is_success && !grant.access.is_empty());
    }
    if let DeviceStarted::Started(code) = answer::device_started(response) {
        assert!(is_success && !code.device_code.is_empty());
        assert!(code.interval <= code.expires_in.max(Duration::from_secs(3600)));
    }
    match answer::validated(response) {
        Validated::Valid(identity) => {
            assert!(is_success && !identity.client_id.as_str().is_empty());
        }
        Validated::Invalid => assert_eq!(response.status(), 401),
        Validated::Setback(_) => {}
    }
    if let Revoked::Done = answer::revoked(response) {
        assert!(is_success || response.status().is_client_error());
    }
}

/// An account whose service answers like this, one question after the other.
fn live(mut answers: impl Iterator<Item = Response<Bytes>>) {
    let start = Instant::now();
    let mut now = start;
    let mut kept = credential();
    let mut account = Account::new(Settings::new(ClientId::new("client1")), 1);
    account.handle_stored(now, kept.clone());
    loop {
        while let Some(action) = account.poll_action() {
            match action {
                Action::Send { ticket, .. } => {
                    let Some(answer) = answers.next() else {
                        return;
                    };
                    account.handle_response(now, ticket, Ok(answer));
                }
                Action::Begin { ticket, .. } => {
                    let begun = Begun {
                        kept: Some(kept.clone()),
                        was_cut_off: false,
                    };
                    account.handle_begun(now, ticket, Ok(begun));
                }
                Action::Load { ticket, .. } => {
                    account.handle_loaded(now, ticket, Ok(Some(kept.clone())));
                }
                Action::Save { ticket, credential } => {
                    assert!(!credential.access.is_empty());
                    assert_eq!(credential.user_id, kept.user_id);
                    kept = credential;
                    account.handle_saved(now, ticket, Ok(()));
                }
                Action::Lend(Some(token)) => assert_eq!(*token.secret(), kept.access),
                _ => {}
            }
        }
        let Some(due) = account.poll_timeout() else {
            assert!(matches!(account.status(), Status::Lost(_)));
            return;
        };
        now = now.max(due);
        if now > start + Duration::from_secs(400 * 24 * 3600) {
            return;
        }
        account.handle_timeout(now);
    }
}

fn credential() -> Credential {
    Credential {
        user_id: UserId::new("1001"),
        login: "perty".parse().expect("a login"),
        client_id: ClientId::new("client1"),
        client_kind: auth::ClientKind::Public,
        access: Secret::new("access"),
        refresh: Some(Secret::new("refresh")),
        scopes: ScopeSet::parse("chat:read"),
        expires_in: Some(Duration::from_secs(14_124)),
    }
}

fn response(status: u16, body: Vec<u8>) -> Response<Bytes> {
    // Most inputs should meet a status that means something.
    let known = [200, 400, 401, 403, 404, 429, 500, 503];
    let status = match status {
        100..=999 => status,
        other => known[usize::from(other) % known.len()],
    };
    let response = Response::builder().status(status).body(Bytes::from(body));
    response.expect("a status of three digits")
}
