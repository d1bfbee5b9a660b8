//! Every form of message that Twitch sends, as its reference and other people's recordings show it.

use std::time::Duration;

use streamhand_irc::{ClearTarget, FollowersOnly, Line, Manner, Message, Prefix, Privmsg, Verdict};
use types::{Role, Roles, Timestamp};

fn read(line: &str) -> Message<'_> {
    Message::parse(line).unwrap()
}

fn privmsg(line: &str) -> Privmsg<'_> {
    match read(line) {
        Message::Privmsg(message) => message,
        other => panic!("not a PRIVMSG: {other:?}"),
    }
}

const CHEER: &str = "@badge-info=subscriber/27;badges=moderator/1,subscriber/24;bits=100;client-nonce=0123abcd;\
    color=#1E90FF;display-name=Ann_1;emotes=25:0-4;first-msg=1;flags=;id=aaaabbbb-cccc-4ddd-8eee-ffff00001111;\
    mod=1;returning-chatter=0;room-id=1001;subscriber=1;tmi-sent-ts=1795342800123;turbo=0;user-id=2002;user-type=mod \
    :ann_1!ann_1@ann_1.tmi.twitch.tv PRIVMSG #somechan :Kappa hello";

#[test]
fn a_privmsg_is_read_with_all_that_its_tags_say() {
    let message = privmsg(CHEER);
    assert_eq!(message.channel, "somechan");
    assert_eq!(message.room_id, Some("1001"));
    assert_eq!(message.id, Some("aaaabbbb-cccc-4ddd-8eee-ffff00001111"));
    assert_eq!(message.text, "Kappa hello");
    assert_eq!(message.manner, Manner::Said);
    assert_eq!(
        message.sent_at,
        Some(Timestamp::from_unix_millis(1_795_342_800_123))
    );
    assert_eq!(message.bits, Some(100));
    assert!(message.is_first);
    assert_eq!((message.kind, message.reward_id), (None, None));
    let sender = message.sender;
    assert_eq!((sender.login, sender.user_id), ("ann_1", Some("2002")));
    assert_eq!(sender.display_name(), "Ann_1");
    assert_eq!(sender.color().unwrap().to_string(), "#1E90FF");
    assert_eq!(sender.user_type, "mod");
    assert_eq!(sender.badge_info().version("subscriber"), Some("27"));
    assert_eq!(
        sender.roles(),
        Roles::NONE.with(Role::Moderator).with(Role::Subscriber)
    );
    assert_eq!(message.emotes().len(), 1);
    assert_eq!(
        message.tags.get("client-nonce").unwrap().as_str(),
        "0123abcd"
    );
    assert!(message.reply().is_none() && message.source().is_none() && !message.is_copy());
}

#[test]
fn p01_a_privmsg_without_tags_or_with_nonsense_in_them_is_still_one() {
    let message = privmsg(":ann!ann@ann PRIVMSG #a hi");
    assert_eq!((message.text, message.sender.login), ("hi", "ann"));
    assert_eq!((message.id, message.sent_at), (None, None));
    assert_eq!(message.sender.display_name(), "ann");
    let message = privmsg(
        "@tmi-sent-ts=soon;bits=many;color=blue;new-tag=1;emotes=::;badges=/,;login=eve :ann!ann@ann PRIVMSG #a",
    );
    assert_eq!(
        (message.text, message.sent_at, message.bits),
        ("", None, None)
    );
    assert_eq!(
        message.sender.login, "ann",
        "only the prefix says who speaks"
    );
    assert_eq!(message.sender.color(), None);
    assert_eq!(message.sender.badges().iter().len(), 0);
    assert_eq!(message.tags.get("new-tag").unwrap().as_str(), "1");
}

