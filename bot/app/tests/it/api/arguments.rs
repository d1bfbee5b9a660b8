//! What may be typed behind the name of a call, and what is sent for it: shown by `--dry-run`, without any config or login.

use serde_json::{Value, json};

use super::run_alone;
use crate::house::House;
use crate::scene::objects;

/// The request that a line means.
fn request(house: &House, line: &str) -> Value {
    let shown = run_alone(house, &format!("{line} --dry-run --json"));
    assert_eq!(shown.status, Some(0), "{line}: {shown:?}");
    objects(&shown).remove(0)
}

fn refused(house: &House, line: &str, words: &[&str]) {
    let shown = run_alone(house, &format!("{line} --dry-run"));
    assert_eq!(shown.out, "", "{line}");
    shown.expect(2, words);
}

#[test]
fn a_list_of_objects_is_given_as_texts_as_json_by_name_or_from_a_file() {
    let house = House::new();
    let file = house.write("body.json", r#"{"title": "Next?", "duration": 60}"#);
    let expected = json!({
        "broadcaster_id": "5",
        "title": "Next?",
        "duration": 60,
        "choices": [{"title": "A"}, {"title": "B"}],
    });
    for choices in [
        "--choices A --choices B",
        r#"--choices '{"title": "A"}' --choices '{"title": "B"}'"#,
        r#"--choices '[{"title": "A"}, {"title": "B"}]'"#,
        "--choices.title A --choices.title=B",
    ] {
        for rest in ["--title Next? --duration 60", &format!("--body {file}")] {
            let line = format!("create-poll --broadcaster-id 5 {rest} {choices}");
            assert_eq!(request(&house, &line)["body"], expected, "{line}");
        }
    }
}

#[test]
fn what_stands_inside_of_a_body_is_reached_by_dots() {
    let house = House::new();
    let ban = json!({"data": {"user_id": "7", "duration": 60, "reason": "-v"}});
    for data in [
        "--user-id 7 --duration 60 --reason -v",
        "--data.user-id 7 --data.duration 60 --data.reason=-v",
        "--data.user_id 7 --duration 60 --data.reason -v",
        r#"--data '{"user_id": "7", "duration": 60, "reason": "-v"}'"#,
    ] {
        let line = format!("ban-user --broadcaster-id 5 --moderator-id 5 {data}");
        let shown = request(&house, &line);
        assert_eq!(shown["body"], ban, "{line}");
        let url = "https://api.twitch.tv/helix/moderation/bans?broadcaster_id=5&moderator_id=5";
        assert_eq!(shown["url"], url);
    }
    let shards = "update-conduit-shards --conduit-id c \
        --shards.id 0 --shards.transport.method webhook --shards.transport.callback https://bot.example/ \
        --shards.transport.secret 0123456789 \
        --shards.id 1 --shards.transport.method websocket --shards.transport.session-id=s";
    let expected = json!([
        {"id": "0", "transport": {"method": "webhook", "callback": "https://bot.example/", "secret": "0123456789"}},
        {"id": "1", "transport": {"method": "websocket", "session_id": "s"}},
    ]);
    assert_eq!(request(&house, shards)["body"]["shards"], expected);
}

#[test]
fn keys_that_no_table_knows_are_given_by_a_dot_or_by_a_sign() {
    let house = House::new();
    let expected = json!({"broadcaster_user_id": "5", "moderator_user_id": "6"});
    for condition in [
        "--condition.broadcaster-user-id 5 --condition.moderator_user_id=6",
        "--condition broadcaster_user_id=5 --condition moderator_user_id=6",
        r#"--condition '{"broadcaster_user_id": "5", "moderator_user_id": "6"}'"#,
    ] {
        let line = format!(
            "create-eventsub-subscription --type channel.follow --version 2 \
             --transport.method websocket --transport.session-id s {condition}"
        );
        assert_eq!(
            request(&house, &line)["body"]["condition"],
            expected,
            "{line}"
        );
    }
    let panel = "update-user-extensions --panel.1.active true --panel.1.id rh6jq1q3 --panel.1.version 1.1.0";
    let shown = request(&house, panel);
    assert_eq!(
        shown["body"]["data"]["panel"]["1"]["active"], true,
        "{shown}"
    );
    // What looks like a path may be what somebody wants to say.
    let said = "send-chat-message --broadcaster-id 5 --sender-id 5 --message --well.then";
    assert_eq!(request(&house, said)["body"]["message"], "--well.then");
}

#[test]
fn what_is_wrong_is_said_with_its_limit_or_with_the_nearest_that_is_right() {
    let house = House::new();
    let long = "x".repeat(61);
    let poll = "create-poll --broadcaster-id 5 --choices A --choices B";
    for (line, words) in [
        (
            format!("{poll} --duration 60 --title {long}"),
            &["`title` has 61 characters", "at most 60"][..],
        ),
        (
            format!("{poll} --title x --duration 5"),
            &[
                "`duration` is 5",
                "between 15 and 1800",
                "create-poll --help",
            ],
        ),
        (
            format!("{poll} --title x --duration soon"),
            &["`duration`", "a whole number"],
        ),
        (format!("{poll} --title x"), &["--duration <NUMBER>"]),
        (
            format!("{poll} --title x --duratoin 60"),
            &["--duratoin", "--duration"],
        ),
    ] {
        refused(&house, &line, words);
    }
    let subscribe =
        "create-eventsub-subscription --type channel.follow --version 2 --condition a=b";
    for (line, words) in [
        (
            "end-poll --broadcaster-id 5 --id x --status TERMINATE",
            &["'TERMINATE'", "TERMINATED", "ARCHIVED"][..],
        ),
        (
            "get-polls --broadcaster-id 5 --all --first 21",
            &["`first` is 21", "20"],
        ),
        ("get-users --login x --all", &["--all"]),
        ("get-users --login x --body -", &["--body"]),
        (
            "get-users --login x --as 'no name'",
            &["--as", "write --as bot"],
        ),
        ("get-users --login x --channel 'no name'", &["--channel"]),
        (
            &format!("{subscribe} --transport.methd x"),
            &["methd", "method"],
        ),
    ] {
        refused(&house, line, words);
    }
}

#[test]
fn a_body_that_is_none_or_says_what_a_name_says_is_refused() {
    let house = House::new();
    for (text, words) in [
        (
            r#"{"title": "Next?"}"#,
            &[
                "`title` is given by name, and stands in the body as well",
                "leave one of them out",
            ][..],
        ),
        ("[1]", &["is no JSON object", "write an object"]),
        ("{", &["is no JSON"]),
    ] {
        let file = house.write("body.json", text);
        let line = format!("create-poll --broadcaster-id 5 --title x --body {file}");
        refused(&house, &line, words);
    }
    let missing = "create-poll --body missing.json";
    refused(
        &house,
        missing,
        &["cannot read missing.json for --body", "name a file"],
    );
}

#[test]
fn a_dry_run_needs_no_login_and_its_line_for_curl_means_the_same_request() {
    let house = House::new();
    let title = "it's \"$HOME\" `here`";
    let quoted = shlex::try_quote(title).expect("it can be quoted");
    let poll = "create-poll --broadcaster-id 5 --choices A --choices B --duration 60 --dry-run";
    let shown = run_alone(&house, &format!("{poll} --title {quoted}"));
    assert_eq!(shown.status, Some(0), "{shown:?}");
    for words in [
        "POST https://api.twitch.tv/helix/polls\n",
        "authorization: Bearer $STREAMHAND_TOKEN\n",
        "client-id: $STREAMHAND_CLIENT_ID\n",
    ] {
        assert!(shown.out.contains(words), "{words}: {shown:?}");
    }
    let hints = [
        "Nothing was sent",
        "export STREAMHAND_CLIENT_ID",
        "streamhand token",
        "Windows",
    ];
    shown.expect(0, &hints);
    let line = shown.out.lines().last().expect("there is a line for curl");
    assert!(
        line.contains("\"authorization: Bearer $STREAMHAND_TOKEN\""),
        "{line}"
    );
    let words = shlex::split(line).expect("a shell can read it");
    let data = words.iter().position(|word| word == "--data-raw");
    let data = &words[data.expect("there is a body") + 1];
    let body: Value = serde_json::from_str(data).expect("JSON");
    assert_eq!(body["title"], title);
    assert!(
        words.contains(&"https://api.twitch.tv/helix/polls".to_owned()),
        "{line}"
    );
    let app = run_alone(&house, "get-conduits --dry-run");
    app.expect(0, &["streamhand token --app"]);
}

#[test]
fn a_login_is_taken_as_people_write_it_and_one_that_nobody_can_have_is_refused() {
    let house = House::new();
    for (line, expected) in [
        ("get-users --login @Perty", "login=perty"),
        (
            "get-users --login https://www.twitch.tv/perty --login oakmoss",
            "login=perty&login=oakmoss",
        ),
        ("get-streams --user-login @perty", "user_login=perty"),
    ] {
        let url = request(&house, line)["url"].to_string();
        assert!(url.contains(expected), "{line}: {url}");
    }
    for line in [
        "get-users --login perty,oakmoss",
        "get-users --login ''",
        "get-users --login 小雨雨",
    ] {
        refused(&house, line, &["`login`", "--login again for each"]);
    }
}

#[test]
fn a_body_that_cannot_be_read_as_json_says_what_to_do() {
    let house = House::new();
    let cut = house.write("cut.json", "{\"title\":");
    let empty = house.write("empty.json", "\n");
    let poll = "create-poll --broadcaster-id 5 --body";
    refused(
        &house,
        &format!("{poll} {cut}"),
        &["no JSON", "look at that line"],
    );
    refused(
        &house,
        &format!("{poll} {empty}"),
        &["is empty", "write an object"],
    );
}

#[test]
fn a_body_is_read_from_standard_input() {
    let house = House::new();
    let line = "--json api create-poll --broadcaster-id 5 --duration 60 --body - --dry-run";
    let arguments: Vec<_> = line.split(' ').collect();
    let body = r#"{"title": "Next?", "choices": [{"title": "Chess"}, {"title": "Go"}]}"#;
    let shown = house.run_fed(body, &arguments);
    assert_eq!(shown.status, Some(0), "{shown:?}");
    let sent = &objects(&shown)[0]["body"];
    assert_eq!(sent["title"], "Next?", "{sent}");
    assert_eq!(sent["duration"], 60, "{sent}");
    house
        .run_fed("", &arguments[1..])
        .expect(2, &["standard input is empty", "write an object"]);
}
