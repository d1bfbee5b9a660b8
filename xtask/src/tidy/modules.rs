//! The modules of one crate and the paths by which its files name each other, read from words and brackets.
//!
//! Code under `#[cfg(test)]` is left out: a test may look anywhere. Macros are not expanded.

use std::collections::{BTreeMap, BTreeSet};

use super::rust_text::{RustText, Token, is_word};
use super::tree::Tree;

/// The place of a module below its crate's root; empty for the root.
pub(crate) type ModulePath = Vec<String>;

/// Every module of a crate that has a file of its own.
#[derive(Debug)]
pub(crate) struct Modules {
    by_path: BTreeMap<ModulePath, Module>,
}

/// One file's part in its crate.
#[derive(Debug)]
pub(crate) struct Module {
    /// The file it is written in.
    pub(crate) file: String,
    /// Every path by which it names something, re-exports apart.
    pub(crate) paths: Vec<NamedPath>,
    /// What `use` brings in, under the name it has here.
    imports: BTreeMap<String, Vec<String>>,
    /// What `use path::*` brings in.
    globs: Vec<Vec<String>>,
    items: BTreeSet<String>,
    children: BTreeSet<String>,
}

/// A path as it is written, with `super` and `self` seen from the file's own module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NamedPath {
    pub(crate) segments: Vec<String>,
    pub(crate) line: usize,
}

impl Modules {
    /// Follows the `mod` lines from the root file of a crate.
    pub(crate) fn of(tree: &Tree, root_file: &str) -> Self {
        let mut modules = Self {
            by_path: BTreeMap::new(),
        };
        modules.add(tree, root_file, ModulePath::new());
        modules
    }

    fn add(&mut self, tree: &Tree, root_file: &str, path: ModulePath) {
        let file = file_of(root_file, &path);
        let Some(rust) = tree.file(&file).and_then(|file| file.rust.as_ref()) else {
            // `#[path]` puts a module into a file of another crate; what it names is that crate's business.
            self.by_path.insert(path, Module::empty(&file));
            return;
        };
        let module = Scan::of(&file, rust);
        for child in &module.children {
            let mut child_path = path.clone();
            child_path.push(child.clone());
            self.add(tree, root_file, child_path);
        }
        self.by_path.insert(path, module);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&ModulePath, &Module)> {
        self.by_path.iter()
    }

    /// The module that holds what a path names, seen from a module; `None` for other crates and local names.
    pub(crate) fn resolve(&self, from: &ModulePath, segments: &[String]) -> Option<ModulePath> {
        self.resolve_within(from, segments, DEEPEST_CHAIN_OF_IMPORTS)
            .map(|found| found.module)
    }

    fn resolve_within(
        &self,
        from: &ModulePath,
        segments: &[String],
        depth: usize,
    ) -> Option<Found> {
        let (first, rest) = segments.split_first()?;
        let mut here = from.clone();
        match first.as_str() {
            "crate" => here.clear(),
            "self" => {}
            "super" => drop(here.pop()?),
            name => {
                let found = self.step(&here, name, depth.checked_sub(1)?)?;
                return self.walk(found, rest, depth);
            }
        }
        let mut rest = rest;
        while let Some(("super", after)) = rest.split_first().map(|(a, b)| (a.as_str(), b)) {
            here.pop()?;
            rest = after;
        }
        self.walk(Found::module(here), rest, depth)
    }

    fn walk(&self, mut found: Found, segments: &[String], depth: usize) -> Option<Found> {
        for name in segments {
            if found.is_item {
                break;
            }
            let Some(next) = self.step(&found.module, name, depth.checked_sub(1)?) else {
                // Not seen here, as the product of a macro; it belongs to the module that was named.
                found.is_item = true;
                break;
            };
            found = next;
        }
        Some(found)
    }

    /// What a name means inside a module.
    fn step(&self, here: &ModulePath, name: &str, depth: usize) -> Option<Found> {
        let module = self.by_path.get(here)?;
        let mut child = here.clone();
        child.push(name.to_owned());
        if self.by_path.contains_key(&child) {
            return Some(Found::module(child));
        }
        if module.items.contains(name) {
            return Some(Found {
                module: here.clone(),
                is_item: true,
            });
        }
        if let Some(import) = module.imports.get(name) {
            return self.resolve_within(here, import, depth);
        }
        module.globs.iter().find_map(|glob| {
            let source = self.resolve_within(here, glob, depth)?;
            self.step(&source.module, name, depth.checked_sub(1)?)
        })
    }
}

impl Module {
    fn empty(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            paths: Vec::new(),
            imports: BTreeMap::new(),
            globs: Vec::new(),
            items: BTreeSet::new(),
            children: BTreeSet::new(),
        }
    }
}

