//! What became of a bar: its figures, what was demanded, and everything that went against it. It measures nothing.

use std::time::Duration;

/// The outcome of one bar.
#[derive(Debug)]
pub(crate) struct Verdict {
    /// Its name, such as `B1a`.
    pub(crate) bar: &'static str,
    /// What was measured, in words, beside what is demanded.
    pub(crate) figures: String,
    /// Each breach in a sentence; empty if the bar held.
    pub(crate) breaches: Vec<String>,
    /// What this machine lacks, if the bar could not be measured on it.
    pub(crate) lacks: Option<String>,
}

impl Verdict {
    /// A bar that was measured.
    pub(crate) fn new(bar: &'static str, figures: String, breaches: Vec<String>) -> Self {
        Self {
            bar,
            figures,
            breaches,
            lacks: None,
        }
    }

    /// A bar that cannot be measured here.
    pub(crate) fn unmeasured(bar: &'static str, lacks: impl Into<String>) -> Self {
        Self {
            bar,
            figures: String::new(),
            breaches: Vec::new(),
            lacks: Some(lacks.into()),
        }
    }

    pub(crate) fn is_missed(&self) -> bool {
        !self.breaches.is_empty()
    }

    /// The line of the bar, and below it the first breaches.
    pub(crate) fn text(&self, time: Duration) -> String {
        let Self { bar, figures, .. } = self;
        if let Some(lacks) = &self.lacks {
            return format!("{bar:<4} not measured: {lacks}");
        }
        let word = if self.is_missed() { "MISSED" } else { "held" };
        let seconds = time.as_secs_f64();
        let mut text = format!("{bar:<4} {word:<7} {figures} [{seconds:.0} s]");
        for breach in self.breaches.iter().take(SHOWN) {
            text.push_str(&format!("\n       - {breach}"));
        }
        if let Some(more) = self.breaches.len().checked_sub(SHOWN + 1) {
            text.push_str(&format!("\n       - and {} more", more + 1));
        }
        text
    }
}

/// How many breaches are told one by one.
const SHOWN: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_breach_makes_a_bar_missed_and_is_told() {
        let figures = || "3 kills, 0 lost".to_owned();
        let held = Verdict::new("B1b", figures(), Vec::new());
        assert!(!held.is_missed());
        assert!(held.text(Duration::ZERO).starts_with("B1b  held"));
        let breaches = (1..=14).map(|number| format!("account {number} is gone"));
        let missed = Verdict::new("B1b", figures(), breaches.collect());
        assert!(missed.is_missed());
        let text = missed.text(Duration::ZERO);
        assert!(
            text.contains("MISSED") && text.contains("account 12 is gone"),
            "{text}"
        );
        assert!(text.ends_with("and 2 more"), "{text}");
    }

    #[test]
    fn a_bar_that_cannot_be_measured_says_what_is_lacking() {
        let verdict = Verdict::unmeasured("B1a", "install strace");
        assert!(!verdict.is_missed());
        assert_eq!(
            verdict.text(Duration::ZERO),
            "B1a  not measured: install strace"
        );
    }
}
