//! B9: ten thousand times the server asks for a reconnect while thousands of lines a second come in.
//! Every line reaches the bot's judgement once, and every command is judged once.

use std::collections::{BTreeSet, HashMap};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use engine::{Action, Channel, ChatLine, Engine};
use irc::{Event, Identity, LinkId, Message, Privmsg, Settings};
use rand::RngExt;
use serde_json::json;
use types::{Login, MessageId, UserId};

use crate::scale::Scale;
use crate::stage::{self, Stage, Witness};
use crate::verdict::Verdict;

/// Hands over again and again, in two threads.
pub(crate) fn measure(scale: &Scale) -> Result<Verdict> {
    let halves: Vec<_> = (0..2)
        .map(|half| {
            let (wanted, seed) = (scale.hand_overs / 2, scale.seed * 2 + half);
            thread::spawn(move || hand_over_often(wanted, seed))
        })
        .collect();
    let mut sum = Counts::default();
    for half in halves {
        let outcome = half.join().map_err(|_| anyhow!("a thread broke down"))?;
        sum.add(outcome?);
    }
    let [before, during, both, after] = sum.windows;
    let figures = format!(
        "{} RECONNECTs on {CHANNELS} channels, {} lines said around them at {RATE} a second \
         (before {before}, until the heir is there {during}, through both {both}, behind the old one {after}): \
         {} lost, {} told twice; {} commands among them, {} not judged, {} judged twice \
         (demanded: 0 each); {} lines fell into gaps that the server made by closing before anybody could be there",
        sum.hand_overs,
        sum.lines,
        sum.lost,
        sum.twice,
        sum.commands,
        sum.unjudged,
        sum.judged_twice,
        sum.in_gaps
    );
    Ok(Verdict::new("B9", figures, sum.breaches))
}

#[derive(Debug, Default)]
struct Counts {
    hand_overs: u32,
    lines: u64,
    /// By the time at which the server wrote them: before it asked, while only the old connection was there,
    /// while both were, and behind the end of the old one.
    windows: [u64; 4],
    lost: u64,
    twice: u64,
    in_gaps: u64,
    commands: u64,
    unjudged: u64,
    judged_twice: u64,
    breaches: Vec<String>,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.hand_overs += other.hand_overs;
        self.lines += other.lines;
        for (sum, part) in self.windows.iter_mut().zip(other.windows) {
            *sum += part;
        }
        self.lost += other.lost;
        self.twice += other.twice;
        self.in_gaps += other.in_gaps;
        self.commands += other.commands;
        self.unjudged += other.unjudged;
        self.judged_twice += other.judged_twice;
        self.breaches.extend(other.breaches);
    }
}

/// What happened to the lines of one round.
struct Ear {
    engine: Engine,
    /// What somebody heard who was always there.
    said: BTreeSet<u128>,
    /// To which of our connections the server wrote a line.
    written: HashMap<u128, Written>,
    /// How often the fleet told it.
    told: HashMap<u128, u32>,
    /// The commands among them, and how often each was judged.
    judged: HashMap<MessageId, u32>,
    /// The connections that the server asked to go.
    asked: BTreeSet<LinkId>,
    hand_overs: u32,
}

/// Which of our connections got a line.
#[derive(Debug, Clone, Copy, Default)]
struct Written {
    /// One that was asked to go, or will be.
    to_old: bool,
    to_new: bool,
    /// Whether the server had asked by then.
    is_late: bool,
}

impl Ear {
    fn new(channels: Vec<Channel>) -> Self {
        let now = Instant::now();
        let mut engine = Engine::new(now, engine::Settings::default(), 1);
        for channel in channels {
            engine.handle(now, engine::Event::ChannelAdded(channel));
        }
        Self {
            engine,
            said: BTreeSet::new(),
            written: HashMap::new(),
            told: HashMap::new(),
            judged: HashMap::new(),
            asked: BTreeSet::new(),
            hand_overs: 0,
        }
    }

    fn forget(&mut self) {
        self.said.clear();
        self.written.clear();
        self.told.clear();
        self.judged.clear();
        self.asked.clear();
    }
}

impl Witness for Ear {
    fn see_arrival(&mut self, _: Duration, _: LinkId, _: &str) {}

