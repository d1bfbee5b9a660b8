//! What ten thousand channels and ten thousand reconnects cost, by counting what is allocated.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use allocation_counter::measure;
use streamhand_irc::{Event, Fleet, LinkId, Order, Settings, Standing};

use crate::scene::{account, login};

/// Settings of an account that is in so many channels and may join and log in as often as it likes.
pub(crate) fn unlimited(channels: usize) -> Settings {
    let mut settings = account(&[]);
    let names = (0..channels).map(|number| login(&format!("channel_with_name{number}")));
    settings.channels = names.collect();
    settings.limits.joins = usize::MAX;
    settings.limits.logins = usize::MAX;
    settings
}

/// What a server answers to lines that it welcomes and lets in.
pub(crate) fn answer(line: &str) -> Option<String> {
    let (command, rest) = line.trim_end().split_once(' ')?;
    match command {
        "NICK" => Some(":tmi.twitch.tv 001 some_bot :Welcome, GLHF!\r\n".to_owned()),
        "PING" => Some(format!(":tmi.twitch.tv PONG tmi.twitch.tv {rest}\r\n")),
        "JOIN" => {
            let channels = rest.split(',');
            Some(
                channels
                    .map(|channel| format!(":some_bot!some_bot@x JOIN {channel}\r\n"))
                    .collect(),
            )
        }
        _ => None,
    }
}

/// Does what the fleet wants until it wants nothing more; the connections that were opened.
fn serve(fleet: &mut Fleet, now: Instant, tell: &mut impl FnMut(Event)) -> Vec<LinkId> {
    let mut opened = Vec::new();
    let mut answers = VecDeque::new();
    loop {
        match fleet.poll_order() {
            Some(Order::Open(link)) => {
                opened.push(link);
                fleet.handle_opened(now, link);
            }
            Some(Order::Write(link, line)) => {
                let line = std::str::from_utf8(line.as_bytes()).unwrap();
                answers.extend(answer(line).map(|answer| (link, answer)));
            }
            Some(Order::Close(_)) => {}
            Some(Order::NeedToken { .. }) => fleet.handle_token(now, types::Secret::new("u1a2")),
            Some(Order::Event(event)) => tell(event),
            None => match answers.pop_front() {
                Some((link, answer)) => fleet.handle_bytes(now, link, answer.as_bytes()),
                None => return opened,
            },
        }
    }
}

fn joined(fleet: &Fleet) -> usize {
    let channels = fleet.channels();
    channels
        .filter(|(_, standing)| *standing == Standing::Joined)
        .count()
}

#[expect(
    clippy::disallowed_methods,
    reason = "there is no other way to make an instant; from here on only the test moves it"
)]
fn start() -> Instant {
    Instant::now()
}

#[test]
fn ten_thousand_channels_take_half_a_kilobyte_each_in_the_machine() {
    let settings = unlimited(10_000);
    let now = start();
    let mut kept = None;
    let cost = measure(|| {
        let mut fleet = Fleet::new(now, settings.clone(), 1);
        serve(&mut fleet, now, &mut |_| {});
        kept = Some(fleet);
    });
    let fleet = kept.unwrap();
    assert_eq!(joined(&fleet), 10_000);
    let each = cost.bytes_current / 10_000;
    println!("{each} bytes per channel in the machine");
    assert!((1..=512).contains(&each), "{each} bytes per channel");
}

#[test]
fn l02_ten_thousand_reconnects_and_hand_overs_leave_nothing_behind() {
    let mut now = start();
    let mut fleet = Fleet::new(now, unlimited(60), 1);
    let mut links = serve(&mut fleet, now, &mut |_| {});
    let mut reconnect = |rounds: usize| {
        for round in 0..rounds {
            let link = links.remove(0);
            if round % 2 == 0 {
                fleet.handle_closed(now, link, "reset");
            } else {
                fleet.handle_bytes(now, link, b"RECONNECT\r\n@id=1 :a!a@a PRIVMSG #a :hi\r\n");
            }
            while links.len() < 2 {
                links.extend(serve(&mut fleet, now, &mut |_| {}));
                let due = fleet.poll_timeout().expect("something is always due");
                now = due.max(now);
                fleet.handle_timeout(now);
            }
            // The old connection is heard for a while, and what it said is remembered for a minute.
            for _ in 0..70 {
                now += Duration::from_secs(1);
                fleet.handle_timeout(now);
                links.extend(serve(&mut fleet, now, &mut |_| {}));
            }
            assert_eq!(joined(&fleet), 60, "round {round}");
        }
    };
    reconnect(100);
    let cost = measure(|| reconnect(10_000));
    let grown = cost.bytes_current;
    assert!(
        grown <= 16 * 1024,
        "{grown} bytes more after 10,000 reconnects"
    );
}
