//! What moderators do, and what everybody is told of it.

use super::scene::{Scene, bare, tag};
use crate::irc::order::OrderError;

#[test]
fn a_cleared_chat_a_timeout_and_a_ban_have_the_lines_of_twitch() {
    let mut scene = Scene::new();
    let reader = scene.client_in("somechannel", "somechannel");
    let hit = scene.client_in("perty", "somechannel");
    scene.read(reader);
    for order in [
        r#"{"do":"clear","channel":"somechannel"}"#,
        r#"{"do":"time_out","channel":"somechannel","user":"perty","seconds":600}"#,
        r#"{"do":"ban","channel":"somechannel","user":"perty"}"#,
    ] {
        scene.order(order).unwrap();
    }
    let lines = [
        "@room-id=1001;tmi-sent-ts=1795341600000 :tmi.twitch.tv CLEARCHAT #somechannel",
        "@ban-duration=600;room-id=1001;target-user-id=12345678;tmi-sent-ts=1795341600000 :tmi.twitch.tv CLEARCHAT #somechannel :perty",
        "@room-id=1001;target-user-id=12345678;tmi-sent-ts=1795341600000 :tmi.twitch.tv CLEARCHAT #somechannel :perty",
    ];
    let part = ":perty!perty@perty.tmi.twitch.tv PART #somechannel";
    assert_eq!(scene.read(reader), [&lines[..], &[part]].concat());
    let banned = "@msg-id=msg_banned :tmi.twitch.tv NOTICE #somechannel :You are permanently banned from talking in somechannel.";
    assert_eq!(scene.read(hit), [&lines[..], &[banned, part]].concat());
    assert_eq!(
        scene.notices(hit, "PRIVMSG #somechannel :let me in"),
        ["msg_banned"]
    );
}

