//! Rule: re-exports stand only in `lib.rs`, so that a name leads straight to the file that holds the thing.
//!
//! `pub(crate) use` of a macro beside its `macro_rules!` is how a macro gets a path at all, and is let through.

use std::collections::BTreeSet;

use super::finding::Finding;
use super::rust_text::{Token, is_word};
use super::tree::Tree;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, rust) in tree.rust_files() {
        if file.path.ends_with("/lib.rs") {
            continue;
        }
        let tokens = rust.tokens();
        let macros = macros_of(&tokens);
        for (index, token) in tokens.iter().enumerate() {
            let is_reexport = token.text == "use"
                && is_public(&tokens[..index])
                && !names_only(&tokens[index + 1..], &macros);
            if is_reexport {
                findings.push(Finding::new(&file.path, token.line, SENTENCE));
            }
        }
    }
    findings
}

/// Whether what stands before an item makes it visible outside: `pub`, `pub(crate)`, `pub(in path)`.
fn is_public(before: &[Token<'_>]) -> bool {
    match before.last().map(|token| token.text) {
        Some("pub") => true,
        Some(")") => before
            .iter()
            .rev()
            .skip_while(|token| token.text != "(")
            .nth(1)
            .is_some_and(|token| token.text == "pub"),
        _ => false,
    }
}

/// Whether a `use` brings in nothing but these names.
fn names_only(after: &[Token<'_>], names: &BTreeSet<&str>) -> bool {
    after
        .iter()
        .take_while(|token| token.text != ";")
        .filter(|token| is_word(token.text))
        .all(|token| names.contains(token.text))
}

fn macros_of<'a>(tokens: &[Token<'a>]) -> BTreeSet<&'a str> {
    tokens
        .windows(3)
        .filter(|window| window[0].text == "macro_rules")
        .map(|window| window[2].text)
        .collect()
}

const SENTENCE: &str = "a re-export outside lib.rs; name the thing where it lives";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reexport_is_welcome_in_lib_and_nowhere_else() {
        let tree = Tree::of(&[
            ("c/src/lib.rs", "pub use a::A;"),
            (
                "c/src/a.rs",
                "use b::B;\npub use c::C;\npub(crate) use d::D;\npub fn f() {}\nuse e::E;",
            ),
            (
                "c/src/b.rs",
                "macro_rules! m { () => {} }\npub(crate) use m;\npub(crate) use {m, n};",
            ),
        ]);
        let places: Vec<(String, usize)> = check(&tree)
            .into_iter()
            .map(|finding| (finding.path, finding.line))
            .collect();
        let expected = [("c/src/a.rs", 2), ("c/src/a.rs", 3), ("c/src/b.rs", 3)]
            .map(|(path, line)| (path.to_owned(), line));
        assert_eq!(places, expected);
    }
}
