//! Many messages under faults of every kind: each ends exactly once. B11 measures it with a million.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use engine::{Priority, ReplyTo};
use types::{MessageId, UserId};

use super::super::outgoing::Outgoing;
use super::super::{Outbox, Refusal, Settings, Turn};
use super::hours::{chance, one_in};
use super::{outgoing, reason};

/// What became of messages, as whoever sends them learns it.
#[derive(Debug, Default)]
struct Ends {
    /// How often each message ended.
    of: Vec<u8>,
    sent: usize,
    dropped: usize,
    unknown: usize,
    expired: usize,
    refused: usize,
    sent_again: usize,
}

impl Ends {
    fn note(&mut self, outgoing: &Outgoing) {
        let number: usize = outgoing.cause.as_str().parse().expect("a number");
        self.of[number] += 1;
    }

    fn sum(&self) -> usize {
        self.sent + self.dropped + self.unknown + self.expired + self.refused
    }
}

/// Takes every turn that there is; what is to be sent gets the moment at which its outcome comes.
fn take_turns(
    outbox: &mut Outbox,
    now: Instant,
    state: &mut u64,
    (flights, ends): (&mut BTreeMap<(Instant, UserId), Outgoing>, &mut Ends),
) {
    while let Some(turn) = outbox.poll(now) {
        match turn {
            Turn::Send(outgoing) => {
                let twice = flights
                    .keys()
                    .any(|(_, channel)| *channel == outgoing.channel);
                assert!(!twice, "two messages are under way in one channel");
                // Most arrive at once; some are told nothing of until the deadline.
                let millis = if one_in(state, 10) {
                    4_000
                } else {
                    chance(state) % 300
                };
                let arrives = now + Duration::from_millis(millis);
                flights.insert((arrives, outgoing.channel.clone()), outgoing);
            }
            Turn::Expired(outgoing, _) => {
                ends.note(&outgoing);
                ends.expired += 1;
            }
            Turn::Refuse(outgoing, refusal) => {
                assert!(!matches!(refusal, Refusal::Resting(reason) if reason.code.is_empty()));
                ends.note(&outgoing);
                ends.refused += 1;
            }
        }
    }
}

/// One outcome, drawn.
fn land(
    outbox: &mut Outbox,
    now: Instant,
    state: &mut u64,
    (outgoing, ends): (&Outgoing, &mut Ends),
) {
    let channel = &outgoing.channel;
    if outgoing.reply_to.is_some() && one_in(state, 8) {
        ends.sent_again += 1;
        return outbox.note_parent_gone(now, channel);
    }
    outbox.note_outcome(now, channel);
    ends.note(outgoing);
    match chance(state) % 10 {
        0 => {
            let until = now + Duration::from_secs(30);
            outbox.rest(channel, until, reason("msg_timedout"));
            ends.dropped += 1;
        }
        1 => ends.dropped += 1,
        2 | 3 => {
            outbox.note_unknown(channel);
            ends.unknown += 1;
        }
        _ => {
            outbox.note_said(now, outgoing);
            ends.sent += 1;
        }
    }
}

fn message(state: &mut u64, number: usize) -> Outgoing {
    let channel = (chance(state) % 12).to_string();
    Outgoing {
        cause: MessageId::new(number.to_string()),
        reply_to: one_in(state, 2).then(|| ReplyTo {
            message: MessageId::new("parent"),
            name: "ann".to_owned(),
        }),
        priority: match chance(state) % 8 {
            0 => Priority::Moderation,
            1 => Priority::Timer,
            _ => Priority::Reply,
        },
        ..outgoing(&channel, number % 40)
    }
}

#[test]
fn s01_every_message_ends_exactly_once_whatever_goes_wrong() {
    let count = super::hours::scale("STREAMHAND_MESSAGES", 50_000);
    let mut state = super::hours::scale("STREAMHAND_SEED", 1) as u64;
    let vary_duplicates = one_in(&mut state, 2);
    let mut outbox = Outbox::new(Settings {
        vary_duplicates,
        ..Settings::default()
    });
    let mut ends = Ends {
        of: vec![0; count],
        ..Ends::default()
    };
    let mut flights = BTreeMap::new();
    let mut now = Instant::now();
    for number in 0..count {
        outbox.push(now, message(&mut state, number));
        if one_in(&mut state, 400) {
            let channel = UserId::new((chance(&mut state) % 12).to_string());
            outbox.set_privileged(&channel, one_in(&mut state, 2));
        }
        // Rushes in which nobody gets round to sending.
        if !one_in(&mut state, 4_000) && !one_in(&mut state, 2) {
            continue;
        }
        take_turns(&mut outbox, now, &mut state, (&mut flights, &mut ends));
        now += Duration::from_millis(chance(&mut state) % 900);
        while let Some(entry) = flights.first_entry()
            && entry.key().0 <= now
        {
            let ((arrived, _), outgoing) = entry.remove_entry();
            land(
                &mut outbox,
                arrived.max(now),
                &mut state,
                (&outgoing, &mut ends),
            );
        }
    }
    // The program is stopped: nobody knows of what is under way, and the rest is not sent.
    for outgoing in flights.into_values() {
        ends.note(&outgoing);
        ends.unknown += 1;
    }
    for outgoing in outbox.give_up() {
        ends.note(&outgoing);
        ends.refused += 1;
    }
    let wrong = ends.of.iter().filter(|times| **times != 1).count();
    assert_eq!(wrong, 0, "messages without an outcome, or with two");
    assert_eq!(ends.sum(), count);
    let kinds = [
        ends.sent,
        ends.dropped,
        ends.unknown,
        ends.expired,
        ends.refused,
    ];
    assert!(kinds.iter().all(|kind| *kind > 100), "{kinds:?}");
    println!(
        "offered {count} = sent {} + dropped {} + unknown {} + expired {} + refused {}; sent once more {}",
        ends.sent, ends.dropped, ends.unknown, ends.expired, ends.refused, ends.sent_again
    );
}
