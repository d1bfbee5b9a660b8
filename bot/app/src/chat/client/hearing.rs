//! From a message of the chat server to what a log takes in. It knows no log, and decides nothing about what is shown.

use std::time::Duration;

use irc::{
    ClearChat, ClearTarget, EmoteSpan, Escaped, FollowersOnly, Manner, Message, NoticeKind,
    Privmsg, RoomState, Sender, UserNotice,
};
use types::{Badges, Login, MessageId, Timestamp, UserId};

use super::entry::{Answered, Author, Badge, Body, Entry, News, Note, Piece, PieceKind};
use super::harmless::harmless;
use crate::spoken;

/// What a message is for the log of its channel.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "it lives on the stack for one call; a box would cost an allocation a line"
)]
pub(super) enum Heard {
    /// One entry more.
    Entry(Entry),
    /// A message is gone.
    Deleted(MessageId),
    /// What somebody wrote is gone.
    Silenced(Silenced),
    /// Everything is gone.
    Cleared(Timestamp),
    /// How the chat is set up, or what of it changed.
    Modes(ModesChanged),
}

/// Somebody who may not write for a while, or ever.
#[derive(Debug)]
pub(super) struct Silenced {
    /// When.
    pub at: Timestamp,
    /// Who, if Twitch said the id.
    pub user_id: Option<UserId>,
    /// Who.
    pub login: String,
    /// What happened, for behind each message of theirs.
    pub words: String,
}

/// The modes of a chat as far as they were told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ModesChanged {
    /// The id of the channel.
    pub room_id: Option<UserId>,
    /// How long one waits between two messages; zero is off.
    pub slow: Option<Duration>,
    /// How long one must have followed; nothing inside is off.
    pub followers: Option<Option<Duration>>,
    /// Whether only subscribers may write.
    pub subscribers: Option<bool>,
    /// Whether only emotes may be written.
    pub emotes: Option<bool>,
    /// Whether nothing may be repeated.
    pub unique: Option<bool>,
}

/// What a message is, and for which channel; no channel means all of them. `me` is the account that chats.
pub(super) fn hear<'a>(
    message: &Message<'a>,
    now: Timestamp,
    me: Option<&Login>,
) -> Option<(Option<&'a str>, Heard)> {
    let (channel, heard) = match message {
        Message::Privmsg(said) => (Some(said.channel), Heard::Entry(privmsg(said, now, me))),
        Message::UserNotice(notice) => {
            let entry = user_notice(notice, now, me)?;
            (Some(notice.channel), Heard::Entry(entry))
        }
        Message::ClearChat(clear) => (Some(clear.channel), cleared(clear, now)),
        Message::ClearMessage(clear) => {
            let id = MessageId::new(clear.message_id);
            (Some(clear.channel), Heard::Deleted(id))
        }
        Message::Notice(notice) => {
            let words = harmless(notice.text);
            (
                notice.channel,
                Heard::Entry(happened(now, News::Notice, words)),
            )
        }
        Message::RoomState(state) => (Some(state.channel), Heard::Modes(modes(state))),
        _ => return None,
    };
    Some((channel, heard))
}

/// What somebody is here, by the badges.
pub(super) fn badges(badges: &Badges, info: &Badges) -> Vec<Badge> {
    let months = |name: &str| {
        let exact = info.version(name).or_else(|| badges.version(name));
        exact.and_then(|months| months.parse().ok())
    };
    let known = badges.iter().filter_map(|badge| match badge.name.as_str() {
        "staff" | "admin" | "global_mod" => Some(Badge::Staff),
        "broadcaster" => Some(Badge::Broadcaster),
        "moderator" | "lead_moderator" => Some(Badge::Moderator),
        "vip" => Some(Badge::Vip),
        "subscriber" | "founder" => Some(Badge::Subscriber(months(&badge.name))),
        "partner" => Some(Badge::Partner),
        "bot-badge" | "bot" => Some(Badge::Bot),
        _ => None,
    });
    known.collect()
}

