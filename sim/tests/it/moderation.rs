//! Moderation over the REST API, and what chat hears of it: one world behind both doors.

use std::time::Duration;

use serde_json::{Value, json};

use crate::scene::{Answer, Scene};

const BOT: &str = "12345678";

#[test]
fn a_new_moderator_wears_the_badge_and_an_old_one_does_not() {
    let mut scene = Scene::new();
    let owner = scene.env.peer.token.expose().to_owned();
    let bot = scene.env.account.token.expose().to_owned();
    let reader = reader(&mut scene);
    let path = format!("/moderation/moderators?broadcaster_id=1001&user_id={BOT}");
    let moderated = format!("/moderation/channels?user_id={BOT}");
    for (method, status, is_moderator) in [
        ("DELETE", 400, false),
        ("POST", 204, true),
        ("POST", 400, true),
        ("DELETE", 204, false),
    ] {
        assert_eq!(
            scene.call(&owner, (method, &path), "").status,
            status,
            "{method}"
        );
        let list = scene.call(&owner, ("GET", &path), "");
        assert_eq!(
            list.body["data"].as_array().unwrap().len(),
            usize::from(is_moderator)
        );
        let channels = scene.call(&bot, ("GET", &moderated), "");
        let expected = if is_moderator {
            json!([{"broadcaster_id": "1001", "broadcaster_login": "somechannel", "broadcaster_name": "SomeChannel"}])
        } else {
            json!([])
        };
        assert_eq!(channels.body["data"], expected);
        scene.advance(Duration::from_secs(40));
        assert!(sent(&say(&mut scene, &bot, "hello")));
        let line = heard(&mut scene, reader);
        assert_eq!(line.contains("badges=moderator/1"), is_moderator, "{line}");
    }
}

#[test]
fn who_cannot_become_a_moderator_is_told_why() {
    let mut scene = Scene::new();
    let owner = scene.env.peer.token.expose().to_owned();
    let vip = id_of(&mut scene, "nightheron");
    let banned = id_of(&mut scene, "oakmoss");
    let moderator = id_of(&mut scene, "kettle_on");
    ban(&mut scene, &owner, ("1001", &banned), &Value::Null);
    for (user, status, message) in [
        (
            vip.as_str(),
            422,
            "The user is a VIP. To make them a moderator, you must first remove them as a VIP.",
        ),
        (
            &banned,
            400,
            "The user cannot become a moderator because they're banned from the channel.",
        ),
        (&moderator, 400, "user is already a mod"),
        ("1001", 400, "user is already a mod"),
        (
            "5",
            400,
            "The ID in the user_id query parameter was not found.",
        ),
    ] {
        let path = format!("/moderation/moderators?broadcaster_id=1001&user_id={user}");
        let answer = scene.call(&owner, ("POST", &path), "");
        assert_eq!((answer.status, answer.message()), (status, message));
    }
    for _ in 0..10 {
        scene.call(
            &owner,
            (
                "POST",
                "/moderation/moderators?broadcaster_id=1001&user_id=5",
            ),
            "",
        );
    }
    let answer = scene.call(
        &owner,
        (
            "POST",
            "/moderation/moderators?broadcaster_id=1001&user_id=5",
        ),
        "",
    );
    assert_eq!(answer.status, 429, "ten in ten seconds");
}

