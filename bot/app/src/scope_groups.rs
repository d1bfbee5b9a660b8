//! What calls and events need of those who grant: one scope of each group. It knows no call and no account.

use spec::{EventScopes, Scopes};
use types::{Scope, ScopeSet};

/// The groups of a call.
pub(crate) fn of_call(scopes: &Scopes) -> Vec<Vec<&'static str>> {
    grouped(scopes.all_of, &[scopes.any_of])
}

/// The groups of an event type.
pub(crate) fn of_event(scopes: &EventScopes) -> Vec<Vec<&'static str>> {
    let mut groups = grouped(scopes.all_of, &[scopes.any_of]);
    groups.extend(grouped(&[], scopes.all_of_any_of));
    groups
}

fn grouped(
    all: &[&'static str],
    one_of_each: &[&'static [&'static str]],
) -> Vec<Vec<&'static str>> {
    let alone = all.iter().map(|scope| vec![*scope]);
    let choices = one_of_each.iter().map(|group| group.to_vec());
    alone
        .chain(choices)
        .filter(|group| !group.is_empty())
        .collect()
}

/// What is missing with these scopes granted: where one of several will do, the narrowest, which stands first.
///
/// A scope that is granted already counts, also a wider one, and so does one that another group needs anyway: nobody
/// is asked for more than it takes.
pub(crate) fn missing(mut groups: Vec<Vec<&'static str>>, granted: &ScopeSet) -> ScopeSet {
    groups.sort_by_key(Vec::len);
    let mut missing = ScopeSet::default();
    for group in &groups {
        let is_met = |scope: &&str| granted.contains(scope) || missing.contains(scope);
        if !group.iter().any(is_met)
            && let Some(scope) = group.first()
        {
            missing.insert(Scope::new(scope));
        }
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_scope_that_is_needed_anyway_makes_the_narrow_one_needless() {
        let read_or_manage = vec!["channel:read:polls", "channel:manage:polls"];
        let manage = vec!["channel:manage:polls"];
        let nothing = ScopeSet::default();
        let both = missing(vec![read_or_manage.clone(), manage], &nothing);
        assert_eq!(both.to_string(), "channel:manage:polls");
        let reading = missing(vec![read_or_manage.clone()], &nothing);
        assert_eq!(reading.to_string(), "channel:read:polls");
        let granted = ScopeSet::parse("channel:manage:polls");
        assert!(missing(vec![read_or_manage], &granted).is_empty());
    }
}
