//! The very files that the program is made of, where they need nothing of the program around them.

#[path = "../../../src"]
pub(super) mod files {
    pub(crate) mod outbox;
}
