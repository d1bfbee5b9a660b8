//! A day in virtual time: viewers chat, tokens expire, sockets drop, services fail, and one seed gives one day.
//!
//! No socket, no runtime, no waiting: the machines that the program is made of stand opposite the simulator's core,
//! and a queue of moments drives both. Only the drivers and the screen are left out.

mod bot;
mod call;
mod clock;
mod day;
mod faults;
mod inbound;
mod order;
mod queue;
mod rules;
mod source;
mod stage;
mod trace;
mod wire;

use std::thread::ScopedJoinHandle;

use day::{Day, Told};

#[test]
fn one_seed_gives_one_day_and_another_seed_another() {
    let (first, again, other) = std::thread::scope(|scope| {
        let [first, again, other] = [1, 1, 2].map(|seed| scope.spawn(move || live(seed)));
        (finish(first), finish(again), finish(other))
    });
    let difference = first.trace.first_difference(&again.trace);
    assert_eq!(difference, None, "one seed gave two different days");
    assert!(
        first.trace.first_difference(&other.trace).is_some(),
        "two seeds gave the same day"
    );
}

/// A day that failed has told why already.
fn finish(day: ScopedJoinHandle<'_, Told>) -> Told {
    day.join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Lives a day and makes sure that it was an eventful one: a day without trouble would prove nothing.
fn live(seed: u64) -> Told {
    let told = Day::new(seed).live();
    let counts = &told.counts;
    let seen = told
        .statistics
        .bots
        .get("perty")
        .cloned()
        .unwrap_or_default();
    assert!(counts.disconnections >= 100, "{counts:?}");
    assert!(counts.silent_deaths >= 10, "{counts:?}");
    assert!(counts.refreshes >= 10, "{counts:?}");
    assert!(counts.retried_calls >= 1, "{counts:?}");
    assert!(counts.pings >= 200, "{counts:?}");
    assert!(
        counts.too_late >= 1,
        "the limits were never reached: {counts:?}"
    );
    assert!(
        counts.fullest_window >= 15,
        "the limits were never reached: {counts:?}"
    );
    assert!(counts.lines_heard >= 10_000, "{counts:?}");
    // Nobody can say of some answers whether they appeared, but of no others.
    assert!(
        (counts.sent..=counts.sent + counts.unknown).contains(&seen.sent),
        "{} answers reached the rooms: {counts:?}",
        seen.sent
    );
    assert!(told.trace.len() > 50_000, "{} lines", told.trace.len());
    told
}
