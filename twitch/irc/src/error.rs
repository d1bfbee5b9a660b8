//! What can go wrong for a caller of this crate.

/// What can go wrong when a connection is prepared or used.
///
/// What goes wrong while it runs is no error but an [`Event`](crate::Event): the connection mends it by itself.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A text is no address of a chat server.
    #[error("{text:?} is not the address of a chat server: {reason}")]
    InvalidAddress {
        /// What was given.
        text: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A certificate that should be trusted cannot be read.
    #[error("cannot trust the given certificate")]
    InvalidCertificate(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// TLS cannot be set up.
    #[error("cannot set up TLS")]
    Tls(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The server cannot be reached.
    #[error("cannot open a connection to {address}")]
    Network {
        /// The address.
        address: String,
        /// Why not.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The connection was shut down before the wish came.
    #[error("the chat connection was shut down")]
    ShutDown,
}

impl Error {
    /// Whether the same may work later.
    pub const fn is_transient(&self) -> bool {
        matches!(self, Self::Network { .. })
    }
}
