//! The headings Users, Channels, Teams and Whispers: profiles, blocks, extensions, titles, editors.

use std::time::Duration;

use serde_json::{Value, json};

use crate::scene::Scene;

const BOT: &str = "12345678";

#[test]
fn a_whisper_reaches_all_connections_of_one_person_and_nobody_else() {
    let mut scene = Scene::new();
    let owner = scene.owner();
    let listener = scene.listener();
    let bot = scene.twitch.open_irc();
    let hello = format!(
        "CAP REQ :twitch.tv/tags twitch.tv/commands\r\nPASS oauth:{}\r\nNICK perty\r\n",
        scene.bot()
    );
    scene.twitch.handle_irc(bot, hello.as_bytes());
    scene.heard(bot);
    let path = format!("/whispers?from_user_id=1001&to_user_id={BOT}");
    let long = json!({"message": "x".repeat(600)}).to_string();
    assert_eq!(scene.call(&owner, ("POST", &path), &long).status, 204);
    let line = scene.heard(bot);
    assert!(
        line.contains("message-id=1;thread-id=1001_12345678;"),
        "{line}"
    );
    let text = format!(" WHISPER perty :{}\r\n", "x".repeat(500));
    assert!(line.ends_with(&text), "cut for strangers: {line}");
    assert_eq!(scene.heard(listener), "");
    // Whoever answered once may be told at length.
    let back = format!("/whispers?from_user_id={BOT}&to_user_id=1001");
    let token = scene.bot();
    scene.call(&token, ("POST", &back), r#"{"message":"hi"}"#);
    scene.call(&owner, ("POST", &path), &long);
    assert!(
        scene
            .heard(bot)
            .ends_with(&format!(":{}\r\n", "x".repeat(600)))
    );
}

#[test]
fn a_whisper_that_cannot_be_sent_says_why() {
    let mut scene = Scene::of(
        "user = [{ login = \"one\", id = \"1\" }, { login = \"two\", id = \"2\" }, { login = \"mute\", id = \"3\", verified_phone = false }, { login = \"gone\", id = \"4\", suspended = true }]",
    );
    let scope = "user%3Amanage%3Awhispers";
    let (one, mute) = (
        scene.user_token("one", scope),
        scene.user_token("mute", scope),
    );
    let two = scene.user_token("two", "user%3Amanage%3Ablocked_users");
    let whisper = |from: &str, to: &str| format!("/whispers?from_user_id={from}&to_user_id={to}");
    for (token, from, to, status) in [
        (&one, "1", "1", 400),
        (&one, "1", "9", 404),
        (&one, "1", "4", 400),
        (&mute, "3", "1", 401),
        (&one, "1", "2", 204),
    ] {
        scene.advance(Duration::from_secs(1));
        let answer = scene.call(token, ("POST", &whisper(from, to)), r#"{"message":"hi"}"#);
        assert_eq!(answer.status, status, "{from} to {to}: {answer:?}");
    }
    let block = ("PUT", "/users/blocks?target_user_id=1");
    assert_eq!(scene.call(&two, block, "").status, 204);
    scene.advance(Duration::from_secs(1));
    let blocked = scene.call(&one, ("POST", &whisper("1", "2")), r#"{"message":"hi"}"#);
    assert_eq!(blocked.status, 403, "{blocked:?}");
}

#[test]
fn nobody_whispers_to_more_than_forty_people_a_day() {
    let mut scene = Scene::new();
    let owner = scene.owner();
    let list = scene.call(
        &owner,
        ("GET", "/channels/followers?broadcaster_id=1001&first=50"),
        "",
    );
    let followers = list.body["data"].as_array().unwrap();
    let ids: Vec<&str> = followers
        .iter()
        .map(|user| user["user_id"].as_str().unwrap())
        .collect();
    let whisper = |scene: &mut Scene, to: &str| {
        scene.advance(Duration::from_secs(1));
        let path = format!("/whispers?from_user_id=1001&to_user_id={to}");
        scene
            .call(&owner, ("POST", &path), r#"{"message":"hi"}"#)
            .status
    };
    for id in &ids[..40] {
        assert_eq!(whisper(&mut scene, id), 204);
    }
    assert_eq!(whisper(&mut scene, ids[40]), 429);
    assert_eq!(whisper(&mut scene, ids[0]), 204, "one of the forty");
    // The token does not live that long.
    scene.advance(Duration::from_secs(86_400));
    let owner = scene.user_token("somechannel", "user%3Amanage%3Awhispers");
    let path = format!("/whispers?from_user_id=1001&to_user_id={}", ids[40]);
    let tomorrow = scene.call(&owner, ("POST", &path), r#"{"message":"hi"}"#);
    assert_eq!(tomorrow.status, 204);
}

#[test]
fn blocks_are_listed_for_their_owner() {
    let mut scene = Scene::new();
    let bot = scene.bot();
    let list = format!("/users/blocks?broadcaster_id={BOT}");
    let target = "/users/blocks?target_user_id=1002";
    for (method, count) in [("PUT", 1), ("PUT", 1), ("DELETE", 0), ("DELETE", 0)] {
        assert_eq!(scene.call(&bot, (method, target), "").status, 204);
        let told = scene.call(&bot, ("GET", &list), "");
        assert_eq!(told.body["data"].as_array().unwrap().len(), count);
    }
    let own = format!("/users/blocks?target_user_id={BOT}");
    assert_eq!(scene.call(&bot, ("PUT", &own), "").status, 400);
}

#[test]
fn a_description_is_changed_kept_or_taken_away() {
    let mut scene = Scene::new();
    let bot = scene.bot();
    for (query, expected) in [
        ("?description=Says%20hello", "Says hello"),
        ("", "Says hello"),
        ("?description=", ""),
    ] {
        let done = scene.call(&bot, ("PUT", &format!("/users{query}")), "");
        assert_eq!(done.text("/data/0/description"), expected, "{query:?}");
        let seen = scene.call(&bot, ("GET", "/users"), "");
        assert_eq!(seen.text("/data/0/description"), expected);
    }
}

#[test]
fn an_application_sees_what_was_granted_to_it() {
    let mut scene = Scene::new();
    scene.user_token("oakmoss", "bits%3Aread");
    let app = scene.app_token();
    let (known, unknown) = (scene.id_of("oakmoss"), scene.id_of("latebus"));
    let path = format!("/authorization/users?user_id={known}&user_id={unknown}");
    let told = scene.call(&app, ("GET", &path), "");
    assert_eq!(told.body["data"][0]["scopes"], json!(["bits:read"]));
    assert_eq!(told.body["data"][1]["scopes"], json!([]));
    assert_eq!(told.body["data"][1]["has_authorized"], false);
}

#[test]
fn an_extension_has_one_place() {
    let mut scene = Scene::new();
    let owner = scene.owner();
    let installed = scene.call(&owner, ("GET", "/users/extensions/list"), "");
    let (id, version) = (
        installed.text("/data/0/id"),
        installed.text("/data/0/version"),
    );
    let place = |kind: &str, number: &str, id: &str| {
        let wish = json!({"active": true, "id": id, "version": version});
        json!({"data": {kind: {number: wish}}}).to_string()
    };
    for (body, status) in [
        (place("panel", "4", &id), 400),
        (place("overlay", "1", &id), 400),
        (place("panel", "1", "unknown"), 404),
        (place("panel", "1", &id), 200),
        (place("panel", "2", &id), 400),
    ] {
        let done = scene.call(&owner, ("PUT", "/users/extensions"), &body);
        assert_eq!(done.status, status, "{body}: {done:?}");
    }
    let app = scene.app_token();
    let seen = scene.call(&app, ("GET", "/users/extensions?user_id=1001"), "");
    assert_eq!(seen.text("/data/panel/1/id"), id);
    assert_eq!(seen.body["data"]["panel"]["2"], json!({"active": false}));
    // Whoever may not change them sees the active ones.
    let reader = scene.user_token("somechannel", "user%3Aread%3Abroadcast");
    let active = scene.call(&reader, ("GET", "/users/extensions/list"), "");
    assert_eq!(active.body["data"].as_array().unwrap().len(), 1);
}

#[test]
fn what_is_changed_of_a_channel_is_what_everybody_sees() {
    let mut scene = Scene::new();
    let (owner, bot) = (scene.owner(), scene.bot());
    let path = "/channels?broadcaster_id=1001";
    let label = |enabled: bool| json!([{"id": "Gambling", "is_enabled": enabled}]);
    for (change, field, expected) in [
        (json!({"title": "New"}), "title", json!("New")),
        (json!({"game_id": "743"}), "game_name", json!("Chess")),
        (json!({"game_id": "0"}), "game_name", json!("")),
        (json!({"tags": ["Fun"]}), "tags", json!(["Fun"])),
        (json!({"tags": []}), "tags", json!([])),
        (json!({"delay": 30}), "delay", json!(30)),
        (
            json!({"content_classification_labels": label(true)}),
            "content_classification_labels",
            json!(["Gambling"]),
        ),
        (
            json!({"content_classification_labels": label(false)}),
            "content_classification_labels",
            json!([]),
        ),
        (
            json!({"broadcaster_language": "de"}),
            "broadcaster_language",
            json!("de"),
        ),
    ] {
        let done = scene.call(&owner, ("PATCH", path), &change.to_string());
        assert_eq!(done.status, 204, "{change}: {done:?}");
        let seen = scene.call(&bot, ("GET", path), "");
        assert_eq!(seen.body["data"][0][field], expected, "{change}");
        assert_eq!(seen.text("/data/0/title"), "New", "the rest stays");
    }
    let streams = scene.call(&bot, ("GET", "/streams?user_id=1001"), "");
    assert_eq!(streams.text("/data/0/title"), "New");
    for bad in [
        json!({}),
        json!({"game_id": "1"}),
        json!({"title": ""}),
        json!({"broadcaster_language": "deutsch"}),
        json!({"tags": ["two words"]}),
    ] {
        let refused = scene.call(&owner, ("PATCH", path), &bad.to_string());
        assert_eq!(refused.status, 400, "{bad}");
    }
    let own = format!("/channels?broadcaster_id={BOT}");
    let refused = scene.call(&bot, ("PATCH", &own), r#"{"delay":30}"#);
    assert_eq!(refused.status, 400, "only partners");
}

#[test]
fn editors_and_teams_are_told() {
    let mut scene = Scene::new();
    let owner = scene.owner();
    let editors = scene.call(&owner, ("GET", "/channels/editors?broadcaster_id=1001"), "");
    assert_eq!(editors.text("/data/0/user_name"), "Blue_Lantern");
    let teams = scene.call(&owner, ("GET", "/teams/channel?broadcaster_id=1001"), "");
    let name = teams.text("/data/0/team_name");
    let team = scene.call(&owner, ("GET", &format!("/teams?name={name}")), "");
    assert_eq!(team.body["data"][0]["users"].as_array().unwrap().len(), 2);
    let none = format!("/teams/channel?broadcaster_id={BOT}");
    let none = scene.call(&owner, ("GET", &none), "");
    assert_eq!(none.body["data"], Value::Null);
    for unknown in ["/teams/channel?broadcaster_id=5", "/teams?id=5"] {
        assert_eq!(scene.call(&owner, ("GET", unknown), "").status, 404);
    }
}
