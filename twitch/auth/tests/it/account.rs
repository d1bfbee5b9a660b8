//! Scenes from the life of one account's token; the ids are those of the faults that bots are known for.

use std::time::Duration;

use streamhand_auth::{ClientKind, ClientRefusal, Loss, NetworkFailure, Setback, Settings, Status};
use types::{ClientId, Secret};

use crate::scene::{Scene, VaultFault, confidential, public};
use crate::twitch::{Fault, HOUR, INVALID_REFRESH, MINUTE, OFFLINE, OUTAGE, SECRET};

#[test]
fn a_stored_token_is_validated_before_it_is_lent() {
    let scene = Scene::new(1);
    assert_eq!(scene.twitch.validations.len(), 1);
    assert!(scene.lent.is_some());
    assert!(matches!(scene.account.status(), Status::Valid));
}

#[test]
fn a01_a_thousand_reports_of_one_token_cost_one_refresh() {
    let mut scene = Scene::new(1);
    let old = scene.lent.clone().unwrap();
    scene.twitch.expire_access();
    for _ in 0..1_000 {
        scene.report(&old);
    }
    assert_eq!(scene.twitch.refreshes.len(), 1);
    let new = scene.lent.clone().unwrap();
    assert!(new.generation() > old.generation());
    assert!(scene.twitch.accepts(scene.now, new.secret()));
}

#[test]
fn a01_what_the_vault_holds_is_read_before_a_refresh_is_spent() {
    let mut scene = Scene::new(1);
    let old = scene.lent.clone().unwrap();
    scene.twitch.expire_access();
    let newer = scene.twitch.issue(scene.now);
    scene.vault = Some(newer.clone());
    scene.report(&old);
    assert_eq!(scene.twitch.refreshes.len(), 0);
    assert_eq!(scene.lent.clone().unwrap().secret(), &newer.access);
    assert_eq!(scene.told("Adopted"), 1);
}

#[test]
fn a03_nothing_is_spent_while_the_vault_cannot_be_read() {
    let mut scene = Scene::new(3);
    let old = scene.lent.clone();
    scene.vault_fault = VaultFault::Everything;
    scene.run_for(3 * HOUR + 45 * MINUTE);
    assert!(matches!(
        scene.account.status(),
        Status::Waiting(Setback::Vault(_))
    ));
    assert_eq!(scene.twitch.refreshes.len(), 0);
    assert_eq!(scene.lent, old);
    assert_eq!(scene.told("Interrupted"), 1);
    scene.vault_fault = VaultFault::Nothing;
    scene.run_for(MINUTE);
    assert_eq!(scene.twitch.refreshes.len(), 1);
    assert!(scene.call().is_ok());
    assert_eq!(scene.told("Recovered"), 1);
}

#[test]
fn a03_a_token_that_cannot_be_saved_is_not_lent_and_the_old_one_stays() {
    let mut scene = Scene::new(3);
    let old = scene.lent.clone();
    scene.vault_fault = VaultFault::Saving;
    scene.run_for(3 * HOUR + 45 * MINUTE);
    assert_eq!(
        scene.twitch.refreshes.len(),
        1,
        "the new token is not got twice"
    );
    assert_eq!(scene.lent, old);
    assert!(!scene.account.is_at_rest(), "it must not be dropped now");
    assert_eq!(scene.told("Interrupted"), 1);
    scene.vault_fault = VaultFault::Nothing;
    scene.run_for(MINUTE);
    assert_eq!(scene.twitch.refreshes.len(), 1);
    assert_ne!(scene.lent, old);
    assert!(scene.call().is_ok());
    assert!(scene.account.is_at_rest());
}

