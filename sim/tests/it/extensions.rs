//! What belongs to applications and not to channels: extensions, Drops and reports.

use serde_json::{Value, json};

use crate::helix::pages;
use crate::scene::{Answer, Scene};
use streamhand_sim::sample::extension_token;

#[test]
fn configuration_is_kept_apart_for_everybody_and_for_channels() {
    let mut scene = Scene::new();
    let path = "/extensions/configurations";
    let set = |scene: &mut Scene, segment: Value| {
        let mut body = json!({"extension_id": "x", "version": "1"});
        body.as_object_mut()
            .unwrap()
            .extend(segment.as_object().unwrap().clone());
        let token = extension_token();
        scene.call(&token, ("PUT", path), &body.to_string()).status
    };
    let everybody = json!({"segment": "global", "content": "all"});
    let channel = json!({"segment": "broadcaster", "broadcaster_id": "1001", "content": "one"});
    let nobody = json!({"segment": "broadcaster", "broadcaster_id": "5", "content": "none"});
    assert_eq!(set(&mut scene, everybody), 204);
    assert_eq!(set(&mut scene, channel), 204);
    assert_eq!(set(&mut scene, nobody), 400);
    let read = |scene: &mut Scene, query: &str| -> Value {
        let path = format!("{path}?extension_id=x&{query}");
        call(scene, "GET", &path).body["data"].clone()
    };
    let told = json!([{"segment": "global", "content": "all", "version": "1"}]);
    assert_eq!(read(&mut scene, "segment=global"), told);
    let query = "segment=broadcaster&segment=developer&broadcaster_id=1001";
    let own = read(&mut scene, query);
    assert_eq!(own.as_array().unwrap().len(), 1);
    assert_eq!(own[0]["broadcaster_id"], "1001");
    assert_eq!(
        read(&mut scene, "segment=developer&broadcaster_id=1002"),
        json!([])
    );
}

#[test]
fn a_new_secret_comes_later_and_the_old_one_goes_after_that() {
    let mut scene = Scene::new();
    let path = "/extensions/jwt/secrets?extension_id=x";
    let first = call(&mut scene, "GET", path);
    let again = call(&mut scene, "GET", path);
    let old = first.text("/data/0/secrets/0/content");
    assert_eq!(old, again.text("/data/0/secrets/0/content"));
    let now = scene.twitch.now();
    let both = call(&mut scene, "POST", &format!("{path}&delay=600"));
    assert_eq!(both.text("/data/0/secrets/0/content"), old);
    let active_at = now.plus(std::time::Duration::from_secs(600));
    assert_eq!(
        both.text("/data/0/secrets/1/active_at"),
        active_at.to_string()
    );
    scene.advance(std::time::Duration::from_secs(2 * 3_600));
    let rest = call(&mut scene, "GET", path);
    let secrets = rest.body["data"][0]["secrets"].as_array().unwrap().clone();
    assert_eq!(secrets.len(), 1);
    assert_ne!(secrets[0]["content"], old);
}

#[test]
fn an_application_with_a_secret_is_an_extension() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let id = scene.env.client.to_string();
    for (path, status) in [
        (format!("/extensions/released?extension_id={id}"), 200),
        (
            format!("/extensions/released?extension_id={id}&extension_version=9"),
            404,
        ),
        ("/extensions/released?extension_id=x".to_owned(), 404),
        (format!("/extensions/live?extension_id={id}"), 200),
        ("/extensions/live?extension_id=x".to_owned(), 404),
    ] {
        let answer = scene.call(&app, ("GET", &path), "");
        assert_eq!(answer.status, status, "{path}: {answer:?}");
    }
    let own = call(&mut scene, "GET", &format!("/extensions?extension_id={id}"));
    assert_eq!(own.text("/data/0/id"), id);
    scene.form("/sim/live", "login=otherchannel&live=true");
    let path = format!("/extensions/live?extension_id={id}&first=1");
    let first = scene.call(&app, ("GET", &path), "");
    let cursor = first.text("/pagination");
    let second = scene.call(&app, ("GET", &format!("{path}&after={cursor}")), "");
    assert_ne!(
        first.text("/data/0/broadcaster_id"),
        second.text("/data/0/broadcaster_id")
    );
    assert_eq!(
        second.text("/pagination"),
        "",
        "a bare text, and empty at the end"
    );
}

