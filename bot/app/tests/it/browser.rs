//! Logins on a page in a real browser, from the link to the last page, with the simulator as Twitch. No page may need scripts.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::chromium::Chromium;
use crate::house::{House, Running};
use crate::simulator::Simulator;

/// The ports of a login are fixed, so one login at a time is tried.
static PORTS: Mutex<()> = Mutex::new(());

/// A login that waits for its browser.
struct Login {
    program: Running,
    address: String,
    /// Dropped last, so that the next login finds the ports free.
    _ports: MutexGuard<'static, ()>,
}

fn log_in(house: &House, config: &str, options: &[&str]) -> Login {
    let ports = PORTS.lock().unwrap_or_else(PoisonError::into_inner);
    let usual = [
        "--config", config, "login", "bot", "--flow", "code", "--json",
    ];
    let program = house.start(&[&usual, options].concat());
    let link = program.event("link");
    let address = link["address"].as_str().expect("an address").to_owned();
    let registered = link["redirect_addresses"].as_array().expect("a list");
    assert_eq!(registered.len(), 3, "{link}");
    assert!(registered.contains(&link["address"]), "{link}");
    Login {
        program,
        address,
        _ports: ports,
    }
}

/// Chooses an account on the simulator's page and agrees.
fn consent(browser: &mut Chromium, account: &str) {
    browser.expect("Whose consent is it?");
    browser.click(&format!("input[name=login][value={account}]"));
    browser.click("button[value=approve]");
}

#[test]
fn a_login_on_a_page_ends_with_the_name_and_the_picture_of_who_logged_in() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let config = house.write("streamhand.toml", &simulator.config(("", "")));
    let login = log_in(&house, &config, &[]);
    let mut browser = Chromium::start();
    browser.go_to(&login.address);
    browser.expect("Log in the bot, perty");
    browser.expect("Reads chat and hears the commands in it.");
    browser.photograph("start");
    browser.click("a.button");
    browser.expect("Whose consent is it?");
    browser.photograph("consent");
    consent(&mut browser, "perty");
    browser.expect("You can close this tab");
    browser.expect(">Perty</h1>");
    browser.expect_picture(".guest img");
    browser.photograph("welcome");
    let history = browser.history();
    assert!(
        history.iter().all(|address| !address.contains("code=")),
        "x06: no code stays in the browser's history: {history:?}"
    );
    let finished = login.program.finish();
    assert_eq!(finished.status, Some(0), "{finished:?}");
    assert!(finished.out.contains("\"logged_in\""), "{finished:?}");
    let whoami = house.run(&["--config", &config, "whoami", "--json"]);
    assert!(whoami.out.contains("\"perty\""), "{whoami:?}");
}

#[test]
fn a11_after_a_refusal_and_a_wrong_account_the_right_one_still_gets_in_from_the_same_page() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let config = house.write("streamhand.toml", &simulator.config(("", "")));
    let login = log_in(&house, &config, &[]);
    let mut browser = Chromium::start();
    browser.go_to(&login.address);
    browser.expect("Continue to Twitch");
    browser.click("a.button");
    browser.expect("Whose consent is it?");
    browser.click("button[value=deny]");
    browser.expect("You pressed Cancel on Twitch");
    browser.photograph("declined");
    browser.click("a.button");
    consent(&mut browser, "somechannel");
    browser.expect("That was somechannel, but the bot is perty.");
    browser.photograph("wrong-account");
    let nobody = house.run(&["--config", &config, "whoami"]);
    nobody.expect(3, &["nobody is logged in"]);
    browser.click("a.button");
    consent(&mut browser, "perty");
    browser.expect("You can close this tab");
    let finished = login.program.finish();
    assert_eq!(finished.status, Some(0), "{finished:?}");
    for event in ["declined", "turned_away", "logged_in"] {
        assert!(finished.out.contains(event), "{event} in {finished:?}");
    }
}

