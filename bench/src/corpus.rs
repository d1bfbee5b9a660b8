//! The lines that all read: those of a file, or chat made up by chance from a seed.

use std::path::Path;

use anyhow::{Context, Result, bail};
use sim::chatter;

/// Lines of chat, one behind the other as they would come through a socket.
#[derive(Debug)]
pub struct Corpus {
    text: String,
    /// Where each line begins and ends, without its line end.
    places: Vec<(usize, usize)>,
}

impl Corpus {
    /// Made-up chat: the same seed gives the same lines.
    pub fn generated(seed: u64, lines: usize) -> Self {
        Self::new(chatter::lines(seed, lines))
    }

    /// The lines of a file.
    ///
    /// # Errors
    /// If it cannot be read or holds no line; bytes that are not UTF-8 are replaced, as the connection does.
    pub fn read(path: &Path) -> Result<Self> {
        let bytes =
            std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let corpus = Self::new(String::from_utf8_lossy(&bytes).into_owned());
        if corpus.places.is_empty() {
            bail!("{} holds no line", path.display());
        }
        Ok(corpus)
    }

    fn new(text: String) -> Self {
        let mut places = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let content = line.trim_end_matches(['\r', '\n']);
            if !content.trim().is_empty() {
                places.push((start, start + content.len()));
            }
            start += line.len();
        }
        Self { text, places }
    }

    /// The lines, without their line ends.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = &str> {
        self.places
            .iter()
            .map(|(start, end)| self.text.get(*start..*end).unwrap_or_default())
    }

    /// All lines with their line ends.
    pub fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_without_their_ends_and_blank_ones_not_at_all() {
        let corpus = Corpus::new("a\r\n\r\nb\n c".to_owned());
        assert_eq!(corpus.lines().collect::<Vec<_>>(), ["a", "b", " c"]);
    }
}
