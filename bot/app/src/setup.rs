//! The first start, from nothing to a bot that may speak: one question after the other, each answer checked when it is given.
//!
//! It starts no bot; it says whether it is to be started. What is asked next is decided by
//! [`plan`] from what is known, so a sitting that was broken off goes on where it was.

mod bot_account;
mod bot_name;
mod broadcaster_account;
mod channel_found;
mod channel_name;
mod client_id;
mod client_secret;
mod known;
mod logging_in;
mod moderator;
pub(crate) mod plan;
mod sitting;
mod standing;
mod start;
mod welcome;

use crate::cli::{self, Global};
use crate::failure::Failure;

use plan::{Ending, Step};
use sitting::Sitting;

/// Goes through all steps.
///
/// # Errors
/// If a person breaks it off, an answer is missing or wrong and nobody can be asked, Twitch cannot be reached, or something cannot be written.
pub(crate) async fn run(options: &cli::Setup, global: &Global) -> Result<Ending, Failure> {
    let mut sitting = Sitting::begin(options, global).await?;
    let done = go_on(&mut sitting).await;
    let ending = sitting.ending();
    sitting.close().await;
    done.map(|()| ending)
}

async fn go_on(sitting: &mut Sitting) -> Result<(), Failure> {
    welcome::say(sitting);
    known::look_up(sitting).await?;
    while let Some(step) = plan::next(&sitting.known) {
        take(sitting, step).await?;
    }
    Ok(())
}

async fn take(sitting: &mut Sitting, step: Step) -> Result<(), Failure> {
    match step {
        Step::ClientId => client_id::take(sitting).await,
        Step::ClientSecret => client_secret::take(sitting).await,
        Step::BotName => bot_name::take(sitting).await,
        Step::ChannelName => channel_name::take(sitting).await,
        Step::LogInBot => bot_account::take(sitting).await,
        Step::FindChannel => {
            channel_found::take(sitting).await?;
            broadcaster_account::look_up(sitting).await
        }
        Step::WishForModerator => moderator::wish(sitting).await,
        Step::LogInBroadcaster => broadcaster_account::take(sitting).await,
        Step::LookAtStanding => standing::take(sitting).await,
        Step::MakeModerator => moderator::make(sitting).await,
        Step::Start => start::take(sitting).await,
    }
}
