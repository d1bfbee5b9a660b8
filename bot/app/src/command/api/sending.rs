//! Sends a call, page after page if that is wanted, and has what came back printed. Who calls is settled before.

use std::process::ExitCode;
use std::sync::Arc;

use auth::{Generation, Token};
use helix::dynamic::Call;
use serde_json::Value;
use spec::Body;
use types::Secret;

use super::answer::{self, Shape};
use super::arguments::{self, Arguments};
use super::caller::Caller;
use super::output;
use super::pages::Walk;
use super::progress::Progress;
use crate::calling::Calling;
use crate::command::output as paper;
use crate::context::Context;
use crate::failure::{Failure, Status};
use crate::shutdown::{Listener, Request};
use crate::table::Paper;

/// Sends the call and prints what comes back.
///
/// # Errors
/// If Twitch refuses, or a token cannot be had.
pub(super) async fn send(
    (context, listener): (&Context, &Listener),
    (calling, caller): (&Calling, &Caller<'_>),
    (call, arguments): (&Call, &Arguments),
) -> Result<ExitCode, Failure> {
    let client = match &arguments.token_file {
        Some(file) => caller
            .client()
            .with_tokens(Arc::new(signed(context, file)?)),
        None => caller.client(),
    };
    if let Some(walk) = Walk::new(call, arguments.reach) {
        return follow(walk, (calling, &client), (listener, context.is_json)).await;
    }
    let answer = client
        .call(call)
        .await
        .map_err(|error| calling.explain(&error))?;
    if context.is_json {
        print_json(call, answer.raw.body());
    } else {
        output::print(call.endpoint(), &answer.value, Paper::of_output());
    }
    Ok(ExitCode::SUCCESS)
}

/// The token that an extension has signed.
fn signed(context: &Context, file: &str) -> Result<Token, Failure> {
    let text = arguments::read_text(file, "--token-file")?;
    let client_id = context.config.client_id()?;
    Ok(Token::of_app(
        client_id,
        Secret::new(text.trim()),
        Generation::FIRST,
    ))
}

/// The body as Twitch sent it; an answer without a body prints nothing.
fn print_json(call: &Call, body: &[u8]) {
    let text = String::from_utf8_lossy(body);
    match call.endpoint().success.body {
        Body::None => {}
        Body::Other(_) => paper::line(&Value::from(text.trim_end()).to_string()),
        Body::Json(_) => paper::line(&on_one_line(&text)),
    }
}

/// The same JSON without breaks; it is left alone where it has none.
fn on_one_line(text: &str) -> String {
    if !text.trim().contains('\n') {
        return text.trim().to_owned();
    }
    match serde_json::from_str::<Value>(text) {
        Ok(value) => value.to_string(),
        Err(_) => text.trim().to_owned(),
    }
}

/// Follows a list; whatever ends it, what was there so far is printed.
async fn follow(
    mut walk: Walk,
    (calling, client): (&Calling, &helix::Client),
    (listener, is_json): (&Listener, bool),
) -> Result<ExitCode, Failure> {
    let progress = Progress::start();
    let call = walk.call()?;
    let endpoint = call.endpoint();
    let mut found = Vec::new();
    let mut end = Ok(ExitCode::SUCCESS);
    let mut call = Some(call);
    while let Some(next) = call.take() {
        let answer = tokio::select! {
            biased;
            request = listener.requested() => {
                paper::aside(&format!("Ended after {}; there may be more.", walk.count()));
                // A list that was ended is not whole, whoever ended it.
                end = Ok(match request {
                    Request::Interrupted => request.exit_code(),
                    Request::Terminated => ExitCode::from(Status::Failed as u8),
                });
                break;
            }
            answer = client.call(&next) => answer,
        };
        let mut page = match answer {
            Ok(answer) => answer.value,
            Err(error) => {
                end = Err(calling.explain(&error));
                break;
            }
        };
        let total = page.get("total").and_then(Value::as_u64);
        let new = walk.take(&mut page);
        progress.tell(walk.count(), total);
        if is_json {
            paper::line(&page.to_string());
        } else {
            found.extend(new);
        }
        if walk.goes_on() {
            call = Some(walk.call()?);
        }
    }
    drop(progress);
    let is_printed = !is_json && (end.is_ok() || !found.is_empty());
    if let (true, Shape::List { fields, .. }) = (is_printed, answer::shape(endpoint)) {
        output::print_list(fields, &found, Paper::of_output());
    }
    end
}
