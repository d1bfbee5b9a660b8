//! Where config and data live on each system, unless the command line says otherwise.

use std::path::{Path, PathBuf};

use crate::failure::{Failure, Status};

/// What the command line says about the config.
#[derive(Debug, Clone, Default)]
pub(crate) struct Choices {
    /// `--config`.
    pub file: Option<PathBuf>,
    /// `--data-dir`.
    pub data_dir: Option<PathBuf>,
}

/// The folders that this run uses.
#[derive(Debug, Clone)]
pub(crate) struct Folders {
    config_dir: PathBuf,
    data_dir: PathBuf,
}

impl Folders {
    /// The platform's folders (XDG on Linux, Library on macOS, AppData on Windows), or the chosen ones.
    ///
    /// # Errors
    /// If the system names no home folder and nothing was chosen.
    pub(crate) fn find(choices: &Choices) -> Result<Self, Failure> {
        let platform = directories::ProjectDirs::from("", "", "streamhand");
        let config_dir = match (&choices.file, &platform) {
            (Some(file), _) => file.parent().map(Path::to_owned).unwrap_or_default(),
            (None, Some(platform)) => platform.config_dir().to_owned(),
            (None, None) => return Err(homeless("--config FILE")),
        };
        let data_dir = match (&choices.data_dir, &platform) {
            (Some(folder), _) => folder.clone(),
            (None, Some(platform)) => platform.data_dir().to_owned(),
            (None, None) => return Err(homeless("--data-dir DIR")),
        };
        Ok(Self {
            config_dir,
            data_dir,
        })
    }

    /// Both in one folder, for a run that must leave nothing behind.
    pub(crate) fn within(folder: &Path) -> Self {
        Self {
            config_dir: folder.to_owned(),
            data_dir: folder.to_owned(),
        }
    }

    /// Where the config file is looked for.
    pub(crate) fn config_file(&self) -> PathBuf {
        self.config_dir.join("streamhand.toml")
    }

    /// Where data is kept.
    pub(crate) fn data_dir(&self) -> &Path {
        &self.data_dir
    }
}

fn homeless(option: &str) -> Failure {
    Failure::new(
        Status::Usage,
        "this system names no home folder for the current user",
    )
    .meaning("Without one there is no usual place for the config and the data.")
    .advice(format!("say where, with {option}"))
}
