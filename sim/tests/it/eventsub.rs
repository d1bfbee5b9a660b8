//! Subscriptions to events and conduits as records: what is refused, what is counted, and what becomes of them.

use serde_json::{Value, json};

use crate::helix::pages;
use crate::scene::{Answer, Scene};

const SUBSCRIPTIONS: &str = "/eventsub/subscriptions";
const CONDUITS: &str = "/eventsub/conduits";
const SHARDS: &str = "/eventsub/conduits/shards";

#[test]
fn a_subscription_is_made_listed_and_deleted() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let conduit = conduit(&mut scene, &app, 2);
    let made = subscribe(&mut scene, &app, &follow(&conduit));
    assert_eq!(made.status, 202, "{made:?}");
    assert_eq!(made.text("/data/0/status"), "enabled");
    assert_eq!(made.body["data"][0]["cost"], 0, "the broadcaster agreed");
    let online = json!({
        "type": "stream.online", "version": "1",
        "condition": {"broadcaster_user_id": "1002"},
        "transport": webhook("https://bot.example.com/events"),
    });
    let stranger = subscribe(&mut scene, &app, &online);
    assert_eq!(
        stranger.text("/data/0/status"),
        "webhook_callback_verification_pending"
    );
    assert_eq!(stranger.body["total"], 2);
    assert_eq!(stranger.body["total_cost"], 1, "who never agreed costs one");
    assert_eq!(stranger.body["data"][0]["transport"].get("secret"), None);
    for (filter, count) in [
        (String::new(), 2),
        ("?type=stream.online".to_owned(), 1),
        ("?user_id=1002".to_owned(), 1),
        ("?status=enabled".to_owned(), 1),
        (format!("?conduit_id={conduit}"), 1),
        ("?type=channel.raid".to_owned(), 0),
    ] {
        let answer = scene.call(&app, ("GET", &format!("{SUBSCRIPTIONS}{filter}")), "");
        let found = answer.body["data"].as_array().unwrap().len();
        assert_eq!(found, count, "{filter}: {answer:?}");
    }
    let path = format!("{SUBSCRIPTIONS}?id={}", made.text("/data/0/id"));
    assert_eq!(scene.call(&app, ("DELETE", &path), "").status, 204);
    assert_eq!(scene.call(&app, ("DELETE", &path), "").status, 404);
}

#[test]
fn a_subscription_to_what_cannot_be_heard_is_refused_with_its_reason() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let conduit = conduit(&mut scene, &app, 1);
    let with = |name: &str, value: Value| {
        let mut body = follow(&conduit);
        body[name] = value;
        body
    };
    let condition = |broadcaster: &str, moderator: &str| {
        let condition = json!({"broadcaster_user_id": broadcaster, "moderator_user_id": moderator});
        with("condition", condition)
    };
    for (body, status, message) in [
        (
            with("version", json!("9")),
            400,
            "invalid subscription type and version",
        ),
        (
            with("condition", json!({"broadcaster_user_id": "1001"})),
            400,
            "condition is missing moderator_user_id",
        ),
        (
            condition("5", "1001"),
            400,
            "the user in broadcaster_user_id does not exist",
        ),
        (
            condition("1001", "1002"),
            403,
            "subscription missing proper authorization",
        ),
    ] {
        let answer = subscribe(&mut scene, &app, &body);
        let told = (answer.status, answer.message());
        assert_eq!(told, (status, message), "{body}");
    }
}

#[test]
fn a_subscription_to_nowhere_is_refused_with_its_reason() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let user = scene.env.account.token.expose().to_owned();
    let socket = json!({"method": "websocket", "session_id": "nowhere"});
    let nowhere = json!({"method": "conduit", "conduit_id": "none"});
    for (token, transport, message) in [
        (&app, &nowhere, "conduit does not exist"),
        (
            &app,
            &webhook("http://bot.example.com"),
            "the callback must be an HTTPS address that uses port 443",
        ),
        (&app, &socket, "invalid transport and auth combination"),
        (&user, &nowhere, "invalid transport and auth combination"),
        (
            &user,
            &socket,
            "websocket transport session does not exist or has already disconnected",
        ),
    ] {
        let mut body = follow("none");
        body["transport"] = transport.clone();
        let answer = subscribe(&mut scene, token, &body);
        assert_eq!((answer.status, answer.message()), (400, message), "{body}");
    }
    let mut batched = follow("none");
    batched["is_batching_enabled"] = json!(true);
    assert_eq!(subscribe(&mut scene, &app, &batched).status, 400);
}

