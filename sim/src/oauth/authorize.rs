//! `/oauth2/authorize`: a person's browser comes with a question, and goes back with a code, a token or a refusal.

use http::StatusCode;
use http::header::SET_COOKIE;
use types::{ScopeSet, UserId};
use url::form_urlencoded::Serializer;

use super::pending::{CODE_LIFETIME, Code, Decision, Desk};
use super::refusal::Refusal;
use super::{applicant, chooser};
use crate::page;
use crate::reply::{self, Reply};
use crate::request::{Parameters, Request};
use crate::world::World;
use crate::world::client::ApiClient;

/// What an application asks for.
struct Wish {
    client: ApiClient,
    redirect_uri: String,
    scopes: ScopeSet,
    /// The scopes as they were written, for that is how they come back.
    scope: String,
    state: Option<String>,
    gives: Gives,
}

/// What the browser carries back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gives {
    Code,
    Token,
}

/// Shows the consent page, unless consent is there already.
pub(super) fn ask(desk: &mut Desk<'_>, request: &Request) -> Reply {
    let wish = match wish(desk.world, &request.query) {
        Ok(wish) => wish,
        Err(refusal) => return refusal.reply(),
    };
    if let Some(user) = desk.pending.consent.clone() {
        return grant(desk, &wish, user);
    }
    let wants_page = request.query.value("force_verify") == Some("true");
    if let Some(user) = remembered(desk.world, request, &wish).filter(|_| !wants_page) {
        return grant(desk, &wish, user);
    }
    let names = [
        "client_id",
        "redirect_uri",
        "response_type",
        "scope",
        "state",
    ];
    let hidden: Vec<(&str, &str)> = names
        .into_iter()
        .filter_map(|name| Some((name, request.query.value(name)?)))
        .collect();
    let question = chooser::Question {
        action: "/oauth2/authorize",
        scopes: &wish.scopes,
        hidden: &hidden,
        last: chooser::last_user(desk.world, request),
    };
    let form = chooser::form(desk.world, &question);
    let title = format!("{} wants to log in", wish.client.name);
    reply::page(StatusCode::OK, page::whole(&title, &form))
}

/// Takes the person's answer.
pub(super) fn answer(desk: &mut Desk<'_>, request: &Request) -> Reply {
    let form = request.form();
    let wish = match wish(desk.world, &form) {
        Ok(wish) => wish,
        Err(refusal) => return refusal.reply(),
    };
    match chooser::decision(desk.world, &form) {
        Some(Decision::Approve(user)) => grant(desk, &wish, user),
        Some(Decision::Deny) => deny(&wish),
        None => Refusal::bad_request("choose one of the accounts").reply(),
    }
}

fn wish(world: &World, query: &Parameters) -> Result<Wish, Refusal> {
    let client = applicant::find(world, query)?;
    let redirect_uri = query.value("redirect_uri").unwrap_or_default().to_owned();
    if !client.redirect_urls.contains(&redirect_uri) {
        return Err(mismatch(&client, query.value("state")));
    }
    let gives = match query.value("response_type") {
        Some("code") => Gives::Code,
        Some("token") => Gives::Token,
        Some(_) => return Err(Refusal::bad_request("invalid response type")),
        None => return Err(Refusal::bad_request("missing response type")),
    };
    let scope = query.value("scope").unwrap_or_default();
    Ok(Wish {
        client,
        redirect_uri,
        scopes: applicant::scopes(scope)?,
        scope: scope.to_owned(),
        state: query.value("state").map(str::to_owned),
        gives,
    })
}

/// Whoever consented to all of this in this browser before is not asked again.
fn remembered(world: &World, request: &Request, wish: &Wish) -> Option<UserId> {
    let user = chooser::last_user(world, request)?;
    let grants = world
        .tokens
        .grants
        .get(&(user.clone(), wish.client.id.clone()))?;
    grants.missing(&wish.scopes).is_empty().then_some(user)
}

fn grant(desk: &mut Desk<'_>, wish: &Wish, user: UserId) -> Reply {
    let cookie = chooser::cookie(&user);
    desk.world
        .tokens
        .grant(&user, &wish.client.id, &wish.scopes);
    let location = match wish.gives {
        Gives::Code => {
            let code = desk.world.random_text(30);
            let login = Code {
                client: wish.client.id.clone(),
                user,
                scopes: wish.scopes.clone(),
                redirect_uri: wish.redirect_uri.clone(),
                expires_at: desk.world.now.plus(CODE_LIFETIME),
            };
            let answer = [
                ("code", Some(code.as_str())),
                ("scope", Some(wish.scope.as_str())),
            ];
            let location = back(wish, &answer);
            desk.pending.codes.insert(code, login);
            location
        }
        Gives::Token => {
            let issued = desk
                .world
                .issue_lone_token(&wish.client.id, Some(&user), &wish.scopes);
            let answer = [
                ("access_token", Some(issued.access.as_str())),
                ("scope", Some(wish.scope.as_str())),
                ("state", wish.state.as_deref()),
                ("token_type", Some("bearer")),
            ];
            format!("{}#{}", with_path(&wish.redirect_uri), encoded(&answer))
        }
    };
    reply::with_header(reply::redirect(&location), SET_COOKIE, &cookie)
}

fn deny(wish: &Wish) -> Reply {
    // Also the implicit flow tells a refusal in the query, not in the fragment.
    let answer = [
        ("error", Some("access_denied")),
        ("error_description", Some("The user denied you access")),
    ];
    reply::redirect(&back(wish, &answer))
}

/// Twitch does not trust the address that came, so the refusal goes to one that was registered.
fn mismatch(client: &ApiClient, state: Option<&str>) -> Refusal {
    let message = "Parameter redirect_uri does not match registered URI";
    let Some(registered) = client.redirect_urls.first() else {
        return Refusal::bad_request(message);
    };
    let answer = [
        ("error", Some("redirect_mismatch")),
        ("error_description", Some(message)),
        ("state", state),
    ];
    Refusal::SentTo(with_query(registered, &answer))
}

/// The answer and the state, at the address that was asked for.
fn back(wish: &Wish, answer: &[(&str, Option<&str>)]) -> String {
    let mut answer = answer.to_vec();
    answer.push(("state", wish.state.as_deref()));
    with_query(&wish.redirect_uri, &answer)
}

fn with_query(address: &str, answer: &[(&str, Option<&str>)]) -> String {
    let mark = if address.contains('?') { '&' } else { '?' };
    format!("{}{mark}{}", with_path(address), encoded(answer))
}

/// The address as browsers write it: with a slash where it names a host and nothing behind it.
fn with_path(address: &str) -> String {
    match address.split_once("://") {
        Some((_, rest)) if !rest.contains(['/', '?', '#']) => format!("{address}/"),
        _ => address.to_owned(),
    }
}

fn encoded(answer: &[(&str, Option<&str>)]) -> String {
    let mut serializer = Serializer::new(String::new());
    for (name, value) in answer {
        if let Some(value) = value {
            serializer.append_pair(name, value);
        }
    }
    serializer.finish()
}
