//! Writes the request of an endpoint: a constructor that takes what is required, and a method for each parameter that is not.

use std::fmt::Write as _;

use spec::{Endpoint, Field, Format, Kind, Rule};

use crate::answers::Answer;
use crate::shapes::Shapes;
use crate::{docs, names};

/// A parameter of a request, or a field of an object in its body.
struct Parameter {
    field: Field,
    /// Where it goes: nothing for the query, or the path in the body.
    path: Option<String>,
    is_required: bool,
    kind: Given,
}

/// What may be given for a parameter.
enum Given {
    /// Anything that is an `Argument` of this type.
    Argument(String),
    /// A whole number that is written as text.
    NumericText,
    /// True or false.
    Truth,
    /// A moment.
    Moment,
    /// Several of such.
    List(String),
    /// Entries with free keys and such values.
    Map(String),
}

/// The request of an endpoint, what it answers with, and the objects of its body, as Rust.
pub(crate) fn request(
    module: &str,
    endpoint: &Endpoint,
    answer: &Answer,
    shapes: &mut Shapes,
) -> String {
    let mut text = String::new();
    let parameters = parameters(endpoint, shapes, &mut text);
    let writer = Writer {
        name: names::pascal(endpoint.id),
        parameters,
    };
    writer
        .write(&mut text, module, endpoint, answer)
        .expect("a String takes every text");
    // What follows the last method of a block is the end of the block.
    text.replace("\n\n}", "\n}")
}

fn parameters(endpoint: &Endpoint, shapes: &mut Shapes, text: &mut String) -> Vec<Parameter> {
    let owner = names::pascal(endpoint.id);
    let query = endpoint.query.iter().map(|field| (*field, None));
    let body = body_fields(endpoint);
    let body = body.into_iter().map(|(field, path)| (field, Some(path)));
    let mut parameters: Vec<Parameter> = query
        .chain(body)
        .map(|(field, path)| Parameter {
            is_required: field.required && !is_sometimes_forbidden(endpoint, field.name),
            kind: given(endpoint, &owner, &field, (shapes, text)),
            field,
            path,
        })
        .collect();
    // Stable, so that the order of the table stays within each half.
    parameters.sort_by_key(|parameter| !parameter.is_required);
    parameters
}

