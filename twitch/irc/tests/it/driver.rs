//! The driver against a small server on the loopback interface, over everything it can speak.

use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use streamhand_irc::client::{
    Driver, Handle, NoToken, Options, Tls, TokenFuture, TokenSource, WithoutToken, prepare,
};
use streamhand_irc::{Disconnection, Event, Health, Settings};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::time::{advance, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_tungstenite::tungstenite::Message as Frame;
use types::Secret;

use crate::memory::{answer, unlimited};
use crate::scene::{account, login};

/// Gives one token and remembers what it was told about refused ones.
#[derive(Debug, Default)]
struct Tokens {
    refused: Mutex<Vec<Option<String>>>,
}

impl TokenSource for Tokens {
    fn token(&self, refused: Option<Secret>) -> TokenFuture {
        let refused = refused.map(|token| token.expose().to_owned());
        let token = if refused.is_some() { "good" } else { "old" };
        self.refused.lock().unwrap().push(refused);
        Box::pin(async move { Ok(Secret::new(token)) })
    }
}

/// Nothing in these tests takes longer, even on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(30);

async fn within<Output>(future: impl Future<Output = Output>) -> Output {
    timeout(PATIENCE, future)
        .await
        .expect("this takes too long")
}

/// What the server hears and says, line by line, whatever lies below.
struct Peer {
    heard: mpsc::Receiver<String>,
    say: mpsc::Sender<String>,
}

impl Peer {
    async fn hear(&mut self) -> String {
        within(self.heard.recv())
            .await
            .expect("the client has gone")
    }

    /// Hears until a line begins like this, and returns that line.
    async fn hear_until(&mut self, beginning: &str) -> String {
        loop {
            let line = self.hear().await;
            if line.starts_with(beginning) {
                return line;
            }
        }
    }

    async fn say(&self, text: &str) {
        self.say.send(text.to_owned()).await.unwrap();
    }

    async fn welcome(&mut self) {
        self.hear_until("NICK").await;
        self.say(":tmi.twitch.tv 001 some_bot :Welcome, GLHF!\r\n")
            .await;
    }
}

/// Speaks lines over a byte stream.
fn speak_lines(stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static) -> Peer {
    let (heard_tx, heard) = mpsc::channel(100);
    let (say, mut say_rx) = mpsc::channel::<String>(100);
    let (reader, mut writer) = tokio::io::split(stream);
    tokio::spawn(async move {
        let mut lines = BufReader::new(reader).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            if heard_tx.send(line).await.is_err() {
                return;
            }
        }
    });
    tokio::spawn(async move {
        while let Some(text) = say_rx.recv().await {
            if writer.write_all(text.as_bytes()).await.is_err() || writer.flush().await.is_err() {
                return;
            }
        }
        let _ = writer.shutdown().await;
    });
    Peer { heard, say }
}

/// Speaks lines in text frames, without line ends, as Twitch may.
async fn speak_frames(stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static) -> Peer {
    let frames = tokio_tungstenite::accept_async(stream).await.unwrap();
    let (mut sink, mut frames) = frames.split();
    let (heard_tx, heard) = mpsc::channel(100);
    let (say, mut say_rx) = mpsc::channel::<String>(100);
    tokio::spawn(async move {
        while let Some(Ok(frame)) = frames.next().await {
            if let Frame::Text(text) = frame
                && heard_tx.send(text.as_str().to_owned()).await.is_err()
            {
                return;
            }
        }
    });
    tokio::spawn(async move {
        while let Some(text) = say_rx.recv().await {
            let frame = Frame::text(text.trim_end());
            if sink.send(frame).await.is_err() {
                return;
            }
        }
        let _ = sink.close().await;
    });
    Peer { heard, say }
}

/// A certificate for `localhost` that nobody has signed.
fn certificate() -> (TlsAcceptor, Vec<u8>) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let der = made.cert.der().to_vec();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    (TlsAcceptor::from(Arc::new(config)), der)
}

fn client(
    address: &str,
    tls: Tls,
    tokens: Arc<dyn TokenSource>,
    settings: Settings,
) -> (Driver, Handle, mpsc::Receiver<Event>) {
    prepare(Options {
        address: address.parse().unwrap(),
        tls,
        settings,
        tokens,
        seed: 1,
        capacity: 16,
    })
}

/// The next event that is no message.
async fn next_life_event(events: &mut mpsc::Receiver<Event>) -> Event {
    loop {
        match within(events.recv()).await.expect("the driver has ended") {
            Event::Message(_) => {}
            event => return event,
        }
    }
}

