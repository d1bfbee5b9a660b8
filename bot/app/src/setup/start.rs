//! The end of a sitting: whether the bot is started now.

use serde_json::json;

use super::plan::{Ending, Step};
use super::sitting::Sitting;
use crate::failure::Failure;

/// Asks whether to start.
///
/// # Errors
/// If the person breaks off.
pub(super) async fn take(sitting: &mut Sitting) -> Result<(), Failure> {
    sitting.say(&format!(
        "\nEverything is there; {} says it all.",
        sitting.config_file()
    ));
    let option = sitting.options.start;
    let starts = sitting
        .ask_yes_or_no("Start the bot now", (true, option))
        .await?;
    sitting.ending = if starts { Ending::Start } else { Ending::Ready };
    sitting.known.is_decided = true;
    let sentence = match starts {
        true => {
            "The bot starts; write !ping in the channel. Ctrl-C ends it, and `streamhand run` starts it again."
        }
        false => "`streamhand run` starts the bot.",
    };
    sitting.done(Step::Start, sentence, json!({"starts": starts}));
    Ok(())
}
