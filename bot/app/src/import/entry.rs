//! Cuts an older bot's file, whatever its form, into entries: where in the file, under which key, what text. It knows no key.

use std::fmt;

use serde::Deserializer;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::finding::Unreadable;

/// One value of a file.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The keys that lead to it, outermost first; empty for a line that is a value alone.
    pub path: Vec<String>,
    /// What is written there.
    pub text: String,
    /// The line, counted from 1.
    pub line: usize,
}

/// Reads bytes as text: UTF-8, or what editors on Windows call Unicode.
///
/// # Errors
/// If they are no text, with the line of the first byte that is none.
pub(crate) fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    let not_text = |line| Unreadable {
        line,
        what: "there is something that is no text".to_owned(),
        advice: "save the file as UTF-8 text; editors offer that beside the file name, as the encoding",
    };
    let wide = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
        String::from_utf16(&units.collect::<Vec<_>>()).map_err(|_| not_text(1))
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => {
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            let text = std::str::from_utf8(bytes).map_err(|error| {
                let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
                not_text(lines_in(before))
            })?;
            Ok(text.to_owned())
        }
    }
}

/// All entries of a file, in the order in which they stand there.
///
/// # Errors
/// If it begins like JSON and is none.
pub(crate) fn entries(text: &str) -> Result<Vec<Entry>, Unreadable> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.trim_start().chars().next() {
        Some('{') => of_json(text),
        // A line such as `[twitch]` is the heading of a part, not the beginning of a list.
        Some('[') if !is_heading(text.trim_start().lines().next().unwrap_or_default()) => {
            of_json(text)
        }
        _ => Ok(of_lines(text)),
    }
}

fn of_lines(text: &str) -> Vec<Entry> {
    let numbered = text.lines().enumerate();
    let entry = |(index, line): (usize, &str)| {
        let line = line.trim();
        let is_comment = ["#", ";", "//"].iter().any(|sign| line.starts_with(sign));
        if line.is_empty() || is_comment || is_heading(line) {
            return None;
        }
        let (path, text) = match line.split_once(['=', ':']) {
            // `oauth:…` and an address hold a colon of their own and have no key before it.
            Some((key, value))
                if !key.eq_ignore_ascii_case("oauth") && !value.starts_with("//") =>
            {
                let key = key.trim().trim_start_matches("export ");
                (vec![unquoted(key).to_owned()], value)
            }
            _ => (Vec::new(), line),
        };
        let text = value_of(text).to_owned();
        let line = index + 1;
        Some(Entry { path, text, line })
    };
    numbered.filter_map(entry).collect()
}

fn is_heading(line: &str) -> bool {
    let inside = line
        .trim()
        .strip_prefix('[')
        .and_then(|line| line.strip_suffix(']'));
    inside.is_some_and(|name| {
        let is_plain = |sign: char| sign.is_alphanumeric() || " _-.".contains(sign);
        !name.is_empty() && name.chars().all(is_plain) && name.parse::<f64>().is_err()
    })
}

/// What stands behind the sign: without quotes, a comma at the end, and a comment.
fn value_of(text: &str) -> &str {
    let text = text.trim();
    for quote in ['"', '\''] {
        if let Some((value, _)) = text
            .strip_prefix(quote)
            .and_then(|rest| rest.split_once(quote))
        {
            return value.trim();
        }
    }
    // A channel begins with the sign of a comment, so a comment is only what has blanks on both sides of it.
    let ends = [" # ", "\t# ", " // ", " ; "]
        .iter()
        .filter_map(|sign| text.find(sign));
    let end = ends.min().unwrap_or(text.len());
    text[..end].trim_end_matches([',', ';', ' ', '\t'])
}

fn unquoted(text: &str) -> &str {
    text.trim_matches(['"', '\'', ' ', '\t'])
}

fn of_json(text: &str) -> Result<Vec<Entry>, Unreadable> {
    let whole: &RawValue = serde_json::from_str(text).map_err(|error| Unreadable {
        line: error.line().max(1),
        what: format!("this is not valid JSON: {}", wording(&error)),
        advice: "correct that place; texts and keys stand in double quotes, and no comma stands behind the last value",
    })?;
    let mut found = Vec::new();
    descend(text, whole, &mut Vec::new(), &mut found);
    Ok(found)
}

/// What the reader of JSON says, without the place, which is told apart, and without any text of the file.
fn wording(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let end = text.find(" at line ").unwrap_or(text.len());
    text[..end].to_owned()
}

