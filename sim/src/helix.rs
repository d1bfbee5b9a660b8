//! The REST door: every request is found in the table, checked by it, and answered by the file of its heading.

mod ads;
mod analytics;
mod bits;
mod broadcaster;
pub(crate) mod bucket;
mod call;
mod caller;
mod channel_points;
mod channels;
mod charity;
mod chat;
mod check;
mod clips;
mod conduits;
mod content_labels;
mod cursor;
mod entitlements;
mod eventsub;
mod extensions;
pub(crate) mod floor;
mod followers;
mod games;
mod goals;
mod guest_star;
mod hype_train;
mod jwt;
mod moderation;
pub(crate) mod own_limit;
mod person;
mod polls;
mod predictions;
mod quirk;
mod raids;
mod refusal;
mod router;
mod schedule;
mod search;
mod streams;
mod subscriptions;
mod teams;
mod users;
mod videos;
mod whispers;

use http::StatusCode;
use spec::endpoints as headings;
use spec::{Endpoint, TokenKind};

use crate::reply::{self, Reply};
use crate::request::Request;
use bucket::{Bucket, Spent};
use call::{Call, Caller};
use floor::Floor;
use refusal::Refusal;

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
    let outcome = behave(floor, &call);
    if outcome.is_err() {
        floor.own_limits.take_back(floor.world, &call);
    }
    outcome
}

/// What endpoints do beyond their checks; the file of each heading knows its own.
fn behave(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.heading {
        headings::ads::HEADING => ads::answer(floor, call),
        headings::bits::HEADING => bits::answer(floor, call),
        headings::analytics::HEADING => analytics::answer(floor, call),
        headings::ccls::HEADING => content_labels::answer(call),
        headings::channel_points::HEADING => channel_points::answer(floor, call),
        headings::channels::HEADING => channels::answer(floor, call),
        headings::charity::HEADING => charity::answer(floor, call),
        headings::chat::HEADING => chat::answer(floor, call),
        headings::clips::HEADING => clips::answer(floor, call),
        headings::conduits::HEADING => conduits::answer(floor, call),
        headings::entitlements::HEADING => entitlements::answer(floor, call),
        headings::eventsub::HEADING => eventsub::answer(floor, call),
        headings::extensions::HEADING => extensions::answer(floor, call),
        headings::games::HEADING => games::answer(floor, call),
        headings::goals::HEADING => goals::answer(floor, call),
        headings::guest_star::HEADING => guest_star::answer(floor, call),
        headings::hype_train::HEADING => hype_train::answer(floor, call),
        headings::moderation::HEADING => moderation::answer(floor, call),
        headings::polls::HEADING => polls::answer(floor, call),
        headings::predictions::HEADING => predictions::answer(floor, call),
        headings::raids::HEADING => raids::answer(floor, call),
        headings::schedule::HEADING => schedule::answer(floor, call),
        headings::search::HEADING => search::answer(floor, call),
        headings::streams::HEADING => streams::answer(floor, call),
        headings::subscriptions::HEADING => subscriptions::answer(floor, call),
        headings::teams::HEADING => teams::answer(floor, call),
        headings::users::HEADING => users::answer(floor, call),
        headings::videos::HEADING => videos::answer(floor, call),
        headings::whispers::HEADING => whispers::answer(floor, call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// The bucket that a call is paid from.
fn bucket(endpoint: &Endpoint, caller: &Caller) -> Bucket {
    Bucket {
        client: caller.client.clone(),
        user: caller.user.clone(),
        // Chat messages have a bucket of their own, so that talk does not starve everything else.
        is_chat: endpoint.has_own_bucket && caller.kind != TokenKind::None,
    }
}
