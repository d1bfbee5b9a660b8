//! Votes in polls, free and bought.

use std::time::Duration;

use serde_json::json;

use super::{broadcaster, take_part, took_part};
use crate::scene::Scene;

const POLL: &str = r#"{"broadcaster_id":"1001","title":"Tea?","choices":[{"title":"Yes"},{"title":"No"}],"duration":60,"channel_points_voting_enabled":true,"channel_points_per_vote":100}"#;

#[test]
fn everybody_has_one_vote_and_can_buy_more() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    assert_eq!(scene.call(&token, ("POST", "/polls"), POLL).status, 200);
    let vote = |user: &str, choice: &str, bought: u32| json!({"do": "vote", "user": user, "choice": choice, "bought": bought});
    assert_eq!(took_part(&mut scene, &vote("kettle_on", "yes", 0)), 10_000);
    assert_eq!(took_part(&mut scene, &vote("oakmoss", "No", 0)), 10_000);
    assert_eq!(took_part(&mut scene, &vote("oakmoss", "No", 3)), 9_700);
    for (order, reason) in [
        (vote("oakmoss", "Yes", 0), "they have voted"),
        (
            vote("oakmoss", "No", 200),
            "they do not have so many channel points",
        ),
        (vote("oakmoss", "Perhaps", 0), "nothing here has the title"),
    ] {
        let refused = take_part(&mut scene, &order);
        assert!(refused.message().contains(reason), "{order}: {refused:?}");
    }
    let polls = scene.call(&token, ("GET", "/polls?broadcaster_id=1001"), "");
    let votes = |choice: usize, kind: &str| polls.body["data"][0]["choices"][choice][kind].clone();
    assert_eq!(
        (votes(0, "votes"), votes(0, "channel_points_votes")),
        (json!(1), json!(0))
    );
    assert_eq!(
        (votes(1, "votes"), votes(1, "channel_points_votes")),
        (json!(4), json!(3))
    );
}

#[test]
fn a_poll_that_is_over_takes_no_votes_and_is_forgotten_after_ninety_days() {
    let mut scene = Scene::new();
    let token = broadcaster(&scene);
    scene.call(&token, ("POST", "/polls"), POLL);
    scene.advance(Duration::from_secs(60));
    let late = take_part(
        &mut scene,
        &json!({"do": "vote", "user": "oakmoss", "choice": "Yes"}),
    );
    assert_eq!(late.status, 400);
    assert!(late.message().contains("no poll is running"), "{late:?}");
    let path = "/polls?broadcaster_id=1001";
    // The token of the scene does not live so long.
    scene.advance(Duration::from_secs(91 * 86_400));
    let token = scene.user_token("somechannel", "channel%3Aread%3Apolls");
    let polls = scene.call(&token, ("GET", path), "");
    assert_eq!(polls.body["data"], json!([]));
}
