//! Requests to the login service, as plain values. Sends nothing; what comes back is read by [`answer`](crate::answer).
//!
//! Secrets stand in bodies and in the `Authorization` header, never in an address, because addresses end up in logs.

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Request};
use types::{ScopeSet, Secret};

use crate::settings::Settings;

/// Starts a device login; [`answer::device_started`](crate::answer::device_started) reads the answer.
pub fn start_device_login(settings: &Settings, scopes: &ScopeSet) -> Request<Vec<u8>> {
    let scopes = scopes.to_string();
    // Twitch's documents call the parameter `scopes`, unlike everybody else's.
    post(settings, "device", &[("scopes", &scopes)])
}

/// Asks whether a device login was confirmed; [`answer::device_polled`](crate::answer::device_polled) reads the answer.
///
/// No secret is sent: Twitch asks for none here, even of confidential clients.
pub fn poll_device_login(
    settings: &Settings,
    device_code: &Secret,
    scopes: &ScopeSet,
) -> Request<Vec<u8>> {
    let scopes = scopes.to_string();
    let fields = [
        ("scopes", scopes.as_str()),
        ("device_code", device_code.expose()),
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
    ];
    post(settings, "token", &fields)
}

/// Exchanges an authorization code; [`answer::exchanged`](crate::answer::exchanged) reads the answer.
pub fn exchange_code(
    settings: &Settings,
    code: &Secret,
    redirect_address: &str,
) -> Request<Vec<u8>> {
    let mut fields = vec![
        ("code", code.expose()),
        ("grant_type", "authorization_code"),
        ("redirect_uri", redirect_address),
    ];
    fields.extend(secret_field(settings));
    post(settings, "token", &fields)
}

/// Buys a new pair of tokens; [`answer::refreshed`](crate::answer::refreshed) reads the answer.
pub fn refresh(settings: &Settings, refresh: &Secret) -> Request<Vec<u8>> {
    let mut fields = vec![
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh.expose()),
    ];
    fields.extend(secret_field(settings));
    post(settings, "token", &fields)
}

/// Asks for an app access token; [`answer::granted`](crate::answer::granted) reads the answer.
pub fn request_app_token(settings: &Settings) -> Request<Vec<u8>> {
    let mut fields = vec![("grant_type", "client_credentials")];
    fields.extend(secret_field(settings));
    post(settings, "token", &fields)
}

/// Asks whose token this is and how long it lives; [`answer::validated`](crate::answer::validated) reads the answer.
pub fn validate(settings: &Settings, access: &Secret) -> Request<Vec<u8>> {
    // A text that no header can carry is no token of Twitch's. Sent as an empty one it is refused like any other.
    let mut value = HeaderValue::try_from(format!("OAuth {}", access.expose()))
        .unwrap_or(HeaderValue::from_static("OAuth"));
    value.set_sensitive(true);
    Request::get(format!("{}/validate", settings.base()))
        .header(ACCEPT, "application/json")
        .header(AUTHORIZATION, value)
        .body(Vec::new())
        .expect(ADDRESS_IS_CHECKED)
}

/// Ends the life of a token; [`answer::revoked`](crate::answer::revoked) reads the answer.
pub fn revoke(settings: &Settings, access: &Secret) -> Request<Vec<u8>> {
    post(settings, "revoke", &[("token", access.expose())])
}

/// A form with the client id in front; HTTP Basic is not understood by Twitch.
fn post(settings: &Settings, path: &str, fields: &[(&str, &str)]) -> Request<Vec<u8>> {
    let client = [("client_id", settings.client_id().as_str())];
    let form: Vec<_> = client.iter().chain(fields).collect();
    let body = serde_urlencoded::to_string(form).expect("pairs of texts always make a form");
    Request::post(format!("{}/{path}", settings.base()))
        .header(ACCEPT, "application/json")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body.into_bytes())
        .expect(ADDRESS_IS_CHECKED)
}

fn secret_field(settings: &Settings) -> Option<(&'static str, &str)> {
    let secret = settings.client_secret()?;
    Some(("client_secret", secret.expose()))
}

const ADDRESS_IS_CHECKED: &str = "the settings hold a checked address";