/// Collects all texts and numbers below a value. The depth is bounded by what the reader of JSON accepts.
fn descend(text: &str, value: &RawValue, path: &mut Vec<String>, found: &mut Vec<Entry>) {
    let Ok(parts) = serde_json::Deserializer::from_str(value.get()).deserialize_any(Shape) else {
        return;
    };
    match parts {
        Parts::Text(words) => found.push(Entry {
            path: path.clone(),
            text: words.trim().to_owned(),
            line: line_of(text, value),
        }),
        Parts::Several(several) => {
            for (key, part) in several {
                path.push(key);
                descend(text, part, path, found);
                path.pop();
            }
        }
    }
}

/// The line that a part of a text begins on; a part is a slice of the text, so its place is the distance of the two.
fn line_of(text: &str, part: &RawValue) -> usize {
    let offset = (part.get().as_ptr() as usize).checked_sub(text.as_ptr() as usize);
    let before = offset.and_then(|offset| text.as_bytes().get(..offset));
    lines_in(before.unwrap_or_default())
}

fn lines_in(before: &[u8]) -> usize {
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}

/// What a JSON value is made of.
enum Parts<'text> {
    Text(String),
    Several(Vec<(String, &'text RawValue)>),
}

/// Tells a text from a list from an object, and keeps the order and the places of what is in them.
struct Shape;

impl<'text> Visitor<'text> for Shape {
    type Value = Parts<'text>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Parts::Text(text.to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Parts::Text(value.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Parts::Text(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Parts::Text(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Parts::Text(number.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Parts::Text(String::new()))
    }

    fn visit_seq<A: SeqAccess<'text>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut parts = Vec::new();
        while let Some(part) = list.next_element()? {
            parts.push((parts.len().to_string(), part));
        }
        Ok(Parts::Several(parts))
    }

    fn visit_map<A: MapAccess<'text>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut parts = Vec::new();
        while let Some(part) = map.next_entry()? {
            parts.push(part);
        }
        Ok(Parts::Several(parts))
    }
}

impl Entry {
    /// The key that it stands under; positions in a list are no keys.
    pub(crate) fn key(&self) -> Option<&str> {
        let named = self.path.iter().rev().find(|step| !is_position(step));
        named.map(String::as_str)
    }
}

impl fmt::Debug for Entry {
    /// Shows where, not what: the text may be a secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Entry({:?}, line {})", self.path, self.line)
    }
}

/// Whether a step of a path is a place in a list.
pub(crate) fn is_position(step: &str) -> bool {
    !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads a file and writes its entries as `line path text`.
    fn check(text: &str, expected: &[&str]) {
        let found = entries(text).expect("it can be read");
        let found: Vec<_> = found
            .iter()
            .map(|entry| format!("{} {} {}", entry.line, entry.path.join("."), entry.text))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn lines_with_every_sign_and_quote_are_cut() {
        check(
            "CLIENT_ID=abc\r\nport: 6667\r\n",
            &["1 CLIENT_ID abc", "2 port 6667"],
        );
        check(
            "\u{feff}# a comment\n\n; another\n[twitch]\nexport NICK = 'perty'\n",
            &["5 NICK perty"],
        );
        check(
            "channel = #somechannel # mine\npass=\"oauth:abc\",",
            &["1 channel #somechannel", "2 pass oauth:abc"],
        );
        check("oauth:abc\nabc", &["1  oauth:abc", "2  abc"]);
    }

    #[test]
    fn json_keeps_its_lines_at_every_depth() {
        check(
            "{\n \"a\": 1,\n \"b\": {\"c\": \"x\"},\n \"d\": [\n  \"y\", null]\n}",
            &["2 a 1", "3 b.c x", "5 d.0 y", "5 d.1 "],
        );
        check("[\"x\"]", &["1 0 x"]);
    }

    #[test]
    fn broken_json_is_told_with_its_line_and_without_its_text() {
        let error = entries("{\n\"pass\": \"very-secret\",\n}").expect_err("a comma too many");
        assert_eq!(error.line, 3, "{error:?}");
        assert!(!error.what.contains("very-secret"), "{error:?}");
    }

    #[test]
    fn text_of_every_encoding_of_editors_is_decoded() {
        let wide: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("a=b".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(decode(&wide).as_deref(), Ok("a=b"));
        assert_eq!(decode(b"\xef\xbb\xbfa=b").as_deref(), Ok("a=b"));
        assert_eq!(decode(b"a=b\nc=\xff").map_err(|error| error.line), Err(2));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            if let Ok(text) = decode(&bytes) {
                let _ = entries(&text);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "[\\[\\]{}\",:=#;/ \n\r\\\\a-c0-1é\u{feff}]{0,200}") {
            let _ = entries(&text);
        }
    }
}
