//! The heading Chat beyond messages and settings: announcements, shoutouts, pins, colors, emotes, badges, shared sessions.

use std::time::Duration;

use serde_json::{Value, json};

use crate::scene::Scene;

const OWN: &str = "broadcaster_id=1001&moderator_id=1001";

#[test]
fn an_announcement_stands_in_chat_in_its_color_and_one_in_two_seconds() {
    let mut scene = Scene::new();
    let owner = scene.owner();
    let listener = scene.listener();
    let path = format!("/chat/announcements?{OWN}");
    for (body, color, text) in [
        (json!({"message": "one"}), "PRIMARY", " :one\r\n".to_owned()),
        (
            json!({"message": "x".repeat(501), "color": "green"}),
            "GREEN",
            format!(" :{}\r\n", "x".repeat(500)),
        ),
    ] {
        scene.advance(Duration::from_secs(2));
        let answer = scene.call(&owner, ("POST", &path), &body.to_string());
        assert_eq!(answer.status, 204, "{answer:?}");
        let line = scene.heard(listener);
        let tags = format!("msg-id=announcement;msg-param-color={color};");
        assert!(line.contains(&tags) && line.ends_with(&text), "{line}");
        let again = scene.call(&owner, ("POST", &path), &body.to_string());
        assert_eq!(again.status, 429);
    }
    scene.advance(Duration::from_secs(2));
    for bad in [
        json!({"message": " "}),
        json!({"message": "a", "color": "pink"}),
    ] {
        scene.advance(Duration::from_secs(2));
        let answer = scene.call(&owner, ("POST", &path), &bad.to_string());
        assert_eq!(answer.status, 400, "{bad}");
    }
}

#[test]
fn a_shoutout_wants_a_stream_with_viewers_and_somebody_else() {
    let mut scene = Scene::new();
    let owner = scene.owner();
    let shout = |to: &str| {
        format!("/chat/shoutouts?from_broadcaster_id=1001&moderator_id=1001&to_broadcaster_id={to}")
    };
    let alone = scene.call(&owner, ("POST", &shout("1002")), "");
    assert_eq!(
        (alone.status, alone.message()),
        (
            400,
            "The broadcaster is not streaming live or does not have one or more viewers."
        )
    );
    scene.order(&json!({"do": "enter", "channel": "somechannel", "user": "kettle_on"}));
    let own = scene.call(&owner, ("POST", &shout("1001")), "");
    assert_eq!(
        (own.status, own.message()),
        (400, "The broadcaster may not give themselves a Shoutout.")
    );
    assert_eq!(scene.call(&owner, ("POST", &shout("1002")), "").status, 204);
    scene.form("/sim/live", "login=somechannel&live=false");
    scene.advance(Duration::from_secs(3_600));
    assert_eq!(scene.call(&owner, ("POST", &shout("1002")), "").status, 400);
}

#[test]
fn a_pin_stays_its_time_and_goes_with_its_message() {
    let mut scene = Scene::new();
    let owner = scene.owner();
    let message = scene
        .bot_says("welcome Kappa @somechannel")
        .text("/data/0/message_id");
    let pins = format!("/chat/pins?{OWN}");
    let pin = format!("{pins}&message_id={message}");
    let none = |scene: &mut Scene| {
        let answer = scene.call(&owner, ("GET", &pins), "");
        answer.body["data"] == json!([])
    };
    assert!(none(&mut scene));
    assert_eq!(scene.call(&owner, ("PATCH", &pin), "").status, 404);
    let short = format!("{pin}&duration_seconds=60");
    assert_eq!(scene.call(&owner, ("PUT", &short), "").status, 204);
    assert_eq!(scene.call(&owner, ("PUT", &short), "").status, 409);
    let told = scene.call(&owner, ("GET", &pins), "");
    assert_eq!(told.text("/data/0/sender_user_login"), "perty");
    assert_eq!(told.text("/data/0/ends_at"), "2026-11-22T10:21:00Z");
    let kinds: Vec<&str> = told.body["data"][0]["message"]["fragments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fragment| fragment["type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["text", "emote", "text", "mention"]);
    scene.advance(Duration::from_secs(61));
    assert!(none(&mut scene), "its time is over");
    assert_eq!(scene.call(&owner, ("PUT", &pin), "").status, 204);
    let told = scene.call(&owner, ("GET", &pins), "");
    assert_eq!(told.body["data"][0]["ends_at"], Value::Null);
    assert_eq!(scene.call(&owner, ("DELETE", &pin), "").status, 204);
    assert_eq!(scene.call(&owner, ("DELETE", &pin), "").status, 404);
    scene.call(&owner, ("PUT", &pin), "");
    let delete = format!("/moderation/chat?{OWN}&message_id={message}");
    assert_eq!(scene.call(&owner, ("DELETE", &delete), "").status, 204);
    assert!(none(&mut scene), "what is deleted is not pinned");
    assert_eq!(scene.call(&owner, ("PUT", &pin), "").status, 404);
}

