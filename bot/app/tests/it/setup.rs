//! The first start: `setup` at a terminal and by options, and then the bot that it leads to, against the simulator.

#[cfg(unix)]
mod at_a_terminal;

use std::path::Path;

use crate::house::{House, Running, argument};
use crate::simulator::Simulator;

/// A config that names nothing but the simulator.
fn nothing_but(simulator: &Simulator) -> String {
    let config = simulator.config(("", ""));
    let (_, twitch) = config
        .split_once("[twitch]")
        .expect("it names the simulator");
    format!("# mine\n[twitch]{twitch}")
}

/// Consents to the next code that the program shows.
fn consent(simulator: &Simulator, program: &Running, who: &str) {
    let code = program.event("code");
    let code = code["user_code"].as_str().expect("there is a code");
    simulator.post("/sim/consent", &format!("user_code={code}&login={who}"));
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("it was written")
}

#[test]
fn options_say_everything_where_nobody_can_be_asked() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let config = house.write("new.toml", &nothing_but(&simulator));
    let secret = house.write("secret", &format!("{}\n", simulator.value("CLIENT_SECRET")));
    let program = house.start(&[
        "--config",
        &config,
        "--json",
        "setup",
        "--client-id",
        simulator.value("CLIENT_ID"),
        "--client-secret-file",
        &secret,
        "--bot",
        "perty",
        "--channel",
        "somechannel",
        "--make-moderator",
        "--start",
    ]);
    consent(&simulator, &program, "perty");
    consent(&simulator, &program, "somechannel");
    let made = program.event("step");
    assert_eq!(made["step"], "log_in_broadcaster", "{made}");
    let standing = program.event("step");
    assert_eq!(standing["is_moderator"], false, "{standing}");
    assert_eq!(standing["is_banned"], false, "{standing}");
    assert_eq!(program.event("step")["step"], "make_moderator");
    assert_eq!(program.event("step")["starts"], true);
    program.event("ready");
    let mut listener = simulator.listen();
    simulator.say("kettle_on", "!ping");
    listener.hear(":perty!");
    program.kill();
    let again = house.run(&["--config", &config, "--json", "setup"]);
    assert_eq!(again.status, Some(0), "{again:?}");
    assert!(again.out.contains("\"is_moderator\":true"), "{again:?}");
    assert!(
        !again.out.contains("\"code\""),
        "somebody is asked again: {again:?}"
    );
    let text = read(&house.path("new.toml"));
    assert!(text.starts_with("# mine\n[twitch]"), "{text}");
    assert!(
        !text.contains(simulator.value("CLIENT_SECRET")),
        "a secret was copied out of its file: {text}"
    );
}

#[test]
fn what_is_missing_or_wrong_ends_it_with_its_status_and_is_named() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let config = house.write("new.toml", &nothing_but(&simulator));
    let setup = |arguments: &[&str]| {
        house.run(&[&["--config", config.as_str(), "setup"], arguments].concat())
    };
    setup(&[]).expect(
        2,
        &[
            "--client-id is not said",
            "What to do: ",
            "with --client-id",
        ],
    );
    setup(&["--client-id", "nobody"]).expect(
        2,
        &[
            "no application with the client id \"nobody\"",
            "copy the Client ID",
        ],
    );
    assert_eq!(
        read(Path::new(&config)),
        nothing_but(&simulator),
        "a wrong id was written"
    );
    let id = simulator.value("CLIENT_ID");
    setup(&["--client-id", id]).expect(
        2,
        &["--bot is not said", "What was checked before this is kept"],
    );
    setup(&["--flow", "code"]).expect(2, &["--client-secret-file is not said", "What to do: "]);
    let wrong = house.write("wrong", "not-the-secret");
    setup(&["--client-secret-file", &wrong]).expect(2, &["What to do: "]);
    let text = read(Path::new(&config));
    assert!(
        !text.contains("client_secret"),
        "a wrong secret was written: {text}"
    );
    let secret = house.write("secret", simulator.value("CLIENT_SECRET"));
    setup(&["--client-secret-file", &secret, "--bot", "no_such_bot"])
        .expect(4, &["no account named no_such_bot", "check the spelling"]);
    let nowhere = house.write(
        "nowhere.toml",
        "[twitch]\nauth = \"http://127.0.0.1:9/oauth2\"\n",
    );
    house
        .run(&["--config", &nowhere, "setup", "--client-id", "abc"])
        .expect(
            1,
            &["cannot begin a login", "What to do: check the network"],
        );
}

