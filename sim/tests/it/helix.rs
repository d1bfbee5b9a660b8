//! What the played endpoints of the REST API answer, beyond what the table of all endpoints checks.

mod chat;
mod moderation;
mod people;

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use crate::scene::Scene;

#[test]
fn users_are_found_by_id_and_login_and_unknown_ones_are_missing() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let answer = scene.call(
        &app,
        (
            "GET",
            "/users?login=Perty&id=1001&id=5&login=perty&login=nobody_here",
        ),
        "",
    );
    let logins: Vec<&str> = answer.body["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|user| user["login"].as_str().unwrap())
        .collect();
    assert_eq!(logins, ["somechannel", "perty"]);
    assert_eq!(answer.body["data"][0]["broadcaster_type"], "partner");
    let nobody = scene.call(&app, ("GET", "/users"), "");
    assert_eq!(nobody.status, 400, "an app token belongs to nobody");
}

#[test]
fn a_user_token_shows_its_own_user_and_the_email_only_with_the_scope() {
    let mut scene = Scene::new();
    for (scopes, email) in [
        ("", None),
        ("user%3Aread%3Aemail", Some("perty@example.com")),
    ] {
        let token = scene.user_token("perty", scopes);
        let own = scene.call(&token, ("GET", "/users"), "");
        assert_eq!(own.text("/data/0/login"), "perty");
        assert_eq!(
            own.body["data"][0].get("email").and_then(Value::as_str),
            email
        );
        let other = scene.call(&token, ("GET", "/users?login=somechannel"), "");
        assert_eq!(
            other.body["data"][0].get("email"),
            None,
            "others' addresses are nobody's business"
        );
    }
}

#[test]
fn every_account_has_a_picture_that_can_be_fetched() {
    let mut scene = Scene::of(
        "user = [{ login = \"one\", id = \"1\", display_name = \"<One>\" }, { login = \"two\", id = \"2\" }]",
    );
    let app = scene.app_token();
    let users = scene.call(&app, ("GET", "/users?id=1&id=2"), "");
    for (position, initials) in [(0, ">O</text>"), (1, ">T</text>")] {
        let url = users.text(&format!("/data/{position}/profile_image_url"));
        let path = url.strip_prefix("http://127.0.0.1:8090").unwrap();
        let picture = scene.get(path, ("accept", "image/*"));
        assert_eq!(picture.header("content-type"), "image/svg+xml");
        let svg = picture.page();
        assert!(svg.starts_with("<svg ") && svg.contains(initials), "{svg}");
        assert!(!svg.contains("<One>"), "a name cannot become markup");
    }
    let nobody = scene.get("/sim/picture/5.svg", ("accept", "image/*"));
    assert_eq!(nobody.status, 404);
}

#[test]
fn a_suspended_account_is_nowhere() {
    let mut scene = Scene::of(
        "user = [{ login = \"one\" }, { login = \"two\" }, { login = \"gone\", id = \"77\", suspended = true }]",
    );
    let app = scene.app_token();
    for path in [
        "/users?login=gone",
        "/users?id=77",
        "/channels?broadcaster_id=77",
    ] {
        let answer = scene.call(&app, ("GET", path), "");
        assert_eq!(
            (answer.status, &answer.body["data"]),
            (200, &json!([])),
            "{path}"
        );
    }
}

#[test]
fn channels_tell_title_and_category() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let answer = scene.call(
        &app,
        (
            "GET",
            "/channels?broadcaster_id=1001&broadcaster_id=1002&broadcaster_id=3",
        ),
        "",
    );
    assert_eq!(answer.body["data"].as_array().unwrap().len(), 2);
    assert_eq!(
        answer.body["data"][0],
        json!({
            "broadcaster_id": "1001",
            "broadcaster_login": "somechannel",
            "broadcaster_name": "SomeChannel",
            "broadcaster_language": "en",
            "game_name": "Software and Game Development",
            "game_id": "1469308723",
            "title": "Building a bot, slowly",
            "delay": 0,
            "tags": ["English", "Cozy"],
            "content_classification_labels": [],
            "is_branded_content": false,
        })
    );
}

