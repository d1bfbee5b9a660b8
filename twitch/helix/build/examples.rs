//! Writes an example for each call, with a value that fits for everything it cannot do without; the doc tests compile all of them.

use spec::{Endpoint, Field, Format};

use crate::parameters::{Argument, Given, Object, Parameter};

/// The example, line by line.
pub(crate) fn example(module: &str, endpoint: &Endpoint, parameters: &[Parameter]) -> Vec<String> {
    let arguments = arguments(module, parameters);
    let call = format!("helix.{}({arguments})", endpoint.id);
    let lines = [
        "# Examples",
        "",
        "```",
        "# use streamhand_helix::{Client, Error};",
        "# async fn example(helix: &Client) -> Result<(), Error> {",
        &format!("let answer = {call}.await?;"),
        "println!(\"{answer:?}\");",
        "# Ok(())",
        "# }",
        "```",
    ];
    lines.map(str::to_owned).into()
}

/// A value for each parameter that is required.
fn arguments(module: &str, parameters: &[Parameter]) -> String {
    let required = parameters.iter().filter(|parameter| parameter.is_required);
    let values: Vec<String> = required.map(|parameter| given(module, parameter)).collect();
    values.join(", ")
}

fn given(module: &str, parameter: &Parameter) -> String {
    let field = &parameter.field;
    match &parameter.given {
        Given::Truth => "true".to_owned(),
        Given::Moment => "types::Timestamp::from_unix_millis(1_795_342_800_000)".to_owned(),
        Given::NumericText => "60".to_owned(),
        Given::One(argument) => value(module, argument, field),
        Given::List(argument) => format!("[{}]", value(module, argument, field)),
        Given::Map(argument) => format!("[(\"1\", {})]", value(module, argument, field)),
    }
}

fn value(module: &str, argument: &Argument, field: &Field) -> String {
    match argument {
        Argument::Object(Object { name, parameters }) => {
            let inner = arguments(module, parameters);
            format!("streamhand_helix::{module}::{name}::new({inner})")
        }
        Argument::Plain(kind) => match kind.as_str() {
            "i64" => field
                .min
                .or_else(|| field.numbers.first().copied())
                .unwrap_or(60)
                .to_string(),
            "f64" => "30.0".to_owned(),
            "bool" => "true".to_owned(),
            _ => format!("{:?}", text(field)),
        },
    }
}

/// A text that looks like what belongs there.
fn text(field: &Field) -> &'static str {
    if let Some(first) = field.values.first() {
        return first;
    }
    match (field.format, field.name) {
        (Some(Format::DateTime), _) => "2026-11-22T10:20:00Z",
        (_, name) if name.ends_with("login") => "twitchdev",
        (_, name) if name.ends_with("id") => "141981764",
        (_, "title") => "Heads or tails?",
        (_, "message" | "text") => "Hello!",
        _ => "example",
    }
}
