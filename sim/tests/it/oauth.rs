//! OAuth as the fact sheet tells it: every grant, with the statuses and sentences of Twitch.

use std::time::Duration;

use serde_json::{Value, json};

use crate::scene::{Scene, device_form};

#[test]
fn a_device_logs_in_while_a_person_consents() {
    let mut scene = Scene::new();
    let client = scene.public_client();
    let device = scene.form(
        "/oauth2/device",
        &format!("client_id={client}&scopes=chat%3Aread+chat%3Aedit"),
    );
    assert_eq!(
        (
            device.status,
            &device.body["expires_in"],
            &device.body["interval"]
        ),
        (200, &json!(1800), &json!(5))
    );
    let (user_code, device_code) = (device.text("/user_code"), device.text("/device_code"));
    assert_eq!(
        device.text("/verification_uri"),
        format!("http://127.0.0.1:8090/activate?public=true&device-code={user_code}")
    );
    let poll = device_form(&client, &device_code);
    let waiting = scene.form("/oauth2/token", &poll);
    assert_eq!(
        waiting.body,
        json!({"status": 400, "message": "authorization_pending"})
    );

    let page = scene
        .get(
            &format!("/activate?public=true&device-code={user_code}"),
            ("accept", "*/*"),
        )
        .page();
    assert!(
        page.contains("value=\"perty\""),
        "the page lists the accounts: {page}"
    );
    assert!(
        page.contains("<li>write in chat <code>chat:edit</code></li>"),
        "the page tells the scopes in words: {page}"
    );
    let done = scene.form(
        "/activate",
        &format!("user_code={user_code}&login=perty&decision=approve"),
    );
    assert!(done.page().contains("logged in"));

    let token = scene.form("/oauth2/token", &poll);
    assert_eq!(token.status, 200);
    assert_eq!(token.body["scope"], json!(["chat:edit", "chat:read"]));
    assert_eq!(token.body["token_type"], "bearer");
    let expires_in = token.body["expires_in"].as_u64().unwrap();
    assert!(
        (13_600..14_600).contains(&expires_in),
        "about four hours, not {expires_in}"
    );
    let again = scene.form("/oauth2/token", &poll);
    assert_eq!(
        again.body,
        json!({"status": 400, "message": "invalid device code"})
    );
}

#[test]
fn a_device_code_ends_by_refusal_or_by_age() {
    let mut scene = Scene::new();
    let client = scene.public_client();
    let start = format!("client_id={client}&scope=chat%3Aread");
    let refused = scene.form("/oauth2/device", &start);
    let deny = format!("user_code={}&deny=true", refused.text("/user_code"));
    assert_eq!(scene.form("/sim/consent", &deny).status, 200);
    let old = scene.form("/oauth2/device", &start);
    scene.advance(Duration::from_secs(1_800));
    for device in [refused, old] {
        let poll = device_form(&client, &device.text("/device_code"));
        assert_eq!(
            scene.form("/oauth2/token", &poll).message(),
            "invalid device code"
        );
        let page = format!("/activate?device-code={}", device.text("/user_code"));
        assert_eq!(scene.get(&page, ("accept", "*/*")).status, 404);
    }
}

#[test]
fn a_browser_brings_a_code_back_that_is_good_once() {
    let mut scene = Scene::new();
    let client = scene.env.client.to_string();
    let asked = format!(
        "client_id={client}&redirect_uri=http%3A%2F%2Flocalhost%3A3000&response_type=code&scope=chat%3Aread+chat%3Aedit&state=7f3c"
    );
    let page = scene
        .get(
            &format!("/oauth2/authorize?{asked}"),
            ("accept", "text/html"),
        )
        .page();
    assert!(
        page.contains("An app with a secret") && page.contains("value=\"7f3c\""),
        "{page}"
    );
    let back = scene.form(
        "/oauth2/authorize",
        &format!("{asked}&login=perty&decision=approve"),
    );
    let location = back.header("location").to_owned();
    let (before, after) = location.split_once("&scope=").unwrap();
    assert_eq!(after, "chat%3Aread+chat%3Aedit&state=7f3c");
    let code = before.strip_prefix("http://localhost:3000/?code=").unwrap();

    let exchange = format!(
        "{}&code={code}&grant_type=authorization_code&redirect_uri=http%3A%2F%2Flocalhost%3A3000",
        scene.secret_client()
    );
    let elsewhere = exchange.replace("%3A3000", "%3A3001");
    assert_eq!(
        scene.form("/oauth2/token", &elsewhere).message(),
        "Parameter redirect_uri does not match registered URI"
    );
    let token = scene.form("/oauth2/token", &exchange);
    assert_eq!(
        (token.status, token.body["scope"].as_array().unwrap().len()),
        (200, 2)
    );
    assert_eq!(
        scene.form("/oauth2/token", &exchange).message(),
        "Invalid authorization code"
    );
}

