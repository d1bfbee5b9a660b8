//! Animated emotes that Bits are cheered with. The pictures are Twitch's; nothing here draws them.

use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::helix::call::Call;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::user::BroadcasterType;

/// Get Cheermotes: those for everybody, and a partner's own.
pub(super) fn get_cheermotes(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut data: Vec<Value> = PREFIXES
        .iter()
        .enumerate()
        .map(|(position, prefix)| cheermote(prefix, "global_first_party", position + 1))
        .collect();
    if let Some(id) = call.query.value("broadcaster_id") {
        let user = world.users.get(id).filter(|user| user.is_active());
        let Some(user) = user else {
            let message = "The ID in broadcaster_id was not found.";
            return Err(Refusal::bad_request(message));
        };
        if user.broadcaster_type == BroadcasterType::Partner {
            let prefix: String = user
                .login
                .as_str()
                .chars()
                .take(OWN_PREFIX_LETTERS)
                .collect();
            let own = cheermote(&format!("{prefix}Cheer"), "channel_custom", data.len() + 1);
            data.push(own);
        }
    }
    Ok(reply::json(StatusCode::OK, &json!({ "data": data })))
}

fn cheermote(prefix: &str, kind: &str, order: usize) -> Value {
    let tiers: Vec<Value> = TIERS
        .iter()
        .map(|(bits, color)| {
            json!({
                "min_bits": bits,
                "id": bits.to_string(),
                "color": color,
                "images": {
                    "dark": images(prefix, "dark", *bits),
                    "light": images(prefix, "light", *bits),
                },
                "can_cheer": true,
                "show_in_bits_card": true,
            })
        })
        .collect();
    json!({
        "prefix": prefix,
        "tiers": tiers,
        "type": kind,
        "order": order,
        "last_updated": "2018-05-22T00:06:04Z",
        "is_charitable": false,
    })
}

fn images(prefix: &str, theme: &str, bits: u32) -> Value {
    let prefix = prefix.to_ascii_lowercase();
    let of = |format: &str, ending: &str| {
        let urls = SIZES.map(|size| {
            let url = format!("{PLACE}/{prefix}/{theme}/{format}/{bits}/{size}.{ending}");
            (size.to_owned(), json!(url))
        });
        urls.into_iter().collect::<Map<String, Value>>()
    };
    json!({ "animated": of("animated", "gif"), "static": of("static", "png") })
}

const PREFIXES: [&str; 6] = ["Cheer", "DoodleCheer", "Corgo", "Party", "ShowLove", "uni"];
const TIERS: [(u32, &str); 5] = [
    (1, "#979797"),
    (100, "#9c3ee8"),
    (1_000, "#1db2a5"),
    (5_000, "#0099fe"),
    (10_000, "#f43021"),
];
const SIZES: [&str; 5] = ["1", "1.5", "2", "3", "4"];
const PLACE: &str = "https://d3aqoihi2n8ty8.cloudfront.net/actions";
const OWN_PREFIX_LETTERS: usize = 4;
