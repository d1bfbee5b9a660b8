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

/// There is no call of this name; a word of some may have been meant, or a name that is nearly this.
pub(super) fn unknown(name: &str) -> Failure {
    let failure = Failure::new(
        Status::Usage,
        format!("Twitch's reference has no call {name:?}"),
    );
    let typed = name.replace('_', "-").to_lowercase();
    let names: Vec<String> = spec::ENDPOINTS
        .iter()
        .map(|endpoint| endpoint.anchor())
        .collect();
    // What has a dash was meant as a whole name.
    let is_word = typed.len() >= LEAST_WORD && !typed.contains('-');
    let containing: Vec<_> = names
        .iter()
        .filter(|known| is_word && known.contains(&typed))
        .map(String::as_str)
        .collect();
    let likeness = |known: &str| strsim::normalized_damerau_levenshtein(&typed, known);
    let nearest = names.iter().map(|known| (likeness(known), known));
    let nearest = nearest
        .filter(|(likeness, _)| *likeness >= LEAST_LIKENESS)
        .max_by(|(one, _), (other, _)| one.total_cmp(other));
    match (containing.as_slice(), nearest) {
        ([], Some((_, nearest))) => {
            failure.advice(format!("write {nearest}; `streamhand api` lists all calls"))
        }
        ([], None) => failure.advice(
            "`streamhand api` lists all calls, and `streamhand api WORD` those that a word stands in",
        ),
        (few, _) if few.len() <= MOST_NAMED => failure.advice(format!(
            "write {}; `streamhand api` lists all calls",
            few.join(" or ")
        )),
        _ => failure.advice(format!(
            "`streamhand api {typed}` lists the calls that have it in their name"
        )),
    }
}

/// Shorter ones stand in too many names to mean any.
const LEAST_WORD: usize = 3;

/// So many names can be read in one sentence.
const MOST_NAMED: usize = 4;

/// What is less alike is not a slip of the finger; `zzz` is near to nothing.
const LEAST_LIKENESS: f64 = 0.5;
