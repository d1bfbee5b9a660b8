//! The whole of it as one machine: requests, chat bytes and moments in; answers and chat bytes out. It performs no I/O and reads no clock.

use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, UNIX_EPOCH};

use http::header::DATE;
use http::{Request, Response, StatusCode};
use types::{Login, Timestamp};

use crate::chat::outbox::{IrcId, IrcOutput};
use crate::chat::{Chat, Stage};
use crate::control;
use crate::control::console::Console;
use crate::control::env::Env;
use crate::due;
use crate::fault::Faults;
use crate::helix;
use crate::helix::bucket::Buckets;
use crate::helix::floor::Floor;
use crate::helix::own_limit::OwnLimits;
use crate::irc::Door;
use crate::mischief::Named;
use crate::mischief::kind::TlsTrouble;
use crate::mischief::order::Order;
use crate::oauth;
use crate::oauth::pending::{Desk, Pending};
use crate::places::Places;
use crate::reply;
use crate::statistics::{BotStatistics, Statistics};
use crate::tally::Tally;
use crate::viewers::Viewers;
use crate::world::blueprint::Blueprint;
use crate::world::{Skew, World};

/// A small Twitch.
pub struct Twitch {
    world: World,
    chat: Chat,
    irc: Door,
    viewers: Option<Viewers>,
    pending: Pending,
    buckets: Buckets,
    own_limits: OwnLimits,
    places: Places,
    faults: Faults,
    tally: Tally,
    requests: u64,
}

/// What a Twitch starts from.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The same seed gives the same people, ids, tokens and chat.
    pub seed: u64,
    /// The moment at which it begins.
    pub started_at: Timestamp,
    /// Where its doors are reached; it stands in the links that it hands out.
    pub places: Places,
    /// The people and channels; the usual ones if not set.
    pub world: Option<Blueprint>,
    /// Who consents to every login that comes; a person has to if not set, or if nobody has that login.
    pub consent: Option<Login>,
}

impl Twitch {
    /// A Twitch at its first moment.
    pub fn new(settings: Settings) -> Self {
        let blueprint = settings.world.unwrap_or_default();
        let mischief = blueprint.mischief();
        let world = World::build(blueprint, settings.started_at, settings.seed);
        let consent = settings.consent.and_then(|login| {
            let user = world.users.by_login(login.as_str())?;
            Some(user.id.clone())
        });
        let mut twitch = Self {
            world,
            chat: Chat::default(),
            irc: Door::default(),
            viewers: None,
            pending: Pending::default(),
            buckets: Buckets::default(),
            own_limits: OwnLimits::default(),
            places: settings.places,
            faults: Faults::default(),
            tally: Tally::default(),
            requests: 0,
        };
        twitch.pending.consent = consent;
        // The listener is there before anybody can say something.
        twitch.observe();
        twitch.order_mischief(&mischief);
        twitch
    }

    /// Moves time forward to `now` and does everything that was due until then, in order; time never goes back.
    pub fn set_now(&mut self, now: Timestamp) {
        while let Some(due) = self.next_deadline().filter(|due| *due <= now) {
            self.world.now = self.world.now.max(due);
            self.handle_timeouts(now);
        }
        self.world.now = self.world.now.max(now);
        self.chat.outboxes.now = self.world.now;
    }

    /// Answers a request to any of the HTTP doors; [`Delivery::of`](crate::Delivery::of) tells whether the answer may be sent.
    pub fn handle_http(&mut self, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        self.requests += 1;
        let request = crate::request::Request::new(request);
        self.tally.count(&request);
        let reply = match self.faults.meet(&self.world, &request) {
            None => self.answer(&request),
            Some(fault) => {
                let answer = fault.carries_out().then(|| self.answer(&request));
                fault.spoil(answer)
            }
        };
        self.observe();
        self.dated(reply)
    }

