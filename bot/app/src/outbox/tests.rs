//! The outbox in single steps; what it does over hours and under faults stands below.

mod faults;
mod hours;

use std::time::{Duration, Instant};

use engine::{MAX_LENGTH, OutgoingText, Priority, ReplyTo};
use proptest::prelude::*;
use types::{MessageId, UserId};

use super::outgoing::Outgoing;
use super::rests::Reason;
use super::{MOST_WAITING, Outbox, Refusal, Settings, Turn, Wait};

fn outgoing(channel: &str, number: usize) -> Outgoing {
    Outgoing {
        channel: UserId::new(channel),
        text: number.to_string(),
        reply_to: None,
        priority: Priority::Reply,
        cause: MessageId::new("cause"),
    }
}

fn timer(channel: &str, number: usize) -> Outgoing {
    Outgoing {
        priority: Priority::Timer,
        ..outgoing(channel, number)
    }
}

fn moderation(channel: &str, number: usize) -> Outgoing {
    Outgoing {
        priority: Priority::Moderation,
        ..outgoing(channel, number)
    }
}

fn reason(code: &str) -> Reason {
    Reason {
        code: code.to_owned(),
        said: "refused a moment ago".to_owned(),
    }
}

fn id(channel: &str) -> UserId {
    UserId::new(channel)
}

/// Sends what may be sent now; each has its outcome at once.
fn sent_now(outbox: &mut Outbox, now: Instant) -> Vec<Outgoing> {
    let mut sent = Vec::new();
    while let Some(turn) = outbox.poll(now) {
        if let Turn::Send(outgoing) = turn {
            outbox.note_outcome(now, &outgoing.channel);
            sent.push(outgoing);
        }
    }
    sent
}

/// Offers a message every `step` for `length` and gives the moments at which some were sent.
fn sent_moments(outbox: &mut Outbox, step: Duration, length: Duration) -> Vec<Instant> {
    let start = Instant::now();
    let mut moments = Vec::new();
    let mut now = start;
    while now < start + length {
        outbox.push(now, outgoing("1", 0));
        moments.extend(sent_now(outbox, now).iter().map(|_| now));
        now += step;
    }
    moments
}

fn most_in_a_window(moments: &[Instant]) -> usize {
    let within = |start: &Instant| {
        moments
            .iter()
            .filter(|moment| **moment >= *start && **moment < *start + Duration::from_secs(30))
            .count()
    };
    moments.iter().map(within).max().unwrap_or(0)
}

#[test]
fn s03_no_window_of_30_seconds_holds_more_than_the_limit() {
    for (is_privileged, limit) in [(false, 20), (true, 100)] {
        let mut outbox = Outbox::default();
        outbox.set_privileged(&id("1"), is_privileged);
        let moments = sent_moments(
            &mut outbox,
            Duration::from_millis(70),
            Duration::from_secs(600),
        );
        let most = most_in_a_window(&moments);
        assert!(
            most <= limit,
            "{most} messages in 30 s where {limit} are allowed"
        );
        assert!(
            most > limit / 2,
            "the limit is used, not just kept: {most} of {limit}"
        );
    }
}

#[test]
fn s03_what_is_under_way_counts_until_it_has_arrived() {
    let mut outbox = Outbox::default();
    let now = Instant::now();
    for channel in 0..30 {
        outbox.push(now, outgoing(&channel.to_string(), channel));
    }
    let mut under_way = Vec::new();
    while let Some(Turn::Send(outgoing)) = outbox.poll(now) {
        under_way.push(outgoing.channel);
    }
    assert_eq!(under_way.len(), 19);
    // Whoever waits for nothing but these waits for their outcomes, not for a time.
    let waits_until = outbox.poll_timeout(now).expect("answers expire");
    assert!(waits_until > now + Duration::from_secs(9));
    let arrived = now + Duration::from_secs(5);
    outbox.note_outcome(arrived, &under_way[0]);
    assert_eq!(outbox.poll(arrived), None);
}

