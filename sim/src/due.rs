//! What happens to communities without anybody's doing when its time has come. What people do to them stands in `participation` and behind the REST door.

use types::{Timestamp, UserId};

use crate::chat::Stage;
use crate::chat::occasion::Occasion;
use crate::chat::user_notice::UserNotice;
use crate::world::World;
use crate::world::community::Community;

/// When the next of it happens.
pub(crate) fn next_deadline(world: &World) -> Option<Timestamp> {
    let communities = world.communities.values();
    communities.filter_map(Community::next_deadline).min()
}

/// Lets everything happen that is due.
pub(crate) fn handle_timeout(stage: &mut Stage<'_>) {
    let now = stage.world.now;
    let mut raiders: Vec<UserId> = Vec::new();
    for (channel, community) in &mut stage.world.communities {
        community.handle_timeout(now);
        let raid = community.raid.as_ref();
        if raid.is_some_and(|raid| raid.sets_off_at() <= now) {
            raiders.push(channel.clone());
        }
    }
    for raider in raiders {
        set_off(stage, &raider);
    }
}

/// A raid arrives: the target is told, and everybody who was there comes along.
///
/// Raiders stay in the room that they came from as well, because a chat does not close when its stream is over.
fn set_off(stage: &mut Stage<'_>, raider: &UserId) {
    let Some(raid) = stage.world.community(raider).raid.take() else {
        return;
    };
    let mut party = stage.chat.present(raider);
    party.retain(|user| user != raider);
    let notice = UserNotice {
        channel: raid.target.clone(),
        user: raider.clone(),
        occasion: Occasion::Raided {
            viewers: u32::try_from(party.len()).unwrap_or(u32::MAX),
        },
        text: None,
    };
    stage.chat.celebrate(stage.world, &notice);
    let is_barred = |user: &UserId| {
        let target = stage.world.channels.get(&raid.target);
        target.is_some_and(|target| target.ban_of(user, stage.world.now).is_some())
    };
    party.retain(|user| !is_barred(user));
    for user in &party {
        stage.chat.enter(stage.world, &raid.target, user);
    }
}
