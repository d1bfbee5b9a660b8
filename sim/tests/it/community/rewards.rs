//! Rewards for channel points and their redemptions.

use std::time::Duration;

use serde_json::{Value, json};

use super::{all, broadcaster, heard, reader, take_part, took_part};
use crate::scene::{Answer, Scene};

const REWARDS: &str = "/channel_points/custom_rewards?broadcaster_id=1001";
const REDEMPTIONS: &str = "/channel_points/custom_rewards/redemptions?broadcaster_id=1001";

#[test]
fn a_reward_is_made_changed_and_deleted() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    let created = create(&mut scene, &json!({"title": "Hydrate", "cost": 50}));
    let told = &created.body["data"][0];
    assert_eq!(
        (&told["is_enabled"], &told["is_in_stock"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(told["redemptions_redeemed_current_stream"], Value::Null);
    let id = created.text("/data/0/id");
    let twice = create(&mut scene, &json!({"title": "Hydrate", "cost": 1}));
    assert_eq!(
        (twice.status, twice.message()),
        (400, "CREATE_CUSTOM_REWARD_DUPLICATE_REWARD")
    );
    let half = create(
        &mut scene,
        &json!({"title": "Half", "cost": 1, "is_max_per_stream_enabled": true}),
    );
    assert_eq!(half.status, 400, "a limit needs a number");
    let path = format!("{REWARDS}&id={id}");
    let change =
        json!({"cost": 75, "is_global_cooldown_enabled": true, "global_cooldown_seconds": 60});
    let changed = scene.call(&token, ("PATCH", &path), &change.to_string());
    assert_eq!(changed.body["data"][0]["cost"], 75);
    assert_eq!(
        changed.text("/data/0/title"),
        "Hydrate",
        "what is left out stays"
    );
    assert_eq!(
        changed.body["data"][0]["global_cooldown_setting"],
        json!({"is_enabled": true, "global_cooldown_seconds": 60})
    );
    assert_eq!(
        scene.call(&token, ("GET", REWARDS), "").body["data"][0]["cost"],
        75
    );
    assert_eq!(scene.call(&token, ("DELETE", &path), "").status, 204);
    assert_eq!(scene.call(&token, ("DELETE", &path), "").status, 404);
    assert_eq!(scene.call(&token, ("GET", &path), "").status, 404);
}

#[test]
fn a_channel_has_fifty_rewards_at_most_and_one_that_earns_nothing_none() {
    let mut scene = Scene::new();
    for number in 0..50 {
        assert_eq!(
            create(
                &mut scene,
                &json!({"title": format!("Reward {number}"), "cost": 1})
            )
            .status,
            200
        );
    }
    let more = create(&mut scene, &json!({"title": "One more", "cost": 1}));
    assert_eq!(
        (more.status, more.message()),
        (400, "CREATE_CUSTOM_REWARD_TOO_MANY_REWARDS")
    );
    let bot = scene.env.account.token.expose().to_owned();
    let path = "/channel_points/custom_rewards?broadcaster_id=12345678";
    assert_eq!(scene.call(&bot, ("GET", path), "").status, 403);
}

#[test]
fn only_the_application_that_made_a_reward_may_touch_it() {
    let mut scene = Scene::new();
    let id = create(&mut scene, &json!({"title": "Hydrate", "cost": 50})).text("/data/0/id");
    let stranger = scene.public_client();
    let device = scene.form(
        "/oauth2/device",
        &format!("client_id={stranger}&scopes=channel%3Amanage%3Aredemptions"),
    );
    let user_code = device.text("/user_code");
    scene.form(
        "/sim/consent",
        &format!("user_code={user_code}&login=somechannel"),
    );
    let form = format!(
        "client_id={stranger}&device_code={}&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&scopes=channel%3Amanage%3Aredemptions",
        device.text("/device_code")
    );
    let token = scene.form("/oauth2/token", &form).text("/access_token");
    let mut call = |method: &str, path: &str, body: &str| {
        let request = http::Request::builder()
            .method(method)
            .uri(format!("/helix{path}"))
            .header("authorization", format!("Bearer {token}"))
            .header("client-id", &stranger)
            .header("content-type", "application/json")
            .body(body.as_bytes().to_vec());
        scene.send(request.unwrap())
    };
    let one = format!("{REWARDS}&id={id}");
    let queue = format!("{REDEMPTIONS}&reward_id={id}");
    assert_eq!(call("PATCH", &one, r#"{"cost":1}"#).status, 403);
    assert_eq!(call("DELETE", &one, "").status, 403);
    assert_eq!(
        call("GET", &format!("{queue}&status=FULFILLED"), "").status,
        403
    );
    assert_eq!(
        call("GET", REWARDS, "").body["data"]
            .as_array()
            .unwrap()
            .len(),
        1,
        "everybody may look"
    );
    let own = format!("{REWARDS}&only_manageable_rewards=true");
    assert_eq!(call("GET", &own, "").body["data"], json!([]));
}

#[test]
fn a_redemption_waits_and_is_fulfilled_or_paid_back() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    let reader = reader(&mut scene, "somechannel");
    let id = create(
        &mut scene,
        &json!({"title": "Say it", "cost": 100, "is_user_input_required": true}),
    )
    .text("/data/0/id");
    for (login, text) in [
        ("kettle_on", "hello"),
        ("oakmoss", "tea"),
        ("latebus", "moin"),
    ] {
        let order = json!({"do": "redeem", "user": login, "reward": "Say it", "input": text});
        assert_eq!(took_part(&mut scene, &order), 9_900);
        scene.advance(Duration::from_secs(1));
    }
    let lines = heard(&mut scene, reader);
    assert!(
        lines.contains(&format!(";custom-reward-id={id};display-name=oakmoss;")),
        "{lines}"
    );
    assert!(lines.contains("PRIVMSG #somechannel :tea\r\n"), "{lines}");
    let queue = format!("{REDEMPTIONS}&reward_id={id}");
    let waiting = all(
        &mut scene,
        &token,
        &format!("{queue}&status=UNFULFILLED&first=2"),
    );
    let inputs: Vec<&str> = waiting
        .iter()
        .map(|told| told["user_input"].as_str().unwrap())
        .collect();
    assert_eq!(inputs, ["hello", "tea", "moin"]);
    let newest = all(
        &mut scene,
        &token,
        &format!("{queue}&status=UNFULFILLED&sort=NEWEST&first=2"),
    );
    assert_eq!(newest[0]["user_input"], "moin");
    let of = |position: usize| waiting[position]["id"].as_str().unwrap();
    let path = format!("{queue}&id={}&id={}", of(0), of(1));
    let done = scene.call(&token, ("PATCH", &path), r#"{"status":"CANCELED"}"#);
    assert_eq!(
        (done.status, done.body["data"].as_array().unwrap().len()),
        (200, 2)
    );
    let again = scene.call(&token, ("PATCH", &path), r#"{"status":"FULFILLED"}"#);
    assert_eq!(again.status, 404, "only what waits can be changed");
    let balance = took_part(
        &mut scene,
        &json!({"do": "donate", "user": "oakmoss", "cents": 1}),
    );
    assert_eq!(balance, 10_000, "the points went back");
    let asked = all(&mut scene, &token, &format!("{queue}&id={}", of(0)));
    assert_eq!(asked[0]["status"], "CANCELED");
}

#[test]
fn a_reward_keeps_its_limits() {
    let mut scene = Scene::new();
    let order =
        |login: &str, reward: &str| json!({"do": "redeem", "user": login, "reward": reward});
    create(
        &mut scene,
        &json!({"title": "Slow", "cost": 1, "is_global_cooldown_enabled": true, "global_cooldown_seconds": 60, "should_redemptions_skip_request_queue": true}),
    );
    create(
        &mut scene,
        &json!({"title": "Rare", "cost": 1, "is_max_per_stream_enabled": true, "max_per_stream": 2, "is_max_per_user_per_stream_enabled": true, "max_per_user_per_stream": 1}),
    );
    create(
        &mut scene,
        &json!({"title": "Off", "cost": 1, "is_enabled": false}),
    );
    create(&mut scene, &json!({"title": "Dear", "cost": 10_001}));
    for (login, reward, expected) in [
        ("oakmoss", "Slow", None),
        ("latebus", "Slow", Some("cools down")),
        ("oakmoss", "Rare", None),
        ("oakmoss", "Rare", Some("as often as anybody can")),
        ("latebus", "Rare", None),
        (
            "kettle_on",
            "Rare",
            Some("as often as it can be in one stream"),
        ),
        ("kettle_on", "Off", Some("switched off")),
        (
            "kettle_on",
            "Dear",
            Some("they do not have so many channel points"),
        ),
    ] {
        let answer = take_part(&mut scene, &order(login, reward));
        match expected {
            None => assert_eq!(answer.status, 200, "{login} {reward}: {answer:?}"),
            Some(reason) => assert!(
                answer.message().contains(reason),
                "{login} {reward}: {answer:?}"
            ),
        }
    }
    let token = broadcaster(&scene);
    let rewards = scene.call(&token, ("GET", REWARDS), "");
    let slow = &rewards.body["data"][0];
    let ends = scene.twitch.now().plus(Duration::from_secs(60));
    assert_eq!(slow["cooldown_expires_at"], json!(ends.to_string()));
    let rare = &rewards.body["data"][1];
    assert_eq!(
        (
            &rare["is_in_stock"],
            &rare["redemptions_redeemed_current_stream"]
        ),
        (&json!(false), &json!(2))
    );
    let path = format!(
        "{REDEMPTIONS}&reward_id={}&status=FULFILLED",
        slow["id"].as_str().unwrap()
    );
    assert_eq!(
        all(&mut scene, &token, &path).len(),
        1,
        "nobody has to fulfill it by hand"
    );
}

fn create(scene: &mut Scene, body: &Value) -> Answer {
    let token = broadcaster(scene);
    scene.call(&token, ("POST", REWARDS), &body.to_string())
}
