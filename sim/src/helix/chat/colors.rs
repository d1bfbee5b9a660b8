//! The colors of names. A new one shows in chat with the next line.

use std::collections::BTreeSet;

use http::StatusCode;
use serde_json::{Value, json};
use types::Color;

use crate::helix::call::Call;
use crate::helix::person;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::user::User;

/// Get User Chat Color: of those who exist; empty for those who never chose one.
pub(crate) fn get_user_chat_color(world: &World, call: &Call<'_>) -> Reply {
    let mut seen = BTreeSet::new();
    let asked = call.query.values("user_id");
    let users = asked.filter_map(|id| world.users.get(id));
    let data: Vec<Value> = users
        .filter(|user| user.is_active() && seen.insert(&user.id))
        .map(|user| {
            json!({
                "user_id": user.id,
                "user_login": user.login,
                "user_name": user.display_name,
                "color": user.color.map(|color| color.to_string()).unwrap_or_default(),
            })
        })
        .collect();
    reply::json(StatusCode::OK, &json!({ "data": data }))
}

/// Update User Chat Color: one of fifteen, or any for those who pay Twitch.
pub(crate) fn update_user_chat_color(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let user = person::known(world, call, "user_id")?;
    let wanted = call.query.value("color").unwrap_or_default();
    let named = NAMED.iter().find(|(name, _)| *name == wanted);
    let color = named.map_or(wanted, |(_, color)| color);
    if named.is_none() && !pays_twitch(user) {
        let message = "invalid color: only users with Turbo or Prime may use any other color";
        return Err(Refusal::bad_request(message));
    }
    let color: Color = color
        .parse()
        .map_err(|_| Refusal::bad_request("invalid color"))?;
    let user = user.id.clone();
    world.users.set_color(&user, color);
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

fn pays_twitch(user: &User) -> bool {
    let mut badges = user.global_badges.iter();
    badges.any(|(name, _)| matches!(name.as_str(), "turbo" | "premium"))
}

/// The colors for everybody.
const NAMED: [(&str, &str); 15] = [
    ("blue", "#0000FF"),
    ("blue_violet", "#8A2BE2"),
    ("cadet_blue", "#5F9EA0"),
    ("chocolate", "#D2691E"),
    ("coral", "#FF7F50"),
    ("dodger_blue", "#1E90FF"),
    ("firebrick", "#B22222"),
    ("golden_rod", "#DAA520"),
    ("green", "#008000"),
    ("hot_pink", "#FF69B4"),
    ("orange_red", "#FF4500"),
    ("red", "#FF0000"),
    ("sea_green", "#2E8B57"),
    ("spring_green", "#00FF7F"),
    ("yellow_green", "#9ACD32"),
];
