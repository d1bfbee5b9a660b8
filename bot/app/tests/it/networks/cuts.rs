//! Trials of cuts: nothing comes through any more, and nobody is told.

use std::panic::resume_unwind;
use std::time::Duration;

use super::stage::{Stage, trial};

/// B8: how soon the bot answers after a cut has ended.
const BACK: Duration = Duration::from_secs(15);

/// I01: how soon a dead connection is noticed.
const NOTICED: Duration = Duration::from_secs(30);

#[test]
fn i01_o03_b8_a_cut_is_noticed_and_told_within_half_a_minute_and_got_over_within_fifteen_seconds() {
    trial(|stage| {
        let mut bot = stage.bot();
        stage.answered(&mut bot, BACK);
        stage.asked_health().expect(0, &[]);
        stage.cable.cut();
        let noticed = bot.wait_for_health("down", NOTICED);
        stage.asked_health().expect(
            1,
            &[
                "error: chat does not answer",
                "What to do: run `streamhand doctor`",
            ],
        );
        stage.cable.mend();
        let back = stage.answered(&mut bot, BACK);
        stage.asked_health().expect(0, &[]);
        bot.program.terminate();
        stage.hears_no_bot(bot);
        tell("a cut until it was noticed", noticed, back);
    });
}

#[test]
fn b8_i04_after_a_minute_without_network_the_bot_answers_within_fifteen_seconds() {
    // At different moments of the bot's attempts; a bar tries more of them.
    let phases = (0..trials()).map(|number| Duration::from_millis(60_000 + 1_700 * number));
    let held =
        phases.map(|length| std::thread::spawn(move || trial(move |stage| cut_for(stage, length))));
    for held in held.collect::<Vec<_>>() {
        if let Err(panic) = held.join() {
            resume_unwind(panic);
        }
    }
}

#[test]
fn b8_cuts_of_five_seconds_are_got_over_by_the_connection_itself() {
    trial(|stage| {
        let mut bot = stage.bot();
        for _ in 0..4 {
            stage.cable.cut();
            // Something is on its way then, and has to be sent again.
            stage.ask();
            bot.never("down", Duration::from_secs(5));
            stage.cable.mend();
            let back = stage.answered(&mut bot, BACK);
            tell("a cut of 5 s", Duration::ZERO, back);
        }
        assert_eq!(
            bot.times("down"),
            0,
            "the connection lived through all of them"
        );
    });
}

#[test]
fn i01_where_only_one_direction_is_dead_it_is_noticed_as_soon() {
    for direction in [
        "in iifname t0 tcp dport 6667 drop",
        "out oifname t0 tcp sport 6667 drop",
    ] {
        trial(move |stage| {
            let mut bot = stage.bot();
            stage.cable.rule(&[direction]);
            bot.wait_for_health("down", NOTICED);
            stage.cable.mend();
            stage.answered(&mut bot, BACK);
        });
    }
}

#[test]
fn i01_n02_i04_after_a_new_address_of_the_bots_own_a_second_connection_takes_over_before_the_first_is_given_up()
 {
    trial(|stage| {
        let mut bot = stage.bot();
        stage
            .cable
            .ip_at_bot(&["address", "del", "10.77.0.2/24", "dev", "b0"]);
        stage
            .cable
            .ip_at_bot(&["address", "add", "10.77.0.3/24", "dev", "b0"]);
        let noticed = bot.wait_for_health("slow", NOTICED);
        let replaced = bot.wait_for_health("up", NOTICED.saturating_sub(noticed));
        let back = stage.answered(&mut bot, BACK);
        assert_eq!(bot.times("down"), 0, "it had another one in time");
        tell("a new address", noticed + replaced, back);
    });
}

#[test]
fn i04_i05_a_link_that_flaps_for_a_minute_is_got_over_within_the_limits() {
    trial(|stage| {
        let mut bot = stage.bot();
        for _ in 0..6 {
            stage.scene.simulator.post("/sim/mischief", "do=reset");
            bot.listen(Duration::from_secs(3), |_, _| false);
            stage.cable.cut();
            bot.listen(Duration::from_secs(3), |_, _| false);
            stage.cable.mend();
        }
        // The simulator counts logins and joins as Twitch does, and leaves unanswered what is too much.
        stage.answered(&mut bot, BACK);
    });
}

fn cut_for(stage: &mut Stage, length: Duration) {
    let mut bot = stage.bot();
    stage.cable.cut();
    let noticed = bot.wait_for_health("down", NOTICED);
    bot.never("up", length.saturating_sub(noticed));
    stage.cable.mend();
    let back = stage.answered(&mut bot, BACK);
    tell(&format!("a cut of {length:.1?}"), noticed, back);
}

/// How many networks are cut for a minute.
fn trials() -> u64 {
    let wanted = std::env::var("STREAMHAND_CUTS").ok();
    wanted.and_then(|wanted| wanted.parse().ok()).unwrap_or(2)
}

/// For the report of the bar; a test runner shows it with `--nocapture`.
#[expect(clippy::print_stdout, reason = "figures of a bar are to be read")]
fn tell(what: &str, noticed: Duration, back: Duration) {
    println!("B8: {what}: noticed after {noticed:.1?}, answered {back:.1?} after its end");
}
