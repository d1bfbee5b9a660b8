//! What waits: the HTTP client, and the tasks that drive the machines. It decides nothing about tokens.

mod absence;
pub(crate) mod app_tokens;
pub(crate) mod call;
#[cfg(feature = "page")]
pub(crate) mod code;
pub(crate) mod connect;
pub(crate) mod device;
pub(crate) mod http;
pub(crate) mod keeper;
#[cfg(feature = "page")]
pub(crate) mod page;
mod world;
