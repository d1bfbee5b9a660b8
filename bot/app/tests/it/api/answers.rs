//! What a call prints: for a pipe, for a terminal, for `--json`; and lists over all their pages.

use serde_json::Value;

use super::{body, run};
use crate::house::{self, Finished};
use crate::scene::{Scene, objects};

#[test]
fn an_answer_is_lines_with_tabs_in_a_pipe() {
    let scene = Scene::new();
    scene.log_in(("broadcaster", "somechannel"), "user:manage:blocked_users");
    let users = run(&scene, "get-users --login perty --login somechannel");
    let lines: Vec<Vec<&str>> = users
        .out
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    assert_eq!(lines[0][..3], ["id", "login", "display_name"]);
    assert_eq!(lines[1][..3], ["12345678", "perty", "Perty"]);
    assert_eq!(lines[2][..2], ["1001", "somechannel"]);
    assert_eq!(lines.len(), 3);
    let done = run(&scene, "block-user --target-user-id @oakmoss");
    assert_eq!(done.out, "");
    done.expect(0, &["Done: block a user."]);
}

#[test]
fn twitchs_own_json_comes_on_demand_and_nothing_where_twitch_sends_nothing() {
    let scene = Scene::new();
    scene.log_in(("broadcaster", "somechannel"), "user:manage:blocked_users");
    let silent = run(&scene, "block-user --target-user-id @oakmoss --json");
    assert_eq!((silent.status, silent.out.as_str()), (Some(0), ""));
    let asked = run(&scene, "get-users --login perty --json --as app");
    let header = format!(
        "Authorization: Bearer {}\r\nClient-Id: {}",
        app_token(&scene),
        scene.simulator.value("CLIENT_ID")
    );
    let request = ("GET /helix/users?login=perty", header.as_str());
    let (_, sent) = house::http(scene.simulator.address(), request, "");
    assert_eq!(asked.out.trim_end(), sent.trim_end());
}

/// The application's own token, as `token --app` prints it.
fn app_token(scene: &Scene) -> String {
    let token = scene.run(&["token", "--app"]);
    assert_eq!(token.status, Some(0), "{token:?}");
    token.out.trim_end().to_owned()
}

fn followers(scene: &Scene, options: &str) -> Finished {
    run(scene, &format!("get-channel-followers {options}"))
}

#[test]
fn a_list_is_followed_over_its_pages_and_ends_where_it_is_told() {
    let scene = Scene::new();
    scene.log_in(("broadcaster", "somechannel"), "moderator:read:followers");
    let one = followers(&scene, "--first 3");
    assert_eq!(one.out.lines().count(), 4, "{one:?}");
    let all = followers(&scene, "--all");
    assert!(all.out.lines().count() > 20, "{all:?}");
    assert_eq!(followers(&scene, "--all --first 3").out, all.out);
    let some = followers(&scene, "--limit 5 --first 3");
    assert_eq!(some.out.lines().count(), 6, "{some:?}");
    let pages = objects(&followers(&scene, "--limit 5 --first 3 --json"));
    let counts: Vec<_> = pages
        .iter()
        .map(|page| page["data"].as_array().map(Vec::len))
        .collect();
    assert_eq!(counts, [Some(3), Some(2)]);
}

#[test]
fn what_was_there_before_a_failure_is_printed_all_the_same() {
    let scene = Scene::new();
    scene.log_in(("broadcaster", "somechannel"), "moderator:read:followers");
    let fault = r#"{"path": "/helix/channels/followers", "do": "answer", "status": 400, "body": {"status": 400, "message": "no more"}, "skip": 2}"#;
    scene.simulator.post("/sim/faults", fault);
    let broken = followers(&scene, "--all --first 3");
    assert_eq!(broken.out.lines().count(), 7, "{broken:?}");
    broken.expect(4, &["no more"]);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_list_with_what_is_there() {
    let scene = Scene::new();
    scene.log_in(("broadcaster", "somechannel"), "moderator:read:followers");
    let fault = r#"{"path": "/helix/channels/followers", "do": "hang", "skip": 2}"#;
    scene.simulator.post("/sim/faults", fault);
    let list = [
        "api",
        "get-channel-followers",
        "--all",
        "--first",
        "3",
        "--json",
    ];
    let running = scene.start(&list);
    assert!(running.first_line().contains("followed_at"));
    assert!(running.first_line().contains("followed_at"));
    running.signal("INT");
    running
        .finish()
        .expect(130, &["Ended after 6; there may be more."]);
}

#[cfg(unix)]
#[test]
fn a_terminal_shows_a_list_as_a_table_and_one_thing_as_a_record() {
    use crate::terminal::Terminal;

    let scene = Scene::new();
    scene.log_in(
        ("broadcaster", "somechannel"),
        "moderator:read:followers user:read:blocked_users",
    );
    let shown = |line: &str| {
        let words = super::words(line);
        let global = ["--config", &scene.config, "--data-dir", &scene.data, "api"];
        let all: Vec<_> = global
            .into_iter()
            .chain(words.iter().map(String::as_str))
            .collect();
        let (status, text) = Terminal::start(&scene.house, &all, &[("TZ", "UTC")]).finish();
        assert_eq!(status, 0, "{text}");
        text.replace('\r', "")
    };
    let user = shown("get-users --login perty");
    assert!(user.contains("login              perty\n"), "{user}");
    assert!(!user.contains("offline_image_url"), "{user}");
    let followers = shown("get-channel-followers --first 3");
    assert!(followers.starts_with("user_login"), "{followers}");
    assert!(
        followers.contains("────") && followers.contains("total  "),
        "{followers}"
    );
    // A moment on the wire has a T in its middle, a clock on the wall has none.
    assert!(
        !followers.contains("T1") && !followers.contains("T0"),
        "{followers}"
    );
    for line in followers.lines() {
        assert!(line.chars().count() <= 160, "{line}");
    }
    assert!(shown("get-user-block-list").contains("The list is empty."));
    assert!(shown("get-channel-followers --all --first 50").contains("kettle_on"));
}

#[test]
fn a_fresh_poll_reads_back_as_it_was_made() {
    let scene = Scene::new();
    scene.log_in(("broadcaster", "somechannel"), "channel:manage:polls");
    let poll = "create-poll --title Next? --duration 60 --choices Chess --choices Go --json";
    let made = body(&run(&scene, poll));
    let list = run(&scene, "get-polls");
    let row: Vec<&str> = list
        .out
        .lines()
        .nth(1)
        .expect("there is a poll")
        .split('\t')
        .collect();
    assert_eq!(
        row[..2],
        [made["data"][0]["id"].as_str().unwrap_or_default(), "Next?"]
    );
    let choices: Vec<Value> = row
        .iter()
        .filter_map(|cell| serde_json::from_str(cell).ok())
        .filter(Value::is_array)
        .collect();
    assert_eq!(choices[0][1]["title"], "Go");
}
