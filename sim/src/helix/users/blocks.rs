//! Whom somebody blocks. It keeps whispers away; nothing else here looks at it.

use http::StatusCode;
use serde_json::{Value, json};

use crate::helix::call::Call;
use crate::helix::cursor::{self, Item};
use crate::helix::person;
use crate::helix::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::world::World;

/// Get User Block List.
pub(super) fn get_user_block_list(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = person::id(call, "broadcaster_id");
    let blocked = world.social.blocks.get(&owner);
    let users = blocked.into_iter().flatten();
    let items: Vec<Item<Value>> = users
        .filter_map(|id| world.users.get(id.as_str()))
        .filter(|user| user.is_active())
        .map(|user| Item {
            key: user.id.to_string(),
            // The name is called otherwise here than everywhere else.
            element: json!({
                "user_id": user.id,
                "user_login": user.login,
                "display_name": user.display_name,
            }),
        })
        .collect();
    let page = cursor::page(call, items)?;
    let body = json!({ "data": page.elements, "pagination": page.pagination });
    Ok(reply::json(StatusCode::OK, &body))
}

/// Block User: once more changes nothing.
pub(super) fn block_user(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = person::own(call)?;
    let target = person::known(world, call, "target_user_id")?.id.clone();
    if target == owner {
        return Err(Refusal::bad_request("You cannot block yourself."));
    }
    world.social.blocks.entry(owner).or_default().insert(target);
    Ok(reply::empty(StatusCode::NO_CONTENT))
}

/// Unblock User: somebody who was not blocked counts as unblocked.
pub(super) fn unblock_user(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let owner = person::own(call)?;
    let target = person::id(call, "target_user_id");
    if let Some(blocked) = world.social.blocks.get_mut(&owner) {
        blocked.remove(&target);
    }
    Ok(reply::empty(StatusCode::NO_CONTENT))
}
