//! `!cmd show`: what a command answers, who may use it and how often; for what is built in, its help.

use std::time::Duration;

use crate::builtin::{Builtin, Plan, Scene};
use crate::command::Command;
use crate::draft::Draft;
use crate::level::Level;
use crate::phrase;

pub(super) const SHOW: Builtin = Builtin {
    words: &[],
    subwords: &["show"],
    usage: "NAME",
    help: "Shows the text and the options of a command.",
    level: Level::Moderator,
    cooldown: Duration::ZERO,
    user_cooldown: Duration::ZERO,
    run: show,
};

fn show(scene: &Scene<'_>) -> Result<Plan, String> {
    let name = Draft::parse(scene.arguments, &SHOW)?.name;
    if let Some(builtin) = scene.builtin(&name) {
        let help = format!("{} - {}", builtin.usage_line(), builtin.help);
        // A mark in front would hide which command it is; a word does not.
        return Ok(Plan::Reply(format!("Built in: {help}")));
    }
    match scene.commands()?.get(&name) {
        Some(command) => Ok(Plan::Reply(describe(command))),
        None => Err(format!("There is no command !{name}.")),
    }
}

fn describe(command: &Command) -> String {
    let Command {
        name, reply, level, ..
    } = command;
    let state = if command.is_enabled { "" } else { ", disabled" };
    let cooldown = phrase::duration(command.cooldown);
    let user_cooldown = phrase::duration(command.user_cooldown);
    format!(
        "Command !{name} ({level}, cooldown {cooldown}, per person {user_cooldown}{state}): {reply}"
    )
}
