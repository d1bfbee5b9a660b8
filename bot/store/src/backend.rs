//! The two databases and how to connect to them: what the URL means, and what every connection is told first.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, ConnectOptions, Connection};

use crate::backup::{Named, POSTGRES_ENDING, SQLITE_ENDING};
use crate::error::{Cause, Error};
use crate::lock::Locks;
use crate::private_file;

/// Which database holds the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// A file, or the memory of this process.
    Sqlite,
    /// A server.
    Postgres,
}

/// A database as its URL names it.
#[derive(Clone)]
pub(crate) struct Address {
    pub(crate) backend: Backend,
    /// What to call it in messages; holds no password.
    pub(crate) name: String,
    place: Place,
}

#[derive(Clone)]
enum Place {
    Memory,
    File(PathBuf),
    Server(AnyConnectOptions),
}

/// The connections to a database.
#[derive(Debug, Clone)]
pub(crate) struct Pools {
    /// SQLite allows one writer, so there is one connection that writes, and writes queue here instead of failing.
    pub(crate) writer: AnyPool,
    pub(crate) reader: AnyPool,
}

impl Address {
    pub(crate) fn parse(url: &str) -> Result<Self, Error> {
        if let Some(rest) = url.strip_prefix("sqlite:") {
            return Self::parse_sqlite(url, rest);
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Self::parse_postgres(url);
        }
        Err(Error::Url {
            url: without_password(url),
            reason: "it begins neither with sqlite: nor with postgres://".to_owned(),
        })
    }

    fn parse_sqlite(url: &str, rest: &str) -> Result<Self, Error> {
        let path = rest.strip_prefix("//").unwrap_or(rest);
        // Some write an absolute path with four slashes; read again as a URL it would become a relative one.
        let path = match path.trim_start_matches('/') {
            below if path.starts_with("//") => &path[path.len() - below.len() - 1..],
            _ => path,
        };
        let refuse = |reason: &str| Error::Url {
            url: url.to_owned(),
            reason: reason.to_owned(),
        };
        let place = match path {
            ":memory:" => Place::Memory,
            "" => return Err(refuse("the name of a file is missing behind sqlite:")),
            _ if path.contains('?') => return Err(refuse("parameters cannot be given")),
            // Where we are may change; where the file is may not.
            _ => {
                Place::File(std::path::absolute(path).map_err(|error| refuse(&error.to_string()))?)
            }
        };
        Ok(Self {
            backend: Backend::Sqlite,
            name: path.to_owned(),
            place,
        })
    }

    fn parse_postgres(url: &str) -> Result<Self, Error> {
        let options = url
            .parse::<AnyConnectOptions>()
            .map_err(|error| Error::Url {
                url: without_password(url),
                reason: error.to_string(),
            })?;
        let host = options.database_url.host_str().unwrap_or("localhost");
        Ok(Self {
            backend: Backend::Postgres,
            name: format!("postgres://{host}{}", options.database_url.path()),
            place: Place::Server(options.disable_statement_logging()),
        })
    }

    /// The file, if it is one.
    pub(crate) fn file(&self) -> Option<&Path> {
        match &self.place {
            Place::File(path) => Some(path),
            Place::Memory | Place::Server(_) => None,
        }
    }

    /// What it takes to connect to the server, if it is one.
    pub(crate) fn server(&self) -> Option<&AnyConnectOptions> {
        match &self.place {
            Place::Server(options) => Some(options),
            Place::Memory | Place::File(_) => None,
        }
    }

