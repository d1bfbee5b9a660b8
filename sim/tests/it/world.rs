//! Worlds described in files: what is built from them, and the sentences for files that are wrong.

use streamhand_sim::Blueprint;

use crate::scene::Scene;

#[test]
fn a_described_world_is_the_one_that_clients_meet() {
    let mut scene = Scene::of(
        r##"
        broadcaster = "bee"

        [[user]]
        login = "ant"
        id = "11"
        display_name = "蟻"
        color = "#00FF00"

        [[user]]
        login = "bee"
        type = "affiliate"

        [[channel]]
        login = "bee"
        title = "Humming"
        category = "music"
        live = true
        moderators = ["ant"]
        subscribers = { ant = 30 }

        [[client]]
        id = "theclient"
        name = "A client"
        "##,
    );
    assert_eq!(scene.env.peer.login.as_str(), "bee");
    assert_eq!(
        scene.env.account.login.as_str(),
        "bee",
        "the second person is the bot"
    );
    assert_eq!(scene.env.client.as_str(), "theclient");
    let token = scene.env.peer.token.expose().to_owned();
    let streams = scene.call(&token, ("GET", "/streams"), "");
    assert_eq!(streams.text("/data/0/title"), "Humming");
    assert_eq!(streams.text("/data/0/game_name"), "Music");
    let users = scene.call(&token, ("GET", "/users?login=ant"), "");
    assert_eq!(users.text("/data/0/display_name"), "蟻");
}

#[test]
fn lists_that_are_left_out_are_the_usual_ones_and_a_channel_that_is_not_described_is_empty() {
    for (world, title, is_usual) in [
        ("bot = \"perty\"", None, true),
        ("[[channel]]\nlogin = \"otherchannel\"", Some(""), true),
        ("[[channel]]\nlogin = \"somechannel\"", Some(""), true),
        (
            "[[user]]\nlogin = \"somechannel\"\nid = \"1001\"",
            Some(""),
            false,
        ),
    ] {
        let mut scene = Scene::of(world);
        let app = scene.app_token();
        let channel = scene.call(&app, ("GET", "/channels?broadcaster_id=1001"), "");
        let told = channel.text("/data/0/title");
        match title {
            Some(title) => assert_eq!(told, title, "{world}"),
            None => assert_ne!(told, "", "{world}"),
        }
        let somebody = scene.call(&app, ("GET", "/users?login=kettle_on"), "");
        let is_there = somebody.body["data"][0].is_object();
        assert_eq!(is_there, is_usual, "{world}");
        assert!(scene.env.public_client.is_some(), "{world}");
    }
}

#[test]
fn json_describes_a_world_as_well() {
    let json = r#"{"user": [{"login": "one"}, {"login": "two"}]}"#;
    assert_eq!(Blueprint::parse(json).unwrap().users.len(), 2);
}

#[test]
fn a_wrong_description_is_told_with_its_place() {
    for (text, expected) in [
        ("[[user]]\nlogin = \"a\"\nnick = \"b\"\n", "line 3"),
        ("[[user]]\nlogin = \"not a login\"\n", "line 2"),
        ("[[user]\n", "line 1"),
        ("{\"user\": [{}]}", "line 1"),
        (
            "[[user]]\nlogin = \"a\"\n[[channel]]\nlogin = \"b\"\n",
            "b is named as the owner of a channel, but no [[user]] has that login",
        ),
        (
            "[[user]]\nlogin = \"a\"\n[[channel]]\nlogin = \"a\"\nvips = [\"b\"]\n",
            "the channel of a names b as VIP, but no [[user]] has that login",
        ),
        (
            "bot = \"nobody_here\"\n",
            "nobody_here is named as bot, but no [[user]] has that login",
        ),
        (
            "[[user]]\nlogin = \"a\"\n[[user]]\nlogin = \"A\"\n",
            "two people share the login \"a\"",
        ),
        (
            "[[user]]\nlogin = \"justinfan12\"\n",
            "the login \"justinfan12\" of justinfan12: chat keeps such names for those who listen without an account",
        ),
        (
            "[[client]]\nid = \"\"\nname = \"Mine\"\n",
            "the client id \"\" of Mine: an application is known by its id, so it needs one",
        ),
        (
            "[[user]]\nlogin = \"a\"\ncolor = \"blue\"\n",
            "the color \"blue\" of a: a color is written #RRGGBB",
        ),
        (
            "[[user]]\nlogin = \"a\"\n[[channel]]\nlogin = \"a\"\ncategory = \"Knitting\"\n",
            "the category \"Knitting\" of a: there are only Just Chatting",
        ),
    ] {
        let problem = Blueprint::parse(text).unwrap_err().to_string();
        assert!(problem.contains(expected), "{text:?} gave: {problem}");
    }
}
