//! The subcommands, one file each; here they are only told apart.

mod announce;
mod api;
pub(crate) mod api_help;
mod backup;
mod ban;
mod chat;
mod chatters;
mod clip;
pub(crate) mod completions;
mod config;
mod config_import;
mod delete;
mod demo;
mod doctor;
#[cfg(test)]
mod every_call;
mod game;
mod health;
mod login;
mod logout;
mod man;
mod marker;
mod moderator;
mod mods;
mod outbox;
pub(crate) mod output;
mod people;
mod poll;
mod prediction;
mod raid;
mod restore;
mod run;
mod say;
mod settings;
mod setup;
pub(crate) mod short_form;
mod shoutout;
mod sim;
mod stream_words;
mod tallies;
mod timeout;
mod title;
mod token;
mod tree;
mod unban;
mod user;
mod vip;
mod vips;
mod warn;
mod whoami;

use std::process::ExitCode;

use crate::cli::{Cli, Command};
use crate::context::Context;
use crate::failure::Failure;
use crate::screen::status_line::StatusLine;

/// Runs the subcommand that the command line names.
///
/// # Errors
/// In the words of the subcommand.
pub(crate) async fn run(cli: Cli, status: &StatusLine) -> Result<ExitCode, Failure> {
    let global = &cli.global;
    match cli.command {
        Command::Demo(options) => demo::run(options, global, status).await,
        Command::Sim(options) => sim::run(options, global.json).await,
        Command::Setup(options) => setup::run(&options, global, status).await,
        Command::Login(options) => {
            Context::with_accounts(global, async |context| login::run(&options, context).await)
                .await
        }
        Command::Logout(options) => {
            Context::with_accounts(global, async |context| logout::run(&options, context).await)
                .await
        }
        Command::Whoami => Context::with_accounts(global, whoami::run).await,
        Command::Token(options) => {
            Context::with_accounts(global, async |context| token::run(&options, context).await)
                .await
        }
        Command::Doctor => doctor::run(global).await,
        Command::Run => {
            Context::with_accounts(global, async |context| run::run(context, status).await).await
        }
        Command::Health => health::run(global),
        Command::Backup(options) => backup::run(&options, &Context::load(global)?).await,
        Command::Restore(options) => restore::run(&options, &Context::load(global)?).await,
        Command::Chat(options) => chat::run(&options, global, status).await,
        Command::Outbox(options) => outbox::run(&options, &Context::load(global)?).await,
        Command::Api(options) => api::run(&options, global).await,
        Command::Short(form) => short_form::run(&form, global, status).await,
        Command::Config(action) => config::run(&action, global).await,
        Command::Completions(options) => completions::run(options.shell),
        Command::Man(options) => man::run(&options, global),
    }
}
