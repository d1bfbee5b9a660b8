//! Rule: each core crate bans clocks, sleeping, chance and the environment in a `clippy.toml` of its own, and repeats the root's thresholds there.

use std::collections::BTreeSet;

use toml::{Table, Value};

use super::finding::Finding;
use super::tree::Tree;

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let root = read(tree, "clippy.toml").unwrap_or_default();
    tree.files()
        .iter()
        .filter_map(|file| file.path.strip_suffix("/Cargo.toml"))
        .filter(|folder| folder.starts_with("twitch/") || *folder == "bot/engine")
        .flat_map(|folder| check_core(tree, &root, folder))
        .collect()
}

fn check_core(tree: &Tree, root: &Table, folder: &str) -> Vec<Finding> {
    let path = format!("{folder}/clippy.toml");
    let Some(own) = read(tree, &path) else {
        let sentence = "a core crate without a readable clippy.toml that bans clocks, sleeping and the environment";
        return vec![Finding::new(&path, 1, sentence)];
    };
    let mut findings = Vec::new();
    for (key, value) in root {
        // This file replaces the root's, so what it does not repeat is lost.
        if own.get(key) != Some(value) {
            let sentence = format!("the root's clippy.toml has `{key} = {value}`; repeat it here");
            findings.push(Finding::new(&path, 1, sentence));
        }
    }
    let banned = banned_methods(&own);
    for method in BANS {
        if !banned.contains(method) {
            let sentence = format!("a core crate bans `{method}` under disallowed-methods");
            findings.push(Finding::new(&path, 1, sentence));
        }
    }
    findings
}

fn read(tree: &Tree, path: &str) -> Option<Table> {
    tree.file(path)?.text.parse().ok()
}

fn banned_methods(table: &Table) -> BTreeSet<&str> {
    let entries = table.get("disallowed-methods").and_then(Value::as_array);
    entries
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.as_str().or_else(|| entry.get("path")?.as_str()))
        .collect()
}

/// What a core is handed instead of reaching for it.
const BANS: &[&str] = &[
    "std::time::Instant::now",
    "std::time::SystemTime::now",
    "std::thread::sleep",
    "std::env::var",
    "std::env::var_os",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_core_without_bans_or_with_other_thresholds_is_told() {
        let bans: Vec<String> = BANS
            .iter()
            .map(|method| format!("{{ path = {method:?} }}"))
            .collect();
        let bans = format!("disallowed-methods = [{}]", bans.join(", "));
        for (own, expected) in [
            (Some(format!("limit = 80\n{bans}")), 0),
            (Some(format!("limit = 90\n{bans}")), 1),
            (Some(bans), 1),
            (Some("limit = 80".to_owned()), BANS.len()),
            (None, 1),
        ] {
            let mut files = vec![
                ("clippy.toml", "limit = 80"),
                ("twitch/irc/Cargo.toml", ""),
                ("sim/Cargo.toml", ""),
            ];
            files.extend(own.as_deref().map(|own| ("twitch/irc/clippy.toml", own)));
            assert_eq!(check(&Tree::of(&files)).len(), expected, "{own:?}");
        }
    }
}
