//! A handful of Twitch's global emotes, and where they stand in a text. Channel emotes do not exist here.

use std::fmt::Write as _;

/// What `emotes` and `emote-only` say of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Emotes {
    /// `id:first-last,first-last/id:…`, counted in code points, both ends included.
    pub(crate) tag: String,
    /// Whether there is nothing but emotes.
    pub(crate) is_all: bool,
}

impl Emotes {
    /// Finds the emotes of a text; they are words of their own.
    pub(crate) fn find(text: &str) -> Self {
        let mut found: Vec<(&str, Vec<(usize, usize)>)> = Vec::new();
        let mut position = 0;
        let mut is_all = true;
        for word in text.split(' ') {
            let length = word.chars().count();
            match Self::id_of(word) {
                Some(id) => note(&mut found, id, (position, position + length - 1)),
                None => is_all = false,
            }
            position += length + 1;
        }
        Self {
            tag: write_tag(&found),
            is_all,
        }
    }

    /// The id of the emote that a word is.
    pub(crate) fn id_of(word: &str) -> Option<&'static str> {
        // All names are ASCII and begin with a capital or a digit, which spares most words the search.
        let first = word.bytes().next()?;
        if !first.is_ascii_uppercase() && !first.is_ascii_digit() {
            return None;
        }
        let known = GLOBAL_EMOTES.iter().find(|(name, _)| *name == word);
        known.map(|(_, id)| *id)
    }
}

fn note<'a>(found: &mut Vec<(&'a str, Vec<(usize, usize)>)>, id: &'a str, span: (usize, usize)) {
    match found.iter_mut().find(|(known, _)| *known == id) {
        Some((_, spans)) => spans.push(span),
        None => found.push((id, vec![span])),
    }
}

fn write_tag(found: &[(&str, Vec<(usize, usize)>)]) -> String {
    let mut tag = String::new();
    for (position, (id, spans)) in found.iter().enumerate() {
        let gap = if position == 0 { "" } else { "/" };
        // Writing to a string cannot fail.
        let _ = write!(tag, "{gap}{id}:");
        for (position, (first, last)) in spans.iter().enumerate() {
            let gap = if position == 0 { "" } else { "," };
            let _ = write!(tag, "{gap}{first}-{last}");
        }
    }
    tag
}

/// Name and id.
pub(crate) const GLOBAL_EMOTES: &[(&str, &str)] = &[
    ("4Head", "354"),
    ("BibleThump", "86"),
    ("BloodTrail", "69"),
    ("CoolCat", "58127"),
    ("DansGame", "33"),
    ("FrankerZ", "65"),
    ("GlitchCat", "304486301"),
    ("HeyGuys", "30259"),
    ("Kappa", "25"),
    ("KonCha", "160400"),
    ("Kreygasm", "41"),
    ("LUL", "425618"),
    ("NotLikeThis", "58765"),
    ("PJSalt", "36"),
    ("PogChamp", "305954156"),
    ("ResidentSleeper", "245"),
    ("SeemsGood", "64138"),
    ("SwiftRage", "34"),
    ("TwitchUnity", "196892"),
    ("VoHiYo", "81274"),
    ("WutFace", "28087"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p05_emotes_are_counted_in_code_points() {
        for (text, tag, is_all) in [
            ("", "", false),
            ("hello", "", false),
            ("Kappa", "25:0-4", true),
            ("Kappa LUL Kappa", "25:0-4,10-14/425618:6-8", true),
            ("héé 🎉 Kappa!", "", false),
            ("日本 🎉 Kappa", "25:5-9", false),
        ] {
            let emotes = Emotes::find(text);
            assert_eq!(
                (emotes.tag.as_str(), emotes.is_all),
                (tag, is_all),
                "{text:?}"
            );
        }
    }
}
