//! The text files of the checkout, read once for all rules.

use std::path::Path;

use anyhow::{Context, Result};

use super::rust_text::RustText;

/// Every file that somebody wrote, by its path from the root, with `/` on every system.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    files: Vec<File>,
}

/// One file.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
    /// Code apart from comments and strings; `None` unless it is Rust.
    pub(crate) rust: Option<RustText>,
}

impl Tree {
    /// Reads what is in the checkout, leaving out what tools made.
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let mut tree = Self::default();
        tree.read_folder(root, "")?;
        tree.files.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(tree)
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> Result<()> {
        let doing = || format!("cannot read {}", folder.display());
        for entry in std::fs::read_dir(folder).with_context(doing)? {
            let entry = entry.with_context(doing)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            if entry.file_type().with_context(doing)?.is_dir() {
                let is_made_by_tools = MADE_BY_TOOLS.contains(&path.as_str())
                    || MADE_BY_TOOLS.contains(&name.as_str());
                if !is_made_by_tools {
                    self.read_folder(&entry.path(), &format!("{path}/"))?;
                }
            } else if is_written_by_people(&name) {
                // What is not text is none of our business.
                if let Ok(text) = std::fs::read_to_string(entry.path()) {
                    self.add(path, text);
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, path: String, text: String) {
        let rust = path.ends_with(".rs").then(|| RustText::new(&text));
        self.files.push(File { path, text, rust });
    }

    pub(crate) fn files(&self) -> &[File] {
        &self.files
    }

    pub(crate) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Every Rust file with its text taken apart.
    pub(crate) fn rust_files(&self) -> impl Iterator<Item = (&File, &RustText)> {
        self.files
            .iter()
            .filter_map(|file| Some((file, file.rust.as_ref()?)))
    }

    pub(crate) fn markdown_files(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.path.ends_with(".md"))
    }

    /// A tree for the test of a rule.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let mut tree = Self::default();
        for (path, text) in files {
            tree.add((*path).to_owned(), (*text).to_owned());
        }
        tree
    }
}

fn is_written_by_people(name: &str) -> bool {
    let has_text_ending = [
        ".rs", ".toml", ".md", ".sh", ".yml", ".yaml", ".html", ".js", ".css", ".sql",
    ]
    .iter()
    .any(|ending| name.ends_with(ending));
    has_text_ending || name == "run"
}

/// Folders, by name or by path from the root, that no rule looks into.
const MADE_BY_TOOLS: [&str; 6] = [
    ".git",
    "target",
    "node_modules",
    "fuzz/artifacts",
    "fuzz/corpus",
    "fuzz/coverage",
];