#[test]
fn who_consented_before_is_sent_straight_back_unless_the_page_is_wanted() {
    let mut scene = Scene::new();
    let client = scene.env.client.to_string();
    let asked =
        format!("client_id={client}&redirect_uri=http%3A%2F%2Flocalhost%3A3000&response_type=code");
    let first = scene.form(
        "/oauth2/authorize",
        &format!("{asked}&scope=chat%3Aread&login=kettle_on&decision=approve"),
    );
    let cookie = first
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    for (more, status) in [
        ("&scope=chat%3Aread", 302),
        ("&scope=chat%3Aread&force_verify=true", 200),
        ("&scope=chat%3Aread+chat%3Aedit", 200),
    ] {
        let answer = scene.get(
            &format!("/oauth2/authorize?{asked}{more}"),
            ("cookie", &cookie),
        );
        assert_eq!(answer.status, status, "{more}");
    }
}

#[test]
fn a11_the_page_says_who_is_who_and_begins_with_whom_the_browser_knows() {
    let mut scene = Scene::new();
    let client = scene.env.client.to_string();
    let asked =
        format!("client_id={client}&redirect_uri=http%3A%2F%2Flocalhost%3A3000&response_type=code");
    let path = format!("/oauth2/authorize?{asked}&force_verify=true");
    let fresh = scene.get(&path, ("accept", "text/html")).page();
    for expected in [
        "<strong>Perty</strong><small>perty · the bot</small>",
        "<small>somechannel · broadcaster of #somechannel</small>",
        "<small>blue_lantern · moderator of #somechannel</small>",
        "<small>lurking_only · viewer</small>",
        "value=\"perty\" checked>",
        "src=\"/sim/picture/12345678.svg\"",
    ] {
        assert!(fresh.contains(expected), "{expected} on {fresh}");
    }
    assert!(!fresh.contains("<script"), "it works without scripts");
    let back = scene.form(
        "/oauth2/authorize",
        &format!("{asked}&login=somechannel&decision=approve"),
    );
    let cookie = back
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    scene.form("/sim/accounts", "login=somechannel&do=rename&to=newname");
    let device = scene.form("/oauth2/device", &format!("client_id={client}"));
    let activate = format!("/activate?device-code={}", device.text("/user_code"));
    for path in [path, activate] {
        let known = scene.get(&path, ("cookie", &cookie)).page();
        assert!(
            known.contains("value=\"newname\" checked>"),
            "{path}: {known}"
        );
    }
}

#[test]
fn an_authorize_request_is_refused_in_twitchs_way() {
    let mut scene = Scene::new();
    let client = scene.env.client.to_string();
    let home = "http%3A%2F%2Flocalhost%3A3000";
    for (query, status, expected) in [
        ("response_type=code".to_owned(), 400, "missing client id"),
        ("client_id=nobody".to_owned(), 400, "invalid client"),
        (
            format!("client_id={client}&redirect_uri={home}"),
            400,
            "missing response type",
        ),
        (
            format!("client_id={client}&redirect_uri={home}&response_type=code&scope=chat%3Aeat"),
            400,
            "invalid scope requested: 'chat:eat'",
        ),
        (
            format!("client_id={client}&redirect_uri=http%3A%2F%2Felsewhere&state=x"),
            302,
            "http://localhost:3000/?error=redirect_mismatch&error_description=Parameter+redirect_uri+does+not+match+registered+URI&state=x",
        ),
    ] {
        let answer = scene.get(&format!("/oauth2/authorize?{query}"), ("accept", "*/*"));
        assert_eq!(answer.status, status, "{query}");
        let told = if status == 302 {
            answer.header("location")
        } else {
            answer.message()
        };
        assert_eq!(told, expected, "{query}");
    }
    let denied = scene.form(
        "/oauth2/authorize",
        &format!("client_id={client}&redirect_uri={home}&response_type=code&state=x&decision=deny"),
    );
    assert_eq!(
        denied.header("location"),
        "http://localhost:3000/?error=access_denied&error_description=The+user+denied+you+access&state=x"
    );
}

