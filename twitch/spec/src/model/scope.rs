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
