//! Scenes of opening and logging in: tokens, refusals, deadlines.

use streamhand_irc::{Identity, Settings};

use crate::scene::{Scene, account};

#[test]
fn a_login_asks_for_capabilities_first_and_takes_its_name_from_the_server() {
    let mut scene = Scene::new(account(&["somechan"]), 1);
    assert_eq!(scene.take(), ["token"]);
    scene.give_token("u1a2");
    assert_eq!(scene.take(), ["open"]);
    scene.open();
    let sent = [
        "> CAP REQ :twitch.tv/tags twitch.tv/commands",
        "> PASS oauth:u1a2",
        "> NICK some_bot",
    ];
    assert_eq!(scene.take(), sent);
    scene.receive(":tmi.twitch.tv 001 other_bot :Welcome, GLHF!\r\n");
    let expected = [
        "< :tmi.twitch.tv 001 other_bot :Welcome, GLHF!",
        "ready as other_bot",
        "health Up",
        "> JOIN #somechan",
    ];
    assert_eq!(scene.take(), expected);
}

#[test]
fn an_anonymous_reader_needs_no_token_and_cannot_write() {
    let mut scene = Scene::new(Settings::new(Identity::Anonymous), 1);
    assert_eq!(scene.take(), ["open"]);
    scene.open();
    let sent = scene.take_lines();
    assert_eq!(sent.len(), 2, "capabilities and nick, no PASS: {sent:?}");
    let digits = sent[1].strip_prefix("NICK justinfan").unwrap();
    assert!(digits.parse::<u32>().is_ok(), "{digits:?} must be digits");
    scene.welcome();
    scene.take();
    scene.wish(|connection, _| connection.say("a".parse().unwrap(), "hi", None));
    assert_eq!(scene.take(), ["not said \"hi\": Anonymous"]);
}

#[test]
fn comings_and_goings_are_asked_for_only_if_they_are_wanted() {
    let mut settings = account(&[]);
    settings.membership = true;
    let mut scene = Scene::new(settings, 1);
    scene.give_token("u1a2");
    scene.open();
    let sent = scene.take_lines();
    assert!(sent[0].ends_with("twitch.tv/membership"), "{sent:?}");
    scene.receive(":tmi.twitch.tv CAP * NAK :twitch.tv/membership\r\n");
    let told = scene.take();
    let refused = "CapabilitiesRefused { names: \"twitch.tv/membership\" }";
    assert!(told.iter().any(|told| told == refused), "{told:?}");
}

#[test]
fn i02_a_server_that_accepts_and_says_nothing_is_given_up_after_twenty_seconds() {
    for is_opened in [false, true] {
        let mut scene = Scene::new(account(&[]), 1);
        scene.give_token("u1a2");
        if is_opened {
            scene.open();
        }
        scene.take();
        scene.pass_seconds(19.9);
        assert!(scene.take().is_empty(), "the deadline is 20 s");
        scene.pass_seconds(0.2);
        let expected = ["close", "disconnected: the login took too long"];
        assert_eq!(scene.take(), expected, "opened: {is_opened}");
    }
}

#[test]
fn a08_a_refused_token_is_told_once_and_not_sent_again_soon() {
    let mut scene = Scene::new(account(&[]), 1);
    let mut passes = 0;
    let mut refusals_told = 0;
    // A source that has no other token, for a day.
    while scene.seconds() < 86_400.0 {
        let mut done = scene.take();
        while let Some(step) = done.pop() {
            match step.as_str() {
                "token" => scene.give_token("bad"),
                "token other than bad" => {
                    refusals_told += 1;
                    scene.give_token("bad");
                }
                "open" => scene.open(),
                "> NICK some_bot" => {
                    passes += 1;
                    scene.receive(":tmi.twitch.tv NOTICE * :Login authentication failed\r\n");
                }
                _ => {}
            }
            done.extend(scene.take());
        }
        scene.pass_to_timeout();
    }
    assert_eq!(refusals_told, 1, "one refusal, one reason to refresh");
    let (least, most) = (20, 30);
    assert!((least..=most).contains(&passes), "{passes} logins in a day");
}

