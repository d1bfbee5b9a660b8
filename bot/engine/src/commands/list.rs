//! `!commands`: the commands that the asker may use, as many as fit into one message.

use std::time::Duration;

use crate::builtin::{Builtin, GROUP, Plan, Scene};
use crate::level::Level;
use crate::text::{MAX_LENGTH, length};

pub(super) const LIST: Builtin = Builtin {
    words: GROUP,
    subwords: &["list"],
    usage: "",
    help: "Lists the commands that you can use.",
    level: Level::Viewer,
    cooldown: Duration::from_secs(10),
    user_cooldown: Duration::from_secs(30),
    run: list,
};

fn list(scene: &Scene<'_>) -> Result<Plan, String> {
    let is_mistyped = !scene.arguments.is_empty() && scene.level >= Level::Moderator;
    if is_mistyped {
        return Err(how_to_manage(scene));
    }
    let builtins = scene
        .builtins
        .iter()
        .filter(|builtin| builtin.level <= scene.level)
        .filter_map(|builtin| builtin.words.first().copied());
    let own = scene.room.commands.iter().flatten();
    let own = own
        .filter(|(_, command)| command.is_enabled && command.level <= scene.level)
        .map(|(name, _)| name.as_str());
    let names: Vec<_> = builtins.chain(own).collect();
    Ok(Plan::Reply(fit(&names)))
}

fn how_to_manage(scene: &Scene<'_>) -> String {
    let subwords: Vec<_> = scene
        .builtins
        .iter()
        .filter_map(|builtin| builtin.subwords.first().copied())
        .collect();
    format!("I know !cmd {}.", subwords.join(", !cmd "))
}

/// Cuts between two names and says how many are left out.
fn fit(names: &[&str]) -> String {
    let mut text = "Commands:".to_owned();
    for (position, name) in names.iter().enumerate() {
        let gap = if position == 0 { " " } else { ", " };
        let item = format!("{gap}!{name}");
        if length(&text) + length(&item) > MAX_LENGTH - ROOM_FOR_REST {
            text.push_str(&format!(" and {} more", names.len() - position));
            return text;
        }
        text.push_str(&item);
    }
    text
}

/// For ` and 1234 more`.
const ROOM_FOR_REST: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_is_cut_between_two_names_and_says_so() {
        let names = ["abcdefgh"; 100];
        let text = fit(&names);
        assert!(length(&text) <= MAX_LENGTH, "{} units", length(&text));
        assert!(text.ends_with("!abcdefgh and 58 more"), "{text}");
    }
}
