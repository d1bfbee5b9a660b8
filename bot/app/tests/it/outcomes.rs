//! What became of each message of the bot, by both ways out: the real binary against the simulator.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::house::Running;
use crate::scene::Scene;
#[cfg(unix)]
use crate::scene::objects;
use crate::simulator::Listener;

/// A scene whose bot writes by this way.
fn scene(way: &str) -> Scene {
    scene_with(&format!("send = \"{way}\""))
}

/// A scene with this in the config's table about chat.
fn scene_with(chat: &str) -> Scene {
    let scene = Scene::new();
    let config = std::fs::read_to_string(&scene.config).expect("the config is there");
    let config = format!("{config}[chat]\n{chat}\n");
    std::fs::write(&scene.config, config).expect("the config can be written");
    scene.log_in(("bot", "perty"), "chat:read chat:edit user:write:chat");
    scene
}

fn set_modes(scene: &Scene, settings: &Value) {
    let order = json!({"do": "settings", "channel": "somechannel", "settings": settings});
    scene.simulator.post("/sim/chat", &order.to_string());
}

/// Somebody uses a command; what became of the answer.
fn outcome(scene: &Scene, bot: &Running, (user, command): (&str, &str)) -> Value {
    scene.simulator.say(user, command);
    bot.event("outcome")
}

/// A mode of the room stops an answer; the next is not tried, until the mode ends.
fn check(way: &str, code: &str) {
    let scene = scene(way);
    let (bot, _) = scene.run_bot();

    let sent = outcome(&scene, &bot, ("kettle_on", "!ping"));
    assert_eq!(sent["outcome"], "sent", "by {way}: {sent}");
    assert_eq!(sent["channel"], "somechannel", "by {way}: {sent}");
    assert!(sent["id"].is_string(), "by {way}: {sent}");

    set_modes(&scene, &json!({"emote_only": true}));
    let dropped = outcome(&scene, &bot, ("somechannel", "!addcom one text"));
    assert_eq!(dropped["outcome"], "dropped", "by {way}: {dropped}");
    assert_eq!(dropped["code"], code, "by {way}: {dropped}");
    assert_eq!(dropped["meaning"], "only emotes may be written here");
    assert!(dropped["mend"].is_string() && dropped["said"].is_string());

    let refused = outcome(&scene, &bot, ("somechannel", "!addcom two text"));
    assert_eq!(refused["outcome"], "refused", "by {way}: {refused}");
    assert_eq!(refused["code"], code, "by {way}: {refused}");
    assert_eq!(refused["count"], 2, "by {way}: {refused}");
    let said = refused["said"].as_str().expect("it says how that is known");
    assert!(said.contains("the message before"), "by {way}: {refused}");

    set_modes(&scene, &json!({}));
    let sent = outcome(&scene, &bot, ("somechannel", "!addcom three text"));
    assert_eq!(sent["outcome"], "sent", "by {way}: {sent}");
    assert_eq!(sent["count"], 2, "by {way}: {sent}");
    bot.kill();
}

#[test]
fn s09_by_the_api_a_mode_that_stops_an_answer_is_explained_and_rested_out() {
    check("helix", "emote_only_mode");
}

#[test]
fn s09_by_chat_a_mode_that_stops_an_answer_is_explained_and_rested_out() {
    check("irc", "msg_emoteonly");
}

/// Twitch sends no state with what was said through the API; the badges of its own lines are all that the bot sees.
#[test]
fn by_the_api_the_bot_learns_from_its_own_lines_that_it_has_become_a_moderator() {
    let scene = scene("helix");
    scene.log_in(("broadcaster", "somechannel"), "channel:manage:moderators");
    let (bot, _) = scene.run_bot();
    set_modes(&scene, &json!({"emote_only": true}));
    let dropped = outcome(&scene, &bot, ("somechannel", "!addcom one text"));
    assert_eq!(dropped["code"], "emote_only_mode", "{dropped}");

    let mut chat = scene.simulator.listen();
    let made = scene.run(&["mod", "add", "perty"]);
    assert_eq!(made.status, Some(0), "{made:?}");
    let said = scene.run(&["say", "Hello everybody"]);
    assert_eq!(said.status, Some(0), "{said:?}");
    chat.hear("PRIVMSG #somechannel :Hello everybody");
    let sent = outcome(&scene, &bot, ("somechannel", "!addcom two text"));
    assert_eq!(sent["outcome"], "sent", "{sent}");

    // Nobody who is privileged is told that; so it is not any more, and writes once a second at most.
    let message = json!({"message_id": "", "is_sent": false,
        "drop_reason": {"code": "msg_ratelimit", "message": "too quickly"}});
    let answer = json!({"path": "/helix/chat/messages", "do": "answer", "status": 200, "times": 1,
        "body": {"data": [message]}});
    scene.simulator.post("/sim/faults", &answer.to_string());
    let dropped = outcome(&scene, &bot, ("somechannel", "!addcom three text"));
    assert_eq!(dropped["code"], "msg_ratelimit", "{dropped}");
    let dropped_at = Instant::now();
    outcome(&scene, &bot, ("somechannel", "!addcom four text"));
    assert!(dropped_at.elapsed() > Duration::from_millis(900));
    bot.kill();
}