fn privmsg(said: &Privmsg<'_>, now: Timestamp, me: Option<&Login>) -> Entry {
    let reply = said.reply();
    let answers_us = reply.is_some_and(|reply| is_me(reply.parent_login, me));
    let text = match reply {
        Some(_) => said.text_without_mention(),
        None => said.text,
    };
    let cut = said.text.len() - text.len();
    let pieces = pieces(text, (&said.emotes(), cut), me);
    let is_named = pieces.iter().any(|piece| piece.kind == PieceKind::Mention);
    let note = if answers_us || is_named {
        Some(Note::Mention)
    } else if said.is_first {
        Some(Note::First)
    } else {
        (said.kind == Some("highlighted-message")).then_some(Note::Highlighted)
    };
    let reply = reply.map(|reply| Answered {
        name: harmless(
            &reply
                .parent_display_name
                .map(Escaped::text)
                .unwrap_or_else(|| reply.parent_login.unwrap_or("somebody").into()),
        ),
        text: short(&reply.parent_text.map(Escaped::text).unwrap_or_default()),
    });
    let body = Body::Said {
        pieces,
        is_action: said.manner == Manner::Acted,
        reply,
        bits: said.bits,
    };
    Entry {
        id: said.id.map(MessageId::new),
        author: author(&said.sender),
        source: said
            .source()
            .filter(|_| said.is_copy())
            .map(|source| UserId::new(source.room_id)),
        note,
        ..Entry::new(said.sent_at.unwrap_or(now), body)
    }
}

fn user_notice(notice: &UserNotice<'_>, now: Timestamp, me: Option<&Login>) -> Option<Entry> {
    let news = match notice.kind {
        NoticeKind::Subscribed(_) | NoticeKind::Resubscribed(_) => News::Subscription,
        NoticeKind::PrimeContinued { .. } | NoticeKind::GiftContinued { .. } => News::Subscription,
        NoticeKind::SubscriptionGifted(_)
        | NoticeKind::ManySubscriptionsGifted { .. }
        | NoticeKind::PaidForward { .. }
        | NoticeKind::RewardGifted { .. } => News::Gift,
        NoticeKind::Raided { .. } | NoticeKind::RaidCanceled => News::Raid,
        NoticeKind::Announced { .. } => News::Announcement,
        _ => News::Notice,
    };
    let words = harmless(&notice.system_message.text());
    let pieces = notice
        .text
        .map(|text| pieces(text, (&notice.emotes(), 0), me))
        .unwrap_or_default();
    if words.is_empty() && pieces.is_empty() {
        return None;
    }
    let is_named = pieces.iter().any(|piece| piece.kind == PieceKind::Mention);
    Some(Entry {
        id: notice.id.map(MessageId::new),
        author: author(&notice.sender),
        source: notice
            .source()
            .filter(|_| notice.is_copy())
            .map(|source| UserId::new(source.room_id)),
        note: is_named.then_some(Note::Mention),
        ..Entry::new(
            notice.sent_at.unwrap_or(now),
            Body::Happened {
                news,
                words,
                pieces,
            },
        )
    })
}

fn cleared(clear: &ClearChat<'_>, now: Timestamp) -> Heard {
    let at = clear.sent_at.unwrap_or(now);
    let (login, user_id, words) = match clear.target {
        ClearTarget::Everybody => return Heard::Cleared(at),
        ClearTarget::TimedOut {
            login,
            user_id,
            duration,
        } => {
            let words = format!("timed out for {}", spoken::exactly(duration));
            (login, user_id, words)
        }
        ClearTarget::Banned { login, user_id } => (login, user_id, "banned".to_owned()),
    };
    Heard::Silenced(Silenced {
        at,
        user_id: user_id.map(UserId::new),
        login: harmless(login),
        words,
    })
}

fn modes(state: &RoomState<'_>) -> ModesChanged {
    ModesChanged {
        room_id: state.room_id.map(UserId::new),
        slow: state.slow,
        followers: state.followers_only.map(|followers| match followers {
            FollowersOnly::Off => None,
            FollowersOnly::For(needed) => Some(needed),
        }),
        subscribers: state.subscribers_only,
        emotes: state.emote_only,
        unique: state.unique,
    }
}

