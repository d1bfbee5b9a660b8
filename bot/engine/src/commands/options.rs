//! `!cmd options`: changes who may use a command and how often, and leaves its text alone.

use std::time::Duration;

use crate::action::Change;
use crate::builtin::{Builtin, Plan, Scene};
use crate::command::Command;
use crate::draft::Draft;
use crate::level::Level;

pub(super) const OPTIONS: Builtin = Builtin {
    words: &[],
    subwords: &["options"],
    usage: "NAME [-ul LEVEL] [-cd SECONDS] [-usercd SECONDS] [-enable|-disable]",
    help: "Changes who may use a command and how often.",
    level: Level::Moderator,
    cooldown: Duration::ZERO,
    user_cooldown: Duration::ZERO,
    run: options,
};

fn options(scene: &Scene<'_>) -> Result<Plan, String> {
    let draft = Draft::parse(scene.arguments, &OPTIONS)?;
    let command = scene.changeable(&draft.name)?;
    if draft.tweaks.is_empty() || draft.reply()?.is_some() {
        return Err(format!("Please type: {}", OPTIONS.usage_line()));
    }
    let changed = Command {
        updated_by: scene.line.sender.clone(),
        updated_at: scene.line.sent_at,
        ..command.clone()
    };
    Ok(Plan::Remember {
        done: format!("Changed the options of !{}.", draft.name),
        change: Change::Put(draft.tweaks.apply_to(changed)),
    })
}