#[test]
fn p01_what_its_kind_cannot_do_without_makes_a_line_other_and_keeps_it() {
    for text in [
        "PRIVMSG",
        "PRIVMSG ann :hi",
        "USERNOTICE",
        "CLEARCHAT",
        "@ban-duration=soon;target-user-id=3003 CLEARCHAT #a :baduser",
        "@target-user-id=3003 CLEARCHAT #a",
        "@ban-duration=600 CLEARCHAT #a",
        "CLEARMSG #a :no id",
        "ROOMSTATE",
        "USERSTATE",
        "JOIN #a",
        ":a PART",
        "353 bot = #",
        "366 bot",
        "WHISPER bot :hi",
        "001",
        "421 bot",
        "CAP * WHAT",
        "NOTICE",
        ":tmi.twitch.tv 372 some_bot :You are in a maze of twisty passages, all alike.",
        ":tmi.twitch.tv HOSTTARGET #a :b 12",
        "SOMETHING new :here",
    ] {
        assert_eq!(
            read(text),
            Message::Other(Line::parse(text).unwrap()),
            "{text:?}"
        );
    }
}

#[test]
fn a_moderator_is_known_by_badge_even_if_the_tag_says_no() {
    let lead = privmsg("@badges=lead_moderator/1;mod=0 :a!a@a PRIVMSG #a :x");
    assert!(lead.sender.roles().contains(Role::Moderator));
    let named = privmsg("@badges=;display-name=moderator;mod=1 :moderator!m@m PRIVMSG #a :x");
    assert_eq!(
        named.sender.roles(),
        Roles::NONE,
        "x18: neither name nor tag makes one"
    );
}

#[test]
fn p06_names_in_other_scripts_are_shown_and_empty_ones_replaced() {
    for (tag, expected) in [
        ("안녕", "안녕"),
        (r"Old\sName\s", "Old Name "),
        ("", "ann"),
        (r"\s", "ann"),
    ] {
        let line = format!("@display-name={tag} :ann!ann@ann PRIVMSG #a :x");
        assert_eq!(privmsg(&line).sender.display_name(), expected, "{tag:?}");
    }
}

#[test]
fn p05_emotes_in_an_action_are_counted_behind_its_mark() {
    let message = privmsg("@emotes=25:3-7 :a!a@a PRIVMSG #a :\u{1}ACTION 🎉é Kappa\u{1}");
    assert_eq!((message.text, message.manner), ("🎉é Kappa", Manner::Acted));
    let emotes = message.emotes();
    assert_eq!(message.text.get(emotes[0].bytes.clone()), Some("Kappa"));
}

#[test]
fn a_reply_names_what_it_answers_and_its_command_is_found_behind_the_mention() {
    let message = privmsg(
        r"@id=1;reply-parent-display-name=Ann\sB;reply-parent-msg-body=what\s\:\sis;reply-parent-msg-id=11aa;reply-parent-user-id=2002;reply-parent-user-login=ann_b;reply-thread-parent-msg-id=00ff;reply-thread-parent-user-login=carl :d!d@d PRIVMSG #a :@Ann B !ping",
    );
    let reply = message.reply().unwrap();
    assert_eq!(
        (reply.parent_id, reply.parent_user_id),
        ("11aa", Some("2002"))
    );
    assert_eq!(reply.parent_login, Some("ann_b"));
    assert_eq!(reply.parent_text.unwrap().text(), "what ; is");
    assert_eq!(
        (reply.thread_id, reply.thread_login),
        (Some("00ff"), Some("carl"))
    );
    assert_eq!(message.text_without_mention(), "!ping");
    assert_eq!(
        privmsg(":d!d@d PRIVMSG #a :@Ann B !ping").text_without_mention(),
        "@Ann B !ping"
    );
}

#[test]
fn s10_a_copy_from_another_room_is_recognized_and_its_badges_over_there_prove_nothing_here() {
    let line = "@badges=;id=1;room-id=1001;source-badges=moderator/1;source-id=9;source-only=0;source-room-id=1002 :a!a@a PRIVMSG #a :!so";
    let copy = privmsg(line);
    assert!(copy.is_copy());
    assert_eq!(copy.sender.roles(), Roles::NONE);
    let source = copy.source().unwrap();
    assert!(source.roles().contains(Role::Moderator));
    assert_eq!((source.room_id, source.message_id), ("1002", Some("9")));
    assert!(!source.is_source_only);
    let original = line.replace("source-room-id=1002", "source-room-id=1001");
    assert!(!privmsg(&original).is_copy());
}

