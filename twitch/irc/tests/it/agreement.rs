//! Compares what the crate reads in a line with the slow and obvious reading. The fuzz target `irc_agree` uses it too.

use std::time::Duration;

use streamhand_irc::{
    ClearTarget, FollowersOnly, Line, LineError, Manner, Message, NoticeKind, Prefix, Privmsg,
    RoomState, Sender, UserNotice,
};
use types::{Role, Roles, Timestamp};

use crate::reference::{self, Reading};

/// Panics, with the line, if the two readings differ.
pub(crate) fn check(text: &str) {
    let (line, reading) = match (Line::parse(text), reference::read(text)) {
        (Ok(line), Some(reading)) => (line, reading),
        (Err(error), None) => {
            let is_blank = text.chars().all(|character| character == ' ');
            assert_eq!(error == LineError::Blank, is_blank, "{text:?}");
            assert_eq!(Message::parse(text), Err(error), "{text:?}");
            return;
        }
        (line, reading) => panic!("one is a line: {line:?}, {reading:?}"),
    };
    let found = Reading {
        tags: line
            .tags()
            .iter()
            .map(|(key, value)| (key.to_owned(), value.as_str().to_owned()))
            .collect(),
        prefix: line.prefix().map(|prefix| prefix.as_str().to_owned()),
        command: line.command().to_owned(),
        params: line.params().iter().map(str::to_owned).collect(),
    };
    assert_eq!(found, reading, "{text:?}");
    for (key, value) in line.tags() {
        assert_eq!(
            value.text(),
            reference::unescaped(value.as_str()),
            "{key:?} of {text:?}"
        );
        let last = line.tags().get(key).map(|value| value.as_str());
        assert_eq!(last, reading.tag(key), "{key:?} of {text:?}");
    }
    assert_eq!(line.prefix().map(Prefix::nick), reading.nick(), "{text:?}");
    let message = Message::parse(text).expect("what is a line is a message");
    assert_eq!(message, Message::from(line), "{text:?}");
    check_message(&message, &reading);
}

fn check_message(message: &Message<'_>, reading: &Reading) {
    let second = reading.params.get(1).map(String::as_str);
    match message {
        Message::Privmsg(message) => check_privmsg(message, reading),
        Message::UserNotice(notice) => check_notice(notice, reading),
        Message::RoomState(state) => check_room(state, reading),
        Message::ClearChat(cleared) => {
            let user_id = reading.set("target-user-id");
            let seconds = reading.set("ban-duration");
            let duration = seconds.map(|seconds| Duration::from_secs(seconds.parse().unwrap()));
            let expected = match (second.filter(|login| !login.is_empty()), duration) {
                (None, _) => ClearTarget::Everybody,
                (Some(login), None) => ClearTarget::Banned { login, user_id },
                (Some(login), Some(duration)) => ClearTarget::TimedOut {
                    login,
                    user_id,
                    duration,
                },
            };
            assert_eq!(cleared.target, expected, "{reading:?}");
            assert_eq!(Some(cleared.channel), reading.channel(), "{reading:?}");
            assert_eq!(cleared.room_id, reading.set("room-id"), "{reading:?}");
            assert_eq!(cleared.sent_at, sent_at(reading), "{reading:?}");
        }
        Message::ClearMessage(cleared) => {
            let found = (cleared.room_id, cleared.login, cleared.text);
            let expected = (
                reading.set("room-id"),
                reading.set("login"),
                second.unwrap_or(""),
            );
            assert_eq!(found, expected, "{reading:?}");
            let id = reading.set("target-msg-id");
            assert_eq!(Some(cleared.message_id), id, "{reading:?}");
            assert_eq!(cleared.sent_at, sent_at(reading), "{reading:?}");
        }
        Message::UserState(state) => {
            check_sender(&state.user, reading, reading.tag("login").unwrap_or(""));
            let found = (state.message_id, state.nonce, state.emote_sets);
            let sets = reading.tag("emote-sets").unwrap_or("");
            let expected = (reading.set("id"), reading.set("client-nonce"), sets);
            assert_eq!(found, expected, "{reading:?}");
        }
        Message::Whisper(whisper) => {
            check_sender(&whisper.sender, reading, reading.nick().unwrap_or(""));
            let found = (whisper.message_id, whisper.thread_id);
            let expected = (reading.set("message-id"), reading.set("thread-id"));
            assert_eq!(found, expected, "{reading:?}");
        }
        Message::Join(join) => {
            let expected = (reading.channel(), reading.nick());
            assert_eq!((Some(join.channel), Some(join.login)), expected);
        }
        Message::Part(part) => {
            let expected = (reading.channel(), reading.nick());
            assert_eq!((Some(part.channel), Some(part.login)), expected);
        }
        Message::Other(_) => check_other(reading),
        _ => {}
    }
}

