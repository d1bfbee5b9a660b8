//! The store as a whole: opened once, shared by cloning. The queries are in the files of their tables.

use std::time::Duration;

use sqlx::{Any, AnyPool, Transaction};

use crate::backend::{Address, Backend, Pools};
use crate::error::Error;
use crate::migration;

/// What the bot remembers. Clones share their connections.
#[derive(Debug, Clone)]
pub struct Store {
    backend: Backend,
    pools: Pools,
}

impl Store {
    /// Opens a database, creates it if it is a file that is missing, and brings its schema up to date.
    ///
    /// The URL is `sqlite:FILE`, `sqlite::memory:` or `postgres://USER:PASSWORD@HOST/DATABASE`.
    ///
    /// # Errors
    /// [`Error::Url`] if the URL is none of these, [`Error::Open`] if the database cannot be reached,
    /// [`Error::NewerSchema`] if a newer version of the program has used it, [`Error::Migration`] if its schema
    /// cannot be brought up to date.
    pub async fn open(url: &str) -> Result<Self, Error> {
        let address = Address::parse(url)?;
        let mut attempt = 1;
        loop {
            let error = match Self::try_open(&address).await {
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

    async fn try_open(address: &Address) -> Result<Self, Error> {
        let pools = address.connect().await?;
        let store = Self {
            backend: address.backend,
            pools,
        };
        if let Err(error) = migration::run(store.writer(), address.backend, &address.name).await {
            store.close().await;
            return Err(error);
        }
        Ok(store)
    }

    /// Finishes what is being written and closes all connections; calls that come later fail.
    pub async fn close(&self) {
        // The writer goes last: as the last connection to a file it folds the journal into it.
        self.pools.reader.close().await;
        self.pools.writer.close().await;
    }

    /// Which database holds the data.
    pub fn backend(&self) -> Backend {
        self.backend
    }

    pub(crate) fn reader(&self) -> &AnyPool {
        &self.pools.reader
    }

    pub(crate) fn writer(&self) -> &AnyPool {
        &self.pools.writer
    }

    /// A transaction that writes; on SQLite it takes the lock at once, because taking it later can fail without waiting.
    pub(crate) async fn begin(&self) -> sqlx::Result<Transaction<'static, Any>> {
        match self.backend {
            Backend::Sqlite => self.writer().begin_with("BEGIN IMMEDIATE").await,
            Backend::Postgres => self.writer().begin().await,
        }
    }
}

const ATTEMPTS: u32 = 6;

/// Before the second attempt; later ones wait longer.
const PAUSE: Duration = Duration::from_millis(40);
