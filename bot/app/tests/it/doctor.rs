//! `doctor` with everything well, with one thing wrong at a time, and with nothing there at all.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::house::House;
use crate::planted::{self, Tokens};
use crate::scene::{BOT_SCOPES, Scene, objects};

impl Scene {
    /// What the doctor finds; the exit status must fit.
    fn findings(&self) -> Vec<Value> {
        let finished = self.run(&["doctor", "--json"]);
        let found = objects(&finished);
        let is_red = found.iter().any(|finding| finding["state"] == "red");
        let status = if is_red { Some(1) } else { Some(0) };
        assert_eq!(finished.status, status, "{finished:?}");
        found
    }

    /// Checks that this part is told in that state, with these words, and something to do about it.
    fn check_finding(&self, (part, state): (&str, &str), words: &str) {
        let found = self.findings();
        let matching = found
            .iter()
            .find(|finding| finding["part"] == part && finding["state"] == state);
        let finding = matching.unwrap_or_else(|| panic!("no {state} {part} in {found:#?}"));
        let said = format!("{} {}", finding["happened"], finding["meaning"]);
        assert!(said.contains(words), "{words:?} is not said: {finding}");
        assert_ne!(finding["advice"], Value::Null, "{finding}");
    }
}

#[test]
fn a_bot_with_everything_is_told_that_nothing_keeps_it_from_working() {
    let scene = Scene::in_real_time();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    scene.log_in(("broadcaster", "somechannel"), "moderation:read");
    let found = scene.findings();
    let summary = found.last().expect("there is a summary");
    assert_eq!(summary["red"], 0, "{found:#?}");
    // Whether a port is free depends on what else runs on the machine.
    assert!(found.iter().any(|finding| finding["part"] == "login page"));
    for part in [
        "config",
        "login service",
        "clock",
        "API",
        "chat",
        "application",
        "secret",
        "data folder",
        "key",
        "store",
        "bot",
        "broadcaster",
        "feature",
    ] {
        let is_ok = |finding: &Value| finding["part"] == part && finding["state"] == "ok";
        assert!(found.iter().any(is_ok), "{part} in {found:#?}");
    }
}

#[test]
fn what_is_wrong_at_twitch_is_told_part_by_part() {
    let scene = Scene::in_real_time();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    scene.log_in(("broadcaster", "somechannel"), "moderation:read");
    let control = |path: &str, body: &str| scene.simulator.post(path, body);

    control("/sim/clock", "skew=-5m");
    scene.check_finding(("clock", "red"), "this machine's clock is");
    control("/sim/clock", "skew=30s");
    scene.check_finding(("clock", "warning"), "this machine's clock is");
    control("/sim/clock", "skew=0s");

    let order = r#"{"do": "ban", "channel": "somechannel", "user": "perty"}"#;
    control("/sim/chat", order);
    scene.check_finding(
        ("channel", "red"),
        "perty is banned or timed out in #somechannel",
    );

    control("/sim/revoke", "login=perty");
    scene.check_finding(("bot", "red"), "perty");

    let client = scene.simulator.value("CLIENT_ID");
    control(
        "/sim/clients",
        &format!("client_id={client}&secret=anotherone"),
    );
    scene.check_finding(("secret", "red"), "the client secret is wrong");
}

#[test]
fn a12_what_a_feature_lacks_is_told_with_the_login_that_mends_it() {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), "chat:read");
    scene.check_finding(
        ("feature", "warning"),
        "the feature answer is off: perty has not granted user:write:chat",
    );
    scene.log_in(("bot", "perty"), "user:write:chat");
    scene.check_finding(("feature", "red"), "the feature read-chat is off");
    let found = scene.findings();
    let advice = found
        .iter()
        .map(|finding| finding["advice"].as_str().unwrap_or_default());
    let logins: Vec<_> = advice
        .filter(|advice| advice.contains("streamhand login"))
        .collect();
    assert!(
        logins.iter().any(|advice| advice.contains("login bot"))
            && logins
                .iter()
                .any(|advice| advice.contains("login broadcaster --channel somechannel")),
        "{logins:?}"
    );
}

#[test]
fn a_store_whose_key_is_gone_is_named_and_nothing_is_made_in_its_place() {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    let key = planted::data_folder(&scene.house).join("streamhand.key");
    std::fs::remove_file(&key).expect("it was made with the login");
    scene.check_finding(("store", "red"), "its key file");
    assert!(!key.exists(), "another key was made, which opens nothing");
}

#[test]
fn a_dead_login_hides_nothing_else() {
    let scene = Scene::new();
    scene.plant(("bot", "perty"), BOT_SCOPES, &Tokens::made_up());
    scene.log_in(("broadcaster", "somechannel"), "moderation:read");
    scene.check_finding(("bot", "red"), "perty");
    let found = scene.findings();
    let is_well = |finding: &Value| finding["part"] == "broadcaster" && finding["state"] == "ok";
    assert!(found.iter().any(is_well), "{found:#?}");
    let promises = |finding: &Value| {
        let happened = finding["happened"].to_string();
        finding["state"] == "ok" && happened.contains("answer:")
    };
    assert!(!found.iter().any(promises), "{found:#?}");
    let is_off = |finding: &Value| {
        let happened = finding["happened"].to_string();
        happened.contains("these are off") && happened.contains("read-chat, answer")
    };
    assert!(found.iter().any(is_off), "{found:#?}");
}

#[test]
fn with_nobody_there_it_ends_soon_and_names_everybody_who_is_missing() {
    let mut scene = Scene::new();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    scene.simulator.program.end_now();
    let begun = Instant::now();
    let found = scene.findings();
    assert!(
        begun.elapsed() < Duration::from_secs(40),
        "it took {:?}",
        begun.elapsed()
    );
    for part in ["login service", "API", "chat"] {
        let is_red = |finding: &Value| finding["part"] == part && finding["state"] == "red";
        assert!(found.iter().any(is_red), "{part} in {found:#?}");
    }
    let is_store = |finding: &&Value| finding["part"] == "store";
    assert_eq!(
        found.iter().find(is_store).expect("it is told")["state"],
        "ok"
    );
}

#[test]
fn a_server_that_never_answers_does_not_hold_it_up() {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    let fault = r#"{"path": "/*", "do": "hang"}"#;
    scene.simulator.post("/sim/faults", fault);
    let begun = Instant::now();
    scene.check_finding(("login service", "red"), "did not answer in time");
    assert!(
        begun.elapsed() < Duration::from_secs(45),
        "it took {:?}",
        begun.elapsed()
    );
}

#[test]
fn without_anything_it_says_how_to_begin() {
    let house = House::new();
    let finished = house.run(&["doctor", "--data-dir", "data", "--json"]);
    assert_eq!(finished.status, Some(1), "{finished:?}");
    let found = objects(&finished);
    assert_eq!(found[0]["part"], "config");
    assert!(
        found[0]["happened"].to_string().contains("[app] client_id"),
        "{found:#?}"
    );
    assert!(
        !house.path("data").exists(),
        "looking must not make anything"
    );
}

#[test]
fn a_config_that_cannot_be_read_is_the_first_thing_to_mend() {
    let house = House::new();
    let config = house.write("streamhand.toml", "[bot\n");
    let finished = house.run(&["doctor", "--config", &config]);
    assert_eq!(finished.status, Some(1), "{finished:?}");
    assert!(finished.out.contains("is not valid TOML"), "{finished:?}");
}
