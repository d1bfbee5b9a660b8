//! The place of one connection in a fleet: the connection that serves its channels, and at times a second one beside it.

use std::time::{Duration, Instant};

use types::Login;

use super::echoes::Echoes;
use super::order::LinkId;
use crate::connection::account::Account;
use crate::connection::action::Action;
use crate::connection::event::{Event, Health, JoinFailure, Pulse};
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
    /// It served until now; what is on its way to it is still heard.
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
    /// The server asked for a reconnect, and an heir is needed.
    NeedsHeir,
    /// The heir has taken over.
    HandedOver,
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

    /// Whether a channel is joined on any of the connections.
    pub(super) fn is_joined(&self, channel: &Login) -> bool {
        let mut members = self.members();
        members.any(|member| member.link.roster().is_joined(channel.as_str()))
    }

    /// Why the one that serves could not join a channel.
    pub(super) fn failure(&self, channel: &Login) -> Option<JoinFailure> {
        self.serving.link.roster().failure(channel.as_str())
    }

    /// How the channels are served, by the better of the connections; they are not counted here.
    pub(super) fn pulse(&self) -> Pulse {
        let pulses = self.members().map(|member| member.link.pulse());
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
                self.beside = Beside::Old { member, until: now };
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
        match &mut self.beside {
            Beside::Nobody if self.serving.link.has_notice() => Turn::NeedsHeir,
            Beside::Heir(heir) if takes_over(&self.serving.link, &heir.link) => {
                std::mem::swap(&mut self.serving, heir);
                let until = now + LINGER;
                if let Beside::Heir(member) = std::mem::replace(&mut self.beside, Beside::Nobody) {
                    self.beside = Beside::Old { member, until };
                }
                Turn::HandedOver
            }
            Beside::Heir(heir) if heir.link.has_notice() => {
                heir.link.begin_anew(now);
                Turn::Nothing
            }
            Beside::Old { member, until }
                if *until <= now || !member.link.is_live() || self.serving.link.has_notice() =>
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
}

/// Whether an heir is wherever the old connection is, or cannot get there.
fn takes_over(old: &Link, heir: &Link) -> bool {
    let settled = |channel: &Login| heir.roster().is_settled(channel.as_str());
    heir.is_live() && old.roster().joined().all(settled)
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

/// How much later than the old connection the new one may bring the same.
const ECHO_TIME: Duration = Duration::from_secs(60);
