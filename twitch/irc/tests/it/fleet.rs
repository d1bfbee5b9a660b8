//! Scenes of many channels on several connections of one account: limits, bad names, reconciliation, health.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use streamhand_irc::{AccountLimits, Health, JoinFailure, Standing};

use crate::scene::{account, login};
use crate::stage::{Stage, names};

fn stage_of(names: &[String], seed: u64) -> Stage {
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    Stage::new(account(&names), seed)
}

fn set(names: &[String]) -> BTreeSet<String> {
    names.iter().cloned().collect()
}

#[test]
fn i05_five_hundred_channels_on_ten_connections_share_one_limit_through_trouble() {
    for seed in 0..3 {
        let names = names(500);
        let mut stage = stage_of(&names, seed);
        stage.slowest = Duration::from_secs(2);
        for round in 0..60 {
            stage.pass_seconds(7.3);
            // A connection breaks now and then, so that the limit has to hold across reconnects.
            if round % 6 == 5 && round < 40 {
                let links = stage.links();
                stage.close(links[round % links.len()]);
            }
        }
        stage.pass_seconds(200.0);
        assert_eq!(stage.joined(), set(&names), "seed {seed}");
        assert_eq!(stage.links().len(), 10, "fifty on each");
        let most = stage
            .server
            .guests
            .values()
            .map(|guest| guest.channels.len());
        assert_eq!(most.max(), Some(50));
        stage.check_window(&stage.server.joins, 20);
        stage.check_window(&stage.server.logins, 20);
    }
}

#[test]
fn i05_a_verified_account_joins_ten_thousand_channels_within_two_minutes_and_its_own_limit() {
    let names = names(10_000);
    let mut settings = account(&[]);
    settings.channels = names.iter().map(|name| login(name)).collect();
    settings.limits = AccountLimits::VERIFIED;
    let mut stage = Stage::new(settings, 1);
    stage.slowest = Duration::from_secs(2);
    stage.pass_seconds(120.0);
    assert_eq!(stage.joined().len(), 10_000);
    stage.check_window(&stage.server.joins, 2_000);
    stage.check_window(&stage.server.logins, 200);
}

#[test]
fn i06_one_bad_name_in_ten_holds_up_nobody_and_is_told_once() {
    let names = names(200);
    let mut stage = stage_of(&names, 1);
    let bad: Vec<_> = names.iter().step_by(10).cloned().collect();
    stage.server.missing = bad.iter().take(10).cloned().collect();
    stage.server.banned = bad.iter().skip(10).cloned().collect();
    let good: BTreeSet<_> = names
        .iter()
        .filter(|name| !bad.contains(name))
        .cloned()
        .collect();
    // 200 attempts at 20 in 12.5 s take 125 s; the second attempts of bad names may cost a window.
    stage.pass_seconds(155.0);
    assert_eq!(stage.joined(), good);
    stage.pass_seconds(3600.0);
    let told = stage.take();
    for name in &bad {
        let why = if stage.server.banned.contains(name) {
            "Banned"
        } else {
            "NoAnswer"
        };
        let of_name = format!("not joined {name}: ");
        let told: Vec<_> = told
            .iter()
            .filter(|told| told.starts_with(&of_name))
            .collect();
        assert_eq!(told, [&format!("{of_name}{why}")]);
    }
    let parked = stage.fleet.channels();
    let parked = parked.filter(|(_, standing)| matches!(standing, Standing::Parked(_)));
    assert_eq!(parked.count(), 20);
    stage.server.banned.clear();
    stage.server.missing.clear();
    stage.pass_seconds(700.0);
    assert_eq!(stage.joined(), set(&names), "later they are tried again");
    assert!(
        stage
            .fleet
            .channels()
            .all(|(_, standing)| standing == Standing::Joined)
    );
}

