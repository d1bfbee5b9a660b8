//! What is said first when not everything can be said at once. How much that is at once is known elsewhere.

/// How soon a text has to be said. What is greater waits for what is less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// A moderator's business, or what somebody types who looks on: it is said however long it takes.
    Moderation,
    /// An answer to somebody in chat, who has gone on to something else after a while.
    Reply,
    /// What nobody asked for, such as the text of a timer.
    Timer,
}
