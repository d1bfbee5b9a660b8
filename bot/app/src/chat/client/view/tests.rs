//! What stands on the screen, drawn without a terminal.

use std::time::Duration;

use irc::{Event, OwnedMessage, Pulse};
use jiff::tz::TimeZone;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::CellWidth;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use types::Timestamp;

use super::super::paint::Depth;
use super::super::state::{Input, Now, Settings};
use super::super::wish::{Answer, Me};
use super::*;

/// A client and the screen that it is drawn on.
struct Scene {
    state: State,
    terminal: Terminal<TestBackend>,
    now: Now,
}

impl Scene {
    fn new(width: u16, height: u16) -> Self {
        let channels = ["somechannel", "otherchannel"];
        let state = State::new(Settings {
            channels: channels.map(|name| name.parse().expect("a login")).into(),
            me: None,
            paint: Paint::new(Depth::None),
            zone: TimeZone::UTC,
        });
        let backend = TestBackend::new(width, height);
        let mut scene = Self {
            state,
            terminal: Terminal::new(backend).expect("memory can be drawn on"),
            now: Now {
                at: Timestamp::from_unix_millis(0),
                instant: Instant::now(),
            },
        };
        scene.give(Input::Resized(Rect::new(0, 0, width, height)));
        scene
    }

    fn give(&mut self, input: Input<'_>) {
        self.state.handle(self.now, input);
    }

    fn hear(&mut self, line: &str) {
        let message = OwnedMessage::parse(line).expect("the test holds a line");
        self.give(Input::Chat(&Event::Message(message)));
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.terminal.backend_mut().resize(width, height);
        self.give(Input::Resized(Rect::new(0, 0, width, height)));
    }