#[test]
fn a_message_can_be_pinned_while_it_is_sent_by_those_who_may() {
    let mut scene = Scene::new();
    let (owner, bot) = (scene.owner(), scene.bot());
    for (token, sender, status) in [(&bot, "12345678", 403), (&owner, "1001", 200)] {
        let body = json!({
            "broadcaster_id": "1001", "sender_id": sender, "message": "read this", "pin": true,
        });
        let answer = scene.call(token, ("POST", "/chat/messages"), &body.to_string());
        assert_eq!(answer.status, status, "{answer:?}");
    }
    let told = scene.call(&owner, ("GET", &format!("/chat/pins?{OWN}")), "");
    assert_eq!(told.text("/data/0/ends_at"), "2026-11-22T10:40:00Z");
}

#[test]
fn a_new_color_shows_with_the_next_line() {
    let mut scene = Scene::new();
    let bot = scene.bot();
    let listener = scene.listener();
    let path = "/chat/color?user_id=12345678";
    for (color, status) in [("sea_green", 204), ("%23123456", 400), ("pink", 400)] {
        let answer = scene.call(&bot, ("PUT", &format!("{path}&color={color}")), "");
        assert_eq!(answer.status, status, "{color}: {answer:?}");
    }
    let told = scene.call(&bot, ("GET", &format!("{path}&user_id=5")), "");
    assert_eq!(
        told.body["data"],
        json!([{"user_id": "12345678", "user_login": "perty", "user_name": "Perty", "color": "#2E8B57"}])
    );
    scene.bot_says("hello");
    assert!(scene.heard(listener).contains("color=#2E8B57;"));
    // Whoever pays Twitch may have any color.
    let token = scene.user_token("nightheron", "user%3Amanage%3Achat_color");
    let id = scene.id_of("nightheron");
    let path = format!("/chat/color?user_id={id}&color=%23123456");
    assert_eq!(scene.call(&token, ("PUT", &path), "").status, 204);
}

#[test]
fn every_badge_of_a_line_has_a_picture() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let listener = scene.listener();
    for login in ["blue_lantern", "nightheron", "oakmoss", "mizu_no_oto"] {
        scene.order(
            &json!({"do": "say", "channel": "somechannel", "user": login, "text": "hi there"}),
        );
    }
    let lines = scene.heard(listener);
    let mut known = Vec::new();
    for path in ["/chat/badges/global", "/chat/badges?broadcaster_id=1001"] {
        let sets = scene.call(&app, ("GET", path), "");
        for set in sets.body["data"].as_array().unwrap() {
            for version in set["versions"].as_array().unwrap() {
                let (set, id) = (&set["set_id"], &version["id"]);
                known.push(format!(
                    "{}/{}",
                    set.as_str().unwrap(),
                    id.as_str().unwrap()
                ));
            }
        }
    }
    let worn = lines
        .split(';')
        .filter_map(|tag| tag.strip_prefix("badges="))
        .flat_map(|badges| badges.split(','))
        .filter(|badge| !badge.is_empty());
    let worn: Vec<&str> = worn.collect();
    assert!(worn.len() > 3, "{lines}");
    for badge in worn {
        assert!(known.iter().any(|known| known == badge), "{badge}");
    }
}

