//! `backup` and `restore` at the command line, as a person uses them before and after something went wrong.

use crate::house::{Finished, House, argument};
use crate::simulator::Simulator;

/// The last line of a result, as JSON.
fn event(finished: &Finished) -> serde_json::Value {
    assert_eq!(finished.status, Some(0), "{finished:?}");
    let line = finished.out.lines().next_back().unwrap_or_default();
    serde_json::from_str(line).unwrap_or_else(|_| panic!("{finished:?}"))
}

#[test]
fn what_the_bot_remembers_is_copied_listed_and_brought_back() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let config = house.write("bot.toml", &simulator.config(("", "")));
    let run = |arguments: &[&str]| house.run(&[&["--config", config.as_str()], arguments].concat());
    run(&["restore"]).expect(
        0,
        &["There is no backup in", "`streamhand backup` makes one now"],
    );
    let login = simulator.log_in(&house, (&config, "bot"), "perty");
    assert_eq!(login.status, Some(0), "{login:?}");

    let made = event(&run(&["--json", "backup"]));
    assert_eq!(made["accounts"], serde_json::json!(["perty"]), "{made}");
    let own = argument(&house.path("mine.db"));
    let written = run(&["backup", &own]);
    written.expect(0, &["It holds the logins sealed", "keep that too"]);
    assert!(written.out.contains("account perty"), "{written:?}");
    run(&["backup", &own]).expect(2, &["it is there already", "choose a name"]);
    let nowhere = argument(&house.path("usb"));
    run(&["backup", &format!("{nowhere}/bot.db")])
        .expect(2, &["there is no folder", "Nothing was written"]);
    assert!(!house.path("usb").exists(), "a folder was made");

    let login = simulator.log_in(&house, (&config, "broadcaster"), "somechannel");
    assert_eq!(login.status, Some(0), "{login:?}");
    let listed = run(&["restore"]);
    assert!(
        listed.out.contains("made by hand") && listed.out.contains("account perty;"),
        "{listed:?}"
    );
    let file = made["file"].as_str().expect("it is named");
    let (_, name) = file
        .rsplit_once(std::path::is_separator)
        .expect("it is in a folder");
    run(&["restore", name]).expect(
        2,
        &[
            "there is no terminal to ask at",
            "Nothing was changed",
            "add --yes",
        ],
    );
    let restored = event(&run(&["--json", "restore", name, "--yes"]));
    assert_eq!(
        restored["accounts"],
        serde_json::json!(["perty"]),
        "{restored}"
    );
    let whoami = run(&["whoami"]);
    assert!(!whoami.out.contains("somechannel"), "{whoami:?}");

    let replaced = restored["replaced"]
        .as_str()
        .expect("what was there is kept");
    let back = run(&["restore", replaced, "--yes"]);
    assert!(back.out.contains("accounts perty, somechannel"), "{back:?}");
    let secrets = [simulator.value("CLIENT_SECRET").to_owned()];
    written.hides(&secrets);
}

#[test]
fn a_backup_of_another_machine_asks_for_its_own_key_and_leaves_what_is_there_alone() {
    let house = House::new();
    let copy = argument(&house.path("copy.db"));
    let on = |machine: &str, arguments: &[&str]| {
        house.run(&[&["--data-dir", machine], arguments].concat())
    };
    on("old", &["backup", &copy]).expect(0, &["keep that too"]);
    on("new", &["backup"]).expect(0, &[]);
    let refused = on("new", &["restore", &copy, "--yes"]);
    refused.expect(
        2,
        &[
            "cannot open the backup",
            "copy.db: the key in",
            "streamhand.key does not open it",
            "Nothing was changed",
            "name the key that belongs to the backup",
        ],
    );
    assert!(!refused.err.contains("streamhand.db"), "{refused:?}");
    let key = std::fs::read_to_string(house.path("old/streamhand.key")).expect("it was made");
    let variables = [("STREAMHAND_STORE_KEY", key.as_str())];
    house
        .run_with(
            &variables,
            &["--data-dir", "new", "restore", &copy, "--yes"],
        )
        .expect(0, &[]);
}

#[test]
fn d09_nothing_is_brought_back_under_a_running_bot() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let config = house.write("bot.toml", &simulator.config(("", "")));
    let login = simulator.log_in(&house, (&config, "bot"), "perty");
    assert_eq!(login.status, Some(0), "{login:?}");
    let copy = argument(&house.path("copy.db"));
    let made = house.run(&["--config", &config, "backup", &copy]);
    assert_eq!(made.status, Some(0), "{made:?}");
    let bot = house.start(&["--config", &config, "--json", "run"]);
    bot.event("ready");
    house
        .run(&["--config", &config, "restore", &copy, "--yes"])
        .expect(1, &["What to do: "]);
    let beside = argument(&house.path("beside.db"));
    let made = house.run(&["--config", &config, "backup", &beside]);
    assert_eq!(
        made.status,
        Some(0),
        "a running bot keeps a backup from being made: {made:?}"
    );
    bot.kill();
    let junk = house.write("junk.db", "this is no database");
    house
        .run(&["--config", &config, "restore", &junk, "--yes"])
        .expect(2, &["What to do: "]);
}
