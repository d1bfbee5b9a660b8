//! No secret leaves the program except where that is its job: not in words, logs, files or what the system shows of it.

use std::path::Path;

use crate::house::{Finished, House};
use crate::planted::{self, Tokens};
use crate::scene::{BOT_SCOPES, Scene};

/// Everything that must stay unseen, with what it is.
struct Canaries(Vec<(&'static str, String)>);

impl Canaries {
    fn of(scene: &Scene, tokens: &[&Tokens]) -> Self {
        let key = planted::data_folder(&scene.house).join("streamhand.key");
        let key = std::fs::read_to_string(key).expect("it was made with the first login");
        let key = key.lines().last().expect("the key stands last").to_owned();
        let mut canaries = vec![
            (
                "the client secret",
                scene.simulator.value("CLIENT_SECRET").to_owned(),
            ),
            ("the key of the store", key),
        ];
        for pair in tokens {
            canaries.push(("an access token", pair.access.clone()));
            canaries.push(("a refresh token", pair.refresh.clone()));
        }
        assert!(canaries.iter().all(|(_, text)| text.len() > 8));
        Self(canaries)
    }

    fn check(&self, place: &str, bytes: &[u8]) {
        for (what, canary) in &self.0 {
            let is_there = bytes
                .windows(canary.len())
                .any(|window| window == canary.as_bytes());
            assert!(!is_there, "{what} is in {place}");
        }
    }

    fn check_words(&self, finished: &Finished, command: &str) {
        self.check(
            &format!("what {command} says"),
            [&finished.out, "\n", &*finished.err].concat().as_bytes(),
        );
    }
}

#[test]
fn x24_no_command_says_a_secret_at_any_level_of_its_log() {
    let scene = Scene::new();
    let bot = Tokens::given_by(&scene.simulator, "perty", BOT_SCOPES);
    let broadcaster = Tokens::given_by(&scene.simulator, "somechannel", "moderation:read");
    scene.plant(("bot", "perty"), BOT_SCOPES, &bot);
    scene.plant(
        ("broadcaster", "somechannel"),
        "moderation:read",
        &broadcaster,
    );
    let canaries = Canaries::of(&scene, &[&bot, &broadcaster]);
    let commands: &[&[&str]] = &[
        &["whoami"],
        &["doctor"],
        &["config", "check"],
        &["config", "show"],
        &["api", "get-users", "--login", "perty"],
        &["api", "create-poll", "--broadcaster-id", "me"],
        &["backup"],
        &["restore"],
        &["token", "nobody_here"],
        &["logout", "nobody_here"],
    ];
    for command in commands {
        for json in [&[][..], &["--json"]] {
            let finished = scene.run(&[command, &["--log", "trace"][..], json].concat());
            canaries.check_words(&finished, &command.join(" "));
        }
    }
    let running = scene.start(&["run", "--json", "--log", "trace"]);
    let seen = running.events_until("ready");
    canaries.check("what run says at the start", format!("{seen:?}").as_bytes());
    scene.answers_ping_of("kettle_on");
    check_process(&running, &canaries);
    // A refresh, a refusal and an outage have words of their own.
    scene.simulator.post("/sim/expire-tokens", "login=perty");
    scene.run(&["whoami"]).expect(0, &[]);
    scene.simulator.post("/sim/revoke", "login=perty");
    for command in ["whoami", "token", "doctor"] {
        let finished = scene.run(&[command, "--log", "trace"]);
        canaries.check_words(&finished, command);
    }
    end(running, &canaries);
    for entry in walk(&planted::data_folder(&scene.house)) {
        if entry.ends_with("streamhand.key") {
            continue;
        }
        let bytes = std::fs::read(&entry).expect("the folder is ours");
        canaries.check(&entry.display().to_string(), &bytes);
    }
}

/// What the system shows of a running program to others.
#[cfg(target_os = "linux")]
fn check_process(running: &crate::house::Running, canaries: &Canaries) {
    let process = format!("/proc/{}", running.id());
    let command_line = std::fs::read(format!("{process}/cmdline")).expect("it runs");
    assert!(command_line.windows(3).any(|window| window == b"run"));
    canaries.check("its command line", &command_line);
    let limits = std::fs::read_to_string(format!("{process}/limits")).expect("it runs");
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let core = core.expect("Linux tells").split_whitespace().nth(4);
    assert_eq!(core, Some("0"), "a core dump would hold every token");
}

/// Elsewhere nothing of the kind is shown by a file.
#[cfg(not(target_os = "linux"))]
fn check_process(_running: &crate::house::Running, _canaries: &Canaries) {}

#[cfg(unix)]
fn end(running: crate::house::Running, canaries: &Canaries) {
    running.terminate();
    canaries.check_words(&running.finish(), "run");
}

#[cfg(not(unix))]
fn end(running: crate::house::Running, _canaries: &Canaries) {
    running.kill();
}

/// All files below a folder.
fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the folder is ours") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    assert!(!found.is_empty(), "there is nothing to look at");
    found
}

#[test]
fn x25_a_store_sealed_by_a_passphrase_opens_with_it_and_with_nothing_else() {
    let scene = Scene::new();
    let house = &scene.house;
    let phrase = house.write("phrase", "four quite plain words\n");
    let config = std::fs::read_to_string(&scene.config).expect("it was written above");
    let sealed = house.write(
        "sealed.toml",
        &format!("{config}[store]\npassphrase_file = '{phrase}'\n"),
    );
    let run = |config: &str, command: &[&str]| {
        let global = ["--config", config, "--data-dir", &scene.data];
        house.run(&[&global[..], command].concat())
    };
    let login = house.start(&[
        "--config",
        &sealed,
        "--data-dir",
        &scene.data,
        "login",
        "bot",
        "--json",
    ]);
    let code = login.event("code");
    let code = code["user_code"].as_str().expect("there is a code");
    scene
        .simulator
        .post("/sim/consent", &format!("user_code={code}&login=perty"));
    assert_eq!(login.finish().status, Some(0));
    run(&sealed, &["whoami"]).expect(0, &[]);
    let other = run(&scene.config, &["whoami"]);
    other.expect(
        2,
        &["it is sealed with a passphrase", "Nothing was changed"],
    );
    house.write("phrase", "four other plain words\n");
    let wrong = run(&sealed, &["whoami"]);
    wrong.expect(2, &["does not open the database", "Nothing was changed"]);
    assert!(!format!("{wrong:?}{other:?}").contains("plain words"));
    house.write("phrase", "four quite plain words\n");
    run(&sealed, &["whoami"]).expect(0, &[]);
}

/// Whoever may not read the config or its secret must not learn it from the words about that.
#[test]
fn x24_a_config_in_the_environment_is_as_hidden_as_one_in_a_file() {
    let house = House::new();
    let finished = house.run_with(
        &[("STREAMHAND_APP_CLIENT_SECRET", "hushhushhush")],
        &["config", "show"],
    );
    finished.hides(&["hushhushhush".to_owned()]);
    assert!(
        finished.out.contains("STREAMHAND_APP_CLIENT_SECRET"),
        "{finished:?}"
    );
}

/// Whoever could read a secret may have done so; closing the file is not enough.
#[cfg(unix)]
#[test]
fn x26_a_file_with_a_secret_that_others_could_read_is_closed_and_told() {
    use std::os::unix::fs::PermissionsExt;

    let house = House::new();
    let open = |name: &str| {
        let rights = std::fs::Permissions::from_mode(0o644);
        std::fs::set_permissions(house.path(name), rights).expect("the file is ours");
    };
    house.write("secret", "abc\n");
    let in_config = "[app]\nclient_id = \"abc\"\nclient_secret = \"canary\"\n";
    let in_file = "[app]\nclient_id = \"abc\"\nclient_secret_file = \"secret\"\n";
    let in_config = house.write("a.toml", in_config);
    let in_file = house.write("b.toml", in_file);
    house.run(&["--data-dir", "data", "backup"]).expect(0, &[]);
    for (name, arguments) in [
        ("a.toml", &["--config", &in_config, "config", "check"][..]),
        ("secret", &["--config", &in_file, "config", "check"]),
        ("data/streamhand.key", &["--data-dir", "data", "backup"]),
    ] {
        open(name);
        let told = house.run(arguments);
        told.expect(0, &[name, "could be read by others", "closed to them now"]);
        let found = house.path(name).metadata().expect("it is there");
        assert_eq!(found.permissions().mode() & 0o077, 0, "{name}");
        let again = house.run(arguments);
        assert!(!again.err.contains("could be read"), "{again:?}");
    }
    // Without a secret in it, its rights are nobody's business.
    open("b.toml");
    house.run(&["--config", &in_file, "config", "check"]);
    let found = house.path("b.toml").metadata().expect("it is there");
    assert_eq!(found.permissions().mode() & 0o077, 0o044);
}

#[cfg(unix)]
#[test]
fn x26_links_and_pipes_are_refused_where_a_secret_is_read() {
    let house = House::new();
    house.write("secret", "abc\n");
    std::os::unix::fs::symlink(house.path("secret"), house.path("link")).expect("it is new");
    let made = std::process::Command::new("mkfifo")
        .arg(house.path("pipe"))
        .status();
    assert!(made.expect("every Unix has mkfifo").success());
    for (name, words) in [
        ("link", "it is a symbolic link"),
        ("pipe", "it is a pipe or a device"),
        (".", "it is a folder"),
    ] {
        let text = format!("[app]\nclient_id = \"abc\"\nclient_secret_file = \"{name}\"\n");
        let config = house.write("a.toml", &text);
        house
            .run(&["--config", &config, "config", "check"])
            .expect(2, &["client_secret_file", words, "name a plain file"]);
    }
    for arguments in [
        &["--config", "pipe", "config", "check"][..],
        &["config", "import", "pipe"],
        &["restore", "pipe", "--yes"],
    ] {
        house
            .run(arguments)
            .expect(2, &["it is a pipe or a device"]);
    }
    let canary = house.write("a.toml", "[app]\nclient_secret = \"canary\"\n");
    std::os::unix::fs::symlink(canary, house.path("linked.toml")).expect("it is new");
    house
        .run(&["--config", "linked.toml", "config", "check"])
        .expect(0, &["linked.toml is a symbolic link and holds"]);
}