    /// How the backups of this database are called.
    pub(crate) fn named(&self) -> Named<'_> {
        let (name, ending) = match &self.place {
            Place::Memory => (Some("memory"), SQLITE_ENDING),
            Place::File(path) => {
                let stem = path.file_stem().and_then(OsStr::to_str);
                (stem, SQLITE_ENDING)
            }
            Place::Server(options) => {
                let name = options.database_url.path().trim_start_matches('/');
                (
                    Some(name).filter(|name| !name.contains('/')),
                    POSTGRES_ENDING,
                )
            }
        };
        Named {
            name: name.filter(|name| !name.is_empty()).unwrap_or("streamhand"),
            ending,
        }
    }

    pub(crate) fn is_in_memory(&self) -> bool {
        matches!(self.place, Place::Memory)
    }

    /// Where locks are that belong to this database.
    pub(crate) fn locks(&self) -> Locks {
        match &self.place {
            Place::Memory => Locks::Memory(Arc::default()),
            Place::File(path) => Locks::Files(path.clone()),
            Place::Server(options) => Locks::Server(options.clone()),
        }
    }

    /// Creates a file that is missing, closes it to others, and refuses one that is not ours alone.
    pub(crate) fn prepare(&self) -> Result<(), Error> {
        match &self.place {
            Place::File(path) => private_file::prepare(path),
            Place::Memory | Place::Server(_) => Ok(()),
        }
    }

    /// Connects to what is there.
    pub(crate) async fn connect(&self) -> Result<Pools, Error> {
        sqlx::any::install_default_drivers();
        self.try_connect().await.map_err(|source| Error::Open {
            database: self.name.clone(),
            source,
        })
    }

    async fn try_connect(&self) -> Result<Pools, Cause> {
        match &self.place {
            Place::Memory => {
                let options = "sqlite::memory:".parse::<AnyConnectOptions>()?;
                let options = options.disable_statement_logging();
                // Each connection to the memory is a database of its own, so there can be only one.
                let pool = sqlite_pool(1, SQLITE_WRITER).connect_with(options).await?;
                Ok(Pools {
                    writer: pool.clone(),
                    reader: pool,
                })
            }
            Place::File(path) => {
                let path = path.to_str().ok_or("its name is not Unicode")?;
                let url = format!("sqlite:{}?mode=rw", escape(path));
                let options = url.parse::<AnyConnectOptions>()?;
                let options = options.disable_statement_logging();
                probe(&options, SQLITE_WRITER).await?;
                let writer = sqlite_pool(1, SQLITE_WRITER);
                let reader = sqlite_pool(SQLITE_READERS, SQLITE_READER);
                Ok(Pools {
                    writer: writer.connect_with(options.clone()).await?,
                    reader: reader.connect_with(options).await?,
                })
            }
            Place::Server(options) => {
                probe(options, POSTGRES).await?;
                let pool = AnyPoolOptions::new()
                    .max_connections(POSTGRES_CONNECTIONS)
                    .acquire_timeout(ACQUIRE_TIMEOUT)
                    .after_connect(|connection, _| Box::pin(prepare(connection, POSTGRES)))
                    .connect_with(options.clone())
                    .await?;
                Ok(Pools {
                    writer: pool.clone(),
                    reader: pool,
                })
            }
        }
    }
}

impl Pools {
    pub(crate) async fn close(&self) {
        // The writer goes last: as the last connection to a file it folds the journal into it.
        self.reader.close().await;
        self.writer.close().await;
    }
}

impl fmt::Debug for Address {
    /// The name alone: what it takes to connect holds the password.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Address({})", self.name)
    }
}

/// Connections to a file or to memory are kept for ever: closing the last one to the memory would forget everything.
fn sqlite_pool(connections: u32, settings: &'static str) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .min_connections(1)
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .after_connect(move |connection, _| Box::pin(prepare(connection, settings)))
}

/// Connects once before there is a pool: a pool tries again until its time is over, and then tells nothing but that.
async fn probe(options: &AnyConnectOptions, settings: &'static str) -> sqlx::Result<()> {
    let connecting = async {
        let mut connection = options.connect().await?;
        prepare(&mut connection, settings).await?;
        connection.close().await
    };
    let probed = tokio::time::timeout(ACQUIRE_TIMEOUT, connecting).await;
    probed.unwrap_or(Err(sqlx::Error::PoolTimedOut))
}

async fn prepare(connection: &mut AnyConnection, settings: &'static str) -> sqlx::Result<()> {
    sqlx::raw_sql(settings).execute(connection).await?;
    Ok(())
}

/// In a file name these three would be read as parts of a URL.
pub(crate) fn escape(path: &str) -> String {
    path.replace('%', "%25")
        .replace('?', "%3F")
        .replace('#', "%23")
}

/// The URL without the places where a password could be: before the host, and in the parameters.
///
/// For showing where the database is; a file has no password and stays as it is.
pub fn without_password(url: &str) -> String {
    if url.starts_with("sqlite:") {
        return url.to_owned();
    }
    let scheme = url.split_once("://").map_or("", |(scheme, _)| scheme);
    let (question, at) = (url.find('?'), url.rfind('@'));
    if question.zip(at).is_some_and(|(question, at)| question < at) {
        // A password with a question mark, or a parameter with an at sign: nobody can say where the secret ends.
        return format!("{scheme}://…");
    }
    let url = url.split_once('?').map_or(url, |(url, _)| url);
    match url.rsplit_once('@') {
        Some((_, host)) => format!("{scheme}://…@{host}"),
        None => url.to_owned(),
    }
}

