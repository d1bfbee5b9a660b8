//! Subscriptions, goals, charity, Hype Trains and ads: what a channel lives from.

use std::time::Duration;

use serde_json::{Value, json};

use super::{all, broadcaster, take_part, took_part};
use crate::scene::{Answer, Scene};

#[test]
fn subscribers_are_listed_with_their_gifters_and_points() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    let path = "/subscriptions?broadcaster_id=1001";
    let gift = json!({"do": "gift", "channel": "somechannel", "user": "kettle_on", "to": ["lurking_only"]});
    let before = scene.call(&token, ("GET", path), "");
    order_chat(&mut scene, &gift);
    let after = scene.call(&token, ("GET", path), "");
    let number = |answer: &Answer, name: &str| answer.body[name].as_u64().unwrap();
    assert_eq!(number(&after, "total"), number(&before, "total") + 1);
    assert_eq!(number(&after, "points"), number(&before, "points") + 1);
    let listed = all(&mut scene, &token, &format!("{path}&first=4"));
    assert_eq!(listed.len() as u64, number(&after, "total"));
    let of = |login: &str| {
        listed
            .iter()
            .find(|told| told["user_login"] == login)
            .unwrap()
    };
    let given = of("lurking_only");
    assert_eq!(
        (&given["is_gift"], &given["gifter_login"]),
        (&json!(true), &json!("kettle_on"))
    );
    let own = of("somechannel");
    assert_eq!(
        (&own["tier"], &own["gifter_id"]),
        (&json!("3000"), &json!(""))
    );
    let asked = format!(
        "{path}&user_id={}&user_id=12345678",
        given["user_id"].as_str().unwrap()
    );
    assert_eq!(
        scene.call(&token, ("GET", &asked), "").body["data"],
        json!([given])
    );
    let user = scene.user_token("lurking_only", "user%3Aread%3Asubscriptions");
    let path = format!(
        "/subscriptions/user?broadcaster_id=1001&user_id={}",
        given["user_id"].as_str().unwrap()
    );
    assert_eq!(
        scene
            .call(&user, ("GET", &path), "")
            .text("/data/0/gifter_login"),
        "kettle_on"
    );
}

#[test]
fn goals_are_as_far_as_the_channel_is() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    let amounts = |scene: &mut Scene| -> Vec<u64> {
        let answer = scene.call(&token, ("GET", "/goals?broadcaster_id=1001"), "");
        let goals = answer.body["data"].as_array().unwrap();
        goals
            .iter()
            .map(|goal| goal["current_amount"].as_u64().unwrap())
            .collect()
    };
    let before = amounts(&mut scene);
    assert_eq!(before.first(), Some(&51), "the followers");
    took_part(
        &mut scene,
        &json!({"do": "cheer", "user": "oakmoss", "bits": 30}),
    );
    order_chat(
        &mut scene,
        &json!({"do": "subscribe", "channel": "somechannel", "user": "lurking_only", "tier": "2000"}),
    );
    let after = amounts(&mut scene);
    let gains: Vec<u64> = after
        .iter()
        .zip(&before)
        .map(|(after, before)| after - before)
        .collect();
    assert_eq!(gains, [0, 2, 30]);
}

#[test]
fn donations_add_up_and_come_in_pages() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    let campaign = |scene: &mut Scene, token: &str| {
        scene
            .call(token, ("GET", "/charity/campaigns?broadcaster_id=1001"), "")
            .body["data"][0]
            .clone()
    };
    let before = campaign(&mut scene, &token);
    took_part(
        &mut scene,
        &json!({"do": "donate", "user": "oakmoss", "cents": 2_550}),
    );
    let after = campaign(&mut scene, &token);
    let value = |campaign: &Value| campaign["current_amount"]["value"].as_u64().unwrap();
    assert_eq!(value(&after), value(&before) + 2_550);
    let donations = all(
        &mut scene,
        &token,
        "/charity/donations?broadcaster_id=1001&first=10",
    );
    let sum: u64 = donations
        .iter()
        .map(|told| told["amount"]["value"].as_u64().unwrap())
        .sum();
    assert_eq!(sum, value(&after));
    let last = donations.last().unwrap();
    assert_eq!(
        (&last["user_login"], &last["campaign_id"]),
        (&json!("oakmoss"), &after["id"])
    );
    let other = scene.user_token("otherchannel", "channel%3Aread%3Acharity");
    let none = scene.call(
        &other,
        ("GET", "/charity/campaigns?broadcaster_id=1002"),
        "",
    );
    assert_eq!((none.status, &none.body["data"]), (200, &json!([])));
    let refused = take_part(
        &mut scene,
        &json!({"do": "donate", "channel": "otherchannel", "user": "oakmoss", "cents": 1}),
    );
    assert_eq!(refused.status, 400);
}