/// A script that ran setup once more took a renamed channel out of the config.
#[test]
fn a_channel_that_twitch_does_not_know_stays_until_another_is_named() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let secret = format!("client_secret = \"{}\"", simulator.value("CLIENT_SECRET"));
    let known = simulator.config((&secret, ""));
    let known = known.replace(
        simulator.value("CLIENT_ID"),
        "pub1icpub1icpub1icpub1icpub1ic",
    );
    let config = house.write("bot.toml", &known);
    let finished = simulator.log_in(&house, (&config, "bot"), "perty");
    assert_eq!(finished.status, Some(0), "{finished:?}");
    let misspelled = known.replace("somechannel", "somechanel");
    let config = house.write("bot.toml", &misspelled);
    let setup = |arguments: &[&str]| {
        house.run(&[&["--config", config.as_str(), "setup"], arguments].concat())
    };
    setup(&[]).expect(
        4,
        &[
            "no account named somechanel",
            "The config still names it",
            "--channel",
        ],
    );
    assert_eq!(read(Path::new(&config)), misspelled, "it was taken out");
    let wrong = setup(&["--channel", "somechannell"]);
    wrong.expect(
        4,
        &["no account named somechannell", "is kept in", "bot.toml."],
    );
    assert_eq!(
        read(Path::new(&config)).trim_end(),
        misspelled.trim_end(),
        "more than what was added was taken out"
    );
    let right = setup(&[
        "--channel",
        "https://www.twitch.tv/SomeChannel",
        "--without-broadcaster",
    ]);
    assert_eq!(right.status, Some(0), "{right:?}");
    let text = read(Path::new(&config));
    assert_eq!(text.matches("[[channel]]").count(), 1, "{text}");
    assert!(text.contains("login = \"somechannel\""), "{text}");
}

#[test]
fn one_account_may_be_bot_and_owner_and_logs_in_once() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let config = house.write("new.toml", &nothing_but(&simulator));
    let program = house.start(&[
        "--config",
        &config,
        "--json",
        "setup",
        "--client-id",
        "pub1icpub1icpub1icpub1icpub1ic",
        "--bot",
        "somechannel",
        "--channel",
        "somechannel",
    ]);
    consent(&simulator, &program, "somechannel");
    let finished = program.finish();
    assert_eq!(finished.status, Some(0), "{finished:?}");
    assert!(
        !finished.out.contains("\"code\""),
        "a second login was asked for: {}",
        finished.out
    );
    assert!(
        finished.out.contains("\"is_moderator\":true"),
        "{}",
        finished.out
    );
    let whoami = house.run(&["--config", &config, "whoami"]);
    assert_eq!(whoami.status, Some(0), "{whoami:?}");
    for part in ["bot", "broadcaster"] {
        assert!(
            whoami.out.contains(part),
            "{part} is missing: {}",
            whoami.out
        );
    }
}

#[test]
fn an_old_config_and_old_tokens_are_taken_over_and_the_bot_runs() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let config = house.write("new.toml", &nothing_but(&simulator));
    let (token, refresh) = (simulator.value("TOKEN"), simulator.value("REFRESH_TOKEN"));
    let old = house.write(
        "config.txt",
        &format!(
            "\u{feff}# twitchBot\r\nclient id = {}\r\nclient-secret: \"{}\"\r\nAUTH_NICK=Perty\r\nAUTH_PASS=oauth:{}\r\nHOST=irc.chat.twitch.tv\r\nPORT=6667\r\nchannel=#SomeChannel\r\n",
            simulator.value("CLIENT_ID"),
            simulator.value("CLIENT_SECRET"),
            simulator.value("PEER_TOKEN"),
        ),
    );
    let tokens = house.write(
        "tokens.json",
        &format!("{{\"access_token\":\"{token}\",\"refresh_token\":\"{refresh}\"}}"),
    );
    let imported = house.run(&[
        "--config", &config, "config", "import", &old, "--perty", &tokens,
    ]);
    assert_eq!(imported.status, Some(0), "{imported:?}");
    for words in [
        "took      client id (line 2)",
        "took      client secret (line 3): (hidden)",
        "took      bot (line 4): perty",
        "left out  HOST (line 6): Streamhand knows where Twitch's chat is",
        "+ app.client_secret = (hidden)",
        "What it said before is kept in",
    ] {
        assert!(
            imported.out.contains(words),
            "{words:?} is not said: {}",
            imported.out
        );
    }
    let secrets = ["CLIENT_SECRET", "TOKEN", "REFRESH_TOKEN", "PEER_TOKEN"];
    imported.hides(&secrets.map(|name| simulator.value(name).to_owned()));
    let text = read(Path::new(&config));
    assert!(text.starts_with("# mine\n[twitch]"), "{text}");
    assert_eq!(logged_in(&imported.out), ["somechannel", "perty"]);
    assert_eq!(simulator.value("LOGIN"), "perty", "the world has changed");
    let program = house.start(&["--config", &config, "--json", "run"]);
    program.event("ready");
    program.kill();
    let again = house.write("other.txt", "client_id=another\n");
    let refused = house.run(&["--config", &config, "config", "import", &again]);
    refused.expect(
        2,
        &[
            "says something else already",
            "app.client_id = another",
            "--force",
        ],
    );
    assert_eq!(
        read(Path::new(&config)),
        text,
        "it was changed all the same"
    );
}

