//! The store as a whole: opened once, shared by cloning. The queries are in the files of their tables.

use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use sqlx::{Any, AnyPool, Transaction};
use tokio::time::Instant;

use crate::backend::{Address, Backend, Pools};
use crate::backup::BackupKind;
use crate::clock;
use crate::error::{Error, Tried};
use crate::generation;
use crate::keyring::{self, Ring};
use crate::lock::{self, Held, Locks};
use crate::migration::{self, Target};
use crate::repair::{self, Mended, Recovery};
use crate::scrub;
use crate::settings::Settings;

/// What the bot remembers. Clones share their connections.
#[derive(Debug, Clone)]
pub struct Store {
    pools: Pools,
    shared: Arc<Shared>,
}

/// What all clones have in common beside the connections.
#[derive(Debug)]
struct Shared {
    address: Address,
    settings: Settings,
    locks: Locks,
    /// Changes when everything is sealed with another key.
    ring: RwLock<Arc<Ring>>,
    /// Keeps others from replacing the file while it is in use; given back when the store is closed.
    use_of_file: Mutex<Option<File>>,
    recovery: Option<Recovery>,
}

impl Store {
    /// Opens a database, creates it if it is a file that is missing, and brings its schema up to date.
    ///
    /// The URL is `sqlite:FILE`, `sqlite::memory:` or `postgres://USER:PASSWORD@HOST/DATABASE`.
    ///
    /// # Errors
    /// [`Error::Url`] if the URL is none of these, [`Error::Open`] if the database cannot be reached,
    /// [`Error::NewerSchema`] if a newer version of the program has used it, [`Error::Migration`] if its schema
    /// cannot be brought up to date; [`Error::Unsafe`] and [`Error::File`] if a file is not fit for secrets;
    /// [`Error::KeyMissing`], [`Error::WrongKey`], [`Error::OtherKeyKind`] and [`Error::KeyUnusable`] if the key is
    /// not there or not the right one.
    pub async fn open(url: &str, settings: &Settings) -> Result<Self, Error> {
        let address = Address::parse(url)?;
        let mut attempt = 1;
        loop {
            let error = match Self::try_open(&address, settings).await {
                Ok(store) => return Ok(store),
                Err(error) => error,
            };
            // Two processes that create one file at the same moment can meet where SQLite does not wait by itself.
            if attempt == ATTEMPTS || address.backend != Backend::Sqlite || !error.is_transient() {
                return Err(error);
            }
            tokio::time::sleep(PAUSE * attempt).await;
            attempt += 1;
        }
    }

    async fn try_open(address: &Address, settings: &Settings) -> Result<Self, Error> {
        let settings = settings.absolute();
        let mut settings = settings.map_err(|error| Error::Open {
            database: address.name.clone(),
            source: error.into(),
        })?;
        if address.is_in_memory() {
            settings.key = keyring::fresh()?;
        }
        let (use_of_file, recovery) = match address.file() {
            Some(path) => {
                let (use_of_file, recovery) = take_file(address, path, &settings).await?;
                (Some(use_of_file), recovery)
            }
            None => (None, None),
        };
        let pools = address.connect().await?;
        let ring = match bring_up_to_date(address, &pools, &settings).await {
            Ok(ring) => ring,
            Err(error) => {
                pools.close().await;
                return Err(error);
            }
        };
        Ok(Self {
            pools,
            shared: Arc::new(Shared {
                address: address.clone(),
                settings,
                locks: address.locks(),
                ring: RwLock::new(Arc::new(ring)),
                use_of_file: Mutex::new(use_of_file),
                recovery,
            }),
        })
    }

    /// Finishes what is being written and closes all connections; calls that come later fail.
    pub async fn close(&self) {
        self.pools.close().await;
        let mut use_of_file = self
            .shared
            .use_of_file
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *use_of_file = None;
    }

    /// Which database holds the data.
    pub fn backend(&self) -> Backend {
        self.shared.address.backend
    }

    /// What to call the database in messages; holds no password.
    pub fn name(&self) -> &str {
        &self.shared.address.name
    }

    /// Takes the lock of that name, or tells that somebody else held it for as long as the settings allow.
    pub(crate) async fn lock(&self, name: &str) -> Result<Option<Held>, Error> {
        let patience = self.shared.settings.patience;
        self.shared.locks.take(name, patience).await
    }

    /// Takes the lock of that name, or tells that somebody else holds it.
    pub(crate) async fn try_lock(&self, name: &str) -> Result<Option<Held>, Error> {
        self.shared.locks.take(name, Duration::ZERO).await
    }

