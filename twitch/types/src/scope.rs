//! Scopes as names and as sets; which scope allows what is the business of `spec`.

use std::borrow::Borrow;
use std::collections::BTreeSet;
use std::fmt;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// The name of a permission, such as `user:write:chat`; names that are not known yet are kept.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scope(CompactString);

/// A set of scopes in alphabetical order, so that it is always written the same way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ScopeSet(BTreeSet<Scope>);

impl Scope {
    /// Takes a scope name as Twitch writes it.
    pub fn new(name: impl AsRef<str>) -> Self {
        Self(CompactString::new(name))
    }

    /// The name as Twitch writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ScopeSet {
    /// Reads a list separated by blanks, as it stands in a `scope` parameter.
    pub fn parse(text: &str) -> Self {
        text.split_whitespace().map(Scope::new).collect()
    }

    /// Adds a scope; false if it was there already.
    pub fn insert(&mut self, scope: Scope) -> bool {
        self.0.insert(scope)
    }

    /// Whether the set holds a scope of this name.
    pub fn contains(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// The scopes of `wanted` that are not in this set.
    #[must_use]
    pub fn missing(&self, wanted: &Self) -> Self {
        Self(wanted.0.difference(&self.0).cloned().collect())
    }

    /// Whether there is no scope at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many scopes there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The scopes in alphabetical order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Scope> {
        self.0.iter()
    }
}

impl FromIterator<Scope> for ScopeSet {
    fn from_iter<Scopes: IntoIterator<Item = Scope>>(scopes: Scopes) -> Self {
        Self(scopes.into_iter().collect())
    }
}

impl Extend<Scope> for ScopeSet {
    fn extend<Scopes: IntoIterator<Item = Scope>>(&mut self, scopes: Scopes) {
        self.0.extend(scopes);
    }
}

impl fmt::Display for ScopeSet {
    /// Writes the list separated by blanks, as a `scope` parameter wants it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, scope) in self.0.iter().enumerate() {
            let gap = if position == 0 { "" } else { " " };
            write!(formatter, "{gap}{scope}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Scope({})", self.0)
    }
}

impl From<&str> for Scope {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl Borrow<str> for Scope {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_missing_scopes_are_named_in_order() {
        let granted = ScopeSet::parse("chat:read  user:bot");
        let wanted = ScopeSet::parse("user:write:chat chat:read chat:edit");
        assert_eq!(
            granted.missing(&wanted).to_string(),
            "chat:edit user:write:chat"
        );
    }
}
