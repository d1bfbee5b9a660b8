//! Streams and what stays of them: markers, videos, clips, and the schedule of those to come; categories, and what is found by name.

use std::time::Duration;

use serde_json::{Value, json};

use crate::helix::pages;
use crate::scene::Scene;

const MARKERS: &str = "/streams/markers";
const SCHEDULE: &str = "/schedule?broadcaster_id=1001";
const SEGMENT: &str = "/schedule/segment?broadcaster_id=1001";

#[test]
fn a_marker_is_found_again_in_the_video_of_the_broadcast() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    let body = json!({"user_id": "1001", "description": "look here"}).to_string();
    let made = scene.call(&token, ("POST", MARKERS), &body);
    assert_eq!(made.status, 200, "{made:?}");
    let position = made.body["data"][0]["position_seconds"].as_u64().unwrap();
    scene.advance(Duration::from_secs(30));
    let later = scene.call(&token, ("POST", MARKERS), r#"{"user_id":"1001"}"#);
    assert_eq!(later.body["data"][0]["position_seconds"], position + 30);
    let path = format!("{MARKERS}?user_id=1001&first=1");
    let found = pages(&mut scene, &token, &path);
    let descriptions: Vec<&Value> = found
        .iter()
        .filter_map(|page| page.pointer("/data/0/videos/0/markers/0/description"))
        .collect();
    assert_eq!(descriptions, ["", "look here"], "the newest first");
    let video = found[0].pointer("/data/0/videos/0/video_id").unwrap();
    let video = video.as_str().unwrap();
    let archive = scene.call(&token, ("GET", &format!("/videos?id={video}")), "");
    let stream = scene.call(&token, ("GET", "/streams?user_id=1001"), "");
    assert_eq!(archive.text("/data/0/stream_id"), stream.text("/data/0/id"));
}

#[test]
fn markers_need_a_broadcast_its_video_and_an_editor() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    let mark = |scene: &mut Scene, token: &str| {
        let body = r#"{"user_id":"1001"}"#;
        scene.call(token, ("POST", MARKERS), body).status
    };
    let editor = scene.user_token("blue_lantern", "channel%3Amanage%3Abroadcast");
    let moderator = scene.user_token("kettle_on", "channel%3Amanage%3Abroadcast");
    assert_eq!(mark(&mut scene, &editor), 200);
    assert_eq!(mark(&mut scene, &moderator), 403);
    let video = newest_video(&mut scene, &token);
    let path = format!("{MARKERS}?video_id={video}");
    assert_eq!(scene.call(&editor, ("GET", &path), "").status, 200);
    assert_eq!(scene.call(&moderator, ("GET", &path), "").status, 403);
    scene.call(&token, ("DELETE", &format!("/videos?id={video}")), "");
    assert_eq!(mark(&mut scene, &token), 404, "the video is gone");
    assert_eq!(scene.call(&token, ("GET", &path), "").status, 404);
    scene.form("/sim/live", "login=somechannel&live=false");
    assert_eq!(mark(&mut scene, &token), 404, "nobody broadcasts");
}

#[test]
fn a_broadcast_that_ends_leaves_a_video_of_its_length() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let archives = |scene: &mut Scene| {
        let path = "/videos?user_id=1002&type=archive";
        scene.call(&app, ("GET", path), "").body["data"].clone()
    };
    let before = archives(&mut scene).as_array().unwrap().len();
    scene.form("/sim/live", "login=otherchannel&live=true&title=Endgames");
    scene.advance(Duration::from_secs(3_725));
    assert_eq!(archives(&mut scene)[0]["duration"], "1h2m5s", "it grows");
    scene.form("/sim/live", "login=otherchannel&live=false");
    scene.advance(Duration::from_secs(600));
    let after = archives(&mut scene);
    assert_eq!(after.as_array().unwrap().len(), before + 1);
    assert_eq!(after[0]["duration"], "1h2m5s");
    assert_eq!(after[0]["title"], "Endgames");
}

#[test]
fn followed_streams_are_those_of_channels_that_one_follows() {
    let mut scene = Scene::new();
    let token = scene.env.account.token.expose().to_owned();
    let path = "/streams/followed?user_id=12345678";
    let answer = scene.call(&token, ("GET", path), "");
    assert_eq!(answer.text("/data/0/user_login"), "somechannel");
    scene.form("/sim/live", "login=otherchannel&live=true");
    let answer = scene.call(&token, ("GET", path), "");
    let count = answer.body["data"].as_array().unwrap().len();
    assert_eq!(count, 1, "the bot follows one of two channels");
}

