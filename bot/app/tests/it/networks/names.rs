//! Trials of names: what name servers get wrong, and addresses that lead nowhere.

use std::io::ErrorKind;
use std::net::UdpSocket;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::cable::Cable;
use super::stage::{PATIENCE, Stage, trial};

/// What the name server does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// It answers with these addresses of version 4, by their last number, and perhaps with that of version 6.
    Truth(&'static [u8], Six),
    NoSuchName,
    ServerFailed,
    Silent,
    Garbage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Six {
    None,
    There,
}

/// A name server on the bot's side.
struct NameServer {
    manner: Arc<Mutex<Manner>>,
}

impl NameServer {
    fn start(cable: &Arc<Cable>, manner: Manner) -> Self {
        let resolver = "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n";
        std::fs::write(cable.resolver(), resolver).expect("root may write there");
        let manner = Arc::new(Mutex::new(manner));
        let (shared, cable) = (Arc::clone(&manner), Arc::clone(cable));
        let (ready, is_ready) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            cable.enter_bot();
            drop(cable);
            let socket = UdpSocket::bind("127.0.0.1:53").expect("nobody else is here");
            ready.send(()).expect("the trial waits");
            serve(&socket, &shared);
        });
        is_ready.recv().expect("the name server begins");
        Self { manner }
    }

    fn turn(&self, manner: Manner) {
        *self.manner.lock().expect("nobody panics with it") = manner;
    }
}

fn serve(socket: &UdpSocket, manner: &Mutex<Manner>) {
    let mut buffer = [0; 1500];
    loop {
        let (length, asker) = match socket.recv_from(&mut buffer) {
            Ok(received) => received,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(_) => return,
        };
        let manner = *manner.lock().expect("nobody panics with it");
        if let Some(answer) = answer(&buffer[..length], manner) {
            // Whoever asked may be gone.
            let _gone = socket.send_to(&answer, asker);
        }
    }
}

/// An answer as RFC 1035 has it: the question again, and behind it addresses whose name points at the question's.
fn answer(question: &[u8], manner: Manner) -> Option<Vec<u8>> {
    let name_end = 12 + question.get(12..)?.iter().position(|byte| *byte == 0)?;
    let asked = question.get(..name_end + 5)?;
    let is_six = asked[name_end + 2] == 28;
    let (code, addresses): (u8, Vec<Vec<u8>>) = match manner {
        Manner::Silent => return None,
        Manner::Garbage => return Some(vec![0xFF; 40]),
        Manner::NoSuchName => (3, Vec::new()),
        Manner::ServerFailed => (2, Vec::new()),
        Manner::Truth(_, Six::There) if is_six => {
            let mut address = vec![0xFD, 0x77];
            address.extend([0; 13]);
            address.push(1);
            (0, vec![address])
        }
        Manner::Truth(..) if is_six => (0, Vec::new()),
        Manner::Truth(hosts, _) => (0, hosts.iter().map(|host| vec![10, 77, 0, *host]).collect()),
    };
    let mut answer = asked.to_vec();
    answer[2..12].copy_from_slice(&[0x81, 0x80 | code, 0, 1, 0, 0, 0, 0, 0, 0]);
    answer[7] = u8::try_from(addresses.len()).expect("they are few");
    for address in addresses {
        let kind = if address.len() == 16 { 28 } else { 1 };
        let length = u8::try_from(address.len()).expect("it is short");
        answer.extend([0xC0, 12, 0, kind, 0, 1, 0, 0, 0, 0, 0, length]);
        answer.extend(address);
    }
    Some(answer)
}

fn named(stage: &mut Stage, manner: Manner) -> NameServer {
    stage.configure("irc://chat.trial:6667");
    NameServer::start(&stage.cable, manner)
}

#[test]
fn n01_without_a_name_server_the_last_address_is_taken_and_a_first_start_waits() {
    trial(|stage| {
        let server = named(stage, Manner::NoSuchName);
        let mut bot = stage.started(&[]);
        let mut heard = |manner| {
            server.turn(manner);
            bot.never("up", Duration::from_secs(4));
        };
        heard(Manner::NoSuchName);
        heard(Manner::Garbage);
        server.turn(Manner::Truth(&[1], Six::None));
        bot.wait_for_health("up", Duration::from_secs(25));
        stage.answered(&mut bot, Duration::from_secs(15));
        for manner in [Manner::ServerFailed, Manner::Silent, Manner::NoSuchName] {
            server.turn(manner);
            stage.scene.simulator.post("/sim/mischief", "do=reset");
            bot.wait_for_health("down", PATIENCE);
            bot.wait_for_health("up", PATIENCE);
        }
        stage.answered(&mut bot, Duration::from_secs(15));
    });
}

#[test]
fn n06_where_version_6_leads_nowhere_version_4_is_taken_at_once() {
    trial(|stage| {
        let _server = named(stage, Manner::Truth(&[1], Six::There));
        drop(stage.bot());
        stage
            .cable
            .rule(&["in meta nfproto ipv6 meta l4proto tcp drop"]);
        let mut bot = stage.started(&[]);
        let up = bot.wait_for_health("up", PATIENCE);
        assert!(up <= Duration::from_secs(10), "{up:?}");
        stage.answered(&mut bot, Duration::from_secs(15));
    });
}

#[test]
fn n09_an_address_that_takes_connections_and_swallows_the_rest_is_left_for_another() {
    trial(|stage| {
        stage
            .cable
            .ip_at_twitch(&["address", "add", "10.77.0.9/24", "dev", "t0"]);
        // What a path does that is narrower than it says: small packets pass, others vanish, and nobody is told.
        stage.cable.rule(&[
            "in ip daddr 10.77.0.9 ip length > 60 drop",
            "in ip daddr 10.77.0.1 tcp dport 6667 counter accept",
        ]);
        let _server = named(stage, Manner::Truth(&[9, 1], Six::None));
        let mut bot = stage.started(&[]);
        let up = bot.wait_for_health("up", PATIENCE);
        assert!(
            up <= Duration::from_secs(30),
            "one login's time and a pause: {up:?}"
        );
        stage.answered(&mut bot, Duration::from_secs(15));
    });
}
