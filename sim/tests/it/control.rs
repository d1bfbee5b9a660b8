//! The control door: orders that are obeyed, and sentences for those that cannot be.

use serde_json::json;

use crate::scene::Scene;

#[test]
fn the_page_shows_doors_and_logins_that_wait() {
    let mut scene = Scene::new();
    let client = scene.public_client();
    let device = scene.form(
        "/oauth2/device",
        &format!("client_id={client}&scopes=chat%3Aread"),
    );
    let page = scene.get("/sim", ("accept", "text/html")).page();
    for expected in [
        "http://127.0.0.1:8090/helix".to_owned(),
        format!("/activate?device-code={}", device.text("/user_code")),
        "설화".to_owned(),
    ] {
        assert!(page.contains(&expected), "{expected} on {page}");
    }
}

#[test]
fn a_name_from_a_world_file_cannot_become_markup_on_a_page() {
    let mut scene = Scene::of(
        r#"
        user = [{ login = "one", display_name = "<script>alert(1)</script>" }, { login = "two" }]
        client = [{ id = "c", name = "<b>&\"", redirect_urls = ["http://localhost:3000"] }]
        "#,
    );
    let ask = "/oauth2/authorize?client_id=c&redirect_uri=http%3A%2F%2Flocalhost%3A3000&response_type=code&state=%22%3E%3Cscript%3E";
    for path in ["/sim", ask] {
        let page = scene.get(path, ("accept", "text/html")).page();
        assert!(
            !page.contains("<script>") && !page.contains("<b>"),
            "{path}: {page}"
        );
    }
}

#[test]
fn x24_the_state_holds_no_token() {
    let mut scene = Scene::new();
    let answer = scene.get("/sim/state", ("accept", "*/*"));
    let text = String::from_utf8(answer.response.body().clone()).unwrap();
    let (account, peer) = (&scene.env.account, &scene.env.peer);
    for secret in [
        &account.token,
        &account.refresh_token,
        &peer.token,
        &peer.refresh_token,
    ] {
        assert!(!text.contains(secret.expose()));
        assert!(!format!("{:?} {:?}", scene.twitch, scene.env).contains(secret.expose()));
    }
    assert_eq!(answer.body["tokens"]["access"], 2);
}

#[test]
fn somebody_says_something_by_form_or_by_order() {
    let mut scene = Scene::new();
    let reader = scene.twitch.open_irc();
    scene
        .twitch
        .handle_irc(reader, b"NICK justinfan1\r\nJOIN #somechannel\r\n");
    scene.twitch.poll_irc(reader);
    assert_eq!(
        scene
            .form("/sim/chat", "login=kettle_on&text=tea%20is%20ready")
            .status,
        200
    );
    let order = r#"{"do":"say","channel":"somechannel","user":"oakmoss","text":"on my way"}"#;
    let request = http::Request::post("/sim/chat")
        .header("content-type", "application/json")
        .body(order.as_bytes().to_vec());
    assert_eq!(scene.send(request.unwrap()).status, 200);
    let heard = String::from_utf8(scene.twitch.poll_irc(reader).lines.concat()).unwrap();
    let texts: Vec<&str> = heard
        .lines()
        .filter_map(|line| line.split(" :").nth(1))
        .collect();
    assert_eq!(texts, ["tea is ready", "on my way"]);
}

#[test]
fn an_order_that_cannot_be_obeyed_says_why() {
    let mut scene = Scene::new();
    for (path, body, status, sentence) in [
        (
            "/sim/consent",
            "login=perty",
            400,
            "user_code is missing: it is the code that the device shows",
        ),
        (
            "/sim/consent",
            "user_code=X",
            400,
            "login is missing: say whose login it is",
        ),
        (
            "/sim/consent",
            "user_code=X&login=nobody_here",
            404,
            "nobody here has the login \"nobody_here\"",
        ),
        (
            "/sim/consent",
            "user_code=ABCDEFGH&login=perty",
            404,
            "no device waits with the code \"ABCDEFGH\"; it may be used or too old",
        ),
        (
            "/sim/clock",
            "advance=soon",
            400,
            "\"soon\" is no duration; write seconds, or 90s, 5m, 2h, 1d",
        ),
        (
            "/sim/live",
            "login=perty&live=maybe",
            400,
            "live is true or false, not \"maybe\"",
        ),
        (
            "/sim/nothing",
            "",
            404,
            "there is no such control; see /sim",
        ),
    ] {
        let answer = scene.form(path, body);
        assert_eq!(
            (answer.status, answer.message()),
            (status, sentence),
            "{path} {body}"
        );
    }
}

