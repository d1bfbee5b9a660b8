//! Mischief as it arrives at a plain socket: over TCP, TLS, WebSocket and HTTP.

use std::io::ErrorKind;
use std::time::Duration;

use rustls::pki_types::ServerName;
use serde_json::json;
use streamhand_sim::Server;
use streamhand_sim::server::{Clock, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use types::Timestamp;

use crate::server::{read_until, text_frame, trusting};

const HELLO: &[u8] = b"NICK justinfan1\r\nJOIN #somechannel\r\n";
const IS_IN: &str = "End of /NAMES list\r\n";

/// Orders, in the words of a query.
fn order(server: &Server, query: &str) {
    control(server, "POST", &format!("/sim/mischief?{query}"));
}

fn control(server: &Server, method: &str, path: &str) {
    let request = http::Request::builder().method(method).uri(path);
    let answer = server.handle_http(request.body(Vec::new()).unwrap());
    let body = String::from_utf8_lossy(answer.body());
    assert_eq!(answer.status(), 200, "{path}: {body}");
}

async fn start() -> Server {
    Server::start(Settings::default()).await.unwrap()
}

/// A server whose time only a hand moves.
async fn start_by_hand() -> Server {
    let clock = Clock::Manual(Timestamp::from_unix_millis(1_795_342_800_000));
    let settings = Settings {
        clock,
        ..Settings::default()
    };
    Server::start(settings).await.unwrap()
}

async fn guest(server: &Server) -> TcpStream {
    let mut stream = TcpStream::connect(server.places().irc.unwrap())
        .await
        .unwrap();
    stream.write_all(HELLO).await.unwrap();
    let heard = read_until(&mut stream, IS_IN).await;
    assert!(heard.starts_with(":tmi.twitch.tv 001"), "{heard}");
    stream
}

async fn guest_of_websocket(server: &Server) -> TcpStream {
    let mut stream = TcpStream::connect(server.places().http).await.unwrap();
    let upgrade = "GET / HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
        sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    stream.write_all(upgrade.as_bytes()).await.unwrap();
    read_until(&mut stream, "\r\n\r\n").await;
    let hello = std::str::from_utf8(HELLO).unwrap();
    stream.write_all(&text_frame(hello)).await.unwrap();
    read_until(&mut stream, IS_IN).await;
    stream
}

/// Everything until the end, and how the end came.
async fn rest(stream: &mut TcpStream) -> (Vec<u8>, Result<usize, ErrorKind>) {
    let mut heard = Vec::new();
    let end = stream.read_to_end(&mut heard).await;
    (heard, end.map_err(|error| error.kind()))
}

#[tokio::test]
async fn a_drop_is_an_end_and_a_reset_an_error() {
    let server = start().await;
    for (kind, expected) in [("drop", Ok(0)), ("reset", Err(ErrorKind::ConnectionReset))] {
        let mut tcp = guest(&server).await;
        let mut websocket = guest_of_websocket(&server).await;
        order(&server, &format!("do={kind}"));
        assert_eq!(rest(&mut tcp).await.1, expected, "{kind} over TCP");
        let end = rest(&mut websocket).await;
        assert_eq!(end.1.map(|_| 0), expected, "{kind} over WebSocket");
        assert!(!end.0.ends_with(&[0x88, 0]), "{kind} says no goodbye");
    }
    server.shut_down().await;
}

#[tokio::test]
async fn i09_every_end_reaches_a_client_that_does_not_read() {
    let announcement = json!({"do": "announce", "channel": "somechannel", "user": "somechannel", "text": "x".repeat(9 << 20)});
    let announce = |server: &Server| {
        let request = http::Request::post("/sim/chat").header("content-type", "application/json");
        let answer = server.handle_http(request.body(announcement.to_string().into()).unwrap());
        assert_eq!(answer.status(), 200);
    };
    let reset = Err(ErrorKind::ConnectionReset);
    for (name, expected) in [
        ("drop", Ok(())),
        ("reset", reset),
        ("no PONG", Ok(())),
        ("a backlog", Ok(())),
    ] {
        let server = start_by_hand().await;
        let mut tcp = guest(&server).await;
        let mut websocket = guest_of_websocket(&server).await;
        let wish = "CAP REQ :twitch.tv/commands\r\n";
        tcp.write_all(wish.as_bytes()).await.unwrap();
        websocket.write_all(&text_frame(wish)).await.unwrap();
        for stream in [&mut tcp, &mut websocket] {
            read_until(stream, " ACK ").await;
        }
        // More than the system takes for somebody who does not read.
        announce(&server);
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        match name {
            "no PONG" => {
                control(&server, "POST", "/sim/clock?advance=5m");
                control(&server, "POST", "/sim/clock?advance=1m");
            }
            "a backlog" => {
                announce(&server);
                announce(&server);
            }
            kind => order(&server, &format!("do={kind}")),
        }
        let all_end = async {
            while server.statistics().connections > 0 {
                tokio::task::yield_now().await;
            }
        };
        let ended = tokio::time::timeout(Duration::from_secs(5), all_end).await;
        assert!(ended.is_ok(), "{name} never reaches a client");
        for stream in [&mut tcp, &mut websocket] {
            assert_eq!(rest(stream).await.1.map(|_| ()), expected, "{name}");
        }
        server.shut_down().await;
    }
}

#[tokio::test]
async fn i01_half_open_connections_give_not_a_byte_until_they_are_reset() {
    let server = start().await;
    let mut tcp = guest(&server).await;
    let mut websocket = guest_of_websocket(&server).await;
    order(&server, "do=half_open");
    let mut newcomer = TcpStream::connect(server.places().irc.unwrap())
        .await
        .unwrap();
    newcomer.write_all(HELLO).await.unwrap();
    tcp.write_all(b"PING :are you there\r\n").await.unwrap();
    websocket
        .write_all(&text_frame("PING :are you there"))
        .await
        .unwrap();
    control(&server, "POST", "/sim/chat?login=kettle_on&text=hello");
    // All three are connections of the machine by now.
    while server.statistics().connections < 3 {
        tokio::task::yield_now().await;
    }
    control(&server, "DELETE", "/sim/mischief");
    for (name, stream) in [
        ("tcp", &mut tcp),
        ("newcomer", &mut newcomer),
        ("websocket", &mut websocket),
    ] {
        let (heard, end) = rest(stream).await;
        let heard = String::from_utf8_lossy(&heard).into_owned();
        assert!(
            !heard.contains("PONG") && !heard.contains("PRIVMSG") && !heard.contains("001"),
            "{name}: {heard}"
        );
        assert_eq!(end, Err(ErrorKind::ConnectionReset), "{name}");
    }
    server.shut_down().await;
}

#[tokio::test]
async fn a_stall_holds_everything_back_and_loses_nothing() {
    let server = start_by_hand().await;
    let mut tcp = guest(&server).await;
    order(&server, "do=stall&for=8s");
    tcp.write_all(b"PING :still\r\n").await.unwrap();
    control(&server, "POST", "/sim/chat?login=kettle_on&text=patience");
    control(&server, "POST", "/sim/clock?advance=7s");
    let mut byte = [0];
    assert_eq!(
        tcp.try_read(&mut byte).map_err(|error| error.kind()),
        Err(ErrorKind::WouldBlock)
    );
    control(&server, "POST", "/sim/clock?advance=1s");
    let heard = read_until(&mut tcp, ":still\r\n").await;
    assert!(
        heard.contains("PRIVMSG #somechannel :patience\r\n"),
        "{heard}"
    );
    server.shut_down().await;
}

#[tokio::test]
async fn n12_bytes_drip_or_come_in_drawn_pieces_and_are_the_same_bytes() {
    let server = start().await;
    for (query, largest) in [("do=drip", 1), ("do=split&largest=9&seed=4", 9)] {
        let mut tcp = guest(&server).await;
        order(&server, query);
        control(
            &server,
            "POST",
            "/sim/chat?login=kettle_on&text=%F0%9F%AB%96%20tea%20is%20ready",
        );
        let (mut text, mut pieces) = (Vec::new(), 0);
        let mut piece = [0; 4_096];
        while !text.ends_with(b"\n") {
            let length = tcp.read(&mut piece).await.unwrap();
            assert_ne!(length, 0, "{query}: the connection ended");
            text.extend_from_slice(&piece[..length]);
            pieces += 1;
        }
        let text = String::from_utf8(text).unwrap();
        assert!(
            text.ends_with("PRIVMSG #somechannel :🫖 tea is ready\r\n"),
            "{text}"
        );
        // A slow machine may read two or three at once.
        assert!(
            pieces * largest * 4 > text.len(),
            "{query}: {pieces} pieces of {text}"
        );
        assert!(pieces > 3, "{query}: {pieces} pieces");
        control(&server, "DELETE", "/sim/mischief");
    }
    server.shut_down().await;
}

#[tokio::test]
async fn a_websocket_in_pieces_is_still_a_websocket() {
    let server = start().await;
    order(&server, "do=split&largest=3");
    let mut websocket = guest_of_websocket(&server).await;
    control(&server, "POST", "/sim/chat?login=kettle_on&text=hello");
    let heard = read_until(&mut websocket, "PRIVMSG #somechannel :hello\r\n").await;
    assert!(heard.contains("kettle_on"), "{heard}");
    server.shut_down().await;
}

#[tokio::test]
async fn n05_no_tls_connection_comes_about_and_the_client_learns_why() {
    let folder = tempfile::tempdir().unwrap();
    let ca_file = folder.path().join("ca.pem");
    let server = Server::start(Settings {
        ircs: Some("127.0.0.1:0".parse().unwrap()),
        ca_file: Some(ca_file.clone()),
        ..Settings::default()
    })
    .await
    .unwrap();
    let connect = async || {
        let tcp = TcpStream::connect(server.places().ircs.unwrap())
            .await
            .unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        trusting(&ca_file).connect(name, tcp).await
    };
    for (how, expected) in [
        ("refused", "HandshakeFailure"),
        ("wrong_name", "elsewhere.example"),
        ("expired", "expired"),
    ] {
        order(&server, &format!("do=tls&how={how}"));
        let error = connect().await.unwrap_err().to_string();
        assert!(error.contains(expected), "{how}: {error}");
        control(&server, "DELETE", "/sim/mischief");
        let mut stream = connect().await.unwrap();
        stream.write_all(HELLO).await.unwrap();
        read_until(&mut stream, IS_IN).await;
    }
    server.shut_down().await;
}

#[tokio::test]
async fn i02_a_handshake_that_never_ends_ends_with_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let ca_file = folder.path().join("ca.pem");
    let server = Server::start(Settings {
        ircs: Some("127.0.0.1:0".parse().unwrap()),
        ca_file: Some(ca_file.clone()),
        ..Settings::default()
    })
    .await
    .unwrap();
    order(&server, "do=tls&how=silent");
    let tcp = TcpStream::connect(server.places().ircs.unwrap())
        .await
        .unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let connector = trusting(&ca_file);
    let (shaken, ()) = tokio::join!(connector.connect(name, tcp), server.shut_down());
    let kind = shaken.unwrap_err().kind();
    let ends = [ErrorKind::UnexpectedEof, ErrorKind::ConnectionReset];
    assert!(
        ends.contains(&kind),
        "no word came, and then the end: {kind}"
    );
}

