//! Secrets at rest: what the database holds, which key opens it, and what happens with the wrong one.

use std::path::Path;

use sqlx::{AssertSqlSafe, Row};
use streamhand_store::{Error, Key, KeySource, Settings, Store};
use types::{ClientId, Secret, UserId};

use crate::credentials::credential;
use crate::databases::{Database, execute, lasting, settings};

async fn fill(store: &Store) {
    for user in ["5005", "6006"] {
        let tokens = credential(user, &format!("canary{user}"));
        store.save_credential(&tokens).await.unwrap();
    }
}

async fn access(store: &Store, user: &str) -> Result<String, Error> {
    let (user, client) = (UserId::new(user), ClientId::new("client"));
    let kept = store.credential(&user, &client).await?;
    Ok(kept.unwrap().credential.access.expose().to_owned())
}

async fn column(database: &Database, column: &str, user: &str) -> String {
    let query = format!("SELECT {column} FROM credential WHERE user_id = '{user}'");
    let row = sqlx::query(AssertSqlSafe(query))
        .fetch_one(&mut database.connect().await)
        .await
        .unwrap();
    row.get(0)
}

async fn overwrite(database: &Database, column: &str, user: &str, text: &str) {
    let text = text.replace('\'', "''");
    let change = format!("UPDATE credential SET {column} = '{text}' WHERE user_id = '{user}'");
    execute(&mut database.connect().await, &change).await;
}

fn fresh_key() -> Settings {
    Settings::new(KeySource::Key(Key::generate().unwrap().to_text()))
}

#[tokio::test]
async fn x27_no_token_stands_in_the_database_or_its_files() {
    for database in lasting().await {
        let store = Store::open(&database.url, &settings()).await.unwrap();
        fill(&store).await;
        for name in ["access_token", "refresh_token"] {
            let text = column(&database, name, "5005").await;
            assert!(text.starts_with("sealed1:") && !text.contains("canary"));
        }
        if let Some(file) = database.url.strip_prefix("sqlite:") {
            let folder = Path::new(file).parent().unwrap();
            for entry in folder.read_dir().unwrap() {
                let path = entry.unwrap().path();
                let bytes = std::fs::read(&path).unwrap();
                let found = bytes.windows(6).any(|part| part == b"canary");
                assert!(!found, "{}", path.display());
            }
        }
        store.close().await;
        database.remove().await;
    }
}

#[tokio::test]
async fn x27_a_wrong_key_is_told_and_changes_nothing() {
    for database in lasting().await {
        let store = Store::open(&database.url, &settings()).await.unwrap();
        fill(&store).await;
        store.close().await;
        let before = column(&database, "access_token", "5005").await;

        let error = Store::open(&database.url, &fresh_key()).await.unwrap_err();
        assert!(matches!(error, Error::WrongKey { .. }), "{error}");
        let passphrase = KeySource::Passphrase(Secret::new("canary"));
        let passphrase = Settings::new(passphrase);
        let error = Store::open(&database.url, &passphrase).await.unwrap_err();
        assert!(
            matches!(&error, Error::OtherKeyKind { wanted, .. } if wanted == "key"),
            "{error}"
        );
        let broken = Settings::new(KeySource::Key(Secret::new("canary")));
        let error = Store::open(&database.url, &broken).await.unwrap_err();
        assert!(matches!(error, Error::KeyUnusable { .. }), "{error}");
        assert!(!format!("{error} {error:?}").contains("canary"), "{error}");

        assert_eq!(column(&database, "access_token", "5005").await, before);
        let store = Store::open(&database.url, &settings()).await.unwrap();
        assert_eq!(access(&store, "5005").await.unwrap(), "canary5005");
        store.close().await;
        database.remove().await;
    }
}

#[tokio::test]
async fn x27_a_key_file_is_made_once_and_never_again_for_a_sealed_database() {
    for database in lasting().await {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys/streamhand.key");
        let settings = Settings::new(KeySource::File(file.clone()));
        let store = Store::open(&database.url, &settings).await.unwrap();
        let made = std::fs::read_to_string(&file).unwrap();
        assert!(made.starts_with("# The key to the logins"), "{made}");
        // Even without any login, the key is settled.
        store.close().await;
        std::fs::rename(&file, folder.path().join("elsewhere")).unwrap();
        let error = Store::open(&database.url, &settings).await.unwrap_err();
        assert!(
            matches!(&error, Error::KeyMissing { file: missing, .. } if *missing == file),
            "{error}"
        );
        assert!(error.to_string().contains("streamhand.key"), "{error}");
        assert!(!file.exists(), "no other key was made");

        std::fs::write(&file, fresh_file()).unwrap();
        let error = Store::open(&database.url, &settings).await.unwrap_err();
        assert!(matches!(error, Error::WrongKey { .. }), "{error}");
        assert!(error.to_string().contains("streamhand.key"), "{error}");
        std::fs::write(&file, "\0\0\0\0").unwrap();
        let error = Store::open(&database.url, &settings).await.unwrap_err();
        assert!(matches!(error, Error::KeyUnusable { .. }), "{error}");

        std::fs::write(&file, made).unwrap();
        Store::open(&database.url, &settings)
            .await
            .unwrap()
            .close()
            .await;
        database.remove().await;
    }
}