#[test]
fn s08_an_answer_whose_fate_is_lost_is_told_as_unknown_and_not_sent_again() {
    let scene = scene("helix");
    let (bot, _) = scene.run_bot();
    let mut chat = scene.simulator.listen();
    let fault = json!({"path": "/helix/chat/messages", "do": "close", "commit": true, "times": 1});
    scene.simulator.post("/sim/faults", &fault.to_string());

    let unknown = outcome(&scene, &bot, ("kettle_on", "!ping"));
    assert_eq!(unknown["outcome"], "unknown", "{unknown}");
    assert!(unknown["said"].is_string(), "{unknown}");
    chat.hear("PRIVMSG #somechannel :@kettle_on Pong!");

    let sent = outcome(&scene, &bot, ("somechannel", "!addcom one text"));
    assert_eq!(sent["outcome"], "sent", "{sent}");
    let next = chat.hear(":perty!");
    assert!(next.contains("!one"), "said twice: {next}");
    bot.kill();
}

/// Before, the answer appeared half a minute after the question, and everything behind it was too late.
#[test]
fn h01_what_the_limit_of_the_api_would_hold_up_is_told_at_once_and_does_not_come_later() {
    let scene = scene("helix");
    let (bot, _) = scene.run_bot();
    let answer = json!({"path": "/helix/chat/messages", "do": "answer", "status": 429, "times": 1,
        "headers": {"ratelimit-reset": "60", "ratelimit-remaining": "0"},
        "body": {"error": "Too Many Requests", "status": 429, "message": "too many"}});
    scene.simulator.post("/sim/faults", &answer.to_string());
    let asked_at = Instant::now();
    for text in ["!addcom one text", "!addcom two text"] {
        let dropped = outcome(&scene, &bot, ("somechannel", text));
        assert_eq!(dropped["outcome"], "dropped", "{dropped}");
        assert_eq!(dropped["code"], "rate_limited", "{dropped}");
    }
    assert!(asked_at.elapsed() < Duration::from_secs(8));
    bot.kill();
}

#[test]
fn p10_what_viewers_make_the_bot_repeat_is_not_said_if_it_is_blocked() {
    let scene = scene_with("never_say = [\"pickle\"]");
    let (bot, _) = scene.run_bot();
    // Two of them, for a command rests after a use.
    for command in ["echo", "also"] {
        let order = format!("!addcom {command} You said $(1)");
        let sent = outcome(&scene, &bot, ("somechannel", &order));
        assert_eq!(sent["outcome"], "sent", "{sent}");
    }

    let words = "p\u{200B}\u{456}ck\u{336}le";
    let refused = outcome(&scene, &bot, ("kettle_on", &format!("!echo {words}")));
    assert_eq!(refused["outcome"], "refused", "{refused}");
    assert_eq!(refused["code"], "never_said", "{refused}");
    assert!(refused["mend"].is_string(), "{refused}");

    let sent = outcome(&scene, &bot, ("somechannel", "!also pickled"));
    assert_eq!(sent["outcome"], "sent", "{sent}");
    bot.kill();
}

#[test]
fn p10_an_answer_is_not_said_in_parts_if_a_blocked_phrase_lies_across_them() {
    let scene = scene_with("never_say = [\"words that nobody says\"]");
    let (bot, _) = scene.run_bot();
    let order = "!addcom echo $(1) words that nobody says, and more of them";
    outcome(&scene, &bot, ("somechannel", order));
    // Whether a name stands in front or not, there is room for one to three words of the phrase.
    let long = "x".repeat(482);
    for part in [
        outcome(&scene, &bot, ("kettle_on", &format!("!echo {long}"))),
        bot.event("outcome"),
    ] {
        assert_eq!(part["outcome"], "refused", "{part}");
        assert_eq!(part["code"], "never_said", "{part}");
    }
    bot.kill();
}