#[test]
fn chatters_come_in_pages_that_hold_everybody_once() {
    let mut scene = Scene::new();
    let present = fill_room(&mut scene, 23);
    let token = scene.env.peer.token.expose().to_owned();
    for size in [1, 7, 23, 1_000] {
        let path = format!("/chat/chatters?broadcaster_id=1001&moderator_id=1001&first={size}");
        let pages = pages(&mut scene, &token, &path);
        assert!(pages.iter().all(|page| page["total"] == present.len()));
        let seen: Vec<String> = people(&pages);
        assert_eq!(seen.len(), present.len(), "nobody twice, {size} a page");
        assert_eq!(
            seen.into_iter().collect::<BTreeSet<_>>(),
            present,
            "{size} a page"
        );
    }
}

#[test]
fn somebody_who_leaves_between_two_pages_hides_nobody_else() {
    let mut scene = Scene::new();
    let mut present = fill_room(&mut scene, 10);
    let token = scene.env.peer.token.expose().to_owned();
    let path = "/chat/chatters?broadcaster_id=1001&moderator_id=1001&first=5";
    let first = scene.call(&token, ("GET", path), "");
    let leaving = first.text("/data/0/user_login");
    let order = json!({"do": "leave", "channel": "somechannel", "user": leaving});
    assert_eq!(order_chat(&mut scene, &order).status, 200);
    let cursor = first.text("/pagination/cursor");
    let second = scene.call(&token, ("GET", &format!("{path}&after={cursor}")), "");
    let seen = people(&[first.body, second.body]);
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), present);
    assert!(present.remove(&leaving));
}

#[test]
fn moderators_come_in_pages_or_as_asked_for() {
    let mut scene = Scene::new();
    let token = scene.env.peer.token.expose().to_owned();
    let pages = pages(
        &mut scene,
        &token,
        "/moderation/moderators?broadcaster_id=1001&first=3",
    );
    let all: BTreeSet<String> = people(&pages).into_iter().collect();
    assert_eq!(
        all,
        ["blue_lantern", "quietharbor", "mizu_no_oto", "kettle_on"]
            .map(str::to_owned)
            .into()
    );
    assert!(pages.iter().all(|page| page.get("total").is_none()));
    let id = pages[0]["data"][0]["user_id"].as_str().unwrap();
    let path = format!("/moderation/moderators?broadcaster_id=1001&user_id={id}&user_id=12345678");
    let asked = scene.call(&token, ("GET", &path), "");
    assert_eq!(asked.body["data"].as_array().unwrap().len(), 1);
}

#[test]
fn a_cursor_that_nobody_handed_out_is_refused() {
    let mut scene = Scene::new();
    let token = scene.env.peer.token.expose().to_owned();
    for cursor in ["abc", "eyJwzz", "eyJw1"] {
        let path = format!("/moderation/moderators?broadcaster_id=1001&after={cursor}");
        let answer = scene.call(&token, ("GET", &path), "");
        assert_eq!(answer.status, 400, "{cursor}: {answer:?}");
    }
}

#[test]
fn a_message_sent_by_rest_stands_in_the_room_that_irc_clients_see() {
    let mut scene = Scene::new();
    let reader = scene.twitch.open_irc();
    scene.twitch.handle_irc(
        reader,
        b"CAP REQ :twitch.tv/tags\r\nNICK justinfan9\r\nJOIN #somechannel\r\n",
    );
    scene.twitch.poll_irc(reader);
    let token = scene.env.account.token.expose().to_owned();
    let body = json!({"broadcaster_id": "1001", "sender_id": "12345678", "message": "hello"});
    let sent = scene.call(&token, ("POST", "/chat/messages"), &body.to_string());
    assert_eq!(
        (sent.status, &sent.body["data"][0]["is_sent"]),
        (200, &json!(true))
    );
    assert_eq!(sent.body["data"][0]["drop_reason"], Value::Null);
    let id = sent.text("/data/0/message_id");
    let lines: Vec<u8> = scene.twitch.poll_irc(reader).lines.concat();
    let lines = String::from_utf8(lines).unwrap();
    assert!(
        lines.contains(&format!(";id={id};")) && lines.ends_with("PRIVMSG #somechannel :hello\r\n"),
        "{lines}"
    );
    assert_eq!(scene.twitch.statistics().bots["perty"].sent, 1);
    assert_eq!(scene.twitch.statistics().bots["perty"].seen, 1);
}

