//! The real binary on networks that fail: each trial has a network of its own, made of two namespaces of the kernel and a cable between them.
//!
//! The simulator is on one side and the bot on the other. Real time passes, and the trials go side by side.
//! They need Linux, root, and the programs `ip` and `nft`; `cargo xtask check` says how to get them.

mod cable;
mod cuts;
mod links;
mod names;
mod stage;
mod standstill;
