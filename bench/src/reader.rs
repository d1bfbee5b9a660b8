//! Who takes part: our parser, two others, and a floor that only counts bytes. Each reads the whole corpus and returns a sum of what it saw.

use crate::corpus::Corpus;

mod floor;
mod ours;
mod their_tmi;
mod their_twitch_irc;

/// One way to read lines.
#[derive(Debug)]
pub struct Reader {
    /// As it is called in tables and on the command line.
    pub name: &'static str,
    /// What it does; times are compared with those of `tmi` at the same task.
    pub task: Task,
    /// Reads every line; the sum is the same for all who see the same things in them.
    pub read: fn(&Corpus) -> u64,
}

/// What is done with each line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Count bytes; the least that looking at the text can cost.
    Floor,
    /// Parse into tags, prefix, command and parameters, and look at nothing.
    GenericParsed,
    /// The same, and look at every tag, the nick and the text.
    GenericRead,
    /// Parse into a typed message, and look at nothing.
    TypedParsed,
    /// The same, and look at what a bot looks at: who, where, what, when, the name, the color and the rights.
    TypedRead,
}

impl Task {
    /// All tasks in the order of the table.
    pub const ALL: [Self; 5] = [
        Self::Floor,
        Self::GenericParsed,
        Self::GenericRead,
        Self::TypedParsed,
        Self::TypedRead,
    ];

    /// What is done, for people.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Floor => "line ends and spaces counted",
            Self::GenericParsed => "generic, parsed",
            Self::GenericRead => "generic, every tag read",
            Self::TypedParsed => "typed, parsed",
            Self::TypedRead => "typed, read as a bot does",
        }
    }
}

/// Everybody, in the order of the table.
pub static READERS: &[Reader] = &[
    Reader {
        name: "memchr",
        task: Task::Floor,
        read: floor::count,
    },
    Reader {
        name: "ours-generic-parsed",
        task: Task::GenericParsed,
        read: ours::generic_parsed,
    },
    Reader {
        name: "tmi-generic-parsed",
        task: Task::GenericParsed,
        read: their_tmi::generic_parsed,
    },
    Reader {
        name: "twitch-irc-generic-parsed",
        task: Task::GenericParsed,
        read: their_twitch_irc::generic_parsed,
    },
    Reader {
        name: "ours-generic-read",
        task: Task::GenericRead,
        read: ours::generic_read,
    },
    Reader {
        name: "tmi-generic-read",
        task: Task::GenericRead,
        read: their_tmi::generic_read,
    },
    Reader {
        name: "twitch-irc-generic-read",
        task: Task::GenericRead,
        read: their_twitch_irc::generic_read,
    },
    Reader {
        name: "ours-typed-parsed",
        task: Task::TypedParsed,
        read: ours::typed_parsed,
    },
    Reader {
        name: "tmi-typed-parsed",
        task: Task::TypedParsed,
        read: their_tmi::typed_parsed,
    },
    Reader {
        name: "twitch-irc-typed-parsed",
        task: Task::TypedParsed,
        read: their_twitch_irc::typed_parsed,
    },
    Reader {
        name: "ours-typed-read",
        task: Task::TypedRead,
        read: ours::typed_read,
    },
    Reader {
        name: "tmi-typed-read",
        task: Task::TypedRead,
        read: their_tmi::typed_read,
    },
    Reader {
        name: "twitch-irc-typed-read",
        task: Task::TypedRead,
        read: their_twitch_irc::typed_read,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(name: &str, corpus: &Corpus) -> u64 {
        let reader = READERS.iter().find(|reader| reader.name == name).unwrap();
        (reader.read)(corpus)
    }

    #[test]
    fn we_and_the_one_we_are_compared_with_see_the_same() {
        let corpus = Corpus::generated(3, 3000);
        for task in ["generic-read", "typed-read"] {
            let ours = sum(&format!("ours-{task}"), &corpus);
            assert_eq!(ours, sum(&format!("tmi-{task}"), &corpus), "{task}");
        }
    }

    #[test]
    fn every_task_has_one_to_be_compared_with() {
        for task in Task::ALL {
            let takes_part = |name: &str| {
                let mut readers = READERS.iter().filter(|reader| reader.task == task);
                readers.any(|reader| reader.name.starts_with(name))
            };
            assert_eq!(takes_part("tmi"), task != Task::Floor, "{task:?}");
        }
    }
}
