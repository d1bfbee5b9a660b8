//! Ordered faults: they meet what they were ordered for and nothing else, and what they spoil is the same each time.

use std::time::Duration;

use http::Request;
use serde_json::{Value, json};
use streamhand_sim::Delivery;

use crate::scene::{Answer, Scene};

#[test]
fn a06_an_answer_may_be_anything() {
    let html = "<html><body>502 Bad Gateway</body></html>";
    for (order, status, kind, body) in [
        (
            json!({"status": 502, "body": html}),
            502,
            Some("text/html; charset=utf-8"),
            html,
        ),
        (json!({"status": 500}), 500, None, ""),
        (
            json!({"status": 200, "body": "{\"access_tok"}),
            200,
            Some("application/json"),
            "{\"access_tok",
        ),
        (
            json!({"status": 400, "body": {"status": 400, "message": "Invalid refresh token"}}),
            400,
            Some("application/json"),
            r#"{"message":"Invalid refresh token","status":400}"#,
        ),
        (
            json!({"status": 503, "body": "later", "content_type": "text/plain"}),
            503,
            Some("text/plain"),
            "later",
        ),
    ] {
        let mut scene = Scene::new();
        let mut whole = json!({"path": "/oauth2/token", "do": "answer"});
        whole
            .as_object_mut()
            .unwrap()
            .extend(order.as_object().unwrap().clone());
        ordered(&mut scene, &whole);
        let answer = refresh(&mut scene);
        let told = answer.response.headers().get("content-type");
        assert_eq!(answer.status, status, "{order}");
        assert_eq!(told.map(|kind| kind.to_str().unwrap()), kind, "{order}");
        assert_eq!(answer.response.body(), body.as_bytes(), "{order}");
        assert_eq!(refreshed(&mut scene), 0, "nothing was carried out");
    }
}

#[test]
fn h01_too_many_requests_come_with_the_headers_that_were_ordered() {
    let mut scene = Scene::new();
    let order = json!({
        "path": "/helix/*", "do": "answer", "status": 429,
        "headers": {"ratelimit-reset": 1_795_342_830, "retry-after": "30"},
    });
    ordered(&mut scene, &order);
    let token = scene.env.account.token.expose().to_owned();
    let answer = scene.call(&token, ("GET", "/users"), "");
    assert_eq!(answer.status, 429);
    assert_eq!(answer.header("ratelimit-reset"), "1795342830");
    assert_eq!(answer.header("retry-after"), "30");
    assert_eq!(refresh(&mut scene).status, 200, "another path");
}

#[test]
fn a_fault_meets_only_what_it_was_ordered_for() {
    for (order, meets_refresh) in [
        (json!({"path": "/oauth2/token"}), true),
        (json!({"path": "/oauth2/*"}), true),
        (json!({"path": "/*"}), true),
        (
            json!({"path": "/oauth2/token", "grant_type": "refresh_token"}),
            true,
        ),
        (
            json!({"path": "/oauth2/token", "grant_type": "device_code"}),
            false,
        ),
        (json!({"path": "/oauth2/token", "method": "post"}), true),
        (json!({"path": "/oauth2/token", "method": "GET"}), false),
        (json!({"path": "/oauth2/token", "login": "perty"}), true),
        (
            json!({"path": "/oauth2/token", "login": "somechannel"}),
            false,
        ),
        (
            json!({"path": "/oauth2/token", "client_id": "c0nf1dentialc0nf1dentialc0nf1d"}),
            true,
        ),
        (
            json!({"path": "/oauth2/token", "client_id": "pub1icpub1icpub1icpub1icpub1ic"}),
            false,
        ),
        (json!({"path": "/oauth2/validate"}), false),
        (json!({"path": "/helix/*"}), false),
    ] {
        let mut scene = Scene::new();
        let mut whole = order.clone();
        whole["do"] = json!("answer");
        whole["status"] = json!(500);
        ordered(&mut scene, &whole);
        let expected = if meets_refresh { 500 } else { 200 };
        assert_eq!(refresh(&mut scene).status, expected, "{order}");
    }
}

