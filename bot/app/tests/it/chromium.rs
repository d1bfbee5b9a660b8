//! A real browser without a window, driven over its DevTools: it goes to pages, clicks on them and reads them, as a person does.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio_tungstenite::tungstenite::{self, Message, WebSocket};

use crate::house::PATIENCE;

/// One browser with one tab and a profile of its own; it is killed when this is dropped.
pub(crate) struct Chromium {
    _program: Program,
    socket: WebSocket<TcpStream>,
    /// Its one tab.
    session: Option<String>,
    calls: u64,
    /// How many events the browser has told so far.
    events: u64,
    _profile: TempDir,
}

/// The browser's process, killed when this is dropped: also if the test fails before anybody spoke to it.
struct Program(Child);

impl Chromium {
    /// Starts the browser with scripts switched off in its pages.
    pub(crate) fn start() -> Self {
        let profile = TempDir::new().expect("temporary folders can be made");
        let program = Command::new(find())
            .args([
                "--headless=new",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--window-size=900,900",
                "--remote-debugging-port=0",
                // As root, which a container's tests often are, it does not start otherwise.
                "--no-sandbox",
            ])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("Chromium starts");
        let mut program = Program(program);
        let stderr = program.0.stderr.take().expect("it is piped");
        let mut lines = BufReader::new(stderr).lines().map_while(Result::ok);
        let address = lines
            .find_map(|line| Some(line.split_once("DevTools listening on ws://")?.1.to_owned()))
            .expect("Chromium says where its DevTools are");
        // Whatever else it complains about has to be read, or it stops at a full pipe.
        std::thread::spawn(move || lines.count());
        let (host, _) = address.split_once('/').expect("a path follows");
        let stream = TcpStream::connect(host).expect("its DevTools listen");
        stream
            .set_read_timeout(Some(PATIENCE))
            .expect("a good timeout");
        let (socket, _) = tungstenite::client(format!("ws://{address}"), stream)
            .expect("its DevTools take a client");
        let mut browser = Self {
            _program: program,
            socket,
            session: None,
            calls: 0,
            events: 0,
            _profile: profile,
        };
        browser.attach();
        for domain in ["Page.enable", "DOM.enable"] {
            browser.call(domain, &json!({}));
        }
        browser.call(
            "Emulation.setScriptExecutionDisabled",
            &json!({"value": true}),
        );
        browser
    }

    /// Goes to an address; gives the browser's reason if it cannot.
    pub(crate) fn go_to(&mut self, address: &str) -> Option<String> {
        let answer = self.call("Page.navigate", &json!({"url": address}));
        answer["errorText"].as_str().map(str::to_owned)
    }

    /// Accepts certificates that nobody vouches for, as a person does by Advanced and Proceed.
    pub(crate) fn accept_any_certificate(&mut self) {
        self.call(
            "Security.setIgnoreCertificateErrors",
            &json!({"ignore": true}),
        );
    }

    /// Waits until the page says this.
    pub(crate) fn expect(&mut self, text: &str) {
        loop {
            let before = self.events;
            let page = self.html();
            if page.contains(text) {
                return;
            }
            if self.events == before {
                self.read(text);
            }
        }
    }