#[test]
fn a_ban_over_the_api_ends_in_chat() {
    let mut scene = Scene::new();
    let owner = scene.env.peer.token.expose().to_owned();
    let bot = scene.env.account.token.expose().to_owned();
    let reader = reader(&mut scene);
    let timeout = ban(&mut scene, &owner, ("1001", BOT), &json!(60));
    assert_eq!(
        timeout.body["data"][0],
        json!({
            "broadcaster_id": "1001", "moderator_id": "1001", "user_id": BOT,
            "created_at": "2026-11-22T10:20:00Z", "end_time": "2026-11-22T10:21:00Z",
        })
    );
    let line = heard(&mut scene, reader);
    assert!(line.starts_with("@ban-duration=60;room-id=1001"), "{line}");
    assert!(
        line.ends_with("CLEARCHAT #somechannel :perty\r\n"),
        "{line}"
    );
    let dropped = say(&mut scene, &bot, "hello?");
    assert_eq!(dropped.text("/data/0/drop_reason/code"), "user_timed_out");

    let forever = ban(&mut scene, &owner, ("1001", BOT), &Value::Null);
    assert_eq!(forever.body["data"][0]["end_time"], Value::Null);
    let list = scene.call(
        &owner,
        ("GET", "/moderation/banned?broadcaster_id=1001"),
        "",
    );
    assert_eq!(
        list.body["data"],
        json!([{
            "user_id": BOT, "user_login": "perty", "user_name": "Perty",
            "expires_at": "", "created_at": "2026-11-22T10:20:00Z", "reason": "spam",
            "moderator_id": "1001", "moderator_login": "somechannel", "moderator_name": "SomeChannel",
        }])
    );
    let twice = ban(&mut scene, &owner, ("1001", BOT), &json!(60));
    assert_eq!(
        (twice.status, twice.message()),
        (
            400,
            "The user specified in the user_id field is already banned."
        )
    );
    let dropped = say(&mut scene, &bot, "hello?");
    assert_eq!(dropped.text("/data/0/drop_reason/code"), "user_banned");

    let unban = format!("/moderation/bans?broadcaster_id=1001&moderator_id=1001&user_id={BOT}");
    assert_eq!(scene.call(&owner, ("DELETE", &unban), "").status, 204);
    let again = scene.call(&owner, ("DELETE", &unban), "");
    assert_eq!(
        (again.status, again.message()),
        (
            400,
            "The user in the user_id query parameter is not banned."
        )
    );
    assert!(sent(&say(&mut scene, &bot, "thank you")));
}

#[test]
fn a_timeout_that_is_over_keeps_nobody_out_and_is_not_listed() {
    let mut scene = Scene::new();
    let owner = scene.env.peer.token.expose().to_owned();
    ban(&mut scene, &owner, ("1001", BOT), &json!(60));
    scene.advance(Duration::from_secs(60));
    let path = format!("/moderation/banned?broadcaster_id=1001&user_id={BOT}");
    let list = scene.call(&owner, ("GET", &path), "");
    assert_eq!(list.body["data"], json!([]));
    let again = ban(&mut scene, &owner, ("1001", BOT), &Value::Null);
    assert_eq!(again.status, 200);
}

#[test]
fn moderators_are_safe_from_each_other_and_the_broadcaster_from_all() {
    let mut scene = Scene::new();
    let moderator = scene.user_token("kettle_on", "moderator%3Amanage%3Abanned_users");
    let own = id_of(&mut scene, "kettle_on");
    let other = id_of(&mut scene, "blue_lantern");
    for (user, status) in [("1001", 400), (other.as_str(), 400), (BOT, 200)] {
        let body = json!({"data": {"user_id": user}}).to_string();
        let path = format!("/moderation/bans?broadcaster_id=1001&moderator_id={own}");
        let answer = scene.call(&moderator, ("POST", &path), &body);
        assert_eq!(answer.status, status, "{user}: {answer:?}");
    }
    let owner = scene.env.peer.token.expose().to_owned();
    let by_owner = ban(&mut scene, &owner, ("1001", &other), &json!(1));
    assert_eq!(by_owner.status, 200);
}

