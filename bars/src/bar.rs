//! The bars for logins that survive, in the order in which they are measured. Each file below is one bar.

mod acknowledged;
mod crowd;
mod killed_refreshes;
mod killed_saves;
mod save_path;

use anyhow::Result;

use crate::scale::Scale;
use crate::verdict::Verdict;

/// Something that a release is measured by.
pub(crate) struct Bar {
    /// As it is called on the command line.
    pub(crate) name: &'static str,
    pub(crate) measure: fn(&Scale) -> Result<Verdict>,
}

/// All of them.
pub(crate) static BARS: &[Bar] = &[
    Bar {
        name: "b1a",
        measure: save_path::measure,
    },
    Bar {
        name: "b1b",
        measure: killed_saves::measure,
    },
    Bar {
        name: "b2",
        measure: killed_refreshes::measure,
    },
    Bar {
        name: "b3",
        measure: crowd::measure,
    },
];
