//! What people can ask the bot, and which lines it takes for a question.

use std::time::Duration;

use streamhand_engine::{Event, Settings};

use crate::transcript::{Stage, check};

#[test]
fn ping_tells_that_the_bot_is_there_and_since_when() {
    check(
        "0s ann: !ping
         > reply: Pong! I have been here for 0 s.
         3725s bob: !PING are you there?
         > reply: Pong! I have been here for 1 h 2 min 5 s.",
    );
}

#[test]
fn plain_chat_and_commands_of_other_bots_are_not_answered() {
    check(
        "0s ann: hello !ping
         1s ann: !
         2s ann: ! ping
         3s ann: !!!!
         4s ann: !so bob
         > ignore so: unknown
         5s ann: ping",
    );
}

#[test]
fn uptime_is_asked_for_and_told() {
    check(
        "0s ann: !uptime
         > ask 1: stream start
         0.2s * live 1 7384
         > reply: Live for 2 h 3 min 3 s.
         60s bob: !uptime
         > ask 2: stream start
         61s * offline 2
         > reply: The stream is offline.",
    );
}

#[test]
fn uptime_that_cannot_be_found_out_is_said_plainly() {
    check(
        "0s ann: !uptime
         > ask 1: stream start
         1s * failed 1
         > reply: I could not find out whether the stream is live; please try again in a minute.
         60s ann: !uptime
         > ask 2: stream start
         67.9s * timeout
         68s * timeout
         > reply: I could not find out whether the stream is live; please try again in a minute.
         68s * timeout
         90s * live 2 100",
    );
}

#[test]
fn the_engine_says_when_it_wants_to_be_woken() {
    let mut stage = Stage::new(Settings::default());
    assert_eq!(stage.engine.poll_timeout(), None);
    stage.check(
        "5s ann: !uptime
         > ask 1: stream start",
    );
    let deadline = stage.start + Duration::from_secs(13);
    assert_eq!(stage.engine.poll_timeout(), Some(deadline));
    stage.check("13s * offline 1\n> reply: The stream is offline.");
    assert_eq!(stage.engine.poll_timeout(), None);
    assert!(stage.engine.handle(deadline, Event::Timeout).is_empty());
}

#[test]
fn commands_lists_what_the_asker_may_use() {
    check(
        "0s ann: !commands
         > reply: Commands: !ping, !uptime, !commands
         60s mia/mod: !cmd
         > reply: Commands: !ping, !uptime, !commands, !addcom, !editcom, !delcom
         100s mia/mod: !cmd foo
         > reply: I know !cmd list, !cmd add, !cmd edit, !cmd del, !cmd options, !cmd show.
         200s ann: !command list
         > reply: Commands: !ping, !uptime, !commands",
    );
}

#[test]
fn p04_invisible_characters_around_and_inside_a_command_make_no_difference() {
    check(
        "0s ann: !ping \\e
         > reply: Pong! I have been here for 0 s.
         20s ann: \\e!ping
         > reply: Pong! I have been here for 20 s.
         40s ann: !pi\\eng
         > reply: Pong! I have been here for 40 s.
         60s ann: ！ｐｉｎｇ
         > reply: Pong! I have been here for 1 min.",
    );
}

#[test]
fn p10_a_name_in_letters_that_only_look_alike_is_another_name() {
    check(
        "0s ann: !\u{440}ing
         > ignore \u{440}ing: unknown
         1s ann: !p\u{456}ng
         > ignore p\u{456}ng: unknown
         2s ann: !pi\u{336}n\u{336}g
         > ignore pi\u{336}n\u{336}g: unknown
         3s ann: \u{202E}gnip!
         4s ann: \u{202E}!ping\u{202C}
         > reply: Pong! I have been here for 4 s.",
    );
}

#[test]
fn p10_a_megabyte_of_piled_up_marks_is_judged_in_linear_time() {
    let marks = "\u{301}\u{316}".repeat(1 << 18);
    // A quadratic judgement would take hours, which nobody would take for a success.
    check(&format!(
        "0s ann: !ping{marks}\n1s ann: {marks}!ping\n2s ann: !{marks}ping"
    ));
}

#[test]
fn a_command_in_a_reply_stands_behind_the_name_of_the_other() {
    check(
        "0s ann to Bob: @Bob !ping
         > reply: Pong! I have been here for 0 s.
         20s ann to Big_Bob: @Big Bob !ping
         > reply: Pong! I have been here for 20 s.
         40s ann to Bob: @Robert !ping
         > reply: Pong! I have been here for 40 s.
         60s ann: @Bob !ping",
    );
}

#[test]
fn e05_a_message_that_comes_twice_is_answered_once() {
    check(
        "0s ann: !ping
         > reply: Pong! I have been here for 0 s.
         1s ann again: !ping
         299s ann again: !ping",
    );
}

#[test]
fn the_bot_does_not_answer_itself() {
    check("0s bot: !ping");
}

#[test]
fn s10_lines_from_another_room_of_a_shared_chat_trigger_nothing() {
    check(
        "0s ann from 2002: !ping
         1s mia/mod from 2002: !addcom hi Hello
         2s ann from 3003: !uptime
         3s ann from here: !ping
         > reply: Pong! I have been here for 3 s.",
    );
}

#[test]
fn s02_an_answer_that_repeats_the_last_one_differs_by_the_name_it_is_for() {
    check(
        "0s ann: !uptime
         > ask 1: stream start
         0s * offline 1
         > reply: The stream is offline.
         10s bob: !uptime
         > ask 2: stream start
         10s * offline 2
         > reply: @bob The stream is offline.
         20s cat: !uptime
         > ask 3: stream start
         20s * offline 3
         > reply: The stream is offline.
         55s dan: !uptime
         > ask 4: stream start
         55s * offline 4
         > reply: The stream is offline.",
    );
}
