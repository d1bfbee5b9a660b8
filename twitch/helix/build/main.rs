//! Makes the typed requests and answers of all endpoints from the table, one file per heading; the table is the only source.

mod answers;
mod docs;
mod names;
mod requests;
mod shapes;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use shapes::Shapes;

fn main() {
    println!("cargo::rerun-if-changed=build");
    let folder = output_folder();
    let mut modules = String::new();
    for heading in spec::headings() {
        let module = names::module(heading.name);
        write(
            &folder,
            &format!("{module}.rs"),
            &heading_file(&module, heading),
        );
        writeln!(
            modules,
            "#[doc = \"What stands under the heading {} of Twitch's reference.\"]\n\
             pub mod {module} {{\n    include!(concat!(env!(\"OUT_DIR\"), \"/{module}.rs\"));\n}}\n",
            heading.name
        )
        .expect("a String takes every text");
    }
    write(&folder, "headings.rs", &modules);
}

/// Everything under one heading: what is common first, then request by request, then what the answers hold.
fn heading_file(module: &str, heading: &spec::Heading) -> String {
    let mut shapes = Shapes::default();
    let mut answers = Vec::new();
    for endpoint in heading.endpoints {
        answers.push(answers::answer(endpoint, &mut shapes));
    }
    let mut requests = String::new();
    for (endpoint, answer) in heading.endpoints.iter().zip(&answers) {
        requests.push_str(&requests::request(module, endpoint, answer, &mut shapes));
    }
    let text = requests + &shapes.write();
    format!("{}\n{text}", imports(&text))
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
