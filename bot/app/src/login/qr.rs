//! A link as a QR code of text, to be scanned off the terminal with a phone.

use anstyle::{AnsiColor, Style};
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;

/// The picture, two rows of modules a line, dark on light whatever the terminal's colors are; none for a link that is too long.
pub(super) fn picture(link: &str) -> Option<String> {
    let code = QrCode::new(link).ok()?;
    let rows = code
        .render::<Dense1x2>()
        .dark_color(Dense1x2::Light)
        .light_color(Dense1x2::Dark)
        .build();
    let style = Style::new()
        .fg_color(Some(AnsiColor::BrightWhite.into()))
        .bg_color(Some(AnsiColor::Black.into()));
    let lines: Vec<_> = rows
        .lines()
        .map(|row| format!("    {style}{row}{style:#}"))
        .collect();
    Some(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_becomes_a_square_that_fits_a_terminal() {
        let link = "https://www.twitch.tv/activate?public=true&device-code=ABCDEFGH";
        let picture = picture(link).expect("it is short enough");
        let plain = anstream::adapter::strip_str(&picture).to_string();
        let rows: Vec<_> = plain.lines().map(str::trim_start).collect();
        let widths: Vec<_> = rows.iter().map(|row| row.chars().count()).collect();
        assert!(widths.iter().all(|width| *width == widths[0]), "{widths:?}");
        assert!(widths[0] <= 60 && rows.len() <= 30, "{} rows", rows.len());
        assert_eq!(widths[0].div_ceil(2), rows.len());
    }
}
