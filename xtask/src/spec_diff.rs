//! Compares the tables of `spec` with the JSON files they were made from, fact by fact and both ways; it never writes either.

mod compare;
mod endpoint;
mod event;
mod facts;
mod field;
mod general;
mod rule;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::terminal;
use compare::{Comparison, compare};

/// Compares every table with its file in this folder, and prints what differs.
pub(crate) fn run(dir: &Path) -> Result<()> {
    let mut total = Comparison::default();
    for table in TABLES {
        let file = dir.join(table.file);
        let text = fs::read_to_string(&file)
            .with_context(|| format!("cannot read the facts in {}", file.display()))?;
        let facts: Value = serde_json::from_str(&text)
            .with_context(|| format!("{} is not JSON", file.display()))?;
        total.add(compare(table.name(), &(table.render)(), &facts));
    }
    for difference in &total.differences {
        terminal::say(&difference.to_string());
    }
    terminal::say(&format!(
        "{} endpoints, {} event types, {} scopes, {} facts compared, {} differences",
        spec::ENDPOINTS.len(),
        spec::EVENT_TYPES.len(),
        spec::SCOPES.len(),
        total.facts,
        total.differences.len(),
    ));
    if !total.differences.is_empty() {
        bail!("the tables and {} tell different things", dir.display());
    }
    Ok(())
}

/// A file, and how the same is told by our tables.
struct Table {
    file: &'static str,
    render: fn() -> Value,
}

impl Table {
    fn name(&self) -> &'static str {
        self.file.trim_end_matches(".json")
    }
}

static TABLES: &[Table] = &[
    Table {
        file: "helix.json",
        render: endpoint::endpoints,
    },
    Table {
        file: "eventsub-types.json",
        render: event::event_types,
    },
    Table {
        file: "scopes.json",
        render: event::scopes,
    },
    Table {
        file: "removed.json",
        render: general::removed,
    },
    Table {
        file: "common.json",
        render: general::common,
    },
];

#[cfg(test)]
mod tests;
