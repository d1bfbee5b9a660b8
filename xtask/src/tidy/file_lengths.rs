//! Rule: a Rust file has at most 800 lines, flat tables apart. (Functions are measured by clippy.)

use super::finding::Finding;
use super::tree::Tree;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    tree.rust_files()
        .filter(|(file, _)| !is_flat_table(&file.path))
        .filter_map(|(file, _)| {
            let count = file.text.lines().count();
            let sentence = format!(
                "{count} lines; {LONGEST} is the limit and 400 the aim, so divide it by what a person would search for"
            );
            (count > LONGEST).then(|| Finding::new(&file.path, count, sentence))
        })
        .collect()
}

/// Tables are read by looking up, not from top to bottom.
fn is_flat_table(path: &str) -> bool {
    FLAT_TABLES.iter().any(|table| path.starts_with(table))
}

const LONGEST: usize = 800;

const FLAT_TABLES: [&str; 4] = [
    "twitch/spec/src/endpoints/",
    "twitch/spec/src/events/",
    "twitch/spec/src/scopes.rs",
    "twitch/spec/src/removed.rs",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_is_told_unless_it_is_a_flat_table() {
        let longest = "x\n".repeat(LONGEST);
        let too_long = "x\n".repeat(LONGEST + 1);
        let tree = Tree::of(&[
            ("a/src/fits.rs", &longest),
            ("a/src/long.rs", &too_long),
            ("twitch/spec/src/endpoints/polls.rs", &too_long),
        ]);
        let findings = check(&tree);
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert_eq!(findings[0].path, "a/src/long.rs");
    }
}
