//! A login by link and code, on any device.

use auth::device_login::Event;
use auth::{Credential, Http, Reception, Setback, Verdict};
use store::Store;
use tokio::sync::oneshot;

use super::news::{News, Tell};
use super::reception::Receptionist;
use super::wanted::{Account, Audience, Wanted};
use crate::context::Context;
use crate::explain;
use crate::failure::Failure;

/// Shows a code until the right account confirmed one.
///
/// Once a code is shown it waits out every fault of the network; before that a person is told at once that nobody answers.
pub(super) async fn log_in(
    context: &Context,
    doors: (&Store, &Http),
    wanted: &Wanted,
    (audience, tell): (Audience, Tell<'_>),
) -> Result<Account, Failure> {
    let receptionist = Receptionist::new(context, doors, wanted, tell);
    for attempt in 1.. {
        let credential = ask(context, doors.1, wanted, tell).await?;
        let verdict = receptionist.receive(&credential).await;
        match (verdict, audience) {
            // A simulator that consents by itself would send the same wrong account for ever.
            (Verdict::TurnedAway(sentence), Audience::Person) if attempt < ATTEMPTS => {
                tell(News::TurnedAway(sentence));
            }
            _ => break,
        }
    }
    receptionist.into_outcome()
}

async fn ask(
    context: &Context,
    http: &Http,
    wanted: &Wanted,
    tell: Tell<'_>,
) -> Result<Credential, Failure> {
    let settings = context.auth_settings()?;
    let (give_up, given_up) = oneshot::channel();
    let mut give_up = Some(give_up);
    let login = auth::device_login(http, settings, wanted.scopes.clone(), |event| {
        match (give_up.take(), event) {
            (Some(give_up), Event::Interrupted(Setback::Network(error))) => {
                give_up
                    .send(error)
                    .expect("the receiver is waited for below");
            }
            (_, event) => {
                if let Some(news) = news(event) {
                    tell(news);
                }
            }
        }
    });
    tokio::select! {
        biased;
        credential = login => credential.map_err(|error| explain::auth(&error)),
        Ok(error) = given_up => Err(explain::no_login_service(&error)),
    }
}

fn news(event: Event) -> Option<News> {
    match event {
        Event::CodeReady(prompt) => Some(News::Code(prompt)),
        Event::CodeExpired => Some(News::CodeExpired),
        Event::TokensLost => Some(News::TokensLost),
        Event::Interrupted(setback) => Some(News::Interrupted(setback)),
        Event::Confirmed => Some(News::Consented),
        _ => None,
    }
}

/// So many wrong accounts in a row are no mistake any more.
const ATTEMPTS: u32 = 5;
