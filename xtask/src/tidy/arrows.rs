//! Rule: arrows between crates run downward only, and what waits for the world stays out of the cores.

use toml::{Table, Value};

use super::finding::Finding;
use super::tree::{File, Tree};

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    tree.files()
        .iter()
        .filter(|file| file.path.ends_with("Cargo.toml") && file.path != "Cargo.toml")
        .flat_map(check_manifest)
        .collect()
}

/// A crate of this house.
struct House {
    folder: &'static str,
    /// What the workspace calls it.
    name: &'static str,
    /// The crates of this house that it may use.
    may_use: &'static [&'static str],
    floor: Floor,
}

/// What a crate may take from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Floor {
    /// Nothing that waits, at all.
    Pure,
    /// Waiting crates only as options, for the feature `client`.
    PureWithClient,
    Any,
}

/// The picture of the house; a new arrow is discussed before it is drawn here.
static HOUSE: &[House] = &[
    House::new("twitch/types", "types", &[], Floor::Pure),
    House::new("twitch/spec", "spec", &["types"], Floor::Pure),
    House::new(
        "twitch/auth",
        "auth",
        &["spec", "types"],
        Floor::PureWithClient,
    ),
    House::new(
        "twitch/helix",
        "helix",
        &["auth", "spec", "types"],
        Floor::PureWithClient,
    ),
    House::new("twitch/irc", "irc", &["types"], Floor::PureWithClient),
    House::new(
        "twitch/eventsub",
        "eventsub",
        &["helix", "auth", "spec", "types"],
        Floor::PureWithClient,
    ),
    House::new("bot/engine", "engine", &["types"], Floor::Pure),
    House::new("bot/store", "store", &["engine", "types"], Floor::Any),
    House::new("bot/web", "web", &["store", "engine", "types"], Floor::Any),
    House::new(
        "bot/app",
        "app",
        &[
            "web", "store", "engine", "eventsub", "helix", "auth", "irc", "spec", "types", "sim",
        ],
        Floor::Any,
    ),
    House::new("sim", "sim", &["spec", "types"], Floor::Any),
    House::new(
        "bars",
        "bars",
        &["store", "engine", "auth", "irc", "types", "sim"],
        Floor::Any,
    ),
    House::new("bench", "bench", &["irc", "sim", "types"], Floor::Any),
    House::new("xtask", "xtask", &["spec", "types"], Floor::Any),
    House::new(
        "fuzz",
        "fuzz",
        &[
            "types", "spec", "auth", "helix", "irc", "eventsub", "engine", "store", "sim",
        ],
        Floor::Any,
    ),
];

impl House {
    const fn new(
        folder: &'static str,
        name: &'static str,
        may_use: &'static [&'static str],
        floor: Floor,
    ) -> Self {
        Self {
            folder,
            name,
            may_use,
            floor,
        }
    }
}

fn check_manifest(file: &File) -> Vec<Finding> {
    let folder = file.path.trim_end_matches("/Cargo.toml");
    let Some(house) = HOUSE.iter().find(|house| house.folder == folder) else {
        let sentence = "a crate that the picture of the house does not know; \
                        draw its arrows in xtask/src/tidy/arrows.rs";
        return vec![Finding::new(&file.path, 1, sentence)];
    };
    let manifest: Table = match file.text.parse() {
        Ok(manifest) => manifest,
        Err(error) => return vec![Finding::new(&file.path, 1, format!("no TOML: {error}"))],
    };
    dependencies(&manifest)
        .iter()
        .filter_map(|dependency| {
            let sentence = complaint(house, dependency)?;
            Some(Finding::new(
                &file.path,
                line_of(file, &dependency.name),
                sentence,
            ))
        })
        .collect()
}

/// One line of a dependency table.
struct Dependency {
    name: String,
    kind: Kind,
    is_optional: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Normal,
    Build,
    Development,
}

fn dependencies(manifest: &Table) -> Vec<Dependency> {
    let platforms = manifest
        .get("target")
        .and_then(Value::as_table)
        .into_iter()
        .flat_map(Table::values)
        .filter_map(Value::as_table);
    let mut found = Vec::new();
    for table in std::iter::once(manifest).chain(platforms) {
        for (key, kind) in [
            ("dependencies", Kind::Normal),
            ("build-dependencies", Kind::Build),
            ("dev-dependencies", Kind::Development),
        ] {
            let entries = table.get(key).and_then(Value::as_table);
            for (name, entry) in entries.into_iter().flatten() {
                let is_optional = entry.get("optional").and_then(Value::as_bool);
                found.push(Dependency {
                    name: name.clone(),
                    kind,
                    is_optional: is_optional.unwrap_or(false),
                });
            }
        }
    }
    found
}

