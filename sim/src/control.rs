//! The control door: what a person or a test does to this Twitch from outside, beside what Twitch itself offers.

mod accounts;
mod chat;
mod clients;
mod clock;
mod community;
mod consent;
pub(crate) mod console;
pub(crate) mod env;
mod faults;
mod home;
mod live;
mod mischief;
mod state;
mod tokens;

use http::{Method, StatusCode};

use crate::picture;
use crate::reply;
use crate::request::Request;
use console::{Console, Done};

/// Answers a request below `/sim`; parameters come as a form, as JSON or in the query.
pub(crate) fn handle(console: &mut Console<'_>, request: &Request) -> Done {
    let form = request.form();
    let done = match (&request.method, request.path.trim_end_matches('/')) {
        (&Method::GET, "/sim") => Ok(home::page(console)),
        (&Method::GET, "/sim/env") => Ok(env::answer(console, request)),
        (&Method::GET, path) if path.starts_with("/sim/picture/") => {
            Ok(picture::answer(console.stage.world, path).into())
        }
        (&Method::GET, "/sim/state") => state::state(console),
        (&Method::POST, "/sim/consent") => consent::decide(console, &form),
        (&Method::POST, "/sim/clock") => clock::advance(console, &form),
        (_, "/sim/faults") => faults::handle(console, request, &form),
        (_, "/sim/mischief") => mischief::handle(console, request, &form),
        (&Method::POST, "/sim/accounts") => accounts::change(console, &form),
        (&Method::POST, "/sim/clients") => clients::change(console, &form),
        (&Method::POST, "/sim/live") => live::set(console, &form),
        (&Method::POST, "/sim/chat") => chat::order(console, request),
        (&Method::POST, "/sim/community") => community::order(console, request),
        (&Method::POST, "/sim/expire-tokens") => tokens::expire(console, &form),
        (&Method::POST, "/sim/revoke") => tokens::revoke(console, &form),
        (&Method::POST, "/sim/token-lifetime") => tokens::set_lifetime(console, &form),
        _ => Ok(reply::error(StatusCode::NOT_FOUND, "there is no such control; see /sim").into()),
    };
    done.unwrap_or_else(|problem| problem.reply().into())
}
