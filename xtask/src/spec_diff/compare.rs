//! Compares two JSON values fact by fact; it knows no table, only how entries of a list are told apart.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;

use serde_json::{Map, Value};

/// How many facts were looked at, and which were not the same on both sides.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    pub(super) facts: usize,
    pub(super) differences: Vec<Difference>,
}

/// One fact that is not the same on both sides.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Difference {
    pub(super) path: String,
    pub(super) in_tables: Option<Value>,
    pub(super) in_files: Option<Value>,
}

impl Comparison {
    pub(super) fn add(&mut self, other: Self) {
        self.facts += other.facts;
        self.differences.extend(other.differences);
    }

    fn differ(&mut self, path: &str, tables: Option<&Value>, files: Option<&Value>) {
        self.facts += tables.map_or(0, count).max(files.map_or(0, count));
        self.differences.push(Difference {
            path: path.to_owned(),
            in_tables: tables.cloned(),
            in_files: files.cloned(),
        });
    }

    fn values(&mut self, path: &str, tables: &Value, files: &Value) {
        match (tables, files) {
            (Value::Object(ours), Value::Object(theirs))
                if !(ours.is_empty() && theirs.is_empty()) =>
            {
                self.objects(path, ours, theirs);
            }
            (Value::Array(ours), Value::Array(theirs)) => {
                match (labels(ours), labels(theirs)) {
                    (Some(our_labels), Some(their_labels)) => {
                        let ours = Labeled::new(our_labels, ours);
                        let theirs = Labeled::new(their_labels, theirs);
                        self.labeled_lists(path, &ours, &theirs);
                    }
                    _ if ours.len() == theirs.len() && !ours.is_empty() => {
                        for (index, (our, their)) in ours.iter().zip(theirs).enumerate() {
                            self.values(&format!("{path}[{index}]"), our, their);
                        }
                    }
                    _ if ours.len() == theirs.len() => self.facts += 1,
                    // Of lists without names nobody can tell which element is missing, so the whole is shown.
                    _ => self.differ(path, Some(tables), Some(files)),
                }
            }
            _ if tables == files => self.facts += 1,
            _ => self.differ(path, Some(tables), Some(files)),
        }
    }

    fn objects(&mut self, path: &str, ours: &Map<String, Value>, theirs: &Map<String, Value>) {
        let keys: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
        for key in keys {
            self.maybe(&format!("{path}/{key}"), ours.get(key), theirs.get(key));
        }
    }

    fn labeled_lists(&mut self, path: &str, ours: &Labeled<'_>, theirs: &Labeled<'_>) {
        for label in &ours.order {
            self.maybe(
                &format!("{path}/{label}"),
                ours.elements.get(label).copied(),
                theirs.elements.get(label).copied(),
            );
        }
        for label in &theirs.order {
            if !ours.elements.contains_key(label) {
                let element = theirs.elements.get(label).copied();
                self.maybe(&format!("{path}/{label}"), None, element);
            }
        }
        // The order is a fact of its own: it is that of Twitch's reference.
        let our_order = ours.order_of_those_in(theirs);
        let their_order = theirs.order_of_those_in(ours);
        self.facts += 1;
        if our_order != their_order {
            self.differences.push(Difference {
                path: format!("{path}/(order)"),
                in_tables: Some(our_order.into_iter().collect()),
                in_files: Some(their_order.into_iter().collect()),
            });
        }
    }

    fn maybe(&mut self, path: &str, tables: Option<&Value>, files: Option<&Value>) {
        match (tables, files) {
            (Some(tables), Some(files)) => self.values(path, tables, files),
            _ => self.differ(path, tables, files),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show = |value: &Option<Value>| match value {
            Some(value) => value.to_string(),
            None => "nothing".to_owned(),
        };
        write!(
            formatter,
            "{}: the tables say {}, the file says {}",
            self.path,
            show(&self.in_tables),
            show(&self.in_files)
        )
    }
}

/// Compares everything below two values; `name` begins every path.
pub(super) fn compare(name: &str, tables: &Value, files: &Value) -> Comparison {
    let mut comparison = Comparison::default();
    comparison.values(name, tables, files);
    comparison
}

/// What an element of a list is called: an endpoint by its id, an event type by name and version, a scope or field by name.
pub(super) fn label(element: &Value) -> Option<String> {
    let text = |key: &str| element.get(key)?.as_str();
    if let Some(name) = text("id").or_else(|| text("name")) {
        return Some(name.to_owned());
    }
    if let (Some(name), Some(version)) = (text("type"), text("version")) {
        return Some(format!("{name}.v{version}"));
    }
    text("kind").and_then(|_| text("scope")).map(str::to_owned)
}

/// The labels of a list, if all its elements have one and no two the same.
fn labels(list: &[Value]) -> Option<Vec<String>> {
    let labels: Vec<String> = list.iter().map(label).collect::<Option<_>>()?;
    let distinct: HashSet<&String> = labels.iter().collect();
    (distinct.len() == labels.len()).then_some(labels)
}

/// A list whose elements are found by label.
struct Labeled<'a> {
    order: Vec<String>,
    elements: HashMap<String, &'a Value>,
}

impl<'a> Labeled<'a> {
    fn new(order: Vec<String>, list: &'a [Value]) -> Self {
        let elements = order.iter().cloned().zip(list).collect();
        Self { order, elements }
    }

    fn order_of_those_in(&self, other: &Self) -> Vec<&str> {
        let shared = self
            .order
            .iter()
            .filter(|label| other.elements.contains_key(*label));
        shared.map(String::as_str).collect()
    }
}

/// How many facts a value holds; an empty list is one, too.
fn count(value: &Value) -> usize {
    match value {
        Value::Array(list) => list.iter().map(count).sum::<usize>().max(1),
        Value::Object(map) => map.values().map(count).sum::<usize>().max(1),
        _ => 1,
    }
}
