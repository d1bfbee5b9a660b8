//! `streamhand chat` against the simulator: what it reads, what it says, and how it ends.

use std::io::Write;
use std::process::ChildStdin;
use std::time::Instant;

use serde_json::{Value, json};

use crate::house::{House, PATIENCE, Running};
use crate::scene::{BOT_SCOPES, Scene, objects};
use crate::simulator::Simulator;

fn order(simulator: &Simulator, order: &Value) {
    simulator.post("/sim/chat", &order.to_string());
}

fn write(input: &mut ChildStdin, line: &str) {
    writeln!(input, "{line}").expect("the program reads");
}

/// A line that is said and, if it may be, gets its outcome.
fn outcome(chat: &Running, input: &mut ChildStdin, line: &str) -> Value {
    write(input, line);
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline {
        let object = chat.object();
        let is_outcome = ["said", "not_said", "perhaps_said"]
            .iter()
            .any(|event| object["event"] == *event);
        if is_outcome {
            return object;
        }
    }
    panic!("{line:?} has no outcome");
}

#[test]
fn p06_x34_chat_is_read_without_any_login_and_every_happening_is_an_object() {
    let scene = Scene::new();
    let chat = scene.start(&["chat", "somechannel", "--json"]);
    chat.event("joined");
    let simulator = &scene.simulator;
    simulator.say("kettle_on", "hello \u{202e} there");
    let said = chat.event("privmsg");
    assert_eq!(said["login"], "kettle_on", "{said}");
    assert_eq!(said["text"], "hello \u{202e} there", "{said}");
    let id = said["id"].as_str().expect("it has an id");
    let delete = json!({"do": "delete", "channel": "somechannel", "message_id": id});
    order(simulator, &delete);
    assert_eq!(chat.event("deleted")["id"], id);
    for (order_given, event, part, expected) in [
        (
            json!({"do": "time_out", "user": "kettle_on", "seconds": 60}),
            "timeout",
            "seconds",
            json!(60),
        ),
        (
            json!({"do": "ban", "user": "kettle_on"}),
            "ban",
            "login",
            json!("kettle_on"),
        ),
        (
            json!({"do": "clear"}),
            "clear",
            "channel",
            json!("somechannel"),
        ),
        (
            json!({"do": "raid", "user": "otherchannel", "viewers": 12}),
            "raid",
            "viewers",
            json!(12),
        ),
        (
            json!({"do": "subscribe", "user": "nightheron", "tier": "1000"}),
            "sub",
            "plan",
            json!("1"),
        ),
        (
            json!({"do": "settings", "settings": {"slow_seconds": 10}}),
            "notice",
            "kind",
            json!("slow_on"),
        ),
    ] {
        let mut given = order_given;
        given["channel"] = "somechannel".into();
        order(simulator, &given);
        let told = chat.event(event);
        assert_eq!(told[part], expected, "{told}");
    }
    let store = std::fs::read_dir(&scene.data).map_or(0, Iterator::count);
    assert_eq!(store, 0, "reading opens no store");
}

#[test]
fn whoever_is_not_logged_in_is_told_the_login_when_something_is_to_be_said() {
    let scene = Scene::new();
    let (chat, mut input) = scene.start_fed(&["chat", "--json"]);
    chat.event("joined");
    let refused = outcome(&chat, &mut input, "hello");
    assert_eq!(refused["event"], "not_said", "{refused}");
    assert_eq!(refused["code"], "login_needed", "{refused}");
    let advice = refused["advice"].as_str().unwrap_or_default();
    assert!(
        advice.contains("streamhand login bot --for say"),
        "{refused}"
    );
    // Who logs in meanwhile is found.
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    let said = outcome(&chat, &mut input, "hello again");
    assert_eq!(said["event"], "said", "{said}");
    // The end of what is said is not the end of what is read.
    drop(input);
    scene.simulator.say("kettle_on", "and on it goes");
    let deadline = Instant::now() + PATIENCE;
    while chat.event("privmsg")["text"] != "and on it goes" {
        assert!(Instant::now() < deadline, "it does not go on");
    }
}

