//! Making the bot a moderator, if the person wants that and the channel's owner allows it.

use serde_json::json;

use super::plan::{Step, Wish};
use super::sitting::Sitting;
use crate::explain;
use crate::failure::Failure;
use crate::speaking::Rank;

/// Asks whether the bot is to be a moderator.
///
/// # Errors
/// If the person breaks off.
pub(super) async fn wish(sitting: &mut Sitting) -> Result<(), Failure> {
    let (Some(bot), Some(channel)) = (&sitting.context.config.bot, &sitting.channel) else {
        sitting.known.wish = Some(Wish::Viewer);
        return Ok(());
    };
    sitting.say(WHY);
    let question = format!("Make {bot} a moderator of #{channel}");
    let option = sitting.options.make_moderator;
    let is_wanted = sitting.ask_yes_or_no(&question, (true, option)).await?;
    sitting.known.wish = Some(if is_wanted {
        Wish::Moderator
    } else {
        Wish::Viewer
    });
    let sentence = match is_wanted {
        true => format!("{bot} is to be a moderator."),
        false => {
            format!("{bot} stays what it is; `/mod {bot}` in the channel's chat makes up for it.")
        }
    };
    sitting.done(
        Step::WishForModerator,
        &sentence,
        json!({"is_wanted": is_wanted}),
    );
    Ok(())
}

/// Makes the bot a moderator, as the channel's owner.
///
/// # Errors
/// If Twitch refuses and nobody is there who could decide otherwise.
pub(super) async fn make(sitting: &mut Sitting) -> Result<(), Failure> {
    let (Some(bot), Some(owner)) = (&sitting.bot, &sitting.broadcaster) else {
        sitting.known.wish = Some(Wish::Viewer);
        return Ok(());
    };
    let helix = sitting.helix(owner);
    let made = helix
        .add_channel_moderator(&owner.user_id, &bot.user_id)
        .await;
    if let Err(error) = made {
        // The bot works as a viewer too, so this is no reason not to go on.
        sitting.known.wish = Some(Wish::Viewer);
        return sitting.refuse(explain::helix(&error));
    }
    let sentence = format!("{} is a moderator of #{} now.", bot.login, owner.login);
    sitting.done(Step::MakeModerator, &sentence, json!({"login": bot.login}));
    sitting.known.rank = Some(Rank::Moderator);
    Ok(())
}

const WHY: &str =
    "\nTwitch lets moderators write more often, and in chats that are closed to others.";
