//! Where things stand in an answer, by the table: its list, what tells the elements apart, and the order in which people look at their fields.

use serde_json::{Map, Value};
use spec::model::field::{Field, Kind};
use spec::{Body, Endpoint};

/// What an answer holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Shape {
    /// A list of objects with these fields, under these keys.
    List {
        /// The key outside, and the one inside of that, if the list stands deeper.
        keys: (&'static str, Option<&'static str>),
        /// The fields of an element.
        fields: &'static [Field],
    },
    /// One object with these fields, under `data` or the whole answer.
    Thing {
        /// The key.
        key: Option<&'static str>,
        /// Its fields.
        fields: &'static [Field],
    },
    /// Something without fields.
    Other,
}

/// What the answers of a call hold.
pub(super) fn shape(endpoint: &Endpoint) -> Shape {
    let Body::Json(fields) = endpoint.success.body else {
        return Shape::Other;
    };
    let Some(data) = fields.iter().find(|field| field.name == "data") else {
        return Shape::Thing { key: None, fields };
    };
    match data.kind {
        Kind::Array(Field {
            kind: Kind::Object(fields),
            ..
        }) => Shape::List {
            keys: (data.name, None),
            fields,
        },
        Kind::Object(fields) => match inner_list(fields) {
            Some((name, element)) if endpoint.pagination.is_some() => Shape::List {
                keys: (data.name, Some(name)),
                fields: element,
            },
            _ => Shape::Thing {
                key: Some(data.name),
                fields,
            },
        },
        _ => Shape::Other,
    }
}

fn inner_list(fields: &'static [Field]) -> Option<(&'static str, &'static [Field])> {
    fields.iter().find_map(|field| match field.kind {
        Kind::Array(Field {
            kind: Kind::Object(inside),
            ..
        }) => Some((field.name, *inside)),
        _ => None,
    })
}

impl Shape {
    /// The list in an answer.
    pub(super) fn list<'a>(&self, answer: &'a Value) -> Option<&'a Vec<Value>> {
        let Self::List {
            keys: (outside, inside),
            ..
        } = self
        else {
            return None;
        };
        let found = answer.get(outside)?;
        let found = inside.map_or(Some(found), |inside| found.get(inside));
        found?.as_array()
    }

    /// The same, to change it.
    pub(super) fn list_mut<'a>(&self, answer: &'a mut Value) -> Option<&'a mut Vec<Value>> {
        let Self::List {
            keys: (outside, inside),
            ..
        } = self
        else {
            return None;
        };
        let found = answer.get_mut(outside)?;
        let found = match inside {
            Some(inside) => found.get_mut(inside)?,
            None => found,
        };
        found.as_array_mut()
    }

    /// What tells an element from the others, if anything does.
    ///
    /// Where there are lists inside, one element may go on in the next page under the same id.
    pub(super) fn key(&self) -> Option<&'static str> {
        let Self::List { fields, .. } = self else {
            return None;
        };
        let has = |name: &str| fields.iter().any(|field| field.name == name);
        let is_list = |field: &Field| {
            matches!(
                field.kind,
                Kind::Array(Field {
                    kind: Kind::Object(_),
                    ..
                })
            )
        };
        let goes_on = fields.iter().any(is_list);
        let rest = ["user_id", "broadcaster_id"]
            .into_iter()
            .filter(|_| !goes_on);
        ["id"].into_iter().chain(rest).find(|name| has(name))
    }
}

/// The names of the fields that are to be shown, those that people look for first, and then what the table does not know.
pub(super) fn columns(fields: &'static [Field], things: &[&Map<String, Value>]) -> Vec<String> {
    let mut known: Vec<&Field> = fields.iter().collect();
    known.sort_by_key(|field| rank(field));
    let mut names: Vec<String> = known.iter().map(|field| field.name.to_owned()).collect();
    for name in things.iter().flat_map(|thing| thing.keys()) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

fn rank(field: &Field) -> u8 {
    let name = field.name;
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    match name {
        "id" | "set_id" => 0,
        "login" | "user_login" => 1,
        "display_name" | "name" | "user_name" => 2,
        "title" | "text" | "message" => 3,
        "status" | "type" | "level" | "tier" | "rank" | "score" | "amount" => 4,
        _ => match field.kind {
            Kind::Array(Field {
                kind: Kind::Object(_),
                ..
            }) => 4,
            Kind::Integer | Kind::Number => 5,
            Kind::Boolean => 7,
            Kind::Array(_) | Kind::Object(_) | Kind::Map(_) => 6,
            Kind::String if ends(&["_at", "_date", "_time"]) => 8,
            Kind::String if ends(&["_url", "url_1x", "url_2x", "url_4x"]) => 12,
            Kind::String if ends(&["_id"]) => 10,
            Kind::String if name.starts_with("broadcaster_") => 9,
            Kind::String => 6,
        },
    }
}

#[cfg(test)]
mod tests {
    use spec::endpoints::{chat, polls, schedule, streams, users};

    use super::*;

    #[test]
    fn every_paged_answer_has_a_list() {
        for endpoint in spec::ENDPOINTS {
            if endpoint.pagination.is_some() {
                let shape = shape(endpoint);
                let is_plain = endpoint.id == "get_extension_analytics";
                assert!(
                    matches!(shape, Shape::List { .. }) || is_plain,
                    "{} is {shape:?}",
                    endpoint.id
                );
            }
        }
    }

    #[test]
    fn what_people_look_for_comes_first() {
        let first = |endpoint: &'static Endpoint, count: usize| {
            let Shape::List { fields, .. } = shape(endpoint) else {
                panic!("{} answers with a list", endpoint.id);
            };
            columns(fields, &[])[..count].join(" ")
        };
        assert_eq!(first(&users::GET_USERS, 3), "id login display_name");
        assert_eq!(first(&chat::GET_CHATTERS, 2), "user_login user_name");
        assert_eq!(
            first(&streams::GET_STREAMS, 4),
            "id user_login user_name title"
        );
        assert_eq!(first(&polls::GET_POLLS, 2), "id title");
        let schedule = shape(&schedule::GET_CHANNEL_STREAM_SCHEDULE);
        assert_eq!(schedule.key(), Some("id"));
    }
}
