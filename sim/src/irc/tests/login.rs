//! How a connection begins: capabilities, PASS and NICK, the refusals, and how it is kept alive.

use std::time::Duration;

use super::scene::Scene;

#[test]
fn a_login_is_answered_with_the_words_of_twitch() {
    let mut scene = Scene::new();
    let token = scene.token("perty", "chat:read");
    let id = scene.connect();
    scene.send(id, "CAP REQ :twitch.tv/tags twitch.tv/commands");
    scene.send(id, &format!("PASS oauth:{token}"));
    // The token decides who it is, not the nick.
    scene.send(id, "NICK Somebody_Else");
    assert_eq!(
        scene.read(id),
        [
            ":tmi.twitch.tv CAP * ACK :twitch.tv/tags twitch.tv/commands",
            ":tmi.twitch.tv 001 perty :Welcome, GLHF!",
            ":tmi.twitch.tv 002 perty :Your host is tmi.twitch.tv",
            ":tmi.twitch.tv 003 perty :This server is rather new",
            ":tmi.twitch.tv 004 perty :-",
            ":tmi.twitch.tv 375 perty :-",
            ":tmi.twitch.tv 372 perty :You are in a maze of twisty passages, all alike.",
            ":tmi.twitch.tv 376 perty :>",
            "@badge-info=;badges=;color=#FF4500;display-name=Perty;emote-sets=0,300374282;user-id=12345678;user-type= :tmi.twitch.tv GLOBALUSERSTATE",
        ]
    );
}

#[test]
fn i12_a_refused_login_is_told_why_and_the_connection_ends() {
    let mut scene = Scene::new();
    let good = scene.token("perty", "chat:read");
    let silent = scene.token("perty", "user:read:email");
    let expired = scene.token("perty", "chat:read bits:read");
    let now = scene.world.now;
    scene
        .world
        .tokens
        .access
        .get_mut(&expired)
        .expect("it was just made")
        .expires_at = now;
    let failed = ":tmi.twitch.tv NOTICE * :Login authentication failed";
    let improper = ":tmi.twitch.tv NOTICE * :Improperly formatted auth";
    for (pass, expected) in [
        (Some("oauth:nonsense".to_owned()), failed),
        (Some(format!("oauth:{silent}")), failed),
        (Some(format!("oauth:{expired}")), failed),
        (Some(good), improper),
        (None, improper),
    ] {
        let id = scene.connect();
        if let Some(pass) = &pass {
            scene.send(id, &format!("PASS {pass}"));
        }
        scene.send(id, "NICK perty");
        assert_eq!(scene.read(id), [expected]);
        scene.send(id, "NICK perty\r\nPING :still there?");
        assert_eq!(scene.read(id), [""; 0], "it has ended");
        assert!(scene.is_over(id));
    }
}

#[test]
fn a_revoked_token_keeps_its_open_connection_and_gets_no_new_one() {
    let mut scene = Scene::new();
    let id = scene.client_in("perty", "somechannel");
    scene.world.tokens.access.clear();
    scene.send(id, "PRIVMSG #somechannel :still here");
    assert_eq!(scene.read(id).len(), 1, "USERSTATE");
    let again = scene.connect();
    scene.send(again, "PASS oauth:pertytoken19\r\nNICK perty");
    assert_eq!(
        scene.read(again),
        [":tmi.twitch.tv NOTICE * :Login authentication failed"]
    );
}

#[test]
fn each_capability_is_granted_or_refused_by_itself() {
    let mut scene = Scene::new();
    let id = scene.connect();
    scene.send(id, "CAP LS 302");
    scene.send(id, "CAP REQ :twitch.tv/tags twitch.tv/foo");
    scene.send(id, "CAP END");
    assert_eq!(
        scene.read(id),
        [
            ":tmi.twitch.tv CAP * LS :twitch.tv/commands twitch.tv/membership twitch.tv/tags",
            ":tmi.twitch.tv CAP * ACK :twitch.tv/tags",
            ":tmi.twitch.tv CAP * NAK :twitch.tv/foo",
        ]
    );
}

#[test]
fn an_anonymous_connection_listens_and_cannot_speak() {
    let mut scene = Scene::new();
    let id = scene.connect();
    scene.send(id, "CAP REQ :twitch.tv/tags twitch.tv/commands\r\nPASS SCHMOOPIIE\r\nNICK justinfan42\r\nJOIN #somechannel");
    let lines = scene.read(id);
    assert!(lines.contains(
        &":justinfan42!justinfan42@justinfan42.tmi.twitch.tv JOIN #somechannel".to_owned()
    ));
    assert!(
        !lines.iter().any(|line| line.contains("USERSTATE")),
        "{lines:?}"
    );
    scene.send(id, "PRIVMSG #somechannel :hello");
    assert_eq!(scene.read(id), [""; 0]);
    scene.rest("somechannel", "perty", "hello");
    assert_eq!(scene.read(id).len(), 1);
    assert_eq!(
        scene.chat.present(&scene.id("somechannel")),
        [],
        "it is nobody"
    );
}

#[test]
fn pings_are_answered_and_unknown_commands_named() {
    let mut scene = Scene::new();
    let id = scene.client("perty");
    scene.send(id, "PING :a b\r\nPING\r\nWHO #somechannel");
    assert_eq!(
        scene.read(id),
        [
            ":tmi.twitch.tv PONG tmi.twitch.tv :a b",
            "PONG :tmi.twitch.tv",
            ":tmi.twitch.tv 421 perty WHO :Unknown command",
        ]
    );
}

#[test]
fn i01_a_client_that_leaves_pings_unanswered_is_let_go() {
    let mut scene = Scene::new();
    let (lively, deaf) = (scene.client("perty"), scene.client("somechannel"));
    scene.seconds(300);
    for id in [lively, deaf] {
        assert_eq!(scene.read(id), ["PING :tmi.twitch.tv"]);
    }
    scene.send(lively, "PONG :tmi.twitch.tv");
    scene.wait(Duration::from_millis(59_999));
    assert!(!scene.is_over(deaf));
    scene.wait(Duration::from_millis(1));
    assert!(scene.is_over(deaf));
    scene.seconds(240);
    assert!(!scene.is_over(lively));
    assert_eq!(scene.read(lively), [""; 0], "is_over took the next PING");
}

#[test]
fn i03_reconnect_is_announced_and_the_connection_ends_later() {
    let mut scene = Scene::new();
    let id = scene.client_in("perty", "somechannel");
    scene.order(r#"{"do":"reconnect"}"#).unwrap();
    assert_eq!(scene.read(id), [":tmi.twitch.tv RECONNECT"]);
    scene.rest("somechannel", "somechannel", "one more");
    assert_eq!(scene.read(id).len(), 1, "the old connection still hears");
    scene.seconds(30);
    assert!(scene.is_over(id));
    let perty = scene.id("perty");
    assert!(
        !scene
            .chat
            .present(&scene.id("somechannel"))
            .contains(&perty)
    );
    assert_eq!(
        scene.door.connections(),
        1,
        "it counts until the client lets go"
    );
}
