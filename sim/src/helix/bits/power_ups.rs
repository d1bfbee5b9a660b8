//! What a broadcaster sells for Bits. Nobody buys it here.

use http::StatusCode;
use serde_json::{Value, json};

use crate::helix::broadcaster;
use crate::helix::call::Call;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::community::bits::PowerUp;
use crate::world::user::User;

/// Get Custom Power-up: all of a channel's, or those asked for.
pub(super) fn get_custom_power_up(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = broadcaster::earning(world, call)?;
    let asked: Vec<&str> = call.query.values("id").collect();
    let community = world.communities.get(&owner.id);
    let power_ups = community.map_or(&[][..], |community| &community.power_ups);
    let data: Vec<Value> = power_ups
        .iter()
        .filter(|power_up| asked.is_empty() || asked.contains(&power_up.id.as_str()))
        .map(|power_up| told(owner, power_up))
        .collect();
    if data.is_empty() && !asked.is_empty() {
        return Err(Refusal::not_found("None of the Power-ups was found."));
    }
    Ok(reply::json(StatusCode::OK, &json!({ "data": data })))
}

fn told(owner: &User, power_up: &PowerUp) -> Value {
    let image = |size: u8| {
        let size = 28 * u32::from(size);
        format!("https://static-cdn.jtvnw.net/power-up-images/default-{size}x{size}.png")
    };
    json!({
        "broadcaster_id": owner.id,
        "broadcaster_login": owner.login,
        "broadcaster_name": owner.display_name,
        "id": power_up.id,
        "title": power_up.title,
        "prompt": power_up.prompt,
        "bits": power_up.bits,
        "image": null,
        "default_image": { "url_1x": image(1), "url_2x": image(2), "url_4x": image(4) },
        "background_color": power_up.background_color,
        "is_enabled": true,
        "is_user_input_required": power_up.needs_input,
        "max_per_stream_setting": { "is_enabled": false, "max_per_stream": 0 },
        "max_per_user_per_stream_setting": { "is_enabled": false, "max_per_user_per_stream": 0 },
        "global_cooldown_setting": { "is_enabled": false, "global_cooldown_seconds": 0 },
        "is_paused": false,
        "is_in_stock": true,
        "redemptions_redeemed_current_stream": null,
        "cooldown_expires_at": null,
    })
}
