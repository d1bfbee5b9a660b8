//! The place of one connection in a fleet: the connection that serves its channels, and at times a second one beside it.

use std::time::{Duration, Instant};

use types::Login;

use super::echoes::Echoes;
use super::order::LinkId;
use crate::connection::account::Account;
use crate::connection::action::Action;
use crate::connection::event::{Disconnection, Event, Health, JoinFailure, Pulse};
use crate::connection::link::Link;
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
    /// It will serve as soon as it is in the channels.
    Heir(Member),
    /// It served until now, or was to; what is on its way to it is still heard.
    Old {
        member: Member,
        until: Instant,
        /// Whether it was silent when it went, so that much may be on its way.
        was_silent: bool,
    },
}

/// What became of a hand-over.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// Nothing is due.
    Nothing,
    /// The server asked for a reconnect or is silent, and an heir is needed.
    NeedsHeir,
    /// The heir has taken over, because of this.
    HandedOver(Disconnection),
    /// The one that serves works after all, and the heir goes.
    Dismissed,
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
            Beside::Heir(member) | Beside::Old { member, .. } => Some(member),
        };
        [Some(&self.serving), beside].into_iter().flatten()
    }

    pub(super) fn members_mut(&mut self) -> impl Iterator<Item = &mut Member> {
        let beside = match &mut self.beside {
            Beside::Nobody => None,
            Beside::Heir(member) | Beside::Old { member, .. } => Some(member),
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
            Beside::Nobody | Beside::Heir(_) => None,
        };
        let links = self
            .members()
            .map(|member| member.link.poll_timeout(account));
        links.chain([until]).flatten().min()
    }

    /// Wants a channel, now and of whoever comes after.
    pub(super) fn join(&mut self, channel: &Login) {
        self.serving.link.join(channel.clone());
        if let Beside::Heir(heir) = &mut self.beside {
            heir.link.join(channel.clone());
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
            Beside::Heir(heir) if heir.link.is_live() => heir,
            Beside::Old { member, .. } if !self.serving.link.is_live() => member,
            _ => &self.serving,
        };
        (member.id, member.link.say(channel, text, tags))
    }

    pub(super) fn is_live(&self) -> bool {
        self.members().any(|member| member.link.is_live())
    }

    /// Whether a channel is joined on any of the connections that can be relied on.
    pub(super) fn is_joined(&self, channel: &Login) -> bool {
        let mut members = self.members().filter(|member| !member.link.is_silent());
        members.any(|member| member.link.roster().is_joined(channel.as_str()))
    }

    /// Why the one that serves could not join a channel.
    pub(super) fn failure(&self, channel: &Login) -> Option<JoinFailure> {
        self.serving.link.roster().failure(channel.as_str())
    }

    /// How the channels are served, by the better of the connections; they are not counted here.
    pub(super) fn pulse(&self) -> Pulse {
        // An heir serves nobody yet.
        let serves = |member: &&Member| match &self.beside {
            Beside::Heir(heir) => member.id != heir.id,
            Beside::Nobody | Beside::Old { .. } => true,
        };
        let members = self.members().filter(serves);
        let pulses = members.map(|member| member.link.pulse());
        let better = |one: Pulse, other: Pulse| Pulse {
            health: if rank(other.health) > rank(one.health) {
                other.health
            } else {
                one.health
            },
            proven_at: one.proven_at.max(other.proven_at),
            round_trip: one.round_trip.or(other.round_trip),
            ..Pulse::NONE
        };
        pulses.reduce(better).expect("somebody always serves")
    }

    /// Brings an heir in, who begins at once.
    pub(super) fn begin_hand_over(&mut self, heir: Member) {
        match &mut self.echoes {
            Some(echoes) => echoes.pass_on(self.serving.id),
            None => self.echoes = Some(Echoes::new(self.serving.id)),
        }
        self.beside = Beside::Heir(heir);
    }

    /// The one that serves has lost its transport: whoever is beside it steps in.
    pub(super) fn step_in(&mut self, now: Instant) {
        match std::mem::replace(&mut self.beside, Beside::Nobody) {
            Beside::Heir(heir) => {
                let member = std::mem::replace(&mut self.serving, heir);
                self.beside = Beside::Old {
                    member,
                    until: now,
                    was_silent: false,
                };
            }
            Beside::Old { member, .. } if member.link.is_live() => {
                let heir = std::mem::replace(&mut self.serving, member);
                self.beside = Beside::Heir(heir);
            }
            other => self.beside = other,
        }
    }

    /// Takes the next step of a hand-over, if one is due.
    pub(super) fn advance(&mut self, now: Instant, account: &mut Account) -> Turn {
        if self
            .echoes
            .as_ref()
            .is_some_and(|echoes| echoes.is_over(now))
        {
            self.echoes = None;
        }
        let is_stood_by = matches!(&self.beside, Beside::Heir(heir) if heir.link.is_live());
        let serving = &mut self.serving.link;
        serving.stand_by(is_stood_by);
        match &mut self.beside {
            Beside::Nobody if serving.needs_heir() => Turn::NeedsHeir,
            Beside::Heir(_) if serving.is_live() && !serving.needs_heir() => {
                self.retire_the_one_beside(now + LINGER, false);
                Turn::Dismissed
            }
            Beside::Heir(heir) if heir.link.is_live() && is_released(serving, &heir.link) => {
                std::mem::swap(&mut self.serving, heir);
                self.part_from_old(now)
            }
            Beside::Heir(heir) if heir.link.has_notice() => {
                heir.link.begin_anew(now);
                Turn::Nothing
            }
            Beside::Old {
                member,
                until,
                was_silent,
            } if *until <= now
                || !member.link.is_live()
                || serving.needs_heir()
                // What it brings now could not be told from what was heard already.
                || (*was_silent && self.echoes.as_ref().is_some_and(Echoes::is_full)) =>
            {
                member.link.shut_down(account);
                if let Some(echoes) = &mut self.echoes {
                    echoes.end(now + ECHO_TIME);
                }
                Turn::Closed
            }
            _ => Turn::Nothing,
        }
    }

    /// The heir serves from now on; how long the old one is heard depends on why it goes.
    fn part_from_old(&mut self, now: Instant) -> Turn {
        let Beside::Heir(old) = &mut self.beside else {
            return Turn::Nothing;
        };
        old.link.stand_by(true);
        if old.link.has_notice() {
            self.retire_the_one_beside(now + LINGER, false);
            Turn::HandedOver(Disconnection::ServerAsked)
        } else {
            self.retire_the_one_beside(now + SILENT_LINGER, true);
            Turn::HandedOver(Disconnection::NoPong)
        }
    }

    fn retire_the_one_beside(&mut self, until: Instant, was_silent: bool) {
        if let Beside::Heir(member) = std::mem::replace(&mut self.beside, Beside::Nobody) {
            self.beside = Beside::Old {
                member,
                until,
                was_silent,
            };
        }
    }
}

/// Whether an heir is wherever the old connection is, or cannot get there; or the old one is as good as dead.
fn is_released(old: &Link, heir: &Link) -> bool {
    let settled = |channel: &Login| heir.roster().is_settled(channel.as_str());
    old.is_silent() || old.roster().joined().all(settled)
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

/// The same for one that was silent: TCP sends what was lost eight times in a row after 50 s.
const SILENT_LINGER: Duration = Duration::from_secs(60);

/// How much later than the old connection the new one may bring the same.
const ECHO_TIME: Duration = Duration::from_secs(60);
