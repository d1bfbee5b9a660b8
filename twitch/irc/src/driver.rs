//! The driver: gives the machine a socket, a clock and a source of tokens; it decides nothing.
#![expect(
    clippy::disallowed_methods,
    reason = "a driver is where the clock is read"
)]

use std::future::{Future, pending};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until, timeout};
use types::{Login, MessageId, Secret};

use crate::connection::Connection;
use crate::connection::action::Action;
use crate::connection::event::Event;
use crate::connection::settings::Settings;
use crate::error::Error;

pub(crate) mod address;
mod outlet;
pub(crate) mod tls;
pub(crate) mod token;
mod transport;

use address::Address;
use outlet::{Gone, Outlet};
use tls::Tls;
use token::{NoToken, TokenFuture, TokenSource};
use transport::Transport;

/// What a client is made of.
#[derive(Debug)]
pub struct Options {
    /// Where the server is.
    pub address: Address,
    /// Whom to trust.
    pub tls: Tls,
    /// How the connection behaves.
    pub settings: Settings,
    /// Where tokens come from.
    pub tokens: Arc<dyn TokenSource>,
    /// Spreads waiting times; a number of the caller's own randomness, or a fixed one to repeat a run.
    pub seed: u64,
    /// How many events may wait to be taken before chat is dropped.
    pub capacity: usize,
}

/// Keeps one connection up until it is shut down.
pub struct Driver {
    options: Options,
    connection: Connection,
    wishes: mpsc::Receiver<Wish>,
    outlet: Outlet,
    transport: Option<Transport>,
    opening: Option<BoxFuture<Result<Transport, Error>>>,
    token: Option<TokenFuture>,
}

/// Sends wishes to a [`Driver`].
#[derive(Debug, Clone)]
pub struct Handle(mpsc::Sender<Wish>);

type BoxFuture<Output> = Pin<Box<dyn Future<Output = Output> + Send>>;

#[derive(Debug)]
enum Wish {
    Join(Login),
    Part(Login),
    Say {
        channel: Login,
        text: String,
        reply_to: Option<MessageId>,
    },
    LinkUp,
    ShutDown,
}

/// What the driver waited for.
enum Input {
    Wish(Wish),
    Timeout,
    Token(Result<Secret, NoToken>),
    Opened(Result<Transport, Error>),
    Read(Result<(), String>),
    Relieved(Result<(), Gone>),
}

/// Prepares a client.
///
/// The driver is to be run in a task that is watched over; events come from the receiver, and dropping it ends the driver.
pub fn prepare(options: Options) -> (Driver, Handle, mpsc::Receiver<Event>) {
    let (wish_tx, wish_rx) = mpsc::channel(WISHES);
    let (event_tx, event_rx) = mpsc::channel(options.capacity.max(1));
    let connection = Connection::new(
        Instant::now().into_std(),
        options.settings.clone(),
        options.seed,
    );
    let driver = Driver {
        options,
        connection,
        wishes: wish_rx,
        outlet: Outlet::new(event_tx),
        transport: None,
        opening: None,
        token: None,
    };
    (driver, Handle(wish_tx), event_rx)
}

impl Driver {
    /// Keeps the connection up until it is shut down or nobody takes its events any more.
    pub async fn run(mut self) {
        let mut buffer = Vec::new();
        loop {
            self.drain();
            if self.connection.is_closed() {
                break;
            }
            let input = self.wait(&mut buffer).await;
            let now = Instant::now().into_std();
            match input {
                Input::Wish(wish) => self.handle_wish(wish),
                Input::Timeout => self.connection.handle_timeout(now),
                Input::Token(Ok(token)) => self.connection.handle_token(now, token),
                Input::Token(Err(NoToken)) => self.connection.handle_no_token(now),
                Input::Opened(Ok(transport)) => {
                    self.transport = Some(transport);
                    self.connection.handle_opened(now);
                }
                Input::Opened(Err(error)) => {
                    let reason = with_causes(&error);
                    self.connection.handle_open_failed(now, reason);
                }
                Input::Read(Ok(())) => {
                    self.connection.handle_bytes(now, &buffer);
                    buffer.clear();
                }
                Input::Read(Err(reason)) => {
                    self.transport = None;
                    self.connection.handle_closed(now, reason);
                }
                Input::Relieved(Ok(())) => {}
                Input::Relieved(Err(Gone)) => self.connection.shut_down(),
            }
        }
        if let Some(transport) = self.transport.take() {
            // What was said last is still on its way.
            let _ = timeout(FAREWELL, transport.close()).await;
        }
    }

