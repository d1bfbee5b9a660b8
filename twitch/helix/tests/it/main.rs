//! Tests over the whole table: every endpoint typed, checked and read; and the client over loopback sockets.
#![expect(
    clippy::unwrap_used,
    reason = "a helper of tests fails like a test: by panicking"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "a test begins at some moment, and its clock may be held still"
)]

mod answers;
mod attempts;
mod calls;
mod choice;
mod client;
mod examples;
mod fixtures;
mod hours;
mod lender;
mod limits;
mod net;
mod pace;
mod pages;
mod rules;
mod specimen;
mod typed;
