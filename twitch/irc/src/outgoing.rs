//! Lines to the server: the one place that writes them, built from checked parts only, so that no text can become a second line.

use std::fmt;

use types::{Login, MessageId, Secret};

use crate::tags::escape;

/// One line to the server with its line end, and with no other CR, LF or NUL in it.
#[derive(Clone, PartialEq, Eq)]
pub struct Outgoing(Content);

/// What a line holds; a token stays hidden until it goes on the wire.
#[derive(Clone, PartialEq, Eq)]
enum Content {
    Open(String),
    Hidden(Secret),
}

/// What may be asked of the server at login.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capability {
    /// Tags on messages.
    Tags,
    /// Twitch's own messages: NOTICE, CLEARCHAT, USERSTATE, ROOMSTATE, USERNOTICE, RECONNECT.
    Commands,
    /// JOIN and PART of others, and the list of names; of small channels only.
    Membership,
}

/// What a message of ours may carry beside its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClientTags {
    /// The message that it answers; Twitch adds the `@name` itself.
    pub reply_to: Option<MessageId>,
    /// A text of ours that the server puts into the [`UserState`](crate::UserState) with which it confirms the message.
    ///
    /// Twitch does not document it. Everybody who reads the message can see it.
    pub nonce: Option<String>,
}

impl ClientTags {
    /// Those of a message that may be an answer, and carries nothing else.
    pub(crate) fn of_reply(reply_to: Option<&MessageId>) -> Self {
        Self {
            reply_to: reply_to.cloned(),
            nonce: None,
        }
    }
}

impl Outgoing {
    /// Asks for capabilities.
    pub fn capabilities(wanted: &[Capability]) -> Self {
        let names: Vec<_> = wanted.iter().map(|wanted| wanted.name()).collect();
        Self::open(&["CAP REQ :", &names.join(" ")])
    }

    /// Shows the token; must come before the nick.
    pub fn pass(token: &Secret) -> Self {
        Self(Content::Hidden(Secret::new(assemble(&[
            "PASS oauth:",
            token.expose(),
        ]))))
    }

    /// Says who we are; with a token, Twitch knows better.
    pub fn nick(login: &Login) -> Self {
        Self::open(&["NICK ", login.as_str()])
    }

    /// Joins channels; each of them counts as one attempt against the limit.
    pub fn join(channels: &[Login]) -> Self {
        Self::open(&["JOIN ", &channel_list(channels)])
    }

    /// Leaves channels.
    pub fn part(channels: &[Login]) -> Self {
        Self::open(&["PART ", &channel_list(channels)])
    }

    /// Says something in a channel, perhaps as the answer to a message; Twitch adds the `@name` of answers itself.
    ///
    /// Line ends in the text become blanks. A text that begins with `/` or `.` is taken for a command by Twitch:
    /// whoever puts a viewer's words in front guards against that.
    pub fn say(channel: &Login, text: &str, reply_to: Option<&MessageId>) -> Self {
        Self::say_tagged(channel, text, &ClientTags::of_reply(reply_to))
    }

    /// The same with all that a message may carry.
    pub fn say_tagged(channel: &Login, text: &str, tags: &ClientTags) -> Self {
        let parent = tags.reply_to.as_ref().map(MessageId::as_str);
        let tags = [
            ("client-nonce", tags.nonce.as_deref()),
            ("reply-parent-msg-id", parent),
        ];
        let tags: Vec<_> = tags
            .into_iter()
            .filter_map(|(name, value)| Some(format!("{name}={}", escape(value?))))
            .collect();
        let (mark, gap) = if tags.is_empty() {
            ("", "")
        } else {
            ("@", " ")
        };
        let channel = channel.as_str();
        let tags = tags.join(";");
        Self::open(&[mark, &tags, gap, "PRIVMSG #", channel, " :", text])
    }

    /// Asks the server whether it is there.
    pub fn ping(text: &str) -> Self {
        Self::open(&["PING :", text])
    }

    /// Answers the server's PING with its own text.
    pub fn pong(text: &str) -> Self {
        Self::open(&["PONG :", text])
    }

