//! Writes that were acknowledged survive `kill -9`: a child writes and tells what is done, and is killed at any moment.

use std::io::{BufRead, BufReader};
use std::process::{Command as Process, Stdio};
use std::time::Duration;

use engine::{Change, Command, CommandName, Level};
use streamhand_store::Store;
use types::{ClientId, Timestamp, UserId};

use crate::credentials::credential;
use crate::databases::{channel, lasting, settings};

/// Where the child finds the database, and the number it begins with.
const CHILD: &str = "STREAMHAND_STORE_TEST_CHILD";
const KILLS: u32 = 36;

fn room() -> UserId {
    UserId::new("1001")
}

fn numbered(number: u32) -> Command {
    Command {
        name: CommandName::parse(&format!("c{number}")).unwrap(),
        reply: format!("text {number}"),
        level: Level::Viewer,
        cooldown: Duration::ZERO,
        user_cooldown: Duration::ZERO,
        is_enabled: true,
        created_by: room(),
        created_at: Timestamp::from_unix_millis(0),
        updated_by: room(),
        updated_at: Timestamp::from_unix_millis(0),
    }
}

/// The test itself when it is run again as the child: it ends only by being killed.
async fn write_for_ever(url: &str, first: u32) {
    let store = Store::open(url, &settings()).await.unwrap();
    store
        .put_channel(&channel("1001", "somechannel"))
        .await
        .unwrap();
    for number in first.. {
        let change = Change::Put(numbered(number));
        store.change_command(&room(), &change).await.unwrap();
        println!("\ncommand {number}");
        let tokens = credential("5005", &format!("a{number}"));
        store.save_credential(&tokens).await.unwrap();
        println!("\ncredential {number}");
    }
}

/// What was acknowledged before the child was killed, after so many acknowledgements.
fn acknowledged_until_killed(url: &str, first: u32, patience: u32) -> Vec<(String, u32)> {
    let mut child = Process::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::acknowledged_writes_survive_kill_9"])
        .args(["--nocapture", "--test-threads", "1"])
        .env(CHILD, format!("{first} {url}"))
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = Vec::new();
    // Reading goes on after the kill, to the end of what the child had told by then.
    for line in lines.map_while(Result::ok) {
        let Some((what, number)) = line.split_once(' ') else {
            continue;
        };
        if !["command", "credential"].contains(&what) {
            continue;
        }
        acknowledged.push((what.to_owned(), number.parse().unwrap()));
        if acknowledged.len() == patience as usize {
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    assert!(
        acknowledged.len() >= patience as usize,
        "the child ended by itself"
    );
    acknowledged
}

#[tokio::test]
async fn acknowledged_writes_survive_kill_9() {
    if let Ok(order) = std::env::var(CHILD) {
        let (first, url) = order.split_once(' ').unwrap();
        return write_for_ever(url, first.parse().unwrap()).await;
    }
    for database in lasting().await {
        let mut next = 0;
        let mut commands = 0;
        for round in 0..KILLS {
            // Odd and even numbers of acknowledgements end in the midst of either kind of write.
            let patience = 1 + round * 7 % 12;
            let told = acknowledged_until_killed(&database.url, next, patience);

            let store = Store::open(&database.url, &settings()).await.unwrap();
            let found = store.commands(&room()).await.unwrap();
            let client = ClientId::new("client");
            let kept = store
                .credential(&UserId::new("5005"), &client)
                .await
                .unwrap();
            for (what, number) in &told {
                if what == "command" {
                    commands += 1;
                    assert!(
                        found.contains(&numbered(*number)),
                        "command {number} is gone"
                    );
                } else {
                    let kept = kept.as_ref().expect("a saved credential");
                    let access: u32 = kept.credential.access.expose()[1..].parse().unwrap();
                    assert!(access >= *number, "credential {number} is gone");
                }
            }
            assert!(found.len() >= commands, "earlier commands are gone");
            // What was written and not told may be there too; the next child goes on behind it.
            next = told.last().map_or(next, |(_, number)| number + 2);
            store.close().await;
        }
        database.remove().await;
    }
}
