//! Drives one device login: sends what the machine wants sent, waits when it waits, passes on what it tells.

use types::ScopeSet;

use crate::client::http::Http;
use crate::client::world;
use crate::credential::Credential;
use crate::device_login::{Action, DeviceLogin, Event};
use crate::error::Error;
use crate::settings::Settings;

/// Logs an account in by device code.
///
/// `on_event` is told what to show; the first prompt comes as soon as Twitch has answered. When a
/// code expires a fresh one is shown, so this ends with a credential, with an error that waiting
/// does not mend, or when it is dropped. The credential is validated and kept nowhere yet.
///
/// # Errors
/// [`Error::NoScopes`], [`Error::ClientRefused`] if the application is not accepted,
/// [`Error::Declined`] if the person said no, [`Error::Rejected`] with Twitch's own words.
pub async fn device_login(
    http: &Http,
    settings: Settings,
    scopes: ScopeSet,
    mut on_event: impl FnMut(Event),
) -> Result<Credential, Error> {
    let mut login = DeviceLogin::new(settings, scopes, world::seed())?;
    loop {
        // There is never more than one question open, so it may be waited for here.
        while let Some(action) = login.poll_action() {
            match action {
                Action::Send { ticket, request } => {
                    let result = http.send(request).await;
                    login.handle_response(world::now(), ticket, result);
                }
                Action::Report(event) => on_event(event),
                Action::Done(credential) => return Ok(credential),
                Action::Failed(error) => return Err(error),
            }
        }
        world::wait_until(login.poll_timeout()).await;
        login.handle_timeout(world::now());
    }
}