#[test]
fn the_rare_tags_of_a_privmsg_are_kept() {
    let message = privmsg(
        "@custom-reward-id=77;gifs=0-17|AbC|https://example.com/a.gif;msg-id=highlighted-message :a!a@a PRIVMSG #a :[Title of the GIF]",
    );
    assert_eq!(message.kind, Some("highlighted-message"));
    assert_eq!(message.reward_id, Some("77"));
    let gifs = message.gifs_tag().unwrap();
    assert_eq!(gifs.as_str(), "0-17|AbC|https://example.com/a.gif");
}

#[test]
fn clearchat_tells_whom_it_silences_and_for_how_long() {
    let end = ":tmi.twitch.tv CLEARCHAT #somechan";
    for (line, expected) in [
        (
            format!("@room-id=1001;tmi-sent-ts=1 {end}"),
            ClearTarget::Everybody,
        ),
        (
            format!("@ban-duration=600;target-user-id=3003 {end} :baduser"),
            ClearTarget::TimedOut {
                login: "baduser",
                user_id: Some("3003"),
                duration: Duration::from_secs(600),
            },
        ),
        (
            format!("{end} :baduser"),
            ClearTarget::Banned {
                login: "baduser",
                user_id: None,
            },
        ),
    ] {
        let Message::ClearChat(clear) = read(&line) else {
            panic!("{line:?} is a CLEARCHAT");
        };
        assert_eq!((clear.channel, clear.target), ("somechan", expected));
    }
}

#[test]
fn clearmsg_names_the_message_even_without_a_room_id() {
    let Message::ClearMessage(clear) = read(
        "@login=baduser;room-id=;target-msg-id=1234;tmi-sent-ts=5 :tmi.twitch.tv CLEARMSG #a :the deleted text",
    ) else {
        panic!("this is a CLEARMSG");
    };
    assert_eq!(
        (clear.channel, clear.room_id, clear.message_id),
        ("a", None, "1234")
    );
    assert_eq!(
        (clear.login, clear.text),
        (Some("baduser"), "the deleted text")
    );
    assert_eq!(clear.sent_at, Some(Timestamp::from_unix_millis(5)));
}

#[test]
fn a_notice_has_a_channel_and_an_id_or_neither() {
    for (line, channel, id, text) in [
        (
            "@msg-id=msg_banned :tmi.twitch.tv NOTICE #a :You are banned",
            Some("a"),
            Some("msg_banned"),
            "You are banned",
        ),
        (
            ":tmi.twitch.tv NOTICE * :Login authentication failed",
            None,
            None,
            "Login authentication failed",
        ),
        ("NOTICE *", None, None, ""),
    ] {
        let Message::Notice(notice) = read(line) else {
            panic!("{line:?} is a NOTICE");
        };
        assert_eq!(
            (notice.channel, notice.id, notice.text),
            (channel, id, text)
        );
    }
}

#[test]
fn roomstate_says_what_changed_and_nothing_about_the_rest() {
    let Message::RoomState(all) = read(
        "@emote-only=0;followers-only=-1;r9k=1;room-id=1001;slow=10;subs-only=0 :tmi.twitch.tv ROOMSTATE #a",
    ) else {
        panic!("this is a ROOMSTATE");
    };
    assert_eq!(
        (all.emote_only, all.unique, all.subscribers_only),
        (Some(false), Some(true), Some(false))
    );
    assert_eq!(all.followers_only, Some(FollowersOnly::Off));
    assert_eq!(all.slow, Some(Duration::from_secs(10)));
    for (tag, expected) in [
        ("0", Some(FollowersOnly::For(Duration::ZERO))),
        ("30", Some(FollowersOnly::For(Duration::from_secs(1800)))),
        ("", None),
        ("soon", None),
    ] {
        let line = format!("@followers-only={tag};room-id=1001 :tmi.twitch.tv ROOMSTATE #a");
        let Message::RoomState(room) = read(&line) else {
            panic!("{line:?} is a ROOMSTATE");
        };
        assert_eq!(
            (room.followers_only, room.slow, room.room_id),
            (expected, None, Some("1001"))
        );
    }
}

