//! `streamhand api`: any call of Twitch's reference, by its name in the spec. Lists them, explains them, makes them.

mod answer;
mod arguments;
mod caller;
mod dry_run;
pub(crate) mod identity;
mod list;
pub(crate) mod one_of;
mod output;
mod pages;
mod progress;
mod sending;

use std::process::ExitCode;

use spec::{Endpoint, Method, TokenKind};

use crate::calling::Calling;
use crate::cli::{self, Global};
use crate::command::output as paper;
use crate::context::Context;
use crate::explain::calls;
use crate::failure::{Failure, Status};
use crate::shutdown::{Listener, Request};
use arguments::{Arguments, Reach, Typed};
use caller::{Asking, Caller};
use dry_run::Envelope;

/// Lists the calls, explains one, or makes one.
///
/// # Errors
/// If there is no such call, a parameter is wrong, the account lacks something, or Twitch refuses.
pub(crate) async fn run(options: &cli::Api, global: &Global) -> Result<ExitCode, Failure> {
    let name = match options.call() {
        None | Some("-h" | "--help") => {
            list::print("", global.json);
            return Ok(ExitCode::SUCCESS);
        }
        Some(option) if option.starts_with('-') => return Err(no_call(option)),
        Some(name) => name,
    };
    let Some(endpoint) = spec::endpoint(&name.replace('-', "_")) else {
        return look_for(name, options, global);
    };
    match arguments::read(endpoint, options.parameters())? {
        Typed::Help(text) => {
            paper::line(text.trim_end());
            Ok(ExitCode::SUCCESS)
        }
        Typed::Call(arguments) => perform(&arguments, global).await,
    }
}

/// What is no call may be a word that stands in some; something with dashes was meant as a call.
fn look_for(name: &str, options: &cli::Api, global: &Global) -> Result<ExitCode, Failure> {
    let is_json = global.json || options.parameters() == ["--json"];
    let is_word = options.parameters().is_empty() || options.parameters() == ["--json"];
    let is_listed = is_word && !name.contains(['-', '_']) && list::print(name, is_json);
    match is_listed {
        true => Ok(ExitCode::SUCCESS),
        false => Err(list::unknown(name)),
    }
}

async fn perform(arguments: &Arguments, global: &Global) -> Result<ExitCode, Failure> {
    let global = Global {
        json: global.json || arguments.is_json,
        ..global.clone()
    };
    // Whoever gives every value needs neither a config nor a login to see the request.
    if arguments.is_dry_run && caller::is_complete(&arguments.call) {
        let context = Context::load(&global)?;
        show(&context, arguments, &arguments.call)?;
        return Ok(ExitCode::SUCCESS);
    }
    let endpoint = arguments.call.endpoint();
    let has_token = arguments.token_file.is_some() || arguments.is_dry_run;
    if endpoint.tokens == [TokenKind::ExtensionJwt] && !has_token {
        return Err(calls::unsigned(endpoint));
    }
    let listener = Listener::start();
    Calling::with(&global, async |context, calling| {
        let work = async {
            let caller = Caller::new(calling, arguments)?;
            if arguments.is_dry_run {
                let call = caller.complete(&arguments.call, Asking::Forbidden).await?;
                show(context, arguments, &call)?;
                return Ok(ExitCode::SUCCESS);
            }
            let call = caller.complete(&arguments.call, Asking::Allowed).await?;
            caller::check_kinds(&call)?;
            sending::send((context, &listener), (calling, &caller), (&call, arguments)).await
        };
        // A list that is followed ends by itself, with what is there.
        let broken_off = async {
            match arguments.reach {
                Reach::OnePage => listener.requested().await,
                Reach::All | Reach::Limit(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            request = broken_off => Ok(broken_off_by(request, endpoint)),
            result = work => result,
        }
    })
    .await
}

fn broken_off_by(request: Request, endpoint: &Endpoint) -> ExitCode {
    if endpoint.method != Method::Get {
        paper::aside("The call was broken off; Twitch may have done what was asked.");
    }
    match request {
        Request::Interrupted => request.exit_code(),
        // What was ended is not done, whoever ended it.
        Request::Terminated => ExitCode::from(Status::Failed as u8),
    }
}

fn show(
    context: &Context,
    arguments: &Arguments,
    call: &helix::dynamic::Call,
) -> Result<(), Failure> {
    let envelope = Envelope {
        base_url: context.config.twitch.helix.as_str(),
        client_id: context.config.client_id().ok(),
        caller: arguments.caller.as_ref(),
        is_json: context.is_json,
    };
    dry_run::print(call, &envelope)
}

fn no_call(option: &str) -> Failure {
    Failure::new(
        Status::Usage,
        format!("{option} stands where the name of a call belongs"),
    )
    .advice("write the call first, such as `streamhand api get-users --login NAME`")
}
