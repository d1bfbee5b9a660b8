//! The OAuth door: which endpoint a request is for. Each has a file of its own.

mod activate;
mod applicant;
mod authorize;
mod chooser;
mod device;
pub(crate) mod pending;
mod refusal;
mod revoke;
mod token;
mod validate;
mod wording;

use http::{Method, StatusCode};

use crate::reply::{self, Reply};
use crate::request::Request;
use pending::Desk;

/// Answers a request below `/oauth2`, or to the activation page.
pub(crate) fn handle(desk: &mut Desk<'_>, request: &Request) -> Reply {
    desk.pending.sweep(desk.world.now);
    match (&request.method, request.path.as_str()) {
        (&Method::GET, "/oauth2/authorize") => authorize::ask(desk, request),
        (&Method::POST, "/oauth2/authorize") => authorize::answer(desk, request),
        (&Method::POST, "/oauth2/device") => device::start(desk, request),
        (&Method::GET, "/activate") => activate::ask(desk, request),
        (&Method::POST, "/activate") => activate::answer(desk, request),
        (&Method::POST, "/oauth2/token") => token::exchange(desk, request),
        (&Method::GET, "/oauth2/validate") => validate::validate(desk, request),
        (&Method::POST, "/oauth2/revoke") => revoke::revoke(desk, request),
        _ => reply::oauth_error(StatusCode::NOT_FOUND, "404 page not found"),
    }
}