#[tokio::test]
async fn x29_a_chat_server_that_nobody_vouches_for_gets_no_token() {
    for scheme in ["ircs", "wss"] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (acceptor, _) = certificate();
        let address = format!("{scheme}://localhost:{port}");
        let tokens = Arc::new(Tokens::default());
        let (driver, _handle, mut events) =
            client(&address, Tls::new().unwrap(), tokens, account(&["a"]));
        let driver = tokio::spawn(driver.run());
        let (stream, _) = within(listener.accept()).await.unwrap();
        let greeted = within(acceptor.accept(stream)).await;
        assert!(greeted.is_err(), "over {scheme}");
        let why = loop {
            if let Event::Disconnected { why, .. } = next_life_event(&mut events).await {
                break why.to_string();
            }
        };
        assert!(why.contains("certificate"), "over {scheme}: {why}");
        driver.abort();
    }
}

#[tokio::test]
async fn it_logs_in_joins_hears_speaks_and_leaves_over_every_transport() {
    for scheme in ["irc", "ircs", "ws", "wss"] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (acceptor, root) = certificate();
        let address = format!("{scheme}://localhost:{port}");
        let tls = Tls::trusting([root]).unwrap();
        let tokens = Arc::new(Tokens::default());
        let (driver, handle, mut events) = client(&address, tls, tokens, account(&["a"]));
        let driver = tokio::spawn(driver.run());

        let (stream, _) = within(listener.accept()).await.unwrap();
        let mut peer = match scheme {
            "irc" => speak_lines(stream),
            "ircs" => speak_lines(within(acceptor.accept(stream)).await.unwrap()),
            "ws" => speak_frames(stream).await,
            _ => speak_frames(within(acceptor.accept(stream)).await.unwrap()).await,
        };
        assert_eq!(
            peer.hear().await,
            "CAP REQ :twitch.tv/tags twitch.tv/commands"
        );
        assert_eq!(peer.hear().await, "PASS oauth:old", "over {scheme}");
        peer.welcome().await;
        assert_eq!(peer.hear().await, "JOIN #a", "over {scheme}");
        peer.say(":some_bot!some_bot@x JOIN #a\r\n@id=1 :ann!ann@ann PRIVMSG #a :hé🎉\r\n")
            .await;
        let mut heard = None;
        let mut is_joined = false;
        while heard.is_none() || !is_joined {
            match within(events.recv()).await.unwrap() {
                Event::Joined { channel } => is_joined = channel == login("a"),
                Event::Message(message) if message.line().command() == "PRIVMSG" => {
                    heard = message.line().params().get(1).map(str::to_owned);
                }
                _ => {}
            }
        }
        assert_eq!(heard.as_deref(), Some("hé🎉"), "over {scheme}");
        handle.say(login("a"), "bye", None).await.unwrap();
        handle.shut_down().await.unwrap();
        assert_eq!(
            peer.hear().await,
            "PRIVMSG #a :bye",
            "what was said last arrives"
        );
        within(driver).await.unwrap();
        assert!(
            within(peer.heard.recv()).await.is_none(),
            "the connection is closed"
        );
        assert!(
            handle.shut_down().await.is_err(),
            "nobody is there any more"
        );
    }
}

#[tokio::test]
async fn a08_a_refused_token_is_replaced_and_a_closed_connection_is_no_refusal() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("irc://{}", listener.local_addr().unwrap());
    let tokens = Arc::new(Tokens::default());
    let source: Arc<dyn TokenSource> = tokens.clone();
    let (driver, _handle, mut events) = client(&address, Tls::new().unwrap(), source, account(&[]));
    let driver = tokio::spawn(driver.run());

    drop(within(listener.accept()).await.unwrap());
    let (stream, _) = within(listener.accept()).await.unwrap();
    let mut peer = speak_lines(stream);
    peer.hear_until("NICK").await;
    peer.say(":tmi.twitch.tv NOTICE * :Login authentication failed\r\n")
        .await;
    let (stream, _) = within(listener.accept()).await.unwrap();
    let mut peer = speak_lines(stream);
    assert_eq!(peer.hear_until("PASS").await, "PASS oauth:good");
    peer.welcome().await;
    while !matches!(next_life_event(&mut events).await, Event::Ready { .. }) {}
    let expected = [None, None, Some("old".to_owned())];
    assert_eq!(*tokens.refused.lock().unwrap(), expected);
    drop(events);
    within(driver)
        .await
        .expect("a driver that nobody listens to ends");
}