/// The accounts that were kept, as the output tells.
fn logged_in(out: &str) -> Vec<String> {
    let kept = out.lines().filter(|line| line.contains("kept      "));
    let name = kept.filter_map(|line| {
        let (before, _) = line.split_once(" is logged in as the ")?;
        before.split(' ').next_back().map(str::to_owned)
    });
    name.collect()
}

#[test]
fn a_token_of_another_application_is_named_and_not_kept() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let config = house.write("new.toml", &nothing_but(&simulator));
    let old = house.write(
        "config.txt",
        &format!(
            "{{\"client_id\":\"pub1icpub1icpub1icpub1icpub1ic\",\n\"AUTH_NICK\":\"{}\",\n\"AUTH_PASS\":\"{}\",\n\"channel\":\"somechannel\"}}",
            simulator.value("LOGIN"),
            simulator.value("TOKEN"),
        ),
    );
    let dead = house.write("dead", "deaddeaddeaddeaddeaddeaddeadde\n");
    let imported = house.run(&[
        "--config", &config, "config", "import", &old, "--perty", &dead,
    ]);
    assert_eq!(imported.status, Some(0), "{imported:?}");
    let other = format!(
        "was given to the application {}, not to pub1ic",
        simulator.value("CLIENT_ID")
    );
    assert!(imported.out.contains(&other), "{}", imported.out);
    assert!(
        imported.out.contains("Twitch does not know it any more"),
        "{}",
        imported.out
    );
    assert_eq!(logged_in(&imported.out), [""; 0]);
    imported.hides(&[simulator.value("TOKEN").to_owned()]);
    house
        .run(&["--config", &config, "whoami"])
        .expect(3, &["nobody is logged in"]);
    let broken = house.write("broken.txt", "client_id=abc\n\nwhat is this\n");
    house
        .run(&["--config", &config, "config", "import", &broken])
        .expect(
            2,
            &["broken.txt, line 3: this is no setting", "What to do: "],
        );
    house
        .run(&[
            "--config",
            &config,
            "config",
            "import",
            &argument(&house.path("nowhere")),
        ])
        .expect(2, &["cannot read", "check the path"]);
}

#[test]
fn tokens_one_a_line_are_a_pair_and_an_expired_one_is_renewed() {
    let house = House::new();
    let simulator = Simulator::start_timeless(&house);
    let config = house.write("bot.toml", &simulator.config(("", "")));
    let (token, refresh) = (simulator.value("TOKEN"), simulator.value("REFRESH_TOKEN"));
    let lines = house.write(
        "lines",
        &format!("# kept by PertyBot\noauth:{token}\n{refresh}\n"),
    );
    let import =
        |file: &str| house.run(&["--config", &config, "config", "import", "--perty", file]);
    let imported = import(&lines);
    assert_eq!(logged_in(&imported.out), ["perty"], "{imported:?}");
    assert!(
        imported.out.contains("line 2) and the token"),
        "{imported:?}"
    );
    assert!(imported.out.contains("and is then renewed"), "{imported:?}");

    simulator.post("/sim/clock", "advance=5h");
    let pair = house.write(
        "pair.json",
        &format!(
            "{{\"bot\": {{\"access_token\": \"{token}\", \"refresh_token\": \"{refresh}\"}}}}"
        ),
    );
    let imported = import(&pair);
    assert_eq!(logged_in(&imported.out), ["perty"], "{imported:?}");
    let alone = house.write("alone", token);
    let imported = import(&alone);
    assert!(
        imported.out.contains("Twitch does not know it any more"),
        "{imported:?}"
    );
    imported.hides(&[token.to_owned(), refresh.to_owned()]);

    let nowhere = simulator.config((simulator.value("SIM_AUTH"), "http://127.0.0.1:9/oauth2"));
    let nowhere = house.write("nowhere.toml", &nowhere);
    house
        .run(&["--config", &nowhere, "config", "import", "--perty", &alone])
        .expect(
            1,
            &[
                "not every token could be checked",
                "run the same command again",
            ],
        );
}
