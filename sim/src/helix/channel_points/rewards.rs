//! Rewards, made and changed by applications; each may touch only its own.

use http::StatusCode;
use serde_json::{Value, json};
use types::{Timestamp, UserId};

use crate::helix::broadcaster;
use crate::helix::call::Call;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::community::reward::{Reward, Setting};

/// Create Custom Rewards: one, with a title of its own.
pub(super) fn create_custom_rewards(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = broadcaster::earning(world, call)?.id.clone();
    let mut reward = Reward {
        id: world.random_uuid(),
        client: call.caller.client.clone(),
        title: String::new(),
        prompt: String::new(),
        cost: 0,
        background_color: USUAL_COLOR.to_owned(),
        is_enabled: true,
        is_paused: false,
        needs_input: false,
        skips_queue: false,
        max_per_stream: Setting::default(),
        max_per_user_per_stream: Setting::default(),
        cooldown: Setting::default(),
        redemptions: Vec::new(),
    };
    change(&mut reward, call)?;
    let rewards = &mut world.community(&owner).rewards;
    if rewards.iter().any(|other| other.title == reward.title) {
        return Err(Refusal::bad_request(
            "CREATE_CUSTOM_REWARD_DUPLICATE_REWARD",
        ));
    }
    if rewards.len() >= MOST_REWARDS {
        return Err(Refusal::bad_request(
            "CREATE_CUSTOM_REWARD_TOO_MANY_REWARDS",
        ));
    }
    let id = reward.id.clone();
    rewards.push(reward);
    answer(world, call, |reward| reward.id == id)
}

/// Get Custom Reward: all of them, or those asked for.
pub(super) fn get_custom_reward(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = broadcaster::earning(world, call)?.id.clone();
    let asked: Vec<&str> = call.query.values("id").collect();
    let own_only = call.query.value("only_manageable_rewards") == Some("true");
    let is_wanted = |reward: &Reward| {
        (asked.is_empty() || asked.contains(&reward.id.as_str()))
            && (!own_only || reward.client == call.caller.client)
    };
    let is_any = world.community(&owner).rewards.iter().any(is_wanted);
    if !asked.is_empty() && !is_any {
        return Err(unknown());
    }
    answer(world, call, is_wanted)
}

/// Update Custom Reward: what is left out stays as it is.
pub(super) fn update_custom_reward(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = broadcaster::earning(world, call)?.id.clone();
    let place = own(world, &owner, call, "id")?;
    let rewards = &mut world.community(&owner).rewards;
    let mut reward = rewards.get(place).cloned().ok_or_else(unknown)?;
    change(&mut reward, call)?;
    let mut others = rewards.iter().filter(|other| other.id != reward.id);
    if others.any(|other| other.title == reward.title) {
        return Err(Refusal::bad_request(
            "UPDATE_CUSTOM_REWARD_DUPLICATE_REWARD",
        ));
    }
    let id = reward.id.clone();
    if let Some(before) = rewards.get_mut(place) {
        *before = reward;
    }
    answer(world, call, |reward| reward.id == id)
}

