//! Raids: their countdown, and what both channels see of them.

use std::time::Duration;

use serde_json::json;

use super::{broadcaster, heard, reader};
use crate::scene::Scene;

const START: &str = "/raids?from_broadcaster_id=1001&to_broadcaster_id=1002";

#[test]
fn a_raid_arrives_after_ninety_seconds_with_everybody_who_is_there() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    for login in ["kettle_on", "oakmoss", "latebus"] {
        let order = json!({"do": "enter", "channel": "somechannel", "user": login});
        let request = http::Request::post("/sim/chat")
            .header("content-type", "application/json")
            .body(order.to_string().into_bytes());
        assert_eq!(scene.send(request.unwrap()).status, 200);
    }
    let target = reader(&mut scene, "otherchannel");
    let started = scene.call(&token, ("POST", START), "");
    assert_eq!(started.status, 200, "{started:?}");
    scene.advance(Duration::from_secs(89));
    assert_eq!(heard(&mut scene, target), "");
    scene.advance(Duration::from_secs(1));
    let lines = heard(&mut scene, target);
    assert!(
        lines.contains(";msg-id=raid;") && lines.contains(";msg-param-viewerCount=3;"),
        "{lines}"
    );
    assert!(lines.contains(";msg-param-login=somechannel;"), "{lines}");
    assert!(lines.contains("USERNOTICE #otherchannel"), "{lines}");
    let owner = scene.user_token("otherchannel", "moderator%3Aread%3Achatters");
    let chatters = scene.call(
        &owner,
        (
            "GET",
            "/chat/chatters?broadcaster_id=1002&moderator_id=1002",
        ),
        "",
    );
    assert_eq!(chatters.body["total"], 3, "the raiders are in the room");
    let over = scene.call(&token, ("DELETE", "/raids?broadcaster_id=1001"), "");
    assert_eq!(over.status, 404, "nothing is left to be canceled");
}

#[test]
fn a_canceled_raid_is_told_at_home_and_never_arrives() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    let (home, target) = (
        reader(&mut scene, "somechannel"),
        reader(&mut scene, "otherchannel"),
    );
    scene.call(&token, ("POST", START), "");
    assert_eq!(scene.call(&token, ("POST", START), "").status, 409);
    let cancel = ("DELETE", "/raids?broadcaster_id=1001");
    assert_eq!(scene.call(&token, cancel, "").status, 204);
    assert!(heard(&mut scene, home).contains(";msg-id=unraid;"));
    scene.advance(Duration::from_secs(100));
    assert_eq!(heard(&mut scene, target), "");
    assert_eq!(scene.call(&token, cancel, "").status, 404);
}

#[test]
fn a_raid_needs_another_channel_that_wants_it() {
    let mut scene = Scene::of(
        "user = [{ login = \"one\", id = \"1\" }, { login = \"two\", id = \"2\" }]\nchannel = [{ login = \"two\", banned = { one = \"\" } }]",
    );
    let token = scene.user_token("one", "channel%3Amanage%3Araids");
    for (target, expected) in [("1", 400), ("2", 400), ("3", 404)] {
        let path = format!("/raids?from_broadcaster_id=1&to_broadcaster_id={target}");
        let answer = scene.call(&token, ("POST", &path), "");
        assert_eq!(answer.status, expected, "{target}: {answer:?}");
    }
}

#[test]
fn eleven_raids_in_ten_minutes_are_one_too_many() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    let cancel = ("DELETE", "/raids?broadcaster_id=1001");
    for number in 1..=10 {
        let started = scene.call(&token, ("POST", START), "").status;
        assert_eq!(started, 200, "raid {number}");
        assert_eq!(scene.call(&token, cancel, "").status, 204);
    }
    assert_eq!(scene.call(&token, ("POST", START), "").status, 429);
    scene.advance(Duration::from_secs(600));
    assert_eq!(scene.call(&token, ("POST", START), "").status, 200);
}