#[test]
fn a_stream_key_stays_the_same() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    let path = "/streams/key?broadcaster_id=1001";
    let key = scene
        .call(&token, ("GET", path), "")
        .text("/data/0/stream_key");
    let again = scene
        .call(&token, ("GET", path), "")
        .text("/data/0/stream_key");
    assert!(key.starts_with("live_1001_"), "{key}");
    assert_eq!(key, again);
}

#[test]
fn videos_are_listed_sorted_and_deleted_by_their_owner_alone() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    let all = ids(&pages(&mut scene, &token, "/videos?user_id=1001&first=2"));
    assert_eq!(all.len(), 7, "six old ones and the one that grows: {all:?}");
    for (query, count) in [
        ("type=upload", 1),
        ("type=highlight", 1),
        ("period=day", 1),
        ("sort=views", 7),
    ] {
        let path = format!("/videos?user_id=1001&{query}");
        let found = ids(&pages(&mut scene, &token, &path));
        assert_eq!(found.len(), count, "{query}");
    }
    let views = scene.call(&token, ("GET", "/videos?user_id=1001&sort=views"), "");
    let counts: Vec<u64> = elements(&views.body, "view_count");
    assert!(counts.is_sorted_by(|one, other| one >= other), "{counts:?}");
    let foreign = newest_video_of(&mut scene, &token, "1002");
    let own = &all[1];
    let both = format!("/videos?id={own}&id={foreign}");
    assert_eq!(scene.call(&token, ("DELETE", &both), "").status, 401);
    let path = format!("/videos?id={own}");
    assert_eq!(
        scene.call(&token, ("GET", &path), "").status,
        200,
        "none was"
    );
    let deleted = scene.call(&token, ("DELETE", &path), "");
    assert_eq!(deleted.body["data"], json!([own]));
    for (path, status) in [
        (path.as_str(), 404),
        ("/videos?game_id=5", 404),
        ("/videos?user_id=1001&id=1", 400),
    ] {
        assert_eq!(
            scene.call(&token, ("GET", path), "").status,
            status,
            "{path}"
        );
    }
}

#[test]
fn a_clip_is_there_a_while_after_it_was_made() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    let path = "/clips?broadcaster_id=1001&title=the+moment&duration=12.5";
    let made = scene.call(&token, ("POST", path), "");
    assert_eq!(made.status, 202, "{made:?}");
    let id = made.text("/data/0/id");
    let path = format!("/clips?id={id}");
    let early = scene.call(&token, ("GET", &path), "");
    assert_eq!((early.status, &early.body["data"]), (200, &json!([])));
    scene.advance(Duration::from_secs(5));
    let clip = scene.call(&token, ("GET", &path), "");
    assert_eq!(clip.text("/data/0/title"), "the moment");
    assert_eq!(clip.body["data"][0]["duration"], 12.5);
    assert_eq!(
        clip.text("/data/0/video_id"),
        newest_video(&mut scene, &token)
    );
    let download = format!("/clips/downloads?editor_id=1001&broadcaster_id=1001&clip_id={id}");
    let download = scene.call(&token, ("GET", &download), "");
    assert_eq!(download.text("/data/0/clip_id"), id);
}

#[test]
fn a_clip_needs_a_live_channel_that_lets_one_in() {
    let mut scene = Scene::new();
    let viewer = scene.user_token("oakmoss", "clips%3Aedit");
    let clip = |scene: &mut Scene, id: &str| {
        let path = format!("/clips?broadcaster_id={id}");
        scene.call(&viewer, ("POST", &path), "").status
    };
    assert_eq!(clip(&mut scene, "1001"), 202);
    assert_eq!(clip(&mut scene, "1002"), 404, "offline");
    assert_eq!(clip(&mut scene, "5"), 400, "nobody");
    let order = json!({"do": "ban", "channel": "somechannel", "user": "oakmoss"});
    let request = http::Request::post("/sim/chat")
        .header("content-type", "application/json")
        .body(order.to_string().into_bytes());
    assert_eq!(scene.send(request.unwrap()).status, 200);
    assert_eq!(clip(&mut scene, "1001"), 403, "banned");
}

