//! Counts the allocations of every reader of chat lines; apart from the race, because counting costs time.

use std::process::ExitCode;

use anyhow::Result;
use streamhand_bench::reader::READERS;
use streamhand_bench::terminal;
use streamhand_bench::wish::Wish;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match count(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::complain(&format!("bench: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Prints one line for each reader: its name, and its allocations per line of chat.
fn count(arguments: &[String]) -> Result<()> {
    let corpus = Wish::parse(arguments)?.load()?;
    for reader in READERS {
        let counted = allocation_counter::measure(|| {
            (reader.read)(&corpus);
        });
        let per_line = counted.count_total as f64 / corpus.lines().len() as f64;
        terminal::say(&format!("{}\t{per_line}", reader.name));
    }
    Ok(())
}
