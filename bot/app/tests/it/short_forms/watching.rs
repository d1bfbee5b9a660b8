//! Watching a poll and a prediction, with and without a terminal. Only Unix: pseudo-terminals of other systems were never tried here.

use serde_json::Value;

use crate::scene::Scene;
use crate::terminal::{CTRL_C, Terminal};

use super::{everybody, take_part};

/// Starts a command at a terminal.
fn at_a_terminal(scene: &Scene, command: &[&str]) -> Terminal {
    let global = ["--config", &scene.config, "--data-dir", &scene.data];
    Terminal::start(&scene.house, &[&global[..], command].concat(), &[])
}

#[test]
fn a_poll_is_watched_at_a_terminal_until_it_is_over() {
    let scene = everybody();
    let command = [
        "poll",
        "create",
        "Tea or coffee?",
        "Tea",
        "Coffee",
        "--for",
        "1m",
        "--watch",
    ];
    let mut terminal = at_a_terminal(&scene, &command);
    terminal.expect("Poll \"Tea or coffee?\" runs for 1 minute.");
    terminal.expect("1:00 left");
    terminal.expect("1  Tea");
    terminal.expect("Ctrl-C stops watching");
    take_part(
        &scene.simulator,
        r#"{"do": "vote", "user": "kettle_on", "choice": "Coffee"}"#,
    );
    terminal.expect("1 (100 %)");
    scene.simulator.post("/sim/clock", "advance=60s");
    terminal.expect("Poll \"Tea or coffee?\" is over: \"Coffee\" wins with 1 of 1 vote.");
    let is_as_before = terminal.is_as_before();
    let (status, screen) = terminal.finish();
    assert_eq!(status, 0, "{screen}");
    assert!(is_as_before, "the terminal stays as it was");
}

#[test]
fn whoever_stops_watching_a_prediction_does_not_stop_it() {
    let scene = everybody();
    let command = [
        "prediction",
        "create",
        "Boils\u{1b}[2J over?",
        "Yes",
        "No",
        "--watch",
    ];
    let mut terminal = at_a_terminal(&scene, &command);
    // What would wipe the screen is written out.
    terminal.expect("Boils\\u{1b}[2J over?");
    terminal.expect("2:00 left");
    terminal.press(CTRL_C);
    terminal.expect("over?\" goes on without being watched.");
    let (status, screen) = terminal.finish();
    assert_eq!(status, 130, "{screen}");
    let watching = scene.start(&["prediction", "watch", "--json"]);
    assert_eq!(watching.event("prediction")["status"], "ACTIVE");
    let resolved = scene.run(&["prediction", "resolve", "no"]);
    assert_eq!(resolved.status, Some(0), "{resolved:?}");
    let last = watching.event("prediction");
    assert_eq!(last["status"], "RESOLVED", "{last}");
    assert_eq!(last["winner"], Value::from("No"), "{last}");
    let finished = watching.finish();
    assert_eq!(finished.status, Some(0), "{finished:?}");
}

#[test]
fn without_a_terminal_each_change_is_a_line() {
    let scene = everybody();
    scene.run(&["poll", "create", "Tea or coffee?", "Tea", "Coffee"]);
    let watching = scene.start(&["poll", "watch"]);
    let first = watching.first_line();
    assert!(
        first.starts_with("Tea or coffee?: Tea 0 (0 %), Coffee 0 (0 %); "),
        "{first}"
    );
    take_part(
        &scene.simulator,
        r#"{"do": "vote", "user": "kettle_on", "choice": "Tea"}"#,
    );
    let second = watching.first_line();
    assert!(second.contains("Tea 1 (100 %)"), "{second}");
    watching.signal("INT");
    let finished = watching.finish();
    assert_eq!(finished.status, Some(130), "{finished:?}");
    assert!(
        !finished.out.contains('\u{1b}'),
        "no escapes where nobody draws: {finished:?}"
    );
    assert!(
        finished.err.contains("goes on without being watched"),
        "{finished:?}"
    );
}
