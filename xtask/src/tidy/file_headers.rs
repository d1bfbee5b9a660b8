//! Rule: every Rust file opens with `//!` and says what it is.

use super::finding::Finding;
use super::tree::Tree;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    tree.rust_files()
        .filter(|(file, _)| !file.text.starts_with("//! "))
        .map(|(file, _)| Finding::new(&file.path, 1, SENTENCE))
        .collect()
}

const SENTENCE: &str =
    "the first line must be `//! ` and a sentence: what this file is, then what it does not do";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_begins_with_code_is_told() {
        let tree = Tree::of(&[
            ("a/src/one.rs", "//! One.\nfn f() {}"),
            ("a/src/two.rs", "fn f() {}"),
            ("a/src/three.rs", "// Three.\nfn f() {}"),
            ("a/src/four.rs", ""),
        ]);
        let paths: Vec<String> = check(&tree)
            .into_iter()
            .map(|finding| finding.path)
            .collect();
        assert_eq!(paths, ["a/src/two.rs", "a/src/three.rs", "a/src/four.rs"]);
    }
}
