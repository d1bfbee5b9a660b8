//! Makes a call from names and texts, as a command line has them, with the checks of the typed requests. Sends nothing.

use serde_json::{Map, Value};
use spec::{Endpoint, Field, Kind, TokenKind};

use crate::check::check;
use crate::error::{Called, Error, Violation};
use crate::parameters::Parameters;
use crate::request::to_http;
use crate::wire::Destination;

/// One call of an endpoint that is known by its table entry only.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    endpoint: Called,
    parameters: Parameters,
}

impl Call {
    /// A call without any parameters yet.
    pub fn new(endpoint: &'static Endpoint) -> Self {
        let mut parameters = Parameters::new();
        if endpoint.body.is_some() {
            parameters.replace_body(Map::new());
        }
        Self {
            endpoint: endpoint.into(),
            parameters,
        }
    }

    /// A call with these parameters; see [`set`](Self::set).
    ///
    /// # Errors
    /// As [`set`](Self::set), for the first parameter that is wrong.
    pub fn with_parameters<Name: AsRef<str>, Text: AsRef<str>>(
        endpoint: &'static Endpoint,
        parameters: impl IntoIterator<Item = (Name, Text)>,
    ) -> Result<Self, Error> {
        let mut call = Self::new(endpoint);
        for (name, text) in parameters {
            call.set(name.as_ref(), text.as_ref())?;
        }
        Ok(call)
    }

    /// Sets a parameter of the query or a field of the body, by Twitch's name for it.
    ///
    /// A dot leads into an object (`transport.method`), `[]` or `[1]` into a list (`shards[].id`); dashes stand for underscores.
    /// What may be there several times is called several times. An object in a list that is mostly one text can be
    /// given as that text (`choices`), and every object and list as JSON.
    ///
    /// # Errors
    /// [`Error::Invalid`] if there is no such parameter, with the nearest one that there is.
    pub fn set(&mut self, name: &str, text: &str) -> Result<(), Error> {
        self.assign(name, text)
            .map_err(|violation| self.invalid(violation))
    }

    /// Takes a whole body, whose fields are then sent even where the table does not know them.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the call takes no body, or this is no JSON object.
    pub fn set_body(&mut self, body: Value) -> Result<(), Error> {
        if self.endpoint.0.body.is_none() {
            return Err(self.invalid(Violation::new("body", "is not taken by this call")));
        }
        match body {
            Value::Object(body) => self.parameters.replace_body(body),
            _ => return Err(self.invalid(Violation::new("body", "must be a JSON object"))),
        }
        Ok(())
    }

    /// The table entry.
    pub fn endpoint(&self) -> &'static Endpoint {
        self.endpoint.0
    }

    /// The query and the body as they stand now.
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// Checks the call against the table; rules about token kinds are skipped while none is known.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the first parameter that is wrong, its limit and its value.
    pub fn check(&self, token: Option<TokenKind>) -> Result<(), Error> {
        check(self.endpoint.0, &self.parameters, token)
    }

    /// Checks the call and makes the HTTP request.
    ///
    /// # Errors
    /// As [`Request::to_http`](crate::Request::to_http).
    pub fn to_http(&self, destination: Destination<'_>) -> Result<http::Request<Vec<u8>>, Error> {
        to_http(self.endpoint.0, &self.parameters, destination)
    }

    fn invalid(&self, violation: Violation) -> Error {
        Error::Invalid {
            endpoint: self.endpoint,
            violation,
        }
    }

    fn assign(&mut self, name: &str, text: &str) -> Result<(), Violation> {
        let wire_name = name.replace('-', "_");
        if let Some(field) = find(self.endpoint.0.query, &wire_name) {
            self.parameters.add(field.name, text);
            return Ok(());
        }
        let (steps, fields) = self.body_place(&wire_name);
        let unknown = || self.unknown(name);
        let first = steps.first().and_then(|step| find(fields, &step.name));
        let field = first.ok_or_else(unknown)?;
        let mut body = self.parameters.body().cloned().unwrap_or_default();
        let object = match self.wrapper() {
            Some((wrapper, _)) => inner_object(&mut body, wrapper),
            None => &mut body,
        };
        let slot = object.entry(field.name).or_insert(Value::Null);
        place(field, slot, &steps, text).map_err(|problem| Violation::new(name, problem))?;
        self.parameters.replace_body(body);
        Ok(())
    }

    /// The steps of a path in the body, and the fields among which its first step is.
    fn body_place(&self, path: &str) -> (Vec<Step>, &'static [Field]) {
        let mut steps: Vec<Step> = path.split('.').map(Step::parse).collect();
        let Some((wrapper, inner)) = self.wrapper() else {
            return (steps, self.endpoint.0.body.unwrap_or_default());
        };
        if steps.len() > 1 && steps[0].name == wrapper {
            steps.remove(0);
        }
        (steps, inner)
    }

    /// The one object that some bodies are wrapped in, which nobody should have to write.
    fn wrapper(&self) -> Option<(&'static str, &'static [Field])> {
        match self.endpoint.0.body? {
            [
                Field {
                    name,
                    kind: Kind::Object(inner),
                    ..
                },
            ] => Some((name, inner)),
            _ => None,
        }
    }

    fn unknown(&self, name: &str) -> Violation {
        let body = match self.wrapper() {
            Some((_, inner)) => inner,
            None => self.endpoint.0.body.unwrap_or_default(),
        };
        let names = self
            .endpoint
            .0
            .query
            .iter()
            .chain(body)
            .map(|field| field.name);
        let problem = match nearest(name, names) {
            Some(nearest) => format!("is no parameter of this call; the nearest is `{nearest}`"),
            None => "is no parameter of this call, which takes none".to_owned(),
        };
        Violation::new(name, problem)
    }
}

