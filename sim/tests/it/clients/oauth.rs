//! `twitch_oauth2` gets, validates, refreshes and revokes tokens here.

use std::time::Duration;

use serde_json::json;
use streamhand_sim::server::Settings;
use streamhand_sim::{Env, Server};
use twitch_api::HelixClient;
use twitch_oauth2::tokens::errors::{RefreshTokenError, ValidationError};
use twitch_oauth2::{
    AppAccessToken, ClientId, ClientSecret, DeviceUserTokenBuilder, RequestParseError, Scope,
    TwitchToken, UserToken, UserTokenBuilder,
};

use super::door::Door;
use super::{soon, twitch, twitch_with};

type Client = HelixClient<'static, Door>;

#[tokio::test]
async fn another_library_gets_an_app_token_and_revokes_it() {
    let server = twitch().await;
    let client = Door::client(&server);
    let (id, secret) = application(&server.env());
    let token = AppAccessToken::get_app_access_token(&client, id.clone(), secret, vec![]);
    let token = token.await.unwrap();
    assert!(token.expires_in() > Duration::from_secs(50 * 24 * 60 * 60));

    let validated = token.validate_token(&client).await.unwrap();
    assert_eq!(validated.client_id, id);
    assert_eq!((validated.login, validated.user_id), (None, None));

    let access = token.token().clone();
    token.revoke_token(&client).await.unwrap();
    let refused = access.validate_token(&client).await;
    assert!(
        matches!(refused, Err(ValidationError::NotAuthorized)),
        "{refused:?}"
    );
    server.shut_down().await;
}

#[tokio::test]
async fn a_wrong_secret_is_refused_in_a_body_that_another_library_reads() {
    let server = twitch().await;
    let client = Door::client(&server);
    let (id, _) = application(&server.env());
    let token = AppAccessToken::get_app_access_token(&client, id, "wrong".into(), vec![]);
    let error = token.await.unwrap_err();
    let twitch_oauth2::tokens::errors::AppAccessTokenError::RequestParseError(error) = error else {
        panic!("the refusal is read: {error:?}");
    };
    assert_eq!(refusal(error), (403, "invalid client secret".to_owned()));
    server.shut_down().await;
}

#[tokio::test]
async fn a_person_gives_another_library_a_token_by_device_code() {
    let server = twitch().await;
    let client = Door::client(&server);
    let env = server.env();
    let public = ClientId::new(env.public_client.expect("there is one").to_string());
    let mut token = soon("the login", log_in(&client, public.clone(), None)).await;
    assert_eq!(token.login.as_str(), "perty");
    assert_eq!(token.user_id.as_str(), env.account.id.as_str());
    let validated = token.validate_token(&client).await.unwrap();
    assert_eq!(validated.client_id, public);
    assert_eq!(validated.scopes, Some(scopes()));
    assert!(token.expires_in() > Duration::from_secs(3 * 60 * 60));

    // An application without a secret gets a new refresh token each time, and the old one is spent.
    let (old_access, old_refresh) = (token.access_token.clone(), token.refresh_token.clone());
    token.refresh_token(&client).await.unwrap();
    assert_ne!(token.access_token, old_access);
    assert_ne!(token.refresh_token, old_refresh);
    assert_eq!(
        token.validate_token(&client).await.unwrap().scopes,
        Some(scopes())
    );
    let spent = old_refresh.unwrap();
    let error = spent
        .refresh_token(&client, &public, None)
        .await
        .unwrap_err();
    let RefreshTokenError::RequestParseError(error) = error else {
        panic!("the refusal is read: {error:?}");
    };
    assert_eq!(refusal(error), (400, "Invalid refresh token".to_owned()));
    server.shut_down().await;
}

