//! What can be typed with a `/` before it: one table, from which reading, help, completion and the manual are made. It does nothing of it.

use std::time::Duration;

use types::{Login, MessageId};

use crate::cli::short_form::{
    Announce, Ban, Channel, Delete, Mod, Mode, OnOff, OneLogin, PlainMode, Raid, RaidAction,
    Settings, ShortForm, TimeOrOff, TimedMode, Timeout, User, Vip, Warn, Words, read_span,
};
use crate::short_forms::SHORT_FORMS;
use crate::typed_login;

/// A command.
#[derive(Debug)]
pub(super) struct Command {
    /// Its name, without the sign before it.
    pub name: &'static str,
    /// What comes behind the name.
    pub takes: &'static str,
    /// What it does.
    pub about: &'static str,
    /// The short form that does the same in the shell; it knows who may.
    form: Option<&'static str>,
    read: fn(&Typed<'_>) -> Result<Wanted, String>,
}

/// What stands behind the name, and where.
#[derive(Debug, Clone, Copy)]
struct Typed<'a> {
    rest: &'a str,
    channel: &'a Login,
}

/// What somebody wants.
#[derive(Debug)]
pub(super) enum Wanted {
    /// To say something.
    Say(String),
    /// To answer the last message of somebody.
    Answer {
        /// Whose.
        login: String,
        /// With what.
        text: String,
    },
    /// To delete the last message of somebody.
    DeleteLastOf(String),
    /// Something that Twitch does.
    Errand(Box<ShortForm>),
    /// To read what can be done.
    Help(Option<String>),
    /// To read another channel as well.
    Join(Login),
    /// To read this channel no more.
    Part,
    /// The mouse wheel to look back, or the mouse to mark text.
    Mouse,
    /// The end.
    Quit,
}

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

impl Command {
    /// Whose account acts, if it is something that Twitch does.
    pub(super) fn actor(&self) -> Option<&'static str> {
        let form = SHORT_FORMS
            .iter()
            .find(|form| Some(form.name) == self.form)?;
        Some(form.actor.in_words())
    }
}

fn unknown(name: &str) -> String {
    let near = |known: &&str| strsim::damerau_levenshtein(known, &name.to_ascii_lowercase()) <= 2;
    let nearest = COMMANDS.iter().map(|command| command.name).find(near);
    let instead = nearest.map_or_else(String::new, |near| format!("did you mean /{near}? "));
    format!("there is no command /{name}, and it was not said; {instead}/help lists all of them")
}

