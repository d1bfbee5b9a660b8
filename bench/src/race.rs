//! The race: in every round each reader runs once, in an order drawn anew, so that a trouble of the machine hits all alike.

use std::hint::black_box;
use std::time::Duration;

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use crate::clock::computing;
use crate::corpus::Corpus;
use crate::figure::Spread;
use crate::reader::{READERS, Reader};

/// The nanoseconds per line of every reader in every round.
#[derive(Debug)]
pub struct Race {
    /// One list per reader, in the order of [`READERS`]; the figures of one round stand at the same place in all of them.
    nanos: Vec<Vec<f64>>,
}

impl Race {
    /// Lets all run against each other.
    pub fn run(corpus: &Corpus, rounds: usize, seed: u64) -> Self {
        let passes: Vec<u32> = READERS
            .iter()
            .map(|reader| passes(reader, corpus))
            .collect();
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let mut nanos = vec![Vec::with_capacity(rounds); READERS.len()];
        for _ in 0..rounds {
            let mut order: Vec<_> = READERS.iter().zip(&passes).zip(&mut nanos).collect();
            order.shuffle(&mut chance);
            for ((reader, passes), nanos) in order {
                let time = time(reader, corpus, *passes);
                let lines = f64::from(*passes) * corpus.lines().len() as f64;
                nanos.push(time.as_secs_f64() * 1e9 / lines);
            }
        }
        Self { nanos }
    }

    /// What a line cost that reader, in nanoseconds.
    pub fn cost(&self, name: &str) -> Option<Spread> {
        Spread::of(self.of(name)?)
    }

    /// What one reader needs of the time of another, round by round.
    pub fn ratio(&self, name: &str, to: &str) -> Option<Spread> {
        let pairs = self.of(name)?.iter().zip(self.of(to)?);
        let ratios: Vec<f64> = pairs.map(|(own, other)| own / other).collect();
        Spread::of(&ratios)
    }

    fn of(&self, name: &str) -> Option<&[f64]> {
        let place = READERS.iter().position(|reader| reader.name == name)?;
        self.nanos.get(place).map(Vec::as_slice)
    }
}

/// How often the corpus must be read so that the clock tells enough.
fn passes(reader: &Reader, corpus: &Corpus) -> u32 {
    // The first pass warms the caches.
    time(reader, corpus, 1);
    let once = time(reader, corpus, 1).max(Duration::from_nanos(1));
    let wanted = TURN.as_nanos() / once.as_nanos();
    u32::try_from(wanted).unwrap_or(u32::MAX).max(1)
}

fn time(reader: &Reader, corpus: &Corpus, passes: u32) -> Duration {
    computing(|| {
        for _ in 0..passes {
            black_box((reader.read)(black_box(corpus)));
        }
    })
}

/// How long one turn of a reader takes, about.
const TURN: Duration = Duration::from_millis(2);
