//! Older, newer and missing schemas.

use sqlx::Row;
use streamhand_store::{Error, Role, Store};
use types::{ClientId, UserId};

use crate::databases::{Database, channel, execute, lasting, settings};

/// A database as version 1 left it, with a row in every table; written down here so that it stays what it was.
const VERSION_1: &str = include_str!("version-1.sql");

/// The version that this program knows.
const KNOWN: i64 = 3;

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
        // The last step will find its table taken, after the one before it has made a table.
        let mut connection = database.connect().await;
        execute(&mut connection, VERSION_1).await;
        execute(&mut connection, "CREATE TABLE setting (x TEXT)").await;
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
