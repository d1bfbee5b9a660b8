//! Every limit of every single parameter in the table: a call that breaks only that one is refused, and the refusal names it.

use serde_json::{Value, json};
use spec::{ENDPOINTS, Endpoint, Field, Format, Kind, Rule};
use streamhand_helix::{Error, Parameters, check};

use crate::specimen::{self, Extent};

/// Values that the field must refuse, each with the limit that it breaks.
fn broken(field: &Field) -> Vec<(&'static str, Value)> {
    let mut broken = Vec::new();
    let long = |count: u32| Value::from("a".repeat(count as usize));
    if let Some(most) = field.max_length {
        broken.push(("max_length", long(most + 1)));
    }
    if let Some(fewest) = field.min_length {
        broken.push(("min_length", long(fewest - 1)));
    }
    if let Some(most) = field.max_bytes {
        broken.push(("max_bytes", Value::from("é".repeat(most as usize / 2 + 1))));
    }
    let is_text = field.format == Some(Format::NumericString);
    let number = |number: i64| {
        if is_text {
            json!(number.to_string())
        } else {
            json!(number)
        }
    };
    if let Some(min) = field.min {
        broken.push(("min", number(min - 1)));
    }
    if let Some(max) = field.max {
        broken.push(("max", number(max + 1)));
    }
    if field.precision.is_some() {
        broken.push(("precision", json!(10.03)));
    }
    if !field.values.is_empty() && !field.values_open {
        broken.push(("values", json!("no such value")));
    }
    if !field.numbers.is_empty() {
        broken.push(("numbers", json!(99)));
    }
    match field.pattern {
        Some("#RRGGBB" | "named_or_#RRGGBB_for_turbo_or_prime") => {
            broken.push(("pattern", json!("#12345")))
        }
        Some("[A-Za-z0-9._-]+" | "no_spaces_or_special_characters") => {
            broken.push(("pattern", json!("a b")))
        }
        Some("1..N") => broken.push(("pattern", json!("0"))),
        _ => {}
    }
    if matches!(
        field.format,
        Some(Format::DateTime | Format::IanaTimezone | Format::NumericString)
    ) {
        broken.push(("format", json!("tomorrow ")));
    }
    broken
}

/// Values of another type than the field's own.
fn wrong_type(field: &Field) -> Value {
    match field.kind {
        Kind::Boolean | Kind::Integer | Kind::Number | Kind::Array(_) => json!("text"),
        Kind::String | Kind::Object(_) | Kind::Map(_) => json!(7),
    }
}

fn expect_refusal(
    endpoint: &'static Endpoint,
    parameters: &Parameters,
    parameter: &str,
    limit: &str,
) {
    match check(endpoint, parameters, None) {
        Err(Error::Invalid { violation, .. }) if violation.parameter() == parameter => {}
        other => panic!(
            "{} with a broken {limit} of {parameter}: {other:?}",
            endpoint.id
        ),
    }
}

fn is_waived(endpoint: &Endpoint, name: &str) -> bool {
    let mut rules = endpoint.query_rules.iter().chain(endpoint.body_rules);
    rules.any(|rule| matches!(rule, Rule::ForbiddenIf { params, .. } if params.contains(&name)))
}

/// The parameters without one of the query.
fn without(parameters: &Parameters, name: &str) -> Parameters {
    let mut rest = Parameters::new();
    for (known, value) in parameters.query().filter(|(known, _)| *known != name) {
        rest.add(known.to_owned(), value);
    }
    if let Some(body) = parameters.body() {
        rest.replace_body(body.clone());
    }
    rest
}

#[test]
fn every_broken_limit_of_a_query_is_refused_by_name() {
    let mut refused = 0;
    for endpoint in ENDPOINTS {
        let minimal = specimen::minimal(endpoint);
        for field in endpoint.query {
            let rest = without(&minimal, field.name);
            if field.required {
                expect_refusal(endpoint, &rest, field.name, "presence");
                refused += 1;
            }
            let mut wrong = broken(field);
            if field.kind != Kind::String {
                wrong.push(("type", wrong_type(field)));
            }
            for (limit, value) in wrong {
                let mut parameters = rest.clone();
                parameters.add(field.name, value);
                expect_refusal(endpoint, &parameters, field.name, limit);
                refused += 1;
            }
            if let Some(most) = field.max_items {
                let mut parameters = rest.clone();
                (0..=most).for_each(|_| specimen::add(&mut parameters, field));
                expect_refusal(endpoint, &parameters, field.name, "max_items");
                refused += 1;
            }
        }
    }
    assert!(refused > 350, "only {refused} limits were tried");
}

/// Where in a body a value stands: the path for a JSON pointer, and the one that refusals name.
#[derive(Clone)]
struct Place {
    pointer: String,
    name: String,
}

impl Place {
    fn field(&self, name: &str) -> Self {
        let dot = if self.name.is_empty() { "" } else { "." };
        Self {
            pointer: format!("{}/{name}", self.pointer),
            name: format!("{}{dot}{name}", self.name),
        }
    }

    fn element(&self, position: usize) -> Self {
        Self {
            pointer: format!("{}/{position}", self.pointer),
            name: format!("{}[{position}]", self.name),
        }
    }
}

