//! Proves that the comparison overlooks nothing: the tables themselves are changed in chance places, and each change must be told.

use serde_json::{Value, json};

use super::TABLES;
use super::compare::{Comparison, Difference, compare, label};

#[test]
fn the_tables_agree_with_themselves() {
    for table in TABLES {
        let facts = (table.render)();
        let comparison = compare(table.name(), &facts, &facts);
        assert_eq!(comparison.differences, [], "{}", table.file);
        assert!(
            comparison.facts > 20,
            "{}: {}",
            table.file,
            comparison.facts
        );
    }
}

#[test]
fn an_altered_fact_is_told_wherever_it_stands() {
    for_every_entry(|chance, entry| {
        let places = places(entry, |place, value| {
            !value.is_object() && !value.is_array() && !place.names_an_entry()
        });
        let place = chance.pick(&places);
        let mut altered = entry.clone();
        let value = altered.pointer_mut(&place.pointer).unwrap();
        let before = value.clone();
        *value = match &before {
            Value::Bool(truth) => json!(!truth),
            Value::Number(number) => json!(number.as_f64().unwrap() + 1.0),
            Value::String(text) => json!(format!("{text}?")),
            _ => json!("something"),
        };
        let after = value.clone();
        expect_one(
            &compare("entry", entry, &altered),
            &place.path,
            (Some(before), Some(after)),
        );
    });
}

#[test]
fn a_dropped_fact_is_told_wherever_it_stood() {
    for_every_entry(|chance, entry| {
        let places = places(entry, |place, _| {
            place.key.is_some() && !place.names_an_entry()
        });
        let place = chance.pick(&places);
        let (parent, key) = place.pointer.rsplit_once('/').unwrap();
        let mut shortened = entry.clone();
        let object = shortened.pointer_mut(parent).unwrap();
        let dropped = object.as_object_mut().unwrap().remove(key).unwrap();
        expect_one(
            &compare("entry", entry, &shortened),
            &place.path,
            (Some(dropped), None),
        );
    });
}

#[test]
fn an_added_fact_is_told_wherever_it_stands() {
    for_every_entry(|chance, entry| {
        let places = places(entry, |_, value| {
            value.as_object().is_some_and(|object| !object.is_empty())
        });
        let place = chance.pick(&places);
        let mut extended = entry.clone();
        extended.pointer_mut(&place.pointer).unwrap()["invented"] = json!(1);
        expect_one(
            &compare("entry", entry, &extended),
            &format!("{}/invented", place.path),
            (None, Some(json!(1))),
        );
    });
}

#[test]
fn a_missing_an_additional_and_a_renamed_entry_are_told() {
    let facts = (TABLES[0].render)();
    let mut shortened = facts.clone();
    let dropped = shortened.as_array_mut().unwrap().remove(7);
    let path = format!("helix/{}", label(&dropped).unwrap());
    let comparison = compare("helix", &facts, &shortened);
    expect_one(&comparison, &path, (Some(dropped.clone()), None));
    let comparison = compare("helix", &shortened, &facts);
    expect_one(&comparison, &path, (None, Some(dropped)));

    let mut renamed = facts.clone();
    renamed[7]["id"] = json!("get_renamed");
    let differences = compare("helix", &facts, &renamed).differences;
    let paths: Vec<&str> = differences.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(paths, [path.as_str(), "helix/get_renamed"]);
}

#[test]
fn another_order_is_told() {
    let facts = (TABLES[0].render)();
    let mut shuffled = facts.clone();
    shuffled.as_array_mut().unwrap().swap(3, 4);
    let comparison = compare("helix", &facts, &shuffled);
    let paths: Vec<&str> = comparison
        .differences
        .iter()
        .map(|one| one.path.as_str())
        .collect();
    assert_eq!(paths, ["helix/(order)"]);
}

#[test]
fn a_longer_list_without_names_is_told_whole() {
    let comparison = compare("list", &json!(["a", "b"]), &json!(["a", "b", "c"]));
    expect_one(
        &comparison,
        "list",
        (Some(json!(["a", "b"])), Some(json!(["a", "b", "c"]))),
    );
    assert_eq!(comparison.facts, 3);
}

#[test]
fn a_difference_reads_as_a_sentence() {
    let difference = Difference {
        path: "helix/create_poll/method".to_owned(),
        in_tables: Some(json!("POST")),
        in_files: None,
    };
    assert_eq!(
        difference.to_string(),
        "helix/create_poll/method: the tables say \"POST\", the file says nothing"
    );
}

/// Runs one change for every endpoint, event type and scope, and for the smaller files as wholes.
fn for_every_entry(mut change: impl FnMut(&mut Chance, &Value)) {
    let mut chance = Chance(0x5eed_5eed);
    for table in TABLES {
        match (table.render)() {
            Value::Array(entries) => entries.iter().for_each(|entry| change(&mut chance, entry)),
            whole => (0..20).for_each(|_| change(&mut chance, &whole)),
        }
    }
}

fn expect_one(comparison: &Comparison, path: &str, sides: (Option<Value>, Option<Value>)) {
    let expected = Difference {
        path: path.to_owned(),
        in_tables: sides.0,
        in_files: sides.1,
    };
    assert_eq!(comparison.differences, [expected]);
}

/// A place in a JSON value: as a pointer, as the comparison calls it, and the key if it stands in an object.
struct Place {
    pointer: String,
    path: String,
    key: Option<String>,
}

impl Place {
    fn top() -> Self {
        Self {
            pointer: String::new(),
            path: "entry".to_owned(),
            key: None,
        }
    }

    fn below(&self, key: &str) -> Self {
        Self {
            pointer: format!("{}/{key}", self.pointer),
            path: format!("{}/{key}", self.path),
            key: Some(key.to_owned()),
        }
    }

    fn element(&self, index: usize, element: &Value) -> Self {
        let step = label(element).map_or_else(|| format!("[{index}]"), |label| format!("/{label}"));
        Self {
            pointer: format!("{}/{index}", self.pointer),
            path: format!("{}{step}", self.path),
            key: None,
        }
    }

    /// Whether a change would be a missing and an additional entry, which has a test of its own.
    fn names_an_entry(&self) -> bool {
        match self.key.as_deref() {
            Some("id" | "name") => true,
            Some("type" | "version") => self.path.contains("/eventsub_types/"),
            _ => false,
        }
    }
}

/// Every place that is wanted.
fn places(entry: &Value, is_wanted: impl Fn(&Place, &Value) -> bool) -> Vec<Place> {
    let mut found = Vec::new();
    let mut open = vec![(Place::top(), entry)];
    while let Some((place, value)) = open.pop() {
        if let Value::Object(object) = value {
            open.extend(object.iter().map(|(key, child)| (place.below(key), child)));
        }
        if let Value::Array(list) = value {
            let elements = list.iter().enumerate();
            open.extend(elements.map(|(index, child)| (place.element(index, child), child)));
        }
        if is_wanted(&place, value) {
            found.push(place);
        }
    }
    found
}

/// A small generator, so that every run changes the same places.
struct Chance(u64);

impl Chance {
    fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        &choices[usize::try_from(self.0 % choices.len() as u64).unwrap()]
    }
}
