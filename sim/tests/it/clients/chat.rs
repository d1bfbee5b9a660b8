//! `twitch-irc` chats here: over TCP, TLS and WebSocket, with good tokens, bad ones and none.

use std::time::Duration;

use serde_json::json;
use streamhand_sim::server::Settings;
use streamhand_sim::{EnvAccount, Server};
use tokio::sync::mpsc::UnboundedReceiver;
use twitch_irc::login::StaticLoginCredentials;
use twitch_irc::message::{IRCMessage, PrivmsgMessage, ServerMessage, UserStateMessage};
use twitch_irc::transport::Transport;
use twitch_irc::{ClientConfig, TwitchIRCClient};

use super::door::Door;
use super::transports::{self, Tcp, Tls, WebSocket};
use super::{soon, twitch, twitch_with};

/// Somebody in the room, and what they heard.
pub(super) struct Chatter<T: Transport> {
    client: TwitchIRCClient<T, StaticLoginCredentials>,
    incoming: UnboundedReceiver<ServerMessage>,
    heard: Vec<ServerMessage>,
}

impl<T: Transport> Chatter<T> {
    /// Logs in without entering a room.
    pub(super) async fn log_in(credentials: StaticLoginCredentials) -> Self {
        let config = ClientConfig {
            // Nobody else is kept waiting here by somebody who comes again at once.
            new_connection_every: Duration::from_millis(1),
            ..ClientConfig::new_simple(credentials)
        };
        let (incoming, client) = TwitchIRCClient::new(config);
        client.connect().await;
        Self {
            client,
            incoming,
            heard: Vec::new(),
        }
    }

    /// Logs in and enters the broadcaster's room.
    pub(super) async fn enter(credentials: StaticLoginCredentials) -> Self {
        let mut chatter = Self::log_in(credentials).await;
        chatter.client.join(CHANNEL.to_owned()).unwrap();
        chatter.is_in_the_room().await;
        chatter
    }

    async fn is_in_the_room(&mut self) {
        let room = self.hears("ROOMSTATE", |message| match message {
            ServerMessage::RoomState(room) => Some(room.clone()),
            _ => None,
        });
        let room = room.await;
        assert_eq!(
            (room.channel_login, room.channel_id),
            (CHANNEL.to_owned(), "1001".to_owned())
        );
        // The library takes its own JOIN, and nothing less, for the proof.
        assert_eq!(
            self.client.get_channel_status(CHANNEL.to_owned()).await,
            (true, true)
        );
    }

    async fn say(&self, text: &str) {
        let said = self.client.say(CHANNEL.to_owned(), text.to_owned());
        said.await.unwrap();
    }

    /// The next message of the wanted kind; what comes before it is kept too.
    async fn hears<Wanted>(
        &mut self,
        what: &str,
        pick: impl Fn(&ServerMessage) -> Option<Wanted>,
    ) -> Wanted {
        let next = async {
            loop {
                let message = self.incoming.recv().await.expect("the client lives");
                let wanted = pick(&message);
                self.heard.push(message);
                if let Some(wanted) = wanted {
                    return wanted;
                }
            }
        };
        soon(what, next).await
    }

    /// The next message that somebody said.
    pub(super) async fn hears_somebody(&mut self) -> PrivmsgMessage {
        let said = self.hears("PRIVMSG", |message| match message {
            ServerMessage::Privmsg(said) => Some(said.clone()),
            _ => None,
        });
        said.await
    }

    /// The answer to something of one's own that was said.
    async fn hears_of_itself(&mut self) -> (String, UserStateMessage) {
        let state = self.hears("USERSTATE with an id", |message| match message {
            ServerMessage::UserState(state) => {
                Some((tag(&state.source, "id")?.to_owned(), state.clone()))
            }
            _ => None,
        });
        state.await
    }

    /// Whether a message of this sender came so far.
    fn has_heard(&self, login: &str) -> bool {
        self.heard.iter().any(
            |message| matches!(message, ServerMessage::Privmsg(said) if said.sender.login == login),
        )
    }
}

#[tokio::test]
async fn two_clients_of_another_library_talk_over_tcp() {
    let server = twitch().await;
    talk::<Tcp>(&server).await;
    server.shut_down().await;
}

