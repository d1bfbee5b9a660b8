//! Any text is a line or is refused; every way to look at a line is total, and what is written is read as what it was.
#![no_main]

use irc::{Escaped, Line, Message, escape};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let Ok(line) = Line::parse(&text) else {
        return;
    };
    for (_, value) in line.tags() {
        let meant = value.text();
        let written = escape(&meant);
        assert_eq!(
            Escaped::new(&written).text(),
            meant.replace('\0', "\u{FFFD}")
        );
    }
    look_at(&Message::from(line));
    let written = line.to_string();
    let again = Line::parse(&written).expect("a line that was written is a line");
    assert_eq!(again.command(), line.command());
    assert_eq!(again.prefix(), line.prefix());
    assert!(again.tags().iter().eq(line.tags()));
    assert!(again.params().iter().eq(line.params()));
});

/// Asks a message everything that takes more than reading a field.
fn look_at(message: &Message<'_>) {
    match message {
        Message::Privmsg(message) => {
            let _ = (message.sender.badges(), message.sender.roles());
            let _ = (message.sender.color(), message.sender.display_name());
            let _ = (message.source(), message.is_copy());
            assert!(message.text.ends_with(message.text_without_mention()));
            let mut end = 0;
            for emote in message.emotes() {
                assert!(emote.bytes.start >= end && !emote.bytes.is_empty());
                assert!(message.text.get(emote.bytes.clone()).is_some());
                end = emote.bytes.end;
            }
        }
        Message::UserNotice(notice) => {
            let _ = (notice.source(), notice.is_copy(), notice.emotes());
        }
        Message::Names(names) => {
            let _ = names.logins().count();
        }
        _ => {}
    }
}