#[test]
fn p10_a_name_that_is_never_said_does_not_come_in_front_of_an_answer() {
    let scene = scene_with("never_say = [\"kettle_on\"]");
    let (bot, _) = scene.run_bot();
    let refusal = json!({
        "data": [], "error": "Bad Request", "status": 400,
        "message": "The request's input was not valid. Message cannot be replied to.",
    });
    let answer = json!({"path": "/helix/chat/messages", "do": "answer", "status": 400, "times": 1,
        "body": refusal});
    scene.simulator.post("/sim/faults", &answer.to_string());
    let refused = outcome(&scene, &bot, ("kettle_on", "!ping"));
    assert_eq!(refused["code"], "never_said", "{refused}");
    bot.kill();
}

#[test]
fn s01_messages_that_chat_loses_without_a_word_are_unknown_and_no_channel_waits_for_another() {
    let scene = scene("irc");
    let config = std::fs::read_to_string(&scene.config).expect("the config is there");
    let config = format!("{config}[[channel]]\nlogin = \"otherchannel\"\n");
    std::fs::write(&scene.config, config).expect("the config can be written");
    let (bot, _) = scene.run_bot();
    let lose = json!({"do": "lose", "direction": "from_client", "login": "perty"});
    scene.simulator.post("/sim/mischief", &lose.to_string());
    for channel in ["somechannel", "otherchannel"] {
        let order = json!({"do": "say", "channel": channel, "user": "kettle_on", "text": "!ping"});
        scene.simulator.post("/sim/chat", &order.to_string());
    }

    let first = bot.event("outcome");
    let heard = Instant::now();
    let second = bot.event("outcome");
    assert_ne!(first["channel"], second["channel"]);
    for lost in [&first, &second] {
        assert_eq!(lost["outcome"], "unknown", "{lost}");
        assert_eq!(lost["was_tried"], true, "{lost}");
    }
    // One after the other they would have waited four seconds each.
    assert!(heard.elapsed() < Duration::from_secs(3));

    scene.simulator.delete("/sim/mischief");
    let sent = outcome(&scene, &bot, ("somechannel", "!addcom one text"));
    assert_eq!(sent["outcome"], "sent", "{sent}");
    bot.kill();
}

#[test]
fn an_answer_to_a_message_that_is_gone_is_sent_once_more_without_it() {
    let scene = scene("helix");
    let (bot, _) = scene.run_bot();
    let mut chat = scene.simulator.listen();
    let answer = json!({
        "path": "/helix/chat/messages", "do": "answer", "status": 400, "times": 1,
        "body": {
            "data": [], "error": "Bad Request", "status": 400,
            "message": "The request's input was not valid. Message cannot be replied to.",
        },
    });
    scene.simulator.post("/sim/faults", &answer.to_string());

    let sent = outcome(&scene, &bot, ("kettle_on", "!ping"));
    assert_eq!(sent["outcome"], "sent", "{sent}");
    assert_eq!(sent["count"], 1, "{sent}");
    let text = sent["text"].as_str().expect("it has a text");
    assert!(text.starts_with("@kettle_on Pong!"), "{sent}");
    chat.hear("PRIVMSG #somechannel :@kettle_on Pong!");
    let sent = outcome(&scene, &bot, ("somechannel", "!addcom one text"));
    assert_eq!(sent["outcome"], "sent", "{sent}");
    let next = chat.hear(":perty!");
    assert!(next.contains("!one"), "said twice: {next}");
    bot.kill();
}

#[cfg(unix)]
#[test]
fn s01_what_became_of_the_last_message_is_told_while_the_bot_ends() {
    let scene = scene("irc");
    let (bot, _) = scene.run_bot();
    let order = r#"{"do": "lose", "direction": "from_client", "login": "perty"}"#;
    scene.simulator.post("/sim/mischief", order);
    scene.simulator.say("kettle_on", "!ping");
    let deadline = Instant::now() + Duration::from_secs(30);
    let is_lost = || {
        let mischief = scene.simulator.get("/sim/mischief", "Accept: */*");
        mischief["ordered"][0]["met"].as_u64() > Some(0)
    };
    while !is_lost() {
        assert!(Instant::now() < deadline, "the bot says nothing");
        std::thread::yield_now();
    }
    bot.terminate();
    let told = objects(&bot.finish());
    let outcome = told.iter().find(|object| object["event"] == "outcome");
    let outcome = outcome.unwrap_or_else(|| panic!("no outcome in {told:?}"));
    assert_eq!(outcome["outcome"], "unknown", "{outcome}");
}

