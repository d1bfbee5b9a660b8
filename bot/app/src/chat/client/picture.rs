//! A picture of the client for the manual, drawn from what it draws on a screen; `cargo xtask docs` writes it anew.

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use irc::{Event, Health, OwnedMessage, Pulse};
use jiff::tz::TimeZone;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use types::{Login, Timestamp, UserId};

use super::entry::Fate;
use super::harmless::width;
use super::paint::{Depth, Paint};
use super::state::{Effect, Input, Now, Settings, State};
use super::view;
use super::wish::{Answer, Me, Saying, Wish};

#[test]
fn the_picture_shows_what_the_client_draws() {
    let drawn = svg(&screen());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/pictures/chat.svg");
    if std::env::var_os("STREAMHAND_WRITE_REFERENCE").is_some() {
        let folder = path.parent().expect("it lies in a folder");
        std::fs::create_dir_all(folder).expect("the folder is ours");
        std::fs::write(&path, &drawn).expect("the folder is ours");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept.replace("\r\n", "\n") == drawn,
        "docs/pictures/chat.svg is not what the client draws; `cargo xtask docs` draws it anew"
    );
}

/// A chat as it may be.
const CHAT: &[&str] = &[
    "@room-id=1;slow=10;emote-only=0;subs-only=0;followers-only=-1;r9k=0 :tmi.twitch.tv ROOMSTATE #somechannel",
    "@badges=subscriber/24;badge-info=subscriber/27;color=#1E90FF;display-name=Ann;id=1;user-id=7;emotes=25:21-25;room-id=1 :ann!ann@x PRIVMSG #somechannel :back again, kettle's Kappa on",
    "@badges=moderator/1;color=#2E8B57;display-name=nightheron;id=2;user-id=8;room-id=1 :nightheron!n@x PRIVMSG #somechannel :welcome! @perty has the recipe",
    "@badges=;color=#DAA520;display-name=Kettle_On;id=3;user-id=11;first-msg=1;room-id=1 :kettle_on!k@x PRIVMSG #somechannel :cheap followers at my page, come and buy",
    "@badges=vip/1;color=;display-name=アン;id=4;user-id=12;room-id=1 :oakmoss!o@x PRIVMSG #somechannel :お茶ください",
    "@msg-id=subgift;login=latebus;display-name=LateBus;user-id=13;id=5;room-id=1;system-msg=LateBus\\sgifted\\sa\\sTier\\s1\\ssub\\sto\\soakmoss! :tmi.twitch.tv USERNOTICE #somechannel",
    "@ban-duration=600;target-user-id=11;room-id=1 :tmi.twitch.tv CLEARCHAT #somechannel :kettle_on",
    "@badges=subscriber/24;badge-info=subscriber/27;color=#1E90FF;display-name=Ann;id=6;user-id=7;reply-parent-msg-id=2;reply-parent-user-login=nightheron;reply-parent-display-name=nightheron;reply-parent-msg-body=welcome!\\s@perty\\shas\\sthe\\srecipe;room-id=1 :ann!ann@x PRIVMSG #somechannel :@nightheron thank you",
    "@msg-id=raid;login=otherchannel;display-name=OtherChannel;user-id=2;id=7;room-id=1;msg-param-viewerCount=42;system-msg=42\\sraiders\\sfrom\\sOtherChannel\\shave\\sjoined! :tmi.twitch.tv USERNOTICE #somechannel",
    "@badges=;color=#8A2BE2;display-name=saltmarsh;id=8;user-id=14;room-id=1;source-room-id=2;source-id=9 :saltmarsh!s@x PRIVMSG #somechannel :hello from over there",
    "@msg-id=announcement;login=nightheron;display-name=nightheron;badges=moderator/1;color=#2E8B57;user-id=8;id=10;room-id=1;system-msg= :tmi.twitch.tv USERNOTICE #somechannel :Tea is served at nine.",
    "@id=20;user-id=7;room-id=2 :ann!ann@x PRIVMSG #otherchannel :is anybody there?",
    "@id=21;user-id=7;room-id=2 :ann!ann@x PRIVMSG #otherchannel :perty?",
];

/// The client in the midst of it.
fn screen() -> Buffer {
    let channels = ["somechannel", "otherchannel"];
    let login = |name: &str| name.parse().expect("a login");
    let mut now = Now {
        at: Timestamp::from_unix_millis(0),
        instant: Instant::now(),
    };
    let mut state = State::new(Settings {
        channels: channels.map(login).into(),
        me: None,
        paint: Paint::new(Depth::Full),
        zone: TimeZone::UTC,
    });
    state.handle(now, Input::Resized(Rect::new(0, 0, WIDTH, HEIGHT)));
    let id = UserId::new("9");
    state.handle(
        now,
        Input::Answer(Answer::Me(Me::Somebody {
            login: login("perty"),
            id,
        })),
    );
    state.handle(
        now,
        Input::Answer(Answer::Named(UserId::new("2"), "otherchannel".to_owned())),
    );
    let start = 21 * 3_600_000 - 6 * 60_000;
    for (line, position) in CHAT.iter().zip(0..) {
        now.at = Timestamp::from_unix_millis(start + position * 30_000);
        let message = OwnedMessage::parse(line).expect("it is a line");
        state.handle(now, Input::Chat(&Event::Message(message)));
        if position == 0 {
            state.handle(
                now,
                Input::Chat(&Event::Joined {
                    channel: login("somechannel"),
                }),
            );
        }
    }
    chat_along(&mut state, now);
    let pulse = Pulse {
        health: Health::Up,
        proven_at: Some(now.instant),
        round_trip: Some(Duration::from_millis(31)),
        ..Pulse::NONE
    };
    state.handle(now, Input::Pulse(pulse));
    let mut terminal =
        Terminal::new(TestBackend::new(WIDTH, HEIGHT)).expect("memory can be drawn on");
    let then = now.instant + Duration::from_secs(4);
    let drawn = terminal.draw(|frame| view::draw(&state, then, frame));
    drawn.expect("memory can be drawn on").buffer.clone()
}