#[test]
fn s09_every_mode_of_a_room_is_set_over_the_api_seen_in_chat_and_told_to_whom_it_stops() {
    let long_ago = json!({"follower_mode": true, "follower_mode_duration": 129_600});
    for (change, seen, code) in [
        (
            json!({"follower_mode": true}),
            "followers-only=0",
            "followers_only_mode",
        ),
        (long_ago, "followers-only=129600", "followers_only_mode"),
        (
            json!({"subscriber_mode": true}),
            "subs-only=1",
            "subscribers_only_mode",
        ),
        (
            json!({"emote_mode": true}),
            "emote-only=1",
            "emote_only_mode",
        ),
        (
            json!({"unique_chat_mode": true}),
            "r9k=1",
            "unique_chat_mode",
        ),
        (json!({"slow_mode": true}), "slow=30", "slow_mode"),
        (
            json!({"slow_mode": true, "slow_mode_wait_time": 120}),
            "slow=120",
            "slow_mode",
        ),
    ] {
        let mut scene = Scene::new();
        let owner = scene.env.peer.token.expose().to_owned();
        // Who follows since yesterday is stopped by the longest wait only, who does not by any.
        let speaker = scene.user_token("lurking_only", "user%3Awrite%3Achat");
        let reader = reader(&mut scene);
        let path = "/chat/settings?broadcaster_id=1001&moderator_id=1001";
        let answer = scene.call(&owner, ("PATCH", path), &change.to_string());
        assert_eq!(answer.status, 200, "{change}: {answer:?}");
        let line = heard(&mut scene, reader);
        assert!(
            line.contains(seen) && line.contains("ROOMSTATE #somechannel"),
            "{change}: {line}"
        );
        let id = id_of(&mut scene, "lurking_only");
        let mut last = speak(&mut scene, &speaker, (&id, "the same words"));
        if sent(&last) {
            scene.advance(Duration::from_secs(20));
            last = speak(&mut scene, &speaker, (&id, "the same words"));
        }
        assert_eq!(
            last.text("/data/0/drop_reason/code"),
            code,
            "{change}: {last:?}"
        );
    }
}

#[test]
fn s09_a_room_that_asks_for_a_phone_number_tells_those_without_one() {
    let mut scene = Scene::of(
        "user = [{ login = \"owner\", id = \"1\" }, { login = \"bot\", id = \"2\", verified_phone = false }]",
    );
    let token = scene.env.account.token.expose().to_owned();
    let order = r#"{"do":"settings","channel":"owner","settings":{"verified_phone_only":true}}"#;
    let request = http::Request::post("/sim/chat")
        .header("content-type", "application/json")
        .body(order.as_bytes().to_vec());
    assert_eq!(scene.send(request.unwrap()).status, 200);
    let body = json!({"broadcaster_id": "1", "sender_id": "2", "message": "hello"});
    let answer = scene.call(&token, ("POST", "/chat/messages"), &body.to_string());
    assert_eq!(
        answer.text("/data/0/drop_reason/code"),
        "msg_requires_verified_phone_number"
    );
}

