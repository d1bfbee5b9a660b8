//! Properties: nothing panics, nothing is lost, and what is written is read as what it was.

use proptest::collection::vec;
use proptest::prelude::*;
use streamhand_irc::{
    LINE_LIMIT, Line, LineError, Message, Outgoing, OwnedMessage, Piece, Prefix, Splitter,
};
use types::{MessageId, Secret};

use crate::scene::login;

/// Everything that a line means.
fn meaning(line: &Line<'_>) -> impl PartialEq + std::fmt::Debug + use<> {
    let tags: Vec<_> = line
        .tags()
        .iter()
        .map(|(key, value)| (key.to_owned(), value.text().into_owned()))
        .collect();
    let params: Vec<_> = line.params().iter().map(str::to_owned).collect();
    let prefix = line.prefix().map(|prefix| prefix.as_str().to_owned());
    (tags, prefix, line.command().to_owned(), params)
}

/// What a piece says, with an owner.
fn describe(piece: &Piece<'_>) -> String {
    format!("{piece:?}")
}

/// Texts that look like lines more often than chance would have it.
fn line_like() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("@".to_owned()),
        Just(":".to_owned()),
        Just(" ".to_owned()),
        Just(";".to_owned()),
        Just("=".to_owned()),
        Just("\\".to_owned()),
        Just("PRIVMSG #a :".to_owned()),
        Just("USERNOTICE #a".to_owned()),
        Just("\u{1}ACTION ".to_owned()),
        Just("emotes=1:0-3,2-1/x:1-".to_owned()),
        Just("reply-parent-msg-id=1;reply-parent-display-name=".to_owned()),
        Just(":a!a@a ".to_owned()),
        "[a-z#/,-]{0,6}",
        "\\PC{0,4}",
        any::<String>(),
    ];
    vec(part, 0..12).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn p02_any_text_is_a_line_or_is_refused_with_a_reason(text in line_like()) {
        match Line::parse(&text) {
            Ok(line) => {
                prop_assert!(!line.command().is_empty());
                let _ = format!("{line:?} {:?}", Message::from(line));
            }
            Err(error) => prop_assert!(matches!(error, LineError::Blank | LineError::NoCommand)),
        }
    }

    #[test]
    fn what_is_written_is_read_as_what_it_was(text in line_like()) {
        if let Ok(line) = Line::parse(&text) {
            let written = line.to_string();
            let again = Line::parse(&written).unwrap();
            prop_assert_eq!(meaning(&line), meaning(&again), "written as {:?}", &written);
            prop_assert_eq!(again.to_string(), written.clone(), "the plain form is final");
            let owned = OwnedMessage::parse(&text).unwrap();
            prop_assert_eq!(meaning(&owned.line()), meaning(&line));
        }
    }

    #[test]
    fn p08_every_way_to_look_at_a_message_is_total(
        tags in "[a-z;=/:,0-9\\\\-]{0,60}",
        text in any::<String>(),
    ) {
        let line = format!("@{tags};emotes=25:0-4,3-9/x:1-2;reply-parent-msg-id=1;reply-parent-display-name=A :a!a@a PRIVMSG #a :{text}");
        let Ok(Message::Privmsg(message)) = Message::parse(&line) else {
            return Err(TestCaseError::fail("this is a PRIVMSG"));
        };
        prop_assert_eq!(message.sender.login, "a");
        prop_assert!(message.text.ends_with(message.text_without_mention()));
        let mut end = 0;
        for emote in message.emotes() {
            prop_assert!(emote.bytes.start >= end && !emote.bytes.is_empty());
            prop_assert!(message.text.get(emote.bytes.clone()).is_some());
            end = emote.bytes.end;
        }
        let _ = (message.sender.badges(), message.sender.color(), message.source(), message.is_copy());
    }

    #[test]
    fn n12_the_splitter_does_not_care_how_the_stream_is_cut(
        stream in vec(prop_oneof![8 => Just(b'a'), 2 => Just(b'\n'), 1 => Just(b'\r'), 1 => any::<u8>()], 0..300),
        cuts in vec(1_usize..40, 0..60),
    ) {
        let mut whole = Vec::new();
        let mut splitter = Splitter::new();
        splitter.feed(&stream, |piece| whole.push(describe(&piece)));
        let mut pieces = Vec::new();
        let mut cut = Splitter::new();
        let mut rest = stream.as_slice();
        for length in cuts {
            let (head, tail) = rest.split_at(length.min(rest.len()));
            cut.feed(head, |piece| pieces.push(describe(&piece)));
            rest = tail;
        }
        cut.feed(rest, |piece| pieces.push(describe(&piece)));
        prop_assert_eq!(&pieces, &whole);
        prop_assert_eq!(cut.pending(), splitter.pending());
    }

    #[test]
    fn every_line_that_is_not_blank_comes_out_or_is_named(lengths in vec(0_usize..2 * LINE_LIMIT, 0..8)) {
        let mut stream = Vec::new();
        for length in &lengths {
            stream.extend(std::iter::repeat_n(b'x', *length));
            stream.push(b'\n');
        }
        let mut lines = 0;
        let mut too_long = 0;
        Splitter::new().feed(&stream, |piece| match piece {
            Piece::Line(_) => lines += 1,
            Piece::TooLong { .. } => too_long += 1,
            Piece::Unfinished { .. } => panic!("the stream has not ended"),
        });
        let expected = lengths.iter().filter(|length| **length > LINE_LIMIT).count();
        prop_assert_eq!(too_long, expected);
        prop_assert_eq!(lines + too_long, lengths.iter().filter(|length| **length > 0).count());
    }

    #[test]
    fn x16_whatever_is_put_into_a_line_it_stays_one_line(text in any::<String>(), id in any::<String>()) {
        let evil = format!("{text}\r\nQUIT\0{id}");
        let channel = login("a");
        for line in [
            Outgoing::say(&channel, &evil, Some(&MessageId::new(&evil))),
            Outgoing::say(&channel, &evil, None),
            Outgoing::pass(&Secret::new(evil.clone())),
            Outgoing::ping(&evil),
            Outgoing::pong(&evil),
        ] {
            let bytes = line.as_bytes();
            let (content, end) = bytes.split_at(bytes.len() - 2);
            prop_assert_eq!(end, b"\r\n");
            prop_assert!(!content.iter().any(|byte| matches!(byte, b'\r' | b'\n' | b'\0')));
        }
    }

    #[test]
    fn x16_what_we_say_is_read_back_as_what_we_said(text in "[^\r\n\0]{1,80}", id in any::<String>()) {
        let line = Outgoing::say(&login("a"), &text, Some(&MessageId::new(&id)));
        let line = String::from_utf8(line.as_bytes().to_vec()).unwrap();
        let line = Line::parse(line.trim_end_matches("\r\n")).unwrap();
        prop_assert_eq!(line.params().iter().collect::<Vec<_>>(), ["#a", text.as_str()]);
        let parent = line.tags().get("reply-parent-msg-id").unwrap();
        prop_assert_eq!(parent.text(), id.replace('\0', "\u{FFFD}"));
        prop_assert_eq!(line.prefix().map(Prefix::nick), None);
    }
}
