//! Rule: no crate or module has a name that could hold anything, and no module is a `mod.rs`.

use super::finding::Finding;
use super::tree::Tree;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, _) in tree.rust_files() {
        if file.path.ends_with("/mod.rs") {
            let sentence = "a mod.rs; a module `name` is `name.rs`, beside the folder `name`";
            findings.push(Finding::new(&file.path, 1, sentence));
        }
        let empty_word = file
            .path
            .trim_end_matches(".rs")
            .split('/')
            .find(|part| EMPTY_WORDS.contains(part));
        if let Some(word) = empty_word {
            let sentence =
                format!("`{word}` could hold anything; name the module for what it holds");
            findings.push(Finding::new(&file.path, 1, sentence));
        }
    }
    findings
}

const EMPTY_WORDS: [&str; 9] = [
    "common", "commons", "core", "data", "helper", "helpers", "misc", "util", "utils",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_words_and_mod_files_are_told() {
        let tree = Tree::of(&[
            ("a/src/utils.rs", ""),
            ("a/tests/it/common/server.rs", ""),
            ("a/src/irc/mod.rs", ""),
            ("a/src/database.rs", ""),
            ("a/src/core_lints.rs", ""),
        ]);
        let paths: Vec<String> = check(&tree)
            .into_iter()
            .map(|finding| finding.path)
            .collect();
        assert_eq!(
            paths,
            [
                "a/src/utils.rs",
                "a/tests/it/common/server.rs",
                "a/src/irc/mod.rs"
            ]
        );
    }
}