#[test]
fn emotes_are_listed_by_channel_by_set_and_for_whom_they_are() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let count = |scene: &mut Scene, path: &str| {
        let answer = scene.call(&app, ("GET", path), "");
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.body["data"].as_array().unwrap().len()
    };
    assert_eq!(count(&mut scene, "/chat/emotes/global"), 21);
    assert_eq!(count(&mut scene, "/chat/emotes?broadcaster_id=1001"), 6);
    assert_eq!(count(&mut scene, "/chat/emotes?broadcaster_id=12345678"), 0);
    let own = scene.call(&app, ("GET", "/chat/emotes?broadcaster_id=1001"), "");
    let set = own.text("/data/0/emote_set_id");
    let path = format!("/chat/emotes/set?emote_set_id={set}&emote_set_id=0&emote_set_id=no");
    assert_eq!(count(&mut scene, &path), 23, "two of the first tier");
    let token = scene.user_token("mizu_no_oto", "user%3Aread%3Aemotes");
    let id = scene.id_of("mizu_no_oto");
    let mut names = Vec::new();
    let mut path = format!("/chat/emotes/user?user_id={id}&broadcaster_id=1001");
    for _ in 0..2 {
        let page = scene.call(&token, ("GET", &path), "");
        for emote in page.body["data"].as_array().unwrap() {
            names.push(emote["name"].as_str().unwrap().to_owned());
        }
        let cursor = page.body["pagination"]["cursor"].as_str();
        path = format!("{path}&after={}", cursor.unwrap_or_default());
    }
    assert_eq!(names.len(), 24, "{names:?}");
    assert!(names.contains(&"somechanHi".to_owned()), "{names:?}");
    assert!(names.contains(&"somechanWave".to_owned()), "{names:?}");
}

#[test]
fn what_an_app_token_says_wears_the_badge_of_a_bot_in_every_room() {
    let mut scene = Scene::new();
    scene.user_token("somechannel", "channel%3Abot");
    let (app, bot) = (scene.app_token(), scene.bot());
    scene.order(&json!({"do": "share", "channels": ["somechannel", "otherchannel"]}));
    let listener = scene.listener();
    scene.twitch.handle_irc(listener, b"JOIN #otherchannel\r\n");
    scene.heard(listener);
    for (token, sender, expected) in [
        (&app, "12345678", true),
        (&bot, "12345678", false),
        (&app, "1001", false),
    ] {
        scene.advance(Duration::from_secs(60));
        let mut body =
            json!({"broadcaster_id": "1001", "sender_id": sender, "message": "who am I"});
        if *token == app {
            body["for_source_only"] = json!(false);
        }
        let sent = scene.call(token, ("POST", "/chat/messages"), &body.to_string());
        assert_eq!(sent.body["data"][0]["is_sent"], true, "{sent:?}");
        let heard = scene.heard(listener);
        let lines: Vec<&str> = heard.lines().collect();
        assert_eq!(lines.len(), 2, "the original and its copy: {heard}");
        for line in lines {
            for name in [";badges=", ";source-badges="] {
                let badges = line
                    .split(name)
                    .nth(1)
                    .and_then(|rest| rest.split(';').next());
                let is_worn = badges
                    .unwrap()
                    .split(',')
                    .any(|badge| badge == "bot-badge/1");
                assert_eq!(is_worn, expected, "{name} of {sender}: {line}");
            }
        }
    }
}

#[test]
fn a_shared_session_has_a_host_and_an_end() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let path = "/shared_chat/session?broadcaster_id=1001";
    let empty = json!([]);
    assert_eq!(scene.call(&app, ("GET", path), "").body["data"], empty);
    scene.order(&json!({"do": "share", "channels": ["somechannel", "otherchannel"]}));
    let told = scene.call(&app, ("GET", path), "");
    assert_eq!(told.text("/data/0/host_broadcaster_id"), "1001");
    assert_eq!(
        told.body["data"][0]["participants"],
        json!([{"broadcaster_id": "1001"}, {"broadcaster_id": "1002"}])
    );
    scene.order(&json!({"do": "unshare", "channel": "otherchannel"}));
    assert_eq!(scene.call(&app, ("GET", path), "").body["data"], empty);
}
