//! Prepared chat that is poured into connections as fast as they take it: what it is made of, and what came of it. It reads no clock; the server pours.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use types::{Login, UserId};

use crate::chatter::{self, Place};

/// How somebody wants it poured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// As many as are taken if not set.
    pub(crate) lines_per_second: Option<u32>,
    /// What viewers ask for now and then, with a number behind it.
    pub(crate) command: Option<String>,
    /// So many lines lie between two commands.
    pub(crate) command_every: u32,
}

/// What is poured into one connection.
#[derive(Debug)]
pub struct Torrent {
    /// The number of the order.
    pub(crate) order: u64,
    pub(crate) wanted: Wanted,
    pub(crate) seed: u64,
    /// The rooms in which the connection is: chat comes in the first of them, commands in all by turns.
    pub(crate) rooms: Vec<(Login, UserId)>,
    pub(crate) tally: Arc<Tally>,
}

/// What came of an order, over all of its connections.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    lines: AtomicU64,
    commands: AtomicU64,
    answers: AtomicU64,
    /// How long each of the first answers took.
    micros: Mutex<Vec<u64>>,
}

/// Makes the lines of a torrent, one after the other.
#[derive(Debug)]
pub(crate) struct Spring {
    text: Vec<u8>,
    lines: Vec<Prepared>,
    commands: Vec<String>,
    command_every: u64,
    made: u64,
}

/// Where a prepared line stands, and where in it the part of its id that changes.
#[derive(Debug, Clone, Copy)]
struct Prepared {
    start: usize,
    end: usize,
    id: Option<usize>,
}

impl Tally {
    pub(crate) fn count_lines(&self, lines: u64, commands: u64) {
        self.lines.fetch_add(lines, Ordering::Relaxed);
        self.commands.fetch_add(commands, Ordering::Relaxed);
    }

    pub(crate) fn note_answer(&self, time: Duration) {
        self.answers.fetch_add(1, Ordering::Relaxed);
        let mut micros = self.micros.lock().unwrap_or_else(PoisonError::into_inner);
        if micros.len() < TIMES_KEPT {
            micros.push(u64::try_from(time.as_micros()).unwrap_or(u64::MAX));
        }
    }

    pub(crate) fn told(&self) -> serde_json::Value {
        let micros = self.micros.lock().unwrap_or_else(PoisonError::into_inner);
        serde_json::json!({
            "lines": self.lines.load(Ordering::Relaxed),
            "commands": self.commands.load(Ordering::Relaxed),
            "answers": self.answers.load(Ordering::Relaxed),
            "answer_micros": *micros,
        })
    }
}

impl Spring {
    pub(crate) fn new(torrent: &Torrent) -> Self {
        let wanted = &torrent.wanted;
        let place = torrent.rooms.first().map(|(login, id)| Place {
            channel: login.as_str(),
            room_id: id.as_str(),
        });
        let chat = chatter::lines_of(place.unwrap_or_default(), torrent.seed, PREPARED);
        let mut spring = Self {
            text: Vec::new(),
            lines: Vec::new(),
            commands: Vec::new(),
            command_every: u64::from(wanted.command_every.max(1)),
            made: 0,
        };
        for line in chat
            .split_inclusive('\n')
            .filter(|line| is_talk(line.as_bytes()))
        {
            let start = spring.text.len();
            spring.text.extend_from_slice(line.as_bytes());
            let end = spring.text.len();
            let id = line.find(";id=").map(|at| start + at + ID_TAIL);
            spring.lines.push(Prepared { start, end, id });
        }
        if let Some(command) = &wanted.command {
            let rooms = torrent.rooms.iter();
            spring.commands = rooms
                .map(|(login, id)| command_line(command, login, id))
                .collect();
        }
        spring
    }

    /// Appends the next line; the number of a command if it is one.
    pub(crate) fn next(&mut self, chunk: &mut Vec<u8>) -> Option<u64> {
        self.made += 1;
        let number = self.made / self.command_every;
        if self.made.is_multiple_of(self.command_every)
            && let Some(command) = pick(&self.commands, number)
        {
            let line = command.replace(NUMBER, &number.to_string());
            chunk.extend_from_slice(line.as_bytes());
            return Some(number);
        }
        let Prepared { start, end, id } = *pick(&self.lines, self.made)?;
        let begun = chunk.len();
        chunk.extend_from_slice(self.text.get(start..end)?);
        if let Some(id) = id {
            write_hex(chunk.get_mut(begun + id - start..)?, self.made);
        }
        None
    }
}