#[test]
fn i08_an_answer_that_waited_too_long_is_dropped_and_said_so() {
    let mut outbox = Outbox::default();
    let start = Instant::now();
    for number in 0..3 {
        outbox.push(start, outgoing("1", number));
    }
    assert!(matches!(outbox.poll(start), Some(Turn::Send(_))));
    let later = start + Duration::from_millis(10_002);
    assert_eq!(
        outbox.poll(later),
        Some(Turn::Expired(outgoing("1", 1), Wait::Answer))
    );
    assert_eq!(
        outbox.poll(later),
        Some(Turn::Expired(outgoing("1", 2), Wait::Answer))
    );
    assert_eq!(outbox.poll_timeout(later), None);
}

#[test]
fn i08_a_timer_waits_longer_than_an_answer_and_moderation_as_long_as_it_takes() {
    let mut outbox = Outbox::default();
    let start = Instant::now();
    outbox.push(start, outgoing("1", 0));
    assert!(matches!(outbox.poll(start), Some(Turn::Send(_))));
    for message in [timer("1", 1), moderation("1", 2), outgoing("1", 3)] {
        outbox.push(start, message);
    }
    let later = start + Duration::from_secs(11);
    assert_eq!(
        outbox.poll(later),
        Some(Turn::Expired(outgoing("1", 3), Wait::Answer))
    );
    assert_eq!(outbox.poll(later), None);
    let later = start + Duration::from_secs(61);
    assert_eq!(
        outbox.poll(later),
        Some(Turn::Expired(timer("1", 1), Wait::Answer))
    );
    let later = start + Duration::from_secs(86_400);
    assert_eq!(outbox.poll(later), None);
    outbox.note_outcome(later, &id("1"));
    let later = later + Duration::from_secs(2);
    assert_eq!(outbox.poll(later), Some(Turn::Send(moderation("1", 2))));
}

#[test]
fn a_channel_that_has_to_wait_does_not_hold_up_the_others() {
    let mut outbox = Outbox::default();
    let now = Instant::now();
    for (channel, number) in [("1", 1), ("1", 2), ("2", 3)] {
        outbox.push(now, outgoing(channel, number));
    }
    assert_eq!(outbox.poll(now), Some(Turn::Send(outgoing("1", 1))));
    assert_eq!(outbox.poll(now), Some(Turn::Send(outgoing("2", 3))));
    assert_eq!(outbox.poll(now), None);
    outbox.note_outcome(now, &id("1"));
    let timeout = outbox.poll_timeout(now).expect("one message still waits");
    assert_eq!(outbox.poll(timeout), Some(Turn::Send(outgoing("1", 2))));
}

#[test]
fn s01_one_message_at_a_time_is_under_way_in_a_channel_and_others_do_not_wait_for_it() {
    let mut outbox = Outbox::default();
    let start = Instant::now();
    outbox.set_privileged(&id("1"), true);
    for (channel, number) in [("1", 1), ("1", 2), ("2", 3)] {
        outbox.push(start, outgoing(channel, number));
    }
    assert_eq!(outbox.poll(start), Some(Turn::Send(outgoing("1", 1))));
    let later = start + Duration::from_secs(4);
    assert_eq!(outbox.poll(later), Some(Turn::Send(outgoing("2", 3))));
    assert_eq!(outbox.poll(later), None);
    outbox.note_outcome(later, &id("1"));
    let later = later + Duration::from_millis(100);
    assert_eq!(outbox.poll(later), Some(Turn::Send(outgoing("1", 2))));
}

#[test]
fn s03_a_message_that_took_long_to_arrive_is_not_followed_at_once() {
    let mut outbox = Outbox::default();
    let sent = Instant::now();
    for number in 0..2 {
        outbox.push(sent, outgoing("1", number));
    }
    assert_eq!(outbox.poll(sent), Some(Turn::Send(outgoing("1", 0))));
    let arrived = sent + Duration::from_secs(3);
    outbox.note_outcome(arrived, &id("1"));
    assert_eq!(outbox.poll(arrived), None);
    let next = arrived + Duration::from_millis(1_100);
    assert_eq!(outbox.poll(next), Some(Turn::Send(outgoing("1", 1))));
}

