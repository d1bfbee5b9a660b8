//! A month in the life of two accounts, minute by minute, with outages, sleeps and deaths of tokens.

use std::time::Duration;

use crate::scene::Scene;
use crate::twitch::{HOUR, MINUTE, OFFLINE, OUTAGE};

const DAYS: u64 = 30;

#[test]
fn a10_thirty_days_without_a_late_validation_or_a_call_that_fails_by_expiry() {
    for seed in [10, 11] {
        let mut scene = Scene::new(seed);
        for minute in 0..DAYS * 24 * 60 {
            // An outage of twenty minutes every eleven hours, each time of the other kind.
            let (round, phase) = (minute / (11 * 60), minute % (11 * 60));
            let fault = if round.is_multiple_of(2) {
                OFFLINE
            } else {
                OUTAGE
            };
            let fault = (phase >= 11 * 60 - 20).then_some(fault);
            (scene.twitch.on_token, scene.twitch.on_validate) = (fault, fault);
            scene.run_for(MINUTE);
            assert_eq!(scene.call(), Ok(()), "minute {minute}");
        }
        assert_hourly(&scene.twitch.validations);
        let refreshes = scene.told("Refreshed");
        assert!((30 * 6..=30 * 8).contains(&refreshes), "{refreshes}");
        assert_eq!(scene.told("Lost") + scene.told("Suspected"), 0);
    }
}

#[test]
fn a10_the_same_seed_lives_the_same_month() {
    assert_eq!(rough_month(7), rough_month(7));
    assert_ne!(rough_month(7), rough_month(8));
}

/// Deaths of tokens, long outages and a sleep; what happened, in full.
fn rough_month(seed: u64) -> Vec<String> {
    let mut scene = Scene::new(seed);
    for hour in 0..DAYS * 24 {
        let fault = hour.is_multiple_of(17).then_some(OUTAGE);
        (scene.twitch.on_token, scene.twitch.on_validate) = (fault, fault);
        if hour.is_multiple_of(41) {
            scene.twitch.expire_access();
        }
        let _ = scene.call();
        scene.run_for(HOUR);
    }
    scene.twitch.on_token = None;
    scene.twitch.on_validate = None;
    scene.run_for(MINUTE);
    assert_eq!(scene.call(), Ok(()));
    scene.trace
}

fn assert_hourly(validations: &[Duration]) {
    assert_eq!(
        validations.first(),
        Some(&Duration::ZERO),
        "validated at start"
    );
    let month = Duration::from_secs(DAYS * 24 * 60 * 60);
    let ends = validations.iter().skip(1).chain([&month]);
    for (earlier, later) in validations.iter().zip(ends) {
        assert!(
            *later - *earlier <= HOUR,
            "no validation from {earlier:?} to {later:?}"
        );
    }
}
