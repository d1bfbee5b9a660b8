//! People as lists name them: id, login and display name.

use serde_json::{Value, json};
use types::UserId;

use super::cursor::Item;
use crate::world::World;

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