#[test]
fn i08_at_the_end_no_message_is_forgotten() {
    let mut outbox = Outbox::default();
    let now = Instant::now();
    for number in 0..MOST_WAITING + 2 {
        outbox.push(now, outgoing(&(number % 7).to_string(), number));
    }
    let given_back = outbox.give_up();
    assert_eq!(given_back.len(), MOST_WAITING + 2);
    assert_eq!(outbox.poll_timeout(now), None);
}

#[test]
fn l01_a_flood_of_answers_is_refused_at_the_door() {
    let mut outbox = Outbox::default();
    let now = Instant::now();
    for number in 0..=MOST_WAITING {
        outbox.push(now, outgoing("1", number));
    }
    assert_eq!(
        outbox.poll(now),
        Some(Turn::Refuse(outgoing("1", MOST_WAITING), Refusal::Full))
    );
}

#[test]
fn l01_moderation_takes_the_place_of_the_newest_of_what_matters_least() {
    let mut outbox = Outbox::default();
    let now = Instant::now();
    for number in 0..MOST_WAITING - 1 {
        outbox.push(now, outgoing(&(number % 5).to_string(), number));
    }
    outbox.push(now, timer("1", 7));
    let newest = MOST_WAITING - 2;
    let refused = [
        (moderation("2", 1), timer("1", 7)),
        (
            moderation("2", 2),
            outgoing(&(newest % 5).to_string(), newest),
        ),
        (timer("3", 3), timer("3", 3)),
    ];
    for (pushed, refused) in refused {
        outbox.push(now, pushed);
        let refused = Turn::Refuse(refused, Refusal::Full);
        assert_eq!(outbox.poll(now), Some(refused));
    }
    assert_eq!(outbox.poll(now), Some(Turn::Send(moderation("2", 1))));
}

#[test]
fn what_matters_more_goes_first_and_each_priority_keeps_its_order() {
    let mut outbox = Outbox::default();
    let mut now = Instant::now();
    outbox.set_privileged(&id("1"), true);
    outbox.push(now, outgoing("1", 0));
    assert!(matches!(outbox.poll(now), Some(Turn::Send(_))));
    for number in 1..4 {
        outbox.push(now, timer("1", number));
        outbox.push(now, outgoing("1", 10 + number));
        outbox.push(now, moderation("1", 20 + number));
    }
    let mut order = Vec::new();
    outbox.note_outcome(now, &id("1"));
    while let Some(timeout) = outbox.poll_timeout(now) {
        now = timeout;
        let sent = sent_now(&mut outbox, now);
        order.extend(sent.into_iter().map(|outgoing| outgoing.text));
    }
    assert_eq!(order, ["21", "22", "23", "11", "12", "13", "1", "2", "3"]);
}

#[test]
fn s02_the_same_text_within_30_seconds_is_refused_unless_the_bot_is_a_moderator() {
    let mut outbox = Outbox::default();
    let said = Instant::now();
    outbox.note_said(said, &outgoing("1", 7));
    let soon = said + Duration::from_secs(2);
    let mut padded = outgoing("1", 7);
    padded.text.push_str(" \u{E0000}");
    outbox.push(soon, padded.clone());
    let refused = Turn::Refuse(padded.clone(), Refusal::Duplicate);
    assert_eq!(outbox.poll(soon), Some(refused));
    outbox.push(soon, outgoing("2", 7));
    assert_eq!(sent_now(&mut outbox, soon), [outgoing("2", 7)]);
    let later = said + Duration::from_secs(30);
    outbox.push(later, padded.clone());
    assert_eq!(sent_now(&mut outbox, later), [padded.clone()]);

    outbox.note_said(later, &padded);
    outbox.set_privileged(&id("1"), true);
    let soon = later + Duration::from_secs(2);
    outbox.push(soon, padded.clone());
    assert_eq!(outbox.poll(soon), Some(Turn::Send(padded)));
}

