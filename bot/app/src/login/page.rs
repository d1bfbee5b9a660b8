//! A login on a page that a browser on this machine opens.

use auth::{
    BoxFuture, Credential, Http, Invitation, LocalPage, PageEvent, PageSettings, Reception, Scheme,
    Verdict,
};
use store::Store;

use super::news::{News, Place, Tell};
use super::purpose;
use super::reception::Receptionist;
use super::wanted::{Account, Wanted};
use crate::context::Context;
use crate::explain;
use crate::failure::Failure;

/// Serves the page until the right account consented there.
pub(super) async fn log_in(
    context: &Context,
    doors: (&Store, &Http),
    wanted: &Wanted,
    (scheme, tell): (Scheme, Tell<'_>),
) -> Result<Account, Failure> {
    let settings = context.auth_settings()?;
    if settings.client_secret().is_none() {
        return Err(explain::auth(&auth::Error::SecretNeeded));
    }
    let settings_of_page = PageSettings {
        scheme,
        ..PageSettings::default()
    };
    let page = LocalPage::bind(settings_of_page)
        .await
        .map_err(|error| explain::auth(&error))?;
    let invitation = Invitation {
        program: PROGRAM.to_owned(),
        part: format!("the {}", wanted.role.as_str()),
        account: wanted.login.clone(),
        asked: purpose::asked(&context.config, wanted),
    };
    let desk = Desk {
        receptionist: Receptionist::new(context, doors, wanted, tell),
        place: Place {
            address: page.address(),
            redirect_addresses: page.redirect_addresses(),
            scheme,
        },
        tell,
    };
    let login = auth::code_login(page, (doors.1, settings), invitation, &desk).await;
    match login {
        Ok(_) | Err(auth::Error::NotReceived { .. }) => desk.receptionist.into_outcome(),
        Err(error) => Err(explain::auth(&error)),
    }
}

/// Passes on what goes on at the page.
struct Desk<'a> {
    receptionist: Receptionist<'a>,
    place: Place,
    tell: Tell<'a>,
}

impl Reception for Desk<'_> {
    fn receive<'a>(&'a self, credential: &'a Credential) -> BoxFuture<'a, Verdict> {
        self.receptionist.receive(credential)
    }

    fn hear(&self, event: PageEvent) {
        let news = match event {
            PageEvent::Opened(_) => News::Page(self.place.clone()),
            PageEvent::Consented => News::Consented,
            PageEvent::Declined => News::Declined,
            PageEvent::Mismatch => News::Mismatch(self.place.clone()),
            PageEvent::TurnedAway(_) => match self.receptionist.sentence() {
                Some(sentence) => News::TurnedAway(sentence),
                None => return,
            },
            PageEvent::TryAgain(error) => News::TryAgain(error.to_string()),
            PageEvent::Interrupted(setback) => News::Interrupted(setback),
            _ => return,
        };
        (self.tell)(news);
    }
}

/// What the page calls us.
const PROGRAM: &str = "Streamhand";
