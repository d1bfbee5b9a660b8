//! What calls cost here: reading an answer, against `twitch_api` in the same run, and a turn in the pacing core alone. Nothing is sent.
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark fails like a test: by panicking"
)]

use std::time::{Duration, Instant};

use bytes::Bytes;
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use http::{Response, Uri};
use serde_json::{Value, json};
use streamhand_helix::chat::GetChatters;
use streamhand_helix::pace::reading::Reading;
use streamhand_helix::pace::{Action, Pace, Settings, Wanted};
use streamhand_helix::streams::GetStreams;
use streamhand_helix::{Parameters, Request};
use twitch_api::helix::RequestGet;
use twitch_api::helix::chat::GetChattersRequest;
use twitch_api::helix::streams::GetStreamsRequest;
use types::{ClientId, UserId};

fn main() {
    divan::main();
}

#[divan::bench]
fn a_page_of_100_chatters_here(bencher: Bencher<'_, '_>) {
    let page = chatters();
    bencher
        .counter(BytesCount::new(page.len()))
        .bench(|| GetChatters::<()>::decode(&page).unwrap());
}

#[divan::bench]
fn a_page_of_100_chatters_in_twitch_api(bencher: Bencher<'_, '_>) {
    let page = chatters();
    let uri = Uri::from_static("https://api.twitch.tv/helix/chat/chatters");
    bencher
        .counter(BytesCount::new(page.len()))
        .with_inputs(|| Response::new(page.clone()))
        .bench_values(|answer| GetChattersRequest::parse_response(None, &uri, answer).unwrap());
}

#[divan::bench]
fn a_page_of_100_streams_here(bencher: Bencher<'_, '_>) {
    let page = streams();
    bencher
        .counter(BytesCount::new(page.len()))
        .bench(|| GetStreams::<()>::decode(&page).unwrap());
}

#[divan::bench]
fn a_page_of_100_streams_in_twitch_api(bencher: Bencher<'_, '_>) {
    let page = streams();
    let uri = Uri::from_static("https://api.twitch.tv/helix/streams");
    bencher
        .counter(BytesCount::new(page.len()))
        .with_inputs(|| Response::new(page.clone()))
        .bench_values(|answer| GetStreamsRequest::parse_response(None, &uri, answer).unwrap());
}

/// A call asks, goes, and is answered; the bucket is as full of earlier ones as it may be.
#[divan::bench]
#[expect(clippy::disallowed_methods, reason = "some moment has to be the first")]
fn a_turn_in_the_pacing_core(bencher: Bencher<'_, '_>) {
    let mut pace = Pace::new(Settings::default(), 7);
    let mut now = Instant::now();
    let (client_id, user_id) = (ClientId::new("client"), UserId::new("7"));
    let parameters = Parameters::new();
    let mut turn = || {
        // Just under 800 in a minute.
        now += Duration::from_millis(76);
        let wanted = Wanted {
            endpoint: &spec::endpoints::users::GET_USERS,
            parameters: &parameters,
            client_id: &client_id,
            user_id: Some(&user_id),
        };
        let ticket = pace.handle_call(now, wanted);
        assert_eq!(pace.poll_action(), Some(Action::Send(ticket)));
        let reading = Reading {
            limit: Some(800),
            remaining: Some(700),
            full_in: Some(Duration::from_secs(8)),
        };
        pace.handle_answer(now, ticket, (200, reading))
    };
    for _ in 0..1_000 {
        turn();
    }
    bencher.counter(ItemsCount::new(1_u32)).bench_local(turn);
}

fn chatters() -> Bytes {
    page(|number| {
        json!({
            "user_id": (128_393_656 + number).to_string(),
            "user_login": format!("smittysmithers{number}"),
            "user_name": format!("SmittySmithers{number}"),
        })
    })
}

fn streams() -> Bytes {
    page(|number| {
        json!({
            "id": (40_952_121_085_i64 + number).to_string(),
            "user_id": (101_051_819 + number).to_string(),
            "user_login": format!("afro{number}"),
            "user_name": format!("Afro{number}"),
            "game_id": "32982",
            "game_name": "Grand Theft Auto V",
            "type": "live",
            "title": "Jacob: Digital Den Laptops & Routers | NoPixel | !MAINGEAR !FCF",
            "tags": ["English", "Roleplay"],
            "viewer_count": 1_490 + number,
            "started_at": "2021-03-10T03:18:11Z",
            "language": "en",
            "thumbnail_url": "https://static-cdn.jtvnw.net/previews-ttv/live_user_afro-{width}x{height}.jpg",
            "tag_ids": [],
            "is_mature": false,
        })
    })
}

fn page(item: impl Fn(i64) -> Value) -> Bytes {
    let data: Vec<Value> = (0..100).map(item).collect();
    let page = json!({"data": data, "pagination": {"cursor": "eyJiIjpudWxsLCJhIjp7Ik9mZnNldCI6NX19"}, "total": 8_000});
    Bytes::from(page.to_string())
}
