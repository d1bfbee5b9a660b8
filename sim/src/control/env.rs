//! Everything that a client under test needs, as shell lines or JSON; making the tokens is the world's work.

use std::fmt;

use http::StatusCode;
use serde::ser::{Serialize, SerializeMap, Serializer};
use spec::ScopeKind;
use types::{ClientId, Login, Scope, ScopeSet, Secret, UserId};

use super::console::{Console, Done};
use crate::places::Places;
use crate::reply;
use crate::request::Request;
use crate::world::World;

/// Addresses, an application, and two accounts with tokens.
#[derive(Debug, Clone)]
pub struct Env {
    /// Where everything is.
    pub places: Places,
    /// An application with a secret.
    pub client: ClientId,
    /// Its secret; none if the world knows public applications only.
    pub client_secret: Option<Secret>,
    /// An application without a secret, if the world knows one.
    pub public_client: Option<ClientId>,
    /// The account that a client under test uses.
    pub account: EnvAccount,
    /// A second account: the broadcaster, whose channel they meet in.
    pub peer: EnvAccount,
    /// What both tokens may do.
    pub scopes: ScopeSet,
}

/// An account and tokens for it.
#[derive(Debug, Clone)]
pub struct EnvAccount {
    /// The id.
    pub id: UserId,
    /// The login.
    pub login: Login,
    /// An access token.
    pub token: Secret,
    /// The refresh token that belongs to it.
    pub refresh_token: Secret,
}

impl Env {
    /// Mints tokens and gathers the rest; none if the world has no application.
    pub(crate) fn mint(world: &mut World, places: &Places) -> Option<Self> {
        let of_kind = |world: &World, confidential: bool| {
            let mut clients = world.clients.values();
            clients
                .find(|client| client.secret.is_some() == confidential)
                .cloned()
        };
        let public = of_kind(world, false);
        let client = of_kind(world, true).or_else(|| public.clone())?;
        let scopes = all_scopes();
        Some(Self {
            places: places.clone(),
            account: account(world, &client.id, world.cast.bot.clone(), &scopes)?,
            peer: account(world, &client.id, world.cast.broadcaster.clone(), &scopes)?,
            client: client.id,
            client_secret: client.secret,
            public_client: public.map(|client| client.id),
            scopes,
        })
    }

    /// Lines that a shell can source. This shows secrets; they are good in this simulator only.
    pub fn shell_lines(&self) -> String {
        self.values()
            .into_iter()
            .map(|(name, value)| format!("{name}={}\n", quoted(&value)))
            .collect()
    }

    /// All values by the names that clients under test expect.
    pub fn values(&self) -> Vec<(&'static str, String)> {
        let address = |address: Option<std::net::SocketAddr>| {
            address.map(crate::places::reachable).map_or_else(
                || (String::new(), String::new()),
                |address| (address.ip().to_string(), address.port().to_string()),
            )
        };
        let secret = |secret: &Secret| secret.expose().to_owned();
        let (irc_host, irc_port) = address(self.places.irc);
        let (_, ircs_port) = address(self.places.ircs);
        let mut values = vec![
            ("SIM_HELIX", self.places.helix()),
            ("SIM_AUTH", self.places.auth()),
            ("SIM_EVENTSUB_WS", self.places.eventsub()),
            ("SIM_IRC_WS", self.places.irc_websocket()),
            ("SIM_IRC_HOST", irc_host),
            ("SIM_IRC_PORT", irc_port),
        ];
        if !ircs_port.is_empty() {
            // The certificate names this host; numbers in certificates are not understood by every client.
            values.push(("SIM_IRCS_HOST", "localhost".to_owned()));
            values.push(("SIM_IRCS_PORT", ircs_port));
        }
        if let Some(path) = &self.places.ca_file {
            values.push(("SIM_CA_FILE", path.display().to_string()));
        }
        let client_secret = self.client_secret.as_ref().map(secret);
        let public_client = self.public_client.as_ref().map(ClientId::to_string);
        values.extend([
            ("CLIENT_ID", self.client.to_string()),
            ("CLIENT_SECRET", client_secret.unwrap_or_default()),
            ("PUBLIC_CLIENT_ID", public_client.unwrap_or_default()),
            ("LOGIN", self.account.login.to_string()),
            ("USER_ID", self.account.id.to_string()),
            ("TOKEN", secret(&self.account.token)),
            ("REFRESH_TOKEN", secret(&self.account.refresh_token)),
            ("PEER_LOGIN", self.peer.login.to_string()),
            ("PEER_USER_ID", self.peer.id.to_string()),
            ("PEER_TOKEN", secret(&self.peer.token)),
            ("PEER_REFRESH_TOKEN", secret(&self.peer.refresh_token)),
            ("SCOPES", self.scopes.to_string()),
        ]);
        values
    }
}

/// `GET /sim/env`: shell lines, or JSON for those who ask for it; each call mints fresh tokens.
pub(super) fn answer(console: &mut Console<'_>, request: &Request) -> Done {
    let wants_json = request.query.value("format") == Some("json")
        || request
            .header("accept")
            .is_some_and(|accept| accept.contains("application/json"));
    let Some(env) = Env::mint(console.stage.world, console.places) else {
        let sentence = "this world has nobody to log in, or no application to log in to";
        return reply::error(StatusCode::NOT_FOUND, sentence).into();
    };
    if wants_json {
        reply::json(StatusCode::OK, &serde_json::json!(env)).into()
    } else {
        reply::text(StatusCode::OK, env.shell_lines()).into()
    }
}

impl Serialize for Env {
    /// An object with the names of the shell lines. This shows secrets; they are good in this simulator only.
    fn serialize<Target: Serializer>(&self, target: Target) -> Result<Target::Ok, Target::Error> {
        let values = self.values();
        let mut map = target.serialize_map(Some(values.len()))?;
        for (name, value) in values {
            map.serialize_entry(name, &value)?;
        }
        map.end()
    }
}

fn account(
    world: &mut World,
    client: &ClientId,
    id: UserId,
    scopes: &ScopeSet,
) -> Option<EnvAccount> {
    let login = world.users.get(id.as_str())?.login.clone();
    let issued = world.issue_user_token(client, &id, scopes);
    Some(EnvAccount {
        id,
        login,
        token: Secret::new(issued.access),
        refresh_token: Secret::new(issued.refresh?),
    })
}

/// Everything that chat and the API ask for.
fn all_scopes() -> ScopeSet {
    let useful = |kind| matches!(kind, ScopeKind::Api | ScopeKind::Irc);
    spec::SCOPES
        .iter()
        .filter(|entry| useful(entry.kind))
        .map(|entry| Scope::new(entry.name))
        .collect()
}

/// Quotes for a shell, where anything but plain characters stands in a value.
fn quoted(value: &str) -> impl fmt::Display {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./:@%+,=".contains(&byte);
    if !value.is_empty() && value.bytes().all(is_plain) {
        value.to_owned()
    } else {
        format!("'{}'", value.replace('\'', r"'\''"))
    }
}
