//! Scenes of a connection that works, stops working, and comes back.

use std::time::Duration;

use types::MessageId;

use crate::scene::{Scene, account, login};

/// Keeps the connection in good service for so many seconds.
fn serve(scene: &mut Scene, seconds: u32) {
    for _ in 0..seconds {
        scene.pass_seconds(1.0);
        scene.answer_pings();
    }
    scene.take();
}

#[test]
fn i01_a_half_open_connection_is_noticed_within_half_a_minute_whether_chat_comes_or_not() {
    for seed in 0..50 {
        for is_busy in [false, true] {
            let mut scene = Scene::live(account(&[]), seed);
            let mut noticed = None;
            while noticed.is_none() && scene.seconds() < 120.0 {
                scene.pass_seconds(0.5);
                if is_busy {
                    scene.receive(":a!a@a PRIVMSG #a :the other direction still works\r\n");
                }
                let done = scene.take();
                noticed = done
                    .iter()
                    .any(|done| done == "disconnected: the server did not answer a PING")
                    .then(|| scene.seconds());
            }
            let noticed = noticed.expect("a dead connection must be noticed");
            assert!(
                noticed <= 30.5,
                "noticed after {noticed} s (busy: {is_busy})"
            );
        }
    }
}

#[test]
fn i01_n07_a_rough_way_is_asked_more_often_and_a_dead_one_noticed_as_soon() {
    for seed in 0..50 {
        let mut scene = Scene::live(account(&[]), seed);
        serve(&mut scene, 60);
        scene.pass_to_timeout();
        scene.pass_seconds(9.0);
        assert!(scene.answer_pings(), "it is late, and not too late");
        serve(&mut scene, 300);
        let mut asked = 0;
        for _ in 0..120 {
            scene.pass_seconds(1.0);
            asked += usize::from(scene.answer_pings());
        }
        assert!((15..=28).contains(&asked), "{asked} times in two minutes");
        scene.take();
        let cut = scene.seconds();
        let mut told = Vec::new();
        while told.is_empty() {
            scene.pass_seconds(0.5);
            told = scene.take();
            told.retain(|told| told.starts_with("disconnected"));
            assert!(scene.seconds() - cut <= 30.5, "seed {seed}");
        }
    }
}

#[test]
fn i11_n08_our_ping_goes_out_idle_or_busy_and_a_late_answer_is_told() {
    for is_busy in [false, true] {
        let mut scene = Scene::live(account(&[]), 3);
        let mut asked = Vec::new();
        for _ in 0..300 {
            scene.pass_seconds(1.0);
            if is_busy {
                scene.receive(":a!a@a PRIVMSG #a :hi\r\n");
            }
            if scene.answer_pings() {
                asked.push(scene.seconds());
            }
        }
        assert!((14..=20).contains(&asked.len()), "{asked:?} in 300 s");
    }
    let mut scene = Scene::live(account(&[]), 3);
    scene.pass_to_timeout();
    scene.take();
    scene.pass_seconds(3.5);
    assert_eq!(scene.take(), ["health Slow"]);
    scene.receive("PONG :whatever\r\n");
    assert_eq!(scene.take(), ["health Up"]);
}

#[test]
fn i01_a_computer_that_slept_asks_again_before_it_blames_the_server() {
    for seconds in [8.0, 10.0, 12.0, 3600.0] {
        let mut scene = Scene::live(account(&[]), 3);
        scene.pass_to_timeout();
        scene.take();
        scene.sleep_through(seconds);
        assert_eq!(scene.take(), ["> PING :streamhand-2"], "{seconds} s");
        scene.receive("PONG :streamhand-1\r\nPONG :streamhand-2\r\n");
        assert!(scene.take().is_empty());
        assert!(scene.connection.is_live());
    }
}