fn check_privmsg(message: &Privmsg<'_>, reading: &Reading) {
    let said = reading.params.get(1).map_or("", String::as_str);
    let (text, is_action) = reference::without_action(said);
    assert_eq!(message.text, text, "{reading:?}");
    assert_eq!(message.manner == Manner::Acted, is_action, "{reading:?}");
    assert_eq!(Some(message.channel), reading.channel(), "{reading:?}");
    for (found, key) in [
        (message.room_id, "room-id"),
        (message.id, "id"),
        (message.kind, "msg-id"),
        (message.reward_id, "custom-reward-id"),
    ] {
        assert_eq!(found, reading.set(key), "{key} of {reading:?}");
    }
    assert_eq!(message.sent_at, sent_at(reading), "{reading:?}");
    assert_eq!(message.bits, reading.number("bits"), "{reading:?}");
    assert_eq!(
        message.is_first,
        reading.says_yes("first-msg"),
        "{reading:?}"
    );
    check_sender(&message.sender, reading, reading.nick().unwrap_or(""));
    let emotes = reading.tag("emotes").unwrap_or("");
    let found: Vec<_> = message
        .emotes()
        .into_iter()
        .map(|emote| (emote.id.to_owned(), text[emote.bytes].to_owned()))
        .collect();
    assert_eq!(found, reference::emotes(emotes, text), "{reading:?}");
    let reply = message.reply();
    let parent = reply.map(|reply| reply.parent_id);
    assert_eq!(parent, reading.set("reply-parent-msg-id"), "{reading:?}");
    if let Some(reply) = reply {
        for (found, key) in [
            (reply.parent_user_id, "reply-parent-user-id"),
            (reply.parent_login, "reply-parent-user-login"),
            (
                reply.parent_text.map(|text| text.as_str()),
                "reply-parent-msg-body",
            ),
            (reply.thread_id, "reply-thread-parent-msg-id"),
            (reply.thread_login, "reply-thread-parent-user-login"),
        ] {
            assert_eq!(found, reading.set(key), "{key} of {reading:?}");
        }
    }
    let elsewhere = reading.set("source-room-id");
    let source = message.source();
    assert_eq!(
        source.map(|source| source.room_id),
        elsewhere,
        "{reading:?}"
    );
    if let Some(source) = source {
        let badges = reading.tag("source-badges").unwrap_or("");
        assert_eq!(source.badges_tag.as_str(), badges, "{reading:?}");
        assert_eq!(source.message_id, reading.set("source-id"), "{reading:?}");
        let is_only = reading.says_yes("source-only");
        assert_eq!(source.is_source_only, is_only, "{reading:?}");
    }
}

fn check_sender(sender: &Sender<'_>, reading: &Reading, login: &str) {
    assert_eq!(sender.login, login, "{reading:?}");
    assert_eq!(sender.user_id, reading.set("user-id"), "{reading:?}");
    for (found, key) in [
        (sender.color_tag.as_str(), "color"),
        (sender.badges_tag.as_str(), "badges"),
        (sender.badge_info_tag.as_str(), "badge-info"),
        (sender.user_type, "user-type"),
    ] {
        assert_eq!(
            found,
            reading.tag(key).unwrap_or(""),
            "{key} of {reading:?}"
        );
    }
    let name = reference::unescaped(reading.tag("display-name").unwrap_or(""));
    let shown = if name.trim().is_empty() { login } else { &name };
    assert_eq!(sender.display_name(), shown, "{reading:?}");
    let badges = reference::unescaped(reading.tag("badges").unwrap_or(""));
    let mut roles = Roles::NONE;
    for badge in badges.split(',') {
        roles = match badge.split('/').next() {
            Some("broadcaster") => roles.with(Role::Broadcaster),
            Some("moderator" | "lead_moderator") => roles.with(Role::Moderator),
            Some("vip") => roles.with(Role::Vip),
            Some("subscriber" | "founder") => roles.with(Role::Subscriber),
            _ => roles,
        };
    }
    assert_eq!(sender.roles(), roles, "{reading:?}");
}

