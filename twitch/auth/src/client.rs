//! What waits: the HTTP client, and the tasks that drive the machines. It decides nothing about tokens.

pub(crate) mod app_tokens;
pub(crate) mod call;
pub(crate) mod connect;
pub(crate) mod device;
pub(crate) mod http;
pub(crate) mod keeper;
mod world;
