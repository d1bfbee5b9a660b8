//! Whether Twitch knows the application of the config, and whether its secret is right.

use auth::device_login::{Action, Event};
use auth::{AppTokens, DeviceLogin, Http, Settings, TokenSource};

use super::finding::Finding;
use crate::context::Context;
use crate::explain;
use crate::scopes;

/// The application.
pub(super) async fn look(context: &Context) -> Vec<Finding> {
    // Without a client id the config is red already.
    let Ok(settings) = context.auth_settings() else {
        return Vec::new();
    };
    let http = match context.http() {
        Ok(http) => http,
        Err(failure) => return vec![Finding::red("application", &failure)],
    };
    let mut findings = vec![client_id(context, &http, &settings).await];
    if !findings.iter().any(Finding::is_red) && settings.client_secret().is_some() {
        findings.push(secret(&http, &settings).await);
    }
    findings
}

/// To start a device login is the one question about a client id alone; nobody confirms it, and it ends by itself.
async fn client_id(context: &Context, http: &Http, settings: &Settings) -> Finding {
    let id = settings.client_id();
    let scopes = scopes::of_bot(&context.config);
    let mut login = match DeviceLogin::new(settings.clone(), scopes, rand::random()) {
        Ok(login) => login,
        Err(error) => return Finding::red("application", &explain::auth(&error)),
    };
    while let Some(action) = login.poll_action() {
        match action {
            Action::Send { ticket, request } => {
                let result = http.send(request).await;
                login.handle_response(std::time::Instant::now(), ticket, result);
            }
            Action::Report(Event::CodeReady(_)) => {
                return Finding::ok("application", format!("Twitch knows the client id {id}"));
            }
            Action::Failed(error) => return Finding::red("application", &explain::auth(&error)),
            Action::Report(_) | Action::Done(_) => {}
        }
    }
    Finding::warning(
        "application",
        format!("nobody could say whether Twitch knows the client id {id}"),
        "see what is said about the login service",
    )
}

/// The token that proves the secret is given back, so that looking often leaves nothing behind.
async fn secret(http: &Http, settings: &Settings) -> Finding {
    let tokens = AppTokens::new(http.clone(), settings.clone());
    match tokens.token().await {
        Ok(token) => {
            if let Err(error) = auth::revoke(http, settings, token.secret()).await {
                tracing::debug!(%error, "an app token lives until it expires");
            }
            let text = "the client secret is right, so the application is a confidential one";
            Finding::ok("secret", text)
        }
        Err(error) if error.is_transient() => Finding::mild("secret", &explain::auth(&error)),
        Err(error) => Finding::red("secret", &explain::auth(&error)),
    }
}
