//! `POST /sim/chat`: something happens in chat, by an order in JSON; a form lets somebody say something.

use serde_json::json;
use types::Login;

use super::console::{Console, Done, Problem, done};
use crate::irc::order::Order;
use crate::request::Request;

/// Carries out an order, such as `{"do":"say","channel":"somechannel","user":"kettle_on","text":"hello"}`.
pub(super) fn order(console: &mut Console<'_>, request: &Request) -> Result<Done, Problem> {
    let order = if request.content_type().as_deref() == Some("application/json") {
        serde_json::from_slice(&request.body)
            .map_err(|error| Problem::new(format!("this order is not understood: {error}")))?
    } else {
        say(console, request)?
    };
    match console.irc.order(&mut console.stage, order) {
        Ok(message_id) => done(&json!({ "message_id": message_id })),
        Err(error) => Err(Problem::new(error.to_string())),
    }
}

/// A form: `login` says `text` in the channel of `channel`, or of the broadcaster that clients under test are shown.
fn say(console: &Console<'_>, request: &Request) -> Result<Order, Problem> {
    let form = request.form();
    let text = form.value("text").unwrap_or_default().to_owned();
    let login = |field: &str| -> Result<Login, Problem> {
        let id = console.account(&form, field)?;
        Ok(console.login_of(&id))
    };
    Ok(Order::Say {
        channel: match form.value("channel") {
            Some(_) => login("channel")?,
            None => console.login_of(&console.stage.world.cast.broadcaster),
        },
        user: login("login")?,
        text,
        reply_to: form.value("reply_to").map(str::to_owned),
    })
}
