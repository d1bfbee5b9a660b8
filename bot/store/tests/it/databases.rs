//! The databases that the suite runs on, each test in one of its own. What is tested stands elsewhere.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use sqlx::{AnyConnection, AssertSqlSafe, Connection};
use streamhand_store::{Channel, KeySource, Settings, Store};
use tempfile::TempDir;
use types::{Secret, Timestamp, UserId};

/// An empty database that is gone when this is dropped.
pub(crate) struct Database {
    pub(crate) name: &'static str,
    pub(crate) url: String,
    // Keeps the folder until the test is over.
    _folder: Option<TempDir>,
    schema: Option<Schema>,
}

/// A schema of its own on a PostgreSQL server.
struct Schema {
    server: String,
    name: String,
}

/// A place for a SQLite store with a key file and a folder for backups.
pub(crate) struct Files {
    pub(crate) folder: PathBuf,
    pub(crate) database: PathBuf,
    pub(crate) key: PathBuf,
    pub(crate) backups: PathBuf,
    pub(crate) url: String,
    pub(crate) settings: Settings,
    // Keeps the folder until the test is over.
    _folder: Option<TempDir>,
}

impl Files {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let files = Self::below(folder.path().to_owned());
        Self {
            _folder: Some(folder),
            ..files
        }
    }

    pub(crate) fn below(folder: PathBuf) -> Self {
        let database = folder.join("streamhand.db");
        let key = folder.join("streamhand.key");
        let backups = folder.join("backups");
        Self {
            url: format!("sqlite:{}", database.display()),
            settings: Settings::new(KeySource::File(key.clone())).with_backups(&backups),
            folder,
            database,
            key,
            backups,
            _folder: None,
        }
    }
}

/// Runs a test on an empty store of each kind.
pub(crate) async fn on_each(test: impl AsyncFn(&Store)) {
    let mut databases = vec![Database {
        name: "SQLite in memory",
        url: "sqlite::memory:".to_owned(),
        _folder: None,
        schema: None,
    }];
    databases.extend(lasting().await);
    for database in databases {
        println!("on {}", database.name);
        let store = Store::open(&database.url, &settings()).await.unwrap();
        test(&store).await;
        store.close().await;
        database.remove().await;
    }
}

/// The databases that outlive the process which wrote to them.
pub(crate) async fn lasting() -> Vec<Database> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("streamhand.db");
    let mut databases = vec![Database {
        name: "SQLite in a file",
        url: format!("sqlite:{}", file.display()),
        _folder: Some(folder),
        schema: None,
    }];
    if let Ok(server) = std::env::var("STREAMHAND_TEST_POSTGRES") {
        databases.push(postgres(server).await);
    }
    databases
}

impl Database {
    /// A connection beside the store, to look at what it wrote and to play an older or newer version.
    pub(crate) async fn connect(&self) -> AnyConnection {
        connect(&self.url).await
    }

    /// Drops what would stay on a server.
    pub(crate) async fn remove(self) {
        if let Some(Schema { server, name }) = self.schema {
            execute(
                &mut connect(&server).await,
                &format!("DROP SCHEMA {name} CASCADE"),
            )
            .await;
        }
    }
}

/// Opens with a key that is the same in every test and process, and makes no backups.
pub(crate) fn settings() -> Settings {
    let key = Secret::new("c3RyZWFtaGFuZCB0ZXN0IGtleSBvZiAzMiBieXRlcyE=");
    Settings::new(KeySource::Key(key)).with_patience(Duration::from_secs(5))
}

/// Runs statements as they are.
pub(crate) async fn execute(connection: &mut AnyConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(connection)
        .await
        .unwrap();
}

/// A channel that rows can refer to.
pub(crate) fn channel(id: &str, login: &str) -> Channel {
    Channel {
        id: UserId::new(id),
        login: login.parse().unwrap(),
        display_name: login.to_uppercase(),
        added_at: Timestamp::from_unix_millis(1_795_342_800_123),
    }
}

async fn postgres(server: String) -> Database {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("store_test_{}_{count}", std::process::id());
    execute(
        &mut connect(&server).await,
        &format!("CREATE SCHEMA {name}"),
    )
    .await;
    let gap = if server.contains('?') { '&' } else { '?' };
    Database {
        name: "PostgreSQL",
        url: format!("{server}{gap}options[search_path]={name}"),
        _folder: None,
        schema: Some(Schema { server, name }),
    }
}

/// A connection beside any store.
pub(crate) async fn connect(url: &str) -> AnyConnection {
    sqlx::any::install_default_drivers();
    AnyConnection::connect(url).await.unwrap()
}