    fn see_written(&mut self, _: Duration, link: LinkId, line: &[u8]) {
        if let Some(id) = message_id(line) {
            let is_late = !self.asked.is_empty();
            let is_new = is_late && !self.asked.contains(&link);
            let written = self.written.entry(id).or_default();
            written.is_late = is_late;
            written.to_new |= is_new;
            written.to_old |= !is_new;
        } else if line.ends_with(b"RECONNECT\r\n") {
            self.asked.insert(link);
        }
    }

    fn hear(&mut self, now: Instant, event: Event) {
        match event {
            Event::Message(message) => {
                let Message::Privmsg(said) = message.message() else {
                    return;
                };
                let (Some(line), Some(id)) = (chat_line(&said), said.id.and_then(number)) else {
                    return;
                };
                *self.told.entry(id).or_default() += 1;
                if line.text.starts_with('!') {
                    self.judged.entry(line.id.clone()).or_default();
                }
                for action in self.engine.handle(now, engine::Event::Chat(line)) {
                    if let Action::Note { cause, .. } = action {
                        *self.judged.entry(cause).or_default() += 1;
                    }
                }
            }
            Event::HandedOver { .. } => self.hand_overs += 1,
            _ => {}
        }
    }

    fn overhear(&mut self, _: Duration, line: &[u8]) {
        self.said.extend(message_id(line));
    }
}

fn hand_over_often(wanted: u32, seed: u64) -> Result<Counts> {
    let channels = channels_of(seed)?;
    let mut settings = Settings::new(Identity::Account {
        login: BOT.parse()?,
    });
    settings.channels = channels
        .iter()
        .map(|channel| channel.login.clone())
        .collect();
    settings.channels_per_connection = CHANNELS / BERTHS;
    // One of each connection.
    let floods = [&channels[0].login, &channels[CHANNELS - 1].login].map(Login::to_string);
    let askers: Vec<String> = channels[1..]
        .iter()
        .map(|it| it.login.to_string())
        .collect();
    let mut stage = Stage::new(settings, Ear::new(channels), seed);
    stage.pass(Duration::from_secs(90))?;
    let mut counts = Counts::default();
    let mut number = 0;
    let mut rounds = 0;
    while counts.hand_overs < wanted {
        rounds += 1;
        let before = stage.witness.hand_overs;
        let closes_in = play_round(&mut stage, (&floods, &askers), &mut number)?;
        counts.hand_overs += stage.witness.hand_overs - before;
        judge_round(&mut counts, &mut stage.witness, closes_in);
        if rounds > 2 * wanted {
            counts.breaches.push(format!(
                "only {} hand-overs in {rounds} rounds",
                counts.hand_overs
            ));
            break;
        }
    }
    Ok(counts)
}

/// One RECONNECT for each connection, with a flood before and behind it, and around the moment when the server closes.
fn play_round(
    stage: &mut Stage<Ear>,
    (floods, askers): (&[String], &[String]),
    number: &mut u64,
) -> Result<Duration> {
    let closes_in = match stage.random.random_range(0..10) {
        0 => Duration::from_millis(stage.random.random_range(0..1_500)),
        _ => Duration::from_millis(stage.random.random_range(4_001..30_000)),
    };
    let moment = Duration::from_millis(stage.random.random_range(100..400));
    flood(stage, floods, Duration::from_millis(1_600))?;
    stage.pass(moment)?;
    let in_millis = format!("{}ms", closes_in.as_millis());
    let order = json!({"do": "reconnect", "login": BOT, "closes_in": in_millis});
    stage.order("/sim/mischief", &order)?;
    ask(stage, askers, number, Duration::from_millis(2_000))?;
    let to_close = closes_in.saturating_sub(Duration::from_millis(2_200));
    stage.pass(to_close)?;
    if !to_close.is_zero() {
        flood(stage, floods, Duration::from_millis(500))?;
        ask(stage, askers, number, Duration::from_millis(700))?;
    }
    stage.pass(QUIET)?;
    stage.end_mischief()?;
    Ok(closes_in)
}

fn flood(stage: &mut Stage<Ear>, channels: &[String], time: Duration) -> Result<()> {
    for channel in channels {
        let rate = RATE / channels.len();
        let time = format!("{}ms", time.as_millis());
        let order = json!({"do": "flood", "rate": rate, "for": time, "channel": channel});
        stage.order("/sim/mischief", &order)?;
    }
    Ok(())
}

