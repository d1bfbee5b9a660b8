//! The control door: what a person or a test does to this Twitch from outside, beside what Twitch itself offers.

pub(crate) mod env;
