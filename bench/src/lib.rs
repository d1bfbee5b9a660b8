//! The parsers of chat lines side by side, and whole bots: what they do, how they are raced, and how the result is told. It judges nothing.
//!
//! The wall: what others made is compiled here and in no program that people run; and the allocator that counts is
//! in a binary of its own, because it would slow down those who allocate.

pub mod corpus;
pub mod figure;
pub mod machine;
pub mod race;
pub mod reader;
pub mod terminal;
pub mod valgrind;
pub mod way;
pub mod wish;

mod clock;
mod sum;
