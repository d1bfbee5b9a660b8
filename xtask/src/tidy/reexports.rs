//! Rule: re-exports stand only in `lib.rs`, so that a name leads straight to the file that holds the thing.

use super::finding::Finding;
use super::tree::Tree;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, rust) in tree.rust_files() {
        if file.path.ends_with("/lib.rs") {
            continue;
        }
        let tokens = rust.tokens();
        for (index, token) in tokens
            .iter()
            .enumerate()
            .filter(|(_, token)| token.text == "use")
        {
            let before = &tokens[..index];
            let is_public = match before.last().map(|token| token.text) {
                Some("pub") => true,
                Some(")") => before.iter().rev().take(5).any(|token| token.text == "pub"),
                _ => false,
            };
            if is_public {
                findings.push(Finding::new(&file.path, token.line, SENTENCE));
            }
        }
    }
    findings
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
        ]);
        let lines: Vec<usize> = check(&tree).iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [2, 3]);
    }
}
