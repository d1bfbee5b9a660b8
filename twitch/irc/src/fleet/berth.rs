//! The place of one connection in a fleet: the connection that serves its channels, and at times a second one beside it.

use std::time::{Duration, Instant};

use types::Login;

use super::echoes::{Echoes, is_of_now};
use super::order::LinkId;
use crate::connection::account::Account;
use crate::connection::action::Action;
use crate::connection::event::{Disconnection, Event, Health, JoinFailure, Pulse};
use crate::connection::link::{Duty, Link};
use crate::connection::probe::OVERSLEPT;
use crate::line::Line;
use crate::outgoing::{ClientTags, Outgoing};

/// A group of channels and who serves it.
#[derive(Debug)]
pub(super) struct Berth {
    pub(super) id: u32,
    /// How many channels belong here.
    pub(super) channels: usize,
    pub(super) serving: Member,
    pub(super) beside: Beside,
    pub(super) echoes: Option<Echoes>,
}

/// One connection with its name.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) id: LinkId,
    pub(super) link: Link,
}

/// Who is there beside the one that serves.
#[derive(Debug)]
pub(super) enum Beside {
    Nobody,
    /// It goes into the same channels, to serve when the other one does not any more.
    Heir {
        member: Member,
        /// Until when the other one may be silent.
        patience: Instant,
    },
    /// It served until now, or stood by; what is on its way to it is still heard.
    Old {
        member: Member,
        until: Instant,
    },
}

/// What became of a hand-over.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// Nothing is due.
    Nothing,
    /// A step was taken that is no news, and another one may be due.
    Taken,
    /// The server asked for a reconnect or is silent, and an heir is needed.
    NeedsHeir,
    /// The heir has taken over, because of this.
    HandedOver(Disconnection),
    /// The old connection has been closed.
    Closed,
}

impl Berth {
    pub(super) const fn new(id: u32, serving: Member) -> Self {
        Self {
            id,
            channels: 0,
            serving,
            beside: Beside::Nobody,
            echoes: None,
        }
    }

    /// The members, the one that serves first.
    pub(super) fn members(&self) -> impl Iterator<Item = &Member> {
        let beside = match &self.beside {
            Beside::Nobody => None,
            Beside::Heir { member, .. } | Beside::Old { member, .. } => Some(member),
        };
        [Some(&self.serving), beside].into_iter().flatten()
    }

    pub(super) fn members_mut(&mut self) -> impl Iterator<Item = &mut Member> {
        let beside = match &mut self.beside {
            Beside::Nobody => None,
            Beside::Heir { member, .. } | Beside::Old { member, .. } => Some(member),
        };
        [Some(&mut self.serving), beside].into_iter().flatten()
    }

    pub(super) fn link_mut(&mut self, id: LinkId) -> Option<&mut Link> {
        let mut members = self.members_mut();
        let member = members.find(|member| member.id == id);
        member.map(|member| &mut member.link)
    }

    pub(super) fn poll_action(&mut self) -> Option<(LinkId, Action)> {
        self.members_mut().find_map(|member| {
            let action = member.link.poll_action();
            action.map(|action| (member.id, action))
        })
    }

    pub(super) fn poll_timeout(&self, account: &Account) -> Option<Instant> {
        let until = match &self.beside {
            Beside::Old { until, .. } => Some(*until),
            Beside::Heir { member, patience } if self.may_be_given_up_for(member) => {
                Some(*patience)
            }
            Beside::Nobody | Beside::Heir { .. } => None,
        };
        let links = self
            .members()
            .map(|member| member.link.poll_timeout(account));
        links.chain([until]).flatten().min()
    }

    /// Wants a channel, now and of whoever comes after; one that leaves may have to serve again.
    pub(super) fn join(&mut self, channel: &Login) {
        for member in self.members_mut() {
            member.link.join(channel.clone());
        }
    }

    /// Wants a channel no more; whether the server will say that we left.
    pub(super) fn part(&mut self, channel: &Login) -> bool {
        let mut is_there = false;
        for member in self.members_mut() {
            is_there |= member.link.part(channel);
        }
        is_there
    }

    /// What is to be done so that something is said through whoever will be there longest, or why it is not.
    pub(super) fn say(
        &self,
        channel: Login,
        text: &str,
        tags: &ClientTags,
    ) -> (LinkId, Result<Outgoing, Event>) {
        let member = match &self.beside {
            Beside::Heir { member, .. } if member.link.is_live() => member,
            Beside::Old { member, .. } if !self.serving.link.is_live() => member,
            _ => &self.serving,
        };
        (member.id, member.link.say(channel, text, tags))
    }

