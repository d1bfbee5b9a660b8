//! Rule: every crate opts into the workspace's lints, and takes its dependencies from the workspace's list, where versions stand once.

use toml::{Table, Value};

use super::finding::Finding;
use super::tree::Tree;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files() {
        // The fuzz targets are a workspace of their own, as cargo-fuzz wants it.
        let is_member = file.path.ends_with("/Cargo.toml") && !file.path.starts_with("fuzz/");
        if !is_member {
            continue;
        }
        let manifest: Table = file.text.parse().unwrap_or_default();
        if !takes_from_workspace(manifest.get("lints")) {
            let sentence = "a crate without the workspace's lints; add [lints] workspace = true";
            findings.push(Finding::new(&file.path, 1, sentence));
        }
        for name in versions_of_its_own(&manifest) {
            let sentence = format!(
                "{name} does not come from the workspace's list; put it there and write {name} = {{ workspace = true }}"
            );
            findings.push(Finding::new(&file.path, 1, sentence));
        }
    }
    findings
}

fn versions_of_its_own(manifest: &Table) -> Vec<&str> {
    ["dependencies", "build-dependencies", "dev-dependencies"]
        .into_iter()
        .filter_map(|key| manifest.get(key)?.as_table())
        .flatten()
        .filter(|(_, entry)| !takes_from_workspace(Some(entry)))
        .map(|(name, _)| name.as_str())
        .collect()
}

fn takes_from_workspace(entry: Option<&Value>) -> bool {
    entry.and_then(|entry| entry.get("workspace")) == Some(&Value::Boolean(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_with_lints_or_versions_of_its_own_is_told() {
        let lints = "[lints]\nworkspace = true\n";
        for (path, text, expected) in [
            (
                "sim/Cargo.toml",
                format!("{lints}[dependencies]\nurl.workspace = true"),
                0,
            ),
            (
                "sim/Cargo.toml",
                format!("{lints}[dependencies]\nurl = \"2\""),
                1,
            ),
            (
                "sim/Cargo.toml",
                format!("{lints}[dev-dependencies]\nurl = {{ path = \"u\" }}"),
                1,
            ),
            ("sim/Cargo.toml", "[package]\nname = \"x\"".to_owned(), 1),
            (
                "fuzz/Cargo.toml",
                "[dependencies]\nurl = \"2\"".to_owned(),
                0,
            ),
            ("Cargo.toml", String::new(), 0),
        ] {
            let findings = check(&Tree::of(&[(path, &text)]));
            assert_eq!(findings.len(), expected, "{path}: {text}: {findings:?}");
        }
    }
}
