//! Who may read the files of a store, and which files are refused. Rights of this kind exist on Unix alone.

use std::fs::Permissions;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use streamhand_store::{Error, Refusal, Store};
use tempfile::TempDir;

use crate::child::{Child, command, order, tell};
use crate::credentials::credential;
use crate::databases::{Files, channel};

fn mode(path: &Path) -> u32 {
    path.symlink_metadata().unwrap().permissions().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Everything below a folder, with the folder.
fn all_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(all_below(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// Uses all that makes files: database, journal, key, locks, backups.
async fn use_everything(files: &Files) {
    let store = Store::open(&files.url, &files.settings).await.unwrap();
    let tokens = credential("5005", "a1");
    store.save_credential(&tokens).await.unwrap();
    let claim = store.claim_bot().await.unwrap();
    let lease = store
        .begin_refresh(&tokens.user_id, &tokens.client_id, &tokens.access)
        .await
        .unwrap();
    store.back_up().await.unwrap();
    let closed: Vec<_> = all_below(&files.folder)
        .into_iter()
        .map(|path| (mode(&path), path))
        .collect();
    assert!(closed.len() >= 9, "{closed:?}");
    for (mode, path) in closed {
        let expected = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode, expected, "{}", path.display());
    }
    drop((lease, claim));
    store.close().await;
}

#[tokio::test]
async fn x26_every_file_is_its_owners_alone_even_without_a_umask() {
    const TEST: &str = "private::x26_every_file_is_its_owners_alone_even_without_a_umask";
    if let Some(folder) = order() {
        rustix::process::umask(rustix::fs::Mode::empty());
        use_everything(&Files::below(Path::new(&folder).join("data"))).await;
        tell("done");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut child = Child::start(TEST, &folder.path().display().to_string());
    assert_eq!(child.hear().as_deref(), Some("done"));
}

#[tokio::test]
async fn x26_rights_that_were_opened_are_closed_again() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::below(folder.path().join("data"));
    use_everything(&files).await;
    let opened: Vec<_> = all_below(&files.folder)
        .into_iter()
        .filter(|path| path.is_file())
        .collect();
    for path in &opened {
        set_mode(path, 0o666);
    }
    let store = Store::open(&files.url, &files.settings).await.unwrap();
    drop(store.claim_bot().await.unwrap());
    for path in [&files.database, &files.key] {
        assert_eq!(mode(path), 0o600, "{}", path.display());
    }
    store.close().await;
}

fn refusal(error: &Error) -> Option<&Refusal> {
    match error {
        Error::Unsafe { refusal, .. } => Some(refusal),
        _ => None,
    }
}

#[tokio::test]
async fn x26_a_symlink_is_refused_wherever_it_lies() {
    for name in [
        "streamhand.db",
        "streamhand.db-wal",
        "streamhand.key",
        "streamhand.db.use.lock",
    ] {
        let files = Files::new();
        let elsewhere = files.folder.join("elsewhere");
        std::fs::write(&elsewhere, "precious").unwrap();
        symlink(&elsewhere, files.folder.join(name)).unwrap();
        let error = Store::open(&files.url, &files.settings).await.unwrap_err();
        assert_eq!(refusal(&error), Some(&Refusal::Link), "{name}: {error}");
        assert!(error.to_string().contains(name), "{error}");
        assert_eq!(std::fs::read_to_string(&elsewhere).unwrap(), "precious");
        assert_eq!(mode(&elsewhere) & 0o700, 0o600);
    }
}

#[tokio::test]
async fn x26_a_symlink_in_the_place_of_a_backup_is_not_restored() {
    let files = Files::new();
    let store = Store::open(&files.url, &files.settings).await.unwrap();
    let made = store.back_up().await.unwrap().backup.path;
    store.close().await;
    let moved = files.folder.join("moved");
    std::fs::rename(&made, &moved).unwrap();
    symlink(&moved, &made).unwrap();
    let restored = streamhand_store::restore(&files.url, &files.settings, &made).await;
    let error = restored.unwrap_err();
    assert!(matches!(error, Error::NotABackup { .. }), "{error}");
    assert!(error.to_string().contains("symbolic link"), "{error}");
}

#[tokio::test]
async fn x26_what_is_no_plain_file_is_refused() {
    let files = Files::new();
    std::fs::create_dir(&files.database).unwrap();
    let error = Store::open(&files.url, &files.settings).await.unwrap_err();
    assert_eq!(refusal(&error), Some(&Refusal::NotAFile), "{error}");
}

#[tokio::test]
async fn x26_a_file_of_another_user_is_refused() {
    let files = Files::new();
    let (url, file) = if rustix::process::geteuid().is_root() {
        std::fs::write(&files.database, "").unwrap();
        std::os::unix::fs::chown(&files.database, Some(12345), None).unwrap();
        (files.url.clone(), files.database.clone())
    } else {
        // Everybody may read this one, and the administrator owns it.
        let file = PathBuf::from("/etc/passwd");
        (format!("sqlite:{}", file.display()), file)
    };
    let before = std::fs::read(&file).unwrap();
    let error = Store::open(&url, &files.settings).await.unwrap_err();
    assert!(
        matches!(refusal(&error), Some(Refusal::ForeignOwner { .. })),
        "{error}"
    );
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[tokio::test]
async fn x26_a_folder_that_everybody_may_change_is_refused() {
    let files = Files::new();
    set_mode(&files.folder, 0o777);
    let error = Store::open(&files.url, &files.settings).await.unwrap_err();
    assert_eq!(refusal(&error), Some(&Refusal::OpenFolder), "{error}");
    assert!(!files.database.exists());
    // A shared folder: everybody may add, only the owner may take away.
    set_mode(&files.folder, 0o1777);
    Store::open(&files.url, &files.settings)
        .await
        .unwrap()
        .close()
        .await;
}

/// Runs a test as a user whom rights mean something to.
fn as_somebody(test: &str, folder: &TempDir, order: &str) -> Child {
    use std::os::unix::process::CommandExt;

    const NOBODY: u32 = 65534;
    let mut command = command(test, order);
    if rustix::process::geteuid().is_root() {
        for path in all_below(folder.path()) {
            std::os::unix::fs::chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        command.uid(NOBODY).gid(NOBODY);
    }
    Child::run(&mut command)
}

#[tokio::test]
async fn d02_a_damaged_database_is_mended_from_a_folder_that_cannot_be_written() {
    const TEST: &str =
        "private::d02_a_damaged_database_is_mended_from_a_folder_that_cannot_be_written";
    if let Some(folder) = order() {
        let files = Files::below(PathBuf::from(folder));
        let store = Store::open(&files.url, &files.settings).await.unwrap();
        let recovery = store.recovery().unwrap();
        assert_eq!(recovery.summary.channels, ["somechannel"]);
        let error = store.back_up().await.unwrap_err();
        assert!(matches!(error, Error::Backup { .. }), "{error}");
        tell("done");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let files = Files::below(folder.path().to_owned());
    let store = Store::open(&files.url, &files.settings).await.unwrap();
    store
        .put_channel(&channel("1001", "somechannel"))
        .await
        .unwrap();
    store.back_up().await.unwrap();
    store.close().await;
    std::fs::write(&files.database, [0; 4096]).unwrap();
    set_mode(&files.backups, 0o500);
    let mut child = as_somebody(TEST, &folder, &folder.path().display().to_string());
    assert_eq!(child.hear().as_deref(), Some("done"));
    set_mode(&files.backups, 0o700);
}

#[tokio::test]
async fn d01_a_database_that_may_not_be_read_is_not_taken_for_damaged() {
    const TEST: &str = "private::d01_a_database_that_may_not_be_read_is_not_taken_for_damaged";
    if let Some(folder) = order() {
        let files = Files::below(PathBuf::from(folder));
        let error = Store::open(&files.url, &files.settings).await.unwrap_err();
        assert!(
            matches!(error, Error::File { .. } | Error::Open { .. }),
            "{error}"
        );
        tell("done");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let files = Files::below(folder.path().to_owned());
    let store = Store::open(&files.url, &files.settings).await.unwrap();
    store.back_up().await.unwrap();
    store.close().await;
    let before = std::fs::read(&files.database).unwrap();
    set_mode(&files.database, 0o000);
    let mut child = as_somebody(TEST, &folder, &folder.path().display().to_string());
    assert_eq!(child.hear().as_deref(), Some("done"));
    set_mode(&files.database, 0o600);
    assert_eq!(std::fs::read(&files.database).unwrap(), before);
}