#[test]
fn a_program_on_this_machine_is_sent_back_to_any_of_its_three_ports() {
    let mut scene = Scene::with(|settings| settings.consent = Some("perty".parse().unwrap()));
    for client in [scene.env.client.to_string(), scene.public_client()] {
        for scheme in ["http", "https"] {
            for port in [17_563, 17_564, 17_565] {
                let path = format!(
                    "/oauth2/authorize?client_id={client}&redirect_uri={scheme}%3A%2F%2Flocalhost%3A{port}&response_type=code&state=x"
                );
                let answer = scene.get(&path, ("accept", "*/*"));
                let home = format!("{scheme}://localhost:{port}/?code=");
                assert!(answer.header("location").starts_with(&home), "{path}");
            }
        }
        let path = format!(
            "/oauth2/authorize?client_id={client}&redirect_uri=http%3A%2F%2Flocalhost%3A17563%2F&response_type=code"
        );
        let answer = scene.get(&path, ("accept", "*/*"));
        let first = "http://localhost:3000/?error=redirect_mismatch&";
        assert!(
            answer.header("location").starts_with(first),
            "a slash more is another address, and the first that was registered hears of it"
        );
    }
}

#[test]
fn an_application_without_a_registered_address_is_told_so_on_the_spot() {
    let mut scene = Scene::of("client = [{ id = \"c\", name = \"C\" }]");
    let path = "/oauth2/authorize?client_id=c&redirect_uri=http%3A%2F%2Flocalhost%3A3000&response_type=code";
    let answer = scene.get(path, ("accept", "*/*"));
    assert_eq!(
        answer.body,
        json!({"status": 400, "message": "Parameter redirect_uri does not match registered URI"})
    );
}

#[test]
fn the_implicit_flow_brings_a_token_in_the_fragment() {
    let mut scene = Scene::with(|settings| settings.consent = Some("perty".parse().unwrap()));
    let client = scene.env.client.to_string();
    let path = format!(
        "/oauth2/authorize?client_id={client}&redirect_uri=http%3A%2F%2Flocalhost%3A3000&response_type=token&scope=chat%3Aread&state=7f3c"
    );
    let answer = scene.get(&path, ("accept", "*/*"));
    let location = answer.header("location").to_owned();
    let token = location
        .strip_prefix("http://localhost:3000/#access_token=")
        .unwrap();
    let (token, rest) = token.split_once('&').unwrap();
    assert_eq!(rest, "scope=chat%3Aread&state=7f3c&token_type=bearer");
    let validated = scene.get(
        "/oauth2/validate",
        ("authorization", &format!("OAuth {token}")),
    );
    assert_eq!(validated.text("/login"), "perty");
}

#[test]
fn an_application_gets_a_token_of_its_own() {
    let mut scene = Scene::new();
    let token = scene.form(
        "/oauth2/token",
        &format!("{}&grant_type=client_credentials", scene.secret_client()),
    );
    let object = token.body.as_object().unwrap();
    assert_eq!(
        object.keys().collect::<Vec<_>>(),
        ["access_token", "expires_in", "token_type"]
    );
    assert!(token.body["expires_in"].as_u64().unwrap() > 58 * 86_400 - 100_000);
    let header = format!("OAuth {}", token.text("/access_token"));
    let validated = scene.get("/oauth2/validate", ("authorization", &header));
    assert_eq!(
        (validated.status, &validated.body["scopes"]),
        (200, &Value::Null)
    );
    assert_eq!(validated.body.get("user_id"), None);
}

#[test]
fn every_way_of_sending_a_form_is_understood() {
    let mut scene = Scene::new();
    let fields = format!("{}&grant_type=client_credentials", scene.secret_client());
    assert_eq!(
        scene.form(&format!("/oauth2/token?{fields}"), "").status,
        200
    );
    let multipart: String = fields
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| {
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        })
        .collect();
    let request = http::Request::post("/oauth2/token")
        .header("content-type", "multipart/form-data; boundary=b")
        .body(format!("{multipart}--b--\r\n").into_bytes());
    assert_eq!(scene.send(request.unwrap()).status, 200);
}

