//! `POST /sim/community`: a viewer votes, predicts, redeems, cheers or donates, by an order in JSON. The same rules hold as for scripted viewers.

use serde::Deserialize;
use serde_json::json;
use types::{Login, UserId};

use super::console::{Console, Done, Problem, done};
use crate::chat::said::SaidBy;
use crate::participation::{Participation, Viewer};
use crate::request::Request;
use crate::world::World;
use crate::world::community::Community;

/// Who does what, and in whose channel; choices, outcomes and rewards are named by their titles.
#[derive(Debug, Deserialize)]
struct Order {
    /// The channel that clients under test are shown, if not set.
    channel: Option<Login>,
    user: Login,
    #[serde(flatten)]
    deed: Deed,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum Deed {
    /// The one vote that everybody has, or so many votes for channel points.
    Vote {
        choice: String,
        #[serde(default)]
        bought: u32,
    },
    Predict {
        outcome: String,
        points: u64,
    },
    Redeem {
        reward: String,
        #[serde(default)]
        input: String,
    },
    Cheer {
        bits: u32,
        #[serde(default)]
        text: String,
    },
    Donate {
        cents: u64,
    },
}

/// Carries out an order, such as `{"do":"vote","user":"kettle_on","choice":"Yes"}`.
pub(super) fn order(console: &mut Console<'_>, request: &Request) -> Result<Done, Problem> {
    let order: Order = serde_json::from_slice(&request.body)
        .map_err(|error| Problem::new(format!("this order is not understood: {error}")))?;
    let world = &*console.stage.world;
    let channel = match &order.channel {
        Some(login) => id_of(world, login)?,
        None => world.cast.broadcaster.clone(),
    };
    let user = id_of(world, &order.user)?;
    let what = meant(world, &channel, order.deed)?;
    let viewer = Viewer {
        channel: &channel,
        user: &user,
        door: SaidBy::Control,
    };
    viewer
        .take_part(&mut console.stage, &what)
        .map_err(|reason| Problem::new(format!("{} cannot do that: {reason}", order.user)))?;
    let points = console
        .stage
        .world
        .community(&channel)
        .points
        .balance(&user);
    done(&json!({ "channel_points": points }))
}

/// The deed with places instead of titles.
fn meant(world: &World, channel: &UserId, deed: Deed) -> Result<Participation, Problem> {
    let community = world.communities.get(channel);
    Ok(match deed {
        Deed::Vote { choice, bought } => {
            let poll = community.and_then(|community| community.polls.last());
            let titles = poll.map_or(&[][..], |poll| &poll.choices).iter();
            let choice = place(titles.map(|choice| &choice.title), &choice)?;
            Participation::Vote { choice, bought }
        }
        Deed::Predict { outcome, points } => {
            let prediction = community.and_then(|community| community.predictions.last());
            let titles = prediction.map_or(&[][..], |prediction| &prediction.outcomes);
            let outcome = place(titles.iter().map(|outcome| &outcome.title), &outcome)?;
            Participation::Predict { outcome, points }
        }
        Deed::Redeem { reward, input } => {
            let rewards = community.map_or(&[][..], |community: &Community| &community.rewards);
            let reward = place(rewards.iter().map(|reward| &reward.title), &reward)?;
            Participation::Redeem { reward, input }
        }
        Deed::Cheer { bits: 0, .. } | Deed::Donate { cents: 0 } => {
            return Err(Problem::new("nothing cannot be given"));
        }
        Deed::Cheer { bits, text } => Participation::Cheer { bits, text },
        Deed::Donate { cents } => Participation::Donate { cents },
    })
}

fn place<'a>(titles: impl Iterator<Item = &'a String>, wanted: &str) -> Result<usize, Problem> {
    let mut titles = titles.enumerate();
    let found = titles.find(|(_, title)| title.eq_ignore_ascii_case(wanted));
    found.map(|(position, _)| position).ok_or_else(|| {
        Problem::not_found(format!(
            "nothing here has the title {wanted:?} at this moment"
        ))
    })
}

fn id_of(world: &World, login: &Login) -> Result<UserId, Problem> {
    match world.users.by_login(login.as_str()) {
        Some(user) => Ok(user.id.clone()),
        None => Err(Problem::not_found(format!(
            "nobody here has the login {:?}",
            login.as_str()
        ))),
    }
}
