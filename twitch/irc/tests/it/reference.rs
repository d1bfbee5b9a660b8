//! A second reading of chat lines, slow and obvious, character by character as the grammar says it. It knows nothing of the crate.

/// One line, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    /// Keys and values as they stand on the wire.
    pub tags: Vec<(String, String)>,
    pub prefix: Option<String>,
    pub command: String,
    pub params: Vec<String>,
}

/// Takes a line apart; nothing if there is no command.
pub(crate) fn read(text: &str) -> Option<Reading> {
    let mut rest: Vec<char> = text.chars().collect();
    skip_spaces(&mut rest);
    let mut tags = Vec::new();
    if rest.first() == Some(&'@') {
        rest.remove(0);
        for tag in marked_word(&mut rest)?.split(';') {
            let mut halves = tag.splitn(2, '=');
            let key = halves.next().unwrap_or("").to_owned();
            let value = halves.next().unwrap_or("").to_owned();
            if !key.is_empty() {
                tags.push((key, value));
            }
        }
    }
    let mut prefix = None;
    if rest.first() == Some(&':') {
        rest.remove(0);
        prefix = Some(marked_word(&mut rest)?);
    }
    let command = word(&mut rest);
    if command.is_empty() || command.starts_with('@') || command.starts_with(':') {
        return None;
    }
    let mut params = Vec::new();
    loop {
        skip_spaces(&mut rest);
        if rest.is_empty() {
            break;
        }
        if rest.first() == Some(&':') {
            params.push(rest.iter().skip(1).collect());
            break;
        }
        params.push(word(&mut rest));
    }
    Some(Reading {
        tags,
        prefix,
        command,
        params,
    })
}

impl Reading {
    /// The value of a tag as it stands on the wire; the last counts.
    pub(crate) fn tag(&self, key: &str) -> Option<&str> {
        let mut found = None;
        for (name, value) in &self.tags {
            if name == key {
                found = Some(value.as_str());
            }
        }
        found
    }

    /// The value of a tag, if it is not empty.
    pub(crate) fn set(&self, key: &str) -> Option<&str> {
        self.tag(key).filter(|value| !value.is_empty())
    }

    /// The value of a tag as a number.
    pub(crate) fn number<Number: std::str::FromStr>(&self, key: &str) -> Option<Number> {
        self.tag(key)?.parse().ok()
    }

    /// Whether a tag says yes.
    pub(crate) fn says_yes(&self, key: &str) -> bool {
        matches!(self.tag(key), Some("1" | "true"))
    }

    /// The channel, if the first parameter is one.
    pub(crate) fn channel(&self) -> Option<&str> {
        let channel = self.params.first()?.strip_prefix('#')?;
        (!channel.is_empty()).then_some(channel)
    }

    /// The name in front of `!` or `@`.
    pub(crate) fn nick(&self) -> Option<&str> {
        let prefix = self.prefix.as_deref()?;
        prefix.split(['!', '@']).next()
    }
}

/// A value of a tag as it was meant.
pub(crate) fn unescaped(value: &str) -> String {
    let mut text = String::new();
    let mut is_escaped = false;
    for character in value.chars() {
        if is_escaped {
            text.push(match character {
                ':' => ';',
                's' => ' ',
                'r' => '\r',
                'n' => '\n',
                other => other,
            });
            is_escaped = false;
        } else if character == '\\' {
            is_escaped = true;
        } else {
            text.push(character);
        }
    }
    text
}

/// What the text behind the wrapping of `/me` is, and whether there is one.
pub(crate) fn without_action(text: &str) -> (&str, bool) {
    let Some(inner) = text.strip_prefix("\u{1}ACTION") else {
        return (text, false);
    };
    let inner = inner.strip_suffix('\u{1}').unwrap_or(inner);
    if inner.is_empty() {
        return ("", true);
    }
    inner
        .strip_prefix(' ')
        .map_or((text, false), |inner| (inner, true))
}

/// The emotes of a text as (id, what stands there), counted in code points.
pub(crate) fn emotes(tag: &str, text: &str) -> Vec<(String, String)> {
    let mut ranges: Vec<(usize, usize, &str)> = Vec::new();
    for emote in tag.split('/') {
        let Some((id, places)) = emote.rsplit_once(':') else {
            continue;
        };
        for place in places.split(',') {
            let Some((first, last)) = place.split_once('-') else {
                continue;
            };
            let (Ok(first), Ok(last)) = (first.parse::<usize>(), last.parse::<usize>()) else {
                continue;
            };
            if !id.is_empty() && first <= last && last < usize::MAX {
                ranges.push((first, last, id));
            }
        }
    }
    ranges.sort_by_key(|(first, _, _)| *first);
    let characters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut free_from = 0;
    for (first, last, id) in ranges {
        if first < free_from {
            continue;
        }
        free_from = last + 1;
        let shown: String = characters
            .iter()
            .skip(first)
            .take(last - first + 1)
            .collect();
        if !shown.is_empty() {
            found.push((id.to_owned(), shown));
        }
    }
    found
}

fn skip_spaces(rest: &mut Vec<char>) {
    while rest.first() == Some(&' ') {
        rest.remove(0);
    }
}

/// What stands before the next space, which must be there; it and those behind it go too.
fn marked_word(rest: &mut Vec<char>) -> Option<String> {
    if !rest.contains(&' ') {
        return None;
    }
    let found = word(rest);
    skip_spaces(rest);
    Some(found)
}

/// What stands before the next space or the end.
fn word(rest: &mut Vec<char>) -> String {
    let end = rest.iter().position(|character| *character == ' ');
    rest.drain(..end.unwrap_or(rest.len())).collect()
}