#[tokio::test]
async fn two_clients_of_another_library_talk_over_tls() {
    let folder = tempfile::tempdir().unwrap();
    let server = twitch_with(Settings {
        ircs: Some("127.0.0.1:0".parse().unwrap()),
        ca_file: Some(folder.path().join("ca.pem")),
        ..Settings::default()
    })
    .await;
    talk::<Tls>(&server).await;
    server.shut_down().await;
}

#[tokio::test]
async fn two_clients_of_another_library_talk_over_websocket() {
    let server = twitch().await;
    talk::<WebSocket>(&server).await;
    server.shut_down().await;
}

/// The bot says something, the broadcaster answers it, and each learns of it what Twitch tells.
async fn talk<T: Transport>(server: &Server) {
    transports::lead_to(server);
    let env = server.env();
    let mut bot = Chatter::<T>::enter(credentials(&env.account)).await;
    let mut broadcaster = Chatter::<T>::enter(credentials(&env.peer)).await;

    // The library writes ". hello there", so that no text of its users becomes a command; nobody sees the dot.
    bot.say("hello there").await;
    let greeting = broadcaster.hears_somebody().await;
    let (id, state) = bot.hears_of_itself().await;
    assert_eq!(greeting.message_text, "hello there");
    assert_eq!(greeting.sender.id, env.account.id.as_str());
    assert_eq!(
        (
            greeting.sender.login.as_str(),
            greeting.sender.name.as_str()
        ),
        ("perty", "Perty")
    );
    assert_eq!(greeting.channel_id, env.peer.id.as_str());
    assert_eq!(
        greeting
            .name_color
            .map(|color| color.to_string())
            .as_deref(),
        Some("#FF4500")
    );
    assert_eq!(greeting.badges, []);
    assert_eq!(
        (greeting.message_id.as_str(), state.user_name.as_str()),
        (id.as_str(), "Perty")
    );

    let reply = broadcaster
        .client
        .say_in_reply_to(&greeting, "hello yourself".to_owned());
    reply.await.unwrap();
    let answer = bot.hears_somebody().await;
    let parent = answer.reply_parent.expect("it is a reply");
    assert_eq!(answer.message_text, "@Perty hello yourself");
    assert_eq!(
        (parent.message_id, parent.message_text),
        (id, "hello there".to_owned())
    );
    assert_eq!(parent.reply_parent_user.login, "perty");
    let badges: Vec<&str> = answer
        .badges
        .iter()
        .map(|badge| badge.name.as_str())
        .collect();
    assert_eq!(badges.first(), Some(&"broadcaster"), "{badges:?}");
    assert!(!bot.has_heard("perty"), "nobody hears themselves");

    let action = broadcaster
        .client
        .me(CHANNEL.to_owned(), "waves 👋".to_owned());
    action.await.unwrap();
    let action = bot.hears_somebody().await;
    assert_eq!(
        (action.is_action, action.message_text.as_str()),
        (true, "waves 👋")
    );
}

#[tokio::test]
async fn what_looks_like_a_command_is_only_said_when_another_library_says_it() {
    let server = twitch().await;
    transports::lead_to(&server);
    let env = server.env();
    let mut bot = Chatter::<Tcp>::enter(credentials(&env.account)).await;
    let broadcaster = Chatter::<Tcp>::enter(credentials(&env.peer)).await;
    for (written, shown) in [
        ("/ban perty", "/ban perty"),
        (".me too", ".me too"),
        ("... what?", "... what?"),
    ] {
        broadcaster.say(written).await;
        assert_eq!(
            bot.hears_somebody().await.message_text,
            shown,
            "{written:?}"
        );
    }
    server.shut_down().await;
}

#[tokio::test]
async fn a_bad_token_is_refused_in_words_that_another_library_reads() {
    let server = twitch().await;
    transports::lead_to(&server);
    let credentials =
        StaticLoginCredentials::new("perty".to_owned(), Some("nosuchtoken".to_owned()));
    let mut stranger = Chatter::<Tcp>::log_in(credentials).await;
    let refusal = stranger.hears("a refusal", |message| match message {
        ServerMessage::Notice(notice) => Some(notice.clone()),
        _ => None,
    });
    let refusal = refusal.await;
    assert_eq!(refusal.message_text, "Login authentication failed");
    assert_eq!((refusal.channel_login, refusal.message_id), (None, None));
    server.shut_down().await;
}

