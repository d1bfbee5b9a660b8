//! The reference pages under `docs/reference`: every call of Twitch's API with what it takes, who may make it, how we type it, and what the simulator makes of it. All of it comes from tables; `cargo xtask docs` writes it anew.

pub(crate) mod example;
mod rules;
mod words;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sim::played::{self, How};
use spec::{Endpoint, Heading};

use crate::command::api_help;

#[test]
fn the_reference_says_what_the_tables_say() {
    let folder = folder();
    let pages = pages();
    if std::env::var_os(WRITE).is_some() {
        write(&folder, &pages);
    }
    for (name, expected) in &pages {
        let text = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(
            text.replace("\r\n", "\n") == *expected,
            "docs/reference/{name} is not what the tables say; `cargo xtask docs` writes it anew"
        );
    }
    for name in names(&folder) {
        assert!(
            pages.contains_key(&name),
            "docs/reference/{name} belongs to no heading; `cargo xtask docs` takes it away"
        );
    }
}

#[test]
fn every_example_can_be_typed_and_keeps_the_limits() {
    for endpoint in spec::ENDPOINTS {
        example::check(endpoint);
    }
}

/// Every page by the name of its file.
fn pages() -> BTreeMap<String, String> {
    let mut pages: BTreeMap<String, String> = spec::headings()
        .iter()
        .map(|heading| (file(heading), page(heading)))
        .collect();
    pages.insert("README.md".to_owned(), index());
    pages
}

fn index() -> String {
    let count = spec::ENDPOINTS.len();
    let living = played::PLAYED.iter().filter(|one| one.how != How::Gone);
    let mut text = format!(
        "# Every call of Twitch's API\n\n\
        {NOTICE}\n\
        Twitch's reference has {count} calls; {} of them live.\n\
        `streamhand api CALL` makes any of them, and [Commands](../commands.md#calls-of-twitchs-api) tells how.\n\n\
        \"User\" needs an account that is logged in, \"app\" the application with its secret, \"extension\" a token that an extension has signed.\n\
        Where several scopes stand, one is enough unless it says \"and\".\n\
        In [the simulator](../simulator.md) a call *acts*, *keeps* what was sent, only *answers*, or is *gone*; {}.\n",
        living.count(),
        words::HOW,
    );
    for heading in spec::headings() {
        let page = file(heading);
        text.push_str(&format!("\n## [{}]({page})\n\n", heading.name));
        text.push_str(
            "| call | what it does | token | scopes | simulator |\n|---|---|---|---|---|\n",
        );
        for endpoint in heading.endpoints {
            let anchor = endpoint.anchor();
            let tokens: Vec<_> = endpoint
                .tokens
                .iter()
                .map(|kind| api_help::token_word(*kind))
                .collect();
            let scopes = words::scopes(&endpoint.scopes).unwrap_or_default();
            text.push_str(&format!(
                "| [`{anchor}`]({page}#{}) | {} | {} | {scopes} | {} |\n",
                words::slug(endpoint.name),
                endpoint.summary,
                tokens.join(" or "),
                words::how(played::played(endpoint).how),
            ));
        }
    }
    text
}

fn page(heading: &Heading) -> String {
    let mut text = format!("# {}\n\n{NOTICE}\n[All calls](README.md)\n", heading.name);
    for endpoint in heading.endpoints {
        text.push_str(&section(endpoint));
    }
    text
}

/// One call.
fn section(endpoint: &'static Endpoint) -> String {
    let mut text = format!(
        "\n## {}\n\n{}.\n`{} {}` in [Twitch's reference](https://dev.twitch.tv/docs/api/reference/#{}).\n",
        endpoint.name,
        endpoint.summary,
        words::method(endpoint.method),
        endpoint.path,
        endpoint.anchor(),
    );
    if let Some(sentence) = words::status(endpoint) {
        text.push_str(&format!("{sentence}\n"));
    }
    text.push_str(&format!("\n```sh\n{}```\n\n", example::lines(endpoint)));
    for line in words::facts(endpoint) {
        text.push_str(&format!("- {line}\n"));
    }
    text.push_str(&parameters(endpoint));
    let rules = rules::sentences(endpoint);
    if !rules.is_empty() {
        text.push_str("\nTogether:\n\n");
        for rule in rules {
            text.push_str(&format!("- {rule}\n"));
        }
    }
    text.push_str(&errors(endpoint));
    text
}

fn parameters(endpoint: &'static Endpoint) -> String {
    let rows = words::parameters(endpoint);
    if rows.is_empty() {
        return "\nIt takes no parameters.\n".to_owned();
    }
    let mut text =
        String::from("\n| parameter | in | type | needed | limits |\n|---|---|---|---|---|\n");
    for row in rows {
        text.push_str(&format!(
            "| `{}` | {} | {} | {} | {} |\n",
            row.option, row.place, row.kind, row.needed, row.limits
        ));
    }
    text
}

fn errors(endpoint: &Endpoint) -> String {
    let mut text = format!(
        "\nIt answers {} if it worked",
        words::success(endpoint.success)
    );
    if endpoint.errors.is_empty() {
        text.push_str(".\n");
        return text;
    }
    text.push_str(", and refuses with:\n\n");
    for status in endpoint.errors {
        text.push_str(&format!("- {status}: {}\n", words::error(*status)));
    }
    if !endpoint.errors_documented {
        text.push_str("\nTwitch's page names no statuses; these were seen.\n");
    }
    text
}

fn write(folder: &Path, pages: &BTreeMap<String, String>) {
    std::fs::create_dir_all(folder).expect("docs can be written");
    for name in names(folder) {
        if !pages.contains_key(&name) {
            std::fs::remove_file(folder.join(name)).expect("docs can be written");
        }
    }
    for (name, text) in pages {
        std::fs::write(folder.join(name), text).expect("docs can be written");
    }
}

fn names(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference")
}

fn file(heading: &Heading) -> String {
    format!("{}.md", words::slug(heading.name))
}

const NOTICE: &str = "This page is written by `cargo xtask docs` from the tables of the program; what is changed here by hand gets lost.";

/// With this variable the pages are written instead of only compared; the chore sets it.
const WRITE: &str = "STREAMHAND_WRITE_REFERENCE";
