//! `cargo xtask bench irc`: what a line of chat costs, here and in `tmi` and `twitch-irc`. The figures are for people; nothing is judged.

use std::collections::HashMap;
use std::hint::black_box;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use streamhand_bench::corpus::Corpus;
use streamhand_bench::race::Race;
use streamhand_bench::reader::{READERS, Reader, Task};
use streamhand_bench::wish::Wish;
use streamhand_bench::{machine, terminal, valgrind};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = Wish::parse(&arguments).and_then(|wish| match &wish.child {
        Some((name, passes)) => be_a_child(&wish, name, *passes),
        None => compare(&wish),
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::complain(&format!("bench: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Reads the corpus so many times, for valgrind to count.
fn be_a_child(wish: &Wish, name: &str, passes: u32) -> Result<()> {
    let reader = READERS.iter().find(|reader| reader.name == name);
    let reader = reader.with_context(|| format!("nobody is called {name:?}"))?;
    let corpus = wish.load()?;
    for _ in 0..passes {
        black_box((reader.read)(&corpus));
    }
    Ok(())
}

fn compare(wish: &Wish) -> Result<()> {
    let corpus = wish.load()?;
    let lines = corpus.lines().len();
    let mean = corpus.bytes().len() / lines;
    let origin = match &wish.corpus {
        Some(path) => path.display().to_string(),
        None => format!("made up from seed {}", wish.seed),
    };
    terminal::say(&format!("{lines} lines of {mean} bytes, {origin}"));
    terminal::say(&machine::described());
    let rounds = wish.rounds;
    terminal::say(&format!(
        "{rounds} rounds, all in each round, in an order drawn anew; median (min–max)\n"
    ));
    let race = Race::run(&corpus, rounds, wish.seed);
    let allocations = allocations(wish)?;
    let instructions = instructions(wish, &corpus)?;
    terminal::say(
        "| task | reader | ns a line | of tmi's time | of memchr's time | allocations a line | instructions a line |",
    );
    terminal::say("|---|---|---|---|---|---|---|");
    for task in Task::ALL {
        for reader in READERS.iter().filter(|reader| reader.task == task) {
            let allocated = allocations.get(reader.name).copied();
            let executed = instructions.get(reader.name).copied();
            terminal::say(&row(&race, reader, (allocated, executed)));
        }
    }
    if instructions.is_empty() {
        terminal::say("\nInstructions were not counted.");
    }
    Ok(())
}

fn row(race: &Race, reader: &Reader, (allocated, executed): (Option<f64>, Option<f64>)) -> String {
    let name = reader.name;
    let library = READERS
        .iter()
        .find(|other| other.task == reader.task && other.name.starts_with("tmi"));
    let ratio = library.and_then(|library| race.ratio(name, library.name));
    let floor = race.ratio(name, "memchr");
    let cost = race.cost(name).map(|cost| format!("{cost:.1}"));
    let cells = [
        Some(reader.task.text().to_owned()),
        name.split("-generic")
            .next()
            .and_then(|name| name.split("-typed").next())
            .map(str::to_owned),
        cost,
        ratio.map(|ratio| format!("{ratio:.3}")),
        floor.map(|floor| format!("{floor:.1}")),
        allocated.map(|count| format!("{count:.2}")),
        executed.map(|count| format!("{count:.0}")),
    ];
    let cells: Vec<String> = cells.into_iter().map(Option::unwrap_or_default).collect();
    format!("| {} |", cells.join(" | "))
}

/// Allocations per line by reader, from the program that counts them.
fn allocations(wish: &Wish) -> Result<HashMap<String, f64>> {
    let program = std::env::current_exe().context("cannot tell which program this is")?;
    let program =
        program.with_file_name(format!("irc-allocations{}", std::env::consts::EXE_SUFFIX));
    let output = Command::new(&program)
        .args(wish.words())
        .output()
        .with_context(|| format!("cannot start {}", program.display()))?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        bail!(
            "{} ended with {}: {}",
            program.display(),
            output.status,
            told.trim()
        );
    }
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let counts = told.lines().filter_map(|line| {
        let (name, count) = line.split_once('\t')?;
        Some((name.to_owned(), count.parse().ok()?))
    });
    Ok(counts.collect())
}

/// Instructions per line by reader; nothing if valgrind is not there or not wanted.
fn instructions(wish: &Wish, corpus: &Corpus) -> Result<HashMap<&'static str, f64>> {
    let mut counts = HashMap::new();
    if !wish.counts_instructions {
        return Ok(counts);
    }
    if !valgrind::is_there() {
        terminal::say(
            "valgrind is not there, which counts instructions; on Debian or Ubuntu: sudo apt-get install valgrind\n",
        );
        return Ok(counts);
    }
    for reader in READERS {
        let count = valgrind::instructions_per_line(wish, reader.name, corpus.lines().len())?;
        counts.insert(reader.name, count);
    }
    Ok(counts)
}
