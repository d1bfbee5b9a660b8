//! Real ports on the loopback: the servers carry bytes and time, and say who else has a port.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use streamhand_sim::server::{Clock, Settings, StartError};
use streamhand_sim::{Server, Viewers};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use types::Timestamp;

#[tokio::test]
async fn a_client_finds_everything_by_the_env_page() {
    let server = Server::start(Settings::default()).await.unwrap();
    let env = http(&server, "GET /sim/env HTTP/1.1\r\n").await;
    for name in [
        "SIM_HELIX",
        "SIM_AUTH",
        "SIM_EVENTSUB_WS",
        "SIM_IRC_WS",
        "SIM_IRC_HOST",
        "SIM_IRC_PORT",
    ] {
        assert!(env.contains(&format!("\n{name}=")), "{name} in {env}");
    }
    let names = [
        "CLIENT_ID",
        "CLIENT_SECRET",
        "LOGIN",
        "TOKEN",
        "REFRESH_TOKEN",
    ];
    for name in
        names
            .into_iter()
            .chain(["PEER_LOGIN", "PEER_TOKEN", "PEER_REFRESH_TOKEN", "SCOPES"])
    {
        assert!(env.contains(&format!("\n{name}=")), "{name} in {env}");
    }
    let json = http(&server, "GET /sim/env?format=json HTTP/1.1\r\n").await;
    assert!(json.contains("\"LOGIN\":\"perty\""), "{json}");
    let again = http(&server, "GET /sim/env HTTP/1.1\r\n").await;
    assert_ne!(
        line(&env, "TOKEN"),
        line(&again, "TOKEN"),
        "each call mints fresh tokens"
    );
    server.shut_down().await;
}

