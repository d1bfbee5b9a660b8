//! Logins on a page over real sockets of this machine, with Twitch in memory: what a browser sees, and what strangers try.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use streamhand_auth::{
    Asked, BoxFuture, Credential, Error, Guest, Http, Invitation, LocalPage, PageEvent,
    PageSettings, Picture, Reception, Scheme, Verdict, code_login,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use types::Scope;

use crate::consenting::Consenting;
use crate::scene::confidential;

/// What a browser got.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

/// Welcomes one login, and remembers what went on.
#[derive(Debug, Default)]
struct Desk {
    events: Mutex<Vec<String>>,
}

impl Reception for Desk {
    fn receive<'a>(&'a self, credential: &'a Credential) -> BoxFuture<'a, Verdict> {
        Box::pin(async move {
            match credential.login.as_str() {
                "perty" => Verdict::Welcome(Guest {
                    name: "<Perty>".to_owned(),
                    picture: Some(Picture {
                        media_type: "image/png".to_owned(),
                        bytes: b"a picture".to_vec(),
                    }),
                }),
                other => Verdict::TurnedAway(format!("That was {other}, but the bot is perty.")),
            }
        })
    }

    fn hear(&self, event: PageEvent) {
        let mut events = self.events.lock().unwrap();
        events.push(format!("{event:?}"));
    }
}

/// A login that goes on, and a browser beside it.
struct Login {
    port: u16,
    task: tokio::task::JoinHandle<Result<Credential, Error>>,
    desk: Arc<Desk>,
    twitch: Consenting,
}

impl Login {
    async fn start() -> Self {
        let ports = free_ports().await;
        Self::start_on(ports).await
    }

    async fn start_on(ports: [u16; 3]) -> Self {
        let scheme = Scheme::Http;
        let page = LocalPage::bind(PageSettings { ports, scheme }).await;
        let page = page.unwrap();
        let port = page.port();
        let twitch = Consenting::default();
        let http = Http::over(Arc::new(twitch.clone()));
        let desk = Arc::new(Desk::default());
        let receiving = Arc::clone(&desk);
        let task = tokio::spawn(async move {
            code_login(
                page,
                (&http, confidential()),
                invitation(),
                receiving.as_ref(),
            )
            .await
        });
        Self {
            port,
            task,
            desk,
            twitch,
        }
    }

    async fn get(&self, path: &str) -> Answer {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
            self.port
        );
        self.send(&request).await
    }

    async fn send(&self, request: &str) -> Answer {
        send((Ipv4Addr::LOCALHOST, self.port), request).await
    }

    /// The key in the link of the page as it is now.
    async fn key(&self) -> String {
        let page = self.get("/").await;
        let (_, rest) = page.body.split_once("state=").unwrap_or_else(|| {
            panic!("no link in {page:?}");
        });
        rest.chars().take_while(char::is_ascii_hexdigit).collect()
    }

    /// Comes back from Twitch as somebody and looks at what the page says then.
    async fn come_back_as(&self, login: &str) -> Answer {
        let key = self.key().await;
        self.twitch.consent_as(login);
        let path = format!("/?code=c0decanary&scope=chat%3Aread&state={key}");
        let back = self.get(&path).await;
        assert_eq!(back.status, 303, "{back:?}");
        assert!(back.head.contains("location: /\r\n"), "{back:?}");
        self.get("/").await
    }

    async fn end(self) -> Result<Credential, Error> {
        let ended = tokio::time::timeout(PATIENCE, self.task).await;
        ended.expect("it ends in time").expect("it does not panic")
    }
}

async fn send(address: (impl Into<IpAddr>, u16), request: &str) -> Answer {
    let address = SocketAddr::new(address.0.into(), address.1);
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let reading = stream.read_to_end(&mut answer);
    let read = tokio::time::timeout(PATIENCE, reading).await;
    // Whoever sends too much is hung up on, perhaps in the middle of it.
    let _hung_up = read.expect("it answers in time");
    let answer = String::from_utf8(answer).expect("it answers in text");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    Answer {
        status: status.unwrap_or_default(),
        head: format!("{}\r\n", head.to_ascii_lowercase()),
        body: body.to_owned(),
    }
}

