//! Ours reads every line exactly as a slow and obvious reading does: real chat, lines made to be hard, and lines spoiled by chance.

use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;

use crate::agreement::check;

#[test]
fn p01_every_line_of_the_corpus_is_read_as_the_reference_reads_it() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora/irc/forsen-2022.txt");
    // The corpus is not part of this repository; without it there is nothing to read.
    let Ok(bytes) = std::fs::read(path) else {
        return;
    };
    let text = String::from_utf8_lossy(&bytes);
    for line in text.lines() {
        check(line);
        // The same line, cut off and moved against the blocks that are looked at together.
        let middle = line.floor_char_boundary(line.len() / 2);
        check(&line[..middle]);
        check(&line.replacen('@', "@x=1;", 1));
        check(&line.replacen(';', ";flags=a=b=;", 3));
    }
}

#[test]
fn p01_lines_made_to_be_hard_are_read_as_the_reference_reads_them() {
    for line in HARD {
        check(line);
        for filler in 0..130 {
            check(&format!(
                "@{}=1;{}",
                "k".repeat(filler),
                line.trim_start_matches('@')
            ));
            check(&format!("{} {}", line, "é".repeat(filler)));
        }
    }
}

/// Lines that other parsers fell over, and neighbors of them.
const HARD: &[&str] = &[
    "@id=1;id=2;id= :a!a@a PRIVMSG #a :x",
    "@;=;==;a;=b;c=;d==;e=f=g;; :a!a@a PRIVMSG #a :x",
    "@badges=moderator/1\\,broadcaster/1,,/,vip;display-name=\\s\\s :a PRIVMSG #a ::x",
    "@badges=mod\\erator/1;display-name=\\ :a@b!c PRIVMSG #a :\u{1}ACTION",
    "@emotes=25:0-4,6-10/x:3-5,99-100/:1-2/e:a-b;tmi-sent-ts=+17 :a!a@a PRIVMSG #a :Kappa Kappa é🎉",
    "@tmi-sent-ts=99999999999999999999;bits=-1;first-msg=true :!@ PRIVMSG #a",
    "@reply-parent-msg-id=;reply-parent-msg-id=1;reply-parent-display-name=A\\sB PRIVMSG #a :@A B hi",
    "@source-room-id=2;source-only=1;source-badges=broadcaster/1 :a!a@a PRIVMSG #a :x",
    "@login=b;user-id= :a!a@a PRIVMSG #a :x",
    "@msg-id=resub;msg-param-cumulative-months=3;msg-param-sub-plan=Prime;login=a :t USERNOTICE #a",
    "@msg-id=sharedchatnotice;source-msg-id=raid;msg-param-login=b;msg-param-viewerCount=x :t USERNOTICE #a :y",
    "@msg-id=neverheard;msg-param-=1;msg-param-x=1;msg-param-x= :t USERNOTICE #a :",
    "@ban-duration=;target-user-id=1 :t CLEARCHAT #a :b",
    "@ban-duration=x :t CLEARCHAT #a :b",
    "@ban-duration=1;ban-duration=2 :t CLEARCHAT #a b",
    ":t CLEARCHAT #a",
    "@target-msg-id=1;login=;room-id= :t CLEARMSG #a :b c",
    "@emote-only=1;slow=;followers-only=-1;r9k=x;subs-only=0 :t ROOMSTATE #a",
    "@id=1;client-nonce=;emote-sets=0;login=z :t USERSTATE #a",
    "@message-id=1;thread-id=2 :a!a@a WHISPER b :hi",
    "PRIVMSG",
    "PRIVMSG a :b",
    "PRIVMSG # :b",
    "PRIVMSG  #a  :b  ",
    "privmsg #a :b",
    "@a :b",
    "@",
    " @a=1  :b  JOIN  #c ",
];

/// Pieces that lines are made of, and some that they should not be made of.
fn piece() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "@",
        ":",
        " ",
        ";",
        "=",
        "\\",
        "\\s",
        "\\:",
        "!",
        "#",
        ",",
        "/",
        "-",
        "\r",
        "\0",
        "\u{1}",
        "badges",
        "badge-info",
        "display-name",
        "user-id",
        "room-id",
        "id",
        "color",
        "emotes",
        "first-msg",
        "bits",
        "msg-id",
        "tmi-sent-ts",
        "login",
        "user-type",
        "custom-reward-id",
        "reply-parent-msg-id",
        "reply-parent-user-login",
        "source-room-id",
        "source-only",
        "ban-duration",
        "target-user-id",
        "target-msg-id",
        "slow",
        "followers-only",
        "r9k",
        "msg-param-sub-plan",
        "msg-param-cumulative-months",
        "msg-param-viewerCount",
        "moderator/1",
        "broadcaster/1",
        "lead_moderator",
        "1",
        "0",
        "true",
        "1795342800123",
        "25:0-4,6-9",
        "resub",
        "subgift",
        "raid",
        "sharedchatnotice",
        "ACTION",
        "ann",
        " :ann!ann@ann.tmi.twitch.tv PRIVMSG #chan :",
        " :tmi.twitch.tv USERNOTICE #chan :",
        " :tmi.twitch.tv CLEARCHAT #chan :",
        " :tmi.twitch.tv CLEARMSG #chan :",
        " :tmi.twitch.tv ROOMSTATE #chan",
        " :tmi.twitch.tv USERSTATE #chan",
        " JOIN #chan",
        "안녕",
        "e\u{301}\u{301}",
        "\u{202E}",
        "\u{E0000}",
        "\u{FFFD}",
        "🎉",
    ]);
    prop_oneof![
        6 => words.prop_map(str::to_owned),
        1 => "[a-z0-9-]{0,70}",
        1 => "\\PC{0,6}",
        1 => any::<String>(),
    ]
}

/// Texts with tags that look right, of which the last part may be anything.
fn tagged() -> impl Strategy<Value = String> {
    (vec((piece(), piece()), 0..30), vec(piece(), 0..12)).prop_map(|(tags, rest)| {
        let tags: Vec<_> = tags
            .into_iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        format!("@{} :a!a@a {}", tags.join(";"), rest.concat())
    })
}

proptest! {
    #[test]
    fn p02_any_text_is_read_as_the_reference_reads_it(pieces in vec(piece(), 0..40)) {
        check(&pieces.concat());
    }

    #[test]
    fn p02_any_tags_are_read_as_the_reference_reads_them(text in tagged()) {
        check(&text);
        check(&text.replacen(" :a!a@a ", " :a!a@a PRIVMSG #a :", 1));
        check(&text.replacen(" :a!a@a ", " :t USERNOTICE #a :", 1));
    }
}
