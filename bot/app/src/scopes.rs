//! The scopes to ask for at login, derived from the features that the config switches on. It knows nothing of tokens.

use types::ScopeSet;

use crate::cli::Role;
use crate::config::Config;
use crate::features;
use crate::scope_groups;
use crate::short_forms::{self, Actor, SHORT_FORMS, ShortForm};

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

/// What the short forms lack that a login is for; see [`short_forms::purposes`].
pub(crate) fn of_purposes(role: Role, purposes: &[String], granted: &ScopeSet) -> ScopeSet {
    let wanted = short_forms_of(role).filter(|form| is_among(form, purposes));
    let groups = wanted.flat_map(ShortForm::scope_groups).collect();
    scope_groups::missing(groups, granted)
}

/// Those of the purposes that need nothing of this role.
pub(crate) fn purposes_of_others(role: Role, purposes: &[String]) -> Vec<&str> {
    let is_used = |purpose: &&str| {
        let purpose = (*purpose).to_owned();
        short_forms_of(role).any(|form| is_among(form, std::slice::from_ref(&purpose)))
    };
    let purposes = purposes.iter().map(String::as_str);
    purposes.filter(|purpose| !is_used(purpose)).collect()
}

/// The short forms in which the account of this role may act.
fn short_forms_of(role: Role) -> impl Iterator<Item = &'static ShortForm> {
    let acts = move |form: &&ShortForm| match form.actor {
        Actor::Anybody | Actor::Moderator => true,
        Actor::Bot => role == Role::Bot,
        Actor::Broadcaster => role == Role::Broadcaster,
    };
    SHORT_FORMS.iter().filter(acts)
}

fn is_among(form: &ShortForm, purposes: &[String]) -> bool {
    let mut purposes = purposes.iter();
    purposes.any(|purpose| purpose == short_forms::ALL || purpose == form.purpose())
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
    fn a_login_for_short_forms_asks_for_what_they_use_of_that_account() {
        let of = |role, purposes: &[&str], granted: &str| {
            let purposes: Vec<String> = purposes.iter().map(|name| (*name).to_owned()).collect();
            of_purposes(role, &purposes, &ScopeSet::parse(granted)).to_string()
        };
        assert_eq!(of(Role::Broadcaster, &["poll"], ""), "channel:manage:polls");
        assert_eq!(
            of(Role::Broadcaster, &["title", "game", "marker"], ""),
            "channel:manage:broadcast"
        );
        assert_eq!(
            of(Role::Broadcaster, &["mods"], "channel:manage:moderators"),
            ""
        );
        assert_eq!(
            of(Role::Bot, &["ban", "settings"], ""),
            "moderator:manage:banned_users moderator:manage:chat_settings"
        );
        assert_eq!(of(Role::Bot, &["say"], "chat:read"), "user:write:chat");
        let everything = of(Role::Bot, &["all"], "");
        assert!(
            everything.contains("moderator:read:chatters"),
            "{everything}"
        );
        assert!(!everything.contains("polls"), "{everything}");
        let names = ["poll", "say", "all"].map(str::to_owned);
        assert_eq!(purposes_of_others(Role::Bot, &names), ["poll"]);
        assert_eq!(purposes_of_others(Role::Broadcaster, &names), ["say"]);
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