fn invitation() -> Invitation {
    Invitation {
        program: "Streamhand".to_owned(),
        part: "the bot".to_owned(),
        account: Some("perty".parse().unwrap()),
        asked: vec![Asked {
            scope: Scope::new("chat:read"),
            meaning: "Reads chat.".to_owned(),
        }],
    }
}

/// Three ports that nobody has at the moment.
async fn free_ports() -> [u16; 3] {
    let mut listeners = Vec::new();
    for _ in 0..3 {
        listeners.push(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap());
    }
    let ports: Vec<_> = listeners
        .iter()
        .map(|listener| listener.local_addr().unwrap().port())
        .collect();
    ports.try_into().unwrap()
}

async fn is_open(address: impl Into<IpAddr>, port: u16) -> bool {
    let address = SocketAddr::new(address.into(), port);
    TcpStream::connect(address).await.is_ok()
}

#[tokio::test]
async fn a_login_goes_from_the_link_to_the_last_page_and_the_port_is_free_again() {
    let login = Login::start().await;
    let port = login.port;
    let start = login.get("/").await;
    for part in ["Log in the bot, perty", "Reads chat.", "force_verify=true"] {
        assert!(start.body.contains(part), "{part} in {start:?}");
    }
    let last = login.come_back_as("perty").await;
    assert!(last.body.contains("&#60;Perty&#62;"), "{last:?}");
    assert!(last.body.contains("close this tab"), "{last:?}");
    let style = login.get("/style.css").await;
    assert!(style.head.contains("content-type: text/css"), "{style:?}");
    let picture = login.get("/picture").await;
    assert_eq!(picture.body, "a picture");
    let credential = login.end().await.unwrap();
    assert_eq!(credential.login.as_str(), "perty");
    assert!(!is_open(Ipv4Addr::LOCALHOST, port).await);
    assert!(!is_open(Ipv6Addr::LOCALHOST, port).await);
}

#[tokio::test]
async fn x06_no_page_holds_a_token_or_a_code_or_lets_anything_be_kept_framed_or_loaded() {
    let login = Login::start().await;
    let key = login.key().await;
    let mut seen = Vec::new();
    for path in [
        "/",
        "/style.css",
        "/picture",
        "/nothing",
        "/?code=c0decanary&state=wrong",
    ] {
        seen.push(login.get(path).await);
    }
    login.twitch.consent_as("perty");
    let back = format!("/?code=c0decanary&state={key}");
    seen.push(login.get(&back).await);
    seen.push(login.get("/").await);
    for answer in seen {
        for header in [
            "cache-control: no-store\r\n",
            "referrer-policy: no-referrer\r\n",
            "x-content-type-options: nosniff\r\n",
            "default-src 'none'",
            "frame-ancestors 'none'",
            "x-frame-options: deny\r\n",
        ] {
            assert!(answer.head.contains(header), "{header} in {answer:?}");
        }
        for secret in ["canary", "script"] {
            assert!(!answer.body.contains(secret), "{secret} in {answer:?}");
        }
        let is_elsewhere = answer.body.contains("src=\"http") || answer.body.contains("url(");
        assert!(!is_elsewhere, "{answer:?}");
    }
    let events = login.desk.events.lock().unwrap().join(" ");
    assert!(
        !events.contains("canary") && !events.contains(&key),
        "{events}"
    );
    login.task.abort();
}

#[tokio::test]
async fn x15_the_page_cannot_be_framed() {
    let login = Login::start().await;
    let page = login.get("/").await;
    assert!(page.head.contains("frame-ancestors 'none'"), "{page:?}");
    assert!(page.head.contains("x-frame-options: deny"), "{page:?}");
    login.task.abort();
}

