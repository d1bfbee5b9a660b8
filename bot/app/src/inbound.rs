//! From a line of chat to what the engine and the screen understand; it translates and decides nothing.

use engine::{ChatLine, Reply};
use irc::{ClearChat, ClearTarget, Line, Manner, Message, Privmsg, UserNotice};
use types::{Login, MessageId, Role, Roles, Timestamp, UserId};

use crate::screen::shown::{Shown, What};

/// What a message from the chat server is for the bot.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "it lives on the stack for one call; a box would cost an allocation a line"
)]
pub(crate) enum Heard {
    /// Somebody said something.
    Chat(ChatLine),
    /// What our account is in a channel; Twitch says so after each join and each message.
    Standing {
        /// The channel.
        channel: Login,
        /// Whether we are broadcaster, moderator or VIP there, for which Twitch allows more.
        is_privileged: bool,
    },
    /// Nothing that the bot decides about: there is nothing to it, or it is only to be seen.
    Nothing,
}

/// Whether a line is only to be seen, and nothing follows from it here; if in doubt it is not.
pub(crate) fn is_only_to_be_seen(line: &Line<'_>) -> bool {
    match line.command() {
        // What is said with `/me` begins with a sign of its own.
        "PRIVMSG" => line
            .params()
            .get(1)
            .is_some_and(|text| !text.starts_with('\u{1}') && !engine::may_call(text)),
        "USERNOTICE" | "CLEARCHAT" | "CLEARMSG" => true,
        _ => false,
    }
}

/// What our account is in the channel, by a line of its own; a copy from another channel of a shared chat does not tell.
///
/// Twitch shows a connection what its account said through the API, and sends no state with it.
pub(crate) fn standing(own: &ChatLine) -> Option<bool> {
    let source = own.source_channel.as_ref();
    let is_from_here = source.is_none_or(|source| *source == own.channel);
    is_from_here.then(|| is_privileged(own.roles))
}

/// Translates a message for the bot; `now` stands in where Twitch did not say when it was.
pub(crate) fn heard(message: &Message<'_>, now: Timestamp) -> Heard {
    let heard = match message {
        Message::Privmsg(said) => chat_line(said, now).map(Heard::Chat),
        Message::UserState(state) => state.channel.parse().ok().map(|channel| Heard::Standing {
            channel,
            is_privileged: is_privileged(state.user.roles()),
        }),
        _ => None,
    };
    heard.unwrap_or(Heard::Nothing)
}

/// Translates a message for the screen, where it has the time at which it came; none if there is nothing to see.
pub(crate) fn shown(message: &Message<'_>, now: Timestamp) -> Option<Shown> {
    let (channel, what) = match message {
        Message::Privmsg(said) => (said.channel, what_was_said(said)),
        Message::UserNotice(notice) => (notice.channel, What::News(notice_words(notice)?)),
        Message::ClearChat(clear) => (clear.channel, What::News(clear_words(clear))),
        Message::ClearMessage(clear) => {
            let whose = clear.login.unwrap_or("somebody");
            let text = format!("a message of {whose} was deleted");
            (clear.channel, What::News(text))
        }
        Message::Notice(notice) => {
            let text = notice.text.to_owned();
            (notice.channel.unwrap_or("*"), What::News(text))
        }
        _ => return None,
    };
    Some(Shown {
        at: now,
        channel: channel.into(),
        what,
    })
}

/// Whether somebody with these roles is broadcaster, moderator or VIP.
fn is_privileged(roles: Roles) -> bool {
    [Role::Broadcaster, Role::Moderator, Role::Vip]
        .into_iter()
        .any(|role| roles.contains(role))
}

