//! `POST /sim/expire-tokens` and `POST /sim/revoke`: tokens die, as they do in life.

use serde_json::json;
use types::ClientId;

use super::console::{Console, Done, Problem, done};
use crate::request::Parameters;

/// Ends the access tokens of `login`, or everybody's; refresh tokens live on.
pub(super) fn expire(console: &mut Console<'_>, form: &Parameters) -> Result<Done, Problem> {
    let user = console.account_if_given(form, "login")?;
    let now = console.stage.world.now;
    let count = console.stage.world.tokens.expire(user.as_ref(), now);
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
