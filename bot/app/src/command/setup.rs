//! `streamhand setup`: the first start, and then the bot, if it is wanted at once.

use std::process::ExitCode;

use crate::cli::{Global, Setup};
use crate::command::output;
use crate::context::Context;
use crate::failure::{Failure, Status};
use crate::screen::status_line::StatusLine;
use crate::setup;
use crate::setup::plan::Ending;
use crate::shutdown::{Listener, Request};

/// Goes through the first start.
///
/// # Errors
/// As [`setup::run`], and as `run` if the bot is started.
pub(crate) async fn run(
    options: &Setup,
    global: &Global,
    status: &StatusLine,
) -> Result<ExitCode, Failure> {
    let listener = Listener::start();
    let ending = tokio::select! {
        biased;
        request = listener.requested() => {
            output::aside("\nThe setup was broken off. What was checked is kept; `streamhand setup` goes on from here.");
            // To end a service is what was wanted of it; a setup that was ended is not done.
            return Ok(match request {
                Request::Interrupted => request.exit_code(),
                Request::Terminated => ExitCode::from(Status::Failed as u8),
            });
        }
        ending = Box::pin(setup::run(options, global)) => ending?,
    };
    match ending {
        Ending::Start => {
            Context::with_accounts(global, async |context| {
                super::run::run(context, status).await
            })
            .await
        }
        Ending::Ready => Ok(ExitCode::SUCCESS),
    }
}