    /// Waits for whatever comes first; what the others have begun is not lost.
    async fn wait(&mut self, buffer: &mut Vec<u8>) -> Input {
        let deadline = self.connection.poll_timeout().map(Instant::from_std);
        tokio::select! {
            biased;
            Some(wish) = self.wishes.recv() => Input::Wish(wish),
            () = until(deadline) => Input::Timeout,
            token = settle(&mut self.token) => Input::Token(token),
            opened = settle(&mut self.opening) => Input::Opened(opened),
            relieved = self.outlet.relieve() => Input::Relieved(relieved),
            read = read(self.transport.as_mut(), buffer) => Input::Read(read),
        }
    }

    /// Performs everything that the machine wants.
    fn drain(&mut self) {
        while let Some(action) = self.connection.poll_action() {
            match action {
                Action::Open => {
                    let address = self.options.address.clone();
                    let tls = self.options.tls.clone();
                    self.opening = Some(Box::pin(Transport::open(address, tls)));
                }
                Action::Write(line) => {
                    let sent = self
                        .transport
                        .as_ref()
                        .map(|transport| transport.send(line));
                    if let Some(Err(reason)) = sent {
                        self.transport = None;
                        let now = Instant::now().into_std();
                        self.connection.handle_closed(now, reason);
                    }
                }
                Action::Close => {
                    self.opening = None;
                    if !self.connection.is_closed() {
                        self.transport = None;
                    }
                }
                Action::NeedToken { refused } => {
                    self.token = Some(self.options.tokens.token(refused));
                }
                Action::Event(event) => {
                    if self.outlet.offer(event).is_err() {
                        self.connection.shut_down();
                    }
                }
            }
        }
    }

    fn handle_wish(&mut self, wish: Wish) {
        let now = Instant::now().into_std();
        match wish {
            Wish::Join(channel) => self.connection.join(now, channel),
            Wish::Part(channel) => self.connection.part(now, &channel),
            Wish::Say {
                channel,
                text,
                reply_to,
            } => self.connection.say(channel, &text, reply_to.as_ref()),
            Wish::LinkUp => self.connection.handle_link_up(now),
            Wish::ShutDown => self.connection.shut_down(),
        }
    }
}

impl std::fmt::Debug for Driver {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Driver")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl Handle {
    /// Wants to be in a channel, from now on and after every reconnect.
    ///
    /// # Errors
    /// [`Error::ShutDown`] if the driver has ended.
    pub async fn join(&self, channel: Login) -> Result<(), Error> {
        self.send(Wish::Join(channel)).await
    }

    /// Wants to be in a channel no more.
    ///
    /// # Errors
    /// [`Error::ShutDown`] if the driver has ended.
    pub async fn part(&self, channel: Login) -> Result<(), Error> {
        self.send(Wish::Part(channel)).await
    }

    /// Says something now or not at all; in the latter case [`Event::NotSaid`] tells why.
    ///
    /// # Errors
    /// [`Error::ShutDown`] if the driver has ended.
    pub async fn say(
        &self,
        channel: Login,
        text: impl Into<String>,
        reply_to: Option<MessageId>,
    ) -> Result<(), Error> {
        let text = text.into();
        self.send(Wish::Say {
            channel,
            text,
            reply_to,
        })
        .await
    }

    /// The computer has a network again: an attempt that is being waited for begins at once.
    ///
    /// # Errors
    /// [`Error::ShutDown`] if the driver has ended.
    pub async fn link_up(&self) -> Result<(), Error> {
        self.send(Wish::LinkUp).await
    }

    /// Ends the driver.
    ///
    /// # Errors
    /// [`Error::ShutDown`] if it has ended already.
    pub async fn shut_down(&self) -> Result<(), Error> {
        self.send(Wish::ShutDown).await
    }

    async fn send(&self, wish: Wish) -> Result<(), Error> {
        self.0.send(wish).await.map_err(|_| Error::ShutDown)
    }
}

/// Waits for what is under way, if anything is; what was begun goes on when this is dropped.
async fn settle<Output>(future: &mut Option<BoxFuture<Output>>) -> Output {
    match future {
        Some(running) => {
            let output = running.await;
            *future = None;
            output
        }
        None => pending().await,
    }
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline).await,
        None => pending().await,
    }
}

async fn read(transport: Option<&mut Transport>, buffer: &mut Vec<u8>) -> Result<(), String> {
    match transport {
        Some(transport) => transport.read(buffer).await,
        None => pending().await,
    }
}

/// An error and everything behind it in one sentence.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

/// How many wishes may wait for the driver, which takes them at once.
const WISHES: usize = 64;

/// How long the last lines may take to leave.
const FAREWELL: Duration = Duration::from_secs(1);