fn check_notice(notice: &UserNotice<'_>, reading: &Reading) {
    let login = reading.tag("login").unwrap_or("");
    check_sender(&notice.sender, reading, login);
    assert_eq!(notice.room_id, reading.set("room-id"), "{reading:?}");
    assert_eq!(notice.id, reading.set("id"), "{reading:?}");
    assert_eq!(notice.sent_at, sent_at(reading), "{reading:?}");
    let sentence = reading.tag("system-msg").unwrap_or("");
    assert_eq!(notice.system_message.as_str(), sentence, "{reading:?}");
    let text = reading.params.get(1).filter(|text| !text.is_empty());
    assert_eq!(notice.text, text.map(String::as_str), "{reading:?}");
    for (key, _) in &reading.tags {
        if let Some(name) = key.strip_prefix("msg-param-") {
            let found = notice.parameter(name).map(|value| value.as_str());
            assert_eq!(found, reading.set(key), "{key} of {reading:?}");
        }
    }
    let parameter = |name: &str| reading.set(&format!("msg-param-{name}"));
    let number = |name: &str| parameter(name).and_then(|value| value.parse::<u64>().ok());
    match &notice.kind {
        NoticeKind::Subscribed(subscription) | NoticeKind::Resubscribed(subscription) => {
            assert_eq!(
                subscription.months,
                number("cumulative-months"),
                "{reading:?}"
            );
            assert_eq!(
                subscription.gifter_login,
                parameter("gifter-login"),
                "{reading:?}"
            );
            assert_eq!(subscription.plan.is_some(), parameter("sub-plan").is_some());
        }
        NoticeKind::SubscriptionGifted(gift) => {
            assert_eq!(gift.recipient_id, parameter("recipient-id"), "{reading:?}");
            assert_eq!(gift.total, number("sender-count"), "{reading:?}");
        }
        NoticeKind::Raided { login, viewers, .. } => {
            assert_eq!(*login, parameter("login"), "{reading:?}");
            assert_eq!(*viewers, number("viewerCount"), "{reading:?}");
        }
        NoticeKind::Other(kind) => {
            let own = reading.tag("msg-id").unwrap_or("");
            let origin = reading.set("source-msg-id");
            let is_copy = own == "sharedchatnotice";
            assert_eq!(
                *kind,
                origin.filter(|_| is_copy).unwrap_or(own),
                "{reading:?}"
            );
        }
        _ => {}
    }
}

fn check_room(state: &RoomState<'_>, reading: &Reading) {
    assert_eq!(state.room_id, reading.set("room-id"), "{reading:?}");
    for (found, key) in [
        (state.emote_only, "emote-only"),
        (state.unique, "r9k"),
        (state.subscribers_only, "subs-only"),
    ] {
        let expected = reading.set(key).map(|_| reading.says_yes(key));
        assert_eq!(found, expected, "{key} of {reading:?}");
    }
    let slow = reading.number("slow").map(Duration::from_secs);
    assert_eq!(state.slow, slow, "{reading:?}");
    let minutes: Option<i64> = reading.number("followers-only");
    let expected = minutes.map(|minutes| match u64::try_from(minutes) {
        Ok(minutes) => FollowersOnly::For(Duration::from_secs(minutes.saturating_mul(60))),
        Err(_) => FollowersOnly::Off,
    });
    assert_eq!(state.followers_only, expected, "{reading:?}");
}

/// A line is left generic only for a reason.
fn check_other(reading: &Reading) {
    let has_channel = reading.channel().is_some();
    match reading.command.as_str() {
        "PRIVMSG" | "USERNOTICE" | "ROOMSTATE" | "USERSTATE" => {
            assert!(!has_channel, "{reading:?}")
        }
        "GLOBALUSERSTATE" | "PING" | "PONG" | "RECONNECT" => panic!("always typed: {reading:?}"),
        "CLEARMSG" => assert!(!has_channel || reading.set("target-msg-id").is_none()),
        "JOIN" | "PART" => assert!(!has_channel || reading.prefix.is_none(), "{reading:?}"),
        _ => {}
    }
}

fn sent_at(reading: &Reading) -> Option<Timestamp> {
    reading
        .number("tmi-sent-ts")
        .map(Timestamp::from_unix_millis)
}
