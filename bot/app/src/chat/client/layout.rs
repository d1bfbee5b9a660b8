//! How an entry looks: its parts with their styles, cut into rows as wide as the screen. Rows behind the first are moved in, so that no text can pretend to be an entry of its own.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use types::{Timestamp, UserId};
use unicode_segmentation::UnicodeSegmentation;

use super::entry::{Author, Badge, Body, Entry, Fate, News, Note, Piece, PieceKind, Tone};
use super::harmless::width;
use super::paint::Paint;

/// What the looks of an entry depend on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look<'a> {
    /// The colors.
    pub paint: Paint,
    /// Where the person lives.
    pub zone: &'a TimeZone,
    /// How many cells there are.
    pub width: u16,
    /// What other channels are called, as far as that is known.
    pub rooms: &'a BTreeMap<UserId, String>,
}

type Part = (String, Style);

/// The entry as rows; at least one if there is any room.
pub(super) fn rows(entry: &Entry, look: &Look<'_>) -> Vec<Line<'static>> {
    let width = usize::from(look.width);
    if width == 0 {
        return Vec::new();
    }
    let margin = margin(entry, look);
    // A sign may be a blank, and then the entry begins behind it.
    let indent = match look.width {
        WITH_SIGN..NARROW => self::width(&margin.0) + 1,
        _ => self::width(&margin.0).max(1),
    };
    let rows = wrap(&parts(entry, look), width.saturating_sub(indent).max(1));
    // In a single column nothing can be moved in.
    let most = if width == 1 { 1 } else { usize::MAX };
    let rows = rows.into_iter().take(most).enumerate();
    rows.map(|(position, mut spans)| {
        let before = match position {
            0 => Span::styled(margin.0.clone(), margin.1),
            _ => Span::raw(" ".repeat(indent)),
        };
        spans.insert(0, before);
        Line::from(spans)
    })
    .collect()
}

/// What stands left of everything: why the entry stands out, and when it came.
fn margin(entry: &Entry, look: &Look<'_>) -> Part {
    let sign = match entry.note {
        Some(Note::Mention) => '>',
        Some(Note::First) => '*',
        Some(Note::Highlighted) => '+',
        None => ' ',
    };
    let style = match entry.note {
        Some(Note::Mention) => look.paint.in_color(Color::Red).add_modifier(Modifier::BOLD),
        _ => Paint::faint(),
    };
    let text = match look.width {
        0..WITH_SIGN => String::new(),
        WITH_SIGN..NARROW => sign.to_string(),
        _ => format!("{sign}{} ", clock(entry.at, look.zone)),
    };
    (text, style)
}

fn clock(at: Timestamp, zone: &TimeZone) -> String {
    let moment = jiff::Timestamp::from_millisecond(at.as_unix_millis()).unwrap_or_default();
    moment.to_zoned(zone.clone()).strftime("%H:%M").to_string()
}

/// Everything that the entry says.
fn parts(entry: &Entry, look: &Look<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    if let Some(source) = &entry.source {
        let name = look
            .rooms
            .get(source)
            .map_or(source.as_str(), String::as_str);
        parts.push((format!("#{name} "), Paint::faint()));
    }
    match &entry.body {
        Body::Said { .. } => said(entry, look, &mut parts),
        Body::Happened {
            news,
            words,
            pieces,
        } => happened(entry, look, (*news, words, pieces), &mut parts),
        Body::Told(tone, words) => {
            let style = match tone {
                Tone::Plain => Paint::faint(),
                Tone::Good => look.paint.in_color(Color::Green),
                Tone::Bad => look.paint.in_color(Color::Red),
            };
            parts.push((format!("- {words}"), style));
        }
    }
    if let Some(strike) = &entry.strike {
        parts.push((format!(" ({strike})"), Paint::faint()));
    }
    if let Some(ours) = &entry.ours {
        parts.push(fate(&ours.fate, look.paint));
    }
    parts
}

fn said(entry: &Entry, look: &Look<'_>, parts: &mut Vec<Part>) {
    let Body::Said {
        pieces,
        is_action,
        reply,
        bits,
    } = &entry.body
    else {
        return;
    };
    if let Some(author) = &entry.author {
        signature(author, look, parts);
    }
    if let Some(reply) = reply {
        let words = format!(" answers {} ({})", reply.name, reply.text);
        parts.push((words, Paint::faint()));
    }
    parts.push((if *is_action { " " } else { ": " }.to_owned(), Style::new()));
    if entry.note == Some(Note::First) {
        parts.push(("(first message) ".to_owned(), Paint::faint()));
    }
    if let Some(bits) = bits {
        let style = look.paint.in_color(Color::Magenta);
        parts.push((format!("[{bits} bits] "), style));
    }
    let base = match is_action {
        true => Style::new().add_modifier(Modifier::ITALIC),
        false => Style::new(),
    };
    written(pieces, (entry, base), look.paint, parts);
}

/// The badges and the name; a name in another script is followed by how the person is addressed.
fn signature(author: &Author, look: &Look<'_>, parts: &mut Vec<Part>) {
    for badge in &author.badges {
        let (word, color) = badge_word(*badge);
        parts.push((format!("{word} "), look.paint.in_color(color)));
    }
    let style = look.paint.name(author.color, &author.login);
    parts.push((author.name.clone(), style));
    if !author.name.eq_ignore_ascii_case(&author.login) {
        parts.push((format!(" ({})", author.login), Paint::faint()));
    }
}

/// What somebody is, in a word: colors alone would not be readable for everybody.
fn badge_word(badge: Badge) -> (String, Color) {
    let (word, color) = match badge {
        Badge::Staff => ("STAFF", Color::Red),
        Badge::Broadcaster => ("HOST", Color::Red),
        Badge::Moderator => ("MOD", Color::Green),
        Badge::Vip => ("VIP", Color::Magenta),
        Badge::Subscriber(Some(months)) => return (format!("SUB{months}"), Color::Blue),
        Badge::Subscriber(None) => ("SUB", Color::Blue),
        Badge::Partner => ("PARTNER", Color::Magenta),
        Badge::Bot => ("BOT", Color::Cyan),
    };
    (word.to_owned(), color)
}

fn happened(
    entry: &Entry,
    look: &Look<'_>,
    (news, words, pieces): (News, &str, &[Piece]),
    parts: &mut Vec<Part>,
) {
    let color = match news {
        News::Subscription | News::Gift => Color::Blue,
        News::Raid | News::Announcement => Color::Magenta,
        News::Notice => Color::Cyan,
        News::Moderation => Color::Red,
    };
    let style = look.paint.in_color(color);
    let words = match (news, words) {
        (News::Announcement, "") => "Announcement",
        (_, words) => words,
    };
    parts.push((format!("* {words}"), style));
    if pieces.is_empty() {
        return;
    }
    match &entry.author {
        Some(author) => {
            parts.push((" / ".to_owned(), style));
            signature(author, look, parts);
            parts.push((": ".to_owned(), Style::new()));
        }
        None => parts.push((": ".to_owned(), style)),
    }
    let base = match news {
        News::Announcement => Style::new().add_modifier(Modifier::BOLD),
        _ => Style::new(),
    };
    written(pieces, (entry, base), look.paint, parts);
}

/// What a person wrote; what is gone is struck through and can still be read.
fn written(pieces: &[Piece], (entry, base): (&Entry, Style), paint: Paint, parts: &mut Vec<Part>) {
    for piece in pieces {
        let style = match piece.kind {
            PieceKind::Plain => base,
            PieceKind::Emote => base.patch(paint.emote()),
            PieceKind::Mention => base.patch(Paint::mention()),
        };
        let style = match entry.strike {
            Some(_) => style.add_modifier(Modifier::CROSSED_OUT | Modifier::DIM),
            None => style,
        };
        parts.push((piece.text.clone(), style));
    }
}

fn fate(fate: &Fate, paint: Paint) -> Part {
    match fate {
        Fate::Sending => (" (sending…)".to_owned(), Paint::faint()),
        Fate::Sent => (" (sent)".to_owned(), Paint::faint()),
        Fate::Dropped(why) => (format!(" (dropped: {why})"), paint.in_color(Color::Red)),
        Fate::Unknown(why) => (format!(" (unknown: {why})"), paint.in_color(Color::Red)),
    }
}

/// Cuts between words where it can, and in words where it must.
fn wrap(parts: &[Part], room: usize) -> Vec<Vec<Span<'static>>> {
    let letters = parts
        .iter()
        .flat_map(|(text, style)| text.graphemes(true).map(|letter| (letter, *style)));
    let mut rows = Vec::new();
    let mut row: Vec<(&str, Style)> = Vec::new();
    let (mut used, mut break_at) = (0, None);
    for (letter, style) in letters {
        let needed = width(letter);
        if used + needed > room {
            let rest = match break_at.take() {
                _ if letter == " " => Vec::new(),
                Some(place) => row.split_off(place),
                None => Vec::new(),
            };
            rows.push(spans(&row));
            row = rest;
            used = row.iter().map(|(letter, _)| width(letter)).sum();
            if letter == " " || needed > room {
                continue;
            }
        }
        row.push((letter, style));
        used += needed;
        if letter == " " {
            break_at = Some(row.len());
        }
    }
    if !row.is_empty() || rows.is_empty() {
        rows.push(spans(&row));
    }
    rows
}

