//! What must hold for every field, wherever it stands, and the search for fields that the other tests use.

use streamhand_spec::{Body, ENDPOINTS, EVENT_TYPES, Endpoint, Field, Kind, Rule, Value};

/// Whether there is such a field; a dot leads into an object, and lists and maps are looked into.
pub(crate) fn has(fields: &[Field], path: &str) -> bool {
    let (first, rest) = match path.split_once('.') {
        Some((first, rest)) => (first, Some(rest)),
        None => (path, None),
    };
    fields
        .iter()
        .filter(|field| field.name == first)
        .any(|field| rest.is_none_or(|rest| has(children(field), rest)))
}

/// Whether there is such a field at any depth.
pub(crate) fn has_somewhere(fields: &[Field], name: &str) -> bool {
    fields
        .iter()
        .any(|field| field.name == name || has_somewhere(children(field), name))
}

/// The names that a rule speaks of.
pub(crate) fn params(rule: &Rule) -> Vec<&'static str> {
    match *rule {
        Rule::AnyField => Vec::new(),
        Rule::ExactlyOne(params)
        | Rule::AtLeastOne(params)
        | Rule::AtLeastOneUnlessToken(params, _)
        | Rule::AtMostOne(params)
        | Rule::AllOrNone(params)
        | Rule::MutuallyExclusive(params)
        | Rule::RequiredForToken(params, _)
        | Rule::ForbiddenForToken(params, _)
        | Rule::AppTokenOnly(params)
        | Rule::MaxTotalValues { params, .. }
        | Rule::PutReplacesAll { params, .. } => params.to_vec(),
        Rule::MutuallyExclusiveGroups(groups) => groups.concat(),
        Rule::MutuallyExclusiveValues { param, .. } => vec![param],
        Rule::Requires { params, any_of } => [params, any_of].concat(),
        Rule::RequiresTrue { params, field }
        | Rule::RequiredIf { params, field, .. }
        | Rule::ForbiddenIf { params, field, .. }
        | Rule::IgnoredIfPresent {
            params,
            present: field,
        } => [params, &[field]].concat(),
        Rule::ValueIf { param, field, .. } => vec![param, field],
        Rule::NotLessThan { param, other } => vec![param, other],
    }
}

#[test]
fn no_list_names_a_field_twice() {
    for_every_list(&mut |place, fields| {
        for (position, field) in fields.iter().enumerate() {
            let again = fields[..position]
                .iter()
                .any(|other| other.name == field.name);
            assert!(!again, "{place} names {} twice", field.name);
            assert!(!field.name.is_empty(), "{place} has a field without a name");
        }
    });
}

#[test]
fn elements_of_lists_and_maps_have_no_name() {
    for_every_field(&mut |place, field| {
        if let Kind::Array(element) | Kind::Map(element) = field.kind {
            assert_eq!(element.name, "", "{place}");
        }
    });
}

#[test]
fn a_default_is_a_value_that_the_field_may_have() {
    for_every_field(&mut |place, field| match field.default {
        None => {}
        Some(Value::String(text)) => {
            let is_member = field.values.is_empty() || field.values.contains(&text);
            assert!(is_member || field.values_open, "{place}: {text}");
            assert_eq!(field.kind, Kind::String, "{place}");
        }
        Some(Value::Integer(number)) => {
            assert!(
                field.min.is_none_or(|min| min <= number),
                "{place}: {number}"
            );
            assert!(
                field.max.is_none_or(|max| number <= max),
                "{place}: {number}"
            );
            let is_member = field.numbers.is_empty() || field.numbers.contains(&number);
            assert!(is_member, "{place}: {number}");
            assert!(
                matches!(field.kind, Kind::Integer | Kind::Number),
                "{place}"
            );
        }
        Some(Value::Boolean(_)) => assert_eq!(field.kind, Kind::Boolean, "{place}"),
    });
}

#[test]
fn no_smallest_exceeds_its_largest() {
    for_every_field(&mut |place, field| {
        assert!(are_in_order(field.min, field.max), "{place}");
        assert!(are_in_order(field.min_length, field.max_length), "{place}");
        assert!(are_in_order(field.min_items, field.max_items), "{place}");
    });
}

#[test]
fn no_value_is_listed_twice() {
    for_every_field(&mut |place, field| {
        let mut values = field.values.to_vec();
        values.sort_unstable();
        values.dedup();
        assert_eq!(values.len(), field.values.len(), "{place}");
    });
}

#[test]
fn requests_say_what_is_required_and_answers_what_may_be_missing() {
    for endpoint in ENDPOINTS {
        let asked = [endpoint.query, endpoint.body.unwrap_or(&[])].concat();
        walk(endpoint.id, &asked, &mut |place, fields| {
            for field in fields {
                let is_of_answer = field.nullable.is_some() || field.optional.is_some();
                assert!(!is_of_answer, "{place}/{}", field.name);
            }
        });
        walk(endpoint.id, answer(endpoint), &mut |place, fields| {
            for field in fields {
                assert!(!field.required && !field.repeated, "{place}/{}", field.name);
                assert_eq!(field.default, None, "{place}/{}", field.name);
            }
        });
    }
}

/// The fields of the answer, if it is JSON.
pub(crate) fn answer(endpoint: &Endpoint) -> &'static [Field] {
    match endpoint.success.body {
        Body::Json(fields) => fields,
        Body::None | Body::Other(_) => &[],
    }
}

fn children(field: &Field) -> &'static [Field] {
    match field.kind {
        Kind::Object(fields) => fields,
        Kind::Array(element) | Kind::Map(element) => children(element),
        Kind::String | Kind::Integer | Kind::Number | Kind::Boolean => &[],
    }
}

fn are_in_order<T: PartialOrd>(smallest: Option<T>, largest: Option<T>) -> bool {
    match (smallest, largest) {
        (Some(smallest), Some(largest)) => smallest <= largest,
        _ => true,
    }
}

fn for_every_field(look: &mut dyn FnMut(&str, &Field)) {
    for_every_list(&mut |place, fields| {
        for field in fields {
            look(&format!("{place}/{}", field.name), field);
        }
    });
}

fn for_every_list(look: &mut dyn FnMut(&str, &[Field])) {
    for endpoint in ENDPOINTS {
        walk(&format!("{} query", endpoint.id), endpoint.query, look);
        let body = endpoint.body.unwrap_or(&[]);
        walk(&format!("{} body", endpoint.id), body, look);
        walk(&format!("{} answer", endpoint.id), answer(endpoint), look);
    }
    for event_type in EVENT_TYPES {
        let place = format!("{}.v{}", event_type.name, event_type.version);
        walk(&format!("{place} condition"), event_type.condition, look);
        walk(&format!("{place} event"), event_type.event, look);
    }
}

fn walk(place: &str, fields: &[Field], look: &mut dyn FnMut(&str, &[Field])) {
    look(place, fields);
    for field in fields {
        let below = children(field);
        if !below.is_empty() {
            walk(&format!("{place}/{}", field.name), below, look);
        }
    }
}
