//! `/sim/faults`: somebody orders that things go wrong. Which requests a fault meets is decided in `fault`.

use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use types::ClientId;

use super::console::{Console, Done, Problem, done};
use crate::duration;
use crate::fault::{Act, Fault, Meets};
use crate::grant;
use crate::request::{Parameters, Request};
use crate::world::World;

/// `GET` lists the faults, `POST` orders one, `DELETE` ends one (`id`) or all.
pub(super) fn handle(
    console: &mut Console<'_>,
    request: &Request,
    form: &Parameters,
) -> Result<Done, Problem> {
    match request.method {
        Method::GET => list(console),
        Method::POST => order(console, form),
        Method::DELETE => end(console, form),
        _ => Err(Problem::new(
            "ask with GET, order with POST, end with DELETE",
        )),
    }
}

fn list(console: &Console<'_>) -> Result<Done, Problem> {
    let world = &*console.stage.world;
    let faults: Vec<Value> = console
        .faults
        .iter()
        .map(|fault| told(world, fault))
        .collect();
    done(&json!({ "faults": faults }))
}

fn order(console: &mut Console<'_>, form: &Parameters) -> Result<Done, Problem> {
    if let Some(unknown) = form.names().find(|name| !NAMES.contains(name)) {
        let known = NAMES.join(", ");
        let sentence = format!("a fault has no {unknown:?}; it may have {known}");
        return Err(Problem::new(sentence));
    }
    let world = &*console.stage.world;
    let ends_in = length(form, "for")?;
    let fault = Fault {
        // Given when it is added.
        id: 0,
        meets: meets(console, form)?,
        skip: number(form, "skip")?.unwrap_or(0),
        left: number(form, "times")?,
        ends_at: ends_in.map(|ends_in| world.now.plus(ends_in)),
        act: act(form)?,
        commits: form.value("commit") == Some("true"),
        met: 0,
    };
    let id = console.faults.add(fault);
    done(&json!({ "id": id }))
}

fn end(console: &mut Console<'_>, form: &Parameters) -> Result<Done, Problem> {
    let id = number(form, "id")?;
    let count = console.faults.end(id);
    match id {
        Some(id) if count == 0 => Err(Problem::not_found(format!("there is no fault {id}"))),
        _ => done(&json!({ "ended": count })),
    }
}

fn meets(console: &Console<'_>, form: &Parameters) -> Result<Meets, Problem> {
    let path = form
        .value("path")
        .ok_or_else(|| Problem::new("path is missing: /oauth2/token, or /helix/* for all below"))?;
    if !path.starts_with('/') || path.starts_with("/sim") {
        return Err(Problem::new(
            "path begins with / and leaves /sim alone, by which faults are ended",
        ));
    }
    let grant_type = form.value("grant_type").map(grant::short);
    if let Some(unknown) = grant_type.filter(|given| !grant::ALL.contains(given)) {
        let known = grant::ALL.join(", ");
        return Err(Problem::new(format!(
            "there is no grant {unknown:?}, only {known}"
        )));
    }
    Ok(Meets {
        path: path.to_owned(),
        method: form.value("method").map(str::to_ascii_uppercase),
        grant_type: grant_type.map(str::to_owned),
        client: form.value("client_id").map(ClientId::new),
        user: console.account_if_given(form, "login")?,
    })
}

fn act(form: &Parameters) -> Result<Act, Problem> {
    match form.value("do") {
        Some("answer") => answer(form),
        Some("delay") => match length(form, "by")? {
            Some(by) => Ok(Act::Delay(by)),
            None => Err(Problem::new(
                "by is missing: how late the answer comes, such as 500ms",
            )),
        },
        Some("hang") => Ok(Act::Hang),
        Some("close") => Ok(Act::Close),
        Some("reset") => Ok(Act::Reset),
        Some("drip") => pieces(form, Some(1)),
        Some("split") => pieces(form, number(form, "largest")?),
        _ => Err(Problem::new(
            "do is answer, delay, hang, close, reset, drip or split",
        )),
    }
}

