//! The parameters of one call as they go on the wire: pairs for the query, a JSON object for the body. Nothing is checked here.

use std::borrow::Cow;

use serde_json::{Map, Value};

/// The parameters of one call.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parameters {
    query: Vec<(Cow<'static, str>, String)>,
    body: Option<Map<String, Value>>,
}

impl Parameters {
    /// No parameters at all, and no body.
    pub const fn new() -> Self {
        Self {
            query: Vec::new(),
            body: None,
        }
    }

    /// Adds a pair to the query; a key may be there several times.
    pub fn add(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value>) {
        self.query.push((name.into(), text(value.into())));
    }

    /// Sets a key of the query, whatever it was before.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value>) {
        let name = name.into();
        self.query.retain(|(known, _)| *known != name);
        self.add(name, value);
    }

    /// Sets a field of the body; a dot in the path leads into an object, which is made if it is not there.
    pub fn put(&mut self, path: &str, value: impl Into<Value>) {
        let mut object = self.body.get_or_insert_default();
        let mut keys = path.split('.').peekable();
        while let Some(key) = keys.next() {
            if keys.peek().is_none() {
                object.insert(key.to_owned(), value.into());
                return;
            }
            object = object_in(object, key);
        }
    }

    /// Sets an entry of an object with free keys in the body; see [`put`](Self::put) for the path.
    pub fn put_entry(&mut self, path: &str, key: impl Into<String>, value: impl Into<Value>) {
        let mut object = self.body.get_or_insert_default();
        for step in path.split('.') {
            object = object_in(object, step);
        }
        object.insert(key.into(), value.into());
    }

    /// Takes a whole body instead of its fields one by one.
    pub fn replace_body(&mut self, body: Map<String, Value>) {
        self.body = Some(body);
    }

    /// The pairs of the query in the order in which they were given.
    pub fn query(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.query
            .iter()
            .map(|(name, value)| (name.as_ref(), value.as_str()))
    }

    /// The first text under this name, in the query or else in the body, where a dot leads into an object.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let in_query = self.query().find(|(known, _)| *known == name);
        let text = match in_query {
            Some((_, text)) => text,
            None => {
                let mut steps = name.split('.');
                let first = self.body()?.get(steps.next()?)?;
                steps
                    .try_fold(first, |value, step| value.get(step))?
                    .as_str()?
            }
        };
        Some(text).filter(|text| !text.is_empty())
    }

    /// Whether something is given under this name, in the query or in the body, where a dot leads into an object.
    pub(crate) fn has(&self, name: &str) -> bool {
        let is_given = |text: &str| !text.is_empty();
        if self
            .query()
            .any(|(known, text)| known == name && is_given(text))
        {
            return true;
        }
        let mut steps = name.split('.');
        let first = steps.next().and_then(|step| self.body()?.get(step));
        let value = first.and_then(|first| steps.try_fold(first, |value, step| value.get(step)));
        value.is_some_and(|value| !value.is_null() && value.as_str().is_none_or(is_given))
    }

    /// The body alone as a JSON value, which is how objects inside a body are made.
    pub(crate) fn into_object(self) -> Value {
        Value::Object(self.body.unwrap_or_default())
    }

    /// The body, if there is one.
    pub fn body(&self) -> Option<&Map<String, Value>> {
        self.body.as_ref()
    }
}

/// The object under a key; anything else that stood there makes way.
fn object_in<'a>(object: &'a mut Map<String, Value>, key: &str) -> &'a mut Map<String, Value> {
    let slot = object.entry(key).or_insert(Value::Null);
    if !slot.is_object() {
        *slot = Value::Object(Map::new());
    }
    slot.as_object_mut()
        .expect("the slot was made an object just now")
}

/// The text that stands for a value in a query.
fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_path_with_dots_leads_into_objects() {
        let mut parameters = Parameters::new();
        parameters.put("data.user_id", "7");
        parameters.put("data.duration", 600);
        parameters.put_entry("data.panel", "1", true);
        let expected = json!({"data": {"user_id": "7", "duration": 600, "panel": {"1": true}}});
        assert_eq!(
            parameters.body().cloned().map(Value::Object),
            Some(expected)
        );
    }

    #[test]
    fn what_is_given_is_found_wherever_it_stands() {
        let mut parameters = Parameters::new();
        parameters.add("first", 20);
        parameters.add("after", "");
        parameters.put("data.duration", 0);
        parameters.put("data.reason", "");
        parameters.put("title", Value::Null);
        let names = [
            "first",
            "after",
            "data.duration",
            "data.reason",
            "title",
            "id",
            "data.id",
        ];
        let given = names.map(|name| parameters.has(name));
        assert_eq!(given, [true, false, true, false, false, false, false]);
    }

    #[test]
    fn setting_replaces_and_adding_repeats() {
        let mut parameters = Parameters::new();
        parameters.set("first", 20);
        parameters.add("id", "1");
        parameters.add("id", "2");
        parameters.set("first", 100);
        let pairs: Vec<_> = parameters.query().collect();
        assert_eq!(pairs, [("id", "1"), ("id", "2"), ("first", "100")]);
    }
}