#[test]
fn i07_after_a_thousand_reconnects_the_joined_set_is_the_wanted_set() {
    let mut wanted: BTreeSet<_> = names(12).into_iter().collect();
    let mut settings = account(&[]);
    settings.channels = wanted.iter().map(|name| login(name)).collect();
    settings.channels_per_connection = 5;
    settings.limits.joins = 1_000;
    settings.limits.logins = 1_000;
    let mut stage = Stage::new(settings, 1);
    stage.pass_seconds(70.0);
    for round in 0..1000_usize {
        let links = stage.links();
        let link = links[round % links.len()];
        match round % 3 {
            0 => stage.close(link),
            1 => stage.send(link, ":tmi.twitch.tv RECONNECT".to_owned()),
            _ => stage.server.guests.get_mut(&link).unwrap().is_cut = true,
        }
        let (gone, come) = (
            format!("channel{}", round % 12),
            format!("channel{}", (round + 1) % 12),
        );
        stage.pass_seconds(0.3);
        stage.wish(|fleet, now| fleet.part(now, &login(&gone)));
        stage.wish(|fleet, now| fleet.join(now, login(&come)));
        wanted.remove(&gone);
        wanted.insert(come);
        stage.pass_seconds(100.0);
        assert_eq!(stage.joined(), wanted, "round {round}");
        let told = stage.fleet.channels();
        let told = told.filter(|(_, standing)| *standing == Standing::Joined);
        assert_eq!(told.count(), wanted.len(), "round {round}");
        let guests = stage.server.guests.values();
        let joined: usize = guests.map(|guest| guest.channels.len()).sum();
        assert_eq!(joined, wanted.len(), "round {round}: once each");
    }
}

#[test]
fn b10_whoever_takes_the_place_of_a_fleet_keeps_within_what_it_left_of_the_limits() {
    let names = names(20);
    let mut stage = stage_of(&names, 1);
    stage.pass_seconds(5.0);
    assert_eq!(stage.server.joins.len(), 20);
    let used = stage.fleet.used();
    let is_after = |last: Option<Instant>, of: &[Instant]| {
        last.is_some_and(|at| at >= of[0] - Duration::from_secs(1))
    };
    assert!(is_after(used.joined_at, &stage.server.joins), "{used:?}");
    assert!(
        is_after(used.logged_in_at, &stage.server.logins),
        "{used:?}"
    );
    // It breaks down, and its successor begins in the same moment.
    for link in stage.links() {
        stage.server.guests.remove(&link);
    }
    let mut settings = account(&names.iter().map(String::as_str).collect::<Vec<_>>());
    settings.used = used;
    stage.succeed(settings);
    stage.pass_seconds(60.0);
    assert_eq!(stage.joined(), set(&names));
    assert_eq!(stage.server.joins.len(), 40);
    stage.check_window(&stage.server.joins, 20);
}

#[test]
fn o03_the_pulse_counts_the_channels_and_names_what_keeps_it_out_of_them() {
    let mut stage = stage_of(&names(3), 1);
    let counts = |stage: &Stage| {
        let pulse = stage.fleet.health();
        (pulse.wanted, pulse.joined, pulse.parked, pulse.obstacle)
    };
    assert_eq!(counts(&stage), (3, 0, 0, None));
    stage.server.banned.insert("channel1".to_owned());
    stage.pass_seconds(10.0);
    let banned = Some(JoinFailure::Banned);
    assert_eq!(counts(&stage), (3, 2, 1, banned));
    stage.server.banned = names(3).into_iter().collect();
    let link = stage.links()[0];
    stage.close(link);
    stage.pass_seconds(2.0);
    assert_eq!(counts(&stage), (3, 0, 1, banned), "while it is away");
    stage.pass_seconds(60.0);
    assert_eq!(stage.fleet.health().health, Health::Up);
    assert_eq!(counts(&stage), (3, 0, 3, banned));
    stage.server.banned.clear();
    stage.wish(|fleet, now| fleet.part(now, &login("channel0")));
    stage.wish(|fleet, now| fleet.join(now, login("channel1")));
    stage.pass_seconds(5.0);
    assert_eq!(counts(&stage), (2, 1, 1, banned));
    stage.pass_seconds(700.0);
    assert_eq!(counts(&stage), (2, 2, 0, None));
}

#[test]
fn i07_a_channel_that_is_left_and_wanted_again_at_once_on_a_slow_link_ends_as_joined() {
    for (seed, pause) in [(1, 0.0), (2, 0.5), (3, 1.5), (4, 3.0), (5, 90.0)] {
        let mut stage = stage_of(&names(2), seed);
        stage.slowest = Duration::from_secs(2);
        stage.pass_seconds(90.0);
        stage.take();
        stage.wish(|fleet, now| fleet.join(now, login("late")));
        stage.pass_seconds(pause);
        stage.wish(|fleet, now| fleet.part(now, &login("late")));
        stage.wish(|fleet, now| fleet.join(now, login("late")));
        stage.pass_seconds(60.0);
        let joined = |(_, standing)| standing == Standing::Joined;
        assert!(stage.fleet.channels().all(joined), "after {pause} s");
        let told = stage.take();
        let told: Vec<_> = told.iter().filter(|told| told.ends_with("late")).collect();
        assert_eq!(told.last().unwrap(), &"joined late", "{told:?}");
        let count = |what: &str| told.iter().filter(|told| told.starts_with(what)).count();
        assert_eq!(count("joined"), count("left") + 1, "{told:?}");
        let asked = stage.server.joins.len();
        assert!(asked <= 4, "{asked} JOINs for two channels and two wishes");
    }
}

