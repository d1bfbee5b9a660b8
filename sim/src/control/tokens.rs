//! `POST /sim/expire-tokens`, `/sim/revoke` and `/sim/token-lifetime`: tokens die, as they do in life, or sooner.

use serde_json::json;
use types::ClientId;

use super::console::{Console, Done, Problem, done};
use crate::duration;
use crate::request::Parameters;

/// Ends the access tokens of `login`, or everybody's, and lets refresh tokens live; with `kind=refresh` the other way round.
pub(super) fn expire(console: &mut Console<'_>, form: &Parameters) -> Result<Done, Problem> {
    let user = console.account_if_given(form, "login")?;
    let now = console.stage.world.now;
    let tokens = &mut console.stage.world.tokens;
    let count = match form.value("kind") {
        None | Some("access") => tokens.expire(user.as_ref(), now),
        Some("refresh") => tokens.expire_refresh(user.as_ref(), now),
        Some(other) => {
            return Err(Problem::new(format!(
                "kind is access or refresh, not {other:?}"
            )));
        }
    };
    done(&json!({ "expired": count }))
}

/// Disconnects the application `client_id`, or every one, from the account of `login`.
pub(super) fn revoke(console: &mut Console<'_>, form: &Parameters) -> Result<Done, Problem> {
    let user = console.account(form, "login")?;
    let client = form.value("client_id").map(ClientId::new);
    let tokens = &mut console.stage.world.tokens;
    let count = tokens.disconnect(&user, client.as_ref());
    done(&json!({ "revoked": count }))
}

/// Sets how long tokens live that are handed out from now on: `access`, and `refresh` for public applications; as at Twitch if left out.
pub(super) fn set_lifetime(console: &mut Console<'_>, form: &Parameters) -> Result<Done, Problem> {
    let length = |name: &str| {
        let given = form.value(name).map(duration::parse);
        given.transpose().map_err(Problem::new)
    };
    let lifetimes = &mut console.stage.world.tokens.lifetimes;
    lifetimes.access = length("access")?;
    lifetimes.refresh = length("refresh")?;
    done(&json!({
        "access_seconds": lifetimes.access.map(|lifetime| lifetime.as_secs()),
        "refresh_seconds": lifetimes.refresh.map(|lifetime| lifetime.as_secs()),
    }))
}