/// Waiting for a connection any longer helps nobody; the caller may try again.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

const SQLITE_READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 5;

/// The waiting time comes first, because the others may have to wait for another process.
/// `fullfsync` means something on macOS only, where a plain flush leaves data in the drive.
/// What is deleted is overwritten, because it may have been a token.
/// The cache is 128 KiB instead of 2 MB: a program that runs for months would fill it slowly with pages
/// that the system keeps anyway, on a machine that may have no memory to spare.
const SQLITE_WRITER: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA cache_size = -128; \
     PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;";

const SQLITE_READER: &str =
    "PRAGMA busy_timeout = 5000; PRAGMA cache_size = -128; PRAGMA query_only = ON;";

/// A write is acknowledged when the server has it on disk, whatever the server's default is.
const POSTGRES: &str = "SET statement_timeout = '10s'; SET lock_timeout = '5s'; \
     SET idle_in_transaction_session_timeout = '30s'; SET synchronous_commit = on; \
     SET application_name = 'streamhand';";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_a_file_the_memory_or_a_server() {
        for (url, backend, name) in [
            ("sqlite::memory:", Backend::Sqlite, ":memory:"),
            ("sqlite:streamhand.db", Backend::Sqlite, "streamhand.db"),
            (
                "sqlite:///var/lib/a b.db",
                Backend::Sqlite,
                "/var/lib/a b.db",
            ),
            ("sqlite:////var/lib/x.db", Backend::Sqlite, "/var/lib/x.db"),
            ("sqlite:C:\\data\\x.db", Backend::Sqlite, "C:\\data\\x.db"),
            (
                "postgres://bot:secret@db.example:5433/streamhand?sslmode=require",
                Backend::Postgres,
                "postgres://db.example/streamhand",
            ),
        ] {
            let address = Address::parse(url).unwrap();
            assert_eq!((address.backend, address.name.as_str()), (backend, name));
        }
    }

    #[test]
    fn x24_a_refused_url_shows_no_password() {
        for url in [
            "mysql://bot:s3cret@db.example/x",
            "postgres://bot:s3cret@db.example:notaport/x",
            "postgres://bot:s3@cret@[/x",
            "mysql://db.example/x?user=bot&password=s3cret",
        ] {
            let error = Address::parse(url).unwrap_err().to_string();
            assert!(!error.contains("s3"), "{error}");
        }
        assert!(matches!(Address::parse("sqlite:"), Err(Error::Url { .. })));
        assert!(matches!(
            Address::parse("sqlite:x.db?mode=ro"),
            Err(Error::Url { .. })
        ));
    }

    #[test]
    fn x24_a_url_that_is_shown_has_no_password() {
        for (url, shown) in [
            (
                "postgres://bot:s3cret@db.example/x?a=b",
                "postgres://…@db.example/x",
            ),
            (
                "postgres://db.example/x?password=s3cret",
                "postgres://db.example/x",
            ),
            ("postgres://bot:s3c?ret@db.example/x", "postgres://…"),
            ("postgres://db.example/x?password=s3c@ret", "postgres://…"),
            ("sqlite:a@b.db", "sqlite:a@b.db"),
        ] {
            assert_eq!(without_password(url), shown);
        }
    }

    #[tokio::test]
    async fn d05_a_write_is_on_disk_before_it_is_acknowledged() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("streamhand.db");
        let address = Address::parse(&format!("sqlite:{}", file.display())).unwrap();
        address.prepare().unwrap();
        let pools = address.connect().await.unwrap();
        // What a flush is worth is up to the drive; that the database asks for it is what can be read here.
        for (pragma, expected) in [("synchronous", 2), ("fullfsync", 1), ("secure_delete", 1)] {
            let query = format!("PRAGMA {pragma}");
            let row = sqlx::query(sqlx::AssertSqlSafe(query))
                .fetch_one(&pools.writer)
                .await
                .unwrap();
            assert_eq!(sqlx::Row::get::<i64, _>(&row, 0), expected, "{pragma}");
        }
        pools.close().await;
    }

    #[test]
    fn x24_an_address_shows_no_password_when_it_is_debug_printed() {
        let address = Address::parse("postgres://bot:s3cret@db.example/x").unwrap();
        assert!(!format!("{address:?}").contains("s3cret"), "{address:?}");
    }
}
