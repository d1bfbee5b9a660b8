//! Older, newer and missing schemas.

use std::path::{Path, PathBuf};

use sqlx::{Connection, Row};
use streamhand_store::{BackupKind, Error, Role, Store};
use types::{ClientId, Secret, UserId};

use crate::child::{Child, order, tell};
use crate::databases::{Database, Files, channel, connect, execute, lasting, settings};

/// A database as version 1 left it, with a row in every table; written down here so that it stays what it was.
const VERSION_1: &str = include_str!("version-1.sql");

/// The same of version 2, which was the last one that kept tokens in the clear.
const VERSION_2: &str = include_str!("version-2.sql");

/// The version that this program knows.
const KNOWN: i64 = 4;

async fn version(database: &Database) -> i64 {
    let row = sqlx::query("SELECT MAX(migration_version) AS version FROM migration")
        .fetch_one(&mut database.connect().await)
        .await
        .unwrap();
    row.get("version")
}

#[tokio::test]
async fn a_full_database_of_version_1_is_brought_up_to_date_and_loses_nothing() {
    for database in lasting().await {
        if let Some(path) = database.url.strip_prefix("sqlite:") {
            std::fs::File::create(path).unwrap();
        }
        execute(&mut database.connect().await, VERSION_1).await;
        let store = Store::open(&database.url, &settings()).await.unwrap();

        let channels = store.channels().await.unwrap();
        assert_eq!(channels[0].login.as_str(), "somechannel");
        let (user, client) = (UserId::new("5005"), ClientId::new("client"));
        let kept = store.credential(&user, &client).await.unwrap().unwrap();
        assert_eq!(kept.generation, 7);
        assert_eq!(kept.credential.login.as_str(), "perty");
        assert_eq!(kept.credential.access.expose(), "access");
        let binding = store.role(&Role::Bot).await.unwrap().unwrap();
        assert_eq!(binding.user_id, user);
        assert_eq!(store.commands(&channels[0].id).await.unwrap(), []);
        assert_eq!(version(&database).await, KNOWN, "{}", database.name);

        store.close().await;
        database.remove().await;
    }
}

/// Whether the text stands anywhere in the files of a folder.
fn stands_in(folder: &Path, text: &str) -> Option<PathBuf> {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if let Some(found) = stands_in(&path, text) {
                return Some(found);
            }
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let found = bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes());
        if found {
            return Some(path);
        }
    }
    None
}

/// What version 2 held, read through the store of today.
async fn holds_all_of_version_2(store: &Store) {
    let channels = store.channels().await.unwrap();
    let commands = store.commands(&channels[0].id).await.unwrap();
    assert_eq!(commands[0].reply, "hello there");
    let client = ClientId::new("client");
    for (user, access, refresh, generation) in [
        (
            "5005",
            "in-the-clear-access",
            Some("in-the-clear-refresh"),
            7,
        ),
        ("1001", "in-the-clear-owner", None, 1),
    ] {
        let kept = store.credential(&UserId::new(user), &client).await;
        let kept = kept.unwrap().unwrap();
        assert_eq!(kept.generation, generation);
        assert_eq!(kept.credential.access.expose(), access);
        let found = kept.credential.refresh.as_ref().map(Secret::expose);
        assert_eq!(found, refresh);
    }
}

#[tokio::test]
async fn x27_what_version_2_kept_in_the_clear_is_sealed_and_nothing_of_it_stays() {
    for database in lasting().await {
        let folder = tempfile::tempdir().unwrap();
        let settings = settings().with_backups(folder.path());
        if let Some(path) = database.url.strip_prefix("sqlite:") {
            std::fs::File::create(path).unwrap();
        }
        execute(&mut database.connect().await, VERSION_2).await;
        let store = Store::open(&database.url, &settings).await.unwrap();
        holds_all_of_version_2(&store).await;

        // The backup from before is in the clear, so a sealed one took its place.
        let found = store.backups().unwrap();
        let kinds: Vec<_> = found.iter().map(|backup| backup.kind).collect();
        assert_eq!(kinds, [BackupKind::Daily], "{}", database.name);
        let summary = streamhand_store::inspect(&found[0].path).await.unwrap();
        assert_eq!((summary.schema_version, summary.credentials), (KNOWN, 2));
        assert_eq!(stands_in(folder.path(), "in-the-clear"), None);
        // While it is open, so the journal is looked at too.
        if let Some(path) = database.url.strip_prefix("sqlite:") {
            let folder = Path::new(path).parent().unwrap();
            assert_eq!(stands_in(folder, "in-the-clear"), None);
        }
        store.close().await;
        database.remove().await;
    }
}

