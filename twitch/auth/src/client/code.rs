//! Drives one login on a page: passes on what visitors bring, sends what the machine wants sent, and shows how it stands.

use std::pin::pin;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Response;
use tokio::sync::oneshot;

use crate::client::http::Http;
use crate::client::page::LocalPage;
use crate::client::page::door::Door;
use crate::client::page::response::Page;
use crate::client::page::view::{self, Frame, Stand};
use crate::client::page::visit::{Visit, Wish};
use crate::client::world;
use crate::code_login::{Action, CodeLogin, Consent, Return};
use crate::credential::Credential;
use crate::error::Error;
use crate::network::NetworkError;
use crate::reception::{Invitation, PageEvent, Reception, Verdict};
use crate::settings::Settings;
use crate::source::BoxFuture;
use crate::ticket::Ticket;

/// Logs an account in by authorization code, on a page that a browser on this machine opens.
///
/// The page is there until somebody is welcome, the login fails, ten minutes pass without anybody,
/// or this is dropped; nothing listens after that. Wrong accounts, refusals and requests that belong
/// to no login do not end it. Once the last page was fetched it stays for a second, so that it is seen.
///
/// # Errors
/// [`Error::SecretNeeded`] and [`Error::NoScopes`] before anything happens, [`Error::ClientRefused`]
/// if Twitch does not accept the application, [`Error::TimedOut`], and [`Error::NotReceived`] if the
/// reception could not keep the credential.
pub async fn code_login(
    page: LocalPage,
    (http, settings): (&Http, Settings),
    invitation: Invitation,
    reception: &dyn Reception,
) -> Result<Credential, Error> {
    let chance = world::chance()?;
    let login = CodeLogin::new(settings, invitation.scopes(), page.address(), chance)?;
    let frame = Frame {
        invitation,
        current: page.address(),
        addresses: page.redirect_addresses(),
    };
    let mut door = Door::open(page)?;
    reception.hear(PageEvent::Opened(frame.current.clone()));
    let mut host = Host {
        login,
        frame,
        stand: Stand::Open { notice: None },
        waiting: Vec::new(),
        outcome: None,
        closes_at: None,
    };
    // A link is out from now on, so that the login ends in time even if nobody ever comes.
    host.link();
    let mut pending: Option<BoxFuture<'_, Step>> = None;
    loop {
        if let Some(task) = host.drain(reception) {
            pending = Some(task.start(http, reception));
        }
        if let (Some(outcome), Some(closes_at)) = (&host.outcome, host.closes_at)
            && closes_at <= world::now()
        {
            return outcome.clone();
        }
        let mut due = pin!(world::wait_until(host.due()));
        tokio::select! {
            visit = door.next_visit() => match visit {
                Some(visit) => host.handle_visit(visit, reception),
                None => return Err(Error::Stopped),
            },
            step = next(&mut pending) => host.handle_step(step, reception),
            () = &mut due => host.login.handle_timeout(world::now()),
        }
    }
}

/// The login with everything that is shown of it.
struct Host {
    login: CodeLogin,
    frame: Frame,
    stand: Stand,
    /// Browsers that look while nothing can be said yet.
    waiting: Vec<oneshot::Sender<Page>>,
    outcome: Option<Result<Credential, Error>>,
    /// When the last page may go; later if nobody has fetched it yet.
    closes_at: Option<Instant>,
}

/// What is done outside.
enum Task {
    Send(Ticket, http::Request<Vec<u8>>),
    Receive(Credential),
}

/// What came of it.
enum Step {
    Answered(Ticket, Result<Response<Bytes>, NetworkError>),
    Received(Credential, Verdict),
}

impl Task {
    fn start<'a>(self, http: &'a Http, reception: &'a dyn Reception) -> BoxFuture<'a, Step> {
        match self {
            Self::Send(ticket, request) => {
                Box::pin(async move { Step::Answered(ticket, http.send(request).await) })
            }
            Self::Receive(credential) => Box::pin(async move {
                let verdict = reception.receive(&credential).await;
                Step::Received(credential, verdict)
            }),
        }
    }
}

async fn next(pending: &mut Option<BoxFuture<'_, Step>>) -> Step {
    match pending {
        Some(task) => {
            let step = task.await;
            *pending = None;
            step
        }
        None => std::future::pending().await,
    }
}

impl Host {
    /// Does what the machine wants done; there is never more than one question open.
    fn drain(&mut self, reception: &dyn Reception) -> Option<Task> {
        let mut task = None;
        while let Some(action) = self.login.poll_action() {
            match action {
                Action::Send { ticket, request } => task = Some(Task::Send(ticket, request)),
                Action::Arrived(credential) => task = Some(Task::Receive(credential)),
                Action::Interrupted(setback) => reception.hear(PageEvent::Interrupted(setback)),
                Action::TryAgain(error) => {
                    self.reopen(format!("That did not work: {error}."));
                    reception.hear(PageEvent::TryAgain(error));
                }
                Action::Failed(error) => self.fail(error),
            }
        }
        task
    }

