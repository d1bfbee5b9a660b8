//! A request as it would be sent, and the same for `curl`; a variable stands where the token belongs. Sends nothing.

use std::fmt::Write;

use helix::Destination;
use helix::dynamic::Call;
use spec::{Endpoint, TokenKind};
use types::{ClientId, Secret};

use super::arguments::As;
use crate::cli;
use crate::command::output;
use crate::explain;
use crate::failure::{Failure, Status};

/// Where the request would go, and from whom.
#[derive(Debug)]
pub(super) struct Envelope<'a> {
    /// The address of the API.
    pub base_url: &'a str,
    /// The application, if the config names one.
    pub client_id: Option<ClientId>,
    /// Who would make the call, if that was said.
    pub caller: Option<&'a As>,
    /// Whether a program reads.
    pub is_json: bool,
}

/// Prints the request.
///
/// # Errors
/// If the call breaks a rule, or cannot be written for a shell.
pub(super) fn print(call: &Call, envelope: &Envelope<'_>) -> Result<(), Failure> {
    let endpoint = call.endpoint();
    let client_id = envelope.client_id.clone();
    let client_id = client_id.unwrap_or_else(|| ClientId::new(CLIENT_ID));
    let token = Secret::new(TOKEN);
    let needs_token = endpoint.tokens.iter().any(|kind| *kind != TokenKind::None);
    let destination = Destination {
        base_url: envelope.base_url,
        client_id: &client_id,
        token: needs_token.then_some(&token),
    };
    let request = call
        .to_http(destination)
        .map_err(|error| explain::helix(&error))?;
    let curl = curl(&request).ok_or_else(|| {
        Failure::new(Status::Usage, "a shell cannot write what was given")
            .advice("leave characters out that cannot be seen")
    })?;
    if envelope.is_json {
        let headers = headers(&request).map(|(name, value)| (name.to_owned(), value.into()));
        let body: Option<serde_json::Value> = serde_json::from_slice(request.body()).ok();
        let line = serde_json::json!({
            "method": request.method().as_str(),
            "url": request.uri().to_string(),
            "headers": headers.collect::<serde_json::Map<_, _>>(),
            "body": body,
            "curl": curl,
        });
        output::line(&line.to_string());
        return Ok(());
    }
    output::line(&written(&request));
    output::line(&format!("\n{curl}"));
    output::aside(&hints(endpoint, envelope));
    Ok(())
}

fn headers(request: &http::Request<Vec<u8>>) -> impl Iterator<Item = (&str, &str)> {
    request
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
}

fn written(request: &http::Request<Vec<u8>>) -> String {
    let mut text = format!("{} {}", request.method(), request.uri());
    for (name, value) in headers(request) {
        // Writing to a String cannot fail.
        let _infallible = write!(text, "\n{name}: {value}");
    }
    if let Ok(body) = serde_json::from_slice::<serde_json::Value>(request.body()) {
        let _infallible = write!(text, "\n\n{body:#}");
    }
    text
}

/// The line for a POSIX shell; none if something in it cannot be quoted.
fn curl(request: &http::Request<Vec<u8>>) -> Option<String> {
    let mut words = vec!["curl".to_owned(), "-sS".to_owned()];
    if request.method() != http::Method::GET {
        words.extend(["-X".to_owned(), request.method().to_string()]);
    }
    for (name, value) in headers(request) {
        words.push("-H".to_owned());
        let header = format!("{name}: {value}");
        // The shell has to put the variables in, which it does between double quotes only; nothing else stands there.
        let has_variable = name == "authorization" || value == CLIENT_ID;
        words.push(match has_variable {
            true => format!("\"{header}\""),
            false => quoted(&header)?,
        });
    }
    if !request.body().is_empty() {
        let body = std::str::from_utf8(request.body()).ok()?;
        words.extend(["--data-raw".to_owned(), quoted(body)?]);
    }
    words.push(quoted(&request.uri().to_string())?);
    Some(words.join(" "))
}

fn quoted(text: &str) -> Option<String> {
    shlex::try_quote(text)
        .ok()
        .map(std::borrow::Cow::into_owned)
}

/// What a person has to do before the line works.
fn hints(endpoint: &Endpoint, envelope: &Envelope<'_>) -> String {
    let mut hints = vec!["\nNothing was sent. The curl line needs:".to_owned()];
    if envelope.client_id.is_none() {
        hints.push(
            "  export STREAMHAND_CLIENT_ID=ID     with the client id of your application"
                .to_owned(),
        );
    }
    let is_for_extension = endpoint.tokens == [TokenKind::ExtensionJwt];
    let only_app = !endpoint.takes(TokenKind::User);
    hints.push(match envelope.caller {
        _ if is_for_extension => {
            "  export STREAMHAND_TOKEN=TOKEN     with a token that the extension has signed"
                .to_owned()
        }
        Some(As::Application) => format!("  {EXPORT} token --app)\""),
        None if only_app => format!("  {EXPORT} token --app)\""),
        Some(As::Account(cli::Account::Role(role))) => {
            format!("  {EXPORT} token {})\"", role.as_str())
        }
        Some(As::Account(cli::Account::Login(login))) => format!("  {EXPORT} token {login})\""),
        None => {
            format!("  {EXPORT} token ACCOUNT)\"     where ACCOUNT is bot, broadcaster, or a login")
        }
    });
    hints.push("It is quoted for POSIX shells; on Windows run it in Git Bash or WSL, since cmd and PowerShell quote otherwise.".to_owned());
    hints.join("\n")
}

/// Stands for the token, in the request and for the shell.
const TOKEN: &str = "$STREAMHAND_TOKEN";

/// Stands for the client id where the config names none.
const CLIENT_ID: &str = "$STREAMHAND_CLIENT_ID";

const EXPORT: &str = "export STREAMHAND_TOKEN=\"$(streamhand";
