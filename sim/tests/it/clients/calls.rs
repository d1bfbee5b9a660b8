//! `twitch_api` calls most of the REST API here, one simulator for all of it: each call has to work, and its answer to suit a strict reader.
//!
//! What it expects and Twitch does not promise is told where it comes up.

mod chat;
mod community;
mod judge;
mod library;
mod moderation;
mod people;

use judge::Judge;

use super::twitch;

#[tokio::test]
async fn another_library_calls_most_of_the_api() {
    let server = twitch().await;
    let judge = Judge::at(&server).await;
    people::calls(&judge).await;
    library::calls(&judge).await;
    chat::calls(&judge).await;
    moderation::calls(&judge).await;
    community::calls(&judge).await;
    let called = judge.into_called();
    // Nothing is counted twice, and what reads and what writes is both among it.
    assert!(called.len() >= 100, "only {}: {called:?}", called.len());
    let writes = called.iter().filter(|call| !call.starts_with("GET"));
    assert!(writes.count() >= 45, "{called:?}");
    server.shut_down().await;
}