#[test]
fn a_video_is_clipped_up_to_where_it_ends() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    let own = ids(&pages(&mut scene, &token, "/videos?user_id=1001&first=100"))[1].clone();
    let foreign = newest_video_of(&mut scene, &token, "1002");
    for (video, offset, status) in [
        (own.as_str(), 60, 202),
        (own.as_str(), 9_999_999, 400),
        (foreign.as_str(), 60, 404),
    ] {
        let path = format!(
            "/videos/clips?editor_id=1001&broadcaster_id=1001&vod_id={video}&vod_offset={offset}&title=cut"
        );
        let answer = scene.call(&token, ("POST", &path), "");
        assert_eq!(answer.status, status, "{path}: {answer:?}");
    }
}

#[test]
fn clips_are_filtered_and_paged() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let all = ids(&pages(
        &mut scene,
        &app,
        "/clips?broadcaster_id=1001&first=2",
    ));
    assert_eq!(all.len(), 7);
    for (query, holds) in [
        ("is_featured=true", 2),
        ("is_featured=false", 5),
        ("started_at=2020-01-01T00:00:00Z", 0),
        (
            "started_at=2020-01-01T00:00:00Z&ended_at=2030-01-01T00:00:00Z",
            7,
        ),
    ] {
        let path = format!("/clips?broadcaster_id=1001&{query}");
        let found = ids(&pages(&mut scene, &app, &path));
        assert_eq!(found.len(), holds, "{query}");
    }
    let other = scene.call(&app, ("GET", "/clips?game_id=5"), "");
    assert_eq!(other.status, 404);
}

#[test]
fn a_schedule_is_planned_changed_and_called_off() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    let weekly = scene.call(&token, ("GET", &format!("{SCHEDULE}&first=25")), "");
    assert_eq!(
        weekly.body["data"]["segments"].as_array().unwrap().len(),
        25
    );
    let all: usize = pages(&mut scene, &token, &format!("{SCHEDULE}&first=25"))
        .iter()
        .map(|page| page["data"]["segments"].as_array().unwrap().len())
        .sum();
    assert_eq!(all, 104, "two a week for a year, and then the list ends");
    let body = json!({
        "start_time": "2026-11-23T20:00:00Z", "timezone": "Europe/Berlin", "duration": "90",
        "is_recurring": false, "category_id": "743", "title": "Blitz",
    });
    let made = scene.call(&token, ("POST", SEGMENT), &body.to_string());
    let segment = &made.body["data"]["segments"][0];
    assert_eq!(segment["end_time"], "2026-11-23T21:30:00Z");
    assert_eq!(segment["category"]["name"], "Chess");
    let id = made.text("/data/segments/0/id");
    let one = format!("{SEGMENT}&id={id}");
    let change = json!({"duration": "120", "is_canceled": true}).to_string();
    let changed = scene.call(&token, ("PATCH", &one), &change);
    let segment = &changed.body["data"]["segments"][0];
    assert_eq!(segment["end_time"], "2026-11-23T22:00:00Z");
    assert_eq!(segment["canceled_until"], "2026-11-23T22:00:00Z");
    assert_eq!(segment["title"], "Blitz", "what is left out stays");
    let asked = scene.call(&token, ("GET", &format!("{SCHEDULE}&id={id}")), "");
    assert_eq!(asked.text("/data/segments/0/id"), id);
    assert_eq!(scene.call(&token, ("DELETE", &one), "").status, 204);
    assert_eq!(
        scene
            .call(&token, ("PATCH", &one), "{\"title\":\"x\"}")
            .status,
        404
    );
}

#[test]
fn one_week_is_canceled_and_the_others_take_place() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    let before = scene.call(&token, ("GET", SCHEDULE), "");
    let third = before.text("/data/segments/2/id");
    let path = format!("{SEGMENT}&id={third}");
    let answer = scene.call(&token, ("PATCH", &path), "{\"is_canceled\":true}");
    assert_eq!(answer.status, 200, "{answer:?}");
    let after = scene.call(&token, ("GET", SCHEDULE), "");
    let canceled: Vec<bool> = after.body["data"]["segments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|segment| !segment["canceled_until"].is_null())
        .collect();
    assert_eq!(canceled.iter().filter(|canceled| **canceled).count(), 1);
    assert!(canceled[2]);
}

