//! Trials of time: programs that are frozen, and clocks that are set.

use std::time::{Duration, Instant};

use super::stage::{PATIENCE, trial};

const BACK: Duration = Duration::from_secs(15);
const NOTICED: Duration = Duration::from_secs(30);

#[test]
fn n03_a_bot_that_was_frozen_for_a_while_answers_soon_after() {
    trial(|stage| {
        let mut bot = stage.bot();
        bot.program.signal("STOP");
        // What it said just before is still under way.
        bot.listen(Duration::from_secs(2), |_, _| false);
        let nothing = bot.listen(Duration::from_secs(40), |_, _| true);
        assert!(!nothing, "a frozen program says nothing");
        let asked = stage.asked_health();
        asked.expect(1, &["the bot has said nothing for", "What to do"]);
        bot.program.signal("CONT");
        let begun = Instant::now();
        stage.answered(&mut bot, BACK);
        // What it wrote in its first moment said the truth: nothing had been proven for long.
        while stage.asked_health().status != Some(0) {
            bot.listen(Duration::from_millis(500), |_, _| false);
            assert!(begun.elapsed() <= BACK, "it does not say that it is well");
        }
    });
}

#[test]
fn i02_a_server_that_takes_connections_and_says_nothing_is_left_after_twenty_seconds_and_tried_again()
 {
    trial(|stage| {
        let mut bot = stage.bot();
        stage.scene.simulator.program.signal("STOP");
        bot.wait_for_health("down", NOTICED);
        // Its system still takes connections; one of them is given up and another one begun meanwhile.
        bot.never("up", Duration::from_secs(25));
        stage.scene.simulator.program.signal("CONT");
        stage.answered(&mut bot, PATIENCE);
    });
}

#[test]
fn n04_a_clock_that_is_set_by_an_hour_or_ten_years_breaks_no_connection() {
    trial(|stage| {
        let file = stage.scene.house.write("clock", "+0");
        let mut bot = stage.bot_with(&[
            ("LD_PRELOAD", &fake_time()),
            ("FAKETIME_TIMESTAMP_FILE", &file),
            ("FAKETIME_NO_CACHE", "1"),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
            ("FAKETIME_DONT_RESET", "1"),
        ]);
        for step in ["+1h", "-1h", "+3650d", "-3650d", "+0"] {
            stage.scene.house.write("clock", step);
            bot.never("down", Duration::from_secs(6));
            stage.answered(&mut bot, BACK);
        }
    });
}

/// The library that tells programs another time; `cargo xtask check` installs it or says how.
fn fake_time() -> String {
    let folders = [
        "/usr/lib/x86_64-linux-gnu",
        "/usr/lib/aarch64-linux-gnu",
        "/usr/lib",
        "/usr/lib64",
    ];
    let files = folders.map(|folder| format!("{folder}/faketime/libfaketime.so.1"));
    let found = files
        .iter()
        .find(|file| std::path::Path::new(file).exists());
    found
        .expect("libfaketime is there; `cargo xtask check` installs it or says how")
        .clone()
}
