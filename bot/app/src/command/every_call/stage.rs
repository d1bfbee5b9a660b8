//! A simulator with a config, and both accounts logged in, all in this process; what is called there, the tests decide.

use http::Request;
use serde_json::Value;
use sim::{Server, server::Settings};
use spec::TokenKind;
use store::{Binding, ClientKind, Credential, KeySource, Role, Store};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use types::{ClientId, Login, ScopeSet, Secret, Timestamp, UserId};

use crate::cli::Cli;
use crate::command::{self, output};
use crate::failure::Failure;
use crate::screen::status_line::StatusLine;
use clap::Parser;

/// Where everything is, for one test.
pub(super) struct Stage {
    runtime: Runtime,
    server: Option<Server>,
    folder: TempDir,
}

impl Stage {
    /// The bot and the broadcaster have granted these scopes, or all that there are.
    pub(super) fn with_scopes(scopes: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("threads can be started");
        let server = runtime.block_on(Server::start(Settings::default()));
        let stage = Self {
            runtime,
            server: Some(server.expect("there are free ports")),
            folder: TempDir::new().expect("folders can be made"),
        };
        stage.write_config();
        stage.runtime.block_on(stage.log_both_in(scopes));
        stage
    }

    /// What `streamhand api` makes of these words.
    pub(super) fn run(&self, words: &[String]) -> Result<(), Failure> {
        let config = self.path("streamhand.toml");
        let data = self.path("data");
        let front = [
            "streamhand",
            "--config",
            &config,
            "--data-dir",
            &data,
            "api",
        ];
        let token = format!("--token-file={TOKEN}");
        let words = words.iter().map(|word| match *word == token {
            true => format!("--token-file={}", self.path(TOKEN)),
            false => word.clone(),
        });
        let all = front.map(str::to_owned).into_iter().chain(words);
        let cli = Cli::try_parse_from(all).expect("the words in front are right");
        let status = StatusLine::hidden();
        self.runtime.block_on(command::run(cli, &status)).map(drop)
    }

    /// What the words printed as JSON; page by page where it is a list.
    pub(super) fn printed(&self, words: &[String]) -> Result<Vec<String>, Failure> {
        let mut words = words.to_vec();
        words.push("--json".to_owned());
        let _earlier = output::take_printed();
        self.run(&words)?;
        Ok(output::take_printed())
    }

    /// The answer to a call that a test needs to go on, given as one line without spaces in its values.
    pub(super) fn answer(&self, line: &str) -> Value {
        let words: Vec<&str> = line.split(' ').collect();
        self.answer_to(&words)
    }

    /// The answer to a call that a test needs to go on, made by the broadcaster where that is possible; null if it has no body.
    pub(super) fn answer_to(&self, words: &[&str]) -> Value {
        let mut owned: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let name = words.first().map(|word| word.replace('-', "_"));
        let endpoint = name.and_then(|name| spec::endpoint(&name));
        let is_users = endpoint.is_some_and(|endpoint| endpoint.takes(TokenKind::User));
        if is_users && !words.iter().any(|word| word.starts_with("--as")) {
            owned.push("--as=broadcaster".to_owned());
        }
        let printed = self.printed(&owned);
        let printed = printed.unwrap_or_else(|failure| panic!("{words:?}: {failure}"));
        let first = printed.first().map(String::as_str).unwrap_or("null");
        serde_json::from_str(first).unwrap_or_else(|error| panic!("{words:?}: {error} in {first}"))
    }

    /// Something happens in the chat of `somechannel`, if the order names no other.
    pub(super) fn order(&self, what: &str, mut order: Value) {
        order["do"] = what.into();
        if order["channel"].is_null() {
            order["channel"] = "somechannel".into();
        }
        self.control("/sim/chat", &order);
    }

    /// Tells the simulator what nobody can call for.
    pub(super) fn control(&self, path: &str, what: &Value) {
        let answer = self.attempt(path, what);
        assert_eq!(answer["error"], Value::Null, "{path} {what}: {answer}");
    }

    /// The same with what need not work.
    pub(super) fn attempt(&self, path: &str, what: &Value) -> Value {
        let request = Request::post(path)
            .header("content-type", "application/json")
            .body(what.to_string().into_bytes());
        self.ask(request)
    }

    /// What the simulator tells about itself.
    pub(super) fn state(&self) -> Value {
        self.ask(Request::get("/sim/state").body(Vec::new()))
    }

