//! Whether Twitch knows the channel, and its id, which stays when it is renamed.

use serde_json::json;
use types::Login;

use super::plan::{Fact, Step};
use super::sitting::Sitting;
use crate::accounts::LoggedIn;
use crate::explain;
use crate::failure::Failure;

/// Looks the channel up as the bot.
///
/// # Errors
/// If Twitch does not answer.
pub(super) async fn take(sitting: &mut Sitting) -> Result<(), Failure> {
    let (Some(bot), Some(channel)) = (sitting.bot.clone(), sitting.channel.clone()) else {
        sitting.known.channel = Fact::Absent;
        return Ok(());
    };
    let users = sitting.helix(&bot).get_users().login(&channel).await;
    let users = users.map_err(|error| explain::helix(&error))?;
    let Some(user) = users.into_iter().next() else {
        sitting.known.channel = Fact::Absent;
        return unknown(sitting, &channel);
    };
    take_out_former(sitting, &bot).await?;
    let sentence = format!("Twitch knows the channel {channel}.");
    sitting.done(
        Step::FindChannel,
        &sentence,
        json!({"login": channel, "user_id": user.id}),
    );
    sitting.channel_id = Some(user.id);
    sitting.known.channel = Fact::Checked;
    Ok(())
}

/// A channel that nobody knows is taken out again, or every later start would stumble over it.
///
/// What somebody else wrote stays if nobody is there who could say otherwise: Twitch also hides who is suspended.
fn unknown(sitting: &mut Sitting, channel: &Login) -> Result<(), Failure> {
    let failure = super::sitting::no_such_account(channel);
    if !sitting.has_person() && sitting.added_channel.as_ref() != Some(channel) {
        return sitting.refuse(
            failure
                .meaning("It was renamed or suspended, or is misspelled. The config still names it.")
                .advice("run `streamhand setup` again with --channel and the right name, or put it right under [[channel]] in the config"),
        );
    }
    sitting.write(|draft| draft.remove_channel(channel))?;
    sitting.added_channel = None;
    let kept = sitting.copy().map_or_else(String::new, |copy| {
        format!(
            " What the config said before is kept in {}.",
            copy.display()
        )
    });
    sitting.refuse(failure.meaning(format!("It is taken out of the config.{kept}")))
}

/// Takes out the one channel that stood in the config before, if this sitting named another and nobody ever knew the former.
///
/// That is a mistyped name from a sitting that was broken off; a channel that the bot has been in stays.
async fn take_out_former(sitting: &mut Sitting, bot: &LoggedIn) -> Result<(), Failure> {
    let Some(added) = sitting.added_channel.clone() else {
        return Ok(());
    };
    let channels = sitting.context.config.channels.iter();
    let former: Vec<_> = channels.filter(|login| **login != added).cloned().collect();
    let [former] = former.as_slice() else {
        return Ok(());
    };
    let known = sitting.store.channels().await;
    let known = known.map_err(|error| explain::store(&error))?;
    if known.iter().any(|channel| channel.login == *former) {
        return Ok(());
    }
    let users = sitting.helix(bot).get_users().login(former).await;
    if !users.map_err(|error| explain::helix(&error))?.is_empty() {
        return Ok(());
    }
    sitting.write(|draft| draft.remove_channel(former))?;
    sitting.say(&format!(
        "  Twitch knows no account named {former}; it is taken out of the config."
    ));
    Ok(())
}
