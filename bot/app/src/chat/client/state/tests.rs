//! The client as a person uses it: keys and chat in, entries and effects out.

use std::time::Duration;

use irc::{Disconnection, OwnedMessage};
use ratatui::crossterm::event::{KeyCode, KeyModifiers};

use super::super::entry::{Entry, Fate};
use super::super::paint::Depth;
use super::super::wish::{Answer, Me, Saying, Wish};
use super::*;
use crate::chat::typed::MOST_LETTERS;
use crate::cli::short_form::ShortForm;

/// A client with a clock of its own.
struct Scene {
    state: State,
    now: Now,
}

impl Scene {
    fn new(channels: &[&str]) -> Self {
        let channels = channels.iter().map(|channel| login(channel)).collect();
        let mut scene = Self {
            state: State::new(Settings {
                channels,
                me: Some(login("perty")),
                paint: Paint::new(Depth::Full),
                zone: TimeZone::UTC,
            }),
            now: Now {
                at: Timestamp::from_unix_millis(0),
                instant: Instant::now(),
            },
        };
        scene.give(Input::Resized(Rect::new(0, 0, 80, 10)));
        scene.give(Input::Answer(Answer::Me(Me::Somebody {
            login: login("perty"),
            id: UserId::new("9"),
        })));
        scene
    }

    fn give(&mut self, input: Input<'_>) {
        self.state.handle(self.now, input);
    }

    fn hear(&mut self, line: &str) {
        let message = OwnedMessage::parse(line).expect("the test holds a line");
        self.give(Input::Chat(&Event::Message(message)));
    }

    /// Somebody says something, with an id that is the text.
    fn said(&mut self, channel: &str, user: &str, text: &str) {
        let id = text.replace(' ', "-");
        self.hear(&format!(
            "@id={id};user-id={user}-id;display-name={user};room-id=1 :{user}!{user}@x PRIVMSG #{channel} :{text}"
        ));
    }

    fn press(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        self.give(Input::Key(KeyEvent::new(code, modifiers)));
    }

    fn key(&mut self, code: KeyCode) {
        self.press(code, KeyModifiers::NONE);
    }

    fn type_line(&mut self, line: &str) {
        for letter in line.chars() {
            self.key(KeyCode::Char(letter));
        }
        self.key(KeyCode::Enter);
    }

    fn effect(&mut self) -> Effect {
        self.state.poll_effect().expect("something is to be done")
    }

    /// All that is in the log of the channel that is looked at: the text, and why it is struck.
    fn log(&self) -> Vec<String> {
        let text = |entry: &Entry| {
            let strike = entry.strike.as_ref().map(|strike| format!(" ({strike})"));
            vec![format!("{}{}", entry.text(), strike.unwrap_or_default())]
        };
        let entries = self.state.tab().log.view(1_000, text);
        entries.into_iter().map(|(_, text)| text).collect()
    }

    fn last(&self) -> String {
        self.log().pop().expect("something is in the log")
    }
}

fn login(name: &str) -> Login {
    name.parse().expect("a login")
}

#[test]
fn messages_that_are_gone_are_struck_also_those_that_are_on_the_screen_already() {
    let mut scene = Scene::new(&["chan"]);
    for (user, text) in [
        ("ann", "one"),
        ("bob", "two"),
        ("ann", "three"),
        ("eve", "four"),
    ] {
        scene.said("chan", user, text);
    }
    scene.hear("@login=eve;target-msg-id=four :tmi.twitch.tv CLEARMSG #chan :four");
    scene.hear("@ban-duration=600;target-user-id=ann-id :tmi.twitch.tv CLEARCHAT #chan :renamed");
    let times = format!(
        "timed out for {}",
        crate::spoken::exactly(Duration::from_secs(600))
    );
    assert_eq!(
        scene.log()[..4],
        [
            format!("one ({times})"),
            "two".to_owned(),
            format!("three ({times})"),
            "four (deleted)".to_owned()
        ]
    );
    scene.hear("@room-id=1 :tmi.twitch.tv CLEARCHAT #chan");
    assert_eq!(scene.log()[1], "two (cleared)");
}

