//! `!editcom`: gives a command another text, other options, or both.

use std::time::Duration;

use crate::action::Change;
use crate::builtin::{Builtin, Plan, Scene};
use crate::command::Command;
use crate::draft::Draft;
use crate::level::Level;

pub(super) const EDIT: Builtin = Builtin {
    words: &["editcom", "editcmd"],
    subwords: &["edit", "update"],
    usage: "[-ul=LEVEL] [-cd=SECONDS] [-usercd=SECONDS] NAME NEW TEXT",
    help: "Changes the text of a command.",
    level: Level::Moderator,
    cooldown: Duration::ZERO,
    user_cooldown: Duration::ZERO,
    run: edit,
};

fn edit(scene: &Scene<'_>) -> Result<Plan, String> {
    let draft = Draft::parse(scene.arguments, &EDIT)?;
    let command = scene.changeable(&draft.name)?;
    let reply = draft.reply()?;
    if reply.is_none() && draft.tweaks.is_empty() {
        return Err(format!("Please type a text too: {}", EDIT.usage_line()));
    }
    let edited = Command {
        reply: reply.unwrap_or_else(|| command.reply.clone()),
        updated_by: scene.line.sender.clone(),
        updated_at: scene.line.sent_at,
        ..command.clone()
    };
    Ok(Plan::Remember {
        done: format!("Changed !{}.", draft.name),
        change: Change::Put(draft.tweaks.apply_to(edited)),
    })
}