    /// The line as it goes on the wire, with its line end; a token is visible in it.
    pub fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Content::Open(line) => line.as_bytes(),
            Content::Hidden(line) => line.expose().as_bytes(),
        }
    }

    fn open(parts: &[&str]) -> Self {
        Self(Content::Open(assemble(parts)))
    }
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Content::Open(line) => write!(formatter, "Outgoing({:?})", line.trim_end()),
            Content::Hidden(_) => formatter.write_str("Outgoing(hidden)"),
        }
    }
}

impl Capability {
    const fn name(self) -> &'static str {
        match self {
            Self::Tags => "twitch.tv/tags",
            Self::Commands => "twitch.tv/commands",
            Self::Membership => "twitch.tv/membership",
        }
    }
}

/// Puts a line together; every line of this crate passes here, and this is where line ends inside it are stopped.
fn assemble(parts: &[&str]) -> String {
    let length = parts.iter().map(|part| part.len()).sum::<usize>() + LINE_END.len();
    let mut line = String::with_capacity(length);
    for part in parts {
        line.extend(part.chars().map(|character| match character {
            '\r' | '\n' | '\0' => ' ',
            other => other,
        }));
    }
    line.push_str(LINE_END);
    line
}

fn channel_list(channels: &[Login]) -> String {
    let names: Vec<_> = channels.iter().map(|login| format!("#{login}")).collect();
    names.join(",")
}

const LINE_END: &str = "\r\n";

#[cfg(test)]
mod tests {
    use super::*;

    fn login(text: &str) -> Login {
        text.parse().unwrap()
    }

    #[test]
    fn lines_are_written_as_twitch_expects_them() {
        let id = MessageId::new("11aa-22bb");
        let both = [Capability::Tags, Capability::Commands];
        for (line, expected) in [
            (
                Outgoing::capabilities(&both),
                "CAP REQ :twitch.tv/tags twitch.tv/commands\r\n",
            ),
            (Outgoing::pass(&Secret::new("u1a2")), "PASS oauth:u1a2\r\n"),
            (Outgoing::nick(&login("some_bot")), "NICK some_bot\r\n"),
            (Outgoing::join(&[login("a"), login("b")]), "JOIN #a,#b\r\n"),
            (Outgoing::part(&[login("a")]), "PART #a\r\n"),
            (
                Outgoing::say(&login("a"), "hello", None),
                "PRIVMSG #a :hello\r\n",
            ),
            (
                Outgoing::say(&login("a"), "yes", Some(&id)),
                "@reply-parent-msg-id=11aa-22bb PRIVMSG #a :yes\r\n",
            ),
            (
                Outgoing::say_tagged(
                    &login("a"),
                    "yes",
                    &ClientTags {
                        reply_to: Some(id.clone()),
                        nonce: Some("7 f".to_owned()),
                    },
                ),
                "@client-nonce=7\\sf;reply-parent-msg-id=11aa-22bb PRIVMSG #a :yes\r\n",
            ),
            (Outgoing::ping("x"), "PING :x\r\n"),
            (Outgoing::pong("tmi.twitch.tv"), "PONG :tmi.twitch.tv\r\n"),
        ] {
            assert_eq!(line.as_bytes(), expected.as_bytes());
        }
    }

    #[test]
    fn x16_no_field_can_begin_a_second_line() {
        let evil = "a\r\nQUIT\0 ;b";
        for (line, expected) in [
            (
                Outgoing::say(&login("a"), evil, Some(&MessageId::new(evil))),
                "@reply-parent-msg-id=a\\r\\nQUIT\u{FFFD}\\s\\:b PRIVMSG #a :a  QUIT  ;b\r\n",
            ),
            (
                Outgoing::pass(&Secret::new(evil)),
                "PASS oauth:a  QUIT  ;b\r\n",
            ),
            (Outgoing::pong(evil), "PONG :a  QUIT  ;b\r\n"),
        ] {
            assert_eq!(std::str::from_utf8(line.as_bytes()), Ok(expected));
        }
    }

    #[test]
    fn x24_a_token_is_not_shown_in_debug_output() {
        let line = Outgoing::pass(&Secret::new("u1a2b3"));
        assert_eq!(format!("{line:?}"), "Outgoing(hidden)");
    }
}
