//! Predictions: points put on outcomes, and what becomes of them.

use std::time::Duration;

use serde_json::{Value, json};

use super::{all, broadcaster, take_part, took_part};
use crate::scene::{Answer, Scene};

#[test]
fn a_prediction_locks_by_itself_and_pays_those_who_were_right() {
    let (mut scene, token) = scene();
    let created = create(&mut scene, &token);
    assert_eq!(created.text("/data/0/outcomes/0/color"), "BLUE");
    assert_eq!(created.text("/data/0/outcomes/1/color"), "PINK");
    assert_eq!(
        created.body["data"][0]["outcomes"][0]["top_predictors"],
        Value::Null
    );
    assert_eq!(bet(&mut scene, "kettle_on", "Yes", 100), 9_900);
    assert_eq!(bet(&mut scene, "oakmoss", "Yes", 300), 9_700);
    assert_eq!(bet(&mut scene, "latebus", "No", 800), 9_200);
    scene.advance(Duration::from_secs(120));
    let locked = get(&mut scene, &token);
    assert_eq!(locked["status"], "LOCKED");
    assert_eq!(locked["locked_at"], json!(scene.twitch.now().to_string()));
    assert_eq!(locked["outcomes"][0]["users"], 2);
    assert_eq!(locked["outcomes"][0]["channel_points"], 400);
    let late = take_part(
        &mut scene,
        &json!({"do": "predict", "user": "oakmoss", "outcome": "Yes", "points": 1}),
    );
    assert!(
        late.message().contains("no more points are taken"),
        "{late:?}"
    );
    let winner = created.text("/data/0/outcomes/0/id");
    let resolved = end(
        &mut scene,
        &token,
        json!({"id": created.text("/data/0/id"), "status": "RESOLVED", "winning_outcome_id": winner}),
    );
    assert_eq!(resolved.text("/data/0/status"), "RESOLVED");
    assert_eq!(resolved.text("/data/0/winning_outcome_id"), winner);
    let top = &resolved.body["data"][0]["outcomes"][0]["top_predictors"];
    assert_eq!(top[0]["user_login"], "oakmoss");
    // 1200 points were put in, of which three quarters belong to the larger of the two winners.
    assert_eq!(
        (
            &top[0]["channel_points_used"],
            &top[0]["channel_points_won"]
        ),
        (&json!(300), &json!(900))
    );
    let balance = took_part(
        &mut scene,
        &json!({"do": "donate", "user": "oakmoss", "cents": 1}),
    );
    assert_eq!(balance, 9_700 + 900);
}

#[test]
fn a_canceled_prediction_and_one_that_nobody_resolves_give_the_points_back() {
    for waits in [false, true] {
        let (mut scene, token) = scene();
        let created = create(&mut scene, &token);
        bet(&mut scene, "oakmoss", "Yes", 300);
        if waits {
            scene.advance(Duration::from_secs(120 + 86_400));
        } else {
            end(
                &mut scene,
                &token,
                json!({"id": created.text("/data/0/id"), "status": "CANCELED"}),
            );
        }
        let token = scene.user_token("somechannel", "channel%3Aread%3Apredictions");
        let canceled = get(&mut scene, &token);
        assert_eq!(canceled["status"], "CANCELED", "{canceled}");
        assert_eq!(canceled["locked_at"].is_null(), !waits);
        assert_eq!(canceled["ended_at"], json!(scene.twitch.now().to_string()));
        let balance = took_part(
            &mut scene,
            &json!({"do": "donate", "user": "oakmoss", "cents": 1}),
        );
        assert_eq!(balance, 10_000);
    }
}

#[test]
fn there_is_one_prediction_at_a_time_and_only_one_way_through_it() {
    let (mut scene, token) = scene();
    let created = create(&mut scene, &token);
    let id = created.text("/data/0/id");
    assert_eq!(
        scene.call(&token, ("POST", "/predictions"), &body()).status,
        400,
        "one at a time"
    );
    let resolved = json!({"id": id, "status": "RESOLVED", "winning_outcome_id": "no-such-outcome"});
    assert_eq!(end(&mut scene, &token, resolved).status, 404);
    let unknown = json!({"id": "no-such-prediction", "status": "LOCKED"});
    assert_eq!(end(&mut scene, &token, unknown).status, 404);
    for (status, expected) in [
        ("LOCKED", 200),
        ("LOCKED", 400),
        ("CANCELED", 200),
        ("CANCELED", 400),
    ] {
        let answer = end(&mut scene, &token, json!({"id": id, "status": status}));
        assert_eq!(answer.status, expected, "{status}: {answer:?}");
    }
    scene.advance(Duration::from_secs(1));
    let next = create(&mut scene, &token).text("/data/0/id");
    let listed = all(
        &mut scene,
        &token,
        "/predictions?broadcaster_id=1001&first=1",
    );
    let ids: Vec<&str> = listed
        .iter()
        .map(|told| told["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, [next.as_str(), id.as_str()], "the newest first");
    let asked = all(
        &mut scene,
        &token,
        &format!("/predictions?broadcaster_id=1001&id={id}"),
    );
    assert_eq!(asked.len(), 1);
}

#[test]
fn points_stay_on_the_outcome_that_they_were_put_on() {
    let (mut scene, token) = scene();
    create(&mut scene, &token);
    bet(&mut scene, "oakmoss", "Yes", 300);
    assert_eq!(bet(&mut scene, "oakmoss", "Yes", 100), 9_600);
    for (outcome, points, reason) in [
        ("No", 10, "they have put points on another outcome"),
        ("Yes", 0, "between 1 and 250000"),
        ("Yes", 20_000, "they do not have so many channel points"),
    ] {
        let order =
            json!({"do": "predict", "user": "oakmoss", "outcome": outcome, "points": points});
        let refused = take_part(&mut scene, &order);
        assert!(refused.message().contains(reason), "{order}: {refused:?}");
    }
}

fn scene() -> (Scene, String) {
    let scene = Scene::new();
    let token = broadcaster(&scene);
    (scene, token)
}

fn body() -> String {
    json!({
        "broadcaster_id": "1001",
        "title": "Will it compile?",
        "outcomes": [{ "title": "Yes" }, { "title": "No" }],
        "prediction_window": 120,
    })
    .to_string()
}

fn create(scene: &mut Scene, token: &str) -> Answer {
    let created = scene.call(token, ("POST", "/predictions"), &body());
    assert_eq!(created.status, 200, "{created:?}");
    created
}

fn bet(scene: &mut Scene, user: &str, outcome: &str, points: u64) -> u64 {
    let order = json!({"do": "predict", "user": user, "outcome": outcome, "points": points});
    took_part(scene, &order)
}

fn end(scene: &mut Scene, token: &str, mut body: Value) -> Answer {
    body["broadcaster_id"] = json!("1001");
    scene.call(token, ("PATCH", "/predictions"), &body.to_string())
}

fn get(scene: &mut Scene, token: &str) -> Value {
    let answer = scene.call(token, ("GET", "/predictions?broadcaster_id=1001"), "");
    answer.body["data"][0].clone()
}
