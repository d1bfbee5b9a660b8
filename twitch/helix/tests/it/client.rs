//! The client over a loopback socket: what is sent, what happens after a 401, and how lists are followed.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use auth::{BoxFuture, Credential, Error as AuthError, Generation, Http, Token, TokenSource};
use futures_util::TryStreamExt;
use serde_json::json;
use streamhand_helix::dynamic::Call;
use streamhand_helix::{Client, Error, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use types::{ClientId, Login, ScopeSet, Secret, UserId};

/// Answers one request after the other with what it was given, and keeps what it was asked.
struct Server {
    address: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn answering(answers: &[(u16, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/helix", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = requests.clone();
        let answers: Vec<_> = answers
            .iter()
            .map(|(status, body)| (*status, (*body).to_owned()))
            .collect();
        tokio::spawn(async move {
            for (status, body) in answers {
                let (socket, _) = listener.accept().await.unwrap();
                let request = answer(socket, status, &body).await;
                kept.lock().unwrap().push(request);
            }
        });
        Self { address, requests }
    }

    fn client(&self, tokens: &Arc<Tokens>) -> Client {
        let settings = Settings::new().with_base_url(&self.address);
        Client::new(Http::new(), settings, tokens.clone())
    }

    /// The first lines of what was asked.
    fn lines(&self) -> Vec<String> {
        let requests = self.requests.lock().unwrap();
        let lines = requests
            .iter()
            .map(|request| request.lines().next().unwrap_or_default().to_owned());
        lines.collect()
    }

    /// What was sent with the header.
    fn headers(&self, name: &str) -> Vec<String> {
        let requests = self.requests.lock().unwrap();
        let start = format!("{name}: ");
        let header = |request: &String| {
            request
                .lines()
                .find_map(|line| line.strip_prefix(&start).map(str::to_owned))
        };
        requests.iter().filter_map(header).collect()
    }
}

async fn answer(mut socket: TcpStream, status: u16, body: &str) -> String {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = socket.read(&mut buffer).await.unwrap();
        request.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, sent)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                line.to_ascii_lowercase()
                    .strip_prefix("content-length: ")?
                    .parse()
                    .ok()
            });
            if sent.len() >= length.unwrap_or(0) {
                break;
            }
        }
        assert_ne!(count, 0, "the client hung up in the middle of a request");
    }
    let head = format!(
        "HTTP/1.1 {status} -\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    socket.write_all(head.as_bytes()).await.unwrap();
    socket.write_all(body.as_bytes()).await.unwrap();
    String::from_utf8(request).unwrap()
}

/// Lends token 1, and after a report of the current one the next.
#[derive(Debug)]
struct Tokens {
    current: AtomicU64,
    renews: bool,
    reports: Mutex<Vec<String>>,
}

impl Tokens {
    fn new(renews: bool) -> Arc<Self> {
        Arc::new(Self {
            current: AtomicU64::new(1),
            renews,
            reports: Mutex::new(Vec::new()),
        })
    }

    fn reports(&self) -> Vec<String> {
        self.reports.lock().unwrap().clone()
    }
}

impl TokenSource for Tokens {
    fn token(&self) -> BoxFuture<'_, Result<Token, AuthError>> {
        let number = self.current.load(Ordering::SeqCst);
        let credential = Credential {
            user_id: UserId::new("7"),
            login: "perty".parse::<Login>().unwrap(),
            client_id: ClientId::new("client"),
            client_kind: Default::default(),
            access: Secret::new(format!("token{number}")),
            refresh: None,
            scopes: ScopeSet::default(),
            expires_in: None,
        };
        let generation = (1..number).fold(Generation::FIRST, |generation, _| generation.next());
        Box::pin(async move { Ok(Token::of_user(&credential, generation)) })
    }

    fn report_unauthorized(&self, generation: Generation) {
        self.reports.lock().unwrap().push(generation.to_string());
        if self.renews {
            self.current.fetch_add(1, Ordering::SeqCst);
        }
    }
}

