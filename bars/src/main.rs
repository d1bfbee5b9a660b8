//! Measures what a release is measured by, against the real store and the real keeper of tokens. It is no part of the program people run.

mod bar;
mod child;
mod ledger;
mod place;
mod process;
mod scale;
mod service;
mod signal;
mod terminal;
mod vault;
mod verdict;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};

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
        [what, rest @ ..] if what == "auth" => {
            let names: Vec<&str> = bar::BARS.iter().map(|bar| bar.name).collect();
            measure(&Wish::parse(rest, &names)?)
        }
        _ => bail!("usage: auth {}", scale::USAGE),
    }
}

/// Measures the bars that are wished for, and fails if one is missed.
fn measure(wish: &Wish) -> Result<ExitCode> {
    let mut code = ExitCode::SUCCESS;
    for bar in bar::BARS {
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
