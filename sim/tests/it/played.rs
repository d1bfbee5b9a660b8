//! The table of what the simulator makes of each endpoint: whole, true where that can be seen, and told in the manual.

use std::path::Path;

use streamhand_sim::played::{How, PLAYED, Played};

use crate::scene::Scene;

#[test]
fn the_table_has_every_endpoint_once_and_in_order() {
    let played: Vec<&str> = PLAYED.iter().map(|played| played.endpoint).collect();
    let offered: Vec<&str> = spec::ENDPOINTS.iter().map(|endpoint| endpoint.id).collect();
    assert_eq!(played, offered);
}

#[test]
fn what_the_table_calls_gone_is_gone_and_nothing_else() {
    let mut scene = Scene::new();
    let token = scene.app_token();
    for (endpoint, played) in spec::ENDPOINTS.iter().zip(PLAYED) {
        let method = format!("{:?}", endpoint.method).to_uppercase();
        let answer = scene.call(&token, (&method, endpoint.path), "");
        assert_eq!(
            answer.status == 410,
            played.how == How::Gone,
            "{}: {answer:?}",
            endpoint.id
        );
    }
}

#[test]
fn what_does_not_all_that_twitch_does_says_what_is_lacking() {
    for played in PLAYED {
        let needs_a_remark = matches!(played.how, How::Keeps | How::Answers);
        assert!(!needs_a_remark || !played.remark.is_empty(), "{played:?}");
    }
}

#[test]
fn the_manual_tells_what_the_table_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/simulator.md");
    let page = std::fs::read_to_string(path).unwrap_or_default();
    let page = page.replace("\r\n", "\n");
    for (how, introduction) in [
        (
            How::Answers,
            "These pass every check and answer as they should, and nothing comes of it:\n",
        ),
        (
            How::Keeps,
            "These keep what was sent, so that it can be read again, and nothing else comes of it:\n",
        ),
        (
            How::Acts,
            "These act, but not in everything as at Twitch:\n",
        ),
    ] {
        let expected = format!("{introduction}\n{}", list(how));
        assert!(
            page.contains(&expected),
            "docs/simulator.md should contain:\n\n{expected}"
        );
    }
}

/// The endpoints of one kind that have a remark; those with the same one share a line.
fn list(how: How) -> String {
    let all: Vec<&Played> = PLAYED
        .iter()
        .filter(|played| played.how == how && !played.remark.is_empty())
        .collect();
    let mut list = String::new();
    let mut told: Vec<&str> = Vec::new();
    for played in &all {
        if told.contains(&played.remark) {
            continue;
        }
        told.push(played.remark);
        let same = all.iter().filter(|other| other.remark == played.remark);
        let names: Vec<&str> = same
            .map(|other| spec::endpoint(other.endpoint).unwrap().name)
            .collect();
        list.push_str(&format!("- {}: {}.\n", names.join(", "), played.remark));
    }
    list
}
