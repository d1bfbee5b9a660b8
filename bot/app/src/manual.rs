//! Holds the manual against the tables that it describes; a test that fails prints what the page should say.

pub(crate) mod reference;

use std::path::Path;

use clap::{Command, CommandFactory, Parser};
use types::ScopeSet;

use crate::cli::Cli;
use crate::config::key::KEYS;
use crate::features::{FEATURES, Weight};
use crate::short_forms::{SHORT_FORMS, ShortForm};

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

#[test]
fn the_manual_lists_every_short_form() {
    let root = Cli::command();
    let mut table = String::from(
        "| command | what it does | who acts | calls | for example |\n|---|---|---|---|---|\n",
    );
    for form in SHORT_FORMS {
        let about = command_of(&root, form).get_about().map(ToString::to_string);
        let calls: Vec<_> = form.endpoints.iter().map(|call| call.name).collect();
        let line = format!(
            "| `{}` | {} | {} | {} | `{}` |\n",
            form.name,
            about.unwrap_or_default(),
            form.actor.in_words(),
            calls.join(", "),
            form.example,
        );
        table.push_str(&line);
    }
    check_page("commands.md", &table);
}

#[test]
fn every_short_form_can_be_typed_as_its_example_says() {
    for form in SHORT_FORMS {
        let words = words(form.example);
        let typed = Cli::try_parse_from(&words).map(|cli| cli.command);
        assert!(
            matches!(typed, Ok(crate::cli::Command::Short(_))),
            "{words:?} cannot be typed: {typed:?}"
        );
        assert_eq!(words[1..=form.name.split(' ').count()].join(" "), form.name);
    }
}

#[test]
fn every_command_that_calls_twitch_by_itself_is_in_the_table_of_short_forms() {
    let known = |name: &str| SHORT_FORMS.iter().any(|form| form.name == name);
    let purposes: Vec<_> = SHORT_FORMS.iter().map(ShortForm::purpose).collect();
    let root = Cli::command();
    let everyday = root.get_subcommands();
    for command in everyday.filter(|command| purposes.contains(&command.get_name())) {
        let below: Vec<_> = command.get_subcommands().collect();
        let takes_words = command.get_positionals().next().is_some();
        assert!(
            known(command.get_name()) || !below.is_empty() && !takes_words,
            "{}",
            command.get_name()
        );
        for action in below {
            let name = format!("{} {}", command.get_name(), action.get_name());
            assert!(known(&name), "{name}");
        }
    }
}

fn command_of<'a>(root: &'a Command, form: &ShortForm) -> &'a Command {
    form.name.split(' ').fold(root, |command, word| {
        let below = command.find_subcommand(word);
        below.unwrap_or_else(|| panic!("{:?} cannot be typed", form.name))
    })
}

/// The words of a line, as a shell takes them apart.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    parts
        .flat_map(|(position, part)| match position % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        })
        .collect()
}
