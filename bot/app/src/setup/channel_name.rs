//! The name of the channel that the bot is in. Whether Twitch knows it is found out as soon as somebody is logged in who may ask.

use serde_json::json;
use types::Login;

use super::plan::{Account, Fact, Step};
use super::sitting::{self, Sitting};
use crate::failure::Failure;
use crate::terminal::Question;

/// Gets the name.
///
/// # Errors
/// If nobody can be asked, or Twitch does not answer.
pub(super) async fn take(sitting: &mut Sitting) -> Result<(), Failure> {
    let login = match sitting.options.channel.take() {
        Some(login) => login,
        None => {
            let question = Question::new("Channel that it is in (its owner's login)");
            match sitting.ask_for_login(question, "--channel").await? {
                Some(login) => login,
                None => return Ok(()),
            }
        }
    };
    if let Some(refusal) = sitting.unknown_account(&login).await? {
        return sitting.refuse(refusal);
    }
    keep(sitting, login.clone())?;
    sitting.done(
        Step::ChannelName,
        &format!("The channel is {login}."),
        json!({"login": login}),
    );
    Ok(())
}

fn keep(sitting: &mut Sitting, login: Login) -> Result<(), Failure> {
    if !sitting.context.config.channels.contains(&login) {
        sitting.write(|draft| draft.add_channel(&login))?;
        sitting.added_channel = Some(login.clone());
    }
    if !sitting.context.config.channels.contains(&login) {
        return Err(sitting::overruled("channel", "login"));
    }
    sitting.channel = Some(login);
    sitting.known.channel = Fact::Said;
    sitting.known.broadcaster_account = Account::Absent;
    sitting.compare_names();
    Ok(())
}
