//! Named locks that hold between processes: files beside an embedded database, advisory locks on a server.
//! What a lock is for is known to those who take it.

use std::collections::HashMap;
use std::fmt;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, ConnectOptions, Connection, Row};
use tokio::sync::{OwnedMutexGuard, watch};
use tokio::time::Instant;

use crate::error::{Cause, Error};
use crate::private_file;

/// Where the locks of one database are.
#[derive(Clone)]
pub(crate) enum Locks {
    /// Nobody else sees the database: one mutex for each name.
    Memory(Arc<Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>>),
    /// Files beside the database. The system releases them when the process ends, however it ends.
    Files(PathBuf),
    /// Advisory locks, each on a connection of its own. The server releases them when the connection ends.
    Server(AnyConnectOptions),
}

/// A lock that is held until this is dropped.
#[derive(Debug)]
pub(crate) enum Held {
    Memory(#[expect(dead_code, reason = "held, never looked at")] OwnedMutexGuard<()>),
    File(#[expect(dead_code, reason = "held, never looked at")] File),
    Server(Watched),
}

/// A connection that holds an advisory lock, and the task that looks after it.
#[derive(Debug)]
pub(crate) struct Watched {
    is_alive: watch::Receiver<bool>,
    task: tokio::task::JoinHandle<()>,
}

impl Locks {
    /// Takes the lock of that name, or tells within the given time that somebody else holds it.
    pub(crate) async fn take(&self, name: &str, patience: Duration) -> Result<Option<Held>, Error> {
        let failed = |source: Cause| Error::Lock {
            name: name.to_owned(),
            source,
        };
        let deadline = Instant::now() + patience;
        match self {
            Self::Memory(locks) => {
                let lock = {
                    let mut locks = locks.lock().unwrap_or_else(PoisonError::into_inner);
                    locks.entry(name.to_owned()).or_default().clone()
                };
                let taken = tokio::time::timeout_at(deadline, lock.lock_owned()).await;
                Ok(taken.ok().map(Held::Memory))
            }
            Self::Files(database) => {
                let file = private_file::open_to_lock(&lock_path(database, name))?;
                let taken = until(deadline, || match file.try_lock() {
                    Ok(()) => Ok(Some(())),
                    Err(TryLockError::WouldBlock) => Ok(None),
                    Err(TryLockError::Error(error)) => Err(failed(error.into())),
                });
                Ok(taken.await?.map(|()| Held::File(file)))
            }
            Self::Server(options) => {
                let taken = take_on_server(options, name, deadline).await;
                Ok(taken
                    .map_err(|error| failed(error.into()))?
                    .map(|connection| Held::Server(Watched::new(connection))))
            }
        }
    }
}

impl Held {
    /// Whether the lock is still held; a lock on a server is lost with its connection.
    pub(crate) fn is_held(&self) -> bool {
        match self {
            Self::Memory(_) | Self::File(_) => true,
            Self::Server(watched) => *watched.is_alive.borrow(),
        }
    }

    /// Returns when the lock was lost, which most never are.
    pub(crate) async fn lost(&self) {
        match self {
            Self::Memory(_) | Self::File(_) => std::future::pending().await,
            Self::Server(watched) => {
                let mut is_alive = watched.is_alive.clone();
                // An error means that the task is gone, and the connection with it.
                let _ = is_alive.wait_for(|is_alive| !is_alive).await;
            }
        }
    }
}

impl Watched {
    fn new(mut connection: AnyConnection) -> Self {
        let (tell, is_alive) = watch::channel(true);
        let task = tokio::spawn(async move {
            loop {
                tokio::time::sleep(HEARTBEAT).await;
                let answered = tokio::time::timeout(HEARTBEAT, connection.ping()).await;
                if !matches!(answered, Ok(Ok(()))) {
                    tell.send_replace(false);
                    return;
                }
            }
        });
        Self { is_alive, task }
    }
}

impl Drop for Watched {
    /// Ends the task and its connection, and so the lock.
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl fmt::Debug for Locks {
    /// The kind alone: what it takes to connect holds the password.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Memory(_) => "Locks(memory)",
            Self::Files(_) => "Locks(files)",
            Self::Server(_) => "Locks(server)",
        })
    }
}

