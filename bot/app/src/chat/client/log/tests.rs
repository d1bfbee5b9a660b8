//! The log as it is looked at, struck and added to.

use types::{Timestamp, UserId};

use super::super::entry::{Author, Body, Fate, Ours, Piece};
use super::*;

fn said(login: &str, text: &str) -> Entry {
    let body = Body::Said {
        pieces: vec![Piece::plain(text)],
        is_action: false,
        reply: None,
        bits: None,
    };
    Entry {
        id: Some(MessageId::new(text)),
        author: Some(Author {
            user_id: Some(UserId::new(login)),
            login: login.to_owned(),
            name: login.to_owned(),
            color: None,
            badges: Vec::new(),
        }),
        ..Entry::new(Timestamp::from_unix_millis(0), body)
    }
}

fn ours(number: u64, text: &str) -> Entry {
    let fate = Fate::Sending;
    Entry {
        id: None,
        ours: Some(Ours { number, fate }),
        ..said("perty", text)
    }
}

fn log_of(count: usize) -> Log {
    let mut log = Log::default();
    for number in 0..count {
        log.push(said("ann", &number.to_string()));
    }
    log
}

/// What is seen in three rows, where every entry takes two.
fn seen(log: &Log) -> Vec<String> {
    let rows = |entry: &Entry| vec![format!("{}a", entry.text()), format!("{}b", entry.text())];
    log.view(3, rows).into_iter().map(|(_, row)| row).collect()
}

fn two(_: &Entry) -> usize {
    2
}

#[test]
fn the_place_stays_while_new_lines_come_in_and_they_are_counted() {
    let mut log = log_of(10);
    assert_eq!(seen(&log), ["8b", "9a", "9b"]);
    log.scroll_up(3, 3, two);
    assert_eq!(seen(&log), ["7a", "7b", "8a"]);
    let before = log.below();
    for number in 10..15 {
        log.push(said("ann", &number.to_string()));
    }
    assert_eq!(seen(&log), ["7a", "7b", "8a"]);
    assert_eq!(log.below() - before, 5);
    log.scroll_down(1, two);
    assert_eq!(seen(&log), ["7b", "8a", "8b"]);
    log.scroll_down(1_000, two);
    assert_eq!(
        (seen(&log), log.below()),
        (vec!["13b".into(), "14a".into(), "14b".into()], 0)
    );
}

#[test]
fn at_the_top_the_screen_stays_full() {
    let mut log = log_of(10);
    log.scroll_up(1_000, 3, two);
    assert_eq!(seen(&log), ["0a", "0b", "1a"]);
    log.scroll_up(5, 3, two);
    assert_eq!(seen(&log), ["0a", "0b", "1a"]);
    let mut small = log_of(1);
    small.scroll_up(5, 3, two);
    assert_eq!(seen(&small), ["0a", "0b"]);
    Log::default().scroll_up(5, 3, two);
}

#[test]
fn l04_a_log_keeps_its_size_whatever_comes_in_and_what_is_looked_at_moves_with_it() {
    let mut log = log_of(MOST_ENTRIES);
    log.scroll_up(100_000, 3, two);
    log.choose_above();
    for number in 0..MOST_ENTRIES {
        log.push(said("ann", &format!("new {number}")));
    }
    assert_eq!(log.entries.len(), MOST_ENTRIES);
    assert!(log.chosen().is_none());
    assert_eq!(seen(&log).first().map(String::as_str), Some("new 0a"));
}

