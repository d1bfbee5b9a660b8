//! Backups: when they are made, what is in them, how many are kept, and putting one back.

use std::path::{Path, PathBuf};

use streamhand_store::{
    Backup, BackupKind, Error, Key, KeySource, Settings, Store, backups, inspect, restore,
};
use types::{ClientId, Secret, Timestamp, UserId};

use crate::credentials::credential;
use crate::databases::{Database, Files, channel, lasting, settings};

const DAY: i64 = 24 * 60 * 60 * 1_000;
const START: i64 = 1_795_342_800_000;

fn on_day(day: i64) -> Timestamp {
    Timestamp::from_unix_millis(START + day * DAY)
}

/// A store with something in it, and backups in a folder of their own.
async fn with_backups(database: &Database, folder: &Path) -> (Store, Settings) {
    let settings = settings().with_backups(folder);
    let store = Store::open(&database.url, &settings).await.unwrap();
    store
        .put_channel(&channel("1001", "somechannel"))
        .await
        .unwrap();
    let tokens = credential("5005", "canary");
    store.save_credential(&tokens).await.unwrap();
    (store, settings)
}

fn kinds(found: &[Backup]) -> Vec<(BackupKind, i64)> {
    let kinds = found.iter();
    let day = |backup: &Backup| (backup.made_at.as_unix_millis() - START).div_euclid(DAY);
    kinds.map(|backup| (backup.kind, day(backup))).collect()
}

#[tokio::test]
async fn each_day_gives_one_backup_and_five_are_kept() {
    for database in lasting().await {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = with_backups(&database, folder.path()).await;
        for day in 0..7 {
            let made = store.back_up_if_due(on_day(day)).await.unwrap();
            assert!(made.is_some(), "day {day}");
            let again = Timestamp::from_unix_millis(on_day(day).as_unix_millis() + DAY - 1);
            assert_eq!(store.back_up_if_due(again).await.unwrap(), None);
        }
        let expected: Vec<_> = (2..7).rev().map(|day| (BackupKind::Daily, day)).collect();
        assert_eq!(kinds(&backups(folder.path()).unwrap()), expected);
        assert_eq!(store.backups().unwrap(), backups(folder.path()).unwrap());

        // A clock that was set back does not end the backups for a week.
        let made = store.back_up_if_due(on_day(1)).await.unwrap();
        assert!(made.is_some());
        store.close().await;
        database.remove().await;
    }
}

#[tokio::test]
async fn a_backup_tells_what_is_in_it_and_no_secret() {
    for database in lasting().await {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = with_backups(&database, folder.path()).await;
        let made = store.back_up().await.unwrap();
        assert_eq!(made.backup.kind, BackupKind::Manual);
        assert_eq!(made.summary.accounts, ["login_5005"]);
        assert_eq!(made.summary.channels, ["somechannel"]);
        assert_eq!(
            (made.summary.credentials, made.summary.schema_version),
            (1, 4)
        );
        assert_eq!(made.summary, store.summary().await.unwrap());
        assert_eq!(made.summary, inspect(&made.backup.path).await.unwrap());
        let bytes = std::fs::read(&made.backup.path).unwrap();
        assert!(!bytes.windows(6).any(|part| part == b"canary"));

        let file = folder.path().join("by hand.backup");
        assert_eq!(store.back_up_to(&file).await.unwrap(), made.summary);
        let before = std::fs::read(&file).unwrap();
        let error = store.back_up_to(&file).await.unwrap_err();
        assert!(matches!(error, Error::BackupName { .. }), "{error}");
        assert_eq!(std::fs::read(&file).unwrap(), before);
        // Nothing half-done stays.
        assert_eq!(folder.path().read_dir().unwrap().count(), 2);
        store.close().await;
        database.remove().await;
    }
}

#[tokio::test]
async fn a_backup_takes_the_place_of_a_store_which_is_backed_up_first() {
    for database in lasting().await {
        let folder = tempfile::tempdir().unwrap();
        let (store, settings) = with_backups(&database, folder.path()).await;
        let claim = store.claim_bot().await.unwrap();
        let wanted = store.back_up().await.unwrap();
        store.put_channel(&channel("1002", "later")).await.unwrap();

        let error = restore(&database.url, &settings, &wanted.backup.path).await;
        assert!(
            matches!(error, Err(Error::InUse { .. } | Error::BotRuns { .. })),
            "{error:?}"
        );
        drop(claim);
        store.close().await;

        let mut restored = restore(&database.url, &settings, &wanted.backup.path).await;
        // A server needs a moment to notice that the bot is gone.
        while matches!(restored, Err(Error::BotRuns { .. })) {
            restored = restore(&database.url, &settings, &wanted.backup.path).await;
        }
        let restored = restored.unwrap();
        assert_eq!(restored.summary, wanted.summary, "{}", database.name);
        let replaced = restored.replaced.unwrap();
        let former = inspect(&replaced).await.unwrap();
        assert_eq!(former.channels, ["later", "somechannel"]);

        let store = Store::open(&database.url, &settings).await.unwrap();
        assert_eq!(store.summary().await.unwrap(), wanted.summary);
        let (user, client) = (UserId::new("5005"), ClientId::new("client"));
        let kept = store.credential(&user, &client).await.unwrap().unwrap();
        assert_eq!(kept.credential.access, Secret::new("canary"));
        store.close().await;
        database.remove().await;
    }
}