#[test]
fn s02_what_was_refused_as_a_duplicate_takes_no_place_in_the_window() {
    let mut outbox = Outbox::default();
    let now = Instant::now();
    outbox.note_said(now, &outgoing("1", 7));
    for _ in 0..19 {
        outbox.push(now, outgoing("1", 7));
    }
    outbox.push(now, outgoing("1", 8));
    for _ in 0..19 {
        let refused = Turn::Refuse(outgoing("1", 7), Refusal::Duplicate);
        assert_eq!(outbox.poll(now), Some(refused));
    }
    assert_eq!(outbox.poll(now), Some(Turn::Send(outgoing("1", 8))));
}

#[test]
fn s03_a_verified_bot_may_say_thousands_of_messages_and_not_more() {
    let is_verified = true;
    let mut outbox = Outbox::new(Settings {
        is_verified,
        ..Settings::default()
    });
    let now = Instant::now();
    let mut sent = 0;
    for number in 0..8_000 {
        outbox.push(now, outgoing(&number.to_string(), number));
        sent += sent_now(&mut outbox, now).len();
    }
    assert_eq!(sent, 7_400);
}

#[test]
fn s02_if_the_config_allows_it_a_repeated_text_is_varied_where_nobody_sees_it() {
    let vary_duplicates = true;
    let mut outbox = Outbox::new(Settings {
        vary_duplicates,
        ..Settings::default()
    });
    let mut now = Instant::now();
    let mut texts = Vec::new();
    for _ in 0..4 {
        outbox.push(now, outgoing("1", 7));
        for sent in sent_now(&mut outbox, now) {
            outbox.note_said(now, &sent);
            texts.push(sent.text);
        }
        now += Duration::from_secs(2);
    }
    assert_eq!(texts, ["7", "7 \u{34F}", "7", "7 \u{34F}"]);
}

#[test]
fn s06_a_repeated_text_that_fills_a_message_has_no_room_for_a_difference() {
    let vary_duplicates = true;
    let mut outbox = Outbox::new(Settings {
        vary_duplicates,
        ..Settings::default()
    });
    let now = Instant::now();
    let name = "a".repeat(20);
    let message = MessageId::new("parent");
    for (length, fits) in [(476, true), (477, false)] {
        let full = Outgoing {
            text: "x".repeat(length),
            reply_to: Some(ReplyTo {
                message: message.clone(),
                name: name.clone(),
            }),
            ..outgoing(&length.to_string(), 0)
        };
        outbox.note_said(now, &full);
        outbox.push(now, full);
        let turn = outbox.poll(now);
        assert_eq!(matches!(turn, Some(Turn::Send(_))), fits, "{turn:?}");
    }
}

#[test]
fn s02_what_was_said_before_a_message_of_unknown_fate_is_no_duplicate() {
    let mut outbox = Outbox::default();
    let now = Instant::now();
    outbox.note_said(now, &outgoing("1", 7));
    outbox.note_said(now, &outgoing("2", 7));
    outbox.note_unknown(&id("1"));
    outbox.push(now, outgoing("1", 7));
    outbox.push(now, outgoing("2", 7));
    assert_eq!(outbox.poll(now), Some(Turn::Send(outgoing("1", 7))));
    let refused = Turn::Refuse(outgoing("2", 7), Refusal::Duplicate);
    assert_eq!(outbox.poll(now), Some(refused));
}

#[test]
fn what_comes_too_late_waited_for_the_limits_or_for_an_answer() {
    let now = Instant::now();
    let later = now + Duration::from_millis(10_001);
    for (answered_after, expected) in [
        (None, Wait::Answer),
        (Some(Duration::from_secs(10)), Wait::Answer),
        (Some(Duration::from_millis(200)), Wait::Limits),
    ] {
        let mut outbox = Outbox::default();
        for number in 0..2 {
            outbox.push(now, outgoing("1", number));
        }
        assert_eq!(outbox.poll(now), Some(Turn::Send(outgoing("1", 0))));
        if let Some(after) = answered_after {
            outbox.note_outcome(now + after, &id("1"));
        }
        let expired = Turn::Expired(outgoing("1", 1), expected);
        assert_eq!(outbox.poll(later), Some(expired), "{answered_after:?}");
    }
}