#[tokio::test]
async fn somebody_without_an_account_hears_the_room() {
    let server = twitch().await;
    transports::lead_to(&server);
    let mut listener = Chatter::<Tcp>::enter(StaticLoginCredentials::anonymous()).await;
    let broadcaster = Chatter::<Tcp>::enter(credentials(&server.env().peer)).await;
    broadcaster.say("is anybody there?").await;
    let said = listener.hears_somebody().await;
    assert_eq!(
        (said.sender.login.as_str(), said.message_text.as_str()),
        (CHANNEL, "is anybody there?")
    );
    server.shut_down().await;
}

#[tokio::test]
async fn another_library_comes_back_when_it_is_told_to_reconnect() {
    let server = twitch().await;
    transports::lead_to(&server);
    let env = server.env();
    let mut bot = Chatter::<WebSocket>::enter(credentials(&env.account)).await;
    let door = Door::of(&server);
    door.control("/sim/chat", &json!({"do": "reconnect"})).await;
    let order = bot.hears("RECONNECT", |message| {
        matches!(message, ServerMessage::Reconnect(_)).then_some(())
    });
    order.await;
    bot.is_in_the_room().await;
    let say = json!({"do": "say", "channel": CHANNEL, "user": "kettle_on", "text": "welcome back"});
    door.control("/sim/chat", &say).await;
    assert_eq!(bot.hears_somebody().await.message_text, "welcome back");
    server.shut_down().await;
}

#[tokio::test]
async fn another_library_reads_pieces_with_unknown_tags_and_comes_back_after_a_reset() {
    let server = twitch().await;
    transports::lead_to(&server);
    let mut bot = Chatter::<Tcp>::enter(credentials(&server.env().account)).await;
    let door = Door::of(&server);
    for order in [
        json!({"do": "split", "largest": 40, "seed": 3}),
        json!({"do": "wrong_tags", "how": "unknown"}),
    ] {
        door.control("/sim/mischief", &order).await;
    }
    for text in ["in pieces 🫖", "welcome back 🫖"] {
        let say = json!({"do": "say", "channel": CHANNEL, "user": "kettle_on", "text": text});
        door.control("/sim/chat", &say).await;
        assert_eq!(bot.hears_somebody().await.message_text, text);
        let reset = json!({"do": "reset"});
        door.control("/sim/mischief", &reset).await;
        bot.is_in_the_room().await;
    }
    server.shut_down().await;
}

#[tokio::test]
async fn another_library_reads_what_moderators_do() {
    let server = twitch().await;
    transports::lead_to(&server);
    let mut bot = Chatter::<Tcp>::enter(credentials(&server.env().account)).await;
    let door = Door::of(&server);
    let ban = json!({"do": "time_out", "channel": CHANNEL, "user": "perty", "seconds": 600});
    door.control("/sim/chat", &ban).await;
    let cleared = bot.hears("CLEARCHAT", |message| match message {
        ServerMessage::ClearChat(cleared) => Some(cleared.clone()),
        _ => None,
    });
    let cleared = cleared.await;
    assert_eq!(tag(&cleared.source, "ban-duration"), Some("600"));
    assert_eq!(tag(&cleared.source, "target-user-id"), Some("12345678"));
    bot.say("was it something I said?").await;
    let notice = bot.hears("NOTICE", |message| match message {
        ServerMessage::Notice(notice) => Some(notice.clone()),
        _ => None,
    });
    let notice = notice.await;
    assert_eq!(notice.message_id.as_deref(), Some("msg_timedout"));
    assert!(
        notice.message_text.ends_with(" more seconds."),
        "{}",
        notice.message_text
    );
    server.shut_down().await;
}

/// The token of an account as the library wants it.
pub(super) fn credentials(account: &EnvAccount) -> StaticLoginCredentials {
    let token = account.token.expose().to_owned();
    StaticLoginCredentials::new(account.login.to_string(), Some(token))
}

fn tag<'a>(message: &'a IRCMessage, name: &str) -> Option<&'a str> {
    message.tags.0.get(name).map(String::as_str)
}

pub(super) const CHANNEL: &str = "somechannel";
