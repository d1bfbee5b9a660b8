//! What can be typed with a `/` before it: from one table come reading, help, completion and the manual. It does nothing of it.

pub(super) mod command;
mod reading;
pub(super) mod table;

use types::Login;

use command::{Command, Typed, Wanted};
use table::COMMANDS;

/// What a line means: something to say, a command, or the words for why it is neither. No line that begins like an order to Twitch is ever said.
pub(super) fn understand(line: &str, channel: &Login) -> Result<Wanted, String> {
    let line = line.trim();
    if line.starts_with('.') {
        return Err(format!(
            "a line that begins with . was not said, as Twitch takes it for an order; {ESCAPE}"
        ));
    }
    let Some(order) = line.strip_prefix('/') else {
        return Ok(Wanted::Say(line.to_owned()));
    };
    let (name, rest) = order.split_once(' ').unwrap_or((order, ""));
    let known = COMMANDS
        .iter()
        .find(|command| command.name.eq_ignore_ascii_case(name));
    let Some(command) = known else {
        return Err(unknown(name));
    };
    let rest = rest.trim();
    (command.read)(&Typed { rest, channel })
        .map_err(|why| format!("{why}; {}: {}", usage(command), command.about))
}

/// The names that begin like this.
pub(super) fn beginning_with(beginning: &str) -> impl Iterator<Item = &'static str> {
    let beginning = beginning.to_ascii_lowercase();
    let names = COMMANDS.iter().map(|command| command.name);
    names.filter(move |name| name.starts_with(&beginning))
}

/// What can be read about one command, or about all that begin like this; all without a word.
pub(super) fn help(word: Option<&str>) -> Vec<String> {
    let word = word.unwrap_or_default().trim_start_matches('/');
    let commands = COMMANDS
        .iter()
        .filter(|command| command.name.starts_with(word));
    let lines = commands.map(|command| match command.actor() {
        Some(actor) => format!("{}: {} (acts: {actor})", usage(command), command.about),
        None => format!("{}: {}", usage(command), command.about),
    });
    lines.collect()
}

/// How it is typed.
pub(super) fn usage(command: &Command) -> String {
    format!("/{} {}", command.name, command.takes)
        .trim_end()
        .to_owned()
}

fn unknown(name: &str) -> String {
    let near = |known: &&str| strsim::damerau_levenshtein(known, &name.to_ascii_lowercase()) <= 2;
    let nearest = COMMANDS.iter().map(|command| command.name).find(near);
    let instead = nearest.map_or_else(String::new, |near| format!("did you mean /{near}? "));
    format!("there is no command /{name}, and it was not said; {instead}/help lists all of them")
}