/// The first word as a name of somebody, and the rest.
fn person<'a>(typed: &Typed<'a>) -> Result<(String, &'a str), String> {
    let (name, rest) = typed.rest.split_once(' ').unwrap_or((typed.rest, ""));
    if name.is_empty() {
        return Err("it is not said whom".to_owned());
    }
    let login = typed_login::read(name.trim_end_matches([',', ':']));
    let login = login.map_err(|error| error.to_string())?;
    Ok((login.to_string(), rest.trim()))
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn here(typed: &Typed<'_>) -> Channel {
    let channel = Some(typed.channel.clone());
    Channel { channel }
}

fn errand(form: ShortForm) -> Result<Wanted, String> {
    Ok(Wanted::Errand(Box::new(form)))
}

/// Something about one person; digits alone are a login here, as nobody reads ids in chat.
fn about_one(typed: &Typed<'_>, form: fn(OneLogin) -> ShortForm) -> Result<Wanted, String> {
    let (login, _) = person(typed)?;
    errand(form(OneLogin {
        who: format!("@{login}"),
        channel: here(typed),
    }))
}

fn announcement(typed: &Typed<'_>, frame: Option<&str>) -> Result<Wanted, String> {
    if typed.rest.is_empty() {
        return Err("it is not said what".to_owned());
    }
    errand(ShortForm::Announce(Announce {
        text: vec![typed.rest.to_owned()],
        frame: frame.map(str::to_owned),
        channel: here(typed),
    }))
}

fn timeout(typed: &Typed<'_>) -> Result<Wanted, String> {
    let (login, rest) = person(typed)?;
    let (first, behind) = rest.split_once(' ').unwrap_or((rest, ""));
    let (duration, reason) = match read_span(first) {
        Ok(duration) => (duration, behind),
        Err(_) => (USUAL_TIMEOUT, rest),
    };
    errand(ShortForm::Timeout(Timeout {
        who: format!("@{login}"),
        duration,
        reason: words(reason),
        channel: here(typed),
    }))
}

fn ban(typed: &Typed<'_>) -> Result<Wanted, String> {
    let (login, reason) = person(typed)?;
    errand(ShortForm::Ban(Ban {
        who: format!("@{login}"),
        reason: words(reason),
        channel: here(typed),
    }))
}

fn warn(typed: &Typed<'_>) -> Result<Wanted, String> {
    let (login, reason) = person(typed)?;
    if reason.is_empty() {
        return Err("it is not said what for".to_owned());
    }
    errand(ShortForm::Warn(Warn {
        who: format!("@{login}"),
        reason: words(reason),
        channel: here(typed),
    }))
}

/// Ids of messages are longer than logins, and hold signs that logins do not.
fn delete(typed: &Typed<'_>) -> Result<Wanted, String> {
    if typed.rest.contains('-') && !typed.rest.contains(' ') {
        let form = Delete {
            id: MessageId::new(typed.rest),
            channel: here(typed),
        };
        return errand(ShortForm::Delete(form));
    }
    let (login, _) = person(typed)?;
    Ok(Wanted::DeleteLastOf(login))
}

fn answer(typed: &Typed<'_>) -> Result<Wanted, String> {
    let (login, text) = person(typed)?;
    if text.is_empty() {
        return Err("it is not said what".to_owned());
    }
    let text = text.to_owned();
    Ok(Wanted::Answer { login, text })
}

fn mode(typed: &Typed<'_>, mode: Mode) -> Result<Wanted, String> {
    errand(ShortForm::Settings(Settings {
        mode: Some(mode),
        channel: here(typed),
    }))
}

/// A mode with a time: `off` and the name with `off` behind it switch it off, nothing means the usual time.
fn timed(
    typed: &Typed<'_>,
    usual: Option<Duration>,
    form: fn(TimedMode) -> Mode,
) -> Result<Wanted, String> {
    let value = match typed.rest {
        "" => usual,
        rest if rest.eq_ignore_ascii_case("off") => None,
        rest => Some(read_span(rest)?),
    };
    mode(
        typed,
        form(TimedMode {
            value: TimeOrOff(value),
            channel: here(typed),
        }),
    )
}

fn plain(typed: &Typed<'_>, usual: OnOff, form: fn(PlainMode) -> Mode) -> Result<Wanted, String> {
    let value = match typed.rest.to_ascii_lowercase().as_str() {
        "" => usual,
        "on" => OnOff::On,
        "off" => OnOff::Off,
        other => return Err(format!("{other} is neither on nor off")),
    };
    mode(
        typed,
        form(PlainMode {
            value,
            channel: here(typed),
        }),
    )
}

fn described(typed: &Typed<'_>, form: fn(Words) -> ShortForm) -> Result<Wanted, String> {
    errand(form(Words {
        text: words(typed.rest),
        channel: here(typed),
    }))
}

fn help_wanted(typed: &Typed<'_>) -> Result<Wanted, String> {
    let word = (!typed.rest.is_empty()).then(|| typed.rest.to_ascii_lowercase());
    Ok(Wanted::Help(word))
}

fn join(typed: &Typed<'_>) -> Result<Wanted, String> {
    let channel = typed_login::read(typed.rest);
    channel.map(Wanted::Join).map_err(|error| error.to_string())
}

fn raid(typed: &Typed<'_>) -> Result<Wanted, String> {
    let (login, _) = person(typed)?;
    errand(ShortForm::Raid(Raid {
        action: None,
        to: Some(format!("@{login}")),
        channel: Some(typed.channel.clone()),
    }))
}

fn unraid(typed: &Typed<'_>) -> Result<Wanted, String> {
    errand(ShortForm::Raid(Raid {
        action: Some(RaidAction::Cancel(here(typed))),
        to: None,
        channel: None,
    }))
}

fn action(typed: &Typed<'_>) -> Result<Wanted, String> {
    match typed.rest {
        "" => Err("it is not said what".to_owned()),
        text => Ok(Wanted::Say(format!("/me {text}"))),
    }
}

/// All commands, in the order in which a person meets them.
pub(super) static COMMANDS: &[Command] = &[
    Command {
        name: "help",
        takes: "[COMMAND]",
        about: "what can be typed",
        form: None,
        read: help_wanted,
    },
    Command {
        name: "me",
        takes: "TEXT",
        about: "says it as an action",
        form: None,
        read: action,
    },
    Command {
        name: "reply",
        takes: "NAME TEXT",
        about: "answers the last message of somebody",
        form: None,
        read: answer,
    },
    Command {
        name: "announce",
        takes: "TEXT",
        about: "says something that stands out",
        form: Some("announce"),
        read: |typed| announcement(typed, None),
    },
    Command {
        name: "announceblue",
        takes: "TEXT",
        about: "the same in blue",
        form: Some("announce"),
        read: |typed| announcement(typed, Some("blue")),
    },
    Command {
        name: "announcegreen",
        takes: "TEXT",
        about: "the same in green",
        form: Some("announce"),
        read: |typed| announcement(typed, Some("green")),
    },
    Command {
        name: "announceorange",
        takes: "TEXT",
        about: "the same in orange",
        form: Some("announce"),
        read: |typed| announcement(typed, Some("orange")),
    },
    Command {
        name: "announcepurple",
        takes: "TEXT",
        about: "the same in purple",
        form: Some("announce"),
        read: |typed| announcement(typed, Some("purple")),
    },
    Command {
        name: "timeout",
        takes: "NAME [TIME] [REASON]",
        about: "silences somebody, for 10m if no time is said",
        form: Some("timeout"),
        read: timeout,
    },
    Command {
        name: "untimeout",
        takes: "NAME",
        about: "lets them chat again",
        form: Some("unban"),
        read: |typed| about_one(typed, ShortForm::Unban),
    },
    Command {
        name: "ban",
        takes: "NAME [REASON]",
        about: "shuts somebody out",
        form: Some("ban"),
        read: ban,
    },
    Command {
        name: "unban",
        takes: "NAME",
        about: "lets them in again",
        form: Some("unban"),
        read: |typed| about_one(typed, ShortForm::Unban),
    },
    Command {
        name: "warn",
        takes: "NAME REASON",
        about: "warns somebody, who has to acknowledge it",
        form: Some("warn"),
        read: warn,
    },
    Command {
        name: "delete",
        takes: "NAME|ID",
        about: "deletes the last message of somebody, or one by its id",
        form: Some("delete"),
        read: delete,
    },
    Command {
        name: "clear",
        takes: "",
        about: "deletes all messages",
        form: Some("clear"),
        read: |typed| errand(ShortForm::Clear(here(typed))),
    },
    Command {
        name: "slow",
        takes: "[TIME|off]",
        about: "how long everybody waits between two messages, 30s if not said",
        form: Some("settings slow"),
        read: |typed| timed(typed, Some(USUAL_WAIT), Mode::Slow),
    },
    Command {
        name: "slowoff",
        takes: "",
        about: "ends that",
        form: Some("settings slow"),
        read: |typed| timed(typed, None, Mode::Slow),
    },
    Command {
        name: "followers",
        takes: "[TIME|off]",
        about: "only who has followed so long may chat, from the first moment if not said",
        form: Some("settings followers"),
        read: |typed| timed(typed, Some(Duration::ZERO), Mode::Followers),
    },
    Command {
        name: "followersoff",
        takes: "",
        about: "ends that",
        form: Some("settings followers"),
        read: |typed| timed(typed, None, Mode::Followers),
    },
    Command {
        name: "subscribers",
        takes: "[on|off]",
        about: "only subscribers may chat",
        form: Some("settings subscribers"),
        read: |typed| plain(typed, OnOff::On, Mode::Subscribers),
    },
    Command {
        name: "subscribersoff",
        takes: "",
        about: "ends that",
        form: Some("settings subscribers"),
        read: |typed| plain(typed, OnOff::Off, Mode::Subscribers),
    },
    Command {
        name: "emoteonly",
        takes: "[on|off]",
        about: "messages hold emotes and nothing else",
        form: Some("settings emotes"),
        read: |typed| plain(typed, OnOff::On, Mode::Emotes),
    },
    Command {
        name: "emoteonlyoff",
        takes: "",
        about: "ends that",
        form: Some("settings emotes"),
        read: |typed| plain(typed, OnOff::Off, Mode::Emotes),
    },
    Command {
        name: "uniquechat",
        takes: "[on|off]",
        about: "nobody may repeat what was said",
        form: Some("settings unique"),
        read: |typed| plain(typed, OnOff::On, Mode::Unique),
    },
    Command {
        name: "uniquechatoff",
        takes: "",
        about: "ends that",
        form: Some("settings unique"),
        read: |typed| plain(typed, OnOff::Off, Mode::Unique),
    },
    Command {
        name: "settings",
        takes: "",
        about: "shows the modes of the chat",
        form: Some("settings"),
        read: |typed| {
            errand(ShortForm::Settings(Settings {
                mode: None,
                channel: here(typed),
            }))
        },
    },
    Command {
        name: "shoutout",
        takes: "NAME",
        about: "recommends another channel",
        form: Some("shoutout"),
        read: |typed| about_one(typed, ShortForm::Shoutout),
    },
    Command {
        name: "raid",
        takes: "NAME",
        about: "sends the viewers to another channel",
        form: Some("raid"),
        read: raid,
    },
    Command {
        name: "unraid",
        takes: "",
        about: "calls that off",
        form: Some("raid cancel"),
        read: unraid,
    },
    Command {
        name: "mod",
        takes: "NAME",
        about: "makes somebody a moderator",
        form: Some("mod add"),
        read: |typed| about_one(typed, |one| ShortForm::Mod(Mod::Add(one))),
    },
    Command {
        name: "unmod",
        takes: "NAME",
        about: "takes that back",
        form: Some("mod remove"),
        read: |typed| about_one(typed, |one| ShortForm::Mod(Mod::Remove(one))),
    },
    Command {
        name: "mods",
        takes: "",
        about: "lists the moderators",
        form: Some("mods"),
        read: |typed| errand(ShortForm::Mods(here(typed))),
    },
    Command {
        name: "vip",
        takes: "NAME",
        about: "makes somebody a VIP",
        form: Some("vip add"),
        read: |typed| about_one(typed, |one| ShortForm::Vip(Vip::Add(one))),
    },
    Command {
        name: "unvip",
        takes: "NAME",
        about: "takes that back",
        form: Some("vip remove"),
        read: |typed| about_one(typed, |one| ShortForm::Vip(Vip::Remove(one))),
    },
    Command {
        name: "vips",
        takes: "",
        about: "lists the VIPs",
        form: Some("vips"),
        read: |typed| errand(ShortForm::Vips(here(typed))),
    },
    Command {
        name: "user",
        takes: "NAME",
        about: "looks somebody up",
        form: Some("user"),
        read: |typed| {
            errand(ShortForm::User(User {
                who: format!("@{}", person(typed)?.0),
            }))
        },
    },
    Command {
        name: "title",
        takes: "[TEXT]",
        about: "shows the title of the stream, or changes it",
        form: Some("title"),
        read: |typed| described(typed, ShortForm::Title),
    },
    Command {
        name: "game",
        takes: "[TEXT]",
        about: "shows the category of the stream, or changes it",
        form: Some("game"),
        read: |typed| described(typed, ShortForm::Game),
    },
    Command {
        name: "marker",
        takes: "[TEXT]",
        about: "marks this moment of the stream",
        form: Some("marker"),
        read: |typed| described(typed, ShortForm::Marker),
    },
    Command {
        name: "clip",
        takes: "",
        about: "keeps the last half minute of the stream",
        form: Some("clip"),
        read: |typed| errand(ShortForm::Clip(here(typed))),
    },
    Command {
        name: "join",
        takes: "CHANNEL",
        about: "reads another channel as well",
        form: None,
        read: join,
    },
    Command {
        name: "part",
        takes: "",
        about: "reads this channel no more",
        form: None,
        read: |_| Ok(Wanted::Part),
    },
    Command {
        name: "mouse",
        takes: "",
        about: "lets the wheel look back, or the mouse mark text again",
        form: None,
        read: |_| Ok(Wanted::Mouse),
    },
    Command {
        name: "quit",
        takes: "",
        about: "ends the program",
        form: None,
        read: |_| Ok(Wanted::Quit),
    },
];

/// What to do instead.
const ESCAPE: &str = "begin it with something else";

/// What Twitch itself takes if nothing is said.
const USUAL_TIMEOUT: Duration = Duration::from_secs(600);
const USUAL_WAIT: Duration = Duration::from_secs(30);

#[cfg(test)]
mod tests {
    use super::*;

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
