//! Draws the client: the channels, what happens, how things stand, what is typed. It changes nothing.

use std::time::Instant;

use irc::Health;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;

use super::entry::Badge;
use super::harmless::{harmless, width};
use super::layout::{self, Look};
use super::paint::Paint;
use super::screen;
use super::state::{Link, State};
use super::tab::{Presence, Tab};
use super::wish::Me;
use crate::chat::typed::MOST_LETTERS;
use crate::spoken;

/// Draws everything.
pub(super) fn draw(state: &State, now: Instant, frame: &mut Frame<'_>) {
    let parts = screen::parts(frame.area());
    let buffer = frame.buffer_mut();
    tabs(state, parts.tabs, buffer);
    log(state, parts.log, buffer);
    status(state, now, (parts.status, buffer));
    if let Some(cursor) = prompt(state, parts.prompt, buffer) {
        frame.set_cursor_position(cursor);
    }
}

/// The channels by their numbers, with what has not been read.
fn tabs(state: &State, area: Rect, buffer: &mut Buffer) {
    let names: Vec<_> = state
        .tabs
        .iter()
        .zip(1..)
        .map(|(tab, number): (_, usize)| tab_words(tab, number))
        .collect();
    let room = usize::from(area.width);
    // Whatever has no room, the current one has.
    let mut first = 0;
    while first < state.current
        && names[first..=state.current]
            .iter()
            .map(|name| width(name))
            .sum::<usize>()
            > room
    {
        first += 1;
    }
    let spans = names
        .into_iter()
        .enumerate()
        .skip(first)
        .map(|(position, name)| {
            let is_named = state.tabs.get(position).is_some_and(|tab| tab.is_named);
            let style = if position == state.current {
                Style::new().add_modifier(Modifier::BOLD | Modifier::REVERSED)
            } else if is_named {
                state
                    .paint
                    .in_color(Color::Red)
                    .add_modifier(Modifier::BOLD)
            } else {
                Style::new()
            };
            Span::styled(name, style)
        });
    put(&Line::from_iter(spans), area, buffer);
}

fn tab_words(tab: &Tab, number: usize) -> String {
    let sign = if tab.is_named { "!" } else { "" };
    match tab.unread {
        0 => format!(" {number} {} ", tab.channel),
        unread => format!(
            " {number} {} {}{sign} ",
            tab.channel,
            spoken::number(unread)
        ),
    }
}

/// The newest entries are at the bottom, as in every chat.
fn log(state: &State, area: Rect, buffer: &mut Buffer) {
    let look = Look {
        width: area.width,
        ..state.look()
    };
    let log = &state.tab().log;
    let chosen = log.chosen().map(|(number, _)| number);
    let rows = log.view(usize::from(area.height), |entry| layout::rows(entry, &look));
    let free = usize::from(area.height).saturating_sub(rows.len());
    let lines = area.rows().skip(free);
    for (line, (number, row)) in lines.zip(rows) {
        put(&row, line, buffer);
        if chosen == Some(number) {
            buffer.set_style(line, Style::new().add_modifier(Modifier::REVERSED));
        }
    }
}

/// How things stand, the most urgent first.
fn status(state: &State, now: Instant, (area, buffer): (Rect, &mut Buffer)) {
    let tab = state.tab();
    let mut words = Vec::new();
    if tab.log.hides_something() {
        words.push(match tab.log.below() {
            0 => "the rest is below, End shows it".to_owned(),
            below => format!("{} below, End shows them", spoken::number(below)),
        });
    }
    match &tab.presence {
        Presence::In => {}
        Presence::Joining => words.push("joining".to_owned()),
        Presence::Out(why) => words.push(format!("not in the chat: {why}")),
    }
    words.push(link_words(&state.link, now));
    words.push(me_words(&state.me, tab));
    words.extend(tab.modes.words());
    if state.missed > 0 {
        words.push(format!(
            "{} came too fast and are missing",
            spoken::count(state.missed, "line", "lines")
        ));
    }
    let line = format!(" {}", words.join(" · "));
    let style = Style::new().add_modifier(Modifier::REVERSED);
    buffer.set_style(area, style);
    put(&Line::styled(line, style), area, buffer);
}

