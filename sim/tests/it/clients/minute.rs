//! Two parsers that others wrote read every line of a busy minute, and one of each kind that the simulator can send. Time is moved, nothing is awaited.

use std::collections::BTreeMap;
use std::time::Duration;

use http::Request;
use serde_json::{Value, json};
use streamhand_sim::{IrcId, Viewers};
use twitch_irc::message::{IRCMessage, ServerMessage};

use crate::scene::Scene;

#[test]
fn two_other_parsers_read_every_line_of_a_busy_minute() {
    let (mut scene, id) = in_the_room();
    scene.twitch.start_viewers(Viewers::scripted(7, 50.0));
    let mut kinds = BTreeMap::new();
    for _ in 0..600 {
        scene.advance(Duration::from_millis(100));
        for line in lines(&mut scene, id) {
            *kinds.entry(judged(&line)).or_insert(0) += 1;
        }
    }
    assert!(kinds["PRIVMSG"] > 2_500, "{kinds:?}");
    assert!(kinds["USERNOTICE"] > 0, "{kinds:?}");
}

#[test]
fn two_other_parsers_read_one_line_of_each_kind() {
    let (mut scene, id) = in_the_room();
    for (order, command) in orders() {
        happens(&mut scene, id, (&order, command));
    }
    let share = json!({"do": "share", "channels": ["somechannel", "otherchannel"]});
    ordered(&mut scene, &share);
    for (order, command) in orders_while_shared() {
        happens(&mut scene, id, (&order, command));
    }
}

/// Lets something happen of which the room is told by a line with this command.
fn happens(scene: &mut Scene, id: IrcId, (order, command): (&Value, &str)) {
    let message_id = ordered(scene, order);
    if command == "CLEARMSG" {
        let delete = json!({"do": "delete", "channel": "somechannel", "message_id": message_id});
        ordered(scene, &delete);
    }
    let lines = lines(scene, id);
    let heard: Vec<String> = lines.iter().map(|line| judged(line)).collect();
    assert!(
        heard.iter().any(|kind| kind == command),
        "{order}: {lines:?}"
    );
    // Far enough for slow mode, and for whatever is limited by time.
    scene.advance(Duration::from_secs(31));
}