#[test]
fn messages_are_struck_by_id_by_person_and_all_together() {
    let mut log = Log::default();
    for (login, text) in [
        ("ann", "one"),
        ("bob", "two"),
        ("ann", "three"),
        ("eve", "four"),
    ] {
        log.push(said(login, text));
    }
    assert!(log.strike(&MessageId::new("one")));
    assert!(!log.strike(&MessageId::new("never said")));
    let struck = |log: &Log| {
        let entries = log.entries.iter();
        entries
            .map(|entry| entry.strike.clone().unwrap_or_default())
            .collect::<Vec<_>>()
    };
    // Who was renamed meanwhile is still who it was.
    log.strike_all_of(&Silenced {
        at: Timestamp::from_unix_millis(0),
        user_id: Some(UserId::new("ann")),
        login: "ann_again".to_owned(),
        words: "banned".to_owned(),
    });
    assert_eq!(struck(&log), ["deleted", "", "banned", ""]);
    log.strike_all();
    assert_eq!(struck(&log), ["deleted", "cleared", "banned", "cleared"]);
    assert!(log.last_of("bob").is_none());
}

#[test]
fn what_we_said_stands_there_once_whether_chat_or_the_answer_comes_first() {
    let id = || Some(MessageId::new("m1"));
    let echo = |text: &str| Entry {
        id: id(),
        ..said("perty", text)
    };
    let mut log = Log::default();
    log.push(ours(1, "hello  there"));
    assert_eq!(log.push(echo("hello there")), Taken::Ours);
    log.settle(1, Fate::Sent, id());
    assert_eq!(log.entries.len(), 1, "chat came first");

    let mut log = Log::default();
    log.push(ours(1, "hello"));
    log.settle(1, Fate::Sent, id());
    assert_eq!(log.push(echo("hello")), Taken::Ours);
    assert_eq!(log.entries.len(), 1, "the answer came first");

    let mut log = Log::default();
    log.push(ours(1, "hello"));
    assert_eq!(log.push(echo("h***o")), Taken::New);
    log.push(said("ann", "hi"));
    log.settle(1, Fate::Sent, id());
    let texts: Vec<_> = log.entries.iter().map(Entry::text).collect();
    assert_eq!(texts, ["h***o", "hi"], "chat has other words");
    assert!(log.strike(&MessageId::new("m1")));
    assert_eq!(log.push(said("perty", "from another window")), Taken::New);
}

/// The fates of what we said, from top to bottom; nothing for what chat brought.
fn fates(log: &Log) -> Vec<Option<Fate>> {
    let entries = log.entries.iter();
    entries
        .map(|entry| entry.ours.as_ref().map(|ours| ours.fate.clone()))
        .collect()
}

fn shown(id: &str, text: &str) -> Entry {
    Entry {
        id: Some(MessageId::new(id)),
        ..said("perty", text)
    }
}

fn dropped() -> Fate {
    Fate::Dropped("held for a moderator".to_owned())
}

fn lost() -> Fate {
    Fate::Unknown("the answer was lost".to_owned())
}

/// The answer was lost, chat had shown the message, and it was called unknown all the same.
#[test]
fn what_chat_has_shown_is_said_whatever_became_of_the_answer() {
    let mut log = Log::default();
    log.push(ours(1, "hello"));
    assert_eq!(log.push(shown("m1", "hello")), Taken::Ours);
    assert_eq!(fates(&log), [Some(Fate::Sent)], "chat shows it");
    log.settle(1, lost(), None);
    assert_eq!(fates(&log), [Some(Fate::Sent)]);

    let mut log = Log::default();
    log.push(ours(1, "hello"));
    log.settle(1, lost(), None);
    assert_eq!(fates(&log), [Some(lost())]);
    assert_eq!(log.push(shown("m1", "hello")), Taken::Ours);
    assert_eq!(fates(&log), [Some(Fate::Sent)], "chat shows it later");
}

/// AutoMod held a message and a moderator let it through: it stood in the chat, and here nothing told so.
#[test]
fn a_message_that_was_held_and_then_allowed_appears() {
    let mut log = Log::default();
    log.push(ours(1, "hello"));
    log.settle(1, dropped(), None);
    assert_eq!(log.push(shown("m1", "hello")), Taken::New);
    assert_eq!(fates(&log), [Some(dropped()), None]);
}

