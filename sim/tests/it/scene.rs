//! A Twitch for tests and the requests that they make of it; what is expected stands in the tests.

use http::{Request, Response, StatusCode};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::Duration;
use streamhand_sim::{Blueprint, Env, IrcId, Places, Settings, Twitch};
use types::Timestamp;

use crate::shape;

/// A Twitch and everything that a client needs.
pub(crate) struct Scene {
    pub(crate) twitch: Twitch,
    pub(crate) env: Env,
}

/// An answer with its body read.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
    pub(crate) response: Response<Vec<u8>>,
}

impl Scene {
    /// The usual world.
    pub(crate) fn new() -> Self {
        Self::with(|_| {})
    }

    /// A world that differs from the usual one.
    pub(crate) fn of(world: &str) -> Self {
        let world = Blueprint::parse(world).expect("the test describes a good world");
        Self::with(|settings| settings.world = Some(world))
    }

    pub(crate) fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = settings();
        change(&mut settings);
        let mut twitch = Twitch::new(settings);
        let env = twitch.env();
        Self { twitch, env }
    }

    pub(crate) fn advance(&mut self, duration: Duration) {
        self.twitch.set_now(self.twitch.now().plus(duration));
    }

    /// A POST with a urlencoded body.
    pub(crate) fn form(&mut self, path: &str, body: &str) -> Answer {
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.as_bytes().to_vec());
        self.send(request.expect("the test makes a good request"))
    }

    /// A GET with one header.
    pub(crate) fn get(&mut self, path: &str, (name, value): (&str, &str)) -> Answer {
        let request = Request::get(path).header(name, value).body(Vec::new());
        self.send(request.expect("the test makes a good request"))
    }

    /// A call of the REST API with a token of the confidential application.
    pub(crate) fn call(&mut self, token: &str, (method, path): (&str, &str), body: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(format!("/helix{path}"))
            .header("authorization", format!("Bearer {token}"))
            .header("client-id", self.env.client.as_str())
            .header("content-type", "application/json")
            .body(body.as_bytes().to_vec());
        self.send(request.expect("the test makes a good request"))
    }

    pub(crate) fn send(&mut self, request: Request<Vec<u8>>) -> Answer {
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let response = self.twitch.handle_http(request);
        let answer = Answer {
            status: response.status().as_u16(),
            body: serde_json::from_slice(response.body()).unwrap_or(Value::Null),
            response,
        };
        let told = (answer.status, answer.response.body().as_slice());
        shape::check((method.as_str(), &path), told);
        answer
    }

    /// An app token of the confidential application.
    pub(crate) fn app_token(&mut self) -> String {
        let answer = self.form(
            "/oauth2/token",
            &format!("{}&grant_type=client_credentials", self.secret_client()),
        );
        answer.text("/access_token")
    }

    /// A user token of the confidential application with just these scopes.
    pub(crate) fn user_token(&mut self, login: &str, scopes: &str) -> String {
        let client = self.env.client.to_string();
        let device = self.form(
            "/oauth2/device",
            &format!("client_id={client}&scopes={scopes}"),
        );
        let user_code = device.text("/user_code");
        let consent = self.form(
            "/sim/consent",
            &format!("user_code={user_code}&login={login}"),
        );
        assert_eq!(consent.status, 200, "{consent:?}");
        let device_code = device.text("/device_code");
        let token = self.form("/oauth2/token", &device_form(&client, &device_code));
        token.text("/access_token")
    }

    /// The broadcaster's token, with every scope.
    pub(crate) fn owner(&self) -> String {
        self.env.peer.token.expose().to_owned()
    }

    /// The bot's token, with every scope.
    pub(crate) fn bot(&self) -> String {
        self.env.account.token.expose().to_owned()
    }

    /// An order to the control API about chat.
    pub(crate) fn order(&mut self, order: &Value) -> Answer {
        let request = Request::post("/sim/chat")
            .header("content-type", "application/json")
            .body(order.to_string().into_bytes());
        self.send(request.expect("the test makes a good request"))
    }

    pub(crate) fn id_of(&mut self, login: &str) -> String {
        let app = self.app_token();
        let users = self.call(&app, ("GET", &format!("/users?login={login}")), "");
        users.text("/data/0/id")
    }

    /// Somebody who listens in the broadcaster's room.
    pub(crate) fn listener(&mut self) -> IrcId {
        let listener = self.twitch.open_irc();
        let hello = b"CAP REQ :twitch.tv/tags twitch.tv/commands\r\nNICK justinfan9\r\nJOIN #somechannel\r\n";
        self.twitch.handle_irc(listener, hello);
        self.twitch.poll_irc(listener);
        listener
    }

    /// What a chat client got since the last time.
    pub(crate) fn heard(&mut self, listener: IrcId) -> String {
        let lines = self.twitch.poll_irc(listener).lines.concat();
        String::from_utf8(lines).expect("chat is text")
    }

    /// The bot says something in the broadcaster's room.
    pub(crate) fn bot_says(&mut self, text: &str) -> Answer {
        let body = json!({"broadcaster_id": "1001", "sender_id": "12345678", "message": text});
        let bot = self.bot();
        self.call(&bot, ("POST", "/chat/messages"), &body.to_string())
    }

    /// Client id and secret as form fields.
    pub(crate) fn secret_client(&self) -> String {
        let secret = self
            .env
            .client_secret
            .as_ref()
            .expect("the usual world has an application with a secret");
        format!(
            "client_id={}&client_secret={}",
            self.env.client,
            secret.expose()
        )
    }

    /// The public application.
    pub(crate) fn public_client(&self) -> String {
        let client = self.env.public_client.as_ref();
        client
            .expect("the usual world has a public application")
            .to_string()
    }
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {}", self.status, self.body)
    }
}

impl Answer {
    /// A text of the body by its JSON pointer.
    pub(crate) fn text(&self, pointer: &str) -> String {
        let value = self.body.pointer(pointer).and_then(Value::as_str);
        value
            .unwrap_or_else(|| panic!("no text at {pointer} in {self:?}"))
            .to_owned()
    }

    pub(crate) fn message(&self) -> &str {
        self.body["message"].as_str().unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self
            .response
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok());
        value.unwrap_or_else(|| panic!("no header {name} in {self:?}"))
    }

    pub(crate) fn page(&self) -> String {
        assert_eq!(self.response.status(), StatusCode::OK, "{self:?}");
        String::from_utf8(self.response.body().clone()).expect("pages are text")
    }
}

/// What a device sends when it asks for its token.
pub(crate) fn device_form(client: &str, device_code: &str) -> String {
    format!(
        "client_id={client}&device_code={device_code}&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code"
    )
}

pub(crate) fn settings() -> Settings {
    let address = |port| SocketAddr::from(([127, 0, 0, 1], port));
    Settings {
        seed: 7,
        started_at: Timestamp::from_unix_millis(1_795_342_800_000),
        places: Places {
            http: address(8090),
            irc: Some(address(6667)),
            ircs: None,
            ca_file: None,
        },
        world: None,
        consent: None,
    }
}
