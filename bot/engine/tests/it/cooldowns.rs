//! Commands that rest, and answers that stop because nobody human reads them.

use std::time::Duration;

use streamhand_engine::{Action, ChatLine, Engine, Event, Settings};
use types::{MessageId, UserId};

use crate::transcript::{BOT, CHANNEL, Stage, check};

#[test]
fn a_command_rests_for_everybody_and_longer_for_the_person_who_used_it() {
    check(
        "0s ann: !ping
         > reply: Pong! I have been here for 0 s.
         1s bob: !ping
         > ignore ping: rests 4s
         4.5s bob: !ping
         > ignore ping: rests 0.5s
         5s bob: !ping
         > reply: Pong! I have been here for 5 s.
         14s ann: !ping
         > ignore ping: rests 1s
         15s ann: !ping
         > reply: Pong! I have been here for 15 s.",
    );
}

#[test]
fn moderators_and_the_broadcaster_wait_for_the_command_but_not_in_person() {
    check(
        "0s mia/mod: !ping
         > reply: Pong! I have been here for 0 s.
         1s mia/mod: !ping
         > ignore ping: rests 4s
         5s mia/mod: !ping
         > reply: Pong! I have been here for 5 s.
         10s owner/owner: !ping
         > reply: Pong! I have been here for 10 s.
         15s owner/owner: !ping
         > reply: Pong! I have been here for 15 s.",
    );
}

#[test]
fn a_refused_command_does_not_make_it_rest() {
    check(
        "0s owner/owner: !addcom -ul=sub -cd=30 hi Hello
         > ask 1: put hi = Hello [subscriber 30 15]
         0s * stored 1
         > reply: Added !hi.
         1s ann: !hi
         > ignore hi: needs subscriber
         2s bob/sub: !hi
         > say: Hello",
    );
}

#[test]
fn somebody_who_gets_ten_answers_within_a_minute_is_passed_over_for_a_while() {
    let mut stage = Stage::new(Settings::default());
    for second in (0..50).step_by(5) {
        let line = format!("{second}s loud/mod: !ping");
        let pong = if second == 0 {
            "0 s"
        } else {
            &format!("{second} s")
        };
        stage.check(&format!(
            "{line}\n> reply: Pong! I have been here for {pong}."
        ));
    }
    stage.check(
        "50s loud/mod: !ping
         > ignore ping: loop suspected
         51s ann: !ping
         > reply: Pong! I have been here for 51 s.
         106s loud/mod: !ping
         > reply: Pong! I have been here for 1 min 46 s.",
    );
}

#[test]
fn the_broadcaster_may_set_up_many_commands_in_a_row() {
    let mut stage = Stage::new(Settings::default());
    for second in 0..30 {
        stage.check(&format!(
            "{second}s owner/owner: !addcom ping{second}
             > reply: {}I am still reading this channel's commands; please try again in a moment.",
            if second % 2 == 0 { "" } else { "@owner " }
        ));
    }
}

/// Two bots, each of which takes every word of the other for a command.
#[test]
fn l06_two_bots_that_answer_each_other_fall_silent() {
    let mut stage = Stage::new(Settings::default());
    let mut answers = 0;
    for second in 0..600_u64 {
        let now = stage.start + Duration::from_secs(second);
        let line = ChatLine {
            channel: UserId::new(CHANNEL),
            id: MessageId::new(format!("loop-{second}")),
            sender: UserId::new("other-bot"),
            login: "other_bot".to_owned(),
            display_name: String::new(),
            roles: types::Roles::NONE.with(types::Role::Moderator),
            text: "!ping".to_owned(),
            reply: None,
            source_channel: None,
            sent_at: types::Timestamp::from_unix_millis(0),
        };
        answers += said(&mut stage.engine, now, line);
    }
    // Ten answers, then silence until the pause is over; without the breaker it would be one every five seconds.
    assert!(
        (10..=60).contains(&answers),
        "{answers} answers in ten minutes"
    );
}

fn said(engine: &mut Engine, now: std::time::Instant, line: ChatLine) -> usize {
    assert_ne!(line.sender.as_str(), BOT);
    let actions = engine.handle(now, Event::Chat(line));
    actions
        .iter()
        .filter(|action| matches!(action, Action::Say { .. }))
        .count()
}
