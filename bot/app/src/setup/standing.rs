//! The step in which `setup` looks whether the bot may speak in the channel, and tells what it means.

use serde_json::json;

use super::plan::Step;
use super::sitting::Sitting;
use crate::failure::Failure;
use crate::speaking::{Asked, Rank, Standing};

/// Looks, and tells what it means.
///
/// # Errors
/// None: what cannot be asked stays unclear, and says so.
pub(super) async fn take(sitting: &mut Sitting) -> Result<(), Failure> {
    let standing = look(sitting).await;
    for error in &standing.unanswered {
        tracing::info!(%error, "a question about the bot in the channel stays open");
    }
    sitting.known.rank = Some(standing.rank);
    let facts = json!({
        "is_moderator": standing.rank.is_moderator(),
        "is_banned": standing.is_banned,
    });
    let sentences = sentences(&standing).join("\n  ");
    sitting.done(Step::LookAtStanding, &sentences, facts);
    Ok(())
}

async fn look(sitting: &Sitting) -> Standing {
    let (Some(bot), Some(channel)) = (&sitting.bot, &sitting.channel_id) else {
        return Standing::default();
    };
    let owner = sitting
        .broadcaster
        .as_ref()
        .map(|owner| sitting.helix(owner));
    let asked = Asked {
        bot: &sitting.helix(bot),
        moderators: owner.as_ref(),
        bans: owner.as_ref(),
    };
    Standing::ask(&asked, &bot.user_id, channel).await
}

/// What it means for the bot, the worst first.
fn sentences(standing: &Standing) -> Vec<String> {
    let mut sentences = Vec::new();
    if standing.is_banned == Some(true) {
        sentences.push("The bot is banned or timed out in the channel, so nobody will see its answers; `/unban` in the channel's chat mends that.".to_owned());
    }
    sentences.push(match standing.rank {
        Rank::Moderator => "The bot may speak freely there: it is a moderator or the owner.",
        Rank::Viewer => "The bot is no moderator there, so Twitch lets it write less often.",
        Rank::Unclear => "Whether the bot is a moderator there, only the channel's owner may ask; `/mod` in the channel's chat makes it one.",
    }.to_owned());
    sentences.extend(standing.modes.sentences());
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_is_told_first() {
        let check = |standing: Standing, expected: &[&str]| {
            let sentences = sentences(&standing);
            assert_eq!(sentences.len(), expected.len(), "{sentences:?}");
            for (sentence, part) in sentences.iter().zip(expected) {
                assert!(sentence.contains(part), "{part:?} is not in {sentence:?}");
            }
        };
        let of = |rank, is_banned| Standing {
            rank,
            is_banned,
            ..Standing::default()
        };
        check(of(Rank::Viewer, Some(false)), &["no moderator"]);
        check(of(Rank::Viewer, Some(true)), &["banned", "no moderator"]);
        check(of(Rank::Unclear, None), &["only the channel's owner"]);
        check(of(Rank::Moderator, Some(false)), &["speak freely"]);
    }
}
