//! The pacing core in virtual time: who goes when, in which order, and what a call that is given up leaves behind.

use std::time::{Duration, Instant};

use spec::Endpoint;
use spec::endpoints::chat::{SEND_CHAT_ANNOUNCEMENT, SEND_CHAT_MESSAGE};
use spec::endpoints::users::GET_USERS;
use streamhand_helix::Parameters;
use streamhand_helix::pace::reading::Reading;
use streamhand_helix::pace::ticket::Ticket;
use streamhand_helix::pace::{Action, After, Pace, Settings, Wanted};
use types::{ClientId, UserId};

/// The core with a clock.
struct Scene {
    pace: Pace,
    now: Instant,
    refused: Vec<(Ticket, Duration)>,
}

impl Scene {
    fn new() -> Self {
        Self {
            pace: Pace::new(Settings::default(), 7),
            now: Instant::now(),
            refused: Vec::new(),
        }
    }

    /// A scene in which the first call has told how the bucket stands.
    fn told(remaining: u32) -> Self {
        let mut scene = Self::new();
        let first = scene.want("7");
        assert_eq!(scene.sent(), [first]);
        scene.answer(first, 200, Some(remaining));
        scene
    }

    fn want(&mut self, user: &str) -> Ticket {
        self.want_of(&GET_USERS, user, &Parameters::new())
    }

    fn want_of(
        &mut self,
        endpoint: &'static Endpoint,
        user: &str,
        parameters: &Parameters,
    ) -> Ticket {
        let user = UserId::new(user);
        let wanted = Wanted {
            endpoint,
            parameters,
            client_id: &ClientId::new("client"),
            user_id: (!user.as_str().is_empty()).then_some(&user),
        };
        self.pace.handle_call(self.now, wanted)
    }

    fn answer(&mut self, ticket: Ticket, status: u16, remaining: Option<u32>) -> After {
        let reading = Reading {
            limit: None,
            remaining,
            full_in: remaining.map(|_| Duration::from_secs(30)),
        };
        self.pace.handle_answer(self.now, ticket, (status, reading))
    }

    fn wait(&mut self, wait: Duration) {
        self.now += wait;
        self.pace.handle_timeout(self.now);
    }

