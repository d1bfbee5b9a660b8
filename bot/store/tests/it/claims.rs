//! One bot on one store.

use streamhand_store::{Error, Store};

use crate::child::{Child, order, tell, wait_for_word};
use crate::databases::{lasting, on_each, settings};

/// The child: is the bot until it is killed.
async fn be_the_bot(url: &str) {
    let store = Store::open(url, &settings()).await.unwrap();
    let _claim = store.claim_bot().await.unwrap();
    tell("claimed");
    wait_for_word();
}

#[tokio::test]
async fn d09_a_second_bot_is_told_who_runs_and_the_next_one_may_when_that_one_is_killed() {
    const TEST: &str =
        "claims::d09_a_second_bot_is_told_who_runs_and_the_next_one_may_when_that_one_is_killed";
    if let Some(url) = order() {
        return be_the_bot(&url).await;
    }
    for database in lasting().await {
        let mut bot = Child::start(TEST, &database.url);
        assert_eq!(bot.hear().as_deref(), Some("claimed"));
        // A command that only looks something up is not kept out.
        let store = Store::open(&database.url, &settings()).await.unwrap();
        assert_eq!(store.channels().await.unwrap(), []);

        let error = store.claim_bot().await.unwrap_err();
        let Error::BotRuns {
            holder: Some(holder),
            ..
        } = &error
        else {
            panic!("{error}");
        };
        assert_eq!(holder.process, bot.id());
        assert!(!holder.host.is_empty());
        assert!(error.to_string().contains(&bot.id().to_string()), "{error}");
        assert!(!error.is_transient());

        bot.kill();
        let mut claim = store.claim_bot().await;
        // A server needs a moment to notice.
        while database.name == "PostgreSQL" && matches!(claim, Err(Error::BotRuns { .. })) {
            claim = store.claim_bot().await;
        }
        assert!(claim.unwrap().is_held());
        store.close().await;
        database.remove().await;
    }
}

#[tokio::test]
async fn d09_a_claim_ends_with_its_value() {
    on_each(async |store: &Store| {
        let claim = store.claim_bot().await.unwrap();
        let error = store.clone().claim_bot().await.unwrap_err();
        assert!(matches!(error, Error::BotRuns { .. }), "{error}");
        drop(claim);
        let mut claim = store.claim_bot().await;
        while matches!(claim, Err(Error::BotRuns { .. })) {
            claim = store.claim_bot().await;
        }
        assert!(claim.unwrap().is_held());
    })
    .await;
}
