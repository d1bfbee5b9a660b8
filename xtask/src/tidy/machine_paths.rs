//! Rule: no file names a folder of somebody's machine.

use super::finding::Finding;
use super::tree::Tree;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files() {
        if file.path == OWN_PATH {
            // The table below has to name what it looks for.
            continue;
        }
        for (index, line) in file.text.lines().enumerate() {
            if let Some(folder) = FOLDERS.into_iter().find(|folder| names(line, folder)) {
                let sentence =
                    format!("`{folder}` is a folder of one machine; other people have none");
                findings.push(Finding::new(&file.path, index + 1, sentence));
            }
        }
    }
    findings
}

/// Whether a line holds a folder where a path begins, and not in the middle of one or of an address.
fn names(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '/' | '_' | '-' | '}'))
    })
}

const OWN_PATH: &str = "xtask/src/tidy/machine_paths.rs";

const FOLDERS: [&str; 6] = [
    "/work/",
    "/home/",
    "/root/",
    "/tmp/",
    "/Users/",
    "C:\\Users\\",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_one_machine_is_told_and_an_address_is_not() {
        for (text, expected) in [
            ("open(\"/home/somebody/x\")", 1),
            ("in /tmp/x lies", 1),
            ("C:\\Users\\somebody", 1),
            ("https://example.org/home/page", 0),
            ("{folder}/tmp/x", 0),
            ("~/.config/streamhand", 0),
        ] {
            let findings = check(&Tree::of(&[("README.md", text)]));
            assert_eq!(findings.len(), expected, "{text}");
        }
    }
}