/// Neighbors of one style in one span.
fn spans(row: &[(&str, Style)]) -> Vec<Span<'static>> {
    let mut spans: Vec<(String, Style)> = Vec::new();
    for (letter, style) in row {
        match spans.last_mut() {
            Some((text, last)) if last == style => text.push_str(letter),
            _ => spans.push(((*letter).to_owned(), *style)),
        }
    }
    let spans = spans.into_iter();
    spans
        .map(|(text, style)| Span::styled(text, style))
        .collect()
}

/// With less room the time is left out.
const NARROW: u16 = 40;

/// With less room the sign is left out as well.
const WITH_SIGN: u16 = 4;

#[cfg(test)]
mod tests {
    use types::MessageId;

    use super::super::entry::{Answered, Ours};
    use super::super::paint::Depth;
    use super::*;

    fn said(name: &str, text: &str) -> Entry {
        let body = Body::Said {
            pieces: vec![Piece::plain(text)],
            is_action: false,
            reply: None,
            bits: None,
        };
        Entry {
            id: Some(MessageId::new("m")),
            author: Some(Author {
                user_id: None,
                login: "ann".to_owned(),
                name: name.to_owned(),
                color: None,
                badges: vec![Badge::Moderator, Badge::Subscriber(Some(24))],
            }),
            ..Entry::new(Timestamp::from_unix_millis(0), body)
        }
    }

