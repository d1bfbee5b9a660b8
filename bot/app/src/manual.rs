//! Holds the manual against the tables that it describes; a test that fails prints what the page should say.

use std::path::Path;

use crate::config::key::KEYS;

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