#[test]
fn a_wrong_token_request_is_answered_as_twitch_does() {
    let mut scene = Scene::new();
    let confidential = scene.env.client.to_string();
    let public = scene.public_client();
    let secret = scene.secret_client();
    for (body, status, message) in [
        (
            "grant_type=client_credentials".to_owned(),
            400,
            "missing client id",
        ),
        (
            "client_id=nobody&grant_type=refresh_token".to_owned(),
            400,
            "invalid client",
        ),
        (
            format!("client_id={confidential}"),
            400,
            "missing grant type",
        ),
        (
            format!("client_id={confidential}&grant_type=password"),
            400,
            "invalid grant type",
        ),
        (
            format!("client_id={confidential}&grant_type=client_credentials"),
            400,
            "missing client secret",
        ),
        (
            format!("client_id={confidential}&client_secret=wrong&grant_type=client_credentials"),
            403,
            "invalid client secret",
        ),
        (
            format!("client_id={public}&grant_type=client_credentials"),
            400,
            "missing client secret",
        ),
        (
            format!("client_id={public}&code=x&grant_type=authorization_code"),
            400,
            "Invalid client credentials",
        ),
        (
            format!("{secret}&code=x&grant_type=authorization_code"),
            400,
            "Invalid authorization code",
        ),
        (
            format!("{secret}&refresh_token=&grant_type=refresh_token"),
            400,
            "missing refresh token",
        ),
        (
            format!("{secret}&refresh_token=x&grant_type=refresh_token"),
            400,
            "Invalid refresh token",
        ),
        (
            format!("client_id={confidential}&refresh_token=x&grant_type=refresh_token"),
            400,
            "missing client secret",
        ),
        (device_form(&public, "x"), 400, "invalid device code"),
    ] {
        let answer = scene.form("/oauth2/token", &body);
        assert_eq!(
            (answer.status, answer.message()),
            (status, message),
            "{body}"
        );
        assert_eq!(answer.body["status"], status, "{body}");
    }
}

#[test]
fn client_credentials_in_a_header_are_not_looked_at() {
    let mut scene = Scene::new();
    let request = http::Request::post("/oauth2/token")
        .header("authorization", "Basic YzpzCg==")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(b"grant_type=client_credentials".to_vec());
    let answer = scene.send(request.unwrap());
    assert_eq!(
        (answer.status, answer.message()),
        (400, "missing client id")
    );
}

#[test]
fn a14_a_confidential_device_login_needs_no_secret_until_it_is_refreshed() {
    let mut scene = Scene::new();
    let client = scene.env.client.to_string();
    let device = scene.form(
        "/oauth2/device",
        &format!("client_id={client}&scopes=chat%3Aread"),
    );
    let consent = format!("user_code={}&login=perty", device.text("/user_code"));
    scene.form("/sim/consent", &consent);
    let poll = device_form(&client, &device.text("/device_code"));
    let token = scene.form("/oauth2/token", &poll);
    assert_eq!(token.status, 200);
    let refresh = format!(
        "client_id={client}&grant_type=refresh_token&refresh_token={}",
        token.text("/refresh_token")
    );
    let bare = scene.form("/oauth2/token", &refresh);
    assert_eq!(
        (bare.status, bare.message()),
        (400, "missing client secret")
    );
    let secret = scene.secret_client();
    let proven = scene.form("/oauth2/token", &format!("{secret}&{refresh}"));
    assert_eq!(proven.status, 200);
}

#[test]
fn a_device_login_is_refused_in_twitchs_way() {
    let mut scene = Scene::new();
    let client = scene.public_client();
    for (body, message) in [
        ("scopes=chat%3Aread".to_owned(), "missing client id"),
        ("client_id=nobody".to_owned(), "invalid client"),
        (
            format!("client_id={client}&scopes=chat%3Aread+chat%3Aeat"),
            "invalid scope requested: 'chat:eat'",
        ),
    ] {
        let answer = scene.form("/oauth2/device", &body);
        assert_eq!((answer.status, answer.message()), (400, message), "{body}");
    }
    let device = scene.form("/oauth2/device", &format!("client_id={client}"));
    assert_eq!(device.status, 200, "scopes may be left out");
    let other = scene.env.client.to_string();
    let poll = device_form(&other, &device.text("/device_code"));
    let foreign = scene.form("/oauth2/token", &poll);
    assert_eq!(
        foreign.message(),
        "invalid device code",
        "it belongs to another application"
    );
}

