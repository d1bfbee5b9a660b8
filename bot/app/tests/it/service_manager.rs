//! What systemd hears of a bot that it started.

use std::os::unix::net::UnixDatagram;
use std::time::Instant;

use crate::house::{PATIENCE, argument};
use crate::scene::{BOT_SCOPES, Scene};

#[test]
fn o03_systemd_hears_that_the_bot_has_begun_that_it_goes_on_how_it_is_and_that_it_ends() {
    let scene = Scene::in_real_time();
    scene.log_in(("bot", "perty"), BOT_SCOPES);
    let path = scene.house.path("notify");
    let socket = UnixDatagram::bind(&path).expect("the folder is ours");
    socket
        .set_read_timeout(Some(PATIENCE))
        .expect("a good timeout");
    let bot = scene.start_with(&[("NOTIFY_SOCKET", &argument(&path))], &["run", "--json"]);
    let begun = Instant::now();
    let hear = |expected: &str| {
        let mut buffer = [0; 1024];
        while begun.elapsed() < PATIENCE {
            let length = socket.recv(&mut buffer).expect("something is told in time");
            if String::from_utf8_lossy(&buffer[..length]).contains(expected) {
                return;
            }
        }
        panic!("{expected:?} was not told");
    };
    for expected in ["READY=1", "WATCHDOG=1\nSTATUS=chat answers", "WATCHDOG=1"] {
        hear(expected);
    }
    bot.terminate();
    hear("STOPPING=1");
    assert_eq!(bot.finish().status, Some(0));
}
