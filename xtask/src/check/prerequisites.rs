//! What the check needs from the machine, and its installation where that may be done unasked: Debian and its kin, as root.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{program, terminal};

use super::postgres;

/// What becomes of the suite against PostgreSQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Postgres {
    /// Start a server for this run.
    Start,
    /// A URL was given in the environment.
    Given,
    /// Asked to do without.
    Leave,
}

/// Installs what is missing, or says exactly what to install.
pub(crate) fn install(postgres: Postgres) -> Result<()> {
    rust_components()?;
    let missing = missing_packages(postgres);
    if missing.is_empty() {
        return Ok(());
    }
    if program::find("apt-get").is_none() || !program::is_root() {
        bail!("{}", instructions(&missing));
    }
    let names: Vec<&str> = missing
        .iter()
        .flat_map(|need| need.debian)
        .copied()
        .collect();
    terminal::say(&format!("installing {}", names.join(", ")));
    program::run(Command::new("apt-get").arg("update"))?;
    program::run(
        Command::new("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["install", "--yes", "--no-install-recommends"])
            .args(&names),
    )
    .with_context(|| instructions(&missing))
}

/// rustfmt and clippy, which a minimal toolchain leaves out.
fn rust_components() -> Result<()> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if program::output(Command::new("cargo").args([subcommand, "--version"])).is_ok() {
            continue;
        }
        if program::find("rustup").is_none() {
            bail!("cargo {subcommand} is missing; install {component} for this Rust toolchain");
        }
        program::run(Command::new("rustup").args(["component", "add", component]))?;
    }
    Ok(())
}

/// Something the machine may lack.
struct Need {
    what: &'static str,
    debian: &'static [&'static str],
}

fn missing_packages(postgres: Postgres) -> Vec<Need> {
    let mut missing = Vec::new();
    let has_compiler = !cfg!(unix)
        || ["cc", "gcc", "clang"]
            .iter()
            .any(|name| program::find(name).is_some());
    if !has_compiler {
        missing.push(Need {
            what: "a C compiler, which the embedded SQLite is built with",
            debian: &["gcc", "libc6-dev"],
        });
    }
    if postgres == Postgres::Start && postgres::find_programs().is_none() {
        missing.push(Need {
            what: "PostgreSQL's server programs (initdb and pg_ctl), which the store is tested against",
            debian: &["postgresql"],
        });
    }
    if !CHROMIUM.iter().any(|name| program::find(name).is_some()) {
        missing.push(Need {
            what: "Chromium, in which the login pages are tested",
            debian: &["chromium"],
        });
    }
    // Nobody else is let make networks, and the check leaves those trials out then.
    if cfg!(target_os = "linux") && program::is_root() {
        missing.extend(missing_for_networks());
    }
    missing
}

/// What the trials on networks that fail need besides a kernel that lets root make networks.
fn missing_for_networks() -> impl Iterator<Item = Need> {
    let programs = [
        (
            "ip",
            "`ip` and `tc`, with which the trials on failing networks make theirs",
            "iproute2",
        ),
        (
            "nft",
            "`nft`, with which those trials cut and spoil them",
            "nftables",
        ),
        (
            "faketime",
            "faketime, with which one of them sets the clock",
            "faketime",
        ),
    ];
    let missing = programs
        .into_iter()
        .filter(|(program, ..)| program::find(program).is_none());
    missing.map(|(_, what, package)| Need {
        what,
        debian: match package {
            "iproute2" => &["iproute2"],
            "nftables" => &["nftables"],
            _ => &["faketime"],
        },
    })
}

fn instructions(missing: &[Need]) -> String {
    let mut text = String::from("this machine lacks:\n");
    let mut packages: Vec<&str> = Vec::new();
    for need in missing {
        text.push_str(&format!("  - {}\n", need.what));
        packages.extend(need.debian);
    }
    text.push_str(&format!(
        "On Debian or Ubuntu: sudo apt-get install {}\n\
         On Fedora: sudo dnf install gcc postgresql-server chromium iproute iproute-tc nftables libfaketime\n\
         On macOS: xcode-select --install; brew install postgresql chromium\n\
         A PostgreSQL server that runs already is used when {} names it; \
         --without-postgres leaves it out",
        packages.join(" "),
        postgres::URL_VARIABLE
    ));
    text
}

/// The names under which systems know it; `bot/app/tests/it/chromium.rs` looks for the same.
const CHROMIUM: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_instructions_name_every_missing_package() {
        let missing = [
            Need {
                what: "a compiler",
                debian: &["gcc", "libc6-dev"],
            },
            Need {
                what: "a database",
                debian: &["postgresql"],
            },
        ];
        let text = instructions(&missing);
        for expected in ["a compiler", "a database", "gcc libc6-dev postgresql"] {
            assert!(text.contains(expected), "{text}");
        }
    }

    #[test]
    fn a_given_database_needs_no_server_programs() {
        for postgres in [Postgres::Given, Postgres::Leave] {
            let missing = missing_packages(postgres);
            assert!(
                missing.iter().all(|need| need.debian != ["postgresql"]),
                "{postgres:?}"
            );
        }
    }
}