/// Where the compiler looks for a module.
fn file_of(root_file: &str, path: &ModulePath) -> String {
    let folder = root_file.rsplit_once('/').map_or("", |(folder, _)| folder);
    if path.is_empty() {
        root_file.to_owned()
    } else {
        format!("{folder}/{}.rs", path.join("/"))
    }
}

/// Where a walk along a path stands.
struct Found {
    module: ModulePath,
    /// What follows is inside a type and leads to no other file.
    is_item: bool,
}

impl Found {
    fn module(module: ModulePath) -> Self {
        Self {
            module,
            is_item: false,
        }
    }
}

/// The reading of one file.
struct Scan<'a> {
    tokens: Vec<Token<'a>>,
    position: usize,
    depth: usize,
    /// The depths at which inline modules were opened.
    inline_modules: Vec<usize>,
    module: Module,
}

impl<'a> Scan<'a> {
    fn of(file: &str, rust: &'a RustText) -> Module {
        let mut scan = Self {
            tokens: rust.tokens(),
            position: 0,
            depth: 0,
            inline_modules: Vec::new(),
            module: Module::empty(file),
        };
        while scan.position < scan.tokens.len() {
            scan.step();
        }
        scan.module
    }

    fn step(&mut self) {
        match self.text(0) {
            "{" => self.depth += 1,
            "}" => self.close_brace(),
            "#" if self.begins_test_attribute() => return self.skip_item(),
            "mod" => return self.take_module(),
            "use" => return self.take_use(),
            "struct" | "enum" | "union" | "trait" | "type" | "fn" | "const" | "static" => {
                self.take_item(1);
            }
            "macro_rules" => self.take_item(2),
            word if is_word(word) && self.text(1) == "::" => return self.take_path(),
            _ => {}
        }
        self.position += 1;
    }

    /// The token at a distance; empty beyond the ends.
    fn text(&self, distance: usize) -> &'a str {
        self.tokens
            .get(self.position + distance)
            .map_or("", |token| token.text)
    }

    fn line(&self) -> usize {
        self.tokens.get(self.position).map_or(0, |token| token.line)
    }

    fn previous(&self) -> &'a str {
        self.position
            .checked_sub(1)
            .and_then(|index| self.tokens.get(index))
            .map_or("", |token| token.text)
    }

    fn close_brace(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self.inline_modules.last() == Some(&self.depth) {
            self.inline_modules.pop();
        }
    }

    /// `#[cfg(test)]`, or a `cfg` with `test` among other conditions.
    fn begins_test_attribute(&self) -> bool {
        let begins_cfg = self.text(1) == "[" && self.text(2) == "cfg";
        let mut words = (3..20)
            .map(|distance| self.text(distance))
            .take_while(|text| *text != "]");
        begins_cfg && words.clone().any(|word| word == "test") && words.all(|word| word != "not")
    }

    /// Steps over an attribute and the item below it.
    fn skip_item(&mut self) {
        let mut depth = 0_usize;
        while self.position < self.tokens.len() {
            let text = self.text(0);
            let closes_what_surrounds_it = depth == 0 && text == "}";
            if closes_what_surrounds_it {
                return;
            }
            self.position += 1;
            match text {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 && matches!(text, "}" | ";" | ",") {
                return;
            }
        }
    }

    fn take_module(&mut self) {
        match self.text(2) {
            ";" if self.inline_modules.is_empty() => {
                self.module.children.insert(self.text(1).to_owned());
                self.position += 3;
            }
            "{" => {
                self.inline_modules.push(self.depth);
                self.depth += 1;
                self.position += 3;
            }
            _ => self.position += 1,
        }
    }

    fn take_item(&mut self, distance: usize) {
        if self.depth == 0 {
            self.module.items.insert(self.text(distance).to_owned());
        }
    }

    fn take_use(&mut self) {
        let is_reexport = matches!(self.previous(), "pub" | ")");
        self.position += 1;
        self.take_use_tree(&Vec::new(), is_reexport);
    }

    /// One branch of a `use`, up to the sign that ends it.
    fn take_use_tree(&mut self, prefix: &[String], is_reexport: bool) {
        let mut segments = prefix.to_vec();
        let mut name = None;
        let line = self.line();
        while self.position < self.tokens.len() {
            match self.text(0) {
                "::" => {}
                "{" => return self.take_use_branches(&segments, is_reexport),
                "*" => {
                    self.position += 1;
                    self.module
                        .globs
                        .push(self.seen_from_file(segments.clone()));
                    return self.take_named(segments, line, is_reexport);
                }
                "as" => {
                    name = Some(self.text(1).to_owned());
                    self.position += 1;
                }
                word if is_word(word) => segments.push(word.to_owned()),
                _ => break,
            }
            self.position += 1;
        }
        if segments.len() > prefix.len() && segments.last().is_some_and(|last| last == "self") {
            segments.pop();
        }
        if let Some(name) = name.or_else(|| segments.last().cloned())
            && self.inline_modules.is_empty()
        {
            self.module.imports.insert(name, segments.clone());
        }
        self.take_named(segments, line, is_reexport);
    }

    fn take_use_branches(&mut self, prefix: &[String], is_reexport: bool) {
        self.position += 1;
        while self.position < self.tokens.len() {
            match self.text(0) {
                "}" => {
                    self.position += 1;
                    return;
                }
                "," => self.position += 1,
                _ => {
                    let before = self.position;
                    self.take_use_tree(prefix, is_reexport);
                    // Whatever is not understood must not stop the reading.
                    self.position = self.position.max(before + 1);
                }
            }
        }
    }

    /// A path in the middle of code.
    fn take_path(&mut self) {
        let continues_another = matches!(self.previous(), "::" | ".");
        let line = self.line();
        let mut segments = vec![self.text(0).to_owned()];
        self.position += 1;
        while self.text(0) == "::" && is_word(self.text(1)) {
            segments.push(self.text(1).to_owned());
            self.position += 2;
        }
        if !continues_another {
            self.take_named(segments, line, false);
        }
    }

    fn take_named(&mut self, segments: Vec<String>, line: usize, is_reexport: bool) {
        if !is_reexport && !segments.is_empty() {
            let segments = self.seen_from_file(segments);
            self.module.paths.push(NamedPath { segments, line });
        }
    }

    /// Inside an inline module the first `super` leads to the file's own module.
    fn seen_from_file(&self, mut segments: Vec<String>) -> Vec<String> {
        for _ in &self.inline_modules {
            if segments.first().is_some_and(|first| first == "super") {
                segments.remove(0);
            }
        }
        let leads_into_file = !self.inline_modules.is_empty()
            && segments.first().is_none_or(|first| first != "crate");
        if leads_into_file {
            segments.insert(0, "self".to_owned());
        }
        segments
    }
}

