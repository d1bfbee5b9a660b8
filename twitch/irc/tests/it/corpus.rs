//! Real chat, where it is at hand: every line is read as what it is.

use std::path::Path;

use streamhand_irc::{Line, Message, Piece, Splitter};

#[test]
fn every_line_of_the_corpus_is_read_typed() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora/irc/forsen-2022.txt");
    // The corpus is not part of this repository; without it there is nothing to read.
    let Ok(bytes) = std::fs::read(path) else {
        return;
    };
    let mut lines = 0;
    let mut splitter = Splitter::new();
    splitter.feed(&bytes, |piece| {
        let Piece::Line(text) = piece else {
            panic!("unreadable: {piece:?}");
        };
        let line = Line::parse(&text).unwrap();
        let message = Message::from(line);
        assert!(!matches!(message, Message::Other(_)), "not typed: {text}");
        if let Message::Privmsg(message) = &message {
            let is_whole = message.id.is_some()
                && message.sent_at.is_some()
                && message.sender.user_id.is_some()
                && !message.sender.login.is_empty();
            assert!(is_whole, "incomplete: {message:?}");
            for emote in message.emotes() {
                assert!(message.text.get(emote.bytes).is_some(), "{text}");
            }
        }
        assert_eq!(Line::parse(&line.to_string()).unwrap().tags(), line.tags());
        lines += 1;
    });
    let newlines = bytes.iter().filter(|byte| **byte == b'\n').count();
    assert_eq!((lines, splitter.pending()), (newlines, 0));
}
