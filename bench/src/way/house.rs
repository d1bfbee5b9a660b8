//! The folder in which the programs live: a world, configs and data of their own.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use tempfile::TempDir;

use super::program;

/// A folder that is gone at the end.
#[derive(Debug)]
pub struct House {
    folder: TempDir,
}

impl House {
    /// An empty one.
    ///
    /// # Errors
    /// If no folder can be made.
    pub fn new() -> Result<Self> {
        let folder = TempDir::new().context("cannot make a folder")?;
        Ok(Self { folder })
    }

    /// Writes a file.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, name: &str, text: &str) -> Result<PathBuf> {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    }

    /// Where something lies.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Our program, with nothing of the person's own in reach.
    ///
    /// # Errors
    /// If this program does not know where it is.
    pub fn streamhand(&self) -> Result<Command> {
        let mut command = Command::new(program::beside("streamhand")?);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("STREAMHAND_") {
                command.env_remove(name);
            }
        }
        for name in [
            "HOME",
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "APPDATA",
            "LOCALAPPDATA",
        ] {
            command.env(name, self.folder.path());
        }
        command.current_dir(self.folder.path());
        Ok(command)
    }

    /// A world with so many channels, in all of which the bot moderates.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn world(&self, channels: usize) -> Result<PathBuf> {
        let mut world = format!(
            "broadcaster = \"{}\"\nbot = \"{BOT}\"\n[[user]]\nlogin = \"{BOT}\"\nverified_bot = true\n\
             [[client]]\nid = \"{CLIENT}\"\nname = \"Bench\"\n",
            channel(0)
        );
        for number in 0..channels {
            let login = channel(number);
            let _ = write!(
                world,
                "[[user]]\nlogin = \"{login}\"\n[[channel]]\nlogin = \"{login}\"\nmoderators = [\"{BOT}\"]\n"
            );
        }
        self.write("world.toml", &world)
    }

    /// The config of our bot in so many channels.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn config(&self, channels: usize, ready: &serde_json::Value) -> Result<PathBuf> {
        let value = |name: &str| ready[name].as_str().unwrap_or_default().to_owned();
        let mut config = format!(
            "[app]\nclient_id = \"{CLIENT}\"\n[bot]\nlogin = \"{BOT}\"\nverified = true\n[chat]\nsend = \"irc\"\n\
             [twitch]\nauth = \"{}\"\nhelix = \"{}\"\nirc = \"irc://{}:{}\"\n",
            value("SIM_AUTH"),
            value("SIM_HELIX"),
            value("SIM_IRC_HOST"),
            value("SIM_IRC_PORT"),
        );
        for number in 0..channels {
            let _ = write!(config, "[[channel]]\nlogin = \"{}\"\n", channel(number));
        }
        self.write(&format!("bot-{channels}.toml"), &config)
    }
}

/// The login of a channel.
pub fn channel(number: usize) -> String {
    format!("chan{number}")
}

/// A path as an argument.
pub fn argument(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// The account of both bots.
pub const BOT: &str = "benchbot";

const CLIENT: &str = "benchbenchbenchbenchbenchbenchbe";
