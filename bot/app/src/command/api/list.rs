//! The calls of Twitch's reference by heading: all of them, or those that a word stands in.

use spec::{Endpoint, Heading};

use crate::command::{api_help, output};
use crate::failure::{Failure, Status};

/// Prints the calls that have the word in their name, their summary or their heading; whether there are any.
pub(super) fn print(word: &str, is_json: bool) -> bool {
    let mut is_empty = true;
    for heading in spec::headings() {
        let found: Vec<_> = heading
            .endpoints
            .iter()
            .filter(|endpoint| has(heading, endpoint, word))
            .collect();
        if found.is_empty() {
            continue;
        }
        is_empty = false;
        if !is_json {
            output::line(&format!("\n{}", heading.name));
        }
        for endpoint in found {
            output::line(&line(heading, endpoint, is_json));
        }
    }
    if !is_json && !is_empty {
        output::line(
            "\n`streamhand api CALL --help` explains a call and its parameters; \
             `streamhand api WORD` lists the calls that a word stands in.",
        );
    }
    !is_empty
}

fn has(heading: &Heading, endpoint: &Endpoint, word: &str) -> bool {
    let word = word.to_lowercase();
    let texts = [
        endpoint.anchor(),
        endpoint.summary.to_lowercase(),
        heading.name.to_lowercase(),
    ];
    texts.iter().any(|text| text.contains(&word))
}

fn line(heading: &Heading, endpoint: &Endpoint, is_json: bool) -> String {
    let tokens: Vec<_> = endpoint
        .tokens
        .iter()
        .map(|kind| api_help::token_word(*kind))
        .collect();
    if is_json {
        let line = serde_json::json!({
            "id": endpoint.anchor(),
            "heading": heading.name,
            "summary": endpoint.summary,
            "tokens": tokens,
        });
        return line.to_string();
    }
    format!(
        "  {:44} {} ({})",
        endpoint.anchor(),
        endpoint.summary,
        tokens.join(" or ")
    )
}

/// There is no call of this name, and no call that has the word in it.
pub(super) fn unknown(name: &str) -> Failure {
    let failure = Failure::new(
        Status::Usage,
        format!("Twitch's reference has no call {name:?}"),
    );
    let names: Vec<String> = spec::ENDPOINTS
        .iter()
        .map(|endpoint| endpoint.anchor())
        .collect();
    let typed = name.replace('_', "-").to_lowercase();
    let distance = |known: &&String| strsim::damerau_levenshtein(&typed, known);
    match names.iter().min_by_key(distance) {
        Some(nearest) => {
            failure.advice(format!("write {nearest}; `streamhand api` lists all calls"))
        }
        None => failure.advice("`streamhand api` lists all calls"),
    }
}
