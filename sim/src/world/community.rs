//! What the people of one channel do together beside chatting: polls, predictions, rewards, Bits, raids and what follows from them. It holds state; when something is due is asked in `due`, who may what is decided by the doors.

pub(crate) mod ads;
pub(crate) mod bits;
pub(crate) mod campaign;
pub(crate) mod goal;
pub(crate) mod hype_train;
pub(crate) mod points;
pub(crate) mod poll;
pub(crate) mod prediction;
pub(crate) mod raid;
pub(crate) mod reward;

use types::Timestamp;

use ads::Ads;
use bits::{Cheer, PowerUp};
use campaign::Campaign;
use goal::Goal;
use hype_train::HypeTrains;
use points::Points;
use poll::Poll;
use prediction::Prediction;
use raid::Raid;
use reward::Reward;

/// The community of one channel.
#[derive(Debug, Clone, Default)]
pub(crate) struct Community {
    /// The newest last; only that one can be running.
    pub(crate) polls: Vec<Poll>,
    /// The newest last; only that one can be open.
    pub(crate) predictions: Vec<Prediction>,
    /// The raid that is about to set off.
    pub(crate) raid: Option<Raid>,
    pub(crate) rewards: Vec<Reward>,
    pub(crate) points: Points,
    pub(crate) cheers: Vec<Cheer>,
    pub(crate) power_ups: Vec<PowerUp>,
    pub(crate) goals: Vec<Goal>,
    pub(crate) campaign: Option<Campaign>,
    pub(crate) trains: HypeTrains,
    pub(crate) ads: Ads,
}

impl Community {
    /// When something here happens without anybody's doing.
    pub(crate) fn next_deadline(&self) -> Option<Timestamp> {
        [
            self.polls.last().and_then(Poll::ends_at),
            self.predictions.last().and_then(Prediction::next_deadline),
            self.raid.as_ref().map(Raid::sets_off_at),
            self.trains.next_deadline(),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// Ends what has had its time; raids set off elsewhere, because two channels take part in them.
    pub(crate) fn handle_timeout(&mut self, now: Timestamp) {
        if let Some(poll) = self.polls.last_mut() {
            poll.handle_timeout(now);
        }
        if let Some(prediction) = self.predictions.last_mut() {
            prediction.handle_timeout(now, &mut self.points);
        }
        self.trains.handle_timeout(now);
    }
}
