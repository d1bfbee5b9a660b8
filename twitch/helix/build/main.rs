//! Makes the typed requests and answers of all endpoints from the table, one file per heading; the table is the only source.

mod answers;
mod coverage;
mod docs;
mod examples;
mod names;
mod parameters;
mod requests;
mod shapes;

use std::fs;
use std::path::{Path, PathBuf};

use shapes::Shapes;
use spec::Endpoint;

#[expect(
    clippy::print_stdout,
    reason = "a build script talks to cargo by printing"
)]
fn main() {
    println!("cargo::rerun-if-changed=build");
    let folder = output_folder();
    let mut modules = String::new();
    let mut coverage = String::new();
    for heading in spec::headings() {
        let module = names::module(heading.name);
        let made = Heading::make(&module, heading.endpoints);
        write(&folder, &format!("{module}.rs"), &made.text);
        modules.push_str(&module_text(&module, heading.name));
        coverage.push_str(&made.coverage);
    }
    write(&folder, "headings.rs", &modules);
    write(&folder, "coverage.rs", &coverage::file(&coverage));
}

/// What is made of one heading.
struct Heading {
    /// Its module: request by request, then what the answers hold.
    text: String,
    /// Its part of what the tests go through.
    coverage: String,
}

impl Heading {
    fn make(module: &str, endpoints: &[Endpoint]) -> Self {
        let mut shapes = Shapes::default();
        let answers: Vec<_> = endpoints
            .iter()
            .map(|endpoint| answers::answer(endpoint, &mut shapes))
            .collect();
        let mut requests = String::new();
        let mut coverage = String::new();
        for (endpoint, answer) in endpoints.iter().zip(&answers) {
            let parameters = parameters::of_request(endpoint, &mut shapes);
            requests.push_str(&requests::request(module, endpoint, answer, &parameters));
            coverage.push_str(&coverage::entry(module, endpoint, &parameters));
        }
        let code = requests + &shapes.write();
        let text = format!("{}\n{code}", imports(&code));
        Self { text, coverage }
    }
}

fn module_text(module: &str, heading: &str) -> String {
    format!(
        "/// What stands under the heading {heading} of Twitch's reference.\n\
         pub mod {module} {{\n    include!(concat!(env!(\"OUT_DIR\"), \"/{module}.rs\"));\n}}\n\n"
    )
}

#[expect(
    clippy::disallowed_methods,
    reason = "a build script is told its folder by the environment"
)]
fn output_folder() -> PathBuf {
    PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo tells every build script its folder"))
}

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).expect("the folder of a build script can be written to");
}

/// The imports of a file: those of which it names what they bring.
fn imports(text: &str) -> String {
    let code: Vec<&str> = text.lines().filter(|line| !line.contains("///")).collect();
    let code = code.join("\n");
    let names = |wanted: &str| {
        code.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .any(|word| word == wanted)
    };
    let mut imports = String::new();
    for (name, import) in IMPORTS {
        if names(name) {
            imports.push_str(import);
            imports.push('\n');
        }
    }
    imports
}

/// What the made code may name, and where it comes from.
const IMPORTS: &[(&str, &str)] = &[
    ("BTreeMap", "use std::collections::BTreeMap;"),
    ("Value", "use serde_json::Value;"),
    ("Login", "use types::Login;"),
    ("MessageId", "use types::MessageId;"),
    ("Timestamp", "use types::Timestamp;"),
    ("UserId", "use types::UserId;"),
    ("encode", "use crate::argument::Argument;"),
    ("list", "use crate::argument::list;"),
    (
        "Client",
        "#[cfg(feature = \"client\")]\nuse crate::client::Client;",
    ),
    ("body_object", "use crate::macros::body_object;"),
    ("open_enum", "use crate::macros::open_enum;"),
    ("paged", "use crate::macros::paged;"),
    ("record", "use crate::macros::record;"),
    ("request", "use crate::macros::request;"),
    ("Page", "use crate::page::Page;"),
    ("Pagination", "use crate::page::Pagination;"),
    ("Parameters", "use crate::parameters::Parameters;"),
];
