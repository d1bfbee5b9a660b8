//! `/activate`: the page where a person types the code that a device shows, and decides.

use http::StatusCode;
use http::header::SET_COOKIE;

use super::chooser;
use super::pending::{Decision, Desk};
use crate::page::{self, Escaped};
use crate::reply::{self, Reply};
use crate::request::Request;

/// Shows the form for the code, or the question if the code is known already.
pub(super) fn ask(desk: &mut Desk<'_>, request: &Request) -> Reply {
    let typed = request.query.value("device-code");
    let Some(user_code) = typed.or_else(|| request.query.value("user_code")) else {
        let page = page::whole("Activate a device", CODE_FORM);
        return reply::page(StatusCode::OK, page);
    };
    let now = desk.world.now;
    let Some(device) = desk.pending.waiting_device(user_code, now) else {
        return unknown(user_code);
    };
    let client = desk.world.clients.get(&device.client);
    let client = client.map_or("An application", |client| client.name.as_str());
    let question = chooser::Question {
        action: "/activate",
        scopes: &device.scopes,
        hidden: &[("user_code", &device.user_code)],
        last: chooser::last_user(desk.world, request),
    };
    let form = format!(
        "<p class=\"quiet\">Go on only if your device shows the code <strong>{}</strong>.</p>\n{}",
        Escaped(&device.user_code),
        chooser::form(desk.world, &question)
    );
    let page = page::whole(&format!("{client} wants to log in"), &form);
    reply::page(StatusCode::OK, page)
}

/// Takes the person's decision.
pub(super) fn answer(desk: &mut Desk<'_>, request: &Request) -> Reply {
    let form = request.form();
    let user_code = form.value("user_code").unwrap_or_default();
    let Some(decision) = chooser::decision(desk.world, &form) else {
        let page = page::whole(
            "No such account",
            "<p>Go back and choose one of the accounts.</p>\n",
        );
        return reply::page(StatusCode::BAD_REQUEST, page);
    };
    let approving = match &decision {
        Decision::Approve(user) => Some(user.clone()),
        Decision::Deny => None,
    };
    if !desk.pending.decide(user_code, decision, desk.world.now) {
        return unknown(user_code);
    }
    match approving {
        Some(user) => {
            let content = "<p>The device is logged in. You can close this page.</p>\n";
            let reply = reply::page(StatusCode::OK, page::whole("Done", content));
            reply::with_header(reply, SET_COOKIE, &chooser::cookie(&user))
        }
        None => {
            let content = "<p>The device is not logged in. You can close this page.</p>\n";
            reply::page(StatusCode::OK, page::whole("Canceled", content))
        }
    }
}

fn unknown(user_code: &str) -> Reply {
    let content = format!(
        "<p>No device waits with the code <strong>{}</strong>. It may be mistyped, used or too old.</p>\n{CODE_FORM}",
        Escaped(user_code)
    );
    let page = page::whole("Unknown code", &content);
    reply::page(StatusCode::NOT_FOUND, page)
}

const CODE_FORM: &str = "<form method=\"get\" action=\"/activate\">\n\
    <p><label>Code on your device: <input type=\"text\" name=\"device-code\" autocomplete=\"off\" required></label></p>\n\
    <p class=\"buttons\"><button class=\"yes\">Go on</button></p>\n</form>\n";
