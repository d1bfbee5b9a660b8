//! A running simulator, and what people do there: consent, chat, listen.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

use serde_json::Value;

use crate::house::{self, Finished, House, PATIENCE, Running};

/// `streamhand sim` as a program of its own.
pub(crate) struct Simulator {
    pub(crate) program: Running,
    ready: Value,
}

/// Somebody who reads a channel anonymously.
pub(crate) struct Listener(BufReader<TcpStream>);

impl Simulator {
    /// Starts it on free ports.
    pub(crate) fn start(house: &House) -> Self {
        Self::start_with(house, &["--clock", "real"])
    }

    /// Starts it with a clock that stands still until it is moved.
    pub(crate) fn start_timeless(house: &House) -> Self {
        Self::start_with(house, &["--clock", "manual"])
    }

    pub(crate) fn start_with(house: &House, options: &[&str]) -> Self {
        // Twitch has clients ask every five seconds; nobody learns anything from waiting for that here.
        let usual = ["sim", "--json", "--device-interval", "1s"];
        let program = house.start(&[&usual, options].concat());
        let ready = program.event("ready");
        Self { program, ready }
    }

    /// One of the values that it announces.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.ready[name]
            .as_str()
            .unwrap_or_else(|| panic!("no {name} in {}", self.ready))
    }

    /// Host and port of its pages.
    pub(crate) fn address(&self) -> &str {
        let base = self.value("SIM_AUTH").trim_start_matches("http://");
        base.trim_end_matches("/oauth2")
    }

    /// The config of a bot that uses it, with one part replaced.
    pub(crate) fn config(&self, (part, replacement): (&str, &str)) -> String {
        let config = format!(
            "[app]\nclient_id = \"{}\"\nclient_secret = \"{}\"\n[bot]\nlogin = \"perty\"\n\
             [[channel]]\nlogin = \"somechannel\"\n[twitch]\nauth = \"{}\"\nhelix = \"{}\"\nirc = \"irc://{}:{}\"\n",
            self.value("CLIENT_ID"),
            self.value("CLIENT_SECRET"),
            self.value("SIM_AUTH"),
            self.value("SIM_HELIX"),
            self.value("SIM_IRC_HOST"),
            self.value("SIM_IRC_PORT"),
        );
        config.replace(part, replacement)
    }

    /// Does something by the control door.
    pub(crate) fn post(&self, path: &str, body: &str) {
        let kind = if body.starts_with('{') {
            "json"
        } else {
            "x-www-form-urlencoded"
        };
        let header = format!("Content-Type: application/{kind}");
        let request = format!("POST {path}");
        let (status, answer) = house::http(self.address(), (&request, &header), body);
        assert_eq!(status, 200, "POST {path} {body}: {answer}");
    }

    /// Takes something back by the control door.
    pub(crate) fn delete(&self, path: &str) {
        let request = format!("DELETE {path}");
        let (status, answer) = house::http(self.address(), (&request, "Accept: */*"), "");
        assert_eq!(status, 200, "{request}: {answer}");
    }

    /// Asks for something that is answered in JSON, with one header.
    pub(crate) fn get(&self, path: &str, header: &str) -> Value {
        let (_, body) = house::http(self.address(), (&format!("GET {path}"), header), "");
        serde_json::from_str(&body).unwrap_or_else(|_| panic!("GET {path}: {body}"))
    }

    /// Somebody says something in the channel, some seconds after whatever was said before.
    pub(crate) fn say(&self, user: &str, text: &str) {
        self.post("/sim/clock", "advance=5s");
        let order =
            serde_json::json!({"do": "say", "channel": "somechannel", "user": user, "text": text});
        self.post("/sim/chat", &order.to_string());
    }

    /// Logs an account in with that config: whoever it is that consents.
    pub(crate) fn log_in(
        &self,
        house: &House,
        (config, role): (&str, &str),
        who: &str,
    ) -> Finished {
        let program = house.start(&[
            "--config", config, "login", role, "--flow", "device", "--json",
        ]);
        let code = program.event("code");
        let code = code["user_code"].as_str().expect("there is a code");
        self.post("/sim/consent", &format!("user_code={code}&login={who}"));
        program.finish()
    }

    /// Joins the channel and hears everything from then on.
    pub(crate) fn listen(&self) -> Listener {
        self.listen_in("somechannel")
    }

    /// Joins a channel and hears everything from then on.
    pub(crate) fn listen_in(&self, channel: &str) -> Listener {
        let address = format!(
            "{}:{}",
            self.value("SIM_IRC_HOST"),
            self.value("SIM_IRC_PORT")
        );
        let mut stream = TcpStream::connect(address).expect("the simulator listens");
        stream
            .set_read_timeout(Some(PATIENCE))
            .expect("a good timeout");
        stream
            .write_all(format!("NICK justinfan12345\r\nJOIN #{channel}\r\n").as_bytes())
            .expect("it reads");
        let mut listener = Listener(BufReader::new(stream));
        listener.hear(" 366 ");
        listener
    }
}

impl Listener {
    /// Waits for a line that contains this.
    pub(crate) fn hear(&mut self, part: &str) -> String {
        let mut line = String::new();
        loop {
            line.clear();
            let length = self
                .0
                .read_line(&mut line)
                .expect("something is said in time");
            assert!(length > 0, "chat ended before anybody said {part:?}");
            if line.contains(part) {
                return line;
            }
        }
    }
}
