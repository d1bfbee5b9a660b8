//! Whose token a call takes and whose ids stand in it, and what is said where somebody or something is missing.

use super::{body, run};
use crate::scene::{BOT_SCOPES, Scene, objects};

/// Checks what a line means without sending it.
fn check(scene: &Scene, line: &str, expected: &[&str]) {
    let finished = run(scene, &format!("{line} --dry-run --json"));
    assert_eq!(finished.status, Some(0), "{line}: {finished:?}");
    let request = objects(&finished).remove(0);
    let shown = format!(
        "{} {}",
        request["url"].as_str().unwrap_or_default(),
        request["body"]
    );
    for words in expected {
        assert!(shown.contains(words), "{line}: {shown}");
    }
}

#[test]
fn ids_that_the_table_fixes_are_filled_in_and_names_become_ids() {
    let scene = Scene::new();
    let bot = "moderator:read:chatters user:write:chat moderator:manage:banned_users";
    scene.log_in(("bot", "perty"), bot);
    scene.log_in(
        ("broadcaster", "somechannel"),
        "channel:manage:polls channel:manage:raids",
    );
    for (line, expected) in [
        (
            "get-chatters",
            &["broadcaster_id=1001&moderator_id=12345678"][..],
        ),
        (
            "get-chatters --moderator-id @somechannel",
            &["broadcaster_id=1001", "moderator_id=1001"],
        ),
        (
            "get-chatters --broadcaster-id me --moderator-id me",
            &["broadcaster_id=1001&moderator_id=12345678"],
        ),
        ("get-polls", &["broadcaster_id=1001"]),
        (
            "send-chat-message --broadcaster-id me --message me",
            &[
                r#""broadcaster_id":"1001""#,
                r#""sender_id":"12345678""#,
                r#""message":"me""#,
            ],
        ),
        (
            "ban-user --user-id @perty",
            &[r#""user_id":"12345678""#, "moderator_id=12345678"],
        ),
        (
            "get-users --id me --id @somechannel",
            &["id=12345678&id=1001"],
        ),
        (
            "get-chatters --as somechannel",
            &["broadcaster_id=1001&moderator_id=1001"],
        ),
        ("get-polls --as bot", &["broadcaster_id=12345678"]),
    ] {
        check(&scene, line, expected);
    }
    let unknown = run(
        &scene,
        "start-a-raid --to-broadcaster-id @oakmoss --dry-run",
    );
    unknown.expect(
        2,
        &[
            "only Twitch knows the id of oakmoss",
            "get-users --login oakmoss",
        ],
    );
}

#[test]
fn where_several_come_into_question_somebody_has_to_say_who_is_meant() {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), "moderator:read:chatters");
    scene.log_in(("broadcaster", "somechannel"), "moderator:read:chatters");
    // The broadcaster may always read; whether the bot is a moderator nobody here knows.
    check(&scene, "get-chatters", &["moderator_id=1001"]);
    check(&scene, "get-chatters --as bot", &["moderator_id=12345678"]);
    scene.log_in(("bot", "perty"), "moderator:manage:chat_messages");
    scene.log_in(
        ("broadcaster", "somechannel"),
        "moderator:manage:chat_messages channel:manage:polls",
    );
    let both = "`moderator_id` is missing, and perty (bot) and somechannel (broadcaster)";
    run(&scene, "delete-chat-messages").expect(
        2,
        &[
            both,
            "The broadcaster may always",
            "--as perty or --as somechannel",
        ],
    );
    scene.log_in(("broadcaster", "oakmoss"), "channel:manage:polls");
    check(&scene, "get-polls", &["broadcaster_id=1001"]);
    check(
        &scene,
        "get-polls --channel oakmoss",
        &["broadcaster_id=223106538"],
    );
    let channel = ("[[channel]]\nlogin = \"somechannel\"\n", "");
    let config = scene.simulator.config(channel);
    let config = scene.house.write("two.toml", &config);
    let polls = [
        "--config",
        &config,
        "--data-dir",
        &scene.data,
        "api",
        "get-polls",
    ];
    let finished = scene.house.run(&polls);
    finished.expect(2, &["several channels are known here: ", "--channel LOGIN"]);
}

