//! A small Twitch for the targets that try the simulator.

use sim::{Places, Settings, Twitch};
use types::Timestamp;

/// The usual people and channels.
pub fn twitch() -> Twitch {
    Twitch::new(Settings {
        seed: 7,
        started_at: later(0),
        places: Places {
            http: ([127, 0, 0, 1], 80).into(),
            irc: None,
            ircs: None,
            ca_file: None,
        },
        world: None,
        consent: None,
    })
}

/// So many seconds after the beginning.
pub fn later(seconds: i64) -> Timestamp {
    Timestamp::from_unix_millis(1_795_342_800_000 + seconds * 1_000)
}

/// What a guest says to be in the channel, with everything that can be asked for.
pub const HELLO: &[u8] = b"CAP REQ :twitch.tv/tags twitch.tv/commands twitch.tv/membership\r\n\
    NICK justinfan1\r\nJOIN #somechannel\r\n";
