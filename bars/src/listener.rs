//! Somebody who reads a channel without a login, and notes what the bot says there. It judges nothing.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::scene::{BOT, CHANNEL};

/// What somebody hears who reads the channel all the time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Listener {
    heard: Arc<Mutex<Heard>>,
    lines: Arc<AtomicU64>,
}

/// What was heard of the bot.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    /// When each text was said first, and how often.
    pub(crate) texts: BTreeMap<String, (Instant, u32)>,
    /// How often each message was answered.
    pub(crate) replies: BTreeMap<String, u32>,
    /// Whether the connection of the listener itself has ended, which nothing here should bring about.
    pub(crate) is_over: bool,
}

impl Listener {
    /// Joins the channel, and listens from now on.
    pub(crate) fn start(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).context("the simulated chat does not listen")?;
        let mut writer = stream.try_clone()?;
        write!(
            writer,
            "CAP REQ :twitch.tv/tags twitch.tv/commands\r\nNICK justinfan4711\r\nJOIN #{CHANNEL}\r\n"
        )?;
        let mut reader = BufReader::with_capacity(1 << 18, stream);
        let mut line = String::new();
        while !line.contains(" 366 ") {
            line.clear();
            let length = reader.read_line(&mut line)?;
            anyhow::ensure!(length > 0, "the simulated chat lets nobody in");
        }
        let listener = Self::default();
        let own = listener.clone();
        thread::spawn(move || {
            own.listen(reader, writer);
            own.heard().is_over = true;
        });
        Ok(listener)
    }

    fn listen(&self, mut reader: BufReader<TcpStream>, mut writer: TcpStream) {
        let by_bot = format!(" :{BOT}!");
        let mut line = String::new();
        while reader.read_line(&mut line).is_ok_and(|length| length > 0) {
            if line.starts_with("PING") {
                if writer.write_all(b"PONG :tmi.twitch.tv\r\n").is_err() {
                    return;
                }
            } else {
                self.lines.fetch_add(1, Ordering::Relaxed);
                // Tags hold no space, so the first one ends them.
                if let Some((tags, rest)) = line.split_once(' ')
                    && line[tags.len()..].starts_with(&by_bot)
                    && let Some((_, text)) = rest.split_once(" :")
                {
                    self.note(tags, text.trim_end());
                }
            }
            line.clear();
        }
    }

    fn note(&self, tags: &str, text: &str) {
        let now = Instant::now();
        let mut heard = self.heard();
        let parent = tags.split(';').find_map(|tag| {
            tag.trim_start_matches('@')
                .strip_prefix("reply-parent-msg-id=")
        });
        if let Some(parent) = parent {
            *heard.replies.entry(parent.to_owned()).or_default() += 1;
        }
        let (_, times) = heard.texts.entry(text.to_owned()).or_insert((now, 0));
        *times += 1;
    }

    /// What was heard so far.
    pub(crate) fn heard(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many lines came by so far.
    pub(crate) fn lines(&self) -> u64 {
        self.lines.load(Ordering::Relaxed)
    }
}