#[test]
fn s09_a_channel_that_bans_the_bot_is_left_alone_until_something_changes() {
    let mut outbox = Outbox::default();
    let now = Instant::now();
    let until = now + Duration::from_secs(600);
    let channel = id("1");
    outbox.rest(&channel, until, reason("msg_banned"));
    for (channel, number) in [("1", 1), ("2", 2)] {
        outbox.push(now, outgoing(channel, number));
    }
    let resting = Refusal::Resting(reason("msg_banned"));
    let refused = Turn::Refuse(outgoing("1", 1), resting);
    assert_eq!(outbox.poll(now), Some(refused));
    assert_eq!(sent_now(&mut outbox, now), [outgoing("2", 2)]);
    outbox.push(until, outgoing("1", 3));
    assert_eq!(sent_now(&mut outbox, until), [outgoing("1", 3)]);

    let now = until + Duration::from_secs(32);
    let until = now + Duration::from_secs(32);
    outbox.rest(&channel, until, reason("msg_subsonly"));
    outbox.set_privileged(&channel, true);
    outbox.push(now, outgoing("1", 4));
    assert_eq!(outbox.poll(now), Some(Turn::Send(outgoing("1", 4))));
}

#[test]
fn an_answer_to_a_message_that_is_gone_is_said_once_more_before_what_came_later() {
    let mut outbox = Outbox::default();
    let now = Instant::now();
    let answer = Outgoing {
        text: "/hello".to_owned(),
        reply_to: Some(ReplyTo {
            message: MessageId::new("gone"),
            name: "Ann".to_owned(),
        }),
        ..outgoing("1", 0)
    };
    outbox.push(now, answer.clone());
    outbox.push(now, outgoing("1", 2));
    assert_eq!(outbox.poll(now), Some(Turn::Send(answer.clone())));
    outbox.note_parent_gone(now, &id("1"));
    assert_eq!(outbox.poll(now), None, "its channel has a pace");
    let later = now + Duration::from_secs(2);
    let alone = Outgoing {
        text: "@Ann /hello".to_owned(),
        reply_to: None,
        ..answer
    };
    assert_eq!(sent_now(&mut outbox, later), [alone]);
    let later = later + Duration::from_secs(2);
    assert_eq!(sent_now(&mut outbox, later), [outgoing("1", 2)]);
}

proptest! {
    /// Whatever a viewer wrote, and whatever the outbox does to it on its way.
    #[test]
    fn s05_x16_x17_what_leaves_is_one_line_short_enough_and_no_order(
        words in "[\\PC\\p{Cc}\\p{Cf}/.!@ ]{1,60}",
        name in "[\\PC\\p{Cc}/.! ]{1,25}",
        repeat in 1..30_usize,
        is_gone in any::<bool>(),
    ) {
        let Some(text) = OutgoingText::new(&words.repeat(repeat)) else {
            return Ok(());
        };
        let vary_duplicates = true;
        let settings = Settings {
            vary_duplicates,
            ..Settings::default()
        };
        let mut outbox = Outbox::new(settings);
        let now = Instant::now();
        let message = Outgoing {
            text: text.as_str().to_owned(),
            reply_to: is_gone.then(|| ReplyTo {
                message: MessageId::new("gone"),
                name,
            }),
            ..outgoing("1", 0)
        };
        outbox.note_said(now, &message);
        outbox.push(now, message);
        if let Some(Turn::Send(sent)) = outbox.poll(now)
            && sent.reply_to.is_some()
        {
            outbox.note_parent_gone(now, &id("1"));
        }
        let later = now + Duration::from_secs(2);
        for left in sent_now(&mut outbox, later) {
            prop_assert!(!left.text.starts_with(['/', '.', '!', ' ']), "{:?}", left.text);
            prop_assert!(!left.text.contains(char::is_control), "{:?}", left.text);
            prop_assert!(left.text.encode_utf16().count() <= MAX_LENGTH);
            prop_assert_eq!(left.reply_to, None);
        }
    }
}
