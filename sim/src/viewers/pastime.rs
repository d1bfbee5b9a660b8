//! What scripted viewers do beside chatting: each votes once, puts points on an outcome once, and now and then one redeems a reward. They do nothing that the broadcaster has not offered.

use std::time::Duration;

use rand::RngExt;
use rand::SeedableRng;
use rand_chacha::ChaCha12Rng;
use types::{Timestamp, UserId};

use crate::chat::Stage;
use crate::chat::said::SaidBy;
use crate::participation::{Participation, Viewer};
use crate::viewers::crowd::Crowd;
use crate::viewers::phrases;
use crate::world::community::Community;
use crate::world::community::poll::Poll;
use crate::world::community::prediction::PredictionState;

/// What is done with spare time.
#[derive(Debug)]
pub(super) struct Pastime {
    random: ChaCha12Rng,
    next_at: Timestamp,
}

impl Pastime {
    /// Nothing is done before `now`.
    pub(super) fn new(now: Timestamp, seed: u64) -> Self {
        Self {
            // Draws of its own, so that the chat stays the same whether or not there is a poll.
            random: ChaCha12Rng::seed_from_u64(seed ^ SEED),
            next_at: now,
        }
    }

    /// Does everything whose moment has come.
    pub(super) fn tick(&mut self, stage: &mut Stage<'_>, crowd: &Crowd) {
        let now = stage.world.now;
        // Whoever was away for long does not catch up on everything at once.
        if now.since(self.next_at) > LONGEST_CATCHING_UP {
            self.next_at = now;
        }
        while self.next_at <= now {
            let gap = self.random.random_range(GAP_MILLIS);
            self.next_at = self.next_at.plus(Duration::from_millis(gap));
            let Some(person) = crowd.anybody(&mut self.random).map(|person| &person.id) else {
                return;
            };
            let community = stage.world.communities.get(&crowd.channel);
            let Some(what) = community.and_then(|community| self.choose(community, person)) else {
                continue;
            };
            let viewer = Viewer {
                channel: &crowd.channel,
                user: person,
                door: SaidBy::Viewer,
            };
            // A viewer whose points do not suffice, or who is timed out, shrugs.
            let _ = viewer.take_part(stage, &what);
        }
    }

    fn choose(&mut self, community: &Community, person: &UserId) -> Option<Participation> {
        self.vote(community, person)
            .or_else(|| self.predict(community, person))
            .or_else(|| self.redeem(community))
    }

    fn vote(&mut self, community: &Community, person: &UserId) -> Option<Participation> {
        let poll = community.polls.last().filter(|poll| poll.is_running())?;
        let choice = self.favorite(&poll.id, poll.choices.len());
        if !poll.voters.contains(person) {
            return Some(Participation::Vote { choice, bought: 0 });
        }
        let buys = poll.channel_points_per_vote.is_some() && self.buys_votes(poll);
        buys.then(|| Participation::Vote {
            choice,
            bought: self.random.random_range(1..4),
        })
    }

    fn buys_votes(&mut self, poll: &Poll) -> bool {
        // Hardly anybody pays while everybody can still vote for nothing.
        poll.voters.len() > 3 && self.random.random_bool(0.2)
    }

    fn predict(&mut self, community: &Community, person: &UserId) -> Option<Participation> {
        let prediction = community.predictions.last()?;
        let has_bet = prediction
            .outcomes
            .iter()
            .any(|outcome| outcome.bets.contains_key(person));
        if prediction.state != PredictionState::Active || has_bet {
            return None;
        }
        let outcome = self.favorite(&prediction.id, prediction.outcomes.len());
        let points = self.random.random_range(1..50) * 10;
        Some(Participation::Predict { outcome, points })
    }

    fn redeem(&mut self, community: &Community) -> Option<Participation> {
        if community.rewards.is_empty() || !self.random.random_ratio(1, REDEEMS_ONE_IN) {
            return None;
        }
        let input = self.random.random_range(0..phrases::CHEERS.len());
        Some(Participation::Redeem {
            reward: self.random.random_range(0..community.rewards.len()),
            input: phrases::CHEERS.get(input).copied()?.to_owned(),
        })
    }

    /// One of the choices; about half of the people agree on one that the id decides.
    fn favorite(&mut self, id: &str, count: usize) -> usize {
        let count = count.max(1);
        if self.random.random_bool(0.4) {
            id.bytes().map(usize::from).sum::<usize>() % count
        } else {
            self.random.random_range(0..count)
        }
    }
}

const SEED: u64 = 0x7061_7374;
const GAP_MILLIS: std::ops::Range<u64> = 200..900;
const LONGEST_CATCHING_UP: Duration = Duration::from_secs(60);
const REDEEMS_ONE_IN: u32 = 25;
