//! The shape of a fact: what an endpoint, an event type, a scope and their fields are described by; no facts stand here.

pub mod endpoint;
pub mod event;
pub mod field;
pub mod removed;
pub mod repeat;
pub mod rule;
pub mod scope;
pub mod token;
