//! Measures what a release is measured by, against the real store and the real keeper of tokens. It is no part of the program people run.

fn main() {}
