//! What happens to accounts, applications and tokens themselves, by order: renamed, suspended, deleted, given another secret, short-lived.

use std::time::Duration;

use serde_json::json;

use crate::scene::Scene;

#[test]
fn a_renamed_account_keeps_its_id_and_its_tokens() {
    let mut scene = Scene::new();
    let token = scene.env.account.token.expose().to_owned();
    let renamed = scene.form(
        "/sim/accounts",
        "login=perty&do=rename&to=perty_two&display_name=Perty_Two",
    );
    assert_eq!(
        renamed.body,
        json!({"id": "12345678", "login": "perty_two", "display_name": "Perty_Two", "standing": "good"})
    );
    let validated = validate(&mut scene, &token);
    assert_eq!(
        (validated.text("/login"), validated.text("/user_id")),
        ("perty_two".to_owned(), "12345678".to_owned())
    );
    let found = scene.call(&token, ("GET", "/users?login=perty"), "");
    assert_eq!(found.body["data"], json!([]), "nobody has the old login");
    for (to, status) in [
        ("kettle_on", 400),
        ("no login", 400),
        ("justinfan12", 400),
        ("perty", 200),
    ] {
        let answer = scene.form(
            "/sim/accounts",
            &format!("login=perty_two&do=rename&to={to}"),
        );
        assert_eq!(answer.status, status, "{to}");
    }
}

#[test]
fn a18_a_suspended_account_is_refused_everywhere_until_it_comes_back() {
    let mut scene = Scene::new();
    let token = scene.env.account.token.expose().to_owned();
    for (order, good) in [("suspend", false), ("unsuspend", true)] {
        let changed = scene.form("/sim/accounts", &format!("login=perty&do={order}"));
        assert_eq!(changed.status, 200);
        let (ok, refused) = if good { (200, 200) } else { (401, 400) };
        assert_eq!(validate(&mut scene, &token).status, ok, "{order}");
        assert_eq!(
            scene.call(&token, ("GET", "/users"), "").status,
            ok,
            "{order}"
        );
        assert_eq!(refresh(&mut scene), refused, "{order}");
        let app = scene.app_token();
        let seen = scene.call(&app, ("GET", "/users?id=12345678"), "");
        assert_eq!(
            seen.body["data"].as_array().unwrap().len(),
            usize::from(good)
        );
    }
    let unknown = scene.form("/sim/accounts", "login=perty&do=praise");
    assert_eq!(
        unknown.message(),
        "do is rename, change_password, suspend, unsuspend or delete"
    );
    let consent = "user_code=X&login=perty";
    scene.form("/sim/accounts", "login=perty&do=suspend");
    assert_eq!(
        scene.form("/sim/consent", consent).message(),
        "this account is suspended and cannot log in anywhere"
    );
}

#[test]
fn a_suspended_channel_takes_no_words_of_those_who_are_inside() {
    let mut scene = Scene::new();
    let inside = scene.twitch.open_irc();
    let hello = format!(
        "CAP REQ :twitch.tv/tags twitch.tv/commands\r\nPASS oauth:{}\r\nNICK perty\r\nJOIN #somechannel\r\n",
        scene.bot()
    );
    scene.twitch.handle_irc(inside, hello.as_bytes());
    scene.heard(inside);
    for (order, expected) in [
        (
            "suspend",
            "@msg-id=msg_channel_suspended :tmi.twitch.tv NOTICE #somechannel :This channel does not exist or has been suspended.\r\n",
        ),
        ("unsuspend", " USERSTATE #somechannel\r\n"),
    ] {
        scene.form("/sim/accounts", &format!("login=somechannel&do={order}"));
        scene
            .twitch
            .handle_irc(inside, b"PRIVMSG #somechannel :anybody here?\r\n");
        let heard = scene.heard(inside);
        assert!(heard.ends_with(expected), "{order}: {heard}");
        scene.advance(Duration::from_secs(2));
        let by_rest = scene.bot_says("by REST");
        assert_eq!(by_rest.body["data"][0]["is_sent"], order == "unsuspend");
        scene.heard(inside);
    }
}

#[test]
fn a18_a_deleted_account_is_gone_and_its_login_is_free() {
    let mut scene = Scene::new();
    let token = scene.env.account.token.expose().to_owned();
    let deleted = scene.form("/sim/accounts", "login=perty&do=delete");
    assert_eq!(deleted.text("/standing"), "deleted");
    assert_eq!(validate(&mut scene, &token).status, 401);
    assert_eq!(refresh(&mut scene), 400);
    assert_eq!(
        scene
            .form("/sim/accounts", "login=perty&do=unsuspend")
            .status,
        404,
        "it does not come back"
    );
    let other = scene.form("/sim/accounts", "login=kettle_on&do=rename&to=perty");
    assert_eq!(other.status, 200);
}

#[test]
fn a13_a_new_password_ends_every_token_and_no_consent() {
    let mut scene = Scene::new();
    let token = scene.env.account.token.expose().to_owned();
    scene.form("/sim/accounts", "login=perty&do=change_password");
    assert_eq!(validate(&mut scene, &token).status, 401);
    assert_eq!(refresh(&mut scene), 400);
    let app = scene.app_token();
    let body = json!({"broadcaster_id": "1001", "sender_id": "12345678", "message": "hi"});
    let sent = scene.call(&app, ("POST", "/chat/messages"), &body.to_string());
    assert_eq!(sent.status, 200, "app tokens rely on what was granted");
    let peer = scene.env.peer.token.expose().to_owned();
    assert_eq!(validate(&mut scene, &peer).status, 200, "nobody else's");
}

