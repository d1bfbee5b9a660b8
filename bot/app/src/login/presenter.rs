//! How a login is shown: words, a QR code and the time that is left for a person at a terminal, lines of JSON for a program.

use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use auth::{ClientKind, Prompt, Scheme};
use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use serde_json::{Value, json};

use super::news::{News, Place};
use super::wanted::{Account, Audience, Wanted};
use super::{browser, qr};
use crate::cli::Role;
use crate::command::output;
use crate::context::Context;

/// Shows one login.
pub(crate) struct Presenter {
    is_json: bool,
    audience: Audience,
    opens_browser: bool,
    role: Role,
    /// Who is expected, in words.
    who: String,
    has_secret: bool,
    waiting: Mutex<Option<ProgressBar>>,
}

impl Presenter {
    /// For this account; `no_browser` leaves it to the person to open the page.
    pub(crate) fn new(context: &Context, wanted: &Wanted, no_browser: bool) -> Self {
        let has_terminal = std::io::stdout().is_terminal() && std::io::stderr().is_terminal();
        let audience = if has_terminal && !context.is_json {
            Audience::Person
        } else {
            Audience::Program
        };
        Self {
            is_json: context.is_json,
            audience,
            opens_browser: audience == Audience::Person && !no_browser,
            role: wanted.role,
            who: match &wanted.login {
                Some(login) => login.to_string(),
                None => format!("the {}", wanted.role.as_str()),
            },
            has_secret: context.config.app.client_secret.is_some(),
            waiting: Mutex::new(None),
        }
    }

    /// Whether somebody is there who can try another account.
    pub(crate) fn audience(&self) -> Audience {
        self.audience
    }

    /// Shows what goes on.
    pub(crate) fn tell(&self, news: &News) {
        if self.is_json {
            if let Some(line) = self.as_json(news) {
                output::line(&line.to_string());
            }
            return;
        }
        match news {
            News::Code(prompt) => self.show_code(prompt),
            News::Page(place) => self.show_page(place),
            News::Mismatch(place) => self.aside(&format!(
                "Twitch does not know {}. Register it under OAuth Redirect URLs, letter by letter and without a slash at its end; then go on in the browser.",
                place.address
            )),
            News::CodeExpired => {
                self.end_waiting();
                output::aside("That code can no longer be confirmed; here is a fresh one.");
            }
            News::TokensLost => {
                self.end_waiting();
                output::aside("The line broke just when Twitch handed over the tokens. Please confirm once more.");
            }
            News::TurnedAway(sentence) => {
                self.end_waiting();
                output::aside(sentence);
            }
            News::Kept(_) => {}
            News::Consented => self.aside("Confirmed; checking whose account it is …"),
            News::Declined => {
                self.aside("The login was declined on Twitch. The page lets you try again.");
            }
            News::TryAgain(reason) => self.aside(&format!(
                "That did not work: {reason}. The page lets you try again."
            )),
            News::Interrupted(setback) => self.aside(&format!(
                "Twitch cannot be asked at the moment ({setback}); trying again …"
            )),
        }
    }

    /// Shows how it ended well.
    pub(crate) fn welcome(&self, account: &Account) {
        self.end_waiting();
        if self.is_json {
            let scopes: Vec<_> = account.scopes.iter().map(ToString::to_string).collect();
            let line = json!({
                "event": "logged_in",
                "part": self.role.as_str(),
                "login": account.login,
                "name": account.name,
                "user_id": account.user_id,
                "scopes": scopes,
                "client_kind": account.client_kind.to_string(),
            });
            output::line(&line.to_string());
        } else {
            let part = self.role.as_str();
            output::line(&format!("{} is logged in as the {part}.", account.login));
        }
        if account.client_kind == ClientKind::Confidential && !self.has_secret {
            output::aside(SECRET_IS_MISSING);
        }
    }

