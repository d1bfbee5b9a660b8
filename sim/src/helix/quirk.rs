//! What the reference does not allow and clients in wide use send all the same; that Twitch takes it is inferred from them. Nothing else is forgiven.

use serde_json::Value;
use spec::{Endpoint, Kind};

use crate::request::Parameters;

/// The body as the checks are to see it.
pub(super) fn accept(endpoint: &Endpoint, mut body: Value, query: &Parameters) -> Value {
    match endpoint.id {
        "send_chat_message" => fill(&mut body, endpoint, query),
        // The examples of the reference send these in the query, though its table puts them into the body.
        "update_channel_guest_star_settings" => fill(&mut body, endpoint, query),
        "create_poll" => drop_needless_price(&mut body),
        _ => {}
    }
    body
}

/// What is missing in the body may stand in the query: one client puts the ids there, another everything.
fn fill(body: &mut Value, endpoint: &Endpoint, query: &Parameters) {
    for field in endpoint.body.unwrap_or_default() {
        let (None, Some(text)) = (body.get(field.name), query.value(field.name)) else {
            continue;
        };
        body[field.name] = match (field.kind, text) {
            (Kind::Boolean, "true") => Value::Bool(true),
            (Kind::Boolean, "false") => Value::Bool(false),
            (Kind::Integer, text) => text
                .parse::<i64>()
                .map_or_else(|_| Value::from(text), Value::from),
            _ => Value::from(text),
        };
    }
}

/// Who sells no votes may say that they cost nothing, though the lowest price is one.
fn drop_needless_price(body: &mut Value) {
    let sells_none = body.get("channel_points_voting_enabled") == Some(&Value::Bool(false));
    if let Some(price) = body.get_mut("channel_points_per_vote")
        && *price == 0
        && sells_none
    {
        *price = Value::Null;
    }
}