#[test]
fn an_order_that_the_api_would_refuse_is_refused() {
    let mut scene = Scene::new();
    let settings = |name: &str, value: u64| json!({"do": "settings", "channel": "somechannel", "settings": {name: value}});
    let time_out = |user: &str, seconds: u64| json!({"do": "time_out", "channel": "somechannel", "user": user, "seconds": seconds});
    let ban = |user: &str| json!({"do": "ban", "channel": "somechannel", "user": user});
    let good = [
        time_out("kettle_on", 1),
        time_out("kettle_on", 1_209_600),
        settings("slow_seconds", 3),
        settings("slow_seconds", 120),
        settings("followers_only_minutes", 0),
        settings("followers_only_minutes", 129_600),
        ban("perty"),
    ];
    for order in &good {
        assert_eq!(scene.order(order).status, 200, "{order}");
    }
    for (order, sentence) in [
        (
            time_out("kettle_on", 0),
            "seconds is a number from 1 to 1209600",
        ),
        (
            time_out("kettle_on", 1_209_601),
            "seconds is a number from 1 to 1209600",
        ),
        (
            settings("slow_seconds", 2),
            "slow_seconds is a number from 3 to 120",
        ),
        (
            settings("slow_seconds", 121),
            "slow_seconds is a number from 3 to 120",
        ),
        (
            settings("followers_only_minutes", 129_601),
            "followers_only_minutes is a number from 0 to 129600",
        ),
        (time_out("perty", 60), "perty is banned there already"),
        (ban("perty"), "perty is banned there already"),
        (
            ban("somechannel"),
            "somechannel is the broadcaster, who cannot be banned",
        ),
    ] {
        let answer = scene.order(&order);
        assert_eq!(
            (answer.status, answer.message()),
            (400, sentence),
            "{order}"
        );
    }
}

#[test]
fn i01_however_far_time_is_moved_a_client_has_a_minute_to_answer_the_ping() {
    let mut scene = Scene::new();
    let (lively, deaf) = (scene.listener(), scene.listener());
    scene.form("/sim/clock", "advance=1h");
    for id in [lively, deaf] {
        let output = scene.twitch.poll_irc(id);
        assert!(!output.closes, "nobody can answer while time jumps");
        assert_eq!(output.lines.concat(), b"PING :tmi.twitch.tv\r\n");
    }
    scene.form("/sim/clock", "advance=59s");
    assert!(!scene.twitch.poll_irc(deaf).closes);
    scene.twitch.handle_irc(lively, b"PONG :tmi.twitch.tv\r\n");
    scene.form("/sim/clock", "advance=1s");
    assert!(scene.twitch.poll_irc(deaf).closes);
    assert!(!scene.twitch.poll_irc(lively).closes);
}

#[test]
fn time_is_moved_by_a_duration_or_to_a_moment_and_never_back() {
    let mut scene = Scene::new();
    for (body, now) in [
        ("advance=90", "2026-11-22T10:21:30Z"),
        ("advance=2h", "2026-11-22T12:21:30Z"),
        ("to=2026-11-23T00:00:00Z", "2026-11-23T00:00:00Z"),
        ("to=2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z"),
        ("", "2026-11-23T00:00:00Z"),
    ] {
        assert_eq!(scene.form("/sim/clock", body).text("/now"), now, "{body}");
        assert_eq!(scene.twitch.now().to_string(), now, "{body}");
    }
}
