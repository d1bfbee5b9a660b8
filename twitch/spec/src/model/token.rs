//! Kinds of tokens, and the transports of EventSub that ask for one or the other; no token itself.

/// A kind of token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// Belongs to an application.
    App,
    /// Belongs to a user who logged in.
    User,
    /// A JWT that an extension signs itself.
    ExtensionJwt,
    /// No token at all.
    None,
}

/// How an event is brought (EventSub).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name says all there is to say")]
pub enum Transport {
    Webhook,
    Websocket,
    Conduit,
}

/// Every transport, with the token that the subscribing call needs for it.
pub const EVERY_TRANSPORT: &[(Transport, TokenKind)] = &[
    (Transport::Webhook, TokenKind::App),
    (Transport::Websocket, TokenKind::User),
    (Transport::Conduit, TokenKind::App),
];

/// The transports of event types that concern an application and not a user.
pub const SERVER_TRANSPORTS: &[(Transport, TokenKind)] = &[
    (Transport::Webhook, TokenKind::App),
    (Transport::Conduit, TokenKind::App),
];
