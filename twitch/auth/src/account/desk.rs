//! What an account's machine works with whatever its state: settings, chance, tickets and the actions that wait to be drained.

use std::collections::VecDeque;
use std::time::Duration;

use http::Request;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::action::{Action, Event};
use crate::backoff::Backoff;
use crate::settings::Settings;
use crate::ticket::Ticket;

#[derive(Debug)]
pub(super) struct Desk {
    pub(super) settings: Settings,
    rng: StdRng,
    tickets: Ticket,
    actions: VecDeque<Action>,
}

impl Desk {
    pub(super) fn new(settings: Settings, seed: u64) -> Self {
        Self {
            settings,
            rng: StdRng::seed_from_u64(seed),
            tickets: Ticket::FIRST,
            actions: VecDeque::new(),
        }
    }

    pub(super) fn next_action(&mut self) -> Option<Action> {
        self.actions.pop_front()
    }

    pub(super) fn act(&mut self, action: Action) {
        self.actions.push_back(action);
    }

    pub(super) fn report(&mut self, event: Event) {
        self.act(Action::Report(event));
    }

    pub(super) fn send(&mut self, request: Request<Vec<u8>>) -> Ticket {
        let ticket = self.ticket();
        self.act(Action::Send { ticket, request });
        ticket
    }

    pub(super) fn ticket(&mut self) -> Ticket {
        self.tickets.take()
    }

    pub(super) fn pause(&mut self, backoff: &mut Backoff) -> Duration {
        backoff.fail(&mut self.rng)
    }

    /// Anything up to `limit`, so that many accounts do not do the same at the same moment.
    pub(super) fn jitter(&mut self, limit: Duration) -> Duration {
        self.rng.random_range(Duration::ZERO..=limit)
    }
}
