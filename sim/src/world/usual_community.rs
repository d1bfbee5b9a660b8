//! What happened in the usual world's channel before anybody came to look: cheers, goals, a charity campaign. A described world begins without all that.

use std::time::Duration;

use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;
use types::{Timestamp, UserId};

use super::World;
use super::build::earlier;
use super::community::bits::{Cheer, PowerUp};
use super::community::campaign::{Campaign, Donation};
use super::community::goal::{Goal, GoalKind};
use super::community::hype_train::Record;
use super::issue::uuid;

impl World {
    /// Gives the broadcaster's channel its past.
    pub(super) fn gather_community(&mut self, seed: u64) {
        // Draws of its own, so that ids and chat stay as they are when something is added here.
        let mut random = ChaCha12Rng::seed_from_u64(seed ^ SEED);
        let broadcaster = self.cast.broadcaster.clone();
        let now = self.now;
        let followers: Vec<UserId> = self
            .channels
            .get(&broadcaster)
            .into_iter()
            .flat_map(|channel| channel.followers.keys())
            .filter(|user| **user != self.cast.bot)
            .cloned()
            .collect();
        let Some(givers) = followers.get(..GIVERS.min(followers.len())) else {
            return;
        };
        if let Some(channel) = self.channels.get_mut(&broadcaster) {
            let gifter = givers.first();
            let subscriptions = channel.subscribers.iter_mut().skip(1).step_by(4);
            for (user, subscription) in subscriptions {
                subscription.gifter = gifter.filter(|gifter| *gifter != user).cloned();
            }
        }
        let community = self.community(&broadcaster);
        community.cheers = cheers(givers, now, &mut random);
        community.power_ups = power_ups(&mut random);
        community.goals = goals(now, &mut random);
        community.campaign = Some(campaign(givers, &mut random));
        community.trains.record = Some(Record {
            level: 4,
            total: 7_350,
            achieved_at: earlier(now, DAY * 40),
        });
    }
}

fn cheers(givers: &[UserId], now: Timestamp, random: &mut ChaCha12Rng) -> Vec<Cheer> {
    let mut cheers: Vec<Cheer> = (0..CHEERS)
        .filter_map(|_| {
            let bits = [1, 10, 50, 100, 100, 200, 500, 1_000];
            Some(Cheer {
                user: givers.choose(random)?.clone(),
                bits: bits.choose(random).copied()?,
                at: earlier(
                    now,
                    Duration::from_secs(random.random_range(60..400 * 86_400)),
                ),
            })
        })
        .collect();
    cheers.sort_by_key(|cheer| cheer.at);
    cheers
}

fn power_ups(random: &mut ChaCha12Rng) -> Vec<PowerUp> {
    [
        ("Name a variable", "Which name?", 300, "#00FF00", true),
        ("Tea break", "", 150, "#B85C00", false),
    ]
    .into_iter()
    .map(
        |(title, prompt, bits, background_color, needs_input)| PowerUp {
            id: uuid(random.random()),
            title: title.to_owned(),
            prompt: prompt.to_owned(),
            bits,
            background_color: background_color.to_owned(),
            needs_input,
        },
    )
    .collect()
}

fn goals(now: Timestamp, random: &mut ChaCha12Rng) -> Vec<Goal> {
    [
        (GoalKind::Followers, "A chat of one hundred", 100, 60),
        (GoalKind::SubscriptionPoints, "A second monitor", 50, 30),
        (GoalKind::NewBits, "", 20_000, 7),
    ]
    .into_iter()
    .map(|(kind, description, target, days)| Goal {
        id: uuid(random.random()).replace('-', ""),
        kind,
        description: description.to_owned(),
        target,
        created_at: earlier(now, DAY * days),
    })
    .collect()
}

fn campaign(givers: &[UserId], random: &mut ChaCha12Rng) -> Campaign {
    let donations = givers.iter().map(|user| Donation {
        id: uuid(random.random()),
        user: user.clone(),
        cents: random.random_range(1..50) * 100,
    });
    let donations = donations.collect();
    Campaign {
        id: uuid(random.random()),
        name: "Trees for the Harbor".to_owned(),
        description: "An invented charity that plants trees where ships used to be".to_owned(),
        website: "https://charity.example.com".to_owned(),
        target_cents: Some(150_000),
        donations,
    }
}

const SEED: u64 = 0x636F_6D6D;
const DAY: Duration = Duration::from_secs(86_400);
const CHEERS: usize = 60;
/// How many people give more than their time.
const GIVERS: usize = 24;
