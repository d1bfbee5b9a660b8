//! A charity campaign and its donations. It moves no money.

use types::UserId;

/// The campaign that a channel runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Campaign {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) website: String,
    pub(crate) target_cents: Option<u64>,
    /// The oldest first.
    pub(crate) donations: Vec<Donation>,
}

/// One donation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Donation {
    pub(crate) id: String,
    pub(crate) user: UserId,
    pub(crate) cents: u64,
}

impl Campaign {
    /// All donations together.
    pub(crate) fn cents(&self) -> u64 {
        let cents = self.donations.iter().map(|donation| donation.cents);
        cents.fold(0, u64::saturating_add)
    }
}
