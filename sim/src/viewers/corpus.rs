//! Real chat lines, read once and said again in another channel: sender, badges, tags and text stay, the time they were said at included; only the room and the channel are ours. A line that is said again has a new id, because clients take a repeated id for a repeated delivery.

use std::sync::Arc;

use rand_chacha::ChaCha12Rng;
use types::{Login, MessageId, UserId};

use crate::chat::line::unescape;
use crate::chat::room::Author;
use crate::chat::say::message_id;
use crate::world::user::User;

/// Lines of a real chat.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    lines: Vec<CorpusLine>,
    skipped: usize,
}

/// One line, cut where something of ours goes in.
#[derive(Debug, Clone)]
struct CorpusLine {
    pieces: Vec<Piece>,
    /// PRIVMSG, which every client gets; everything else is for those who asked for commands.
    is_message: bool,
    /// What is needed to answer or delete it.
    message: Option<(Arc<Author>, Arc<str>)>,
    id: Option<MessageId>,
}

#[derive(Debug, Clone)]
enum Piece {
    /// Stays as it was.
    Kept(Box<str>),
    /// The value of `id`.
    Id,
    /// The value of `room-id`.
    RoomId,
    /// The end of the tags.
    Bare,
    /// The channel's name without `#`.
    Channel,
}

/// A line as it is said this time.
#[derive(Debug)]
pub(super) struct SpokenLine {
    pub(super) bytes: Vec<u8>,
    pub(super) bare_from: usize,
    pub(super) is_message: bool,
    pub(super) message: Option<(MessageId, Arc<Author>, Arc<str>)>,
}

impl Corpus {
    /// Reads raw IRC lines, one per line of text; what does not belong in a room (PING, JOIN and the like) is skipped.
    pub fn parse(text: &str) -> Self {
        let mut corpus = Self::default();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            match CorpusLine::parse(line) {
                Some(line) => corpus.lines.push(line),
                None => corpus.skipped += 1,
            }
        }
        corpus
    }

    /// How many lines there are to say.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// How many lines of the text were no lines of a room.
    pub fn skipped(&self) -> usize {
        self.skipped
    }

    /// One line in somebody's room, with an id of its own if there is chance to draw it from.
    pub(super) fn speak(
        &self,
        position: usize,
        room: &User,
        random: Option<&mut ChaCha12Rng>,
    ) -> SpokenLine {
        let line = &self.lines[position];
        let id = match random {
            Some(random) if line.id.is_some() => Some(message_id(random)),
            _ => line.id.clone(),
        };
        let mut bytes = Vec::with_capacity(1_024);
        let mut bare_from = 0;
        for piece in &line.pieces {
            match piece {
                Piece::Kept(text) => bytes.extend_from_slice(text.as_bytes()),
                Piece::Id => {
                    bytes.extend_from_slice(id.as_ref().map_or("", MessageId::as_str).as_bytes())
                }
                Piece::RoomId => bytes.extend_from_slice(room.id.as_str().as_bytes()),
                Piece::Bare => bare_from = bytes.len(),
                Piece::Channel => bytes.extend_from_slice(room.login.as_str().as_bytes()),
            }
        }
        bytes.extend_from_slice(b"\r\n");
        let message = line.message.as_ref().zip(id);
        SpokenLine {
            bytes,
            bare_from,
            is_message: line.is_message,
            message: message.map(|((author, text), id)| (id, Arc::clone(author), Arc::clone(text))),
        }
    }
}

impl CorpusLine {
    fn parse(line: &str) -> Option<Self> {
        let line = line.trim_end_matches(['\r', '\n']);
        if line.contains(['\r', '\n', '\0']) {
            return None;
        }
        let (tags, rest) = match line.strip_prefix('@') {
            Some(tagged) => tagged.split_once(' ')?,
            None => ("", line),
        };
        let mut words = rest.splitn(4, ' ');
        let (prefix, command, channel) = (words.next()?, words.next()?, words.next()?);
        let is_message = command == "PRIVMSG";
        if !channel.starts_with('#') || !(is_message || OTHER_COMMANDS.contains(&command)) {
            return None;
        }
        let text = words.next();
        let mut pieces = Pieces::default();
        pieces.tags(tags);
        pieces.cut(Piece::Bare);
        pieces.keep(&format!("{prefix} {command} #"));
        pieces.cut(Piece::Channel);
        if let Some(text) = text {
            pieces.keep(&format!(" {text}"));
        }
        let author = is_message.then(|| author(tags, prefix)).flatten();
        let text = text.map(|text| text.strip_prefix(':').unwrap_or(text));
        Some(Self {
            pieces: pieces.finish(),
            is_message,
            message: author.zip(text.map(Arc::from)),
            id: tag(tags, "id").map(MessageId::new),
        })
    }
}

/// Pieces that are being made; text in a row becomes one piece.
#[derive(Debug, Default)]
struct Pieces {
    done: Vec<Piece>,
    kept: String,
}

impl Pieces {
    fn tags(&mut self, tags: &str) {
        for (position, tag) in tags.split(';').filter(|tag| !tag.is_empty()).enumerate() {
            self.keep(if position == 0 { "@" } else { ";" });
            let key = tag.split_once('=').map_or(tag, |(key, _)| key);
            let ours = match key {
                "id" => Piece::Id,
                "room-id" => Piece::RoomId,
                _ => {
                    self.keep(tag);
                    continue;
                }
            };
            self.keep(&format!("{key}="));
            self.cut(ours);
        }
        if !tags.is_empty() {
            self.keep(" ");
        }
    }

    fn keep(&mut self, text: &str) {
        self.kept.push_str(text);
    }

    fn cut(&mut self, piece: Piece) {
        let kept = std::mem::take(&mut self.kept);
        if !kept.is_empty() {
            self.done.push(Piece::Kept(kept.into_boxed_str()));
        }
        self.done.push(piece);
    }

    fn finish(mut self) -> Vec<Piece> {
        if !self.kept.is_empty() {
            self.done.push(Piece::Kept(self.kept.into_boxed_str()));
        }
        self.done
    }
}

fn tag<'line>(tags: &'line str, key: &str) -> Option<&'line str> {
    let mut pairs = tags.split(';').filter_map(|tag| tag.split_once('='));
    pairs.find(|(name, _)| *name == key).map(|(_, value)| value)
}

fn author(tags: &str, prefix: &str) -> Option<Arc<Author>> {
    let login: Login = prefix.strip_prefix(':')?.split('!').next()?.parse().ok()?;
    let display_name = tag(tags, "display-name").filter(|name| !name.is_empty());
    Some(Arc::new(Author {
        id: UserId::new(tag(tags, "user-id")?),
        display_name: display_name.map_or_else(|| login.to_string(), unescape),
        login,
    }))
}

/// What else happens in a room for all to see.
const OTHER_COMMANDS: [&str; 4] = ["USERNOTICE", "CLEARCHAT", "CLEARMSG", "NOTICE"];
