//! The same as a person sees it. Only Unix: pseudo-terminals of other systems were never tried here.

use std::path::Path;

use crate::house::{House, argument};
use crate::simulator::Simulator;
use crate::terminal::{CTRL_C, CTRL_D, Terminal};

use super::{nothing_but, read};

/// Starts `setup` with the simulator in the environment, as a person does who tries it without a config.
fn start(house: &House, simulator: &Simulator) -> Terminal {
    let config = argument(&house.path("new.toml"));
    let irc = format!(
        "irc://{}:{}",
        simulator.value("SIM_IRC_HOST"),
        simulator.value("SIM_IRC_PORT")
    );
    let variables = [
        ("STREAMHAND_TWITCH_AUTH", simulator.value("SIM_AUTH")),
        ("STREAMHAND_TWITCH_HELIX", simulator.value("SIM_HELIX")),
        ("STREAMHAND_TWITCH_IRC", irc.as_str()),
    ];
    Terminal::start(house, &["--config", &config, "setup"], &variables)
}

/// Opens the link on the screen as somebody else does, in a browser somewhere.
fn consent(simulator: &Simulator, terminal: &mut Terminal, who: &str) {
    terminal.expect("If it asks for a code, type ");
    let code = terminal.expect(".");
    let code = code.trim_end_matches('.');
    simulator.post("/sim/consent", &format!("user_code={code}&login={who}"));
}

#[test]
fn a_person_gets_from_nothing_to_an_answer_in_chat_with_a_mistake_and_a_break_on_the_way() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let mut terminal = start(&house, &simulator);
    terminal.expect("http://localhost:17563");
    terminal.expect("http://localhost:17565");
    terminal.expect("Client ID: ");
    terminal.type_line("a-wrong-one");
    terminal.expect("Twitch knows no application with the client id");
    terminal.expect("Client ID: ");
    terminal.type_line("pub1icpub1icpub1icpub1icpub1ic");
    terminal.expect("Twitch knows the application pub1ic");
    terminal.expect("Login of the account that speaks: ");
    terminal.type_line("two words");
    terminal.expect("error: \"two words\" is not a Twitch login");
    terminal.expect("Login of the account that speaks: ");
    terminal.type_line("petry");
    terminal.expect("Channel that it is in");
    terminal.press(CTRL_C);
    let (status, screen) = terminal.finish();
    assert_eq!(status, 130, "{screen}");
    assert!(screen.contains("What was checked is kept"), "{screen}");

    let mut terminal = start(&house, &simulator);
    terminal.expect("client id pub1icpub1icpub1icpub1icpub1ic, bot petry");
    terminal.expect("Login of the account that speaks [petry]: ");
    terminal.type_line("");
    terminal.expect("Channel that it is in");
    terminal.type_line("#no_such_channel");
    consent(&simulator, &mut terminal, "perty");
    terminal.expect("perty consented, but the bot is petry");
    terminal.expect("Press Enter if petry is right, or type what it is really called.");
    terminal.type_line("https://www.twitch.tv/Perty");
    terminal.expect("The bot is perty.");
    consent(&simulator, &mut terminal, "somechannel");
    terminal.expect("somechannel consented, but the bot is perty");
    terminal.expect("Login of the account that speaks [perty]: ");
    terminal.type_line("");
    consent(&simulator, &mut terminal, "perty");
    terminal.expect("Twitch knows no account named no_such_channel");
    terminal.expect("Channel that it is in");
    terminal.type_line("somechannel");
    terminal.expect("Make perty a moderator of #somechannel (Y/n): ");
    terminal.press(CTRL_D);
    let (status, screen) = terminal.finish();
    assert_eq!(status, 130, "{screen}");

    let mut terminal = start(&house, &simulator);
    terminal.expect("perty is logged in as the bot");
    terminal.expect("Make perty a moderator of #somechannel (Y/n): ");
    terminal.type_line("perhaps");
    terminal.expect("Please type yes or no");
    terminal.type_line("");
    consent(&simulator, &mut terminal, "somechannel");
    terminal.expect("perty is a moderator of #somechannel now");
    terminal.expect("Start the bot now (Y/n): ");
    terminal.type_line("y");
    terminal.expect("#somechannel");
    let mut listener = simulator.listen();
    simulator.say("kettle_on", "!ping");
    listener.hear(":perty!");
    terminal.press(CTRL_C);
    let (status, screen) = terminal.finish();
    assert_eq!(status, 130, "{screen}");

    let mut terminal = start(&house, &simulator);
    terminal.expect("The bot may speak freely there");
    terminal.expect("Start the bot now (Y/n): ");
    terminal.type_line("n");
    let (status, screen) = terminal.finish();
    assert_eq!(status, 0, "{screen}");
    let text = read(&house.path("new.toml"));
    for gone in ["no_such_channel", "petry", "[twitch]"] {
        assert!(!text.contains(gone), "{gone} is in the config: {text}");
    }
}