#[test]
fn the_same_is_there_once_in_a_place_and_three_times_at_all() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let mut statuses = Vec::new();
    for place in [1, 1, 2, 3, 4] {
        let body = json!({
            "type": "stream.online", "version": "1",
            "condition": {"broadcaster_user_id": "1001"},
            "transport": webhook(&format!("https://bot.example.com/{place}")),
        });
        statuses.push(subscribe(&mut scene, &app, &body).status);
    }
    assert_eq!(statuses, [202, 409, 202, 202, 429]);
}

#[test]
fn who_takes_back_what_they_granted_ends_the_subscription() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let conduit = conduit(&mut scene, &app, 1);
    let made = subscribe(&mut scene, &app, &follow(&conduit));
    let path = format!(
        "{SUBSCRIPTIONS}?subscription_id={}",
        made.text("/data/0/id")
    );
    let status = |scene: &mut Scene| {
        let answer = scene.call(&app, ("GET", &path), "");
        answer.text("/data/0/status")
    };
    assert_eq!(status(&mut scene), "enabled");
    scene.form("/sim/revoke", "login=somechannel");
    assert_eq!(status(&mut scene), "authorization_revoked");
    scene.form("/sim/accounts", "login=somechannel&do=delete");
    assert_eq!(status(&mut scene), "user_removed");
}

#[test]
fn an_application_has_five_conduits() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let ids: Vec<String> = (1..=5)
        .map(|count| conduit(&mut scene, &app, count))
        .collect();
    let sixth = scene.call(&app, ("POST", CONDUITS), r#"{"shard_count":1}"#);
    assert_eq!(sixth.status, 429);
    let listed = scene.call(&app, ("GET", CONDUITS), "");
    assert_eq!(
        listed.body["data"][4],
        json!({"id": ids[4], "shard_count": 5})
    );
    let path = format!("{CONDUITS}?id={}", ids[0]);
    assert_eq!(scene.call(&app, ("DELETE", &path), "").status, 204);
    assert_eq!(scene.call(&app, ("DELETE", &path), "").status, 404);
    let body = json!({"id": ids[0], "shard_count": 2}).to_string();
    assert_eq!(scene.call(&app, ("PATCH", CONDUITS), &body).status, 404);
}

#[test]
fn shards_are_changed_one_by_one_and_lost_with_their_numbers() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let id = conduit(&mut scene, &app, 3);
    let shard = |number: u32| json!({"id": number.to_string(), "transport": webhook("https://bot.example.com")});
    let socket = json!({"id": "1", "transport": {"method": "websocket", "session_id": "nowhere"}});
    let body = json!({"conduit_id": id, "shards": [shard(0), socket, shard(2), shard(3)]});
    let answer = scene.call(&app, ("PATCH", SHARDS), &body.to_string());
    assert_eq!(answer.status, 202);
    assert_eq!(answer.body["data"].as_array().unwrap().len(), 2);
    assert_eq!(answer.text("/errors/0/id"), "1");
    let told = json!({
        "id": "3",
        "message": "The shard id is outside the conduit's range",
        "code": "invalid_parameter",
    });
    assert_eq!(answer.body["errors"][1], told);
    let shards = |scene: &mut Scene| -> Vec<String> {
        let path = format!("{SHARDS}?conduit_id={id}");
        let pages = pages(scene, &app, &path);
        let shards = pages[0]["data"].as_array().unwrap().clone();
        shards
            .iter()
            .map(|shard| shard["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(shards(&mut scene), ["0", "2"]);
    let body = json!({"id": id, "shard_count": 2}).to_string();
    assert_eq!(scene.call(&app, ("PATCH", CONDUITS), &body).status, 200);
    assert_eq!(shards(&mut scene), ["0"]);
}

fn conduit(scene: &mut Scene, app: &str, shard_count: u32) -> String {
    let body = json!({ "shard_count": shard_count }).to_string();
    let made = scene.call(app, ("POST", CONDUITS), &body);
    made.text("/data/0/id")
}

fn subscribe(scene: &mut Scene, token: &str, body: &Value) -> Answer {
    scene.call(token, ("POST", SUBSCRIPTIONS), &body.to_string())
}

/// New followers of the broadcaster's own channel.
fn follow(conduit: &str) -> Value {
    json!({
        "type": "channel.follow", "version": "2",
        "condition": {"broadcaster_user_id": "1001", "moderator_user_id": "1001"},
        "transport": {"method": "conduit", "conduit_id": conduit},
    })
}

fn webhook(callback: &str) -> Value {
    json!({"method": "webhook", "callback": callback, "secret": "0123456789"})
}
