//! `POST /sim/clients`: what its owner changes about an application in the developer console.

use serde_json::json;
use types::Secret;

use super::console::{Console, Done, Problem, done};
use crate::request::Parameters;

/// Gives `client_id` another `secret` (a public one becomes confidential by it), takes it away with `public=true`, or registers other addresses (`redirect_url`, repeated).
pub(super) fn change(console: &mut Console<'_>, form: &Parameters) -> Result<Done, Problem> {
    let Some(id) = form.value("client_id") else {
        return Err(Problem::new(
            "client_id is missing: say which application is meant",
        ));
    };
    let clients = &mut console.stage.world.clients;
    let Some(client) = clients.get_mut(id) else {
        return Err(Problem::not_found(format!(
            "there is no application {id:?} here"
        )));
    };
    if form.value("public") == Some("true") {
        client.secret = None;
    } else if let Some(secret) = form.value("secret") {
        client.secret = Some(Secret::new(secret));
    }
    let redirect_urls: Vec<String> = form.values("redirect_url").map(str::to_owned).collect();
    if !redirect_urls.is_empty() {
        client.redirect_urls = redirect_urls;
    }
    done(&json!({
        "client_id": client.id,
        "kind": if client.secret.is_some() { "confidential" } else { "public" },
        "redirect_urls": client.redirect_urls,
    }))
}
