//! The heading Moderation beyond bans and moderators: what it decides must be felt in the room.

use std::time::Duration;

use serde_json::{Value, json};

use crate::scene::Scene;

const OWN: &str = "broadcaster_id=1001&moderator_id=1001";
const BOT: &str = "12345678";

#[test]
fn automod_holds_what_it_finds_until_a_moderator_decides() {
    let mut scene = Scene::new();
    let owner = scene.owner();
    let listener = scene.listener();
    let path = format!("/moderation/automod/settings?{OWN}");
    let set = scene.call(&owner, ("PUT", &path), r#"{"overall_level":3}"#);
    assert_eq!(set.body["data"][0]["bullying"], 2);
    assert_eq!(scene.call(&owner, ("GET", &path), "").body, set.body);
    let check = json!({"data": [
        {"msg_id": "a", "msg_text": "hello"}, {"msg_id": "b", "msg_text": "what a LOSER"},
    ]});
    let status = "/moderation/enforcements/status?broadcaster_id=1001";
    let checked = scene.call(&owner, ("POST", status), &check.to_string());
    assert_eq!(
        checked.body["data"],
        json!([{"msg_id": "a", "is_permitted": true}, {"msg_id": "b", "is_permitted": false}])
    );
    for (action, is_heard) in [("DENY", false), ("ALLOW", true)] {
        scene.advance(Duration::from_secs(40));
        let answer = scene.bot_says("what a loser");
        assert_eq!(
            answer.text("/data/0/drop_reason/code"),
            "automod_held",
            "{answer:?}"
        );
        assert_eq!(scene.heard(listener), "");
        let held = scene.get("/sim/state", ("accept", "*/*"));
        let id = held.text("/held/0/message_id");
        let decide = json!({"user_id": "1001", "msg_id": id, "action": action}).to_string();
        let post = ("POST", "/moderation/automod/message");
        assert_eq!(scene.call(&owner, post, &decide).status, 204);
        assert_eq!(
            scene.heard(listener).ends_with(":what a loser\r\n"),
            is_heard
        );
        assert_eq!(scene.call(&owner, post, &decide).status, 400, "only once");
    }
    let unknown = json!({"user_id": "1001", "msg_id": "x", "action": "ALLOW"}).to_string();
    let answer = scene.call(&owner, ("POST", "/moderation/automod/message"), &unknown);
    assert_eq!(answer.status, 404);
    let single = scene.call(&owner, ("PUT", &path), r#"{"swearing":4}"#);
    assert_eq!(single.body["data"][0]["overall_level"], Value::Null);
    scene.advance(Duration::from_secs(40));
    assert_eq!(
        scene.bot_says("what a loser").body["data"][0]["is_sent"],
        true,
        "a PUT replaces everything"
    );
}

#[test]
fn a_held_message_is_gone_after_five_minutes() {
    let mut scene = Scene::new();
    let owner = scene.owner();
    let path = format!("/moderation/automod/settings?{OWN}");
    scene.call(&owner, ("PUT", &path), r#"{"overall_level":1}"#);
    scene.bot_says("automod_aggression");
    let held = scene.get("/sim/state", ("accept", "*/*"));
    let id = held.text("/held/0/message_id");
    scene.advance(Duration::from_secs(300));
    let decide = json!({"user_id": "1001", "msg_id": id, "action": "ALLOW"}).to_string();
    let answer = scene.call(&owner, ("POST", "/moderation/automod/message"), &decide);
    assert_eq!(answer.status, 400);
}

#[test]
fn a_blocked_term_stops_a_message_until_it_is_removed() {
    let mut scene = Scene::new();
    let owner = scene.owner();
    let path = format!("/moderation/blocked_terms?{OWN}");
    for bad in ["a*b", "**", "x"] {
        let body = json!({"text": bad}).to_string();
        let answer = scene.call(&owner, ("POST", &path), &body);
        assert_eq!(answer.status, 400, "{bad}");
    }
    let added = scene.call(&owner, ("POST", &path), r#"{"text":"crac*"}"#);
    scene.call(&owner, ("POST", &path), r#"{"text":"two words"}"#);
    let list = scene.call(&owner, ("GET", &path), "");
    assert_eq!(list.text("/data/0/text"), "two words", "the newest first");
    let refused = scene.bot_says("Crackers!");
    assert_eq!(refused.text("/data/0/drop_reason/code"), "channel_settings");
    let id = added.text("/data/0/id");
    for _ in 0..2 {
        let path = format!("{path}&id={id}");
        assert_eq!(scene.call(&owner, ("DELETE", &path), "").status, 204);
    }
    scene.advance(Duration::from_secs(40));
    assert_eq!(scene.bot_says("Crackers!").body["data"][0]["is_sent"], true);
}

#[test]
fn a_message_is_deleted_by_those_who_may_as_long_as_it_is_young() {
    let mut scene = Scene::new();
    let listener = scene.listener();
    let moderator = scene.user_token("kettle_on", "moderator%3Amanage%3Achat_messages");
    let moderator_id = scene.id_of("kettle_on");
    let say = |scene: &mut Scene, user: &str| {
        let order = json!({"do": "say", "channel": "somechannel", "user": user, "text": "hey you"});
        scene.order(&order).text("/message_id")
    };
    let path = format!("/moderation/chat?broadcaster_id=1001&moderator_id={moderator_id}");
    for (user, status) in [
        ("perty", 204),
        ("blue_lantern", 400),
        ("somechannel", 400),
        ("kettle_on", 204),
    ] {
        let id = say(&mut scene, user);
        scene.heard(listener);
        let path = format!("{path}&message_id={id}");
        let answer = scene.call(&moderator, ("DELETE", &path), "");
        assert_eq!(answer.status, status, "{user}: {answer:?}");
        let is_gone = scene.heard(listener).contains(" CLEARMSG #somechannel");
        assert_eq!(is_gone, status == 204, "{user}");
    }
    let old = say(&mut scene, "oakmoss");
    scene.advance(Duration::from_secs(6 * 3_600 + 1));
    // No token lives that long.
    let owner = scene.user_token("somechannel", "moderator%3Amanage%3Achat_messages");
    let path = format!("/moderation/chat?{OWN}");
    for id in [old.as_str(), "nothing"] {
        let path = format!("{path}&message_id={id}");
        assert_eq!(scene.call(&owner, ("DELETE", &path), "").status, 404);
    }
    // Whoever said nothing for hours was let go.
    let listener = scene.listener();
    assert_eq!(scene.call(&owner, ("DELETE", &path), "").status, 204);
    assert!(
        scene
            .heard(listener)
            .ends_with(" CLEARCHAT #somechannel\r\n")
    );
}

#[test]
fn a_warned_person_is_silent_until_they_take_note() {
    let mut scene = Scene::new();
    let owner = scene.owner();
    let path = format!("/moderation/warnings?{OWN}");
    let warn = |user: &str| json!({"data": {"user_id": user, "reason": "be kind"}}).to_string();
    let done = scene.call(&owner, ("POST", &path), &warn(BOT));
    assert_eq!(done.text("/data/0/reason"), "be kind");
    assert_eq!(
        scene.call(&owner, ("POST", &path), &warn("1001")).status,
        400
    );
    let refused = scene.bot_says("hello");
    assert_eq!(refused.text("/data/0/drop_reason/code"), "user_warned");
    let order = json!({"do": "acknowledge", "channel": "somechannel", "user": "perty"});
    assert_eq!(scene.order(&order).status, 200);
    assert_eq!(scene.order(&order).status, 400);
    scene.advance(Duration::from_secs(40));
    assert_eq!(scene.bot_says("hello").body["data"][0]["is_sent"], true);
}

#[test]
fn nobody_hears_a_restricted_person() {
    let mut scene = Scene::new();
    let owner = scene.owner();
    let listener = scene.listener();
    let path = format!("/moderation/suspicious_users?{OWN}");
    for (status, is_heard) in [("RESTRICTED", false), ("ACTIVE_MONITORING", true)] {
        let body = json!({"user_id": BOT, "status": status}).to_string();
        let done = scene.call(&owner, ("POST", &path), &body);
        assert_eq!(done.text("/data/0/status"), status);
        scene.advance(Duration::from_secs(40));
        assert_eq!(scene.bot_says("hello").body["data"][0]["is_sent"], true);
        assert_eq!(!scene.heard(listener).is_empty(), is_heard, "{status}");
    }
    let path = format!("{path}&user_id={BOT}");
    let done = scene.call(&owner, ("DELETE", &path), "");
    assert_eq!(done.text("/data/0/status"), "NO_TREATMENT");
    assert_eq!(scene.call(&owner, ("DELETE", &path), "").status, 400);
}

#[test]
fn an_approved_request_lifts_the_ban() {
    let mut scene = Scene::new();
    let owner = scene.owner();
    let ask =
        json!({"do": "ask_unban", "channel": "somechannel", "user": "perty", "text": "please"});
    assert_eq!(scene.order(&ask).status, 400, "nobody is banned");
    scene.order(&json!({"do": "ban", "channel": "somechannel", "user": "perty"}));
    assert_eq!(scene.order(&ask).status, 200);
    assert_eq!(scene.order(&ask).status, 400, "once is enough");
    let path = format!("/moderation/unban_requests?{OWN}");
    let pending = scene.call(&owner, ("GET", &format!("{path}&status=pending")), "");
    assert_eq!(pending.text("/data/0/text"), "please");
    assert_eq!(pending.body["data"][0]["resolved_at"], Value::Null);
    let id = pending.text("/data/0/id");
    let resolve = format!("{path}&unban_request_id={id}&status=approved&resolution_text=welcome");
    let resolved = scene.call(&owner, ("PATCH", &resolve), "");
    assert_eq!(resolved.text("/data/0/resolution_text"), "welcome");
    assert_eq!(scene.call(&owner, ("PATCH", &resolve), "").status, 400);
    let unknown = format!("{path}&unban_request_id=x&status=denied");
    assert_eq!(scene.call(&owner, ("PATCH", &unknown), "").status, 404);
    assert_eq!(scene.bot_says("back").body["data"][0]["is_sent"], true);
    let approved = scene.call(&owner, ("GET", &format!("{path}&status=approved")), "");
    assert_eq!(approved.text("/data/0/id"), id);
}

#[test]
fn shield_mode_tells_who_touched_it_and_when() {
    let mut scene = Scene::new();
    let owner = scene.owner();
    let path = format!("/moderation/shield_mode?{OWN}");
    let never = scene.call(&owner, ("GET", &path), "");
    assert_eq!(never.text("/data/0/last_activated_at"), "");
    for is_active in [true, false] {
        let body = json!({ "is_active": is_active }).to_string();
        let done = scene.call(&owner, ("PUT", &path), &body);
        assert_eq!(done.body["data"][0]["is_active"], is_active);
        assert_eq!(scene.call(&owner, ("GET", &path), "").body, done.body);
        let since = done.text("/data/0/last_activated_at");
        assert_eq!(since, "2026-11-22T10:20:00Z", "when it was switched on");
        scene.advance(Duration::from_secs(60));
    }
}

#[test]
fn a_vip_wears_the_badge_and_there_are_only_so_many() {
    let mut scene = Scene::new();
    let (owner, bot) = (scene.owner(), scene.bot());
    let listener = scene.listener();
    let vip = |user: &str| format!("/channels/vips?broadcaster_id=1001&user_id={user}");
    let moderator = scene.id_of("kettle_on");
    for (user, status) in [
        (BOT, 204),
        (BOT, 422),
        (moderator.as_str(), 422),
        ("5", 404),
    ] {
        let answer = scene.call(&owner, ("POST", &vip(user)), "");
        assert_eq!(answer.status, status, "{user}: {answer:?}");
    }
    scene.bot_says("look");
    assert!(scene.heard(listener).contains("badges=vip/1;"));
    // Whoever is VIP may give it back.
    assert_eq!(scene.call(&bot, ("DELETE", &vip(BOT)), "").status, 204);
    assert_eq!(scene.call(&owner, ("DELETE", &vip(BOT)), "").status, 422);
    let viewers = [
        "oakmoss",
        "copperleaf",
        "latebus",
        "snowglobe_",
        "lemonpith",
    ];
    for login in viewers.into_iter().chain(["gravelpath", "windowseat"]) {
        scene.advance(Duration::from_secs(10));
        let id = scene.id_of(login);
        assert_eq!(scene.call(&owner, ("POST", &vip(&id)), "").status, 204);
    }
    assert_eq!(scene.call(&owner, ("POST", &vip(BOT)), "").status, 409);
    let path = format!("/channels/vips?broadcaster_id={BOT}&user_id=1001");
    let small = scene.call(&bot, ("POST", &path), "");
    assert_eq!(small.status, 425, "a channel without followers: {small:?}");
}
