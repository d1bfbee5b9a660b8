//! The driver: gives the machine sockets, a clock and a source of tokens; it decides nothing.
#![expect(
    clippy::disallowed_methods,
    reason = "a driver is where the clock is read"
)]

use std::collections::BTreeMap;
use std::future::{Future, pending};
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use futures_util::StreamExt;
use futures_util::future::{AbortHandle, Abortable, Aborted, join_all};
use futures_util::stream::FuturesUnordered;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until, timeout};
use types::{Login, MessageId, Secret};

use crate::connection::event::{Event, Pulse};
use crate::connection::settings::{Settings, Usage};
use crate::error::Error;
use crate::fleet::Fleet;
use crate::fleet::order::{LinkId, Order};
use crate::outgoing::{ClientTags, Outgoing};

pub(crate) mod address;
mod dial;
mod endurance;
mod outlet;
mod sleeper;
pub(crate) mod tls;
pub(crate) mod token;
mod transport;

use address::Address;
use dial::KnownAddresses;
use outlet::{Gone, Outlet};
use sleeper::Sleeper;
use tls::Tls;
use token::{NoToken, TokenFuture, TokenSource};
use transport::{Lines, Reader, Transport};

/// What a client is made of.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the server is.
    pub address: Address,
    /// Whom to trust.
    pub tls: Tls,
    /// How the connections behave.
    pub settings: Settings,
    /// Where tokens come from.
    pub tokens: Arc<dyn TokenSource>,
    /// Spreads waiting times; a number of the caller's own randomness, or a fixed one to repeat a run.
    pub seed: u64,
    /// How many events may wait to be taken before chat is dropped.
    pub capacity: usize,
}

/// Keeps as many connections up as the channels need, until it is shut down.
pub struct Driver {
    options: Options,
    fleet: Fleet,
    wishes: mpsc::Receiver<Wish>,
    signs: watch::Sender<Signs>,
    outlet: Outlet,
    known: KnownAddresses,
    /// What every transport is doing: it is being opened, or read from.
    work: FuturesUnordered<Abortable<BoxFuture<Work>>>,
    transports: BTreeMap<LinkId, Open>,
    token: Option<TokenFuture>,
    sleeper: Sleeper,
}

/// Sends wishes to a [`Driver`], and knows how its connections are.
#[derive(Debug, Clone)]
pub struct Handle {
    wishes: mpsc::Sender<Wish>,
    signs: watch::Receiver<Signs>,
}

/// What a driver shows of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Signs {
    pulse: Pulse,
    used: Usage,
}

type BoxFuture<Output> = Pin<Box<dyn Future<Output = Output> + Send>>;

/// A transport that is open or being opened.
struct Open {
    stop: AbortHandle,
    lines: Option<Lines>,
}

/// What a transport has done.
enum Work {
    Opened(LinkId, Result<Transport, Error>),
    Read(LinkId, Chunk, Result<(), String>),
}

/// Who reads, and where to.
struct Chunk {
    reader: Reader,
    bytes: Vec<u8>,
}

#[derive(Debug)]
enum Wish {
    Join(Login),
    Part(Login),
    Say {
        channel: Login,
        text: String,
        tags: ClientTags,
    },
    LinkUp,
    ShutDown,
}

/// What the driver waited for.
enum Input {
    Wish(Wish),
    Timeout,
    Token(Result<Secret, NoToken>),
    Worked(Result<Work, Aborted>),
    Relieved(Result<(), Gone>),
}

