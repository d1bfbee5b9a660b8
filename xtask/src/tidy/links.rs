//! Rule: a link from one Markdown file to another file leads somewhere.

use super::finding::Finding;
use super::tree::{File, Tree};

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.markdown_files() {
        for (line, target) in links(&file.text) {
            let path = target.split('#').next().unwrap_or_default();
            let is_elsewhere = path.is_empty() || path.contains(':') || path.starts_with('/');
            if is_elsewhere || exists(tree, file, path) {
                continue;
            }
            let sentence = format!("a link to {path}, which does not exist");
            findings.push(Finding::new(&file.path, line, sentence));
        }
    }
    findings
}

/// The targets of `[text](target)`, outside code.
fn links(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut is_code = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        }
        if is_code {
            continue;
        }
        let targets = line
            .match_indices("](")
            .filter_map(|(start, _)| line[start + 2..].split([')', ' ']).next());
        found.extend(targets.map(|target| (index + 1, target)));
    }
    found
}

fn exists(tree: &Tree, from: &File, path: &str) -> bool {
    let mut parts: Vec<&str> = from.path.split('/').collect();
    parts.pop();
    for part in path.trim_end_matches('/').split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    let target = parts.join("/");
    let folder = format!("{target}/");
    let has_other_ending = !KNOWN_ENDINGS.iter().any(|ending| target.ends_with(ending));
    let is_in_tree = tree
        .files()
        .iter()
        .any(|file| file.path == target || file.path.starts_with(&folder));
    // The tree holds text only; a picture or a license file is taken on trust.
    is_in_tree || (has_other_ending && target.contains(['.', '-']))
}

const KNOWN_ENDINGS: [&str; 4] = [".md", ".rs", ".toml", "/"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_nothing_is_told() {
        for (text, expected) in [
            ("see [it](docs/a.md)", 0),
            ("see [it](docs/a.md#part) and [that](docs/b.md)", 1),
            ("see [folder](docs/) and [code](a/src/lib.rs)", 0),
            ("see [folder](nowhere)", 1),
            ("see [web](https://example.org/b.md) and [here](#part)", 0),
            ("![picture](docs/demo.svg)", 0),
            ("```\n[it](b.md)\n```", 0),
        ] {
            let tree = Tree::of(&[("README.md", text), ("docs/a.md", ""), ("a/src/lib.rs", "")]);
            assert_eq!(check(&tree).len(), expected, "{text}");
        }
        let tree = Tree::of(&[("docs/a.md", "[up](../README.md)"), ("README.md", "")]);
        assert_eq!(check(&tree), []);
    }
}
