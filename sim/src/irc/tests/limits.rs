//! Twitch's limits with their real consequences, in virtual time.

use std::time::Duration;

use types::Timestamp;

use super::scene::Scene;
use crate::chat::said::{Outcome, Refusal};

fn code(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Sent { .. } => "sent",
        Outcome::Dropped(dropped) => dropped.code,
        Outcome::Refused(_) => "refused",
    }
}

#[test]
fn s03_the_21st_message_in_30_seconds_silences_for_an_hour_except_where_privileged() {
    let mut scene = Scene::new();
    let id = scene.client_in("perty", "somechannel");
    let perty = scene.id("perty");
    scene.channel("otherchannel").moderators.insert(perty);
    let mut answers = 0;
    for number in 0..21 {
        scene.send(id, &format!("PRIVMSG #somechannel :message {number}"));
        answers += scene.read(id).len();
        scene.wait(Duration::from_millis(1_100));
    }
    assert_eq!(answers, 20, "the 21st gets no USERSTATE and no NOTICE");
    scene.send(id, "PRIVMSG #otherchannel :as a moderator");
    assert_eq!(scene.read(id).len(), 1, "moderators are still heard");
    scene.seconds(3_500);
    assert_eq!(
        code(&scene.rest("somechannel", "perty", "hello?")),
        "rate_limited"
    );
    scene.seconds(101);
    assert_eq!(
        code(&scene.rest("somechannel", "perty", "hello again")),
        "sent"
    );
    let account = &scene.chat.statistics.accounts[&scene.id("perty")];
    assert_eq!((account.sent, account.over_limit), (22, 2));
}

#[test]
fn s03_a_moderator_may_send_a_hundred_which_count_elsewhere_too() {
    let mut scene = Scene::new();
    let perty = scene.id("perty");
    scene.channel("somechannel").moderators.insert(perty);
    for number in 0..100 {
        assert_eq!(
            code(&scene.rest("somechannel", "perty", &format!("{number}"))),
            "sent",
            "{number}"
        );
    }
    assert_eq!(
        code(&scene.rest("otherchannel", "perty", "a viewer here")),
        "rate_limited"
    );
    assert_eq!(
        code(&scene.rest("somechannel", "perty", "the 102nd")),
        "rate_limited"
    );
    scene.seconds(30);
    assert_eq!(
        code(&scene.rest("somechannel", "perty", "a moderator again")),
        "sent"
    );
    assert_eq!(
        code(&scene.rest("otherchannel", "perty", "still silenced here")),
        "rate_limited"
    );
}

#[test]
fn s02_pace_and_repetition_are_told_and_do_not_bind_moderators() {
    let mut scene = Scene::new();
    let id = scene.client_in("perty", "somechannel");
    let say =
        |scene: &mut Scene, text: &str| scene.notices(id, &format!("PRIVMSG #somechannel :{text}"));
    assert_eq!(say(&mut scene, "hello"), [""; 0]);
    assert_eq!(say(&mut scene, "too fast"), ["msg_ratelimit"]);
    scene.seconds(1);
    assert_eq!(say(&mut scene, "hello"), ["msg_duplicate"]);
    assert_eq!(say(&mut scene, "hello \u{E0000}"), ["msg_duplicate"]);
    scene.wait(Duration::from_millis(28_999));
    assert_eq!(say(&mut scene, "hello"), ["msg_duplicate"]);
    scene.wait(Duration::from_millis(1));
    assert_eq!(say(&mut scene, "hello"), [""; 0]);
    let perty = scene.id("perty");
    scene.channel("somechannel").moderators.insert(perty);
    assert_eq!(say(&mut scene, "hello"), [""; 0]);
}