/// The fields of the body with their paths; a body that is one object `data` is taken for that object.
fn body_fields(endpoint: &Endpoint) -> Vec<(Field, String)> {
    let fields = endpoint.body.unwrap_or_default();
    match fields {
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
    let rules = endpoint.query_rules.iter().chain(endpoint.body_rules);
    rules
        .filter_map(|rule| match rule {
            Rule::ForbiddenIf { params, .. } => Some(params),
            _ => None,
        })
        .any(|params| params.contains(&name))
}

fn given(
    endpoint: &Endpoint,
    owner: &str,
    field: &Field,
    (shapes, text): (&mut Shapes, &mut String),
) -> Given {
    match field.kind {
        Kind::Boolean if !field.repeated => Given::Truth,
        Kind::String if field.format == Some(Format::DateTime) => Given::Moment,
        Kind::String if field.format == Some(Format::NumericString) => Given::NumericText,
        Kind::Array(element) => {
            Given::List(argument(endpoint, owner, (field, element), (shapes, text)))
        }
        Kind::Map(value) => Given::Map(argument(endpoint, owner, (field, value), (shapes, text))),
        _ if field.repeated => {
            Given::List(argument(endpoint, owner, (field, field), (shapes, text)))
        }
        _ => Given::Argument(argument(endpoint, owner, (field, field), (shapes, text))),
    }
}

/// The type of an argument; `named` is the field that has the name, `field` the one that has the kind.
fn argument(
    endpoint: &Endpoint,
    owner: &str,
    (named, field): (&Field, &Field),
    (shapes, text): (&mut Shapes, &mut String),
) -> String {
    let id = names::id_type(endpoint, named);
    match field.kind {
        Kind::Integer => "i64".to_owned(),
        Kind::Number => "f64".to_owned(),
        Kind::Boolean => "bool".to_owned(),
        Kind::Object(fields) => {
            let name = format!("{owner}{}", names::pascal(&names::singular(named.name)));
            write_object(endpoint, &name, fields, (shapes, text));
            name
        }
        Kind::String | Kind::Array(_) | Kind::Map(_) => match (id, named.name) {
            (Some(id), _) => id.to_owned(),
            (None, "login" | "user_login") => "Login".to_owned(),
            (None, _) if !field.values.is_empty() && field.pattern.is_none() => {
                let field = Field {
                    name: named.name,
                    ..*field
                };
                shapes.parameter_enumeration(endpoint, &field)
            }
            (None, _) => "String".to_owned(),
        },
    }
}

/// Writes an object that stands inside a body.
fn write_object(
    endpoint: &Endpoint,
    name: &str,
    fields: &[Field],
    (shapes, text): (&mut Shapes, &mut String),
) {
    let mut parameters: Vec<Parameter> = fields
        .iter()
        .map(|field| Parameter {
            field: *field,
            path: Some(field.name.to_owned()),
            is_required: field.required,
            kind: given(endpoint, name, field, (shapes, text)),
        })
        .collect();
    parameters.sort_by_key(|parameter| !parameter.is_required);
    let writer = Writer {
        name: name.to_owned(),
        parameters,
    };
    writer
        .write_object(text, endpoint)
        .expect("a String takes every text");
}

struct Writer {
    name: String,
    parameters: Vec<Parameter>,
}

impl Writer {
    fn write(
        &self,
        text: &mut String,
        module: &str,
        endpoint: &Endpoint,
        answer: &Answer,
    ) -> std::fmt::Result {
        let name = &self.name;
        let constant = endpoint.id.to_ascii_uppercase();
        for line in docs::request(endpoint) {
            writeln!(text, "{}", format!("/// {line}").trim_end())?;
        }
        writeln!(text, "#[derive(Debug, Clone)]")?;
        writeln!(
            text,
            "#[must_use = \"a request does nothing until it is sent\"]"
        )?;
        writeln!(
            text,
            "pub struct {name}<Via = ()> {{\n    parameters: Parameters,"
        )?;
        writeln!(
            text,
            "    #[cfg_attr(not(feature = \"client\"), expect(dead_code, reason = \"nothing is sent without the client\"))]"
        )?;
        writeln!(text, "    via: Via,\n}}\n")?;
        writeln!(
            text,
            "request!({name} calls spec::endpoints::{module}::{constant}, {} => {});\n",
            answer.reader, answer.rust
        )?;
        if let Some(list) = &answer.list {
            let cursor = endpoint.pagination.map_or("after", |pages| pages.cursor);
            let item = if list.key == "None" { "_item" } else { "item" };
            writeln!(
                text,
                "paged!({name}, {cursor:?}, {}, |response| {}, |{item}| {});\n",
                list.item, list.unwrap, list.key
            )?;
        }
        writeln!(text, "impl {name} {{")?;
        self.write_constructor(text, "Self::start()", "request", "parameters")?;
        writeln!(text, "}}\n")?;
        if self.optional().next().is_some() {
            writeln!(text, "impl<Via> {name}<Via> {{")?;
            for parameter in self.optional() {
                parameter.write_methods(text)?;
            }
            writeln!(text, "}}\n")?;
        }
        self.write_client_method(text, endpoint)
    }

    fn write_object(&self, text: &mut String, endpoint: &Endpoint) -> std::fmt::Result {
        let name = &self.name;
        writeln!(
            text,
            "body_object! {{\n    /// An object in the body of {}.\n    {name}\n}}\n",
            docs::link(endpoint)
        )?;
        writeln!(text, "impl {name} {{")?;
        self.write_constructor(
            text,
            "Self { parameters: Parameters::new() }",
            "object",
            "parameters",
        )?;
        for parameter in self.optional() {
            parameter.write_methods(text)?;
        }
        writeln!(text, "}}\n")?;
        match self.parameters.as_slice() {
            [
                Parameter {
                    is_required: true,
                    kind: Given::Argument(kind),
                    ..
                },
            ] if kind == "String" => {
                writeln!(
                    text,
                    "impl Argument<{name}> for &str {{\n    fn encode(self) -> Value {{\n        {name}::new(self).encode()\n    }}\n}}\n"
                )?;
                writeln!(
                    text,
                    "impl Argument<{name}> for String {{\n    fn encode(self) -> Value {{\n        {name}::new(self).encode()\n    }}\n}}\n"
                )
            }
            _ => Ok(()),
        }
    }

    fn required(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters
            .iter()
            .filter(|parameter| parameter.is_required)
    }

    fn optional(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters
            .iter()
            .filter(|parameter| !parameter.is_required)
    }

    fn write_constructor(
        &self,
        text: &mut String,
        start: &str,
        variable: &str,
        target: &str,
    ) -> std::fmt::Result {
        if self.required().next().is_none() {
            writeln!(text, "    /// Starts with no parameters at all.")?;
            writeln!(
                text,
                "    #[expect(clippy::new_without_default, reason = \"what a request starts as is no default of anything\")]"
            )?;
            return writeln!(
                text,
                "    pub fn new() -> Self {{\n        {start}\n    }}\n"
            );
        }
        writeln!(
            text,
            "    /// Starts with what the call cannot do without.\n    ///"
        )?;
        for parameter in self.required() {
            writeln!(
                text,
                "    /// - `{}`: {}",
                parameter.ident(),
                docs::parameter(&parameter.field)
            )?;
        }
        self.write_arguments_lint(text, 4)?;
        writeln!(text, "    pub fn new({}) -> Self {{", self.signature())?;
        writeln!(text, "        let mut {variable} = {start};")?;
        for parameter in self.required() {
            writeln!(
                text,
                "        {}",
                parameter.statement(&format!("{variable}.{target}"), Times::Once)
            )?;
        }
        writeln!(text, "        {variable}\n    }}\n")
    }

    fn write_client_method(&self, text: &mut String, endpoint: &Endpoint) -> std::fmt::Result {
        let name = &self.name;
        let arguments: Vec<String> = self.required().map(Parameter::ident).collect();
        let signature = match self.signature() {
            none if none.is_empty() => none,
            lines if lines.starts_with('\n') => format!(",{lines}"),
            line => format!(", {line}"),
        };
        writeln!(text, "#[cfg(feature = \"client\")]\nimpl Client {{")?;
        writeln!(
            text,
            "    /// {}; awaiting it sends it. See [`{name}`].",
            endpoint.summary
        )?;
        self.write_arguments_lint(text, 3)?;
        writeln!(
            text,
            "    pub fn {}(&self{signature}) -> {name}<Client> {{",
            endpoint.id
        )?;
        writeln!(
            text,
            "        {name}::new({}).via(self)\n    }}\n}}\n",
            arguments.join(", ")
        )
    }

    fn write_arguments_lint(&self, text: &mut String, most: usize) -> std::fmt::Result {
        if self.required().count() <= most {
            return Ok(());
        }
        writeln!(
            text,
            "    #[expect(clippy::too_many_arguments, reason = \"one for each parameter that the call cannot do without\")]"
        )
    }

    fn signature(&self) -> String {
        let arguments: Vec<String> = self
            .required()
            .map(|parameter| format!("{}: {}", parameter.ident(), parameter.argument_type()))
            .collect();
        let line = arguments.join(", ");
        if line.len() < 70 {
            return line;
        }
        format!("\n        {},\n    ", arguments.join(",\n        "))
    }
}

/// Whether a statement sets a parameter, or adds one more value to it.
#[derive(PartialEq)]
enum Times {
    Once,
    Again,
}

impl Parameter {
    fn ident(&self) -> String {
        names::ident(self.field.name)
    }

    fn argument_type(&self) -> String {
        match &self.kind {
            Given::Argument(kind) => format!("impl Argument<{kind}>"),
            Given::NumericText => "impl Argument<i64>".to_owned(),
            Given::Truth => "bool".to_owned(),
            Given::Moment => "Timestamp".to_owned(),
            Given::List(kind) => format!("impl IntoIterator<Item = impl Argument<{kind}>>"),
            Given::Map(kind) => {
                format!("impl IntoIterator<Item = (impl Into<String>, impl Argument<{kind}>)>")
            }
        }
    }

    /// The statement that takes the argument into the parameters.
    fn statement(&self, target: &str, times: Times) -> String {
        let ident = self.ident();
        let name = self.field.name;
        let value = match &self.kind {
            Given::Truth => ident.clone(),
            Given::NumericText => format!("{ident}.encode().to_string()"),
            Given::Argument(_) | Given::Moment | Given::List(_) | Given::Map(_) => {
                format!("{ident}.encode()")
            }
        };
        match (&self.path, &self.kind) {
            (None, Given::List(_)) if times == Times::Once => {
                format!(
                    "for value in {ident} {{\n            {target}.add({name:?}, value.encode());\n        }}"
                )
            }
            (None, Given::List(_)) => format!("{target}.add({name:?}, {value});"),
            (None, _) => format!("{target}.set({name:?}, {value});"),
            (Some(path), Given::List(kind)) => {
                format!("{target}.put({path:?}, list::<{kind}>({ident}));")
            }
            (Some(path), Given::Map(_)) => {
                format!(
                    "for (key, value) in {ident} {{\n            {target}.put_entry({path:?}, key, value.encode());\n        }}"
                )
            }
            (Some(path), _) => format!("{target}.put({path:?}, {value});"),
        }
    }

    /// The methods that set an optional parameter.
    fn write_methods(&self, text: &mut String) -> std::fmt::Result {
        let ident = self.ident();
        let about = docs::parameter(&self.field);
        match (&self.path, &self.kind) {
            (None, Given::List(kind)) => {
                let many = names::plural(self.field.name);
                writeln!(
                    text,
                    "    /// {about}\n    ///\n    /// It can be called again for one more."
                )?;
                writeln!(
                    text,
                    "    #[must_use]\n    pub fn {ident}(mut self, {ident}: impl Argument<{kind}>) -> Self {{"
                )?;
                writeln!(
                    text,
                    "        {}\n        self\n    }}\n",
                    self.statement("self.parameters", Times::Again)
                )?;
                writeln!(
                    text,
                    "    /// Several at once of Twitch's `{}`.",
                    self.field.name
                )?;
                writeln!(
                    text,
                    "    #[must_use]\n    pub fn {many}(mut self, {ident}: {}) -> Self {{",
                    self.argument_type()
                )?;
                writeln!(
                    text,
                    "        {}\n        self\n    }}\n",
                    self.statement("self.parameters", Times::Once)
                )
            }
            (Some(path), Given::Map(kind)) => {
                writeln!(
                    text,
                    "    /// One entry of {about}\n    ///\n    /// It can be called again for one more."
                )?;
                writeln!(
                    text,
                    "    #[must_use]\n    pub fn {ident}(mut self, key: impl Into<String>, value: impl Argument<{kind}>) -> Self {{"
                )?;
                writeln!(
                    text,
                    "        self.parameters.put_entry({path:?}, key, value.encode());\n        self\n    }}\n"
                )
            }
            _ => {
                writeln!(text, "    /// {about}")?;
                writeln!(
                    text,
                    "    #[must_use]\n    pub fn {ident}(mut self, {ident}: {}) -> Self {{",
                    self.argument_type()
                )?;
                writeln!(
                    text,
                    "        {}\n        self\n    }}\n",
                    self.statement("self.parameters", Times::Once)
                )
            }
        }
    }
}