#[tokio::test]
async fn a_backup_of_another_key_or_of_nothing_is_not_put_back() {
    let files = Files::new();
    let store = Store::open(&files.url, &files.settings).await.unwrap();
    let good = store.back_up().await.unwrap().backup.path;
    store.close().await;
    let before = std::fs::read(&files.database).unwrap();

    let key = Key::generate().unwrap().to_text();
    let other = Settings::new(KeySource::Key(key)).with_backups(&files.backups);
    let text = files.folder.join("notes.txt");
    std::fs::write(&text, "no backup at all, but long enough to be one").unwrap();
    let missing = files.folder.join("missing.db");
    for backup in [&text, &missing, &files.folder] {
        let error = restore(&files.url, &files.settings, backup)
            .await
            .unwrap_err();
        assert!(matches!(error, Error::NotABackup { .. }), "{error}");
        assert_eq!(std::fs::read(&files.database).unwrap(), before);
    }
    // It is the backup that the key does not open; the store in whose place it was to be has no part in that.
    let error = restore(&files.url, &other, &good).await.unwrap_err();
    assert!(
        matches!(&error, Error::BackupSealed { path, .. } if *path == good),
        "{error}"
    );
    let live = files.database.display().to_string();
    assert!(!error.to_string().contains(&live), "{error}");
    assert_eq!(std::fs::read(&files.database).unwrap(), before);
    assert_eq!(backups(&files.backups).unwrap().len(), 1);
}

#[tokio::test]
async fn a_backup_that_the_key_does_not_open_leaves_the_store_as_it_is() {
    for database in lasting().await {
        let folder = tempfile::tempdir().unwrap();
        let (store, settings) = with_backups(&database, folder.path()).await;
        let sealed_before = store.back_up().await.unwrap().backup.path;
        let claim = store.claim_bot().await.unwrap();
        let key = KeySource::Key(Key::generate().unwrap().to_text());
        store.change_key(&claim, &key).await.unwrap();
        let present = store.summary().await.unwrap();
        drop(claim);
        store.close().await;

        let later = Settings::new(key).with_backups(folder.path());
        let mut refused = restore(&database.url, &later, &sealed_before).await;
        while matches!(refused, Err(Error::BotRuns { .. })) {
            refused = restore(&database.url, &later, &sealed_before).await;
        }
        let error = refused.unwrap_err();
        assert!(matches!(error, Error::BackupSealed { .. }), "{error}");
        assert!(error.to_string().contains("key"), "{error}");
        let store = Store::open(&database.url, &later).await.unwrap();
        assert_eq!(store.summary().await.unwrap(), present);
        store.close().await;
        // With its own key it can be put back.
        restore(&database.url, &settings, &sealed_before)
            .await
            .unwrap();
        Store::open(&database.url, &settings)
            .await
            .unwrap()
            .close()
            .await;
        database.remove().await;
    }
}

#[tokio::test]
async fn a_backup_does_not_go_where_something_is_nor_where_no_folder_is() {
    let files = Files::new();
    let store = Store::open(&files.url, &files.settings).await.unwrap();
    let (folder, nowhere) = (files.folder.clone(), files.folder.join("usb/bot.db"));
    for (file, words) in [
        (&files.key, "it is there already"),
        (&folder, "it is a folder"),
        (&nowhere, "there is no folder"),
    ] {
        let error = store.back_up_to(file).await.unwrap_err();
        assert!(matches!(error, Error::BackupName { .. }), "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
    assert!(!nowhere.parent().unwrap().exists(), "a folder was made");
    store.close().await;
}

#[tokio::test]
async fn a_backup_moves_to_another_machine_with_its_key() {
    let old = Files::new();
    let store = Store::open(&old.url, &old.settings).await.unwrap();
    store
        .save_credential(&credential("5005", "a1"))
        .await
        .unwrap();
    let backup = store.back_up().await.unwrap().backup.path;
    store.close().await;

    let new = Files::new();
    std::fs::copy(&old.key, &new.key).unwrap();
    let restored = restore(&new.url, &new.settings, &backup).await.unwrap();
    assert_eq!(restored.replaced, None);
    let store = Store::open(&new.url, &new.settings).await.unwrap();
    let (user, client) = (UserId::new("5005"), ClientId::new("client"));
    assert!(store.credential(&user, &client).await.unwrap().is_some());
    assert_eq!(store.recovery(), None);
    store.close().await;
}

#[tokio::test]
async fn without_a_folder_there_are_no_backups_and_that_is_told() {
    let store = Store::open("sqlite::memory:", &settings()).await.unwrap();
    assert!(matches!(store.back_up().await, Err(Error::NoBackups)));
    assert_eq!(store.back_up_if_due(on_day(0)).await.unwrap(), None);
    assert_eq!(store.backups().unwrap(), []);
    assert_eq!(backups(&PathBuf::from("/nowhere/at/all")).unwrap(), []);
    store.close().await;
}