    /// Whose turn it is, in order.
    fn sent(&mut self) -> Vec<Ticket> {
        let mut sent = Vec::new();
        while let Some(action) = self.pace.poll_action() {
            match action {
                Action::Send(ticket) => sent.push(ticket),
                Action::Refuse(ticket, delay) => self.refused.push((ticket, delay.wait)),
            }
        }
        sent
    }
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn the_first_call_of_a_bucket_goes_alone_and_the_rest_follow_in_order() {
    let mut scene = Scene::new();
    let calls: Vec<Ticket> = (0..40).map(|_| scene.want("7")).collect();
    assert_eq!(scene.sent(), calls[..1]);
    scene.answer(calls[0], 200, Some(799));
    assert_eq!(scene.sent(), calls[1..17]);
    scene.answer(calls[5], 200, Some(790));
    assert_eq!(scene.sent(), calls[17..18]);
}

#[test]
fn a_first_call_that_hangs_holds_up_the_others_for_a_second_only() {
    let mut scene = Scene::new();
    let calls: Vec<Ticket> = (0..3).map(|_| scene.want("7")).collect();
    assert_eq!(scene.sent(), calls[..1]);
    assert_eq!(scene.pace.poll_timeout(), Some(scene.now + seconds(1)));
    scene.wait(seconds(1));
    assert_eq!(scene.sent(), calls[1..]);
}

#[test]
fn users_and_the_application_have_buckets_of_their_own_and_so_have_chat_messages() {
    let mut scene = Scene::told(0);
    let waits = scene.want("7");
    let others = [
        scene.want("8"),
        scene.want(""),
        scene.want_of(&SEND_CHAT_MESSAGE, "7", &Parameters::new()),
    ];
    assert_eq!(scene.sent(), others);
    // What the bucket for messages tells is not about the other one.
    scene.answer(others[2], 200, Some(5_999));
    assert_eq!(scene.sent(), []);
    scene.wait(seconds(30));
    assert_eq!(scene.sent(), [waits]);
}

#[test]
fn calls_under_way_count_against_what_is_left() {
    let mut scene = Scene::told(3);
    let calls: Vec<Ticket> = (0..5).map(|_| scene.want("7")).collect();
    assert_eq!(scene.sent(), calls[..3]);
    // Two were counted by then, or one; nobody knows.
    scene.answer(calls[1], 200, Some(1));
    assert_eq!(scene.sent(), []);
    scene.answer(calls[0], 200, Some(2));
    scene.answer(calls[2], 200, Some(0));
    assert_eq!(scene.sent(), []);
    scene.wait(seconds(31));
    assert_eq!(scene.sent(), calls[3..4], "one goes to see");
}

#[test]
fn an_answer_that_was_overtaken_tells_no_news() {
    let mut scene = Scene::told(20);
    let early = scene.want("7");
    let late = scene.want("7");
    scene.sent();
    scene.answer(late, 200, Some(1));
    scene.answer(early, 200, Some(19));
    let next = [scene.want("7"), scene.want("7")];
    assert_eq!(scene.sent(), next[..1]);
}

#[test]
fn eight_hundred_calls_go_in_any_minute_and_no_more() {
    let mut scene = Scene::new();
    let mut sent = 0;
    for _ in 0..805 {
        scene.want("7");
    }
    loop {
        let turn = scene.sent();
        if turn.is_empty() {
            break;
        }
        sent += turn.len();
        for ticket in turn {
            scene.answer(ticket, 200, None);
        }
    }
    assert_eq!(sent, 800);
    scene.wait(seconds(60));
    assert_eq!(
        scene.sent(),
        [],
        "a little later, because two clocks differ"
    );
    scene.wait(Duration::from_millis(100));
    assert_eq!(scene.sent().len(), 5);
}

#[test]
fn whoever_is_refused_keeps_the_first_place() {
    let mut scene = Scene::told(800);
    let calls: Vec<Ticket> = (0..17).map(|_| scene.want("7")).collect();
    assert_eq!(scene.sent(), calls[..16]);
    assert_eq!(scene.answer(calls[4], 429, Some(0)), After::Waits);
    for call in calls[..16].iter().filter(|call| **call != calls[4]) {
        scene.answer(*call, 200, Some(0));
    }
    assert_eq!(scene.sent(), []);
    scene.wait(seconds(32));
    assert_eq!(scene.sent(), calls[4..5]);
    scene.answer(calls[4], 200, Some(799));
    assert_eq!(scene.sent(), calls[16..]);
}

#[test]
fn what_waits_too_long_is_refused_with_the_time_it_would_take() {
    let mut scene = Scene::told(0);
    let settings = Settings {
        longest_wait: seconds(10),
        ..Settings::default()
    };
    scene.pace = Pace::new(settings, 7);
    let first = scene.want("7");
    scene.sent();
    // The first call never comes back, and the next one learns that the bucket is empty.
    let second = scene.want("7");
    scene.wait(seconds(1));
    assert_eq!(scene.sent(), [second]);
    let patient = scene.want("7");
    assert_eq!(scene.sent(), [patient]);
    scene.answer(second, 200, Some(0));
    let impatient = scene.want("7");
    assert_eq!(scene.sent(), []);
    assert_eq!(scene.refused, [(impatient, seconds(30))]);
    scene.answer(first, 200, None);
    scene.answer(patient, 200, None);
    assert_eq!(scene.pace.waiting(), 0);
}

#[test]
fn whoever_is_given_up_while_waiting_leaves_no_hole() {
    let mut scene = Scene::new();
    let calls: Vec<Ticket> = (0..3).map(|_| scene.want("7")).collect();
    scene.sent();
    scene.pace.handle_drop(scene.now, calls[1]);
    scene.answer(calls[0], 200, Some(799));
    assert_eq!(scene.sent(), calls[2..]);
    scene.pace.handle_drop(scene.now, calls[1]);
    scene.answer(calls[1], 200, Some(0));
    assert_eq!(scene.pace.waiting(), 0);
}

#[test]
fn what_was_never_sent_costs_nothing() {
    let mut scene = Scene::told(1);
    for _ in 0..3 {
        let call = scene.want("7");
        assert_eq!(scene.sent(), [call]);
        scene.pace.handle_unsent(scene.now, call);
    }
    let lost = scene.want("7");
    assert_eq!(scene.sent(), [lost]);
    scene.pace.handle_drop(scene.now, lost);
    scene.want("7");
    assert_eq!(
        scene.sent(),
        [],
        "what was lost may have cost the last point"
    );
}

#[test]
fn an_endpoints_own_limit_is_counted_for_each_channel_and_blocks_nobody_behind() {
    let mut scene = Scene::told(800);
    let announce = |scene: &mut Scene, channel: &str| {
        let mut parameters = Parameters::new();
        parameters.add("broadcaster_id", channel);
        scene.want_of(&SEND_CHAT_ANNOUNCEMENT, "7", &parameters)
    };
    let first = announce(&mut scene, "1");
    let second = announce(&mut scene, "1");
    let elsewhere = announce(&mut scene, "2");
    let other = scene.want("7");
    assert_eq!(scene.sent(), [first, elsewhere, other]);
    for ticket in [first, elsewhere, other] {
        scene.answer(ticket, 204, Some(700));
    }
    scene.wait(seconds(2));
    assert_eq!(scene.sent(), []);
    let next = scene.pace.poll_timeout().unwrap();
    scene.wait(next - scene.now);
    assert_eq!(scene.sent(), [second]);
    // Twitch declined it, so that no pause begins.
    scene.answer(second, 400, Some(699));
    let third = announce(&mut scene, "1");
    assert_eq!(scene.sent(), [third]);
    assert_eq!(scene.answer(third, 429, Some(600)), After::OwnLimit);
    let fourth = announce(&mut scene, "1");
    assert_eq!(scene.sent(), []);
    scene.wait(seconds(2));
    assert_eq!(scene.sent(), [fourth]);
}