#[test]
fn a10_while_a_new_token_cannot_be_saved_the_old_one_is_validated_hourly() {
    for seed in 0..10 {
        let mut scene = Scene::new(seed);
        scene.vault_fault = VaultFault::Saving;
        scene.run_for(6 * HOUR);
        assert_eq!(scene.twitch.refreshes.len(), 1);
        assert!(
            !scene.account.is_at_rest(),
            "the new token exists nowhere else"
        );
        let mut validations = scene.twitch.validations.clone();
        validations.push(scene.elapsed());
        let late = validations.windows(2).find(|pair| pair[1] - pair[0] > HOUR);
        assert_eq!(late, None);
        scene.vault_fault = VaultFault::Nothing;
        scene.run_for(MINUTE);
        assert!(scene.account.is_at_rest());
        assert_eq!(scene.call(), Ok(()));
        assert_eq!(scene.told("Refreshed"), 1);
    }
}

#[test]
fn a03_the_refresh_happens_while_the_old_token_still_lives_for_half_an_hour() {
    let mut scene = Scene::new(1);
    scene.run_for(4 * HOUR);
    let refreshed_at = scene.twitch.refreshes[0];
    assert!(
        refreshed_at <= 4 * HOUR - 30 * MINUTE && refreshed_at >= 3 * HOUR,
        "{refreshed_at:?}"
    );
}

