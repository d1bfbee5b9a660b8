//! Who is who, what each login allows, and what is left of the bot without it: the real binary with logins of every kind.

use crate::planted::{self, Tokens};
use crate::scene::{BOT_SCOPES, Scene, objects};

#[test]
fn a12_each_scope_taken_away_turns_its_features_off_and_the_rest_runs() {
    let scene = Scene::new();
    scene.log_in(("broadcaster", "somechannel"), "moderation:read");
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    let (bot, off) = scene.run_bot();
    assert_eq!(off, Vec::<String>::new());
    scene.answers_ping_of("oakmoss");
    bot.kill();

    scene.log_in(("broadcaster", "somechannel"), "bits:read");
    let (bot, off) = scene.run_bot();
    assert_eq!(off, ["moderator-check", "ban-check"]);
    scene.answers_ping_of("kettle_on");
    bot.kill();

    // A bot that may not answer still reads, so somebody can look at what is said.
    scene.log_in(("bot", "perty"), "chat:read");
    let (bot, off) = scene.run_bot();
    assert_eq!(off, ["answer", "moderator-check", "ban-check"]);
    bot.kill();

    scene.log_in(("bot", "perty"), "user:write:chat");
    scene.run(&["run"]).expect(
        3,
        &[
            "the login of perty lacks the scopes chat:read",
            "nothing useful is left",
            "What to do: run `streamhand login bot`",
        ],
    );
}

#[test]
fn a12_a_login_asks_for_the_difference_and_keeps_what_was_granted() {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), "chat:read channel:manage:polls");
    let login = scene.start(&["login", "bot", "--json"]);
    let code = login.event("code");
    let code = code["user_code"].as_str().expect("there is a code");
    scene
        .simulator
        .post("/sim/consent", &format!("user_code={code}&login=perty"));
    assert_eq!(login.finish().status, Some(0));
    let whoami = objects(&scene.run(&["whoami", "--json"]));
    let scopes = serde_json::json!(["channel:manage:polls", "chat:read", "user:write:chat"]);
    assert_eq!(whoami[0]["scopes"], scopes, "{whoami:?}");
}

#[test]
fn a11_whoever_consents_with_another_account_changes_no_role() {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    let before = objects(&scene.run(&["whoami", "--json"]));
    let login = scene.start(&["login", "bot", "--json"]);
    let code = login.event("code");
    let code = code["user_code"].as_str().expect("there is a code");
    scene
        .simulator
        .post("/sim/consent", &format!("user_code={code}&login=kettle_on"));
    // However the login goes on, it is broken off here; what it left behind is what counts.
    login.say_something();
    login.kill();
    let after = objects(&scene.run(&["whoami", "--json"]));
    assert_eq!(after.len(), 1, "{after:?}");
    assert_eq!(after[0]["user_id"], before[0]["user_id"]);
    assert_eq!(after[0]["login"], "perty");
}

#[test]
fn a15_a_broadcaster_with_a_broken_login_does_not_stop_the_bot() {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    scene.plant(
        ("broadcaster", "somechannel"),
        "moderation:read",
        &Tokens::made_up(),
    );
    let bot = scene.start(&["run", "--json"]);
    let seen = bot.events_until("ready");
    scene.answers_ping_of("kettle_on");
    let news = match seen.into_iter().find(|event| event["event"] == "account") {
        Some(news) => news,
        None => bot.event("account"),
    };
    assert_eq!(news["login"], "somechannel", "{news}");
    assert_eq!(news["state"], "suspect", "{news}");
    assert_eq!(
        news["advice"], "run `streamhand login broadcaster`",
        "{news}"
    );
    bot.kill();
}

#[test]
fn a15_a_broadcaster_whose_login_was_tampered_with_does_not_stop_the_bot() {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    scene.log_in(("broadcaster", "somechannel"), "moderation:read");
    spoil(&scene, "somechannel");
    let (bot, off) = scene.run_bot();
    assert_eq!(off, ["moderator-check", "ban-check"]);
    scene.answers_ping_of("kettle_on");
    bot.kill();
    let whoami = scene.run(&["whoami", "--json"]);
    assert_eq!(whoami.status, Some(3), "{whoami:?}");
    let accounts = objects(&whoami);
    assert_eq!(accounts[0]["state"], "valid", "{accounts:?}");
    assert_eq!(accounts[1]["state"], "unusable", "{accounts:?}");
}

