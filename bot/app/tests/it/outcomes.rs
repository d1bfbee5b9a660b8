//! What became of each message of the bot, by both ways out: the real binary against the simulator.

use serde_json::{Value, json};

use crate::house::Running;
use crate::scene::Scene;

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
