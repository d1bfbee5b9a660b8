//! Scenes in which a connection is silent and another one stands by, and something else happens as well.

use std::collections::BTreeSet;
use std::time::Duration;

use streamhand_irc::LinkId;

use crate::scene::{account, login};
use crate::stage::{Dice, Stage, names};

/// A fleet in so many channels, in good service on a quick link.
pub(crate) fn served(count: usize, seed: u64) -> Stage {
    let names = names(count);
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let mut stage = Stage::new(account(&names), seed);
    stage.slowest = Duration::from_millis(50);
    stage.pass_seconds(120.0);
    stage.take();
    stage
}

/// Lets time pass until another connection is there.
fn until_somebody_stands_by(stage: &mut Stage) -> LinkId {
    let before = stage.links();
    for _ in 0..400 {
        stage.pass_seconds(0.1);
        if let Some(link) = stage.links().iter().find(|link| !before.contains(link)) {
            return *link;
        }
    }
    panic!("nobody came");
}

/// Somebody talks in all channels once a second.
fn talk(stage: &mut Stage, seconds: u32, count: usize) {
    for _ in 0..seconds {
        let moment = stage.seconds();
        for channel in names(count) {
            stage.chat(&channel, &format!("{channel}-{moment}"));
        }
        stage.pass_seconds(1.0);
    }
}

/// Nothing was told twice; returns how much of what could be heard was not.
pub(crate) fn lost(stage: &Stage) -> usize {
    let heard: BTreeSet<_> = stage.heard.iter().cloned().collect();
    assert_eq!(heard.len(), stage.heard.len(), "something was told twice");
    stage.audible.difference(&heard).count()
}

/// The driver slept no more once this happened: it was woken for channels that nobody was to ask for.
#[test]
fn n07_time_goes_on_whatever_a_connection_that_leaves_had_still_to_join() {
    for seed in 0..20 {
        let mut stage = served(40, 100 + seed);
        let first = stage.links()[0];
        stage.stall(first, 21);
        stage.pass_seconds(300.0);
        let old = stage.links()[0];
        stage.stall(old, 20 + seed % 5);
        stage.pass_seconds(60.0);
        assert_eq!(stage.links().len(), 1, "seed {seed}");
    }
    for seed in 0..20 {
        let mut stage = served(15, 100 + seed);
        let old = stage.links()[0];
        stage.stall(old, 40);
        until_somebody_stands_by(&mut stage);
        for number in 0..5 {
            let channel = login(&format!("late{number}"));
            stage.wish(|fleet, now| fleet.join(now, channel));
        }
        stage.pass_seconds(80.0);
        assert_eq!(stage.joined().len(), 20, "seed {seed}");
    }
}

#[test]
fn i07_a_channel_that_is_wanted_during_a_silence_is_joined_whoever_is_closed_next() {
    for seed in 0..20 {
        let mut stage = served(10, 100 + seed);
        let old = stage.links()[0];
        stage.stall(old, 40);
        let heir = until_somebody_stands_by(&mut stage);
        stage.pass_seconds(6.0);
        stage.wish(|fleet, now| fleet.join(now, login("late")));
        stage.pass_seconds(31.0);
        stage.close(if seed % 2 == 0 { heir } else { old });
        stage.pass_seconds(300.0);
        assert!(stage.joined().contains("late"), "seed {seed}");
        assert_eq!(stage.fleet.health().joined, 11, "seed {seed}");
    }
}

#[test]
fn i07_a_channel_that_is_left_during_a_silence_is_told_as_left() {
    let mut stage = served(40, 3);
    let old = stage.links()[0];
    stage.cut(old);
    until_somebody_stands_by(&mut stage);
    stage.wish(|fleet, now| fleet.part(now, &login("channel9")));
    stage.pass_seconds(30.0);
    let told = stage.take();
    assert!(told.contains(&"left channel9".to_owned()), "{told:?}");
}

#[test]
fn i06_a_channel_that_only_a_dead_connection_was_in_is_told_as_refused_in_time() {
    let mut stage = served(10, 3);
    let old = stage.links()[0];
    stage.server.banned.insert("channel9".to_owned());
    stage.cut(old);
    stage.pass_seconds(30.5);
    let refused = "not joined channel9: Banned".to_owned();
    let told = stage.take();
    assert!(told.contains(&refused), "{told:?}");
}

