//! `twitch_api` calls the REST API here, and what it says in chat reaches people who come by another library.

use futures_util::TryStreamExt;
use serde_json::json;
use twitch_api::helix::ClientRequestError;
use twitch_api::helix::chat::{Chatter as Present, SendChatMessageBody, SendChatMessageRequest};
use twitch_api::helix::moderation::Moderator;
use twitch_api::helix::polls::{CreatePollBody, CreatePollRequest, NewPollChoice};
use twitch_api::helix::{HelixRequestGetError, HelixRequestPostError};
use twitch_api::types::{BroadcasterType, PollStatus, UserIdRef, UserNameRef};
use twitch_oauth2::{AppAccessToken, TwitchToken, UserToken};

use super::chat::{self, CHANNEL, Chatter};
use super::door::Door;
use super::oauth::{self, Who};
use super::transports::{self, Tcp};
use super::twitch;

#[tokio::test]
async fn another_library_finds_people_by_login_and_id() {
    let server = twitch().await;
    let client = Door::client(&server);
    let (id, secret) = oauth::application(&server.env());
    let app = AppAccessToken::get_app_access_token(&client, id, secret, vec![]);
    let app = app.await.unwrap();
    let broadcaster = client.get_user_from_login(CHANNEL, &app).await.unwrap();
    let broadcaster = broadcaster.expect("there is such a person");
    assert_eq!(broadcaster.id.as_str(), "1001");
    assert_eq!(broadcaster.display_name.as_str(), "SomeChannel");
    assert_eq!(broadcaster.broadcaster_type, Some(BroadcasterType::Partner));
    assert_eq!(broadcaster.email, None);
    let same = client
        .get_user_from_id(&broadcaster.id, &app)
        .await
        .unwrap();
    assert_eq!(same, Some(broadcaster));
    let nobody = client
        .get_user_from_login("nobody_here", &app)
        .await
        .unwrap();
    assert_eq!(nobody, None);

    // Names in other scripts, several at once.
    let logins: Vec<&UserNameRef> = ["mizu_no_oto", "seolhwa_"].map(Into::into).to_vec();
    let logins = logins.into();
    let people = client
        .get_users_from_logins(&logins, &app)
        .try_collect::<Vec<_>>();
    let people = people.await.unwrap();
    let mut names: Vec<&str> = people
        .iter()
        .map(|user| user.display_name.as_str())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["水の音", "설화"]);
    server.shut_down().await;
}

#[tokio::test]
async fn another_library_walks_the_chatters_page_by_page() {
    let server = twitch().await;
    let client = Door::client(&server);
    let mut expected = vec![
        "blue_lantern",
        "copperleaf",
        "kettle_on",
        "latebus",
        "oakmoss",
        "quietharbor",
        "tin_roof",
    ];
    for login in &expected {
        let order = json!({"do": "enter", "channel": CHANNEL, "user": login});
        client.get_client().control("/sim/chat", &order).await;
    }
    let token = oauth::token(&client, &server, Who::Broadcaster).await;
    let requests_before = server.statistics().requests;
    let chatters = client.get_chatters(&token.user_id, &token.user_id, 3, &token);
    let chatters: Vec<Present> = chatters.try_collect().await.unwrap();
    let requests = server.statistics().requests - requests_before;
    let mut logins: Vec<&str> = chatters
        .iter()
        .map(|user| user.user_login.as_str())
        .collect();
    logins.sort_unstable();
    expected.sort_unstable();
    assert_eq!(logins, expected, "everybody once");
    assert_eq!(requests, 3, "seven people on pages of three");
    server.shut_down().await;
}

#[tokio::test]
async fn only_moderators_are_told_who_is_there() {
    let server = twitch().await;
    let client = Door::client(&server);
    let token = oauth::token(&client, &server, Who::Bot).await;
    let broadcaster = UserIdRef::from_static("1001");
    let chatters = client.get_chatters(broadcaster, &token.user_id, 100, &token);
    let refused = chatters.try_collect::<Vec<Present>>().await.unwrap_err();
    let ClientRequestError::HelixRequestGetError(HelixRequestGetError::Error { status, .. }) =
        refused
    else {
        panic!("the refusal is read: {refused:?}");
    };
    assert_eq!(status, 403);
    server.shut_down().await;
}

