//! The table of mischief: each kind with its words, its fields and how it is read. Parsing, the list of the control API and the docs are made of it; nothing is carried out here.

use std::time::Duration;

use super::given::Given;
use crate::torrent::Wanted;

/// A kind of mischief, as people order it.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    /// What it takes beside [`COMMON`].
    pub(crate) fields: &'static [&'static str],
    pub(crate) course: Course,
    /// An order that somebody might give.
    pub(crate) example: &'static str,
    pub(crate) read: fn(&Given) -> Result<Act, String>,
}

/// How it goes on once it has begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    /// It happens at one moment, or again and again with `every`.
    Moment,
    /// It goes on until it ends.
    Lasting,
}

/// A field of an order, and what it means.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
}

/// What is done.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Act {
    Drop,
    Reset,
    Reconnect { closes_in: Duration },
    HalfOpen,
    Stall,
    Pieces { largest: usize, gap: Duration },
    RefuseJoins(JoinRefusal),
    Lose(Direction),
    Duplicate,
    Reorder,
    WrongTags(TagTrouble),
    Flood { lines_per_second: u32 },
    Tls(TlsTrouble),
    Torrent(Wanted),
}

/// What somebody hears who may not join.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JoinRefusal {
    Silence,
    Suspended,
    Banned,
}

/// Which way messages are lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Both,
    ToClient,
    FromClient,
}

/// What is wrong with the tags of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TagTrouble {
    /// One of the others, drawn for each line.
    Any,
    NoId,
    Unknown,
    Emotes,
    Empty,
}

/// What goes wrong before a TLS connection is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TlsTrouble {
    Refused,
    Silent,
    WrongName,
    Expired,
}

impl Kind {
    /// The kind of that name.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    /// All names in one line, for a sentence.
    pub(crate) fn names() -> String {
        let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
        names.join(", ")
    }

    /// Every field that an order of this kind may have.
    pub(crate) fn all_fields(&self) -> impl Iterator<Item = &'static str> {
        let again = (self.course == Course::Moment).then_some("every");
        COMMON
            .iter()
            .copied()
            .chain(again)
            .chain(self.fields.iter().copied())
    }
}

impl std::fmt::Debug for Kind {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name)
    }
}

/// Fields that every kind takes.
pub(crate) const COMMON: [&str; 6] = ["do", "after", "for", "login", "share", "seed"];

/// All fields.
pub(crate) static FIELDS: [Field; 16] = [
    Field {
        name: "do",
        what: "the kind, or `storm`",
    },
    Field {
        name: "after",
        what: "how long until it begins, by the simulator's clock; at once if left out",
    },
    Field {
        name: "for",
        what: "how long it goes on, by the simulator's clock; until it is ended if left out",
    },
    Field {
        name: "every",
        what: "a momentary kind happens again after so long, and again; once if left out",
    },
    Field {
        name: "login",
        what: "only connections of this account, once it has logged in; all if left out",
    },
    Field {
        name: "share",
        what: "how many of the connections, or of the messages or joins where it is about those: 0.1 is every tenth; all if left out",
    },
    Field {
        name: "seed",
        what: "which ones: the same seed draws the same; 0 if left out",
    },
    Field {
        name: "closes_in",
        what: "how long after RECONNECT the connection ends; 30 s if left out",
    },
    Field {
        name: "by",
        what: "the pause between two pieces, in real time whatever the clock is; 1 ms if left out",
    },
    Field {
        name: "largest",
        what: "the most bytes of a piece; 7 if left out",
    },
    Field {
        name: "how",
        what: "which way it goes wrong; the first one in the table if left out",
    },
    Field {
        name: "channel",
        what: "the login of the channel; for joins and a torrent any, for a flood the one that clients are shown if left out",
    },
    Field {
        name: "direction",
        what: "`both`, `to_client` or `from_client`; both if left out",
    },
    Field {
        name: "rate",
        what: "lines in a second; if left out 1,000, and for a torrent as many as are taken",
    },
    Field {
        name: "command",
        what: "what viewers ask for now and then; a number that counts up is put behind it",
    },
    Field {
        name: "command_every",
        what: "how many lines there are for each command; 1,000 if left out",
    },
];