/// The entry of a refused duplicate took the echo of the next message with the same text, and its id.
#[test]
fn what_was_dropped_or_lost_takes_nothing_from_the_next_message_of_the_same_text() {
    for first in [dropped(), lost()] {
        let mut log = Log::default();
        log.push(ours(1, "hello"));
        log.settle(1, first.clone(), None);
        log.push(ours(2, "hello"));
        assert_eq!(log.push(shown("m2", "hello")), Taken::Ours);
        assert_eq!(fates(&log), [Some(first.clone()), Some(Fate::Sent)]);
        assert!(log.strike(&MessageId::new("m2")));
        let struck: Vec<_> = log
            .entries
            .iter()
            .map(|entry| entry.strike.is_some())
            .collect();
        assert_eq!(struck, [false, true], "{first:?}");
    }
}

#[test]
fn what_the_same_account_says_elsewhere_stands_there_beside_a_dropped_message_of_ours() {
    let mut log = Log::default();
    log.push(ours(1, "hello"));
    assert_eq!(log.push(shown("elsewhere", "hello")), Taken::Ours);
    log.settle(1, dropped(), None);
    assert_eq!(fates(&log), [Some(dropped()), None]);
    assert!(log.strike(&MessageId::new("elsewhere")));
    assert!(log.entries[0].strike.is_none());
}

/// An entry above ours with the same id was taken out, and the fate went to the entry behind ours.
#[test]
fn only_what_stands_behind_our_message_can_be_what_chat_shows_of_it() {
    let mut log = Log::default();
    log.push(said("ann", "m1"));
    log.push(ours(1, "hello"));
    log.push(said("ann", "hi"));
    log.settle(1, Fate::Sent, Some(MessageId::new("m1")));
    assert_eq!(fates(&log), [None, Some(Fate::Sent), None]);
}

#[test]
fn a_chosen_message_that_turns_out_to_be_ours_stays_chosen() {
    let mut log = Log::default();
    log.push(ours(1, "hello"));
    log.push(shown("m1", "h***o"));
    log.choose_above();
    log.push(said("ann", "hi"));
    log.settle(1, Fate::Sent, Some(MessageId::new("m1")));
    let chosen = log.chosen().map(|(_, entry)| entry.text());
    assert_eq!(chosen.as_deref(), Some("h***o"));
}

/// Chat brought a message twice, and it was shown twice.
#[test]
fn what_chat_brings_twice_is_shown_once() {
    let mut log = Log::default();
    log.push(said("ann", "hi"));
    log.push(said("bob", "ho"));
    assert_eq!(log.push(said("ann", "hi")), Taken::Known);
    log.push(ours(1, "hello"));
    assert_eq!(log.push(shown("m1", "hello")), Taken::Ours);
    assert_eq!(log.push(shown("m1", "hello")), Taken::Known);
    assert_eq!(log.entries.len(), 3);
    for number in 0..crate::shown_ids::MOST_IDS {
        log.push(said("eve", &number.to_string()));
    }
    assert_eq!(log.push(said("ann", "hi")), Taken::New, "it is long ago");
}

#[test]
fn a_message_can_be_chosen_and_stays_in_sight() {
    let mut log = log_of(10);
    log.push(Entry::told(
        Timestamp::from_unix_millis(0),
        super::super::entry::Tone::Plain,
        "words",
    ));
    log.choose_above();
    assert_eq!(
        log.chosen().map(|(_, entry)| entry.text()),
        Some("9".to_owned())
    );
    for _ in 0..5 {
        log.choose_above();
        log.show_chosen(3, two);
        let (chosen, _) = log.chosen().expect("there are more");
        assert!(
            log.view(3, |_| vec![(); 2])
                .iter()
                .any(|(number, ())| *number == chosen)
        );
    }
    for _ in 0..6 {
        log.choose_below();
    }
    assert!(log.chosen().is_none());
    assert_eq!(log.below(), 0);
}