    /// Nothing was asked of the REST API but who somebody is.
    pub(super) fn check_that_nothing_was_asked(&self) {
        let state = self.state();
        let asked = state["requests"].as_object().expect("it counts requests");
        for name in asked.keys().filter(|name| name.contains("/helix/")) {
            assert_eq!(name, "GET /helix/users", "{asked:?}");
        }
    }

    fn server(&self) -> &Server {
        self.server.as_ref().expect("it runs until the end")
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn write_config(&self) {
        let env = self.server().env();
        let values = env.values();
        let value = |name: &str| {
            let found = values.iter().find(|(other, _)| *other == name);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let text = format!(
            "[app]\nclient_id = \"{}\"\nclient_secret = \"{}\"\n[bot]\nlogin = \"perty\"\n\
             [[channel]]\nlogin = \"somechannel\"\n[twitch]\nauth = \"{}\"\nhelix = \"{}\"\n",
            value("CLIENT_ID"),
            value("CLIENT_SECRET"),
            value("SIM_AUTH"),
            value("SIM_HELIX"),
        );
        std::fs::write(self.path("streamhand.toml"), text).expect("the folder is ours");
        std::fs::write(self.path(TOKEN), sim::sample::extension_token()).expect("it is ours");
    }

    async fn log_both_in(&self, scopes: &str) {
        let folder = self.folder.path().join("data");
        std::fs::create_dir(&folder).expect("the folder is ours");
        let key = KeySource::File(folder.join("streamhand.key"));
        let url = format!("sqlite:{}", folder.join("streamhand.db").display());
        let store = Store::open(&url, &store::Settings::new(key)).await;
        let store = store.expect("the store can be opened");
        let env = self.server().env();
        for account in [&env.account, &env.peer] {
            let (access, refresh) = match scopes {
                "all" => (account.token.clone(), account.refresh_token.clone()),
                some => self.tokens(&env.client, &account.login, some),
            };
            let granted = match scopes {
                "all" => env.scopes.clone(),
                some => ScopeSet::parse(some),
            };
            let credential = Credential {
                user_id: account.id.clone(),
                login: account.login.clone(),
                client_id: env.client.clone(),
                client_kind: ClientKind::Confidential,
                access,
                refresh: Some(refresh),
                scopes: granted,
                expires_at: Some(SOON),
                obtained_at: SOON,
            };
            plant(&store, &credential).await;
        }
        store.close().await;
    }

    /// Tokens that the account gives for some scopes.
    fn tokens(&self, client: &ClientId, login: &Login, scopes: &str) -> (Secret, Secret) {
        let device = self.form(
            "/oauth2/device",
            &format!("client_id={client}&scopes={scopes}"),
        );
        let text = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let user_code = text(&device, "user_code");
        self.form(
            "/sim/consent",
            &format!("user_code={user_code}&login={login}"),
        );
        let device_code = text(&device, "device_code");
        let given = self.form(
            "/oauth2/token",
            &format!("client_id={client}&device_code={device_code}&grant_type=urn:ietf:params:oauth:grant-type:device_code"),
        );
        let secret = |name| Secret::new(text(&given, name));
        (secret("access_token"), secret("refresh_token"))
    }

    fn form(&self, path: &str, body: &str) -> Value {
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.as_bytes().to_vec());
        self.ask(request)
    }

    fn ask(&self, request: Result<Request<Vec<u8>>, http::Error>) -> Value {
        let request = request.expect("the test makes good requests");
        let response = self.server().handle_http(request);
        serde_json::from_slice(response.body()).unwrap_or(Value::Null)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            self.runtime.block_on(server.shut_down());
        }
    }
}

async fn plant(store: &Store, credential: &Credential) {
    store
        .save_credential(credential)
        .await
        .expect("the store works");
    let id: UserId = credential.user_id.clone();
    let is_bot = credential.login.as_str() == "perty";
    if !is_bot {
        let channel = store::Channel {
            id: id.clone(),
            login: credential.login.clone(),
            display_name: credential.login.to_string(),
            added_at: SOON,
        };
        store.put_channel(&channel).await.expect("it is new");
    }
    let binding = Binding {
        role: if is_bot {
            Role::Bot
        } else {
            Role::Broadcaster {
                channel: id.clone(),
            }
        },
        user_id: id,
        client_id: credential.client_id.clone(),
        bound_at: SOON,
    };
    store.replace_role(&binding).await.expect("the store works");
}

/// The name of the file with the token of an extension; the stage puts its folder in front.
pub(super) const TOKEN: &str = "token.jwt";

/// When the tokens run out as far as the store knows; they are looked at before they are lent anyway.
const SOON: Timestamp = Timestamp::from_unix_millis(1_795_342_800_000);
