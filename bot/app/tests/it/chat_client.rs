//! `streamhand chat` in a terminal, as a person sees it. Only Unix: pseudo-terminals of other systems were never tried here.

use std::time::Instant;

use serde_json::json;

use crate::house::{PATIENCE, argument};
use crate::scene::Scene;
use crate::terminal::{CTRL_C, CTRL_D, CTRL_L, CTRL_Z, Terminal};

/// Starts the client in the channel.
fn start(scene: &Scene, options: &[&str]) -> Terminal {
    let usual = ["--config", &scene.config, "--data-dir", &scene.data, "chat"];
    Terminal::start(&scene.house, &[&usual, options].concat(), &[])
}

#[test]
fn a_moderator_reads_says_and_times_out_and_gets_the_terminal_back() {
    let scene = Scene::in_real_time();
    scene.log_in(("bot", "perty"), "user:write:chat");
    scene.log_in(
        ("broadcaster", "somechannel"),
        "moderator:manage:banned_users",
    );
    let mut terminal = start(&scene, &["somechannel"]);
    terminal.see("in the chat of somechannel");
    terminal.see("perty");
    scene.simulator.say("kettle_on", "rude \u{202e} words");
    terminal.see("rude \\u{202e} words");
    let mut ear = scene.simulator.listen();
    terminal.type_line("Hello everybody");
    ear.hear("PRIVMSG #somechannel :Hello everybody");
    terminal.see("Hello everybody (sent)");
    terminal.type_line("/bann kettle_on");
    terminal.see("did you mean /ban?");
    terminal.press(CTRL_C);
    terminal.type_line("/timeout kettle_on 10m Too many capitals");
    terminal.see("kettle_on is silent in the chat of somechannel for 10 minutes");
    terminal.see("words (timed out for 10 minutes)");
    terminal.type_line("/clear");
    terminal.see("--for clear");
    assert!(!terminal.is_as_before(), "it is drawn on");
    terminal.type_line("/quit");
    let (status, terminal) = terminal.leave();
    assert_eq!(status, 0);
    assert!(terminal.is_as_before());
    assert!(!terminal.is_on_the_other_screen());
}

#[test]
fn without_a_login_it_reads_says_which_one_is_needed_and_makes_no_store() {
    let scene = Scene::new();
    let mut terminal = start(&scene, &["somechannel", "otherchannel"]);
    terminal.see("read only; to chat, run `streamhand login bot --for say`");
    terminal.see("in the chat of somechannel");
    let order = json!({"do": "cut"});
    scene.simulator.post("/sim/chat", &order.to_string());
    terminal.see("chat is away");
    terminal.see("chat is back after");
    scene.simulator.say("kettle_on", "still there?");
    terminal.see("still there?");
    let store = std::fs::read_dir(&scene.data).map_or(0, Iterator::count);
    assert_eq!(store, 0, "reading opens no store");
    terminal.press(CTRL_D);
    let (status, terminal) = terminal.leave();
    assert_eq!(status, 0);
    assert!(terminal.is_as_before());
}

#[test]
fn a_terminal_that_is_ended_from_outside_is_given_back() {
    let scene = Scene::new();
    let mut terminal = start(&scene, &["somechannel"]);
    terminal.see("in the chat of somechannel");
    assert_eq!(terminal.terminate(), 0);
    let deadline = Instant::now() + PATIENCE;
    while terminal.is_on_the_other_screen() {
        assert!(Instant::now() < deadline, "the screen is not given back");
        terminal.look();
    }
    assert!(terminal.is_as_before());
}

/// Of five quick lines one was said, and nothing told of the others.
#[test]
fn who_leaves_has_everything_said_that_was_typed() {
    let scene = Scene::in_real_time();
    scene.log_in(("bot", "perty"), "user:write:chat");
    let mut terminal = start(&scene, &["somechannel"]);
    terminal.see("in the chat of somechannel");
    terminal.see("perty");
    let mut ear = scene.simulator.listen();
    for number in 1..=3 {
        terminal.type_line(&format!("line {number}"));
    }
    terminal.press(CTRL_D);
    for number in 1..=3 {
        ear.hear(&format!("PRIVMSG #somechannel :line {number}"));
    }
    let (status, text) = terminal.finish();
    assert_eq!(status, 0, "{text}");
    assert!(text.contains("still to be said"), "{text}");
    assert!(!text.contains("not said in"), "{text}");
}

#[test]
fn who_does_not_wait_for_what_was_typed_is_told_each_line_that_was_not_said() {
    let scene = Scene::in_real_time();
    scene.log_in(("bot", "perty"), "user:write:chat");
    let mut terminal = start(&scene, &["somechannel"]);
    terminal.see("in the chat of somechannel");
    terminal.see("perty");
    for number in 1..=20 {
        terminal.type_line(&format!("line {number}"));
    }
    terminal.press(CTRL_D);
    terminal.see("still to be said");
    terminal.press(CTRL_C);
    let (status, text) = terminal.finish();
    assert_eq!(status, 130, "{text}");
    for line in ["line 19", "line 20"] {
        let told = format!("not said in #somechannel: {line}");
        assert!(text.contains(&told), "{told:?} is not in {text}");
    }
}

/// Drawing anew asked the terminal where its cursor is, and the thread that listens to the keyboard took the answer.
#[test]
fn everything_is_drawn_anew_without_a_further_key_and_the_client_goes_on() {
    let scene = Scene::new();
    let mut terminal = start(&scene, &["somechannel"]);
    terminal.see("in the chat of somechannel");
    terminal.press(CTRL_L);
    scene.simulator.say("kettle_on", "still there?");
    terminal.see("still there?");
    terminal.press(CTRL_D);
    let (status, terminal) = terminal.leave();
    assert_eq!(status, 0);
    assert!(terminal.is_as_before());
}

#[test]
fn the_client_goes_back_to_the_shell_and_on_where_it_was() {
    let scene = Scene::new();
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_streamhand"));
    let folder = argument(program.parent().expect("it stands in a folder"));
    let path = format!("{folder}:/usr/local/bin:/usr/bin:/bin");
    let mut shell = Terminal::start_other(
        &scene.house,
        ("bash", &["--norc", "--noprofile", "-i"]),
        &[("PATH", &path), ("PS1", "ready \\# $?> ")],
    );
    // The shell counts its prompts; what is typed before it asks, the client may still take.
    shell.see("ready 1 0>");
    shell.type_line(&format!(
        "streamhand --config {} --data-dir {} chat somechannel",
        scene.config, scene.data
    ));
    shell.see("in the chat of somechannel");
    shell.press(CTRL_Z);
    shell.see("ready 2 1");
    assert!(!shell.is_on_the_other_screen());
    shell.type_line("fg");
    shell.see("in the chat of somechannel");
    scene.simulator.say("kettle_on", "still there?");
    shell.see("still there?");
    shell.press(CTRL_D);
    shell.see("ready 3 0>");
}
