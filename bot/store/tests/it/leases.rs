//! One refresh at a time, whoever asks: tasks, processes, and those that die or freeze in the middle.

use std::time::Duration;

use streamhand_store::{Error, RefreshLease, Store};
use types::{ClientId, Secret, UserId};

use crate::child::{Child, order, tell, wait_for_word};
use crate::credentials::credential;
use crate::databases::{lasting, on_each, settings};

const ROUNDS: u32 = 25;

fn user() -> UserId {
    UserId::new("5005")
}

fn client() -> ClientId {
    ClientId::new("client")
}

async fn begin(store: &Store, known: &str) -> Result<RefreshLease, Error> {
    store
        .begin_refresh(&user(), &client(), &Secret::new(known))
        .await
}

async fn save(store: &Store, access: &str) {
    let tokens = credential("5005", access);
    store.save_credential(&tokens).await.unwrap();
}

async fn impatient(url: &str) -> Store {
    let settings = settings().with_patience(Duration::from_millis(200));
    Store::open(url, &settings).await.unwrap()
}

#[tokio::test]
async fn a03_a_refresh_that_began_and_never_ended_is_told_to_the_next_one() {
    on_each(async |store: &Store| {
        save(store, "a1").await;
        let lease = begin(store, "a1").await.unwrap();
        assert!(!lease.was_cut_off);
        let kept = lease.kept.as_ref().unwrap();
        assert_eq!(kept.credential.access, Secret::new("a1"));
        assert_eq!(kept.generation, 1);
        // Nobody tells the end.
        drop(lease);
        let lease = begin(store, "a1").await.unwrap();
        assert!(lease.was_cut_off && lease.is_held());
        // It is known that nothing was spent.
        lease.end().await.unwrap();
        let lease = begin(store, "a1").await.unwrap();
        assert!(!lease.was_cut_off);
        // New tokens are kept, and that is an end too.
        save(store, "a2").await;
        drop(lease);
        assert!(!begin(store, "a2").await.unwrap().was_cut_off);
    })
    .await;
}

#[tokio::test]
async fn a02_who_comes_second_is_handed_the_new_tokens_and_begins_nothing() {
    on_each(async |store: &Store| {
        assert!(begin(store, "a1").await.unwrap().kept.is_none());
        save(store, "a2").await;
        let lease = begin(store, "a1").await.unwrap();
        let kept = lease.kept.as_ref().unwrap();
        assert_eq!(kept.credential.access, Secret::new("a2"));
        drop(lease);
        let lease = begin(store, "a2").await.unwrap();
        assert!(!lease.was_cut_off, "the late one had nothing to begin");
    })
    .await;
}

#[tokio::test]
async fn a02_accounts_and_applications_do_not_wait_for_each_other() {
    on_each(async |store: &Store| {
        save(store, "a1").await;
        let _held = begin(store, "a1").await.unwrap();
        let known = Secret::new("a1");
        let (user, client) = (UserId::new("6006"), ClientId::new("other"));
        for (user, client) in [(&user, &self::client()), (&self::user(), &client)] {
            let lease = store.begin_refresh(user, client, &known).await.unwrap();
            assert!(lease.is_held());
        }
    })
    .await;
}

/// The child: refreshes again and again, and tells when somebody else is in the middle of it.
async fn refresh_in_turns(url: &str, inside: &str) {
    let store = Store::open(url, &settings()).await.unwrap();
    for _ in 0..ROUNDS {
        let kept = store.credential(&user(), &client()).await.unwrap().unwrap();
        let known = kept.credential.access;
        let lease = begin(&store, known.expose()).await.unwrap();
        if std::fs::File::create_new(inside).is_err() {
            tell("overlap");
        }
        let kept = lease.kept.as_ref().unwrap();
        if kept.credential.access == known {
            let number: u32 = known.expose()[1..].parse().unwrap();
            save(&store, &format!("a{}", number + 1)).await;
            tell("refreshed");
        } else {
            tell("adopted");
        }
        std::fs::remove_file(inside).unwrap();
        drop(lease);
    }
    store.close().await;
    tell("done");
}

