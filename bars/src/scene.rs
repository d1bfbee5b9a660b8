//! A simulated Twitch and a bot that is logged in there, each a process of its own, in a folder that is gone afterwards.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{Printed, Program, Running, Start};

/// The stage of a bar with real processes.
#[derive(Debug)]
pub(crate) struct Scene {
    program: Program,
    folder: TempDir,
    pub(crate) simulator: Simulator,
    config: PathBuf,
    data: PathBuf,
}

/// `streamhand sim` as a process.
#[derive(Debug)]
pub(crate) struct Simulator {
    pub(crate) process: Running,
    ready: Value,
}

impl Scene {
    /// Starts a simulator with these options beside the usual ones, and logs the bot in there.
    pub(crate) fn new(program: &Program, options: &[&str]) -> Result<Self> {
        Self::with_config(program, options, "")
    }

    /// The same with more in the config, which may ask for other scopes.
    pub(crate) fn with_config(program: &Program, options: &[&str], more: &str) -> Result<Self> {
        let folder = tempfile::tempdir().context("cannot make a folder to measure in")?;
        let simulator = Simulator::start(program, folder.path(), options)?;
        let config = folder.path().join("streamhand.toml");
        let text = format!("{}{more}", simulator.config());
        std::fs::write(&config, text).context("cannot write the config")?;
        let scene = Self {
            program: program.clone(),
            data: folder.path().join("data"),
            folder,
            simulator,
            config,
        };
        scene.log_in()?;
        Ok(scene)
    }

    /// The account consents by itself; see [`Simulator::start`].
    fn log_in(&self) -> Result<()> {
        let mut login = self.start(
            &["login", "bot", "--flow", "device", "--json"],
            Printed::Kept,
        )?;
        match login.wait(PATIENCE)? {
            Some(status) if status.success() => Ok(()),
            status => bail!("the bot cannot be logged in: {status:?}; {}", self.log()),
        }
    }

    /// Starts the program with the config and the data of the scene.
    pub(crate) fn start(&self, command: &[&str], printed: Printed) -> Result<Running> {
        self.start_at((&self.config, &self.data), command, printed)
    }

    /// Starts it with a config and a data folder of its own.
    pub(crate) fn start_at(
        &self,
        (config, data): (&Path, &Path),
        command: &[&str],
        printed: Printed,
    ) -> Result<Running> {
        let (config, data) = (config.to_string_lossy(), data.to_string_lossy());
        let global = ["--config", &*config, "--data-dir", &*data];
        let arguments = [&global[..], command].concat();
        self.program.start(Start {
            arguments: &arguments,
            printed,
            home: self.folder.path(),
            log: &self.log_file(),
        })
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn config(&self) -> &Path {
        &self.config
    }

    pub(crate) fn data(&self) -> &Path {
        &self.data
    }

    fn log_file(&self) -> PathBuf {
        self.path("log")
    }

    /// What the program has logged.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.log_file()).unwrap_or_default()
    }
}

impl Simulator {
    /// Starts it on free ports, in real time, with a world in which the bot moderates and many people can ask it for something.
    pub(crate) fn start(program: &Program, folder: &Path, options: &[&str]) -> Result<Self> {
        let world = folder.join("world.json");
        std::fs::write(&world, world_text()).context("cannot write the world")?;
        let world = world.to_string_lossy();
        let usual = [
            "sim",
            "--json",
            "--consent",
            BOT,
            "--device-interval",
            "1s",
            "--world",
            &*world,
        ];
        let arguments = [&usual[..], options].concat();
        let process = program.start(Start {
            arguments: &arguments,
            printed: Printed::Kept,
            home: folder,
            log: &folder.join("simulator.log"),
        })?;
        let ready = process.event("ready", PATIENCE)?;
        Ok(Self { process, ready })
    }

