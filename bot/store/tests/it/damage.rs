//! Damaged files: cut off, zeroed, with bits turned over. It works, or a backup takes its place and that is told,
//! or there is a clear error and nothing was moved. Never a panic, never a loop.

use std::path::PathBuf;

use proptest::prelude::*;
use streamhand_store::{Error, Key, KeySource, Settings, Store};
use types::{ClientId, Secret, UserId};

use crate::child::{Child, command, order, tell};
use crate::credentials::credential;
use crate::databases::{Files, channel, connect, execute};

/// A store with rows on many pages, and the bytes of its file.
async fn filled(files: &Files) -> Vec<u8> {
    let store = Store::open(&files.url, &files.settings).await.unwrap();
    for number in 0..60 {
        let id = format!("{}", 1001 + number);
        let room = channel(&id, &format!("channel_{number}"));
        store.put_channel(&room).await.unwrap();
        store.save_credential(&credential(&id, "a1")).await.unwrap();
    }
    store.back_up().await.unwrap();
    store.close().await;
    std::fs::read(&files.database).unwrap()
}

fn kept_aside(files: &Files) -> Vec<PathBuf> {
    let entries = files.folder.read_dir().unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let aside = |path: &PathBuf| path.display().to_string().contains(".damaged-");
    paths.filter(aside).collect()
}

/// Opens a damaged store that has a backup, and clears away what it kept aside.
async fn is_mended(files: &Files, damaged: &[u8]) -> bool {
    let store = Store::open(&files.url, &files.settings).await.unwrap();
    assert_eq!(store.channels().await.unwrap().len(), 60);
    let (user, client) = (UserId::new("1001"), ClientId::new("client"));
    let kept = store.credential(&user, &client).await.unwrap().unwrap();
    assert_eq!(kept.credential.access, Secret::new("a1"));
    let recovery = store.recovery().cloned();
    store.close().await;
    let Some(recovery) = recovery else {
        return false;
    };
    assert!(!recovery.damage.is_empty());
    assert_eq!(recovery.summary.channels.len(), 60);
    assert!(recovery.backup.path.exists());
    let aside = std::fs::read(&recovery.kept_aside).unwrap();
    assert_eq!(aside.len(), damaged.len());
    for path in kept_aside(files) {
        std::fs::remove_file(path).unwrap();
    }
    true
}

#[tokio::test]
async fn d01_a_file_that_is_cut_off_anywhere_is_mended_from_the_backup() {
    let files = Files::new();
    let good = filled(&files).await;
    let pages = (0..good.len()).step_by(4096);
    let near = pages
        .clone()
        .flat_map(|page| [page + 1, page + 100, page + 4095]);
    let lengths: Vec<_> = pages
        .chain(near)
        .filter(|length| *length < good.len())
        .collect();
    assert!(lengths.len() > 40, "{}", lengths.len());
    for length in lengths {
        std::fs::write(&files.database, &good[..length]).unwrap();
        assert!(
            is_mended(&files, &good[..length]).await,
            "cut off at {length}"
        );
        // The second start is an ordinary one.
        let store = Store::open(&files.url, &files.settings).await.unwrap();
        assert_eq!(store.recovery(), None);
        store.close().await;
    }
}

#[tokio::test]
async fn d01_a_file_of_zeros_is_mended_from_the_backup() {
    let files = Files::new();
    let good = filled(&files).await;
    let mut late = good.clone();
    late[8192..].fill(0);
    let mut early = good.clone();
    early[..4096].fill(0);
    for damaged in [vec![0; good.len()], vec![0; 16], late, early] {
        std::fs::write(&files.database, &damaged).unwrap();
        assert!(is_mended(&files, &damaged).await);
    }
}

#[tokio::test]
async fn d01_a_damaged_database_without_a_good_backup_is_refused_and_not_touched() {
    let files = Files::new();
    let good = filled(&files).await;
    std::fs::write(&files.database, &good[..5000]).unwrap();
    for backup in files.backups.read_dir().unwrap() {
        std::fs::write(backup.unwrap().path(), &good[..6000]).unwrap();
    }
    let alone = Settings::new(KeySource::File(files.key.clone()));
    for (settings, tried) in [(&files.settings, 1), (&alone, 0)] {
        let error = Store::open(&files.url, settings).await.unwrap_err();
        assert!(
            matches!(&error, Error::Damaged { tried: found, .. } if found.len() == tried),
            "{error}"
        );
        assert!(!error.is_transient());
        assert_eq!(std::fs::read(&files.database).unwrap(), &good[..5000]);
        assert_eq!(kept_aside(&files), Vec::<PathBuf>::new());
    }
}

#[tokio::test]
async fn d02_a_damaged_backup_is_passed_over_for_an_older_one() {
    let files = Files::new();
    let good = filled(&files).await;
    let store = Store::open(&files.url, &files.settings).await.unwrap();
    let newest = store.back_up().await.unwrap().backup.path;
    store.close().await;
    for damage in [&b""[..], &[0; 8192], &good[..good.len() - 1]] {
        std::fs::write(&newest, damage).unwrap();
        std::fs::write(&files.database, &good[..4096]).unwrap();
        assert!(is_mended(&files, &good[..4096]).await);
    }
}

