//! What became of the bot's messages: the last ones, and the counts.

use streamhand_store::{OUTCOMES, Outcome, OutcomeCount, Settings, Store};
use types::{MessageId, Timestamp, UserId};

use crate::databases::{channel, lasting, on_each, settings};

fn outcome(number: i64, code: &str) -> Outcome {
    Outcome {
        at: Timestamp::from_unix_millis(1_795_342_800_000 + number),
        channel: UserId::new("1001"),
        text: format!("Grüße 🐈‍⬛ ' \\ {number}"),
        cause: MessageId::new("cause"),
        kind: "dropped".to_owned(),
        code: code.to_owned(),
        said: Some("Twitch's words".to_owned()),
        message: None,
    }
}

fn count(kind: &str, code: &str, (times, at): (i64, i64)) -> OutcomeCount {
    OutcomeCount {
        kind: kind.to_owned(),
        code: code.to_owned(),
        times,
        since: Timestamp::from_unix_millis(at),
        last_at: Timestamp::from_unix_millis(at + 1),
    }
}

#[tokio::test]
async fn s01_outcomes_come_back_as_they_were_the_newest_first_with_the_names_of_their_channels() {
    on_each(async |store: &Store| {
        store
            .put_channel(&channel("1001", "somechannel"))
            .await
            .unwrap();
        let sent = Outcome {
            kind: "sent".to_owned(),
            said: None,
            message: Some(MessageId::new("0d9c")),
            channel: UserId::new("9"),
            ..outcome(2, "sent")
        };
        let all = [outcome(1, "msg_slowmode"), sent.clone()];
        store.add_outcomes(&all, &[]).await.unwrap();
        let mut later = outcome(3, "never\0heard");
        store.add_outcomes(&[later.clone()], &[]).await.unwrap();
        later.code = "never heard".to_owned();
        let name = Some("somechannel".to_owned());
        assert_eq!(
            store.outcomes().await.unwrap(),
            [(later, name.clone()), (sent, None), (all[0].clone(), name)]
        );
    })
    .await;
}

#[tokio::test]
async fn l04_no_more_than_the_last_thousand_are_kept() {
    on_each(async |store: &Store| {
        for batch in [0, 700, 1_400] {
            let outcomes: Vec<_> = (batch..batch + 700)
                .map(|number| outcome(number, "x"))
                .collect();
            store.add_outcomes(&outcomes, &[]).await.unwrap();
        }
        let kept = store.outcomes().await.unwrap();
        assert_eq!(kept.len(), usize::try_from(OUTCOMES).unwrap());
        assert_eq!(kept[0].0, outcome(2_099, "x"));
        assert_eq!(kept[999].0, outcome(1_100, "x"));
    })
    .await;
}

#[tokio::test]
async fn s04_reasons_are_counted_since_the_first_of_them_and_codes_without_end_in_bounded_room() {
    on_each(async |store: &Store| {
        let first = [
            count("sent", "sent", (2, 10)),
            count("dropped", "a", (1, 20)),
        ];
        store.add_outcomes(&[], &first).await.unwrap();
        let then = [count("sent", "sent", (5, 30))];
        store.add_outcomes(&[], &then).await.unwrap();
        let sum = OutcomeCount {
            last_at: Timestamp::from_unix_millis(31),
            ..count("sent", "sent", (7, 10))
        };
        assert_eq!(
            store.outcome_counts().await.unwrap(),
            [first[1].clone(), sum]
        );

        let strange: Vec<_> = (0..500)
            .map(|number| count("dropped", &format!("strange_{number}"), (1, 40)))
            .collect();
        store.add_outcomes(&[], &strange).await.unwrap();
        store.add_outcomes(&[], &strange).await.unwrap();
        let counts = store.outcome_counts().await.unwrap();
        assert!(counts.len() <= 202, "{}", counts.len());
        let times: i64 = counts.iter().map(|count| count.times).sum();
        assert_eq!(times, 7 + 1 + 1_000);
    })
    .await;
}

#[tokio::test]
async fn a_kind_that_is_none_is_refused_and_nothing_of_its_batch_is_kept() {
    on_each(async |store: &Store| {
        let wrong = Outcome {
            kind: "lost".to_owned(),
            ..outcome(2, "x")
        };
        let batch = [outcome(1, "x"), wrong];
        store.add_outcomes(&batch, &[]).await.unwrap_err();
        assert_eq!(store.outcomes().await.unwrap(), []);
        store.add_outcomes(&batch[..1], &[]).await.unwrap();
        assert_eq!(store.outcomes().await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn outcomes_are_there_after_a_restart_and_in_a_backup() {
    for database in lasting().await {
        let folder = tempfile::tempdir().unwrap();
        let settings: Settings = settings().with_backups(folder.path());
        let store = Store::open(&database.url, &settings).await.unwrap();
        let counts = [count("dropped", "x", (1, 10))];
        store
            .add_outcomes(&[outcome(1, "x")], &counts)
            .await
            .unwrap();
        let backup = store.back_up().await.unwrap();
        store.add_outcomes(&[outcome(2, "y")], &[]).await.unwrap();
        store.close().await;

        let store = Store::open(&database.url, &settings).await.unwrap();
        assert_eq!(store.outcomes().await.unwrap().len(), 2);
        store.close().await;

        let restored = streamhand_store::restore(&database.url, &settings, &backup.backup.path);
        restored.await.unwrap();
        let store = Store::open(&database.url, &settings).await.unwrap();
        assert_eq!(store.outcomes().await.unwrap(), [(outcome(1, "x"), None)]);
        assert_eq!(store.outcome_counts().await.unwrap(), counts);
        store.close().await;
        database.remove().await;
    }
}