/// Everything that can happen in the room, and the command that tells of it.
fn orders() -> Vec<(Value, &'static str)> {
    [
        (r#""do":"enter","user":"oakmoss""#, "JOIN"),
        (r#""do":"say","user":"oakmoss","text":"hello Kappa é🙂""#, "PRIVMSG"),
        (r#""do":"say","user":"oakmoss","text":"/me waves""#, "PRIVMSG"),
        (r#""do":"say","user":"mizu_no_oto","text":"; \\ a=b""#, "PRIVMSG"),
        (r#""do":"say","user":"oakmoss","text":"to be deleted""#, "CLEARMSG"),
        (r#""do":"subscribe","user":"oakmoss""#, "USERNOTICE"),
        (r#""do":"subscribe","user":"latebus","tier":"Prime""#, "USERNOTICE"),
        (r#""do":"resubscribe","user":"oakmoss","months":7,"streak":3,"text":"seven!""#, "USERNOTICE"),
        (r#""do":"resubscribe","user":"oakmoss","months":8"#, "USERNOTICE"),
        (r#""do":"gift","user":"oakmoss","to":["tin_roof"]"#, "USERNOTICE"),
        (r#""do":"gift","user":"oakmoss","to":["windowseat","marbles_"]"#, "USERNOTICE"),
        (r#""do":"pay_on","user":"tin_roof","gifter":"oakmoss""#, "USERNOTICE"),
        (r#""do":"raid","user":"otherchannel","viewers":40"#, "USERNOTICE"),
        (r#""do":"cancel_raid","user":"somechannel""#, "USERNOTICE"),
        (r#""do":"announce","user":"kettle_on","text":"soup is ready""#, "USERNOTICE"),
        (r#""do":"cheer_up","user":"oakmoss","threshold":1000"#, "USERNOTICE"),
        (r#""do":"watch_streak","user":"oakmoss","streams":5"#, "USERNOTICE"),
        (r#""do":"settings","settings":{"slow_seconds":10,"followers_only_minutes":0,"unique_chat":true}"#, "ROOMSTATE"),
        (r#""do":"settings","settings":{"emote_only":true,"subscribers_only":true}"#, "NOTICE"),
        (r#""do":"settings","settings":{}"#, "ROOMSTATE"),
        (r#""do":"time_out","user":"oakmoss","seconds":600"#, "CLEARCHAT"),
        (r#""do":"ban","user":"tin_roof""#, "CLEARCHAT"),
        (r#""do":"clear""#, "CLEARCHAT"),
        (r#""do":"enter","user":"windowseat""#, "JOIN"),
        (r#""do":"leave","user":"windowseat""#, "PART"),
    ]
    .map(|(order, command)| (in_channel("somechannel", order), command))
    .to_vec()
}

/// What happens elsewhere while two channels share their chat, and the end of it all.
fn orders_while_shared() -> Vec<(Value, &'static str)> {
    let mut orders = [
        (
            r#""do":"say","user":"kettle_on","text":"hello over there""#,
            "PRIVMSG",
        ),
        (
            r#""do":"announce","user":"otherchannel","text":"all of you""#,
            "USERNOTICE",
        ),
    ]
    .map(|(order, command)| (in_channel("otherchannel", order), command))
    .to_vec();
    orders.push((json!({"do": "reconnect"}), "RECONNECT"));
    orders
}

fn in_channel(channel: &str, order: &str) -> Value {
    let order = format!(r#"{{"channel":"{channel}",{order}}}"#);
    serde_json::from_str(&order).expect("the orders of this file are good JSON")
}

/// The command of a line, after both parsers made something of all of it.
fn judged(line: &str) -> String {
    let message = IRCMessage::parse(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    let command = message.command.clone();
    if let Err(error) = ServerMessage::try_from(message) {
        panic!("{error}");
    }
    let message = tmi::IrcMessageRef::parse(line).unwrap_or_else(|| panic!("no message: {line}"));
    if let Err(error) = message.as_typed() {
        panic!("{error}: {line}");
    }
    command
}

/// The bot is in the broadcaster's room, with everything that can be asked for.
fn in_the_room() -> (Scene, IrcId) {
    let mut scene = Scene::new();
    let id = scene.twitch.open_irc();
    let login = format!(
        "CAP REQ :twitch.tv/tags twitch.tv/commands twitch.tv/membership\r\nPASS oauth:{}\r\nNICK perty\r\nJOIN #somechannel\r\n",
        scene.env.account.token.expose()
    );
    scene.twitch.handle_irc(id, login.as_bytes());
    let welcome: Vec<String> = lines(&mut scene, id)
        .iter()
        .map(|line| judged(line))
        .collect();
    for command in [
        "CAP",
        "001",
        "GLOBALUSERSTATE",
        "JOIN",
        "ROOMSTATE",
        "USERSTATE",
        "353",
        "366",
    ] {
        assert!(
            welcome.iter().any(|kind| kind == command),
            "{command} in {welcome:?}"
        );
    }
    (scene, id)
}

/// Everything that waits for the bot; a client that asks is told more, so it asks.
fn lines(scene: &mut Scene, id: IrcId) -> Vec<String> {
    scene.twitch.handle_irc(id, b"PONG :tmi.twitch.tv\r\n");
    let output = scene.twitch.poll_irc(id);
    let bytes: Vec<u8> = output.lines.concat();
    let text = String::from_utf8(bytes).expect("Twitch sends UTF-8");
    text.split_terminator("\r\n").map(str::to_owned).collect()
}

/// Lets something happen; the id is that of a message, if one was said.
fn ordered(scene: &mut Scene, order: &Value) -> Option<String> {
    let request = Request::post("/sim/chat")
        .header("content-type", "application/json")
        .body(order.to_string().into_bytes());
    let answer = scene.send(request.unwrap());
    assert_eq!(answer.status, 200, "{order}: {answer:?}");
    answer.body["message_id"].as_str().map(str::to_owned)
}