    /// Asks devices to wait this long between two questions, whole seconds; Twitch asks for five.
    pub fn set_device_interval(&mut self, interval: Duration) {
        self.pending.device_interval = Some(interval);
    }

    /// What goes wrong with the next TLS connection, if anything does.
    pub(crate) fn tls_trouble(&mut self) -> Option<TlsTrouble> {
        self.chat.outboxes.mischief.tls_trouble()
    }

    /// The header `Date` of every answer: the time that it is here, or that a wrong clock tells.
    pub(crate) fn date(&self) -> String {
        let millis = u64::try_from(self.world.now.as_unix_millis()).unwrap_or(0);
        let now = Duration::from_millis(millis);
        let told = match self.world.skew {
            Skew::Fast(by) => now.saturating_add(by),
            Skew::Slow(by) => now.saturating_sub(by),
        };
        httpdate::fmt_http_date(UNIX_EPOCH + told)
    }

    /// Lets scripted viewers chat from now on.
    pub fn start_viewers(&mut self, viewers: Viewers) {
        self.viewers = Some(viewers);
    }

    /// Lets scripted viewers chat no more.
    pub fn stop_viewers(&mut self) {
        self.viewers = None;
    }

    /// A client connects to chat.
    pub fn open_irc(&mut self) -> IrcId {
        self.irc.open(&mut Stage {
            world: &mut self.world,
            chat: &mut self.chat,
        })
    }

    /// Takes bytes that a chat client sent, cut anywhere.
    pub fn handle_irc(&mut self, id: IrcId, bytes: &[u8]) {
        let mut stage = Stage {
            world: &mut self.world,
            chat: &mut self.chat,
        };
        self.irc.handle(&mut stage, id, bytes);
        self.observe();
    }

    /// Takes what is to be written to a chat client, and whether the connection ends after that.
    pub fn poll_irc(&mut self, id: IrcId) -> IrcOutput {
        self.chat.outboxes.poll(id)
    }

    /// Whether a chat connection ends without waiting until its client reads what is written to it.
    pub fn gives_up_irc(&self, id: IrcId) -> bool {
        self.chat.outboxes.is_given_up(id)
    }

    /// A chat client is gone.
    pub fn close_irc(&mut self, id: IrcId) {
        let mut stage = Stage {
            world: &mut self.world,
            chat: &mut self.chat,
        };
        self.irc.close(&mut stage, id);
        self.observe();
    }

    /// The chat clients for which `poll_irc` has something since the last time this was asked.
    pub fn take_ready_irc(&mut self) -> Vec<IrcId> {
        self.chat.outboxes.take_ready()
    }

    /// Everything that a client under test needs, with tokens minted for it.
    pub fn env(&mut self) -> Env {
        Env::mint(&mut self.world, &self.places).expect("every world has people and an application")
    }

    /// When something is due without anybody asking.
    pub fn next_deadline(&self) -> Option<Timestamp> {
        let viewers = self.viewers.as_ref().and_then(Viewers::next_at);
        let due = due::next_deadline(&self.world);
        let mischief = self.chat.outboxes.mischief.next_deadline();
        [viewers, self.irc.next_deadline(), due, mischief]
            .into_iter()
            .flatten()
            .min()
    }

    /// The moment it is here.
    pub fn now(&self) -> Timestamp {
        self.world.now
    }

    /// Whether somebody has this login.
    pub fn has_account(&self, login: &Login) -> bool {
        self.world.users.by_login(login.as_str()).is_some()
    }

    /// What happened so far.
    pub fn statistics(&self) -> Statistics {
        let chat = &self.chat.statistics;
        let bots: BTreeMap<Login, BotStatistics> = chat
            .accounts
            .iter()
            .filter_map(|(id, account)| {
                let login = self.world.users.get(id.as_str())?.login.clone();
                let (sent, seen) = (account.sent, account.seen);
                Some((login, BotStatistics { sent, seen }))
            })
            .collect();
        Statistics {
            chat_lines: chat.viewer_lines,
            commands: chat.viewer_commands,
            bots,
            tokens_refreshed: self.world.tokens.refreshed.values().sum(),
            requests: self.requests,
            connections: self.irc.connections(),
            joined: self.chat.joined(),
        }
    }

