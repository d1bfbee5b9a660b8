//! H04: answers made from the table, with any one field dropped, nulled, retyped or added, are read, and the rest of them whole.

use std::collections::HashSet;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use spec::ENDPOINTS;

use crate::specimen;
use crate::typed::{TYPED, typed};

/// The JSON pointers of everything in a value.
fn places(value: &Value, path: &str, found: &mut Vec<String>) {
    let mut step = |key: String, inner: &Value| {
        let path = format!("{path}/{key}");
        found.push(path.clone());
        places(inner, &path, found);
    };
    match value {
        Value::Object(object) => object
            .iter()
            .for_each(|(key, inner)| step(key.clone(), inner)),
        Value::Array(list) => {
            list.iter()
                .enumerate()
                .for_each(|(position, inner)| step(position.to_string(), inner));
        }
        _ => {}
    }
}

/// The numbered texts in a value.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Object(object) => object.values().flat_map(texts).collect(),
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        Value::String(text) if text.starts_with("text") => vec![text],
        _ => Vec::new(),
    }
}

/// Reads the answer and makes sure that nothing else than the change is missing.
fn expect_the_rest(id: &str, answer: &Value, change: &str) {
    let bytes = serde_json::to_vec(answer).unwrap();
    let shown = match (typed(id).read)(&bytes) {
        Ok(shown) => shown,
        Err(error) => panic!("{id} with {change}: {error}"),
    };
    let words = shown.split(|letter: char| !letter.is_alphanumeric());
    let found: HashSet<&str> = words.collect();
    for text in texts(answer) {
        assert!(
            found.contains(text),
            "{id} with {change} lost {text}: {shown}"
        );
    }
}

fn drop_at(answer: &mut Value, path: &str) {
    let (parent, key) = path.rsplit_once('/').unwrap();
    match answer.pointer_mut(parent).unwrap() {
        Value::Object(object) => drop(object.remove(key)),
        Value::Array(list) => drop(list.remove(key.parse().unwrap())),
        other => panic!("{other} has nothing inside"),
    }
}

#[test]
fn h04_a_whole_answer_is_read_whole() {
    for endpoint in ENDPOINTS {
        if let Some(answer) = specimen::answer(endpoint) {
            expect_the_rest(endpoint.id, &answer, "nothing");
        }
    }
}

#[test]
fn h04_any_one_change_costs_no_more_than_what_was_changed() {
    let odd = [
        json!(null),
        json!(true),
        json!(7),
        json!(-1.5e300),
        json!(u64::MAX),
        json!(""),
        json!("?"),
        json!({}),
        json!({"a": {"b": null}}),
        json!([]),
        json!([{"a": [1]}]),
    ];
    for endpoint in ENDPOINTS {
        let Some(answer) = specimen::answer(endpoint) else {
            continue;
        };
        let mut found = Vec::new();
        places(&answer, "", &mut found);
        let mut more = answer.clone();
        more["brand_new"] = json!([{"a": null}]);
        expect_the_rest(endpoint.id, &more, "a new field at the top");
        // The second element of each list is there to be seen unharmed.
        found.retain(|path| !path.contains("/1/"));
        for path in &found {
            let mut dropped = answer.clone();
            drop_at(&mut dropped, path);
            expect_the_rest(endpoint.id, &dropped, &format!("{path} dropped"));
            for value in &odd {
                let mut changed = answer.clone();
                *changed.pointer_mut(path).unwrap() = value.clone();
                expect_the_rest(endpoint.id, &changed, &format!("{path} as {value}"));
            }
            let mut more = answer.clone();
            if let Value::Object(object) = more.pointer_mut(path).unwrap() {
                object.insert("brand_new".to_owned(), json!({"a": [null, {"b": 1}]}));
                expect_the_rest(endpoint.id, &more, &format!("{path} with a new field"));
            }
        }
    }
}

#[test]
fn an_answer_that_is_only_a_status_needs_no_text() {
    let mut empty = 0;
    for typed in TYPED {
        let endpoint = spec::endpoint(typed.id).unwrap();
        if endpoint.success.body == spec::Body::None {
            assert_eq!((typed.read)(b"").unwrap(), "()", "{}", typed.id);
            empty += 1;
        }
    }
    assert_eq!(empty, 35);
}

#[test]
fn n05_a_page_of_a_proxy_is_an_error_that_passes() {
    let error = (typed("get_users").read)(b"<html>Please log in to the hotel</html>").unwrap_err();
    assert!(error.is_transient());
    let sentence = error.to_string();
    assert!(
        sentence.starts_with("cannot read the answer to Get Users: "),
        "{sentence}"
    );
}

/// Any JSON that may stand where something else was expected.
fn anything() -> impl Strategy<Value = Value> {
    let plain = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    plain.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("[a-z_]{1,8}", inner, 0..4)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

/// One change at some place: something else there (`Some`), or nothing.
fn change() -> impl Strategy<Value = (Index, Option<Value>)> {
    (any::<Index>(), prop::option::weighted(0.8, anything()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn h04_any_number_of_changes_at_once_never_costs_the_whole_answer(
        endpoint in any::<Index>(),
        changes in prop::collection::vec(change(), 1..8),
    ) {
        let endpoint = endpoint.get(ENDPOINTS);
        if let Some(mut answer) = specimen::answer(endpoint) {
            for (place, value) in changes {
                let mut found = Vec::new();
                places(&answer, "", &mut found);
                if found.is_empty() {
                    break;
                }
                let path = place.get(&found);
                match value {
                    Some(value) => *answer.pointer_mut(path).unwrap() = value,
                    None => drop_at(&mut answer, path),
                }
            }
            let bytes = serde_json::to_vec(&answer).unwrap();
            prop_assert!((typed(endpoint.id).read)(&bytes).is_ok(), "{} could not be read: {answer}", endpoint.id);
        }
    }
}
