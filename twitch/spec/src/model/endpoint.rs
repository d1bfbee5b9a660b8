//! One endpoint of the REST API: how it is called, who may call it, what it takes and what it answers.

use super::field::Field;
use super::repeat::Repeat;
use super::rule::Rule;
use super::token::{TokenKind, Transport};

/// One endpoint.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Endpoint {
    /// The name in snake case (`get_users`); with dashes it is the anchor in Twitch's reference and our command.
    pub id: &'static str,
    /// The title in Twitch's reference.
    pub name: &'static str,
    /// The heading of Twitch's reference that it stands under.
    pub heading: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL.
    pub path: &'static str,
    /// What it does, in a few words.
    pub summary: &'static str,
    /// Whether it can be relied on.
    pub status: Status,
    /// The tokens that it takes.
    pub tokens: &'static [TokenKind],
    /// The scopes without which it refuses.
    pub scopes: Scopes,
    /// Scopes that only some parameters or fields need.
    pub conditional_scopes: &'static [ConditionalScopes],
    /// With an app token: what users must have granted to the client before.
    pub app_token_grants: &'static [AppTokenGrant],
    /// With an app token: the only kind of application that may.
    pub app_token_only_for: Option<&'static str>,
    /// With a user token: who that user must be. Each entry must hold.
    pub identity: &'static [Identity],
    /// Which token each transport needs (EventSub).
    pub token_by_transport: &'static [(Transport, TokenKind)],
    /// Whether the scopes depend on the event type that is subscribed to.
    pub scopes_from_event_type: bool,
    /// What an extension's JWT must claim.
    pub jwt: Option<Jwt>,
    /// What else must be so.
    pub requires: &'static [Requirement],
    /// Query parameters.
    pub query: &'static [Field],
    /// Rules between query parameters.
    pub query_rules: &'static [Rule],
    /// The JSON body, if there is one; a body that is described is always required.
    pub body: Option<&'static [Field]>,
    /// Rules between body fields.
    pub body_rules: &'static [Rule],
    /// What it answers when it worked.
    pub success: Success,
    /// The error statuses that the reference names.
    pub errors: &'static [u16],
    /// Whether the reference names any.
    pub errors_documented: bool,
    /// How its list is paged.
    pub pagination: Option<Pagination>,
    /// What becomes of a call that is made twice.
    pub repeat: Repeat,
    /// Whether its calls are counted in a bucket of their own, of which its answers tell, and not in the general one.
    pub has_own_bucket: bool,
    /// Limits of this endpoint itself, beside its bucket.
    pub rate_limits: &'static [RateLimit],
    /// Other numbers, by name.
    pub limits: &'static [(&'static str, u32)],
    /// The day of its announcement, if known.
    pub first_announced: Option<&'static str>,
    /// The day since when it is generally available, if known.
    pub ga_since: Option<&'static str>,
    /// What became of it, if it is deprecated.
    pub deprecation: Option<Deprecation>,
    /// Where sources disagree.
    pub doubtful: &'static [&'static str],
    /// Which copies of the reference describe it.
    pub documented: &'static [(&'static str, bool)],
}

/// What the tables start from: a plain GET that any token may call and that answers 200.
pub const ENDPOINT: Endpoint = Endpoint {
    id: "",
    name: "",
    heading: "",
    method: Method::Get,
    path: "",
    summary: "",
    status: Status::Ga,
    tokens: &[TokenKind::App, TokenKind::User],
    scopes: Scopes::NONE,
    conditional_scopes: &[],
    app_token_grants: &[],
    app_token_only_for: None,
    identity: &[],
    token_by_transport: &[],
    scopes_from_event_type: false,
    jwt: None,
    requires: &[],
    query: &[],
    query_rules: &[],
    body: None,
    body_rules: &[],
    success: Success::empty(200),
    errors: &[],
    errors_documented: true,
    pagination: None,
    repeat: Repeat::READS,
    has_own_bucket: false,
    rate_limits: &[],
    limits: &[],
    first_announced: None,
    ga_since: None,
    deprecation: None,
    doubtful: &[],
    documented: &[
        ("2026-02-04", true),
        ("2026-07-26", true),
        ("2026-10-09", true),
    ],
};

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name says all there is to say")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

/// Whether an endpoint or event type can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Generally available.
    Ga,
    /// May change without notice.
    Beta,
    /// On its way out, or gone already.
    Deprecated,
}

