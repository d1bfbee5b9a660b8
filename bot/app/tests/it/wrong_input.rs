//! Wrong input gets a sentence, not a trace: what happened, what it means, what to do, and the status that scripts rely on.

use std::net::TcpListener;

use serde_json::Value;
use sqlx::{Connection, Executor, SqliteConnection};

use crate::house::{House, argument};
use crate::simulator::Simulator;

/// Runs the program in an empty house with a config.
fn check(config: &str, arguments: &[&str], (status, words): (i32, &[&str])) {
    let house = House::new();
    let config = house.write("streamhand.toml", config);
    let mut all = vec!["--config", &config];
    all.extend(arguments);
    house.run(&all).expect(status, words);
}

#[test]
fn an_unknown_key_is_shown_with_the_nearest_real_one() {
    check(
        "[bot]\nlgoin = \"perty\"\n",
        &["config", "check"],
        (
            2,
            &[
                "line 2: [bot] has no key \"lgoin\"",
                "| lgoin = \"perty\"",
                "^^^^^",
                "What to do: write \"login\"",
            ],
        ),
    );
}

#[test]
fn bad_toml_is_shown_with_line_and_caret() {
    check(
        "[app]\nclient_id = \"x\n",
        &["run"],
        (
            2,
            &[
                "line 2: is not valid TOML",
                "| client_id = \"x",
                "^",
                "What to do: ",
            ],
        ),
    );
}

#[test]
fn a_missing_config_file_is_named() {
    House::new()
        .run(&["--config", "nowhere.toml", "run"])
        .expect(
            2,
            &[
                "cannot read the config file nowhere.toml",
                "What to do: check the path after --config",
            ],
        );
}

#[test]
fn without_an_application_it_says_where_to_get_one() {
    check(
        "",
        &["login", "bot"],
        (
            2,
            &["no app.client_id", "What to do: run `streamhand setup`"],
        ),
    );
}

#[test]
fn a_config_that_is_checked_is_told_with_what_is_missing() {
    let house = House::new();
    house.run(&["config", "check"]).expect(
        0,
        &[
            "There is no file",
            "still needs [app] client_id and [[channel]] login",
            "`streamhand setup`",
        ],
    );
    let file = house.write("a.toml", "[app]\nclient_id = \"abc\"\n");
    let told = house.run(&["--config", &file, "--json", "config", "check"]);
    let told: Value = serde_json::from_str(&told.out).expect("it is one object");
    assert_eq!(told["event"], "config_checked", "{told}");
    assert_eq!(told["is_there"], true, "{told}");
    assert_eq!(told["missing"], serde_json::json!(["[[channel]] login"]));
}

#[test]
fn an_import_of_nothing_names_both_kinds_of_files() {
    House::new()
        .run(&["config", "import"])
        .expect(2, &["no file is named", "config.txt", "--perty FILE"]);
}

#[test]
fn a_call_that_does_not_exist_leads_to_the_nearest_one() {
    check(
        "",
        &["api", "get-user"],
        (2, &["no call \"get-user\"", "What to do: write get-users"]),
    );
}

#[test]
fn an_option_where_the_call_belongs_is_refused_instead_of_answered_with_the_list() {
    let words = [
        "--first stands where the name of a call belongs",
        "What to do: ",
    ];
    check("", &["api", "--first", "1", "get-users"], (2, &words));
}

#[test]
fn a_parameter_that_does_not_exist_is_named() {
    let words = [
        "error: unexpected argument '--fist'",
        "What to do: `streamhand api get-users --help`",
    ];
    check("", &["api", "get-users", "--fist", "1"], (2, &words));
    check(
        "",
        &["api", "create-poll"],
        (
            2,
            &[
                "--title <TEXT>",
                "What to do: `streamhand api create-poll --help`",
            ],
        ),
    );
}

#[test]
fn whoever_is_not_logged_in_is_told_how() {
    for command in ["run", "whoami", "token", "logout"] {
        check(
            "[app]\nclient_id = \"x\"\n",
            &[command],
            (
                3,
                &["nobody is logged in", "What to do: run `streamhand login"],
            ),
        );
    }
}

