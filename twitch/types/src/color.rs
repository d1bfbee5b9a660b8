//! Name colors as Twitch writes them, `#RRGGBB`.

use std::fmt;
use std::str::FromStr;

/// The color that a user chose for their name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Color {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

/// A text that is no `#RRGGBB` color.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a color is written #RRGGBB")]
pub struct InvalidColor;

impl FromStr for Color {
    type Err = InvalidColor;

    fn from_str(text: &str) -> Result<Self, InvalidColor> {
        let digits = text.strip_prefix('#').ok_or(InvalidColor)?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(InvalidColor);
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| InvalidColor)?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self { red, green, blue })
    }
}

impl fmt::Display for Color {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "#{:02X}{:02X}{:02X}",
            self.red, self.green, self.blue
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_color_comes_back_as_it_was_written() {
        let blue = Color {
            red: 0x1E,
            green: 0x90,
            blue: 0xFF,
        };
        assert_eq!("#1E90FF".parse(), Ok(blue));
        assert_eq!(blue.to_string(), "#1E90FF");
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "#", "1E90FF", "#1E90F", "#1E90FFF", "#+E90FF", "#éé90"] {
            assert_eq!(text.parse::<Color>(), Err(InvalidColor), "{text:?}");
        }
    }
}