#[tokio::test]
async fn an_answer_over_http_is_reset_or_comes_in_pieces() {
    let server = start().await;
    control(
        &server,
        "POST",
        "/sim/faults?path=/helix/users&times=1&do=reset",
    );
    let ask = async || {
        let mut stream = TcpStream::connect(server.places().http).await.unwrap();
        let request = b"GET /helix/users HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        stream.write_all(request).await.unwrap();
        stream
    };
    assert_eq!(
        rest(&mut ask().await).await.1,
        Err(ErrorKind::ConnectionReset)
    );
    for kind in ["drip", "split&largest=20&seed=2"] {
        control(
            &server,
            "POST",
            &format!("/sim/faults?path=/helix/users&times=1&do={kind}"),
        );
        let mut stream = ask().await;
        let (mut answer, mut pieces) = (Vec::new(), 0);
        while stream.read_buf(&mut answer).await.unwrap() > 0 {
            pieces += 1;
        }
        let answer = String::from_utf8(answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 401 "), "{kind}: {answer}");
        assert!(answer.ends_with('}'), "{kind}: {answer}");
        assert!(pieces > 3, "{kind}: {pieces} pieces");
    }
    server.shut_down().await;
}

async fn hear_until(stream: &mut TcpStream, heard: &mut Vec<u8>, wanted: &str) {
    while memchr::memmem::find(heard, wanted.as_bytes()).is_none() {
        let length = stream.read_buf(heard).await.unwrap();
        assert!(length > 0, "the connection ended before {wanted:?}");
    }
}

/// What came of the only order.
fn torrent(server: &Server) -> serde_json::Value {
    let request = http::Request::builder().uri("/sim/mischief");
    let answer = server.handle_http(request.body(Vec::new()).unwrap());
    let told: serde_json::Value = serde_json::from_slice(answer.body()).unwrap();
    told["ordered"][0]["torrent"].clone()
}

#[tokio::test]
async fn a_torrent_is_poured_between_whole_lines_and_its_commands_find_their_answers() {
    let server = start().await;
    let mut tcp = guest(&server).await;
    order(&server, "do=torrent&command=!ping&command_every=100");
    let mut heard = Vec::new();
    hear_until(&mut tcp, &mut heard, " :!ping 3\r\n").await;
    tcp.write_all(b"PRIVMSG #somechannel :pong 3\r\nPING :mark\r\n")
        .await
        .unwrap();
    hear_until(&mut tcp, &mut heard, "PONG tmi.twitch.tv :mark\r\n").await;
    hear_until(&mut tcp, &mut heard, " :!ping 20\r\n").await;
    let heard = String::from_utf8_lossy(&heard);
    let mut lines: Vec<&str> = heard.split("\r\n").collect();
    // The last one may not have come whole.
    lines.pop();
    lines.retain(|line| !line.starts_with('@') && !line.starts_with(':'));
    assert!(lines.is_empty(), "{lines:?}");
    let told = torrent(&server);
    assert_eq!(told["answers"], 1);
    assert_eq!(told["answer_micros"].as_array().unwrap().len(), 1);
    assert!(told["commands"].as_u64().unwrap() >= 20, "{told}");
    control(&server, "DELETE", "/sim/mischief");
    server.shut_down().await;
}

#[tokio::test]
async fn a_torrent_with_a_rate_says_no_more_than_that() {
    let server = start().await;
    let mut tcp = guest(&server).await;
    let began = std::time::Instant::now();
    order(&server, "do=torrent&rate=2000");
    let mut lines: u128 = 0;
    let mut chunk = vec![0; 64 * 1024];
    while lines < 200 {
        let length = tcp.read(&mut chunk).await.unwrap();
        let ends = chunk[..length].iter().filter(|byte| **byte == b'\n');
        lines += u128::try_from(ends.count()).unwrap();
        let most = began.elapsed().as_millis() * 2 + 2;
        assert!(lines <= most, "{lines} lines where {most} were due");
    }
    server.shut_down().await;
}
