//! `streamhand chat`: reads chats, and says the lines that come in.

use std::process::ExitCode;

use types::Login;

use crate::chat;
use crate::chat::wanted::Wanted;
use crate::cli::{Chat, Global};
use crate::context::Context;
use crate::failure::{Failure, Status};
use crate::screen::status_line::StatusLine;

/// Reads and says until somebody wants the end.
///
/// # Errors
/// If the config is wrong, or no channel is named anywhere.
pub(super) async fn run(
    options: &Chat,
    global: &Global,
    status: &StatusLine,
) -> Result<ExitCode, Failure> {
    // No account is needed before something is said, and no application either.
    let context = Context::load(global)?;
    let named = match options.channels.is_empty() {
        true => &context.config.channels,
        false => &options.channels,
    };
    let mut channels: Vec<Login> = Vec::new();
    for channel in named {
        if !channels.contains(channel) {
            channels.push(channel.clone());
        }
    }
    if channels.is_empty() {
        return Err(Failure::new(
            Status::Usage,
            "no channel is named, and the config names none either",
        )
        .advice("name one: `streamhand chat somechannel`"));
    }
    let wanted = Wanted {
        global,
        channels,
        is_until_eof: options.until_eof,
    };
    chat::run(&context, &wanted, status).await
}
