//! Every event type of EventSub, one file per family; this file only puts them in order and finds one.

use crate::model::event::EventType;

pub mod automod;
pub mod channel;
pub mod channel_ad_break;
pub mod channel_ban;
pub mod channel_bits;
pub mod channel_charity;
pub mod channel_chat;
pub mod channel_cheer;
pub mod channel_goal;
pub mod channel_guest_star;
pub mod channel_hype_train;
pub mod channel_moderate;
pub mod channel_moderator;
pub mod channel_points;
pub mod channel_poll;
pub mod channel_power_up;
pub mod channel_prediction;
pub mod channel_raid;
pub mod channel_shared_chat;
pub mod channel_shield_mode;
pub mod channel_shoutout;
pub mod channel_subscription;
pub mod channel_suspicious_user;
pub mod channel_unban_request;
pub mod channel_vip;
pub mod channel_warning;
pub mod conduit;
pub mod drop;
pub mod extension;
pub mod stream;
pub mod user;

/// Every event type in each of its versions, in the order of the reference.
pub static EVENT_TYPES: &[&EventType] = &in_order();

/// The event type with this name and version (`channel.follow`, `2`).
pub fn event_type(name: &str, version: &str) -> Option<&'static EventType> {
    EVENT_TYPES
        .iter()
        .copied()
        .find(|event_type| event_type.name == name && event_type.version == version)
}

static FAMILIES: &[&[EventType]] = &[
    automod::ALL,
    channel_bits::ALL,
    channel::ALL,
    channel_ad_break::ALL,
    channel_chat::ALL,
    channel_shared_chat::ALL,
    channel_subscription::ALL,
    channel_cheer::ALL,
    channel_raid::ALL,
    channel_ban::ALL,
    channel_unban_request::ALL,
    channel_moderate::ALL,
    channel_moderator::ALL,
    channel_guest_star::ALL,
    channel_points::ALL,
    channel_power_up::ALL,
    channel_poll::ALL,
    channel_prediction::ALL,
    channel_suspicious_user::ALL,
    channel_vip::ALL,
    channel_warning::ALL,
    channel_charity::ALL,
    conduit::ALL,
    drop::ALL,
    extension::ALL,
    channel_goal::ALL,
    channel_hype_train::ALL,
    channel_shield_mode::ALL,
    channel_shoutout::ALL,
    stream::ALL,
    user::ALL,
];

const COUNT: usize = {
    let mut count = 0;
    let mut family = 0;
    while family < FAMILIES.len() {
        count += FAMILIES[family].len();
        family += 1;
    }
    count
};

/// Lines the families up while compiling, so that a new family is one entry above and nothing else.
const fn in_order() -> [&'static EventType; COUNT] {
    let mut all = [&FAMILIES[0][0]; COUNT];
    let mut filled = 0;
    let mut family = 0;
    while family < FAMILIES.len() {
        let mut position = 0;
        while position < FAMILIES[family].len() {
            all[filled] = &FAMILIES[family][position];
            filled += 1;
            position += 1;
        }
        family += 1;
    }
    all
}
