//! How one line looks; no output happens here.

use anstyle::{AnsiColor, RgbColor, Style};
use types::{Badges, Color, Role};

use super::shown::{Figures, Shown, What};
use super::visible::visible;

/// One happening as a line with colors; they are taken out again where the output has none.
pub(crate) fn format(shown: &Shown, zone: &jiff::tz::TimeZone, has_channel_name: bool) -> String {
    let dim = Style::new().dimmed();
    let time = clock(shown.at, zone);
    let channel = if has_channel_name {
        format!(" {dim}#{}{dim:#}", shown.channel)
    } else {
        String::new()
    };
    let rest = match &shown.what {
        What::Said {
            name,
            color,
            badges,
            text,
            is_action,
        } => {
            let style = name_style(*color);
            let colon = if *is_action { "" } else { ":" };
            format!(
                "{}{style}{}{style:#}{colon} {}",
                badge_words(badges),
                visible(name),
                visible(text)
            )
        }
        What::Answered { name, text } => {
            let style = AnsiColor::BrightGreen.on_default().bold();
            format!("{style}▸ {}{style:#}: {}", visible(name), visible(text))
        }
        What::News(text) | What::Told { text, .. } => {
            let style = AnsiColor::BrightMagenta.on_default();
            format!("{style}* {}{style:#}", visible(text))
        }
        // The screen passes over it; what it would look like is what it is.
        What::Noted(event) => event.to_string(),
    };
    format!("{dim}{time}{dim:#}{channel} {rest}")
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

fn clock(at: types::Timestamp, zone: &jiff::tz::TimeZone) -> String {
    let moment = jiff::Timestamp::from_millisecond(at.as_unix_millis()).unwrap_or_default();
    moment
        .to_zoned(zone.clone())
        .strftime("%H:%M:%S")
        .to_string()
}

/// The badges that say what somebody is here, as short words: colors alone would not be readable for everybody.
fn badge_words(badges: &Badges) -> String {
    let roles = badges.roles();
    let words = [
        (Role::Broadcaster, "HOST", AnsiColor::BrightRed),
        (Role::Moderator, "MOD", AnsiColor::BrightGreen),
        (Role::Vip, "VIP", AnsiColor::BrightMagenta),
        (Role::Subscriber, "SUB", AnsiColor::BrightBlue),
    ];
    let mut shown = String::new();
    for (role, word, color) in words {
        if roles.contains(role) {
            let style = color.on_default();
            shown.push_str(&format!("{style}{word}{style:#} "));
        }
    }
    shown
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

#[cfg(test)]
mod tests {
    use super::*;
    use types::Timestamp;

    #[test]
    fn a_line_shows_time_badges_name_and_text() {
        let shown = Shown {
            at: Timestamp::from_unix_millis(0),
            channel: "somechannel".to_owned(),
            what: What::Said {
                name: "Ann".to_owned(),
                color: None,
                badges: Badges::parse("moderator/1,subscriber/24"),
                text: "hello\u{1b}[2J".to_owned(),
                is_action: false,
            },
        };
        let line = format(&shown, &jiff::tz::TimeZone::UTC, true);
        let plain = anstream::adapter::strip_str(&line).to_string();
        assert_eq!(plain, "00:00:00 #somechannel MOD SUB Ann: hello\\u{1b}[2J");
    }
}