#[test]
fn i07_joined_and_left_are_told_in_turns_for_every_channel() {
    let names = names(120);
    let mut stage = stage_of(&names, 4);
    let mut present = BTreeSet::new();
    for round in 0..100_usize {
        stage.pass_seconds(20.0);
        let links = stage.links();
        if let Some(link) = links.get(round % links.len().max(1)) {
            match round % 5 {
                0 => stage.close(*link),
                2 => stage.send(*link, ":tmi.twitch.tv RECONNECT".to_owned()),
                3 => stage.server.guests.get_mut(link).unwrap().is_cut = true,
                _ => {}
            }
        }
        for told in stage.take() {
            if let Some(channel) = told.strip_prefix("joined ") {
                assert!(
                    present.insert(channel.to_owned()),
                    "{channel} was joined already"
                );
            } else if let Some(channel) = told.strip_prefix("left ") {
                assert!(present.remove(channel), "{channel} was not joined");
            }
        }
    }
    stage.pass_seconds(300.0);
    for told in stage.take() {
        if let Some(channel) = told.strip_prefix("joined ") {
            present.insert(channel.to_owned());
        }
    }
    assert_eq!(present, set(&names), "who counted along knows where we are");
}

/// It stayed "joining" for ever, because the same had been told before the connection was lost.
#[test]
fn i06_whoever_asks_again_for_a_channel_while_the_connection_is_away_hears_again_why_not() {
    let mut stage = stage_of(&names(1), 3);
    stage.server.missing.insert("channel0".to_owned());
    stage.pass_seconds(60.0);
    stage.server.is_closed_to_new = true;
    let link = stage.links()[0];
    stage.close(link);
    stage.pass_seconds(5.0);
    stage.take();
    stage.wish(|fleet, now| fleet.join(now, "channel0".parse().unwrap()));
    stage.server.is_closed_to_new = false;
    stage.pass_seconds(120.0);
    let told = stage.take();
    let refused = "not joined channel0: NoAnswer".to_owned();
    assert!(told.contains(&refused), "{told:?}");
    assert_eq!(stage.fleet.health().parked, 1);
}

#[test]
fn i01_health_is_the_worst_connection_and_falls_within_half_a_minute() {
    for seed in 0..20 {
        let mut stage = stage_of(&names(60), seed);
        stage.slowest = Duration::from_millis(100);
        stage.pass_seconds(120.0);
        assert_eq!(stage.fleet.health().health, Health::Up);
        let since_proof = |stage: &Stage| {
            let proven_at = stage.fleet.health().proven_at.expect("both have answered");
            stage.now() - proven_at
        };
        assert!(since_proof(&stage) <= Duration::from_secs(21));
        stage.take();
        let link = stage.links()[0];
        stage.server.guests.get_mut(&link).unwrap().is_cut = true;
        stage.server.is_closed_to_new = true;
        let cut = stage.seconds();
        while stage.fleet.health().health != Health::Down {
            stage.pass_seconds(0.5);
            assert!(stage.seconds() - cut <= 30.5, "seed {seed}");
        }
        let told = stage.take();
        let left = told.iter().filter(|told| told.starts_with("left"));
        assert_eq!(
            left.count(),
            50,
            "the channels of that connection, and no others"
        );
        stage.server.is_closed_to_new = false;
        stage.pass_seconds(120.0);
        assert_eq!(stage.fleet.health().health, Health::Up);
        assert!(since_proof(&stage) <= Duration::from_secs(21));
    }
}

