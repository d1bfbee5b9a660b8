//! `/oauth2/device`: a device asks for a code that it can show to a person.

use http::StatusCode;
use serde_json::json;

use super::applicant;
use super::pending::{DEVICE_INTERVAL, DEVICE_LIFETIME, Desk, Device, DeviceState};
use crate::reply::{self, Reply};
use crate::request::Request;

/// Hands out a device code and the code for the person.
pub(super) fn start(desk: &mut Desk<'_>, request: &Request) -> Reply {
    let form = request.form();
    // The reference says `scopes`; `scope` works as well.
    let scopes = form.value("scopes").or_else(|| form.value("scope"));
    let asked = applicant::find(desk.world, &form)
        .and_then(|client| Ok((client, applicant::scopes(scopes.unwrap_or_default())?)));
    let (client, scopes) = match asked {
        Ok(asked) => asked,
        Err(refusal) => return refusal.reply(),
    };
    let device_code = desk.world.random_text(40);
    let user_code = desk.world.random_from(LETTERS, 8);
    let state = match desk.pending.consent.clone() {
        Some(user) => DeviceState::Approved(user),
        None => DeviceState::Waiting,
    };
    let device = Device {
        client: client.id,
        scopes,
        user_code: user_code.clone(),
        expires_at: desk.world.now.plus(DEVICE_LIFETIME),
        state,
    };
    desk.pending.devices.insert(device_code.clone(), device);
    let origin = desk.places.origin();
    let body = json!({
        "device_code": device_code,
        "expires_in": DEVICE_LIFETIME.as_secs(),
        "interval": desk.pending.device_interval.unwrap_or(DEVICE_INTERVAL).as_secs(),
        "user_code": user_code,
        "verification_uri": format!("{origin}/activate?public=true&device-code={user_code}"),
    });
    reply::oauth_json(StatusCode::OK, &body)
}

/// Letters that nobody takes for digits.
const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