    /// Takes away what is shown only as long as it goes on.
    pub(crate) fn end_waiting(&self) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bar) = waiting.take() {
            bar.finish_and_clear();
        }
    }

    fn show_code(&self, prompt: &Prompt) {
        self.end_waiting();
        let link = &prompt.verification_uri;
        output::line(&format!(
            "Open this link where {} is logged in to Twitch:\n\n    {link}\n",
            self.who
        ));
        if self.audience == Audience::Person
            && let Some(picture) = qr::picture(link)
        {
            output::line(&format!("{picture}\n"));
        }
        if self.role == Role::Broadcaster {
            output::line(
                "If the broadcaster sits at another machine, send them the link; it may be opened anywhere.",
            );
        }
        output::line(&format!(
            "If it asks for a code, type {}. Waiting until it is confirmed …",
            prompt.user_code
        ));
        self.wait_for(prompt.expires_in);
    }

    fn show_page(&self, place: &Place) {
        output::line(
            "These addresses have to stand in Twitch's developer console, under the application's OAuth Redirect URLs:\n",
        );
        for address in &place.redirect_addresses {
            output::line(&format!("    {address}"));
        }
        output::line(&format!(
            "\nOpen this page on this machine, in a browser where {} is logged in to Twitch:\n\n    {}\n",
            self.who, place.address
        ));
        if place.scheme == Scheme::Https {
            output::line(BROWSER_WILL_WARN);
        }
        if self.opens_browser && !browser::open(&place.address) {
            output::line("No browser could be opened from here; please open the page yourself.");
        }
        if let Some((_, port)) = place.address.rsplit_once(':') {
            output::line(&format!(
                "If the browser is on another machine, run this there first: ssh -L {port}:localhost:{port} THIS-MACHINE\nWaiting for the browser …"
            ));
        }
        self.wait_for(auth::code_login::LINK_LIFE);
    }

    /// Counts down, where there is a terminal.
    fn wait_for(&self, life: Duration) {
        if self.audience == Audience::Program {
            return;
        }
        let left = move |state: &ProgressState, text: &mut dyn std::fmt::Write| {
            let left = life.saturating_sub(state.elapsed()).as_secs();
            let _full = write!(text, "{}:{:02}", left / 60, left % 60);
        };
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {left} left · Ctrl-C breaks off")
        {
            bar.set_style(style.with_key("left", left));
        }
        bar.enable_steady_tick(TICK);
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        *waiting = Some(bar);
    }

    /// Says something above the line that counts down.
    fn aside(&self, text: &str) {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        match waiting.as_ref() {
            Some(bar) => bar.suspend(|| output::aside(text)),
            None => output::aside(text),
        }
    }

    fn as_json(&self, news: &News) -> Option<Value> {
        let part = self.role.as_str();
        let value = match news {
            News::Code(prompt) => json!({
                "event": "code",
                "part": part,
                "verification_uri": prompt.verification_uri,
                "user_code": prompt.user_code,
                "expires_in": prompt.expires_in.as_secs(),
            }),
            News::Page(place) => json!({
                "event": "link",
                "part": part,
                "address": place.address,
                "redirect_addresses": place.redirect_addresses,
                "expires_in": auth::code_login::LINK_LIFE.as_secs(),
            }),
            News::CodeExpired => json!({"event": "code_expired", "part": part}),
            News::TokensLost => json!({"event": "tokens_lost", "part": part}),
            News::Declined => json!({"event": "declined", "part": part}),
            News::Mismatch(place) => json!({
                "event": "redirect_mismatch",
                "part": part,
                "register": place.address,
                "redirect_addresses": place.redirect_addresses,
            }),
            News::TurnedAway(reason) => {
                json!({"event": "turned_away", "part": part, "reason": reason})
            }
            News::TryAgain(reason) => json!({"event": "try_again", "part": part, "reason": reason}),
            News::Interrupted(setback) => {
                json!({"event": "interrupted", "part": part, "reason": setback.to_string()})
            }
            News::Kept(_) | News::Consented => return None,
        };
        Some(value)
    }
}

impl Drop for Presenter {
    /// A login that was broken off leaves no line behind.
    fn drop(&mut self) {
        self.end_waiting();
    }
}

/// How often the line that counts down is drawn.
const TICK: Duration = Duration::from_millis(250);

const BROWSER_WILL_WARN: &str = "\
The browser will say that the connection is not private, or that the certificate's authority is not known.
That is all right here, and only here: the certificate was made a moment ago on this machine for this one page, so nobody could have vouched for it, and nothing leaves the machine.
Choose Advanced, then Proceed to localhost (Firefox: Accept the Risk and Continue).
";

const SECRET_IS_MISSING: &str = "\
Twitch says that this application is confidential, and the config has no client secret for it.
This login works for about four hours and cannot be renewed without the secret.
What to do: put the client secret from Twitch's developer console into the config as [app] client_secret or client_secret_file, or make the application a public client there; then log in again.";