#[test]
fn a_message_that_cannot_be_sent_says_why() {
    let mut scene = Scene::new();
    let token = scene.env.account.token.expose().to_owned();
    let body = |message: &str| json!({"broadcaster_id": "1001", "sender_id": "12345678", "message": message});
    let long = body(&"x".repeat(501));
    let foreign = json!({"broadcaster_id": "1001", "sender_id": "1001", "message": "hi"});
    let reply = json!({
        "broadcaster_id": "1001", "sender_id": "12345678", "message": "hi",
        "reply_parent_message_id": "9e8d7c6b-5a49-4838-8726-151403f2e1d0",
    });
    let source_only = json!({
        "broadcaster_id": "1001", "sender_id": "12345678", "message": "hi", "for_source_only": true,
    });
    for (body, status, message) in [
        (
            long,
            422,
            "The message must not be longer than 500 characters.",
        ),
        (body("   "), 400, "Missing required parameter \"message\""),
        (
            foreign,
            401,
            "The ID in sender_id must match the user ID found in the request's OAuth token.",
        ),
        (
            reply,
            400,
            "The request's input was not valid. Message cannot be replied to.",
        ),
        (
            source_only,
            400,
            "\"for_source_only\" can only be used with an app access token",
        ),
    ] {
        let answer = scene.call(&token, ("POST", "/chat/messages"), &body.to_string());
        assert_eq!(
            (answer.status, answer.message()),
            (status, message),
            "{body}"
        );
    }
    scene.call(
        &token,
        ("POST", "/chat/messages"),
        &body("again").to_string(),
    );
    scene.advance(Duration::from_secs(5));
    let twice = scene.call(
        &token,
        ("POST", "/chat/messages"),
        &body("again").to_string(),
    );
    assert_eq!(twice.status, 200);
    assert_eq!(twice.body["data"][0]["is_sent"], false);
    assert_eq!(twice.text("/data/0/drop_reason/code"), "msg_duplicate");
}

#[test]
fn an_app_token_speaks_only_for_a_bot_that_let_it_in_a_channel_that_let_it() {
    let mut scene =
        Scene::of("user = [{ login = \"owner\", id = \"1\" }, { login = \"bot\", id = \"2\" }]");
    scene.form("/sim/revoke", "login=bot");
    scene.form("/sim/revoke", "login=owner");
    let app = scene.app_token();
    let body = r#"{"broadcaster_id":"1","sender_id":"2","message":"hi"}"#;
    let send = |scene: &mut Scene| scene.call(&app, ("POST", "/chat/messages"), body).status;
    assert_eq!(send(&mut scene), 401, "the bot granted nothing");
    scene.user_token("bot", "user%3Abot+user%3Awrite%3Achat");
    assert_eq!(send(&mut scene), 403, "the channel granted nothing");
    scene.user_token("owner", "channel%3Abot");
    assert_eq!(send(&mut scene), 200);
}

#[test]
fn a_moderator_is_let_in_and_a_viewer_is_not() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    for (login, status) in [("kettle_on", 200), ("oakmoss", 403)] {
        let token = scene.user_token(login, "moderator%3Aread%3Achatters");
        let id = scene
            .call(&app, ("GET", &format!("/users?login={login}")), "")
            .text("/data/0/id");
        let path = format!("/chat/chatters?broadcaster_id=1001&moderator_id={id}");
        assert_eq!(
            scene.call(&token, ("GET", &path), "").status,
            status,
            "{login}"
        );
    }
}

#[test]
fn a_token_is_good_for_its_own_application_only() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let public = scene.public_client();
    for (token, client, message) in [
        (
            app.as_str(),
            public.as_str(),
            "Client ID and OAuth token do not match",
        ),
        (app.as_str(), "", "Client ID is missing"),
        ("wrong", public.as_str(), "Invalid OAuth token"),
    ] {
        let request = http::Request::get("/helix/users?login=perty")
            .header("authorization", format!("Bearer {token}"))
            .header("client-id", client)
            .body(Vec::new());
        let answer = scene.send(request.unwrap());
        assert_eq!((answer.status, answer.message()), (401, message));
    }
}