    fn answer(&mut self, request: &crate::request::Request) -> Response<Vec<u8>> {
        match request.path.split('/').nth(1) {
            Some("oauth2" | "activate") => oauth::handle(&mut self.desk(), request),
            Some("helix") => helix::handle(&mut self.floor(), request),
            Some("sim") => self.control(request),
            // EventSub is not played yet, and a client deserves to hear that and not "not found".
            Some("ws") => reply::text(
                StatusCode::NOT_IMPLEMENTED,
                "the simulator does not offer EventSub yet\n".to_owned(),
            ),
            Some("") => reply::redirect("/sim"),
            _ => reply::error(StatusCode::NOT_FOUND, "there is no such page"),
        }
    }

    /// The answer with its date, unless it has another by order.
    fn dated(&self, reply: Response<Vec<u8>>) -> Response<Vec<u8>> {
        if reply.headers().contains_key(DATE) {
            return reply;
        }
        reply::with_header(reply, DATE, &self.date())
    }

    fn control(&mut self, request: &crate::request::Request) -> Response<Vec<u8>> {
        let statistics = self.statistics();
        let mut console = Console {
            stage: Stage {
                world: &mut self.world,
                chat: &mut self.chat,
            },
            pending: &mut self.pending,
            irc: &mut self.irc,
            places: &self.places,
            faults: &mut self.faults,
            tally: &self.tally,
            statistics,
        };
        let reply = control::handle(&mut console, request);
        self.misbehave();
        // Time is moved here and not at the console, because everything that falls due on the way belongs to the whole.
        if let Some(moved_to) = reply.moved_to {
            self.set_now(moved_to);
        }
        reply.reply
    }

    fn desk(&mut self) -> Desk<'_> {
        Desk {
            world: &mut self.world,
            pending: &mut self.pending,
            places: &self.places,
        }
    }

    fn floor(&mut self) -> Floor<'_> {
        Floor {
            world: &mut self.world,
            chat: &mut self.chat,
            buckets: &mut self.buckets,
            own_limits: &mut self.own_limits,
            places: &self.places,
        }
    }

    fn handle_timeouts(&mut self, until: Timestamp) {
        let mut stage = Stage {
            world: &mut self.world,
            chat: &mut self.chat,
        };
        if let Some(viewers) = &mut self.viewers {
            viewers.tick(&mut stage);
        }
        self.irc.misbehave(&mut stage);
        due::handle_timeout(&mut stage);
        self.irc.handle_timeout(&mut stage, until);
        self.irc.observe(&mut stage);
    }

    /// Takes over the mischief of a described world; whoever it names was found when it was read.
    fn order_mischief(&mut self, orders: &[Order]) {
        for order in orders {
            let id = |field| {
                let user = self.world.users.by_login(order.given.text(field)?)?;
                Some(user.id.clone())
            };
            let named = Named {
                user: id("login"),
                channel: id("channel"),
            };
            let mischief = &mut self.chat.outboxes.mischief;
            mischief.add(order.clone(), named, self.world.now);
        }
        self.misbehave();
    }

    /// Does the mischief that is due.
    fn misbehave(&mut self) {
        self.irc.misbehave(&mut Stage {
            world: &mut self.world,
            chat: &mut self.chat,
        });
    }

    /// Lets the listener hear what was just said, so that the counts are right at every moment.
    fn observe(&mut self) {
        self.irc.observe(&mut Stage {
            world: &mut self.world,
            chat: &mut self.chat,
        });
    }
}

impl fmt::Debug for Twitch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The world holds every token, so only the time is shown.
        formatter
            .debug_struct("Twitch")
            .field("now", &self.world.now)
            .finish_non_exhaustive()
    }
}
