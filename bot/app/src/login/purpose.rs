//! What each scope is asked for, in words, from the tables of features and short forms.

use auth::Asked;
use types::{Scope, ScopeSet};

use super::wanted::Wanted;
use crate::config::Config;
use crate::features;
use crate::short_forms;

/// Every scope of a login with what it is for.
pub(super) fn asked(config: &Config, wanted: &Wanted) -> Vec<Asked> {
    let scopes = wanted.scopes.iter();
    let asked = scopes.map(|scope| Asked {
        scope: scope.clone(),
        meaning: meaning(config, wanted, scope),
    });
    asked.collect()
}

fn meaning(config: &Config, wanted: &Wanted, scope: &Scope) -> String {
    let others: ScopeSet = wanted
        .scopes
        .iter()
        .filter(|other| *other != scope)
        .cloned()
        .collect();
    let needs_it = |feature: &&features::Feature| {
        feature.missing(&wanted.scopes).is_empty() && !feature.missing(&others).is_empty()
    };
    let mut sentences: Vec<String> = features::switched_on(config, wanted.role)
        .filter(needs_it)
        .map(|feature| feature.about.to_owned())
        .collect();
    let commands = short_forms::purposes_of(scope.as_str());
    if !commands.is_empty() {
        sentences.push(format!("For the commands: {}.", commands.join(", ")));
    }
    if sentences.is_empty() {
        ALLOWED_BEFORE.to_owned()
    } else {
        sentences.join(" ").replace('`', "")
    }
}

/// A new token replaces the old one, so that it must bring along what that one had.
const ALLOWED_BEFORE: &str = "Was allowed before, or asked for by name.";

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::cli::Role;

    #[test]
    fn every_scope_is_asked_for_with_its_reason() {
        let config = Config::from_text(Path::new("a.toml"), "").expect("valid");
        let wanted = Wanted {
            role: Role::Bot,
            login: None,
            scopes: ScopeSet::parse(
                "chat:read user:write:chat channel:manage:polls user:read:email",
            ),
        };
        let meanings: Vec<_> = asked(&config, &wanted)
            .into_iter()
            .map(|asked| (asked.scope.to_string(), asked.meaning))
            .collect();
        let meaning = |name: &str| {
            let found = meanings.iter().find(|(scope, _)| scope == name);
            found.map(|(_, meaning)| meaning.as_str())
        };
        assert_eq!(
            meaning("chat:read"),
            Some("Reads chat and hears the commands in it.")
        );
        assert_eq!(
            meaning("channel:manage:polls"),
            Some("For the commands: poll.")
        );
        assert_eq!(meaning("user:read:email"), Some(ALLOWED_BEFORE));
        assert!(meaning("user:write:chat").is_some_and(|words| words.starts_with("Answers")));
    }
}