    pub(super) fn is_live(&self) -> bool {
        self.members().any(|member| member.link.is_live())
    }

    /// Those that can be relied on.
    fn reliable(&self) -> impl Iterator<Item = &Link> {
        let links = self.members().map(|member| &member.link);
        links.filter(|link| !link.is_silent())
    }

    /// Whether a channel is joined on any of the connections that can be relied on.
    pub(super) fn is_joined(&self, channel: &Login) -> bool {
        let mut links = self.reliable();
        links.any(|link| link.roster().is_joined(channel.as_str()))
    }

    /// Whether one that can be relied on is still to say that we left a channel.
    pub(super) fn is_departing(&self, channel: &Login) -> bool {
        let mut live = self.reliable().filter(|link| link.is_live());
        live.any(|link| link.roster().is_departing(channel.as_str()))
    }

    /// Whether a line is to be told that came through one of two connections.
    pub(super) fn is_news(&mut self, id: LinkId, line: &Line<'_>) -> bool {
        !self.is_outdated(id, line)
            && self
                .echoes
                .as_mut()
                .is_none_or(|echoes| echoes.is_news(id, line))
    }

    /// Whether a line tells how things stood before one that is behind had it to tell.
    fn is_outdated(&self, id: LinkId, line: &Line<'_>) -> bool {
        let Beside::Heir { member: heir, .. } = &self.beside else {
            return false;
        };
        let channel = line.params().get(0).and_then(|name| name.strip_prefix('#'));
        id == self.serving.id
            && self.serving.link.is_in_doubt()
            && is_of_now(line)
            && line.tags().set("id").is_none()
            && channel.is_some_and(|channel| heir.link.roster().is_joined(channel))
    }

    /// Why a channel could not be joined.
    pub(super) fn failure(&self, channel: &Login) -> Option<JoinFailure> {
        let mut links = self.reliable();
        links.find_map(|link| link.roster().failure(channel.as_str()))
    }

    /// How the channels are served, by the better of the connections; they are not counted here.
    pub(super) fn pulse(&self) -> Pulse {
        let serving = self.serving.link.pulse();
        let Beside::Heir { member: heir, .. } = &self.beside else {
            return serving;
        };
        if !is_represented(&self.serving.link, &heir.link) {
            return serving;
        }
        let heir = heir.link.pulse();
        Pulse {
            health: if rank(heir.health) > rank(serving.health) {
                heir.health
            } else {
                serving.health
            },
            proven_at: serving.proven_at.max(heir.proven_at),
            round_trip: serving.round_trip.or(heir.round_trip),
            ..Pulse::NONE
        }
    }

    /// Brings an heir in, who begins at once.
    pub(super) fn begin_hand_over(&mut self, now: Instant, heir: Member) {
        match &mut self.echoes {
            Some(echoes) => echoes.pass_on(self.serving.id),
            None => self.echoes = Some(Echoes::new(self.serving.id)),
        }
        self.set_heir(now, heir);
    }

    /// The one that serves has lost its transport: whoever is beside it steps in.
    pub(super) fn step_in(&mut self, now: Instant) {
        match std::mem::replace(&mut self.beside, Beside::Nobody) {
            Beside::Heir { member, .. } => {
                let old = std::mem::replace(&mut self.serving, member);
                self.set_old(now, old);
            }
            Beside::Old { member, .. } if member.link.is_live() => {
                let heir = std::mem::replace(&mut self.serving, member);
                if let Some(echoes) = &mut self.echoes {
                    echoes.pass_on(self.serving.id);
                }
                self.set_heir(now, heir);
            }
            other => self.beside = other,
        }
    }

    /// Takes the next step of a hand-over, if one is due.
    pub(super) fn advance(&mut self, now: Instant, account: &mut Account) -> Turn {
        let proven_at = self.serving.link.pulse().proven_at;
        let echoes = self.echoes.as_ref();
        if echoes.is_some_and(|echoes| echoes.is_over(now, proven_at)) {
            self.echoes = None;
        }
        let is_stood_by =
            matches!(&self.beside, Beside::Heir { member, .. } if member.link.is_live());
        self.serving.link.set_duty(if is_stood_by {
            Duty::ServeStoodBy
        } else {
            Duty::Serve
        });
        match &self.beside {
            Beside::Nobody if self.serving.link.needs_heir() => Turn::NeedsHeir,
            Beside::Nobody => Turn::Nothing,
            Beside::Heir { .. } => self.advance_with_heir(now),
            Beside::Old { .. } => self.advance_with_old(now, account),
        }
    }

