//! What stands under the heading CCLs: content classification labels, in English whatever language is asked for.

use http::StatusCode;
use serde_json::{Value, json};

use super::call::Call;
use super::refusal::Refusal;
use crate::reply::{self, Reply};

/// Answers a call under this heading.
pub(super) fn answer(call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "get_content_classification_labels" => Ok(get_content_classification_labels()),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Get Content Classification Labels: all seven.
fn get_content_classification_labels() -> Reply {
    let data: Vec<Value> = LABELS
        .iter()
        .map(
            |(id, name, description)| json!({ "id": id, "description": description, "name": name }),
        )
        .collect();
    reply::json(StatusCode::OK, &json!({ "data": data }))
}

/// Id, name and description.
const LABELS: [(&str, &str, &str); 7] = [
    (
        "DebatedSocialIssuesAndPolitics",
        "Politics and Sensitive Social Issues",
        "Discussions or debates about politics or sensitive social issues such as elections, civic integrity, military conflict, and civil rights in a polarizing manner.",
    ),
    (
        "DrugsIntoxication",
        "Drugs, Intoxication, or Excessive Tobacco Use",
        "Excessive tobacco glorification or promotion, any marijuana consumption/use, legal drug and alcohol induced intoxication, discussions of illegal drugs.",
    ),
    (
        "Gambling",
        "Gambling",
        "Participating in online or in-person gambling, poker or fantasy sports, that involve the exchange of real money.",
    ),
    (
        "MatureGame",
        "Mature-rated game",
        "Games that are rated Mature or less suitable for a younger audience.",
    ),
    (
        "ProfanityVulgarity",
        "Significant Profanity or Vulgarity",
        "Prolonged, and repeated use of obscenities, profanities, and vulgarities, especially as a regular part of speech.",
    ),
    (
        "SexualThemes",
        "Sexual Themes",
        "Content that focuses on sexualized physical attributes and activities, sexual topics, or experiences.",
    ),
    (
        "ViolentGraphic",
        "Violent and Graphic Depictions",
        "Simulations and/or depictions of realistic violence, gore, extreme injury, or death.",
    ),
];
