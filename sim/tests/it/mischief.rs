//! Mischief with chat connections: what a client meets when somebody ordered it, seen at the machine; `mischief/sockets` sees it from outside.

mod sockets;

use std::time::Duration;

use serde_json::{Value, json};
use streamhand_sim::{Blueprint, Farewell, Flow, IrcId};

use crate::scene::{Answer, Scene};

fn order(scene: &mut Scene, order: &Value) -> Answer {
    let request = http::Request::post("/sim/mischief")
        .header("content-type", "application/json")
        .body(order.to_string().into_bytes());
    scene.send(request.unwrap())
}

fn ordered(scene: &mut Scene, what: &Value) -> Value {
    let answer = order(scene, what);
    assert_eq!(answer.status, 200, "{what}: {answer:?}");
    answer.body
}

fn end_all(scene: &mut Scene) {
    let request = http::Request::delete("/sim/mischief").body(Vec::new());
    assert_eq!(scene.send(request.unwrap()).status, 200);
}

fn say(scene: &mut Scene, text: &str) {
    let order = json!({"do": "say", "channel": "somechannel", "user": "kettle_on", "text": text});
    assert_eq!(scene.order(&order).status, 200);
}

/// The bot's own connection, in the broadcaster's room.
fn bot(scene: &mut Scene) -> IrcId {
    let id = scene.twitch.open_irc();
    let words = format!(
        "CAP REQ :twitch.tv/tags twitch.tv/commands\r\nPASS oauth:{}\r\nNICK perty\r\nJOIN #somechannel\r\n",
        scene.bot()
    );
    scene.twitch.handle_irc(id, words.as_bytes());
    assert!(scene.heard(id).contains("ROOMSTATE"));
    id
}

/// What was said, line by line.
fn texts(heard: &str) -> Vec<&str> {
    let said = heard.lines().filter(|line| line.contains(" PRIVMSG "));
    said.filter_map(|line| line.split_once(" PRIVMSG #somechannel :"))
        .map(|(_, text)| text)
        .collect()
}

#[test]
fn s01_messages_vanish_on_the_way_to_a_client_and_on_the_way_from_it() {
    let mut scene = Scene::new();
    let (listener, bot) = (scene.listener(), bot(&mut scene));
    ordered(
        &mut scene,
        &json!({"do": "lose", "direction": "to_client", "login": "perty"}),
    );
    say(&mut scene, "one");
    assert_eq!(texts(&scene.heard(listener)), ["one"]);
    assert_eq!(scene.heard(bot), "");
    end_all(&mut scene);
    ordered(
        &mut scene,
        &json!({"do": "lose", "direction": "from_client"}),
    );
    scene
        .twitch
        .handle_irc(bot, b"PRIVMSG #somechannel :two\r\nPING :x\r\n");
    assert!(!scene.heard(listener).contains("two"));
    let answer = scene.heard(bot);
    assert!(
        answer.contains("PONG") && !answer.contains("USERSTATE"),
        "{answer}"
    );
    end_all(&mut scene);
    scene
        .twitch
        .handle_irc(bot, b"PRIVMSG #somechannel :three\r\n");
    assert_eq!(texts(&scene.heard(listener)), ["three"]);
}

#[test]
fn a_share_of_the_messages_is_lost_and_the_same_seed_loses_the_same_ones() {
    let heard_with = |seed: u64| {
        let mut scene = Scene::new();
        let listener = scene.listener();
        ordered(
            &mut scene,
            &json!({"do": "lose", "share": 0.3, "seed": seed}),
        );
        for number in 0..100 {
            // Nobody is held up for speaking fast.
            scene.advance(Duration::from_secs(2));
            say(&mut scene, &format!("number {number}"));
        }
        let heard = scene.heard(listener);
        texts(&heard).join("\n")
    };
    let heard = heard_with(1);
    assert!((55..=85).contains(&heard.lines().count()), "{heard}");
    assert_eq!(heard, heard_with(1));
    assert_ne!(heard, heard_with(2));
}

#[test]
fn messages_come_twice_with_one_id() {
    let mut scene = Scene::new();
    let listener = scene.listener();
    ordered(&mut scene, &json!({"do": "duplicate"}));
    say(&mut scene, "echo");
    let heard = scene.heard(listener);
    let lines: Vec<&str> = heard.lines().collect();
    assert_eq!(lines.len(), 2, "{heard}");
    assert_eq!(lines[0], lines[1]);
}

#[test]
fn a_message_is_overtaken_by_the_next_one_or_late_by_a_second() {
    let mut scene = Scene::new();
    let listener = scene.listener();
    ordered(&mut scene, &json!({"do": "reorder"}));
    say(&mut scene, "first");
    say(&mut scene, "second");
    assert_eq!(texts(&scene.heard(listener)), ["second", "first"]);
    say(&mut scene, "third");
    assert_eq!(scene.heard(listener), "");
    scene.advance(Duration::from_secs(1));
    assert_eq!(texts(&scene.heard(listener)), ["third"]);
}

