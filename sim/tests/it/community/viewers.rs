//! Scripted viewers take part in what the broadcaster offers.

use std::time::Duration;

use serde_json::{Value, json};
use streamhand_sim::Viewers;

use super::broadcaster;
use crate::scene::Scene;

#[test]
fn scripted_viewers_vote_predict_and_redeem() {
    let mut scene = Scene::new();
    scene.twitch.start_viewers(Viewers::scripted(7, 4.0));
    let token = broadcaster(&scene);
    let reward = json!({"title": "Hydrate", "cost": 10});
    let rewards = "/channel_points/custom_rewards?broadcaster_id=1001";
    let reward = scene
        .call(&token, ("POST", rewards), &reward.to_string())
        .text("/data/0/id");
    let poll = json!({
        "broadcaster_id": "1001", "title": "Tea?", "duration": 60,
        "choices": [{ "title": "Yes" }, { "title": "No" }],
        "channel_points_voting_enabled": true, "channel_points_per_vote": 10,
    });
    let prediction = json!({
        "broadcaster_id": "1001", "title": "Rain?", "prediction_window": 60,
        "outcomes": [{ "title": "Yes" }, { "title": "No" }],
    });
    for (path, body) in [("/polls", poll), ("/predictions", prediction)] {
        assert_eq!(
            scene.call(&token, ("POST", path), &body.to_string()).status,
            200
        );
    }
    scene.advance(Duration::from_secs(60));
    let poll = first(&mut scene, "/polls?broadcaster_id=1001");
    assert_eq!(poll["status"], "COMPLETED");
    assert!(sum(&poll["choices"], "votes") > 20, "{poll}");
    assert!(sum(&poll["choices"], "channel_points_votes") > 0, "{poll}");
    let prediction = first(&mut scene, "/predictions?broadcaster_id=1001");
    assert_eq!(prediction["status"], "LOCKED");
    assert!(sum(&prediction["outcomes"], "users") > 5, "{prediction}");
    scene.advance(Duration::from_secs(120));
    let redemptions = format!(
        "/channel_points/custom_rewards/redemptions?broadcaster_id=1001&reward_id={reward}&status=UNFULFILLED"
    );
    assert!(first(&mut scene, &redemptions).is_object());
}

fn first(scene: &mut Scene, path: &str) -> Value {
    let token = broadcaster(scene);
    scene.call(&token, ("GET", path), "").body["data"][0].clone()
}

fn sum(list: &Value, name: &str) -> u64 {
    let list = list.as_array().unwrap();
    list.iter()
        .map(|element| element[name].as_u64().unwrap())
        .sum()
}
