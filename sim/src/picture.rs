//! The picture of an account: initials on the account's color. Whoever asks for it is not looked at.

use std::fmt::Write as _;

use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use types::{Color, UserId};

use crate::page::Escaped;
use crate::places::Places;
use crate::reply::{self, Reply};
use crate::world::World;
use crate::world::user::User;

/// Answers `/sim/picture/ID.svg`.
pub(crate) fn answer(world: &World, path: &str) -> Reply {
    let id = path
        .strip_prefix(FOLDER)
        .and_then(|name| name.strip_suffix(".svg"));
    match id.and_then(|id| world.users.get(id)) {
        Some(user) => {
            let reply = reply::text(StatusCode::OK, draw(user));
            let reply = reply::with_header(reply, CONTENT_TYPE, "image/svg+xml");
            // A renamed account has other initials.
            reply::with_header(reply, CACHE_CONTROL, "no-cache")
        }
        None => reply::error(StatusCode::NOT_FOUND, "there is no such picture"),
    }
}

/// Where the picture is, without the host.
pub(crate) fn path(id: &UserId) -> String {
    format!("{FOLDER}{id}.svg")
}

/// Where clients find the picture.
pub(crate) fn url(places: &Places, id: &UserId) -> String {
    format!("{}{}", places.origin(), path(id))
}

fn draw(user: &User) -> String {
    let color = user.color.unwrap_or_else(|| color_of(&user.id));
    let (light, dark) = (mixed(color, 255, 15), mixed(color, 0, 30));
    let ink = if brightness(color) > 150 {
        "#16131f"
    } else {
        "#ffffff"
    };
    let initials = initials(&user.display_name);
    let size = if initials.chars().count() > 1 { 38 } else { 46 };
    let mut svg = String::new();
    // Writing into a string cannot fail.
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 96 96\" width=\"300\" height=\"300\" role=\"img\">\n\
         <title>{name}</title>\n\
         <defs><linearGradient id=\"g\" x2=\"1\" y2=\"1\"><stop stop-color=\"{light}\"/><stop offset=\"1\" stop-color=\"{dark}\"/></linearGradient></defs>\n\
         <rect width=\"96\" height=\"96\" fill=\"url(#g)\"/>\n\
         <text x=\"48\" y=\"49\" text-anchor=\"middle\" dominant-baseline=\"central\" font-family=\"system-ui, sans-serif\" font-size=\"{size}\" font-weight=\"600\" fill=\"{ink}\">{initials}</text>\n\
         </svg>\n",
        name = Escaped(&user.display_name),
        initials = Escaped(&initials),
    );
    svg
}

/// One letter, or two where a name shows that it has two parts; scripts without capitals have one sign.
fn initials(name: &str) -> String {
    let mut letters = name
        .chars()
        .skip_while(|character| !character.is_alphanumeric());
    let Some(first) = letters.next() else {
        return "?".to_owned();
    };
    let mut initials: String = first.to_uppercase().collect();
    let mut starts_part = false;
    for letter in letters {
        if letter == '_' {
            starts_part = true;
        } else if letter.is_uppercase() || starts_part && letter.is_alphabetic() {
            initials.extend(letter.to_uppercase());
            break;
        }
    }
    initials
}

/// A color for those who never chose one, always the same.
fn color_of(id: &UserId) -> Color {
    let sum = id.as_str().bytes().fold(7_u32, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u32::from(byte))
    });
    let [_, red, green, blue] = sum.wrapping_mul(2_654_435_761).to_be_bytes();
    // Neither too light nor too dark to read something on it.
    let tame = |part: u8| 60 + part / 3;
    Color {
        red: tame(red),
        green: tame(green),
        blue: tame(blue),
    }
}

/// Moved towards black (0) or white (255), by so many hundredths of the way.
fn mixed(color: Color, target: u8, hundredths: u16) -> Color {
    let mix = |part: u8| {
        let sum = u16::from(part) * (100 - hundredths) + u16::from(target) * hundredths;
        u8::try_from(sum / 100).unwrap_or(u8::MAX)
    };
    Color {
        red: mix(color.red),
        green: mix(color.green),
        blue: mix(color.blue),
    }
}

/// As eyes see it, 0 to 255.
fn brightness(color: Color) -> u32 {
    let sum =
        u32::from(color.red) * 299 + u32::from(color.green) * 587 + u32::from(color.blue) * 114;
    sum / 1_000
}

const FOLDER: &str = "/sim/picture/";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_show_the_parts_of_a_name() {
        for (name, expected) in [
            ("Perty", "P"),
            ("SomeChannel", "SC"),
            ("Blue_Lantern", "BL"),
            ("kettle_on", "KO"),
            ("설화", "설"),
            ("дождь_идёт", "ДИ"),
            ("_x", "X"),
            ("HoneyJar_", "HJ"),
            ("twotoast", "T"),
            ("__", "?"),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn ink_can_be_read_on_every_color() {
        for (color, is_light) in [("#FFFFFF", true), ("#0000FF", false), ("#9ACD32", true)] {
            let color: Color = color.parse().unwrap();
            assert_eq!(brightness(color) > 150, is_light, "{color}");
        }
    }
}