#[tokio::test]
async fn i09_i10_a_reader_who_takes_nothing_delays_neither_the_socket_nor_the_pong() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("irc://{}", listener.local_addr().unwrap());
    let source = Arc::new(Tokens::default());
    let (driver, _handle, mut events) = client(&address, Tls::new().unwrap(), source, account(&[]));
    let driver = tokio::spawn(driver.run());
    let (stream, _) = within(listener.accept()).await.unwrap();
    let mut peer = speak_lines(stream);
    peer.welcome().await;
    let flood = ":ann!ann@ann PRIVMSG #a :hello\r\n".repeat(500);
    for round in 0..20 {
        peer.say(&flood).await;
        peer.say(&format!("PING :{round}\r\n")).await;
        assert_eq!(peer.hear_until("PONG").await, format!("PONG :{round}"));
    }
    peer.say("CLEARCHAT #a :eve\r\n").await;
    peer.say("PING :end\r\n").await;
    peer.hear_until("PONG :end").await;
    let mut chat = 0;
    let mut dropped = 0;
    let mut is_cleared = false;
    while chat + dropped < 10_000 || !is_cleared {
        match within(events.recv()).await.unwrap() {
            Event::Message(message) => match message.line().command() {
                "PRIVMSG" => chat += 1,
                "CLEARCHAT" => is_cleared = true,
                _ => {}
            },
            Event::Dropped { count } => dropped += count,
            _ => {}
        }
    }
    assert_eq!(chat + dropped, 10_000, "every line is delivered or counted");
    assert!(
        dropped > 9000,
        "the queue holds 16, and {dropped} were dropped"
    );
    driver.abort();
}

#[tokio::test]
async fn a_server_that_is_not_there_or_not_trusted_is_named_with_the_reason() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (acceptor, _) = certificate();
    let server = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        // The client does not trust the certificate; its listener goes away with this task.
        assert!(acceptor.accept(stream).await.is_err());
    });
    let address = format!("ircs://localhost:{port}");
    let source = Arc::new(Tokens::default());
    let (driver, _handle, mut events) = client(&address, Tls::new().unwrap(), source, account(&[]));
    let driver = tokio::spawn(driver.run());
    for expected in ["UnknownIssuer", "refused"] {
        let Event::Disconnected { why, .. } = next_life_event(&mut events).await else {
            panic!("it cannot have been connected");
        };
        let told = why.to_string();
        assert!(told.contains(&address), "{told:?} must name the address");
        assert!(told.contains(expected), "{told:?} must name the reason");
    }
    within(server).await.unwrap();
    driver.abort();
}

#[tokio::test]
async fn a_reader_without_a_token_source_has_none() {
    assert_eq!(WithoutToken.token(None).await, Err(NoToken));
}

/// Keeps the runtime from being idle, so that paused time stands still until the test moves it.
fn hold_time() {
    tokio::spawn(async {
        loop {
            tokio::task::yield_now().await;
        }
    });
}

#[tokio::test(start_paused = true)]
async fn i10_a_handler_that_sleeps_for_ten_minutes_delays_no_pong_and_misses_no_moderation() {
    hold_time();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("irc://{}", listener.local_addr().unwrap());
    let source = Arc::new(Tokens::default());
    let (driver, handle, mut events) = client(&address, Tls::new().unwrap(), source, account(&[]));
    let driver = tokio::spawn(driver.run());
    let (stream, _) = listener.accept().await.unwrap();
    let mut peer = speak_lines(stream);
    peer.welcome().await;
    let chat = "@id=1 :ann!ann@ann PRIVMSG #a :hello\r\n".repeat(250);
    let orders = "CLEARCHAT #a :eve\r\nCLEARMSG #a :x\r\n".repeat(5);
    for turn in 0..120 {
        advance(Duration::from_secs(5)).await;
        peer.say(&chat).await;
        peer.say(&orders).await;
        peer.say(&format!("PING :{turn}\r\n")).await;
        loop {
            // Time stands still meanwhile: whatever comes, comes in time.
            let line = peer.hear().await;
            if let Some(answer) = answer(&line) {
                peer.say(&answer).await;
            } else if line == format!("PONG :{turn}") {
                break;
            }
        }
    }
    let pulse = handle.health();
    assert_eq!(pulse.health, Health::Up, "in good service all the time");
    let (mut heard, mut dropped, mut moderation) = (0, 0, 0);
    while heard + dropped < 30_000 || moderation < 1200 {
        match within(events.recv()).await.unwrap() {
            Event::Message(message) => match message.line().command() {
                "PRIVMSG" => heard += 1,
                "CLEARCHAT" | "CLEARMSG" => moderation += 1,
                _ => {}
            },
            Event::Dropped { count } => dropped += count,
            Event::Disconnected { why, .. } => panic!("it was disconnected: {why}"),
            _ => {}
        }
    }
    assert_eq!((heard + dropped, moderation), (30_000, 1200));
    driver.abort();
}