#[test]
fn a_page_over_tls_works_once_the_browser_takes_its_certificate() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let config = house.write("streamhand.toml", &simulator.config(("", "")));
    let login = log_in(&house, &config, &["--https"]);
    assert!(login.address.starts_with("https://localhost:"));
    let mut browser = Chromium::start();
    let refused = browser.go_to(&login.address);
    assert_eq!(refused.as_deref(), Some("net::ERR_CERT_AUTHORITY_INVALID"));
    browser.accept_any_certificate();
    browser.go_to(&login.address);
    browser.expect("Continue to Twitch");
    browser.click("a.button");
    consent(&mut browser, "perty");
    browser.expect("You can close this tab");
    let finished = login.program.finish();
    assert_eq!(finished.status, Some(0), "{finished:?}");
}

#[test]
fn an_address_that_is_not_registered_is_named_letter_by_letter() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let config = house.write("streamhand.toml", &simulator.config(("", "")));
    let login = log_in(&house, &config, &[]);
    let mut browser = Chromium::start();
    // Twitch sends a mismatch to whichever address was registered first; this is what comes of it if that is ours.
    let refusal = format!("{}/?error=redirect_mismatch", login.address);
    browser.go_to(&refusal);
    browser.expect("Register this address");
    browser.expect(&format!("<code>{}</code>", login.address));
    browser.photograph("mismatch");
    browser.click("a.button");
    browser.expect("Continue to Twitch");
    browser.click("a.button");
    consent(&mut browser, "perty");
    browser.expect("You can close this tab");
    let finished = login.program.finish();
    assert_eq!(finished.status, Some(0), "{finished:?}");
    assert!(finished.out.contains("redirect_mismatch"), "{finished:?}");
}

#[test]
fn x04_with_all_ports_taken_a_login_says_so_before_anything_is_opened() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let config = house.write("streamhand.toml", &simulator.config(("", "")));
    let _ports = PORTS.lock().unwrap_or_else(PoisonError::into_inner);
    let taken = [17563, 17564, 17565].map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)));
    let finished = house.run(&["--config", &config, "login", "bot", "--flow", "code"]);
    drop(taken);
    assert_eq!(finished.out, "", "nothing is offered that cannot work");
    finished.expect(
        1,
        &[
            "the ports 17563, 17564 and 17565 are all in use",
            "What to do: log in with --flow device",
        ],
    );
}

#[test]
fn x05_without_a_client_secret_the_page_is_not_offered_and_the_other_way_is_named() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let secret = format!("client_secret = \"{}\"\n", simulator.value("CLIENT_SECRET"));
    let config = house.write("streamhand.toml", &simulator.config((&secret, "")));
    let finished = house.run(&["--config", &config, "login", "bot", "--flow", "code"]);
    assert_eq!(finished.out, "");
    finished.expect(
        2,
        &[
            "that needs the application's client secret",
            "What to do: log in with --flow device",
        ],
    );
}

#[test]
fn a14_an_application_without_its_secret_is_told_after_a_login_by_code() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let secret = format!("client_secret = \"{}\"\n", simulator.value("CLIENT_SECRET"));
    let config = house.write("streamhand.toml", &simulator.config((&secret, "")));
    let finished = simulator.log_in(&house, (&config, "bot"), "perty");
    assert!(
        finished.out.contains("\"client_kind\":\"confidential\""),
        "{finished:?}"
    );
    finished.expect(
        0,
        &[
            "this application is confidential",
            "What to do: put the client secret",
        ],
    );
}

#[cfg(unix)]
#[test]
fn a16_a_login_that_is_broken_off_listens_no_more_and_has_kept_nothing() {
    let house = House::new();
    let simulator = Simulator::start(&house);
    let config = house.write("streamhand.toml", &simulator.config(("", "")));
    let login = log_in(&house, &config, &[]);
    let (_, port) = login.address.rsplit_once(':').expect("a port");
    let port: u16 = port.parse().expect("a number");
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok());
    login.program.terminate();
    let finished = login.program.finish();
    finished.expect(1, &["The login was broken off; nothing was changed."]);
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err());
    let nobody = house.run(&["--config", &config, "whoami"]);
    nobody.expect(3, &["nobody is logged in"]);
}