/// All kinds.
pub(crate) static KINDS: [Kind; 15] = [
    Kind {
        name: "drop",
        what: "the connection ends without a word",
        fields: &[],
        course: Course::Moment,
        example: r#"{"do": "drop", "after": "10s", "every": "1m"}"#,
        read: |_| Ok(Act::Drop),
    },
    Kind {
        name: "reset",
        what: "the connection ends with a TCP reset",
        fields: &[],
        course: Course::Moment,
        example: r#"{"do": "reset", "login": "perty"}"#,
        read: |_| Ok(Act::Reset),
    },
    Kind {
        name: "reconnect",
        what: "RECONNECT is said, and the connection ends a while later",
        fields: &["closes_in"],
        course: Course::Moment,
        example: r#"{"do": "reconnect", "closes_in": "5s"}"#,
        read: |given| {
            let closes_in = given.duration("closes_in")?;
            Ok(Act::Reconnect {
                closes_in: closes_in.unwrap_or(Duration::from_secs(30)),
            })
        },
    },
    Kind {
        name: "half_open",
        what: "connections are taken and kept, but nothing is read or written any more, and no end is told; those it met are reset when it is over",
        fields: &[],
        course: Course::Lasting,
        example: r#"{"do": "half_open", "for": "2m"}"#,
        read: |_| Ok(Act::HalfOpen),
    },
    Kind {
        name: "stall",
        what: "nothing is read or written, and afterwards everything comes in order",
        fields: &[],
        course: Course::Lasting,
        example: r#"{"do": "stall", "for": "8s"}"#,
        read: |_| Ok(Act::Stall),
    },
    Kind {
        name: "drip",
        what: "everything is written byte by byte",
        fields: &["by"],
        course: Course::Lasting,
        example: r#"{"do": "drip", "by": "2ms", "for": "1m"}"#,
        read: |given| pieces(given, 1),
    },
    Kind {
        name: "split",
        what: "everything is written in pieces of drawn sizes, cut anywhere, also inside of a character, below TLS and WebSocket",
        fields: &["by", "largest"],
        course: Course::Lasting,
        example: r#"{"do": "split", "largest": 40, "seed": 7}"#,
        read: |given| {
            let largest = given.count("largest")?.unwrap_or(7);
            pieces(given, usize::try_from(largest).unwrap_or(usize::MAX))
        },
    },
    Kind {
        name: "refuse_joins",
        what: "JOIN fails; `how`: `silent` (no answer), `suspended` or `banned` (a NOTICE says so)",
        fields: &["how", "channel"],
        course: Course::Lasting,
        example: r#"{"do": "refuse_joins", "how": "suspended", "channel": "otherchannel"}"#,
        read: |given| {
            let choices = [
                ("silent", JoinRefusal::Silence),
                ("suspended", JoinRefusal::Suspended),
                ("banned", JoinRefusal::Banned),
            ];
            Ok(Act::RefuseJoins(given.choice("how", &choices)?))
        },
    },
    Kind {
        name: "lose",
        what: "messages vanish without a word",
        fields: &["direction"],
        course: Course::Lasting,
        example: r#"{"do": "lose", "share": 0.05, "direction": "from_client"}"#,
        read: |given| {
            let choices = [
                ("both", Direction::Both),
                ("to_client", Direction::ToClient),
                ("from_client", Direction::FromClient),
            ];
            Ok(Act::Lose(given.choice("direction", &choices)?))
        },
    },
    Kind {
        name: "duplicate",
        what: "messages come twice, with the same id",
        fields: &[],
        course: Course::Lasting,
        example: r#"{"do": "duplicate", "share": 0.1}"#,
        read: |_| Ok(Act::Duplicate),
    },
    Kind {
        name: "reorder",
        what: "a message comes behind the next one, or a second late if there is none",
        fields: &[],
        course: Course::Lasting,
        example: r#"{"do": "reorder", "share": 0.2, "seed": 3}"#,
        read: |_| Ok(Act::Reorder),
    },
    Kind {
        name: "wrong_tags",
        what: "tags are wrong; `how`: `any`, `no_id`, `unknown` (tags that nobody knows), `emotes` (ranges outside of the text), `empty` (no tag has a value)",
        fields: &["how"],
        course: Course::Lasting,
        example: r#"{"do": "wrong_tags", "how": "emotes"}"#,
        read: |given| {
            let choices = [
                ("any", TagTrouble::Any),
                ("no_id", TagTrouble::NoId),
                ("unknown", TagTrouble::Unknown),
                ("emotes", TagTrouble::Emotes),
                ("empty", TagTrouble::Empty),
            ];
            Ok(Act::WrongTags(given.choice("how", &choices)?))
        },
    },
    Kind {
        name: "flood",
        what: "viewers say so many lines in a second",
        fields: &["rate", "channel"],
        course: Course::Lasting,
        example: r#"{"do": "flood", "rate": 5000, "for": "10s"}"#,
        read: |given| {
            let lines_per_second = given.count("rate")?.unwrap_or(1_000);
            Ok(Act::Flood { lines_per_second })
        },
    },
    Kind {
        name: "tls",
        what: "no new connection comes about at the TLS port; `how`: `refused` (the handshake fails), `silent` (it never ends), `wrong_name`, `expired` (the certificate is for another host, or too old)",
        fields: &["how"],
        course: Course::Lasting,
        example: r#"{"do": "tls", "how": "expired", "for": "5m"}"#,
        read: |given| {
            let choices = [
                ("refused", TlsTrouble::Refused),
                ("silent", TlsTrouble::Silent),
                ("wrong_name", TlsTrouble::WrongName),
                ("expired", TlsTrouble::Expired),
            ];
            if given.text("login").is_some() {
                return Err("tls has no login: nobody has one before the handshake".to_owned());
            }
            Ok(Act::Tls(given.choice("how", &choices)?))
        },
    },
    Kind {
        name: "torrent",
        what: "prepared chat is poured into TCP connections that are in a channel when it begins, as fast as they take it or at a rate, in real time whatever the clock is; nobody in this world said it",
        fields: &["rate", "channel", "command", "command_every"],
        course: Course::Lasting,
        example: r#"{"do": "torrent", "login": "perty", "command": "!ping", "for": "10s"}"#,
        read: |given| {
            let command = given.text("command");
            if command.is_some_and(|text| text.contains(['\r', '\n', '\0'])) {
                return Err("command is one line".to_owned());
            }
            Ok(Act::Torrent(Wanted {
                lines_per_second: given.count("rate")?,
                command: command.map(str::to_owned),
                command_every: given.count("command_every")?.unwrap_or(1_000),
            }))
        },
    },
];

fn pieces(given: &Given, largest: usize) -> Result<Act, String> {
    let gap = given.duration("by")?.unwrap_or(Duration::from_millis(1));
    Ok(Act::Pieces { largest, gap })
}
