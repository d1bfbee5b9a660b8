//! Logins as no usual login leaves them: with fewer scopes, spoiled, or somebody else's. They are put into the store behind the program's back.

use store::{Binding, ClientKind, Credential, KeySource, Role, Settings, Store};
use types::{ClientId, ScopeSet, Secret, Timestamp, UserId};

use crate::house::{self, House};
use crate::simulator::Simulator;

/// A pair of tokens.
pub(crate) struct Tokens {
    pub(crate) access: String,
    pub(crate) refresh: String,
}

impl Tokens {
    /// Tokens that this account really gave for these scopes.
    pub(crate) fn given_by(simulator: &Simulator, login: &str, scopes: &str) -> Self {
        let client = simulator.value("CLIENT_ID");
        let form = "Content-Type: application/x-www-form-urlencoded";
        let body = format!("client_id={client}&scopes={}", scopes.replace(' ', "+"));
        let started = ask(simulator, ("POST /oauth2/device", form), &body);
        let code = &started["user_code"];
        simulator.post(
            "/sim/consent",
            &format!("user_code={}&login={login}", text(code)),
        );
        let device_code = text(&started["device_code"]);
        let body = format!(
            "client_id={client}&device_code={device_code}&grant_type=urn:ietf:params:oauth:grant-type:device_code"
        );
        let given = ask(simulator, ("POST /oauth2/token", form), &body);
        Self {
            access: text(&given["access_token"]).to_owned(),
            refresh: text(&given["refresh_token"]).to_owned(),
        }
    }

    /// Tokens that nobody gave.
    pub(crate) fn made_up() -> Self {
        Self {
            access: "madeupaccesstoken0000000000000".to_owned(),
            refresh: "madeuprefreshtoken00000000000000000000000000000000".to_owned(),
        }
    }
}

/// Puts a login into the store of a house, as if it had come by `streamhand login`.
#[tokio::main(flavor = "current_thread")]
pub(crate) async fn plant(
    (house, simulator): (&House, &Simulator),
    (role, login): (&str, &str),
    (scopes, tokens): (&str, &Tokens),
) {
    let store = open(house).await;
    let user = simulator.get(
        &format!("/helix/users?login={login}"),
        &format!(
            "Authorization: Bearer {}\r\nClient-Id: {}",
            simulator.value("TOKEN"),
            simulator.value("CLIENT_ID")
        ),
    );
    let user_id = UserId::new(text(&user["data"][0]["id"]));
    let now = Timestamp::from_unix_millis(1_795_342_800_000);
    let credential = Credential {
        user_id: user_id.clone(),
        login: login.parse().expect("a login"),
        client_id: ClientId::new(simulator.value("CLIENT_ID")),
        client_kind: ClientKind::Confidential,
        access: Secret::new(&*tokens.access),
        refresh: Some(Secret::new(&*tokens.refresh)),
        scopes: ScopeSet::parse(scopes),
        expires_at: Some(now),
        obtained_at: now,
    };
    store
        .save_credential(&credential)
        .await
        .expect("the store takes it");
    let role = match role {
        "bot" => Role::Bot,
        _ => Role::Broadcaster {
            channel: user_id.clone(),
        },
    };
    if role != Role::Bot {
        let channel = store::Channel {
            id: user_id.clone(),
            login: credential.login.clone(),
            display_name: login.to_owned(),
            added_at: now,
        };
        store.put_channel(&channel).await.expect("it is new");
    }
    let binding = Binding {
        role,
        user_id,
        client_id: credential.client_id.clone(),
        bound_at: now,
    };
    store.replace_role(&binding).await.expect("the store works");
    store.close().await;
}

/// The store of a house, as the program opens it.
pub(crate) async fn open(house: &House) -> Store {
    let folder = data_folder(house);
    let key = KeySource::File(folder.join("streamhand.key"));
    let url = format!("sqlite:{}", folder.join("streamhand.db").display());
    Store::open(&url, &Settings::new(key))
        .await
        .expect("the store can be opened")
}

/// Where tests that plant have the program keep its data.
pub(crate) fn data_folder(house: &House) -> std::path::PathBuf {
    house.path("data")
}

fn ask(simulator: &Simulator, request: (&str, &str), body: &str) -> serde_json::Value {
    let (status, answer) = house::http(simulator.address(), request, body);
    assert_eq!(status, 200, "{request:?}: {answer}");
    serde_json::from_str(&answer).expect("the simulator answers in JSON")
}

fn text(value: &serde_json::Value) -> &str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
}
