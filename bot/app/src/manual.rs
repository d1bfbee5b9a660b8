//! Holds the manual against the tables that it describes; a test that fails prints what the page should say.

use std::path::Path;

use types::ScopeSet;

use crate::config::key::KEYS;
use crate::features::{FEATURES, Weight};

/// Asserts that a page of the manual contains this text.
fn check_page(page: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs")
        .join(page);
    let text = std::fs::read_to_string(&path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    assert!(
        text.contains(expected),
        "docs/{page} should contain:\n\n{expected}"
    );
}

#[test]
fn the_manual_lists_every_key_of_the_config() {
    let mut table =
        String::from("| key | variable | if left out | what it is for |\n|---|---|---|---|\n");
    for key in KEYS {
        let default = key
            .default
            .map_or_else(|| "nothing".to_owned(), |value| format!("`{value}`"));
        let section = if key.section == "channel" {
            "[[channel]]"
        } else {
            &format!("[{}]", key.section)
        };
        let line = format!(
            "| `{section} {}` | `{}` | {default} | {} |\n",
            key.name,
            key.variable(),
            key.about
        );
        table.push_str(&line);
    }
    check_page("configuration.md", &table);
}

#[test]
fn the_manual_lists_every_command_of_the_bot() {
    let mut table = String::from("| command | who may | what it does |\n|---|---|---|\n");
    for builtin in engine::BUILTINS {
        let line = format!(
            "| `{}` | {} | {} |\n",
            builtin.usage_line().replace('|', "\\|"),
            builtin.level,
            builtin.help
        );
        table.push_str(&line);
    }
    check_page("commands.md", &table);
}

#[test]
fn the_manual_lists_every_feature_with_what_it_asks_for() {
    let mut table = String::from(
        "| feature | what it does | account | scope | on if | without it |\n|---|---|---|---|---|---|\n",
    );
    for feature in FEATURES {
        let scopes = feature.missing(&ScopeSet::default());
        let scopes: Vec<_> = scopes.iter().map(|scope| format!("`{scope}`")).collect();
        let scopes = if scopes.is_empty() {
            "none".to_owned()
        } else {
            scopes.join(", ")
        };
        let without = match feature.weight {
            Weight::Vital => "the bot does not run",
            Weight::Optional => "the rest runs",
        };
        let line = format!(
            "| `{}` | {} | {} | {scopes} | {} | {without} |\n",
            feature.id,
            feature.about,
            feature.role.as_str(),
            feature.switch_in_words(),
        );
        table.push_str(&line);
    }
    check_page("features.md", &table);
}