    fn key(&mut self, code: KeyCode) {
        self.give(Input::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }

    /// The rows of the screen.
    fn drawn(&mut self) -> Vec<String> {
        let now = self.now.instant;
        let state = &self.state;
        let drawn = self.terminal.draw(|frame| draw(state, now, frame));
        let buffer = drawn.expect("memory can be drawn on").buffer.clone();
        let width = usize::from(buffer.area.width.max(1));
        let rows = buffer.content.chunks(width).map(|row| {
            let mut text = String::new();
            let mut column = 0;
            // Behind a letter of two cells stands one that is hidden.
            while let Some(cell) = row.get(column) {
                text.push_str(cell.symbol());
                column += usize::from(cell.symbol().cell_width()).max(1);
            }
            text.trim_end().to_owned()
        });
        rows.collect()
    }
}

#[test]
fn the_screen_shows_channels_chat_how_things_stand_and_the_input() {
    let mut scene = Scene::new(60, 6);
    scene.hear("@room-id=1;slow=10;emote-only=1;subs-only=0;followers-only=-1;r9k=0 :tmi.twitch.tv ROOMSTATE #somechannel");
    scene.hear("@badges=moderator/1;display-name=Ann;id=m;user-id=7 :ann!ann@x PRIVMSG #somechannel :hello");
    scene.hear("@id=n;user-id=7 :ann!ann@x PRIVMSG #otherchannel :over here");
    let login: types::Login = "somechannel".parse().expect("a login");
    scene.give(Input::Chat(&Event::Joined { channel: login }));
    let pulse = Pulse {
        health: Health::Up,
        proven_at: Some(scene.now.instant),
        round_trip: Some(Duration::from_millis(31)),
        ..Pulse::NONE
    };
    scene.give(Input::Pulse(pulse));
    scene.now.instant += Duration::from_secs(12);
    let drawn = scene.drawn();
    assert_eq!(drawn[0], " 1 somechannel  2 otherchannel 1");
    assert_eq!(drawn[2], " 00:00 MOD Ann: hello");
    assert_eq!(drawn[3], " 00:00 - in the chat of somechannel");
    assert!(
        drawn[4].starts_with(" chat answered 12 s ago in 31 ms"),
        "{drawn:?}"
    );
    assert_eq!(drawn[5], "> say something in #somechannel, or /help");
}

#[test]
fn modes_and_the_own_part_stand_in_the_status_line() {
    let mut scene = Scene::new(200, 6);
    scene.hear("@room-id=9;emote-only=1;subs-only=1 :tmi.twitch.tv ROOMSTATE #somechannel");
    let login = "perty".parse().expect("a login");
    let id = types::UserId::new("9");
    scene.give(Input::Answer(Answer::Me(Me::Somebody { login, id })));
    scene.give(Input::Chat(&Event::Dropped { count: 1_200 }));
    let status = scene.drawn()[4].clone();
    for words in [
        "perty, broadcaster",
        "subscribers only",
        "emotes only",
        "came too fast and are missing",
    ] {
        assert!(status.contains(words), "{words} in {status}");
    }
}

#[test]
fn who_is_not_logged_in_reads_which_login_is_needed() {
    let mut scene = Scene::new(80, 6);
    scene.give(Input::Answer(Answer::Me(super::super::hands::nobody(None))));
    let drawn = scene.drawn();
    assert!(
        drawn[5].contains("streamhand login bot --for say"),
        "{drawn:?}"
    );
    assert!(drawn[4].contains("read only"), "{drawn:?}");
}

#[test]
fn the_place_stays_and_new_lines_are_counted_below() {
    let mut scene = Scene::new(60, 6);
    let say = |scene: &mut Scene, number: usize| {
        scene.hear(&format!(
            "@id={number};user-id=7 :ann!ann@x PRIVMSG #somechannel :line {number}"
        ));
    };
    for number in 0..20 {
        say(&mut scene, number);
    }
    scene.key(KeyCode::PageUp);
    let before = scene.drawn();
    for number in 20..25 {
        say(&mut scene, number);
    }
    let after = scene.drawn();
    assert_eq!(before[1..4], after[1..4]);
    assert!(after[4].contains("7 below, End shows them"), "{after:?}");
    scene.key(KeyCode::End);
    assert!(scene.drawn()[3].ends_with("line 24"));
}

/// After the window had grown, its upper rows stayed empty, and as much was counted below as before.
#[test]
fn who_looks_back_sees_a_full_screen_of_every_size() {
    let mut scene = Scene::new(60, 6);
    for number in 0..20 {
        scene.hear(&format!(
            "@id={number};user-id=7 :ann!ann@x PRIVMSG #somechannel :line {number} and some words more"
        ));
    }
    for _ in 0..10 {
        scene.key(KeyCode::PageUp);
    }
    assert!(scene.drawn()[4].contains("17 below"), "{:?}", scene.drawn());
    scene.resize(60, 13);
    let drawn = scene.drawn();
    assert!(drawn[1].contains("line 0 and"), "{drawn:?}");
    assert!(drawn[10].contains("line 9 and"), "{drawn:?}");
    assert!(drawn[11].contains("10 below, End shows them"), "{drawn:?}");
    scene.resize(20, 13);
    assert!(
        scene.drawn()[1].contains("ann: line"),
        "{:?}",
        scene.drawn()
    );
    scene.resize(60, 40);
    let drawn = scene.drawn();
    assert!(drawn[37].contains("line 19"), "{drawn:?}");
    assert!(!drawn[38].contains("below"), "{drawn:?}");
}

#[test]
fn nothing_is_counted_below_where_nothing_is_below() {
    let mut scene = Scene::new(60, 6);
    let say = |scene: &mut Scene, id: &str| {
        scene.hear(&format!(
            "@id={id};user-id=7 :ann!ann@x PRIVMSG #somechannel :{id}"
        ));
    };
    say(&mut scene, "one");
    scene.give(Input::Key(KeyEvent::new(
        KeyCode::Up,
        KeyModifiers::CONTROL,
    )));
    for id in ["two", "three"] {
        say(&mut scene, id);
        let drawn = scene.drawn();
        assert!(!drawn[4].contains("below"), "there is room: {drawn:?}");
        assert!(drawn[3].ends_with(id), "{drawn:?}");
    }
    say(&mut scene, "four");
    let drawn = scene.drawn();
    assert!(drawn[1].ends_with("one"), "it stays: {drawn:?}");
    assert!(drawn[4].contains("1 below, End shows them"), "{drawn:?}");
}

#[test]
fn the_input_is_counted_and_its_end_is_seen() {
    let mut scene = Scene::new(30, 6);
    scene.give(Input::Pasted(&"x".repeat(50)));
    scene.give(Input::Pasted("end"));
    let drawn = scene.drawn();
    assert!(drawn[5].ends_with("xend  53/500"), "{:?}", drawn[5]);
    scene.terminal.backend_mut().assert_cursor_position((22, 5));
    scene.key(KeyCode::Home);
    assert!(scene.drawn()[5].starts_with("> xxx"));
    scene.terminal.backend_mut().assert_cursor_position((2, 5));
}

#[test]
fn x34_nothing_that_strangers_write_leaves_its_rows_or_reaches_the_margin() {
    let mut scene = Scene::new(50, 14);
    let hostile = [
        "\u{1b}[2J\u{1b}[1;1Hgone".to_owned(),
        "\u{9b}31mred\u{7}".to_owned(),
        "abc\u{202e}fed\u{2066}".to_owned(),
        format!("z{}", "\u{301}".repeat(300)),
        format!("{}12:00 HOST somechannel: all are free", " ".repeat(120)),
        "\u{200b}\u{feff}\u{e0000}".to_owned(),
        "アン".repeat(60),
    ];
    for (number, text) in hostile.iter().enumerate() {
        scene.hear(&format!("@id={number};display-name=Ann\u{1b}[5m;user-id=7 :ann!ann@x PRIVMSG #somechannel :{text}"));
    }
    let drawn = scene.drawn();
    for row in &drawn {
        assert!(!row.contains(|letter: char| letter.is_control()), "{row:?}");
        assert!(width(row) <= 50, "{row:?}");
    }
    for row in &drawn[1..12] {
        let is_entry = row.starts_with(" 00:00 ") && row.contains("Ann\\u{1b}[5m");
        assert!(
            is_entry || row.is_empty() || row.starts_with("       "),
            "{row:?}"
        );
    }
}

#[test]
fn screens_of_every_size_can_be_drawn_on() {
    for width in 1..30 {
        for height in 1..9 {
            let mut scene = Scene::new(width, height);
            scene.hear("@badges=moderator/1;id=m;user-id=7;display-name=アン :ann!ann@x PRIVMSG #somechannel :🎉🎉 hello there, wordwordwordwordword");
            scene.give(Input::Pasted("🎉 typed アンアンアンアンアンアン"));
            for code in [
                KeyCode::PageUp,
                KeyCode::PageDown,
                KeyCode::Left,
                KeyCode::End,
            ] {
                scene.key(code);
                assert_eq!(scene.drawn().len(), usize::from(height));
            }
            scene.give(Input::Key(KeyEvent::new(
                KeyCode::Up,
                KeyModifiers::CONTROL,
            )));
            scene.drawn();
        }
    }
    // The size is told after it has changed.
    let mut scene = Scene::new(80, 24);
    scene.give(Input::Resized(Rect::new(0, 0, 1, 1)));
    scene.drawn();
}
