//! A config file's text and the places in it: which line they are on, and how they are drawn with a caret.

use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::key::{KEYS, Key};
use crate::failure::{Failure, Status};

/// A file with its text.
pub(super) struct Source {
    pub(super) path: Arc<Path>,
    text: String,
    /// Where each line starts; the first does at 0.
    line_starts: Vec<usize>,
}

impl Source {
    pub(super) fn new(path: &Path, text: &str) -> Self {
        let newlines = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            path: Arc::from(path),
            text: text.to_owned(),
            line_starts: std::iter::once(0).chain(newlines).collect(),
        }
    }

    /// On which line this is, from 1.
    pub(super) fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset)
    }

    /// What is wrong at a place, with the place drawn.
    pub(super) fn failure(&self, what: &str, span: Range<usize>) -> Failure {
        let line = self.line(span.start);
        let happened = format!("{}, line {line}: {what}", self.path.display());
        Failure::new(Status::Usage, happened).at(self.snippet(span))
    }

    /// Line and column, both from 1; the column in characters.
    fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.line(offset);
        let start = self.line_starts[line - 1];
        let before = self.text.get(start..offset.max(start));
        (line, before.map_or(0, |part| part.chars().count()) + 1)
    }

    /// The line with a caret under the span. What looks like a secret on it is masked.
    pub(super) fn snippet(&self, span: Range<usize>) -> String {
        let (line, column) = self.position(span.start);
        let rest = self.text.get(self.line_starts[line - 1]..);
        let text = rest.and_then(|rest| rest.lines().next()).unwrap_or("");
        let written = text.split('=').next().unwrap_or_default().trim();
        let name = written.rsplit('.').next().unwrap_or_default();
        let is_secret = |key: &Key| key.is_secret && key.name == name;
        let names_a_secret =
            KEYS.iter().any(is_secret) || (text.contains("secret") && !text.contains("_file"));
        // In an address a password stands before the host or in the parameters.
        let may_hold_password = text.contains("://") && text.contains(['@', '?']);
        let shown = if names_a_secret || may_hold_password {
            text.split_once('=')
                .map_or_else(|| text.to_owned(), |(key, _)| format!("{key}= (hidden)"))
        } else {
            text.to_owned()
        };
        let width = self
            .text
            .get(span)
            .map_or(1, |part| part.lines().next().unwrap_or("").chars().count())
            .max(1);
        let carets = "^".repeat(
            width
                .min(shown.chars().count().saturating_sub(column - 1))
                .max(1),
        );
        let gutter = " ".repeat(line.to_string().len());
        format!(
            "  {gutter} |\n  {line} | {shown}\n  {gutter} | {blank}{carets}",
            blank = " ".repeat(column - 1)
        )
    }
}

impl fmt::Debug for Source {
    /// The text may hold secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Source({})", self.path.display())
    }
}