#[test]
fn a_code_or_refresh_token_is_good_for_its_own_application_only() {
    let mut scene = Scene::of(
        r#"
        client = [
            { id = "one", name = "One", secret = "s1", redirect_urls = ["http://localhost:3000"] },
            { id = "two", name = "Two", secret = "s2", redirect_urls = ["http://localhost:3000"] },
        ]
        "#,
    );
    let asked = "client_id=one&redirect_uri=http%3A%2F%2Flocalhost%3A3000&response_type=code&scope=chat%3Aread";
    let back = scene.form(
        "/oauth2/authorize",
        &format!("{asked}&login=perty&decision=approve"),
    );
    let location = back.header("location").to_owned();
    let code = location.split(['=', '&']).nth(1).unwrap();
    let exchange = format!(
        "code={code}&grant_type=authorization_code&redirect_uri=http%3A%2F%2Flocalhost%3A3000"
    );
    let two = scene.form(
        "/oauth2/token",
        &format!("client_id=two&client_secret=s2&{exchange}"),
    );
    assert_eq!(two.message(), "Invalid authorization code");
    let one = scene.form(
        "/oauth2/token",
        &format!("client_id=one&client_secret=s1&{exchange}"),
    );
    assert_eq!(one.status, 200, "the wrong application did not use it up");
    let refresh = format!(
        "client_id=two&client_secret=s2&grant_type=refresh_token&refresh_token={}",
        one.text("/refresh_token")
    );
    assert_eq!(
        scene.form("/oauth2/token", &refresh).message(),
        "Invalid refresh token"
    );
}

#[test]
fn a_code_is_good_for_ten_minutes() {
    let mut scene = Scene::with(|settings| settings.consent = Some("perty".parse().unwrap()));
    let client = scene.env.client.to_string();
    let path = format!(
        "/oauth2/authorize?client_id={client}&redirect_uri=http%3A%2F%2Flocalhost%3A3000&response_type=code"
    );
    let location = scene
        .get(&path, ("accept", "*/*"))
        .header("location")
        .to_owned();
    let code = location.split(['=', '&']).nth(1).unwrap();
    scene.advance(Duration::from_secs(600));
    let exchange = format!(
        "{}&code={code}&grant_type=authorization_code&redirect_uri=http%3A%2F%2Flocalhost%3A3000",
        scene.secret_client()
    );
    assert_eq!(
        scene.form("/oauth2/token", &exchange).message(),
        "Invalid authorization code"
    );
}

#[test]
fn a_public_refresh_token_is_good_once_and_for_thirty_days() {
    let mut scene = Scene::new();
    let client = scene.public_client();
    let first = public_login(&mut scene, "chat%3Aread");
    let refresh =
        |token: &str| format!("client_id={client}&grant_type=refresh_token&refresh_token={token}");
    let second = scene.form("/oauth2/token", &refresh(&first));
    assert_eq!(
        (second.status, &second.body["scope"]),
        (200, &json!(["chat:read"]))
    );
    let spent = scene.form("/oauth2/token", &refresh(&first));
    assert_eq!(
        spent.body,
        json!({"error": "Bad Request", "status": 400, "message": "Invalid refresh token"})
    );
    let month = Duration::from_secs(30 * 86_400);
    scene.advance(month.saturating_sub(Duration::from_secs(1)));
    let third = scene.form("/oauth2/token", &refresh(&second.text("/refresh_token")));
    assert_eq!(
        third.status, 200,
        "it lives until the end of its thirtieth day"
    );
    scene.advance(month);
    let late = scene.form("/oauth2/token", &refresh(&third.text("/refresh_token")));
    assert_eq!(late.message(), "Invalid refresh token");
}

#[test]
fn a_confidential_refresh_token_stays_and_never_gives_more_than_was_granted() {
    let mut scene = Scene::new();
    let token = scene.env.account.refresh_token.expose().to_owned();
    let refresh = format!(
        "{}&grant_type=refresh_token&refresh_token={token}",
        scene.secret_client()
    );
    for _ in 0..3 {
        let answer = scene.form("/oauth2/token", &refresh);
        assert_eq!(
            (answer.status, answer.text("/refresh_token")),
            (200, token.clone())
        );
    }
    let narrow = scene.form("/oauth2/token", &format!("{refresh}&scope=chat%3Aread"));
    assert_eq!(narrow.body["scope"], json!(["chat:read"]));
    let wide = scene.form("/oauth2/token", &format!("{refresh}&scope=openid"));
    assert_eq!(wide.message(), "invalid scope requested: 'openid'");
    assert_eq!(scene.twitch.statistics().tokens_refreshed, 4);
}