#[test]
fn i03_a_reconnect_is_followed_at_once_but_not_in_circles() {
    let mut scene = Scene::live(account(&["a"]), 1);
    serve(&mut scene, 90);
    scene.receive(":tmi.twitch.tv RECONNECT\r\n:a!a@a PRIVMSG #a :last words\r\n");
    let expected = [
        "< :tmi.twitch.tv RECONNECT",
        "close",
        "health Down",
        "disconnected: the server asked for a reconnect",
        "< :a!a@a PRIVMSG #a :last words",
    ];
    assert_eq!(scene.take(), expected);
    scene.pass(Duration::ZERO);
    assert_eq!(scene.take(), ["token"], "there is nothing to wait for");
    scene.log_in();
    assert!(scene.take().contains(&"> JOIN #a".to_owned()));
    scene.receive("RECONNECT\r\n");
    scene.take();
    scene.pass_seconds(0.4);
    assert!(scene.take().is_empty(), "the second one in a row waits");
}

#[test]
fn i04_a_link_that_flaps_for_an_hour_is_not_hammered_and_recovers() {
    for seed in 0..20 {
        let mut scene = Scene::new(account(&[]), seed);
        let mut attempts = 0;
        while scene.seconds() < 3600.0 {
            scene.log_in();
            attempts += 1;
            scene.pass_seconds(5.0);
            scene.break_off();
            let before = scene.seconds();
            let wait = scene.pass_to_timeout() - before;
            assert!((0.5..=60.0).contains(&wait), "waited {wait} s");
        }
        assert!(
            (60..=220).contains(&attempts),
            "{attempts} logins in an hour"
        );
        scene.wish(|connection, now| connection.handle_link_up(now));
        scene.log_in();
        serve(&mut scene, 90);
        scene.break_off();
        let before = scene.seconds();
        let wait = scene.pass_to_timeout() - before;
        assert!(wait <= 1.0, "after proven service it waited {wait} s");
    }
}

#[test]
fn i04_service_that_was_not_proven_does_not_reset_the_waiting() {
    let longest = (0..40).map(|seed| {
        let mut scene = Scene::new(account(&[]), seed);
        for _ in 0..7 {
            scene.log_in();
            serve(&mut scene, 30);
            scene.break_off();
            scene.pass_to_timeout();
        }
        scene.log_in();
        scene.break_off();
        let before = scene.seconds();
        scene.pass_to_timeout() - before
    });
    let longest = longest.fold(0.0, f64::max);
    assert!(longest > 30.0, "the longest of 40 waits was {longest} s");
}

#[test]
fn b12_whoever_is_cut_off_every_minute_is_back_within_seconds_each_time() {
    let mut waited = 0.0;
    for seed in 0..20 {
        let mut scene = Scene::new(account(&[]), seed);
        for _ in 0..60 {
            scene.log_in();
            // Just too short for a proof of service.
            serve(&mut scene, 58);
            scene.break_off();
            let before = scene.seconds();
            let wait = scene.pass_to_timeout() - before;
            assert!(wait <= 8.0, "waited {wait} s");
            waited += wait;
        }
    }
    let each = waited / 1_200.0;
    assert!(each <= 2.0, "{each} s are waited each time");
}

#[test]
fn i04_a_network_that_is_back_ends_the_waiting() {
    let mut scene = Scene::new(account(&[]), 1);
    for _ in 0..10 {
        scene.give_token("u1a2");
        scene.fail_to_open();
        scene.pass_to_timeout();
    }
    scene.give_token("u1a2");
    scene.fail_to_open();
    scene.take();
    scene.wish(|connection, now| connection.handle_link_up(now));
    assert_eq!(scene.take(), ["token"]);
}

#[test]
fn i08_what_cannot_be_said_now_is_never_said_later() {
    let mut scene = Scene::live(account(&["a"]), 1);
    let id = MessageId::new("11aa");
    scene.wish(|connection, _| connection.say(login("a"), "one\r\nQUIT", Some(&id)));
    let sent = "> @reply-parent-msg-id=11aa PRIVMSG #a :one  QUIT";
    assert_eq!(scene.take(), [sent]);
    scene.break_off();
    scene.take();
    scene.wish(|connection, _| connection.say(login("a"), "two", None));
    assert_eq!(scene.take(), ["not said \"two\": NotConnected"]);
    scene.pass_seconds(1.0);
    scene.log_in();
    let sent = scene.take_lines();
    assert!(
        !sent.iter().any(|line| line.contains("PRIVMSG")),
        "{sent:?}"
    );
}