#[test]
fn x17_each_line_has_one_outcome_and_none_is_an_order() {
    let scene = Scene::in_real_time();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    let mut ear = scene.simulator.listen();
    let (chat, mut input) = scene.start_fed(&["chat", "somechannel", "otherchannel", "--json"]);
    chat.event("joined");
    for (line, event, code) in [
        ("#somechannel Hello everybody", "said", Value::Null),
        ("#OtherChannel Hello over there", "said", Value::Null),
        ("hello?", "not_said", json!("which_channel")),
        ("#somechannel /ban kettle_on", "not_said", json!("order")),
        (
            "#somechannel .timeout kettle_on",
            "not_said",
            json!("order"),
        ),
    ] {
        let told = outcome(&chat, &mut input, line);
        assert_eq!(
            (&told["event"], &told["code"]),
            (&json!(event), &code),
            "{told}"
        );
    }
    ear.hear("PRIVMSG #somechannel :Hello everybody");
    let long = format!("#somechannel {}", "x".repeat(501));
    let told = outcome(&chat, &mut input, &long);
    assert_eq!(told["event"], "not_said", "{told}");
    order(
        &scene.simulator,
        &json!({"do": "time_out", "channel": "somechannel", "user": "perty", "seconds": 600}),
    );
    let told = outcome(&chat, &mut input, "#somechannel Am I heard?");
    assert_eq!(
        (&told["event"], &told["status"]),
        (&json!("not_said"), &json!(4)),
        "{told}"
    );
    let meaning = told["meaning"].as_str().unwrap_or_default();
    assert!(meaning.contains("Twitch says"), "{told}");
}

#[test]
fn until_eof_ends_with_the_outcome_of_what_was_said() {
    let scene = Scene::in_real_time();
    let say = |lines: &str, options: &[&str]| {
        let arguments = [&["chat", "somechannel", "--until-eof"], options].concat();
        let (chat, mut input) = scene.start_fed(&arguments);
        input
            .write_all(lines.as_bytes())
            .expect("the program reads");
        drop(input);
        chat.finish()
    };
    let finished = say("hello\n", &[]);
    finished.expect(3, &["nobody is logged in as the bot", "--for say"]);
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    let finished = say("One\n\nTwo", &[]);
    finished.expect(
        0,
        &[
            "perty said it in the chat of somechannel.",
            "perty said it in the chat of somechannel.",
        ],
    );
    let finished = say("/clear\n", &["--json"]);
    assert_eq!(finished.status, Some(2), "{finished:?}");
    let told = objects(&finished);
    assert!(
        told.iter().any(|object| object["code"] == "order"),
        "{told:?}"
    );
    assert_eq!(say("", &[]).status, Some(0), "there was nothing to say");
}

#[test]
fn a_lost_connection_comes_back_by_itself() {
    let scene = Scene::new();
    let chat = scene.start(&["chat", "somechannel", "--json"]);
    chat.event("joined");
    order(&scene.simulator, &json!({"do": "cut"}));
    let told = chat.event("disconnected");
    assert!(told["happened"].is_string(), "{told}");
    chat.event("joined");
    scene.simulator.say("kettle_on", "still there?");
    assert_eq!(chat.event("privmsg")["text"], "still there?");
}

#[test]
fn x34_as_text_a_stranger_moves_no_cursor_and_a_reader_who_goes_ends_it() {
    let scene = Scene::new();
    let mut chat = scene.start(&["chat", "somechannel", "otherchannel"]);
    // Both channels are joined one after the other, and the words of that stand beside chat.
    let deadline = Instant::now() + PATIENCE;
    let mut ear = scene.simulator.listen();
    scene.simulator.say("kettle_on", "first \u{202e} line");
    ear.hear("first");
    let line = loop {
        scene.simulator.say("kettle_on", "a \u{202e} line");
        if let Some(line) = chat.line_if_any() {
            break line;
        }
        assert!(Instant::now() < deadline, "nothing is read");
    };
    assert!(line.contains("#somechannel"), "{line}");
    assert!(line.contains("a \\u{202e} line"), "{line}");
    while !chat.is_over_unread() {
        scene.simulator.say("kettle_on", "does anybody read this?");
        assert!(Instant::now() < deadline, "it goes on though nobody reads");
    }
    assert_eq!(chat.finish().status, Some(0));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_with_its_own_status_while_it_reads_and_says() {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    let (chat, mut input) = scene.start_fed(&["chat", "somechannel", "--json"]);
    chat.event("joined");
    assert_eq!(outcome(&chat, &mut input, "hello")["event"], "said");
    chat.signal("INT");
    assert_eq!(chat.finish().status, Some(130));
}

#[test]
fn without_a_channel_it_says_how_to_name_one() {
    let house = House::new();
    house
        .run(&["chat"])
        .expect(2, &["no channel is named", "streamhand chat somechannel"]);
    house
        .run(&["chat", "no such channel"])
        .expect(2, &["CHANNEL"]);
}
