//! The list of all typed requests, made from the same table as they; and the values by name that they are made from.

use serde_json::{Map, Value};
use streamhand_helix::{Error, Parameters, Request};
use types::Timestamp;

use crate::specimen;

/// One endpoint's typed request.
pub(crate) struct Typed {
    pub(crate) id: &'static str,
    /// Reads an answer and shows what was understood.
    pub(crate) read: fn(&[u8]) -> Result<String, Error>,
    /// Makes the request with every parameter that the source has, and shows what it sends.
    pub(crate) make: fn(&Source) -> Parameters,
}

/// Values by the names of parameters, of query and body together.
pub(crate) struct Source(Map<String, Value>);

include!(concat!(env!("OUT_DIR"), "/coverage.rs"));

/// The typed request of an endpoint.
pub(crate) fn typed(id: &str) -> &'static Typed {
    TYPED
        .iter()
        .find(|typed| typed.id == id)
        .unwrap_or_else(|| panic!("{id} has no typed request"))
}

impl Source {
    /// What a call sends, by name; a body that is one object `data` counts as its fields.
    pub(crate) fn of(parameters: &Parameters) -> Self {
        let mut values = Map::new();
        for (name, text) in parameters.query() {
            let list = values
                .entry(name)
                .or_insert_with(|| Value::Array(Vec::new()));
            list.as_array_mut().unwrap().push(Value::from(text));
        }
        let body = parameters.body().cloned().unwrap_or_default();
        match body.get("data") {
            Some(Value::Object(inner)) => values.extend(inner.clone()),
            _ => values.extend(body),
        }
        Self(values)
    }

    fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The value; of a query that has it once, that one.
    fn one(&self, name: &str) -> &Value {
        match &self.0[name] {
            Value::Array(values) if values.len() == 1 => &values[0],
            value => value,
        }
    }

    fn text(&self, name: &str) -> String {
        self.one(name).as_str().unwrap().to_owned()
    }

    fn integer(&self, name: &str) -> i64 {
        let value = self.one(name);
        value
            .as_i64()
            .unwrap_or_else(|| value.as_str().unwrap().parse().unwrap())
    }

    fn number(&self, name: &str) -> f64 {
        let value = self.one(name);
        value
            .as_f64()
            .unwrap_or_else(|| value.as_str().unwrap().parse().unwrap())
    }

    fn truth(&self, name: &str) -> bool {
        let value = self.one(name);
        value
            .as_bool()
            .unwrap_or_else(|| value.as_str().unwrap().parse().unwrap())
    }

    fn moment(&self, name: &str) -> Timestamp {
        self.text(name).parse().unwrap()
    }

    fn list(&self, name: &str) -> &[Value] {
        self.0[name].as_array().unwrap()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        let texts = self.list(name).iter();
        texts
            .map(|value| value.as_str().unwrap().to_owned())
            .collect()
    }

    fn object(&self, name: &str) -> Self {
        Self(self.0[name].as_object().unwrap().clone())
    }

    fn objects(&self, name: &str) -> Vec<Self> {
        let objects = self.list(name).iter();
        objects
            .map(|value| Self(value.as_object().unwrap().clone()))
            .collect()
    }

    fn entries(&self, name: &str) -> Vec<(String, String)> {
        let entries = self.0[name].as_object().unwrap().iter();
        entries
            .map(|(key, value)| (key.clone(), value.as_str().unwrap().to_owned()))
            .collect()
    }

    fn objects_by_key(&self, name: &str) -> Vec<(String, Self)> {
        let entries = self.0[name].as_object().unwrap().iter();
        entries
            .map(|(key, value)| (key.clone(), Self(value.as_object().unwrap().clone())))
            .collect()
    }
}

#[test]
fn every_endpoint_of_the_table_has_a_typed_request() {
    let made: Vec<&str> = TYPED.iter().map(|typed| typed.id).collect();
    let mut wanted: Vec<&str> = spec::ENDPOINTS.iter().map(|endpoint| endpoint.id).collect();
    wanted.sort_unstable();
    let mut sorted = made.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, wanted);
    assert_eq!(made.len(), 149);
}

#[test]
fn every_typed_request_sends_every_parameter_as_the_table_has_it() {
    for endpoint in spec::ENDPOINTS {
        let wanted = specimen::with_everything(endpoint);
        let made = (typed(endpoint.id).make)(&Source::of(&wanted));
        assert_eq!(sent(&made), sent(&wanted), "{}", endpoint.id);
    }
}

/// What goes on the wire, in an order that does not depend on the order of the calls; a missing body is an empty one.
pub(crate) fn sent(parameters: &Parameters) -> (Vec<(String, String)>, Value) {
    let mut query: Vec<(String, String)> = parameters
        .query()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    query.sort();
    (
        query,
        Value::Object(parameters.body().cloned().unwrap_or_default()),
    )
}
