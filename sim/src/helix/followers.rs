//! Who follows a channel, and which channels somebody follows; both stand under the heading Channels.

use http::StatusCode;
use serde_json::{Value, json};
use types::{Timestamp, UserId};

use super::call::Call;
use super::cursor::{self, Item};
use super::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::channel::Channel;

/// Get Channel Followers: the newest first for those who may see them, and the number for everybody.
pub(super) fn get_channel_followers(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let id = call.query.value("broadcaster_id").unwrap_or_default();
    let Some(channel) = world.channels.get(id) else {
        let message = "The ID in broadcaster_id was not found.";
        return Err(Refusal::bad_request(message));
    };
    let asked = call.query.value("user_id");
    let followers = channel.followers.iter().filter(|(user, _)| {
        is_shown(call, channel) && asked.is_none_or(|asked| asked == user.as_str())
    });
    let items = followers
        .filter_map(|(user, since)| {
            let follower = world.users.get(user.as_str())?;
            if !follower.is_active() {
                return None;
            }
            let element = json!({
                "user_id": follower.id,
                "user_login": follower.login,
                "user_name": follower.display_name,
                "followed_at": since,
            });
            Some(newest_first(*since, user, element))
        })
        .collect();
    answer(call, items, channel.followers.len())
}

/// Get Followed Channels: all of them, or the one that was asked for.
pub(super) fn get_followed_channels(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let user = call.query.value("user_id").unwrap_or_default();
    let asked = call.query.value("broadcaster_id");
    let followed: Vec<(&Channel, Timestamp)> = world
        .channels
        .values()
        .filter_map(|channel| Some((channel, *channel.followers.get(user)?)))
        .collect();
    let total = followed.len();
    let items = followed
        .into_iter()
        .filter(|(channel, _)| asked.is_none_or(|asked| asked == channel.broadcaster.as_str()))
        .filter_map(|(channel, since)| {
            let owner = world.users.get(channel.broadcaster.as_str())?;
            let element = json!({
                "broadcaster_id": owner.id,
                "broadcaster_login": owner.login,
                "broadcaster_name": owner.display_name,
                "followed_at": since,
            });
            Some(newest_first(since, &owner.id, element))
        })
        .collect();
    answer(call, items, total)
}

/// The list is for moderators and the broadcaster, and for tokens that were given it.
fn is_shown(call: &Call<'_>, channel: &Channel) -> bool {
    let is_permitted = call.caller.scopes.contains("moderator:read:followers");
    let user = call.caller.user.as_ref();
    is_permitted && user.is_some_and(|user| channel.may_moderate(user))
}

fn newest_first(since: Timestamp, id: &UserId, element: Value) -> Item<Value> {
    let age = i64::MAX - since.as_unix_millis();
    Item {
        key: format!("{age:020}{id}"),
        element,
    }
}

fn answer(call: &Call<'_>, mut items: Vec<Item<Value>>, total: usize) -> Result<Reply, Refusal> {
    items.sort_by(|one, other| one.key.cmp(&other.key));
    let page = cursor::page(call, items)?;
    let body = json!({ "data": page.elements, "pagination": page.pagination, "total": total });
    Ok(reply::json(StatusCode::OK, &body))
}
