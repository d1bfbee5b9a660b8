//! What goes wrong in a day, and what the people do; drawn from the seed before the day begins.

use std::ops::Range;
use std::time::Duration;

use rand::RngExt;
use rand::rngs::StdRng;

/// Something that comes from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The connection to chat breaks, and both sides hear of it.
    Cut,
    /// The connection to chat swallows everything from now on, and nobody is told.
    HalfOpen,
    /// Twitch asks for a reconnect.
    Reconnect,
    /// Nothing can be reached for so long.
    NetworkDown(Duration),
    /// The login service answers 503 for so long.
    LoginServiceDown(Duration),
    /// The bot's access token dies before its time.
    ExpiredToken,
    /// Viewers begin to chat.
    ViewersCome,
    /// They go away again.
    ViewersGo,
    /// Many people call one command in several channels at once.
    Rush,
}

/// The whole day in order of time.
pub(crate) fn draw(random: &mut StdRng, end: Duration) -> Vec<(Duration, Fault)> {
    let mut day = Vec::new();
    for at in moments(random, 5 * MINUTE..15 * MINUTE, end) {
        let fault = match random.random_range(0..10) {
            0..4 => Fault::Cut,
            4..6 => Fault::HalfOpen,
            6..8 => Fault::Reconnect,
            _ => Fault::NetworkDown(seconds(random, 5..20)),
        };
        day.push((at, fault));
    }
    for at in moments(random, 60 * MINUTE..120 * MINUTE, end) {
        day.push((at, Fault::LoginServiceDown(seconds(random, 60..200))));
    }
    for at in moments(random, 60 * MINUTE..150 * MINUTE, end) {
        day.push((at, Fault::ExpiredToken));
    }
    for at in moments(random, 8 * MINUTE..15 * MINUTE, end) {
        day.push((at, Fault::ViewersCome));
        day.push((at + seconds(random, 120..300), Fault::ViewersGo));
    }
    for at in moments(random, 30 * MINUTE..50 * MINUTE, end) {
        day.push((at, Fault::Rush));
    }
    day.sort_by_key(|(at, _)| *at);
    day
}

fn moments(random: &mut StdRng, gap: Range<u64>, end: Duration) -> Vec<Duration> {
    let mut moments = Vec::new();
    let mut at = Duration::ZERO;
    loop {
        at += Duration::from_millis(random.random_range(gap.start * 1_000..gap.end * 1_000));
        if at >= end {
            return moments;
        }
        moments.push(at);
    }
}

fn seconds(random: &mut StdRng, range: Range<u64>) -> Duration {
    Duration::from_secs(random.random_range(range))
}

/// In seconds.
const MINUTE: u64 = 60;
