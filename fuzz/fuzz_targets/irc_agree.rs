//! Any text is read, generic and typed, as a slow and obvious second reading reads it.
#![no_main]

// The comparison is shared with the tests, where the crate goes by its full name.
extern crate irc as streamhand_irc;

#[path = "../../twitch/irc/tests/it/agreement.rs"]
mod agreement;
#[path = "../../twitch/irc/tests/it/reference.rs"]
mod reference;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    agreement::check(&text);
    // The same as the text of a message, so that more inputs get behind the first checks.
    agreement::check(&format!("@{text} :a!a@a PRIVMSG #a :{text}"));
});