#[test]
fn i01_half_a_minute_after_a_connection_fell_silent_no_channel_depends_on_it() {
    for seed in 0..20 {
        let mut stage = stage_of(&names(60), seed);
        stage.pass_seconds(120.0);
        stage.take();
        let link = stage.links()[0];
        let cut_off = stage.server.guests[&link].channels.clone();
        stage.server.guests.get_mut(&link).unwrap().is_cut = true;
        stage.pass_seconds(30.5);
        let told = stage.take();
        let guests = stage.server.guests.iter();
        let served: BTreeSet<_> = guests
            .filter(|(other, _)| **other != link)
            .flat_map(|(_, guest)| &guest.channels)
            .collect();
        for channel in &cut_off {
            let is_told = told.contains(&format!("left {channel}"));
            assert!(
                is_told || served.contains(channel),
                "seed {seed}: {channel}"
            );
        }
        stage.pass_seconds(90.0);
        let told = stage.take();
        let replaced = "handed over 50: the server did not answer a PING";
        assert!(told.contains(&replaced.to_owned()), "{told:?}");
        assert!(!stage.links().contains(&link), "it is let go");
        assert_eq!(stage.joined(), set(&names(60)));
        assert_eq!(stage.fleet.health().health, Health::Up);
    }
}

#[test]
fn i04_n02_when_the_network_is_back_a_hint_brings_all_connections_back_within_seconds() {
    let mut stage = stage_of(&names(15), 2);
    stage.pass_seconds(120.0);
    stage.server.is_closed_to_new = true;
    for link in stage.links() {
        stage.close(link);
    }
    stage.pass_seconds(1800.0);
    assert!(stage.joined().is_empty());
    stage.server.is_closed_to_new = false;
    stage.wish(|fleet, now| fleet.handle_link_up(now));
    stage.pass_seconds(5.0);
    assert_eq!(stage.joined().len(), 15);
}

/// Virtual time for the cuts that nobody waits for in a test; `bot/app/tests/it/networks/cuts.rs` has the others in real time.
#[test]
fn b8_after_cuts_of_minutes_and_hours_all_channels_are_back_in_time() {
    for (count, extra) in [(1, 0), (20, 0), (40, 20), (100, 80)] {
        let limit = 15.0 + 10.0 * f64::from(extra) / 20.0;
        let mut times = Vec::new();
        for seed in 0..10 {
            for cut in [60.0, 600.0, 21_600.0] {
                times.extend(back_after_cut(count, cut, seed));
            }
        }
        times.sort_by(f64::total_cmp);
        let p99 = times[times.len() * 99 / 100];
        assert!(
            p99 <= limit,
            "{count} channels: {p99} s, {limit} s are allowed"
        );
    }
}

/// When each channel was joined again after the end of a cut.
fn back_after_cut(count: usize, cut: f64, seed: u64) -> Vec<f64> {
    let mut stage = stage_of(&names(count), seed);
    stage.pass_seconds(150.0 + 7.3 * f64::from(u32::try_from(seed).unwrap()));
    let joins_before = stage.server.joins.len();
    stage.server.is_closed_to_new = true;
    let links = stage.links();
    for link in &links {
        stage.server.guests.get_mut(link).unwrap().is_cut = true;
    }
    stage.pass_seconds(cut);
    assert!(stage.joined().is_empty(), "the cut was noticed");
    stage.server.is_closed_to_new = false;
    // Whoever looks for the network finds it within a pause, which is three seconds at most, and the time of a knock.
    let found = f64::from(u32::try_from(seed).unwrap()) / 3.0;
    stage.pass_seconds(found);
    stage.wish(|fleet, now| fleet.handle_link_up(now));
    let mut times = Vec::new();
    let mut waited = found;
    while times.len() < count {
        stage.pass_seconds(0.5);
        waited += 0.5;
        times.resize(stage.joined().len().max(times.len()), waited);
        assert!(waited < 300.0, "{} of {count} are back", times.len());
    }
    let joins = stage.server.joins[joins_before..].to_vec();
    stage.check_window(&joins, 20);
    let logins = stage.server.logins.clone();
    stage.check_window(&logins, 20);
    times
}

#[test]
fn n07_losses_below_a_fifth_and_round_trips_of_two_seconds_break_no_connection() {
    for (loss, slowest) in [(15, 50), (10, 50), (5, 200), (1, 1000), (0, 1000)] {
        assert_eq!(
            broken_in_a_day(loss, slowest, 1),
            0,
            "{loss} % lost, {slowest} ms"
        );
    }
    for seed in 1..=20 {
        assert_eq!(broken_in_a_day(19, 50, seed), 0, "19 % lost, day {seed}");
    }
}

