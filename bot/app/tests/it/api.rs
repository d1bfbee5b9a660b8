//! Any call of Twitch from the shell: the real binary against the simulator.

use crate::planted::Tokens;
use crate::scene::{BOT_SCOPES, Scene};

#[test]
fn a_call_takes_the_account_that_its_ids_name_and_ends_with_nothing_left_behind() {
    let scene = Scene::new();
    scene.log_in(("broadcaster", "somechannel"), "channel:manage:polls");
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    let poll = [
        "api",
        "create-poll",
        "--broadcaster-id",
        "me",
        "--title",
        "Next?",
    ];
    let choices = ["--choices", "Chess", "--choices", "Go", "--duration", "60"];
    let made = scene.run(&[&poll[..], &choices, &["--json"]].concat());
    assert_eq!(made.status, Some(0), "{made:?}");
    let answer: serde_json::Value = serde_json::from_str(&made.out).expect("JSON");
    assert_eq!(answer["data"][0]["broadcaster_login"], "somechannel");
}

#[test]
fn what_is_missing_for_a_call_is_told_with_the_login_that_mends_it() {
    let scene = Scene::new();
    let poll = |who: &str| {
        let call = ["api", "create-poll", "--title", "Next?", "--duration", "60"];
        let choices = ["--choices", "A", "--choices", "B", "--broadcaster-id", who];
        scene.run(&[&call[..], &choices].concat())
    };
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    poll("@oakmoss").expect(
        3,
        &[
            "only oakmoss may make it",
            "Logged in: perty (bot).",
            "`streamhand login broadcaster --channel oakmoss`",
        ],
    );
    poll("@somechannel").expect(
        3,
        &[
            "only somechannel may make it",
            "run `streamhand login broadcaster`",
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
}

#[test]
fn x24_no_failure_of_a_call_shows_a_secret() {
    let scene = Scene::new();
    let tokens = Tokens::made_up();
    scene.plant(
        ("broadcaster", "somechannel"),
        "channel:manage:polls",
        &tokens,
    );
    let call = [
        "api",
        "get-polls",
        "--broadcaster-id",
        "me",
        "--log",
        "trace",
    ];
    let failed = scene.run(
        &["--log", "trace"]
            .iter()
            .chain(&call[..4])
            .copied()
            .collect::<Vec<_>>(),
    );
    assert_eq!(failed.status, Some(3), "{failed:?}");
    failed.hides(&[tokens.access, tokens.refresh]);
}