/// Longer chains are circles of imports, which the compiler refuses anyway.
const DEEPEST_CHAIN_OF_IMPORTS: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    /// A crate in which one name can be reached in many ways.
    fn example() -> Modules {
        let tree = Tree::of(&[
            (
                "c/src/lib.rs",
                "mod deep; mod flat; #[path = \"x.rs\"] mod borrowed; pub use flat::Flat; pub use deep::inner::*; struct Root;",
            ),
            ("c/src/flat.rs", "pub struct Flat;"),
            (
                "c/src/deep.rs",
                "pub mod inner; use crate::flat; fn here() {}",
            ),
            ("c/src/deep/inner.rs", "pub enum Inner { One }"),
        ]);
        Modules::of(&tree, "c/src/lib.rs")
    }

    #[test]
    fn a_path_leads_to_the_file_that_holds_the_thing() {
        let modules = example();
        for (from, path, expected) in [
            ("", "crate::flat::Flat", Some("flat")),
            ("deep", "crate::Flat", Some("flat")),
            ("deep", "crate::Inner::One", Some("deep::inner")),
            ("deep::inner", "super::flat::Flat", Some("flat")),
            ("deep::inner", "super::here", Some("deep")),
            ("deep::inner", "super::super::Root", Some("")),
            ("deep", "inner::Inner", Some("deep::inner")),
            ("deep", "self::inner", Some("deep::inner")),
            ("deep", "super::borrowed::Thing", Some("borrowed")),
            ("deep", "std::fmt", None),
            ("flat", "Flat::new", Some("flat")),
        ] {
            let split = |text: &str| -> Vec<String> {
                text.split("::")
                    .filter(|part| !part.is_empty())
                    .map(str::to_owned)
                    .collect()
            };
            let found = modules.resolve(&split(from), &split(path));
            assert_eq!(found, expected.map(split), "{path} in {from:?}");
        }
    }

    #[test]
    fn every_form_of_use_and_path_is_seen() {
        let tree = Tree::of(&[(
            "c/src/lib.rs",
            "use a::{b::{self, c as d}, e::*}; pub use f::g;\n\
             fn x() { h::i::<u8>(); j.k::l(); }\n\
             mod inline { use super::m; fn n() { super::o::p(); } }\n\
             #[cfg(test)] mod tests { use q::r; }\n\
             #[cfg(test)] use s::t;",
        )]);
        let modules = Modules::of(&tree, "c/src/lib.rs");
        let seen: Vec<String> = modules
            .iter()
            .flat_map(|(_, module)| &module.paths)
            .map(|path| path.segments.join("::"))
            .collect();
        assert_eq!(
            seen,
            ["a::b", "a::b::c", "a::e", "h::i", "self::m", "self::o::p"]
        );
    }
}