/// Delete Custom Reward: what waits in its queue counts as fulfilled and cannot be looked up any more.
pub(super) fn delete_custom_reward(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = broadcaster::earning(world, call)?.id.clone();
    let place = own(world, &owner, call, "id")?;
    world.community(&owner).rewards.remove(place);
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

/// Where the reward stands that a parameter names, if the application may touch it.
pub(super) fn own(
    world: &mut World,
    owner: &UserId,
    call: &Call<'_>,
    parameter: &str,
) -> Result<usize, Refusal> {
    let id = call.query.value(parameter).unwrap_or_default();
    let mut rewards = world.community(owner).rewards.iter().enumerate();
    let (place, reward) = rewards
        .find(|(_, reward)| reward.id == id)
        .ok_or_else(unknown)?;
    if reward.client != call.caller.client {
        let message = "The ID in the Client-Id header must match the client ID used to create the custom reward.";
        return Err(Refusal::forbidden(message));
    }
    Ok(place)
}

fn unknown() -> Refusal {
    Refusal::not_found("The custom reward was not found.")
}

/// Takes over what the body says, and refuses what cannot be.
fn change(reward: &mut Reward, call: &Call<'_>) -> Result<(), Refusal> {
    let flag = |name: &str, before: bool| {
        let given = call.field(name).and_then(Value::as_bool);
        given.unwrap_or(before)
    };
    let text = |name: &str, before: &str| {
        let given = call.field(name).and_then(Value::as_str);
        given.unwrap_or(before).to_owned()
    };
    reward.title = text("title", &reward.title);
    reward.prompt = text("prompt", &reward.prompt);
    reward.background_color = text("background_color", &reward.background_color);
    reward.cost = call.number("cost").unwrap_or(reward.cost);
    reward.is_enabled = flag("is_enabled", reward.is_enabled);
    reward.is_paused = flag("is_paused", reward.is_paused);
    reward.needs_input = flag("is_user_input_required", reward.needs_input);
    reward.skips_queue = flag("should_redemptions_skip_request_queue", reward.skips_queue);
    if reward.title.trim().is_empty() {
        return Err(Refusal::malformed("title", "it must not be empty"));
    }
    for (setting, switch, number, most) in [
        (
            &mut reward.max_per_stream,
            "is_max_per_stream_enabled",
            "max_per_stream",
            u64::MAX,
        ),
        (
            &mut reward.max_per_user_per_stream,
            "is_max_per_user_per_stream_enabled",
            "max_per_user_per_stream",
            u64::MAX,
        ),
        (
            &mut reward.cooldown,
            "is_global_cooldown_enabled",
            "global_cooldown_seconds",
            LONGEST_COOLDOWN,
        ),
    ] {
        setting.is_enabled = flag(switch, setting.is_enabled);
        setting.value = call.number(number).unwrap_or(setting.value);
        if setting.is_enabled && setting.value == 0 {
            let problem = format!("it is needed when {switch} is true");
            return Err(Refusal::malformed(number, problem));
        }
        if setting.value > most {
            return Err(Refusal::malformed(
                number,
                format!("it must be at most {most}"),
            ));
        }
    }
    Ok(())
}

fn answer(
    world: &World,
    call: &Call<'_>,
    is_wanted: impl Fn(&Reward) -> bool,
) -> Result<Reply, Refusal> {
    let owner = broadcaster::of(world, call)?;
    let channel = world.channels.get(&owner.id);
    let live_since = channel.and_then(|channel| channel.live_since);
    let community = world.communities.get(&owner.id);
    let rewards = community.map_or(&[][..], |community| &community.rewards);
    let data: Vec<Value> = rewards
        .iter()
        .filter(|reward| is_wanted(reward))
        .map(|reward| {
            let mut told = told(reward, world.now, live_since);
            told["broadcaster_id"] = json!(owner.id);
            told["broadcaster_login"] = json!(owner.login);
            told["broadcaster_name"] = json!(owner.display_name);
            told
        })
        .collect();
    Ok(reply::json(StatusCode::OK, &json!({ "data": data })))
}

fn told(reward: &Reward, now: Timestamp, live_since: Option<Timestamp>) -> Value {
    let image =
        |size: u8| format!("https://static-cdn.jtvnw.net/custom-reward-images/default-{size}.png");
    // Counted only while there is a stream, and only where counting matters.
    let count = live_since.filter(|_| reward.max_per_stream.is_enabled);
    json!({
        "id": reward.id,
        "title": reward.title,
        "prompt": reward.prompt,
        "cost": reward.cost,
        "image": null,
        "default_image": { "url_1x": image(1), "url_2x": image(2), "url_4x": image(4) },
        "background_color": reward.background_color,
        "is_enabled": reward.is_enabled,
        "is_user_input_required": reward.needs_input,
        "max_per_stream_setting": {
            "is_enabled": reward.max_per_stream.is_enabled,
            "max_per_stream": reward.max_per_stream.value,
        },
        "max_per_user_per_stream_setting": {
            "is_enabled": reward.max_per_user_per_stream.is_enabled,
            "max_per_user_per_stream": reward.max_per_user_per_stream.value,
        },
        "global_cooldown_setting": {
            "is_enabled": reward.cooldown.is_enabled,
            "global_cooldown_seconds": reward.cooldown.value,
        },
        "is_paused": reward.is_paused,
        "is_in_stock": reward.is_in_stock(live_since),
        "should_redemptions_skip_request_queue": reward.skips_queue,
        "redemptions_redeemed_current_stream": count.map(|_| reward.redeemed_since(live_since, None)),
        "cooldown_expires_at": reward.cooldown_ends_at(now),
    })
}

const MOST_REWARDS: usize = 50;
const LONGEST_COOLDOWN: u64 = 604_800;
const USUAL_COLOR: &str = "#00E5CB";
