//! All bars, in the order in which they are measured. Each file below is one bar.

mod acknowledged;
mod crowd;
mod flood;
mod hand_overs;
mod killed_refreshes;
mod killed_saves;
mod limits;
mod reconnects;
mod save_path;
mod sends;
mod soak;
mod stops;

use anyhow::Result;

use crate::scale::Scale;
use crate::verdict::Verdict;

/// Something that a release is measured by.
pub(crate) struct Bar {
    /// What it is about: the first word of the command line.
    pub(crate) subject: &'static str,
    /// As it is called on the command line.
    pub(crate) name: &'static str,
    pub(crate) measure: fn(&Scale) -> Result<Verdict>,
}

/// All of them.
pub(crate) static BARS: &[Bar] = &[
    Bar {
        subject: "auth",
        name: "b1a",
        measure: save_path::measure,
    },
    Bar {
        subject: "auth",
        name: "b1b",
        measure: killed_saves::measure,
    },
    Bar {
        subject: "auth",
        name: "b2",
        measure: killed_refreshes::measure,
    },
    Bar {
        subject: "auth",
        name: "b3",
        measure: crowd::measure,
    },
    Bar {
        subject: "chat",
        name: "b9",
        measure: hand_overs::measure,
    },
    Bar {
        subject: "chat",
        name: "b10",
        measure: limits::measure,
    },
    Bar {
        subject: "chat",
        name: "b11",
        measure: sends::measure,
    },
    Bar {
        subject: "chat",
        name: "b12a",
        measure: soak::measure,
    },
    Bar {
        subject: "chat",
        name: "b12b",
        measure: reconnects::measure,
    },
    Bar {
        subject: "chat",
        name: "b12c",
        measure: flood::measure,
    },
    Bar {
        subject: "chat",
        name: "b16",
        measure: stops::measure,
    },
];

/// The subjects, each once.
pub(crate) fn subjects() -> Vec<&'static str> {
    let mut subjects: Vec<_> = BARS.iter().map(|bar| bar.subject).collect();
    subjects.dedup();
    subjects
}
