//! What is gone: an endpoint or a version of an event type, since when, and what to use instead.

use super::endpoint::Method;

/// An endpoint that is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RemovedEndpoint {
    /// The name in snake case.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL.
    pub path: &'static str,
    /// The day when it went, if known.
    pub removed: Option<&'static str>,
    /// The endpoints to use instead, by id.
    pub replacement: &'static [&'static str],
}

/// A version of an event type that is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RemovedEventType {
    /// The name of the type.
    pub name: &'static str,
    /// The version that is gone.
    pub version: &'static str,
    /// The day when it went, if known.
    pub removed: Option<&'static str>,
    /// A day on which the reference no longer named it, where that is all that is known.
    pub not_documented_on: Option<&'static str>,
    /// What to use instead, as name and version (`channel.follow.v2`).
    pub replacement: &'static str,
}
