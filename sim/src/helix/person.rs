//! People as lists name them: id, login and display name.

use serde_json::{Value, json};
use types::UserId;

use super::call::Call;
use super::cursor::Item;
use super::refusal::Refusal;
use crate::world::World;
use crate::world::user::User;

/// The id that a parameter of the query holds, whoever that is.
pub(super) fn id(call: &Call<'_>, name: &str) -> UserId {
    UserId::new(call.query.value(name).unwrap_or_default())
}

/// Whose token it is.
pub(super) fn own(call: &Call<'_>) -> Result<UserId, Refusal> {
    let user = call.caller.user.clone();
    user.ok_or_else(|| Refusal::unauthorized("Missing User OAUTH Token"))
}

/// The living account that a parameter names, in the query or in the body.
pub(super) fn known<'a>(
    world: &'a World,
    call: &Call<'_>,
    name: &str,
) -> Result<&'a User, Refusal> {
    let id = call.anywhere(name).unwrap_or_default();
    let user = world.users.get(id).filter(|user| user.is_active());
    user.ok_or_else(|| Refusal::bad_request(format!("The ID in {name} was not found.")))
}

/// People ordered by id, ready to be paged; who is not there any more is left out.
pub(super) fn items<'a>(world: &World, ids: impl Iterator<Item = &'a UserId>) -> Vec<Item<Value>> {
    let mut items: Vec<Item<Value>> = ids
        .filter_map(|id| world.users.get(id.as_str()))
        .filter(|user| user.is_active())
        .map(|user| Item {
            key: user.id.to_string(),
            element: json!({
                "user_id": user.id,
                "user_login": user.login,
                "user_name": user.display_name,
            }),
        })
        .collect();
    items.sort_by(|one, other| one.key.cmp(&other.key));
    items
}
