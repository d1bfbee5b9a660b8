//! How one line looks; no output happens here.

use std::fmt::{self, Display, Formatter, Write};

use anstyle::{AnsiColor, RgbColor, Style};
use types::{Color, Role, Roles};

use super::shown::{Figures, Shown, What};
use super::visible::visible;

/// One happening as a line with colors; they are taken out again where the output has none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// When it happened, as people read it.
    pub(super) time: &'a str,
    pub(super) shown: &'a Shown,
    pub(super) has_channel_name: bool,
}

impl Display for Line<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let dim = Style::new().dimmed();
        write!(formatter, "{dim}{}{dim:#}", self.time)?;
        if self.has_channel_name {
            write!(formatter, " {dim}#{}{dim:#}", self.shown.channel)?;
        }
        formatter.write_char(' ')?;
        write_happening(formatter, &self.shown.what)
    }
}

fn write_happening(formatter: &mut Formatter<'_>, what: &What) -> fmt::Result {
    match what {
        What::Said {
            name,
            color,
            roles,
            text,
            is_action,
        } => {
            write_roles(formatter, *roles)?;
            let style = name_style(*color);
            let colon = if *is_action { "" } else { ":" };
            let (name, text) = (visible(name), visible(text));
            write!(formatter, "{style}{name}{style:#}{colon} {text}")
        }
        What::Answered { name, text } => {
            let style = AnsiColor::BrightGreen.on_default().bold();
            let (name, text) = (visible(name), visible(text));
            write!(formatter, "{style}▸ {name}{style:#}: {text}")
        }
        What::News(text) | What::Told { text, .. } => {
            let style = AnsiColor::BrightMagenta.on_default();
            write!(formatter, "{style}* {}{style:#}", visible(text))
        }
        // The screen passes over it; what it would look like is what it is.
        What::Noted(event) => event.fmt(formatter),
    }
}

/// The figures as a line of words.
pub(super) fn status(figures: Figures) -> String {
    let answer_time = figures.answer_time.map_or_else(
        || "no answer yet".to_owned(),
        |time| format!("answers in {:.1} ms", time.as_secs_f64() * 1_000.0),
    );
    let accounts = if figures.accounts == 1 {
        "account"
    } else {
        "accounts"
    };
    format!(
        " {} {accounts} logged in · {} lines/s · {} commands · {} answers · {answer_time} · Ctrl-C ends",
        figures.accounts, figures.lines_per_second, figures.commands, figures.replies
    )
}

/// What somebody is here, as short words: colors alone would not be readable for everybody.
fn write_roles(formatter: &mut Formatter<'_>, roles: Roles) -> fmt::Result {
    let words = [
        (Role::Broadcaster, "HOST", AnsiColor::BrightRed),
        (Role::Moderator, "MOD", AnsiColor::BrightGreen),
        (Role::Vip, "VIP", AnsiColor::BrightMagenta),
        (Role::Subscriber, "SUB", AnsiColor::BrightBlue),
    ];
    for (role, word, color) in words {
        if roles.contains(role) {
            let style = color.on_default();
            write!(formatter, "{style}{word}{style:#} ")?;
        }
    }
    Ok(())
}

/// The name's own color, lightened until it can be read on a dark screen.
fn name_style(color: Option<Color>) -> Style {
    let Some(color) = color else {
        return Style::new().bold();
    };
    let luminance =
        (u32::from(color.red) * 299 + u32::from(color.green) * 587 + u32::from(color.blue) * 114)
            / 1_000;
    let lift = LEAST_LUMINANCE.saturating_sub(u8::try_from(luminance).unwrap_or(u8::MAX));
    let [red, green, blue] =
        [color.red, color.green, color.blue].map(|part| part.saturating_add(lift));
    Style::new()
        .bold()
        .fg_color(Some(RgbColor(red, green, blue).into()))
}

/// Darker names disappear on the usual dark terminals.
const LEAST_LUMINANCE: u8 = 90;