#[test]
fn a_poll_runs_its_time_alone() {
    let mut scene = Scene::new();
    let token = scene.env.peer.token.expose().to_owned();
    let body = r#"{"broadcaster_id":"1001","title":"Tea?","choices":[{"title":"Yes"},{"title":"No"}],"duration":60}"#;
    let created = scene.call(&token, ("POST", "/polls"), body);
    assert_eq!(
        (created.status, created.text("/data/0/status")),
        (200, "ACTIVE".to_owned())
    );
    let id = created.text("/data/0/id");
    assert_eq!(
        scene.call(&token, ("POST", "/polls"), body).status,
        400,
        "one at a time"
    );
    scene.advance(Duration::from_secs(60));
    let seen = scene.call(
        &token,
        ("GET", &format!("/polls?broadcaster_id=1001&id={id}")),
        "",
    );
    assert_eq!(seen.text("/data/0/status"), "COMPLETED");
    let end = format!(r#"{{"broadcaster_id":"1001","id":"{id}","status":"TERMINATED"}}"#);
    assert_eq!(
        scene.call(&token, ("PATCH", "/polls"), &end).status,
        400,
        "it is over"
    );
    let next = scene
        .call(&token, ("POST", "/polls"), body)
        .text("/data/0/id");
    let end = format!(r#"{{"broadcaster_id":"1001","id":"{next}","status":"ARCHIVED"}}"#);
    assert_eq!(
        scene
            .call(&token, ("PATCH", "/polls"), &end)
            .text("/data/0/status"),
        "ARCHIVED"
    );
    let pages = pages(&mut scene, &token, "/polls?broadcaster_id=1001&first=1");
    let ids: Vec<&str> = pages
        .iter()
        .filter_map(|page| page["data"][0]["id"].as_str())
        .collect();
    assert_eq!(ids, [next.as_str(), id.as_str()], "the newest first");
    assert_eq!(
        scene
            .call(&token, ("GET", "/polls?broadcaster_id=1001&id=none"), "")
            .status,
        404
    );
}

#[test]
fn a_poll_that_breaks_a_rule_is_refused_with_the_rule() {
    let mut scene = Scene::new();
    let token = scene.env.peer.token.expose().to_owned();
    let good = json!({
        "broadcaster_id": "1001", "title": "Tea?", "duration": 60,
        "choices": [{"title": "Yes"}, {"title": "No"}],
    });
    for (field, value, message) in [
        (
            "duration",
            json!(14),
            "The parameter \"duration\" was malformed: the value must be greater than or equal to 15",
        ),
        (
            "duration",
            json!("long"),
            "The parameter \"duration\" was malformed: the value must be an integer",
        ),
        (
            "choices",
            json!([{"title": "Yes"}]),
            "The parameter \"choices\" was malformed: the number of values must be greater than or equal to 2",
        ),
        (
            "choices",
            json!([{"title": "Yes"}, {}]),
            "Missing required parameter \"choices.title\"",
        ),
        (
            "channel_points_per_vote",
            json!(5),
            "\"channel_points_per_vote\" requires channel_points_voting_enabled to be true",
        ),
    ] {
        let mut body = good.clone();
        body[field] = value;
        let answer = scene.call(&token, ("POST", "/polls"), &body.to_string());
        assert_eq!((answer.status, answer.message()), (400, message), "{body}");
    }
    for (body, status) in [("[1]", 400), ("{", 400), ("", 400)] {
        assert_eq!(
            scene.call(&token, ("POST", "/polls"), body).status,
            status,
            "{body}"
        );
    }
}

#[test]
fn only_live_channels_are_streams() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let live = |scene: &mut Scene, filter: &str| -> Vec<String> {
        let answer = scene.call(&app, ("GET", &format!("/streams{filter}")), "");
        let streams = answer.body["data"].as_array().unwrap().clone();
        streams
            .iter()
            .map(|stream| stream["user_login"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(live(&mut scene, ""), ["somechannel"]);
    scene.form("/sim/live", "login=otherchannel&live=true&category=Art");
    assert_eq!(
        live(&mut scene, "?user_login=otherchannel&user_id=1001").len(),
        2
    );
    assert_eq!(live(&mut scene, "?game_id=509660"), ["otherchannel"]);
    assert_eq!(live(&mut scene, "?language=de"), Vec::<String>::new());
    scene.form("/sim/live", "login=somechannel&live=false");
    assert_eq!(live(&mut scene, ""), ["otherchannel"]);
}

#[test]
fn the_bucket_of_each_user_and_of_the_application_is_a_different_one() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let user = scene.env.account.token.expose().to_owned();
    for call in 1..=800 {
        let answer = scene.call(&user, ("GET", "/users"), "");
        assert_eq!(answer.status, 200, "call {call}");
        assert_eq!(
            answer.header("ratelimit-remaining"),
            (800 - call).to_string()
        );
    }
    let refused = scene.call(&user, ("GET", "/users"), "");
    assert_eq!(
        (refused.status, &refused.body["error"]),
        (429, &json!("Too Many Requests"))
    );
    let reset: i64 = refused.header("ratelimit-reset").parse().unwrap();
    assert_eq!(reset, scene.twitch.now().as_unix_millis() / 1_000 + 60);
    assert_eq!(
        scene.call(&app, ("GET", "/users?login=perty"), "").status,
        200
    );
    let message = r#"{"broadcaster_id":"1001","sender_id":"12345678","message":"still here"}"#;
    let sent = scene.call(&user, ("POST", "/chat/messages"), message);
    assert_eq!(sent.status, 200, "chat has a bucket of its own");
    assert_ne!(sent.header("ratelimit-limit"), "800");
    scene.advance(Duration::from_millis(76));
    assert_eq!(scene.call(&user, ("GET", "/users"), "").status, 200);
}

#[test]
fn one_seed_gives_one_world() {
    let state = |seed| {
        let mut scene = Scene::with(|settings| settings.seed = seed);
        let token = scene.app_token();
        (token, scene.get("/sim/state", ("accept", "*/*")).body)
    };
    assert_eq!(state(1), state(1));
    assert_ne!(state(1), state(2));
}

/// Lets some viewers be in the broadcaster's room, and returns their logins.
fn fill_room(scene: &mut Scene, count: usize) -> BTreeSet<String> {
    let state = scene.get("/sim/state", ("accept", "*/*")).body;
    let accounts = state["accounts"].as_array().unwrap().iter().take(count);
    let logins: BTreeSet<String> = accounts
        .map(|account| account["login"].as_str().unwrap().to_owned())
        .collect();
    for login in &logins {
        let order = json!({"do": "enter", "channel": "somechannel", "user": login});
        assert_eq!(order_chat(scene, &order).status, 200, "{login}");
    }
    logins
}

fn order_chat(scene: &mut Scene, order: &Value) -> crate::scene::Answer {
    let request = http::Request::post("/sim/chat")
        .header("content-type", "application/json")
        .body(order.to_string().into_bytes());
    scene.send(request.unwrap())
}

/// Follows the cursors of a list to its end.
pub(crate) fn pages(scene: &mut Scene, token: &str, path: &str) -> Vec<Value> {
    let mut pages = Vec::new();
    let mut next = path.to_owned();
    while pages.len() < 1_000 {
        let answer = scene.call(token, ("GET", &next), "");
        assert_eq!(answer.status, 200, "{next}: {answer:?}");
        let cursor = answer.body["pagination"]["cursor"]
            .as_str()
            .map(str::to_owned);
        pages.push(answer.body);
        match cursor {
            Some(cursor) => next = format!("{path}&after={cursor}"),
            None => return pages,
        }
    }
    panic!("the list never ends");
}

fn people(pages: &[Value]) -> Vec<String> {
    pages
        .iter()
        .flat_map(|page| page["data"].as_array().unwrap())
        .map(|person| person["user_login"].as_str().unwrap().to_owned())
        .collect()
}

/// twurple puts the two ids of a message into the query, pyTwitchAPI puts everything there; both are in wide use.
#[test]
fn a_message_may_come_in_the_query() {
    let mut scene = Scene::new();
    let token = scene.user_token("perty", "user%3Awrite%3Achat");
    let ids = "broadcaster_id=1001&sender_id=12345678";
    for (query, body) in [
        (ids.to_owned(), r#"{"message":"one"}"#),
        (format!("{ids}&message=two"), ""),
    ] {
        scene.advance(Duration::from_secs(2));
        let path = format!("/chat/messages?{query}");
        let answer = scene.call(&token, ("POST", &path), body);
        assert_eq!(answer.body["data"][0]["is_sent"], true, "{path} {answer:?}");
    }
    // A client that sends no body may give it a type all the same.
    scene.advance(Duration::from_secs(2));
    let request = http::Request::post(format!("/helix/chat/messages?{ids}&message=three"))
        .header("authorization", format!("Bearer {token}"))
        .header("client-id", scene.env.client.as_str())
        .header("content-type", "application/octet-stream")
        .body(Vec::new());
    assert_eq!(scene.send(request.unwrap()).status, 200);
    // Only an app token may say this, wherever it stands.
    let path = format!("/chat/messages?{ids}&message=four&for_source_only=true");
    assert_eq!(scene.call(&token, ("POST", &path), "").status, 400);
}

/// twurple says that votes which nobody can buy cost nothing.
#[test]
fn votes_that_nobody_can_buy_may_cost_nothing() {
    let mut scene = Scene::new();
    let token = scene.user_token("somechannel", "channel%3Amanage%3Apolls");
    for (enabled, status) in [(true, 400), (false, 200)] {
        let poll = json!({
            "broadcaster_id": "1001",
            "title": "Which?",
            "choices": [{ "title": "this" }, { "title": "that" }],
            "duration": 15,
            "channel_points_voting_enabled": enabled,
            "channel_points_per_vote": 0,
        });
        let answer = scene.call(&token, ("POST", "/polls"), &poll.to_string());
        assert_eq!(answer.status, status, "{answer:?}");
    }
}

#[test]
fn every_answer_tells_about_the_rate_limit() {
    let mut scene = Scene::new();
    let token = scene.app_token();
    for (token, path, status) in [
        (token.as_str(), "/users?id=1001", 200),
        (token.as_str(), "/users", 400),
        (token.as_str(), "/nowhere", 404),
        ("wrong", "/users", 401),
    ] {
        let answer = scene.call(token, ("GET", path), "");
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("ratelimit-limit"), "800", "{path}");
        assert_ne!(answer.header("ratelimit-remaining"), "0", "{path}");
        let reset: i64 = answer.header("ratelimit-reset").parse().unwrap();
        assert!(reset >= scene.twitch.now().as_unix_millis() / 1_000);
    }
}

/// `OAuth` is OAuth's and chat's word; a client that says it here works nowhere else.
#[test]
fn the_rest_api_wants_a_bearer() {
    let mut scene = Scene::new();
    let token = scene.app_token();
    let client = scene.env.client.to_string();
    for (word, status) in [("Bearer", 200), ("bearer", 200), ("OAuth", 401)] {
        let request = http::Request::get("/helix/users?id=1001")
            .header("authorization", format!("{word} {token}"))
            .header("client-id", &client)
            .body(Vec::new());
        let answer = scene.send(request.unwrap());
        assert_eq!(answer.status, status, "{word}");
    }
}

#[test]
fn an_endpoint_may_have_a_limit_of_its_own_beside_the_general_one() {
    let mut scene = Scene::new();
    let token = scene.user_token("somechannel", "channel%3Amanage%3Araids");
    let raid = (
        "POST",
        "/raids?from_broadcaster_id=1001&to_broadcaster_id=1002",
    );
    let cancel = ("DELETE", "/raids?broadcaster_id=1001");
    for call in 0..10 {
        if call > 0 {
            assert_eq!(scene.call(&token, cancel, "").status, 204, "call {call}");
        }
        assert_eq!(scene.call(&token, raid, "").status, 200, "call {call}");
    }
    let refused = scene.call(&token, raid, "");
    assert_eq!(refused.status, 429);
    assert_eq!(
        refused.header("ratelimit-remaining"),
        "780",
        "the general limit is another one"
    );
    let canceled = scene.call(&token, cancel, "");
    assert_eq!(canceled.status, 204, "another endpoint has another limit");
    scene.advance(Duration::from_secs(600));
    assert_eq!(scene.call(&token, raid, "").status, 200);
}

#[test]
fn two_limits_of_one_endpoint_count_different_things() {
    let mut scene = Scene::new();
    let token = scene.user_token("somechannel", "moderator%3Amanage%3Ashoutouts");
    let shout_out = |scene: &mut Scene, to: &str| {
        let path = format!(
            "/chat/shoutouts?from_broadcaster_id=1001&moderator_id=1001&to_broadcaster_id={to}"
        );
        scene.call(&token, ("POST", &path), "").status
    };
    // What fails starts no time to cool down.
    assert_eq!(shout_out(&mut scene, "1002"), 400, "nobody watches");
    let order = json!({"do": "enter", "channel": "somechannel", "user": "kettle_on"});
    assert_eq!(scene.order(&order).status, 200);
    assert_eq!(shout_out(&mut scene, "1002"), 204);
    assert_eq!(shout_out(&mut scene, "12345678"), 429, "one in two minutes");
    scene.advance(Duration::from_secs(120));
    assert_eq!(
        shout_out(&mut scene, "1002"),
        429,
        "the same one in an hour"
    );
    // What was refused was not counted.
    assert_eq!(shout_out(&mut scene, "12345678"), 204);
}