    fn advance_with_heir(&mut self, now: Instant) -> Turn {
        let may_go =
            matches!(&self.beside, Beside::Heir { member, .. } if self.may_be_given_up_for(member));
        let Beside::Heir { member, patience } = &mut self.beside else {
            return Turn::Nothing;
        };
        let (old, heir) = (&self.serving.link, &mut member.link);
        if old.is_live() && !old.needs_heir() {
            // It works after all.
            self.retire_the_one_beside(now + LINGER);
            return Turn::Taken;
        }
        let is_blurred = self.echoes.as_ref().is_some_and(Echoes::is_blurred);
        let has_to_go = old.is_in_doubt() && heir.is_live() && is_blurred;
        if may_go && now >= *patience + OVERSLEPT {
            // The computer slept, and what it waits for may lie unread.
            *patience = now + SECOND_PATIENCE;
            return Turn::Taken;
        }
        if has_to_go || (may_go && *patience <= now) {
            self.swap();
            self.retire_the_one_beside(now);
            return Turn::HandedOver(Disconnection::NoPong);
        }
        if !old.is_in_doubt() && is_represented(old, heir) {
            self.swap();
            self.retire_the_one_beside(now + LINGER);
            return Turn::HandedOver(Disconnection::ServerAsked);
        }
        if heir.has_notice() {
            heir.begin_anew(now);
            return Turn::Taken;
        }
        Turn::Nothing
    }

    fn advance_with_old(&mut self, now: Instant, account: &mut Account) -> Turn {
        let Beside::Old { member, until } = &mut self.beside else {
            return Turn::Nothing;
        };
        let is_needed = self.serving.link.needs_heir();
        if is_needed && member.link.is_live() && !member.link.needs_heir() {
            self.call_back(now);
            return Turn::Taken;
        }
        if is_needed || *until <= now || !member.link.is_live() {
            member.link.shut_down(account);
            if let Some(echoes) = &mut self.echoes {
                echoes.end(now + ECHO_TIME);
            }
            return Turn::Closed;
        }
        Turn::Nothing
    }

    /// Whether one that is silent is given up when its time is over, because there is somebody who answers.
    fn may_be_given_up_for(&self, heir: &Member) -> bool {
        self.serving.link.is_in_doubt() && heir.link.is_live() && !heir.link.is_in_doubt()
    }

    fn swap(&mut self) {
        if let Beside::Heir { member, .. } = &mut self.beside {
            std::mem::swap(&mut self.serving, member);
        }
    }

    fn retire_the_one_beside(&mut self, until: Instant) {
        if let Beside::Heir { member, .. } = std::mem::replace(&mut self.beside, Beside::Nobody) {
            self.set_old(until, member);
        }
    }

    fn call_back(&mut self, now: Instant) {
        if let Beside::Old { member, .. } = std::mem::replace(&mut self.beside, Beside::Nobody) {
            self.set_heir(now, member);
        }
    }

    fn set_old(&mut self, until: Instant, mut member: Member) {
        member.link.set_duty(Duty::Leave);
        self.beside = Beside::Old { member, until };
    }

    fn set_heir(&mut self, now: Instant, mut member: Member) {
        member.link.set_duty(Duty::Serve);
        let patience = now + PATIENCE;
        self.beside = Beside::Heir { member, patience };
    }
}

/// Whether an heir is wherever the old connection is, or cannot get there.
fn is_represented(old: &Link, heir: &Link) -> bool {
    let settled = |channel: &Login| heir.roster().is_settled(channel.as_str());
    heir.is_live() && (old.is_silent() || old.roster().joined().all(settled))
}

pub(super) const fn rank(health: Health) -> u8 {
    match health {
        Health::Down => 0,
        Health::Slow => 1,
        Health::Up => 2,
    }
}

/// How long an old connection is heard after its heir has taken over: what was sent to it earlier may be on its way.
const LINGER: Duration = Duration::from_secs(5);

/// How long one that is silent is heard beside its heir: what was lost eight times in a row TCP sends after 50 s.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long one that is silent has after the computer slept.
const SECOND_PATIENCE: Duration = Duration::from_secs(10);

/// How much later than the old connection the new one may bring the same.
const ECHO_TIME: Duration = Duration::from_secs(60);
