//! `!delcom`: deletes a command.

use std::time::Duration;

use crate::action::Change;
use crate::builtin::{Builtin, Plan, Scene};
use crate::draft::Draft;
use crate::level::Level;

pub(super) const DELETE: Builtin = Builtin {
    words: &["delcom", "delcmd"],
    subwords: &["del", "delete", "remove", "rem"],
    usage: "NAME",
    help: "Deletes a command.",
    level: Level::Moderator,
    cooldown: Duration::ZERO,
    user_cooldown: Duration::ZERO,
    run: delete,
};

fn delete(scene: &Scene<'_>) -> Result<Plan, String> {
    let name = Draft::parse(scene.arguments, &DELETE)?.name;
    scene.changeable(&name)?;
    Ok(Plan::Remember {
        done: format!("Deleted !{name}."),
        change: Change::Delete(name),
    })
}