/// The child: brings the database up to date and tells that it is done.
async fn migrate(folder: &str) {
    let files = Files::below(PathBuf::from(folder));
    let store = Store::open(&files.url, &files.settings).await.unwrap();
    store.close().await;
    tell("done");
}

#[tokio::test]
async fn d06_a_migration_that_is_killed_leaves_the_old_or_the_new_and_a_backup() {
    const TEST: &str =
        "migrations::d06_a_migration_that_is_killed_leaves_the_old_or_the_new_and_a_backup";
    if let Some(folder) = order() {
        return migrate(&folder).await;
    }
    let mut found = [0; 2];
    for changes in 1..40 {
        let files = Files::new();
        std::fs::File::create(&files.database).unwrap();
        let mut connection = connect(&files.url).await;
        execute(&mut connection, VERSION_2).await;
        connection.close().await.unwrap();

        let mut child = Child::start(TEST, &files.folder.display().to_string());
        let seen = child.kill_after(changes, &files);

        let mut connection = connect(&files.url).await;
        let row = sqlx::query("SELECT MAX(migration_version) AS version FROM migration")
            .fetch_one(&mut connection)
            .await
            .unwrap();
        let version: i64 = row.get("version");
        connection.close().await.unwrap();
        assert!([2, KNOWN].contains(&version));
        found[usize::from(version == KNOWN)] += 1;
        if version == KNOWN {
            let backups = streamhand_store::backups(&files.backups).unwrap();
            assert!(!backups.is_empty(), "no backup from before the change");
            streamhand_store::inspect(&backups[0].path).await.unwrap();
        }
        let store = Store::open(&files.url, &files.settings).await.unwrap();
        assert_eq!(store.recovery(), None, "killed after {changes} changes");
        holds_all_of_version_2(&store).await;
        assert_eq!(stands_in(&files.folder, "in-the-clear"), None);
        store.close().await;
        if seen < changes {
            break;
        }
    }
    assert!(
        found[0] > 0 && found[1] > 0,
        "killed before and after: {found:?}"
    );
}

#[tokio::test]
async fn d06_the_database_of_a_newer_version_is_refused_and_left_alone() {
    for database in lasting().await {
        Store::open(&database.url, &settings())
            .await
            .unwrap()
            .close()
            .await;
        let newer = "INSERT INTO migration VALUES (99, 'from the future', 0)";
        execute(&mut database.connect().await, newer).await;
        let error = Store::open(&database.url, &settings()).await.unwrap_err();
        assert!(
            matches!(
                error,
                Error::NewerSchema {
                    found: 99,
                    known: KNOWN,
                    ..
                }
            ),
            "{error}"
        );
        assert!(!error.is_transient());
        assert_eq!(version(&database).await, 99);
        database.remove().await;
    }
}

#[tokio::test]
async fn d06_a_migration_that_fails_leaves_the_schema_as_it_was() {
    for database in lasting().await {
        if let Some(path) = database.url.strip_prefix("sqlite:") {
            std::fs::File::create(path).unwrap();
        }
        // The last step will find its table taken, after those before it have made tables.
        let mut connection = database.connect().await;
        execute(&mut connection, VERSION_1).await;
        execute(&mut connection, "CREATE TABLE outcome_count (x TEXT)").await;
        let error = Store::open(&database.url, &settings()).await.unwrap_err();
        assert!(
            matches!(error, Error::Migration { version: KNOWN, .. }),
            "{error}"
        );
        // Neither the table of the second step nor the news of it are there.
        execute(&mut connection, "CREATE TABLE command (x TEXT)").await;
        assert_eq!(version(&database).await, 1);
        drop(connection);
        database.remove().await;
    }
}

#[tokio::test]
async fn d06_processes_that_start_at_the_same_moment_migrate_once() {
    for database in lasting().await {
        let mut starts = tokio::task::JoinSet::new();
        for number in 0..8 {
            let url = database.url.clone();
            starts.spawn(async move {
                let store = Store::open(&url, &settings()).await.unwrap();
                let room = channel(&format!("10{number}"), "somechannel");
                store.put_channel(&room).await.unwrap();
                store.close().await;
            });
        }
        starts.join_all().await;
        let store = Store::open(&database.url, &settings()).await.unwrap();
        assert_eq!(
            store.channels().await.unwrap().len(),
            8,
            "{}",
            database.name
        );
        assert_eq!(version(&database).await, KNOWN);
        store.close().await;
        database.remove().await;
    }
}
