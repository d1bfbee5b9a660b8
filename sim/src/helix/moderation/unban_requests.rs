//! Requests of banned people to come back. They make them in the browser, which here is an order to the control API.

use http::StatusCode;
use serde_json::{Value, json};
use types::UserId;

use crate::chat::Stage;
use crate::helix::call::Call;
use crate::helix::cursor::{self, Item};
use crate::helix::person;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::discipline::{Resolution, UnbanRequest};
use crate::world::user::User;

/// Get Unban Requests: of one state, the newest first.
pub(crate) fn get_unban_requests(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = person::known(world, call, "broadcaster_id")?;
    let status = call.query.value("status").unwrap_or_default();
    let asked = call.query.value("user_id");
    let discipline = world.disciplines.get(&owner.id);
    let requests = discipline
        .into_iter()
        .flat_map(|discipline| discipline.unban_requests.iter().enumerate());
    let mut items: Vec<Item<Value>> = requests
        .filter(|(_, request)| request.status() == status)
        .filter(|(_, request)| asked.is_none_or(|asked| asked == request.user.as_str()))
        .filter_map(|(position, request)| {
            Some(Item {
                key: format!("{:010}", u32::MAX as usize - position),
                element: told(world, owner, request)?,
            })
        })
        .collect();
    items.reverse();
    let page = cursor::page(call, items)?;
    let body = json!({ "data": page.elements, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}

/// Resolve Unban Requests: an approval lifts the ban.
pub(crate) fn resolve_unban_requests(
    stage: &mut Stage<'_>,
    call: &Call<'_>,
) -> Result<Reply, Refusal> {
    let owner = person::known(stage.world, call, "broadcaster_id")?.clone();
    let resolution = Resolution {
        is_approved: call.query.value("status") == Some("approved"),
        moderator: person::id(call, "moderator_id"),
        text: call
            .query
            .value("resolution_text")
            .unwrap_or_default()
            .to_owned(),
        at: stage.world.now,
    };
    let id = call.query.value("unban_request_id").unwrap_or_default();
    let requests = &mut stage.world.discipline(&owner.id).unban_requests;
    let Some(request) = requests.iter_mut().find(|request| request.id == id) else {
        return Err(Refusal::not_found("The unban request was not found."));
    };
    if request.resolution.is_some() {
        let message = "The unban request was resolved already.";
        return Err(Refusal::bad_request(message));
    }
    request.resolution = Some(resolution);
    let request = request.clone();
    if request.status() == "approved" {
        stage.chat.unban(stage.world, &owner.id, &request.user);
    }
    let told = told(stage.world, &owner, &request);
    Ok(reply::json(StatusCode::OK, &json!({ "data": [told] })))
}

fn told(world: &World, owner: &User, request: &UnbanRequest) -> Option<Value> {
    let user = world.users.get(request.user.as_str())?;
    let resolution = request.resolution.as_ref();
    let moderator = resolution.map_or("", |resolution| UserId::as_str(&resolution.moderator));
    let moderator = world.users.get(moderator);
    Some(json!({
        "id": request.id,
        "broadcaster_id": owner.id,
        "broadcaster_login": owner.login,
        "broadcaster_name": owner.display_name,
        "moderator_id": moderator.map(|user| &user.id),
        "moderator_login": moderator.map(|user| &user.login),
        "moderator_name": moderator.map(|user| &user.display_name),
        "user_id": user.id,
        "user_login": user.login,
        "user_name": user.display_name,
        "text": request.text,
        "status": request.status(),
        "created_at": request.created_at,
        "resolved_at": resolution.map(|resolution| resolution.at),
        "resolution_text": resolution.map(|resolution| &resolution.text),
    }))
}