/// A line without ids comes from a connection without tags; nothing can be decided about it.
fn chat_line(said: &Privmsg<'_>, now: Timestamp) -> Option<ChatLine> {
    let reply = said.reply().map(|reply| Reply {
        parent: MessageId::new(reply.parent_id),
        parent_login: reply.parent_login.unwrap_or_default().to_owned(),
        parent_display_name: reply
            .parent_display_name
            .map(|name| name.text().into_owned())
            .unwrap_or_default(),
    });
    Some(ChatLine {
        channel: UserId::new(said.room_id?),
        id: MessageId::new(said.id?),
        sender: UserId::new(said.sender.user_id?),
        login: said.sender.login.to_owned(),
        display_name: said.sender.display_name().into_owned(),
        roles: said.sender.roles(),
        text: roomy(said.text),
        reply,
        source_channel: said.source().map(|source| UserId::new(source.room_id)),
        sent_at: said.sent_at.unwrap_or(now),
    })
}

fn what_was_said(said: &Privmsg<'_>) -> What {
    What::Said {
        name: said.sender.display_name().into(),
        color: said.sender.color(),
        roles: said.sender.roles(),
        text: roomy(said.text),
        is_action: said.manner == Manner::Acted,
    }
}

fn notice_words(notice: &UserNotice<'_>) -> Option<String> {
    let words = notice.system_message.text();
    match (words.is_empty(), notice.text) {
        (false, None) => Some(words.into_owned()),
        (false, Some(text)) => Some(format!("{words}: {text}")),
        (true, Some(text)) => Some(format!("{}: {text}", notice.sender.display_name())),
        (true, None) => None,
    }
}

fn clear_words(clear: &ClearChat<'_>) -> String {
    match clear.target {
        ClearTarget::Everybody => "the chat was cleared".to_owned(),
        ClearTarget::TimedOut {
            login, duration, ..
        } => format!("{login} was timed out for {} s", duration.as_secs()),
        ClearTarget::Banned { login, .. } => format!("{login} was banned"),
    }
}

/// A copy with room up to the next power of two.
///
/// Chat makes texts of every length by the million; made in few sizes, each fits where another was.
fn roomy(text: &str) -> String {
    let mut copy = String::with_capacity(text.len().next_power_of_two());
    copy.push_str(text);
    copy
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix_millis(0);

    fn message(line: &str) -> Message<'_> {
        Message::parse(line).expect("the test holds a line")
    }

    #[test]
    fn x18_the_roles_of_a_copied_line_are_those_of_this_room() {
        let message = message(
            "@badges=;id=m;room-id=1;source-room-id=2;source-badges=moderator/1;user-id=7 \
             :a!a@a.tmi.twitch.tv PRIVMSG #chan :!delcom x",
        );
        let Heard::Chat(line) = heard(&message, NOW) else {
            panic!("this is a chat line with ids");
        };
        assert!(!line.roles.contains(Role::Moderator));
        assert_eq!(line.source_channel, Some(UserId::new("2")));
    }

    #[test]
    fn p01_a_line_without_ids_is_shown_and_decides_nothing() {
        let message = message(":a!a@a.tmi.twitch.tv PRIVMSG #chan :!ping");
        assert!(matches!(heard(&message, NOW), Heard::Nothing));
        assert!(shown(&message, NOW).is_some());
    }

    #[test]
    fn only_a_line_from_which_nothing_follows_for_sure_is_passed_over() {
        for (text, expected) in [
            ("hello", true),
            ("hello !ping", true),
            ("!ping", false),
            ("@Ben !ping", false),
            ("\u{1}ACTION !ping\u{1}", false),
            ("\u{200B}！ping", false),
        ] {
            let line = format!("@id=1 :a!a@a.tmi.twitch.tv PRIVMSG #chan :{text}");
            let line = Line::parse(&line).expect("the test holds a line");
            assert_eq!(is_only_to_be_seen(&line), expected, "{text:?}");
        }
        for (line, expected) in [("CLEARCHAT #chan :ann", true), ("USERSTATE #chan", false)] {
            let line = Line::parse(line).expect("the test holds a line");
            assert_eq!(is_only_to_be_seen(&line), expected, "{line}");
        }
    }

    #[test]
    fn a_moderator_badge_on_our_own_state_raises_the_limits() {
        let message =
            message("@badges=moderator/1;display-name=Perty;mod=1 :tmi.twitch.tv USERSTATE #chan");
        assert!(matches!(
            heard(&message, NOW),
            Heard::Standing {
                is_privileged: true,
                ..
            }
        ));
    }
}
