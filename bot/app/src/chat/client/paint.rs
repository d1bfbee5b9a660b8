//! Colors: which there are, and how the color of a name is made readable on dark and on light ground alike. Nothing here carries a meaning that words do not carry too.

use ratatui::style::{Color, Modifier, Style};
use types::Color as Rgb;

/// How many colors the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// None are wanted.
    None,
    /// The 256 that every terminal knows.
    Indexed,
    /// All of them.
    Full,
}

/// What things are painted with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    depth: Depth,
}

impl Paint {
    /// Paints with that many colors.
    pub(super) fn new(depth: Depth) -> Self {
        Self { depth }
    }

    /// Paints as the person, the environment and the terminal have it.
    pub(super) fn detect() -> Self {
        let is_without = matches!(
            anstream::AutoStream::choice(&std::io::stdout()),
            anstream::ColorChoice::Never
        );
        Self::new(match (is_without, anstyle_query::truecolor()) {
            (true, _) => Depth::None,
            (false, true) => Depth::Full,
            (false, false) => Depth::Indexed,
        })
    }

    /// A name: in the color that its owner chose, made readable, or in one that always goes with the login.
    pub(super) fn name(self, chosen: Option<Rgb>, login: &str) -> Style {
        let color = readable(chosen.unwrap_or_else(|| usual(login)));
        let style = Style::new().add_modifier(Modifier::BOLD);
        match self.depth {
            Depth::None => style,
            Depth::Indexed => style.fg(Color::Indexed(nearest(color))),
            Depth::Full => style.fg(Color::Rgb(color.red, color.green, color.blue)),
        }
    }

    /// One of the sixteen, whose shades the owner of the terminal chose.
    pub(super) fn in_color(self, color: Color) -> Style {
        match self.depth {
            Depth::None => Style::new(),
            Depth::Indexed | Depth::Full => Style::new().fg(color),
        }
    }

    /// What stands back.
    pub(super) fn faint() -> Style {
        Style::new().add_modifier(Modifier::DIM)
    }

    /// The name of an emote.
    pub(super) fn emote(self) -> Style {
        self.in_color(Color::Cyan).add_modifier(Modifier::ITALIC)
    }

    /// One's own name in somebody's words.
    pub(super) fn mention() -> Style {
        Style::new().add_modifier(Modifier::BOLD | Modifier::REVERSED)
    }
}

/// The color with as much light as is needed to be read on black, and as little as is needed to be read on white.
fn readable(color: Rgb) -> Rgb {
    let mut light = [color.red, color.green, color.blue].map(linear);
    let luminance = luminance(light);
    if luminance > MOST_LIGHT {
        light = light.map(|part| part * MOST_LIGHT / luminance);
    } else if luminance < LEAST_LIGHT {
        let share = (LEAST_LIGHT - luminance) / (1.0 - luminance);
        light = light.map(|part| part + share * (1.0 - part));
    }
    let [red, green, blue] = light.map(encoded);
    Rgb { red, green, blue }
}

/// The color of somebody who chose none: one of those that Twitch offers, the same at every start.
fn usual(login: &str) -> Rgb {
    let sum = login.bytes().fold(7_usize, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(usize::from(byte))
    });
    let [red, green, blue] = USUAL
        .get(sum % USUAL.len())
        .copied()
        .unwrap_or([30, 144, 255]);
    Rgb { red, green, blue }
}

/// How much light there is in a part of a color.
fn linear(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    match part <= 0.040_45 {
        true => part / 12.92,
        false => ((part + 0.055) / 1.055).powf(2.4),
    }
}

fn encoded(light: f64) -> u8 {
    let part = match light <= 0.003_130_8 {
        true => light * 12.92,
        false => 1.055 * light.powf(1.0 / 2.4) - 0.055,
    };
    // It lies between 0 and 255, so nothing is cut off.
    (part.clamp(0.0, 1.0) * 255.0).round() as u8
}

fn luminance([red, green, blue]: [f64; 3]) -> f64 {
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The nearest color of the cube of six by six by six.
fn nearest(color: Rgb) -> u8 {
    let step = |part: u8| {
        let distance = |(_, level): &(u8, u8)| level.abs_diff(part);
        (0..)
            .zip(STEPS)
            .min_by_key(distance)
            .map_or(0, |(step, _)| step)
    };
    16 + 36 * step(color.red) + 6 * step(color.green) + step(color.blue)
}

/// With this much light the contrast to black is 3.8.
const LEAST_LIGHT: f64 = 0.14;

/// With this much light the contrast to white is 3.5.
const MOST_LIGHT: f64 = 0.25;

/// The levels of the cube.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The colors that Twitch gives to those who choose none.
const USUAL: [[u8; 3]; 15] = [
    [255, 0, 0],
    [0, 0, 255],
    [0, 128, 0],
    [178, 34, 34],
    [255, 127, 80],
    [154, 205, 50],
    [255, 69, 0],
    [46, 139, 87],
    [218, 165, 32],
    [210, 105, 30],
    [95, 158, 160],
    [30, 144, 255],
    [255, 105, 180],
    [138, 43, 226],
    [0, 255, 127],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_color_can_be_read_on_black_and_on_white() {
        let levels = [0, 1, 30, 90, 127, 180, 254, 255];
        for red in levels {
            for green in levels {
                for blue in levels {
                    let shown = readable(Rgb { red, green, blue });
                    let light = luminance([shown.red, shown.green, shown.blue].map(linear));
                    let on_black = (light + 0.05) / 0.05;
                    let on_white = 1.05 / (light + 0.05);
                    assert!(
                        on_black > 3.4 && on_white > 3.4,
                        "{red} {green} {blue} became {shown}: {on_black:.1} and {on_white:.1}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_color_that_can_be_read_is_left_as_it_was_chosen() {
        let chosen = Rgb {
            red: 0x1E,
            green: 0x78,
            blue: 0xE0,
        };
        let shown = readable(chosen);
        assert!(shown.red.abs_diff(chosen.red) <= 1 && shown.blue.abs_diff(chosen.blue) <= 1);
    }

    #[test]
    fn who_wants_no_colors_gets_none_and_somebody_without_a_color_always_has_the_same() {
        assert_eq!(Paint::new(Depth::None).name(None, "ann").fg, None);
        let full = Paint::new(Depth::Full);
        assert_eq!(full.name(None, "ann"), full.name(None, "ann"));
        assert_ne!(full.name(None, "ann").fg, full.name(None, "perty").fg);
        let red = Rgb {
            red: 255,
            green: 0,
            blue: 0,
        };
        assert_eq!(nearest(red), 196);
    }
}