#[test]
fn a_schedule_that_is_not_there_or_not_allowed_is_refused() {
    let mut scene =
        Scene::of("user = [{ login = \"one\", id = \"1001\" }, { login = \"two\", id = \"2\" }]");
    let token = broadcaster(&scene);
    assert_eq!(scene.call(&token, ("GET", SCHEDULE), "").status, 404);
    let settings = "/schedule/settings?broadcaster_id=1001&is_vacation_enabled=false";
    assert_eq!(scene.call(&token, ("PATCH", settings), "").status, 404);
    let plan = |scene: &mut Scene, is_recurring: bool| {
        let body = json!({
            "start_time": "2026-11-23T20:00:00Z", "timezone": "UTC", "duration": "60",
            "is_recurring": is_recurring,
        });
        scene
            .call(&token, ("POST", SEGMENT), &body.to_string())
            .status
    };
    assert_eq!(
        plan(&mut scene, false),
        403,
        "neither partner nor affiliate"
    );
    assert_eq!(plan(&mut scene, true), 200);
    let vacation = "/schedule/settings?broadcaster_id=1001&is_vacation_enabled=true&timezone=UTC\
        &vacation_start_time=2026-12-01T00:00:00Z&vacation_end_time=2026-12-08T00:00:00Z";
    assert_eq!(scene.call(&token, ("PATCH", vacation), "").status, 204);
    let told = scene.call(&token, ("GET", SCHEDULE), "");
    assert_eq!(told.text("/data/vacation/end_time"), "2026-12-08T00:00:00Z");
    assert_eq!(scene.call(&token, ("PATCH", settings), "").status, 204);
    let told = scene.call(&token, ("GET", SCHEDULE), "");
    assert_eq!(told.body["data"]["vacation"], Value::Null);
}

#[test]
fn a_calendar_needs_no_token() {
    let mut scene = Scene::new();
    let path = "/helix/schedule/icalendar?broadcaster_id=1001";
    let answer = scene.get(path, ("accept", "text/calendar"));
    assert_eq!(answer.header("content-type"), "text/calendar");
    let text = answer.page();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n"), "{text}");
    assert!(text.contains("\r\nDTSTART:20261123T180000Z\r\n"), "{text}");
    assert!(text.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"), "{text}");
    let nobody = "/helix/schedule/icalendar?broadcaster_id=5";
    assert_eq!(scene.get(nobody, ("accept", "text/calendar")).status, 400);
}

#[test]
fn categories_are_found_by_every_name_that_they_have() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let path = "/games?id=743&name=just+chatting&igdb_id=1905&name=Knitting";
    let found = scene.call(&app, ("GET", path), "");
    let names: Vec<String> = elements(&found.body, "name");
    assert_eq!(names, ["Just Chatting", "Chess", "Fortnite"]);
    let top = ids(&pages(&mut scene, &app, "/games/top?first=5"));
    assert_eq!(top.len(), 12);
    assert_eq!(top[0], "1469308723", "the only one that is being streamed");
}

#[test]
fn a_search_finds_parts_of_names() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let found = |scene: &mut Scene, path: &str, name: &str| -> Vec<String> {
        let answer = scene.call(&app, ("GET", path), "");
        assert_eq!(answer.status, 200, "{answer:?}");
        elements(&answer.body, name)
    };
    let channels = found(
        &mut scene,
        "/search/channels?query=CHANNEL",
        "broadcaster_login",
    );
    assert_eq!(channels, ["somechannel", "otherchannel"]);
    let live = "/search/channels?query=channel&live_only=true";
    assert_eq!(
        found(&mut scene, live, "broadcaster_login"),
        ["somechannel"]
    );
    let categories = found(&mut scene, "/search/categories?query=che", "name");
    assert_eq!(categories, ["Chess"]);
    let path = "/search/categories?query=knitting";
    let nothing = scene.call(&app, ("GET", path), "");
    assert_eq!(nothing.body, json!({"data": null, "pagination": {}}));
}

#[test]
fn there_are_seven_content_labels() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let path = "/content_classification_labels?locale=de-DE";
    let answer = scene.call(&app, ("GET", path), "");
    assert_eq!(ids(&[answer.body]).len(), 7);
}

fn broadcaster(scene: &Scene) -> String {
    scene.env.peer.token.expose().to_owned()
}

fn newest_video(scene: &mut Scene, token: &str) -> String {
    newest_video_of(scene, token, "1001")
}

fn newest_video_of(scene: &mut Scene, token: &str, owner: &str) -> String {
    let path = format!("/videos?user_id={owner}&first=1");
    scene.call(token, ("GET", &path), "").text("/data/0/id")
}

fn ids(pages: &[Value]) -> Vec<String> {
    pages.iter().flat_map(|page| elements(page, "id")).collect()
}

/// One field of every element.
fn elements<Field: serde::de::DeserializeOwned>(page: &Value, name: &str) -> Vec<Field> {
    let data = page["data"].as_array().unwrap();
    data.iter()
        .map(|element| serde_json::from_value(element[name].clone()).unwrap())
        .collect()
}
