//! Badges: every set that a line in chat can name, so that clients find a picture for what they read. The pictures themselves are not there.

use http::StatusCode;
use serde_json::{Value, json};

use crate::helix::call::Call;
use crate::helix::person;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::user::{BroadcasterType, User};

/// Get Channel Chat Badges: those for subscribers and for Bits, where there are any.
pub(crate) fn get_channel_chat_badges(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = person::known(world, call, "broadcaster_id")?;
    if owner.broadcaster_type == BroadcasterType::Normal {
        return Ok(answer(&[]));
    }
    Ok(answer(&[bits(owner), subscriber(owner)]))
}

/// Get Global Chat Badges: what Twitch itself gives, and what channels without badges of their own use.
pub(crate) fn get_global_chat_badges() -> Reply {
    let sets: Vec<Value> = GLOBAL
        .iter()
        .map(|(set, title)| {
            let version = version((set, "1"), title, (Value::Null, Value::Null));
            json!({ "set_id": set, "versions": [version] })
        })
        .chain([json!({
            "set_id": "subscriber",
            "versions": [version(("subscriber", "0"), "Subscriber", subscribing())],
        })])
        .collect();
    answer(&sets)
}

fn bits(owner: &User) -> Value {
    let steps = [
        "1", "100", "1000", "5000", "10000", "25000", "50000", "75000", "100000",
    ];
    let versions: Vec<Value> = steps
        .iter()
        .map(|step| {
            let click = (json!("visit_url"), json!("https://bits.twitch.tv"));
            version((owner.id.as_str(), step), &format!("cheer {step}"), click)
        })
        .collect();
    json!({ "set_id": "bits", "versions": versions })
}

/// The steps that chat shows; higher tiers have the tier in the thousands.
fn subscriber(owner: &User) -> Value {
    let steps = [0, 2, 3, 6, 9].into_iter().chain((12..=120).step_by(6));
    let steps: Vec<u32> = steps.collect();
    let versions: Vec<Value> = [0, 2_000, 3_000]
        .iter()
        .flat_map(|tier| steps.iter().map(move |months| (tier, months)))
        .map(|(tier, months)| {
            let title = match months {
                0 => "Subscriber".to_owned(),
                months => format!("{months}-Month Subscriber"),
            };
            let id = (tier + months).to_string();
            version((owner.id.as_str(), &id), &title, subscribing())
        })
        .collect();
    json!({ "set_id": "subscriber", "versions": versions })
}

fn subscribing() -> (Value, Value) {
    (json!("subscribe_to_channel"), Value::Null)
}

fn version((set, id): (&str, &str), title: &str, (action, url): (Value, Value)) -> Value {
    let image =
        |scale: u8| format!("https://static-cdn.jtvnw.net/badges/v1/sim-{set}-{id}/{scale}");
    json!({
        "id": id,
        "image_url_1x": image(1),
        "image_url_2x": image(2),
        "image_url_4x": image(3),
        "title": title,
        "description": title,
        "click_action": action,
        "click_url": url,
    })
}

fn answer(sets: &[Value]) -> Reply {
    reply::json(StatusCode::OK, &json!({ "data": sets }))
}

const GLOBAL: [(&str, &str); 8] = [
    ("admin", "Admin"),
    ("bot-badge", "Chat Bot"),
    ("broadcaster", "Broadcaster"),
    ("moderator", "Moderator"),
    ("partner", "Verified"),
    ("premium", "Prime Gaming"),
    ("turbo", "Turbo"),
    ("vip", "VIP"),
];