/// Changes one byte of what is kept for an account.
#[tokio::main(flavor = "current_thread")]
async fn spoil(scene: &Scene, login: &str) {
    use sqlx::{Connection, SqliteConnection};
    let file = planted::data_folder(&scene.house).join("streamhand.db");
    let url = format!("sqlite:{}", file.display());
    let mut connection = SqliteConnection::connect(&url)
        .await
        .expect("the database is there");
    let done = sqlx::query(
        "UPDATE credential SET access_token = substr(access_token, 1, length(access_token) - 4) || 'AAAA' \
         WHERE user_id = (SELECT user_id FROM account WHERE login = $1)",
    )
    .bind(login)
    .execute(&mut connection)
    .await
    .expect("the table is there");
    assert_eq!(done.rows_affected(), 1);
    connection.close().await.expect("it is written");
}

#[test]
fn a15_an_unreachable_login_service_at_the_start_is_waited_for() {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    // A token that lives is used without asking; this one has ended, and nobody gives another.
    scene.simulator.post("/sim/expire-tokens", "login=perty");
    let fault = r#"{"path": "/oauth2/*", "do": "close"}"#;
    scene.simulator.post("/sim/faults", fault);
    let bot = scene.start(&["run", "--json"]);
    let waiting = bot.event("waiting");
    assert!(
        waiting["advice"].to_string().contains("goes on by itself"),
        "{waiting}"
    );
    scene.simulator.delete("/sim/faults");
    bot.event("ready");
    scene.answers_ping_of("kettle_on");
    bot.kill();
}

#[test]
fn d09_a_second_bot_on_the_same_data_is_sent_away_and_told_who_runs() {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    let (bot, _) = scene.run_bot();
    let id = format!("process {} on ", bot.id());
    scene.run(&["run"]).expect(
        1,
        &[
            "cannot run the bot on the database",
            &id,
            "has run it since 2",
            "Two bots on one store would answer everything twice",
            "What to do: end the other one first",
        ],
    );
    // Commands that only look something up go on beside it.
    assert_eq!(scene.run(&["whoami"]).status, Some(0));
    bot.kill();
    let (bot, _) = scene.run_bot();
    bot.kill();
}

#[test]
fn a02_a_token_command_beside_a_running_bot_refreshes_once_for_both() {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    let (bot, _) = scene.run_bot();
    for _ in 0..3 {
        scene.simulator.post("/sim/expire-tokens", "login=perty");
        let programs: Vec<_> = (0..4).map(|_| scene.start(&["token"])).collect();
        let mut tokens: Vec<_> = programs
            .into_iter()
            .map(|program| {
                let finished = program.finish();
                assert_eq!(finished.status, Some(0), "{finished:?}");
                finished.out
            })
            .collect();
        tokens.dedup();
        assert_eq!(tokens.len(), 1, "all of them print the same token");
    }
    scene.answers_ping_of("kettle_on");
    let counted = scene.simulator.get("/sim/state", "Accept: */*");
    assert_eq!(counted["refreshed"]["perty"], 3, "{}", counted["refreshed"]);
    bot.kill();
}

#[test]
fn whoami_hides_no_account_behind_one_that_is_dead() {
    let scene = Scene::new();
    scene.plant(("bot", "perty"), BOT_SCOPES, &Tokens::made_up());
    scene.log_in(("broadcaster", "somechannel"), "moderation:read");
    let whoami = scene.run(&["whoami", "--json"]);
    assert_eq!(whoami.status, Some(3), "{whoami:?}");
    let accounts = objects(&whoami);
    assert_eq!(accounts[0]["login"], "perty");
    assert_eq!(accounts[0]["state"], "suspect", "{accounts:?}");
    assert!(
        accounts[0]["trouble"]["advice"]
            .to_string()
            .contains("log perty in again"),
        "{accounts:?}"
    );
    assert_eq!(accounts[1]["login"], "somechannel");
    assert_eq!(accounts[1]["state"], "valid", "{accounts:?}");
}

