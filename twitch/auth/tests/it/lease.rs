//! Scenes in which a refresh is not alone: other processes, lapsed leases, and refreshes that never came to their end.

use streamhand_auth::{ClientKind, Loss, NetworkFailure, Setback, Status, Suspicion};

use crate::scene::{Scene, Stop, confidential, public};
use crate::twitch::{Fault, HOUR, INVALID_REFRESH, MINUTE, OFFLINE};

#[test]
fn a02_while_another_process_refreshes_the_living_token_is_lent_and_nobody_is_told() {
    let mut scene = Scene::new(2);
    let old = scene.lent.clone();
    scene.run_for(3 * HOUR);
    scene.taken_elsewhere = true;
    scene.run_for(50 * MINUTE);
    assert_eq!(scene.lent, old);
    assert!(matches!(scene.account.status(), Status::Valid));
    assert_eq!(scene.told("Interrupted"), 0);
    assert_eq!(scene.twitch.refreshes.len(), 0);
    scene.taken_elsewhere = false;
    scene.run_for(MINUTE);
    assert_eq!(scene.told("Refreshed"), 1);
    assert_eq!(scene.call(), Ok(()));
}

#[test]
fn a02_an_account_that_is_taken_until_its_token_ends_is_told_and_mends_itself() {
    let mut scene = Scene::new(2);
    scene.run_for(3 * HOUR);
    scene.taken_elsewhere = true;
    scene.run_for(2 * HOUR);
    assert!(scene.lent.is_none());
    let Status::Waiting(Setback::Vault(error)) = scene.account.status() else {
        panic!("{:?}", scene.account.status());
    };
    assert!(error.is_busy(), "{error}");
    assert_eq!(scene.told("Interrupted"), 1);
    scene.taken_elsewhere = false;
    scene.run_for(MINUTE);
    assert_eq!(scene.call(), Ok(()));
    assert_eq!(scene.twitch.refreshes.len(), 1);
}

#[test]
fn a02_an_outage_that_goes_over_into_somebody_elses_refresh_is_told_once() {
    let mut scene = Scene::new(2);
    scene.run_for(3 * HOUR);
    scene.twitch.on_token = Some(OFFLINE);
    scene.run_for(2 * HOUR);
    assert_eq!(scene.told("Interrupted"), 1);
    scene.taken_elsewhere = true;
    scene.run_for(HOUR);
    assert_eq!(scene.told("Interrupted"), 1, "nobody can mend it");
}

#[test]
fn a02_what_the_other_process_has_kept_is_adopted_although_it_does_not_let_go() {
    let mut scene = Scene::new(2);
    scene.run_for(3 * HOUR);
    scene.taken_elsewhere = true;
    let newer = scene.twitch.issue(scene.now);
    scene.vault = Some(newer.clone());
    scene.run_for(HOUR);
    assert_eq!(scene.lent.clone().unwrap().secret(), &newer.access);
    assert_eq!(scene.twitch.refreshes.len(), 0);
    assert_eq!(scene.told("Interrupted"), 0);
}

#[test]
fn a02_a_logout_by_the_process_that_has_the_account_is_not_undone() {
    let mut scene = Scene::new(2);
    scene.run_for(3 * HOUR);
    scene.taken_elsewhere = true;
    scene.vault = None;
    scene.run_for(HOUR);
    assert!(matches!(
        scene.account.status(),
        Status::Lost(Loss::LoggedOut)
    ));
    assert_eq!(scene.vault, None);
}