#[test]
fn p05_tags_are_missing_unknown_wrong_or_empty() {
    for (how, is_wrong) in [
        ("no_id", (|line| !line.contains(";id=")) as fn(&str) -> bool),
        ("unknown", |line| {
            line.contains(";vendor.example/x;") && line.contains(";id=")
        }),
        ("emotes", |line| line.contains(";emotes=25:900-904,7-3/")),
        ("empty", |line| {
            line.contains(";id=;") && line.contains(";user-id=;")
        }),
        ("any", |line| line.starts_with('@')),
    ] {
        let mut scene = Scene::new();
        let listener = scene.listener();
        ordered(&mut scene, &json!({"do": "wrong_tags", "how": how}));
        say(&mut scene, "fine");
        let heard = scene.heard(listener);
        assert!(is_wrong(&heard), "{how}: {heard}");
        assert_eq!(texts(&heard), ["fine"], "{how}");
    }
}

#[test]
fn i06_a_join_is_refused_in_silence_or_in_words() {
    for (how, words) in [
        ("silent", ""),
        ("suspended", "msg-id=msg_channel_suspended"),
        ("banned", "msg-id=msg_banned"),
    ] {
        let mut scene = Scene::new();
        let what = json!({"do": "refuse_joins", "how": how, "channel": "otherchannel"});
        ordered(&mut scene, &what);
        let bot = bot(&mut scene);
        scene.twitch.handle_irc(bot, b"JOIN #otherchannel\r\n");
        let answer = scene.heard(bot);
        assert!(!answer.contains("ROOMSTATE"), "{how}: {answer}");
        assert_eq!(answer.is_empty(), words.is_empty(), "{how}: {answer}");
        assert!(answer.contains(words), "{how}: {answer}");
        end_all(&mut scene);
        scene.twitch.handle_irc(bot, b"JOIN #otherchannel\r\n");
        assert!(scene.heard(bot).contains("ROOMSTATE"), "{how}");
    }
}

#[test]
fn i03_reconnect_is_said_and_the_end_comes_when_it_was_ordered() {
    let mut scene = Scene::new();
    let listener = scene.listener();
    ordered(
        &mut scene,
        &json!({"do": "reconnect", "after": "10s", "closes_in": "5s"}),
    );
    scene.advance(Duration::from_secs(9));
    assert_eq!(scene.heard(listener), "");
    scene.advance(Duration::from_secs(1));
    assert_eq!(scene.heard(listener), ":tmi.twitch.tv RECONNECT\r\n");
    say(&mut scene, "still here");
    assert_eq!(texts(&scene.heard(listener)), ["still here"]);
    scene.advance(Duration::from_secs(4));
    assert!(!scene.twitch.poll_irc(listener).closes);
    scene.advance(Duration::from_secs(1));
    assert!(scene.twitch.poll_irc(listener).closes);
}

#[test]
fn i04_connections_are_dropped_again_and_again_until_it_is_over() {
    let mut scene = Scene::new();
    ordered(
        &mut scene,
        &json!({"do": "drop", "after": "5s", "every": "5s", "for": "1m"}),
    );
    let mut drops = 0;
    let mut listener = scene.listener();
    for _second in 0..120 {
        scene.advance(Duration::from_secs(1));
        let output = scene.twitch.poll_irc(listener);
        if output.closes {
            assert_eq!(output.farewell, Farewell::Cut);
            drops += 1;
            scene.twitch.close_irc(listener);
            listener = scene.listener();
        }
    }
    assert_eq!(drops, 12);
}

#[test]
fn i01_a_half_open_connection_takes_everything_and_answers_nothing() {
    let mut scene = Scene::new();
    let (before, other) = (bot(&mut scene), scene.listener());
    ordered(
        &mut scene,
        &json!({"do": "half_open", "for": "20m", "login": "perty"}),
    );
    let after = scene.twitch.open_irc();
    let login = format!("PASS oauth:{}\r\nNICK perty\r\n", scene.bot());
    scene.twitch.handle_irc(after, login.as_bytes());
    scene.twitch.handle_irc(
        before,
        b"PING :are you there\r\nPRIVMSG #somechannel :hello\r\n",
    );
    say(&mut scene, "nobody tells you");
    // Long beyond the server's PING and the time to answer it.
    scene.advance(Duration::from_secs(19 * 60));
    for id in [before, after] {
        let output = scene.twitch.poll_irc(id);
        assert_eq!(
            (output.lines.len(), output.closes, output.flow),
            (0, false, Flow::Silent)
        );
    }
    let heard = scene.heard(other);
    assert_eq!(texts(&heard), ["nobody tells you"], "what it says is lost");
    scene.advance(Duration::from_secs(60));
    for id in [before, after] {
        let output = scene.twitch.poll_irc(id);
        assert_eq!((output.closes, output.farewell), (true, Farewell::Reset));
    }
}

