//! The whole way of a chat line, from the socket to the decision and back: our bot and another one under the same flood.

pub mod bot;
pub mod crowd;
pub mod house;
pub mod latency;
pub mod plan;
pub mod processor;
pub mod program;
pub mod simulator;
pub mod throughput;
