//! The steps that the two scripts were made for from which all this comes, one after the other: from an app token to a bot that moderates.

use crate::house::{Finished, House};
use crate::scene::{Scene, objects};

use super::{play, told};

/// Logs an account in by a code that somebody types elsewhere, for these short forms.
fn log_in(scene: &Scene, role: &str, (purposes, who): (&str, &str)) -> Finished {
    let program = scene.start(&[
        "login", role, "--flow", "device", "--for", purposes, "--json",
    ]);
    let code = program.event("code");
    let code = code["user_code"].as_str().expect("there is a code");
    let order = format!("user_code={code}&login={who}");
    scene.simulator.post("/sim/consent", &order);
    program.finish()
}

#[test]
fn from_an_app_token_to_a_bot_that_moderates() {
    let scene = Scene::in_real_time();
    // Nobody is logged in yet, so the application looks the user up with a token of its own.
    play(
        &scene,
        r#"
        $ user somechannel
        0 SomeChannel (login somechannel, id 1001)
        "#,
    );
    let asked = scene.simulator.get("/sim/state", "Accept: */*");
    assert_eq!(
        asked["token_requests"]["client_credentials"], 1,
        "{}",
        asked["token_requests"]
    );
    let purposes = "poll,raid,prediction,mods,mod,chatters";
    for (role, login) in [
        ("broadcaster", (purposes, "somechannel")),
        ("bot", ("chatters,say", "perty")),
    ] {
        let finished = log_in(&scene, role, login);
        assert_eq!(finished.status, Some(0), "{finished:?}");
    }
    let accounts = objects(&scene.run(&["whoami", "--json"]));
    let scopes = &accounts[1]["scopes"];
    for scope in [
        "channel:manage:polls",
        "channel:manage:raids",
        "moderator:read:chatters",
    ] {
        let has = scopes.to_string().contains(scope);
        assert!(has, "--for {purposes} asks for {scope}: {scopes}");
    }
    assert!(
        !scopes.to_string().contains("broadcast"),
        "and for no more: {scopes}"
    );
    play(
        &scene,
        r#"
        $ poll create "Next game?" Chess Go --for 1m
        0 Poll "Next game?" runs for 1 minute.
        $ raid otherchannel
        0 somechannel raids otherchannel in 90 seconds
        $ prediction create "Who wins?" White Black
        0 Prediction "Who wins?" takes bets for 2 minutes.
        $ chatters
        0 Nobody is in the chat of somechannel.
        $ mods
        0 somechannel has 4 moderators
        $ mod add perty
        0 perty is a moderator of somechannel now.
        $ mods
        0 perty … somechannel has 5 moderators
        "#,
    );
    let moderators = told(
        &scene.simulator,
        "/moderation/moderators?broadcaster_id=1001&user_id=12345678",
    );
    assert_eq!(moderators[0]["user_login"], "perty", "{moderators}");
}

#[test]
fn help_and_a_mistake_need_neither_config_nor_login() {
    let house = House::new();
    let help = house.run(&["poll", "create", "--help"]);
    assert_eq!(help.status, Some(0), "{help:?}");
    for words in [
        "Two to five answers",
        "Example: streamhand poll create",
        "Short for: streamhand api create-poll",
    ] {
        assert!(help.out.contains(words), "{words:?} is not in {}", help.out);
    }
    let finished = house.run(&["timeout", "kettle_on", "soon"]);
    assert_eq!(finished.status, Some(2), "{finished:?}");
    assert!(
        finished.err.contains("\"soon\" is not a time such as"),
        "{finished:?}"
    );
}
