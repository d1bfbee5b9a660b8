//! A simulator and a bot on the two sides of a cable, and people who ask the bot something until it answers.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::panic::resume_unwind;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::cable::Cable;
use crate::house::{Finished, House, Running};
use crate::scene::{BOT_SCOPES, Scene};
use crate::simulator::Simulator;

/// Everything that a trial needs.
pub(super) struct Stage {
    pub(super) cable: Arc<Cable>,
    pub(super) scene: Scene,
    askers: usize,
}

/// A bot that runs on its side of the cable.
pub(super) struct Bot {
    pub(super) program: Running,
    /// How it last said that it is.
    pub(super) health: String,
    /// Everything that it told, for the words of a trial that failed.
    told: Vec<String>,
    outcomes: usize,
}

/// Holds a trial on a thread of its own, because its network is a matter of the thread.
pub(super) fn trial(work: impl FnOnce(&mut Stage) + Send + 'static) {
    let held = std::thread::spawn(move || {
        let cable = Arc::new(Cable::lay());
        cable.enter_twitch();
        work(&mut Stage::set(cable));
    });
    if let Err(panic) = held.join() {
        resume_unwind(panic);
    }
}

impl Stage {
    fn set(cable: Arc<Cable>) -> Self {
        let mut house = House::new();
        let addresses = ["--http", "0.0.0.0:8090", "--irc", "[::]:6667"];
        let simulator =
            Simulator::start_with(&house, &[&["--clock", "real"], &addresses[..]].concat());
        relay(&cable);
        house.through(cable.to_bot());
        let scene = Scene::around(house, simulator);
        scene.log_in(("bot", "perty"), BOT_SCOPES);
        let mut stage = Self {
            cable,
            scene,
            askers: 0,
        };
        stage.configure("irc://10.77.0.1:6667");
        stage
    }

    /// Has the bot find chat there.
    pub(super) fn configure(&mut self, chat: &str) {
        let simulator = &self.scene.simulator;
        let config = format!(
            "[app]\nclient_id = \"{}\"\nclient_secret = \"{}\"\n[bot]\nlogin = \"perty\"\n\
             [[channel]]\nlogin = \"somechannel\"\n[twitch]\nauth = \"http://127.0.0.1:8090/oauth2\"\n\
             helix = \"http://127.0.0.1:8090/helix\"\nirc = \"{chat}\"\n",
            simulator.value("CLIENT_ID"),
            simulator.value("CLIENT_SECRET"),
        );
        self.scene.house.write("streamhand.toml", &config);
    }

    /// Starts the bot, and waits until it is in its channel.
    pub(super) fn bot(&self) -> Bot {
        self.bot_with(&[])
    }

    /// The same with variables in its environment.
    pub(super) fn bot_with(&self, variables: &[(&str, &str)]) -> Bot {
        let mut bot = self.started(variables);
        bot.wait_for("its channel", PATIENCE, |event, _| {
            event["event"] == "ready"
        });
        bot.wait_for_health("up", PATIENCE);
        bot
    }

    /// Starts the bot without waiting for anything.
    pub(super) fn started(&self, variables: &[(&str, &str)]) -> Bot {
        Bot {
            program: self
                .scene
                .start_with(variables, &["--log", "info", "run", "--json"]),
            health: "down".to_owned(),
            told: Vec::new(),
            outcomes: 0,
        }
    }

    /// What `streamhand health` says.
    pub(super) fn asked_health(&self) -> Finished {
        self.scene.run(&["health"])
    }

    /// Waits for the bot's end, after which nothing is left that would be taken for a bot.
    pub(super) fn hears_no_bot(&self, bot: Bot) {
        let finished = bot.program.finish();
        assert_eq!(finished.status, Some(0), "{finished:?}");
        self.asked_health()
            .expect(1, &["no bot runs on this data folder"]);
    }

    /// Has somebody ask something in chat.
    pub(super) fn ask(&mut self) {
        // Whoever was answered has to rest, so each time somebody else asks.
        let asker = ASKERS[self.askers % ASKERS.len()];
        self.askers += 1;
        // Twitch drops what somebody has said a moment ago.
        let text = format!("!ping {}", self.askers);
        let order =
            serde_json::json!({"do": "say", "channel": "somechannel", "user": asker, "text": text});
        self.scene.simulator.post("/sim/chat", &order.to_string());
    }