#[test]
fn after_a_stall_everything_comes_in_order() {
    let mut scene = Scene::new();
    let listener = scene.listener();
    ordered(&mut scene, &json!({"do": "stall", "for": "8s"}));
    for text in ["one", "two", "three"] {
        say(&mut scene, text);
        scene.advance(Duration::from_secs(2));
        assert_eq!(scene.heard(listener), "");
    }
    scene.twitch.take_ready_irc();
    scene.advance(Duration::from_secs(2));
    assert!(
        scene.twitch.take_ready_irc().contains(&listener),
        "it is woken"
    );
    assert_eq!(texts(&scene.heard(listener)), ["one", "two", "three"]);
}

#[test]
fn i09_a_flood_has_as_many_lines_as_were_ordered() {
    let mut scene = Scene::new();
    let listener = scene.listener();
    ordered(
        &mut scene,
        &json!({"do": "flood", "rate": 500, "for": "4s"}),
    );
    scene.advance(Duration::from_secs(3));
    scene.advance(Duration::from_secs(3));
    let heard = scene.heard(listener);
    assert_eq!(texts(&heard).len(), 2_000);
    assert_eq!(texts(&heard)[1_999], "line 1999 of the flood");
}

#[test]
fn a_share_of_the_connections_is_met_and_the_same_seed_meets_the_same_ones() {
    let met_with = |seed: u64| {
        let mut scene = Scene::new();
        let ids: Vec<IrcId> = (0..40).map(|_| scene.twitch.open_irc()).collect();
        ordered(
            &mut scene,
            &json!({"do": "stall", "share": 0.5, "seed": seed}),
        );
        let flows = ids
            .into_iter()
            .map(|id| scene.twitch.poll_irc(id).flow == Flow::Silent);
        flows.collect::<Vec<bool>>()
    };
    let met = met_with(5);
    let count = met.iter().filter(|is_met| **is_met).count();
    assert!((10..=30).contains(&count), "{count} of 40");
    assert_eq!(met, met_with(5));
    assert_ne!(met, met_with(6));
}

#[test]
fn the_same_seed_draws_the_same_storm() {
    let plan = |seed: u64, kinds: &str| {
        let mut scene = Scene::new();
        let storm =
            json!({"do": "storm", "for": "30m", "every": "20s", "seed": seed, "kinds": kinds});
        let answer = ordered(&mut scene, &storm);
        let listed = scene.get("/sim/mischief", ("accept", "*/*")).body;
        let ordered = listed["ordered"].as_array().unwrap().len();
        assert_eq!(answer["ids"].as_array().unwrap().len(), ordered);
        answer["plan"].as_array().unwrap().clone()
    };
    let first = plan(1, "drop, stall,reset");
    assert!((60..=120).contains(&first.len()), "{}", first.len());
    assert_eq!(first, plan(1, "drop,stall,reset"));
    assert_ne!(first, plan(2, "drop,stall,reset"));
    for kind in ["drop", "stall", "reset"] {
        assert!(first.iter().any(|order| order["do"] == kind), "{kind}");
    }
    assert!(plan(1, "").iter().any(|order| order["do"] == "half_open"));
}

#[test]
fn a_world_file_brings_its_mischief_along() {
    let mut scene = Scene::of(
        r#"
        [[mischief]]
        do = "duplicate"
        after = "10s"

        [[mischief]]
        do = "lose"
        login = "perty"
        direction = "from_client"
        share = 1.0

        [[mischief]]
        do = "storm"
        for = "10m"
        every = "1m"
        kinds = "drop"
        "#,
    );
    let listener = scene.listener();
    let bot = bot(&mut scene);
    scene
        .twitch
        .handle_irc(bot, b"PRIVMSG #somechannel :lost\r\n");
    say(&mut scene, "once");
    assert_eq!(texts(&scene.heard(listener)), ["once"]);
    scene.advance(Duration::from_secs(10));
    say(&mut scene, "twice");
    assert_eq!(texts(&scene.heard(listener)), ["twice", "twice"]);
    scene.advance(Duration::from_secs(80));
    assert!(scene.twitch.poll_irc(listener).closes, "the storm drops it");
}

