//! The file of an embedded database: who may read it, and what happens when it is no database.

use streamhand_store::{Backend, Error, Store};

use crate::databases::settings;

#[tokio::test]
async fn a_missing_file_and_its_folders_are_created() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a b/100% #1/streamhand.db");
    let store = Store::open(&format!("sqlite:{}", file.display()), &settings())
        .await
        .unwrap();
    assert_eq!(store.backend(), Backend::Sqlite);
    assert!(file.exists(), "the file has the name that was given");
    store.close().await;
}

#[cfg(unix)]
#[tokio::test]
async fn x26_only_the_owner_may_read_the_database() {
    use std::os::unix::fs::PermissionsExt;

    use crate::databases::channel;

    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = data.join("streamhand.db");
    let url = format!("sqlite:{}", file.display());
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;

    let store = Store::open(&url, &settings()).await.unwrap();
    store
        .put_channel(&channel("1001", "somechannel"))
        .await
        .unwrap();
    assert_eq!(mode(&data), 0o700);
    for entry in data.read_dir().unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    store.close().await;

    // A file that somebody opened to others is closed to them.
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o664)).unwrap();
    Store::open(&url, &settings()).await.unwrap().close().await;
    assert_eq!(mode(&file), 0o600);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    let text = "these are my notes, and no database at all\n".repeat(200);
    std::fs::write(&file, &text).unwrap();
    let error = Store::open(&format!("sqlite:{}", file.display()), &settings())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Damaged { .. }), "{error}");
    assert!(error.to_string().contains("notes.txt"), "{error}");
    assert!(!error.is_transient());
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_passing_error_without_the_password() {
    // Bound and not accepted from: the port is ours, and nobody else's server can be met there.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let url = format!("postgres://bot:s3cret@127.0.0.1:{port}/streamhand?sslmode=disable");
    let error = Store::open(&url, &settings()).await.unwrap_err();
    assert!(matches!(error, Error::Open { .. }), "{error}");
    assert!(error.is_transient(), "{error}");
    assert!(
        !format!("{error} {error:?}").contains("s3cret"),
        "{error:?}"
    );
}
