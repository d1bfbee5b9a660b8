//! `POST /sim/consent`: somebody decides about a device login in a person's stead.

use serde_json::json;

use super::console::{Console, Done, Problem, done};
use crate::oauth::pending::Decision;
use crate::request::Parameters;

/// Approves for the account `login`, or refuses with `deny=true`.
pub(super) fn decide(console: &mut Console<'_>, form: &Parameters) -> Result<Done, Problem> {
    let Some(user_code) = form.value("user_code") else {
        return Err(Problem::new(
            "user_code is missing: it is the code that the device shows",
        ));
    };
    let decision = if form.value("deny") == Some("true") {
        Decision::Deny
    } else {
        let user = console.account(form, "login")?;
        if !console.is_active(&user) {
            return Err(Problem::new(
                "this account is suspended and cannot log in anywhere",
            ));
        }
        Decision::Approve(user)
    };
    let now = console.stage.world.now;
    if !console.pending.decide(user_code, decision, now) {
        let sentence =
            format!("no device waits with the code {user_code:?}; it may be used or too old");
        return Err(Problem::not_found(sentence));
    }
    done(&json!({ "user_code": user_code, "login": form.value("login") }))
}
