//! `POST /sim/accounts`: what happens to an account itself: it is renamed, suspended or deleted. Its id stays the same.

use serde_json::json;
use types::{Login, UserId};

use super::console::{Console, Done, Problem, done};
use crate::request::Parameters;
use crate::world::user::{self, Standing};

/// Does `rename` (with `to`, and perhaps `display_name`), `change_password` (which ends every token), `suspend`, `unsuspend` or `delete` to the account of `login`.
pub(super) fn change(console: &mut Console<'_>, form: &Parameters) -> Result<Done, Problem> {
    let id = console.account(form, "login")?;
    let users = &mut console.stage.world.users;
    match form.value("do") {
        Some("rename") => rename(console, form, &id)?,
        Some("suspend") => users.set_standing(&id, Standing::Suspended),
        Some("change_password") => {
            console.stage.world.tokens.end_all(&id);
        }
        Some("unsuspend") => users.set_standing(&id, Standing::Good),
        Some("delete") => {
            users.set_standing(&id, Standing::Deleted);
            console.stage.world.tokens.disconnect(&id, None);
        }
        _ => {
            return Err(Problem::new(
                "do is rename, change_password, suspend, unsuspend or delete",
            ));
        }
    }
    let user = console.stage.world.users.get(id.as_str());
    done(&json!({
        "id": id,
        "login": user.map(|user| &user.login),
        "display_name": user.map(|user| &user.display_name),
        "standing": user.map(|user| user.standing.name()),
    }))
}

fn rename(console: &mut Console<'_>, form: &Parameters, id: &UserId) -> Result<(), Problem> {
    let Some(to) = form.value("to") else {
        return Err(Problem::new("to is missing: say the new login"));
    };
    let login: Login = to
        .parse()
        .map_err(|_| Problem::new(format!("{to:?} cannot be a login")))?;
    if user::is_anonymous(login.as_str()) {
        return Err(Problem::new(format!(
            "{to:?} cannot be a login: chat keeps such names for those who listen without an account"
        )));
    }
    let display_name = form.value("display_name").unwrap_or(to).to_owned();
    let users = &mut console.stage.world.users;
    if !users.rename(id, login, display_name) {
        return Err(Problem::new(format!("somebody else is called {to:?}")));
    }
    Ok(())
}
