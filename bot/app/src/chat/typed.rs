//! Lines as they come in: read in a thread of their own, as large as they may be, and understood. Nothing is said here.

use std::io::{self, BufRead, Read};

use tokio::sync::mpsc;
use types::{Login, MessageId};

use crate::failure::{Failure, Status};

/// A line that came in.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// As it was typed.
    Whole(String),
    /// So long that it was not kept.
    TooLong,
}

/// A line that can be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wish {
    /// Where.
    pub channel: Login,
    /// What.
    pub text: String,
    /// The message that it answers.
    pub reply_to: Option<MessageId>,
}

/// A line that cannot be said.
#[derive(Debug)]
pub(super) struct Refusal {
    /// What kind of mistake it is; the names are a contract.
    pub code: &'static str,
    /// The line.
    pub text: String,
    /// What is wrong with it.
    pub failure: Failure,
}

/// Reads standard input; the next line is read when the one before was taken. It ends with the input.
pub(super) fn listen() -> mpsc::Receiver<Line> {
    let (lines, waiting) = mpsc::channel(1);
    // Reading cannot be broken off, so nobody waits for this thread at the end.
    std::thread::spawn(move || {
        let mut input = io::stdin().lock();
        loop {
            let line = match next(&mut input) {
                Ok(Some(line)) => line,
                Ok(None) => break,
                Err(error) => {
                    tracing::warn!(%error, "cannot read what is to be said any more");
                    break;
                }
            };
            if lines.blocking_send(line).is_err() {
                break;
            }
        }
    });
    waiting
}

/// What a line means; nothing if it is blank.
pub(super) fn understand(line: &Line, channels: &[Login]) -> Option<Result<Wish, Refusal>> {
    let Line::Whole(typed) = line else {
        return Some(Err(Refusal {
            code: "too_long",
            text: String::new(),
            failure: too_long(format!(
                "a line of more than {LONGEST_LINE} bytes was not said"
            )),
        }));
    };
    let typed: String = typed
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let refused = |code, failure| {
        let text = typed.to_owned();
        Some(Err(Refusal {
            code,
            text,
            failure,
        }))
    };
    let (channel, text) = match channels {
        [only] => (only, typed),
        several => match addressed(typed, several) {
            Some(addressed) => addressed,
            None => return refused("which_channel", which_channel(several)),
        },
    };
    if text.is_empty() {
        return None;
    }
    if is_order(text) {
        return refused("order", order());
    }
    let letters = text.chars().count();
    if letters > MOST_LETTERS {
        let what = format!("a line of {letters} characters was not said");
        return refused("too_long", too_long(what));
    }
    Some(Ok(Wish {
        channel: channel.clone(),
        text: text.to_owned(),
        reply_to: None,
    }))
}

/// The channel that a line begins with, and the rest.
fn addressed<'a>(typed: &'a str, channels: &'a [Login]) -> Option<(&'a Login, &'a str)> {
    let (name, text) = typed.split_once(' ').unwrap_or((typed, ""));
    let name = name.strip_prefix('#')?;
    let is_it = |channel: &&Login| channel.as_str().eq_ignore_ascii_case(name);
    Some((channels.iter().find(is_it)?, text.trim_start()))
}

/// What Twitch would take for an order. Lines may be made of what viewers wrote, and those must order nothing.
pub(crate) fn is_order(text: &str) -> bool {
    text.starts_with(['/', '.']) && !text.starts_with("/me ")
}

fn too_long(what: String) -> Failure {
    Failure::new(Status::Usage, what)
        .meaning(format!(
            "Twitch takes {MOST_LETTERS} characters in one message."
        ))
        .advice("write shorter lines")
}

fn which_channel(channels: &[Login]) -> Failure {
    let names: Vec<_> = channels
        .iter()
        .map(|channel| format!("#{channel}"))
        .collect();
    Failure::new(
        Status::Usage,
        "a line does not tell in which channel it is to be said",
    )
    .advice(format!(
        "begin it with one of {}, as in {} Hello",
        names.join(", "),
        names.first().map_or("#somechannel", String::as_str)
    ))
}

/// Why such a line is not said, and what is there for it.
pub(crate) fn order() -> Failure {
    Failure::new(
        Status::Usage,
        "a line that begins with / or . was not said, as Twitch takes it for an order",
    )
    .meaning("Only /me goes through.")
    .advice("use the commands for that, such as `streamhand timeout` or `streamhand announce`")
}