    /// The key that the store is open with.
    pub(crate) fn ring(&self) -> Arc<Ring> {
        let ring = self.shared.ring.read();
        ring.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on everything is sealed with this key.
    pub(crate) fn set_ring(&self, ring: Ring) {
        let shared = self.shared.ring.write();
        *shared.unwrap_or_else(PoisonError::into_inner) = Arc::new(ring);
    }

    pub(crate) fn address(&self) -> &Address {
        &self.shared.address
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    pub(crate) fn backups_folder(&self) -> Option<&Path> {
        self.shared.settings.backups.as_deref()
    }

    pub(crate) fn recovered(&self) -> Option<&Recovery> {
        self.shared.recovery.as_ref()
    }

    pub(crate) fn reader(&self) -> &AnyPool {
        &self.pools.reader
    }

    pub(crate) fn writer(&self) -> &AnyPool {
        &self.pools.writer
    }

    /// A transaction that writes; on SQLite it takes the lock at once, because taking it later can fail without waiting.
    pub(crate) async fn begin(&self) -> sqlx::Result<Transaction<'static, Any>> {
        match self.backend() {
            Backend::Sqlite => match self.writer().begin_with(BEGIN).await {
                // After a disk error SQLite has taken a transaction back by itself. Its driver goes on counting
                // it and would never begin another one on this connection, so a new connection takes its place.
                Err(sqlx::Error::InvalidSavePointStatement) => {
                    self.writer().acquire().await?.close().await?;
                    self.writer().begin_with(BEGIN).await
                }
                begun => begun,
            },
            Backend::Postgres => self.writer().begin().await,
        }
    }
}

/// Takes the file for use together with others, after looking whether it is whole and mending it if it is not.
async fn take_file(
    address: &Address,
    path: &Path,
    settings: &Settings,
) -> Result<(File, Option<Recovery>), Error> {
    let busy = || Error::InUse {
        database: address.name.clone(),
    };
    // A file that was never there is new; one that is there and empty may have been more.
    let is_new = !path.exists();
    address.prepare()?;
    let named = address.named();
    let deadline = Instant::now() + settings.patience.min(MENDING_PATIENCE);
    let mut recovery = None;
    loop {
        let shared = lock::share_use(path, settings.patience).await?;
        let shared = shared.ok_or_else(busy)?;
        if is_new {
            return Ok((shared, None));
        }
        let Some(damage) = repair::damage(path, &named, settings).await? else {
            return Ok((shared, recovery));
        };
        // It can be mended by one who has it alone; if several find the damage, one of them will.
        drop(shared);
        match repair::mend(path, &named, settings).await? {
            Mended::Now(mended) => recovery = Some(mended),
            Mended::Already => {}
            Mended::InUse if Instant::now() < deadline => tokio::time::sleep(PAUSE).await,
            Mended::InUse => {
                let tried = vec![Tried {
                    path: path.to_owned(),
                    reason: "another process is using it".to_owned(),
                }];
                return Err(Error::Damaged {
                    database: address.name.clone(),
                    damage,
                    tried,
                });
            }
        }
    }
}

/// Brings the schema up to date, with a backup before that.
async fn bring_up_to_date(
    address: &Address,
    pools: &Pools,
    settings: &Settings,
) -> Result<Ring, Error> {
    let failed = |error: sqlx::Error| Error::Open {
        database: address.name.clone(),
        source: error.into(),
    };
    let mut connection = pools.writer.acquire().await.map_err(failed)?;
    let found = migration::found(&mut connection, address.backend).await;
    let found = found.map_err(failed)?;
    if let Some(folder) = &settings.backups
        && (1..migration::KNOWN).contains(&found)
    {
        let version = migration::KNOWN;
        let kind = (BackupKind::Migration { version }, clock::now());
        generation::make(address, &mut connection, folder, kind).await?;
    }
    drop(connection);
    let target = Target {
        writer: &pools.writer,
        backend: address.backend,
        name: &address.name,
    };
    let ring = migration::run(target, &settings.key).await?;
    let mut connection = pools.writer.acquire().await.map_err(failed)?;
    scrub::run(address, &mut connection, settings).await?;
    Ok(ring)
}

/// Whoever uses a damaged file for longer than this is not just finding the damage.
const MENDING_PATIENCE: Duration = Duration::from_secs(5);

/// Takes the lock of a SQLite file for a transaction that writes.
const BEGIN: &str = "BEGIN IMMEDIATE";

const ATTEMPTS: u32 = 6;

/// Before the second attempt; later ones wait longer.
const PAUSE: Duration = Duration::from_millis(40);
