//! Any call of Twitch from the shell: the real binary, alone and against the simulator.

mod answers;
mod arguments;
mod callers;

use serde_json::Value;

use crate::house::{Finished, House};
use crate::planted::Tokens;
use crate::scene::{BOT_SCOPES, Scene, objects};

/// A line as a person types it behind `streamhand api`.
fn words(line: &str) -> Vec<String> {
    shlex::split(line).unwrap_or_else(|| panic!("no shell can read {line}"))
}

fn run(scene: &Scene, line: &str) -> Finished {
    let words = words(line);
    let words = words.iter().map(String::as_str);
    scene.run(&std::iter::once("api").chain(words).collect::<Vec<_>>())
}

fn run_alone(house: &House, line: &str) -> Finished {
    let words = words(line);
    let words = words.iter().map(String::as_str);
    house.run(&std::iter::once("api").chain(words).collect::<Vec<_>>())
}

/// The one JSON object that a call printed that worked.
fn body(finished: &Finished) -> Value {
    assert_eq!(finished.status, Some(0), "{finished:?}");
    serde_json::from_str(&finished.out).expect("one JSON object")
}

#[test]
fn a_word_lists_the_calls_that_it_stands_in() {
    let house = House::new();
    let listed = run_alone(&house, "raid");
    assert_eq!(listed.status, Some(0));
    assert!(listed.out.contains("start-a-raid") && listed.out.contains("cancel-a-raid"));
    assert!(!listed.out.contains("get-users"), "{listed:?}");
    let lines = objects(&run_alone(&house, "raid --json"));
    assert_eq!(lines.len(), 2, "{lines:?}");
    let all = objects(&run_alone(&house, "--json"));
    assert_eq!(all.len(), spec::ENDPOINTS.len());
}

#[test]
fn a_wrong_name_is_answered_with_what_may_have_been_meant_and_with_nothing_else() {
    let house = House::new();
    for (line, advice) in [
        ("creat-pol", "write create-poll;"),
        ("get_userz", "write get-users;"),
        ("raid --help", "write start-a-raid or cancel-a-raid;"),
        ("chat --help", "`streamhand api chat` lists the calls"),
        ("zzz", "What to do: `streamhand api` lists all calls, and"),
        ("help", "What to do: `streamhand api` lists all calls, and"),
    ] {
        run_alone(&house, line).expect(2, &["Twitch's reference has no call", advice]);
    }
}

#[test]
fn help_of_a_call_names_its_scope() {
    let house = House::new();
    for (call, words) in [
        ("create-poll", "\nScope: channel:manage:polls\n"),
        ("get-polls", "\nScopes, one of: channel:"),
    ] {
        let help = run_alone(&house, &format!("{call} --help"));
        assert!(help.out.contains(words), "{help:?}");
    }
}

#[test]
fn x24_no_call_shows_a_secret_whatever_becomes_of_it() {
    let scene = Scene::new();
    let tokens = Tokens::made_up();
    let broadcaster = ("broadcaster", "somechannel");
    scene.plant(broadcaster, "channel:manage:polls", &tokens);
    let good = Tokens::given_by(&scene.simulator, "perty", BOT_SCOPES);
    scene.plant(("bot", "perty"), BOT_SCOPES, &good);
    let secret = scene.simulator.value("CLIENT_SECRET").to_owned();
    let secrets = [
        tokens.access,
        tokens.refresh,
        good.access,
        good.refresh,
        secret,
    ];
    for (call, status) in [
        ("get-polls", 3),
        ("get-polls --dry-run", 0),
        ("get-users --id me --as bot", 0),
        (
            "send-chat-message --broadcaster-id me --message x --json",
            0,
        ),
        ("get-chatters", 3),
    ] {
        let call = words(call);
        let call = call.iter().map(String::as_str);
        let traced: Vec<_> = ["--log", "trace", "api"].into_iter().chain(call).collect();
        let finished = scene.run(&traced);
        assert_eq!(finished.status, Some(status), "{traced:?}: {finished:?}");
        finished.hides(&secrets);
    }
}

#[test]
fn a_failed_call_leaves_its_login_as_good_as_before() {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    scene.simulator.post("/sim/expire-tokens", "login=perty");
    let fault = r#"{"path": "/helix/users", "do": "answer", "status": 400, "body": {"status": 400, "message": "not today"}}"#;
    scene.simulator.post("/sim/faults", fault);
    let call = "get-users --id me --as bot";
    run(&scene, call).expect(4, &["not today"]);
    scene.simulator.delete("/sim/faults");
    let again = run(&scene, call);
    assert_eq!(
        (again.status, again.err.as_str()),
        (Some(0), ""),
        "{again:?}"
    );
    let state = scene.simulator.get("/sim/state", "Accept: */*");
    assert_eq!(state["refreshed"]["perty"], 1, "{state}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_breaks_a_call_off_and_says_what_that_may_mean() {
    use std::time::Instant;

    use crate::house::PATIENCE;

    let scene = Scene::new();
    scene.log_in(("broadcaster", "somechannel"), "channel:manage:raids");
    let fault = r#"{"path": "/helix/raids", "do": "hang"}"#;
    scene.simulator.post("/sim/faults", fault);
    let running = scene.start(&["api", "cancel-a-raid"]);
    let asked = || {
        let state = scene.simulator.get("/sim/state", "Accept: */*");
        state["requests"]["DELETE /helix/raids"].is_u64()
    };
    let deadline = Instant::now() + PATIENCE;
    while !asked() {
        assert!(Instant::now() < deadline, "the call never comes");
    }
    running.signal("INT");
    let words = ["broken off", "may have done what was asked"];
    running.finish().expect(130, &words);
}

#[test]
fn n01_a_simulator_that_is_gone_is_told_and_deletes_no_login() {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    let Scene {
        house,
        simulator,
        config,
        data,
    } = scene;
    simulator.program.kill();
    let line = format!("--config {config} --data-dir {data} api get-users --login x");
    let line = words(&line);
    let finished = house.run(&line.iter().map(String::as_str).collect::<Vec<_>>());
    let words = [
        "cannot reach",
        "No login was deleted",
        "What to do: check the network",
    ];
    finished.expect(1, &words);
}
