//! The name of the account that speaks. Whether it is right, its login shows.

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
    let login = match sitting.options.bot.take() {
        Some(login) => login,
        None => {
            sitting.say("\nThe bot speaks with a Twitch account, best one of its own; your own does as well.");
            if let Some(login) = &sitting.context.config.bot {
                sitting.say(&format!(
                    "Press Enter if {login} is right, or type what it is really called."
                ));
            }
            let question = Question::new("Login of the account that speaks")
                .with_usual(sitting.context.config.bot.as_ref());
            match sitting.ask_for_login(question, "--bot").await? {
                Some(login) => login,
                None => return Ok(()),
            }
        }
    };
    if let Some(refusal) = sitting.unknown_account(&login).await? {
        return sitting.refuse(refusal);
    }
    keep(sitting, &login)?;
    sitting.done(
        Step::BotName,
        &format!("The bot is {login}."),
        json!({"login": login}),
    );
    Ok(())
}

fn keep(sitting: &mut Sitting, login: &Login) -> Result<(), Failure> {
    if sitting.context.config.bot.as_ref() != Some(login) {
        sitting.write(|draft| draft.set("bot", "login", login.as_str()))?;
    }
    if sitting.context.config.bot.as_ref() != Some(login) {
        return Err(sitting::overruled("bot", "login"));
    }
    sitting.known.bot = Fact::Said;
    sitting.known.bot_account = Account::Absent;
    sitting.compare_names();
    Ok(())
}