/// The name that is most like what was typed.
pub fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.replace('-', "_").to_lowercase();
    let distance = |name: &&str| strsim::damerau_levenshtein(&typed, name);
    names.into_iter().min_by_key(distance)
}

/// One step of a path: a name, and which element if it is a list.
#[derive(Debug, PartialEq)]
struct Step {
    name: String,
    element: Option<Element>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Element {
    /// `[]`: the last one while it lacks what is set, or a new one.
    Next,
    /// `[2]`: the third one.
    At(usize),
}

impl Step {
    fn parse(text: &str) -> Self {
        let (name, element) = match text.split_once('[') {
            Some((name, rest)) => {
                let number = rest.trim_end_matches(']').parse();
                (name, Some(number.map_or(Element::Next, Element::At)))
            }
            None => (text, None),
        };
        Self {
            name: name.to_owned(),
            element,
        }
    }
}

fn find<'a>(fields: &'a [Field], name: &str) -> Option<&'a Field> {
    fields.iter().find(|field| field.name == name)
}

fn inner_object<'a>(object: &'a mut Map<String, Value>, name: &str) -> &'a mut Map<String, Value> {
    let slot = object
        .entry(name)
        .or_insert_with(|| Value::Object(Map::new()));
    if !slot.is_object() {
        *slot = Value::Object(Map::new());
    }
    slot.as_object_mut()
        .expect("the slot was made an object just now")
}

/// Puts a text where the steps lead; the first step has led to `slot`.
fn place(field: &Field, slot: &mut Value, steps: &[Step], text: &str) -> Result<(), String> {
    let (step, rest) = steps.split_first().expect("a path has at least one step");
    match field.kind {
        Kind::Array(element) => place_in_list(element, slot, (step.element, rest), text),
        Kind::Object(fields) => match rest.split_first() {
            None => parse_json(text).map(|value| *slot = value),
            Some((next, _)) => {
                let inner = find(fields, &next.name).ok_or_else(|| no_field(&next.name, fields))?;
                let object = object_of(slot);
                place(
                    inner,
                    object.entry(inner.name).or_insert(Value::Null),
                    rest,
                    text,
                )
            }
        },
        Kind::Map(value) => match rest.split_first() {
            None => place_entry(value, slot, text),
            Some((next, _)) => {
                let object = object_of(slot);
                place(
                    value,
                    object.entry(next.name.as_str()).or_insert(Value::Null),
                    rest,
                    text,
                )
            }
        },
        Kind::String | Kind::Integer | Kind::Number | Kind::Boolean => {
            if !rest.is_empty() {
                return Err("is no object, so that nothing can stand inside it".to_owned());
            }
            if !slot.is_null() {
                return Err("is given twice, but may be given only once".to_owned());
            }
            *slot = scalar(field, text);
            Ok(())
        }
    }
}

