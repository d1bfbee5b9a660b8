//! Any call of Twitch from the shell: the real binary, alone and against the simulator.

use serde_json::{Value, json};

use crate::house::{Finished, House};
use crate::planted::Tokens;
use crate::scene::{BOT_SCOPES, Scene, objects};

/// What would be sent, without any config or login.
fn request(house: &House, arguments: &[&str]) -> Value {
    let shown = house.run(&[&["api"], arguments, &["--dry-run", "--json"]].concat());
    assert_eq!(shown.status, Some(0), "{arguments:?}: {shown:?}");
    objects(&shown).remove(0)
}

fn refused(house: &House, arguments: &[&str], words: &[&str]) {
    let shown = house.run(&[&["api"], arguments, &["--dry-run"]].concat());
    assert_eq!(shown.out, "", "{arguments:?}");
    shown.expect(2, words);
}

fn body(finished: &Finished) -> Value {
    assert_eq!(finished.status, Some(0), "{finished:?}");
    serde_json::from_str(&finished.out).expect("one JSON object")
}

#[test]
fn a_body_is_made_of_names_and_texts_however_they_are_written() {
    let house = House::new();
    let file = house.write("body.json", r#"{"title": "Next?", "duration": 60}"#);
    let poll = json!({"broadcaster_id": "5", "title": "Next?", "duration": 60, "choices": [{"title": "A"}, {"title": "B"}]});
    let ban = json!({"data": {"user_id": "7", "duration": 60, "reason": "--"}});
    let shards = json!({"conduit_id": "c", "shards": [
        {"id": "0", "transport": {"method": "webhook", "callback": "https://bot.example/", "secret": "0123456789"}},
        {"id": "1", "transport": {"method": "websocket", "session_id": "s"}},
    ]});
    let plain = ["--title", "Next?", "--duration", "60"];
    let by_texts = ["--choices", "A", "--choices", "B"];
    let by_json = [
        "--choices",
        r#"{"title": "A"}"#,
        "--choices",
        r#"{"title": "B"}"#,
    ];
    let by_list = ["--choices", r#"[{"title": "A"}, {"title": "B"}]"#];
    let by_name = ["--choices.title", "A", "--choices.title", "B"];
    let of_five = ["create-poll", "--broadcaster-id", "5"];
    for choices in [&by_texts[..], &by_json, &by_list, &by_name] {
        let shown = request(&house, &[&of_five[..], &plain, choices].concat());
        assert_eq!(shown["body"], poll, "{choices:?}");
        let shown = request(
            &house,
            &[&of_five[..], &["--body", &file], choices].concat(),
        );
        assert_eq!(shown["body"], poll, "{choices:?} and a file");
    }
    let ban_in = ["ban-user", "--broadcaster-id", "5", "--moderator-id", "5"];
    for names in [
        ["--user-id", "--duration", "--reason"],
        ["--data.user-id", "--data.duration", "--data.reason"],
        ["--data.user_id", "--duration", "--data.reason"],
    ] {
        let [user, duration, reason] = names;
        let data = [user, "7", duration, "60", reason, "--"];
        let shown = request(&house, &[&ban_in[..], &data].concat());
        assert_eq!(shown["body"], ban, "{names:?}");
        assert_eq!(
            shown["url"],
            "https://api.twitch.tv/helix/moderation/bans?broadcaster_id=5&moderator_id=5"
        );
    }
    let first = [
        "--shards.id",
        "0",
        "--shards.transport.method",
        "webhook",
        "--shards.transport.callback",
        "https://bot.example/",
        "--shards.transport.secret",
        "0123456789",
    ];
    let second = [
        "--shards.id",
        "1",
        "--shards.transport.method",
        "websocket",
        "--shards.transport.session-id=s",
    ];
    let shown = request(
        &house,
        &[
            &["update-conduit-shards", "--conduit-id", "c"],
            &first[..],
            &second,
        ]
        .concat(),
    );
    assert_eq!(shown["body"], shards);
}

#[test]
fn keys_that_no_table_knows_are_given_by_a_dot_or_by_a_sign() {
    let house = House::new();
    let subscribe = [
        "create-eventsub-subscription",
        "--type",
        "channel.follow",
        "--version",
        "2",
        "--transport.method",
        "websocket",
        "--transport.session-id",
        "s",
    ];
    let expected = json!({"broadcaster_user_id": "5", "moderator_user_id": "6"});
    for condition in [
        &[
            "--condition.broadcaster-user-id",
            "5",
            "--condition.moderator_user_id=6",
        ][..],
        &[
            "--condition",
            "broadcaster_user_id=5",
            "--condition",
            "moderator_user_id=6",
        ],
        &[
            "--condition",
            r#"{"broadcaster_user_id": "5", "moderator_user_id": "6"}"#,
        ],
    ] {
        let shown = request(&house, &[&subscribe[..], condition].concat());
        assert_eq!(shown["body"]["condition"], expected, "{condition:?}");
    }
    let panel = [
        "update-user-extensions",
        "--panel.1.active",
        "true",
        "--panel.1.id",
        "rh6jq1q334hqc2rr1qlzqbvwlfl3x0",
        "--panel.1.version",
        "1.1.0",
    ];
    let shown = request(&house, &panel);
    assert_eq!(
        shown["body"]["data"]["panel"]["1"]["active"], true,
        "{shown}"
    );
}

#[test]
fn what_is_wrong_is_said_with_its_limit_or_with_the_nearest_that_is_right() {
    let house = House::new();
    let file = house.write("body.json", r#"{"title": "Next?", "data": 1}"#);
    let list = house.write("list.json", "[1]");
    let spoiled = house.write("spoiled.json", "{");
    let poll = |rest: &[&'static str]| -> Vec<&str> {
        let given = [
            "create-poll",
            "--broadcaster-id",
            "5",
            "--choices",
            "A",
            "--choices",
            "B",
        ];
        [&given[..], rest].concat()
    };
    let long = "x".repeat(61);
    refused(
        &house,
        &[&poll(&["--duration", "60"])[..], &["--title", &long]].concat(),
        &["`title` has 61 characters", "at most 60"],
    );
    refused(
        &house,
        &poll(&["--title", "x", "--duration", "5"]),
        &[
            "`duration` is 5",
            "between 15 and 1800",
            "create-poll --help",
        ],
    );
    refused(
        &house,
        &poll(&["--title", "x", "--duration", "soon"]),
        &["`duration`", "a whole number"],
    );
    refused(&house, &poll(&["--title", "x"]), &["--duration <NUMBER>"]);
    refused(
        &house,
        &poll(&["--title", "x", "--duratoin", "60"]),
        &["--duratoin", "--duration"],
    );
    refused(
        &house,
        &[
            &poll(&["--duration", "60", "--title", "y"])[..],
            &["--body", &file],
        ]
        .concat(),
        &[
            "`title` is given by name, and stands in the body as well",
            "leave one of them out",
        ],
    );
    for (file, words) in [
        (&list, "no JSON object"),
        (&spoiled, "no JSON"),
        (
            &"missing.json".to_owned(),
            "cannot read missing.json for --body",
        ),
    ] {
        refused(&house, &["create-poll", "--body", file], &[words]);
    }
    let end = [
        "end-poll",
        "--broadcaster-id",
        "5",
        "--id",
        "x",
        "--status",
        "TERMINATE",
    ];
    refused(&house, &end, &["'TERMINATE'", "TERMINATED", "ARCHIVED"]);
    refused(
        &house,
        &[
            "get-polls",
            "--broadcaster-id",
            "5",
            "--all",
            "--first",
            "21",
        ],
        &["`first` is 21", "20"],
    );
    refused(&house, &["get-users", "--login", "x", "--all"], &["--all"]);
    refused(
        &house,
        &["get-users", "--login", "x", "--body", "-"],
        &["--body"],
    );
    refused(
        &house,
        &["get-users", "--login", "x", "--as", "no name"],
        &["--as", "write --as bot"],
    );
    refused(
        &house,
        &[
            "create-eventsub-subscription",
            "--type",
            "channel.follow",
            "--version",
            "2",
            "--condition",
            "a=b",
            "--transport.methd",
            "x",
        ],
        &["methd", "method"],
    );
}

#[test]
fn a_dry_run_needs_no_login_and_its_line_for_curl_means_the_same_request() {
    let house = House::new();
    let title = "it's \"$HOME\" `here`";
    let poll = [
        "api",
        "create-poll",
        "--broadcaster-id",
        "5",
        "--choices",
        "A",
        "--choices",
        "B",
    ];
    let call = [
        &poll[..],
        &["--duration", "60", "--title", title, "--dry-run"],
    ]
    .concat();
    let shown = house.run(&call);
    assert_eq!(shown.status, Some(0), "{shown:?}");
    for words in [
        "POST https://api.twitch.tv/helix/polls\n",
        "authorization: Bearer $STREAMHAND_TOKEN\n",
        "client-id: $STREAMHAND_CLIENT_ID\n",
    ] {
        assert!(shown.out.contains(words), "{words}: {shown:?}");
    }
    for words in [
        "Nothing was sent",
        "export STREAMHAND_CLIENT_ID",
        "streamhand token",
        "Windows",
    ] {
        assert!(shown.err.contains(words), "{words}: {shown:?}");
    }
    let line = shown.out.lines().last().expect("there is a line for curl");
    assert!(
        line.contains("\"authorization: Bearer $STREAMHAND_TOKEN\""),
        "{line}"
    );
    let words = shlex::split(line).expect("a shell can read it");
    let data = words
        .iter()
        .position(|word| word == "--data-raw")
        .expect("there is a body");
    let body: Value = serde_json::from_str(&words[data + 1]).expect("JSON");
    assert_eq!(body["title"], title);
    assert_eq!(
        words.last().map(String::as_str),
        Some("https://api.twitch.tv/helix/polls")
    );
    let app = house.run(&["api", "get-conduits", "--dry-run"]);
    assert!(app.err.contains("streamhand token --app"), "{app:?}");
}

#[test]
fn a_word_lists_the_calls_that_it_stands_in() {
    let house = House::new();
    let listed = house.run(&["api", "raid"]);
    assert_eq!(listed.status, Some(0));
    assert!(listed.out.contains("start-a-raid") && listed.out.contains("cancel-a-raid"));
    assert!(!listed.out.contains("get-users"), "{listed:?}");
    let lines = objects(&house.run(&["api", "raid", "--json"]));
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_eq!(
        objects(&house.run(&["api", "--json"])).len(),
        spec::ENDPOINTS.len()
    );
    house
        .run(&["api", "pols"])
        .expect(2, &["no call \"pols\"", "write "]);
}

#[test]
fn ids_that_the_table_fixes_are_filled_in_and_names_become_ids() {
    let scene = Scene::new();
    let shown = |arguments: &[&str]| -> String {
        let finished = scene.run(&[&["api"], arguments, &["--dry-run", "--json"]].concat());
        assert_eq!(finished.status, Some(0), "{arguments:?}: {finished:?}");
        let request = objects(&finished).remove(0);
        format!(
            "{} {}",
            request["url"].as_str().unwrap_or_default(),
            request["body"]
        )
    };
    let check = |arguments: &[&str], expected: &[&str]| {
        let shown = shown(arguments);
        for words in expected {
            assert!(shown.contains(words), "{arguments:?}: {shown}");
        }
    };
    scene.log_in(
        ("bot", "perty"),
        "moderator:read:chatters user:write:chat moderator:manage:banned_users",
    );
    scene.log_in(
        ("broadcaster", "somechannel"),
        "channel:manage:polls channel:manage:raids",
    );
    check(
        &["get-chatters"],
        &["broadcaster_id=1001&moderator_id=12345678"],
    );
    check(
        &["get-chatters", "--moderator-id", "@somechannel"],
        &["broadcaster_id=1001", "moderator_id=1001"],
    );
    check(
        &[
            "get-chatters",
            "--broadcaster-id",
            "me",
            "--moderator-id",
            "me",
        ],
        &["broadcaster_id=1001&moderator_id=12345678"],
    );
    check(&["get-polls"], &["broadcaster_id=1001"]);
    check(
        &[
            "send-chat-message",
            "--broadcaster-id",
            "me",
            "--message",
            "me",
        ],
        &[
            r#""broadcaster_id":"1001""#,
            r#""sender_id":"12345678""#,
            r#""message":"me""#,
        ],
    );
    check(
        &["ban-user", "--user-id", "@perty"],
        &[r#""user_id":"12345678""#, "moderator_id=12345678"],
    );
    check(
        &["get-users", "--id", "me", "--id", "@somechannel"],
        &["id=12345678&id=1001"],
    );
    check(
        &["get-chatters", "--as", "somechannel"],
        &["broadcaster_id=1001&moderator_id=1001"],
    );
    check(&["get-polls", "--as", "bot"], &["broadcaster_id=12345678"]);
    let unknown = [
        "start-a-raid",
        "--to-broadcaster-id",
        "@oakmoss",
        "--dry-run",
    ];
    scene.run(&[&["api"], &unknown[..]].concat()).expect(
        2,
        &[
            "only Twitch knows the id of oakmoss",
            "get-users --login oakmoss",
        ],
    );
    // Now that both may, somebody has to say who does.
    scene.log_in(("broadcaster", "somechannel"), "moderator:read:chatters");
    scene.run(&["api", "get-chatters"]).expect(
        2,
        &[
            "`moderator_id` is missing, and perty (bot) and somechannel (broadcaster)",
            "--as perty",
        ],
    );
    check(
        &["get-chatters", "--as", "broadcaster"],
        &["moderator_id=1001"],
    );
}

#[test]
fn a_call_takes_the_account_that_its_ids_name_or_the_one_that_is_said() {
    let scene = Scene::new();
    scene.log_in(
        ("broadcaster", "somechannel"),
        "channel:manage:polls user:edit",
    );
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    let poll = [
        "api",
        "create-poll",
        "--title",
        "Next?",
        "--duration",
        "60",
        "--json",
    ];
    let made = body(&scene.run(&[&poll[..], &["--choices", "Chess", "--choices", "Go"]].concat()));
    assert_eq!(made["data"][0]["broadcaster_login"], "somechannel");
    let sent = [
        "api",
        "send-chat-message",
        "--broadcaster-id",
        "@somechannel",
        "--message",
        "Hello",
        "--json",
    ];
    assert_eq!(body(&scene.run(&sent))["data"][0]["is_sent"], true);
    // Whose token it is decides who is changed.
    let changed = ["api", "update-user", "--description", "x", "--json", "--as"];
    for who in ["somechannel", "broadcaster", "@somechannel"] {
        let user = body(&scene.run(&[&changed[..], &[who]].concat()));
        assert_eq!(user["data"][0]["login"], "somechannel", "{who}");
    }
    let refused = scene.run(&[&changed[..], &["bot"]].concat());
    assert_eq!(refused.status, Some(3), "{refused:?}");
    let happened = &objects(&refused)[0]["happened"];
    assert!(
        happened
            .as_str()
            .is_some_and(|words| words.contains("perty has not granted the scope user:edit")),
        "{happened}"
    );
    let user = [
        "api",
        "get-users",
        "--login",
        "oakmoss",
        "--json",
        "--as",
        "app",
    ];
    assert_eq!(body(&scene.run(&user))["data"][0]["login"], "oakmoss");
    for (call, words) in [
        (
            &["get-polls", "--as", "app"][..],
            "only an account may make it",
        ),
        (
            &["get-conduits", "--as", "bot"],
            "only the application itself may make it",
        ),
        (
            &["get-users", "--id", "me", "--as", "app"],
            "is nobody's account",
        ),
    ] {
        scene
            .run(&[&["api"], call].concat())
            .expect(2, &[words, "What to do: "]);
    }
    scene.run(&["api", "get-polls", "--as", "oakmoss"]).expect(
        3,
        &[
            "nobody is logged in as oakmoss",
            "perty (bot) and somechannel (broadcaster)",
        ],
    );
    let wrong = [
        "api",
        "get-polls",
        "--broadcaster-id",
        "@somechannel",
        "--as",
        "bot",
    ];
    scene
        .run(&wrong)
        .expect(2, &["only somechannel may make it", "leave --as out"]);
}

#[test]
fn what_is_missing_for_a_call_is_told_with_the_login_that_mends_it() {
    let scene = Scene::new();
    let poll = |who: &str| {
        let call = ["api", "create-poll", "--title", "Next?", "--duration", "60"];
        let choices = ["--choices", "A", "--choices", "B", "--broadcaster-id", who];
        scene.run(&[&call[..], &choices].concat())
    };
    poll("me").expect(
        3,
        &[
            "only somechannel may make it",
            "run `streamhand login broadcaster`",
        ],
    );
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    poll("@oakmoss").expect(
        3,
        &[
            "only oakmoss may make it",
            "Logged in: perty (bot).",
            "`streamhand login broadcaster --channel oakmoss`",
        ],
    );
    poll("@nobody_at_all").expect(
        4,
        &[
            "Twitch knows nobody named nobody_at_all",
            "check the spelling",
        ],
    );
    scene.log_in(("broadcaster", "somechannel"), "moderation:read");
    poll("me").expect(
        3,
        &[
            "somechannel has not granted the scope channel:manage:polls",
            "`streamhand login broadcaster --scope channel:manage:polls`",
        ],
    );
    let message = [
        "api",
        "send-extension-pubsub-message",
        "--target",
        "global",
        "--broadcaster-id",
        "1001",
        "--message",
        "x",
    ];
    scene.run(&message).expect(
        3,
        &["without the token of an extension", "--token-file FILE"],
    );
}

#[test]
fn an_answer_is_lines_with_tabs_in_a_pipe_and_twitchs_own_json_on_demand() {
    let scene = Scene::new();
    scene.log_in(
        ("broadcaster", "somechannel"),
        "channel:manage:polls user:manage:blocked_users",
    );
    let users = scene.run(&[
        "api",
        "get-users",
        "--login",
        "perty",
        "--login",
        "somechannel",
    ]);
    let lines: Vec<Vec<&str>> = users
        .out
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    assert_eq!(lines[0][..3], ["id", "login", "display_name"]);
    assert_eq!(lines[1][..3], ["12345678", "perty", "Perty"]);
    assert_eq!(lines[2][..2], ["1001", "somechannel"]);
    assert_eq!(lines.len(), 3);
    let done = scene.run(&["api", "block-user", "--target-user-id", "@oakmoss"]);
    assert_eq!((done.status, done.out.as_str()), (Some(0), ""));
    assert!(done.err.contains("Done: block a user."), "{done:?}");
    let silent = scene.run(&[
        "api",
        "block-user",
        "--target-user-id",
        "@oakmoss",
        "--json",
    ]);
    assert_eq!(
        (silent.status, silent.out.as_str(), silent.err.as_str()),
        (Some(0), "", "")
    );
    let asked = scene.run(&["api", "get-users", "--login", "perty", "--json"]);
    let token = scene.simulator.value("TOKEN");
    let header = format!(
        "Authorization: Bearer {token}\r\nClient-Id: {}",
        scene.simulator.value("CLIENT_ID")
    );
    let request = ("GET /helix/users?login=perty", header.as_str());
    let (_, sent) = crate::house::http(scene.simulator.address(), request, "");
    // An address is only told to the account itself; the rest is the same byte for byte.
    let told: Value = serde_json::from_str(&sent).expect("JSON");
    assert_eq!(
        body(&asked)["data"][0]["created_at"],
        told["data"][0]["created_at"]
    );
    assert!(asked.out.starts_with("{\"data\":[{"), "{asked:?}");
}

#[test]
fn a_list_is_followed_over_its_pages_and_ends_where_it_is_told() {
    let scene = Scene::new();
    scene.log_in(("broadcaster", "somechannel"), "moderator:read:followers");
    let followers =
        |options: &[&str]| scene.run(&[&["api", "get-channel-followers"], options].concat());
    let one = followers(&["--first", "3"]);
    assert_eq!(one.out.lines().count(), 4, "{one:?}");
    let all = followers(&["--all"]);
    let total = all.out.lines().count() - 1;
    assert!(total > 20, "{all:?}");
    let by_threes = followers(&["--all", "--first", "3"]);
    assert_eq!(by_threes.out, all.out);
    let some = followers(&["--limit", "5", "--first", "3"]);
    assert_eq!(some.out.lines().count(), 6, "{some:?}");
    let pages = objects(&followers(&["--limit", "5", "--first", "3", "--json"]));
    let counts: Vec<_> = pages
        .iter()
        .map(|page| page["data"].as_array().map(Vec::len))
        .collect();
    assert_eq!(counts, [Some(3), Some(2)]);
    // What was there before a failure is printed all the same.
    scene.simulator.post("/sim/faults", r#"{"path": "/helix/channels/followers", "do": "answer", "status": 400, "body": {"status": 400, "message": "no more"}, "skip": 2}"#);
    let broken = followers(&["--all", "--first", "3"]);
    assert_eq!(
        (broken.status, broken.out.lines().count()),
        (Some(4), 7),
        "{broken:?}"
    );
    assert!(broken.err.contains("no more"), "{broken:?}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_list_with_what_is_there() {
    let scene = Scene::new();
    scene.log_in(("broadcaster", "somechannel"), "moderator:read:followers");
    scene.simulator.post(
        "/sim/faults",
        r#"{"path": "/helix/channels/followers", "do": "hang", "skip": 2}"#,
    );
    let running = scene.start(&[
        "api",
        "get-channel-followers",
        "--all",
        "--first",
        "3",
        "--json",
    ]);
    assert!(running.first_line().contains("followed_at"));
    assert!(running.first_line().contains("followed_at"));
    running.signal("INT");
    let ended = running.finish();
    assert_eq!(ended.status, Some(130), "{ended:?}");
    assert!(
        ended.err.contains("Ended after 6; there may be more."),
        "{ended:?}"
    );
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
    let shown = |arguments: &[&str]| {
        let global = ["--config", &scene.config, "--data-dir", &scene.data, "api"];
        let (status, text) = Terminal::start(
            &scene.house,
            &[&global[..], arguments].concat(),
            &[("TZ", "UTC")],
        )
        .finish();
        assert_eq!(status, 0, "{text}");
        text.replace('\r', "")
    };
    let user = shown(&["get-users", "--login", "perty"]);
    assert!(user.contains("login              perty\n"), "{user}");
    assert!(!user.contains("offline_image_url"), "{user}");
    let followers = shown(&["get-channel-followers", "--first", "3"]);
    assert!(followers.starts_with("user_login"), "{followers}");
    assert!(
        followers.contains("────") && followers.contains(":"),
        "{followers}"
    );
    assert!(
        !followers.contains('T') && followers.contains("total  "),
        "{followers}"
    );
    for line in followers.lines() {
        assert!(line.chars().count() <= 160, "{line}");
    }
    let empty = shown(&["get-user-block-list"]);
    assert!(empty.contains("The list is empty."), "{empty}");
    let all = shown(&["get-channel-followers", "--all", "--first", "50"]);
    assert!(all.contains("kettle_on"), "{all}");
}

#[test]
fn a_token_that_an_extension_has_signed_is_read_from_a_file() {
    let scene = Scene::new();
    // The middle is {"exp":2000000000,"role":"external","user_id":"1001","channel_id":"1001","pubsub_perms":{"send":["*"]}}.
    let token = "h.eyJleHAiOjIwMDAwMDAwMDAsInJvbGUiOiJleHRlcm5hbCIsInVzZXJfaWQiOiIxMDAxIiwiY2hhbm5lbF9pZCI6IjEwMDEiLCJwdWJzdWJfcGVybXMiOnsic2VuZCI6WyIqIl19fQ.s";
    let file = scene.house.write("token", token);
    let message = [
        "api",
        "send-extension-pubsub-message",
        "--target",
        "broadcast",
        "--broadcaster-id",
        "1001",
        "--message",
        "x",
        "--token-file",
        &file,
    ];
    let sent = scene.run(&message);
    assert_eq!(sent.status, Some(0), "{sent:?}");
    sent.hides(&[token.to_owned()]);
}

#[test]
fn x24_no_call_shows_a_secret_whatever_becomes_of_it() {
    let scene = Scene::new();
    let tokens = Tokens::made_up();
    scene.plant(
        ("broadcaster", "somechannel"),
        "channel:manage:polls",
        &tokens,
    );
    let good = Tokens::given_by(&scene.simulator, "perty", BOT_SCOPES);
    scene.plant(("bot", "perty"), BOT_SCOPES, &good);
    let secrets = [&tokens.access, &tokens.refresh, &good.access, &good.refresh].map(Clone::clone);
    for (call, status) in [
        (&["get-polls"][..], 3),
        (&["get-polls", "--dry-run"], 0),
        (&["get-users", "--id", "me", "--as", "bot"], 0),
        (
            &[
                "send-chat-message",
                "--broadcaster-id",
                "me",
                "--message",
                "x",
                "--json",
            ],
            0,
        ),
        (&["get-chatters"], 3),
    ] {
        let finished = scene.run(&[&["--log", "trace", "api"], call].concat());
        assert_eq!(finished.status, Some(status), "{call:?}: {finished:?}");
        finished.hides(&secrets);
        finished.hides(&[scene.simulator.value("CLIENT_SECRET").to_owned()]);
    }
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
    let call = [
        "--config",
        &config,
        "--data-dir",
        &data,
        "api",
        "get-users",
        "--login",
        "x",
    ];
    house.run(&call).expect(
        1,
        &[
            "cannot reach",
            "No login was deleted",
            "What to do: check the network",
        ],
    );
}