#[test]
fn a04_no_passing_error_changes_the_credential_and_recovery_takes_a_minute() {
    let faults = [
        OFFLINE,
        Fault::Network(NetworkFailure::Untrusted),
        Fault::Network(NetworkFailure::ConnectTimedOut),
        Fault::Network(NetworkFailure::TimedOut),
        Fault::Network(NetworkFailure::TooLarge),
        Fault::Answer(408, ""),
        Fault::Answer(429, r#"{"status":429,"message":"too many requests"}"#),
        Fault::Answer(500, r#"{"status":500,"message":"Invalid refresh token"}"#),
        Fault::Answer(502, "<html>Bad Gateway</html>"),
        OUTAGE,
        Fault::Answer(404, "<html>Not Found</html>"),
        Fault::Answer(302, ""),
        Fault::Answer(200, "<html>Welcome to the hotel</html>"),
        Fault::Answer(200, "{}"),
        Fault::Answer(401, "<html>Proxy authentication</html>"),
        Fault::Answer(400, "Invalid refresh token"),
        Fault::Answer(400, r#"{"status":400,"message":"missing refresh token"}"#),
    ];
    for fault in faults {
        let mut scene = Scene::new(4);
        let before = scene.vault.clone();
        scene.run_for(3 * HOUR);
        scene.twitch.on_token = Some(fault);
        scene.twitch.on_validate = Some(fault);
        scene.run_for(6 * HOUR);
        assert_eq!(scene.vault, before, "{fault:?}");
        assert!(
            matches!(scene.account.status(), Status::Waiting(_)),
            "{fault:?}"
        );
        assert_eq!(scene.told("Interrupted"), 1, "{fault:?}");
        assert!(
            scene.lent.is_none(),
            "{fault:?}: the old token has ended by its clock"
        );
        scene.twitch.on_token = None;
        scene.twitch.on_validate = None;
        scene.run_for(MINUTE);
        assert!(scene.call().is_ok(), "{fault:?}");
    }
}

#[test]
fn a04_a_wake_is_followed_by_an_attempt_at_once() {
    let mut scene = Scene::new(4);
    scene.run_for(3 * HOUR);
    scene.twitch.on_token = Some(OFFLINE);
    scene.twitch.on_validate = Some(OFFLINE);
    scene.run_for(2 * HOUR);
    scene.twitch.on_token = None;
    scene.twitch.on_validate = None;
    scene.wake();
    scene.run_for(Duration::ZERO);
    assert!(scene.call().is_ok());
}

#[test]
fn a04_a_start_without_a_network_lends_the_stored_token_and_checks_it_later() {
    let mut scene = Scene::prepared(4, public(), |twitch| {
        twitch.on_validate = Some(OFFLINE);
        twitch.on_token = Some(OFFLINE);
    });
    assert!(
        scene.call().is_ok(),
        "the token lives although nobody could say so"
    );
    scene.twitch.on_validate = None;
    scene.twitch.on_token = None;
    scene.run_for(MINUTE);
    assert!(matches!(scene.account.status(), Status::Valid));
}

#[test]
fn a04_a_lost_answer_to_a_refresh_is_tried_again_with_the_same_token() {
    let mut scene = Scene::prepared(4, confidential(), |twitch| {
        twitch.client_kind = ClientKind::Confidential;
    });
    scene.run_for(3 * HOUR);
    scene.twitch.on_token = Some(Fault::AnswerLost);
    scene.run_for(45 * MINUTE);
    scene.twitch.on_token = None;
    scene.run_for(MINUTE);
    assert!(scene.call().is_ok());
    assert!(matches!(scene.account.status(), Status::Valid));
}

#[test]
fn a05_a_refresh_token_called_invalid_for_six_hours_survives() {
    let mut scene = Scene::new(5);
    scene.run_for(3 * HOUR);
    let before = scene.vault.clone();
    scene.twitch.on_token = Some(INVALID_REFRESH);
    scene.run_for(40 * MINUTE);
    assert!(matches!(scene.account.status(), Status::Suspect(_)));
    assert!(scene.call().is_ok(), "the living token is lent on");
    scene.run_for(5 * HOUR);
    assert_eq!(scene.vault, before);
    assert_eq!(scene.told("Suspected"), 1);
    scene.twitch.on_token = None;
    scene.run_for(HOUR);
    assert!(scene.call().is_ok());
    assert!(matches!(scene.account.status(), Status::Valid));
    assert_eq!(scene.told("Recovered"), 1);
}

#[test]
fn a05_after_a_day_of_refusals_the_login_is_lost_and_told_once() {
    let mut scene = Scene::new(5);
    scene.run_for(3 * HOUR);
    scene.twitch.on_token = Some(INVALID_REFRESH);
    scene.run_for(24 * HOUR);
    assert!(matches!(scene.account.status(), Status::Suspect(_)));
    scene.run_for(3 * HOUR);
    assert!(matches!(
        scene.account.status(),
        Status::Lost(Loss::RefreshRefused(_))
    ));
    let asked = scene.twitch.refreshes.len();
    assert!(
        (26..=30).contains(&asked),
        "1, 5, 15, then 60 minutes: {asked}"
    );
    scene.run_for(48 * HOUR);
    assert_eq!(scene.told("Lost"), 1);
    assert_eq!(scene.twitch.refreshes.len(), asked, "nobody asks any more");
    assert!(scene.vault.is_some());
}

#[test]
fn a05_a_new_login_brings_a_lost_account_back() {
    let mut scene = Scene::new(5);
    scene.twitch.revoke_all();
    scene.run_for(48 * HOUR);
    assert!(matches!(scene.account.status(), Status::Lost(_)));
    let credential = scene.twitch.issue(scene.now);
    scene.vault = Some(credential.clone());
    scene.hand_in(credential);
    assert!(matches!(scene.account.status(), Status::Valid));
    assert!(scene.call().is_ok());
}

#[test]
fn a_logout_elsewhere_is_not_undone_by_a_refresh() {
    let mut scene = Scene::new(1);
    // What `logout` does: it takes the credential out of the vault and revokes the access token.
    scene.vault = None;
    scene.twitch.expire_access();
    assert!(scene.call().is_err());
    scene.run_for(48 * HOUR);
    assert!(matches!(
        scene.account.status(),
        Status::Lost(Loss::LoggedOut)
    ));
    assert_eq!(scene.vault, None, "it must not be kept again");
    assert_eq!(scene.twitch.refreshes.len(), 0);
    assert_eq!(scene.told("Lost"), 1);
}

#[test]
fn a07_calls_that_are_always_refused_do_not_become_a_storm() {
    let mut scene = Scene::new(7);
    for _ in 0..24 * 60 {
        if let Some(token) = scene.lent.clone() {
            scene.report(&token);
        }
        scene.run_for(MINUTE);
    }
    let (refreshes, validations) = (scene.twitch.refreshes.len(), scene.twitch.validations.len());
    assert!(
        refreshes <= 14,
        "two per token of four hours at most: {refreshes}"
    );
    assert!(
        validations <= 24 * 7,
        "one per ten minutes and hour at most: {validations}"
    );
    assert!(scene.told("UnauthorizedThoughValid") > 0);
}

#[test]
fn a07_tokens_that_die_at_once_are_not_refreshed_more_than_six_times_an_hour() {
    let mut scene = Scene::new(7);
    for _ in 0..24 * 60 {
        scene.twitch.expire_access();
        let _ = scene.call();
        scene.run_for(MINUTE);
    }
    let refreshes = &scene.twitch.refreshes;
    for (earlier, later) in refreshes.iter().zip(refreshes.iter().skip(6)) {
        assert!(
            *later - *earlier >= HOUR,
            "seven refreshes within an hour at {later:?}"
        );
    }
    assert!(refreshes.len() > 100, "but they go on: {}", refreshes.len());
}

#[test]
fn a07_an_older_generation_reported_late_changes_nothing() {
    let mut scene = Scene::new(7);
    let old = scene.lent.clone().unwrap();
    scene.twitch.expire_access();
    scene.report(&old);
    scene.run_for(HOUR);
    let current = scene.lent.clone();
    scene.report(&old);
    assert_eq!(scene.lent, current);
    assert_eq!(scene.twitch.refreshes.len(), 1);
}

#[test]
fn a11_a_credential_of_another_account_is_not_taken() {
    let mut scene = Scene::new(11);
    let before = scene.lent.clone();
    "2002".clone_into(&mut scene.twitch.owner);
    let other = scene.twitch.issue(scene.now);
    scene.hand_in(other);
    assert_eq!(scene.lent, before);
    assert_eq!(scene.told("OtherAccountRefused"), 1);
}

#[test]
fn a11_a_token_that_turns_out_to_be_another_accounts_is_lent_no_more() {
    let scene = Scene::prepared(11, public(), |twitch| "2002".clone_into(&mut twitch.owner));
    assert!(scene.lent.is_none());
    assert!(matches!(
        scene.account.status(),
        Status::Lost(Loss::OtherAccount)
    ));
}

#[test]
fn a11_a_token_of_another_application_is_lent_no_more() {
    let settings = Settings::new(ClientId::new("another"));
    let scene = Scene::prepared(11, settings, |_| {});
    assert!(scene.lent.is_none());
    assert!(matches!(
        scene.account.status(),
        Status::Lost(Loss::OtherClient(_))
    ));
}

#[test]
fn a04_a_service_that_only_fails_at_validation_does_not_keep_a_dead_token_from_being_replaced() {
    let mut scene = Scene::new(4);
    for _ in 0..2 {
        scene.twitch.on_validate = Some(OUTAGE);
        scene.run_for(HOUR);
        scene.twitch.expire_access();
        let _ = scene.call();
        scene.run_for(MINUTE);
        assert_eq!(scene.call(), Ok(()));
    }
    assert_eq!(scene.twitch.refreshes.len(), 2);
}

#[test]
fn a13_a_revoked_login_stops_being_lent_and_is_told() {
    let mut scene = Scene::new(13);
    scene.twitch.revoke_all();
    scene.run_for(HOUR);
    assert!(scene.lent.is_none(), "the hourly validation found out");
    assert!(matches!(scene.account.status(), Status::Suspect(_)));
    assert_eq!(scene.told("Suspected"), 1);
}

#[test]
fn a14_a_confidential_client_without_its_secret_keeps_its_tokens_and_is_told_once() {
    let mut scene = Scene::prepared(14, public(), |twitch| {
        twitch.client_kind = ClientKind::Confidential;
    });
    let before = scene.vault.clone();
    scene.run_for(8 * HOUR);
    assert_eq!(scene.vault, before);
    assert!(matches!(
        scene.account.status(),
        Status::Waiting(Setback::Client(ClientRefusal::SecretMissing))
    ));
    assert_eq!(scene.told("Interrupted"), 1);
    let kind = scene.account.credential().unwrap().client_kind;
    assert_eq!(kind, ClientKind::Confidential);
}

#[test]
fn a14_a_wrong_secret_is_not_the_tokens_fault() {
    let settings = public().with_secret(Secret::new("old secret"));
    let mut scene = Scene::prepared(14, settings, |twitch| {
        twitch.client_kind = ClientKind::Confidential;
    });
    scene.run_for(3 * HOUR + 50 * MINUTE);
    assert!(
        scene.call().is_ok(),
        "the old token is lent as long as it lives"
    );
    assert!(matches!(
        scene.account.status(),
        Status::Waiting(Setback::Client(ClientRefusal::WrongSecret))
    ));
}

#[test]
fn a14_the_kind_of_client_is_learned_from_a_refresh() {
    for (settings, kind) in [
        (public(), ClientKind::Public),
        (confidential(), ClientKind::Confidential),
    ] {
        let mut scene = Scene::prepared(14, settings, |twitch| twitch.client_kind = kind);
        scene.run_for(4 * HOUR);
        assert_eq!(scene.vault.unwrap().client_kind, kind);
    }
}

#[test]
fn a17_a_newer_credential_handed_in_replaces_the_old_one_after_a_check() {
    let mut scene = Scene::new(17);
    let newer = scene.twitch.issue(scene.now);
    scene.hand_in(newer.clone());
    assert_eq!(scene.lent.clone().unwrap().secret(), &newer.access);
    assert_eq!(scene.twitch.validations.len(), 2);
    scene.hand_in(newer);
    assert_eq!(scene.twitch.validations.len(), 2, "known already");
}

#[test]
fn a18_a_token_without_refresh_is_lost_when_it_ends() {
    let mut scene = Scene::new(18);
    let mut credential = scene.twitch.issue(scene.now);
    credential.refresh = None;
    scene.hand_in(credential);
    scene.run_for(4 * HOUR - MINUTE);
    assert!(scene.call().is_ok());
    scene.run_for(2 * MINUTE);
    assert!(matches!(
        scene.account.status(),
        Status::Lost(Loss::NoRefreshToken)
    ));
}

#[test]
fn a_new_name_changes_nothing_but_the_name() {
    let mut scene = Scene::new(1);
    let old = scene.lent.clone().unwrap();
    "perty_bot".clone_into(&mut scene.twitch.login);
    scene.run_for(HOUR);
    let token = scene.lent.clone().unwrap();
    assert_eq!(token.generation(), old.generation());
    assert_eq!(token.login().unwrap().as_str(), "perty_bot");
    assert_eq!(scene.told("Renamed"), 1);
}

#[test]
fn a_token_that_lives_for_minutes_is_not_refreshed_all_the_time() {
    let mut scene = Scene::prepared(1, public(), |twitch| twitch.life = 40 * MINUTE);
    scene.run_for(20 * HOUR);
    let refreshes = scene.twitch.refreshes.len();
    assert!((30..=80).contains(&refreshes), "{refreshes} in 20 hours");
}

#[test]
fn x24_no_action_or_state_shows_a_secret() {
    let mut scene = Scene::prepared(24, confidential(), |twitch| {
        twitch.client_kind = ClientKind::Confidential;
    });
    scene.run_for(9 * HOUR);
    scene.twitch.on_token = Some(INVALID_REFRESH);
    scene.run_for(9 * HOUR);
    let shown = format!("{:?} {:?} {:?}", scene.account, scene.lent, scene.trace);
    for canary in ["access-canary", "refresh-canary", SECRET] {
        assert!(!shown.contains(canary), "{canary} is visible");
    }
}