#[tokio::test(start_paused = true)]
async fn i03_a_reconnect_brings_a_second_connection_before_the_first_one_is_closed() {
    hold_time();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("irc://{}", listener.local_addr().unwrap());
    let source = Arc::new(Tokens::default());
    let (driver, handle, mut events) =
        client(&address, Tls::new().unwrap(), source, account(&["a"]));
    let driver = tokio::spawn(driver.run());
    let mut peers = Vec::new();
    for _ in 0..2 {
        let (stream, _) = listener.accept().await.unwrap();
        let mut peer = speak_lines(stream);
        peer.welcome().await;
        peer.hear_until("JOIN").await;
        peer.say(":some_bot!some_bot@x JOIN #a\r\n:tmi.twitch.tv RECONNECT\r\n")
            .await;
        peers.push(peer);
        // The second one asks for a reconnect too soon and is answered with patience.
        if peers.len() == 1 {
            while next_life_event(&mut events).await
                != (Event::Joined {
                    channel: login("a"),
                })
            {}
        }
    }
    assert_eq!(
        next_life_event(&mut events).await,
        Event::HandedOver {
            channels: 1,
            why: Disconnection::ServerAsked
        }
    );
    assert!(
        peers[0].heard.recv().await.is_none(),
        "the first one is closed"
    );
    assert_eq!(handle.health().health, Health::Up);
    driver.abort();
}

/// Serves everybody over TLS in a thread of its own, so that only the client is measured.
fn serve_everybody() -> (u16, Vec<u8>) {
    let (acceptor, root) = certificate();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let listener = TcpListener::from_std(listener).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let (reader, mut writer) = tokio::io::split(acceptor.accept(stream).await?);
                    let mut lines = BufReader::new(reader).lines();
                    while let Some(line) = lines.next_line().await? {
                        if line.starts_with("PRIVMSG") {
                            break;
                        }
                        if let Some(answer) = answer(&line) {
                            writer.write_all(answer.as_bytes()).await?;
                        }
                    }
                    writer.shutdown().await
                });
            }
        });
    });
    (port, root)
}

#[test]
fn ten_thousand_channels_take_less_than_two_kilobytes_each_with_their_sockets_and_tls() {
    let (port, root) = serve_everybody();
    let tls = Tls::trusting([root]).unwrap();
    let mut kept = None;
    let cost = allocation_counter::measure(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let left = runtime.block_on(async {
            let source = Arc::new(Tokens::default());
            let address = format!("ircs://localhost:{port}");
            let (driver, handle, mut events) = client(&address, tls, source, unlimited(10_000));
            tokio::spawn(driver.run());
            let mut joined = 0;
            while joined < 10_000 {
                match within(events.recv()).await.unwrap() {
                    Event::Joined { .. } => joined += 1,
                    Event::Disconnected { why, .. } => panic!("{why}"),
                    _ => {}
                }
            }
            (handle, events)
        });
        kept = Some((runtime, left));
    });
    let each = cost.bytes_current / 10_000;
    println!("{each} bytes per channel with sockets and TLS");
    assert!((1..=2048).contains(&each), "{each} bytes per channel");
    drop(kept);
}

#[test]
fn l02_reconnects_over_tls_leave_nothing_behind() {
    let (port, root) = serve_everybody();
    let tls = Tls::trusting([root]).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let address = format!("ircs://localhost:{port}");
    let source = Arc::new(Tokens::default());
    let (driver, handle, mut events) =
        runtime.block_on(async { client(&address, tls, source, unlimited(20)) });
    runtime.spawn(driver.run());
    let mut reconnect = |rounds: usize| {
        runtime.block_on(async {
            for _ in 0..rounds {
                let mut joined = 0;
                while joined < 20 {
                    let event = within(events.recv()).await.unwrap();
                    joined += usize::from(matches!(event, Event::Joined { .. }));
                }
                handle.say(login("a"), "close me", None).await.unwrap();
                while !matches!(
                    within(events.recv()).await.unwrap(),
                    Event::Disconnected { .. }
                ) {}
                handle.link_up().await.unwrap();
            }
        });
    };
    reconnect(20);
    let cost = allocation_counter::measure(|| reconnect(200));
    let grown = cost.bytes_current;
    assert!(
        grown <= 128 * 1024,
        "{grown} bytes more after 200 reconnects"
    );
}
