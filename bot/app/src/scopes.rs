//! The scopes to ask for at login, derived from the features that the config switches on. It knows nothing of tokens.

use types::ScopeSet;

use crate::cli::Role;
use crate::config::Config;
use crate::features;

/// What the bot's account must allow if it has allowed nothing yet.
pub(crate) fn of_bot(config: &Config) -> ScopeSet {
    missing(config, Role::Bot, &ScopeSet::default())
}

/// What the broadcaster's account must allow if it has allowed nothing yet.
///
/// Twitch gives no lasting login for no scope at all, so a broadcaster without features could not log in.
pub(crate) fn of_broadcaster(config: &Config) -> ScopeSet {
    missing(config, Role::Broadcaster, &ScopeSet::default())
}

/// What the features of a role lack with these scopes granted.
pub(crate) fn missing(config: &Config, role: Role, granted: &ScopeSet) -> ScopeSet {
    let mut missing = ScopeSet::default();
    for feature in features::switched_on(config, role) {
        missing.extend(feature.missing(granted).iter().cloned());
    }
    missing
}

/// What a login asks for: what is granted already and what is missing, because Twitch's new token replaces the old one.
pub(crate) fn to_ask_for(config: &Config, role: Role, granted: &ScopeSet) -> ScopeSet {
    let mut wanted = granted.clone();
    wanted.extend(missing(config, role, granted).iter().cloned());
    wanted
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn config(text: &str) -> Config {
        Config::from_text(Path::new("a.toml"), text).expect("valid")
    }

    #[test]
    fn only_what_the_config_uses_is_asked_for() {
        let helix = config("");
        assert_eq!(of_bot(&helix).to_string(), "chat:read user:write:chat");
        let irc = config("[chat]\nsend = \"irc\"\n");
        assert_eq!(of_bot(&irc).to_string(), "chat:edit chat:read");
        assert_eq!(of_broadcaster(&helix).to_string(), "moderation:read");
    }

    #[test]
    fn a12_a_login_asks_for_the_difference_and_keeps_what_was_granted() {
        let config = config("");
        let granted = ScopeSet::parse("chat:read channel:manage:polls");
        let wanted = to_ask_for(&config, Role::Bot, &granted);
        assert_eq!(
            wanted.to_string(),
            "channel:manage:polls chat:read user:write:chat"
        );
    }
}
