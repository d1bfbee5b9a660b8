//! A JSON object under construction, with words for facts that are left out where there is nothing to tell.

use serde_json::{Map, Value};

/// A JSON object under construction.
#[derive(Default)]
pub(super) struct Facts(Map<String, Value>);

impl Facts {
    /// A fact that is always told.
    pub(super) fn tell(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    /// A fact that is told if it is known.
    pub(super) fn tell_some(self, key: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.tell(key, value),
            None => self,
        }
    }

    /// A fact that is told if it is so.
    pub(super) fn tell_true(self, key: &str, is_so: bool) -> Self {
        self.tell_some(key, is_so.then_some(true))
    }

    /// A list that is told if it is not empty.
    pub(super) fn tell_list(self, key: &str, list: &[&str]) -> Self {
        self.tell_some(key, (!list.is_empty()).then(|| texts(list)))
    }

    pub(super) fn finish(self) -> Value {
        Value::Object(self.0)
    }
}

/// A list of texts.
pub(super) fn texts(list: &[&str]) -> Value {
    list.iter().copied().collect()
}

/// A list of what is made of each element.
pub(super) fn list<T>(elements: &[T], render: impl Fn(&T) -> Value) -> Value {
    elements.iter().map(render).collect()
}
