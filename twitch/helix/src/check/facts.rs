//! Turns the pairs of a query into one JSON object by the table, so that query and body can be checked alike.

use serde_json::{Map, Number, Value};
use spec::{Field, Kind};

use crate::error::Violation;
use crate::parameters::Parameters;

/// The query as an object: repeated parameters become lists, numbers and truths get their type.
///
/// What cannot get its type stays a text, about which the check of values complains.
pub(super) fn of_query(
    fields: &[Field],
    parameters: &Parameters,
) -> Result<Map<String, Value>, Violation> {
    let mut object = Map::new();
    for (name, text) in parameters.query() {
        let Some(field) = fields.iter().find(|field| field.name == name) else {
            return Err(Violation::new(name, "is no parameter of this call"));
        };
        // An empty parameter counts as missing, which is how Twitch takes it.
        if text.is_empty() && field.required {
            continue;
        }
        let value = typed(field, text);
        if field.repeated {
            let list = object
                .entry(name)
                .or_insert_with(|| Value::Array(Vec::new()));
            list.as_array_mut()
                .expect("a repeated parameter starts as a list")
                .push(value);
        } else if object.insert(name.to_owned(), value).is_some() {
            return Err(Violation::new(
                name,
                "is given twice, but may be given only once",
            ));
        }
    }
    Ok(object)
}

fn typed(field: &Field, text: &str) -> Value {
    let typed = match field.kind {
        Kind::Integer => text.parse::<i64>().ok().map(Value::from),
        Kind::Number => text
            .parse()
            .ok()
            .and_then(Number::from_f64)
            .map(Value::Number),
        Kind::Boolean => text.parse::<bool>().ok().map(Value::Bool),
        Kind::String | Kind::Object(_) | Kind::Array(_) | Kind::Map(_) => None,
    };
    typed.unwrap_or_else(|| Value::from(text))
}
