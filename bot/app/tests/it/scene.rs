//! A house with a simulator in it, a config that leads there, and logins of every kind.

use std::process::ChildStdin;

use serde_json::Value;

use crate::house::{Finished, House, Running, argument};
use crate::planted::{self, Tokens, plant};
use crate::simulator::Simulator;

/// A house with a simulator and a config.
pub(crate) struct Scene {
    pub(crate) house: House,
    pub(crate) simulator: Simulator,
    pub(crate) config: String,
    pub(crate) data: String,
}

impl Scene {
    /// In a time that is moved by hand.
    pub(crate) fn new() -> Self {
        let house = House::new();
        let simulator = Simulator::start_timeless(&house);
        Self::around(house, simulator)
    }

    /// In the time that it really is.
    pub(crate) fn in_real_time() -> Self {
        let house = House::new();
        let simulator = Simulator::start(&house);
        Self::around(house, simulator)
    }

    /// In a house in which a simulator runs already.
    pub(crate) fn around(house: House, simulator: Simulator) -> Self {
        let config = house.write("streamhand.toml", &simulator.config(("", "")));
        let data = argument(&planted::data_folder(&house));
        Self {
            house,
            simulator,
            config,
            data,
        }
    }

    /// Puts a login into the store.
    pub(crate) fn plant(&self, who: (&str, &str), scopes: &str, tokens: &Tokens) {
        plant((&self.house, &self.simulator), who, (scopes, tokens));
    }

    /// Puts a login into the store that the account really gave.
    pub(crate) fn log_in(&self, who: (&str, &str), scopes: &str) {
        let tokens = Tokens::given_by(&self.simulator, who.1, scopes);
        self.plant(who, scopes, &tokens);
    }

    pub(crate) fn start(&self, command: &[&str]) -> Running {
        let global = ["--config", &self.config, "--data-dir", &self.data];
        self.house.start(&[&global[..], command].concat())
    }

    /// Starts it with variables in its environment.
    #[cfg(target_os = "linux")]
    pub(crate) fn start_with(&self, variables: &[(&str, &str)], command: &[&str]) -> Running {
        let global = ["--config", &self.config, "--data-dir", &self.data];
        let arguments = [&global[..], command].concat();
        let nothing = std::process::Stdio::null();
        self.house.start_with(variables, &arguments, nothing)
    }

    /// Starts it with something that is going to be written into it.
    pub(crate) fn start_fed(&self, command: &[&str]) -> (Running, ChildStdin) {
        let global = ["--config", &self.config, "--data-dir", &self.data];
        self.house.start_fed(&[&global[..], command].concat())
    }

    pub(crate) fn run(&self, command: &[&str]) -> Finished {
        self.start(command).finish()
    }

    /// Starts the bot, and gives the names of the features that it says are off when it is ready.
    pub(crate) fn run_bot(&self) -> (Running, Vec<String>) {
        let bot = self.start(&["run", "--json"]);
        let seen = bot.events_until("ready");
        let off = seen
            .iter()
            .filter(|event| event["event"] == "feature_off")
            .map(|event| event["feature"].as_str().unwrap_or_default().to_owned());
        (bot, off.collect())
    }

    /// Each time somebody else has to ask: a person rests after a use, and Twitch drops what was said before.
    pub(crate) fn answers_ping_of(&self, user: &str) {
        let mut chat = self.simulator.listen();
        self.simulator.say(user, "!ping");
        chat.hear(&format!("PRIVMSG #somechannel :@{user} Pong!"));
    }
}

/// The objects that a program printed.
pub(crate) fn objects(finished: &Finished) -> Vec<Value> {
    finished
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("one JSON object a line"))
        .collect()
}

/// What a bot needs that answers in chat.
pub(crate) const BOT_SCOPES: &str = "chat:read user:write:chat";