    /// One of the values that it announces.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.ready[name].as_str().unwrap_or_default()
    }

    /// Host and port of its pages.
    pub(crate) fn address(&self) -> &str {
        let base = self.value("SIM_AUTH").trim_start_matches("http://");
        base.trim_end_matches("/oauth2")
    }

    /// Host and port of chat over TCP.
    pub(crate) fn chat(&self) -> String {
        let (host, port) = (self.value("SIM_IRC_HOST"), self.value("SIM_IRC_PORT"));
        format!("{host}:{port}")
    }

    /// The config of a bot that uses it.
    pub(crate) fn config(&self) -> String {
        format!(
            "[app]\nclient_id = \"{}\"\nclient_secret = \"{}\"\n[bot]\nlogin = \"{BOT}\"\n\
             [[channel]]\nlogin = \"{CHANNEL}\"\n[twitch]\nauth = \"{}\"\nhelix = \"{}\"\nirc = \"irc://{}\"\n",
            self.value("CLIENT_ID"),
            self.value("CLIENT_SECRET"),
            self.value("SIM_AUTH"),
            self.value("SIM_HELIX"),
            self.chat(),
        )
    }

    /// Lets somebody say something in the channel; false if the room did not take it.
    pub(crate) fn say(&self, user: &str, text: &str) -> Result<bool> {
        let order = json!({"do": "say", "channel": CHANNEL, "user": user, "text": text});
        let (status, answer) = self.ask("POST", "/sim/chat", &order)?;
        match status {
            200 => Ok(true),
            _ if answer.contains("the room did not take it") => Ok(false),
            _ => bail!("{user} cannot say {text:?}: {answer}"),
        }
    }

    /// Orders something by the control door.
    pub(crate) fn order(&self, path: &str, order: &Value) -> Result<()> {
        let (status, answer) = self.ask("POST", path, order)?;
        if status != 200 {
            bail!("POST {path} {order}: {answer}");
        }
        Ok(())
    }

    /// Ends all faults or all mischief.
    pub(crate) fn end_all(&self, path: &str) -> Result<()> {
        let (status, answer) = self.ask("DELETE", path, &Value::Null)?;
        if status != 200 {
            bail!("DELETE {path}: {answer}");
        }
        Ok(())
    }

    /// What it counted.
    pub(crate) fn state(&self) -> Result<Value> {
        let (_, answer) = self.ask("GET", "/sim/state", &Value::Null)?;
        serde_json::from_str(&answer).context("the simulator's state is no JSON")
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Result<(u16, String)> {
        let address = self.address();
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let mut stream = TcpStream::connect(address).context("the simulator does not listen")?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let status = answer.split(' ').nth(1).and_then(|word| word.parse().ok());
        let (_, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        Ok((status.unwrap_or_default(), body.to_owned()))
    }
}

/// A world with a broadcaster, the bot as moderator, moderators and viewers.
fn world_text() -> String {
    let people = moderators().chain(viewers());
    let users: Vec<Value> = [CHANNEL.to_owned(), BOT.to_owned()]
        .into_iter()
        .chain(people)
        // Who is verified may ask often, and come back often; the bot keeps to the limits of an ordinary one by itself.
        .map(|login| json!({"login": login, "verified_bot": true}))
        .collect();
    let moderators: Vec<String> = [BOT.to_owned()].into_iter().chain(moderators()).collect();
    let channel = json!({"login": CHANNEL, "live": true, "moderators": moderators});
    json!({"broadcaster": CHANNEL, "bot": BOT, "user": users, "channel": [channel]}).to_string()
}

/// People who moderate the channel.
pub(crate) fn moderators() -> impl Iterator<Item = String> {
    (0..MODERATORS).map(|number| format!("moderator_{number}"))
}

/// People who are nobody special.
pub(crate) fn viewers() -> impl Iterator<Item = String> {
    (0..VIEWERS).map(|number| format!("viewer_{number}"))
}

/// The channel's login.
pub(crate) const CHANNEL: &str = "somechannel";
/// The bot's login.
pub(crate) const BOT: &str = "perty";
const MODERATORS: u32 = 16;
const VIEWERS: u32 = 48;
/// Longer than any start or answer takes, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
