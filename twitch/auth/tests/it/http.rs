//! The HTTP client against servers that are slow, endless, dead or not who they say.

use std::error::Error as StdError;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{Request, Uri};
use rcgen::{CertificateParams, KeyPair};
use streamhand_auth::{BoxFuture, Connect, Http, NetworkError, NetworkFailure, Socket};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::net::TcpListener;

use crate::line::{pass, serve_text};

type Connecting = BoxFuture<'static, Result<Box<dyn Socket>, Box<dyn StdError + Send + Sync>>>;

/// No connection, at once.
#[derive(Debug)]
pub(crate) struct Nowhere;

impl Connect for Nowhere {
    fn connect(&self, _address: Uri) -> Connecting {
        Box::pin(async { Err(Box::from(io::Error::other("no route"))) })
    }
}

/// No connection, ever.
#[derive(Debug)]
struct Silence;

impl Connect for Silence {
    fn connect(&self, _address: Uri) -> Connecting {
        Box::pin(std::future::pending())
    }
}

/// Hands out pipes; the test plays the server at their other ends, in the order in which they were opened.
#[derive(Debug, Default)]
struct Pipes {
    ends: Mutex<Vec<DuplexStream>>,
    opened: AtomicUsize,
}

impl Pipes {
    /// The other ends, the first connection last.
    fn with(count: usize) -> (Arc<Self>, Vec<DuplexStream>) {
        let (near, far): (Vec<_>, Vec<_>) = (0..count).map(|_| duplex(1 << 20)).unzip();
        let pipes = Self {
            ends: Mutex::new(near),
            opened: AtomicUsize::new(0),
        };
        (Arc::new(pipes), far)
    }
}

impl Connect for Pipes {
    fn connect(&self, _address: Uri) -> Connecting {
        self.opened.fetch_add(1, Ordering::Relaxed);
        let end = self.ends.lock().unwrap().pop();
        Box::pin(async move {
            let end = end.ok_or_else(|| io::Error::other("no more pipes"))?;
            Ok(Box::new(end) as Box<dyn Socket>)
        })
    }
}

fn get() -> Request<Vec<u8>> {
    let address = "http://user:password@twitch:80/secret?token=canary";
    Request::get(address).body(Vec::new()).unwrap()
}

fn post() -> Request<Vec<u8>> {
    Request::post("http://twitch/x")
        .body(b"a=b".to_vec())
        .unwrap()
}

fn failure(result: Result<http::Response<bytes::Bytes>, NetworkError>) -> NetworkError {
    result.expect_err("the server misbehaves")
}

#[tokio::test(start_paused = true)]
async fn x24_an_error_names_the_host_and_nothing_else_of_the_address() {
    let error = failure(Http::over(Arc::new(Nowhere)).send(get()).await);
    assert_eq!(error.failure(), NetworkFailure::Unreachable);
    assert!(!error.may_have_arrived());
    let shown = format!("{error} {error:?}");
    for hidden in ["canary", "password", "secret"] {
        assert!(!shown.contains(hidden), "{shown}");
    }
    assert_eq!(error.host(), "twitch:80");
}

#[tokio::test(start_paused = true)]
async fn h06_a_connection_that_never_comes_is_given_up_after_ten_seconds() {
    let start = tokio_now();
    let error = failure(Http::over(Arc::new(Silence)).send(get()).await);
    assert_eq!(error.failure(), NetworkFailure::ConnectTimedOut);
    assert_eq!(tokio_now() - start, Duration::from_secs(10));
}

#[tokio::test(start_paused = true)]
async fn a17_an_answer_that_came_while_the_process_was_frozen_is_taken_in() {
    let (pipes, mut ends) = Pipes::with(1);
    let mut end = ends.remove(0);
    let http = Http::over(pipes);
    let mut asking = std::pin::pin!(http.send(get()));
    tokio::select! {
        biased;
        _ = &mut asking => panic!("nobody has answered yet"),
        _ = read_request(&mut end) => {}
    }
    // When the process gets a turn again its time is over, and the answer is at its door, unread.
    tokio::time::advance(Duration::from_secs(20)).await;
    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
    end.write_all(answer).await.unwrap();
    let answer = asking.await.expect("the answer is there");
    assert_eq!(answer.body().as_ref(), b"ok");
}

#[tokio::test(start_paused = true)]
async fn h06_an_answer_that_drips_is_given_up_after_fifteen_seconds() {
    let (pipes, mut ends) = Pipes::with(1);
    let mut end = ends.remove(0);
    tokio::spawn(async move {
        read_request(&mut end).await;
        let head = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n";
        end.write_all(head).await.unwrap();
        while end.write_all(b"x").await.is_ok() {
            pass(Duration::from_secs(1)).await;
        }
    });
    let start = tokio_now();
    let error = failure(Http::over(pipes).send(get()).await);
    assert_eq!(error.failure(), NetworkFailure::TimedOut);
    assert_eq!(tokio_now() - start, Duration::from_secs(15));
    assert!(error.may_have_arrived());
}

#[tokio::test(start_paused = true)]
async fn h06_an_endless_answer_is_cut_off() {
    let (pipes, mut ends) = Pipes::with(1);
    let mut end = ends.remove(0);
    tokio::spawn(async move {
        read_request(&mut end).await;
        let head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        end.write_all(head).await.unwrap();
        let chunk = [b"10000\r\n".as_slice(), &[b'x'; 0x10000], b"\r\n"].concat();
        while end.write_all(&chunk).await.is_ok() {}
    });
    let error = failure(Http::over(pipes).send(get()).await);
    assert_eq!(error.failure(), NetworkFailure::TooLarge);
}

