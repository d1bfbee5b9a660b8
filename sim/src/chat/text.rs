//! What Twitch makes of a text before it judges it: blanks, length, `/me` and other commands. Nothing here knows rooms or people.

use crate::chat::said::{Dropped, Refusal, SaidBy, Stop};

/// A text as the room shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spoken {
    pub(crate) text: String,
    /// Whether it was said with `/me`.
    pub(crate) is_action: bool,
}

impl Spoken {
    /// Reads what somebody typed.
    pub(crate) fn read(typed: &str, door: SaidBy) -> Result<Self, Stop> {
        let is_irc = matches!(door, SaidBy::Irc(_));
        if !is_irc && typed.chars().count() > LONGEST_MESSAGE {
            return Err(Stop::Refused(Refusal::TooLong));
        }
        let spoken = match unwrap_action(typed) {
            Some(inner) => Self::action(inner),
            None => Self::read_typed(&normalize(typed), door)?,
        };
        if spoken.text.is_empty() {
            return Err(Stop::Refused(Refusal::Empty));
        }
        Ok(if is_irc { spoken.cut() } else { spoken })
    }

    fn read_typed(text: &str, door: SaidBy) -> Result<Self, Stop> {
        let Some(command) = text.strip_prefix(['/', '.']) else {
            return Ok(Self {
                text: text.to_owned(),
                is_action: false,
            });
        };
        let (name, rest) = command.split_once(' ').unwrap_or((command, ""));
        match (name, rest, door) {
            ("" | "me", "", SaidBy::Irc(_)) => Err(Stop::Refused(Refusal::Empty)),
            ("me", rest, _) if !rest.is_empty() => Ok(Self::action(rest)),
            // A mark that stands alone is swallowed, and what follows is no command; libraries lead every text with one.
            ("", rest, SaidBy::Irc(_)) => Ok(Self {
                text: rest.to_owned(),
                is_action: false,
            }),
            // People who trail off are no command either.
            (name, _, SaidBy::Irc(_)) if name.starts_with('.') => Ok(Self {
                text: text.to_owned(),
                is_action: false,
            }),
            (name, _, SaidBy::Irc(_)) => Err(Stop::Dropped(unrecognized(name))),
            // Observed of Send Chat Message: the first word is swallowed and the rest is said.
            (_, rest, _) if !rest.is_empty() => Ok(Self {
                text: rest.to_owned(),
                is_action: false,
            }),
            _ => Err(Stop::Dropped(rejected())),
        }
    }

    fn action(text: &str) -> Self {
        Self {
            text: normalize(text),
            is_action: true,
        }
    }

    /// Cuts what is too long, which is one of the two things that people report of IRC; the other is silence.
    fn cut(mut self) -> Self {
        if let Some((end, _)) = self.text.char_indices().nth(LONGEST_MESSAGE) {
            self.text.truncate(end);
        }
        self
    }

    /// The trailing parameter of PRIVMSG.
    pub(crate) fn on_the_wire(&self, text: &str) -> String {
        if self.is_action {
            format!("\u{1}ACTION {text}\u{1}")
        } else {
            text.to_owned()
        }
    }
}

/// The text inside of an ACTION; a closing mark that was lost is not missed.
fn unwrap_action(typed: &str) -> Option<&str> {
    let inner = typed.strip_prefix("\u{1}ACTION ")?;
    Some(inner.strip_suffix('\u{1}').unwrap_or(inner))
}

/// Trims, makes one blank of several and of everything that would end a line, and drops what cannot be seen.
///
/// U+E0000 goes too: bots appended it to say the same twice, until Twitch took it away.
fn normalize(typed: &str) -> String {
    let visible: String = typed
        .chars()
        .filter(|character| *character != '\u{E0000}')
        .map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        })
        .collect();
    let mut text = String::with_capacity(visible.len());
    for word in visible.split(' ').filter(|word| !word.is_empty()) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}

fn unrecognized(name: &str) -> Dropped {
    Dropped {
        code: "msg_rejected",
        notice: Some("unrecognized_cmd"),
        text: format!("Unrecognized command: /{name}"),
    }
}

fn rejected() -> Dropped {
    Dropped {
        code: "msg_rejected",
        notice: Some("msg_rejected"),
        text: "Your message was not sent because it is no command that can be sent this way."
            .to_owned(),
    }
}

/// Counted in code points, which is the natural reading of Twitch's "characters".
const LONGEST_MESSAGE: usize = 500;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::outbox::Outboxes;

    fn said(text: &str) -> Result<Spoken, Stop> {
        Ok(Spoken {
            text: text.to_owned(),
            is_action: false,
        })
    }

    fn done(text: &str) -> Result<Spoken, Stop> {
        Ok(Spoken {
            text: text.to_owned(),
            is_action: true,
        })
    }

    #[test]
    fn s05_the_doors_differ_in_what_they_make_of_a_slash() {
        let irc = SaidBy::Irc(Outboxes::default().open());
        let unknown = |name| Err(Stop::Dropped(unrecognized(name)));
        let empty = || Err(Stop::Refused(Refusal::Empty));
        for (typed, on_irc, on_rest) in [
            ("/me waves", done("waves"), done("waves")),
            (".me waves", done("waves"), done("waves")),
            ("\u{1}ACTION waves\u{1}", done("waves"), done("waves")),
            ("\u{1}ACTION waves", done("waves"), done("waves")),
            ("/me", empty(), Err(Stop::Dropped(rejected()))),
            (".foo", unknown("foo"), Err(Stop::Dropped(rejected()))),
            (".foo bar", unknown("foo"), said("bar")),
            ("/ban x", unknown("ban"), said("x")),
            (". /ban x", said("/ban x"), said("/ban x")),
            ("/ hello", said("hello"), said("hello")),
            (".", empty(), Err(Stop::Dropped(rejected()))),
            ("... what?", said("... what?"), said("what?")),
            (
                "hello / there",
                said("hello / there"),
                said("hello / there"),
            ),
        ] {
            assert_eq!(Spoken::read(typed, irc), on_irc, "{typed:?} by IRC");
            assert_eq!(
                Spoken::read(typed, SaidBy::Rest),
                on_rest,
                "{typed:?} by REST"
            );
        }
    }

    #[test]
    fn x16_a_text_is_one_line_with_single_blanks() {
        for (typed, expected) in [
            ("  a   b ", said("a b")),
            ("a\r\nPRIVMSG #b :c", said("a PRIVMSG #b :c")),
            ("a \u{E0000}", said("a")),
            (" \u{E0000} ", Err(Stop::Refused(Refusal::Empty))),
            ("", Err(Stop::Refused(Refusal::Empty))),
        ] {
            assert_eq!(Spoken::read(typed, SaidBy::Rest), expected, "{typed:?}");
        }
    }

    #[test]
    fn s06_the_501st_character_is_cut_on_irc_and_refused_by_rest() {
        let irc = SaidBy::Irc(Outboxes::default().open());
        let (fits, too_long) = ("é".repeat(500), "é".repeat(501));
        assert_eq!(Spoken::read(&too_long, irc), said(&fits));
        assert_eq!(Spoken::read(&fits, SaidBy::Rest), said(&fits));
        let refused = Err(Stop::Refused(Refusal::TooLong));
        assert_eq!(Spoken::read(&too_long, SaidBy::Rest), refused);
    }
}