fn complaint(house: &House, dependency: &Dependency) -> Option<String> {
    let name = dependency.name.trim_start_matches("streamhand-");
    let is_ours = HOUSE.iter().any(|other| other.name == name);
    if is_ours {
        let is_drawn = house.may_use.contains(&name);
        return (!is_drawn).then(|| {
            format!(
                "an arrow from {} to {name}, which the house does not have; it may use {}",
                house.name,
                listed(house.may_use)
            )
        });
    }
    if dependency.kind == Kind::Development {
        return None;
    }
    if name == "reqwest" {
        return Some("reqwest outside tests; the clients here are made with hyper".to_owned());
    }
    let binaries_only = ["anyhow", "clap"].contains(&name);
    if binaries_only && !["app", "bars", "bench", "xtask"].contains(&house.name) {
        return Some(format!(
            "{name} belongs to the binaries: app, bars, bench and xtask"
        ));
    }
    let waits = WAITING.contains(&name) && dependency.kind == Kind::Normal;
    match house.floor {
        Floor::Pure if waits => Some(format!(
            "{name} waits for the world, and {} is pure",
            house.name
        )),
        Floor::PureWithClient if waits && !dependency.is_optional => Some(format!(
            "{name} waits for the world; make it optional, for the feature `client`"
        )),
        _ => None,
    }
}

fn listed(names: &[&str]) -> String {
    if names.is_empty() {
        "none of the others".to_owned()
    } else {
        names.join(", ")
    }
}

fn line_of(file: &File, dependency: &str) -> usize {
    let begins = |line: &str| {
        let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
        let header = format!("dependencies.{dependency}]");
        name.trim() == dependency || line.trim_end().ends_with(&header)
    };
    file.text
        .lines()
        .position(begins)
        .map_or(1, |index| index + 1)
}

/// Crates that touch sockets, timers, databases or the machine.
const WAITING: &[&str] = &[
    "axum",
    "hyper",
    "hyper-rustls",
    "hyper-util",
    "reqwest",
    "rustls",
    "sqlx",
    "tokio",
    "tokio-rustls",
    "tokio-tungstenite",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_arrow_that_is_not_drawn_is_told() {
        for (path, text, expected) in [
            (
                "sim/Cargo.toml",
                "[dependencies]\nspec.workspace = true",
                None,
            ),
            (
                "sim/Cargo.toml",
                "[dependencies]\nirc = { workspace = true }",
                Some("2: an arrow from sim to irc"),
            ),
            (
                "sim/Cargo.toml",
                "[dev-dependencies.helix]\nworkspace = true",
                Some("1: an arrow from sim to helix"),
            ),
            (
                "bot/engine/Cargo.toml",
                "[dependencies]\n\nstreamhand-store = { path = \"../store\" }",
                Some("3: an arrow from engine to store"),
            ),
            (
                "twitch/types/Cargo.toml",
                "[target.'cfg(unix)'.dependencies]\nspec = {}",
                Some("2: an arrow from types to spec"),
            ),
            (
                "bot/engine/Cargo.toml",
                "[dependencies]\ntokio = \"1\"",
                Some("2: tokio waits"),
            ),
            (
                "bot/engine/Cargo.toml",
                "[dev-dependencies]\ntokio = \"1\"",
                None,
            ),
            (
                "twitch/irc/Cargo.toml",
                "[dependencies]\ntokio = { workspace = true }",
                Some("2: tokio waits"),
            ),
            (
                "twitch/irc/Cargo.toml",
                "[dependencies]\ntokio = { workspace = true, optional = true }",
                None,
            ),
            (
                "bot/store/Cargo.toml",
                "[dependencies]\nanyhow = \"1\"",
                Some("2: anyhow belongs"),
            ),
            (
                "bot/app/Cargo.toml",
                "[dependencies]\nreqwest = \"1\"",
                Some("2: reqwest outside tests"),
            ),
            (
                "bot/misc/Cargo.toml",
                "",
                Some("1: a crate that the picture"),
            ),
        ] {
            let findings = check(&Tree::of(&[(path, text)]));
            let told: Vec<String> = findings.iter().map(ToString::to_string).collect();
            let expected: Vec<String> = expected
                .map(|expected| format!("{path}:{expected}"))
                .into_iter()
                .collect();
            assert_eq!(told.len(), expected.len(), "{text}: {told:?}");
            let fits = told.iter().zip(&expected).all(|(a, b)| a.starts_with(b));
            assert!(fits, "{text}: {told:?}");
        }
    }

    #[test]
    fn the_picture_itself_has_no_circle() {
        // Each crate may only use crates whose own arrows end before they reach it again.
        fn reaches(from: &str, to: &str) -> bool {
            let house = HOUSE.iter().find(|house| house.name == from);
            house
                .into_iter()
                .flat_map(|house| house.may_use)
                .any(|next| *next == to || reaches(next, to))
        }
        for house in HOUSE {
            assert!(!reaches(house.name, house.name), "{}", house.name);
        }
    }
}