/// Breaks each limit of the fields at a place of the body, and of all that is inside them.
fn break_body(endpoint: &'static Endpoint, fields: &[Field], place: &Place, refused: &mut u32) {
    for field in fields {
        let here = place.field(field.name);
        let mut body = Value::Object(
            specimen::minimal(endpoint)
                .body()
                .cloned()
                .unwrap_or_default(),
        );
        let parent = body.pointer_mut(&place.pointer).unwrap();
        parent[field.name] = specimen::value(field, Extent::Whole);
        break_value(endpoint, (field, &body), &here, refused);
        if field.required && !is_waived(endpoint, field.name) {
            let parent = body.pointer_mut(&place.pointer).unwrap();
            parent.as_object_mut().unwrap().remove(field.name);
            refuse_body(endpoint, body, &here.name, "presence");
            *refused += 1;
        }
    }
}

fn break_value(
    endpoint: &'static Endpoint,
    (field, body): (&Field, &Value),
    here: &Place,
    refused: &mut u32,
) {
    let mut wrong = broken(field);
    wrong.push(("type", wrong_type(field)));
    if let (Kind::Array(element), Some(most)) = (field.kind, field.max_items) {
        let many = (0..=most).map(|_| specimen::value(element, Extent::Minimal));
        wrong.push(("max_items", many.collect()));
    }
    if let Some(fewest) = field
        .min_items
        .filter(|_| matches!(field.kind, Kind::Array(_)))
    {
        let few = body.pointer(&here.pointer).unwrap().as_array().unwrap();
        wrong.push((
            "min_items",
            few[..fewest as usize - 1].iter().cloned().collect(),
        ));
    }
    for (limit, value) in wrong {
        let mut body = body.clone();
        *body.pointer_mut(&here.pointer).unwrap() = value;
        refuse_body(endpoint, body, &here.name, limit);
        *refused += 1;
    }
    match field.kind {
        Kind::Object(fields) => break_inside(endpoint, (fields, body), here, refused),
        Kind::Array(element) => break_element(endpoint, (element, body), &here.element(0), refused),
        Kind::Map(element) => break_element(endpoint, (element, body), &here.field("1"), refused),
        _ => {}
    }
}

fn break_element(
    endpoint: &'static Endpoint,
    (element, body): (&Field, &Value),
    here: &Place,
    refused: &mut u32,
) {
    break_value(endpoint, (element, body), here, refused);
}

fn break_inside(
    endpoint: &'static Endpoint,
    (fields, body): (&[Field], &Value),
    place: &Place,
    refused: &mut u32,
) {
    for field in fields {
        let here = place.field(field.name);
        let mut body = body.clone();
        let parent = body.pointer_mut(&place.pointer).unwrap();
        parent[field.name] = specimen::value(field, Extent::Whole);
        break_value(endpoint, (field, &body), &here, refused);
        if field.required {
            let parent = body.pointer_mut(&place.pointer).unwrap();
            parent.as_object_mut().unwrap().remove(field.name);
            refuse_body(endpoint, body, &here.name, "presence");
            *refused += 1;
        }
    }
}

fn refuse_body(endpoint: &'static Endpoint, body: Value, parameter: &str, limit: &str) {
    let mut parameters = specimen::minimal(endpoint);
    let Value::Object(body) = body else {
        panic!("the body of a call is an object");
    };
    parameters.replace_body(body);
    expect_refusal(endpoint, &parameters, parameter, limit);
}

#[test]
fn every_broken_limit_of_a_body_is_refused_by_name() {
    let mut refused = 0;
    for endpoint in ENDPOINTS {
        let root = Place {
            pointer: String::new(),
            name: String::new(),
        };
        break_body(
            endpoint,
            endpoint.body.unwrap_or_default(),
            &root,
            &mut refused,
        );
    }
    assert!(refused > 250, "only {refused} limits were tried");
}

#[test]
fn a_refusal_tells_the_limit_and_the_value() {
    let endpoint = spec::endpoint("create_poll").unwrap();
    for (field, value, expected) in [
        (
            "title",
            json!("é".repeat(61)),
            "`title` has 61 characters, but may have at most 60",
        ),
        (
            "duration",
            json!(14),
            "`duration` is 14, but must be between 15 and 1800",
        ),
        (
            "duration",
            json!("60"),
            "`duration` is \"60\", but must be a whole number",
        ),
        (
            "choices",
            json!([{"title": "A"}]),
            "`choices` has 1 elements, but at least 2 are needed",
        ),
        (
            "choices",
            json!([{"title": "A"}, {}]),
            "`choices[1].title` is missing",
        ),
        (
            "broadcaster_id",
            json!(""),
            "`broadcaster_id` is empty, but must be an id",
        ),
    ] {
        let mut parameters = specimen::minimal(endpoint);
        parameters.put(field, value);
        let error = check(endpoint, &parameters, None).unwrap_err().to_string();
        assert_eq!(error, format!("cannot call Create Poll: {expected}"));
    }
}

#[test]
fn sixty_characters_are_sixty_characters_in_every_script() {
    let endpoint = spec::endpoint("create_poll").unwrap();
    let mut parameters = specimen::minimal(endpoint);
    parameters.put("title", "字".repeat(60));
    assert!(check(endpoint, &parameters, None).is_ok());
}