    /// Clicks in the middle of the first element that the selector finds, with the mouse.
    pub(crate) fn click(&mut self, selector: &str) {
        // Before its style is there, things stand elsewhere than where they are clicked a moment later.
        self.expect_true("document.readyState === 'complete'");
        let node = self.find(selector);
        self.call("DOM.scrollIntoViewIfNeeded", &json!({"nodeId": node}));
        let quads = self.call("DOM.getContentQuads", &json!({"nodeId": node}));
        let corner = |index: usize| quads["quads"][0][index].as_f64().expect("it is visible");
        let (x, y) = ((corner(0) + corner(4)) / 2.0, (corner(1) + corner(5)) / 2.0);
        for kind in ["mousePressed", "mouseReleased"] {
            let click = json!({"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1});
            self.call("Input.dispatchMouseEvent", &click);
        }
    }

    /// Waits until the first picture that the selector finds was loaded and can be seen.
    pub(crate) fn expect_picture(&mut self, selector: &str) {
        self.expect_true(&format!(
            "document.querySelector('{selector}')?.naturalWidth > 0"
        ));
    }

    /// Where the browser has been in this tab.
    pub(crate) fn history(&mut self) -> Vec<String> {
        let history = self.call("Page.getNavigationHistory", &json!({}));
        let entries = history["entries"].as_array().expect("it keeps a history");
        let address = |entry: &Value| entry["url"].as_str().unwrap_or_default().to_owned();
        entries.iter().map(address).collect()
    }

    /// Keeps a picture of the page, light and dark, if somebody named a folder for it.
    pub(crate) fn photograph(&mut self, name: &str) {
        let Some(folder) = std::env::var_os(FOLDER_FOR_PICTURES) else {
            return;
        };
        for scheme in ["dark", "light"] {
            let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
            self.call("Emulation.setEmulatedMedia", &json!({"features": features}));
            let picture = self.call("Page.captureScreenshot", &json!({"format": "png"}));
            let picture = picture["data"].as_str().expect("a picture is text");
            let picture = BASE64_STANDARD.decode(picture).expect("in base64");
            let path = PathBuf::from(&folder).join(format!("{name}-{scheme}.png"));
            std::fs::write(&path, picture).expect("the folder can be written to");
        }
    }

    /// Speaks to its one tab from now on.
    fn attach(&mut self) {
        let targets = self.call("Target.getTargets", &json!({}));
        let targets = targets["targetInfos"].as_array();
        let tab = targets.and_then(|tabs| tabs.iter().find(|tab| tab["type"] == "page"));
        let id = &tab.expect("there is one tab")["targetId"];
        let session = self.call(
            "Target.attachToTarget",
            &json!({"targetId": id, "flatten": true}),
        );
        self.session = session["sessionId"].as_str().map(str::to_owned);
        assert!(self.session.is_some(), "{session}");
    }

    /// Waits until that is true of the page; it is asked again whenever something happened.
    fn expect_true(&mut self, expression: &str) {
        loop {
            let before = self.events;
            let answer = self.call("Runtime.evaluate", &json!({"expression": expression}));
            if answer["result"]["value"] == true {
                return;
            }
            if self.events == before {
                self.read(expression);
            }
        }
    }

    fn html(&mut self) -> String {
        let document = self.call("DOM.getDocument", &json!({"depth": 0}));
        let node = document["root"]["nodeId"].clone();
        let html = self.call("DOM.getOuterHTML", &json!({"nodeId": node}));
        // Between two pages there is none.
        html["outerHTML"].as_str().unwrap_or_default().to_owned()
    }

    fn find(&mut self, selector: &str) -> u64 {
        let document = self.call("DOM.getDocument", &json!({"depth": 0}));
        let root = &document["root"]["nodeId"];
        let query = json!({"nodeId": root, "selector": selector});
        let found = self.call("DOM.querySelector", &query);
        match found["nodeId"].as_u64() {
            Some(node) if node > 0 => node,
            _ => panic!("nothing on the page is {selector:?}: {}", self.html()),
        }
    }

    /// Calls a method and waits for its result; a refusal is an empty one.
    fn call(&mut self, method: &str, parameters: &Value) -> Value {
        self.calls += 1;
        let id = self.calls;
        let mut call = json!({"id": id, "method": method, "params": parameters});
        if let Some(session) = &self.session {
            call["sessionId"] = json!(session);
        }
        let sent = self.socket.send(Message::text(call.to_string()));
        sent.expect("the browser listens");
        loop {
            let message = self.read(method);
            if message["id"] == id {
                return message["result"].clone();
            }
        }
    }

    /// The next message, whatever it is.
    fn read(&mut self, reason: &str) -> Value {
        loop {
            let message = match self.socket.read() {
                Ok(message) => message,
                Err(error) => panic!("waiting for {reason:?}: {error}"),
            };
            if let Message::Text(text) = message {
                let message: Value = serde_json::from_str(&text).expect("DevTools speak JSON");
                if message["method"].is_string() {
                    self.events += 1;
                }
                return message;
            }
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already; then there is nothing to kill.
        let _ended = self.0.kill();
        let _reaped = self.0.wait();
    }
}

/// The names under which systems know it.
fn find() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<_> = std::env::split_paths(&path).collect();
    let candidates = NAMES
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    candidates
        .into_iter()
        .find(|program| program.is_file())
        .unwrap_or_else(|| {
            panic!(
                "the browser tests need Chromium, and none of {NAMES:?} is on the PATH. \
                 On Debian: apt-get install chromium. `cargo xtask check` installs it where it may."
            )
        })
}

const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];
/// Names a folder in which pictures of the pages are left for people to look at.
const FOLDER_FOR_PICTURES: &str = "STREAMHAND_TEST_PICTURES";
