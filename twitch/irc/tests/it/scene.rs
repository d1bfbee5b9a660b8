//! A stage for the machine: virtual time, and everything it does written down as text.

use std::time::{Duration, Instant};

use streamhand_irc::{Action, Connection, Event, Identity, Settings};
use types::{Login, Secret};

/// A connection, a clock that only the scene moves, and the protocol of what was done.
pub(crate) struct Scene {
    pub(crate) connection: Connection,
    start: Instant,
    now: Instant,
    /// What was done since it was last taken.
    done: Vec<String>,
}

pub(crate) fn login(text: &str) -> Login {
    text.parse().unwrap()
}

/// The settings of an account `some_bot` that wants these channels.
pub(crate) fn account(channels: &[&str]) -> Settings {
    let mut settings = Settings::new(Identity::Account {
        login: login("some_bot"),
    });
    settings.channels = channels.iter().map(|channel| login(channel)).collect();
    settings
}

impl Scene {
    pub(crate) fn new(settings: Settings, seed: u64) -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "there is no other way to make an instant; from here on only the scene moves it"
        )]
        let start = Instant::now();
        let mut scene = Self {
            connection: Connection::new(start, settings, seed),
            start,
            now: start,
            done: Vec::new(),
        };
        scene.drain();
        scene
    }

    /// A scene in which the login has just worked.
    pub(crate) fn live(settings: Settings, seed: u64) -> Self {
        let mut scene = Self::new(settings, seed);
        scene.log_in();
        scene.take();
        scene
    }

    /// Gives the token, opens and welcomes, whichever of these is being waited for.
    pub(crate) fn log_in(&mut self) {
        self.give_token("u1a2");
        self.open();
        self.welcome();
    }

    /// The server's welcome.
    pub(crate) fn welcome(&mut self) {
        self.receive(":tmi.twitch.tv 001 some_bot :Welcome, GLHF!\r\n");
    }

    pub(crate) fn give_token(&mut self, token: &str) {
        self.connection.handle_token(self.now, Secret::new(token));
        self.drain();
    }

    pub(crate) fn open(&mut self) {
        self.connection.handle_opened(self.now);
        self.drain();
    }

    pub(crate) fn fail_to_open(&mut self) {
        self.connection.handle_open_failed(self.now, "no route");
        self.drain();
    }

    pub(crate) fn break_off(&mut self) {
        self.connection.handle_closed(self.now, "reset");
        self.drain();
    }

    pub(crate) fn receive(&mut self, text: impl AsRef<[u8]>) {
        self.connection.handle_bytes(self.now, text.as_ref());
        self.drain();
    }

    /// Makes a wish.
    pub(crate) fn wish(&mut self, wish: impl FnOnce(&mut Connection, Instant)) {
        wish(&mut self.connection, self.now);
        self.drain();
    }

    /// Lets time pass, with every timeout at its moment.
    pub(crate) fn pass(&mut self, duration: Duration) {
        let target = self.now + duration;
        let mut wakes_at_once = 0;
        while let Some(at) = self.connection.poll_timeout().filter(|at| *at <= target) {
            wakes_at_once = if at > self.now { 0 } else { wakes_at_once + 1 };
            assert!(wakes_at_once < 10, "time must go on");
            self.now = at.max(self.now);
            self.connection.handle_timeout(self.now);
            self.drain();
        }
        self.now = target;
    }

    pub(crate) fn pass_seconds(&mut self, seconds: f64) {
        self.pass(Duration::from_secs_f64(seconds));
    }

    /// Lets time pass until the machine wants to be woken, and wakes it; the moment, in seconds since the start.
    pub(crate) fn pass_to_timeout(&mut self) -> f64 {
        let at = self
            .connection
            .poll_timeout()
            .expect("something must be due");
        self.now = at.max(self.now);
        self.connection.handle_timeout(self.now);
        self.drain();
        self.seconds()
    }

    /// Jumps ahead as a computer does that slept: no timeout is served on the way, one at the end.
    pub(crate) fn sleep_through(&mut self, seconds: f64) {
        self.now += Duration::from_secs_f64(seconds);
        self.connection.handle_timeout(self.now);
        self.drain();
    }

    /// Seconds since the start.
    pub(crate) fn seconds(&self) -> f64 {
        (self.now - self.start).as_secs_f64()
    }

    /// What was done since this was last asked.
    pub(crate) fn take(&mut self) -> Vec<String> {
        std::mem::take(&mut self.done)
    }

    /// The lines sent since this was last asked, other than our own PINGs.
    pub(crate) fn take_lines(&mut self) -> Vec<String> {
        let lines = self.take().into_iter();
        lines
            .filter_map(|done| done.strip_prefix("> ").map(str::to_owned))
            .filter(|line| !line.starts_with("PING"))
            .collect()
    }

    /// Answers the PINGs that were sent and takes them from what was done; whether there was one.
    pub(crate) fn answer_pings(&mut self) -> bool {
        let (pings, rest): (Vec<_>, Vec<_>) = self
            .take()
            .into_iter()
            .partition(|done| done.starts_with("> PING :"));
        self.done = rest;
        for ping in &pings {
            let text = ping.trim_start_matches("> PING :");
            self.receive(format!(":tmi.twitch.tv PONG tmi.twitch.tv :{text}\r\n"));
        }
        !pings.is_empty()
    }

    fn drain(&mut self) {
        while let Some(action) = self.connection.poll_action() {
            self.done.push(describe(&action));
        }
    }
}

/// Short words for an action; PASS lines are shown, because scenes have to see which token was sent.
fn describe(action: &Action) -> String {
    match action {
        Action::Open => "open".to_owned(),
        Action::Close => "close".to_owned(),
        Action::NeedToken { refused: None } => "token".to_owned(),
        Action::NeedToken {
            refused: Some(token),
        } => format!("token other than {}", token.expose()),
        Action::Write(line) => {
            let line = String::from_utf8_lossy(line.as_bytes());
            format!("> {}", line.trim_end())
        }
        Action::Event(event) => match event {
            Event::Ready { login } => format!("ready as {login}"),
            Event::Message(message) => format!("< {}", message.as_str()),
            Event::Joined { channel } => format!("joined {channel}"),
            Event::JoinFailed { channel, why } => format!("not joined {channel}: {why:?}"),
            Event::Left { channel } => format!("left {channel}"),
            Event::LoginRefused { why, .. } => format!("refused: {why:?}"),
            Event::NoToken { .. } => "no token".to_owned(),
            Event::NotSaid { text, why, .. } => format!("not said {text:?}: {why:?}"),
            Event::Disconnected { why, .. } => format!("disconnected: {why}"),
            Event::HealthChanged(health) => format!("health {health:?}"),
            other => format!("{other:?}"),
        },
    }
}
