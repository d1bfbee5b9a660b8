//! Rule: one sentence per line in Markdown, so that a change shows as a change.

use super::finding::Finding;
use super::tree::Tree;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.markdown_files() {
        let mut is_code = false;
        for (index, line) in file.text.lines().enumerate() {
            if line.trim_start().starts_with("```") {
                is_code = !is_code;
            }
            // A row of a table cannot be broken, and a heading is one line anyway.
            let is_prose = !is_code && !line.trim_start().starts_with(['|', '#']);
            if is_prose && let Some(next) = second_sentence(line) {
                let sentence =
                    format!("a second sentence on one line, at {next:?}; break it there");
                findings.push(Finding::new(&file.path, index + 1, sentence));
            }
        }
    }
    findings
}

/// The first word of a sentence that begins in the middle of a line.
fn second_sentence(line: &str) -> Option<&str> {
    let prose = without_code(line);
    let (start, _) = prose.char_indices().find(|(index, c)| {
        let (before, after) = prose.split_at(*index);
        let begins = after[c.len_utf8()..]
            .strip_prefix(' ')
            .is_some_and(|rest| rest.starts_with(char::is_uppercase));
        let ends_word =
            before.ends_with(|c: char| c.is_lowercase() || matches!(c, ')' | '`' | '"'));
        let abbreviates = ABBREVIATIONS.iter().any(|short| before.ends_with(short));
        matches!(c, '.' | '!' | '?') && begins && ends_word && !abbreviates
    })?;
    line.get(start + 2..)?.split_whitespace().next()
}

/// The line with the content of inline code made lower case signs of the same length.
fn without_code(line: &str) -> String {
    let mut is_code = false;
    line.chars()
        .map(|c| {
            if c == '`' {
                is_code = !is_code;
            }
            let keeps = !is_code || c == '`' || c.len_utf8() > 1;
            if keeps { c } else { 'x' }
        })
        .collect()
}

const ABBREVIATIONS: [&str; 5] = ["e.g", "i.e", "etc", "vs", "approx"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_second_sentence_on_a_line_is_told() {
        for (text, expected) in [
            ("One sentence.\nAnother one.", 0),
            ("One sentence. Another one.", 1),
            ("Run `it`. Then wait.", 1),
            ("Is it so? Yes.", 1),
            ("1. First of a list", 0),
            ("Names, e.g. Twitch, stay.", 0),
            ("`a. B` is code", 0),
            ("| a. B | c |", 0),
            ("```\na. B\n```", 0),
            ("Version 0.1.0 is out", 0),
        ] {
            let findings = check(&Tree::of(&[("README.md", text)]));
            assert_eq!(findings.len(), expected, "{text}: {findings:?}");
        }
    }
}