#[tokio::test]
async fn awaiting_a_request_sends_it() {
    let server = Server::answering(&[(200, r#"{"data":[{"id":"7","login":"x"}]}"#)]).await;
    let helix = server.client(&Tokens::new(true));
    let users = helix.get_users().login("x").await.unwrap();
    assert_eq!(users[0].id, UserId::new("7"));
    assert_eq!(server.lines(), ["GET /helix/users?login=x HTTP/1.1"]);
    assert_eq!(server.headers("authorization"), ["Bearer token1"]);
    assert_eq!(server.headers("client-id"), ["client"]);
}

#[tokio::test]
async fn a_message_that_was_not_sent_says_why() {
    let body = r#"{"data":[{"message_id":"","is_sent":false,"drop_reason":{"code":"automod_held","message":"held"}}]}"#;
    let server = Server::answering(&[(200, body)]).await;
    let helix = server.client(&Tokens::new(true));
    let sent = helix.send_chat_message("1", "7", "hello").await.unwrap();
    let reason = sent[0].drop_reason.as_ref().unwrap();
    assert!(!sent[0].is_sent);
    assert_eq!(reason.code, "automod_held");
    let request = server.requests.lock().unwrap()[0].clone();
    let (_, body) = request.split_once("\r\n\r\n").unwrap();
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(
        body,
        json!({"broadcaster_id": "1", "sender_id": "7", "message": "hello"})
    );
}

#[tokio::test]
async fn a_401_is_reported_once_and_the_call_tried_once_more() {
    let dead = (401, r#"{"message":"Invalid OAuth token"}"#);
    let server = Server::answering(&[dead, (200, r#"{"data":[]}"#)]).await;
    let tokens = Tokens::new(true);
    server.client(&tokens).get_users().await.unwrap();
    assert_eq!(tokens.reports(), ["1"]);
    assert_eq!(
        server.headers("authorization"),
        ["Bearer token1", "Bearer token2"]
    );
}

#[tokio::test]
async fn a_second_401_is_the_answer() {
    let dead = (401, r#"{"message":"Invalid OAuth token"}"#);
    let server = Server::answering(&[dead, dead]).await;
    let tokens = Tokens::new(true);
    let error = server.client(&tokens).get_users().await.unwrap_err();
    assert!(matches!(error, Error::Unauthorized { .. }), "{error}");
    assert_eq!(tokens.reports(), ["1"]);
}

#[tokio::test]
async fn without_a_newer_token_nothing_is_tried_again() {
    let server = Server::answering(&[(401, r#"{"message":"Invalid OAuth token"}"#)]).await;
    let error = server
        .client(&Tokens::new(false))
        .get_users()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Unauthorized { .. }), "{error}");
    assert_eq!(server.lines().len(), 1);
}

#[tokio::test]
async fn a_401_about_a_scope_or_another_account_costs_no_token() {
    for (message, expected) in [
        (
            "Missing scope: moderation:read",
            "cannot call Get Moderators: perty has not granted the scope moderation:read",
        ),
        (
            "The ID in broadcaster_id must match the user ID found in the request's OAuth token.",
            "Twitch did not accept the token for Get Moderators: \
             The ID in broadcaster_id must match the user ID found in the request's OAuth token.",
        ),
        (
            "incorrect user authorization",
            "Twitch did not accept the token for Get Moderators: incorrect user authorization",
        ),
    ] {
        let body = json!({"error": "Unauthorized", "status": 401, "message": message}).to_string();
        let server = Server::answering(&[(401, &body)]).await;
        let tokens = Tokens::new(true);
        let error = server
            .client(&tokens)
            .get_moderators("1")
            .await
            .unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert_eq!(tokens.reports(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn what_twitch_would_refuse_is_never_sent() {
    let server = Server::answering(&[]).await;
    let helix = server.client(&Tokens::new(true));
    let too_long = helix
        .send_chat_message("1", "7", "a".repeat(501))
        .await
        .unwrap_err();
    assert_eq!(
        too_long.to_string(),
        "cannot call Send Chat Message: `message` has 501 characters, but may have at most 500"
    );
    // Only an app access token may ask for this one, which is known only with the token at hand.
    let app_only = helix
        .send_chat_message("1", "7", "a")
        .for_source_only(true)
        .await
        .unwrap_err();
    assert_eq!(
        app_only.to_string(),
        "cannot call Send Chat Message: `for_source_only` cannot be given without an app access token"
    );
}

#[tokio::test]
async fn pages_are_followed_to_the_end_one_by_one() {
    let pages = [
        (
            200,
            r#"{"data":[{"user_id":"1"},{"user_id":"2"}],"pagination":{"cursor":"next"},"total":3}"#,
        ),
        (
            200,
            r#"{"data":[{"user_id":"2"},{"user_id":"3"}],"pagination":{},"total":3}"#,
        ),
    ];
    let server = Server::answering(&pages).await;
    let helix = server.client(&Tokens::new(true));
    let chatters = helix
        .get_chatters("1", "7")
        .first(2)
        .pages()
        .all()
        .await
        .unwrap();
    let ids: Vec<_> = chatters
        .iter()
        .map(|chatter| chatter.user_id.as_str())
        .collect();
    assert_eq!(ids, ["1", "2", "3"]);
    let second =
        "GET /helix/chat/chatters?broadcaster_id=1&moderator_id=7&first=2&after=next HTTP/1.1";
    assert_eq!(server.lines()[1], second);
}

#[tokio::test]
async fn items_come_as_a_stream() {
    let pages = [
        (
            200,
            r#"{"data":[{"id":"1"}],"pagination":{"cursor":"next"}}"#,
        ),
        (200, r#"{"data":[],"pagination":{"cursor":"more"}}"#),
        (200, r#"{"data":[{"id":"2"}],"pagination":{}}"#),
    ];
    let server = Server::answering(&pages).await;
    let helix = server.client(&Tokens::new(true));
    let streams = helix.get_streams().pages().items();
    let streams: Vec<_> = streams.try_collect().await.unwrap();
    assert_eq!(streams.len(), 2);
}

#[tokio::test]
async fn a_call_by_name_brings_everything_as_it_came() {
    let server = Server::answering(&[(200, r#"{"data":[{"id":"7","brand_new":1}]}"#)]).await;
    let helix = server.client(&Tokens::new(true));
    let endpoint = spec::endpoint("get_users").unwrap();
    let call = Call::with_parameters(endpoint, [("login", "x")]).unwrap();
    let answer = helix.call(&call).await.unwrap();
    assert_eq!(answer.value, json!({"data": [{"id": "7", "brand_new": 1}]}));
    assert_eq!(answer.raw.status(), 200);
}

#[tokio::test]
async fn what_is_open_to_everybody_is_fetched_without_a_token() {
    let server = Server::answering(&[(200, "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")]).await;
    let helix = server.client(&Tokens::new(true));
    let calendar = helix.get_channel_icalendar("1").await.unwrap();
    assert!(calendar.starts_with("BEGIN:VCALENDAR"));
    assert_eq!(server.headers("authorization"), Vec::<String>::new());
    assert_eq!(server.headers("client-id"), Vec::<String>::new());
}

#[tokio::test]
async fn n05_a_login_page_of_a_hotel_network_passes() {
    let server = Server::answering(&[(200, "<html>Welcome</html>"), (302, "")]).await;
    let helix = server.client(&Tokens::new(true));
    let page = helix.get_users().await.unwrap_err();
    assert!(page.is_transient(), "{page}");
    assert!(helix.get_users().await.is_err());
}

#[tokio::test]
async fn nobody_there_is_a_network_error_that_names_the_call() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let settings = Settings::new().with_base_url(address);
    let helix = Client::new(Http::new(), settings, Tokens::new(true));
    let error = helix.get_users().await.unwrap_err();
    assert!(
        matches!(error, Error::Network { .. }) && error.is_transient(),
        "{error}"
    );
    assert!(
        error
            .to_string()
            .starts_with("cannot reach Twitch for Get Users: "),
        "{error}"
    );
}