#[test]
fn i10_a_ping_is_answered_in_the_same_breath_with_the_same_text() {
    let mut scene = Scene::live(account(&[]), 1);
    scene.receive("PING :tmi.twitch.tv\r\nPING\r\n:x PING a :b c\r\n");
    let expected = ["> PONG :tmi.twitch.tv", "> PONG :", "> PONG :b c"];
    assert_eq!(scene.take(), expected);
}

#[test]
fn n12_however_the_stream_is_cut_the_same_is_done() {
    let stream = "PING :a\r\n:tmi.twitch.tv 001 some_bot :hi\n\
        :some_bot!some_bot@some_bot JOIN #a\r\n@id=1 :é!é@é PRIVMSG #a :é🎉\r\n\
        @ :tmi.twitch.tv\r\nPART\r\nRECONNECT\r\nPING :b\r\nunfinished";
    let whole = play(&[stream.as_bytes()]);
    assert!(whole.iter().any(|done| done == "joined a"), "{whole:?}");
    assert!(
        whole.iter().any(|done| done.contains("Unfinished")),
        "{whole:?}"
    );
    let single: Vec<_> = stream.as_bytes().chunks(1).collect();
    assert_eq!(
        until_closed(&play(&single)),
        until_closed(&whole),
        "byte by byte"
    );
    for at in 0..stream.len() {
        let (head, tail) = stream.as_bytes().split_at(at);
        let cut = play(&[head, tail]);
        assert_eq!(until_closed(&cut), until_closed(&whole), "cut at {at}");
    }
}

/// What was done up to the end of the connection; whoever cuts later bytes off never delivers them.
fn until_closed(done: &[String]) -> &[String] {
    let closed = done.iter().position(|done| done == "close");
    &done[..closed.expect("RECONNECT closes it")]
}

fn play(chunks: &[&[u8]]) -> Vec<String> {
    let mut scene = Scene::new(account(&["a"]), 1);
    scene.give_token("u1a2");
    scene.open();
    for chunk in chunks {
        scene.receive(chunk);
    }
    scene.take()
}

#[test]
fn p07_a_line_that_is_too_long_is_told_and_the_next_one_is_read() {
    let mut scene = Scene::live(account(&[]), 1);
    scene.receive(format!("PRIVMSG #a :{}\r\nPING :b\r\n", "x".repeat(20_000)));
    let done = scene.take();
    assert!(done[0].contains("TooLong"), "{done:?}");
    assert_eq!(done[1..], ["> PONG :b"]);
}

#[test]
fn o02_it_can_be_shut_down_in_every_state_and_does_nothing_afterwards() {
    type Step = fn(&mut Scene);
    let steps: [Step; 5] = [
        |scene| scene.give_token("u1a2"),
        Scene::open,
        Scene::welcome,
        Scene::break_off,
        |scene| scene.pass_seconds(60.0),
    ];
    for count in 0..=steps.len() {
        let mut scene = Scene::new(account(&["a"]), 1);
        for step in &steps[..count] {
            step(&mut scene);
        }
        scene.take();
        scene.wish(|connection, _| connection.shut_down());
        let has_transport = (1..=3).contains(&count);
        let expected: &[&str] = if has_transport { &["close"] } else { &[] };
        assert_eq!(scene.take(), expected, "after {count} steps");
        scene.log_in();
        scene.wish(|connection, now| connection.join(now, login("b")));
        scene.wish(|connection, now| connection.handle_link_up(now));
        scene.break_off();
        scene.pass_seconds(3600.0);
        assert!(scene.take().is_empty(), "after {count} steps and the end");
        assert!(scene.connection.is_closed());
    }
}
