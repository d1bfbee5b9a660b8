//! The simulated Twitch as a program of its own, and orders to its control door.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::house::{BOT, House, argument};
use super::processor::Usage;
use super::program::Program;

/// A Twitch that runs on the first core.
#[derive(Debug)]
pub struct Simulator {
    program: Program,
    /// What it told when it served.
    pub ready: Value,
}

/// What is poured.
#[derive(Debug, Clone)]
pub struct Torrent {
    /// What is asked for.
    pub command: &'static str,
    /// How often.
    pub command_every: u32,
    /// As fast as it is taken, if not set.
    pub rate: Option<u32>,
    /// For how long.
    pub lasts: Duration,
    /// Where chance begins.
    pub seed: u64,
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Poured {
    /// Lines that the client took.
    pub lines: u64,
    /// Commands among them.
    pub commands: u64,
    /// How long each answer took, in microseconds.
    pub answers: Vec<u64>,
}

impl Simulator {
    /// Starts it with a world of so many channels.
    ///
    /// # Errors
    /// If it does not start.
    pub fn start(house: &House, channels: usize) -> Result<Self> {
        let world = house.world(channels)?;
        let mut command = house.streamhand()?;
        command.args(["sim", "--json", "--device-interval", "1s", "--consent", BOT]);
        command.args(["--world", &argument(&world)]);
        let program = Program::start(SIMULATOR_CORE, &mut command)?;
        let ready = program.wait_for("\"ready\"", PATIENCE)?;
        let ready = serde_json::from_str(&ready).context("the simulator speaks no JSON")?;
        Ok(Self { program, ready })
    }

    /// What it used so far.
    ///
    /// # Errors
    /// If it is gone.
    pub fn usage(&self) -> Result<Usage> {
        self.program.usage()
    }

    /// Pours it into the bot's connections, waits until it is over, and forgets it.
    ///
    /// # Errors
    /// If it is refused.
    pub fn pour(
        &self,
        torrent: &Torrent,
        mut meanwhile: impl FnMut() -> Result<()>,
    ) -> Result<Poured> {
        let rate = torrent.rate.map(|rate| format!("&rate={rate}"));
        let order = format!(
            "do=torrent&login={BOT}&command={}&command_every={}&for={}ms&seed={}{}",
            torrent.command,
            torrent.command_every,
            torrent.lasts.as_millis(),
            torrent.seed,
            rate.unwrap_or_default()
        );
        self.ask("POST", "/sim/mischief", &order)?;
        loop {
            std::thread::sleep(Duration::from_millis(250));
            meanwhile()?;
            let told = self.ask("GET", "/sim/mischief", "")?;
            if told["ordered"][0]["is_over"] == true {
                break;
            }
        }
        // Answers to the last commands are on their way.
        std::thread::sleep(Duration::from_millis(500));
        let told = self.ask("GET", "/sim/mischief", "")?;
        let told = &told["ordered"][0]["torrent"];
        let answers = told["answer_micros"].as_array().into_iter().flatten();
        let poured = Poured {
            lines: told["lines"].as_u64().unwrap_or(0),
            commands: told["commands"].as_u64().unwrap_or(0),
            answers: answers.filter_map(Value::as_u64).collect(),
        };
        self.ask("DELETE", "/sim/mischief", "")?;
        Ok(poured)
    }

    /// How many messages of the bot the rooms took.
    ///
    /// # Errors
    /// If the simulator is gone.
    pub fn heard_of_bot(&self) -> Result<u64> {
        let state = self.ask("GET", "/sim/state", "")?;
        Ok(state["statistics"]["bots"][BOT]["sent"]
            .as_u64()
            .unwrap_or(0))
    }

    /// Somebody says something in their own channel.
    ///
    /// # Errors
    /// If it is refused.
    pub fn say(&self, login: &str, text: &str) -> Result<()> {
        let order = serde_json::json!({"do": "say", "channel": login, "user": login, "text": text});
        self.ask("POST", "/sim/chat", &order.to_string()).map(drop)
    }

    /// One request to the control door.
    ///
    /// # Errors
    /// If it is not answered with 200.
    pub fn ask(&self, method: &str, path: &str, body: &str) -> Result<Value> {
        let base = self.ready["SIM_AUTH"].as_str().unwrap_or_default();
        let address = base
            .trim_start_matches("http://")
            .trim_end_matches("/oauth2");
        let kind = if body.starts_with('{') {
            "json"
        } else {
            "x-www-form-urlencoded"
        };
        let mut stream = TcpStream::connect(address).context("the simulator is gone")?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
             content-type: application/{kind}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        ensure!(
            head.starts_with("HTTP/1.1 200"),
            "{method} {path}: {answer}"
        );
        serde_json::from_str(body).with_context(|| format!("{method} {path}: {body}"))
    }
}

/// Where the simulator runs.
const SIMULATOR_CORE: usize = 0;
const PATIENCE: Duration = Duration::from_secs(60);
