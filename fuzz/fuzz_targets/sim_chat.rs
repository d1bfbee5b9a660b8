//! Whatever a client writes to the simulator's chat, and however it is cut: nothing breaks, and every line that comes back can be read.
#![no_main]

#[path = "../scene.rs"]
mod scene;

use irc::{Piece, Splitter};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u16, Vec<u8>)| {
    let (cut, bytes) = input;
    let mut twitch = scene::twitch();
    let witness = twitch.open_irc();
    twitch.handle_irc(witness, scene::HELLO);
    let id = twitch.open_irc();
    // Half of them are in a channel first, which chance would seldom bring about.
    if cut % 2 == 0 {
        twitch.handle_irc(id, scene::HELLO);
    }
    let (head, tail) = bytes.split_at(usize::from(cut).min(bytes.len()));
    twitch.handle_irc(id, head);
    twitch.handle_irc(id, tail);
    twitch.set_now(scene::later(400));
    for client in [id, witness] {
        let mut splitter = Splitter::new();
        let written = twitch.poll_irc(client).lines.concat();
        splitter.feed(&written, |piece| match piece {
            Piece::Line(line) => assert!(irc::Line::parse(&line).is_ok(), "{line:?}"),
            other => panic!("{other:?}"),
        });
        assert_eq!(splitter.pending(), 0, "a line without its end");
    }
});
