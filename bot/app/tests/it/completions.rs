//! Completions as a shell asks for them, and manual pages as they come out. What is offered for which words stands beside the code.

use crate::house::{House, argument};
#[cfg(unix)]
use crate::terminal::Terminal;

#[cfg(unix)]
#[test]
fn bash_completes_commands_calls_and_values_as_they_are_typed() {
    let house = House::new();
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_streamhand"));
    let folder = argument(program.parent().expect("it stands in a folder"));
    let path = format!("{folder}:/usr/local/bin:/usr/bin:/bin");
    let mut bash = Terminal::start_other(
        &house,
        ("bash", &["--norc", "--noprofile", "-i"]),
        &[("PATH", &path), ("PS1", "ready> ")],
    );
    bash.expect("ready> ");
    bash.type_line("eval \"$(streamhand completions bash)\"");
    bash.expect("ready> ");
    for (typed, completed) in [
        ("streamhand api create-po", "create-poll "),
        ("streamhand api get-polls --fi", "--first "),
        ("streamhand api end-poll --status T", "TERMINATED "),
        ("streamhand --color=al", "--color=always "),
        ("streamhand login --scope channel:manage:pol", ":polls "),
    ] {
        bash.press(format!("{typed}\t").as_bytes());
        bash.expect(completed);
        // Takes the line away and begins another.
        bash.press(b"\x15\r");
        bash.expect("ready> ");
    }
}

#[test]
fn a_shell_that_asks_opens_neither_config_nor_store() {
    let house = House::new();
    let broken = house.write("broken.toml", "no config");
    let asked = house.run_with(
        &[("COMPLETE", "fish"), ("STREAMHAND_STORE_URL", "nonsense")],
        &["--", "streamhand", "--config", &broken, "who"],
    );
    assert_eq!(asked.status, Some(0), "{asked:?}");
    assert!(
        asked.out.starts_with("whoami\tShow the accounts"),
        "{asked:?}"
    );
    let files = std::fs::read_dir(house.path("")).expect("the folder is there");
    assert_eq!(files.count(), 1, "only what the test wrote is there");
}

#[test]
fn a_variable_that_is_for_shells_is_explained_to_whoever_set_it_otherwise() {
    let refused = House::new().run_with(&[("COMPLETE", "yes")], &["whoami"]);
    refused.expect(1, &["unknown shell `yes`", "What to do: ", "unset it"]);
}

#[test]
fn every_shell_gets_a_script_that_asks_this_program() {
    let house = House::new();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let finished = house.run(&["completions", shell]);
        assert_eq!(finished.status, Some(0), "{finished:?}");
        for words in ["COMPLETE", env!("CARGO_BIN_EXE_streamhand")] {
            assert!(finished.out.contains(words), "{words}: {finished:?}");
        }
    }
}

#[test]
fn the_manual_has_a_page_for_every_command_and_every_call() {
    let house = House::new();
    let first = house.run(&["man"]);
    assert_eq!(first.status, Some(0), "{first:?}");
    for words in [".TH streamhand 1", "streamhand\\-api"] {
        assert!(first.out.contains(words), "{words}: {}", first.out);
    }
    let folder = argument(&house.path("man1"));
    let written = house.run(&["man", &folder]);
    assert!(written.out.contains("pages are in"), "{written:?}");
    for (page, words) in [
        ("streamhand.1", "hand for your stream"),
        ("streamhand-api.1", "get\\-users"),
        ("streamhand-api-create-poll.1", "at most 60 characters"),
        ("streamhand-config-import.1", "PertyBot"),
    ] {
        let path = house.path("man1").join(page);
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(text.contains(words), "{page}: {text}");
    }
    let file = house.write("file", "");
    house
        .run(&["man", &file])
        .expect(1, &["cannot write", "What to do: name a folder"]);
}