/// What to do instead.
const ESCAPE: &str = "begin it with something else";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::short_form::{Mode, Settings, ShortForm, read_span};

    fn wanted(line: &str) -> Result<Wanted, String> {
        understand(line, &"somechannel".parse().expect("a login"))
    }

    #[test]
    fn x17_no_line_that_looks_like_an_order_is_ever_said() {
        for line in [
            "/bann ann",
            "/",
            "//",
            "/ ban ann",
            "  /nothing",
            ".ban ann",
            " .me",
            "/w ann hi",
            "/me",
            "/disconnect",
        ] {
            assert!(wanted(line).is_err(), "{line:?} gives {:?}", wanted(line));
        }
        for (line, said) in [
            ("hello", "hello"),
            (" hello / there.", "hello / there."),
            ("/me waves", "/me waves"),
            ("/ME waves", "/me waves"),
        ] {
            assert!(
                matches!(wanted(line), Ok(Wanted::Say(text)) if text == said),
                "{line:?}"
            );
        }
    }

    #[test]
    fn a_slip_of_the_hand_is_told_what_was_meant() {
        let why = wanted("/tiemout ann").expect_err("it is no command");
        assert!(why.contains("did you mean /timeout?"), "{why}");
        let why = wanted("/timeout").expect_err("whom?");
        assert!(why.contains("/timeout NAME [TIME] [REASON]"), "{why}");
        let why = wanted("/warn ann").expect_err("what for?");
        assert!(why.contains("what for"), "{why}");
    }

    #[test]
    fn a_timeout_lasts_ten_minutes_unless_a_time_is_said() {
        for (line, seconds, reason) in [
            ("/timeout Ann", 600, ""),
            ("/timeout @ann, 1m30s too loud", 90, "too loud"),
            ("/timeout ann too loud", 600, "too loud"),
        ] {
            let Ok(Wanted::Errand(form)) = wanted(line) else {
                panic!("{line:?}");
            };
            let ShortForm::Timeout(timeout) = *form else {
                panic!("{line:?}");
            };
            let told = (
                timeout.who.as_str(),
                timeout.duration.as_secs(),
                timeout.reason.join(" "),
            );
            assert_eq!(told, ("@ann", seconds, reason.to_owned()), "{line:?}");
        }
    }

    /// `1hour` became ten minutes, with "1hour spam" as the reason.
    #[test]
    fn a_time_that_cannot_be_read_is_no_reason_for_a_timeout() {
        for line in ["/timeout lemonpith 1hour spam", "/timeout lemonpith 10x"] {
            let why = wanted(line).expect_err("it is no time");
            let time = line.split(' ').nth(2).expect("there is a time");
            let expected = read_span(time);
            let expected = expected.expect_err("it is no time");
            assert!(why.starts_with(&expected), "{why}");
        }
    }

    #[test]
    fn modes_have_their_usual_values_and_two_ways_to_be_switched_off() {
        for (line, expected) in [
            ("/slow", Some(30)),
            ("/slow 10", Some(10)),
            ("/slow off", None),
            ("/slowoff", None),
            ("/followers", Some(0)),
            ("/followers 10m", Some(600)),
            ("/followersoff", None),
        ] {
            let Ok(Wanted::Errand(form)) = wanted(line) else {
                panic!("{line:?}");
            };
            let ShortForm::Settings(Settings {
                mode: Some(Mode::Slow(mode) | Mode::Followers(mode)),
                ..
            }) = *form
            else {
                panic!("{line:?}");
            };
            assert_eq!(
                mode.value.0.map(|value| value.as_secs()),
                expected,
                "{line:?}"
            );
        }
        assert!(wanted("/emoteonly maybe").is_err());
        assert!(wanted("/emoteonly off").is_ok() && wanted("/uniquechatoff").is_ok());
    }

    #[test]
    fn a_message_is_deleted_by_its_id_or_by_who_wrote_it() {
        assert!(matches!(wanted("/delete ann"), Ok(Wanted::DeleteLastOf(login)) if login == "ann"));
        assert!(matches!(
            wanted("/delete 885196de-cb67-427a"),
            Ok(Wanted::Errand(_))
        ));
        assert!(wanted("/delete").is_err());
    }

    #[test]
    fn the_page_tells_every_command_and_every_key() {
        let page = include_str!("../../../../../docs/chat.md");
        for command in COMMANDS {
            let row = format!(
                "| `{}` | {} | {} |",
                usage(command).replace('|', "\\|"),
                command.about,
                command.actor().unwrap_or_default()
            );
            assert!(page.contains(&row), "docs/chat.md lacks this row:\n{row}");
        }
        for (key, about) in super::super::keys::KEYS {
            let row = format!("| {key} | {about} |");
            assert!(page.contains(&row), "docs/chat.md lacks this row:\n{row}");
        }
    }

    #[test]
    fn names_are_unique_and_every_short_form_that_is_named_exists() {
        for (position, command) in COMMANDS.iter().enumerate() {
            let mut earlier = COMMANDS.iter().take(position);
            assert!(
                earlier.all(|other| other.name != command.name),
                "{}",
                command.name
            );
            assert_eq!(
                command.form.is_some(),
                command.actor().is_some(),
                "{}",
                command.name
            );
        }
        assert_eq!(help(None).len(), COMMANDS.len());
        assert_eq!(help(Some("/slow")).len(), 2);
    }
}
