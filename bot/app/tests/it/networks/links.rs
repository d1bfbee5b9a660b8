//! Trials of bad links: they lose, delay and narrow what goes over them, and the connection is not given up for that.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::stage::trial;

/// How long a link is watched that must not break.
const WATCHED: Duration = Duration::from_secs(75);

#[test]
fn n07_a_link_that_loses_a_fifth_of_its_packets_is_kept() {
    trial(|stage| {
        let mut bot = stage.bot();
        stage.cable.rule(&[
            "in iifname t0 numgen random mod 100 < 19 drop",
            "out oifname t0 numgen random mod 100 < 19 drop",
        ]);
        bot.never("down", WATCHED);
        stage.answered(&mut bot, Duration::from_secs(30));
    });
}

#[test]
fn n07_a_link_on_which_packets_overtake_each_other_is_kept() {
    trial(|stage| {
        let mut bot = stage.bot();
        stage.cable.disorder();
        let flood = "do=flood&rate=20";
        stage.scene.simulator.post("/sim/mischief", flood);
        bot.never("down", WATCHED);
        stage.scene.simulator.delete("/sim/mischief");
        stage.answered(&mut bot, Duration::from_secs(30));
    });
}

#[test]
fn n07_a_narrow_link_that_is_filled_with_chat_is_kept() {
    trial(|stage| {
        let mut bot = stage.bot();
        stage.cable.narrow("64kbit");
        // Some 20 lines a second are about what such a link carries.
        stage
            .scene
            .simulator
            .post("/sim/mischief", "do=flood&rate=15");
        bot.never("down", WATCHED);
        stage.scene.simulator.delete("/sim/mischief");
        stage.answered(&mut bot, Duration::from_secs(30));
    });
}

#[test]
fn n07_round_trips_of_two_seconds_are_slow_and_no_reason_to_give_up() {
    trial(|stage| {
        slow_door();
        stage.configure("irc://10.77.0.1:7000");
        let mut bot = stage.bot();
        bot.never("down", WATCHED);
        let answered = stage.answered(&mut bot, Duration::from_secs(30));
        assert!(
            answered >= Duration::from_secs(1),
            "it is slow: {answered:?}"
        );
    });
}

#[test]
fn n08_a_router_that_forgets_idle_connections_after_half_a_minute_does_not_forget_this_one() {
    trial(|stage| {
        let kernel = "/proc/sys/net/netfilter/";
        stage.cable.rule(&["in ct state invalid drop"]);
        for (name, value) in [
            ("nf_conntrack_tcp_timeout_established", "30"),
            ("nf_conntrack_tcp_loose", "0"),
        ] {
            std::fs::write(format!("{kernel}{name}"), value).expect("this side is ours");
        }
        let mut bot = stage.bot();
        stage
            .cable
            .rule(&["in tcp dport 6667 ct state new tcp flags & (syn|ack) != syn drop"]);
        bot.never("down", WATCHED);
        stage.answered(&mut bot, Duration::from_secs(15));
    });
}

#[test]
fn n12_chat_that_drips_in_byte_by_byte_is_read_and_answered() {
    trial(|stage| {
        let mut bot = stage.bot();
        stage
            .scene
            .simulator
            .post("/sim/mischief", "do=drip&by=1ms");
        for _ in 0..3 {
            stage.answered(&mut bot, Duration::from_secs(20));
        }
        assert_eq!(bot.times("down"), 0);
    });
}

/// A door on Twitch's side behind which everything takes a second longer, each way.
fn slow_door() {
    let listener = TcpListener::bind("10.77.0.1:7000").expect("nobody else is here");
    std::thread::spawn(move || {
        for near in listener.incoming().map_while(Result::ok) {
            let far = TcpStream::connect("10.77.0.1:6667").expect("the simulator listens");
            let pairs = [(near.try_clone(), far.try_clone()), (Ok(far), Ok(near))];
            for (from, to) in pairs {
                let (from, to) = (from.expect("it is open"), to.expect("it is open"));
                std::thread::spawn(move || carry_slowly(from, to));
            }
        }
    });
}

fn carry_slowly(mut from: TcpStream, mut to: TcpStream) {
    let (underway, arriving) = mpsc::channel::<(Instant, Vec<u8>)>();
    let carrier = std::thread::spawn(move || {
        // Nobody ever sends on this one: it only keeps time.
        let (_never, clock) = mpsc::channel::<()>();
        for (due, bytes) in arriving {
            let left = due.saturating_duration_since(Instant::now());
            let _time = clock.recv_timeout(left);
            if to.write_all(&bytes).is_err() {
                return;
            }
        }
        // The other side may be gone already.
        let _gone = to.shutdown(std::net::Shutdown::Write);
    });
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        let due = Instant::now() + Duration::from_secs(1);
        if underway.send((due, buffer[..count].to_vec())).is_err() {
            break;
        }
    }
    drop(underway);
    // It does not panic.
    let _ended = carrier.join();
}
