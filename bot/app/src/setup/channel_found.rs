//! Whether Twitch knows the channel, and its id, which stays when it is renamed.

use serde_json::json;

use super::plan::{Fact, Step};
use super::sitting::Sitting;
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
        // It is taken out again, or every later start would stumble over it.
        sitting.write(|draft| draft.remove_channel(&channel))?;
        sitting.known.channel = Fact::Absent;
        return sitting.refuse(super::sitting::no_such_account(&channel));
    };
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
