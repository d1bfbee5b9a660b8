//! What becomes of a call that is made twice, and how a second one is told that the first one worked; no facts stand here.

/// How an endpoint bears being called again with the same parameters, when nobody knows what became of the first call.
///
/// Twitch's reference does not speak of repeats.
/// Each entry is judged by what the reference says that the call does, and by the answers that it documents; the reason
/// stands with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeat {
    /// What two calls do that one does not.
    pub effect: Effect,
    /// Why.
    pub because: &'static str,
    /// The refusals that tell a second call that things are as it wants them.
    pub already: &'static [Already],
    /// Whether a 409 says that somebody else changed the same thing at that moment, so that the call may be made again.
    pub conflict_passes: bool,
}

/// What two calls do that one does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing: the call only reads.
    Reads,
    /// Nothing: the second one leaves things as the first one made them.
    Settles,
    /// Nothing, if this parameter is given.
    SettlesWith(&'static str),
    /// Nothing, if this parameter is left out.
    SettlesWithout(&'static str),
    /// What is done twice is seen twice.
    Adds,
}

/// A refusal that tells that things are as the call wants them.
///
/// Twitch may change its words without notice; what is not recognized is only a refusal like any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Already {
    /// The status.
    pub status: u16,
    /// Words of its message, in lower case; where there are none, the status has no other meaning here.
    pub words: &'static str,
    /// With this field in its body, the call wants something else than what the refusal tells.
    pub unless: Option<&'static str>,
}

impl Repeat {
    /// The call only reads.
    pub const READS: Self = Self::having(Effect::Reads, "it only reads");

    /// A second call leaves things as the first one made them.
    pub const fn settles(because: &'static str) -> Self {
        Self::having(Effect::Settles, because)
    }

    /// What is done twice is seen twice.
    pub const fn adds(because: &'static str) -> Self {
        Self::having(Effect::Adds, because)
    }

    /// It settles only with this parameter.
    #[must_use]
    pub const fn with(mut self, parameter: &'static str) -> Self {
        self.effect = Effect::SettlesWith(parameter);
        self
    }

    /// It settles only without this parameter.
    #[must_use]
    pub const fn without(mut self, parameter: &'static str) -> Self {
        self.effect = Effect::SettlesWithout(parameter);
        self
    }

    /// These refusals tell that things are as the call wants them.
    #[must_use]
    pub const fn already(mut self, refusals: &'static [Already]) -> Self {
        self.already = refusals;
        self
    }

    /// A 409 passes by itself.
    #[must_use]
    pub const fn conflict_passes(mut self) -> Self {
        self.conflict_passes = true;
        self
    }

    const fn having(effect: Effect, because: &'static str) -> Self {
        Self {
            effect,
            because,
            already: &[],
            conflict_passes: false,
        }
    }
}

impl Already {
    /// A status that means nothing else here.
    pub const fn status(status: u16) -> Self {
        Self::said(status, "")
    }

    /// A status with these words in its message.
    pub const fn said(status: u16, words: &'static str) -> Self {
        Self {
            status,
            words,
            unless: None,
        }
    }

    /// It tells nothing to a call with this field in its body; a dot leads into an object.
    #[must_use]
    pub const fn unless(mut self, field: &'static str) -> Self {
        self.unless = Some(field);
        self
    }
}