#[tokio::test]
async fn x02_a_thousand_junk_requests_do_not_keep_the_true_one_out() {
    let login = Login::start().await;
    let key = login.key().await;
    for attempt in 0..1_000 {
        let request = match attempt % 6 {
            0 => format!(
                "GET /?code=evil&state=guess{attempt} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
                login.port
            ),
            1 => format!(
                "GET /?error=access_denied HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
                login.port
            ),
            2 => format!(
                "POST /?code=evil&state={key} HTTP/1.1\r\nHost: localhost:{}\r\nContent-Length: 0\r\n\r\n",
                login.port
            ),
            3 => format!("GET /?code=evil&state={key} HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
            4 => "\u{16}\u{3}\u{1} this is no HTTP\r\n\r\n".to_owned(),
            _ => format!(
                "GET /wp-admin HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
                login.port
            ),
        };
        let answer = login.send(&request).await;
        assert!((400..500).contains(&answer.status), "{request}: {answer:?}");
    }
    assert_eq!(login.twitch.exchanges(), 0, "x01: nothing was exchanged");
    let last = login.come_back_as("perty").await;
    assert!(last.body.contains("close this tab"), "{last:?}");
    assert!(login.end().await.is_ok());
}

#[tokio::test]
async fn x01_a_stale_link_is_told_and_leads_back_to_the_login() {
    let login = Login::start().await;
    for query in ["code=a", "code=a&state=b", "error=access_denied&state=b"] {
        let answer = login.get(&format!("/?{query}")).await;
        assert_eq!(answer.status, 400, "{answer:?}");
        assert!(answer.body.contains("no longer good"), "{answer:?}");
        assert!(answer.body.contains("href=\"/\""), "{answer:?}");
    }
    assert_eq!(login.twitch.exchanges(), 0);
    login.task.abort();
}

#[tokio::test]
async fn x03_the_page_is_there_for_this_machine_only() {
    let login = Login::start().await;
    assert!(is_open(Ipv4Addr::LOCALHOST, login.port).await);
    // Whoever listens on every address of the machine answers there as well.
    #[cfg(target_os = "linux")]
    assert!(!is_open(Ipv4Addr::new(127, 0, 0, 2), login.port).await);
    if let Some(address) = address_in_the_net() {
        assert!(!is_open(address, login.port).await, "{address}");
    }
    login.task.abort();
}

/// This machine's address towards others, if it has one; asking sends nothing.
fn address_in_the_net() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_loopback() && !address.is_unspecified()).then_some(address)
}

#[tokio::test]
async fn x04_a_taken_port_is_left_to_its_owner_and_the_next_one_is_used() {
    let ports = free_ports().await;
    let settings = PageSettings {
        ports,
        scheme: Scheme::Http,
    };
    let _first = TcpListener::bind((Ipv4Addr::UNSPECIFIED, ports[0])).await;
    let page = LocalPage::bind(settings).await.unwrap();
    assert_eq!(page.port(), ports[1]);
    drop(page);
    let six = TcpListener::bind((Ipv6Addr::LOCALHOST, ports[1])).await;
    let has_six = six.is_ok();
    let page = LocalPage::bind(settings).await.unwrap();
    assert_eq!(page.port(), ports[if has_six { 2 } else { 1 }]);
    let held = page.port();
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, held)).await;
    assert!(taken.is_err(), "nobody else gets a port that is ours");
    drop(page);
    let _second = TcpListener::bind((Ipv4Addr::LOCALHOST, ports[1])).await;
    let _third = TcpListener::bind((Ipv4Addr::LOCALHOST, ports[2])).await;
    let error = LocalPage::bind(settings).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "cannot open the page for the login: the ports {}, {} and {} are all in use",
            ports[0], ports[1], ports[2]
        )
    );
    assert!(
        error
            .advice()
            .is_some_and(|advice| advice.contains("device code"))
    );
}

#[tokio::test]
async fn a16_a_thousand_logins_that_are_broken_off_leave_nothing_behind() {
    let ports = free_ports().await;
    for cycle in 0..1_000 {
        let login = Login::start_on(ports).await;
        assert_eq!(login.port, ports[0], "cycle {cycle}");
        let page = login.get("/").await;
        assert_eq!(page.status, 200);
        login.task.abort();
        let ended = login.task.await;
        assert!(ended.is_err_and(|error| error.is_cancelled()));
        assert!(
            !is_open(Ipv4Addr::LOCALHOST, ports[0]).await,
            "cycle {cycle}"
        );
    }
}

