//! What an extension signs its tokens with. They are handed out and replaced; no signature is looked at here.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};
use types::{Secret, Timestamp};

use crate::helix::call::Call;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::extension::SigningSecret;

/// Get Extension Secrets: those that are still good, of which there is always one.
pub(crate) fn get(world: &mut World, call: &Call<'_>) -> Reply {
    let now = world.now;
    provide(world, call);
    told(world, call, now)
}

/// Create Extension Secret: a new one that is good after a delay; those before stay so for a while longer.
pub(crate) fn create(world: &mut World, call: &Call<'_>) -> Reply {
    let now = world.now;
    provide(world, call);
    let delay = call.query.value("delay").and_then(|text| text.parse().ok());
    let active_at = now.plus(delay.map_or(USUAL_DELAY, Duration::from_secs));
    for secret in secrets(world, call) {
        secret.expires_at = secret.expires_at.min(active_at.plus(OVERLAP));
    }
    add(world, call, active_at);
    told(world, call, now)
}

/// Makes the first secret of an extension.
fn provide(world: &mut World, call: &Call<'_>) {
    let now = world.now;
    if secrets(world, call).is_empty() {
        add(world, call, now);
    }
}

fn add(world: &mut World, call: &Call<'_>, active_at: Timestamp) {
    let secret = SigningSecret {
        content: Secret::new(world.random_text(44)),
        active_at,
        expires_at: active_at.plus(LIFETIME),
    };
    secrets(world, call).push(secret);
}

fn secrets<'a>(world: &'a mut World, call: &Call<'_>) -> &'a mut Vec<SigningSecret> {
    let extension = call.query.value("extension_id").unwrap_or_default();
    let secrets = &mut world.extensions.secrets;
    secrets.entry(extension.to_owned()).or_default()
}

fn told(world: &mut World, call: &Call<'_>, now: Timestamp) -> Reply {
    let secrets: Vec<Value> = secrets(world, call)
        .iter()
        .filter(|secret| secret.expires_at > now)
        .map(|secret| {
            json!({
                "content": secret.content.expose(),
                "active_at": secret.active_at,
                "expires_at": secret.expires_at,
            })
        })
        .collect();
    let data = json!({ "format_version": 1, "secrets": secrets });
    reply::json(StatusCode::OK, &json!({ "data": [data] }))
}

const USUAL_DELAY: Duration = Duration::from_secs(300);

/// How long an old secret is good beside its successor, as an example of the reference shows it.
const OVERLAP: Duration = Duration::from_secs(65 * 60);

/// A hundred years or so.
const LIFETIME: Duration = Duration::from_secs(36_500 * 86_400);
