//! Measures what a release is measured by, against the real store, the real machines and the real program. It is no part of the program people run.

mod bar;
mod child;
mod footprint;
mod ledger;
mod listener;
mod place;
mod probes;
mod process;
mod program;
mod scale;
mod scene;
mod service;
mod signal;
mod stage;
mod terminal;
mod trend;
mod vault;
mod verdict;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};

use bar::Bar;
use scale::Wish;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(code) => code,
        Err(error) => {
            terminal::complain(&format!("bars: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<ExitCode> {
    match arguments {
        [what, rest @ ..] if what == "child" => {
            child::run(rest)?;
            Ok(ExitCode::SUCCESS)
        }
        [subject, rest @ ..] if bar::subjects().contains(&subject.as_str()) => {
            let bars: Vec<&Bar> = bar::BARS
                .iter()
                .filter(|bar| bar.subject == subject)
                .collect();
            let names: Vec<&str> = bars.iter().map(|bar| bar.name).collect();
            measure(&bars, &Wish::parse(rest, &names)?)
        }
        _ => bail!("usage: {} {}", bar::subjects().join("|"), scale::OPTIONS),
    }
}

/// Measures those of the bars that are wished for, and fails if one is missed.
fn measure(bars: &[&Bar], wish: &Wish) -> Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    for bar in bars {
        if !wish.wants(bar.name) {
            continue;
        }
        let started = Instant::now();
        let verdict = (bar.measure)(&wish.scale)?;
        if verdict.is_missed() {
            code = ExitCode::FAILURE;
        }
        terminal::say(&verdict.text(started.elapsed()));
    }
    Ok(code)
}