#[test]
fn a_port_in_use_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let address = listener.local_addr().expect("it is bound").to_string();
    let port = address.replace("127.0.0.1:", "port ");
    for option in ["--http", "--irc", "--ircs"] {
        House::new().run(&["sim", option, &address]).expect(
            1,
            &[
                &port,
                "is in use",
                "Another program listens there",
                "What to do: end that program",
            ],
        );
    }
}

#[test]
fn a_simulator_that_is_not_there_is_no_reason_to_wait_for_ever() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let config = house.write("streamhand.toml", &simulator.config(("", "")));
    simulator.log_in(&house, (&config, "bot"), "perty");
    simulator.program.kill();
    for command in ["whoami", "login", "api get-users"] {
        let mut arguments = vec!["--config", config.as_str()];
        arguments.extend(command.split(' '));
        house.run(&arguments).expect(
            1,
            &[
                "cannot reach 127.0.0.1:",
                "did not answer. No login was deleted.",
                "What to do: check the network",
                "start `streamhand sim` first",
            ],
        );
    }
}

#[test]
fn d06_the_database_of_a_newer_version_is_left_alone() {
    let house = House::new();
    let config = "[app]\nclient_id = \"ours\"\n[store]\nurl = \"sqlite:bot.db\"\n";
    let config = house.write("streamhand.toml", config);
    let data = argument(&house.path("data"));
    let arguments = ["--config", &config, "--data-dir", &data, "whoami"];
    house.run(&arguments).expect(3, &["nobody is logged in"]);
    age(&argument(&house.path("data").join("bot.db")));
    house.run(&arguments).expect(
        2,
        &[
            "A newer version of Streamhand has used this database",
            "Nothing was changed",
            "What to do: run the newer version",
        ],
    );
}

#[tokio::main(flavor = "current_thread")]
async fn age(database: &str) {
    let mut connection = SqliteConnection::connect(&format!("sqlite:{database}"))
        .await
        .expect("the database is there");
    let newer = "INSERT INTO migration VALUES (99, 'from the future', 0)";
    connection
        .execute(newer)
        .await
        .expect("the table of migrations is there");
    connection.close().await.expect("it is written");
}

#[test]
fn a_login_that_twitch_refuses_is_explained() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let good = house.write("good.toml", &simulator.config(("", "")));
    let client = simulator.value("CLIENT_ID").to_owned();
    let unknown = simulator.config((&client, "nobodys"));
    let unknown = house.write("unknown.toml", &unknown);
    house.run(&["--config", &unknown, "login", "bot"]).expect(
        2,
        &[
            "Twitch refuses the application nobodys",
            "No login was deleted",
            "What to do: copy the client id",
        ],
    );

    let other = simulator.log_in(&house, (&good, "bot"), "somechannel");
    let told: Value = serde_json::from_str(other.out.trim()).expect("a failure is one object");
    assert_eq!(other.status, Some(4), "{told}");
    assert_eq!(
        told["happened"],
        "somechannel consented, but the bot is perty"
    );
    assert!(
        told["advice"]
            .to_string()
            .contains("open the link where perty is logged in"),
        "{told}"
    );
    let nobody = house.run(&["--config", &good, "run"]);
    nobody.expect(3, &["nobody is logged in as the bot"]);
    nobody.hides(&announced_secrets(&simulator));
}

