//! One order of mischief, read by the table, and the storm that draws many of them. Who exists in the world is checked where an order is given.

use std::time::Duration;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;

use super::given::Given;
use super::kind::{Act, Course, Kind};

/// Something that is to go wrong.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) kind: &'static Kind,
    pub(crate) act: Act,
    pub(crate) after: Duration,
    pub(crate) lasts: Option<Duration>,
    pub(crate) every: Option<Duration>,
    pub(crate) share: f64,
    pub(crate) seed: u64,
    /// As it was written; `login` and `channel` are still names.
    pub(crate) given: Given,
}

/// Reads an order; a storm becomes all that it draws, and the same seed draws the same.
pub(crate) fn read(given: &Given) -> Result<Vec<Order>, String> {
    if given.text("do") == Some(STORM) {
        return storm(given)?.into_iter().map(Order::read).collect();
    }
    Order::read(given.clone()).map(|order| vec![order])
}

impl Order {
    fn read(given: Given) -> Result<Self, String> {
        let name = given.text("do").unwrap_or_default();
        let Some(kind) = Kind::named(name) else {
            return Err(format!("do is {}, or {STORM}", Kind::names()));
        };
        let known: Vec<&str> = kind.all_fields().collect();
        if let Some(unknown) = given.0.keys().find(|name| !known.contains(&name.as_str())) {
            let known = known.join(", ");
            return Err(format!(
                "{} has no {unknown:?}; it may have {known}",
                kind.name
            ));
        }
        let every = given.duration("every")?;
        if every == Some(Duration::ZERO) {
            return Err("every is longer than nothing".to_owned());
        }
        Ok(Self {
            kind,
            act: (kind.read)(&given)?,
            after: given.duration("after")?.unwrap_or_default(),
            lasts: given.duration("for")?,
            every,
            share: given.share()?,
            seed: given.seed()?.unwrap_or_default(),
            given,
        })
    }
}

/// Draws what happens when: some kinds, at moments that lie `every` apart on the average, until `for` is over.
fn storm(given: &Given) -> Result<Vec<Given>, String> {
    if let Some(unknown) = given
        .0
        .keys()
        .find(|name| !STORM_FIELDS.contains(&name.as_str()))
    {
        let known = STORM_FIELDS.join(", ");
        return Err(format!("{STORM} has no {unknown:?}; it may have {known}"));
    }
    let lasts = given
        .duration("for")?
        .ok_or("for is missing: how long the storm lasts, such as 10m")?;
    let every = given.duration("every")?.unwrap_or(Duration::from_secs(30));
    let (lasts, every) = (millis(lasts), millis(every));
    if every == 0 || lasts / every > LARGEST_STORM {
        return Err(format!(
            "a storm does at most {LARGEST_STORM} things; make every longer or for shorter"
        ));
    }
    let kinds = kinds(given)?;
    let mut random = ChaCha12Rng::seed_from_u64(given.seed()?.unwrap_or_default());
    let mut pieces = Vec::new();
    let mut at = 0;
    loop {
        at += random.random_range(every.div_ceil(2)..=every + every / 2);
        let kind = kinds[random.random_range(0..kinds.len())];
        let longest = (lasts.saturating_sub(at)).clamp(1, LONGEST_GUST_MILLIS);
        let (length, seed) = (random.random_range(1..=longest), random.random::<u32>());
        if at >= lasts {
            return Ok(pieces);
        }
        let mut piece = Given::default();
        piece.set("do", kind.name);
        piece.set("after", format!("{at}ms"));
        piece.set("seed", seed.to_string());
        if kind.course == Course::Lasting {
            piece.set("for", format!("{length}ms"));
        }
        if let Some(login) = given.text("login").filter(|_| kind.name != "tls") {
            piece.set("login", login);
        }
        pieces.push(piece);
    }
}

/// The kinds that a storm draws from: those it names, or all.
fn kinds(given: &Given) -> Result<Vec<&'static Kind>, String> {
    let Some(names) = given.text("kinds") else {
        // A torrent leaves nothing of a test but itself.
        let usual = super::kind::KINDS.iter();
        return Ok(usual.filter(|kind| kind.name != "torrent").collect());
    };
    let named = names.split(',').map(|name| {
        let kind = Kind::named(name.trim());
        kind.ok_or_else(|| format!("kinds names {name:?}; there are {}", Kind::names()))
    });
    named.collect()
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// The order that draws others.
pub(crate) const STORM: &str = "storm";
const STORM_FIELDS: [&str; 6] = ["do", "for", "every", "kinds", "login", "seed"];
const LARGEST_STORM: u64 = 10_000;
const LONGEST_GUST_MILLIS: u64 = 20_000;