#[test]
fn a_call_takes_the_account_that_its_ids_name_or_the_one_that_is_said() {
    let scene = Scene::new();
    scene.log_in(
        ("broadcaster", "somechannel"),
        "channel:manage:polls user:edit",
    );
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    let poll = "create-poll --title Next? --duration 60 --choices Chess --choices Go --json";
    let made = body(&run(&scene, poll));
    assert_eq!(made["data"][0]["broadcaster_login"], "somechannel");
    let hello = "send-chat-message --broadcaster-id @somechannel --message Hello --json";
    assert_eq!(body(&run(&scene, hello))["data"][0]["is_sent"], true);
    // Whose token it is decides who is changed.
    for who in ["somechannel", "broadcaster", "@somechannel"] {
        let user = run(
            &scene,
            &format!("update-user --description x --json --as {who}"),
        );
        assert_eq!(body(&user)["data"][0]["login"], "somechannel", "{who}");
    }
    let lacking = run(&scene, "update-user --description x --json --as bot");
    assert_eq!(lacking.status, Some(3), "{lacking:?}");
    let happened = objects(&lacking)[0]["happened"].to_string();
    assert!(
        happened.contains("perty has not granted the scope user:edit"),
        "{happened}"
    );
    let user = body(&run(&scene, "get-users --login oakmoss --json --as app"));
    assert_eq!(user["data"][0]["login"], "oakmoss");
}

#[test]
fn whoever_cannot_make_a_call_is_told_so_before_anything_is_sent() {
    let scene = Scene::new();
    scene.log_in(("broadcaster", "somechannel"), "channel:manage:polls");
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    for (line, status, words) in [
        (
            "get-polls --as app",
            2,
            &["only an account may make it", "What to do: "][..],
        ),
        (
            "get-conduits --as bot",
            2,
            &["only the application itself may make it", "What to do: "],
        ),
        (
            "get-users --id me --as app",
            2,
            &["is nobody's account", "What to do: "],
        ),
        (
            "get-polls --as oakmoss",
            3,
            &[
                "nobody is logged in as oakmoss",
                "perty (bot) and somechannel (broadcaster)",
            ],
        ),
        (
            "get-polls --broadcaster-id @somechannel --as bot",
            2,
            &["only somechannel may make it", "leave --as out"],
        ),
        (
            "send-extension-pubsub-message --target global --broadcaster-id 1001 --message x",
            3,
            &["without the token of an extension", "--token-file FILE"],
        ),
    ] {
        run(&scene, line).expect(status, words);
    }
}

#[test]
fn what_is_missing_for_a_call_is_told_with_the_login_that_mends_it() {
    let scene = Scene::new();
    let poll = |who: &str| {
        let poll = "create-poll --title Next? --duration 60 --choices A --choices B";
        run(&scene, &format!("{poll} --broadcaster-id {who}"))
    };
    let nobody = [
        "only somechannel may make it",
        "run `streamhand login broadcaster`",
    ];
    poll("me").expect(3, &nobody);
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    let other = [
        "only oakmoss may make it",
        "Logged in: perty (bot).",
        "`streamhand login broadcaster --channel oakmoss`",
    ];
    poll("@oakmoss").expect(3, &other);
    let unknown = [
        "Twitch knows nobody named nobody_at_all",
        "check the spelling",
    ];
    poll("@nobody_at_all").expect(4, &unknown);
    scene.log_in(("broadcaster", "somechannel"), "moderation:read");
    let lacking = [
        "somechannel has not granted the scope channel:manage:polls",
        "`streamhand login broadcaster --scope channel:manage:polls`",
    ];
    poll("me").expect(3, &lacking);
}

#[test]
fn a_token_that_an_extension_has_signed_is_read_from_a_file() {
    let scene = Scene::new();
    // The middle is {"exp":2000000000,"role":"external","user_id":"1001","channel_id":"1001","pubsub_perms":{"send":["*"]}}.
    let token = "h.eyJleHAiOjIwMDAwMDAwMDAsInJvbGUiOiJleHRlcm5hbCIsInVzZXJfaWQiOiIxMDAxIiwiY2hhbm5lbF9pZCI6IjEwMDEiLCJwdWJzdWJfcGVybXMiOnsic2VuZCI6WyIqIl19fQ.s";
    let file = scene.house.write("token", token);
    let message =
        "send-extension-pubsub-message --target broadcast --broadcaster-id 1001 --message x";
    let sent = run(&scene, &format!("{message} --token-file {file}"));
    assert_eq!(sent.status, Some(0), "{sent:?}");
    sent.hides(&[token.to_owned()]);
}

#[test]
fn a_caller_who_is_no_moderator_is_told_how_to_become_one() {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), "moderator:read:chatters");
    run(&scene, "get-chatters").expect(
        4,
        &[
            "status 403",
            "--as broadcaster",
            "`streamhand mod add LOGIN`",
        ],
    );
}