fn next(input: &mut impl BufRead) -> io::Result<Option<Line>> {
    let mut bytes = Vec::new();
    let length = input
        .by_ref()
        .take(LONGEST_LINE)
        .read_until(b'\n', &mut bytes)?;
    if length == 0 {
        return Ok(None);
    }
    let is_cut = bytes.last() != Some(&b'\n') && bytes.len() as u64 == LONGEST_LINE;
    if is_cut && input.skip_until(b'\n')? > 0 {
        return Ok(Some(Line::TooLong));
    }
    Ok(Some(Line::Whole(
        String::from_utf8_lossy(&bytes).into_owned(),
    )))
}

/// So many characters Twitch takes in one message.
pub(super) const MOST_LETTERS: usize = 500;

/// Far more than Twitch takes, and little enough to be kept.
const LONGEST_LINE: u64 = 16 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn logins(names: &[&str]) -> Vec<Login> {
        let logins = names.iter().map(|name| name.parse().expect("a login"));
        logins.collect()
    }

    /// The channel and the text, or the code of the refusal.
    fn understood(line: &str, channels: &[&str]) -> Option<Result<(String, String), &'static str>> {
        let understood = understand(&Line::Whole(line.to_owned()), &logins(channels))?;
        Some(match understood {
            Ok(wish) => Ok((wish.channel.to_string(), wish.text)),
            Err(refusal) => Err(refusal.code),
        })
    }

    #[test]
    fn a_line_is_said_as_it_is_and_with_several_channels_where_it_says() {
        for (line, channels, expected) in [
            (" hello\r\n", &["a"][..], Ok(("a", "hello"))),
            ("#a hello", &["a"], Ok(("a", "#a hello"))),
            ("!ping", &["a"], Ok(("a", "!ping"))),
            ("/me waves", &["a"], Ok(("a", "/me waves"))),
            ("one\0two\u{1b}[2J", &["a"], Ok(("a", "one two [2J"))),
            ("#B  hello there", &["a", "b"], Ok(("b", "hello there"))),
            ("hello", &["a", "b"], Err("which_channel")),
            ("#c hello", &["a", "b"], Err("which_channel")),
        ] {
            let expected =
                expected.map(|(channel, text): (&str, &str)| (channel.to_owned(), text.to_owned()));
            assert_eq!(understood(line, channels), Some(expected), "{line:?}");
        }
        for (line, channels) in [("", &["a"][..]), (" \r\n", &["a"]), ("#b ", &["a", "b"])] {
            assert_eq!(understood(line, channels), None, "{line:?}");
        }
    }

    /// Such a line went to Twitch's call, which called it invalid in words that scripts did not know.
    #[test]
    fn a_line_of_more_characters_than_twitch_takes_is_too_long() {
        let full = "é".repeat(MOST_LETTERS);
        let said = Some(Ok(("a".to_owned(), full.clone())));
        assert_eq!(understood(&full, &["a"]), said);
        assert_eq!(understood(&format!("#a {full}"), &["a", "b"]), said);
        let longer = format!("{full}!");
        assert_eq!(understood(&longer, &["a"]), Some(Err("too_long")));
        let refused = understand(&Line::Whole(longer.clone()), &logins(&["a"]));
        let Some(Err(refusal)) = refused else {
            panic!("it is refused");
        };
        assert_eq!(refusal.text, longer);
        assert!(refusal.failure.happened().contains("501 characters"));
    }

    #[test]
    fn x17_no_line_becomes_an_order_to_twitch() {
        for line in [
            "/ban ann",
            " .timeout ann",
            "/me",
            "#b /clear",
            "\u{0}/vip ann",
        ] {
            let channels: &[&str] = if line.starts_with('#') {
                &["a", "b"]
            } else {
                &["a"]
            };
            assert_eq!(understood(line, channels), Some(Err("order")), "{line:?}");
        }
    }

    #[test]
    fn p07_a_line_without_end_is_not_kept_and_the_next_one_is_read() {
        let endless = "x".repeat(1_000_000);
        let full = "y".repeat(usize::try_from(LONGEST_LINE).expect("a small number"));
        let text = format!("one\n{endless}\ntwo\n{full}");
        let mut bytes = text.into_bytes();
        bytes[1] = 0xff;
        let mut input = io::Cursor::new(bytes);
        let mut lines = Vec::new();
        while let Some(line) = next(&mut input).expect("memory can be read") {
            lines.push(line);
        }
        let whole = |text: &str| Line::Whole(text.to_owned());
        let expected = [
            whole("o\u{fffd}e\n"),
            Line::TooLong,
            whole("two\n"),
            whole(&full),
        ];
        assert_eq!(lines, expected);
    }
}