#[test]
fn settings_keep_what_is_not_named_and_show_moderators_more() {
    let mut scene = Scene::new();
    let owner = scene.env.peer.token.expose().to_owned();
    let bot = scene.env.account.token.expose().to_owned();
    let path = "/chat/settings?broadcaster_id=1001&moderator_id=1001";
    let change = json!({"slow_mode": true, "slow_mode_wait_time": 10, "non_moderator_chat_delay": true, "non_moderator_chat_delay_duration": 4});
    scene.call(&owner, ("PATCH", path), &change.to_string());
    let changed = scene.call(&owner, ("PATCH", path), r#"{"follower_mode": true}"#);
    let public = json!({
        "broadcaster_id": "1001", "emote_mode": false,
        "follower_mode": true, "follower_mode_duration": 0,
        "slow_mode": true, "slow_mode_wait_time": 10,
        "subscriber_mode": false, "unique_chat_mode": false,
    });
    let mut whole = public.clone();
    whole["moderator_id"] = json!("1001");
    whole["non_moderator_chat_delay"] = json!(true);
    whole["non_moderator_chat_delay_duration"] = json!(4);
    assert_eq!(changed.body["data"][0], whole);
    assert_eq!(scene.call(&owner, ("GET", path), "").body["data"][0], whole);
    let seen = scene.call(&bot, ("GET", "/chat/settings?broadcaster_id=1001"), "");
    assert_eq!(seen.body["data"][0], public);
    let refused = scene.call(
        &bot,
        (
            "GET",
            &format!("/chat/settings?broadcaster_id=1001&moderator_id={BOT}"),
        ),
        "",
    );
    assert_eq!(refused.status, 403, "the bot is no moderator");
    let off = scene.call(&owner, ("PATCH", path), r#"{"slow_mode": false}"#);
    assert_eq!(off.body["data"][0]["slow_mode_wait_time"], Value::Null);
    for bad in [
        json!({"slow_mode": true, "slow_mode_wait_time": 2}),
        json!({"slow_mode_wait_time": 30}),
        json!({"follower_mode": true, "follower_mode_duration": 129_601}),
        json!({"non_moderator_chat_delay": true, "non_moderator_chat_delay_duration": 3}),
    ] {
        let answer = scene.call(&owner, ("PATCH", path), &bad.to_string());
        assert_eq!(answer.status, 400, "{bad}");
    }
}

#[test]
fn followers_are_counted_for_everybody_and_named_for_moderators() {
    let mut scene = Scene::new();
    let owner = scene.env.peer.token.expose().to_owned();
    let bot = scene.env.account.token.expose().to_owned();
    let path = "/channels/followers?broadcaster_id=1001&first=100";
    let seen = scene.call(&bot, ("GET", path), "");
    assert_eq!(
        (&seen.body["total"], &seen.body["data"]),
        (&json!(51), &json!([]))
    );
    let named = scene.call(&owner, ("GET", path), "");
    let dates: Vec<&str> = named.body["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|follower| follower["followed_at"].as_str().unwrap())
        .collect();
    assert_eq!(dates.len(), 51);
    assert!(dates.is_sorted_by(|one, other| one >= other), "{dates:?}");
    let one = scene.call(&owner, ("GET", &format!("{path}&user_id={BOT}")), "");
    assert_eq!(one.text("/data/0/user_login"), "perty");

    let own = format!("/channels/followed?user_id={BOT}&broadcaster_id=");
    for (channel, count) in [("1001", 1), ("1002", 0)] {
        let followed = scene.call(&bot, ("GET", &format!("{own}{channel}")), "");
        assert_eq!(
            followed.body["data"].as_array().unwrap().len(),
            count,
            "{channel}"
        );
    }
}

#[test]
fn a_subscription_is_told_to_whom_it_belongs() {
    let mut scene = Scene::new();
    for (login, status) in [("mizu_no_oto", 200), ("kettle_on", 404)] {
        let token = scene.user_token(login, "user%3Aread%3Asubscriptions");
        let id = id_of(&mut scene, login);
        let path = format!("/subscriptions/user?broadcaster_id=1001&user_id={id}");
        let answer = scene.call(&token, ("GET", &path), "");
        assert_eq!(answer.status, status, "{login}: {answer:?}");
    }
}

fn reader(scene: &mut Scene) -> streamhand_sim::IrcId {
    let reader = scene.twitch.open_irc();
    scene.twitch.handle_irc(
        reader,
        b"CAP REQ :twitch.tv/tags twitch.tv/commands\r\nNICK justinfan9\r\nJOIN #somechannel\r\n",
    );
    scene.twitch.poll_irc(reader);
    reader
}

fn heard(scene: &mut Scene, reader: streamhand_sim::IrcId) -> String {
    String::from_utf8(scene.twitch.poll_irc(reader).lines.concat()).unwrap()
}

fn say(scene: &mut Scene, token: &str, text: &str) -> Answer {
    speak(scene, token, (BOT, text))
}

fn speak(scene: &mut Scene, token: &str, (sender, text): (&str, &str)) -> Answer {
    let body = json!({"broadcaster_id": "1001", "sender_id": sender, "message": text});
    scene.call(token, ("POST", "/chat/messages"), &body.to_string())
}

fn sent(answer: &Answer) -> bool {
    answer.body["data"][0]["is_sent"] == true
}

fn ban(
    scene: &mut Scene,
    token: &str,
    (moderator, user): (&str, &str),
    duration: &Value,
) -> Answer {
    let body = json!({"data": {"user_id": user, "duration": duration, "reason": "spam"}});
    let path = format!("/moderation/bans?broadcaster_id=1001&moderator_id={moderator}");
    scene.call(token, ("POST", &path), &body.to_string())
}

fn id_of(scene: &mut Scene, login: &str) -> String {
    let app = scene.app_token();
    scene
        .call(&app, ("GET", &format!("/users?login={login}")), "")
        .text("/data/0/id")
}
