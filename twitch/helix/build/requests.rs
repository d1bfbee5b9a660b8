//! Writes the request of an endpoint: a constructor that takes what is required, and a method for each parameter that is not.

use std::fmt::Write as _;

use spec::Endpoint;

use crate::answers::Answer;
use crate::parameters::{Argument, Given, Object, Parameter};
use crate::{docs, examples, names};

/// The request of an endpoint, what it answers with, and the objects of its body, as Rust.
pub(crate) fn request(
    module: &str,
    endpoint: &Endpoint,
    answer: &Answer,
    parameters: &[Parameter],
) -> String {
    let mut text = String::new();
    write_objects(&mut text, endpoint, parameters);
    let writer = Writer {
        endpoint,
        name: &names::pascal(endpoint.id),
        parameters,
    };
    writer
        .write(&mut text, module, answer)
        .expect("a String takes every text");
    // What follows the last method of a block is the end of the block.
    text.replace("\n\n}", "\n}")
}

/// Writes the objects that stand inside a body, the innermost first.
fn write_objects(text: &mut String, endpoint: &Endpoint, parameters: &[Parameter]) {
    for Object { name, parameters } in parameters.iter().filter_map(Parameter::object) {
        write_objects(text, endpoint, parameters);
        let writer = Writer {
            endpoint,
            name,
            parameters,
        };
        writer
            .write_object(text)
            .expect("a String takes every text");
    }
}

struct Writer<'a> {
    endpoint: &'a Endpoint,
    name: &'a str,
    parameters: &'a [Parameter],
}

impl Writer<'_> {
    fn write(&self, text: &mut String, module: &str, answer: &Answer) -> std::fmt::Result {
        let Self { endpoint, name, .. } = self;
        let constant = endpoint.id.to_ascii_uppercase();
        let mut about = docs::request(endpoint);
        about.push(String::new());
        about.extend(examples::example(module, endpoint, self.parameters));
        for line in about {
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
        self.write_constructor(text, "Self::start()")?;
        writeln!(text, "}}\n")?;
        if self.optional().next().is_some() {
            writeln!(text, "impl<Via> {name}<Via> {{")?;
            for parameter in self.optional() {
                parameter.write_methods(text)?;
            }
            writeln!(text, "}}\n")?;
        }
        self.write_client_method(text)
    }

    fn write_object(&self, text: &mut String) -> std::fmt::Result {
        let name = self.name;
        writeln!(
            text,
            "body_object! {{\n    /// An object in the body of {}.\n    {name}\n}}\n",
            docs::link(self.endpoint)
        )?;
        writeln!(text, "impl {name} {{")?;
        self.write_constructor(text, "Self { parameters: Parameters::new() }")?;
        for parameter in self.optional() {
            parameter.write_methods(text)?;
        }
        writeln!(text, "}}\n")?;
        match self.parameters {
            [
                Parameter {
                    is_required: true,
                    given: Given::One(Argument::Plain(kind)),
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

    fn write_constructor(&self, text: &mut String, start: &str) -> std::fmt::Result {
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
        writeln!(text, "        let mut made = {start};")?;
        for parameter in self.required() {
            writeln!(
                text,
                "        {}",
                parameter.statement("made.parameters", Times::Once)
            )?;
        }
        writeln!(text, "        made\n    }}\n")
    }

    fn write_client_method(&self, text: &mut String) -> std::fmt::Result {
        let name = self.name;
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
            self.endpoint.summary
        )?;
        self.write_arguments_lint(text, 3)?;
        writeln!(
            text,
            "    pub fn {}(&self{signature}) -> {name}<Self> {{",
            self.endpoint.id
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
#[derive(Clone, Copy, PartialEq)]
enum Times {
    Once,
    Again,
}

impl Parameter {
    fn argument_type(&self) -> String {
        match &self.given {
            Given::One(argument) => format!("impl Argument<{}>", argument.rust()),
            Given::NumericText => "impl Argument<i64>".to_owned(),
            Given::Truth => "bool".to_owned(),
            Given::Moment => "Timestamp".to_owned(),
            Given::List(argument) => {
                format!(
                    "impl IntoIterator<Item = impl Argument<{}>>",
                    argument.rust()
                )
            }
            Given::Map(argument) => {
                let kind = argument.rust();
                format!("impl IntoIterator<Item = (impl Into<String>, impl Argument<{kind}>)>")
            }
        }
    }

    /// The statement that takes the argument into the parameters.
    fn statement(&self, target: &str, times: Times) -> String {
        let ident = self.ident();
        let name = self.field.name;
        let value = match &self.given {
            Given::Truth => ident.clone(),
            Given::NumericText => format!("{ident}.encode().to_string()"),
            Given::One(_) | Given::Moment | Given::List(_) | Given::Map(_) => {
                format!("{ident}.encode()")
            }
        };
        match (&self.path, &self.given) {
            (None, Given::List(_)) if times == Times::Once => {
                format!(
                    "for value in {ident} {{\n            {target}.add({name:?}, value.encode());\n        }}"
                )
            }
            (None, Given::List(_)) => format!("{target}.add({name:?}, {value});"),
            (None, _) => format!("{target}.set({name:?}, {value});"),
            (Some(path), Given::List(argument)) => {
                let kind = argument.rust();
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
        match (&self.path, &self.given) {
            (None, Given::List(argument)) => {
                let kind = argument.rust();
                let many = names::plural(self.field.name);
                writeln!(
                    text,
                    "    /// {about}\n    ///\n    /// It can be called again for one more."
                )?;
                writeln!(
                    text,
                    "    pub fn {ident}(mut self, {ident}: impl Argument<{kind}>) -> Self {{"
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
                    "    pub fn {many}(mut self, {ident}: {}) -> Self {{",
                    self.argument_type()
                )?;
                writeln!(
                    text,
                    "        {}\n        self\n    }}\n",
                    self.statement("self.parameters", Times::Once)
                )
            }
            (Some(path), Given::Map(argument)) => {
                let kind = argument.rust();
                writeln!(
                    text,
                    "    /// One entry of {about}\n    ///\n    /// It can be called again for one more."
                )?;
                writeln!(
                    text,
                    "    pub fn {ident}(mut self, key: impl Into<String>, value: impl Argument<{kind}>) -> Self {{"
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
                    "    pub fn {ident}(mut self, {ident}: {}) -> Self {{",
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