#[test]
fn a_hype_train_leaves_climbs_and_ends() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    let status = |scene: &mut Scene| {
        scene
            .call(&token, ("GET", "/hypetrain/status?broadcaster_id=1001"), "")
            .body["data"][0]
            .clone()
    };
    let quiet = status(&mut scene);
    assert_eq!(
        (&quiet["current"], &quiet["all_time_high"]["total"]),
        (&Value::Null, &json!(7_350))
    );
    took_part(
        &mut scene,
        &json!({"do": "cheer", "user": "oakmoss", "bits": 300}),
    );
    scene.advance(Duration::from_secs(2));
    took_part(
        &mut scene,
        &json!({"do": "cheer", "user": "oakmoss", "bits": 200}),
    );
    assert_eq!(
        status(&mut scene)["current"],
        Value::Null,
        "one person is no train"
    );
    order_chat(
        &mut scene,
        &json!({"do": "subscribe", "channel": "somechannel", "user": "lurking_only"}),
    );
    let train = status(&mut scene)["current"].clone();
    assert_eq!(
        (
            &train["level"],
            &train["total"],
            &train["progress"],
            &train["goal"]
        ),
        (&json!(1), &json!(1_000), &json!(1_000), &json!(1_600))
    );
    let top: Vec<(&str, u64)> = train["top_contributions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|told| {
            (
                told["type"].as_str().unwrap(),
                told["total"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(top, [("bits", 500), ("subscription", 500)]);
    scene.advance(Duration::from_secs(200));
    took_part(
        &mut scene,
        &json!({"do": "cheer", "user": "kettle_on", "bits": 7_000}),
    );
    let train = status(&mut scene)["current"].clone();
    assert_eq!(
        (&train["level"], &train["total"]),
        (&json!(4), &json!(8_000))
    );
    scene.advance(Duration::from_secs(299));
    assert!(
        status(&mut scene)["current"].is_object(),
        "a new level gives new time"
    );
    scene.advance(Duration::from_secs(1));
    let over = status(&mut scene);
    assert_eq!(
        (&over["current"], &over["all_time_high"]["total"]),
        (&Value::Null, &json!(8_000))
    );
}

#[test]
fn ads_run_hourly_can_be_snoozed_and_need_a_stream() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    let get = ("GET", "/channels/ads?broadcaster_id=1001");
    let snooze = ("POST", "/channels/ads/schedule/snooze?broadcaster_id=1001");
    let first = scene.call(&token, get, "");
    assert_eq!(first.body["data"][0]["snooze_count"], 3);
    let next = |answer: &Answer| {
        answer
            .text("/data/0/next_ad_at")
            .parse::<types::Timestamp>()
            .unwrap()
    };
    assert!(next(&first) > scene.twitch.now());
    let snoozed = scene.call(&token, snooze, "");
    assert_eq!(next(&snoozed), next(&first).plus(Duration::from_secs(300)));
    assert_eq!(snoozed.body["data"][0]["snooze_count"], 2);
    let statuses = [(); 3].map(|()| scene.call(&token, snooze, "").status);
    assert_eq!(statuses, [200, 200, 429]);
    scene
        .twitch
        .set_now(next(&first).plus(Duration::from_secs(3 * 300 + 30)));
    let token = scene.user_token(
        "somechannel",
        "channel%3Aread%3Aads+channel%3Amanage%3Aads+channel%3Aedit%3Acommercial",
    );
    let ran = scene.call(&token, get, "");
    assert_eq!(
        ran.text("/data/0/last_ad_at"),
        next(&first).plus(Duration::from_secs(3 * 300)).to_string()
    );
    assert_eq!(ran.body["data"][0]["preroll_free_time"], 90 * 20 - 30);
    scene.form("/sim/live", "login=somechannel&live=false");
    let off = scene.call(&token, get, "");
    assert_eq!(
        (
            off.text("/data/0/next_ad_at").as_str(),
            &off.body["data"][0]["snooze_count"]
        ),
        ("", &json!(0))
    );
    assert_eq!(scene.call(&token, snooze, "").status, 400);
}

#[test]
fn a_commercial_needs_a_stream_and_eight_minutes_since_the_last() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    let body = r#"{"broadcaster_id":"1001","length":60}"#;
    let post = ("POST", "/channels/commercial");
    let ran = scene.call(&token, post, body);
    assert_eq!(
        ran.body["data"],
        json!([{"length": 60, "message": "", "retry_after": 480}])
    );
    scene.advance(Duration::from_secs(479));
    let soon = scene.call(&token, post, body);
    assert_eq!(soon.status, 400);
    assert!(soon.message().contains("cooldown"), "{soon:?}");
    scene.advance(Duration::from_secs(1));
    assert_eq!(scene.call(&token, post, body).status, 200);
    scene.form("/sim/live", "login=somechannel&live=false");
    let off = scene.call(&token, post, body);
    assert_eq!(
        (off.status, off.message()),
        (
            400,
            "To start a commercial, the broadcaster must be streaming live."
        )
    );
}

fn order_chat(scene: &mut Scene, order: &Value) {
    let request = http::Request::post("/sim/chat")
        .header("content-type", "application/json")
        .body(order.to_string().into_bytes());
    let answer = scene.send(request.unwrap());
    assert_eq!(answer.status, 200, "{order}: {answer:?}");
}
