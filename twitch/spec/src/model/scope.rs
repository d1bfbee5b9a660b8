//! One scope: what kind it is and what it opens.

/// One scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScopeEntry {
    /// The name on the wire (`user:write:chat`).
    pub name: &'static str,
    /// What it is for.
    pub kind: ScopeKind,
    /// The first part of the name.
    pub area: &'static str,
    /// What may be done (`read`, `manage`, …); empty where the name does not say.
    pub action: Option<&'static str>,
    /// To what.
    pub resource: Option<&'static str>,
    /// Endpoints that the scopes page names although their own pages do not.
    pub endpoints_scope_page_only: &'static [&'static str],
}

/// What a scope is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeKind {
    /// The REST API and EventSub.
    Api,
    /// Chat over IRC.
    Irc,
    /// PubSub, which is gone.
    Pubsub,
    /// OpenID Connect.
    Oidc,
}

/// A scope for the REST API and EventSub.
pub(crate) const fn api(name: &'static str) -> ScopeEntry {
    entry(name, ScopeKind::Api)
}

/// A scope for chat over IRC.
pub(crate) const fn irc(name: &'static str) -> ScopeEntry {
    entry(name, ScopeKind::Irc)
}

/// A scope for PubSub.
pub(crate) const fn pubsub(name: &'static str) -> ScopeEntry {
    entry(name, ScopeKind::Pubsub)
}

/// A scope for OpenID Connect.
pub(crate) const fn oidc(name: &'static str) -> ScopeEntry {
    entry(name, ScopeKind::Oidc)
}

impl ScopeEntry {
    /// Endpoints that the scopes page names although their own pages do not.
    #[must_use]
    pub(crate) const fn with_endpoints_of_scope_page(
        mut self,
        endpoints: &'static [&'static str],
    ) -> Self {
        self.endpoints_scope_page_only = endpoints;
        self
    }
}

/// Takes area, action and resource from the name, where Twitch has put them.
const fn entry(name: &'static str, kind: ScopeKind) -> ScopeEntry {
    let (area, rest) = split_at_colon(name);
    let (action, resource) = match rest {
        Some(rest) => {
            let (action, resource) = split_at_colon(rest);
            (Some(action), resource)
        }
        None => (None, None),
    };
    ScopeEntry {
        name,
        kind,
        area,
        action,
        resource,
        endpoints_scope_page_only: &[],
    }
}

/// What `str::split_once` does, which cannot run while compiling.
const fn split_at_colon(text: &str) -> (&str, Option<&str>) {
    let mut position = 0;
    while position < text.len() {
        if text.as_bytes()[position] == b':' {
            let (before, after) = text.split_at(position);
            return (before, Some(after.split_at(1).1));
        }
        position += 1;
    }
    (text, None)
}