#[test]
fn what_comes_in_elsewhere_is_counted_until_somebody_looks() {
    let mut scene = Scene::new(&["chan", "other"]);
    scene.said("other", "ann", "one");
    scene.said("other", "ann", "hey perty");
    let tab = &scene.state.tabs[1];
    assert_eq!((tab.unread, tab.is_named), (2, true));
    scene.press(KeyCode::Char('2'), KeyModifiers::ALT);
    let tab = &scene.state.tabs[1];
    assert_eq!(
        (scene.state.current, tab.unread, tab.is_named),
        (1, 0, false)
    );
    for (code, modifiers, expected) in [
        (KeyCode::Char('n'), KeyModifiers::CONTROL, 0),
        (KeyCode::Char('p'), KeyModifiers::CONTROL, 1),
        (KeyCode::Left, KeyModifiers::ALT, 0),
        (KeyCode::Right, KeyModifiers::ALT, 1),
        (KeyCode::Char('9'), KeyModifiers::ALT, 1),
    ] {
        scene.press(code, modifiers);
        assert_eq!(scene.state.current, expected, "{code:?}");
    }
}

#[test]
fn what_is_said_stands_there_at_once_and_its_outcome_beside_it() {
    let mut scene = Scene::new(&["chan"]);
    scene.type_line("hello");
    let Effect::Wish(Wish::Say(Saying {
        channel,
        number,
        text,
        reply_to: None,
    })) = scene.effect()
    else {
        panic!("it is said");
    };
    assert_eq!((channel.as_str(), text.as_str()), ("chan", "hello"));
    let fate = |scene: &Scene| {
        let fates = scene
            .state
            .tab()
            .log
            .view(10, |entry| vec![entry.ours.clone()]);
        fates
            .last()
            .and_then(|(_, ours)| ours.clone())
            .map(|ours| ours.fate)
    };
    assert_eq!(fate(&scene), Some(Fate::Sending));
    let dropped = Fate::Dropped("slow mode; wait".to_owned());
    scene.give(Input::Answer(Answer::Outcome {
        channel,
        number,
        fate: dropped.clone(),
        id: None,
    }));
    assert_eq!(fate(&scene), Some(dropped));
}

#[test]
fn our_own_message_shows_what_we_are_in_the_channel() {
    let mut scene = Scene::new(&["chan"]);
    scene.type_line("hello");
    scene.hear("@badges=moderator/1;id=m;user-id=9;room-id=1 :perty!perty@x PRIVMSG #chan :hello");
    assert_eq!(scene.log(), ["hello"]);
    assert_eq!(
        scene.state.tab().role,
        Some(vec![super::super::entry::Badge::Moderator])
    );
}

/// Who left, or closed the channel, never heard that a message had not been said.
#[test]
fn what_is_not_said_yet_is_known_and_told_also_where_its_channel_is_closed() {
    let mut scene = Scene::new(&["chan", "other"]);
    scene.type_line("one");
    scene.type_line("two");
    scene.give(Input::Answer(Answer::Begun { number: 1 }));
    assert_eq!(
        scene.state.unsaid.lines(),
        ["perhaps said in #chan: one", "not said in #chan: two"]
    );
    scene.type_line("/part");
    let outcome = |number, fate| {
        Input::Answer(Answer::Outcome {
            channel: login("chan"),
            number,
            fate,
            id: None,
        })
    };
    scene.give(outcome(1, Fate::Sent));
    assert!(scene.log().is_empty());
    scene.give(outcome(2, Fate::Dropped("slow mode".to_owned())));
    assert_eq!(scene.last(), "not said in #chan: two (slow mode)");
    assert_eq!(scene.state.unsaid.count(), 0);
}

#[test]
fn x17_what_looks_like_an_order_is_not_said_and_stays_to_be_mended() {
    let mut scene = Scene::new(&["chan"]);
    for line in ["/bann ann", ".timeout ann", "/"] {
        scene.type_line(line);
        assert!(scene.state.poll_effect().is_none(), "{line:?}");
        assert_eq!(scene.state.prompt.text(), line);
        assert!(
            scene.last().contains("not said") || scene.last().contains("no command"),
            "{}",
            scene.last()
        );
        scene.press(KeyCode::Char('c'), KeyModifiers::CONTROL);
    }
    let long = "é".repeat(MOST_LETTERS + 1);
    scene.give(Input::Pasted(&long));
    scene.key(KeyCode::Enter);
    assert!(scene.state.poll_effect().is_none());
    assert!(scene.last().contains("501 characters"), "{}", scene.last());
}

