//! Ends and starts of the real program in every state; `cargo xtask bars chat b16` does the same a thousand times.

use std::time::{Duration, Instant};

use crate::house::Running;
use crate::scene::{BOT_SCOPES, Scene};

/// What the bot is in the midst of.
#[derive(Debug, Clone, Copy)]
enum State {
    Starting,
    Joining,
    Serving,
    Refreshing,
    Reconnecting,
    HandingOver,
    Flooded,
    Unanswered,
    Frozen,
}

impl State {
    /// Starts a bot and brings it there.
    fn reach(self, scene: &Scene) -> Running {
        let simulator = &scene.simulator;
        let start = || scene.start(&["run", "--json"]);
        match self {
            Self::Starting => return start(),
            Self::Joining => {
                let order = r#"{"do": "refuse_joins", "how": "silent", "login": "perty"}"#;
                simulator.post("/sim/mischief", order);
                let bot = start();
                // The last that it says before it goes into chat.
                bot.event("feature_off");
                return bot;
            }
            Self::Unanswered => {
                let fault = r#"{"path": "/*", "do": "hang"}"#;
                simulator.post("/sim/faults", fault);
                let bot = start();
                bot.event("waiting");
                return bot;
            }
            _ => {}
        }
        let bot = start();
        bot.event("ready");
        let mischief = |order| simulator.post("/sim/mischief", order);
        match self {
            Self::Refreshing => {
                let fault = r#"{"path": "/oauth2/token", "do": "hang"}"#;
                simulator.post("/sim/faults", fault);
                simulator.post("/sim/expire-tokens", "login=perty");
                simulator.say("kettle_on", "!uptime");
            }
            Self::Reconnecting => mischief(r#"{"do": "reset", "login": "perty"}"#),
            Self::HandingOver => mischief(r#"{"do": "reconnect", "login": "perty"}"#),
            Self::Flooded => mischief(r#"{"do": "flood", "rate": 5000}"#),
            Self::Frozen => simulator.program.signal("STOP"),
            _ => {}
        }
        bot
    }
}

#[test]
fn o02_asked_to_end_it_is_gone_within_three_seconds_in_every_state() {
    let scene = Scene::in_real_time();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    for state in [
        State::Starting,
        State::Joining,
        State::Serving,
        State::Refreshing,
        State::Reconnecting,
        State::HandingOver,
        State::Flooded,
        State::Unanswered,
        State::Frozen,
    ] {
        let bot = state.reach(&scene);
        bot.terminate();
        let asked = Instant::now();
        let finished = bot.finish_within(Duration::from_secs(20));
        let took = asked.elapsed();
        assert!(took < Duration::from_secs(3), "{state:?}: {took:?}");
        // Who is asked before the program has begun to listen is ended by the system, and has no status.
        let is_early = matches!(state, State::Starting) && finished.status.is_none();
        assert!(
            is_early || finished.status == Some(0),
            "{state:?}: {finished:?}"
        );
        if let State::Frozen = state {
            scene.simulator.program.signal("CONT");
        }
        scene.simulator.delete("/sim/faults");
        scene.simulator.delete("/sim/mischief");
    }
}

#[test]
fn o02_killed_at_any_moment_it_reaches_service_at_the_next_start() {
    let scene = Scene::in_real_time();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    for state in [State::Starting, State::Serving, State::Refreshing] {
        state.reach(&scene).kill();
        scene.simulator.delete("/sim/faults");
        let bot = scene.start(&["run", "--json"]);
        bot.event("ready");
        bot.kill();
    }
}

#[test]
fn a15_a_twitch_that_gives_no_answer_at_the_start_is_told_before_any_patience_ends() {
    let scene = Scene::in_real_time();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    scene.simulator.program.signal("STOP");
    let started = Instant::now();
    let bot = scene.start(&["run", "--json"]);
    let waiting = bot.event("waiting");
    // A request is given up after ten seconds at the earliest; a person would have gone by then.
    assert!(started.elapsed() < Duration::from_secs(8), "{waiting}");
    let happened = waiting["happened"].as_str().unwrap_or_default();
    assert_eq!(happened, "it has not answered yet", "{waiting}");
    scene.simulator.program.signal("CONT");
    bot.event("ready");
    bot.kill();
}
