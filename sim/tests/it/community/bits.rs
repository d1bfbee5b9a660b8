//! Bits: cheers, who cheered most, and what can be cheered with.

use serde_json::{Value, json};

use super::{broadcaster, heard, reader, take_part, took_part};
use crate::scene::Scene;

#[test]
fn a_cheer_stands_in_chat_and_on_the_leaderboard() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    let reader = reader(&mut scene, "somechannel");
    took_part(
        &mut scene,
        &json!({"do": "cheer", "user": "oakmoss", "bits": 100_000, "text": "for tea"}),
    );
    let lines = heard(&mut scene, reader);
    assert!(lines.contains(";bits=100000;"), "{lines}");
    assert!(
        lines.ends_with("PRIVMSG #somechannel :Cheer100000 for tea\r\n"),
        "{lines}"
    );
    let board = scene.call(&token, ("GET", "/bits/leaderboard?count=3"), "");
    assert_eq!(
        (
            board.text("/data/0/user_login").as_str(),
            &board.body["data"][0]["rank"]
        ),
        ("oakmoss", &json!(1))
    );
    assert_eq!(
        (
            &board.body["total"],
            board.text("/date_range/started_at").as_str()
        ),
        (&json!(3), "")
    );
    let scores: Vec<u64> = scores(&board.body);
    assert!(scores.is_sorted_by(|one, other| one >= other), "{scores:?}");
    let nothing = take_part(
        &mut scene,
        &json!({"do": "cheer", "user": "oakmoss", "bits": 0}),
    );
    assert_eq!(nothing.status, 400);
}

#[test]
fn a_period_counts_its_own_cheers_alone() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    took_part(
        &mut scene,
        &json!({"do": "cheer", "user": "oakmoss", "bits": 7}),
    );
    let all = scene.call(&token, ("GET", "/bits/leaderboard"), "");
    let mut before = scores(&all.body).iter().sum::<u64>();
    for period in ["year", "month", "week", "day"] {
        let path = format!("/bits/leaderboard?count=100&period={period}");
        let told = scene.call(&token, ("GET", &path), "");
        let sum = scores(&told.body).iter().sum::<u64>();
        assert!(sum <= before || period == "year", "{period}: {told:?}");
        assert!(sum >= 7, "{period}: {told:?}");
        assert!(
            told.text("/date_range/started_at").ends_with("T08:00:00Z"),
            "{told:?}"
        );
        before = sum;
    }
    let old = scene.call(
        &token,
        (
            "GET",
            "/bits/leaderboard?period=day&started_at=2018-02-05T08:00:00Z",
        ),
        "",
    );
    assert_eq!(
        (&old.body["data"], &old.body["total"]),
        (&json!([]), &json!(0))
    );
}

#[test]
fn one_person_is_shown_among_neighbors() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    let all = scene.call(&token, ("GET", "/bits/leaderboard?count=100"), "");
    let (id, rank) = (all.text("/data/4/user_id"), &all.body["data"][4]["rank"]);
    let path = format!("/bits/leaderboard?count=3&user_id={id}");
    let told = scene.call(&token, ("GET", &path), "");
    assert_eq!(
        (told.text("/data/1/user_id"), &told.body["data"][1]["rank"]),
        (id, rank)
    );
    let stranger = scene.call(&token, ("GET", "/bits/leaderboard?user_id=12345678"), "");
    assert_eq!(stranger.body["data"], json!([]));
}

#[test]
fn partners_have_cheermotes_of_their_own() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let mut kinds = |path: &str| -> Vec<String> {
        let answer = scene.call(&app, ("GET", path), "");
        let data = answer.body["data"].as_array().unwrap();
        data.iter()
            .map(|told| told["type"].as_str().unwrap().to_owned())
            .collect()
    };
    let everybody = kinds("/bits/cheermotes");
    assert!(everybody.iter().all(|kind| kind == "global_first_party"));
    let partner = kinds("/bits/cheermotes?broadcaster_id=1001");
    assert_eq!(
        (partner.len(), partner.last().unwrap().as_str()),
        (everybody.len() + 1, "channel_custom")
    );
    assert_eq!(kinds("/bits/cheermotes?broadcaster_id=1002"), everybody);
}

#[test]
fn power_ups_are_listed_or_looked_up() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    let path = "/bits/custom_power_ups?broadcaster_id=1001";
    let listed = scene.call(&token, ("GET", path), "");
    assert_eq!(listed.body["data"].as_array().unwrap().len(), 2);
    let id = listed.text("/data/1/id");
    let one = scene.call(&token, ("GET", &format!("{path}&id={id}")), "");
    assert_eq!(one.body["data"], json!([listed.body["data"][1]]));
    assert_eq!(
        scene
            .call(&token, ("GET", &format!("{path}&id=none")), "")
            .status,
        404
    );
}

#[test]
fn an_application_sees_the_transactions_of_its_own_extension() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let client = scene.env.client.to_string();
    let path = format!("/extensions/transactions?extension_id={client}");
    let listed = super::all(&mut scene, &app, &format!("{path}&first=2"));
    assert_eq!(listed.len(), 5);
    let id = listed[3]["id"].as_str().unwrap();
    let one = scene.call(&app, ("GET", &format!("{path}&id={id}")), "");
    assert_eq!(one.body["data"], json!([listed[3]]));
    assert_eq!(
        scene
            .call(&app, ("GET", &format!("{path}&id=none")), "")
            .status,
        404
    );
    let other = scene.call(
        &app,
        ("GET", "/extensions/transactions?extension_id=other"),
        "",
    );
    assert_eq!(other.status, 401);
}

fn scores(board: &Value) -> Vec<u64> {
    let data = board["data"].as_array().unwrap();
    data.iter()
        .map(|told| told["score"].as_u64().unwrap())
        .collect()
}