#[test]
fn a_fault_of_one_account_meets_its_calls_and_validations_too() {
    let mut scene = Scene::new();
    ordered(
        &mut scene,
        &json!({"path": "/*", "login": "perty", "do": "answer", "status": 401}),
    );
    assert_eq!(scene.get("/sim/state", ("accept", "*/*")).status, 200);
    let (bot, peer) = (
        scene.env.account.token.clone(),
        scene.env.peer.token.clone(),
    );
    for (token, status) in [(bot, 401), (peer, 200)] {
        let token = token.expose();
        assert_eq!(scene.call(token, ("GET", "/users"), "").status, status);
        let header = format!("OAuth {token}");
        let validated = scene.get("/oauth2/validate", ("authorization", &header));
        assert_eq!(validated.status, status);
    }
}

#[test]
fn a_fault_lasts_as_many_requests_or_as_long_as_it_was_ordered_for() {
    let mut scene = Scene::new();
    let order = json!({
        "path": "/oauth2/token", "do": "answer", "status": 503, "skip": 1, "times": 2,
    });
    ordered(&mut scene, &order);
    let seen: Vec<u16> = (0..4).map(|_| refresh(&mut scene).status).collect();
    assert_eq!(seen, [200, 503, 503, 200]);

    let order = json!({"path": "/oauth2/token", "do": "answer", "status": 503, "for": "6h"});
    ordered(&mut scene, &order);
    scene.advance(Duration::from_secs(6 * 3_600 - 1));
    assert_eq!(refresh(&mut scene).status, 503);
    scene.advance(Duration::from_secs(1));
    assert_eq!(refresh(&mut scene).status, 200);
}

#[test]
fn faults_are_listed_and_ended_one_by_one_or_together() {
    let mut scene = Scene::new();
    let order = json!({"path": "/oauth2/token", "do": "close"});
    let first = ordered(&mut scene, &order);
    ordered(&mut scene, &order);
    refresh(&mut scene);
    let list = scene.get("/sim/faults", ("accept", "*/*")).body;
    assert_eq!(
        list["faults"][0],
        json!({
            "id": first, "path": "/oauth2/token", "method": null, "grant_type": null,
            "client_id": null, "login": null, "do": "close", "commit": false, "skip": 0,
            "times": null, "ends_at": null, "is_on": true, "met": 1,
        })
    );
    assert_eq!(list["faults"][1]["met"], 0, "the oldest that fits is met");
    let end = |scene: &mut Scene, query: &str| {
        let request = Request::delete(format!("/sim/faults{query}")).body(Vec::new());
        scene.send(request.unwrap())
    };
    let one = end(&mut scene, &format!("?id={first}"));
    assert_eq!(one.body["ended"], 1);
    assert_eq!(end(&mut scene, &format!("?id={first}")).status, 404);
    assert_eq!(end(&mut scene, "").body["ended"], 1);
    assert_eq!(refresh(&mut scene).status, 200);
}

#[test]
fn a03_the_answer_of_a_one_time_refresh_token_is_lost() {
    let mut scene = Scene::new();
    let first = public_refresh_token(&mut scene);
    ordered(
        &mut scene,
        &json!({
            "path": "/oauth2/token", "grant_type": "refresh_token",
            "do": "close", "commit": true, "times": 1,
        }),
    );
    let lost = public_refresh(&mut scene, &first);
    assert_eq!(Delivery::of(&lost.response), Delivery::Cut);
    assert_eq!(refreshed(&mut scene), 1);
    let again = public_refresh(&mut scene, &first);
    assert_eq!(
        (again.status, again.message()),
        (400, "Invalid refresh token")
    );
}

#[test]
fn a04_a_connection_that_closes_before_the_request_was_carried_out_costs_nothing() {
    let mut scene = Scene::new();
    let first = public_refresh_token(&mut scene);
    for order in ["close", "hang"] {
        ordered(
            &mut scene,
            &json!({"path": "/oauth2/token", "do": order, "times": 1}),
        );
    }
    for expected in [Delivery::Cut, Delivery::Never] {
        let lost = public_refresh(&mut scene, &first);
        assert_eq!(Delivery::of(&lost.response), expected);
    }
    assert_eq!(refreshed(&mut scene), 0);
    assert_eq!(public_refresh(&mut scene, &first).status, 200);
}

