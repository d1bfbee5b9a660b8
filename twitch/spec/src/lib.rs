//! What Twitch offers: every endpoint, event type and scope as constant tables, and nothing that talks to it.
//!
//! The wall: facts have many readers (typed requests, a command line, a simulator, a list of scopes to ask for at login,
//! reference pages), so they stand in a crate of their own that does no I/O, drags nothing in and holds no behavior.
//! A fact is declared here once; whoever repeats one elsewhere has made a mistake.
//!
//! ```
//! use streamhand_spec::TokenKind;
//! use streamhand_spec::endpoints::polls::CREATE_POLL;
//!
//! // By name, as a program knows it, or by id, as a person types it.
//! let endpoint = streamhand_spec::endpoint("create_poll").ok_or("no such endpoint")?;
//! assert_eq!(endpoint, &CREATE_POLL);
//!
//! // Who may call it?
//! assert!(!endpoint.takes(TokenKind::App));
//! let granted = ["channel:manage:polls"];
//! assert!(endpoint.scopes.are_met_by(|scope| granted.contains(&scope)));
//!
//! // What does it take?
//! let title = endpoint.body.and_then(|fields| fields.iter().find(|field| field.name == "title"));
//! assert_eq!(title.and_then(|field| field.max_length), Some(60));
//!
//! // What else does that scope open?
//! let opened = streamhand_spec::opened_by("channel:manage:polls");
//! assert_eq!(opened.endpoints.len(), 3);
//! assert_eq!(opened.event_types[0].name, "channel.poll.begin");
//! # Ok::<(), &str>(())
//! ```
#![warn(missing_docs, clippy::missing_errors_doc)]

mod conditions;
pub mod endpoints;
pub mod events;
pub mod limits;
pub mod model;
mod opened;
mod removed;
mod scopes;
mod shapes;

pub use endpoints::{ENDPOINTS, Heading, endpoint, headings};
pub use events::{EVENT_TYPES, event_type};
pub use model::endpoint::{
    AppTokenGrant, Body, Claim, ClaimedRole, ConditionalScopes, Deprecation, Endpoint, Identity,
    Jwt, Method, Pagination, Place, RateLimit, Requirement, Scopes, Status, Success,
};
pub use model::event::{EventScopes, EventType};
pub use model::field::{Alternate, Basis, Field, Format, Kind, Value};
pub use model::removed::{RemovedEndpoint, RemovedEventType};
pub use model::repeat::{Already, Effect, Repeat};
pub use model::rule::Rule;
pub use model::scope::{ScopeEntry, ScopeKind};
pub use model::token::{TokenKind, Transport};
pub use opened::{Opened, opened_by};
pub use removed::{REMOVED_ENDPOINTS, REMOVED_EVENT_TYPES, removed_endpoint, removed_event_type};
pub use scopes::{SCOPES, scope};
