//! Pours a torrent into one connection, in real time, and times the answers to its commands. What is poured is made elsewhere.

use std::collections::VecDeque;
use std::future::pending;
use std::io;
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::sync::Notify;

use crate::torrent::{Spring, Torrent};

/// A torrent on its way into one connection.
pub(super) struct Pouring {
    torrent: Arc<Torrent>,
    spring: Spring,
    pace: Option<Pace>,
    /// What was made and not yet taken, from `taken` on.
    chunk: Vec<u8>,
    taken: usize,
    lines_in_chunk: u64,
    commands_in_chunk: u64,
    /// The commands that may still be answered: their numbers, and when they were due.
    asked: VecDeque<(u64, Instant)>,
}

/// Lines that are due by a schedule, whatever became of those before.
struct Pace {
    started: Instant,
    gap: Duration,
    due: u64,
    beat: Arc<Notify>,
}

impl Pouring {
    pub(super) fn new(torrent: Arc<Torrent>) -> Self {
        Self {
            spring: Spring::new(&torrent),
            pace: torrent.wanted.lines_per_second.map(Pace::begin),
            torrent,
            chunk: Vec::with_capacity(CHUNK),
            taken: 0,
            lines_in_chunk: 0,
            commands_in_chunk: 0,
            asked: VecDeque::new(),
        }
    }

    pub(super) fn is_of(&self, torrent: &Arc<Torrent>) -> bool {
        Arc::ptr_eq(&self.torrent, torrent)
    }

    /// Gives the connection as much as it takes at once; what was made and not taken is kept if nobody waits any more.
    pub(super) async fn pour(&mut self, writer: &mut (impl AsyncWrite + Unpin)) -> io::Result<()> {
        while self.taken == self.chunk.len() {
            if !self.make() {
                match &self.pace {
                    Some(pace) => pace.beat.notified().await,
                    None => pending().await,
                }
            }
        }
        let rest = self.chunk.get(self.taken..).unwrap_or_default();
        let taken = writer.write(rest).await?;
        self.take(taken);
        Ok(())
    }

    /// Ends the line that the connection has only a part of, so that something else can be written.
    pub(super) async fn finish_line(
        &mut self,
        writer: &mut (impl AsyncWrite + Unpin),
    ) -> io::Result<()> {
        let is_whole = |taken: usize| taken == 0 || self.chunk.get(taken - 1) == Some(&b'\n');
        if is_whole(self.taken) {
            return Ok(());
        }
        let rest = self.chunk.get(self.taken..).unwrap_or_default();
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        writer
            .write_all(rest.get(..end).unwrap_or_default())
            .await?;
        self.take(end);
        Ok(())
    }

    /// Looks for answers to commands in what the client said.
    pub(super) fn hear(&mut self, bytes: &[u8], now: Instant) {
        if self.asked.is_empty() {
            return;
        }
        for line in bytes.split(|byte| *byte == b'\n') {
            let Some(at) = memchr::memmem::find(line, b"PRIVMSG #") else {
                continue;
            };
            let text = String::from_utf8_lossy(line.get(at..).unwrap_or_default());
            let numbers = text.split_whitespace().filter_map(|word| word.parse().ok());
            for number in numbers {
                self.note_answer(number, now);
            }
        }
    }

    fn note_answer(&mut self, number: u64, now: Instant) {
        let found = self
            .asked
            .binary_search_by_key(&number, |(asked, _)| *asked);
        if let Some((_, due)) = found.ok().and_then(|at| self.asked.remove(at)) {
            let time = now.saturating_duration_since(due);
            self.torrent.tally.note_answer(time);
        }
    }

    fn take(&mut self, taken: usize) {
        self.taken += taken;
        if self.taken == self.chunk.len() {
            let (lines, commands) = (self.lines_in_chunk, self.commands_in_chunk);
            self.torrent.tally.count_lines(lines, commands);
        }
    }

    /// Makes the lines that are due; false if none is.
    fn make(&mut self) -> bool {
        self.chunk.clear();
        self.taken = 0;
        (self.lines_in_chunk, self.commands_in_chunk) = (0, 0);
        while self.chunk.len() < CHUNK {
            let due = match &mut self.pace {
                Some(pace) => match pace.next() {
                    Some(due) => due,
                    None => break,
                },
                None => Instant::now(),
            };
            self.make_lines(due);
        }
        !self.chunk.is_empty()
    }

    /// One line, or as many as make the look at the clock cheap where nothing depends on it.
    fn make_lines(&mut self, due: Instant) {
        let count = if self.pace.is_some() { 1 } else { LINES_A_LOOK };
        for _ in 0..count {
            if let Some(number) = self.spring.next(&mut self.chunk) {
                if self.asked.len() == MOST_ASKED {
                    self.asked.pop_front();
                }
                self.asked.push_back((number, due));
                self.commands_in_chunk += 1;
            }
            self.lines_in_chunk += 1;
        }
    }
}

impl Pace {
    fn begin(lines_per_second: u32) -> Self {
        let gap = Duration::from_secs(1) / lines_per_second.max(1);
        let beat = Arc::new(Notify::new());
        let started = Instant::now();
        // The runtime's timer counts milliseconds, in which ten lines may be due.
        let heard = Arc::downgrade(&beat);
        thread::spawn(move || beat_time(&heard, started, gap.max(SHORTEST_BEAT)));
        Self {
            started,
            gap,
            due: 0,
            beat,
        }
    }

    /// When the next line was due, if it was.
    fn next(&mut self) -> Option<Instant> {
        let nanos = u64::try_from(self.gap.as_nanos()).unwrap_or(u64::MAX);
        let at = self.started + Duration::from_nanos(nanos.saturating_mul(self.due + 1));
        (at <= Instant::now()).then(|| {
            self.due += 1;
            at
        })
    }
}

/// Wakes the connection whenever something may be due, until it is gone.
fn beat_time(heard: &Weak<Notify>, started: Instant, gap: Duration) {
    let mut next = started;
    while let Some(beat) = heard.upgrade() {
        beat.notify_one();
        drop(beat);
        next += gap;
        thread::sleep(next.saturating_duration_since(Instant::now()));
    }
}

/// What is made at once: some hundred lines.
const CHUNK: usize = 256 * 1024;
/// How many lines are made between two looks at the clock.
const LINES_A_LOOK: u32 = 50;
/// Commands that are not answered are forgotten when so many younger ones wait.
const MOST_ASKED: usize = 10_000;
/// Nobody can be woken more often than that with any use.
const SHORTEST_BEAT: Duration = Duration::from_micros(50);