#[test]
fn a_call_or_a_channel_that_twitch_refuses_and_a_revoked_login_are_explained() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let good = house.write("good.toml", &simulator.config(("", "")));
    let nowhere = simulator.config(("login = \"somechannel\"", "login = \"no_such_channel\""));
    let nowhere = house.write("nowhere.toml", &nowhere);
    let login = simulator.log_in(&house, (&good, "bot"), "perty");
    assert_eq!(login.status, Some(0), "{login:?}");
    let mut secrets = announced_secrets(&simulator);
    let token = house.run(&["--config", &good, "token"]);
    secrets.push(token.out.trim().to_owned());
    let check = |arguments: &[&str], status, words: &[&str]| {
        let finished = house.run(arguments);
        finished.expect(status, words);
        finished.hides(&secrets);
    };

    let poll = |duration| {
        let choices = [
            "--choices",
            "{\"title\":\"a\"}",
            "--choices",
            "{\"title\":\"b\"}",
        ];
        let call = [
            "--config",
            &good,
            "api",
            "create-poll",
            "--broadcaster-id",
            "me",
            "--title",
            "x",
        ];
        [&call[..], &choices, &["--duration", duration]].concat()
    };
    check(
        &poll("5"),
        2,
        &[
            "`duration` is 5, but must be between 15 and 1800",
            "What to do: ",
        ],
    );
    check(
        &poll("60"),
        3,
        &[
            "only somechannel may make it",
            "What to do: run `streamhand login broadcaster`",
        ],
    );
    check(
        &["--config", &nowhere, "run"],
        4,
        &[
            "Twitch knows no channel named no_such_channel",
            "renamed, suspended",
            "What to do: check the spelling",
        ],
    );
    simulator.post("/sim/revoke", "login=perty");
    for command in ["run", "whoami", "token"] {
        let words = [
            "calls its refresh token invalid",
            "the app was disconnected",
            "What to do: log perty in again",
        ];
        check(&["--config", &good, command], 3, &words);
    }
    login.hides(&secrets);
}

#[test]
fn a01_a_second_bot_account_is_refused_and_nothing_of_it_is_kept() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let first = house.write("first.toml", &simulator.config(("", "")));
    let second = simulator.config(("login = \"perty\"", "login = \"kettle_on\""));
    let second = house.write("second.toml", &second);
    let database = argument(&house.path("data").join("streamhand.db"));
    let data = format!("[store]\nurl = \"sqlite:{database}\"\n");
    for config in [&first, &second] {
        let text = std::fs::read_to_string(config).expect("it was written above");
        std::fs::write(config, text + &data).expect("the folder is ours");
    }
    let login = simulator.log_in(&house, (&first, "bot"), "perty");
    assert_eq!(login.status, Some(0), "{login:?}");
    let other = simulator.log_in(&house, (&second, "bot"), "kettle_on");
    assert_eq!(other.status, Some(4), "{other:?}");
    assert!(
        other.out.contains("run `streamhand logout bot` first"),
        "{other:?}"
    );
    assert_eq!(accounts(&database), ["perty"]);
}

/// The accounts of which something is kept.
#[tokio::main(flavor = "current_thread")]
async fn accounts(database: &str) -> Vec<String> {
    let mut connection = SqliteConnection::connect(&format!("sqlite:{database}"))
        .await
        .expect("the database is there");
    let logins = sqlx::query_scalar("SELECT login FROM account JOIN credential USING (user_id)")
        .fetch_all(&mut connection)
        .await
        .expect("both tables are there");
    connection.close().await.expect("nothing was written");
    logins
}

/// What the simulator tells those who start it, and nobody else may show.
fn announced_secrets(simulator: &Simulator) -> Vec<String> {
    let names = [
        "CLIENT_SECRET",
        "TOKEN",
        "REFRESH_TOKEN",
        "PEER_TOKEN",
        "PEER_REFRESH_TOKEN",
    ];
    names.map(|name| simulator.value(name).to_owned()).to_vec()
}

#[test]
fn without_an_application_every_command_that_needs_one_leads_to_setup_at_once() {
    let house = House::new();
    let config = house.write("streamhand.toml", "[bot]\nlogin = \"perty\"\n");
    for command in ["run", "whoami", "token", "logout"] {
        let finished = house.run(&["--config", &config, "--data-dir", "data", command]);
        finished.expect(2, &["app.client_id", "run `streamhand setup`"]);
        assert!(!house.path("data").exists(), "{command} has made a store");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_finds_no_room_is_no_success() {
    let full = std::fs::File::options().write(true).open("/dev/full");
    let finished = std::process::Command::new(env!("CARGO_BIN_EXE_streamhand"))
        .args(["api", "--json"])
        .stdout(full.expect("every Linux has it"))
        .output()
        .expect("the program was built for this test");
    let words = String::from_utf8_lossy(&finished.stderr);
    assert_eq!(finished.status.code(), Some(1), "{words}");
    assert!(words.contains("cannot print the result"), "{words}");
    assert!(words.contains("whether its disk is full"), "{words}");
}