#[tokio::test]
async fn a02_four_processes_refresh_in_turns() {
    const TEST: &str = "leases::a02_four_processes_refresh_in_turns";
    if let Some(order) = order() {
        let (inside, url) = order.split_once(' ').unwrap();
        return refresh_in_turns(url, inside).await;
    }
    for database in lasting().await {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("inside");
        let store = Store::open(&database.url, &settings()).await.unwrap();
        save(&store, "a0").await;
        let order = format!("{} {}", inside.display(), database.url);
        let mut children: Vec<_> = (0..4).map(|_| Child::start(TEST, &order)).collect();
        let mut told = Vec::new();
        for child in &mut children {
            told.extend(std::iter::from_fn(|| child.hear()));
        }
        let count = |what| told.iter().filter(|line| *line == what).count();
        assert_eq!(count("done"), 4, "{}", database.name);
        assert_eq!(count("overlap"), 0, "{}", database.name);
        assert_eq!(count("refreshed") + count("adopted"), 4 * ROUNDS as usize);
        let kept = store.credential(&user(), &client()).await.unwrap().unwrap();
        let last = format!("a{}", count("refreshed"));
        assert_eq!(kept.credential.access.expose(), last, "{}", database.name);
        store.close().await;
        database.remove().await;
    }
}

/// The child: begins a refresh and stays in it until it is spoken to.
async fn hold(url: &str) {
    let store = Store::open(url, &settings()).await.unwrap();
    let lease = begin(&store, "a1").await.unwrap();
    tell("held");
    wait_for_word();
    drop(lease);
    tell("released");
    // The runtime goes on meanwhile, as it does in a program that works.
    tokio::task::spawn_blocking(wait_for_word).await.unwrap();
}

#[tokio::test]
async fn a02_a_process_that_is_killed_gives_the_account_back() {
    const TEST: &str = "leases::a02_a_process_that_is_killed_gives_the_account_back";
    if let Some(url) = order() {
        return hold(&url).await;
    }
    for database in lasting().await {
        let store = impatient(&database.url).await;
        save(&store, "a1").await;
        let mut holder = Child::start(TEST, &database.url);
        assert_eq!(holder.hear().as_deref(), Some("held"));
        let error = begin(&store, "a1").await.unwrap_err();
        assert!(matches!(error, Error::RefreshBusy { .. }), "{error}");
        assert!(error.is_transient());

        holder.kill();
        let patient = Store::open(&database.url, &settings()).await.unwrap();
        let lease = begin(&patient, "a1").await.unwrap();
        assert!(lease.was_cut_off, "{}", database.name);
        drop(lease);
        patient.close().await;
        store.close().await;
        database.remove().await;
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a02_a_process_that_is_frozen_keeps_the_account() {
    use rustix::process::Signal;

    const TEST: &str = "leases::a02_a_process_that_is_frozen_keeps_the_account";
    if let Some(url) = order() {
        return hold(&url).await;
    }
    for database in lasting().await {
        let store = impatient(&database.url).await;
        save(&store, "a1").await;
        let mut holder = Child::start(TEST, &database.url);
        assert_eq!(holder.hear().as_deref(), Some("held"));
        holder.signal(Signal::STOP);
        for _ in 0..3 {
            let error = begin(&store, "a1").await.unwrap_err();
            assert!(matches!(error, Error::RefreshBusy { .. }), "{error}");
        }
        holder.signal(Signal::CONT);
        holder.say();
        assert_eq!(holder.hear().as_deref(), Some("released"));
        let patient = Store::open(&database.url, &settings()).await.unwrap();
        assert!(begin(&patient, "a1").await.unwrap().was_cut_off);
        patient.close().await;
        store.close().await;
        database.remove().await;
    }
}

#[tokio::test]
async fn a02_a_lock_on_a_server_is_missed_when_its_connection_dies() {
    for database in lasting().await {
        if database.url.starts_with("sqlite:") {
            continue;
        }
        let store = Store::open(&database.url, &settings()).await.unwrap();
        let claim = store.claim_bot().await.unwrap();
        assert!(claim.is_held());
        let mut connection = database.connect().await;
        let ended = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' \
             AND pid IN (SELECT pid FROM pg_stat_activity WHERE application_name = 'streamhand lock')";
        crate::databases::execute(&mut connection, ended).await;
        claim.lost().await;
        assert!(!claim.is_held());
        store.close().await;
        database.remove().await;
    }
}