/// Says something and something more, and begins a command.
fn chat_along(state: &mut State, now: Now) {
    let mut number = 0;
    for line in [
        "here it is: two spoons a cup",
        "and never boil it twice",
        "/timeo",
    ] {
        state.handle(now, Input::Pasted(line));
        let code = if line.starts_with('/') {
            KeyCode::Tab
        } else {
            KeyCode::Enter
        };
        state.handle(now, Input::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        if let Some(Effect::Wish(Wish::Say(Saying { number: said, .. }))) = state.poll_effect() {
            number = said;
        }
    }
    let channel: Login = "somechannel".parse().expect("a login");
    let echo = "@badges=;color=#FF69B4;display-name=Perty;id=30;user-id=9;room-id=1 :perty!p@x PRIVMSG #somechannel :here it is: two spoons a cup";
    let echo = OwnedMessage::parse(echo).expect("it is a line");
    state.handle(now, Input::Chat(&Event::Message(echo)));
    state.handle(
        now,
        Input::Answer(Answer::Outcome {
            channel: channel.clone(),
            number: number - 1,
            fate: Fate::Sent,
            id: None,
        }),
    );
    let why = "the channel is in slow mode; make the bot a moderator or VIP of the channel, or end slow mode".to_owned();
    state.handle(
        now,
        Input::Answer(Answer::Outcome {
            channel,
            number,
            fate: Fate::Dropped(why),
            id: None,
        }),
    );
}

/// The screen as a picture: each run of cells of one look is a text of that length.
fn svg(buffer: &Buffer) -> String {
    let across = cells(usize::from(WIDTH));
    let down = u32::from(HEIGHT) * CELL_HEIGHT;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" role=\"img\" aria-label=\"A terminal that shows a chat: names with badges, a struck message, a raid, a message with its outcome, and a line in which a command is typed\">\n\
         <rect width=\"{w}\" height=\"{h}\" rx=\"10\" fill=\"{GROUND}\"/>\n\
         <g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace\" font-size=\"13.5\" xml:space=\"preserve\">\n",
        w = across + 2 * EDGE,
        h = down + 2 * EDGE,
    );
    for (row, number) in buffer.content.chunks(usize::from(WIDTH)).zip(0..) {
        draw_row(row, number, &mut svg);
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

fn draw_row(row: &[Cell], number: u32, svg: &mut String) {
    let mut column = 0;
    while let Some(first) = row.get(column) {
        let start = column;
        let mut text = String::new();
        // Letters of two cells stand alone, as fonts do not agree on how wide they are.
        while let Some(cell) = row.get(column)
            && (column == start
                || (look(cell) == look(first)
                    && cell.symbol().is_ascii()
                    && first.symbol().is_ascii()))
        {
            text.push_str(cell.symbol());
            column += usize::from(cell.symbol().cell_width()).max(1);
        }
        let x = EDGE + cells(start);
        let length = cells(column - start);
        let top = EDGE + number * CELL_HEIGHT;
        draw_run((&text, first), (x, top, length), svg);
    }
}

fn draw_run((text, cell): (&str, &Cell), (x, top, length): (u32, u32, u32), svg: &mut String) {
    let (mut ink, mut ground) = (hex(cell.fg, INK), GROUND.to_owned());
    let modifier = cell.modifier;
    if modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut ink, &mut ground);
        let _infallible = writeln!(
            svg,
            "<rect x=\"{x}\" y=\"{top}\" width=\"{length}\" height=\"{CELL_HEIGHT}\" fill=\"{ground}\"/>"
        );
    }
    if text.trim().is_empty() {
        return;
    }
    let mut attributes = String::new();
    for (part, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::CROSSED_OUT, " text-decoration=\"line-through\""),
        (Modifier::DIM, " opacity=\"0.65\""),
    ] {
        if modifier.contains(part) {
            attributes.push_str(attribute);
        }
    }
    // What is drawn begins and ends with a letter, so that its length is that of the letters.
    let before = text.len() - text.trim_start().len();
    let (x, length) = (x + cells(before), cells(width(text.trim())));
    let text = text
        .trim()
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let baseline = top + CELL_HEIGHT - 5;
    let _infallible = writeln!(
        svg,
        "<text x=\"{x}\" y=\"{baseline}\" textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{ink}\"{attributes}>{text}</text>"
    );
}

/// So many cells in pixels.
fn cells(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(0) * CELL_WIDTH / 10
}

fn look(cell: &Cell) -> (Color, Color, Modifier) {
    (cell.fg, cell.bg, cell.modifier)
}

fn hex(color: Color, usual: &str) -> String {
    match color {
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        Color::Red => "#ff7b72".to_owned(),
        Color::Green => "#7ee787".to_owned(),
        Color::Blue => "#79c0ff".to_owned(),
        Color::Magenta => "#d2a8ff".to_owned(),
        Color::Cyan => "#76e3ea".to_owned(),
        _ => usual.to_owned(),
    }
}

const WIDTH: u16 = 96;
const HEIGHT: u16 = 18;
/// In tenths of a pixel.
const CELL_WIDTH: u32 = 80;
const CELL_HEIGHT: u32 = 20;
const EDGE: u32 = 14;
const GROUND: &str = "#0d1117";
const INK: &str = "#e6edf3";
