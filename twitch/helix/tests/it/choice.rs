//! Whose token a call is made with, and what is said when it is not here.

use std::sync::Arc;

use spec::{ENDPOINTS, Identity, TokenKind};
use streamhand_helix::caller::choice::callers;
use streamhand_helix::{Accounts, Caller, Client, Error};
use types::UserId;

use crate::lender::Lender;
use crate::net::{Net, Reply};
use crate::specimen;

/// A broadcaster, their bot, and the application.
fn everybody() -> Accounts {
    let broadcaster = Lender::of(
        ("1", "ashley"),
        "channel:manage:polls channel:read:subscriptions user:read:chat",
    );
    let bot = Lender::of(("7", "perty"), "user:write:chat moderator:read:chatters");
    Accounts::new()
        .with_application(Lender::of_app())
        .with_user(UserId::new("1"), broadcaster)
        .with_user(UserId::new("7"), bot)
}

fn client(accounts: Accounts, replies: usize) -> (Net, Client) {
    let net = Net::answering((0..replies).map(|_| Reply::good()));
    let client = net.client_among(Arc::new(accounts));
    (net, client)
}

#[tokio::test(start_paused = true)]
async fn each_call_is_made_with_the_token_that_it_needs() {
    let (net, helix) = client(everybody(), 8);
    // The channel's owner, in the body and in the query.
    helix.create_poll("1", "?", ["a", "b"], 60).await.unwrap();
    helix.get_broadcaster_subscriptions("1").await.unwrap();
    // Its moderator, and whoever sends.
    helix.get_chatters("1", "7").await.unwrap();
    helix.send_chat_message("1", "7", "hello").await.unwrap();
    // What anybody may read costs no user a point.
    helix.get_users().login("x").await.unwrap();
    // Without a name it is about the token's user, whom an application has not.
    helix.get_users().await.unwrap();
    // A field for applications alone.
    let call = helix.send_chat_message("1", "7", "hello");
    call.for_source_only(true).await.unwrap();
    helix
        .as_user(UserId::new("7"))
        .get_users()
        .login("x")
        .await
        .unwrap();
    assert_eq!(
        net.tokens(),
        [
            "ashley1", "ashley1", "perty1", "perty1", "app1", "ashley1", "app1", "perty1"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_subscription_to_events_takes_the_token_of_its_transport() {
    let (net, helix) = client(everybody(), 2);
    let endpoint = spec::endpoint("create_eventsub_subscription").unwrap();
    for (transport, place) in [
        ("websocket", ("transport.session_id", "s")),
        ("conduit", ("transport.conduit_id", "c")),
    ] {
        let mut call = streamhand_helix::dynamic::Call::new(endpoint);
        for (name, value) in [
            ("type", "channel.chat.message"),
            ("version", "1"),
            ("condition", r#"{"broadcaster_user_id":"1","user_id":"7"}"#),
            ("transport.method", transport),
            place,
        ] {
            call.set(name, value).unwrap();
        }
        helix.call(&call).await.unwrap();
    }
    assert_eq!(net.tokens(), ["ashley1", "app1"]);
}

#[tokio::test(start_paused = true)]
async fn who_is_missing_is_said_and_nothing_is_sent() {
    let (net, helix) = client(everybody(), 0);
    let missing = helix.create_poll("2", "?", ["a", "b"], 60).await;
    assert_eq!(
        missing.unwrap_err().to_string(),
        "cannot call Create Poll: it needs the login of the account 2, which is not here"
    );
    let lacking = helix.get_chatters("1", "1").await.unwrap_err();
    assert_eq!(
        lacking.to_string(),
        "cannot call Get Chatters: ashley has not granted the scope moderator:read:chatters"
    );
    assert!(!lacking.is_transient() && !lacking.may_have_happened());
    let bound = helix.as_user(UserId::new("7"));
    let other = bound.create_poll("1", "?", ["a", "b"], 60).await;
    assert!(
        matches!(other, Err(Error::AccountMissing { .. })),
        "{other:?}"
    );
    let (_, nobody) = client(Accounts::new(), 0);
    let missing = nobody.get_users().login("x").await.unwrap_err();
    assert_eq!(
        missing.to_string(),
        "cannot call Get Users: it needs an app access token or the login of an account, which is not here"
    );
    assert_eq!(net.lines(), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn a_parameter_that_needs_a_scope_of_its_own_is_noticed_before() {
    let (_, helix) = client(everybody(), 0);
    let pinned = helix.send_chat_message("1", "7", "hello").pin(true).await;
    assert_eq!(
        pinned.unwrap_err().to_string(),
        "cannot call Send Chat Message: perty has not granted the scope moderator:manage:chat_messages"
    );
}

#[test]
fn for_every_endpoint_it_is_known_who_may_call_it() {
    for endpoint in ENDPOINTS {
        let callers = callers(endpoint, &specimen::minimal(endpoint));
        let is_open = endpoint.tokens == [TokenKind::None];
        assert_eq!(callers.is_empty(), is_open, "{}", endpoint.id);
        let is_users_alone = endpoint.tokens == [TokenKind::User];
        assert!(
            !is_users_alone || !callers.contains(&Caller::Application),
            "{} is called as the application",
            endpoint.id
        );
        // Where the table names the parameter that holds the user's id, and it is given, nobody else comes first.
        if let [Identity::Is(claim)] = endpoint.identity
            && claim.when.is_none()
        {
            assert!(
                matches!(callers.first(), Some(Caller::User(_))),
                "{}: {callers:?}",
                endpoint.id
            );
        }
    }
}
