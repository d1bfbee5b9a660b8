//! What a reader saw, as one number; so that nothing can be left out unnoticed.

/// Adds up lengths and flags of different types.
#[derive(Debug, Default)]
pub(crate) struct Sum(pub u64);

impl Sum {
    #[inline]
    pub(crate) fn length(&mut self, text: &str) {
        self.0 = self.0.wrapping_add(text.len() as u64);
    }

    #[inline]
    pub(crate) fn optional(&mut self, text: Option<&str>) {
        self.length(text.unwrap_or(""));
    }

    #[inline]
    pub(crate) fn number(&mut self, number: u64) {
        self.0 = self.0.wrapping_add(number);
    }
}
