//! What seals the tokens in the store: a key, a passphrase, or a key file, and where that was said. Whether it fits, the store tells.

use std::fmt;
use std::path::{Path, PathBuf};

use types::Secret;

use super::raw::{Origin, Written};
use super::secret_file;
use crate::failure::Failure;

/// What seals the tokens in the store.
#[derive(Debug, Clone)]
pub(crate) enum Seal {
    /// The key itself, from the environment or from systemd.
    Key {
        /// The key as text.
        key: Secret,
        /// Where it was found.
        origin: String,
    },
    /// A passphrase.
    Passphrase {
        /// The passphrase.
        passphrase: Secret,
        /// Where it was found.
        origin: String,
    },
    /// A file, in the data folder unless its path is absolute.
    KeyFile(PathBuf),
}

/// What was said about it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<'all> {
    pub(super) key: Option<&'all Written>,
    pub(super) key_file: Option<&'all Written>,
    pub(super) passphrase: Option<&'all Written>,
    pub(super) passphrase_file: Option<&'all Written>,
}

impl Seal {
    /// Chooses what was said; without a word of it, what systemd hands over, and else the usual key file.
    ///
    /// # Errors
    /// If two things were said, or a file cannot be read.
    pub(super) fn choose(said: Said<'_>, credentials: Option<&str>) -> Result<Self, Failure> {
        let chosen_file = said
            .key_file
            .filter(|written| !matches!(written.origin, Origin::Default));
        let all = [
            ("key", said.key),
            ("passphrase", said.passphrase),
            ("passphrase_file", said.passphrase_file),
            ("key_file", chosen_file),
        ];
        let mut given = all
            .iter()
            .filter_map(|(name, written)| written.map(|written| (*name, written)));
        let first = given.next();
        if let (Some((first, _)), Some((second, written))) = (first, given.next()) {
            let what = format!("{first} is given as well, and only one of them can be meant");
            return Err(written
                .wrong("store", second, &what)
                .advice("leave one of the two out"));
        }
        match first {
            Some(("key", written)) => Ok(Self::Key {
                key: Secret::new(&*written.text),
                origin: written.origin.to_string(),
            }),
            Some(("passphrase", written)) => Ok(Self::Passphrase {
                passphrase: not_empty(written)?,
                origin: written.origin.to_string(),
            }),
            Some(("passphrase_file", written)) => Ok(Self::Passphrase {
                passphrase: secret_file::read("store", "passphrase_file", written)?,
                origin: written.text.to_string(),
            }),
            Some((_, written)) => Ok(Self::KeyFile(PathBuf::from(&written.text))),
            None => Self::from_systemd(credentials, said.key_file),
        }
    }

    /// systemd names a folder that only the service can read; `LoadCredential=streamhand.key:…` puts the key into it.
    fn from_systemd(credentials: Option<&str>, usual: Option<&Written>) -> Result<Self, Failure> {
        let file = credentials.map(|folder| Path::new(folder).join(USUAL_FILE));
        if let Some(file) = file.filter(|file| file.exists()) {
            let origin = file.display().to_string();
            let written = Written {
                text: (&origin).into(),
                origin: Origin::Variable(CREDENTIALS.to_owned()),
            };
            let key = secret_file::read_handed_over("store", "key_file", &written)?;
            return Ok(Self::Key { key, origin });
        }
        let file = usual.map_or(USUAL_FILE, |written| written.text.as_str());
        Ok(Self::KeyFile(PathBuf::from(file)))
    }

    /// The same as the store wants it, with a file name put into the data folder.
    pub(super) fn source(&self, data_dir: &Path) -> store::KeySource {
        match self {
            Self::Key { key, .. } => store::KeySource::Key(key.clone()),
            Self::Passphrase { passphrase, .. } => store::KeySource::Passphrase(passphrase.clone()),
            Self::KeyFile(file) => store::KeySource::File(data_dir.join(file)),
        }
    }
}

impl fmt::Display for Seal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key { origin, .. } => write!(formatter, "the key from {origin}"),
            Self::Passphrase { origin, .. } => write!(formatter, "the passphrase from {origin}"),
            Self::KeyFile(file) => write!(formatter, "the key file {}", file.display()),
        }
    }
}

/// An empty passphrase would seal nothing; most likely a variable is set to nothing by mistake.
fn not_empty(written: &Written) -> Result<Secret, Failure> {
    if written.text.trim().is_empty() {
        return Err(written
            .wrong("store", "passphrase", "it is empty")
            .advice("set the variable to the passphrase, or unset it"));
    }
    Ok(Secret::new(&*written.text))
}

/// The variable in which systemd names the folder of a service's credentials.
pub(super) const CREDENTIALS: &str = "CREDENTIALS_DIRECTORY";

/// The name of the key file unless another was chosen.
const USUAL_FILE: &str = "streamhand.key";
