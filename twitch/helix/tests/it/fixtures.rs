//! Real payloads, where they stand beside the workspace: every answer is read whole, every request is what we send.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use spec::{Body, ENDPOINTS, Endpoint, Field, Kind, endpoint};
use streamhand_helix::{Error, Parameters, check};
use types::Timestamp;

use crate::specimen;
use crate::typed::{Source, sent, typed};

/// The folder with the payloads, if it is there.
fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures/helix");
    folder.is_dir().then_some(folder)
}

/// Everything of one kind (`request`, `response`), with its file name and its endpoint.
fn payloads(kind: &str) -> Vec<(String, &'static Endpoint, Value)> {
    let mut payloads = Vec::new();
    let Some(folder) = folder() else {
        return payloads;
    };
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let mut parts = name.split('.');
        let (Some(id), Some(found), true) = (parts.next(), parts.next(), name.ends_with(".json"))
        else {
            continue;
        };
        if found == kind {
            let text = fs::read(folder.join(&name)).unwrap();
            let endpoint = endpoint(id).unwrap_or_else(|| panic!("{name} is of no endpoint"));
            payloads.push((name, endpoint, serde_json::from_slice(&text).unwrap()));
        }
    }
    payloads.sort_by(|one, other| one.0.cmp(&other.0));
    payloads
}

/// The files whose example breaks the very page that it stands on.
fn invalid_files() -> BTreeSet<String> {
    let Some(folder) = folder() else {
        return BTreeSet::new();
    };
    let index: Value =
        serde_json::from_slice(&fs::read(folder.join("index.json")).unwrap()).unwrap();
    let files = index.as_array().unwrap().iter();
    files
        .filter(|file| file["documented_but_invalid"] == true)
        .map(|file| file["file"].as_str().unwrap().to_owned())
        .collect()
}

/// Checks that each value of a real answer is in what was understood of it; `shown` is that.
fn expect_whole(field: &Field, value: &Value, path: &str, shown: &str) {
    match (field.kind, value) {
        (Kind::Object(fields), Value::Object(object)) => expect_fields(fields, object, path, shown),
        (Kind::Array(element), Value::Array(values)) => {
            for (position, value) in values.iter().enumerate() {
                expect_whole(element, value, &format!("{path}[{position}]"), shown);
            }
        }
        (Kind::Map(element), Value::Object(object)) => {
            for (key, value) in object {
                expect_whole(element, value, &format!("{path}.{key}"), shown);
            }
        }
        (_, Value::String(text)) => {
            let is_named = field.values.contains(&text.as_str());
            let moment = text
                .parse::<Timestamp>()
                .map(|moment| format!("{moment:?}"));
            let is_there = text.is_empty()
                || is_named
                || text.starts_with("0001-01-01")
                || shown.contains(&format!("{text:?}"))
                || shown.contains(&format!("({text})"))
                || moment.is_ok_and(|moment| shown.contains(&moment))
                // A number that came as text.
                || (field.kind != Kind::String && shown.contains(text.as_str()));
            assert!(is_there, "{path} lost {text:?}: {shown}");
        }
        (_, Value::Number(number)) => {
            let as_moment = number
                .as_i64()
                .map(|seconds| Timestamp::from_unix_millis(seconds * 1000));
            let is_there = shown.contains(&number.to_string())
                || number.as_i64() == Some(0)
                || as_moment.is_some_and(|moment| shown.contains(&format!("{moment:?}")));
            assert!(is_there, "{path} lost {number}: {shown}");
        }
        (_, Value::Bool(_) | Value::Null) => {}
        (kind, value) => panic!("{path} is {value}, but the table has {kind:?}"),
    }
}

fn expect_fields(fields: &[Field], object: &Map<String, Value>, path: &str, shown: &str) {
    for (key, value) in object {
        let is_it = |field: &&Field| field.name == key || field.aliases.contains(&key.as_str());
        let field = fields.iter().find(is_it);
        let field = field.unwrap_or_else(|| panic!("{path}.{key} is not in the table"));
        expect_whole(field, value, &format!("{path}.{key}"), shown);
    }
}

#[test]
fn every_real_answer_is_read_whole() {
    for (name, endpoint, payload) in payloads("response") {
        let bytes = serde_json::to_vec(&payload).unwrap();
        let shown = match (typed(endpoint.id).read)(&bytes) {
            Ok(shown) => shown,
            Err(error) => panic!("{name}: {error}"),
        };
        let Body::Json(fields) = endpoint.success.body else {
            panic!("{name} is JSON, but the table says otherwise");
        };
        expect_fields(fields, payload.as_object().unwrap(), &name, &shown);
    }
}

/// Examples that break the limits of the very page that they stand on, without being flagged: a webhook's secret
/// has 10 characters or more, this one has six.
const BREAKS_ITS_OWN_PAGE: &[&str] = &[
    "create_eventsub_subscription.request.2.json",
    "create_eventsub_subscription.request.json",
    "update_conduit_shards.request.json",
];

/// What a request file says; examples that show only a body get the query that the call needs.
fn parameters(endpoint: &'static Endpoint, payload: &Value) -> Parameters {
    let mut parameters = match &payload["query"] {
        Value::Null => {
            let mut query = specimen::minimal(endpoint);
            query.replace_body(Map::new());
            query
        }
        _ => Parameters::new(),
    };
    for pair in payload["query"].as_array().into_iter().flatten() {
        parameters.add(pair[0].as_str().unwrap().to_owned(), pair[1].clone());
    }
    if let Some(body) = payload["body"].as_object() {
        parameters.replace_body(body.clone());
    }
    parameters
}

#[test]
fn every_real_request_is_what_we_send() {
    let invalid = invalid_files();
    for (name, endpoint, payload) in payloads("request") {
        if invalid.contains(&name) {
            continue;
        }
        let wanted = parameters(endpoint, &payload);
        match check(endpoint, &wanted, None) {
            Err(error) if !BREAKS_ITS_OWN_PAGE.contains(&name.as_str()) => {
                panic!("{name}: {error}")
            }
            _ => {}
        }
        assert_eq!(payload["path"], endpoint.path, "{name}");
        let made = (typed(endpoint.id).make)(&Source::of(&wanted));
        assert_eq!(sent(&made), sent(&wanted), "{name}");
    }
}

#[test]
fn real_requests_that_break_their_own_page_are_refused() {
    let invalid = invalid_files();
    for (name, endpoint, payload) in payloads("request") {
        // One of them differs in its path, which is no parameter.
        if invalid.contains(&name) && payload["path"] == endpoint.path {
            let refused = check(endpoint, &parameters(endpoint, &payload), None);
            assert!(
                matches!(refused, Err(Error::Invalid { .. })),
                "{name}: {refused:?}"
            );
        }
    }
}

#[test]
fn the_payloads_belong_to_most_endpoints_where_they_are_there() {
    let kinds = ["request", "response"].map(|kind| {
        let payloads = payloads(kind);
        payloads
            .iter()
            .map(|(_, endpoint, _)| endpoint.id)
            .collect::<BTreeSet<_>>()
            .len()
    });
    assert!(
        folder().is_none() || kinds[0] * 2 > ENDPOINTS.len() && kinds[1] > 100,
        "{kinds:?}"
    );
}
