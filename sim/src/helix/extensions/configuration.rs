//! Pieces of configuration that an extension keeps, for itself or for a channel.

use http::StatusCode;
use serde_json::{Value, json};
use types::UserId;

use crate::helix::call::Call;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::extension::Segment;

/// Get Extension Configuration Segment: those that were set.
pub(crate) fn get(world: &World, call: &Call<'_>) -> Reply {
    let extension = call.query.value("extension_id").unwrap_or_default();
    let channel = call.query.value("broadcaster_id").map(UserId::new);
    let data: Vec<Value> = call
        .query
        .values("segment")
        .filter_map(|kind| {
            let key = (extension.to_owned(), kind.to_owned(), channel.clone());
            let segment = world.extensions.segments.get(&key)?;
            let mut told = json!({
                "segment": kind,
                "content": segment.content,
                "version": segment.version,
            });
            if let Some(channel) = &channel {
                told["broadcaster_id"] = json!(channel);
            }
            Some(told)
        })
        .collect();
    reply::json(StatusCode::OK, &json!({ "data": data }))
}

/// Set Extension Configuration Segment: in the place of what was there.
pub(crate) fn set(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let channel = call.field("broadcaster_id").and_then(Value::as_str);
    if channel.is_some_and(|id| !world.channels.contains_key(id)) {
        let message = "The ID in broadcaster_id was not found.";
        return Err(Refusal::bad_request(message));
    }
    let key = (
        call.body_text("extension_id").to_owned(),
        call.body_text("segment").to_owned(),
        channel.map(UserId::new),
    );
    let segment = Segment {
        content: call.body_text("content").to_owned(),
        version: call.body_text("version").to_owned(),
    };
    world.extensions.segments.insert(key, segment);
    Ok(reply::empty(StatusCode::NO_CONTENT))
}