#[test]
fn a03_a_refresh_is_written_down_before_it_is_sent_and_struck_out_unless_its_answer_was_lost() {
    let mut scene = Scene::prepared(3, confidential(), |twitch| {
        twitch.client_kind = ClientKind::Confidential;
    });
    for (fault, is_marked) in [
        (OFFLINE, false),
        (INVALID_REFRESH, false),
        (
            Fault::Answer(503, "<html>Service Unavailable</html>"),
            false,
        ),
        (
            Fault::Answer(403, r#"{"status":403,"message":"invalid client secret"}"#),
            false,
        ),
        (
            Fault::Answer(200, "<html>Welcome to the hotel</html>"),
            true,
        ),
        (Fault::AnswerLost, true),
        (INVALID_REFRESH, true),
    ] {
        scene.twitch.on_token = Some(fault);
        let asked = scene.twitch.refreshes.len();
        while scene.twitch.refreshes.len() == asked {
            scene.run_for(MINUTE);
        }
        assert_eq!(scene.marked, is_marked, "{fault:?}");
    }
    scene.twitch.on_token = None;
    scene.run_for(2 * HOUR);
    assert_eq!(scene.told("Refreshed"), 1);
    assert!(!scene.marked);
}

#[test]
fn a03_after_a_refresh_that_came_to_its_end_a_refusal_is_not_blamed_on_an_earlier_one() {
    let mut scene = Scene::new(3);
    scene.run_for(3 * HOUR);
    scene.twitch.on_token = Some(Fault::Network(NetworkFailure::TimedOut));
    scene.run_for(45 * MINUTE);
    scene.twitch.on_token = None;
    scene.run_for(2 * HOUR);
    assert_eq!(scene.told("Refreshed"), 1);
    scene.twitch.on_token = Some(INVALID_REFRESH);
    scene.run_for(3 * HOUR);
    assert_eq!(scene.told("Suspected(Refused)"), 1);
}

#[test]
fn a05_a_restart_during_an_outage_is_not_taken_for_a_refresh_that_was_cut_off() {
    let mut scene = Scene::new(5);
    scene.run_for(3 * HOUR);
    scene.twitch.on_token = Some(INVALID_REFRESH);
    scene.run_for(50 * MINUTE);
    scene.restart(6, public());
    scene.run_for(MINUTE);
    assert!(matches!(
        scene.account.status(),
        Status::Suspect(Suspicion::Refused)
    ));
    scene.twitch.on_token = None;
    scene.run_for(HOUR);
    assert_eq!(scene.call(), Ok(()));
}

#[test]
fn a03_a_killed_refresh_that_spent_its_token_is_told_at_the_next_start_and_the_old_token_works_on()
{
    for seed in 0..20 {
        let mut scene = Scene::new(seed);
        // The answer is lost with the process that waited for it.
        let spent_at = scene.now + 4 * HOUR;
        scene.twitch.on_token = Some(Fault::AnswerLost);
        while scene.twitch.refreshes.is_empty() {
            scene.run_for(MINUTE);
            assert!(scene.now < spent_at);
        }
        scene.twitch.on_token = None;
        scene.restart(seed + 1_000, public());
        scene.run_for(5 * MINUTE / 60);
        let Status::Suspect(Suspicion::CutOff) = scene.account.status() else {
            panic!("seed {seed}: {:?}", scene.account.status());
        };
        assert_eq!(scene.told("Suspected(CutOff)"), 1, "within five seconds");
        scene.run_for(5 * MINUTE);
        assert_eq!(scene.call(), Ok(()), "the old token is lent on");
        assert!(scene.vault.is_some());
        assert_eq!(scene.told("Suspected"), 1);
    }
}

#[test]
fn a03_a_lost_answer_is_as_good_as_a_killed_process() {
    let mut scene = Scene::new(3);
    scene.run_for(3 * HOUR);
    scene.twitch.on_token = Some(Fault::AnswerLost);
    scene.run_for(45 * MINUTE);
    scene.twitch.on_token = None;
    scene.run_for(MINUTE);
    assert!(matches!(
        scene.account.status(),
        Status::Suspect(Suspicion::CutOff)
    ));
    assert_eq!(scene.call(), Ok(()), "the old token is lent on");
    scene.run_for(26 * HOUR);
    let Status::Lost(loss) = scene.account.status() else {
        panic!("{:?}", scene.account.status());
    };
    assert_eq!(loss, Loss::RefreshRefused(Suspicion::CutOff));
    assert!(loss.to_string().contains("cut off"), "{loss}");
}

#[test]
fn a03_a_doubted_token_that_is_spent_by_a_lost_answer_is_told_once_more() {
    let mut scene = Scene::new(3);
    scene.run_for(3 * HOUR);
    scene.twitch.on_token = Some(INVALID_REFRESH);
    scene.run_for(40 * MINUTE);
    assert_eq!(scene.told("Suspected(Refused)"), 1);
    // The outage ends with an answer that gets lost.
    scene.twitch.on_token = Some(Fault::AnswerLost);
    let asked = scene.twitch.refreshes.len();
    while scene.twitch.refreshes.len() == asked {
        scene.run_for(MINUTE / 60);
    }
    scene.twitch.on_token = None;
    scene.run_for(3 * HOUR);
    assert_eq!(scene.told("Suspected(Refused)"), 1);
    assert_eq!(scene.told("Suspected(CutOff)"), 1);
}

#[test]
fn a03_a_killed_refresh_costs_a_confidential_client_nothing() {
    let mut scene = Scene::prepared(3, confidential(), |twitch| {
        twitch.client_kind = ClientKind::Confidential;
    });
    scene.run_for(3 * HOUR);
    scene.twitch.on_token = Some(Fault::AnswerLost);
    scene.run_for(45 * MINUTE);
    scene.twitch.on_token = None;
    scene.restart(4, confidential());
    scene.run_for(MINUTE);
    assert_eq!(scene.call(), Ok(()));
    assert_eq!(scene.told("Suspected") + scene.told("Lost"), 0);
    // Its refresh tokens work more than once, so a refusal has another reason.
    scene.twitch.on_token = Some(Fault::Network(NetworkFailure::TimedOut));
    scene.run_for(4 * HOUR);
    scene.twitch.on_token = Some(INVALID_REFRESH);
    scene.run_for(HOUR);
    assert_eq!(scene.told("Suspected(Refused)"), 1);
}

#[test]
fn a03_a_request_that_never_left_casts_no_doubt_on_a_later_refusal() {
    let mut scene = Scene::new(3);
    scene.run_for(3 * HOUR);
    scene.twitch.on_token = Some(OFFLINE);
    scene.run_for(40 * MINUTE);
    scene.twitch.on_token = Some(INVALID_REFRESH);
    scene.run_for(MINUTE);
    assert_eq!(scene.told("Suspected(Refused)"), 1);
}

#[test]
fn a17_a_process_stopped_at_any_wait_of_a_refresh_ends_with_the_living_token() {
    for stop in Stop::ALL {
        for seed in 0..10 {
            let mut scene = Scene::new(seed);
            scene.run_for(3 * HOUR);
            scene.stopped_at = Some(stop);
            if stop == Stop::AfterLoaded {
                scene.twitch.on_token = Some(INVALID_REFRESH);
            }
            scene.run_for(40 * MINUTE);
            assert_eq!(scene.stopped_at, None, "{stop:?}: never came there");
            scene.twitch.on_token = None;
            scene.run_for(MINUTE);
            let case = format!("{stop:?}, seed {seed}: {:?}", scene.account.status());
            assert!(matches!(scene.account.status(), Status::Valid), "{case}");
            assert_eq!(scene.call(), Ok(()), "{case}");
            // Whoever was the last to refresh, its token is what everybody comes to.
            scene.run_for(4 * HOUR);
            assert_eq!(scene.call(), Ok(()), "{case}");
            let kept = scene.vault.clone().unwrap();
            let lent = scene.lent.clone().unwrap();
            assert_eq!(lent.secret(), &kept.access, "{case}");
            assert_eq!(scene.told("Lost"), 0, "{case}");
            // Only a reading that was true before the stop may make somebody uneasy, for a minute.
            let expected = usize::from(stop == Stop::AfterLoaded);
            assert_eq!(scene.told("Suspected"), expected, "{case}");
        }
    }
}

#[test]
fn a17_a_token_that_ended_during_the_stop_is_lent_no_more() {
    let mut scene = Scene::new(17);
    assert_eq!(scene.call(), Ok(()));
    scene.twitch.on_token = Some(OFFLINE);
    scene.now += 5 * HOUR;
    scene.account.handle_timeout(scene.now);
    scene.drain();
    assert!(scene.lent.is_none());
}
