//! Every endpoint of the REST API, one file per heading of Twitch's reference; this file only puts them in order and finds one.

use crate::model::endpoint::Endpoint;

pub mod ads;
pub mod analytics;
pub mod bits;
pub mod ccls;
pub mod channel_points;
pub mod channels;
pub mod charity;
pub mod chat;
pub mod clips;
pub mod conduits;
pub mod entitlements;
pub mod eventsub;
pub mod extensions;
pub mod games;
pub mod goals;
pub mod guest_star;
pub mod hype_train;
pub mod moderation;
pub mod polls;
pub mod predictions;
pub mod raids;
pub mod schedule;
pub mod search;
pub mod streams;
pub mod subscriptions;
pub mod tags;
pub mod teams;
pub mod users;
pub mod videos;
pub mod whispers;

/// A heading of Twitch's reference with what stands under it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heading {
    /// The heading.
    pub name: &'static str,
    /// The endpoints under it, in the order of the reference.
    pub endpoints: &'static [Endpoint],
}

/// Every endpoint, in the order of the reference.
pub static ENDPOINTS: &[&Endpoint] = &in_order();

/// The endpoint with this id (`get_users`).
pub fn endpoint(id: &str) -> Option<&'static Endpoint> {
    ENDPOINTS.iter().copied().find(|endpoint| endpoint.id == id)
}

/// The headings of the reference, in its order.
pub fn headings() -> &'static [Heading] {
    HEADINGS
}

static HEADINGS: &[Heading] = &[
    Heading {
        name: ads::HEADING,
        endpoints: ads::ALL,
    },
    Heading {
        name: analytics::HEADING,
        endpoints: analytics::ALL,
    },
    Heading {
        name: bits::HEADING,
        endpoints: bits::ALL,
    },
    Heading {
        name: channels::HEADING,
        endpoints: channels::ALL,
    },
    Heading {
        name: channel_points::HEADING,
        endpoints: channel_points::ALL,
    },
    Heading {
        name: charity::HEADING,
        endpoints: charity::ALL,
    },
    Heading {
        name: chat::HEADING,
        endpoints: chat::ALL,
    },
    Heading {
        name: clips::HEADING,
        endpoints: clips::ALL,
    },
    Heading {
        name: conduits::HEADING,
        endpoints: conduits::ALL,
    },
    Heading {
        name: ccls::HEADING,
        endpoints: ccls::ALL,
    },
    Heading {
        name: entitlements::HEADING,
        endpoints: entitlements::ALL,
    },
    Heading {
        name: extensions::HEADING,
        endpoints: extensions::ALL,
    },
    Heading {
        name: eventsub::HEADING,
        endpoints: eventsub::ALL,
    },
    Heading {
        name: games::HEADING,
        endpoints: games::ALL,
    },
    Heading {
        name: goals::HEADING,
        endpoints: goals::ALL,
    },
    Heading {
        name: guest_star::HEADING,
        endpoints: guest_star::ALL,
    },
    Heading {
        name: hype_train::HEADING,
        endpoints: hype_train::ALL,
    },
    Heading {
        name: moderation::HEADING,
        endpoints: moderation::ALL,
    },
    Heading {
        name: polls::HEADING,
        endpoints: polls::ALL,
    },
    Heading {
        name: predictions::HEADING,
        endpoints: predictions::ALL,
    },
    Heading {
        name: raids::HEADING,
        endpoints: raids::ALL,
    },
    Heading {
        name: schedule::HEADING,
        endpoints: schedule::ALL,
    },
    Heading {
        name: search::HEADING,
        endpoints: search::ALL,
    },
    Heading {
        name: streams::HEADING,
        endpoints: streams::ALL,
    },
    Heading {
        name: subscriptions::HEADING,
        endpoints: subscriptions::ALL,
    },
    Heading {
        name: tags::HEADING,
        endpoints: tags::ALL,
    },
    Heading {
        name: teams::HEADING,
        endpoints: teams::ALL,
    },
    Heading {
        name: users::HEADING,
        endpoints: users::ALL,
    },
    Heading {
        name: videos::HEADING,
        endpoints: videos::ALL,
    },
    Heading {
        name: whispers::HEADING,
        endpoints: whispers::ALL,
    },
];

const COUNT: usize = {
    let mut count = 0;
    let mut heading = 0;
    while heading < HEADINGS.len() {
        count += HEADINGS[heading].endpoints.len();
        heading += 1;
    }
    count
};

/// Lines the headings up while compiling, so that a new heading is one entry above and nothing else.
const fn in_order() -> [&'static Endpoint; COUNT] {
    let mut all = [&HEADINGS[0].endpoints[0]; COUNT];
    let mut filled = 0;
    let mut heading = 0;
    while heading < HEADINGS.len() {
        let endpoints = HEADINGS[heading].endpoints;
        let mut position = 0;
        while position < endpoints.len() {
            all[filled] = &endpoints[position];
            filled += 1;
            position += 1;
        }
        heading += 1;
    }
    all
}