/// How often a connection was given up in a day in which so many packets in a hundred were lost.
fn broken_in_a_day(loss: u64, slowest: u64, seed: u64) -> usize {
    let mut stage = stage_of(&names(40), seed);
    stage.slowest = Duration::from_millis(slowest);
    stage.pass_seconds(60.0);
    stage.loss = loss;
    stage.take();
    stage.pass_seconds(86_400.0);
    let told = stage.take();
    let broken = told.iter().filter(|told| told.starts_with("disconnected"));
    broken.count()
}

#[test]
fn n07_where_half_of_all_is_lost_the_channels_are_wanted_as_before() {
    let mut stage = stage_of(&names(10), 3);
    stage.loss = 50;
    stage.pass_seconds(3600.0);
    let told = stage.take();
    assert!(told.iter().any(|told| told.starts_with("disconnected")));
    stage.loss = 0;
    stage.pass_seconds(300.0);
    assert_eq!(stage.joined(), set(&names(10)));
    assert_eq!(stage.fleet.health().health, Health::Up);
}

#[test]
fn n03_a_hint_that_the_computer_was_asleep_has_every_server_asked_at_once() {
    let mut stage = stage_of(&names(60), 2);
    stage.pass_seconds(100.0);
    for guest in stage.server.guests.values_mut() {
        guest.is_cut = true;
    }
    stage.take();
    stage.wish(|fleet, now| fleet.handle_link_up(now));
    stage.pass_seconds(10.1);
    assert_eq!(stage.links().len(), 4, "each has another one beside it");
    stage.pass_seconds(60.0);
    let told = stage.take();
    let is_replaced = |told: &&String| {
        told.starts_with("handed over") && told.ends_with(": the server did not answer a PING")
    };
    assert_eq!(told.iter().filter(is_replaced).count(), 2, "{told:?}");
}

#[test]
fn a08_a_token_that_is_refused_on_many_connections_is_refused_once() {
    let mut stage = stage_of(&names(300), 1);
    stage.server.token = Some("new".to_owned());
    stage.pass_seconds(60.0);
    let told = stage.take();
    let count = |what: &str| told.iter().filter(|told| *told == what).count();
    assert_eq!(count("token refused"), 1, "{told:?}");
    assert_eq!(count("refused: BadToken"), 1, "{told:?}");
    stage.pass_seconds(400.0);
    assert_eq!(stage.joined().len(), 300, "with the new one all is well");
}

#[test]
fn a_channel_that_is_left_while_its_join_travels_is_left_for_good() {
    let mut stage = stage_of(&names(3), 1);
    stage.pass_seconds(30.0);
    stage.wish(|fleet, now| fleet.join(now, login("brief")));
    stage.pass_seconds(0.02);
    stage.wish(|fleet, now| fleet.part(now, &login("brief")));
    stage.pass_seconds(30.0);
    assert_eq!(stage.joined(), set(&names(3)));
    // The server forgets a PART; the next sign of that channel tells.
    let link = stage.links()[0];
    let guest = stage.server.guests.get_mut(&link).unwrap();
    guest.channels.insert("brief".to_owned());
    stage.send(
        link,
        "@room-id=1;slow=0 :tmi.twitch.tv ROOMSTATE #brief".to_owned(),
    );
    stage.pass_seconds(3.0);
    assert_eq!(stage.joined(), set(&names(3)));
}

#[test]
fn connections_are_opened_and_closed_as_channels_come_and_go() {
    let mut stage = stage_of(&names(101), 1);
    stage.pass_seconds(120.0);
    assert_eq!(stage.links().len(), 3);
    for name in names(101).iter().skip(50) {
        stage.wish(|fleet, now| fleet.part(now, &login(name)));
    }
    stage.pass_seconds(5.0);
    assert_eq!(stage.links().len(), 1);
    assert_eq!(stage.joined(), set(&names(50)));
    for name in names(50) {
        stage.wish(|fleet, now| fleet.part(now, &login(&name)));
    }
    stage.pass_seconds(5.0);
    assert_eq!(stage.links().len(), 1, "one is kept, to be there at once");
    stage.wish(|fleet, _| fleet.shut_down());
    assert!(stage.links().is_empty());
    stage.wish(|fleet, now| fleet.join(now, login("late")));
    stage.pass_seconds(60.0);
    assert!(stage.links().is_empty() && stage.fleet.is_closed());
}