fn pieces(form: &Parameters, largest: Option<u64>) -> Result<Act, Problem> {
    let largest = usize::try_from(largest.unwrap_or(7)).unwrap_or(usize::MAX);
    if largest == 0 {
        return Err(Problem::new("largest is at least 1: a piece has bytes"));
    }
    Ok(Act::Pieces {
        largest,
        gap: length(form, "by")?.unwrap_or(std::time::Duration::from_millis(1)),
        seed: number(form, "seed")?.unwrap_or_default(),
    })
}

fn answer(form: &Parameters) -> Result<Act, Problem> {
    let status = number(form, "status")?.and_then(|status| u16::try_from(status).ok());
    let status = status.and_then(|status| StatusCode::from_u16(status).ok());
    let status = status.ok_or_else(|| {
        Problem::new("status is missing or none: the answer needs one, such as 503")
    })?;
    let body = form.value("body").unwrap_or_default();
    let mut headers = HeaderMap::new();
    if let Some(kind) = form.value("content_type").or_else(|| usual_type(body)) {
        headers.insert(CONTENT_TYPE, header_value(kind)?);
    }
    if let Some(given) = form.value("headers") {
        let given: serde_json::Map<String, Value> = serde_json::from_str(given)
            .map_err(|_| Problem::new("headers is an object of names and texts"))?;
        for (name, value) in given {
            let value = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            let name: HeaderName = name
                .parse()
                .map_err(|_| Problem::new(format!("no header can be called {name:?}")))?;
            headers.insert(name, header_value(&value)?);
        }
    }
    Ok(Act::Answer {
        status,
        headers,
        body: body.as_bytes().to_vec(),
    })
}

/// What servers say that such a body is; nothing about an empty one.
fn usual_type(body: &str) -> Option<&'static str> {
    match body.chars().next()? {
        '<' => Some("text/html; charset=utf-8"),
        _ => Some("application/json"),
    }
}

fn header_value(text: &str) -> Result<HeaderValue, Problem> {
    text.parse()
        .map_err(|_| Problem::new(format!("{text:?} cannot stand in a header")))
}

fn number(form: &Parameters, name: &str) -> Result<Option<u64>, Problem> {
    form.value(name)
        .map(|text| {
            let number = text.parse();
            number.map_err(|_| Problem::new(format!("{name} is a number, not {text:?}")))
        })
        .transpose()
}

fn length(form: &Parameters, name: &str) -> Result<Option<std::time::Duration>, Problem> {
    form.value(name)
        .map(|text| duration::parse(text).map_err(Problem::new))
        .transpose()
}

fn told(world: &World, fault: &Fault) -> Value {
    let login = fault.meets.user.as_ref();
    let login = login.and_then(|id| world.users.get(id.as_str()));
    json!({
        "id": fault.id,
        "path": fault.meets.path,
        "method": fault.meets.method,
        "grant_type": fault.meets.grant_type,
        "client_id": fault.meets.client,
        "login": login.map(|user| &user.login),
        "do": match fault.act {
            Act::Answer { .. } => "answer",
            Act::Delay(_) => "delay",
            Act::Hang => "hang",
            Act::Close => "close",
            Act::Reset => "reset",
            Act::Pieces { largest: 1, .. } => "drip",
            Act::Pieces { .. } => "split",
        },
        "commit": fault.commits,
        "skip": fault.skip,
        "times": fault.left,
        "ends_at": fault.ends_at,
        "is_on": fault.is_on(world.now),
        "met": fault.met,
    })
}

const NAMES: [&str; 18] = [
    "path",
    "method",
    "grant_type",
    "client_id",
    "login",
    "do",
    "status",
    "body",
    "content_type",
    "headers",
    "by",
    "largest",
    "seed",
    "commit",
    "skip",
    "times",
    "for",
    "id",
];
