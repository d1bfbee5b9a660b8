//! Texts that were made to do harm, and lines that lack everything.

use streamhand_irc::{ClearTarget, Line, Message, NoticeKind, Piece, Splitter};
use types::Roles;

use crate::agreement;

/// Reads all there is to read in a line, however often it is asked.
fn read_whole(text: &str) {
    let Ok(line) = Line::parse(text) else {
        return;
    };
    let tags: usize = line
        .tags()
        .iter()
        .map(|(key, value)| key.len() + value.text().len())
        .sum();
    let params: usize = line.params().iter().map(str::len).sum();
    assert!(tags + params <= text.len());
    match Message::from(line) {
        Message::Privmsg(message) => {
            let _ = (
                message.emotes(),
                message.text_without_mention(),
                message.is_copy(),
            );
            let _ = (message.sender.roles(), message.sender.badges());
            let _ = message.sender.display_name();
        }
        Message::UserNotice(notice) => {
            let _ = (notice.emotes(), notice.is_copy());
        }
        _ => {}
    }
}

#[test]
fn p07_very_long_lines_of_anything_are_read_in_linear_time() {
    // Whoever looks at them again for each of their bytes needs so long that nobody takes it for a success.
    for filler in [
        ";",
        "=",
        "a=;",
        "\\",
        "a=\\s;",
        " ",
        ":",
        "@",
        "!",
        "/",
        ",",
        "1:0-0,",
        "emotes=1:0-0;",
        "msg-param-a=1;",
        "badges=a/1,;",
        "\u{1}",
        "e\u{301}",
        "\u{301}",
        "\u{200B}",
        "🎉",
    ] {
        let long = filler.repeat((1 << 18) / filler.len());
        read_whole(&long);
        read_whole(&format!("@{long}"));
        read_whole(&format!("@{long} :a!a@a PRIVMSG #a :{long}"));
        read_whole(&format!(
            "@badges={long};emotes={long};display-name={long} :{long} PRIVMSG #a :{long}"
        ));
        read_whole(&format!("@msg-id=resub;{long} :t USERNOTICE #a :{long}"));
        read_whole(&format!(
            "@reply-parent-msg-id=1;reply-parent-display-name={long} PRIVMSG #a :@{long}"
        ));
        read_whole(&format!("{long} #a :{long}"));
    }
}

#[test]
fn p07_tags_beyond_8_kib_are_read_to_the_last_one() {
    let tags: Vec<String> = (0..1500)
        .map(|number| format!("tag-{number}={number}"))
        .collect();
    let text = format!("@{} :a!a@a PRIVMSG #a :x", tags.join(";"));
    assert!(text.len() > 16_000);
    let line = Line::parse(&text).unwrap();
    assert_eq!(line.tags().iter().count(), 1500);
    assert_eq!(line.tags().get("tag-1499").unwrap().as_str(), "1499");
    agreement::check(&text);
}

#[test]
fn p07_x16_nothing_in_a_text_begins_a_line_of_its_own() {
    let mut splitter = Splitter::new();
    let mut texts = Vec::new();
    let stream =
        b":a!a@a PRIVMSG #a :one\r:b!b@b PRIVMSG #a :two\0three\x85four\xE2\x80\xA8five\r\n";
    splitter.feed(stream, |piece| {
        let Piece::Line(line) = piece else {
            panic!("this is a line: {piece:?}");
        };
        let Ok(Message::Privmsg(message)) = Message::parse(&line) else {
            panic!("this is a PRIVMSG: {line:?}");
        };
        assert_eq!(message.sender.login, "a");
        texts.push(message.text.to_owned());
    });
    let text = "one\r:b!b@b PRIVMSG #a :two\0three\u{FFFD}four\u{2028}five";
    assert_eq!(texts, [text]);
}

#[test]
fn p09_what_nobody_did_is_read_without_anybody() {
    let text = "@msg-id=submysterygift;msg-param-mass-gift-count=5 :tmi.twitch.tv USERNOTICE #a";
    let Ok(Message::UserNotice(notice)) = Message::parse(text) else {
        panic!("this is a notice");
    };
    assert_eq!((notice.sender.login, notice.sender.user_id), ("", None));
    assert_eq!(notice.sender.display_name(), "");
    assert!(!notice.sender.is_anonymous_gifter());
    let is_many = matches!(
        notice.kind,
        NoticeKind::ManySubscriptionsGifted { count: Some(5), .. }
    );
    assert!(is_many, "{:?}", notice.kind);
    let Ok(Message::ClearChat(cleared)) = Message::parse(":tmi.twitch.tv CLEARCHAT #a :gone")
    else {
        panic!("this is a ban");
    };
    let expected = ClearTarget::Banned {
        login: "gone",
        user_id: None,
    };
    assert_eq!(cleared.target, expected);
    let Ok(Message::Privmsg(message)) = Message::parse("PRIVMSG #a :hi") else {
        panic!("this is a PRIVMSG");
    };
    assert_eq!((message.sender.login, message.sender.user_id), ("", None));
    assert_eq!(message.sender.roles(), Roles::NONE);
}

#[test]
fn p10_text_that_deceives_the_eye_is_handed_on_as_it_is() {
    // What is done about it is decided where it is shown and judged; the parser changes nothing.
    for text in [
        "\u{202E}gnip!",
        "z\u{301}\u{302}\u{303}\u{304}\u{305}algo",
        "!р\u{456}ng",
        "a\u{200B}\u{E0000}",
        "안녕ゆき",
    ] {
        let line = format!("@display-name={text} :a!a@a PRIVMSG #a :{text}");
        let Ok(Message::Privmsg(message)) = Message::parse(&line) else {
            panic!("this is a PRIVMSG: {line:?}");
        };
        assert_eq!(message.text, text);
        agreement::check(&line);
    }
}

#[test]
fn x18_badges_of_another_room_and_names_prove_nothing_here() {
    let text = "@badges=;source-badges=broadcaster/1,moderator/1;source-room-id=2;room-id=1;mod=1;\
        user-type=mod;display-name=broadcaster/1;reply-parent-msg-id=1;login=owner;badge-info=moderator/1 \
        :moderator!broadcaster@owner PRIVMSG #owner :badges=moderator/1";
    let Ok(Message::Privmsg(message)) = Message::parse(text) else {
        panic!("this is a PRIVMSG");
    };
    assert_eq!(message.sender.roles(), Roles::NONE);
    assert_eq!(message.sender.login, "moderator");
    assert!(message.is_copy());
}
