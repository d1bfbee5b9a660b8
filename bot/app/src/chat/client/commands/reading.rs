//! How what stands behind a command's name is read; which command is read how stands in the table.

use std::time::Duration;

use types::MessageId;

use super::command::{Typed, Wanted};
use crate::cli::short_form::{
    Announce, Ban, Channel, Delete, Mode, OnOff, OneLogin, PlainMode, Raid, RaidAction, Settings,
    ShortForm, TimeOrOff, TimedMode, Timeout, Warn, Words, read_span,
};
use crate::typed_login;

/// The first word as a name of somebody, and the rest.
pub(super) fn person<'a>(typed: &Typed<'a>) -> Result<(String, &'a str), String> {
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

pub(super) fn here(typed: &Typed<'_>) -> Channel {
    let channel = Some(typed.channel.clone());
    Channel { channel }
}

pub(super) fn errand(form: ShortForm) -> Result<Wanted, String> {
    Ok(Wanted::Errand(Box::new(form)))
}

/// Something about one person; digits alone are a login here, as nobody reads ids in chat.
pub(super) fn about_one(
    typed: &Typed<'_>,
    form: fn(OneLogin) -> ShortForm,
) -> Result<Wanted, String> {
    let (login, _) = person(typed)?;
    errand(form(OneLogin {
        who: format!("@{login}"),
        channel: here(typed),
    }))
}

pub(super) fn announcement(typed: &Typed<'_>, frame: Option<&str>) -> Result<Wanted, String> {
    if typed.rest.is_empty() {
        return Err("it is not said what".to_owned());
    }
    errand(ShortForm::Announce(Announce {
        text: vec![typed.rest.to_owned()],
        frame: frame.map(str::to_owned),
        channel: here(typed),
    }))
}

pub(super) fn timeout(typed: &Typed<'_>) -> Result<Wanted, String> {
    let (login, rest) = person(typed)?;
    let (first, behind) = rest.split_once(' ').unwrap_or((rest, ""));
    let (duration, reason) = match read_span(first) {
        Ok(duration) => (duration, behind),
        // Who begins with a digit means a time; ten minutes instead of it would be a surprise.
        Err(why) if first.starts_with(|letter: char| letter.is_ascii_digit()) => return Err(why),
        Err(_) => (USUAL_TIMEOUT, rest),
    };
    errand(ShortForm::Timeout(Timeout {
        who: format!("@{login}"),
        duration,
        reason: words(reason),
        channel: here(typed),
    }))
}

pub(super) fn ban(typed: &Typed<'_>) -> Result<Wanted, String> {
    let (login, reason) = person(typed)?;
    errand(ShortForm::Ban(Ban {
        who: format!("@{login}"),
        reason: words(reason),
        channel: here(typed),
    }))
}

pub(super) fn warn(typed: &Typed<'_>) -> Result<Wanted, String> {
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
pub(super) fn delete(typed: &Typed<'_>) -> Result<Wanted, String> {
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

pub(super) fn answer(typed: &Typed<'_>) -> Result<Wanted, String> {
    let (login, text) = person(typed)?;
    if text.is_empty() {
        return Err("it is not said what".to_owned());
    }
    let text = text.to_owned();
    Ok(Wanted::Answer { login, text })
}

pub(super) fn mode(typed: &Typed<'_>, mode: Mode) -> Result<Wanted, String> {
    errand(ShortForm::Settings(Settings {
        mode: Some(mode),
        channel: here(typed),
    }))
}

/// A mode with a time: `off` and the name with `off` behind it switch it off, nothing means the usual time.
pub(super) fn timed(
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

pub(super) fn plain(
    typed: &Typed<'_>,
    usual: OnOff,
    form: fn(PlainMode) -> Mode,
) -> Result<Wanted, String> {
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

pub(super) fn described(typed: &Typed<'_>, form: fn(Words) -> ShortForm) -> Result<Wanted, String> {
    errand(form(Words {
        text: words(typed.rest),
        channel: here(typed),
    }))
}

pub(super) fn help_wanted(typed: &Typed<'_>) -> Result<Wanted, String> {
    let word = (!typed.rest.is_empty()).then(|| typed.rest.to_ascii_lowercase());
    Ok(Wanted::Help(word))
}

pub(super) fn join(typed: &Typed<'_>) -> Result<Wanted, String> {
    let channel = typed_login::read(typed.rest);
    channel.map(Wanted::Join).map_err(|error| error.to_string())
}

pub(super) fn raid(typed: &Typed<'_>) -> Result<Wanted, String> {
    let (login, _) = person(typed)?;
    errand(ShortForm::Raid(Raid {
        action: None,
        to: Some(format!("@{login}")),
        channel: Some(typed.channel.clone()),
    }))
}

pub(super) fn unraid(typed: &Typed<'_>) -> Result<Wanted, String> {
    errand(ShortForm::Raid(Raid {
        action: Some(RaidAction::Cancel(here(typed))),
        to: None,
        channel: None,
    }))
}

pub(super) fn action(typed: &Typed<'_>) -> Result<Wanted, String> {
    match typed.rest {
        "" => Err("it is not said what".to_owned()),
        text => Ok(Wanted::Say(format!("/me {text}"))),
    }
}

/// What Twitch itself takes if nothing is said.
const USUAL_TIMEOUT: Duration = Duration::from_secs(600);