/// Prepares a client.
///
/// The driver is to be run in a task that is watched over; events come from the receiver, and dropping it ends the driver.
pub fn prepare(mut options: Options) -> (Driver, Handle, mpsc::Receiver<Event>) {
    let (wish_tx, wish_rx) = mpsc::channel(WISHES);
    let (event_tx, event_rx) = mpsc::channel(options.capacity.max(1));
    let now = Instant::now();
    let fleet = Fleet::new(now.into_std(), options.settings.clone(), options.seed);
    // Of many channels one list is enough, and the fleet's is the one that is kept up to date.
    options.settings.channels = Vec::new();
    let (signs_tx, signs_rx) = watch::channel(signs_of(&fleet));
    let driver = Driver {
        options,
        fleet,
        wishes: wish_rx,
        signs: signs_tx,
        outlet: Outlet::new(event_tx),
        known: KnownAddresses::default(),
        work: FuturesUnordered::new(),
        transports: BTreeMap::new(),
        token: None,
        sleeper: Sleeper::new(SystemTime::now(), now),
    };
    let handle = Handle {
        wishes: wish_tx,
        signs: signs_rx,
    };
    (driver, handle, event_rx)
}

impl Driver {
    /// Keeps the connections up until they are shut down or nobody takes their events any more.
    pub async fn run(mut self) {
        loop {
            self.drain();
            if self.fleet.is_closed() {
                break;
            }
            let input = self.wait().await;
            let now = Instant::now().into_std();
            match input {
                Input::Wish(wish) => self.handle_wish(wish),
                Input::Timeout => self.handle_timeout(),
                Input::Token(Ok(token)) => self.fleet.handle_token(now, token),
                Input::Token(Err(NoToken)) => self.fleet.handle_no_token(now),
                Input::Worked(Ok(Work::Opened(link, opened))) => self.handle_opened(link, opened),
                Input::Worked(Ok(Work::Read(link, chunk, read))) => {
                    self.handle_read(link, chunk, read);
                }
                Input::Worked(Err(Aborted)) | Input::Relieved(Ok(())) => {}
                Input::Relieved(Err(Gone)) => self.fleet.shut_down(),
            }
        }
        let transports = std::mem::take(&mut self.transports).into_values();
        // What was said last is still on its way.
        let closing = transports.filter_map(|open| open.lines).map(Lines::close);
        let _ = timeout(FAREWELL, join_all(closing)).await;
    }

    /// Waits for whatever comes first; what the others have begun is not lost.
    async fn wait(&mut self) -> Input {
        let deadline = self.fleet.poll_timeout().map(Instant::from_std);
        let may_read = !self.outlet.is_breathing();
        tokio::select! {
            biased;
            Some(wish) = self.wishes.recv() => Input::Wish(wish),
            () = until(deadline) => Input::Timeout,
            token = settle(&mut self.token) => Input::Token(token),
            relieved = self.outlet.relieve() => Input::Relieved(relieved),
            Some(worked) = self.work.next(), if may_read => Input::Worked(worked),
        }
    }

    /// Performs everything that the machine wants.
    fn drain(&mut self) {
        // What is about to be sent counts, also if this breaks down over it.
        self.show_signs();
        while let Some(order) = self.fleet.poll_order() {
            match order {
                Order::Open(link) => {
                    let (address, tls) = (self.options.address.clone(), self.options.tls.clone());
                    let opening = Transport::open(address, tls, self.known.clone());
                    let stop = self.begin(async move { Work::Opened(link, opening.await) });
                    self.transports.insert(link, Open { stop, lines: None });
                }
                Order::Write(link, line) => self.write(link, line),
                Order::Close(link) => self.close(link),
                Order::NeedToken { refused } => {
                    self.token = Some(self.options.tokens.token(refused));
                }
                Order::Event(event) => {
                    if self.outlet.offer(event).is_err() {
                        self.fleet.shut_down();
                    }
                }
            }
        }
        self.show_signs();
    }

    fn show_signs(&self) {
        let signs = signs_of(&self.fleet);
        self.signs
            .send_if_modified(|told| std::mem::replace(told, signs) != signs);
    }

    fn begin(&self, work: impl Future<Output = Work> + Send + 'static) -> AbortHandle {
        let (stop, registration) = AbortHandle::new_pair();
        let work: BoxFuture<Work> = Box::pin(work);
        self.work.push(Abortable::new(work, registration));
        stop
    }

