//! A Twitch at the other end of connections in memory, which answers by a script and in whatever manner it says.

use std::collections::VecDeque;
use std::error::Error;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use auth::{BoxFuture, Connect, Http, Socket};
use http::Uri;
use streamhand_helix::{Client, Directory, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::time::interval;

/// How an answer is given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Manner {
    /// As it should be; the connection is kept.
    Whole,
    /// As it should be, and then the connection goes without a word.
    ThenGone,
    /// The connection goes instead of the answer.
    Cut,
    /// The connection goes in the middle of the answer.
    CutInHalf,
    /// Nothing comes.
    Silence,
    /// A byte a second.
    Drip,
    /// Without end.
    Endless,
    /// There is no connection in the first place.
    NoConnection,
}

/// One answer.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    status: u16,
    headers: String,
    body: String,
    manner: Manner,
}

/// The script, and what was asked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Net {
    script: Arc<Mutex<VecDeque<Reply>>>,
    requests: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
}

impl Reply {
    pub(crate) fn new(status: u16, body: &str) -> Self {
        Self {
            status,
            headers: String::new(),
            body: body.to_owned(),
            manner: Manner::Whole,
        }
    }

    /// A list with nothing in it.
    pub(crate) fn good() -> Self {
        Self::new(200, r#"{"data":[]}"#)
    }

    pub(crate) fn manner(manner: Manner) -> Self {
        Self {
            manner,
            ..Self::good()
        }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    /// What is left in the bucket, and in how many seconds it is full.
    pub(crate) fn bucket(self, remaining: u32, full_in: u32) -> Self {
        let reset = 1_795_342_800 + full_in;
        self.header("Date", "Sun, 22 Nov 2026 10:20:00 GMT")
            .header("Ratelimit-Limit", "800")
            .header("Ratelimit-Remaining", &remaining.to_string())
            .header("Ratelimit-Reset", &reset.to_string())
    }
}

impl Net {
    pub(crate) fn answering(replies: impl IntoIterator<Item = Reply>) -> Self {
        let net = Self::default();
        net.add(replies);
        net
    }

    pub(crate) fn add(&self, replies: impl IntoIterator<Item = Reply>) {
        self.script.lock().unwrap().extend(replies);
    }

    /// Forgets the script; the next answer is this one.
    pub(crate) fn answer_only(&self, reply: Reply) {
        let mut script = self.script.lock().unwrap();
        script.clear();
        script.push_back(reply);
    }

    pub(crate) fn client(&self, tokens: Arc<dyn auth::TokenSource>) -> Client {
        Client::new(self.http(), self.settings(), tokens)
    }

    pub(crate) fn client_among(&self, directory: Arc<dyn Directory>) -> Client {
        Client::with_directory(self.http(), self.settings(), directory)
    }

    /// What was asked, each as its first line.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.first("")
    }

    /// How often an address was looked up and a connection wanted.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }

    /// The tokens that came with what was asked.
    pub(crate) fn tokens(&self) -> Vec<String> {
        self.first("authorization: Bearer ")
    }

    pub(crate) fn http(&self) -> Http {
        Http::over(Arc::new(self.clone()))
    }

    pub(crate) fn settings(&self) -> Settings {
        Settings::new().with_base_url("http://twitch.test/helix")
    }

    /// What follows the start in the first line of each request that begins with it.
    fn first(&self, start: &str) -> Vec<String> {
        let requests = self.requests.lock().unwrap();
        let lines = requests.iter().filter_map(|request| {
            let mut found = request.lines().filter_map(|line| line.strip_prefix(start));
            found.next().map(str::to_owned)
        });
        lines.collect()
    }

    async fn serve(self, mut socket: DuplexStream) {
        while let Some(request) = read_request(&mut socket).await {
            self.requests.lock().unwrap().push(request);
            let reply = self.script.lock().unwrap().pop_front();
            let reply = reply.expect("the script has an answer for every request");
            if !reply.give(&mut socket).await {
                return;
            }
        }
    }
}

impl Connect for Net {
    fn connect(
        &self,
        _address: Uri,
    ) -> BoxFuture<'static, Result<Box<dyn Socket>, Box<dyn Error + Send + Sync>>> {
        self.connections.fetch_add(1, Ordering::Relaxed);
        let mut script = self.script.lock().unwrap();
        let is_refused = script
            .front()
            .is_some_and(|reply| reply.manner == Manner::NoConnection);
        if is_refused {
            script.pop_front();
            let error = io::Error::from(io::ErrorKind::ConnectionRefused);
            return Box::pin(async move { Err(Box::from(error)) });
        }
        let (ours, theirs) = tokio::io::duplex(64 * 1024);
        tokio::spawn(self.clone().serve(theirs));
        Box::pin(async move { Ok(Box::new(ours) as Box<dyn Socket>) })
    }
}

impl Reply {
    /// Whether the connection is kept.
    async fn give(&self, socket: &mut DuplexStream) -> bool {
        let head = format!("HTTP/1.1 {} -\r\n{}", self.status, self.headers);
        let length = self.body.len();
        let whole = format!("{head}content-length: {length}\r\n\r\n{}", self.body);
        match self.manner {
            Manner::Whole => socket.write_all(whole.as_bytes()).await.is_ok(),
            Manner::ThenGone => {
                let _ = socket.write_all(whole.as_bytes()).await;
                false
            }
            Manner::Cut | Manner::NoConnection => false,
            Manner::CutInHalf => {
                let _ = socket.write_all(&whole.as_bytes()[..whole.len() - 3]).await;
                false
            }
            Manner::Silence => std::future::pending().await,
            Manner::Drip => {
                // The clock of these tests stands still and jumps from one beat to the next.
                let mut beat = interval(Duration::from_secs(1));
                for byte in whole.as_bytes() {
                    beat.tick().await;
                    if socket.write_all(&[*byte]).await.is_err() {
                        break;
                    }
                }
                false
            }
            Manner::Endless => {
                let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
                let mut text = format!("{head}transfer-encoding: chunked\r\n\r\n");
                while socket.write_all(text.as_bytes()).await.is_ok() {
                    text.clone_from(&chunk);
                }
                false
            }
        }
    }
}

/// The next request, or nothing when the client has hung up.
async fn read_request(socket: &mut DuplexStream) -> Option<String> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = socket.read(&mut buffer).await.ok()?;
        if count == 0 {
            return None;
        }
        request.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&request).into_owned();
        let Some((head, sent)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head.lines().find_map(|line| {
            let line = line.to_ascii_lowercase();
            line.strip_prefix("content-length: ")?.parse().ok()
        });
        if sent.len() >= length.unwrap_or(0) {
            return Some(text);
        }
    }
}
