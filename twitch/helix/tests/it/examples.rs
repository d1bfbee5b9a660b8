//! There is a program to start from for each heading of Twitch's reference, and each is short; cargo compiles them with the tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use spec::headings;

/// The programs that show more than one heading, or what no heading is about.
const BESIDE: &[&str] = &["helix-accounts"];

/// Which program is about which heading, in the order of the reference.
const PROGRAMS: &[(&str, &str)] = &[
    ("Ads", "helix-ads"),
    ("Analytics", "helix-analytics"),
    ("Bits", "helix-bits"),
    ("Channels", "helix-title"),
    ("Channel Points", "helix-rewards"),
    ("Charity", "helix-charity"),
    ("Chat", "helix-chatters"),
    ("Clips", "helix-clip"),
    ("Conduits", "helix-conduits"),
    ("CCLs", "helix-labels"),
    ("Entitlements", "helix-drops"),
    ("Extensions", "helix-extensions"),
    ("EventSub", "helix-subscribed"),
    ("Games", "helix-games"),
    ("Goals", "helix-goals"),
    ("Guest Star", "helix-guests"),
    ("Hype Train", "helix-hype-train"),
    ("Moderation", "helix-timeout"),
    ("Polls", "helix-poll"),
    ("Predictions", "helix-prediction"),
    ("Raids", "helix-raid"),
    ("Schedule", "helix-schedule"),
    ("Search", "helix-search"),
    ("Streams", "helix-marker"),
    ("Subscriptions", "helix-subscribers"),
    ("Tags", "helix-tags"),
    ("Teams", "helix-team"),
    ("Users", "helix-user"),
    ("Videos", "helix-videos"),
    ("Whispers", "helix-whisper"),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

#[test]
fn every_heading_has_a_program_that_calls_something_under_it() {
    let names: Vec<&str> = headings().iter().map(|heading| heading.name).collect();
    let covered: Vec<&str> = PROGRAMS.iter().map(|(heading, _)| *heading).collect();
    assert_eq!(covered, names);
    for (heading, (_, program)) in headings().iter().zip(PROGRAMS) {
        let text = fs::read_to_string(folder().join(format!("{program}.rs"))).unwrap();
        let calls = |id: &str| text.contains(&format!(".{id}("));
        let is_called = heading.endpoints.iter().any(|endpoint| calls(endpoint.id));
        assert!(is_called, "{program} calls nothing of {}", heading.name);
    }
}

#[test]
fn no_program_is_forgotten_and_each_is_short_and_says_how_it_is_called() {
    let known: BTreeSet<&str> = PROGRAMS.iter().map(|(_, program)| *program).collect();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let Some("rs") = path.extension().and_then(|end| end.to_str()) else {
            continue;
        };
        let program = path.file_stem().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let usage = text.lines().next().unwrap();
        assert!(usage.contains(&format!("`{program}")), "{program}: {usage}");
        if BESIDE.contains(&program) {
            continue;
        }
        assert!(known.contains(program), "{program} is of no heading");
        let length = text.lines().count();
        assert!(length <= 40, "{program} has {length} lines");
    }
}
