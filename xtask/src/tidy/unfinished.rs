//! Rule: a mark of unfinished work in a comment names its issue, as in `TODO(#12)`.

use super::finding::Finding;
use super::tree::Tree;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, rust) in tree.rust_files() {
        for (line, comment) in rust.comment_lines() {
            if let Some(mark) = unnumbered_mark(comment) {
                let sentence =
                    format!("{mark} without an issue number; finish it, or write {mark}(#12)");
                findings.push(Finding::new(&file.path, line, sentence));
            }
        }
    }
    findings
}

fn unnumbered_mark(comment: &str) -> Option<&'static str> {
    MARKS.into_iter().find(|mark| {
        comment.match_indices(mark).any(|(start, _)| {
            let before = comment[..start].chars().next_back();
            let after = &comment[start + mark.len()..];
            let is_word = !before.is_some_and(char::is_alphanumeric)
                && !after.starts_with(char::is_alphanumeric);
            let number = after.strip_prefix("(#").unwrap_or_default();
            is_word && !number.starts_with(|c: char| c.is_ascii_digit())
        })
    })
}

const MARKS: [&str; 3] = ["TODO", "FIXME", "XXX"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_mark_with_a_number_may_stay() {
        for (text, expected) in [
            ("// TODO: later", 1),
            ("/* FIXME(soon) */", 1),
            ("// TODO(#12): the second page", 0),
            ("let s = \"TODO\";", 0),
            ("// A METHODOLOGY", 0),
            ("fn f() {}\n\n/// XXX\n", 1),
        ] {
            let findings = check(&Tree::of(&[("a/src/lib.rs", text)]));
            assert_eq!(findings.len(), expected, "{text}: {findings:?}");
        }
    }
}