/// Scopes that a call needs: every one of `all_of`, and one of `any_of` if that is not empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scopes {
    /// One of these is enough; the narrowest comes first.
    pub any_of: &'static [&'static str],
    /// All of these are needed.
    pub all_of: &'static [&'static str],
}

/// Scopes that only some parameters or response fields need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConditionalScopes {
    /// One of these is enough.
    pub any_of: &'static [&'static str],
    /// Needed when one of these is sent.
    pub params: &'static [&'static str],
    /// Needed to receive these.
    pub response_fields: &'static [&'static str],
    /// The only token kind that this is about; any if not said.
    pub token: Option<TokenKind>,
    /// What happens without, if the call still works.
    pub without: Option<&'static str>,
}

/// What the tables start from: nothing is needed.
pub const CONDITIONAL_SCOPES: ConditionalScopes = ConditionalScopes {
    any_of: &[],
    params: &[],
    response_fields: &[],
    token: None,
    without: None,
};

/// What a user must have granted to the client id before an app token works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AppTokenGrant {
    /// Who grants (`moderator`, `broadcaster`, …).
    pub grantor: &'static str,
    /// The parameter that names them.
    pub param: &'static str,
    /// What they must have granted.
    pub scopes: Scopes,
    /// When this is not needed after all.
    pub waived_if: Option<&'static str>,
}

/// Who the user of a user token must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// The parameter must hold the id of the token's user.
    Is(Claim),
    /// One of the claims must hold.
    AnyOf(&'static [Claim]),
}

/// A parameter must hold the id of the token's user, and that user must be something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// The parameter.
    pub param: &'static str,
    /// Where it stands.
    pub place: Place,
    /// What the user must be.
    pub role: ClaimedRole,
    /// When the rule holds; always if not said.
    pub when: Option<&'static str>,
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the query.
    Query,
    /// In the body; a dot leads into an object.
    Body,
}

/// What the user of a token must be for a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimedRole {
    /// The broadcaster of the channel.
    Broadcaster,
    /// The broadcaster or one of their moderators.
    BroadcasterOrModerator,
    /// The broadcaster or one of their editors.
    BroadcasterOrEditor,
    /// Just themselves.
    Myself,
    /// Any other label of the table.
    Other(&'static str),
}

/// What an extension's JWT must claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Jwt {
    /// The claims.
    pub claims: &'static [&'static str],
    /// The value of the claim `role`.
    pub role: &'static str,
}

/// What else must be so for a call to work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    /// The broadcaster is a partner or an affiliate.
    PartnerOrAffiliate,
    /// Only the client that made the thing may touch it.
    SameClientId,
    /// The client belongs to an organization.
    ClientInOrganization,
    /// The channel is live.
    Live,
    /// The channel keeps its past broadcasts.
    VodEnabled,
    /// The user verified a phone number.
    VerifiedPhone,
    /// Any other label of the table.
    Other(&'static str),
}

/// What an endpoint answers when it worked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Success {
    /// The HTTP status.
    pub status: u16,
    /// What comes with it.
    pub body: Body,
}

/// What comes with an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Body {
    /// Nothing.
    None,
    /// A JSON object with these fields.
    Json(&'static [Field]),
    /// Another kind of text, by its content type.
    Other(&'static str),
}

/// How a list is paged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pagination {
    /// The parameter that takes the cursor of the next page.
    pub cursor: &'static str,
    /// The parameter that takes the cursor of the page before.
    pub backward: Option<&'static str>,
    /// The parameter for the size of a page.
    pub page_size: Option<&'static str>,
    /// Where the next cursor stands in the answer.
    pub path: &'static str,
    /// Another place where it was seen.
    pub alternate_path: Option<&'static str>,
    /// How the last page is recognized.
    pub end: &'static str,
}

/// A limit of one endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// So many calls …
    pub limit: u32,
    /// … in so many seconds …
    pub per_seconds: u32,
    /// … for each of these (`channel`, `client`, `sender`, …).
    pub scope: &'static str,
    /// The kind of account that this holds for; any if not said.
    pub account: Option<&'static str>,
    /// What is counted instead of calls.
    pub counts: Option<&'static str>,
}

/// What the tables start from: a limit for every kind of account, counting calls.
pub const RATE_LIMIT: RateLimit = RateLimit {
    limit: 0,
    per_seconds: 0,
    scope: "",
    account: None,
    counts: None,
};

