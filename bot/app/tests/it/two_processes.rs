//! The simulator in one process, the bot in another, nothing between them but sockets: the same code that speaks to Twitch.

use std::time::Duration;

use serde_json::Value;

use crate::house::{self, House};
use crate::simulator::Simulator;

#[test]
fn a_bot_logs_in_answers_and_remembers_through_kill_9() {
    let house = House::new();
    // Twitch takes one message a second; a bot that comes back sooner cannot know what it said before.
    let simulator = Simulator::start_timeless(&house);
    let config = house.write("streamhand.toml", &simulator.config(("", "")));
    for (role, who) in [("bot", "perty"), ("broadcaster", "somechannel")] {
        let finished = simulator.log_in(&house, (&config, role), who);
        assert_eq!(finished.status, Some(0), "{finished:?}");
    }
    let accounts = house.run(&["--config", &config, "whoami", "--json"]);
    let accounts: Vec<Value> = accounts
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let parts: Vec<_> = accounts
        .iter()
        .map(|account| (&account["part"], &account["login"]))
        .collect();
    assert_eq!(
        format!("{parts:?}"),
        r#"[(String("bot"), String("perty")), (String("broadcaster"), String("somechannel"))]"#
    );
    let token = house.run(&["--config", &config, "token"]);
    assert_eq!(identity(&simulator, token.out.trim())["login"], "perty");

    let mut chat = simulator.listen();
    let bot = house.start(&["--config", &config, "run", "--json"]);
    let ready = bot.event("ready");
    assert_eq!(
        ready["channels"],
        serde_json::json!(["somechannel"]),
        "{ready}"
    );
    simulator.say("kettle_on", "!ping");
    let answer = chat.hear("PRIVMSG #somechannel :@kettle_on Pong!");
    assert!(answer.contains(":perty!"), "{answer}");
    simulator.say("blue_lantern", "!addcom !tea Earl Grey, hot.");
    // The bot says so only once it is safe on disk.
    chat.hear("tea");
    chat.hear(":perty!");
    bot.kill();

    let bot = house.start(&["--config", &config, "run", "--json"]);
    bot.event("ready");
    simulator.say("oakmoss", "!tea");
    let answer = chat.hear("Earl Grey, hot.\r\n");
    assert!(answer.contains(":perty!"), "{answer}");
    assert_eq!(
        simulator.get("/sim/state", "Accept: */*")["statistics"]["bots"]["perty"]["seen"],
        3
    );
    end(bot);
    end(simulator.program);
}

#[test]
fn logging_out_voids_the_token_at_twitch() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let config = house.write("streamhand.toml", &simulator.config(("", "")));
    simulator.log_in(&house, (&config, "bot"), "perty");
    let token = house.run(&["--config", &config, "token"]);
    let token = token.out.trim();
    assert_eq!(identity(&simulator, token)["login"], "perty");
    house
        .run(&["--config", &config, "logout"])
        .expect(0, &["perty is logged out"]);
    assert_eq!(identity(&simulator, token)["status"], 401);
    house
        .run(&["--config", &config, "token"])
        .expect(3, &["nobody is logged in"]);
}

#[test]
fn a_demo_ends_by_itself_and_every_answer_was_seen() {
    let house = House::new();
    let finished = house.run(&["demo", "--for", "3s", "--rate", "30", "--json"]);
    let summary = summary(&finished);
    assert_eq!(summary["errors"], 0, "{summary}");
    assert_eq!(
        summary["replies_confirmed"], summary["replies_sent"],
        "{summary}"
    );
    for name in ["chat_lines", "commands", "replies_sent"] {
        assert!(summary[name].as_u64() > Some(0), "{name} in {summary}");
    }
    finished.expect(0, &[]);
}

#[test]
fn a_demo_with_a_corpus_counts_every_line() {
    let house = House::new();
    let corpus: String = (0..400).map(corpus_line).collect();
    let corpus = house.write("corpus.txt", &corpus);
    let arguments = [
        "demo", "--for", "3s", "--json", "--corpus", &corpus, "--rate", "300",
    ];
    let finished = house.run(&arguments);
    let summary = summary(&finished);
    assert_eq!(summary["errors"], 0, "{summary}");
    assert!(summary["chat_lines"].as_u64() >= Some(400), "{summary}");
    assert_eq!(
        summary["replies_confirmed"], summary["replies_sent"],
        "{summary}"
    );
    finished.expect(0, &[]);
}

#[cfg(unix)]
#[test]
fn a_demo_ends_within_three_seconds_when_asked() {
    let house = House::new();
    let program = house.start(&["demo"]);
    // A signal before its first word might come before anybody listens for it.
    program.first_line();
    end(program);
}

/// A shell has what it starts in the background ignore this signal, so the program has to listen itself.
#[cfg(unix)]
#[test]
fn a_demo_ends_by_the_signal_to_quit_as_by_ctrl_c() {
    let house = House::new();
    let program = house.start(&["demo"]);
    program.first_line();
    program.signal("QUIT");
    let finished = program.finish_within(Duration::from_secs(3));
    assert_eq!(finished.status, Some(130), "{finished:?}");
}

/// Ends a program as a service manager does, which must be quick and count as success.
#[cfg(unix)]
fn end(program: house::Running) {
    program.terminate();
    let finished = program.finish_within(Duration::from_secs(3));
    assert_eq!(finished.status, Some(0), "{finished:?}");
}

/// Elsewhere there is no such signal.
#[cfg(not(unix))]
fn end(program: house::Running) {
    program.kill();
}

fn summary(finished: &house::Finished) -> Value {
    let last = finished.out.lines().last();
    let last = last.unwrap_or_else(|| panic!("nothing was printed: {finished:?}"));
    serde_json::from_str(last)
        .unwrap_or_else(|_| panic!("the last line is no object: {finished:?}"))
}

/// What the simulator tells about a token.
fn identity(simulator: &Simulator, token: &str) -> Value {
    let header = format!("Authorization: OAuth {token}");
    simulator.get("/oauth2/validate", &header)
}

/// A line as it stands in a log of raw chat.
fn corpus_line(number: usize) -> String {
    format!(
        "@badges=;color=#FF0000;display-name=Ann;emotes=;id=00000000-0000-4000-8000-{number:012};mod=0;room-id=7;\
         subscriber=0;tmi-sent-ts=1650000000000;turbo=0;user-id={number};user-type= \
         :ann!ann@ann.tmi.twitch.tv PRIVMSG #elsewhere :line {number}\r\n"
    )
}
