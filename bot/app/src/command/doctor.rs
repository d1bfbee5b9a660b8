//! `streamhand doctor`: looks at everything that a bot needs, and says what to do about what is wrong. It mends nothing but what opening the store mends.
//!
//! Each part is looked at by itself and has a deadline, so that it works with everything broken and never hangs.

mod accounts;
mod application;
mod channel;
mod chat;
mod finding;
mod home;
mod network;
mod page;
mod report;

use std::process::ExitCode;
use std::time::Duration;

use crate::cli::Global;
use crate::context::Context;
use crate::failure::{Failure, Status};
use finding::Finding;

/// Looks at everything and tells what it found.
///
/// # Errors
/// None so far: what is wrong is what it tells. It ends with status 1 if something is red.
pub(crate) async fn run(global: &Global) -> Result<ExitCode, Failure> {
    let findings = match Context::load(global) {
        // It holds many questions at once, too many for a stack.
        Ok(context) => {
            let findings = Box::pin(look(&context, global)).await;
            context.keepers.ended().await;
            findings
        }
        Err(failure) => vec![
            Finding::red("config", &failure),
            Finding::warning(
                "rest",
                "nothing else was looked at, because the config tells where everything is",
                "mend the config and run `streamhand doctor` again",
            ),
        ],
    };
    report::print(&findings, global.json);
    let is_red = findings.iter().any(Finding::is_red);
    Ok(if is_red {
        ExitCode::from(Status::Failed as u8)
    } else {
        ExitCode::SUCCESS
    })
}

/// All parts at the same time, told in the order in which a person mends them.
async fn look(context: &Context, global: &Global) -> Vec<Finding> {
    let (service, api, chat, application, page, store) = tokio::join!(
        within("login service", network::login_service(context)),
        within("API", network::api(context)),
        within("chat", chat::look(context)),
        within("application", application::look(context)),
        within("login page", page::look()),
        within("store", store_and_accounts(context)),
    );
    let parts = [service, api, chat, application, page, store];
    let config = home::config(context, global);
    config
        .into_iter()
        .chain(parts.into_iter().flatten())
        .collect()
}

/// What stands in the store is needed to look at accounts and channels, so these come one after the other.
async fn store_and_accounts(context: &Context) -> Vec<Finding> {
    let mut findings = home::folder(context);
    if let Some(missing) = home::no_database(context) {
        findings.push(missing);
        return findings;
    }
    let store = match tokio::time::timeout(PATIENCE, context.store()).await {
        Ok(Ok(store)) => store,
        Ok(Err(failure)) => {
            findings.push(Finding::red("store", &failure));
            return findings;
        }
        Err(_) => {
            findings.push(too_slow("store"));
            return findings;
        }
    };
    findings.extend(home::store(context, &store).await);
    findings.extend(within("accounts", accounts::look(context, &store)).await);
    if tokio::time::timeout(PATIENCE, store.close()).await.is_err() {
        findings.push(too_slow("store"));
    }
    findings
}

/// Gives a part its deadline.
async fn within(part: &'static str, look: impl Future<Output = Vec<Finding>>) -> Vec<Finding> {
    match tokio::time::timeout(PATIENCE_FOR_ALL, look).await {
        Ok(findings) => findings,
        Err(_) => vec![too_slow(part)],
    }
}

fn too_slow(part: &'static str) -> Finding {
    let failure = Failure::new(Status::Failed, "looking at it takes too long")
        .meaning("Somebody holds it, or does not answer.")
        .advice("look at the other findings first, then try again");
    Finding::red(part, &failure)
}

/// For one step that may hang.
const PATIENCE: Duration = Duration::from_secs(10);

/// For a part with several steps.
const PATIENCE_FOR_ALL: Duration = Duration::from_secs(25);
