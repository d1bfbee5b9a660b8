//! `streamhand game`: shows the category of the stream, or changes it to the one that is meant.

use helix::search::Category;
use serde_json::json;

use crate::cli::short_form::Words;
use crate::command::{stream_words, tallies};
use crate::failure::{Failure, Status};
use crate::short_forms::category::{self, Found};
use crate::short_forms::errand::{Door, Errand};

/// Shows the category, or changes it.
///
/// # Errors
/// If no category or more than one may be meant, the broadcaster is not logged in, or Twitch refuses it.
pub(super) async fn run(options: &Words, door: Door<'_>) -> Result<(), Failure> {
    let chosen = options.channel.channel.as_ref();
    if options.text.is_empty() {
        let errand = Errand::in_channel(door, chosen, "game").await?;
        return show(&errand).await;
    }
    let errand = Errand::of_broadcaster(door, chosen, "game")?;
    let typed = options.text.join(" ");
    let request = errand.helix().search_categories(&typed);
    let found = request.first(100).await;
    let found = found.map_err(|error| errand.refused("", &error))?;
    let category = match category::nearest(&found.data, &typed) {
        Found::One(category) => category,
        Found::Several(several) => return Err(ambiguous(&typed, &several)),
        Found::Nothing => {
            return Err(Failure::new(
                Status::Refused,
                format!("Twitch has no category like {typed:?}"),
            )
            .meaning("Nothing was changed.")
            .advice("write a part of its name as Twitch shows it"));
        }
    };
    let helix = errand.helix();
    let request = helix.modify_channel_information(&errand.channel.id);
    let changed = request.game_id(&category.id).await;
    changed.map_err(|error| errand.refused("", &error))?;
    let login = &errand.channel.login;
    errand.tell(
        &format!("{login} streams {} now.", category.name),
        &json!({"event": "game_changed", "channel": login, "game": category.name, "game_id": category.id}),
    );
    Ok(())
}

async fn show(errand: &Errand<'_>) -> Result<(), Failure> {
    let now = stream_words::now(errand).await?;
    let login = &errand.channel.login;
    let sentence = match now.game_name.as_str() {
        "" => format!("{login} has no category."),
        game => format!("{login} streams {game}."),
    };
    errand.tell(
        &sentence,
        &json!({"event": "game", "channel": login, "game": now.game_name, "game_id": now.game_id}),
    );
    Ok(())
}

fn ambiguous(typed: &str, several: &[&Category]) -> Failure {
    let names: Vec<String> = several
        .iter()
        .take(MOST_NAMES)
        .map(|category| format!("\"{}\"", category.name))
        .collect();
    let more = match several.len() > MOST_NAMES {
        true => ", and more",
        false => "",
    };
    let listed = tallies::harmless(&names.join(", "));
    Failure::new(
        Status::Usage,
        format!("{typed:?} may mean more than one category"),
    )
    .meaning(format!("Twitch knows {listed}{more}. Nothing was changed."))
    .advice("write the whole name of the one that you mean")
}

/// More than these nobody reads.
const MOST_NAMES: usize = 10;
