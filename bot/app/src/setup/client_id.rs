//! The application's id. Whether Twitch knows it, the start of a login tells; nobody has to log in for that.

use auth::answer::{self, DeviceStarted};
use auth::{Attempt, Settings};
use serde_json::json;
use types::ClientId;

use super::plan::{Fact, Step};
use super::sitting::{self, Sitting};
use crate::explain;
use crate::failure::{Failure, Status};
use crate::scopes;
use crate::terminal::Question;

/// Gets an id and checks it.
///
/// # Errors
/// If nobody can be asked, or Twitch does not answer.
pub(super) async fn take(sitting: &mut Sitting) -> Result<(), Failure> {
    let id = answer(sitting).await?;
    if let Some(refusal) = check(sitting, &id).await? {
        sitting.known.client_id = Fact::Absent;
        return sitting.refuse(refusal);
    }
    if sitting.context.config.app.client_id.as_ref() != Some(&id) {
        sitting.write(|draft| draft.set("app", "client_id", id.as_str()))?;
    }
    if sitting.context.config.app.client_id.as_ref() != Some(&id) {
        return Err(sitting::overruled("app", "client_id"));
    }
    sitting.known.client_id = Fact::Checked;
    let sentence = format!("Twitch knows the application {}.", id.as_str());
    sitting.done(Step::ClientId, &sentence, json!({"client_id": id.as_str()}));
    Ok(())
}

async fn answer(sitting: &mut Sitting) -> Result<ClientId, Failure> {
    if let Some(id) = sitting.options.client_id.take() {
        return Ok(ClientId::new(id.trim()));
    }
    let said = &sitting.context.config.app.client_id;
    if let (Fact::Said, Some(id)) = (sitting.known.client_id, said) {
        return Ok(id.clone());
    }
    if sitting.has_person() && !sitting.is_registration_told {
        sitting.is_registration_told = true;
        let addresses = auth::redirect_addresses(auth::Scheme::Http);
        sitting.say(&format!(
            "{REGISTER_BEFORE}\n\n    {}\n\n{REGISTER_AFTER}\n",
            addresses.join("\n    ")
        ));
    }
    let id = sitting
        .ask(Question::new("Client ID"), "--client-id")
        .await?;
    Ok(ClientId::new(id))
}

/// Why Twitch refuses the id, if it does.
async fn check(sitting: &Sitting, id: &ClientId) -> Result<Option<Failure>, Failure> {
    let settings = Settings::new(id.clone())
        .with_base(&sitting.context.config.twitch.auth)
        .map_err(|error| explain::auth(&error))?;
    let wanted = scopes::of_bot(&sitting.context.config);
    let request = auth::wire::start_device_login(&settings, &wanted);
    let response = sitting.http.send(request).await;
    let response = response.map_err(|error| explain::no_login_service(&error))?;
    match answer::device_started(&response) {
        DeviceStarted::Started(_) => Ok(None),
        DeviceStarted::ClientRefused(_) => Ok(Some(unknown(id))),
        DeviceStarted::Rejected(rejection) => Ok(Some(
            Failure::new(
                Status::Refused,
                format!(
                    "Twitch answers {} to the client id: {}",
                    rejection.status, rejection.message
                ),
            )
            .advice("copy the Client ID once more from Twitch's developer console"),
        )),
        DeviceStarted::Setback(setback) => Err(explain::auth(&auth::Error::Interrupted {
            attempt: Attempt::StartDeviceLogin,
            setback,
        })),
    }
}

fn unknown(id: &ClientId) -> Failure {
    Failure::new(
        Status::Usage,
        format!("Twitch knows no application with the client id {:?}", id.as_str()),
    )
    .advice("copy the Client ID from the application's page in Twitch's developer console, where Manage leads; it is neither the name nor the secret")
}

const REGISTER_BEFORE: &str = "\
Twitch wants to know every bot's application, so register yours once; it takes two minutes.
Open https://dev.twitch.tv/console/apps (your account needs two-factor authentication), choose Register Your Application, type any name that is still free, choose a category such as Chat Bot, and add these as OAuth Redirect URLs, letter by letter and without a slash at the end:";

const REGISTER_AFTER: &str = "\
Choose the client type Public, unless a server of yours keeps a secret for it, create it, choose Manage, and copy the Client ID from there.";
