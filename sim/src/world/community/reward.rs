//! Rewards for channel points, and what was redeemed of them. Which application may see or change them is decided by the REST door.

use std::time::Duration;

use types::{ClientId, Timestamp, UserId};

use super::points::Points;

/// One reward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reward {
    pub(crate) id: String,
    /// The application that made it; no other may change it.
    pub(crate) client: ClientId,
    pub(crate) title: String,
    pub(crate) prompt: String,
    pub(crate) cost: u64,
    pub(crate) background_color: String,
    pub(crate) is_enabled: bool,
    pub(crate) is_paused: bool,
    pub(crate) needs_input: bool,
    /// Whether a redemption is fulfilled at once.
    pub(crate) skips_queue: bool,
    pub(crate) max_per_stream: Setting,
    pub(crate) max_per_user_per_stream: Setting,
    /// In seconds.
    pub(crate) cooldown: Setting,
    /// The oldest first.
    pub(crate) redemptions: Vec<Redemption>,
}

/// A number that is kept while it is switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Setting {
    pub(crate) is_enabled: bool,
    pub(crate) value: u64,
}

/// One redemption, with the reward as it was then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Redemption {
    pub(crate) id: String,
    pub(crate) user: UserId,
    pub(crate) input: String,
    pub(crate) status: RedemptionStatus,
    pub(crate) redeemed_at: Timestamp,
    pub(crate) title: String,
    pub(crate) prompt: String,
    pub(crate) cost: u64,
}

/// What became of a redemption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RedemptionStatus {
    Unfulfilled,
    Fulfilled,
    /// The points were given back.
    Canceled,
}

/// The moment of a redemption.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) now: Timestamp,
    /// Since when the channel is live.
    pub(crate) live_since: Option<Timestamp>,
}

impl Reward {
    /// Somebody redeems it; `id` becomes the redemption's.
    ///
    /// # Errors
    /// The reason why it cannot be redeemed.
    pub(crate) fn redeem(
        &mut self,
        (id, user, input): (String, &UserId, &str),
        moment: Moment,
        purse: &mut Points,
    ) -> Result<(), &'static str> {
        self.check(user, input, moment)?;
        if !purse.spend(user, self.cost) {
            return Err("they do not have so many channel points");
        }
        let status = if self.skips_queue {
            RedemptionStatus::Fulfilled
        } else {
            RedemptionStatus::Unfulfilled
        };
        self.redemptions.push(Redemption {
            id,
            user: user.clone(),
            input: input.to_owned(),
            status,
            redeemed_at: moment.now,
            title: self.title.clone(),
            prompt: self.prompt.clone(),
            cost: self.cost,
        });
        Ok(())
    }

    fn check(&self, user: &UserId, input: &str, moment: Moment) -> Result<(), &'static str> {
        if !self.is_enabled || self.is_paused {
            return Err("the reward is switched off or paused");
        }
        if self.needs_input && input.is_empty() {
            return Err("the reward asks for a text");
        }
        if self.cooldown_ends_at(moment.now).is_some() {
            return Err("the reward was redeemed a moment ago and cools down");
        }
        if !self.is_in_stock(moment.live_since) {
            return Err("the reward was redeemed as often as it can be in one stream");
        }
        let own = self.redeemed_since(moment.live_since, Some(user));
        if self.max_per_user_per_stream.is_reached_by(own) {
            return Err("they redeemed the reward as often as anybody can in one stream");
        }
        Ok(())
    }

    /// Until when nobody can redeem it because somebody just did.
    pub(crate) fn cooldown_ends_at(&self, now: Timestamp) -> Option<Timestamp> {
        let last = self.redemptions.last()?.redeemed_at;
        let end = last.plus(Duration::from_secs(self.cooldown.value));
        (self.cooldown.is_enabled && end > now).then_some(end)
    }

    /// Whether it can be redeemed once more in this stream.
    pub(crate) fn is_in_stock(&self, live_since: Option<Timestamp>) -> bool {
        let count = self.redeemed_since(live_since, None);
        !self.max_per_stream.is_reached_by(count)
    }

    /// How often it was redeemed in this stream, by anybody or by one person; never if there is no stream.
    pub(crate) fn redeemed_since(
        &self,
        live_since: Option<Timestamp>,
        user: Option<&UserId>,
    ) -> u64 {
        let Some(begin) = live_since else {
            return 0;
        };
        let redemptions = self.redemptions.iter().filter(|redemption| {
            redemption.redeemed_at >= begin
                && redemption.status != RedemptionStatus::Canceled
                && user.is_none_or(|user| redemption.user == *user)
        });
        redemptions.count() as u64
    }
}

impl Setting {
    fn is_reached_by(self, count: u64) -> bool {
        self.is_enabled && count >= self.value
    }
}

impl RedemptionStatus {
    /// Twitch's word.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Unfulfilled => "UNFULFILLED",
            Self::Fulfilled => "FULFILLED",
            Self::Canceled => "CANCELED",
        }
    }
}