#[tokio::test(start_paused = true)]
async fn h05_a_request_that_only_reads_is_sent_again_when_its_connection_was_dead() {
    let (pipes, mut ends) = Pipes::with(2);
    let first = ends.pop().unwrap();
    let second = ends.pop().unwrap();
    tokio::spawn(read_and_hang_up(first));
    tokio::spawn(serve_text(second, "late but here"));
    let http = Http::over(Arc::clone(&pipes) as Arc<dyn Connect>);
    let response = http.send(get()).await.unwrap();
    assert_eq!(response.body(), "late but here");
    assert_eq!(pipes.opened.load(Ordering::Relaxed), 2);
}

#[tokio::test(start_paused = true)]
async fn h05_a_request_that_may_have_happened_is_not_sent_again() {
    let (pipes, mut ends) = Pipes::with(2);
    tokio::spawn(read_and_hang_up(ends.pop().unwrap()));
    let http = Http::over(Arc::clone(&pipes) as Arc<dyn Connect>);
    let error = failure(http.send(post()).await);
    assert_eq!(error.failure(), NetworkFailure::Interrupted);
    assert!(error.may_have_arrived());
    assert_eq!(pipes.opened.load(Ordering::Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn h05_a_connection_is_reused_but_not_after_half_a_minute() {
    let (pipes, ends) = Pipes::with(2);
    for end in ends {
        tokio::spawn(serve_text(end, "hello"));
    }
    let http = Http::over(Arc::clone(&pipes) as Arc<dyn Connect>);
    for (pause, opened) in [(0, 1), (20, 1), (31, 2)] {
        pass(Duration::from_secs(pause)).await;
        assert_eq!(http.send(post()).await.unwrap().body(), "hello");
        assert_eq!(
            pipes.opened.load(Ordering::Relaxed),
            opened,
            "after {pause} s"
        );
    }
}

#[tokio::test]
async fn n05_x29_a_certificate_is_trusted_only_if_its_root_is() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(serve_tls(
        listener,
        made.cert.der().clone(),
        made.signing_key,
    ));
    let request = || {
        let address = format!("https://localhost:{port}/");
        Request::get(address).body(Vec::new()).unwrap()
    };
    let error = failure(Http::new().send(request()).await);
    assert_eq!(error.failure(), NetworkFailure::Untrusted, "{error}");
    let http = Http::trusting(made.cert.pem().as_bytes()).unwrap();
    assert_eq!(http.send(request()).await.unwrap().body(), "trusted");
}

#[tokio::test]
async fn x29_a_certificate_of_another_host_or_another_time_is_refused_in_words() {
    let mut elsewhere = CertificateParams::new(["elsewhere.example".to_owned()]).unwrap();
    elsewhere.not_after = rcgen::date_time_ymd(4096, 1, 1);
    let mut expired = CertificateParams::new(["localhost".to_owned()]).unwrap();
    expired.not_after = rcgen::date_time_ymd(2020, 1, 1);
    let mut early = CertificateParams::new(["localhost".to_owned()]).unwrap();
    early.not_before = rcgen::date_time_ymd(4000, 1, 1);
    for (parameters, words) in [
        (elsewhere, "not valid for name"),
        (expired, "expired"),
        (early, "not valid yet"),
    ] {
        let key = KeyPair::generate().unwrap();
        let certificate = parameters.self_signed(&key).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(serve_tls(listener, certificate.der().clone(), key));
        // Even who trusts its root does not take a certificate for what it is not.
        let http = Http::trusting(certificate.pem().as_bytes()).unwrap();
        let address = format!("https://localhost:{port}/");
        let request = Request::get(address).body(Vec::new()).unwrap();
        let error = failure(http.send(request).await);
        assert_eq!(error.failure(), NetworkFailure::Untrusted, "{error}");
        assert!(!error.may_have_arrived(), "{error}");
        let said = error.to_string();
        assert!(said.contains("cannot trust the certificate"), "{said}");
        assert!(said.contains(words), "{words:?} is not in {said}");
    }
}

#[tokio::test]
async fn x29_a_server_without_tls_gets_no_request_that_was_meant_for_one_with_it() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut seen = vec![0; 4_096];
        let length = stream.read(&mut seen).await.unwrap();
        seen.truncate(length);
        // What comes now is no TLS, as of a server that wants to be spoken to in the open.
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
        let _hung_up = stream.write_all(answer).await;
        seen
    });
    let address = format!("https://localhost:{port}/?token=canary");
    let request = Request::get(address).body(Vec::new()).unwrap();
    let error = failure(Http::new().send(request).await);
    assert!(!error.may_have_arrived(), "{error}");
    let seen = server.await.unwrap();
    let is_there = seen.windows(6).any(|window| window == b"canary");
    assert!(!is_there, "the request went out in the open");
}

#[test]
fn a_broken_root_certificate_is_told() {
    let pem = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let error = Http::trusting(pem).unwrap_err();
    assert_eq!(error.failure(), NetworkFailure::Untrusted);
}

async fn serve_tls(
    listener: TcpListener,
    certificate: rustls::pki_types::CertificateDer<'static>,
    key: KeyPair,
) {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        // A client that trusts nobody hangs up here.
        if let Ok(stream) = acceptor.accept(stream).await {
            tokio::spawn(serve_text(stream, "trusted"));
        }
    }
}

async fn read_and_hang_up(mut end: DuplexStream) {
    read_request(&mut end).await;
}

async fn read_request(end: &mut DuplexStream) {
    let mut request = [0; 1024];
    let length = end.read(&mut request).await.unwrap();
    assert!(length > 0, "the request arrives before the line breaks");
}

#[expect(clippy::disallowed_methods, reason = "the clock of a test")]
fn tokio_now() -> tokio::time::Instant {
    tokio::time::Instant::now()
}
