//! Scenes from the life of the application's own token.

use std::time::{Duration, Instant};

use streamhand_auth::app_token::{AppToken, Demand};
use streamhand_auth::{ClientRefusal, Error, NetworkError, NetworkFailure, Token};

use crate::scene::{any_moment, confidential, public};
use crate::twitch::{form, response};

#[test]
fn it_is_got_once_and_lent_until_it_ends() {
    let now = any_moment();
    let mut machine = AppToken::new(confidential(), 1);
    let token = obtain(&mut machine, now);
    assert!(token.user_id().is_none());
    let later = now + Duration::from_secs(5_000_000);
    assert!(matches!(machine.demand(later), Demand::Lend(lent) if lent == token));
    let end = now + Duration::from_secs(5_011_271);
    assert!(matches!(machine.demand(end), Demand::Send(_)));
}

#[test]
fn a07_a_refused_token_is_replaced_once_a_minute_at_most() {
    let start = any_moment();
    let mut now = start;
    let mut machine = AppToken::new(confidential(), 1);
    let mut requests = 0;
    for _ in 0..3_600 {
        match machine.demand(now) {
            Demand::Lend(token) => machine.report_unauthorized(now, token.generation()),
            Demand::Send(_) => {
                requests += 1;
                grant(&mut machine, now);
            }
            Demand::Refuse(error) => panic!("{error}"),
        }
        now += Duration::from_secs(1);
    }
    assert!((50..=60).contains(&requests), "{requests} in an hour");
}

#[test]
fn a07_a_token_that_lives_a_minute_or_less_is_lent_for_half_its_life_and_not_got_without_end() {
    for lifetime in [1, 30, 60] {
        let now = any_moment();
        let mut machine = AppToken::new(confidential(), 1);
        assert!(matches!(machine.demand(now), Demand::Send(_)));
        let body = format!(r#"{{"access_token":"a9b8c7","expires_in":{lifetime}}}"#);
        machine.handle_response(now, Ok(response((200, body))));
        let half = Duration::from_secs(lifetime) / 2;
        let before = now + half - Duration::from_millis(1);
        assert!(
            matches!(machine.demand(before), Demand::Lend(_)),
            "{lifetime}"
        );
        assert!(
            matches!(machine.demand(now + half), Demand::Send(_)),
            "{lifetime}"
        );
    }
}

#[test]
fn an_older_generation_does_not_cost_the_new_token() {
    let now = any_moment();
    let mut machine = AppToken::new(confidential(), 1);
    let old = obtain(&mut machine, now);
    let later = now + Duration::from_secs(3_600);
    machine.report_unauthorized(later, old.generation());
    let new = obtain(&mut machine, later);
    machine.report_unauthorized(later + Duration::from_secs(3_600), old.generation());
    assert!(matches!(machine.demand(later), Demand::Lend(lent) if lent == new));
}

#[test]
fn without_a_secret_nobody_is_asked() {
    let mut machine = AppToken::new(public(), 1);
    assert!(matches!(
        machine.demand(any_moment()),
        Demand::Refuse(Error::ClientRefused {
            refusal: ClientRefusal::SecretMissing,
            ..
        })
    ));
}

#[test]
fn a04_after_a_failure_nobody_asks_again_at_once_but_within_a_minute() {
    let now = any_moment();
    let mut machine = AppToken::new(confidential(), 1);
    assert!(matches!(machine.demand(now), Demand::Send(_)));
    let failure = NetworkError::new(NetworkFailure::Unreachable, "twitch");
    machine.handle_response(now, Err(failure));
    let Demand::Refuse(error) = machine.demand(now) else {
        panic!("the failure counts for a while");
    };
    assert!(error.is_transient());
    obtain(&mut machine, now + Duration::from_secs(60));
}

fn obtain(machine: &mut AppToken, now: Instant) -> Token {
    let Demand::Send(request) = machine.demand(now) else {
        panic!("the token must be got first");
    };
    assert_eq!(form(&request)["grant_type"], "client_credentials");
    grant(machine, now);
    match machine.demand(now) {
        Demand::Lend(token) => token,
        other => panic!("{other:?} after a grant"),
    }
}

fn grant(machine: &mut AppToken, now: Instant) {
    let body = r#"{"access_token":"a9b8c7","expires_in":5011271,"token_type":"bearer"}"#;
    machine.handle_response(now, Ok(response((200, body.to_owned()))));
}
