//! Every feature of the bot with what it needs of Twitch, declared once; scopes, `doctor`, what `run` leaves out and the manual come from here.
//!
//! It asks nobody anything: what is granted is told by whoever holds the tokens.

pub(crate) mod off;

use spec::endpoints::{chat, moderation, streams, users};
use spec::{Endpoint, EventType};
use types::ScopeSet;

use crate::cli::Role;
use crate::config::{Config, Send};
use crate::scope_groups;

/// Something that the bot does for people.
#[derive(Debug)]
pub(crate) struct Feature {
    /// Its name in `doctor`, in the log and in `--json`; a contract.
    pub id: &'static str,
    /// What it does, in a sentence.
    pub about: &'static str,
    /// Whose account it uses.
    pub role: Role,
    /// The calls that it makes.
    pub endpoints: &'static [&'static Endpoint],
    /// The events that it is told of.
    pub event_types: &'static [&'static EventType],
    /// Scopes that stand in no table of calls, because chat over IRC is none.
    pub bare_scopes: &'static [&'static str],
    /// Whether the rest is of use without it.
    pub weight: Weight,
    switch: Switch,
}

/// Whether the rest of the bot is of use without a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Without it nothing useful is left.
    Vital,
    /// The rest goes on without it.
    Optional,
}

/// What in the config switches a feature on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Switch {
    Always,
    SendBy(Send),
}

/// All features, in the order in which a person meets them.
pub(crate) const FEATURES: &[Feature] = &[
    Feature {
        endpoints: &[&users::GET_USERS],
        weight: Weight::Vital,
        ..Feature::of_bot(
            "find-channels",
            "Finds the channels of the config by their names.",
        )
    },
    Feature {
        bare_scopes: &["chat:read"],
        weight: Weight::Vital,
        ..Feature::of_bot("read-chat", "Reads chat and hears the commands in it.")
    },
    Feature {
        endpoints: &[&chat::SEND_CHAT_MESSAGE],
        switch: Switch::SendBy(Send::Helix),
        ..Feature::of_bot(
            "answer",
            "Answers in chat, and learns why an answer did not appear.",
        )
    },
    Feature {
        bare_scopes: &["chat:edit"],
        switch: Switch::SendBy(Send::Irc),
        ..Feature::of_bot("answer-by-irc", "Answers in chat over the chat connection.")
    },
    Feature {
        endpoints: &[&streams::GET_STREAMS],
        ..Feature::of_bot("uptime", "Knows since when a channel is live, for !uptime.")
    },
    Feature {
        endpoints: &[&chat::GET_CHAT_SETTINGS],
        ..Feature::of_bot(
            "room-check",
            "Lets `doctor` tell which modes of a chat, such as followers-only, keep the bot silent.",
        )
    },
    Feature {
        endpoints: &[&moderation::GET_MODERATORS],
        ..Feature::of_broadcaster(
            "moderator-check",
            "Says if the bot is no moderator, because Twitch then lets it say less.",
        )
    },
    Feature {
        endpoints: &[&moderation::GET_BANNED_USERS],
        ..Feature::of_broadcaster(
            "ban-check",
            "Lets `doctor` tell if the bot is banned or timed out in the channel.",
        )
    },
];

/// The features of a role that the config switches on.
pub(crate) fn switched_on(config: &Config, role: Role) -> impl Iterator<Item = &'static Feature> {
    let is_on = move |feature: &&Feature| feature.role == role && feature.is_on(config);
    FEATURES.iter().filter(is_on)
}

impl Feature {
    /// What the table starts from: an optional feature of the bot's account that is always on and needs nothing.
    const fn of_bot(id: &'static str, about: &'static str) -> Self {
        Self {
            id,
            about,
            role: Role::Bot,
            endpoints: &[],
            event_types: &[],
            bare_scopes: &[],
            weight: Weight::Optional,
            switch: Switch::Always,
        }
    }

    /// The same for the broadcaster's account.
    const fn of_broadcaster(id: &'static str, about: &'static str) -> Self {
        Self {
            role: Role::Broadcaster,
            ..Self::of_bot(id, about)
        }
    }

    /// Whether the config switches it on.
    pub(crate) fn is_on(&self, config: &Config) -> bool {
        match self.switch {
            Switch::Always => true,
            Switch::SendBy(send) => config.send == send,
        }
    }

    /// What it lacks with these scopes granted.
    pub(crate) fn missing(&self, granted: &ScopeSet) -> ScopeSet {
        scope_groups::missing(self.scope_groups(), granted)
    }

    /// What it needs: one scope of each group.
    fn scope_groups(&self) -> Vec<Vec<&'static str>> {
        let mut groups: Vec<_> = self.bare_scopes.iter().map(|scope| vec![*scope]).collect();
        for endpoint in self.endpoints {
            groups.extend(scope_groups::of_call(&endpoint.scopes));
        }
        for event_type in self.event_types {
            groups.extend(scope_groups::of_event(&event_type.scopes));
        }
        groups
    }

    /// When it is on, in words for the manual.
    #[cfg(test)]
    pub(crate) fn switch_in_words(&self) -> &'static str {
        match self.switch {
            Switch::Always => "always",
            Switch::SendBy(Send::Helix) => "`[chat] send` is `helix`",
            Switch::SendBy(Send::Irc) => "`[chat] send` is `irc`",
        }
    }
}

#[cfg(test)]
mod tests {
    use spec::events;

    use super::*;

    #[test]
    fn a12_each_feature_names_what_it_lacks_and_takes_what_is_granted() {
        let missing = |id: &str, granted: &str| {
            let feature = FEATURES.iter().find(|feature| feature.id == id);
            let feature = feature.expect("the table holds it");
            feature.missing(&ScopeSet::parse(granted)).to_string()
        };
        assert_eq!(missing("read-chat", ""), "chat:read");
        assert_eq!(missing("read-chat", "chat:read chat:edit"), "");
        assert_eq!(missing("answer", "chat:read"), "user:write:chat");
        assert_eq!(missing("answer-by-irc", "chat:read"), "chat:edit");
        assert_eq!(missing("uptime", ""), "");
        assert_eq!(missing("moderator-check", ""), "moderation:read");
        // One of several will do, and a wider one that was granted for something else is not asked for again.
        assert_eq!(missing("moderator-check", "channel:manage:moderators"), "");
        assert_eq!(
            missing("ban-check", "channel:manage:moderators"),
            "moderation:read"
        );
    }

    #[test]
    fn an_event_needs_one_scope_of_each_of_its_groups() {
        let feature = Feature {
            event_types: &[&events::channel_moderate::MODERATE_V2],
            ..Feature::of_bot("watch-moderators", "")
        };
        let missing = feature.missing(&ScopeSet::default());
        assert!(missing.len() > 1, "{missing}");
        assert!(feature.missing(&missing).is_empty());
        let fewer: ScopeSet = missing.iter().skip(1).cloned().collect();
        assert_eq!(feature.missing(&fewer).len(), 1);
    }

    #[test]
    fn names_are_unique_and_every_scope_is_one_of_twitchs() {
        for (position, feature) in FEATURES.iter().enumerate() {
            let earlier = FEATURES.iter().take(position);
            assert!(earlier.clone().all(|other| other.id != feature.id));
            for scope in feature.scope_groups().concat() {
                assert!(spec::scope(scope).is_some(), "{scope} of {}", feature.id);
            }
        }
    }
}