#[test]
fn userstate_tells_the_id_of_what_we_just_said() {
    let tags = "@badge-info=;badges=moderator/1;client-nonce=n1;color=#FF4500;display-name=Some_Bot;emote-sets=0,300;id=11aa;mod=1";
    let line = format!("{tags} :tmi.twitch.tv USERSTATE #a");
    let Message::UserState(state) = read(&line) else {
        panic!("this is a USERSTATE");
    };
    assert_eq!(
        (state.channel, state.message_id, state.nonce),
        ("a", Some("11aa"), Some("n1"))
    );
    assert!(state.user.roles().contains(Role::Moderator));
    assert_eq!(state.emote_sets, "0,300");
    let line =
        "@display-name=Some_Bot;emote-sets=0;user-id=12345678 :tmi.twitch.tv GLOBALUSERSTATE";
    let Message::GlobalUserState(state) = read(line) else {
        panic!("this is a GLOBALUSERSTATE");
    };
    assert_eq!(
        (state.user.user_id, state.emote_sets),
        (Some("12345678"), "0")
    );
    assert_eq!(state.user.display_name(), "Some_Bot");
}

#[test]
fn who_is_where_is_read_from_join_part_and_names() {
    let user = ":ann!ann@ann.tmi.twitch.tv";
    let line = format!("{user} JOIN #a");
    assert!(
        matches!(read(&line), Message::Join(join) if (join.channel, join.login) == ("a", "ann"))
    );
    let line = format!("{user} PART #a");
    assert!(
        matches!(read(&line), Message::Part(part) if (part.channel, part.login) == ("a", "ann"))
    );
    let Message::Names(names) = read(":bot.tmi.twitch.tv 353 bot = #a :ann  bob") else {
        panic!("this is a list of names");
    };
    assert_eq!(names.channel, "a");
    assert_eq!(names.logins().collect::<Vec<_>>(), ["ann", "bob"]);
    let line = ":bot.tmi.twitch.tv 366 bot #a :End of /NAMES list";
    assert!(matches!(read(line), Message::EndOfNames(end) if end.channel == "a"));
}

#[test]
fn a_whisper_is_read() {
    let Message::Whisper(whisper) = read(
        "@badges=;color=#19E6E6;display-name=Ann_1;emotes=;message-id=1;thread-id=2002_12345678;turbo=0;user-id=2002;user-type= :ann_1!ann_1@ann_1.tmi.twitch.tv WHISPER some_bot :hello",
    ) else {
        panic!("this is a WHISPER");
    };
    assert_eq!(
        (whisper.sender.login, whisper.sender.user_id),
        ("ann_1", Some("2002"))
    );
    assert_eq!((whisper.recipient, whisper.text), ("some_bot", "hello"));
    assert_eq!(
        (whisper.message_id, whisper.thread_id),
        (Some("1"), Some("2002_12345678"))
    );
}

#[test]
fn the_messages_of_the_connection_itself_are_read() {
    assert!(
        matches!(read("PING :tmi.twitch.tv"), Message::Ping(ping) if ping.text == "tmi.twitch.tv")
    );
    assert!(
        matches!(read(":tmi.twitch.tv PONG tmi.twitch.tv :x y"), Message::Pong(pong) if pong.text == "x y")
    );
    assert_eq!(read(":tmi.twitch.tv RECONNECT"), Message::Reconnect);
    assert!(
        matches!(read(":tmi.twitch.tv 001 some_bot :Welcome, GLHF!"), Message::Welcome(welcome) if welcome.login == "some_bot")
    );
    assert!(
        matches!(read(":tmi.twitch.tv 421 bot WHO :Unknown command"), Message::UnknownCommand(unknown) if unknown.command == "WHO")
    );
    for (word, verdict) in [
        ("ACK", Verdict::Granted),
        ("NAK", Verdict::Refused),
        ("LS", Verdict::Listed),
    ] {
        let line = format!(":tmi.twitch.tv CAP * {word} :twitch.tv/tags twitch.tv/foo");
        let Message::Capabilities(answer) = read(&line) else {
            panic!("{line:?} is about capabilities");
        };
        assert_eq!(
            (answer.verdict, answer.names),
            (verdict, "twitch.tv/tags twitch.tv/foo")
        );
    }
}

#[test]
fn the_nick_of_a_server_is_its_name() {
    let line = Line::parse(":tmi.twitch.tv RECONNECT").unwrap();
    assert_eq!(line.prefix().map(Prefix::nick), Some("tmi.twitch.tv"));
}
