//! What stands under the heading Extensions. Every application that keeps a secret is an extension; nobody sees any of it at work.

mod configuration;
mod products;
mod secrets;

use http::StatusCode;
use serde_json::{Value, json};

use super::call::Call;
use super::cursor::{self, Item};
use super::floor::Floor;
use super::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::client::ApiClient;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    let world = &mut *floor.world;
    match call.endpoint.id {
        "get_extension_configuration_segment" => Ok(configuration::get(world, call)),
        "set_extension_configuration_segment" => configuration::set(world, call),
        "set_extension_required_configuration" => taken(world, call.query.value("broadcaster_id")),
        "send_extension_chat_message" => taken(world, call.query.value("broadcaster_id")),
        "send_extension_pubsub_message" => {
            taken(world, call.field("broadcaster_id").and_then(Value::as_str))
        }
        "get_extension_live_channels" => get_extension_live_channels(world, call),
        "get_extension_secrets" => Ok(secrets::get(world, call)),
        "create_extension_secret" => Ok(secrets::create(world, call)),
        "get_extensions" | "get_released_extensions" => get_extensions(world, call),
        "get_extension_bits_products" => Ok(products::get(world, call)),
        "update_extension_bits_product" => Ok(products::update(world, call)),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// What is taken and has no effect here; the channel has to be one.
fn taken(world: &World, channel: Option<&str>) -> Result<Reply, Refusal> {
    if channel.is_none_or(|id| world.channels.contains_key(id)) {
        return Ok(reply::empty(StatusCode::NO_CONTENT));
    }
    let message = "The ID in broadcaster_id was not found.";
    Err(Refusal::bad_request(message))
}

/// Get Extension Live Channels: every live channel has every extension. The cursor stands alone, not in an object.
fn get_extension_live_channels(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    find(world, call)?;
    let channels = world.channels.values();
    let items = channels
        .filter(|channel| channel.live_since.is_some())
        .filter_map(|channel| {
            let owner = world.users.get(channel.broadcaster.as_str())?;
            let element = json!({
                "broadcaster_id": owner.id,
                "broadcaster_name": owner.display_name,
                "game_name": channel.game_name,
                "game_id": channel.game_id,
                "title": channel.title,
            });
            let key = owner.id.to_string();
            owner.is_active().then_some(Item { key, element })
        });
    let page = cursor::page(call, items.collect())?;
    let cursor = page.pagination["cursor"].as_str().unwrap_or_default();
    let body = json!({ "data": page.elements, "pagination": cursor });
    Ok(reply::json(StatusCode::OK, &body))
}

/// Get Extensions, Get Released Extensions: each has one version.
fn get_extensions(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let client = find(world, call)?;
    let version = call.query.value("extension_version");
    if version.is_some_and(|version| version != VERSION) {
        return Err(unknown());
    }
    let data = told(client);
    Ok(reply::json(StatusCode::OK, &json!({ "data": [data] })))
}

fn find<'a>(world: &'a World, call: &Call<'_>) -> Result<&'a ApiClient, Refusal> {
    let id = call.query.value("extension_id").unwrap_or_default();
    let mut clients = world.clients.values();
    clients
        .find(|client| client.id.as_str() == id && client.secret.is_some())
        .ok_or_else(unknown)
}

fn unknown() -> Refusal {
    let message = "The extension in extension_id was not found.";
    Refusal::new(StatusCode::NOT_FOUND, message)
}

fn told(client: &ApiClient) -> Value {
    let id = &client.id;
    let image = format!("https://extensions-discovery-images.twitch.tv/{id}/{VERSION}");
    json!({
        "author_name": "SomeChannel",
        "bits_enabled": true,
        "can_install": true,
        "configuration_location": "hosted",
        "description": "An extension of the simulator",
        "eula_tos_url": "",
        "has_chat_support": true,
        "icon_url": format!("{image}/logo"),
        "icon_urls": {
            "100x100": format!("{image}/logo"),
            "24x24": format!("{image}/taskbar"),
            "300x200": format!("{image}/discovery"),
        },
        "id": id,
        "name": client.name,
        "privacy_policy_url": "",
        "request_identity_link": false,
        "screenshot_urls": [],
        "state": "Released",
        "subscriptions_support_level": "none",
        "summary": "An extension of the simulator",
        "support_email": "somechannel@example.com",
        "version": VERSION,
        "viewer_summary": "An extension of the simulator",
        "views": {
            "panel": {
                "viewer_url": format!("https://{id}.ext-twitch.tv/{id}/{VERSION}/panel.html"),
                "height": 300,
                "can_link_external_content": false,
            },
        },
        "allowlisted_config_urls": [],
        "allowlisted_panel_urls": [],
    })
}

const VERSION: &str = "0.0.1";
