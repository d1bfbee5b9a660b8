//! Limits of single endpoints, beside the general one: so many calls in such a time for each channel, sender or application.

use std::collections::BTreeMap;
use std::time::Duration;

use http::StatusCode;
use spec::RateLimit;

use super::call::Call;
use super::refusal::Refusal;
use crate::chat::limit::{Limit, SlidingLog};
use crate::world::World;
use crate::world::user::BroadcasterType;

/// What was used up so far.
#[derive(Debug, Default)]
pub(crate) struct OwnLimits {
    logs: BTreeMap<Meter, SlidingLog>,
}

/// What is counted together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Meter {
    endpoint: &'static str,
    /// Two limits of one endpoint differ in it.
    window: Duration,
    whose: String,
}

impl OwnLimits {
    /// Takes back a call that was counted and then refused, where not the calls are limited but what they do.
    pub(super) fn take_back(&mut self, world: &World, call: &Call<'_>) {
        // Only what names a target has a time to cool down; all others count attempts.
        let limits = call.endpoint.rate_limits;
        if !limits
            .iter()
            .any(|limit| limit.scope == "channel_and_target")
        {
            return;
        }
        for (meter, _) in meters(world, call) {
            self.logs.entry(meter).or_default().take_back();
        }
    }

    /// Counts a call, and refuses it if any of its endpoint's limits is used up; then it counts nowhere.
    pub(super) fn check(&mut self, world: &World, call: &Call<'_>) -> Result<(), Refusal> {
        let meters = meters(world, call);
        for (meter, limit) in &meters {
            let log = self.logs.entry(meter.clone()).or_default();
            if log.count(world.now, limit.window) >= limit.count {
                let name = call.endpoint.name;
                let message = format!("the rate limit of {name} is exceeded; try again later");
                return Err(Refusal::new(StatusCode::TOO_MANY_REQUESTS, message));
            }
        }
        for (meter, _) in meters {
            self.logs.entry(meter).or_default().add(world.now);
        }
        Ok(())
    }
}

fn meters(world: &World, call: &Call<'_>) -> Vec<(Meter, Limit)> {
    let limits = call.endpoint.rate_limits.iter();
    limits
        // What counts people instead of calls is up to those who answer.
        .filter(|limit| limit.counts.is_none() && is_for(world, call, limit))
        .map(|limit| {
            let window = Duration::from_secs(limit.per_seconds.into());
            let meter = Meter {
                endpoint: call.endpoint.id,
                window,
                whose: whose(call, limit.scope),
            };
            let count = usize::try_from(limit.limit).unwrap_or(usize::MAX);
            (meter, Limit { count, window })
        })
        .collect()
}

/// Whether a limit holds for the kind of account that the channel belongs to.
fn is_for(world: &World, call: &Call<'_>, limit: &RateLimit) -> bool {
    let Some(account) = limit.account else {
        return true;
    };
    let owner = channel(call).and_then(|id| world.users.get(id));
    let kind = match owner.map(|owner| owner.broadcaster_type) {
        Some(BroadcasterType::Partner) => "partner",
        Some(BroadcasterType::Affiliate) => "affiliate",
        Some(BroadcasterType::Normal) | None => "normal",
    };
    account == kind
}

/// All the ids that a limit is counted for, in one text.
fn whose(call: &Call<'_>, scope: &str) -> String {
    let client = Some(call.caller.client.as_str());
    let ids = match scope {
        "channel" => vec![channel(call)],
        "channel_and_target" => vec![channel(call), call.anywhere("to_broadcaster_id")],
        "client" => vec![client],
        "client_and_broadcaster" => vec![client, channel(call)],
        "segment" => vec![client, channel(call), call.anywhere("segment")],
        // A sender, or whoever a limit is for that the table may learn of later.
        _ => vec![client, call.caller.user.as_ref().map(AsRef::as_ref)],
    };
    let ids: Vec<&str> = ids.into_iter().flatten().collect();
    ids.join(" ")
}

fn channel<'a>(call: &'a Call<'_>) -> Option<&'a str> {
    call.anywhere("broadcaster_id")
        .or_else(|| call.anywhere("from_broadcaster_id"))
}