/// Whether a line is what people say or what moderators do; what concerns the connection itself is the simulator's own.
fn is_talk(line: &[u8]) -> bool {
    let has = |part: &[u8]| memchr::memmem::find(line, part).is_some();
    let is_message = has(b" PRIVMSG ");
    // Commands come when they are ordered, and not by chance.
    (is_message && !has(b" :!"))
        || [&b" USERNOTICE "[..], b" CLEARCHAT ", b" CLEARMSG "]
            .into_iter()
            .any(has)
}

fn command_line(command: &str, login: &Login, id: &UserId) -> String {
    format!(
        "@badge-info=;badges=;color=#1E90FF;display-name=Viewer{NUMBER};emotes=;first-msg=0;flags=;\
         id=00000000-0000-4000-9000-0000000{NUMBER};mod=0;returning-chatter=0;room-id={id};subscriber=0;\
         tmi-sent-ts=1795342800000;turbo=0;user-id=7000{NUMBER};user-type= \
         :viewer{NUMBER}!viewer{NUMBER}@viewer{NUMBER}.tmi.twitch.tv PRIVMSG #{login} :{command} {NUMBER}\r\n"
    )
}

fn pick<Thing>(things: &[Thing], number: u64) -> Option<&Thing> {
    let length = u64::try_from(things.len()).ok().filter(|it| *it > 0)?;
    things.get(usize::try_from(number % length).ok()?)
}

/// Writes the last twelve digits of a number over what stands there.
fn write_hex(place: &mut [u8], number: u64) {
    for (digit, shift) in place.iter_mut().zip((0..12).rev()) {
        let value = (number >> (4 * shift)) & 0xF;
        *digit = b"0123456789abcdef"[usize::try_from(value).unwrap_or(0)];
    }
}

/// How many lines are made up before they are poured again and again, with other ids.
const PREPARED: usize = 2_000;
/// From `;id=` to the last group of an id.
const ID_TAIL: usize = ";id=".len() + "00000000-0000-4000-8000-".len();
/// Stands for the number of a command in its line.
const NUMBER: &str = "{number}";
/// So many times of answers are kept.
const TIMES_KEPT: usize = 100_000;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn torrent(command: Option<&str>) -> Torrent {
        let room = |login: &str, id: &str| (login.parse().unwrap(), UserId::new(id));
        Torrent {
            order: 1,
            wanted: Wanted {
                lines_per_second: None,
                command: command.map(str::to_owned),
                command_every: 10,
            },
            seed: 1,
            rooms: vec![room("somechannel", "1001"), room("otherchannel", "1002")],
            tally: Arc::default(),
        }
    }

    #[test]
    fn no_two_messages_have_the_same_id_and_each_line_has_its_end() {
        let mut spring = Spring::new(&torrent(None));
        let mut ids = BTreeSet::new();
        let mut messages = 0;
        for _ in 0..3 * PREPARED {
            let mut chunk = Vec::new();
            assert_eq!(spring.next(&mut chunk), None);
            let line = String::from_utf8(chunk).unwrap();
            assert_eq!(line.find("\r\n"), Some(line.len() - 2), "{line:?}");
            assert!(line.contains("#somechannel"), "{line:?}");
            if line.contains(" PRIVMSG ") {
                let (_, id) = line.split_once(";id=").unwrap();
                messages += 1;
                ids.insert(id[..36].to_owned());
            }
        }
        assert!(messages > 2 * PREPARED, "{messages} messages");
        assert_eq!(ids.len(), messages);
    }

    #[test]
    fn commands_come_by_turns_in_all_rooms_and_carry_their_number() {
        let mut spring = Spring::new(&torrent(Some("!ping")));
        let mut numbers = Vec::new();
        let mut rooms = Vec::new();
        for _ in 0..40 {
            let mut chunk = Vec::new();
            if let Some(number) = spring.next(&mut chunk) {
                let line = String::from_utf8(chunk).unwrap();
                assert!(line.ends_with(&format!(" :!ping {number}\r\n")), "{line:?}");
                numbers.push(number);
                rooms.push(line.contains("#otherchannel"));
            }
        }
        assert_eq!(numbers, [1, 2, 3, 4]);
        assert_eq!(rooms, [true, false, true, false]);
    }
}
