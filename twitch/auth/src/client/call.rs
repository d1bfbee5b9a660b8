//! Single calls to the login service that need no machine: asking about a token, ending it, and asking the time.

use types::{Secret, Timestamp};

use crate::answer::{self, Identity, Revoked, Validated};
use crate::client::http::Http;
use crate::error::{Attempt, Error, Setback};
use crate::settings::Settings;
use crate::wire;

/// Asks Twitch whose token this is.
///
/// # Errors
/// [`Error::Rejected`] if the token is dead, [`Error::Interrupted`] if nobody could say.
pub async fn validate(
    http: &Http,
    settings: &Settings,
    access: &Secret,
) -> Result<Identity, Error> {
    let attempt = Attempt::Validate;
    let setback = match http.send(wire::validate(settings, access)).await {
        Ok(response) => match answer::validated(&response) {
            Validated::Valid(identity) => return Ok(identity),
            Validated::Invalid => {
                return Err(Error::Rejected {
                    attempt,
                    status: 401,
                    message: "invalid access token".to_owned(),
                });
            }
            Validated::Setback(setback) => setback,
        },
        Err(error) => Setback::Network(error),
    };
    Err(Error::Interrupted { attempt, setback })
}

/// Ends the life of an access token; one that is dead already counts as done.
///
/// Whether its refresh token dies with it is not known, so that one is to be forgotten as well.
///
/// # Errors
/// [`Error::ClientRefused`] if the application is not accepted, [`Error::Interrupted`] if nobody could say.
pub async fn revoke(http: &Http, settings: &Settings, access: &Secret) -> Result<(), Error> {
    let attempt = Attempt::Revoke;
    let setback = match http.send(wire::revoke(settings, access)).await {
        Ok(response) => match answer::revoked(&response) {
            Revoked::Done => return Ok(()),
            Revoked::ClientRefused(refusal) => {
                return Err(Error::ClientRefused {
                    attempt,
                    client_id: settings.client_id().clone(),
                    refusal,
                });
            }
            Revoked::Setback(setback) => setback,
        },
        Err(error) => Setback::Network(error),
    };
    Err(Error::Interrupted { attempt, setback })
}

/// Asks the login service what time it is, so that a caller can say by how much its own clock is wrong.
///
/// The answer is exact to a second and as old as its way here. No token is shown for it.
///
/// # Errors
/// [`Error::Interrupted`] if nobody answered, or somebody who is not Twitch.
pub async fn service_date(http: &Http, settings: &Settings) -> Result<Timestamp, Error> {
    let attempt = Attempt::ReadClock;
    let answer = http
        .send(wire::validate(settings, &Secret::new("")))
        .await
        .map_err(Setback::Network)
        .and_then(|response| answer::service_date(&response));
    answer.map_err(|setback| Error::Interrupted { attempt, setback })
}