/// People give commands now and then during this time.
fn ask(stage: &mut Stage<Ear>, askers: &[String], number: &mut u64, time: Duration) -> Result<()> {
    let step = time / u32::try_from(askers.len()).unwrap_or(1);
    for asker in askers {
        stage.pass(step)?;
        *number += 1;
        let text = format!("!probe {number}");
        let order = json!({"do": "say", "channel": asker, "user": asker, "text": text});
        stage.order("/sim/chat", &order)?;
    }
    Ok(())
}

fn judge_round(counts: &mut Counts, ear: &mut Ear, closes_in: Duration) {
    let mut breaches = Vec::new();
    if ear.said.len() < FEWEST_LINES {
        breaches.push(format!("only {} lines were said", ear.said.len()));
    }
    for id in &ear.said {
        counts.lines += 1;
        let told = ear.told.get(id).copied().unwrap_or(0);
        let Some(written) = ear.written.get(id) else {
            // Nobody of ours was there: the server had closed before the heir could have joined.
            counts.in_gaps += 1;
            if closes_in > LONG_ENOUGH {
                breaches.push("a line was said while nobody was there".to_owned());
            }
            continue;
        };
        let window = match written {
            Written { is_late: false, .. } => 0,
            Written { to_new: false, .. } => 1,
            Written { to_old: true, .. } => 2,
            Written { .. } => 3,
        };
        counts.windows[window] += 1;
        match told {
            0 => {
                counts.lost += 1;
                breaches.push(format!("a line in window {} was lost", window + 1));
            }
            1 => {}
            _ => {
                counts.twice += 1;
                breaches.push(format!(
                    "a line in window {} was told {told} times",
                    window + 1
                ));
            }
        }
    }
    for times in ear.judged.values() {
        counts.commands += 1;
        match times {
            0 => counts.unjudged += 1,
            1 => continue,
            _ => counts.judged_twice += 1,
        }
        breaches.push(format!("a command was judged {times} times"));
    }
    // The same thing a thousand times in a round says no more than once.
    breaches.dedup();
    counts.breaches.extend(
        breaches
            .into_iter()
            .map(|breach| format!("closed {closes_in:?} after RECONNECT: {breach}")),
    );
    ear.forget();
}

/// The channels that the bot is in: that of the broadcaster and those of some viewers.
fn channels_of(seed: u64) -> Result<Vec<Channel>> {
    let mut twitch = stage::twitch(seed);
    let bot = twitch.env().account.id;
    let people = stage::people(&mut twitch)?.into_iter();
    let others = people.filter(|(id, _)| *id != bot).take(CHANNELS);
    let channel = |(id, login)| Channel {
        id,
        login,
        bot: bot.clone(),
    };
    Ok(others.map(channel).collect())
}

/// The line as the program hands it to the engine; none if it lacks an id.
fn chat_line(said: &Privmsg<'_>) -> Option<ChatLine> {
    Some(ChatLine {
        channel: UserId::new(said.room_id?),
        id: MessageId::new(said.id?),
        sender: UserId::new(said.sender.user_id?),
        login: said.sender.login.to_owned(),
        display_name: said.sender.display_name().into_owned(),
        roles: said.sender.roles(),
        text: said.text.to_owned(),
        reply: None,
        source_channel: None,
        sent_at: said.sent_at?,
    })
}

/// The id of a chat message as a number, as it came over the wire.
fn message_id(line: &[u8]) -> Option<u128> {
    let line = std::str::from_utf8(line).ok()?;
    if !line.contains(" PRIVMSG #") {
        return None;
    }
    let (_, id) = line
        .split_once(";id=")
        .or_else(|| line.split_once("@id="))?;
    number(id.get(..36)?)
}

fn number(id: &str) -> Option<u128> {
    let digits: String = id.chars().filter(|character| *character != '-').collect();
    u128::from_str_radix(&digits, 16).ok()
}

const BOT: &str = "perty";
const CHANNELS: usize = 16;
/// On how many connections they are.
const BERTHS: usize = 2;
/// Lines in a second, in all channels together.
const RATE: usize = 2_000;
/// In one round; fewer would prove nothing.
const FEWEST_LINES: usize = 2_000;
/// Who is given so much time between RECONNECT and the end may lose nothing at all.
const LONG_ENOUGH: Duration = Duration::from_secs(4);
/// After a minute of service the next reconnect follows at once.
const QUIET: Duration = Duration::from_secs(75);
