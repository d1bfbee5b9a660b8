//! Decides how each parameter of an endpoint is given: what is required, by which type, and the objects inside a body.

use spec::{Endpoint, Field, Format, Kind, Rule};

use crate::names;
use crate::shapes::Shapes;

/// A parameter of a request, or a field of an object in its body.
pub(crate) struct Parameter {
    pub(crate) field: Field,
    /// Where it goes: nothing for the query, or the path in the body.
    pub(crate) path: Option<String>,
    pub(crate) is_required: bool,
    pub(crate) given: Given,
}

/// What may be given for a parameter.
pub(crate) enum Given {
    One(Argument),
    /// A whole number that is written as text.
    NumericText,
    /// True or false.
    Truth,
    /// A moment.
    Moment,
    /// Several of such.
    List(Argument),
    /// Entries with free keys and such values.
    Map(Argument),
}

/// What a parameter is an argument of.
pub(crate) enum Argument {
    /// A type by its name.
    Plain(String),
    /// An object that stands inside a body.
    Object(Object),
}

/// An object that stands inside a body.
pub(crate) struct Object {
    pub(crate) name: String,
    pub(crate) parameters: Vec<Parameter>,
}

/// The parameters of a request, the required ones first.
pub(crate) fn of_request(endpoint: &Endpoint, shapes: &mut Shapes) -> Vec<Parameter> {
    let query = endpoint.query.iter().map(|field| (*field, None));
    let body = body_fields(endpoint);
    let body = body.into_iter().map(|(field, path)| (field, Some(path)));
    let mut decider = Decider { endpoint, shapes };
    let owner = names::pascal(endpoint.id);
    let parameters = query
        .chain(body)
        .map(|(field, path)| Parameter {
            is_required: field.required && !is_sometimes_forbidden(endpoint, field.name),
            given: decider.given(&owner, &field),
            field,
            path,
        })
        .collect();
    required_first(parameters)
}

/// The fields of the body with their paths; a body that is one object `data` is taken for that object.
fn body_fields(endpoint: &Endpoint) -> Vec<(Field, String)> {
    match endpoint.body.unwrap_or_default() {
        [
            Field {
                name: "data",
                kind: Kind::Object(inner),
                ..
            },
        ] => inner
            .iter()
            .map(|field| (*field, format!("data.{}", field.name)))
            .collect(),
        fields => fields
            .iter()
            .map(|field| (*field, field.name.to_owned()))
            .collect(),
    }
}

/// Whether a rule forbids what the parameter's own entry requires, so that a constructor cannot insist on it.
fn is_sometimes_forbidden(endpoint: &Endpoint, name: &str) -> bool {
    let mut rules = endpoint.query_rules.iter().chain(endpoint.body_rules);
    rules.any(|rule| matches!(rule, Rule::ForbiddenIf { params, .. } if params.contains(&name)))
}

/// Stable, so that the order of the table stays within each half.
fn required_first(mut parameters: Vec<Parameter>) -> Vec<Parameter> {
    parameters.sort_by_key(|parameter| !parameter.is_required);
    parameters
}

struct Decider<'a> {
    endpoint: &'a Endpoint,
    shapes: &'a mut Shapes,
}

impl Decider<'_> {
    fn given(&mut self, owner: &str, field: &Field) -> Given {
        match field.kind {
            Kind::Boolean if !field.repeated => Given::Truth,
            Kind::String if field.format == Some(Format::DateTime) => Given::Moment,
            Kind::String if field.format == Some(Format::NumericString) => Given::NumericText,
            Kind::Array(element) => Given::List(self.argument(owner, field, element)),
            Kind::Map(value) => Given::Map(self.argument(owner, field, value)),
            _ if field.repeated => Given::List(self.argument(owner, field, field)),
            _ => Given::One(self.argument(owner, field, field)),
        }
    }

    /// What an argument is; `named` is the field that has the name, `field` the one that has the kind.
    fn argument(&mut self, owner: &str, named: &Field, field: &Field) -> Argument {
        let plain = match field.kind {
            Kind::Integer => "i64".to_owned(),
            Kind::Number => "f64".to_owned(),
            Kind::Boolean => "bool".to_owned(),
            Kind::Object(fields) => return Argument::Object(self.object(owner, named, fields)),
            Kind::String | Kind::Array(_) | Kind::Map(_) => self.text(named, field),
        };
        Argument::Plain(plain)
    }

    fn text(&mut self, named: &Field, field: &Field) -> String {
        if let Some(id) = names::id_type(self.endpoint, named) {
            return id.to_owned();
        }
        if matches!(named.name, "login" | "user_login") {
            return "Login".to_owned();
        }
        // A pattern beside the values means that others are allowed too, so that an enumeration would only be in the way.
        if field.values.is_empty() || field.pattern.is_some() {
            return "String".to_owned();
        }
        let field = Field {
            name: named.name,
            ..*field
        };
        self.shapes.parameter_enumeration(self.endpoint, &field)
    }

    fn object(&mut self, owner: &str, named: &Field, fields: &[Field]) -> Object {
        let name = format!("{owner}{}", names::pascal(&names::singular(named.name)));
        let parameters = fields
            .iter()
            .map(|field| Parameter {
                field: *field,
                path: Some(field.name.to_owned()),
                is_required: field.required,
                given: self.given(&name, field),
            })
            .collect();
        Object {
            name,
            parameters: required_first(parameters),
        }
    }
}

impl Parameter {
    /// The name of the argument and of the method.
    pub(crate) fn ident(&self) -> String {
        names::ident(self.field.name)
    }

    /// The object that has to be made for it, if any.
    pub(crate) fn object(&self) -> Option<&Object> {
        match &self.given {
            Given::One(Argument::Object(object))
            | Given::List(Argument::Object(object))
            | Given::Map(Argument::Object(object)) => Some(object),
            _ => None,
        }
    }
}

impl Argument {
    /// The type as Rust.
    pub(crate) fn rust(&self) -> &str {
        match self {
            Self::Plain(name) => name,
            Self::Object(object) => &object.name,
        }
    }
}