#[test]
fn commands_go_to_twitch_and_what_became_of_them_is_told_in_their_channel() {
    let mut scene = Scene::new(&["chan", "other"]);
    scene.type_line("/timeout ann 10m too loud");
    let Effect::Wish(Wish::Errand { channel, form }) = scene.effect() else {
        panic!("it is done");
    };
    assert!(matches!(*form, ShortForm::Timeout(_)), "{form:?}");
    scene.press(KeyCode::Char('n'), KeyModifiers::CONTROL);
    let result = Ok(vec!["ann is silent".to_owned()]);
    scene.give(Input::Answer(Answer::Done { channel, result }));
    assert!(scene.log().is_empty());
    scene.press(KeyCode::Char('p'), KeyModifiers::CONTROL);
    assert_eq!(scene.last(), "ann is silent");
}

#[test]
fn a_chosen_message_is_answered_deleted_or_made_a_command_of() {
    let mut scene = Scene::new(&["chan"]);
    scene.said("chan", "ann", "one");
    scene.said("chan", "bob", "two");
    scene.press(KeyCode::Up, KeyModifiers::CONTROL);
    scene.press(KeyCode::Up, KeyModifiers::CONTROL);
    scene.key(KeyCode::Enter);
    scene.type_line("yes");
    assert!(
        matches!(scene.effect(), Effect::Wish(Wish::Say(Saying { reply_to: Some(id), text, .. })) if id.as_str() == "one" && text == "yes")
    );
    scene.press(KeyCode::Up, KeyModifiers::ALT);
    scene.press(KeyCode::Up, KeyModifiers::ALT);
    scene.key(KeyCode::Char('d'));
    let Effect::Wish(Wish::Errand { form, .. }) = scene.effect() else {
        panic!("it is deleted");
    };
    assert!(
        matches!(&*form, ShortForm::Delete(delete) if delete.id.as_str() == "two"),
        "{form:?}"
    );
    scene.press(KeyCode::Up, KeyModifiers::ALT);
    scene.press(KeyCode::Up, KeyModifiers::ALT);
    scene.key(KeyCode::Char('t'));
    assert_eq!(scene.state.prompt.text(), "/timeout bob 10m ");
    assert!(scene.state.poll_effect().is_none(), "Enter confirms it");
    scene.press(KeyCode::Char('c'), KeyModifiers::CONTROL);
    scene.type_line("/reply ann indeed");
    assert!(
        matches!(scene.effect(), Effect::Wish(Wish::Say(Saying { reply_to: Some(id), .. })) if id.as_str() == "one")
    );
    scene.type_line("/delete ann");
    assert!(matches!(scene.effect(), Effect::Wish(Wish::Errand { .. })));
    scene.type_line("/delete nobody");
    assert!(
        scene.last().contains("no message of nobody"),
        "{}",
        scene.last()
    );
}

#[test]
fn names_and_commands_are_completed_and_typing_on_ends_that() {
    let mut scene = Scene::new(&["chan"]);
    for user in ["annika", "ann"] {
        scene.said("chan", user, user);
    }
    for letter in "hi an".chars() {
        scene.key(KeyCode::Char(letter));
    }
    for expected in ["hi ann ", "hi annika ", "hi ann "] {
        scene.key(KeyCode::Tab);
        assert_eq!(scene.state.prompt.text(), expected);
    }
    scene.key(KeyCode::Char('!'));
    scene.key(KeyCode::Tab);
    assert_eq!(scene.state.prompt.text(), "hi ann !");
}