#[test]
fn a_confidential_application_is_found_out_and_its_secret_is_asked_for_and_not_shown() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let mut terminal = start(&house, &simulator);
    terminal.expect("Client ID: ");
    terminal.type_line(simulator.value("CLIENT_ID"));
    terminal.expect("Login of the account that speaks: ");
    terminal.type_line("perty");
    terminal.expect("Channel that it is in");
    terminal.type_line("somechannel");
    consent(&simulator, &mut terminal, "perty");
    terminal.expect("Client secret: ");
    terminal.type_line("wrongwrongwrong");
    terminal.expect("What to do: ");
    terminal.expect("Client secret: ");
    terminal.type_line(simulator.value("CLIENT_SECRET"));
    terminal.expect("The secret is right");
    terminal.expect("perty is logged in as the bot");
    terminal.expect("(Y/n): ");
    terminal.type_line("n");
    terminal.expect("Log somechannel in, here or by a link that can be sent (Y/n): ");
    terminal.type_line("n");
    terminal.expect("The channel's owner is left out");
    terminal.expect("Start the bot now (Y/n): ");
    terminal.type_line("n");
    let (status, screen) = terminal.finish();
    assert_eq!(status, 0, "{screen}");
    let secret = simulator.value("CLIENT_SECRET");
    assert!(
        !screen.contains(secret) && !screen.contains("wrongwrongwrong"),
        "a secret is on the screen"
    );
    assert!(read(&house.path("new.toml")).contains(secret));
}

/// A shell whose terminal shows nothing of what is typed is what people remember of a program that was ended.
#[test]
fn a_question_that_is_ended_from_outside_leaves_the_terminal_as_it_was() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let mut terminal = start(&house, &simulator);
    terminal.expect("Client ID: ");
    assert!(!terminal.is_as_before(), "nobody can type here");
    assert_eq!(terminal.terminate(), 1);
    assert!(terminal.is_as_before());
}

/// A bot of a confidential application ran without its secret, and fell silent after four hours.
#[test]
fn a_setup_that_is_broken_off_at_the_secret_asks_for_it_again_even_when_the_token_has_expired() {
    let house = House::new();
    let simulator = Simulator::start_timeless(&house);
    let config = house.write("new.toml", &nothing_but(&simulator));
    let setup = ["--config", &config, "setup"];
    let mut terminal = Terminal::start(&house, &setup, &[]);
    terminal.expect("Client ID: ");
    terminal.type_line(simulator.value("CLIENT_ID"));
    terminal.expect("Login of the account that speaks: ");
    terminal.type_line("perty");
    terminal.expect("Channel that it is in");
    terminal.type_line("somechannel");
    consent(&simulator, &mut terminal, "perty");
    terminal.expect("Client secret: ");
    house
        .run(&["--config", &config, "token"])
        .expect(0, &["cannot be renewed"]);
    for hours in ["0h", "5h"] {
        terminal.press(CTRL_C);
        let (status, screen) = terminal.finish();
        assert_eq!(status, 130, "{screen}");
        simulator.post("/sim/clock", &format!("advance={hours}"));
        house
            .run(&setup)
            .expect(2, &["--client-secret-file is not said"]);
        terminal = Terminal::start(&house, &setup, &[]);
        terminal.expect("Client secret: ");
    }
    terminal.type_line(simulator.value("CLIENT_SECRET"));
    terminal.expect("The secret is right");
    terminal.expect("perty is logged in as the bot");
    terminal.expect("(Y/n): ");
    terminal.press(CTRL_D);
    let (_, screen) = terminal.finish();
    assert!(!screen.contains("WARN"), "the log talks as well: {screen}");
}

#[test]
fn a_secret_that_has_changed_is_written_into_the_file_that_holds_it() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let file = house.write("secret", "the-former-secret");
    let config = format!(
        "[app]\nclient_id = \"{}\"\nclient_secret_file = \"{file}\"\n{}",
        simulator.value("CLIENT_ID"),
        nothing_but(&simulator)
    );
    let config_file = house.write("new.toml", &config);
    let mut terminal = Terminal::start(&house, &["--config", &config_file, "setup"], &[]);
    terminal.expect("Client secret: ");
    let secret = simulator.value("CLIENT_SECRET");
    terminal.type_line(secret);
    terminal.expect("The secret is right");
    terminal.expect("Login of the account that speaks: ");
    terminal.press(CTRL_C);
    terminal.finish();
    assert_eq!(read(Path::new(&file)).trim(), secret);
    assert_eq!(
        read(Path::new(&config_file)),
        config,
        "the config was changed"
    );
}
