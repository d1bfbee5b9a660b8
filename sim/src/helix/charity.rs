//! What stands under the heading Charity.

use http::StatusCode;
use serde_json::{Value, json};

use super::broadcaster;
use super::call::Call;
use super::cursor::{self, Item};
use super::floor::Floor;
use super::refusal::Refusal;
use crate::picture;
use crate::places::Places;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::community::campaign::Campaign;

/// Answers a call under this heading.
pub(super) fn answer(floor: &mut Floor<'_>, call: &Call<'_>) -> Result<Reply, Refusal> {
    match call.endpoint.id {
        "get_charity_campaign" => get_charity_campaign(floor.world, floor.places, call),
        "get_charity_campaign_donations" => get_charity_campaign_donations(floor.world, call),
        _ => Err(Refusal::not_played(call.endpoint)),
    }
}

/// Get Charity Campaign: the one that runs, if one does.
fn get_charity_campaign(world: &World, places: &Places, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = broadcaster::of(world, call)?;
    let campaign = campaign(world, call)?;
    let data: Vec<Value> = campaign
        .map(|campaign| {
            json!({
                "id": campaign.id,
                "broadcaster_id": owner.id,
                "broadcaster_login": owner.login,
                "broadcaster_name": owner.display_name,
                "charity_name": campaign.name,
                "charity_description": campaign.description,
                // A charity of this world has no picture of its own.
                "charity_logo": picture::url(places, &owner.id),
                "charity_website": campaign.website,
                "current_amount": amount(campaign.cents()),
                "target_amount": campaign.target_cents.map(amount),
            })
        })
        .into_iter()
        .collect();
    Ok(reply::json(StatusCode::OK, &json!({ "data": data })))
}

/// Get Charity Campaign Donations: in the order in which they came.
fn get_charity_campaign_donations(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let items: Vec<Item<Value>> = campaign(world, call)?
        .into_iter()
        .flat_map(|campaign| {
            let donations = campaign.donations.iter().enumerate();
            donations.map(|(position, donation)| (&campaign.id, position, donation))
        })
        .filter_map(|(campaign, position, donation)| {
            let user = world.users.get(donation.user.as_str())?;
            let element = json!({
                "id": donation.id,
                "campaign_id": campaign,
                "user_id": user.id,
                "user_login": user.login,
                "user_name": user.display_name,
                "amount": amount(donation.cents),
            });
            let key = cursor::oldest_first(position);
            Some(Item { key, element })
        })
        .collect();
    let page = cursor::page(call, items)?;
    let body = json!({ "data": page.elements, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}

fn campaign<'a>(world: &'a World, call: &Call<'_>) -> Result<Option<&'a Campaign>, Refusal> {
    let owner = broadcaster::of(world, call)?;
    let community = world.communities.get(&owner.id);
    Ok(community.and_then(|community| community.campaign.as_ref()))
}

fn amount(cents: u64) -> Value {
    json!({ "value": cents, "decimal_places": 2, "currency": "USD" })
}