#[test]
fn s09_a_timeout_tells_the_seconds_left_and_ends_by_itself() {
    let mut scene = Scene::new();
    let id = scene.client_in("perty", "somechannel");
    scene
        .order(r#"{"do":"time_out","channel":"somechannel","user":"perty","seconds":60}"#)
        .unwrap();
    scene.seconds(20);
    scene.read(id);
    scene.send(id, "PRIVMSG #somechannel :hello");
    assert_eq!(
        scene.read(id),
        [
            "@msg-id=msg_timedout :tmi.twitch.tv NOTICE #somechannel :You are timed out for 40 more seconds."
        ]
    );
    scene.seconds(40);
    assert_eq!(scene.notices(id, "PRIVMSG #somechannel :hello"), [""; 0]);
}

#[test]
fn an_unban_opens_the_room_again_and_only_one_who_is_banned_can_be_unbanned() {
    let mut scene = Scene::new();
    let id = scene.client("perty");
    let unban = r#"{"do":"unban","channel":"somechannel","user":"perty"}"#;
    assert_eq!(
        scene.order(unban),
        Err(OrderError::NotBanned("perty".parse().unwrap()))
    );
    scene
        .order(r#"{"do":"ban","channel":"somechannel","user":"perty"}"#)
        .unwrap();
    scene.order(unban).unwrap();
    assert_eq!(scene.notices(id, "JOIN #somechannel"), [""; 0]);
}

#[test]
fn a_deleted_message_is_named_and_cannot_be_answered() {
    let mut scene = Scene::new();
    let id = scene.client_in("perty", "somechannel");
    scene.rest("somechannel", "somechannel", "oops");
    let message = tag(&scene.read(id)[0], "id").to_owned();
    let delete = format!(r#"{{"do":"delete","channel":"somechannel","message_id":"{message}"}}"#);
    scene.order(&delete).unwrap();
    assert_eq!(
        scene.read(id),
        [format!(
            "@login=somechannel;room-id=;target-msg-id={message};tmi-sent-ts=1795341600000 :tmi.twitch.tv CLEARMSG #somechannel :oops"
        )]
    );
    assert_eq!(scene.order(&delete), Err(OrderError::NoMessage(message)));
}

#[test]
fn a_changed_mode_is_told_with_its_tag_alone() {
    let mut scene = Scene::new();
    let id = scene.client_in("perty", "somechannel");
    let mut told = Vec::new();
    for settings in [
        r#"{"slow_seconds":10}"#,
        r#"{"slow_seconds":10,"emote_only":true}"#,
        r#"{"followers_only_minutes":0}"#,
        r#"{"followers_only_minutes":30,"subscribers_only":true,"unique_chat":true}"#,
        "{}",
    ] {
        scene
            .order(&format!(
                r#"{{"do":"settings","channel":"somechannel","settings":{settings}}}"#
            ))
            .unwrap();
        let lines = scene.read(id);
        told.extend(
            lines
                .iter()
                .filter(|line| line.contains("NOTICE"))
                .map(|line| tag(line, "msg-id").to_owned()),
        );
        if settings == r#"{"slow_seconds":10}"# {
            assert_eq!(
                lines,
                [
                    "@room-id=1001;slow=10 :tmi.twitch.tv ROOMSTATE #somechannel",
                    "@msg-id=slow_on :tmi.twitch.tv NOTICE #somechannel :This room is now in slow mode. You may send messages every 10 seconds.",
                ]
            );
        }
    }
    assert_eq!(
        told,
        [
            "slow_on",
            "emote_only_on",
            "emote_only_off",
            "followers_on_zero",
            "slow_off",
            "followers_on",
            "r9k_on",
            "subs_on",
            "followers_off",
            "r9k_off",
            "subs_off",
        ]
    );
}

#[test]
fn what_is_celebrated_is_told_and_becomes_true() {
    let mut scene = Scene::new();
    let id = scene.client_in("perty", "somechannel");
    for (order, kind, said) in [
        (
            r#"{"do":"subscribe","channel":"somechannel","user":"otherchannel","tier":"2000"}"#,
            "sub",
            "OtherChannel\\ssubscribed\\sat\\sTier\\s2.",
        ),
        (
            r#"{"do":"resubscribe","channel":"somechannel","user":"otherchannel","months":27,"streak":3,"text":"still here"}"#,
            "resub",
            "OtherChannel\\ssubscribed\\sat\\sTier\\s1.\\sThey've\\ssubscribed\\sfor\\s27\\smonths,\\scurrently\\son\\sa\\s3\\smonth\\sstreak!",
        ),
        (
            r#"{"do":"pay_on","channel":"somechannel","user":"perty","gifter":"otherchannel"}"#,
            "giftpaidupgrade",
            "Perty\\sis\\scontinuing\\sthe\\sGift\\sSub\\sthey\\sgot\\sfrom\\sOtherChannel!",
        ),
        (
            r#"{"do":"raid","channel":"somechannel","user":"otherchannel","viewers":15}"#,
            "raid",
            "15\\sraiders\\sfrom\\sOtherChannel\\shave\\sjoined!",
        ),
        (
            r#"{"do":"cancel_raid","channel":"somechannel","user":"somechannel"}"#,
            "unraid",
            "The\\sraid\\shas\\sbeen\\scanceled.",
        ),
        (
            r#"{"do":"announce","channel":"somechannel","user":"somechannel","text":"look"}"#,
            "announcement",
            "",
        ),
        (
            r#"{"do":"cheer_up","channel":"somechannel","user":"perty","threshold":1000}"#,
            "bitsbadgetier",
            "bits\\sbadge\\stier\\snotification",
        ),
        (
            r#"{"do":"watch_streak","channel":"somechannel","user":"perty","streams":5}"#,
            "viewermilestone",
            "Perty\\swatched\\s5\\sconsecutive\\sstreams\\sand\\ssparked\\sa\\swatch\\sstreak!",
        ),
    ] {
        scene.order(order).unwrap();
        let line = scene.read(id).remove(0);
        assert_eq!(
            (tag(&line, "msg-id"), tag(&line, "system-msg")),
            (kind, said)
        );
    }
    let other = scene.id("otherchannel");
    assert_eq!(scene.channel("somechannel").subscribers[&other].months, 27);
}

#[test]
fn a_resub_has_the_tags_of_twitch_and_the_words_of_the_viewer() {
    let mut scene = Scene::new();
    let id = scene.client_in("perty", "somechannel");
    scene.order(r#"{"do":"resubscribe","channel":"somechannel","user":"otherchannel","months":27,"text":"still here"}"#).unwrap();
    assert_eq!(
        scene.transcript(id),
        [
            "@badge-info=subscriber/27;badges=subscriber/24;color=#2E8B57;display-name=OtherChannel;emotes=;flags=;id=<uuid>;login=otherchannel;mod=0;msg-id=resub;msg-param-cumulative-months=27;msg-param-months=0;msg-param-multimonth-duration=0;msg-param-multimonth-tenure=0;msg-param-should-share-streak=0;msg-param-sub-plan=1000;msg-param-sub-plan-name=Channel\\sSubscription;msg-param-was-gifted=false;room-id=1001;subscriber=1;system-msg=OtherChannel\\ssubscribed\\sat\\sTier\\s1.\\sThey've\\ssubscribed\\sfor\\s27\\smonths!;tmi-sent-ts=1795341600000;user-id=1002;user-type=;vip=0 :tmi.twitch.tv USERNOTICE #somechannel :still here"
        ]
    );
}

#[test]
fn a_gift_tells_all_the_months_of_its_recipient() {
    let mut scene = Scene::new();
    let id = scene.client_in("perty", "somechannel");
    scene
        .order(r#"{"do":"resubscribe","channel":"somechannel","user":"otherchannel","months":27}"#)
        .unwrap();
    scene.read(id);
    for (recipient, months) in [("otherchannel", "28"), ("perty", "1"), ("perty", "2")] {
        scene.order(&format!(r#"{{"do":"gift","channel":"somechannel","user":"somechannel","to":["{recipient}"]}}"#)).unwrap();
        let line = scene.read(id).remove(0);
        assert_eq!(
            (
                tag(&line, "msg-param-months"),
                tag(&line, "msg-param-gift-months")
            ),
            (months, "1"),
            "{recipient}"
        );
    }
}

#[test]
fn a_copied_mass_gift_names_the_community_that_got_it() {
    let mut scene = Scene::new();
    let there = scene.client_in("perty", "otherchannel");
    scene
        .order(r#"{"do":"share","channels":["somechannel","otherchannel"]}"#)
        .unwrap();
    scene.order(r#"{"do":"gift","channel":"somechannel","user":"somechannel","to":["perty","otherchannel"]}"#).unwrap();
    let copy = scene.read(there).remove(0);
    assert_eq!(tag(&copy, "source-msg-id"), "submysterygift");
    assert_eq!(
        tag(&copy, "system-msg"),
        "SomeChannel\\sis\\sgifting\\s2\\sTier\\s1\\sSubs\\sto\\sSomeChannel's\\scommunity!"
    );
}

#[test]
fn a_mass_gift_is_one_line_for_the_whole_and_one_for_each_with_the_same_origin() {
    let mut scene = Scene::new();
    let id = scene.client_in("perty", "somechannel");
    scene.order(r#"{"do":"gift","channel":"somechannel","user":"somechannel","to":["perty","otherchannel"]}"#).unwrap();
    let lines = scene.read(id);
    let kinds: Vec<&str> = lines.iter().map(|line| tag(line, "msg-id")).collect();
    assert_eq!(kinds, ["submysterygift", "subgift", "subgift"]);
    assert!(
        lines
            .iter()
            .all(|line| tag(line, "msg-param-origin-id") == tag(&lines[0], "msg-param-origin-id"))
    );
    assert_eq!(bare(&lines[0]), ":tmi.twitch.tv USERNOTICE #somechannel");
    assert_eq!(tag(&lines[1], "msg-param-recipient-user-name"), "perty");
}