#[test]
fn a_late_answer_is_the_true_one() {
    let mut scene = Scene::new();
    ordered(
        &mut scene,
        &json!({"path": "/oauth2/token", "do": "delay", "by": "1500ms"}),
    );
    let late = refresh(&mut scene);
    assert_eq!(
        Delivery::of(&late.response),
        Delivery::Late(Duration::from_millis(1_500))
    );
    assert_eq!(late.status, 200);
}

#[test]
fn an_order_for_a_fault_that_makes_no_sense_says_why() {
    let mut scene = Scene::new();
    for (order, sentence) in [
        (
            json!({"do": "close"}),
            "path is missing: /oauth2/token, or /helix/* for all below",
        ),
        (
            json!({"path": "/sim/*", "do": "close"}),
            "path begins with / and leaves /sim alone, by which faults are ended",
        ),
        (
            json!({"path": "/x"}),
            "do is answer, delay, hang, close, reset, drip or split",
        ),
        (
            json!({"path": "/x", "do": "answer", "status": 99}),
            "status is missing or none: the answer needs one, such as 503",
        ),
        (
            json!({"path": "/x", "do": "delay"}),
            "by is missing: how late the answer comes, such as 500ms",
        ),
        (
            json!({"path": "/x", "do": "close", "times": "often"}),
            "times is a number, not \"often\"",
        ),
        (
            json!({"path": "/x", "do": "close", "for": "ever"}),
            "\"ever\" is no duration; write seconds, or 90s, 5m, 2h, 1d",
        ),
        (
            json!({"path": "/x", "do": "close", "grant_type": "password"}),
            "there is no grant \"password\", only authorization_code, client_credentials, device_code, refresh_token",
        ),
        (
            json!({"path": "/x", "do": "answer", "status": 500, "headers": {"a b": "c"}}),
            "no header can be called \"a b\"",
        ),
    ] {
        let answer = post(&mut scene, &order);
        assert_eq!(
            (answer.status, answer.message()),
            (400, sentence),
            "{order}"
        );
    }
    let unknown = post(&mut scene, &json!({"path": "/x", "do": "close", "time": 1}));
    assert!(
        unknown
            .message()
            .starts_with("a fault has no \"time\"; it may have path, "),
        "{unknown:?}"
    );
}

#[test]
fn requests_are_counted_by_path_and_token_requests_by_grant() {
    let mut scene = Scene::new();
    ordered(
        &mut scene,
        &json!({"path": "/oauth2/token", "do": "close", "skip": 1, "times": 1}),
    );
    for _ in 0..3 {
        refresh(&mut scene);
    }
    scene.app_token();
    let token = scene.env.account.token.expose().to_owned();
    scene.call(&token, ("GET", "/users"), "");
    scene.call(&token, ("GET", "/users/of/nobody"), "");
    let state = scene.get("/sim/state", ("accept", "*/*")).body;
    assert_eq!(
        state["requests"],
        json!({"GET /helix/users": 1, "POST /oauth2/token": 4, "elsewhere": 1})
    );
    assert_eq!(
        state["token_requests"],
        json!({"client_credentials": 1, "refresh_token": 3})
    );
    assert_eq!(state["refreshed"], json!({"perty": 2}));
}

fn ordered(scene: &mut Scene, order: &Value) -> Value {
    let answer = post(scene, order);
    assert_eq!(answer.status, 200, "{order}: {answer:?}");
    answer.body["id"].clone()
}

fn post(scene: &mut Scene, order: &Value) -> Answer {
    let request = Request::post("/sim/faults")
        .header("content-type", "application/json")
        .body(order.to_string().into_bytes());
    scene.send(request.unwrap())
}

/// A refresh of the bot's token at the confidential application.
fn refresh(scene: &mut Scene) -> Answer {
    let token = scene.env.account.refresh_token.expose().to_owned();
    let client = scene.secret_client();
    scene.form(
        "/oauth2/token",
        &format!("{client}&grant_type=refresh_token&refresh_token={token}"),
    )
}

fn public_refresh_token(scene: &mut Scene) -> String {
    crate::oauth::public_login(scene, "chat%3Aread")
}

fn public_refresh(scene: &mut Scene, token: &str) -> Answer {
    let client = scene.public_client();
    scene.form(
        "/oauth2/token",
        &format!("client_id={client}&grant_type=refresh_token&refresh_token={token}"),
    )
}

fn refreshed(scene: &mut Scene) -> u64 {
    scene.twitch.statistics().tokens_refreshed
}
