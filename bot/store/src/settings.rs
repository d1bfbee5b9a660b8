//! How a store is to be opened: where its key comes from, and where its backups go. Nothing here reads a file or the environment.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use types::Secret;

/// How a store is to be opened.
#[derive(Debug, Clone)]
pub struct Settings {
    pub(crate) key: KeySource,
    pub(crate) backups: Option<PathBuf>,
    pub(crate) patience: Duration,
}

/// Where the key comes from that seals the secrets in the database.
///
/// A store in memory needs none: it seals with a key that is forgotten with it.
#[derive(Debug, Clone)]
pub enum KeySource {
    /// A file that only its owner may read; it is made when it is needed for the first time.
    File(PathBuf),
    /// A passphrase, which a slow function turns into the key.
    Passphrase(Secret),
    /// The key itself as text, for example out of an environment variable; see [`Key::generate`](crate::Key::generate).
    Key(Secret),
}

impl Settings {
    /// Seals with this key, makes no backups.
    pub fn new(key: KeySource) -> Self {
        Self {
            key,
            backups: None,
            patience: PATIENCE,
        }
    }

    /// Keeps backups in this folder, and mends a damaged database from them.
    #[must_use]
    pub fn with_backups(mut self, folder: impl Into<PathBuf>) -> Self {
        self.backups = Some(folder.into());
        self
    }

    /// Waits that long for what another process holds; half a minute unless told otherwise.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// The same with whole paths: where the program is may change, where its files are may not.
    pub(crate) fn absolute(&self) -> std::io::Result<Self> {
        let key = match &self.key {
            KeySource::File(path) => KeySource::File(std::path::absolute(path)?),
            other => other.clone(),
        };
        let backups = self.backups.as_ref().map(std::path::absolute);
        Ok(Self {
            key,
            backups: backups.transpose()?,
            patience: self.patience,
        })
    }
}

impl KeySource {
    /// How the database calls this kind of key.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::File(_) | Self::Key(_) => "key",
            Self::Passphrase(_) => "passphrase",
        }
    }
}

impl fmt::Display for KeySource {
    /// As messages name it; never the key.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(formatter, "key in {}", path.display()),
            Self::Passphrase(_) => formatter.write_str("passphrase"),
            Self::Key(_) => formatter.write_str("given key"),
        }
    }
}

const PATIENCE: Duration = Duration::from_secs(30);