#[test]
fn s09_each_mode_of_a_room_has_its_notice_and_its_code() {
    for (settings, notice, rest, text) in [
        (
            r#"{"followers_only_minutes":0}"#,
            "msg_followersonly_zero",
            "followers_only_mode",
            "hi",
        ),
        (
            r#"{"followers_only_minutes":10}"#,
            "msg_followersonly",
            "followers_only_mode",
            "hi",
        ),
        (
            r#"{"subscribers_only":true}"#,
            "msg_subsonly",
            "subscribers_only_mode",
            "hi",
        ),
        (
            r#"{"emote_only":true}"#,
            "msg_emoteonly",
            "emote_only_mode",
            "hi Kappa",
        ),
        (
            r#"{"unique_chat":true}"#,
            "msg_r9k",
            "unique_chat_mode",
            "said before",
        ),
        (r#"{"slow_seconds":30}"#, "msg_slowmode", "slow_mode", "hi"),
    ] {
        let mut scene = Scene::new();
        let newcomer = scene.nobody_special();
        let id = scene.client_in(&newcomer, "somechannel");
        scene.rest("somechannel", &newcomer, "before");
        scene
            .order(&format!(
                r#"{{"do":"settings","channel":"somechannel","settings":{settings}}}"#
            ))
            .unwrap();
        scene.rest("somechannel", "somechannel", "said before");
        scene.seconds(2);
        scene.read(id);
        assert_eq!(
            scene.notices(id, &format!("PRIVMSG #somechannel :{text}")),
            [notice],
            "{settings}"
        );
        assert_eq!(
            code(&scene.rest("somechannel", &newcomer, text)),
            rest,
            "{settings}"
        );
        let newcomer = scene.id(&newcomer);
        scene.channel("somechannel").vips.insert(newcomer);
        assert_eq!(
            scene.notices(id, &format!("PRIVMSG #somechannel :{text}")),
            [""; 0],
            "a VIP in {settings}"
        );
    }
}

#[test]
fn s09_a_follower_speaks_when_they_have_followed_long_enough() {
    let mut scene = Scene::new();
    let newcomer = scene.nobody_special();
    let user = scene.id(&newcomer);
    let now = scene.world.now;
    scene.channel("somechannel").followers.insert(user, now);
    scene
        .order(
            r#"{"do":"settings","channel":"somechannel","settings":{"followers_only_minutes":10}}"#,
        )
        .unwrap();
    let id = scene.client_in(&newcomer, "somechannel");
    assert_eq!(
        scene.notices(id, "PRIVMSG #somechannel :hi"),
        ["msg_followersonly_followed"]
    );
    scene.seconds(600);
    assert_eq!(scene.notices(id, "PRIVMSG #somechannel :hi"), [""; 0]);
}

#[test]
fn s06_500_characters_are_the_most() {
    let mut scene = Scene::new();
    let id = scene.client_in("perty", "somechannel");
    let reader = scene.client_in("somechannel", "somechannel");
    let long = "ü".repeat(501);
    scene.send(id, &format!("PRIVMSG #somechannel :{long}"));
    let line = scene.read(reader).pop().unwrap();
    assert_eq!(line.matches('ü').count(), 500);
    assert_eq!(
        scene.rest("somechannel", "perty", &long),
        Outcome::Refused(Refusal::TooLong)
    );
}

#[test]
fn i05_joins_beyond_20_in_10_seconds_are_dropped_whatever_the_phase() {
    let mut scene = Scene::new();
    scene.add_channels(60);
    let (first, second) = (scene.client("perty"), scene.client("perty"));
    let joined = |scene: &mut Scene, id| {
        scene
            .read(id)
            .iter()
            .filter(|line| line.contains(" JOIN "))
            .count()
    };
    let names: Vec<String> = (0..15).map(|number| format!("#room{number}")).collect();
    scene.send(first, &format!("JOIN {}", names.join(",")));
    scene.wait(Duration::from_millis(9_999));
    let names: Vec<String> = (15..30).map(|number| format!("#room{number}")).collect();
    // The limit is the account's, over all its connections.
    scene.send(second, &format!("JOIN {}", names.join(",")));
    assert_eq!(
        (joined(&mut scene, first), joined(&mut scene, second)),
        (15, 5)
    );
    assert_eq!(scene.chat.statistics.joins_dropped, 10);
    scene.wait(Duration::from_millis(1));
    let names: Vec<String> = (30..60).map(|number| format!("#room{number}")).collect();
    scene.send(first, &format!("JOIN {}", names.join(",")));
    assert_eq!(joined(&mut scene, first), 15);
}

#[test]
fn a_hundred_channels_are_the_most_and_moderated_ones_are_free() {
    let mut scene = Scene::new();
    scene.add_channels(102);
    let perty = scene.id("perty");
    scene.channel("room101").moderators.insert(perty);
    let id = scene.client("perty");
    for number in 0..100 {
        scene.send(id, &format!("JOIN #room{number}"));
        scene.seconds(1);
    }
    scene.read(id);
    assert_eq!(
        scene.notices(id, "JOIN #room100"),
        ["msg_concurrent_channel_limit_reached"]
    );
    assert_eq!(scene.notices(id, "JOIN #room101,#perty"), [""; 0]);
    scene.seconds(10);
    assert_eq!(scene.notices(id, "PART #room0\r\nJOIN #room100"), [""; 0]);
}

#[test]
fn a08_logins_beyond_20_in_10_seconds_are_refused_in_other_words_than_a_bad_token() {
    let mut scene = Scene::new();
    let token = scene.token("perty", "chat:read");
    let login = |scene: &mut Scene| {
        let id = scene.connect();
        scene.send(id, &format!("PASS oauth:{token}\r\nNICK perty"));
        scene.read(id).remove(0)
    };
    for number in 0..20 {
        assert!(login(&mut scene).contains(" 001 "), "{number}");
    }
    assert_eq!(
        login(&mut scene),
        ":tmi.twitch.tv NOTICE * :Login unsuccessful"
    );
    scene.seconds(10);
    assert!(login(&mut scene).contains(" 001 "));
}

#[test]
fn a_verified_bot_has_higher_limits() {
    let mut scene = Scene::new();
    let mut user = scene.world.users.by_login("perty").unwrap().clone();
    user.is_verified_bot = true;
    scene.world.users.insert(user);
    scene.add_channels(40);
    let id = scene.client("perty");
    let names: Vec<String> = (0..40).map(|number| format!("#room{number}")).collect();
    scene.send(id, &format!("JOIN {}", names.join(",")));
    assert_eq!(scene.chat.statistics.joins_dropped, 0);
    for number in 0..40 {
        let outcome = scene.rest(&format!("room{number}"), "perty", "hello");
        assert_eq!(code(&outcome), "sent", "{number}");
    }
}

#[test]
fn i09_a_client_that_does_not_read_is_let_go_before_it_fills_the_memory() {
    let mut scene = Scene::new();
    let id = scene.client_in("perty", "somechannel");
    let text = "x".repeat(500);
    let mut lines = 0;
    while !scene.chat.outboxes.is_closing(id) {
        scene.world.now = Timestamp::from_unix_millis(scene.world.now.as_unix_millis() + 1_000);
        scene.order(&format!(r#"{{"do":"announce","channel":"somechannel","user":"somechannel","text":"{text}"}}"#)).unwrap();
        lines += 1;
        assert!(lines < 200_000, "it is never let go");
    }
    let bytes: usize = scene
        .chat
        .outboxes
        .poll(id)
        .lines
        .iter()
        .map(bytes::Bytes::len)
        .sum();
    assert!(bytes < 17 << 20, "{bytes}");
}