#[tokio::test]
async fn another_library_reads_the_channel_and_its_moderators() {
    let server = twitch().await;
    let client = Door::client(&server);
    let token = oauth::token(&client, &server, Who::Broadcaster).await;
    let channel = client
        .get_channel_from_id(&token.user_id, &token)
        .await
        .unwrap();
    let channel = channel.expect("there is such a channel");
    assert_eq!(channel.title, "Building a bot, slowly");
    assert_eq!(channel.tags, ["English", "Cozy"]);
    assert_eq!(channel.broadcaster_login.as_str(), CHANNEL);
    let moderators = client.get_moderators_in_channel_from_id(&token.user_id, &token);
    let moderators: Vec<Moderator> = moderators.try_collect().await.unwrap();
    let mut logins: Vec<&str> = moderators
        .iter()
        .map(|user| user.user_login.as_str())
        .collect();
    logins.sort_unstable();
    assert_eq!(
        logins,
        ["blue_lantern", "kettle_on", "mizu_no_oto", "quietharbor"]
    );
    server.shut_down().await;
}

#[tokio::test]
async fn another_library_starts_one_poll_and_hears_why_there_is_no_second() {
    let server = twitch().await;
    let client = Door::client(&server);
    let token = oauth::token(&client, &server, Who::Broadcaster).await;
    let choices = ["Tea", "Coffee"].map(NewPollChoice::new);
    let body = CreatePollBody::new(&token.user_id, "What shall we drink?", 60, &choices[..]);
    let poll = client.req_post(CreatePollRequest::new(), body.clone(), &token);
    let poll = poll.await.unwrap().data;
    assert_eq!(
        (poll.title.as_str(), poll.duration),
        ("What shall we drink?", 60)
    );
    assert_eq!(poll.status, PollStatus::Active);
    let titles: Vec<&str> = poll
        .choices
        .iter()
        .map(|choice| choice.title.as_str())
        .collect();
    assert_eq!(titles, ["Tea", "Coffee"]);
    let second = client
        .req_post(CreatePollRequest::new(), body, &token)
        .await;
    assert_eq!(post_refusal(second.unwrap_err()).0, 400);
    server.shut_down().await;
}

#[tokio::test]
async fn what_one_library_says_by_rest_another_hears_by_irc() {
    let server = twitch().await;
    transports::lead_to(&server);
    let env = server.env();
    let mut broadcaster = Chatter::<Tcp>::enter(chat::credentials(&env.peer)).await;
    let client = Door::client(&server);
    let bot = oauth::token(&client, &server, Who::Bot).await;

    let sent = client.send_chat_message("1001", &bot.user_id, "hello by REST", &bot);
    let sent = sent.await.unwrap();
    assert!(sent.is_sent, "{sent:?}");
    let heard = broadcaster.hears_somebody().await;
    assert_eq!(
        (heard.sender.login.as_str(), heard.message_text.as_str()),
        ("perty", "hello by REST")
    );
    let id = sent.message_id.expect("what was sent has an id");
    assert_eq!(heard.message_id, id.as_str());

    let owner = oauth::token(&client, &server, Who::Broadcaster).await;
    let reply = client.send_chat_message_reply("1001", &owner.user_id, &id, "welcome", &owner);
    assert!(reply.await.unwrap().is_sent);
    // The broadcaster's client hears it too: it was not said over its connection.
    let reply = broadcaster.hears_somebody().await;
    let parent = reply.reply_parent.expect("it is a reply");
    assert_eq!(
        (parent.message_id.as_str(), parent.message_text.as_str()),
        (id.as_str(), "hello by REST")
    );

    let again = client.send_chat_message("1001", &bot.user_id, "hello by REST", &bot);
    let again = again.await.unwrap();
    assert_eq!((again.is_sent, again.message_id), (false, None));
    assert!(again.drop_reason.is_some(), "it is said why");
    server.shut_down().await;
}

#[tokio::test]
async fn another_library_hears_why_a_call_is_refused() {
    let server = twitch().await;
    let client = Door::client(&server);
    let bot = oauth::token(&client, &server, Who::Bot).await;
    let too_long = "x".repeat(501);
    let (status, message) = post_refusal(send(&client, &bot, &too_long).await);
    assert_eq!(status, 422, "{message}");
    let access = bot.token().clone();
    bot.clone().revoke_token(&client).await.unwrap();
    assert_eq!(&access, bot.token());
    let (status, message) = post_refusal(send(&client, &bot, "anybody?").await);
    assert_eq!((status, message.as_str()), (401, "Invalid OAuth token"));
    server.shut_down().await;
}

type Failure = ClientRequestError<std::io::Error>;

/// Says something that is refused.
async fn send(
    client: &twitch_api::HelixClient<'static, Door>,
    token: &UserToken,
    text: &str,
) -> Failure {
    let body = SendChatMessageBody::new("1001", &token.user_id, text);
    let sent = client.req_post(SendChatMessageRequest::new(), body, token);
    sent.await.expect_err("it is refused")
}

fn post_refusal(failure: Failure) -> (u16, String) {
    match failure {
        ClientRequestError::HelixRequestPostError(HelixRequestPostError::Error {
            status,
            message,
            ..
        }) => (status.as_u16(), message),
        other => panic!("the refusal is read: {other:?}"),
    }
}
