//! The engine as the hall sees it: events in, actions out, in virtual time.
#![cfg(test)]

mod answers;
mod cooldowns;
mod floods;
mod manage;
mod rights;
mod transcript;