#[test]
fn a08_another_token_is_used_at_once() {
    let mut scene = Scene::new(account(&[]), 1);
    scene.give_token("old");
    scene.open();
    scene.take();
    scene.receive(":tmi.twitch.tv NOTICE * :Login authentication failed\r\n");
    let expected = [
        "< :tmi.twitch.tv NOTICE * :Login authentication failed",
        "refused: BadToken",
        "close",
        "disconnected: the login was refused",
    ];
    assert_eq!(scene.take(), expected);
    scene.pass_seconds(1.0);
    assert_eq!(scene.take(), ["token other than old"]);
    scene.give_token("new");
    assert_eq!(scene.take(), ["open"]);
    scene.open();
    assert!(scene.take().contains(&"> PASS oauth:new".to_owned()));
}

#[test]
fn a08_a_network_fault_is_no_reason_to_refresh() {
    let mut scene = Scene::new(account(&[]), 1);
    for round in 0..100 {
        let asked = scene.take();
        assert_eq!(asked.last().map(String::as_str), Some("token"), "{asked:?}");
        scene.give_token("u1a2");
        match round % 4 {
            0 => scene.fail_to_open(),
            1 => scene.pass_seconds(20.0),
            2 => {
                scene.open();
                scene.break_off();
            }
            _ => {
                scene.open();
                scene.welcome();
                scene.break_off();
            }
        }
        scene.pass_to_timeout();
    }
}

#[test]
fn i12_a_notice_that_nobody_knows_blames_no_token_and_the_deadline_decides() {
    for text in ["Server is full", "", "Login unavailable"] {
        let mut scene = Scene::new(account(&[]), 1);
        scene.give_token("u1a2");
        scene.open();
        scene.take();
        scene.receive(format!(":tmi.twitch.tv NOTICE * :{text}\r\n"));
        assert_eq!(scene.take()[1..], ["refused: Unknown"], "{text:?}");
        scene.pass_seconds(20.0);
        assert_eq!(scene.take()[0], "close", "{text:?}");
        scene.pass_seconds(1.0);
        assert_eq!(scene.take(), ["token"], "no refusal is told for {text:?}");
    }
}

#[test]
fn without_a_token_it_is_asked_for_again_and_nothing_is_opened() {
    let mut scene = Scene::new(account(&[]), 1);
    scene.take();
    scene.wish(|connection, now| connection.handle_no_token(now));
    assert_eq!(scene.take(), ["no token"]);
    scene.pass_seconds(1.0);
    assert_eq!(scene.take(), ["token"]);
}

#[test]
fn more_logins_than_twitch_allows_are_not_tried() {
    let mut scene = Scene::new(account(&[]), 1);
    let mut logins: Vec<f64> = Vec::new();
    for _ in 0..600 {
        scene.give_token("u1a2");
        scene.open();
        if scene.take().iter().any(|done| done.starts_with("> NICK")) {
            logins.push(scene.seconds());
        }
        scene.break_off();
        // A nervous caller who reports ten times a second that there is a network again.
        scene.pass_seconds(0.1);
        scene.wish(|connection, now| connection.handle_link_up(now));
    }
    assert!(logins.len() > 60, "it must not stop trying: {logins:?}");
    for window in logins.windows(21) {
        assert!(
            window[20] - window[0] > 10.0,
            "21 logins in 10 s: {window:?}"
        );
    }
}

#[test]
fn a_limit_of_no_logins_waits_without_waking_all_the_time() {
    let mut settings = account(&[]);
    settings.limits.logins = 0;
    let mut scene = Scene::new(settings, 1);
    scene.pass_seconds(60.0);
    assert_eq!(scene.take(), [""; 0]);
}

#[test]
fn n05_a_portal_that_answers_with_a_page_is_no_chat_and_is_tried_again() {
    let mut scene = Scene::new(account(&["a"]), 1);
    scene.give_token("u1a2");
    scene.open();
    scene.take();
    scene.receive("HTTP/1.1 302 Found\r\nLocation: http://portal.example/login\r\n\r\n<html>");
    assert!(scene.take_lines().is_empty(), "nobody is there to talk to");
    assert!(!scene.connection.is_live());
    scene.pass_seconds(20.1);
    let done = scene.take();
    let told = "disconnected: the login took too long".to_owned();
    assert!(done.contains(&told), "{done:?}");
    scene.pass_seconds(60.0);
    assert!(scene.take().contains(&"token".to_owned()), "it goes on");
}