    fn write(&mut self, link: LinkId, line: Outgoing) {
        let open = self.transports.get(&link);
        let sent = open
            .and_then(|open| open.lines.as_ref())
            .map(|lines| lines.send(line));
        if let Some(Err(reason)) = sent {
            self.close(link);
            let now = Instant::now().into_std();
            self.fleet.handle_closed(now, link, reason);
        }
    }

    fn close(&mut self, link: LinkId) {
        // At the end, what was said last may still leave.
        if !self.fleet.is_closed()
            && let Some(open) = self.transports.remove(&link)
        {
            open.stop.abort();
        }
    }

    fn handle_opened(&mut self, link: LinkId, opened: Result<Transport, Error>) {
        let now = Instant::now().into_std();
        let Some(open) = self.transports.get_mut(&link) else {
            return;
        };
        match opened {
            Ok(Transport { reader, writer }) => {
                open.lines = Some(writer);
                let bytes = Vec::new();
                self.read_on(link, Chunk { reader, bytes });
                self.fleet.handle_opened(now, link);
            }
            Err(error) => {
                self.transports.remove(&link);
                self.fleet
                    .handle_open_failed(now, link, with_causes(&error));
            }
        }
    }

    fn handle_read(&mut self, link: LinkId, chunk: Chunk, read: Result<(), String>) {
        let now = Instant::now().into_std();
        match read {
            // It may have been closed while this was on its way; nothing more is to be heard of it then.
            Ok(()) if self.transports.contains_key(&link) => {
                self.fleet.handle_bytes(now, link, &chunk.bytes);
                self.read_on(link, chunk);
            }
            Ok(()) => {}
            Err(reason) => {
                self.transports.remove(&link);
                self.fleet.handle_closed(now, link, reason);
            }
        }
    }

    fn read_on(&mut self, link: LinkId, mut chunk: Chunk) {
        let stop = self.begin(async move {
            let read = chunk.reader.read(&mut chunk.bytes).await;
            Work::Read(link, chunk, read)
        });
        if let Some(open) = self.transports.get_mut(&link) {
            open.stop = stop;
        }
    }

    fn handle_timeout(&mut self) {
        let now = Instant::now();
        // Something is due every few seconds, so that sleep is noticed soon after it has ended.
        if self.sleeper.has_slept(SystemTime::now(), now) {
            self.fleet.handle_link_up(now.into_std());
        }
        self.fleet.handle_timeout(now.into_std());
    }

    fn handle_wish(&mut self, wish: Wish) {
        let now = Instant::now().into_std();
        match wish {
            Wish::Join(channel) => self.fleet.join(now, channel),
            Wish::Part(channel) => self.fleet.part(now, &channel),
            Wish::Say {
                channel,
                text,
                tags,
            } => self.fleet.say_tagged(channel, &text, &tags),
            Wish::LinkUp => self.fleet.handle_link_up(now),
            Wish::ShutDown => self.fleet.shut_down(),
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
        let tags = ClientTags {
            reply_to,
            nonce: None,
        };
        self.say_tagged(channel, text, tags).await
    }

    /// The same with all that a message may carry.
    ///
    /// # Errors
    /// [`Error::ShutDown`] if the driver has ended.
    pub async fn say_tagged(
        &self,
        channel: Login,
        text: impl Into<String>,
        tags: ClientTags,
    ) -> Result<(), Error> {
        let text = text.into();
        self.send(Wish::Say {
            channel,
            text,
            tags,
        })
        .await
    }

    /// The computer has a network again: an attempt that is being waited for begins at once, and servers are asked whether they are there.
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

    /// Whether the connections can be relied on, and when the servers last proved it.
    pub fn health(&self) -> Pulse {
        self.signs.borrow().pulse
    }

    /// When the account last did what Twitch counts; also after the driver has broken down, for [`Settings::used`] of the next one.
    pub fn used(&self) -> Usage {
        self.signs.borrow().used
    }

    async fn send(&self, wish: Wish) -> Result<(), Error> {
        self.wishes.send(wish).await.map_err(|_| Error::ShutDown)
    }
}

fn signs_of(fleet: &Fleet) -> Signs {
    Signs {
        pulse: fleet.health(),
        used: fleet.used(),
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