#[test]
fn i01_who_was_silent_and_answers_again_serves_when_the_other_one_goes() {
    for seed in 0..20 {
        let mut stage = served(40, 3 + seed);
        let old = stage.links()[0];
        stage.stall(old, 35);
        talk(&mut stage, 37, 40);
        for link in stage.links() {
            if link != old {
                stage.cut(link);
            }
        }
        talk(&mut stage, 100, 40);
        stage.pass_seconds(30.0);
        assert_eq!(lost(&stage), 0, "seed {seed}");
        assert_eq!(stage.fleet.health().joined, 40, "seed {seed}");
    }
}

#[test]
fn i03_what_a_silent_connection_says_of_a_room_late_does_not_undo_what_is_known_since() {
    let mut stage = served(1, 3);
    let old = stage.links()[0];
    stage.stall(old, 40);
    stage.notice("channel0", "slow_on");
    until_somebody_stands_by(&mut stage);
    stage.pass_seconds(4.0);
    stage.notice("channel0", "slow_off");
    stage.pass_seconds(120.0);
    assert_eq!(stage.notices, ["slow_off"]);
}

#[test]
fn i03_a_flood_while_somebody_stands_by_is_told_once() {
    for seed in 0..10 {
        let mut stage = served(40, 100 + seed);
        let old = stage.links()[0];
        stage.stall(old, 30);
        until_somebody_stands_by(&mut stage);
        stage.pass_seconds(0.5);
        for number in 0..9000 {
            stage.chat("channel0", &format!("flood-{number}"));
        }
        stage.pass_seconds(120.0);
        assert_eq!(lost(&stage), 0, "seed {seed}");
    }
}

#[test]
fn i03_a_flood_that_a_connection_brings_late_after_the_other_one_was_closed_is_told_once() {
    for seed in 0..10 {
        let mut stage = served(3, 100 + seed);
        let old = stage.links()[0];
        let begun = stage.seconds();
        stage.stall(old, 30);
        let heir = until_somebody_stands_by(&mut stage);
        // Shortly before the first one answers, the second one falls silent.
        let rest = begun + 27.0 - stage.seconds();
        stage.pass_seconds(rest);
        stage.stall(heir, 60);
        stage.wish(|fleet, now| fleet.handle_link_up(now));
        stage.pass_seconds(5.0);
        stage.close(old);
        stage.pass_seconds(20.0);
        for number in 0..9000 {
            stage.chat("channel0", &format!("flood-{number}"));
        }
        stage.pass_seconds(200.0);
        let heard: BTreeSet<_> = stage.heard.iter().collect();
        assert_eq!(heard.len(), stage.heard.len(), "seed {seed}");
    }
}

#[test]
fn n07_silences_of_any_length_that_are_waited_for_lose_nothing() {
    for seed in 0..50 {
        let mut stage = served(40, seed);
        let mut dice = Dice(seed);
        for step in 0..40 {
            let old = stage.links()[0];
            stage.stall(old, 3 + dice.draw(45));
            for second in 0..75 {
                for channel in names(3) {
                    stage.chat(&channel, &format!("{channel}-{step}-{second}"));
                }
                stage.pass_seconds(1.0);
            }
        }
        assert_eq!(lost(&stage), 0, "seed {seed}");
        assert_eq!(stage.fleet.health().joined, 40, "seed {seed}");
        stage.check_window(&stage.server.joins, 20);
    }
}

#[test]
fn i07_a_channel_that_was_told_as_left_during_a_silence_is_not_told_as_left_again() {
    for seed in 0..20 {
        let mut stage = served(40, seed);
        let old = stage.links()[0];
        stage.stall(old, 50);
        until_somebody_stands_by(&mut stage);
        // The first one is given up before the second one is in all channels.
        let mut left = None;
        for _ in 0..300 {
            stage.pass_seconds(0.1);
            let told = stage.take();
            left = told
                .iter()
                .find_map(|told| told.strip_prefix("left ").map(login));
            if left.is_some() {
                break;
            }
        }
        let left = left.expect("it takes 20 s to join 40 channels");
        stage.wish(|fleet, now| fleet.part(now, &left));
        stage.pass_seconds(100.0);
        let again = format!("left {left}");
        assert!(!stage.take().contains(&again), "seed {seed}: {again}");
    }
}
