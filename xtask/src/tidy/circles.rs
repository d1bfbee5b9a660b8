//! Rule: no circles between the files of a crate. If two files need each other, something belongs below both.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::finding::Finding;
use super::modules::Modules;
use super::tree::Tree;

/// Reports each circle once, at the first arrow of it.
pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    tree.files()
        .iter()
        .filter(|file| is_root(&file.path))
        .flat_map(|file| circles_of(&Arrows::of(&Modules::of(tree, &file.path))))
        .collect()
}

/// Whether the compiler starts at this file.
fn is_root(path: &str) -> bool {
    let endings = [
        "/src/lib.rs",
        "/src/main.rs",
        "/tests/it/main.rs",
        "/build/main.rs",
    ];
    endings.iter().any(|ending| path.ends_with(ending))
}

/// Which file names something of which other file, and on which line first.
struct Arrows {
    by_file: BTreeMap<String, BTreeMap<String, usize>>,
}

impl Arrows {
    fn of(modules: &Modules) -> Self {
        let files: BTreeMap<_, _> = modules
            .iter()
            .map(|(path, module)| (path, &module.file))
            .collect();
        let mut by_file: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        for (path, module) in modules.iter() {
            let arrows = by_file.entry(module.file.clone()).or_default();
            for named in &module.paths {
                let target = modules
                    .resolve(path, &named.segments)
                    .and_then(|target| files.get(&target).copied());
                if let Some(target) = target.filter(|target| **target != module.file) {
                    arrows.entry(target.clone()).or_insert(named.line);
                }
            }
        }
        Self { by_file }
    }

    fn from(&self, file: &str) -> impl Iterator<Item = (&str, usize)> {
        self.by_file
            .get(file)
            .into_iter()
            .flatten()
            .map(|(target, line)| (target.as_str(), *line))
    }

    /// The shortest way from a file back to itself, as the arrows it consists of.
    fn shortest_circle<'a>(&'a self, start: &'a str) -> Option<Vec<(&'a str, usize)>> {
        let mut came_from: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
        let mut queue = VecDeque::from([start]);
        while let Some(file) = queue.pop_front() {
            for (target, line) in self.from(file) {
                if came_from.contains_key(target) {
                    continue;
                }
                came_from.insert(target, (file, line));
                if target == start {
                    return Some(way_back(&came_from, start));
                }
                queue.push_back(target);
            }
        }
        None
    }
}

/// Follows the arrows backward from a file to itself.
fn way_back<'a>(
    came_from: &BTreeMap<&'a str, (&'a str, usize)>,
    start: &'a str,
) -> Vec<(&'a str, usize)> {
    let mut way = Vec::new();
    let mut file = start;
    while let Some(arrow) = came_from.get(file) {
        way.push(*arrow);
        file = arrow.0;
        if file == start {
            break;
        }
    }
    way.reverse();
    way
}

fn circles_of(arrows: &Arrows) -> Vec<Finding> {
    let mut reported: BTreeSet<&str> = BTreeSet::new();
    let mut findings = Vec::new();
    for start in arrows.by_file.keys() {
        if reported.contains(start.as_str()) {
            continue;
        }
        let Some(circle) = arrows.shortest_circle(start) else {
            continue;
        };
        reported.extend(circle.iter().map(|(file, _)| *file));
        let (first_file, first_line) = circle[0];
        let way: Vec<String> = circle
            .iter()
            .map(|(file, line)| format!("{file} (line {line})"))
            .collect();
        let sentence = format!(
            "these files need each other: {} → {first_file}; move what they share below both",
            way.join(" → ")
        );
        findings.push(Finding::new(first_file, first_line, sentence));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_circle_of_three_files_is_told_with_its_lines() {
        let tree = Tree::of(&[
            ("c/src/lib.rs", "mod a; mod b; mod d; pub use a::A;"),
            ("c/src/a.rs", "use crate::b::B;\npub struct A;"),
            ("c/src/b.rs", "\nuse crate::d;\npub struct B;"),
            ("c/src/d.rs", "\n\nfn f() -> crate::A {}"),
        ]);
        let findings = check(&tree);
        assert_eq!(findings.len(), 1, "{findings:?}");
        let text = findings[0].to_string();
        assert!(
            text.starts_with("c/src/a.rs:1: ")
                && text.contains(
                    "c/src/a.rs (line 1) → c/src/b.rs (line 2) → c/src/d.rs (line 3) → c/src/a.rs"
                ),
            "{text}"
        );
    }

    #[test]
    fn a_child_that_reaches_back_to_its_parent_is_a_circle() {
        let tree = Tree::of(&[
            ("c/src/main.rs", "mod a;"),
            ("c/src/a.rs", "mod b; fn go() { b::go(); } pub struct A;"),
            ("c/src/a/b.rs", "use super::A; pub fn go() {}"),
        ]);
        assert_eq!(check(&tree).len(), 1);
    }

    #[test]
    fn a_build_script_of_several_files_is_looked_at_too() {
        let tree = Tree::of(&[
            ("c/build/main.rs", "mod a; mod b;"),
            ("c/build/a.rs", "use crate::b::B; pub struct A;"),
            ("c/build/b.rs", "use crate::a::A; pub struct B;"),
        ]);
        assert_eq!(check(&tree).len(), 1);
    }

    #[test]
    fn declarations_reexports_and_tests_make_no_arrow() {
        let tree = Tree::of(&[
            (
                "c/src/lib.rs",
                "mod a; mod b; pub use a::A; pub struct Root;",
            ),
            (
                "c/src/a.rs",
                "use crate::Root; use super::b::B; pub struct A;",
            ),
            (
                "c/src/b.rs",
                "pub struct B; #[cfg(test)] mod tests { use crate::a::A; }",
            ),
        ]);
        assert_eq!(check(&tree), []);
    }
}