#[test]
fn wrong_mischief_in_a_world_file_is_told() {
    for (text, expected) in [
        ("do = \"dorp\"", "do is drop, reset, "),
        (
            "do = \"drop\"\nlogin = \"nobody_here\"",
            "nobody_here is named as the victim of mischief",
        ),
        (
            "do = \"stall\"\nfor = \"long\"",
            "for: \"long\" is no duration",
        ),
        (
            "do = \"flood\"\nchannel = \"nobody_here\"",
            "nobody_here is named as the channel of mischief",
        ),
    ] {
        let error = Blueprint::parse(&format!("[[mischief]]\n{text}\n")).unwrap_err();
        assert!(error.to_string().contains(expected), "{text}: {error}");
    }
}

#[test]
fn an_order_of_mischief_that_makes_no_sense_says_why() {
    let mut scene = Scene::new();
    for (what, sentence) in [
        (
            json!({"do": "lose", "rate": 5}),
            "lose has no \"rate\"; it may have do, after, for, login, share, seed, direction",
        ),
        (
            json!({"do": "stall", "every": "5s"}),
            "stall has no \"every\"; it may have do, after, for, login, share, seed",
        ),
        (
            json!({"do": "lose", "share": 2}),
            "share is a number from 0 to 1, not \"2\"",
        ),
        (
            json!({"do": "refuse_joins", "how": "rudely"}),
            "how is silent, suspended, banned, not \"rudely\"",
        ),
        (
            json!({"do": "flood", "rate": 0}),
            "rate is a whole number above zero, not \"0\"",
        ),
        (
            json!({"do": "drop", "every": "0s"}),
            "every is longer than nothing",
        ),
        (
            json!({"do": "tls", "login": "perty"}),
            "tls has no login: nobody has one before the handshake",
        ),
        (
            json!({"do": "storm"}),
            "for is missing: how long the storm lasts, such as 10m",
        ),
        (
            json!({"do": "storm", "for": "30d", "every": "1s"}),
            "a storm does at most 10000 things; make every longer or for shorter",
        ),
    ] {
        let answer = order(&mut scene, &what);
        assert_eq!((answer.status, answer.message()), (400, sentence), "{what}");
    }
    let answer = order(&mut scene, &json!({"do": "drop", "login": "nobody_here"}));
    assert_eq!(answer.status, 404, "{answer:?}");
}

#[test]
fn mischief_is_listed_and_ended_one_by_one_or_together() {
    let mut scene = Scene::new();
    let first = ordered(&mut scene, &json!({"do": "stall"}))["ids"][0].clone();
    ordered(&mut scene, &json!({"do": "drop", "after": "1h"}));
    let listed = scene.get("/sim/mischief", ("accept", "*/*")).body;
    assert_eq!(
        listed["ordered"][0],
        json!({
            "id": 1, "order": {"do": "stall"}, "starts_at": "2026-11-22T10:20:00Z",
            "ends_at": null, "is_on": true, "is_over": false, "met": 0,
        })
    );
    assert_eq!(listed["ordered"][1]["is_on"], false);
    let end = |scene: &mut Scene, query: &str| {
        let request = http::Request::delete(format!("/sim/mischief{query}")).body(Vec::new());
        scene.send(request.unwrap())
    };
    assert_eq!(end(&mut scene, &format!("?id={first}")).body["ended"], 1);
    assert_eq!(end(&mut scene, &format!("?id={first}")).status, 404);
    assert_eq!(end(&mut scene, "").body["ended"], 1);
}

/// The table in the docs is the table that orders are read by; a row that is missing is printed.
#[test]
fn every_kind_and_field_stands_in_the_docs_and_its_example_is_understood() {
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/simulator.md");
    let docs = std::fs::read_to_string(docs).unwrap();
    let mut scene = Scene::new();
    let listed = scene.get("/sim/mischief", ("accept", "*/*")).body;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut rows = Vec::new();
    for kind in listed["kinds"].as_array().unwrap() {
        let example: Value = serde_json::from_str(&text(&kind["example"])).unwrap();
        assert_eq!(example["do"], kind["do"]);
        ordered(&mut scene, &example);
        let own = kind["own"].as_array().unwrap().iter();
        let own: Vec<String> = own.map(|name| format!("`{}`", text(name))).collect();
        let (name, what, own) = (text(&kind["do"]), text(&kind["what"]), own.join(", "));
        rows.push(format!("| `{name}` | {what} | {own} |"));
        rows.push(format!(
            "curl -s http://127.0.0.1:8090/sim/mischief -H 'Content-Type: application/json' -d '{}'",
            text(&kind["example"])
        ));
    }
    for field in listed["fields"].as_array().unwrap() {
        rows.push(format!(
            "| `{}` | {} |",
            text(&field["name"]),
            text(&field["what"])
        ));
    }
    let missing: Vec<&String> = rows.iter().filter(|row| !docs.contains(*row)).collect();
    assert!(missing.is_empty(), "docs/simulator.md lacks\n{missing:#?}");
}
