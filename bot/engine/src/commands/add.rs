//! `!addcom`: makes a command.

use std::time::Duration;

use crate::action::Change;
use crate::builtin::{Builtin, Plan, Scene};
use crate::command::Command;
use crate::draft::Draft;
use crate::level::Level;

pub(super) const ADD: Builtin = Builtin {
    words: &["addcom", "addcmd"],
    subwords: &["add"],
    usage: "[-ul=LEVEL] [-cd=SECONDS] [-usercd=SECONDS] NAME TEXT",
    help: "Makes a command that answers with the text.",
    level: Level::Moderator,
    cooldown: Duration::ZERO,
    user_cooldown: Duration::ZERO,
    run: add,
};

fn add(scene: &Scene<'_>) -> Result<Plan, String> {
    let draft = Draft::parse(scene.arguments, &ADD)?;
    let commands = scene.commands()?;
    let name = &draft.name;
    if scene.builtin(name).is_some() {
        return Err(format!(
            "The command !{name} is built in; please choose another name."
        ));
    }
    if commands.contains_key(name) {
        return Err(format!(
            "The command !{name} is there already; !editcom {name} NEW TEXT changes it."
        ));
    }
    if commands.len() >= MAX_COMMANDS {
        return Err(format!(
            "This channel has {MAX_COMMANDS} commands, which is the most I can keep; please delete one first."
        ));
    }
    let Some(reply) = draft.reply()? else {
        return Err(format!("Please type a text too: {}", ADD.usage_line()));
    };
    let (sender, sent_at) = (&scene.line.sender, scene.line.sent_at);
    let blank = Command {
        name: name.clone(),
        reply,
        level: Level::Viewer,
        cooldown: scene.settings.cooldown,
        user_cooldown: scene.settings.user_cooldown,
        is_enabled: true,
        created_by: sender.clone(),
        created_at: sent_at,
        updated_by: sender.clone(),
        updated_at: sent_at,
    };
    Ok(Plan::Remember {
        done: format!("Added !{name}."),
        change: Change::Put(draft.tweaks.apply_to(blank)),
    })
}

/// Of one channel.
const MAX_COMMANDS: usize = 1_000;