    /// Has people ask something in chat, one after the other, until the bot answers one of them; how long that took.
    pub(super) fn answered(&mut self, bot: &mut Bot, patience: Duration) -> Duration {
        let begun = Instant::now();
        let before = bot.outcomes;
        while bot.outcomes == before {
            assert!(
                begun.elapsed() <= patience,
                "no answer within {patience:?}: {}",
                bot.words()
            );
            self.ask();
            bot.listen(BETWEEN_QUESTIONS, |bot, _| bot.outcomes > before);
        }
        begun.elapsed()
    }
}

impl Bot {
    /// Waits until it says of its health what is expected; how long that took.
    pub(super) fn wait_for_health(&mut self, expected: &str, patience: Duration) -> Duration {
        let begun = Instant::now();
        if self.health != expected {
            self.wait_for(expected, patience, |_, health| health == expected);
        }
        begun.elapsed()
    }

    /// Listens for a while, and makes sure that health never was this.
    pub(super) fn never(&mut self, health: &str, during: Duration) {
        let was = self.listen(during, |bot, _| bot.health == health);
        assert!(!was, "health was {health}: {}", self.words());
    }

    /// Waits until something is told, with its health after it.
    pub(super) fn wait_for(
        &mut self,
        what: &str,
        patience: Duration,
        is_it: impl Fn(&Value, &str) -> bool,
    ) {
        let came = self.listen(patience, |bot, event| is_it(event, &bot.health));
        assert!(
            came,
            "{what:?} did not come within {patience:?}: {}",
            self.words()
        );
    }

    /// Takes what it tells, until something is there or the time is over; whether it was.
    pub(super) fn listen(
        &mut self,
        during: Duration,
        is_it: impl Fn(&Self, &Value) -> bool,
    ) -> bool {
        let end = Instant::now() + during;
        while let Some(line) = self.program.line_before(end) {
            let event: Value = serde_json::from_str(&line).unwrap_or_default();
            self.told.push(line);
            if event["event"] == "health" {
                event["state"]
                    .as_str()
                    .unwrap_or_default()
                    .clone_into(&mut self.health);
            }
            if event["event"] == "outcome" && event["outcome"] == "sent" {
                self.outcomes += 1;
            }
            if is_it(self, &event) {
                return true;
            }
        }
        false
    }

    /// How often it was said that health was this.
    pub(super) fn times(&self, health: &str) -> usize {
        let word = format!("\"state\":\"{health}\"");
        self.told.iter().filter(|line| line.contains(&word)).count()
    }

    fn words(&self) -> String {
        self.told.join("\n")
    }
}

/// Brings what the bot sends to its own machine to the simulator's: tokens must not be sent in the clear to any other.
fn relay(cable: &Arc<Cable>) {
    let cable = Arc::clone(cable);
    let (ready, is_ready) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        cable.enter_bot();
        // Only the cable's owner may hold it.
        drop(cable);
        let listener = TcpListener::bind("127.0.0.1:8090").expect("nobody else is here");
        ready.send(()).expect("the trial waits");
        for near in listener.incoming().map_while(Result::ok) {
            std::thread::spawn(move || {
                let there = SocketAddr::from(([10, 77, 0, 1], 8090));
                // Whoever cannot get through is told so by the end of the connection.
                let Ok(far) = TcpStream::connect_timeout(&there, Duration::from_secs(5)) else {
                    return;
                };
                let (Ok(near_copy), Ok(far_copy)) = (near.try_clone(), far.try_clone()) else {
                    return;
                };
                let back = std::thread::spawn(move || pump(far_copy, near_copy));
                pump(near, far);
                // It does not panic.
                let _ended = back.join();
            });
        }
    });
    is_ready.recv().expect("the relay begins");
}

fn pump(mut from: TcpStream, mut to: TcpStream) {
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    // The other side may be gone already.
    let _gone = to.shutdown(std::net::Shutdown::Both);
}

/// People of the usual world.
const ASKERS: [&str; 12] = [
    "oakmoss",
    "copperleaf",
    "latebus",
    "snowglobe_",
    "driftwood22",
    "lemonpith",
    "gravelpath",
    "tealumbrella",
    "windowseat",
    "marbles_",
    "foxglove_t",
    "static_hum",
];

const BETWEEN_QUESTIONS: Duration = Duration::from_millis(500);

/// Far more than anything here takes that has no limit of its own.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);
