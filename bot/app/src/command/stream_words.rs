//! What a channel streams, and under which title, as Twitch tells everybody.

use helix::channels::ChannelInformation;

use crate::failure::{Failure, Status};
use crate::short_forms::errand::Errand;

/// How the channel stands now.
///
/// # Errors
/// If Twitch does not tell.
pub(super) async fn now(errand: &Errand<'_>) -> Result<ChannelInformation, Failure> {
    let ids = [&errand.channel.id];
    let channels = errand.helix().get_channel_information(ids).await;
    let channels = channels.map_err(|error| errand.refused("", &error))?;
    channels.into_iter().next().ok_or_else(|| {
        let login = &errand.channel.login;
        Failure::new(
            Status::Refused,
            format!("Twitch tells nothing of the channel {login}"),
        )
        .meaning("The account may be suspended or gone.")
        .advice("look at it with `streamhand user LOGIN`")
    })
}