#[test]
fn a_new_secret_ends_the_old_one_and_spares_tokens() {
    let mut scene = Scene::new();
    let client = scene.env.client.to_string();
    let old = scene.secret_client();
    let token = scene.env.account.token.expose().to_owned();
    let changed = scene.form("/sim/clients", &format!("client_id={client}&secret=new"));
    assert_eq!(changed.text("/kind"), "confidential");
    let app = |scene: &mut Scene, client: &str| {
        let answer = scene.form(
            "/oauth2/token",
            &format!("{client}&grant_type=client_credentials"),
        );
        (answer.status, answer.message().to_owned())
    };
    assert_eq!(
        app(&mut scene, &old),
        (403, "invalid client secret".to_owned())
    );
    assert_eq!(refresh(&mut scene), 403);
    let new = format!("client_id={client}&client_secret=new");
    assert_eq!(app(&mut scene, &new).0, 200);
    assert_eq!(validate(&mut scene, &token).status, 200);
}

#[test]
fn a14_a_public_application_that_becomes_confidential_has_to_prove_itself() {
    let mut scene = Scene::new();
    let client = scene.public_client();
    let refresh_token = crate::oauth::public_login(&mut scene, "chat%3Aread");
    let changed = scene.form("/sim/clients", &format!("client_id={client}&secret=s"));
    assert_eq!(changed.text("/kind"), "confidential");
    let body = format!("client_id={client}&grant_type=refresh_token&refresh_token={refresh_token}");
    assert_eq!(
        scene.form("/oauth2/token", &body).message(),
        "missing client secret"
    );
    let proven = scene.form("/oauth2/token", &format!("{body}&client_secret=s"));
    assert_eq!(proven.status, 200);
    let back = scene.form("/sim/clients", &format!("client_id={client}&public=true"));
    assert_eq!(back.text("/kind"), "public");
    let unknown = scene.form("/sim/clients", "client_id=nobody&secret=s");
    assert_eq!(unknown.status, 404);
}

#[test]
fn other_redirect_urls_are_registered() {
    let mut scene = Scene::new();
    let client = scene.env.client.to_string();
    scene.form(
        "/sim/clients",
        &format!("client_id={client}&redirect_url=http%3A%2F%2Flocalhost%3A9&redirect_url=http%3A%2F%2Flocalhost%3A8"),
    );
    let path = format!(
        "/oauth2/authorize?client_id={client}&redirect_uri=http%3A%2F%2Flocalhost%3A17563&response_type=code"
    );
    let answer = scene.get(&path, ("accept", "*/*"));
    assert!(
        answer
            .header("location")
            .starts_with("http://localhost:9/?error=redirect_mismatch&")
    );
}

#[test]
fn tokens_live_as_long_as_the_world_file_or_an_order_says() {
    let mut scene = Scene::of("token_lifetime = \"30s\"\nrefresh_token_lifetime = \"1h\"\n");
    let token = scene.user_token("perty", "chat%3Aread");
    assert_eq!(validate(&mut scene, &token).body["expires_in"], 30);
    scene.advance(Duration::from_secs(30));
    assert_eq!(validate(&mut scene, &token).status, 401);
    let refresh_token = crate::oauth::public_login(&mut scene, "chat%3Aread");
    scene.advance(Duration::from_secs(3_600));
    let client = scene.public_client();
    let body = format!("client_id={client}&grant_type=refresh_token&refresh_token={refresh_token}");
    assert_eq!(
        scene.form("/oauth2/token", &body).message(),
        "Invalid refresh token"
    );
    let set = scene.form("/sim/token-lifetime", "access=5m");
    assert_eq!(
        set.body,
        json!({"access_seconds": 300, "refresh_seconds": null})
    );
    let app = scene.app_token();
    assert_eq!(validate(&mut scene, &app).body["expires_in"], 300);
    let problem = scene.form("/sim/token-lifetime", "access=long");
    assert_eq!(problem.status, 400);
}

#[test]
fn refresh_tokens_are_ended_alone() {
    let mut scene = Scene::new();
    let token = scene.env.account.token.expose().to_owned();
    let expired = scene.form("/sim/expire-tokens", "login=perty&kind=refresh");
    assert_eq!(expired.body["expired"], 1);
    assert_eq!(refresh(&mut scene), 400);
    assert_eq!(validate(&mut scene, &token).status, 200);
}

#[test]
fn n04_the_date_is_told_on_every_answer_and_may_be_told_wrongly() {
    let mut scene = Scene::new();
    for (order, expected) in [
        ("", "Sun, 22 Nov 2026 10:20:00 GMT"),
        ("advance=90s", "Sun, 22 Nov 2026 10:21:30 GMT"),
        ("skew=-5m", "Sun, 22 Nov 2026 10:16:30 GMT"),
        ("skew=%2B1d", "Mon, 23 Nov 2026 10:21:30 GMT"),
        ("skew=0", "Sun, 22 Nov 2026 10:21:30 GMT"),
    ] {
        assert_eq!(scene.form("/sim/clock", order).status, 200, "{order}");
        for path in ["/helix/users", "/oauth2/validate", "/nowhere", "/sim/state"] {
            let answer = scene.get(path, ("accept", "*/*"));
            assert_eq!(answer.header("date"), expected, "{order} {path}");
        }
    }
}

fn validate(scene: &mut Scene, token: &str) -> crate::scene::Answer {
    scene.get(
        "/oauth2/validate",
        ("authorization", &format!("OAuth {token}")),
    )
}

/// The status of a refresh of the bot's token.
fn refresh(scene: &mut Scene) -> u16 {
    let token = scene.env.account.refresh_token.expose().to_owned();
    let client = scene.secret_client();
    scene
        .form(
            "/oauth2/token",
            &format!("{client}&grant_type=refresh_token&refresh_token={token}"),
        )
        .status
}