/// Nobody is somebody without a login: nothing can be done about them, and nobody can address them.
fn author(sender: &Sender<'_>) -> Option<Author> {
    if sender.login.is_empty() {
        return None;
    }
    Some(Author {
        user_id: sender.user_id.map(UserId::new),
        login: harmless(sender.login),
        name: harmless(&sender.display_name()),
        color: sender.color(),
        badges: badges(&sender.badges(), &sender.badge_info()),
    })
}

fn happened(at: Timestamp, news: News, words: String) -> Entry {
    let pieces = Vec::new();
    Entry::new(
        at,
        Body::Happened {
            news,
            words,
            pieces,
        },
    )
}

/// The text taken apart into words, emotes and our own name. The spans count from so many bytes before the text.
fn pieces(text: &str, (emotes, cut): (&[EmoteSpan<'_>], usize), me: Option<&Login>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut end = 0;
    for span in emotes {
        let Some(start) = span
            .bytes
            .start
            .checked_sub(cut)
            .filter(|start| *start >= end)
        else {
            continue;
        };
        let bytes = start..span.bytes.end.saturating_sub(cut);
        let (Some(before), Some(emote)) = (text.get(end..start), text.get(bytes.clone())) else {
            continue;
        };
        split_mentions(before, me, &mut pieces);
        push(emote, PieceKind::Emote, &mut pieces);
        end = bytes.end;
    }
    split_mentions(text.get(end..).unwrap_or_default(), me, &mut pieces);
    pieces
}

/// Our name counts where it stands alone: `perty`, `@perty,` and not `property`.
fn split_mentions(text: &str, me: Option<&Login>, pieces: &mut Vec<Piece>) {
    let Some(me) = me.map(Login::as_str) else {
        return push(text, PieceKind::Plain, pieces);
    };
    let lower = text.to_ascii_lowercase();
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut end = 0;
    for (start, found) in lower.match_indices(me) {
        let behind = start + found.len();
        let is_inside = lower[..start].ends_with(is_part) || lower[behind..].starts_with(is_part);
        if is_inside || start < end {
            continue;
        }
        push(&text[end..start], PieceKind::Plain, pieces);
        push(&text[start..behind], PieceKind::Mention, pieces);
        end = behind;
    }
    push(&text[end..], PieceKind::Plain, pieces);
}

fn push(text: &str, kind: PieceKind, pieces: &mut Vec<Piece>) {
    let text = harmless(text);
    if !text.is_empty() {
        pieces.push(Piece { text, kind });
    }
}

fn is_me(login: Option<&str>, me: Option<&Login>) -> bool {
    matches!((login, me), (Some(login), Some(me)) if login.eq_ignore_ascii_case(me.as_str()))
}

/// The beginning of a text, enough to know it again.
fn short(text: &str) -> String {
    let text = harmless(text);
    match text.char_indices().nth(SHORT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// So much of an answered message is shown.
const SHORT: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(line: &str) -> Entry {
        let me = "perty".parse().expect("a login");
        let message = Message::parse(line).expect("the test holds a line");
        match hear(&message, Timestamp::from_unix_millis(0), Some(&me)) {
            Some((_, Heard::Entry(entry))) => entry,
            other => panic!("{line:?} is {other:?}"),
        }
    }

    fn pieces_of(entry: &Entry) -> Vec<(&str, PieceKind)> {
        let (Body::Said { pieces, .. } | Body::Happened { pieces, .. }) = &entry.body else {
            panic!("{entry:?}");
        };
        let pieces = pieces.iter();
        pieces
            .map(|piece| (piece.text.as_str(), piece.kind))
            .collect()
    }

    #[test]
    fn p05_emotes_are_set_apart_also_behind_letters_of_many_bytes_and_where_ranges_are_wrong() {
        for (emotes, text, expected) in [
            (
                "25:3-7",
                "🎉é Kappa!",
                vec![
                    ("🎉é ", PieceKind::Plain),
                    ("Kappa", PieceKind::Emote),
                    ("!", PieceKind::Plain),
                ],
            ),
            ("25:0-400", "Kappa", vec![("Kappa", PieceKind::Emote)]),
            ("25:90-95/x:y", "hello", vec![("hello", PieceKind::Plain)]),
        ] {
            let line = format!("@emotes={emotes};id=m;user-id=7 :ann!ann@x PRIVMSG #chan :{text}");
            assert_eq!(pieces_of(&entry(&line)), expected, "{emotes} in {text:?}");
        }
        let reply = entry(
            "@emotes=25:5-9;id=m;reply-parent-msg-id=p;reply-parent-user-login=bob;reply-parent-display-name=bob \
             :ann!ann@x PRIVMSG #chan :@bob Kappa yes",
        );
        assert_eq!(
            pieces_of(&reply),
            [("Kappa", PieceKind::Emote), (" yes", PieceKind::Plain)]
        );
    }

    #[test]
    fn a_name_alone_is_a_mention_and_a_part_of_a_word_is_none() {
        for (text, is_mention) in [
            ("hey @Perty!", true),
            ("perty", true),
            ("property", false),
            ("perty_two", false),
            ("éperty", false),
        ] {
            let entry = entry(&format!("@id=m :ann!ann@x PRIVMSG #chan :{text}"));
            assert_eq!(entry.note == Some(Note::Mention), is_mention, "{text}");
        }
        let reply = entry(
            "@reply-parent-msg-id=p;reply-parent-user-login=perty :ann!ann@x PRIVMSG #chan :yes",
        );
        assert_eq!(reply.note, Some(Note::Mention));
    }

    #[test]
    fn p06_a_name_in_another_script_is_shown_and_the_login_is_kept() {
        let entry = entry(
            "@badge-info=subscriber/27;badges=moderator/1,subscriber/24;display-name=アン;user-id=7 :ann!ann@x PRIVMSG #chan :hi",
        );
        let author = entry.author.expect("somebody said it");
        assert_eq!(
            (author.name.as_str(), author.login.as_str()),
            ("アン", "ann")
        );
        assert_eq!(
            author.badges,
            [Badge::Moderator, Badge::Subscriber(Some(27))]
        );
    }

    #[test]
    fn p09_a_gift_of_nobody_and_a_notice_without_a_sender_are_told() {
        let gift = entry(
            "@msg-id=subgift;login=ananonymousgifter;user-id=274598607;display-name=AnAnonymousGifter;\
             system-msg=An\\sanonymous\\suser\\sgifted\\sa\\sTier\\s1\\ssub\\sto\\sBob! :tmi.twitch.tv USERNOTICE #chan",
        );
        assert!(
            matches!(
                gift.body,
                Body::Happened {
                    news: News::Gift,
                    ..
                }
            ),
            "{gift:?}"
        );
        let nobody = entry(
            "@msg-id=announcement;display-name=;user-id= :tmi.twitch.tv USERNOTICE #chan :hear hear",
        );
        assert_eq!(nobody.author, None);
        assert_eq!(nobody.text(), "hear hear");
    }

    #[test]
    fn x34_every_text_of_strangers_is_harmless_before_it_is_kept() {
        let entry = entry(
            "@display-name=A\u{1b}[2J\u{202e};reply-parent-msg-id=p;reply-parent-display-name=\u{9b}x;reply-parent-msg-body=\u{7}y;id=m \
             :ann!ann@x PRIVMSG #chan :a\u{9b}31m\u{200b}b",
        );
        assert_eq!(
            entry.author.as_ref().map(|author| author.name.as_str()),
            Some("A\\u{1b}[2J\\u{202e}")
        );
        let Body::Said {
            reply: Some(reply), ..
        } = &entry.body
        else {
            panic!("{entry:?}");
        };
        assert_eq!(
            (reply.name.as_str(), reply.text.as_str()),
            ("\\u{9b}x", "\\u{7}y")
        );
        assert_eq!(entry.text(), "a\\u{9b}31mb");
    }
}