#[test]
fn a_public_token_without_scopes_validates_but_cannot_be_refreshed() {
    let mut scene = Scene::new();
    let refresh = public_login(&mut scene, "");
    let client = scene.public_client();
    let body = format!("client_id={client}&grant_type=refresh_token&refresh_token={refresh}");
    assert_eq!(
        scene.form("/oauth2/token", &body).message(),
        "Invalid refresh token"
    );
}

#[test]
fn a_token_validates_until_it_expires() {
    let mut scene = Scene::new();
    let token = scene.user_token("perty", "chat%3Aread");
    for word in ["OAuth", "Bearer"] {
        let answer = scene.get(
            "/oauth2/validate",
            ("authorization", &format!("{word} {token}")),
        );
        assert_eq!(answer.status, 200, "{word}");
        assert_eq!(answer.body["scopes"], json!(["chat:read"]));
        assert_eq!(
            (answer.text("/login"), answer.text("/user_id")),
            ("perty".to_owned(), "12345678".to_owned())
        );
    }
    let bare = scene.get("/oauth2/validate", ("accept", "*/*"));
    assert_eq!(
        bare.body,
        json!({"status": 401, "message": "missing authorization token"})
    );
    scene.advance(Duration::from_secs(14_600));
    for (header, message) in [
        (format!("OAuth {token}"), "invalid access token"),
        ("OAuth".to_owned(), "missing authorization token"),
        (format!("Basic {token}"), "missing authorization token"),
    ] {
        let answer = scene.get("/oauth2/validate", ("authorization", &header));
        assert_eq!(
            answer.body,
            json!({"status": 401, "message": message}),
            "{header}"
        );
    }
}

#[test]
fn a_token_that_was_given_back_is_dead() {
    let mut scene = Scene::new();
    let token = scene.user_token("perty", "chat%3Aread");
    let client = scene.env.client.to_string();
    let public = scene.public_client();
    for (body, status, message) in [
        (format!("token={token}"), 400, "missing client id"),
        (
            format!("client_id=nobody&token={token}"),
            404,
            "client does not exist",
        ),
        (format!("client_id={client}"), 400, "missing oauth token"),
        (
            format!("client_id={public}&token={token}"),
            400,
            "Invalid token",
        ),
        (format!("client_id={client}&token={token}"), 200, ""),
        (
            format!("client_id={client}&token={token}"),
            400,
            "Invalid token",
        ),
    ] {
        let answer = scene.form("/oauth2/revoke", &body);
        assert_eq!(
            (answer.status, answer.message()),
            (status, message),
            "{body}"
        );
    }
    let validated = scene.get(
        "/oauth2/validate",
        ("authorization", &format!("OAuth {token}")),
    );
    assert_eq!(validated.status, 401);
}

#[test]
fn whoever_disconnects_an_application_ends_its_tokens() {
    let mut scene = Scene::new();
    let refresh = scene.env.account.refresh_token.expose().to_owned();
    let expired = scene.form("/sim/expire-tokens", "login=perty");
    assert_eq!(expired.body["expired"], 1);
    let body = format!(
        "{}&grant_type=refresh_token&refresh_token={refresh}",
        scene.secret_client()
    );
    assert_eq!(
        scene.form("/oauth2/token", &body).status,
        200,
        "an expired token can be refreshed"
    );
    assert_eq!(scene.form("/sim/revoke", "login=perty").status, 200);
    assert_eq!(
        scene.form("/oauth2/token", &body).message(),
        "Invalid refresh token"
    );
}

/// Logs the bot in at the public application, and returns the refresh token.
pub(crate) fn public_login(scene: &mut Scene, scopes: &str) -> String {
    let client = scene.public_client();
    let device = scene.form(
        "/oauth2/device",
        &format!("client_id={client}&scopes={scopes}"),
    );
    let user_code = device.text("/user_code");
    scene.form(
        "/sim/consent",
        &format!("user_code={user_code}&login=perty"),
    );
    let token = scene.form(
        "/oauth2/token",
        &device_form(&client, &device.text("/device_code")),
    );
    assert_eq!(token.body.get("scope").is_none(), scopes.is_empty());
    token.text("/refresh_token")
}