#[test]
fn a_lost_connection_is_told_once_and_so_is_its_return() {
    let mut scene = Scene::new(&["chan", "other"]);
    let lost = Event::Disconnected {
        why: Disconnection::NoPong,
        retry_in: Duration::from_secs(2),
    };
    scene.give(Input::Chat(&lost));
    scene.give(Input::Chat(&lost));
    scene.now.instant += Duration::from_secs(5);
    scene.give(Input::Chat(&Event::HealthChanged(Health::Up)));
    scene.give(Input::Chat(&Event::HealthChanged(Health::Up)));
    let log = scene.log();
    assert_eq!(log.len(), 2, "{log:?}");
    assert!(
        log[0].contains("away") && log[1].contains("back after"),
        "{log:?}"
    );
    scene.give(Input::Chat(&Event::Dropped { count: 7 }));
    assert_eq!(scene.state.missed, 7);
}

#[test]
fn a_connection_that_was_replaced_because_it_was_dead_is_told_and_one_that_twitch_asked_for_is_not()
{
    for (why, is_told) in [
        (Disconnection::NoPong, true),
        (Disconnection::ServerAsked, false),
    ] {
        let mut scene = Scene::new(&["chan"]);
        let channels = 1;
        scene.give(Input::Chat(&Event::HandedOver { channels, why }));
        let log = scene.log();
        assert_eq!(log.iter().any(|line| line.contains("missing")), is_told);
    }
}

#[test]
fn a_copy_from_a_shared_chat_is_asked_for_its_channel_once() {
    let mut scene = Scene::new(&["chan"]);
    for id in ["a", "b"] {
        scene.hear(&format!(
            "@id={id};room-id=1;source-room-id=2;source-id=s;user-id=7 :ann!ann@x PRIVMSG #chan :hi"
        ));
    }
    assert!(matches!(scene.effect(), Effect::Wish(Wish::Name(id)) if id.as_str() == "2"));
    assert!(scene.state.poll_effect().is_none());
    scene.give(Input::Answer(Answer::Named(
        UserId::new("2"),
        "otherchannel".to_owned(),
    )));
    assert_eq!(
        scene.state.look().rooms.get("2").map(String::as_str),
        Some("otherchannel")
    );
}

#[test]
fn ctrl_c_empties_the_line_and_then_ends_and_ctrl_d_ends_on_an_empty_line() {
    let mut scene = Scene::new(&["chan"]);
    scene.key(KeyCode::Char('x'));
    scene.press(KeyCode::Char('d'), KeyModifiers::CONTROL);
    scene.press(KeyCode::Char('c'), KeyModifiers::CONTROL);
    assert!(scene.state.poll_effect().is_none() && scene.state.prompt.is_empty());
    scene.press(KeyCode::Char('c'), KeyModifiers::CONTROL);
    assert!(matches!(scene.effect(), Effect::End(Ending::Interrupted)));
    scene.press(KeyCode::Char('d'), KeyModifiers::CONTROL);
    assert!(matches!(scene.effect(), Effect::End(Ending::Done)));
    scene.type_line("/quit");
    assert!(matches!(scene.effect(), Effect::End(Ending::Done)));
}

#[test]
fn channels_come_and_go_and_the_last_one_stays() {
    let mut scene = Scene::new(&["chan"]);
    scene.type_line("/join #Other");
    assert!(matches!(scene.effect(), Effect::Join(channel) if channel.as_str() == "other"));
    assert_eq!((scene.state.tabs.len(), scene.state.current), (2, 1));
    scene.type_line("/part");
    assert!(matches!(scene.effect(), Effect::Part(channel) if channel.as_str() == "other"));
    scene.type_line("/part");
    assert!(scene.last().contains("only channel"));
    assert_eq!(scene.state.tabs.len(), 1);
}

#[test]
fn help_tells_every_command_and_every_key() {
    let mut scene = Scene::new(&["chan"]);
    scene.type_line("/help");
    let log = scene.log().join("\n");
    for command in super::super::commands::table::COMMANDS {
        assert!(
            log.contains(&format!("/{}", command.name)),
            "{}",
            command.name
        );
    }
    for (key, _) in super::super::keys::KEYS {
        assert!(log.contains(key), "{key}");
    }
    scene.type_line("/help slow");
    assert!(scene.last().contains("/slowoff"), "{}", scene.last());
}
