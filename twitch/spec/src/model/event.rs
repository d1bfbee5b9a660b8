//! One event type of EventSub in one version: what it is subscribed with, who may, and what it brings.

use super::endpoint::{AppTokenGrant, Scopes, Status};
use super::field::Field;
use super::rule::Rule;
use super::token::{EVERY_TRANSPORT, TokenKind, Transport};

/// One event type in one version.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EventType {
    /// The name of the type (`channel.follow`).
    pub name: &'static str,
    /// The version (`1`, `2`, `beta`).
    pub version: &'static str,
    /// Whether it can be relied on.
    pub status: Status,
    /// What is subscribed to; every value is a string.
    pub condition: &'static [Field],
    /// Rules between condition parameters.
    pub condition_rules: &'static [Rule],
    /// The scopes that the authorizing user must have granted.
    pub scopes: EventScopes,
    /// The condition parameter that names the authorizing user; none if no scope is needed.
    pub authorizer: Option<&'static str>,
    /// With an app token: what users must have granted besides.
    pub app_token_extra_grants: &'static [AppTokenGrant],
    /// Scopes that add fields to the event: the scopes of which one is enough, and the fields.
    pub conditional_scopes: &'static [(&'static [&'static str], &'static [&'static str])],
    /// How it can be brought, and the token that the subscribing call needs for that.
    pub transports: &'static [(Transport, TokenKind)],
    /// Whether events always come in batches.
    pub batched: bool,
    /// The key of the payload that holds the event.
    pub payload_field: &'static str,
    /// The fields of the event; of one element if it is batched.
    pub event: &'static [Field],
    /// Where sources disagree.
    pub doubtful: &'static [&'static str],
}

/// Scopes that a subscription needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventScopes {
    /// One of these, if there are any.
    pub any_of: &'static [&'static str],
    /// All of these.
    pub all_of: &'static [&'static str],
    /// One of each group.
    pub all_of_any_of: &'static [&'static [&'static str]],
}

/// What the tables start from: a general type that needs no scope and comes by every transport.
pub const EVENT_TYPE: EventType = EventType {
    name: "",
    version: "1",
    status: Status::Ga,
    condition: &[],
    condition_rules: &[],
    scopes: EventScopes::NONE,
    authorizer: None,
    app_token_extra_grants: &[],
    conditional_scopes: &[],
    transports: EVERY_TRANSPORT,
    batched: false,
    payload_field: "event",
    event: &[],
    doubtful: &[],
};

impl EventScopes {
    /// No scope is needed.
    pub const NONE: Self = Self {
        any_of: &[],
        all_of: &[],
        all_of_any_of: &[],
    };

    /// One of these is enough.
    pub const fn any_of(names: &'static [&'static str]) -> Self {
        Self {
            any_of: names,
            ..Self::NONE
        }
    }
}

impl From<Scopes> for EventScopes {
    fn from(scopes: Scopes) -> Self {
        Self {
            any_of: scopes.any_of,
            all_of: scopes.all_of,
            all_of_any_of: &[],
        }
    }
}
