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

    const LINK: &str = "https://www.twitch.tv/activate?public=true&device-code=ABCDEFGH";

    /// What a terminal shows: rows of half cells, lit or not.
    fn lit(picture: &str) -> Vec<Vec<bool>> {
        let plain = anstream::adapter::strip_str(picture).to_string();
        let halves = |cell| match cell {
            '\u{2588}' => (true, true),
            '\u{2580}' => (true, false),
            '\u{2584}' => (false, true),
            ' ' => (false, false),
            other => panic!("{other:?} is no half cell"),
        };
        let mut rows = Vec::new();
        for line in plain.lines() {
            let cells: Vec<_> = line.chars().skip(4).map(halves).collect();
            rows.push(cells.iter().map(|(upper, _)| *upper).collect());
            rows.push(cells.iter().map(|(_, lower)| *lower).collect());
        }
        rows
    }

    #[test]
    fn a_phone_reads_the_link_off_the_terminal() {
        let rows = lit(&picture(LINK).expect("it is short enough"));
        // A camera sees a module as some pixels, and the dark terminal around the picture.
        let (scale, margin) = (4, 16);
        let side = |cells: usize| cells * scale + 2 * margin;
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(
            side(rows[0].len()),
            side(rows.len()),
            |x, y| {
                let cell = |at: usize| at.checked_sub(margin).map(|at| at / scale);
                let row = cell(y).and_then(|y| rows.get(y));
                let is_lit = row.zip(cell(x)).and_then(|(row, x)| row.get(x));
                if is_lit == Some(&true) { 255 } else { 0 }
            },
        );
        let codes = image.detect_grids();
        assert_eq!(codes.len(), 1);
        assert_eq!(codes[0].decode().unwrap().1, LINK);
    }

    #[test]
    fn a_link_becomes_a_square_that_fits_a_terminal() {
        let rows = lit(&picture(LINK).expect("it is short enough"));
        let widths: Vec<_> = rows.iter().map(Vec::len).collect();
        assert!(widths.iter().all(|width| *width == widths[0]), "{widths:?}");
        assert!(widths[0] <= 60 && rows.len() <= 60, "{} rows", rows.len());
        assert_eq!(widths[0].div_ceil(2) * 2, rows.len());
    }
}