/// The connection by what was proven: an open socket says nothing.
fn link_words(link: &Link, now: Instant) -> String {
    if let Some((_, retry_at)) = link.away {
        let left = retry_at.saturating_duration_since(now).as_secs();
        return match left {
            0 => "chat is away, it is tried now".to_owned(),
            left => format!("chat is away, tried again in {left} s"),
        };
    }
    let Some((pulse, _)) = link.pulse else {
        return "chat is not there yet".to_owned();
    };
    let answered = pulse.proven_at.map(|at| {
        let ago = now.saturating_duration_since(at).as_secs();
        let took = pulse
            .round_trip
            .map(|took| format!(" in {} ms", took.as_millis()));
        format!("answered {ago} s ago{}", took.unwrap_or_default())
    });
    let answered = answered.unwrap_or_else(|| "has not answered yet".to_owned());
    match pulse.health {
        Health::Up => format!("chat {answered}"),
        Health::Slow => format!("chat is slow, {answered}"),
        Health::Down => "chat is not there yet".to_owned(),
    }
}

fn me_words(me: &Me, tab: &Tab) -> String {
    let (login, id) = match me {
        Me::Somebody { login, id } => (login, id),
        Me::Nobody { .. } => return "read only".to_owned(),
        Me::Unknown(_) => return "looking who is logged in".to_owned(),
    };
    let role = tab.role.as_ref().map(|badges| {
        let role = badges.iter().find_map(|badge| match badge {
            Badge::Broadcaster => Some("broadcaster"),
            Badge::Moderator => Some("moderator"),
            Badge::Vip => Some("VIP"),
            _ => None,
        });
        role.unwrap_or("viewer")
    });
    let role = match tab.room_id.as_ref() == Some(id) {
        true => Some("broadcaster"),
        false => role,
    };
    match role {
        Some(role) => format!("{login}, {role}"),
        None => login.to_string(),
    }
}

/// What is typed, with the part around the cursor if it does not fit. Gives the place of the cursor.
fn prompt(state: &State, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    let before = match &state.reply {
        Some(reply) => format!("answers {}: ", reply.login),
        None => "> ".to_owned(),
    };
    let length = state.prompt.length();
    let count = match length {
        0 => String::new(),
        length => format!(" {length}/{MOST_LETTERS}"),
    };
    let whole = usize::from(area.width);
    // On a tiny screen what is typed is all that there is.
    let is_tiny = whole < width(&before) + width(&count) + LEAST_ROOM;
    let (before, count) = match is_tiny {
        true => (String::new(), String::new()),
        false => (before, count),
    };
    let room = whole.saturating_sub(width(&before) + width(&count));
    let (shown, cursor) = window(state.prompt.text(), state.prompt.cursor(), room);
    let mut spans = vec![Span::styled(before.clone(), Paint::faint())];
    match shown.is_empty() {
        true if !is_tiny => spans.push(Span::styled(placeholder(state), Paint::faint())),
        _ => spans.push(Span::raw(shown)),
    }
    put(&Line::from(spans), area, buffer);
    let style = match length > MOST_LETTERS {
        true => state
            .paint
            .in_color(Color::Red)
            .add_modifier(Modifier::BOLD),
        false => Paint::faint(),
    };
    let count_width = u16::try_from(width(&count)).unwrap_or(0);
    let corner = Rect {
        x: area.right().saturating_sub(count_width),
        width: count_width,
        ..area
    };
    put(&Line::styled(count, style), corner, buffer);
    let place = u16::try_from(width(&before) + cursor).unwrap_or(u16::MAX);
    let place = place.min(area.width.saturating_sub(1));
    Some(Position::new(area.x + place, area.y))
}

fn placeholder(state: &State) -> String {
    match &state.me {
        Me::Nobody { advice, .. } => format!("read only; to chat, {advice}"),
        Me::Unknown(_) | Me::Somebody { .. } => {
            format!("say something in #{}, or /help", state.tab().channel)
        }
    }
}

/// As much of the text as fits, with the cursor in it, and the cell in which the cursor stands.
fn window(text: &str, cursor: usize, room: usize) -> (String, usize) {
    let letters: Vec<(usize, String)> = text
        .grapheme_indices(true)
        .map(|(place, letter)| (place, harmless(letter)))
        .collect();
    let before: usize = letters
        .iter()
        .filter(|(place, _)| *place < cursor)
        .map(|(_, letter)| width(letter))
        .sum();
    let mut hidden = 0;
    let mut shown = String::new();
    let mut used = 0;
    for (_, letter) in letters {
        let needed = width(&letter);
        // The cursor needs a cell of its own behind the last letter.
        if before - hidden >= room && shown.is_empty() && hidden < before {
            hidden += needed;
            continue;
        }
        if used + needed > room {
            break;
        }
        used += needed;
        shown.push_str(&letter);
    }
    (shown, before - hidden)
}

/// One line, cut where the area ends.
fn put(line: &Line<'_>, area: Rect, buffer: &mut Buffer) {
    if !area.is_empty() {
        buffer.set_line(area.x, area.y, line, area.width);
    }
}

/// So many cells a person needs to type.
const LEAST_ROOM: usize = 8;

#[cfg(test)]
mod tests;
