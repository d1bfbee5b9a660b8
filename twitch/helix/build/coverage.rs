//! Writes what the tests go through: for each endpoint its typed request, made from values by name, and the reader of its answer.

use spec::Endpoint;

use crate::names;
use crate::parameters::{Argument, Given, Object, Parameter};

/// The whole file of these entries.
pub(crate) fn file(entries: &str) -> String {
    format!("pub(crate) const TYPED: &[Typed] = &[\n{entries}];\n")
}

/// The entry of one endpoint.
pub(crate) fn entry(module: &str, endpoint: &Endpoint, parameters: &[Parameter]) -> String {
    let request = names::pascal(endpoint.id);
    let maker = Maker { module };
    let make = maker.make(&request, parameters);
    format!(
        "    Typed {{\n        id: {:?},\n        read: |bytes| \
         streamhand_helix::{module}::{request}::<()>::decode(bytes).map(|answer| format!(\"{{answer:?}}\")),\n        \
         make: |source| {{ let _ = source; {make}.parameters().clone() }},\n    }},\n",
        endpoint.id
    )
}

struct Maker<'a> {
    module: &'a str,
}

impl Maker<'_> {
    /// An expression that makes a request or an object from `source`.
    fn make(&self, name: &str, parameters: &[Parameter]) -> String {
        let required = parameters.iter().filter(|parameter| parameter.is_required);
        let arguments: Vec<String> = required.map(|parameter| self.argument(parameter)).collect();
        let start = format!(
            "streamhand_helix::{}::{name}::new({})",
            self.module,
            arguments.join(", ")
        );
        let optional = parameters.iter().filter(|parameter| !parameter.is_required);
        let settings: String = optional.map(|parameter| self.set(parameter)).collect();
        if settings.is_empty() {
            return start;
        }
        format!("{{ let mut made = {start};\n{settings}made }}")
    }

    fn set(&self, parameter: &Parameter) -> String {
        let name = parameter.field.name;
        let ident = parameter.ident();
        let set = match &parameter.given {
            Given::List(_) if parameter.path.is_none() => {
                let many = names::plural(name);
                format!("made = made.{many}({});", self.argument(parameter))
            }
            Given::Map(_) => format!(
                "for (key, value) in {} {{ made = made.{ident}(key, value); }}",
                self.argument(parameter)
            ),
            _ => format!("made = made.{ident}({});", self.argument(parameter)),
        };
        format!("if source.has({name:?}) {{ {set} }}\n")
    }

    /// An expression for the argument.
    fn argument(&self, parameter: &Parameter) -> String {
        let name = parameter.field.name;
        match &parameter.given {
            Given::One(Argument::Plain(kind)) => match kind.as_str() {
                "i64" => format!("source.integer({name:?})"),
                "f64" => format!("source.number({name:?})"),
                _ => format!("source.text({name:?}).as_str()"),
            },
            Given::One(Argument::Object(object)) => {
                format!(
                    "{{ let source = source.object({name:?}); {} }}",
                    self.object(object)
                )
            }
            Given::NumericText => format!("source.integer({name:?})"),
            Given::Truth => format!("source.truth({name:?})"),
            Given::Moment => format!("source.moment({name:?})"),
            Given::List(Argument::Plain(_)) => {
                format!("source.texts({name:?}).iter().map(String::as_str)")
            }
            Given::List(Argument::Object(object)) => format!(
                "source.objects({name:?}).into_iter().map(|source| {})",
                self.object(object)
            ),
            Given::Map(Argument::Plain(_)) => format!("source.entries({name:?})"),
            Given::Map(Argument::Object(object)) => format!(
                "source.objects_by_key({name:?}).into_iter().map(|(key, source)| (key, {}))",
                self.object(object)
            ),
        }
    }

    fn object(&self, object: &Object) -> String {
        self.make(&object.name, &object.parameters)
    }
}
