//! Emotes: the global ones that chat knows, and a few for every channel that earns something. Those of channels stand in lists only; chat shows them as text.

use http::StatusCode;
use serde_json::{Value, json};

use crate::chat::emote::GLOBAL_EMOTES;
use crate::helix::call::Call;
use crate::helix::cursor::{self, Item};
use crate::helix::person;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::user::{BroadcasterType, User};

/// An emote as any list may tell it.
struct Emote {
    id: String,
    name: String,
    kind: &'static str,
    tier: &'static str,
    set: String,
    owner: String,
}

/// Get Channel Emotes: none for channels that earn nothing.
pub(crate) fn get_channel_emotes(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = person::known(world, call, "broadcaster_id")?;
    let emotes = of_channel(owner).into_iter().map(|emote| {
        let mut told = with_images(&emote);
        told["tier"] = json!(emote.tier);
        told["emote_type"] = json!(emote.kind);
        told["emote_set_id"] = json!(emote.set);
        told
    });
    Ok(answer(emotes))
}

/// Get Global Emotes: those that chat knows.
pub(crate) fn get_global_emotes() -> Reply {
    answer(global().map(|emote| with_images(&emote)))
}

/// Get Emote Sets: unknown sets are simply missing.
pub(crate) fn get_emote_sets(world: &World, call: &Call<'_>) -> Reply {
    let asked: Vec<&str> = call.query.values("emote_set_id").collect();
    let of_channels = world.users.iter().flat_map(of_channel);
    let emotes = global()
        .chain(of_channels)
        .filter(|emote| asked.contains(&emote.set.as_str()))
        .map(|emote| {
            let mut told = with_images(&emote);
            told["emote_type"] = json!(emote.kind);
            told["emote_set_id"] = json!(emote.set);
            told["owner_id"] = json!(emote.owner);
            told
        });
    answer(emotes)
}

/// Get User Emotes: the global ones, those of subscriptions, and of one channel those for followers.
pub(crate) fn get_user_emotes(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let user = person::id(call, "user_id");
    let here = call.query.value("broadcaster_id");
    let subscribed = world.users.iter().flat_map(of_channel).filter(|emote| {
        let Some(channel) = world.channels.get(emote.owner.as_str()) else {
            return false;
        };
        let subscription = channel.subscribers.get(&user);
        match emote.kind {
            "subscriptions" => {
                subscription.is_some_and(|subscription| subscription.tier.as_str() >= emote.tier)
            }
            "follower" => {
                here == Some(emote.owner.as_str()) && channel.followers.contains_key(&user)
            }
            _ => false,
        }
    });
    let items = global()
        .chain(subscribed)
        .enumerate()
        .map(|(position, emote)| {
            let mut told = common(&emote);
            told["emote_type"] = json!(emote.kind);
            told["emote_set_id"] = json!(emote.set);
            told["owner_id"] = json!(emote.owner);
            Item {
                key: format!("{position:06}"),
                element: told,
            }
        });
    let page = cursor::page(call, items.collect())?;
    let body = json!({
        "data": page.elements, "template": TEMPLATE, "pagination": page.pagination,
    });
    Ok(reply::json(StatusCode::OK, &body))
}

fn global() -> impl Iterator<Item = Emote> {
    GLOBAL_EMOTES.iter().map(|(name, id)| Emote {
        id: (*id).to_owned(),
        name: (*name).to_owned(),
        kind: "globals",
        tier: "",
        set: "0".to_owned(),
        owner: "0".to_owned(),
    })
}

/// The emotes of a channel, named with the beginning of its login.
fn of_channel(owner: &User) -> Vec<Emote> {
    if owner.broadcaster_type == BroadcasterType::Normal || !owner.is_active() {
        return Vec::new();
    }
    let letters = owner.login.as_str().chars();
    let prefix: String = letters
        .filter(char::is_ascii_alphanumeric)
        .take(8)
        .collect();
    CHANNEL_EMOTES
        .iter()
        .enumerate()
        .map(|(position, (name, kind, tier))| Emote {
            id: format!("emotesv2_{:0>24}{position:08}", owner.id.as_str()),
            name: format!("{prefix}{name}"),
            kind,
            tier,
            set: format!("3{}{}", owner.id, set_digit(kind, tier)),
            owner: owner.id.to_string(),
        })
        .collect()
}

/// Emotes that are had together are in one set.
fn set_digit(kind: &str, tier: &str) -> char {
    match (kind, tier) {
        ("subscriptions", "1000") => '1',
        ("subscriptions", "2000") => '2',
        ("subscriptions", _) => '3',
        ("follower", _) => '4',
        _ => '5',
    }
}

fn common(emote: &Emote) -> Value {
    json!({
        "id": emote.id,
        "name": emote.name,
        "format": ["static"],
        "scale": ["1.0", "2.0", "3.0"],
        "theme_mode": ["light", "dark"],
    })
}

fn with_images(emote: &Emote) -> Value {
    let image = |scale: &str| {
        format!(
            "https://static-cdn.jtvnw.net/emoticons/v2/{}/static/light/{scale}",
            emote.id
        )
    };
    let mut told = common(emote);
    told["images"] = json!({
        "url_1x": image("1.0"), "url_2x": image("2.0"), "url_4x": image("3.0"),
    });
    told
}

fn answer(emotes: impl Iterator<Item = Value>) -> Reply {
    let data: Vec<Value> = emotes.collect();
    let body = json!({ "data": data, "template": TEMPLATE });
    reply::json(StatusCode::OK, &body)
}

/// Clients fill it in.
const TEMPLATE: &str =
    "https://static-cdn.jtvnw.net/emoticons/v2/{{id}}/{{format}}/{{theme_mode}}/{{scale}}";

/// The end of the name, the kind, and the tier for which one has it.
const CHANNEL_EMOTES: [(&str, &str, &str); 6] = [
    ("Hi", "subscriptions", "1000"),
    ("Tea", "subscriptions", "1000"),
    ("Wow", "subscriptions", "2000"),
    ("Glow", "subscriptions", "3000"),
    ("Wave", "follower", ""),
    ("Gem", "bitstier", ""),
];
