//! Channels and their commands.

use std::time::Duration;

use engine::{Change, Command, CommandName, Level};
use streamhand_store::{Error, Store};
use types::{Timestamp, UserId};

use crate::databases::{channel, execute, lasting, on_each, settings};

fn command(name: &str, reply: &str) -> Command {
    Command {
        name: CommandName::parse(name).unwrap(),
        reply: reply.to_owned(),
        level: Level::Vip,
        cooldown: Duration::from_millis(1_500),
        user_cooldown: Duration::from_secs(86_400),
        is_enabled: false,
        created_by: UserId::new("2002"),
        created_at: Timestamp::from_unix_millis(1),
        updated_by: UserId::new("3003"),
        updated_at: Timestamp::from_unix_millis(9_007_199_254_740_993),
    }
}

async fn put(store: &Store, channel: &UserId, command: &Command) {
    let change = Change::Put(command.clone());
    store.change_command(channel, &change).await.unwrap();
}

#[tokio::test]
async fn a_command_comes_back_as_it_was_remembered() {
    on_each(async |store: &Store| {
        let room = channel("1001", "somechannel");
        store.put_channel(&room).await.unwrap();
        let all: Vec<_> = Level::ALL
            .iter()
            .map(|level| Command {
                level: *level,
                is_enabled: *level == Level::Viewer,
                ..command(level.name(), "Grüße, $(user) 🐈‍⬛ ' \" \\ $1; --")
            })
            .collect();
        for command in &all {
            put(store, &room.id, command).await;
        }
        let mut found = store.commands(&room.id).await.unwrap();
        found.sort_by_key(|command| command.level);
        assert_eq!(found, all);
    })
    .await;
}

#[tokio::test]
async fn a_command_is_replaced_by_name_and_within_its_channel_only() {
    on_each(async |store: &Store| {
        let (one, two) = (channel("1001", "one"), channel("1002", "two"));
        store.put_channel(&one).await.unwrap();
        store.put_channel(&two).await.unwrap();
        put(store, &one.id, &command("hi", "first")).await;
        put(store, &two.id, &command("hi", "other room")).await;
        put(store, &one.id, &command("hi", "second")).await;
        assert_eq!(
            store.commands(&one.id).await.unwrap(),
            [command("hi", "second")]
        );
        let delete = Change::Delete(CommandName::parse("hi").unwrap());
        store.change_command(&one.id, &delete).await.unwrap();
        store.change_command(&one.id, &delete).await.unwrap();
        assert_eq!(store.commands(&one.id).await.unwrap(), []);
        assert_eq!(
            store.commands(&two.id).await.unwrap(),
            [command("hi", "other room")]
        );
    })
    .await;
}

#[tokio::test]
async fn a_command_of_an_unknown_channel_is_refused_by_name() {
    on_each(async |store: &Store| {
        let nowhere = UserId::new("404");
        let change = Change::Put(command("hi", "hello"));
        let error = store.change_command(&nowhere, &change).await.unwrap_err();
        assert!(
            matches!(&error, Error::UnknownChannel { channel } if *channel == nowhere),
            "{error}"
        );
        assert!(!error.is_transient());
    })
    .await;
}

#[tokio::test]
async fn a_channel_keeps_its_age_when_it_is_renamed_and_takes_its_commands_with_it() {
    on_each(async |store: &Store| {
        let old = channel("1001", "oldname");
        store.put_channel(&old).await.unwrap();
        put(store, &old.id, &command("hi", "hello")).await;
        let mut new = channel("1001", "newname");
        new.added_at = Timestamp::from_unix_millis(0);
        store.put_channel(&new).await.unwrap();
        new.added_at = old.added_at;
        assert_eq!(store.channels().await.unwrap(), [new.clone()]);
        assert!(store.delete_channel(&new.id).await.unwrap());
        assert!(!store.delete_channel(&new.id).await.unwrap());
        store.put_channel(&new).await.unwrap();
        assert_eq!(store.commands(&new.id).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn d03_many_writers_at_once_wait_for_each_other() {
    on_each(async |store: &Store| {
        let room = channel("1001", "somechannel");
        store.put_channel(&room).await.unwrap();
        let mut writers = tokio::task::JoinSet::new();
        for number in 0..64 {
            let (store, room) = (store.clone(), room.id.clone());
            writers.spawn(async move {
                put(&store, &room, &command(&format!("c{number}"), "text")).await;
                store.commands(&room).await.unwrap().len()
            });
        }
        let seen = writers.join_all().await;
        assert!(seen.iter().all(|count| *count >= 1));
        assert_eq!(store.commands(&room.id).await.unwrap().len(), 64);
    })
    .await;
}

#[tokio::test]
async fn d03_while_another_process_writes_reads_go_on_and_writes_wait() {
    for database in lasting().await {
        let store = Store::open(&database.url, &settings()).await.unwrap();
        let room = channel("1001", "somechannel");
        store.put_channel(&room).await.unwrap();

        let mut other = database.connect().await;
        execute(&mut other, "BEGIN").await;
        let change = "UPDATE channel SET login = 'held' WHERE channel_id = '1001'";
        execute(&mut other, change).await;
        let mut renamed = room.clone();
        renamed.login = "renamed".parse().unwrap();
        let write = store.put_channel(&renamed);
        let read_and_release = async {
            assert_eq!(store.channels().await.unwrap(), [room]);
            execute(&mut other, "COMMIT").await;
        };
        let (written, ()) = tokio::join!(write, read_and_release);
        written.unwrap();
        assert_eq!(
            store.channels().await.unwrap(),
            [renamed],
            "{}",
            database.name
        );
        store.close().await;
        database.remove().await;
    }
}

#[tokio::test]
async fn d03_two_processes_may_write_to_one_database() {
    for database in lasting().await {
        let one = Store::open(&database.url, &settings()).await.unwrap();
        let two = Store::open(&database.url, &settings()).await.unwrap();
        let room = channel("1001", "somechannel");
        one.put_channel(&room).await.unwrap();
        let mut writers = tokio::task::JoinSet::new();
        for (prefix, store) in [("a", &one), ("b", &two)] {
            for number in 0..16 {
                let (store, room) = (store.clone(), room.id.clone());
                writers.spawn(async move {
                    put(
                        &store,
                        &room,
                        &command(&format!("{prefix}{number}"), "text"),
                    )
                    .await;
                });
            }
        }
        writers.join_all().await;
        assert_eq!(
            two.commands(&room.id).await.unwrap().len(),
            32,
            "{}",
            database.name
        );
        one.close().await;
        two.close().await;
        database.remove().await;
    }
}
