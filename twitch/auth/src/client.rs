//! What waits: the HTTP client, and the tasks that drive the machines. It decides nothing about tokens.

pub(crate) mod connect;
pub(crate) mod http;
