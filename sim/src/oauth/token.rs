//! `/oauth2/token`: codes, device codes, secrets and refresh tokens are exchanged for access tokens.

use http::StatusCode;
use serde_json::{Value, json};
use types::ScopeSet;

use super::applicant;
use super::pending::{Desk, DeviceState};
use super::refusal::Refusal;
use crate::reply::{self, Reply};
use crate::request::{Parameters, Request};
use crate::world::issue::Issued;
use crate::world::token::RefreshToken;

/// Answers any grant.
pub(super) fn exchange(desk: &mut Desk<'_>, request: &Request) -> Reply {
    let form = request.form();
    let exchanged = match form.value("grant_type") {
        Some("authorization_code") => code(desk, &form),
        Some("urn:ietf:params:oauth:grant-type:device_code") => device(desk, &form),
        Some("client_credentials") => application(desk, &form),
        Some("refresh_token") => refresh(desk, &form),
        Some(_) => refuse_grant(desk, &form, "invalid grant type"),
        None => refuse_grant(desk, &form, "missing grant type"),
    };
    match exchanged {
        Ok(body) => reply::oauth_json(StatusCode::OK, &body),
        Err(refusal) => refusal.reply(),
    }
}

/// An application that does not exist is the worse mistake, and told first.
fn refuse_grant(desk: &Desk<'_>, form: &Parameters, problem: &str) -> Result<Value, Refusal> {
    applicant::find(desk.world, form)?;
    Err(Refusal::bad_request(problem))
}

fn code(desk: &mut Desk<'_>, form: &Parameters) -> Result<Value, Refusal> {
    let client = applicant::find(desk.world, form)?;
    if client.secret.is_none() {
        return Err(Refusal::bad_request("Invalid client credentials"));
    }
    let client = applicant::prove(desk.world, form)?;
    let invalid = || Refusal::bad_request("Invalid authorization code");
    let text = form.value("code").ok_or_else(invalid)?;
    let code = desk.pending.codes.get(text).ok_or_else(invalid)?;
    if code.client != client.id {
        return Err(invalid());
    }
    if form.value("redirect_uri") != Some(code.redirect_uri.as_str()) {
        let message = "Parameter redirect_uri does not match registered URI";
        return Err(Refusal::bad_request(message));
    }
    let code = desk.pending.codes.remove(text).ok_or_else(invalid)?;
    let issued = desk
        .world
        .issue_user_token(&client.id, &code.user, &code.scopes);
    Ok(token(&issued, &code.scopes))
}

fn device(desk: &mut Desk<'_>, form: &Parameters) -> Result<Value, Refusal> {
    // No secret is asked for here, not even from applications that have one.
    let client = applicant::find(desk.world, form)?;
    let invalid = || Refusal::bad_request("invalid device code");
    let text = form.value("device_code").ok_or_else(invalid)?;
    let device = desk.pending.devices.get(text).ok_or_else(invalid)?;
    if device.client != client.id {
        return Err(invalid());
    }
    match device.state.clone() {
        DeviceState::Waiting => Err(Refusal::bad_request("authorization_pending")),
        // What Twitch answers then is not known; a code that is dead is the plainest.
        DeviceState::Denied => {
            desk.pending.devices.remove(text);
            Err(invalid())
        }
        DeviceState::Approved(user) => {
            let device = desk.pending.devices.remove(text).ok_or_else(invalid)?;
            let issued = desk
                .world
                .issue_user_token(&client.id, &user, &device.scopes);
            Ok(token(&issued, &device.scopes))
        }
    }
}

fn application(desk: &mut Desk<'_>, form: &Parameters) -> Result<Value, Refusal> {
    let client = applicant::prove(desk.world, form)?;
    let issued = desk
        .world
        .issue_lone_token(&client.id, None, &ScopeSet::default());
    Ok(token(&issued, &ScopeSet::default()))
}

fn refresh(desk: &mut Desk<'_>, form: &Parameters) -> Result<Value, Refusal> {
    let mut client = applicant::find(desk.world, form)?;
    let is_public = client.secret.is_none();
    if !is_public {
        client = applicant::prove(desk.world, form)?;
    }
    let text = form
        .value("refresh_token")
        .ok_or_else(|| Refusal::bad_request("missing refresh token"))?;
    let now = desk.world.now;
    let known = desk.world.tokens.refresh.get(text).cloned();
    let usable = known.filter(|token| {
        let is_alive = token.expires_at.is_none_or(|expires_at| expires_at > now);
        // Twitch refuses what a public client got without any scope.
        let is_refreshable = !(is_public && token.scopes.is_empty());
        let is_owned = desk.world.is_active(&token.user);
        token.client == client.id && is_alive && is_refreshable && is_owned
    });
    let refresh = usable.ok_or(Refusal::InvalidRefreshToken)?;
    let scopes = narrowed(&refresh, form)?;
    let refreshed = &mut desk.world.tokens.refreshed;
    *refreshed.entry(refresh.user.clone()).or_default() += 1;
    let mut issued = desk
        .world
        .issue_user_token(&client.id, &refresh.user, &scopes);
    if is_public {
        desk.world.tokens.refresh.remove(text);
    } else if let Some(spare) = issued.refresh.replace(text.to_owned()) {
        // Confidential applications keep the refresh token that they have.
        desk.world.tokens.refresh.remove(&spare);
    }
    Ok(token(&issued, &scopes))
}

/// A refresh may ask for less than was granted, never for more.
fn narrowed(refresh: &RefreshToken, form: &Parameters) -> Result<ScopeSet, Refusal> {
    let Some(text) = form.value("scope") else {
        return Ok(refresh.scopes.clone());
    };
    let wanted = applicant::scopes(text)?;
    match refresh.scopes.missing(&wanted).iter().next() {
        Some(scope) => Err(Refusal::bad_request(format!(
            "invalid scope requested: '{scope}'"
        ))),
        None => Ok(wanted),
    }
}

fn token(issued: &Issued, scopes: &ScopeSet) -> Value {
    let mut body = json!({
        "access_token": issued.access,
        "expires_in": issued.lifetime.as_secs(),
        "token_type": "bearer",
    });
    if let Some(refresh) = &issued.refresh {
        body["refresh_token"] = json!(refresh);
    }
    // Where nothing was asked for, Twitch leaves the field out.
    if !scopes.is_empty() {
        body["scope"] = json!(scopes);
    }
    body
}