#[tokio::test]
async fn an_application_with_a_secret_refreshes_and_revokes_through_another_library() {
    let server = twitch().await;
    let client = Door::client(&server);
    let (id, secret) = application(&server.env());
    let mut token = soon("the login", log_in(&client, id.clone(), Some(secret))).await;

    let without_secret = token.refresh_token.clone().unwrap();
    let error = without_secret
        .refresh_token(&client, &id, None)
        .await
        .unwrap_err();
    let RefreshTokenError::RequestParseError(error) = error else {
        panic!("the refusal is read: {error:?}");
    };
    assert_eq!(refusal(error), (400, "missing client secret".to_owned()));

    let old = token.access_token.clone();
    token.refresh_token(&client).await.unwrap();
    assert_ne!(token.access_token, old);
    let access = token.access_token.clone();
    token.revoke_token(&client).await.unwrap();
    let refused = access.validate_token(&client).await;
    assert!(
        matches!(refused, Err(ValidationError::NotAuthorized)),
        "{refused:?}"
    );
    server.shut_down().await;
}

#[tokio::test]
async fn another_library_gets_a_token_through_a_browser_and_its_code() {
    let server = twitch_with(Settings {
        consent: Some("perty".parse().unwrap()),
        ..Settings::default()
    })
    .await;
    let client = Door::client(&server);
    let (id, secret) = application(&server.env());
    let redirect = "http://localhost:3000/callback".parse().unwrap();
    let mut builder = UserTokenBuilder::new(id, secret, redirect).set_scopes(scopes());
    let (url, _) = builder.generate_url();

    let answer = client.get_client().get(url.as_str()).await;
    let location = answer.headers()["location"].to_str().unwrap();
    let location: url::Url = location.parse().unwrap();
    assert!(
        location
            .as_str()
            .starts_with("http://localhost:3000/callback?")
    );
    let parameter = |name: &str| {
        let mut pairs = location.query_pairs();
        pairs.find_map(|(key, value)| (key == name).then(|| value.into_owned()))
    };
    let (state, code) = (parameter("state").unwrap(), parameter("code").unwrap());
    let token = builder
        .get_user_token(&client, &state, &code)
        .await
        .unwrap();
    assert_eq!(token.login.as_str(), "perty");
    assert_eq!(token.scopes(), scopes());
    server.shut_down().await;
}

/// Logs the bot in by device code; the person says yes while the library waits to ask again.
async fn log_in(client: &Client, id: ClientId, secret: Option<ClientSecret>) -> UserToken {
    let mut builder = DeviceUserTokenBuilder::new(id, scopes());
    builder.set_secret(secret);
    let shown = builder.start(client).await.unwrap();
    assert!(shown.verification_uri.starts_with("http://"), "{shown:?}");
    let consent = json!({"user_code": shown.user_code, "login": "perty"});
    let token = builder.wait_for_code(client, |interval| {
        assert_eq!(interval, Duration::from_secs(5));
        let consent = &consent;
        async move {
            client.get_client().control("/sim/consent", consent).await;
        }
    });
    token.await.unwrap()
}

/// What the simulator's confidential application is known by.
pub(super) fn application(env: &Env) -> (ClientId, ClientSecret) {
    let secret = env.client_secret.as_ref().expect("it has one").expose();
    (
        ClientId::new(env.client.to_string()),
        ClientSecret::new(secret.to_owned()),
    )
}

/// A token of the confidential application that is there already.
pub(super) async fn token(client: &Client, server: &Server, who: Who) -> UserToken {
    let env = server.env();
    let (_, secret) = application(&env);
    let account = match who {
        Who::Bot => env.account,
        Who::Broadcaster => env.peer,
    };
    let access = twitch_oauth2::AccessToken::new(account.token.expose().to_owned());
    let refresh = twitch_oauth2::RefreshToken::new(account.refresh_token.expose().to_owned());
    let token = UserToken::from_existing(client, access, refresh, secret);
    token.await.unwrap()
}

/// Whose token is wanted.
pub(super) enum Who {
    Bot,
    Broadcaster,
}

fn scopes() -> Vec<Scope> {
    vec![Scope::ChatEdit, Scope::ChatRead]
}

fn refusal(error: RequestParseError) -> (u16, String) {
    match error {
        RequestParseError::TwitchError(error) => (error.status.as_u16(), error.message),
        other => panic!("the body is read: {other:?}"),
    }
}