fn place_in_list(
    element: &Field,
    slot: &mut Value,
    (which, rest): (Option<Element>, &[Step]),
    text: &str,
) -> Result<(), String> {
    let list = list_of(slot);
    let Some((next, _)) = rest.split_first() else {
        return match parse_json(text) {
            Ok(Value::Array(values)) => {
                list.extend(values);
                Ok(())
            }
            Ok(value @ Value::Object(_)) => {
                list.push(value);
                Ok(())
            }
            _ => lead(element, text).map(|value| list.push(value)),
        };
    };
    let Kind::Object(fields) = element.kind else {
        return Err("is a list of plain values, so that nothing can stand inside them".to_owned());
    };
    let inner = find(fields, &next.name).ok_or_else(|| no_field(&next.name, fields))?;
    let lacks_it = |value: &Value| value.get(inner.name).is_none();
    let position = match which {
        Some(Element::At(position)) if position <= list.len() => position,
        Some(Element::At(position)) => {
            return Err(format!(
                "names element {position}, but those before it are not there"
            ));
        }
        // One that was begun is completed before the next begins; a list inside goes on in the same one.
        Some(Element::Next) | None => {
            let goes_on = list.last().is_some_and(|last| {
                lacks_it(last)
                    || !matches!(
                        inner.kind,
                        Kind::String | Kind::Integer | Kind::Number | Kind::Boolean
                    )
            });
            if goes_on { list.len() - 1 } else { list.len() }
        }
    };
    if position == list.len() {
        list.push(Value::Object(Map::new()));
    }
    let object = object_of(&mut list[position]);
    place(
        inner,
        object.entry(inner.name).or_insert(Value::Null),
        rest,
        text,
    )
}

/// An element that is given as one text: itself, or an object of which the text is the first that is needed.
fn lead(element: &Field, text: &str) -> Result<Value, String> {
    let Kind::Object(fields) = element.kind else {
        return Ok(scalar(element, text));
    };
    let mut needed = fields.iter().filter(|field| field.required);
    match (needed.next(), needed.next()) {
        (Some(field), None) => {
            let mut object = Map::new();
            object.insert(field.name.to_owned(), scalar(field, text));
            Ok(Value::Object(object))
        }
        _ => {
            let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
            Err(format!(
                "takes objects with {}; give them as JSON or with paths like `[].{}`",
                names.join(", "),
                names.first().unwrap_or(&"")
            ))
        }
    }
}

/// An entry of an object with free keys, as `key=value`.
fn place_entry(value: &Field, slot: &mut Value, text: &str) -> Result<(), String> {
    if let Ok(json @ Value::Object(_)) = parse_json(text) {
        *slot = json;
        return Ok(());
    }
    match text.split_once('=') {
        Some((key, text)) if !matches!(value.kind, Kind::Object(_)) => {
            object_of(slot).insert(key.to_owned(), scalar(value, text));
            Ok(())
        }
        _ => Err("takes entries like `key=value`, or JSON".to_owned()),
    }
}

/// The value of a text by the kind of its field; what does not fit stays a text, which the check then names.
fn scalar(field: &Field, text: &str) -> Value {
    let value = match field.kind {
        Kind::Integer => text.parse::<i64>().ok().map(Value::from),
        Kind::Number => text.parse::<f64>().ok().map(Value::from),
        Kind::Boolean => text.parse::<bool>().ok().map(Value::from),
        Kind::String | Kind::Object(_) | Kind::Array(_) | Kind::Map(_) => None,
    };
    value.unwrap_or_else(|| Value::from(text))
}

fn parse_json(text: &str) -> Result<Value, String> {
    serde_json::from_str(text)
        .map_err(|error| format!("takes JSON here, which this is not: {error}"))
}

fn object_of(slot: &mut Value) -> &mut Map<String, Value> {
    if !slot.is_object() {
        *slot = Value::Object(Map::new());
    }
    slot.as_object_mut()
        .expect("the slot was made an object just now")
}

fn list_of(slot: &mut Value) -> &mut Vec<Value> {
    if !slot.is_array() {
        *slot = Value::Array(Vec::new());
    }
    slot.as_array_mut()
        .expect("the slot was made a list just now")
}

fn no_field(name: &str, fields: &[Field]) -> String {
    let names = fields.iter().map(|field| field.name);
    match nearest(name, names) {
        Some(nearest) => format!("has no field `{name}` inside; the nearest is `{nearest}`"),
        None => format!("has no field `{name}` inside"),
    }
}
