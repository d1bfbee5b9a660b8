//! What a day begins with: the Twitch, the login through its front door, the channels, and the orders that let its people act.

use std::net::SocketAddr;
use std::time::Duration;

use auth::{Credential, DeviceLogin, Settings, device_login};
use bytes::Bytes;
use engine::Channel;
use http::Request;
use serde_json::Value;
use sim::{Places, Twitch};
use types::{ClientId, Login, ScopeSet, Secret, UserId};

use super::clock::{Clock, STARTED_AT};

/// The Twitch of this day.
pub(crate) fn twitch(seed: u64) -> Twitch {
    Twitch::new(sim::Settings {
        seed,
        started_at: STARTED_AT,
        places: places(),
        world: None,
        consent: None,
    })
}

/// Nobody listens there; the addresses only stand in requests.
pub(crate) fn places() -> Places {
    Places {
        http: SocketAddr::from(([127, 0, 0, 1], 8090)),
        irc: None,
        ircs: None,
        ca_file: None,
    }
}

/// Logs the bot in by device code; somebody consents as soon as the code is there.
pub(crate) fn log_in(twitch: &mut Twitch, clock: &mut Clock, seed: u64) -> (Settings, Credential) {
    let settings = Settings::new(ClientId::new(CLIENT)).with_secret(Secret::new(CLIENT_SECRET));
    let settings = settings
        .with_base(&places().auth())
        .expect("a good address");
    let scopes = ScopeSet::parse("chat:read user:write:chat");
    let login = DeviceLogin::new(settings.clone(), scopes, seed);
    let mut login = login.expect("there are scopes");
    loop {
        while let Some(action) = login.poll_action() {
            match action {
                device_login::Action::Send { ticket, request } => {
                    let answer = twitch.handle_http(request).map(Bytes::from);
                    login.handle_response(clock.now(), ticket, Ok(answer));
                }
                device_login::Action::Report(device_login::Event::CodeReady(prompt)) => {
                    let body = format!("user_code={}&login=perty", prompt.user_code);
                    post(twitch, "/sim/consent", FORM, body);
                }
                device_login::Action::Report(_) => {}
                device_login::Action::Done(credential) => return (settings, credential),
                device_login::Action::Failed(error) => panic!("the login failed: {error}"),
            }
        }
        let next = login.poll_timeout().expect("the login goes on by itself");
        clock.advance_to(clock.moment_of(next));
        twitch.set_now(clock.date());
        login.handle_timeout(clock.now());
    }
}

/// The channels that the bot is in: more than may be joined at once.
pub(crate) fn channels(twitch: &mut Twitch, bot: &Credential) -> Vec<Channel> {
    let request = Request::get("/sim/state").body(Vec::new());
    let answer = twitch.handle_http(request.expect("a good request"));
    let state: Value = serde_json::from_slice(answer.body()).expect("the state is JSON");
    let accounts = state["accounts"]
        .as_array()
        .expect("the state lists accounts");
    let channels = accounts.iter().map(|account| Channel {
        id: UserId::new(account["id"].as_str().expect("an id")),
        login: login(account["login"].as_str().expect("a login")),
        bot: bot.user_id.clone(),
    });
    let mut channels: Vec<_> = channels
        .filter(|channel| channel.id != bot.user_id)
        .collect();
    // The busy ones must be among them.
    channels.sort_by_key(|channel| !RUSHED.contains(&channel.login.as_str()));
    channels.truncate(CHANNELS);
    channels
}

/// The broadcasters make a command that may be called without any rest.
pub(crate) fn preparations() -> Vec<(Duration, String)> {
    let add = |channel: &&str| {
        say(
            channel,
            channel,
            "!addcom -cd=0 -usercd=0 !rush Here we go, $(user)!",
        )
    };
    RUSHED
        .iter()
        .map(|channel| (Duration::from_secs(120), add(channel)))
        .collect()
}

/// Many people call it at once, each of them in every busy channel.
pub(crate) fn rush() -> Vec<(Duration, String)> {
    let mut orders = Vec::new();
    for (number, viewer) in RUSHING.iter().enumerate() {
        let after = Duration::from_millis(400) * u32::try_from(number).expect("a few people");
        orders.extend(
            RUSHED
                .iter()
                .map(|channel| (after, say(channel, viewer, "!rush"))),
        );
    }
    orders
}

/// Carries out an order through the control door.
pub(crate) fn order(twitch: &mut Twitch, order: &str) {
    post(twitch, "/sim/chat", "application/json", order.to_owned());
}

/// The access token dies before its time.
pub(crate) fn expire_token(twitch: &mut Twitch, login: &Login) {
    post(twitch, "/sim/expire-tokens", FORM, format!("login={login}"));
}

fn post(twitch: &mut Twitch, path: &str, content_type: &str, body: String) {
    let request = Request::post(path).header("content-type", content_type);
    let request = request.body(body.into_bytes()).expect("a good request");
    let answer = twitch.handle_http(request);
    let words = String::from_utf8_lossy(answer.body()).into_owned();
    // Now and then a person says two things in one second, by script and by order; that is part of life.
    let is_done = answer.status().is_success() || words.contains("the room did not take it");
    assert!(is_done, "POST {path}: {words}");
}

fn say(channel: &str, user: &str, text: &str) -> String {
    serde_json::json!({"do": "say", "channel": channel, "user": user, "text": text}).to_string()
}

fn login(text: &str) -> Login {
    text.parse().expect("the simulator knows good logins only")
}

const FORM: &str = "application/x-www-form-urlencoded";
const CLIENT: &str = "c0nf1dentialc0nf1dentialc0nf1d";
const CLIENT_SECRET: &str = "s3cr3tofthesimulatoronlys3cr3t";
const CHANNELS: usize = 25;
const RUSHED: &[&str] = &["somechannel", "otherchannel", "blue_lantern"];
/// Viewers of the usual world who do not speak by script at the same moment as a rule.
const RUSHING: &[&str] = &[
    "wickerchair",
    "featherfall",
    "doi_sutthep",
    "applecrate",
    "gentlehill",
    "matchbox_",
    "sea_glass_",
    "tumbleweed5",
    "warmsocks",
    "birchbark",
    "lanternfish",
    "honeyjar_",
    "lurking_only",
    "halfmoon12",
    "lowtide_",
    "crackedcup",
    "hoshi_kuzu",
    "silvertwig",
];
