//! Where the checkout stands, and cargo called inside it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// The checkout that the chores work on.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The checkout that this program was started from.
    ///
    /// Cargo says where, so that a chore may be called from any folder.
    pub(crate) fn find() -> Result<Self> {
        let manifest_dir = std::env::var_os("CARGO_MANIFEST_DIR")
            .context("cannot find the checkout: start the chores by `cargo xtask`")?;
        let root = Path::new(&manifest_dir)
            .parent()
            .context("cannot find the checkout: the chores have no folder above their own")?;
        Ok(Self {
            root: root.to_owned(),
        })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A call of the cargo that started us, from the root of the checkout.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.current_dir(&self.root).args(arguments);
        command
    }

    /// A call of another toolchain's cargo, through rustup.
    pub(crate) fn nightly_cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        command
            .current_dir(&self.root)
            .arg("+nightly")
            .args(arguments)
            // These name the toolchain that runs us, and would win over `+nightly`.
            .env_remove("CARGO")
            .env_remove("RUSTUP_TOOLCHAIN");
        command
    }
}
