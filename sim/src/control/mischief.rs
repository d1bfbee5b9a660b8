//! `/sim/mischief`: somebody orders that chat connections misbehave. The kinds and their fields stand in the table of `mischief`.

use http::Method;
use serde_json::{Value, json};

use super::console::{Console, Done, Problem, done};
use crate::mischief::Named;
use crate::mischief::Prank;
use crate::mischief::given::Given;
use crate::mischief::kind::{Act, FIELDS, KINDS};
use crate::mischief::order::{self, Order};
use crate::request::{Parameters, Request};

/// `GET` lists the kinds and what was ordered, `POST` orders, `DELETE` ends one (`id`) or all.
pub(super) fn handle(
    console: &mut Console<'_>,
    request: &Request,
    form: &Parameters,
) -> Result<Done, Problem> {
    match request.method {
        Method::GET => list(console),
        Method::POST => add(console, form),
        Method::DELETE => end(console, form),
        _ => Err(Problem::new(
            "ask with GET, order with POST, end with DELETE",
        )),
    }
}

fn list(console: &Console<'_>) -> Result<Done, Problem> {
    let mischief = &console.stage.chat.outboxes.mischief;
    let ordered: Vec<Value> = mischief.iter().map(told).collect();
    let kinds = KINDS.iter().map(|kind| {
        let fields: Vec<&str> = kind.all_fields().collect();
        json!({"do": kind.name, "what": kind.what, "fields": fields, "own": kind.fields, "example": kind.example})
    });
    let kinds: Vec<Value> = kinds.collect();
    let fields = FIELDS
        .iter()
        .map(|field| json!({"name": field.name, "what": field.what}));
    let fields: Vec<Value> = fields.collect();
    done(&json!({ "ordered": ordered, "kinds": kinds, "fields": fields }))
}

/// Answers the number of the order, or all numbers of a storm, and what was drawn.
fn add(console: &mut Console<'_>, form: &Parameters) -> Result<Done, Problem> {
    let mut given = Given::default();
    for name in form.names() {
        given.set(name, form.value(name).unwrap_or_default());
    }
    let named = Named {
        user: console.account_if_given(form, "login")?,
        channel: console.account_if_given(form, "channel")?,
    };
    let orders = order::read(&given).map_err(Problem::new)?;
    let plan: Vec<Value> = orders.iter().map(written).collect();
    let now = console.stage.world.now;
    let mischief = &mut console.stage.chat.outboxes.mischief;
    let ids = orders
        .into_iter()
        .map(|order| mischief.add(order, named.clone(), now));
    let ids: Vec<u64> = ids.collect();
    done(&json!({ "ids": ids, "plan": plan }))
}

fn end(console: &mut Console<'_>, form: &Parameters) -> Result<Done, Problem> {
    let read = |text: &str| {
        let id = text.parse::<u64>();
        id.map_err(|_| Problem::new(format!("id is a number, not {text:?}")))
    };
    let id = form.value("id").map(read).transpose()?;
    let count = console.stage.chat.outboxes.mischief.end(id);
    match id {
        Some(id) if count == 0 => Err(Problem::not_found(format!("there is no mischief {id}"))),
        _ => done(&json!({ "ended": count })),
    }
}

fn told(prank: &Prank) -> Value {
    let mut told = json!({
        "id": prank.id,
        "order": written(&prank.order),
        "starts_at": prank.starts_at,
        "ends_at": prank.ends_at,
        "is_on": prank.is_on(),
        "is_over": prank.is_over(),
        "met": prank.met,
    });
    if let Act::Torrent(_) = prank.order.act {
        told["torrent"] = prank.tally.told();
    }
    told
}

/// An order as somebody could give it again.
fn written(order: &Order) -> Value {
    json!(order.given.0)
}
