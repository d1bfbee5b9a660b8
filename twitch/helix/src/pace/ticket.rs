//! What a call is known by while it waits for its turn and while it is under way. Says nothing about either.

/// One call in the pacing core; never given to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(u64);

impl Ticket {
    /// The first one.
    pub(crate) const FIRST: Self = Self(1);

    /// The one after this.
    #[must_use]
    pub(crate) const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}