    fn drawn(entry: &Entry, width: u16) -> Vec<String> {
        let look = Look {
            paint: Paint::new(Depth::Full),
            zone: &TimeZone::UTC,
            width,
            rooms: &BTreeMap::from([(UserId::new("2"), "otherchannel".to_owned())]),
        };
        rows(entry, &look).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_message_shows_time_badges_name_reply_and_text() {
        let mut entry = said("Ann", "so it is");
        assert_eq!(drawn(&entry, 80), [" 00:00 MOD SUB24 Ann: so it is"]);
        entry.source = Some(UserId::new("2"));
        entry.note = Some(Note::Mention);
        if let Body::Said { reply, .. } = &mut entry.body {
            *reply = Some(Answered {
                name: "Bob".to_owned(),
                text: "is it?".to_owned(),
            });
        }
        assert_eq!(
            drawn(&entry, 80),
            [">00:00 #otherchannel MOD SUB24 Ann answers Bob (is it?): so it is"]
        );
    }

    #[test]
    fn p06_a_name_in_another_script_is_followed_by_the_login() {
        assert_eq!(
            drawn(&said("アン", "hi"), 80),
            [" 00:00 MOD SUB24 アン (ann): hi"]
        );
    }

    /// Below forty columns what went on in the next row stood where entries begin.
    #[test]
    fn x34_no_row_behind_the_first_begins_like_an_entry() {
        let padding = " ".repeat(200);
        let text = format!(
            "hi{padding}12:00 HOST somechannel: free things, and words without end{}",
            "x".repeat(300)
        );
        let before = |row: &str| row.len() - row.trim_start().len();
        for note in [None, Some(Note::Mention)] {
            for width in 1..=100 {
                let entry = Entry {
                    note,
                    ..said("Ann", &text)
                };
                let rows = drawn(&entry, width);
                let (first, others) = rows.split_first().expect("there is room");
                assert!(others.len() > 3 || width == 1, "{rows:?} at {width}");
                for row in others {
                    assert!(before(row) > before(first), "{row:?} at {width}");
                }
            }
        }
    }

    #[test]
    fn no_row_is_wider_than_the_screen_and_no_word_is_lost() {
        let entry = said("Ann", "アンアンアン🎉🎉 wordwordwordwordword and more");
        for width in 1..60 {
            let rows = drawn(&entry, width);
            for row in &rows {
                assert!(
                    self::width(row) <= usize::from(width).max(2),
                    "{row:?} at {width}"
                );
            }
            if width > 3 {
                let all: String = rows.concat().split_whitespace().collect();
                assert!(all.ends_with("andmore"), "{all:?} at {width}");
            }
        }
    }

    #[test]
    fn what_is_gone_is_struck_and_what_we_said_has_its_outcome_beside_it() {
        let mut entry = said("Ann", "rude");
        entry.strike = Some("deleted".to_owned());
        assert_eq!(drawn(&entry, 80), [" 00:00 MOD SUB24 Ann: rude (deleted)"]);
        let mut entry = said("Perty", "hello");
        for (fate, expected) in [
            (Fate::Sending, "(sending…)"),
            (Fate::Sent, "(sent)"),
            (
                Fate::Dropped("slow mode".to_owned()),
                "(dropped: slow mode)",
            ),
        ] {
            entry.ours = Some(Ours { number: 1, fate });
            let rows = drawn(&entry, 80);
            assert!(rows.concat().ends_with(expected), "{rows:?}");
        }
    }
}