    fn due(&self) -> Option<Instant> {
        [self.login.poll_timeout(), self.closes_at]
            .into_iter()
            .flatten()
            .min()
    }

    fn handle_step(&mut self, step: Step, reception: &dyn Reception) {
        match step {
            Step::Answered(ticket, result) => {
                self.login.handle_response(world::now(), ticket, result);
            }
            Step::Received(credential, Verdict::Welcome(guest)) => {
                self.finish(Ok(credential), Stand::Welcome(guest));
            }
            Step::Received(credential, Verdict::TurnedAway(sentence)) => {
                self.login.turn_away();
                self.reopen(sentence);
                reception.hear(PageEvent::TurnedAway(credential.login));
            }
            Step::Received(_, Verdict::Failed(cause)) => self.fail(Error::NotReceived { cause }),
        }
    }

    fn handle_visit(&mut self, visit: Visit, reception: &dyn Reception) {
        let Visit { wish, reply } = visit;
        let page = match wish {
            Wish::Look if matches!(self.stand, Stand::Working) => {
                self.waiting.push(reply);
                return;
            }
            Wish::Look => self.look(),
            Wish::Picture => {
                self.linger();
                match &self.stand {
                    Stand::Welcome(guest) => view::picture(guest).unwrap_or_else(view::closed),
                    Stand::Open { .. } | Stand::Working | Stand::Failed { .. } => view::closed(),
                }
            }
            Wish::Return(query) => self.handle_return(&query, reception),
        };
        // Whoever hung up does not want to know.
        let _unread = reply.send(page);
    }

    fn handle_return(&mut self, query: &str, reception: &dyn Reception) -> Page {
        match self.login.handle_callback(world::now(), query) {
            Return::Unrelated => return Page::see_other("/"),
            Return::Stale => return view::stale(),
            Return::Mismatch => {
                reception.hear(PageEvent::Mismatch);
                self.link();
                return self.frame.mismatch();
            }
            Return::Consented => {
                reception.hear(PageEvent::Consented);
                self.stand = Stand::Working;
            }
            Return::Declined => {
                reception.hear(PageEvent::Declined);
                self.reopen("You pressed Cancel on Twitch, so nobody was logged in.".to_owned());
            }
            Return::Refused { message } => {
                self.reopen(format!("Twitch refused the login: {message}"));
            }
        }
        // The code is out of the address, and so out of the browser's history.
        Page::see_other("/")
    }

    /// The page as it stands; the last one is there for a second longer once it was fetched.
    fn look(&mut self) -> Page {
        let link = self.link();
        let has_picture = match &self.stand {
            Stand::Welcome(guest) => guest.picture.is_some(),
            Stand::Open { .. } | Stand::Working | Stand::Failed { .. } => false,
        };
        // A slow browser still comes for the picture.
        if !has_picture {
            self.linger();
        }
        match &self.stand {
            Stand::Open { notice } => self.frame.start(notice.as_deref(), &link),
            Stand::Working => view::working(),
            Stand::Welcome(guest) => self.frame.welcome(guest),
            Stand::Failed { title, lines } => view::failed(title, lines),
        }
    }

    /// The end, once the last thing was fetched.
    fn linger(&mut self) {
        let soon = world::now() + LINGER;
        self.closes_at = self.closes_at.map(|closes_at| closes_at.min(soon));
    }

    fn link(&mut self) -> String {
        let link = self
            .login
            .authorize_address(world::now(), Consent::AskAgain);
        link.unwrap_or_default()
    }

    fn reopen(&mut self, notice: String) {
        let notice = Some(notice);
        self.show(Stand::Open { notice });
    }

    fn fail(&mut self, error: Error) {
        let advice = error
            .advice()
            .map(|advice| format!("What to do: {advice}."));
        let lines = [Some(format!("{error}.")), advice];
        let stand = Stand::Failed {
            title: "The login did not work".to_owned(),
            lines: lines.into_iter().flatten().collect(),
        };
        self.finish(Err(error), stand);
    }

    fn finish(&mut self, outcome: Result<Credential, Error>, stand: Stand) {
        self.outcome = Some(outcome);
        self.closes_at = Some(world::now() + LAST_LOOK);
        self.show(stand);
    }

    fn show(&mut self, stand: Stand) {
        self.stand = stand;
        // After a refusal a fresh link is out, which also bounds how long the login waits.
        self.link();
        for reply in std::mem::take(&mut self.waiting) {
            let page = self.look();
            let _unread = reply.send(page);
        }
    }
}

/// How long the last page can be fetched at all.
const LAST_LOOK: Duration = Duration::from_secs(5);
/// How long it stays after it was fetched, for its style and picture.
const LINGER: Duration = Duration::from_secs(1);
