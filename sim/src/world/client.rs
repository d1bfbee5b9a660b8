//! Applications as they are registered in the developer console.

use types::{ClientId, Secret};

/// One registered application.
#[derive(Debug, Clone)]
pub(crate) struct ApiClient {
    pub(crate) id: ClientId,
    pub(crate) name: String,
    /// A confidential client has one, a public client has none.
    pub(crate) secret: Option<Secret>,
    pub(crate) redirect_urls: Vec<String>,
}