#[tokio::test]
async fn a16_of_two_tabs_the_first_one_to_come_back_logs_in_and_the_other_is_told() {
    let login = Login::start().await;
    let (one, other) = (login.key().await, login.key().await);
    assert_eq!(one, other);
    let last = login.come_back_as("perty").await;
    assert!(last.body.contains("close this tab"), "{last:?}");
    let late = login.get(&format!("/?code=c0de2&state={other}")).await;
    assert_eq!(late.status, 400, "{late:?}");
    assert_eq!(login.twitch.exchanges(), 1);
    assert!(login.end().await.is_ok());
}

#[tokio::test]
async fn a11_x08_the_wrong_account_is_refused_with_a_fresh_link_and_the_right_one_gets_in() {
    let login = Login::start().await;
    let first = login.key().await;
    let page = login.come_back_as("somechannel").await;
    assert!(
        page.body
            .contains("That was somechannel, but the bot is perty."),
        "{page:?}"
    );
    assert!(page.body.contains("force_verify=true"), "{page:?}");
    assert_ne!(login.key().await, first);
    let last = login.come_back_as("perty").await;
    assert!(last.body.contains("close this tab"), "{last:?}");
    let events = login.desk.events.lock().unwrap().join(" ");
    assert!(events.contains("TurnedAway"), "{events}");
    assert_eq!(login.end().await.unwrap().login.as_str(), "perty");
}

#[tokio::test]
async fn a_refusal_at_twitch_can_be_tried_again_from_the_page() {
    let login = Login::start().await;
    let key = login.key().await;
    let back = login
        .get(&format!("/?error=access_denied&state={key}"))
        .await;
    assert_eq!(back.status, 303);
    let page = login.get("/").await;
    assert!(page.body.contains("You pressed Cancel"), "{page:?}");
    let last = login.come_back_as("perty").await;
    assert!(last.body.contains("close this tab"), "{last:?}");
    assert!(login.end().await.is_ok());
}

#[tokio::test]
async fn a_mismatch_names_the_exact_address_and_does_not_end_the_login() {
    let login = Login::start().await;
    let key = login.key().await;
    let expected = format!("<code>http://localhost:{}</code>", login.port);
    for query in [
        "error=redirect_mismatch&error_description=no".to_owned(),
        format!("error=redirect_mismatch&state={key}"),
    ] {
        let page = login.get(&format!("/?{query}")).await;
        assert!(page.body.contains(&expected), "{page:?}");
    }
    let last = login.come_back_as("perty").await;
    assert!(last.body.contains("close this tab"), "{last:?}");
    assert!(login.end().await.is_ok());
}

#[tokio::test]
async fn x10_a_foreign_name_that_leads_here_gets_no_page() {
    let login = Login::start().await;
    for path in [
        "/",
        "/style.css",
        "/picture",
        "/?code=a&state=b",
        "/nothing",
    ] {
        for host in ["evil.example", "localhost", "192.168.1.2:80", ""] {
            let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
            let answer = login.send(&request).await;
            assert_eq!(answer.status, 421, "{path} for {host:?}: {answer:?}");
            assert!(!answer.body.contains("state="), "{answer:?}");
        }
    }
    login.task.abort();
}

#[tokio::test]
async fn only_a_plain_look_is_answered_and_no_endless_head() {
    let login = Login::start().await;
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "HEAD"] {
        let request = format!(
            "{method} / HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
            login.port
        );
        assert_eq!(login.send(&request).await.status, 405, "{method}");
    }
    let endless = format!(
        "GET / HTTP/1.1\r\nHost: localhost:{}\r\nX: {}\r\n\r\n",
        login.port,
        "a".repeat(64 * 1024)
    );
    let answer = login.send(&endless).await;
    assert!(answer.status == 431 || answer.status == 0, "{answer:?}");
    assert_eq!(login.get("/").await.status, 200);
    login.task.abort();
}

#[tokio::test]
async fn x32_connections_that_only_hang_around_keep_nobody_out() {
    let login = Login::start().await;
    let mut idle = Vec::new();
    for _ in 0..200 {
        let address = (Ipv4Addr::LOCALHOST, login.port);
        idle.push(TcpStream::connect(address).await.unwrap());
    }
    let looking = tokio::time::timeout(Duration::from_secs(1), login.get("/"));
    assert_eq!(looking.await.expect("within a second").status, 200);
    login.task.abort();
}

/// Far more than anything here takes.
const PATIENCE: Duration = Duration::from_secs(20);