#[tokio::test]
async fn chat_is_served_over_tcp_and_tls() {
    let folder = std::env::temp_dir().join(format!("streamhand-sim-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let ca_file = folder.join("ca.pem");
    let settings = Settings {
        ircs: Some("127.0.0.1:0".parse().unwrap()),
        ca_file: Some(ca_file.clone()),
        ..Settings::default()
    };
    let server = Server::start(settings).await.unwrap();
    let plain = TcpStream::connect(server.places().irc.unwrap())
        .await
        .unwrap();
    log_in_and_read(plain, &server).await;
    let tcp = TcpStream::connect(server.places().ircs.unwrap())
        .await
        .unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let tls = trusting(&ca_file).connect(name, tcp).await.unwrap();
    log_in_and_read(tls, &server).await;
    server.shut_down().await;
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn a_port_in_use_is_told_with_its_address() {
    let first = Server::start(Settings::default()).await.unwrap();
    let settings = Settings {
        http: first.places().http,
        ..Settings::default()
    };
    match Server::start(settings).await {
        Err(StartError::Listen { what, address, .. }) => {
            assert_eq!((what, address), ("HTTP", first.places().http));
        }
        other => panic!("the port is taken: {other:?}"),
    }
    first.shut_down().await;
}

#[tokio::test]
async fn nobody_can_consent_who_is_not_there() {
    let settings = Settings {
        consent: Some("nobody_here".parse().unwrap()),
        ..Settings::default()
    };
    let error = Server::start(settings).await.unwrap_err();
    assert!(error.to_string().contains("nobody_here"), "{error}");
}

#[tokio::test]
async fn a_clock_moved_by_hand_stands_still_until_it_is_moved() {
    let settings = Settings {
        clock: Clock::Manual(Timestamp::from_unix_millis(1_795_342_800_000)),
        ..Settings::default()
    };
    let server = Server::start(settings).await.unwrap();
    let moved = http(&server, "POST /sim/clock?advance=90s HTTP/1.1\r\n").await;
    assert!(
        moved.contains("{\"now\":\"2026-11-22T10:21:30Z\"}"),
        "{moved}"
    );
    let state = http(&server, "GET /sim/state HTTP/1.1\r\n").await;
    assert!(
        state.contains("\"now\":\"2026-11-22T10:21:30Z\""),
        "{state}"
    );
    server.shut_down().await;
}

#[tokio::test]
async fn scripted_viewers_chat_in_real_time_until_the_end() {
    let settings = Settings {
        viewers: Some(Viewers::scripted(1, 2_000.0)),
        ..Settings::default()
    };
    let server = Server::start(settings).await.unwrap();
    let mut reader = TcpStream::connect(server.places().irc.unwrap())
        .await
        .unwrap();
    reader
        .write_all(b"NICK justinfan1\r\nJOIN #somechannel\r\n")
        .await
        .unwrap();
    let heard = read_until(&mut reader, "PRIVMSG #somechannel").await;
    assert!(heard.contains("PRIVMSG #somechannel"), "{heard}");
    assert!(server.statistics().chat_lines > 0);
    let began = Instant::now();
    server.shut_down().await;
    assert!(began.elapsed() < Duration::from_secs(1));
    let rest = read_to_end(&mut reader).await;
    assert!(rest < 10_000_000, "the connection has ended");
}

#[tokio::test]
async fn chat_over_websocket_takes_lines_with_and_without_an_end() {
    let server = Server::start(Settings::default()).await.unwrap();
    let mut stream = TcpStream::connect(server.places().http).await.unwrap();
    let upgrade = "GET / HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
        sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    stream.write_all(upgrade.as_bytes()).await.unwrap();
    let accepted = read_until(&mut stream, "\r\n\r\n").await;
    assert!(
        accepted.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
        "{accepted}"
    );
    for text in [
        "CAP REQ :twitch.tv/tags\r\nNICK justinfan1",
        "JOIN #somechannel\r\n",
    ] {
        stream.write_all(&text_frame(text)).await.unwrap();
    }
    let heard = read_until(&mut stream, "End of /NAMES list").await;
    let mut idle = TcpStream::connect(server.places().http).await.unwrap();
    assert!(
        heard.contains(":tmi.twitch.tv 001 justinfan1 :Welcome, GLHF!\r\n:tmi.twitch.tv 002 "),
        "{heard}"
    );
    // Neither an open WebSocket nor a connection on which nothing is asked holds up the end.
    let began = Instant::now();
    drop(server);
    let rest = read_to_end(&mut stream).await + read_to_end(&mut idle).await;
    assert!(began.elapsed() < Duration::from_secs(1));
    assert!(rest < 100, "nothing but a goodbye");
}

#[tokio::test]
async fn n04_a_websocket_and_a_refusal_have_the_date_of_the_simulator() {
    let server = Server::start(Settings {
        clock: Clock::Manual(Timestamp::from_unix_millis(1_795_342_800_000)),
        ..Settings::default()
    })
    .await
    .unwrap();
    http(&server, "POST /sim/clock?skew=-5m HTTP/1.1\r\n").await;
    let upgrade = "GET / HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
        sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    let length = 1024 * 1024 + 1;
    let too_large = format!(
        "POST /sim/chat HTTP/1.1\r\nhost: localhost\r\ncontent-length: {length}\r\n\r\n{}",
        "x".repeat(length)
    );
    for (request, status) in [(upgrade, "101"), (&too_large, "413")] {
        let mut stream = TcpStream::connect(server.places().http).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let answer = read_until(&mut stream, "\r\n\r\n").await;
        let is_expected = answer.starts_with(&format!("HTTP/1.1 {status} "));
        assert!(is_expected, "{answer}");
        let dates: Vec<&str> = answer
            .lines()
            .filter_map(|line| line.strip_prefix("date: "))
            .collect();
        assert_eq!(dates, ["Sun, 22 Nov 2026 10:15:00 GMT"], "{status}");
    }
    server.shut_down().await;
}

#[tokio::test]
async fn the_payload_of_a_websocket_ping_is_not_said() {
    let server = Server::start(Settings::default()).await.unwrap();
    let env = server.env();
    let mut stream = TcpStream::connect(server.places().http).await.unwrap();
    let upgrade = "GET / HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
        sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    stream.write_all(upgrade.as_bytes()).await.unwrap();
    read_until(&mut stream, "\r\n\r\n").await;
    let login = format!(
        "PASS oauth:{}\r\nNICK {}\r\n",
        env.account.token.expose(),
        env.account.login
    );
    stream.write_all(&text_frame(&login)).await.unwrap();
    for (opcode, text) in [
        (0x89, "PRIVMSG #somechannel :by a ping"),
        (0x8A, "PRIVMSG #somechannel :by a pong"),
        (0x81, "PING :in a text"),
        (0x82, "PING :in a binary"),
    ] {
        let mut frame = text_frame(text);
        frame[0] = opcode;
        stream.write_all(&frame).await.unwrap();
    }
    let heard = read_until(&mut stream, "PONG tmi.twitch.tv :in a binary").await;
    assert!(heard.contains("PONG tmi.twitch.tv :in a text"), "{heard}");
    assert_eq!(server.statistics().bots.get(&env.account.login), None);
    server.shut_down().await;
}

/// tmi.js could not connect: it asks for the subprotocol, and takes an answer without it for a broken server.
#[tokio::test]
async fn chat_over_websocket_speaks_the_subprotocol_that_a_client_asks_for() {
    let server = Server::start(Settings::default()).await.unwrap();
    for (asked, granted) in [("sec-websocket-protocol: irc\r\n", true), ("", false)] {
        let mut stream = TcpStream::connect(server.places().http).await.unwrap();
        let upgrade = format!(
            "GET / HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n{asked}\
            sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        stream.write_all(upgrade.as_bytes()).await.unwrap();
        let accepted = read_until(&mut stream, "\r\n\r\n").await;
        assert!(accepted.starts_with("HTTP/1.1 101 "), "{accepted}");
        let named = accepted.contains("sec-websocket-protocol: irc\r\n");
        assert_eq!(named, granted, "{accepted}");
    }
    server.shut_down().await;
}

/// pyTwitchAPI comes again after a cut and stays away after a goodbye, so a cut must not be one.
#[tokio::test]
async fn a_cut_comes_without_a_goodbye_and_a_refused_login_with_one() {
    let server = Server::start(Settings::default()).await.unwrap();
    let upgrade = "GET / HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
        sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    for (login, is_cut) in [
        ("NICK justinfan1", true),
        ("PASS oauth:wrong\r\nNICK perty", false),
    ] {
        let mut stream = TcpStream::connect(server.places().http).await.unwrap();
        stream.write_all(upgrade.as_bytes()).await.unwrap();
        read_until(&mut stream, "\r\n\r\n").await;
        stream.write_all(&text_frame(login)).await.unwrap();
        if is_cut {
            read_until(&mut stream, " 376 ").await;
            let mut control = TcpStream::connect(server.places().http).await.unwrap();
            let cut = "POST /sim/chat HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
                content-length: 12\r\n\r\n{\"do\":\"cut\"}";
            control.write_all(cut.as_bytes()).await.unwrap();
        }
        let mut end = Vec::new();
        stream.read_to_end(&mut end).await.unwrap();
        let has_goodbye = end.ends_with(&[0x88, 0]);
        assert_eq!(has_goodbye, !is_cut, "{login}");
    }
    server.shut_down().await;
}

#[tokio::test]
async fn an_answer_comes_late_or_never_or_the_connection_ends_as_it_was_ordered() {
    let server = Server::start(Settings::default()).await.unwrap();
    let order = |order: &str| {
        let path = format!("/sim/faults?path=/helix/users&times=1&{order}");
        let request = http::Request::post(path).body(Vec::new()).unwrap();
        assert_eq!(server.handle_http(request).status(), 200, "{order}");
    };
    order("do=close");
    assert_eq!(raw(&server, "GET /helix/users HTTP/1.1\r\n").await, "");
    order("do=delay&by=80ms");
    let asked = Instant::now();
    let late = raw(&server, "GET /helix/users HTTP/1.1\r\n").await;
    assert!(late.starts_with("HTTP/1.1 401 "), "{late}");
    assert!(asked.elapsed() >= Duration::from_millis(80));
    order("do=hang");
    let mut stream = TcpStream::connect(server.places().http).await.unwrap();
    let request = b"GET /helix/users HTTP/1.1\r\nhost: localhost\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let mut byte = [0];
    let waited = tokio::time::timeout(Duration::from_millis(80), stream.read(&mut byte)).await;
    assert!(waited.is_err(), "nothing comes, and the connection is open");
    let asked = Instant::now();
    server.shut_down().await;
    assert!(
        asked.elapsed() < Duration::from_secs(2),
        "an answer that never comes holds nobody up"
    );
    assert_eq!(stream.read(&mut byte).await.unwrap_or(0), 0);
}

#[tokio::test]
async fn eventsub_says_that_it_is_not_there_yet() {
    let server = Server::start(Settings::default()).await.unwrap();
    let mut stream = TcpStream::connect(server.places().http).await.unwrap();
    let request = "GET /ws HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let answer = read_until(&mut stream, "yet").await;
    assert!(answer.starts_with("HTTP/1.1 501 "), "{answer}");
    server.shut_down().await;
}

/// A short text frame of a client: masked, with a mask that changes nothing.
pub(crate) fn text_frame(text: &str) -> Vec<u8> {
    let length = u8::try_from(text.len()).unwrap();
    assert!(length < 126, "longer frames have another head");
    let mut frame = vec![0x81, 0x80 | length, 0, 0, 0, 0];
    frame.extend_from_slice(text.as_bytes());
    frame
}

async fn log_in_and_read(mut stream: impl AsyncRead + AsyncWrite + Unpin, server: &Server) {
    let env = server.env();
    let login = format!(
        "PASS oauth:{}\r\nNICK {}\r\n",
        env.account.token.expose(),
        env.account.login
    );
    stream.write_all(login.as_bytes()).await.unwrap();
    let welcome = read_until(&mut stream, " 376 ").await;
    assert!(
        welcome.starts_with(":tmi.twitch.tv 001 perty :Welcome, GLHF!\r\n"),
        "{welcome}"
    );
}

pub(crate) async fn read_until(stream: &mut (impl AsyncRead + Unpin), mark: &str) -> String {
    let mut text = String::new();
    let mut piece = [0; 4_096];
    while !text.contains(mark) {
        let length = stream.read(&mut piece).await.unwrap();
        assert_ne!(length, 0, "the connection ended after {text:?}");
        text.push_str(&String::from_utf8_lossy(&piece[..length]));
    }
    text
}

async fn read_to_end(stream: &mut TcpStream) -> usize {
    let mut rest = Vec::new();
    // A connection that was cut may also be reset; either way it is over.
    let _ = stream.read_to_end(&mut rest).await;
    rest.len()
}

/// Makes one request by hand, so that no client library can be wrong together with the server.
async fn http(server: &Server, start: &str) -> String {
    let answer = raw(server, start).await;
    assert!(
        answer.starts_with("HTTP/1.1 200 OK\r\n"),
        "{start}: {answer}"
    );
    answer
}

/// Everything that comes back on a connection that is closed after one answer.
async fn raw(server: &Server, start: &str) -> String {
    let mut stream = TcpStream::connect(server.places().http).await.unwrap();
    let request =
        format!("{start}host: localhost\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

fn line<'a>(env: &'a str, name: &str) -> Option<&'a str> {
    env.lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
}

pub(crate) fn trusting(ca_file: &std::path::Path) -> tokio_rustls::TlsConnector {
    let mut roots = rustls::RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_file(ca_file).unwrap())
        .unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    tokio_rustls::TlsConnector::from(Arc::new(config))
}