#[tokio::test]
async fn d02_the_repair_works_from_any_folder_and_with_relative_names() {
    const TEST: &str = "damage::d02_the_repair_works_from_any_folder_and_with_relative_names";
    if let Some(place) = order() {
        let settings = Settings::new(KeySource::File("data/streamhand.key".into()))
            .with_backups("data/backups");
        let store = Store::open("sqlite:data/streamhand.db", &settings).await;
        let store = store.unwrap();
        // Wherever the program goes, its files stay where they are.
        std::env::set_current_dir("/").unwrap();
        assert_eq!(store.recovery().is_some(), place == "mended");
        assert!(store.back_up().await.unwrap().backup.path.is_absolute());
        drop(store.claim_bot().await.unwrap());
        store.close().await;
        tell("done");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let files = Files::below(folder.path().join("data"));
    let good = filled(&files).await;
    for (place, content) in [("whole", good.len()), ("mended", 4096)] {
        std::fs::write(&files.database, &good[..content]).unwrap();
        let mut child = Child::run(command(TEST, place).current_dir(folder.path()));
        assert_eq!(child.hear().as_deref(), Some("done"), "{place}");
    }
    assert_eq!(kept_aside(&files).len(), 1);
}

#[tokio::test]
async fn d01_two_that_find_the_damage_mend_it_once() {
    let files = Files::new();
    let good = filled(&files).await;
    std::fs::write(&files.database, &good[..4096]).unwrap();
    let mut starts = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (url, settings) = (files.url.clone(), files.settings.clone());
        starts.spawn(async move { Store::open(&url, &settings).await.unwrap() });
    }
    let stores = starts.join_all().await;
    let told = stores.iter().filter(|store| store.recovery().is_some());
    assert_eq!(told.count(), 1);
    assert_eq!(kept_aside(&files).len(), 1);
    for store in stores {
        store.close().await;
    }
}

#[tokio::test]
async fn d02_a_repair_that_is_killed_is_taken_up_again() {
    const TEST: &str = "damage::d02_a_repair_that_is_killed_is_taken_up_again";
    if let Some(folder) = order() {
        let files = Files::below(PathBuf::from(folder));
        let store = Store::open(&files.url, &files.settings).await.unwrap();
        store.close().await;
        tell("done");
        return;
    }
    let files = Files::new();
    let good = filled(&files).await;
    let mut mended = [0; 2];
    for changes in 1..30 {
        std::fs::write(&files.database, &good[..4096]).unwrap();
        // As if it had been in use when it broke: a journal that is not to be taken for the new file's.
        std::fs::write(files.folder.join("streamhand.db-wal"), [7; 100]).unwrap();
        let mut child = Child::start(TEST, &files.folder.display().to_string());
        let seen = child.kill_after(changes, &files);
        assert!(files.database.exists(), "killed after {changes} changes");

        let store = Store::open(&files.url, &files.settings).await.unwrap();
        assert_eq!(store.channels().await.unwrap().len(), 60, "{changes}");
        mended[usize::from(store.recovery().is_some())] += 1;
        store.close().await;
        assert!(!kept_aside(&files).is_empty());
        for path in kept_aside(&files) {
            std::fs::remove_file(path).unwrap();
        }
        if seen < changes {
            break;
        }
    }
    assert!(
        mended[0] > 0 && mended[1] > 0,
        "killed before and after: {mended:?}"
    );
}

#[tokio::test]
async fn d01_what_is_not_damage_is_left_alone() {
    let files = Files::new();
    filled(&files).await;
    let key = Key::generate().unwrap().to_text();
    let other = Settings::new(KeySource::Key(key)).with_backups(&files.backups);
    let error = Store::open(&files.url, &other).await.unwrap_err();
    assert!(matches!(error, Error::WrongKey { .. }), "{error}");

    let mut connection = connect(&files.url).await;
    execute(
        &mut connection,
        "INSERT INTO migration VALUES (99, 'from the future', 0)",
    )
    .await;
    drop(connection);
    let error = Store::open(&files.url, &files.settings).await.unwrap_err();
    assert!(matches!(error, Error::NewerSchema { .. }), "{error}");
    assert_eq!(kept_aside(&files), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn a_database_of_another_program_is_refused_and_not_written_to() {
    let files = Files::new();
    std::fs::File::create(&files.database).unwrap();
    let mut connection = connect(&files.url).await;
    execute(&mut connection, "CREATE TABLE bookmark (x TEXT)").await;
    drop(connection);
    let before = std::fs::read(&files.database).unwrap();
    let error = Store::open(&files.url, &files.settings).await.unwrap_err();
    assert!(matches!(error, Error::Foreign { .. }), "{error}");
    assert_eq!(std::fs::read(&files.database).unwrap(), before);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1))]

    #[test]
    fn d07_bits_that_turn_over_never_end_in_a_panic_or_a_loop(
        rounds in prop::collection::vec(prop::collection::vec((any::<prop::sample::Index>(), 0..8_u8), 1..6), 150)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let files = Files::new();
            let good = filled(&files).await;
            for flips in rounds {
                let mut damaged = good.clone();
                for (place, bit) in flips {
                    damaged[place.index(good.len())] ^= 1 << bit;
                }
                std::fs::write(&files.database, &damaged).unwrap();
                survives(&files).await;
            }
        });
    }
}

/// Works, is mended, or says clearly what is wrong; what is read then is read or refused as well.
async fn survives(files: &Files) {
    match Store::open(&files.url, &files.settings).await {
        Ok(store) => {
            let (user, client) = (UserId::new("1001"), ClientId::new("client"));
            let kept = store.credential(&user, &client).await;
            if let Ok(Some(kept)) = kept {
                assert_eq!(kept.credential.access, Secret::new("a1"));
            }
            let channels = store.channels().await;
            if store.recovery().is_some() {
                assert_eq!(channels.unwrap().len(), 60);
            }
            store.close().await;
        }
        Err(error) => assert!(
            !error.to_string().is_empty() && !error.is_transient(),
            "{error}"
        ),
    }
    for path in kept_aside(files) {
        std::fs::remove_file(path).unwrap();
    }
}