#[test]
fn token_names_the_account_by_part_or_login() {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    scene.log_in(("broadcaster", "somechannel"), "moderation:read");
    for (words, login) in [
        (&["token"][..], "perty"),
        (&["token", "broadcaster"], "somechannel"),
        (&["token", "--account", "somechannel"], "somechannel"),
        (&["token", "--account", "bot"], "perty"),
    ] {
        let finished = scene.run(&[words, &["--json"]].concat());
        assert_eq!(objects(&finished)[0]["login"], login, "{words:?}");
    }
    scene.run(&["token", "nobody_here"]).expect(
        3,
        &[
            "nobody is logged in as nobody_here",
            "What to do: name one of: perty, somechannel",
        ],
    );
}

#[test]
fn logout_forgets_nothing_that_twitch_could_not_be_told_of() {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    let fault = r#"{"path": "/oauth2/revoke", "do": "close"}"#;
    scene.simulator.post("/sim/faults", fault);
    scene.run(&["logout", "bot"]).expect(
        1,
        &[
            "perty is not logged out: Twitch could not be told",
            "Nothing was forgotten here",
            "streamhand logout perty --forget",
        ],
    );
    assert_eq!(scene.run(&["whoami"]).status, Some(0));
    let forgotten = scene.run(&["logout", "--account", "perty", "--forget"]);
    forgotten.expect(
        0,
        &[
            "perty is logged out and forgotten as the bot",
            "Twitch was not told",
        ],
    );
    scene.run(&["whoami"]).expect(3, &["nobody is logged in"]);
}

#[test]
fn d01_a_damaged_store_is_mended_from_its_backup_and_that_is_said() {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    scene.run(&["backup"]).expect(0, &[]);
    let database = planted::data_folder(&scene.house).join("streamhand.db");
    let length = std::fs::read(&database).expect("it is there").len();
    std::fs::write(&database, vec![0; length]).expect("the folder is ours");
    let whoami = scene.run(&["whoami"]);
    whoami.expect(
        0,
        &[
            "the database was damaged",
            "What was written after that backup is missing",
            "What to do: see with `streamhand whoami`",
        ],
    );
    assert!(whoami.out.contains("bot: perty"), "{whoami:?}");
    let again = scene.run(&["whoami"]);
    assert!(!again.err.contains("damaged"), "it is said once: {again:?}");
}

#[test]
fn i06_a_channel_that_is_renamed_while_the_bot_runs_is_found_by_its_id() {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    let (bot, _) = scene.run_bot();
    let order = "login=somechannel&do=rename&to=newchannel";
    scene.simulator.post("/sim/accounts", order);
    // It is noticed when the channel has to be joined again.
    scene.simulator.post("/sim/mischief", "do=reset");
    let failed = bot.event("join_failed");
    assert_eq!(failed["channel"], "somechannel", "{failed}");
    let renamed = bot.event("renamed");
    assert_eq!(renamed["was"], "somechannel", "{renamed}");
    assert_eq!(renamed["login"], "newchannel", "{renamed}");
    let joined = bot.event("joined");
    assert_eq!(joined["channel"], "newchannel", "{joined}");
    let mut chat = scene.simulator.listen_in("newchannel");
    let order = serde_json::json!({"do": "say", "channel": "newchannel", "user": "kettle_on", "text": "!ping"});
    scene.simulator.post("/sim/chat", &order.to_string());
    chat.hear("PRIVMSG #newchannel :@kettle_on Pong!");
}

#[test]
fn a_rename_of_the_bot_and_of_its_channel_changes_nothing() {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    scene.log_in(("broadcaster", "somechannel"), "moderation:read");
    let (bot, _) = scene.run_bot();
    bot.kill();
    for (login, to) in [("perty", "perty2"), ("somechannel", "newchannel")] {
        let order = format!("login={login}&do=rename&to={to}");
        scene.simulator.post("/sim/accounts", &order);
    }
    // The second start finds the new name in the store, where the first one may have put it.
    for _ in 0..2 {
        scene.simulator.post("/sim/expire-tokens", "login=perty2");
        let bot = scene.start(&["run", "--json"]);
        let seen = bot.events_until("ready");
        let ready = seen.last().expect("it is ready");
        assert_eq!(ready["channels"], serde_json::json!(["newchannel"]));
        let renamed: Vec<_> = seen
            .iter()
            .filter(|event| event["event"] == "renamed")
            .map(|event| (event["was"].as_str(), event["login"].as_str()))
            .collect();
        let expected = [
            (Some("perty"), Some("perty2")),
            (Some("somechannel"), Some("newchannel")),
        ];
        assert_eq!(renamed, expected, "{seen:?}");
        bot.kill();
    }
    for name in ["perty", "perty2", "somechannel", "newchannel"] {
        assert_eq!(scene.run(&["token", name]).status, Some(0), "{name}");
    }
    let doctor = scene.run(&["doctor", "--json"]);
    let found = objects(&doctor);
    let is_told = |part: &str, advice: &str| {
        found.iter().any(|finding| {
            finding["part"] == part
                && finding["state"] == "warning"
                && finding["advice"].to_string().contains(advice)
        })
    };
    assert!(is_told("bot", "under [bot]"), "{found:#?}");
    assert!(is_told("channel", "under [[channel]]"), "{found:#?}");
    let is_red = |part: &str| {
        let mut its = found.iter().filter(|finding| finding["part"] == part);
        its.any(|finding| finding["state"] == "red")
    };
    assert!(!is_red("bot") && !is_red("channel"), "{found:#?}");
}

