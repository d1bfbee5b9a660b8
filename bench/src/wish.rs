//! What was asked for on the command line; parent and children understand the same words.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::corpus::Corpus;

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The file to read instead of made-up chat.
    pub corpus: Option<PathBuf>,
    /// Where chance begins.
    pub seed: u64,
    /// How many lines are made up.
    pub lines: usize,
    /// How often each reader has its turn.
    pub rounds: usize,
    /// Whether instructions are counted, which takes a minute.
    pub counts_instructions: bool,
    /// Of a child: the reader that it lets run, and how often.
    pub child: Option<(String, u32)>,
}

impl Wish {
    /// Reads the command line.
    ///
    /// # Errors
    /// If a word is not known or lacks its value.
    pub fn parse(arguments: &[String]) -> Result<Self> {
        let mut wish = Self {
            corpus: None,
            seed: 1,
            lines: 4000,
            rounds: 100,
            counts_instructions: true,
            child: None,
        };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let mut value = || {
                let value = rest.next();
                value.with_context(|| format!("{argument} needs a value"))
            };
            match argument.as_str() {
                "--corpus" => wish.corpus = Some(value()?.into()),
                "--seed" => wish.seed = value()?.parse()?,
                "--lines" => wish.lines = value()?.parse()?,
                "--rounds" => wish.rounds = value()?.parse()?,
                "--without-instructions" => wish.counts_instructions = false,
                "--child" => wish.child = Some((value()?.clone(), value()?.parse()?)),
                other => bail!("there is no {other:?} here\n\n{USAGE}"),
            }
        }
        if wish.rounds == 0 || wish.lines == 0 {
            bail!("there must be a round and a line");
        }
        Ok(wish)
    }

    /// The lines to be read.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn load(&self) -> Result<Corpus> {
        match &self.corpus {
            Some(path) => Corpus::read(path),
            None => Ok(Corpus::generated(self.seed, self.lines)),
        }
    }

    /// The words that make a child read the same lines.
    pub fn words(&self) -> Vec<String> {
        let mut words = vec![
            "--seed".to_owned(),
            self.seed.to_string(),
            "--lines".to_owned(),
            self.lines.to_string(),
        ];
        if let Some(path) = &self.corpus {
            words.extend(["--corpus".to_owned(), path.to_string_lossy().into_owned()]);
        }
        words
    }
}

/// What the command line takes.
pub const USAGE: &str = "usage: cargo xtask bench irc [--corpus FILE] [--seed N] [--lines N] [--rounds N] [--without-instructions]";

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Wish> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Wish::parse(&words)
    }

    #[test]
    fn a_child_reads_the_same_lines_as_its_parent() {
        let parent = parse("--corpus a.txt --seed 7 --lines 12 --rounds 3").unwrap();
        let child = Wish::parse(&parent.words()).unwrap();
        assert_eq!(
            (child.corpus, child.seed, child.lines),
            (parent.corpus, 7, 12)
        );
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for line in ["--fast", "--seed", "--seed x", "--rounds 0", "--child a"] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
