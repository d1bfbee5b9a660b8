//! The REST door: every request is found in the table, checked by it, and answered by the file of its heading.

pub(crate) mod bucket;
mod call;
mod caller;
mod channels;
mod chat;
mod check;
mod cursor;
mod followers;
mod jwt;
mod moderation;
pub(crate) mod own_limit;
mod person;
mod polls;
mod quirk;
mod refusal;
mod router;
mod streams;
mod subscriptions;
mod users;

use http::StatusCode;
use spec::{Endpoint, TokenKind};

use crate::chat::{Chat, Stage};
use crate::places::Places;
use crate::reply::{self, Reply};
use crate::request::Request;
use crate::world::World;
use bucket::{Bucket, Buckets, Spent};
use call::{Call, Caller};
use own_limit::OwnLimits;
use refusal::Refusal;

/// What the REST door works with.
pub(crate) struct Floor<'a> {
    pub(crate) world: &'a mut World,
    pub(crate) chat: &'a mut Chat,
    pub(crate) buckets: &'a mut Buckets,
    pub(crate) own_limits: &'a mut OwnLimits,
    pub(crate) places: &'a Places,
}

impl Floor<'_> {
    fn stage(&mut self) -> Stage<'_> {
        Stage {
            world: &mut *self.world,
            chat: &mut *self.chat,
        }
    }
}

/// Answers a request below `/helix`.
pub(crate) fn handle(floor: &mut Floor<'_>, request: &Request) -> Reply {
    let found = router::find(request)
        .and_then(|endpoint| Ok((endpoint, caller::identify(floor.world, endpoint, request)?)));
    let (endpoint, caller) = match found {
        Ok(found) => found,
        // Every answer tells about the rate limit, those to strangers too.
        Err(refusal) => return Spent::nothing(floor.world.now).tell(refusal.reply()),
    };
    let spent = floor
        .buckets
        .spend(bucket(endpoint, &caller), floor.world.now);
    let reply = match &spent {
        Spent::Empty(_) => {
            let message = "the rate limit is exceeded; wait until the time in Ratelimit-Reset";
            reply::error(StatusCode::TOO_MANY_REQUESTS, message)
        }
        Spent::Taken(_) => {
            answer(floor, endpoint, caller, request).unwrap_or_else(|refusal| refusal.reply())
        }
    };
    spent.tell(reply)
}

fn answer(
    floor: &mut Floor<'_>,
    endpoint: &'static Endpoint,
    caller: Caller,
    request: &Request,
) -> Result<Reply, Refusal> {
    check::authorization(endpoint, &caller)?;
    let call = Call::read(endpoint, caller, request)?;
    check::parameters(&call)?;
    check::permission(floor.world, &call)?;
    floor.own_limits.check(floor.world, &call)?;
    behave(floor, &call)
}

/// What endpoints do beyond their checks.
fn behave(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "get_users" => Ok(users::get_users(floor.world, floor.places, call)),
        "get_channel_information" => Ok(channels::get_channel_information(floor.world, call)),
        "get_channel_followers" => followers::get_channel_followers(floor.world, call),
        "get_followed_channels" => followers::get_followed_channels(floor.world, call),
        "check_user_subscription" => subscriptions::check_user_subscription(floor.world, call),
        "get_chatters" => chat::get_chatters(floor.world, floor.chat, call),
        "send_chat_message" => chat::send_chat_message(&mut floor.stage(), call),
        "get_chat_settings" => chat::settings::get_chat_settings(floor.world, call),
        "update_chat_settings" => chat::settings::update_chat_settings(&mut floor.stage(), call),
        "get_banned_users" => moderation::bans::get_banned_users(floor.world, call),
        "ban_user" => moderation::bans::ban_user(&mut floor.stage(), call),
        "unban_user" => moderation::bans::unban_user(&mut floor.stage(), call),
        "get_moderated_channels" => moderation::roles::get_moderated_channels(floor.world, call),
        "get_moderators" => moderation::roles::get_moderators(floor.world, call),
        "add_channel_moderator" => moderation::roles::add_channel_moderator(floor.world, call),
        "remove_channel_moderator" => {
            moderation::roles::remove_channel_moderator(floor.world, call)
        }
        "get_vips" => moderation::roles::get_vips(floor.world, call),
        "create_poll" => polls::create_poll(floor.world, call),
        "get_polls" => polls::get_polls(floor.world, call),
        "end_poll" => polls::end_poll(floor.world, call),
        "get_streams" => streams::get_streams(floor.world, floor.chat, call),
        _ => Err(Refusal::new(
            StatusCode::NOT_IMPLEMENTED,
            format!(
                "the simulator checks {} but does not behave like it yet",
                call.endpoint.name
            ),
        )),
    }
}

/// The bucket that a call is paid from.
fn bucket(endpoint: &Endpoint, caller: &Caller) -> Bucket {
    Bucket {
        client: caller.client.clone(),
        user: caller.user.clone(),
        // Chat messages have a bucket of their own, so that talk does not starve everything else.
        is_chat: endpoint.id == "send_chat_message" && caller.kind != TokenKind::None,
    }
}