#[cfg(unix)]
#[test]
fn s01_what_became_of_messages_can_be_looked_at_after_the_bot_has_ended() {
    let scene = scene("helix");
    let (bot, _) = scene.run_bot();
    let sent = outcome(&scene, &bot, ("kettle_on", "!ping"));
    set_modes(&scene, &json!({"emote_only": true}));
    let dropped = outcome(&scene, &bot, ("somechannel", "!addcom one text"));
    bot.terminate();
    bot.finish();

    let shown = objects(&scene.run(&["outbox", "--json"]));
    assert_eq!(shown.len(), 2, "{shown:?}");
    for (told, mut shown) in [sent, dropped].into_iter().zip(shown) {
        assert!(shown["at"].is_string(), "{shown}");
        shown["count"] = told["count"].clone();
        shown.as_object_mut().expect("it is one").remove("at");
        assert_eq!(shown, told);
    }
    let only = ["--channel", "somechannel", "--dropped"];
    let shown = scene.run(&[&["outbox", "--json"], &only[..]].concat());
    assert_eq!(objects(&shown).len(), 1, "{shown:?}");
    let shown = scene.run(&["outbox"]);
    assert_eq!(shown.status, Some(0), "{shown:?}");
    assert!(shown.out.contains("emote_only_mode"), "{shown:?}");
    assert!(
        shown.err.contains("only emotes may be written"),
        "{shown:?}"
    );

    let counts = objects(&scene.run(&["outbox", "--counts", "--json"]));
    let counted: Vec<_> = counts
        .iter()
        .map(|count| (count["code"].as_str(), count["count"].as_u64()))
        .collect();
    let expected = [(Some("emote_only_mode"), Some(1)), (Some("sent"), Some(1))];
    assert_eq!(counted, expected);
}

/// A bot of a shared chat, logged in with these scopes, and the other channel as somebody there hears it.
fn shared_chat(scopes: &str) -> (Scene, Running, Listener) {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), scopes);
    scene.log_in(("broadcaster", "somechannel"), "channel:bot");
    let (bot, _) = scene.run_bot();
    let share = json!({"do": "share", "channels": ["somechannel", "otherchannel"]});
    scene.simulator.post("/sim/chat", &share.to_string());
    let chat = scene.simulator.listen_in("otherchannel");
    (scene, bot, chat)
}

#[test]
fn s10_in_a_shared_chat_an_answer_stays_in_its_channel_where_twitch_allows_it() {
    let (scene, bot, mut chat) = shared_chat("chat:read user:write:chat user:bot");
    let sent = outcome(&scene, &bot, ("kettle_on", "!ping"));
    assert_eq!(sent["outcome"], "sent", "{sent}");
    scene.simulator.say("kettle_on", "and on");
    for said in ["!ping", "and on"] {
        let next = chat.hear("PRIVMSG #otherchannel :");
        assert!(next.contains(said), "shown in the other channel: {next}");
    }

    // Where the application is refused, the bot says it itself.
    let refusal =
        json!({"path": "/helix/chat/messages", "do": "answer", "status": 403, "times": 1});
    scene.simulator.post("/sim/faults", &refusal.to_string());
    let sent = outcome(&scene, &bot, ("somechannel", "!addcom one text"));
    assert_eq!(sent["outcome"], "sent", "{sent}");
    assert!(chat.hear(":perty!").contains("!one"));
    bot.kill();
}

#[test]
fn s10_a_bot_whose_login_does_not_allow_that_answers_in_all_channels_of_a_shared_chat() {
    let (scene, bot, mut chat) = shared_chat("chat:read user:write:chat");
    let sent = outcome(&scene, &bot, ("kettle_on", "!ping"));
    assert_eq!(sent["outcome"], "sent", "{sent}");
    assert!(chat.hear(":perty!").contains("Pong!"));
    bot.kill();
}