#[test]
fn a_login_that_the_config_does_not_mean_does_not_speak() {
    let scene = Scene::new();
    scene.log_in(("bot", "kettle_on"), BOT_SCOPES);
    let words = "the config wants perty to speak, but kettle_on is logged in as the bot";
    scene.run(&["run"]).expect(3, &[words]);
    let found = objects(&scene.run(&["doctor", "--json"]));
    let is_told = |finding: &serde_json::Value| {
        finding["part"] == "bot" && finding["state"] == "red" && finding["happened"] == words
    };
    assert!(found.iter().any(is_told), "{found:#?}");
}

#[test]
fn a05_each_command_after_a_disconnect_gives_the_same_cause() {
    // The second command said that the refresh before was cut off: the first one had ended before its note was struck out.
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    let client = scene.simulator.value("CLIENT_ID");
    let public = format!("client_id={client}&public=true");
    scene.simulator.post("/sim/clients", &public);
    let secret = format!(
        "client_secret = \"{}\"\n",
        scene.simulator.value("CLIENT_SECRET")
    );
    let config = scene.simulator.config((&secret, ""));
    scene.house.write("streamhand.toml", &config);
    scene.simulator.post("/sim/revoke", "login=perty");
    let commands: [&[&str]; 5] = [&["token"], &["token"], &["whoami"], &["run"], &["token"]];
    for command in commands {
        let finished = scene.run(command);
        finished.expect(3, &["Most likely the app was disconnected on Twitch"]);
        assert!(
            !finished.err.contains("cut off"),
            "{command:?}: {finished:?}"
        );
        let told = finished.err.matches("refresh token invalid").count();
        assert!(command == ["run"] || told == 1, "{command:?}: {finished:?}");
    }
}

#[test]
fn a14_a_token_that_cannot_be_renewed_is_not_said_to_be() {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    let secret = format!(
        "client_secret = \"{}\"\n",
        scene.simulator.value("CLIENT_SECRET")
    );
    let config = scene.simulator.config((&secret, ""));
    scene.house.write("streamhand.toml", &config);
    // What was planted says that the application is a confidential one; that its token has ended is its own affair.
    let whoami = scene.run(&["whoami"]);
    assert!(!whoami.out.contains("then renewed"), "{whoami:?}");
    let doctor = scene.run(&["doctor"]);
    assert!(!doctor.out.contains("then renewed"), "{doctor:?}");
    assert!(doctor.out.contains("cannot be renewed"), "{doctor:?}");
}

#[cfg(unix)]
#[test]
fn a16_a_login_that_is_kept_is_told_before_it_is_broken_off() {
    let scene = Scene::new();
    let fault = r#"{"path": "/helix/users", "do": "hang"}"#;
    scene.simulator.post("/sim/faults", fault);
    let login = scene.start(&["login", "bot"]);
    let code = loop {
        let line = login.first_line();
        if let Some((_, rest)) = line.split_once("type ") {
            break rest.split('.').next().unwrap_or_default().to_owned();
        }
    };
    let order = format!("user_code={code}&login=perty");
    scene.simulator.post("/sim/consent", &order);
    assert_eq!(login.first_line(), "perty is logged in as the bot.");
    login.terminate();
    let finished = login.finish();
    assert_eq!(finished.status, Some(0), "{finished:?}");
    assert!(
        !finished.err.contains("nothing was changed"),
        "{finished:?}"
    );
    scene.simulator.delete("/sim/faults");
    assert_eq!(scene.run(&["whoami"]).status, Some(0));
}
