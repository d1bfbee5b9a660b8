//! Rule: no test is ignored, and no test sleeps: a pause proves nothing, and makes a slow machine fail.
//!
//! On a paused clock nobody waits, so tokio's sleep is let through where the tests of a crate begin with one.

use super::finding::Finding;
use super::rust_text::RustText;
use super::tree::Tree;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, rust) in tree.rust_files() {
        let tests_begin = first_test_line(&file.path, rust);
        for (line, code) in rust.code_lines() {
            let code: String = code.split_whitespace().collect();
            if code.contains("#[ignore]") || code.contains("#[ignore=") {
                let sentence = "an ignored test; a test runs or does not exist";
                findings.push(Finding::new(&file.path, line, sentence));
            }
            let sleeps = code.contains("thread::sleep(")
                || (code.contains("time::sleep(") && !has_paused_clock(tree, &file.path));
            if sleeps && line >= tests_begin {
                let sentence = "a test that sleeps; wait for the thing itself, or move the time";
                findings.push(Finding::new(&file.path, line, sentence));
            }
        }
    }
    findings
}

/// Whether this file, or the test binary it belongs to, pauses the clock.
fn has_paused_clock(tree: &Tree, path: &str) -> bool {
    let family = match path.split_once("/tests/") {
        Some((folder, _)) => format!("{folder}/tests/"),
        None => path.to_owned(),
    };
    tree.files()
        .iter()
        .any(|file| file.path.starts_with(&family) && file.text.contains("start_paused"))
}

/// From where on a file is test code; beyond its end if nowhere.
fn first_test_line(path: &str, rust: &RustText) -> usize {
    if path.contains("/tests/") {
        return 1;
    }
    rust.code_lines()
        .find(|(_, code)| code.trim_start().starts_with("#[cfg(test)]"))
        .map_or(usize::MAX, |(line, _)| line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sleeping_and_ignored_tests_are_told() {
        for (path, text, expected) in [
            ("a/tests/it/main.rs", "std::thread::sleep(x);", 1),
            ("a/tests/it/main.rs", "tokio::time::sleep(x).await;", 1),
            ("a/src/lib.rs", "tokio::time::sleep(x).await;", 0),
            (
                "a/src/lib.rs",
                "fn f() {}\n#[cfg(test)]\nmod tests { thread::sleep(x); }",
                1,
            ),
            ("a/src/lib.rs", "#[ignore]\nfn f() {}", 1),
            ("a/src/lib.rs", "#[ignore = \"slow\"]\nfn f() {}", 1),
            ("a/src/lib.rs", "// #[ignore]\nlet s = \"#[ignore]\";", 0),
        ] {
            let findings = check(&Tree::of(&[(path, text)]));
            assert_eq!(findings.len(), expected, "{text}: {findings:?}");
        }
    }

    #[test]
    fn a_sleep_on_a_paused_clock_is_no_sleep() {
        let tree = Tree::of(&[
            ("a/tests/it/main.rs", "#[tokio::test(start_paused = true)]"),
            ("a/tests/it/clock.rs", "tokio::time::sleep(x).await;"),
            ("a/tests/it/thread.rs", "std::thread::sleep(x);"),
            ("b/tests/it/clock.rs", "tokio::time::sleep(x).await;"),
        ]);
        let paths: Vec<String> = check(&tree)
            .into_iter()
            .map(|finding| finding.path)
            .collect();
        assert_eq!(paths, ["a/tests/it/thread.rs", "b/tests/it/clock.rs"]);
    }
}