/// What became of a deprecated endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deprecation {
    /// Since when its lists are empty.
    pub empty_since: Option<&'static str>,
    /// Since when it answers 410.
    pub gone_since: Option<&'static str>,
    /// The endpoint to use instead, by id.
    pub replacement: Option<&'static str>,
}

impl Endpoint {
    /// The anchor in Twitch's reference, which is also the name on our command line (`get-users`).
    pub fn anchor(&self) -> String {
        self.id.replace('_', "-")
    }

    /// Whether it takes a token of this kind.
    pub fn takes(&self, kind: TokenKind) -> bool {
        self.tokens.contains(&kind)
    }

    /// Every claim about the token's user, whether it must hold or is one of several.
    pub fn claims(&self) -> impl Iterator<Item = &'static Claim> + use<> {
        self.identity.iter().flat_map(Identity::claims)
    }
}

impl Identity {
    /// The claims of which one must hold.
    pub fn claims(&self) -> &[Claim] {
        match self {
            Self::Is(claim) => std::slice::from_ref(claim),
            Self::AnyOf(claims) => claims,
        }
    }
}

impl Scopes {
    /// No scope is needed.
    pub const NONE: Self = Self {
        any_of: &[],
        all_of: &[],
    };

    /// One of these is enough.
    pub const fn any_of(names: &'static [&'static str]) -> Self {
        Self {
            any_of: names,
            all_of: &[],
        }
    }

    /// All of these are needed.
    pub const fn all_of(names: &'static [&'static str]) -> Self {
        Self {
            any_of: &[],
            all_of: names,
        }
    }

    /// Whether a token with these granted scopes will do.
    pub fn are_met_by(&self, is_granted: impl Fn(&str) -> bool) -> bool {
        let any = self.any_of.is_empty() || self.any_of.iter().any(|name| is_granted(name));
        any && self.all_of.iter().all(|name| is_granted(name))
    }
}

impl AppTokenGrant {
    /// What this grantor, named by this parameter, must have granted.
    pub const fn by(grantor: &'static str, param: &'static str, scopes: Scopes) -> Self {
        Self {
            grantor,
            param,
            scopes,
            waived_if: None,
        }
    }

    /// When this is not needed after all.
    #[must_use]
    pub const fn waived_if(mut self, reason: &'static str) -> Self {
        self.waived_if = Some(reason);
        self
    }
}

/// What the tables say about the user of a token, one word per fact; the parameter stands in the query unless said otherwise.
impl Claim {
    /// The user is the broadcaster of the channel.
    pub const fn broadcaster(param: &'static str) -> Self {
        Self::role(param, ClaimedRole::Broadcaster)
    }

    /// The user is the broadcaster or one of their moderators.
    pub const fn moderator(param: &'static str) -> Self {
        Self::role(param, ClaimedRole::BroadcasterOrModerator)
    }

    /// The user is the broadcaster or one of their editors.
    pub const fn editor(param: &'static str) -> Self {
        Self::role(param, ClaimedRole::BroadcasterOrEditor)
    }

    /// The user speaks for themselves.
    pub const fn myself(param: &'static str) -> Self {
        Self::role(param, ClaimedRole::Myself)
    }

    /// The parameter stands in the body.
    #[must_use]
    pub const fn in_body(mut self) -> Self {
        self.place = Place::Body;
        self
    }

    /// The rule holds only then.
    #[must_use]
    pub const fn when(mut self, condition: &'static str) -> Self {
        self.when = Some(condition);
        self
    }

    const fn role(param: &'static str, role: ClaimedRole) -> Self {
        Self {
            param,
            place: Place::Query,
            role,
            when: None,
        }
    }
}

impl Success {
    /// A JSON object with these fields.
    pub const fn json(status: u16, fields: &'static [Field]) -> Self {
        Self {
            status,
            body: Body::Json(fields),
        }
    }

    /// A status alone.
    pub const fn empty(status: u16) -> Self {
        Self {
            status,
            body: Body::None,
        }
    }
}

impl Pagination {
    /// Forward only, page by page, as most lists are.
    pub const FORWARD: Self = Self {
        cursor: "after",
        backward: None,
        page_size: Some("first"),
        path: "pagination.cursor",
        alternate_path: None,
        end: "cursor_absent_or_empty",
    };

    /// Forward and backward.
    pub const BOTH_WAYS: Self = Self {
        backward: Some("before"),
        ..Self::FORWARD
    };
}