fn fresh_file() -> String {
    Key::generate().unwrap().to_text().expose().to_owned()
}

#[tokio::test]
async fn x27_a_tampered_byte_fails_that_credential_alone_and_is_not_overwritten() {
    for database in lasting().await {
        let store = Store::open(&database.url, &settings()).await.unwrap();
        fill(&store).await;
        let good = column(&database, "access_token", "5005").await;
        for at in (0..good.len()).step_by(7) {
            let mut changed = good.clone();
            let letter = if &good[at..=at] == "A" { "B" } else { "A" };
            changed.replace_range(at..=at, letter);
            overwrite(&database, "access_token", "5005", &changed).await;
            let error = access(&store, "5005").await.unwrap_err();
            assert!(
                matches!(&error, Error::Broken { user, column: "access_token", .. } if user.as_str() == "5005"),
                "{error}"
            );
            let (user, client) = (UserId::new("5005"), ClientId::new("client"));
            let known = Secret::new("canary5005");
            let error = store.begin_refresh(&user, &client, &known).await;
            assert!(matches!(error, Err(Error::Broken { .. })));
            assert_eq!(column(&database, "access_token", "5005").await, changed);
            assert_eq!(access(&store, "6006").await.unwrap(), "canary6006");
        }
        for text in ["", "sealed1:", "canary5005", "sealed2:AAAA"] {
            overwrite(&database, "access_token", "5005", text).await;
            assert!(matches!(
                access(&store, "5005").await,
                Err(Error::Broken { .. })
            ));
        }
        store.close().await;
        database.remove().await;
    }
}

#[tokio::test]
async fn x27_rows_and_columns_cannot_be_swapped() {
    for database in lasting().await {
        let store = Store::open(&database.url, &settings()).await.unwrap();
        fill(&store).await;
        let (one, two) = (
            column(&database, "access_token", "5005").await,
            column(&database, "refresh_token", "6006").await,
        );
        overwrite(&database, "access_token", "6006", &one).await;
        assert!(matches!(
            access(&store, "6006").await,
            Err(Error::Broken { .. })
        ));
        overwrite(&database, "access_token", "6006", &two).await;
        assert!(matches!(
            access(&store, "6006").await,
            Err(Error::Broken { .. })
        ));
        store.close().await;
        database.remove().await;
    }
}

#[tokio::test]
async fn x27_a_passphrase_opens_what_it_sealed_and_takes_the_place_of_a_key() {
    for database in lasting().await {
        let store = Store::open(&database.url, &settings()).await.unwrap();
        fill(&store).await;
        // A command that was started before, and runs on.
        let other = Store::open(&database.url, &settings()).await.unwrap();
        let claim = store.claim_bot().await.unwrap();
        let passphrase = KeySource::Passphrase(Secret::new("correct horse"));
        store.change_key(&claim, &passphrase).await.unwrap();
        assert_eq!(access(&store, "5005").await.unwrap(), "canary5005");

        let error = access(&other, "5005").await.unwrap_err();
        assert!(matches!(error, Error::KeyChanged { .. }), "{error}");
        let before = column(&database, "access_token", "5005").await;
        let error = other.save_credential(&credential("5005", "late")).await;
        assert!(matches!(error, Err(Error::KeyChanged { .. })));
        assert_eq!(column(&database, "access_token", "5005").await, before);
        other.close().await;
        drop(claim);
        store.close().await;

        let passphrase = Settings::new(passphrase);
        let store = Store::open(&database.url, &passphrase).await.unwrap();
        assert_eq!(access(&store, "6006").await.unwrap(), "canary6006");
        store.close().await;
        let error = Store::open(&database.url, &settings()).await.unwrap_err();
        assert!(
            matches!(&error, Error::OtherKeyKind { wanted, .. } if wanted == "passphrase"),
            "{error}"
        );
        let wrong = Settings::new(KeySource::Passphrase(Secret::new("wrong horse")));
        let error = Store::open(&database.url, &wrong).await.unwrap_err();
        assert!(matches!(error, Error::WrongKey { .. }), "{error}");
        database.remove().await;
    }
}