#[test]
fn what_an_extension_says_is_taken_for_channels_that_exist() {
    let mut scene = Scene::new();
    for (path, channel, status) in [
        ("/extensions/chat", "1001", 204),
        ("/extensions/chat", "5", 400),
        ("/extensions/required_configuration", "1001", 204),
        ("/extensions/required_configuration", "5", 400),
    ] {
        let method = if path.ends_with("chat") {
            "POST"
        } else {
            "PUT"
        };
        let body = json!({
            "text": "hi", "extension_id": "x", "extension_version": "1",
            "required_configuration": "a",
        });
        let path = format!("{path}?broadcaster_id={channel}");
        let token = extension_token();
        let answer = scene.call(&token, (method, &path), &body.to_string());
        assert_eq!(answer.status, status, "{path}: {answer:?}");
    }
    let body = json!({"target": ["broadcast"], "broadcaster_id": "1001", "message": "hi"});
    let token = extension_token();
    let sent = scene.call(&token, ("POST", "/extensions/pubsub"), &body.to_string());
    assert_eq!(sent.status, 204, "{sent:?}");
}

#[test]
fn products_are_made_changed_and_hidden_while_they_are_in_development() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let put = |scene: &mut Scene, bits: u32, is_in_development: bool| {
        let body = json!({
            "sku": "crate", "display_name": "A crate", "in_development": is_in_development,
            "cost": {"amount": bits, "type": "bits"},
        });
        scene.call(&app, ("PUT", "/bits/extensions"), &body.to_string())
    };
    assert_eq!(
        put(&mut scene, 50, true).body["data"][0]["cost"]["amount"],
        50
    );
    let list = |scene: &mut Scene, query: &str| {
        let path = format!("/bits/extensions{query}");
        scene.call(&app, ("GET", &path), "").body["data"].clone()
    };
    assert_eq!(list(&mut scene, ""), json!([]));
    let all = list(&mut scene, "?should_include_all=true");
    assert_eq!(all[0]["expiration"], "");
    put(&mut scene, 70, false);
    assert_eq!(list(&mut scene, "")[0]["cost"]["amount"], 70);
}

#[test]
fn drops_are_seen_by_whose_they_are_and_by_the_application() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let path = "/entitlements/drops";
    let all: Vec<Value> = pages(&mut scene, &app, &format!("{path}?first=7"))
        .iter()
        .flat_map(|page| page["data"].as_array().unwrap().clone())
        .collect();
    assert_eq!(all.len(), 30);
    let claimed = format!("{path}?fulfillment_status=CLAIMED&first=1000");
    let claimed = scene.call(&app, ("GET", &claimed), "");
    let claimed = claimed.body["data"].as_array().unwrap().clone();
    assert_eq!(claimed.len(), 23);
    let (owner, id) = (&all[0]["user_id"], &all[0]["id"]);
    let login = scene.call(
        &app,
        ("GET", &format!("/users?id={}", owner.as_str().unwrap())),
        "",
    );
    let viewer = scene.user_token(&login.text("/data/0/login"), "");
    let own = scene.call(&viewer, ("GET", path), "");
    assert_eq!(own.body["data"], json!([all[0]]));
    let body = json!({
        "fulfillment_status": "FULFILLED",
        "entitlement_ids": [id, all[1]["id"], "no-uuid", "0d209000-0000-4000-8000-000000000009"],
    });
    let updated = scene.call(&viewer, ("PATCH", path), &body.to_string());
    assert_eq!(
        updated.body["data"],
        json!([
            {"status": "INVALID_ID", "ids": ["no-uuid"]},
            {"status": "NOT_FOUND", "ids": ["0d209000-0000-4000-8000-000000000009"]},
            {"status": "SUCCESS", "ids": [id]},
            {"status": "UNAUTHORIZED", "ids": [all[1]["id"]]},
        ])
    );
    let own = scene.call(&viewer, ("GET", path), "");
    assert_eq!(own.text("/data/0/fulfillment_status"), "FULFILLED");
}

#[test]
fn reports_are_those_of_ones_own_things() {
    let mut scene = Scene::new();
    let owner = scene.env.peer.token.expose().to_owned();
    let stranger = scene.env.account.token.expose().to_owned();
    let own = scene.call(&owner, ("GET", "/analytics/games"), "");
    assert_eq!(own.text("/data/0/game_id"), "1469308723");
    let none = scene.call(&stranger, ("GET", "/analytics/games"), "");
    assert_eq!(none.body["data"], json!([]));
    let path = "/analytics/games?game_id=743";
    assert_eq!(scene.call(&owner, ("GET", path), "").status, 404);
    let path =
        "/analytics/extensions?started_at=2026-10-01T00:00:00Z&ended_at=2026-10-05T00:00:00Z";
    let report = scene.call(&owner, ("GET", path), "");
    assert_eq!(
        report.text("/data/0/date_range/ended_at"),
        "2026-10-05T00:00:00Z"
    );
    assert_eq!(
        report.text("/data/0/extension_id"),
        scene.env.client.as_str()
    );
}

/// A call of an extension.
fn call(scene: &mut Scene, method: &str, path: &str) -> Answer {
    scene.call(&extension_token(), (method, path), "")
}