/// Shares the use of a database file with others, or waits while somebody replaces it.
pub(crate) async fn share_use(database: &Path, patience: Duration) -> Result<Option<File>, Error> {
    let file = private_file::open_to_lock(&lock_path(database, USE))?;
    let taken = until(Instant::now() + patience, || {
        settled(file.try_lock_shared())
    });
    Ok(taken.await?.map(|()| file))
}

/// Takes a database file for oneself to replace it; `None` if others use it all that time.
pub(crate) async fn own_use(database: &Path, patience: Duration) -> Result<Option<File>, Error> {
    let file = private_file::open_to_lock(&lock_path(database, USE))?;
    let taken = until(Instant::now() + patience, || settled(file.try_lock()));
    Ok(taken.await?.map(|()| file))
}

fn settled(tried: Result<(), TryLockError>) -> Result<Option<()>, Error> {
    match tried {
        Ok(()) => Ok(Some(())),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(source)) => Err(Error::Lock {
            name: USE.to_owned(),
            source: source.into(),
        }),
    }
}

/// Lock files are never removed: between removing and locking, two processes would hold two files of one name.
fn lock_path(database: &Path, name: &str) -> PathBuf {
    private_file::beside(database, &format!(".{name}.lock"))
}

async fn take_on_server(
    options: &AnyConnectOptions,
    name: &str,
    deadline: Instant,
) -> sqlx::Result<Option<AnyConnection>> {
    let connecting = tokio::time::timeout(CONNECT_TIMEOUT, options.connect());
    let mut connection = connecting
        .await
        .unwrap_or_else(|_| Err(sqlx::Error::Io(io::ErrorKind::TimedOut.into())))?;
    sqlx::raw_sql(SERVER_SETTINGS)
        .execute(&mut connection)
        .await?;
    let mut pause = FIRST_PAUSE;
    loop {
        let row = sqlx::query(TRY_ON_SERVER)
            .bind(name)
            .fetch_one(&mut connection)
            .await?;
        if row.try_get("taken")? {
            return Ok(Some(connection));
        }
        if Instant::now() >= deadline {
            connection.close().await?;
            return Ok(None);
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LAST_PAUSE);
    }
}

/// Asks again and again, because a thread that waits for a file lock cannot be called back.
async fn until<Value>(
    deadline: Instant,
    attempt: impl Fn() -> Result<Option<Value>, Error>,
) -> Result<Option<Value>, Error> {
    let mut pause = FIRST_PAUSE;
    loop {
        if let Some(value) = attempt()? {
            return Ok(Some(value));
        }
        if Instant::now() >= deadline {
            return Ok(None);
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LAST_PAUSE);
    }
}

/// Held shared by everybody who has the file open, alone by whoever replaces it.
const USE: &str = "use";

const FIRST_PAUSE: Duration = Duration::from_millis(5);
const LAST_PAUSE: Duration = Duration::from_millis(100);

/// However short the patience with others is, connecting takes what it takes.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How often a connection that holds a lock is asked whether it still lives.
const HEARTBEAT: Duration = Duration::from_secs(5);

/// The lock belongs to the schema, because one server's database may hold several stores.
const TRY_ON_SERVER: &str = "SELECT pg_try_advisory_lock(\
     hashtextextended('streamhand/' || current_schema() || '/' || $1, 0)) AS taken";

/// A machine that vanished without a word must not hold its locks for hours.
const SERVER_SETTINGS: &str = "SET statement_timeout = '10s'; SET tcp_keepalives_idle = 10; \
     SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; SET application_name = 'streamhand lock';";
