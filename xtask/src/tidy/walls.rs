//! Rule: every `lib.rs` names the reason for its wall, and those of the library wing show a complete program.

use super::finding::Finding;
use super::tree::Tree;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, _) in tree.rust_files() {
        if !file.path.ends_with("src/lib.rs") {
            continue;
        }
        let header: Vec<&str> = file
            .text
            .lines()
            .take_while(|line| line.starts_with("//!"))
            .collect();
        if !header.iter().any(|line| line.contains("The wall:")) {
            let sentence = "no line that begins \"The wall:\" and gives the reason for this crate: \
                            who would use it alone, or what the compiler must forbid in it";
            findings.push(Finding::new(&file.path, 1, sentence));
        }
        let shows_program = header.iter().any(|line| line.starts_with("//! ```"));
        if file.path.starts_with("twitch/") && !shows_program {
            let sentence = "a crate of the library wing shows one complete program in its comment";
            findings.push(Finding::new(&file.path, 1, sentence));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_without_a_reason_or_a_program_is_told() {
        for (path, text, expected) in [
            (
                "twitch/a/src/lib.rs",
                "//! A.\n//!\n//! The wall: x.\n//!\n//! ```\n//! ```",
                0,
            ),
            ("twitch/a/src/lib.rs", "//! A.\n//!\n//! The wall: x.", 1),
            ("twitch/a/src/lib.rs", "//! A.", 2),
            ("bot/a/src/lib.rs", "//! The wall: x.", 0),
            ("bot/a/src/lib.rs", "//! A.\nfn f() {}\n//! The wall: x.", 1),
            ("bot/a/src/main.rs", "//! A.", 0),
        ] {
            let findings = check(&Tree::of(&[(path, text)]));
            assert_eq!(findings.len(), expected, "{path}: {text}: {findings:?}");
        }
    }
}
