//! Guest Star: a session from its first guest to its end.

use std::time::Duration;

use serde_json::{Value, json};

use crate::scene::{Answer, Scene};

const ROOM: &str = "broadcaster_id=1001&moderator_id=1001";

#[test]
fn a_guest_is_asked_in_sits_down_and_goes() {
    let mut scene = Scene::new();
    let session = begin(&mut scene);
    let at = format!("{ROOM}&session_id={session}");
    let guest = format!("{at}&guest_id=1002");
    let invites = |scene: &mut Scene| -> Vec<Value> {
        let answer = call(scene, "GET", &format!("/guest_star/invites?{at}"));
        answer.body["data"].as_array().unwrap().clone()
    };
    let ask = format!("/guest_star/invites?{guest}");
    assert_eq!(call(&mut scene, "POST", &ask).status, 204);
    assert_eq!(call(&mut scene, "POST", &ask).status, 403, "asked already");
    let sit = format!("/guest_star/slot?{guest}&slot_id=1");
    let early = call(&mut scene, "POST", &sit);
    assert_eq!(
        (early.status, &early.body),
        (403, &json!({"data": {"code": "USER_NOT_READY"}}))
    );
    for status in ["INVITED", "ACCEPTED", "READY"] {
        assert_eq!(invites(&mut scene)[0]["status"], status);
        scene.advance(Duration::from_secs(5));
    }
    assert_eq!(call(&mut scene, "POST", &sit).status, 204);
    assert!(invites(&mut scene).is_empty());
    let change = format!("/guest_star/slot_settings?{at}&slot_id=1&is_live=true&volume=30");
    assert_eq!(call(&mut scene, "PATCH", &change).status, 204);
    let swap = format!("/guest_star/slot?{at}&source_slot_id=1&destination_slot_id=3");
    assert_eq!(call(&mut scene, "PATCH", &swap).status, 204);
    let seen = call(&mut scene, "GET", &format!("/guest_star/session?{ROOM}"));
    let guest_seen = &seen.body["data"][0]["guests"][1];
    assert_eq!(guest_seen["slot_id"], "3");
    assert_eq!(guest_seen["user_login"], "otherchannel");
    assert_eq!(
        (&guest_seen["volume"], &guest_seen["is_live"]),
        (&json!(30), &json!(true))
    );
    let go = format!("/guest_star/slot?{guest}&slot_id=3&should_reinvite_guest=true");
    assert_eq!(call(&mut scene, "DELETE", &go).status, 204);
    assert_eq!(call(&mut scene, "DELETE", &go).status, 404, "gone already");
    assert_eq!(invites(&mut scene).len(), 1, "and asked again");
    assert_eq!(call(&mut scene, "DELETE", &ask).status, 204);
    assert_eq!(call(&mut scene, "DELETE", &ask).status, 404);
}

#[test]
fn there_is_one_session_and_it_ends_once() {
    let mut scene = Scene::new();
    let session = begin(&mut scene);
    let start = "/guest_star/session?broadcaster_id=1001";
    assert_eq!(call(&mut scene, "POST", start).status, 400);
    let end = format!("{start}&session_id={session}");
    let ended = call(&mut scene, "DELETE", &end);
    assert_eq!(ended.text("/data/0/guests/0/user_id"), "1001");
    assert_eq!(call(&mut scene, "DELETE", &end).status, 400);
    let seen = call(&mut scene, "GET", &format!("/guest_star/session?{ROOM}"));
    assert_eq!(seen.body["data"], json!([]));
}

#[test]
fn guests_have_the_slots_that_the_settings_give_them() {
    let mut scene = Scene::new();
    let session = begin(&mut scene);
    // The table has these in the body and the examples in the query; both are taken.
    let settings = "/guest_star/channel_settings?broadcaster_id=1001";
    let token = scene.env.peer.token.expose().to_owned();
    let body = json!({"group_layout": "VERTICAL_LAYOUT"}).to_string();
    assert_eq!(scene.call(&token, ("PUT", settings), &body).status, 204);
    let path = format!("{settings}&slot_count=2&is_moderator_send_live_enabled=false");
    assert_eq!(call(&mut scene, "PUT", &path).status, 204);
    let told = call(
        &mut scene,
        "GET",
        &format!("/guest_star/channel_settings?{ROOM}"),
    );
    let told = &told.body["data"][0];
    assert_eq!(told["slot_count"], 2);
    assert_eq!(told["layout"], "VERTICAL_LAYOUT");
    assert_eq!(told["is_moderator_send_live_enabled"], false);
    let sit = format!("/guest_star/slot?{ROOM}&session_id={session}&guest_id=1002&slot_id=3");
    assert_eq!(call(&mut scene, "POST", &sit).status, 400);
}

fn begin(scene: &mut Scene) -> String {
    let path = "/guest_star/session?broadcaster_id=1001";
    call(scene, "POST", path).text("/data/0/id")
}

fn call(scene: &mut Scene, method: &str, path: &str) -> Answer {
    let token = scene.env.peer.token.expose().to_owned();
    scene.call(&token, (method, path), "")
}
