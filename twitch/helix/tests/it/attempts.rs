//! What a client does about every way in which a call can fail: when it waits, when it tries again, and when it must not.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use streamhand_helix::moderation::CheckAutomodStatusEntry;
use streamhand_helix::{Client, Error};
use tokio::time::Instant;

use crate::lender::Lender;
use crate::net::{Manner, Net, Reply};

fn bot() -> Arc<Lender> {
    Lender::of(("7", "perty"), "")
}

const REFUSED: &str = r#"{"error":"-","status":0,"message":"no"}"#;

/// A call that only reads.
async fn read(helix: &Client) -> Result<(), Error> {
    helix.get_users().await.map(drop)
}

/// A call whose repeat would be seen.
async fn say(helix: &Client) -> Result<(), Error> {
    helix.send_chat_message("1", "7", "hello").await.map(drop)
}

#[tokio::test(start_paused = true)]
async fn h01_an_empty_bucket_is_waited_for_and_the_call_made_after_all() {
    // When it is full again is told by the headers; without them the waits grow.
    for (reply, shortest, longest) in [
        (Reply::new(429, REFUSED).bucket(0, 20), 20, 23),
        (Reply::new(429, REFUSED).bucket(0, 0), 1, 4),
        (Reply::new(429, REFUSED).bucket(0, 100_000), 2, 4),
        (Reply::new(429, REFUSED), 2, 4),
        (
            Reply::new(429, "<html>").header("Ratelimit-Remaining", "none"),
            2,
            4,
        ),
    ] {
        let net = Net::answering([reply.clone(), Reply::good()]);
        let start = Instant::now();
        read(&net.client(bot())).await.unwrap();
        let waited = start.elapsed();
        let expected = Duration::from_secs(shortest)..=Duration::from_secs(longest);
        assert!(expected.contains(&waited), "{reply:?}: {waited:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn h01_a_bucket_that_stays_empty_is_not_asked_for_ever() {
    let net = Net::answering((0..3).map(|_| Reply::new(429, REFUSED).bucket(0, 5)));
    let error = read(&net.client(bot())).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "Twitch refused Get Users because the account 7 has used up its 800 calls a minute: no"
    );
    assert!(error.is_transient() && !error.may_have_happened());
    assert_eq!(net.lines().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn h01_what_would_wait_too_long_is_told_at_once_for_how_long_and_whose_limit_it_is() {
    let net = Net::answering([Reply::good().bucket(0, 40)]);
    let impatient = net.settings().with_longest_wait(Duration::from_secs(5));
    let helix = Client::new(net.http(), impatient, bot());
    read(&helix).await.unwrap();
    let start = Instant::now();
    let error = read(&helix).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot call Get Users now: the account 7 has used up its 800 calls a minute, \
         and its turn would come in 41 s"
    );
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(net.lines().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn h01_a_limit_of_one_endpoint_holds_up_no_other() {
    let own = Reply::new(429, r#"{"message":"too many shoutouts"}"#).bucket(700, 8);
    let net = Net::answering([own, Reply::good().bucket(699, 8)]);
    let helix = net.client(bot());
    let start = Instant::now();
    let error = helix.send_a_shoutout("1", "2", "7").await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("Twitch refused Send a Shoutout because its own limit"),
        "{error}"
    );
    read(&helix).await.unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO);
    // It is not asked again before it can work.
    let error = helix.send_a_shoutout("1", "2", "7").await.unwrap_err();
    assert!(matches!(error, Error::Busy { .. }), "{error}");
    assert_eq!(net.lines().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn h01_an_endpoints_own_limit_is_kept_before_twitch_has_to_say_so() {
    let done = || Reply::new(204, "");
    let net = Net::answering([done(), done(), done()]);
    let helix = net.client(bot());
    let start = Instant::now();
    for _ in 0..2 {
        helix
            .send_chat_announcement("1", "7", "hear")
            .await
            .unwrap();
    }
    // One in two seconds for each channel.
    assert!(start.elapsed() >= Duration::from_secs(2));
    helix.send_a_shoutout("1", "2", "7").await.unwrap();
    let error = helix.send_a_shoutout("1", "3", "7").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot call Send a Shoutout now: its own limit of 1 call in 120 s for each channel \
         is used up, and its turn would come in 121 s"
    );
}

#[tokio::test(start_paused = true)]
async fn only_what_does_no_harm_is_sent_again() {
    for (reply, reads, says, certain) in [
        (Reply::new(503, ""), 2, 1, false),
        (Reply::new(500, ""), 3, 1, false),
        (Reply::new(502, "<html>nginx</html>"), 3, 1, false),
        (Reply::new(504, REFUSED), 3, 1, false),
        (Reply::new(501, REFUSED), 1, 1, false),
        (Reply::new(400, REFUSED), 1, 1, true),
        (Reply::new(409, REFUSED), 1, 1, true),
        (Reply::manner(Manner::Silence), 1, 1, false),
        (Reply::manner(Manner::CutInHalf), 2, 1, false),
    ] {
        let net = Net::answering((0..9).map(|_| reply.clone()));
        let error = read(&net.client(bot())).await.unwrap_err();
        assert!(!error.may_have_happened(), "reading does nothing");
        assert_eq!(net.lines().len(), reads, "reading after {reply:?}");

        let net = Net::answering((0..9).map(|_| reply.clone()));
        let error = say(&net.client(bot())).await.unwrap_err();
        assert_eq!(net.lines().len(), says, "saying after {reply:?}");
        assert_eq!(error.may_have_happened(), !certain, "{reply:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn whatever_was_never_sent_is_sent_again() {
    let refusals = || (0..2).map(|_| Reply::manner(Manner::NoConnection));
    let net = Net::answering(refusals().chain([Reply::good()]));
    say(&net.client(bot())).await.unwrap();
    assert_eq!(net.lines().len(), 1);

    let net = Net::answering(refusals().chain(refusals()));
    let error = say(&net.client(bot())).await.unwrap_err();
    assert!(
        error.is_transient() && !error.may_have_happened(),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_repeat_that_is_refused_does_not_hide_that_the_first_may_have_worked() {
    let gone = r#"{"error":"Not Found","status":404,"message":"message not found"}"#;
    let net = Net::answering([Reply::new(502, ""), Reply::new(404, gone)]);
    let helix = net.client(bot());
    let deleted = helix.delete_chat_messages("1", "7").message_id("x").await;
    let error = deleted.unwrap_err();
    assert!(
        matches!(error, Error::Rejected { status: 502, .. }) && error.may_have_happened(),
        "{error}"
    );
}

/// What Twitch says to somebody who comes too late.
fn refusal(status: u16, message: &str) -> Reply {
    let body = serde_json::json!({"error": "-", "status": status, "message": message});
    Reply::new(status, &body.to_string())
}

#[tokio::test(start_paused = true)]
async fn what_a_repeat_finds_done_is_no_failure() {
    let net = Net::default();
    let helix = net.client(bot());
    let banned = "The user specified in the user_id field is already banned.";
    net.add([Reply::new(502, ""), refusal(400, banned)]);
    let ban = helix.ban_user("1", "7", "3");
    let answer = helix.answer(&ban).await.unwrap();
    // What nobody said is not made up: there is nothing in the list, and the refusal is there as it came.
    assert_eq!((answer.value.len(), answer.raw.status().as_u16()), (0, 400));
    assert!(String::from_utf8_lossy(answer.raw.body()).contains(banned));

    net.add([
        Reply::manner(Manner::Cut),
        refusal(
            400,
            "The user in the user_id query parameter is not banned.",
        ),
    ]);
    helix.unban_user("1", "7", "3").await.unwrap();
    net.add([Reply::new(504, ""), refusal(400, "user is already a mod")]);
    helix.add_channel_moderator("1", "3").await.unwrap();
    net.add([Reply::new(500, ""), refusal(400, "user is not a mod")]);
    helix.remove_channel_moderator("1", "3").await.unwrap();
    net.add([Reply::new(502, ""), refusal(404, "subscription not found")]);
    helix.delete_eventsub_subscription("s").await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_does_not_prove_that_it_is_done_is_told_as_it_is() {
    let net = Net::default();
    let helix = net.client(bot());
    let banned = refusal(
        400,
        "The user specified in the user_id field is already banned.",
    );
    // Nothing was tried before.
    net.add([banned.clone()]);
    let error = helix.ban_user("1", "7", "3").await.unwrap_err();
    assert!(
        matches!(error, Error::Rejected { status: 400, .. }),
        "{error}"
    );
    // A ban is not the timeout that was asked for.
    net.add([Reply::new(502, ""), banned]);
    let error = helix
        .ban_user("1", "7", "3")
        .duration(600)
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Rejected { status: 502, .. }),
        "{error}"
    );
    // It is refused for another reason, or by somebody else than Twitch.
    for other in [
        refusal(400, "The user may not be banned."),
        Reply::new(400, "<html>already banned"),
    ] {
        net.add([Reply::new(502, ""), other]);
        let error = helix.ban_user("1", "7", "3").await.unwrap_err();
        assert!(error.may_have_happened(), "{error}");
    }
    net.add([Reply::new(502, ""), Reply::new(404, "<html>nothing here")]);
    let error = helix.delete_eventsub_subscription("s").await.unwrap_err();
    assert!(error.may_have_happened(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_ban_that_met_another_change_is_tried_again_and_a_raid_that_runs_is_not() {
    let net = Net::default();
    let helix = net.client(bot());
    let changing = || refusal(409, "the ban state of this user is being changed");
    net.add([changing(), changing(), Reply::good()]);
    helix.ban_user("1", "7", "3").duration(600).await.unwrap();
    net.add([changing(), Reply::good()]);
    helix.warn_chat_user("1", "7", "3", "stop").await.unwrap();
    assert_eq!(net.lines().len(), 5);
    net.add([refusal(409, "already raiding")]);
    let error = helix.start_a_raid("1", "2").await.unwrap_err();
    assert!(
        matches!(error, Error::Rejected { status: 409, .. }),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn the_table_says_what_is_repeated_and_not_the_method() {
    let net = Net::default();
    let helix = net.client(bot());
    let trouble = || [Reply::new(502, ""), Reply::good()];
    // A PATCH that says how things shall be, a POST that does so, and one that only reads.
    net.add(trouble());
    helix
        .modify_channel_information("1")
        .title("On the road")
        .await
        .unwrap();
    net.add(trouble());
    helix.ban_user("1", "7", "3").duration(600).await.unwrap();
    net.add(trouble());
    let question = CheckAutomodStatusEntry::new("1", "hello?");
    helix.check_automod_status("1", [question]).await.unwrap();
    assert_eq!(net.lines().len(), 6);
    // Another poll, another warning; and a chat that is cleared of what was said since.
    net.add([Reply::new(502, "")]);
    let poll = helix.create_poll("1", "?", ["a", "b"], 60).await;
    net.add([Reply::new(502, "")]);
    let warning = helix.warn_chat_user("1", "7", "3", "stop").await;
    net.add([Reply::new(502, "")]);
    let cleared = helix.delete_chat_messages("1", "7").await;
    for error in [poll.map(drop), warning.map(drop), cleared].map(Result::unwrap_err) {
        assert!(error.may_have_happened(), "{error}");
    }
    assert_eq!(net.lines().len(), 9);
    net.add([Reply::new(502, ""), Reply::new(204, "")]);
    helix
        .delete_chat_messages("1", "7")
        .message_id("x")
        .await
        .unwrap();
}

#[tokio::test(start_paused = true)]
async fn a07_a_dead_token_is_reported_once_however_many_calls_meet_it() {
    let dead = || Reply::new(401, r#"{"message":"Invalid OAuth token"}"#);
    // The first call goes alone; nobody knows yet how its bucket stands.
    let net = Net::answering([Reply::good()]);
    let tokens = bot();
    let helix = net.client(tokens.clone());
    read(&helix).await.unwrap();
    net.add((0..5).map(|_| dead()).chain((0..5).map(|_| Reply::good())));
    let calls = (0..5).map(|_| read(&helix));
    for result in join_all(calls).await {
        result.unwrap();
    }
    assert_eq!(tokens.reports(), ["1"]);
    // A token that has worked since is worth another report.
    net.add([dead(), Reply::good()]);
    read(&helix).await.unwrap();
    assert_eq!(tokens.reports(), ["1", "2"]);
}

#[tokio::test(start_paused = true)]
async fn h05_a_connection_that_died_in_its_sleep_is_replaced() {
    let net = Net::answering([Reply::manner(Manner::ThenGone)]);
    let helix = net.client(bot());
    read(&helix).await.unwrap();
    for _ in 0..2 {
        tokio::time::advance(Duration::from_secs(600)).await;
        net.add([Reply::manner(Manner::ThenGone)]);
        read(&helix).await.unwrap();
        net.add([Reply::manner(Manner::ThenGone)]);
        say(&helix).await.unwrap();
    }
    assert_eq!(net.lines().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn h06_no_answer_takes_longer_than_its_deadline_and_none_fills_the_memory() {
    for manner in [Manner::Silence, Manner::Drip, Manner::Endless] {
        let net = Net::answering((0..4).map(|_| Reply::manner(manner)));
        let start = Instant::now();
        let error = say(&net.client(bot())).await.unwrap_err();
        assert!(matches!(error, Error::Network { .. }), "{error}");
        assert!(error.may_have_happened(), "{error}");
        assert!(start.elapsed() <= Duration::from_secs(15), "{manner:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_nobody_waits_for_any_more_gives_its_turn_back() {
    let net = Net::answering([Reply::manner(Manner::Silence)]);
    let helix = net.client(bot());
    let deadline = Duration::from_millis(10);
    // The first is under way, the second waits behind it; both are given up.
    let both = async { tokio::join!(read(&helix), read(&helix)) };
    tokio::time::timeout(deadline, both).await.unwrap_err();
    assert_eq!(net.lines().len(), 1);
    net.add([Reply::good()]);
    let start = Instant::now();
    read(&helix).await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[tokio::test(start_paused = true)]
async fn b10_a_crowd_of_calls_gets_through_as_fast_as_the_limit_allows_and_no_faster() {
    let net = Net::answering((0..900).map(|_| Reply::good()));
    let helix = net.client(bot());
    let start = Instant::now();
    let calls = (0..900).map(|_| async {
        read(&helix).await.unwrap();
        start.elapsed()
    });
    let ends = join_all(calls).await;
    let minute = Duration::from_secs(60);
    let early = ends.iter().filter(|end| **end < minute).count();
    assert_eq!(early, 800);
    assert!(ends.is_sorted(), "who came first goes first");
    assert!(
        ends[899] < minute + Duration::from_secs(2),
        "{:?}",
        ends[899]
    );
}

#[test]
fn a_client_outlives_the_runtime_in_which_its_calls_waited() {
    let runtime = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_all().start_paused(true).build().unwrap()
    };
    let net = Net::answering([Reply::manner(Manner::Silence)]);
    let helix = net.client(bot());
    let first = runtime();
    for _ in 0..3 {
        let helix = helix.clone();
        first.spawn(async move { read(&helix).await });
    }
    let deadline = Duration::from_millis(100);
    let patience = async { tokio::time::timeout(deadline, read(&helix)).await };
    first.block_on(patience).unwrap_err();
    drop(first);
    assert_eq!(net.lines().len(), 1, "the others waited");
    net.answer_only(Reply::new(429, REFUSED).bucket(0, 5));
    net.add([Reply::good()]);
    runtime().block_on(read(&helix)).unwrap();
}

/// Everything that the outside world may answer or not answer, none of which says anything about the login.
fn troubles() -> Vec<Reply> {
    let statuses = [
        300, 301, 302, 303, 307, 308, 400, 403, 404, 405, 406, 407, 408, 409, 410, 411, 413, 414,
        415, 418, 421, 422, 423, 425, 426, 428, 431, 451, 500, 501, 502, 503, 504, 505, 507, 508,
        511, 520, 521, 522, 523, 524, 525, 526, 530,
    ];
    let mut troubles: Vec<Reply> = statuses.map(|status| Reply::new(status, "")).into();
    troubles.extend([
        Reply::new(401, "<html>Log in to the hotel</html>"),
        Reply::new(401, r#"{"message":"Missing scope: moderation:read"}"#),
        Reply::new(401, r#"{"message":"incorrect user authorization"}"#),
        Reply::new(200, "<html>Log in to the hotel</html>"),
        Reply::new(200, ""),
        Reply::new(200, r#"{"data":[{"id":"#),
        Reply::new(429, REFUSED),
        Reply::manner(Manner::Cut),
        Reply::manner(Manner::CutInHalf),
        Reply::manner(Manner::Silence),
        Reply::manner(Manner::Drip),
        Reply::manner(Manner::Endless),
        Reply::manner(Manner::NoConnection),
    ]);
    troubles
}

#[tokio::test(start_paused = true)]
async fn b4_no_trouble_on_the_way_costs_a_token_and_all_is_well_when_it_ends() {
    let troubles = troubles();
    assert!(troubles.len() >= 40);
    for trouble in troubles {
        let net = Net::answering((0..9).map(|_| trouble.clone()));
        let tokens = bot();
        let helix = net.client(tokens.clone());
        assert!(read(&helix).await.is_err(), "{trouble:?}");
        assert_eq!(tokens.reports(), Vec::<String>::new(), "{trouble:?}");

        net.answer_only(Reply::good());
        let start = Instant::now();
        if let Err(error) = read(&helix).await {
            panic!("after {trouble:?}: {error}");
        }
        let recovery = start.elapsed();
        assert!(
            recovery <= Duration::from_secs(60),
            "{trouble:?}: {recovery:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn n05_what_answers_in_twitchs_place_is_told_from_twitch_and_passes() {
    for reply in [
        Reply::new(302, "").header("Location", "http://hotel.test/login"),
        Reply::new(511, "<html>Log in to the hotel</html>"),
        Reply::new(407, ""),
        Reply::new(401, "<html>Log in to the hotel</html>"),
        Reply::new(200, "\n<!DOCTYPE html><title>Log in to the hotel</title>"),
        Reply::new(200, "Log in to the hotel").header("Content-Type", "text/html; charset=utf-8"),
    ] {
        let net = Net::answering([reply.clone()]);
        let tokens = bot();
        let error = say(&net.client(tokens.clone())).await.unwrap_err();
        assert!(
            matches!(error, Error::Intercepted { .. }),
            "{reply:?}: {error}"
        );
        assert!(
            error.is_transient() && !error.may_have_happened(),
            "{error}"
        );
        assert_eq!(tokens.reports(), Vec::<String>::new());
    }
}

#[tokio::test(start_paused = true)]
async fn n05_a_page_is_not_taken_for_the_empty_answer_of_a_call_that_worked() {
    let net = Net::answering([Reply::new(200, "<html>Log in to the hotel</html>")]);
    let announced = net.client(bot()).send_chat_announcement("1", "7", "hear");
    let error = announced.await.unwrap_err();
    assert!(matches!(error, Error::Intercepted { .. }), "{error}");
}

#[tokio::test(start_paused = true)]
async fn n01_a_name_that_is_not_found_is_looked_up_again_and_a_new_address_is_taken() {
    // What a resolver that fails looks like from here: there is no connection, and nothing was sent.
    let lost = || Reply::manner(Manner::NoConnection);
    let net = Net::answering([lost(), lost(), Reply::good()]);
    let helix = net.client(bot());
    say(&helix).await.unwrap();
    assert_eq!((net.lines().len(), net.connections()), (1, 3));
    // A connection is kept while it is used, and half a minute later the address is looked up anew.
    net.add([Reply::good()]);
    say(&helix).await.unwrap();
    assert_eq!(net.connections(), 3);
    tokio::time::advance(Duration::from_secs(31)).await;
    net.add([Reply::good()]);
    say(&helix).await.unwrap();
    assert_eq!(net.connections(), 4);
}
