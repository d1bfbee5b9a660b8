//! Scenes of joining channels: limits, channels that do not answer, and what survives a reconnect.

use std::collections::BTreeSet;

use crate::scene::{Scene, account, login};

/// The channels of every JOIN since this was last asked.
fn joins(scene: &mut Scene) -> Vec<String> {
    let lines = scene.take_lines();
    let lists = lines.iter().filter_map(|line| line.strip_prefix("JOIN "));
    let channels = lists.flat_map(|list| list.split(','));
    channels
        .map(|channel| channel.trim_start_matches('#').to_owned())
        .collect()
}

fn confirm(scene: &mut Scene, channel: &str) {
    scene.receive(format!(
        ":some_bot!some_bot@some_bot.tmi.twitch.tv JOIN #{channel}\r\n"
    ));
}

#[test]
fn i05_five_hundred_channels_are_joined_without_exceeding_the_limit_in_any_window() {
    let names: Vec<_> = (0..500).map(|number| format!("channel{number}")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let mut scene = Scene::new(account(&names), 1);
    let mut arrivals: Vec<f64> = Vec::new();
    let mut joined = BTreeSet::new();
    let mut breaks = 0;
    scene.log_in();
    while joined.len() < 500 {
        for channel in joins(&mut scene) {
            // Lines travel up to two seconds, unevenly, so that what was sent apart may arrive together.
            let delay = f64::from(u32::try_from(arrivals.len() % 3).unwrap());
            arrivals.push(scene.seconds() + delay);
            confirm(&mut scene, &channel);
            joined.insert(channel);
        }
        if joined.len() > 100 * (breaks + 1) && breaks < 3 {
            breaks += 1;
            scene.break_off();
            scene.pass_seconds(61.0);
            scene.log_in();
            joined.clear();
            continue;
        }
        scene.pass_seconds(0.5);
        scene.answer_pings();
        assert!(
            scene.seconds() < 3600.0,
            "{} joined in an hour",
            joined.len()
        );
    }
    arrivals.sort_by(f64::total_cmp);
    for window in arrivals.windows(21) {
        assert!(
            window[20] - window[0] > 10.0,
            "21 JOINs in 10 s: {window:?}"
        );
    }
}

#[test]
fn i05_several_channels_go_into_one_line_below_the_limit_of_irc() {
    let names: Vec<_> = (0..18)
        .map(|number| format!("a_channel_with_25_chars{number:02}"))
        .collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let mut scene = Scene::new(account(&names), 1);
    scene.log_in();
    let lines = scene.take_lines();
    let joins: Vec<_> = lines
        .iter()
        .filter(|line| line.starts_with("JOIN"))
        .collect();
    assert_eq!(joins.len(), 2, "{joins:?}");
    assert!(joins.iter().all(|line| line.len() <= 510), "{joins:?}");
}

#[test]
fn i06_a_channel_that_does_not_answer_is_tried_twice_then_parked_and_holds_up_nobody() {
    let mut scene = Scene::live(account(&["ghost", "real"]), 1);
    confirm(&mut scene, "real");
    let told = "joined real".to_owned();
    assert!(scene.take().contains(&told), "the others go on");
    scene.pass_seconds(10.5);
    assert_eq!(joins(&mut scene), ["ghost"], "a second attempt after 10 s");
    scene.pass_seconds(10.0);
    let told = "not joined ghost: NoAnswer".to_owned();
    assert!(scene.take().contains(&told), "then it is given up");
}

#[test]
fn i06_a_parked_channel_is_tried_again_quietly_and_at_once_when_asked_for() {
    let mut scene = Scene::live(account(&[]), 1);
    scene.wish(|connection, now| connection.join(now, login("ghost")));
    assert_eq!(joins(&mut scene), ["ghost"]);
    let refuse = "@msg-id=msg_banned :tmi.twitch.tv NOTICE #ghost :You are banned\r\n";
    scene.receive(refuse);
    assert_eq!(scene.take()[1..], ["not joined ghost: Banned"]);
    let mut attempts = 0;
    for _ in 0..700 {
        scene.pass_seconds(1.0);
        scene.answer_pings();
        for done in scene.take() {
            if done == "> JOIN #ghost" {
                attempts += 1;
                scene.receive(refuse);
            }
            assert!(
                !done.starts_with("not joined"),
                "the same is not told again"
            );
        }
    }
    assert_eq!(attempts, 1, "once in ten minutes");
    scene.wish(|connection, now| connection.join(now, login("ghost")));
    assert_eq!(joins(&mut scene), ["ghost"]);
    scene.receive(refuse);
    assert_eq!(
        scene.take()[1..],
        ["not joined ghost: Banned"],
        "told to who asks"
    );
}

#[test]
fn i06_every_reason_of_the_server_parks_the_channel() {
    for (id, expected) in [
        ("msg_banned", "Banned"),
        ("msg_channel_suspended", "Suspended"),
        ("tos_ban", "Suspended"),
        ("msg_concurrent_channel_limit_reached", "TooManyChannels"),
        ("msg_room_not_found", "NotFound"),
    ] {
        let mut scene = Scene::live(account(&["a"]), 1);
        scene.receive(format!("@msg-id={id} :tmi.twitch.tv NOTICE #a :no\r\n"));
        assert_eq!(scene.take()[1..], [format!("not joined a: {expected}")]);
        scene.pass_seconds(12.0);
        assert!(joins(&mut scene).is_empty(), "{id} is an answer");
    }
}

#[test]
fn a_notice_in_a_channel_that_was_joined_is_no_failure_to_join() {
    let mut scene = Scene::live(account(&["a"]), 1);
    scene.receive("@room-id=1001;slow=0 :tmi.twitch.tv ROOMSTATE #a\r\n");
    assert_eq!(scene.take()[1..], ["joined a"], "ROOMSTATE confirms too");
    confirm(&mut scene, "a");
    scene.receive("@msg-id=msg_banned :tmi.twitch.tv NOTICE #a :no\r\n");
    let told = scene.take();
    assert!(told.iter().all(|told| told.starts_with('<')), "{told:?}");
}

#[test]
fn i07_after_a_thousand_reconnects_exactly_the_wanted_channels_are_joined_once_each() {
    let mut scene = Scene::new(account(&["a", "b", "c"]), 1);
    for round in 0..1000 {
        scene.log_in();
        let mut joined = joins(&mut scene);
        joined.sort_unstable();
        let wanted: &[&str] = if round % 2 == 0 {
            &["a", "b", "c"]
        } else {
            &["a", "c", "d"]
        };
        assert_eq!(joined, wanted, "round {round}");
        for channel in joined {
            confirm(&mut scene, &channel);
        }
        let told = scene.take();
        let joined = told.iter().filter(|told| told.starts_with("joined"));
        assert_eq!(joined.count(), 3, "{told:?}");
        let (gone, come) = if round % 2 == 0 {
            ("b", "d")
        } else {
            ("d", "b")
        };
        scene.break_off();
        scene.wish(|connection, now| connection.part(now, &login(gone)));
        scene.wish(|connection, now| connection.join(now, login(come)));
        scene.wish(|connection, now| connection.join(now, login(come)));
        scene.pass_seconds(61.0);
        scene.take();
    }
}

#[test]
fn leaving_is_sent_once_and_told_and_being_put_out_is_answered_by_joining_again() {
    let mut scene = Scene::live(account(&["a", "b"]), 1);
    confirm(&mut scene, "a");
    confirm(&mut scene, "b");
    scene.take();
    scene.wish(|connection, now| connection.part(now, &login("a")));
    scene.wish(|connection, now| connection.part(now, &login("a")));
    assert_eq!(scene.take(), ["> PART #a"]);
    scene.receive(":some_bot!some_bot@x PART #a\r\n");
    assert_eq!(scene.take()[1..], ["left a"]);
    scene.receive(":some_bot!some_bot@x PART #b\r\n");
    assert_eq!(scene.take()[1..], ["left b", "> JOIN #b"]);
}

/// On a slow link the answers to the first JOIN and to the PART came when the channel was asked for again already;
/// it was asked for once more, and what the bot showed of it was "joining" for ever.
#[test]
fn i07_a_channel_that_is_left_and_wanted_again_before_the_server_answers_is_joined_once_more_and_no_oftener()
 {
    let mut scene = Scene::live(account(&["a"]), 1);
    let left = ":some_bot!some_bot@x PART #a\r\n";
    for _ in 0..2 {
        scene.wish(|connection, now| connection.part(now, &login("a")));
        scene.wish(|connection, now| connection.join(now, login("a")));
    }
    let lines = scene.take_lines();
    assert_eq!(lines, ["PART #a", "JOIN #a", "PART #a", "JOIN #a"]);
    for _ in 0..2 {
        confirm(&mut scene, "a");
        scene.receive(left);
        let told = scene.take();
        let told: Vec<_> = told.iter().filter(|told| !told.starts_with('<')).collect();
        assert_eq!(told, ["joined a", "left a"]);
    }
    confirm(&mut scene, "a");
    assert!(scene.take().contains(&"joined a".to_owned()));
    scene.pass_seconds(15.0);
    scene.answer_pings();
    assert!(scene.take_lines().is_empty(), "nothing is asked again");
    // Only if the last JOIN gets no answer it is sent again.
    scene.wish(|connection, now| connection.part(now, &login("a")));
    scene.wish(|connection, now| connection.join(now, login("a")));
    assert_eq!(scene.take_lines(), ["PART #a", "JOIN #a"]);
    scene.receive(left);
    scene.pass_seconds(10.5);
    assert_eq!(joins(&mut scene), ["a"]);
}

#[test]
fn i06_a_room_that_the_server_calls_otherwise_by_now_is_not_left() {
    let mut scene = Scene::live(account(&["a"]), 1);
    scene.receive("@room-id=1001;slow=0 :tmi.twitch.tv ROOMSTATE #a\r\n");
    scene.take();
    scene.receive("@room-id=1001;slow=5 :tmi.twitch.tv ROOMSTATE #renamed\r\n");
    assert!(scene.take_lines().is_empty(), "it is the same room");
    scene.receive("@room-id=1002;slow=5 :tmi.twitch.tv ROOMSTATE #strange\r\n");
    assert_eq!(scene.take_lines(), ["PART #strange"]);
}

#[test]
fn others_who_come_and_go_change_nothing() {
    let mut scene = Scene::live(account(&["a"]), 1);
    scene.receive(":ann!ann@ann JOIN #a\r\n:ann!ann@ann PART #a\r\n");
    let told = scene.take();
    assert!(told.iter().all(|told| told.starts_with('<')), "{told:?}");
}
