//! The commands for every day, declared once: what each calls, whose account acts, and a line that can be typed. Help, manual, `api CALL --help` and `login --for` come from here.
//!
//! How they are typed stands in `cli/short_form.rs`, what they do in the file of each command.

pub(crate) mod board;
pub(crate) mod category;
pub(crate) mod chart;
pub(crate) mod choice;
pub(crate) mod errand;
mod refusal;
pub(crate) mod tally;
pub(crate) mod watch;

use spec::Endpoint;
use spec::endpoints::{
    channels, chat, clips, moderation, polls, predictions, raids, search, streams, users,
};

use crate::scope_groups;

/// A command that stands for a call of Twitch's API, or for a few.
#[derive(Debug)]
pub(crate) struct ShortForm {
    /// The words behind `streamhand`.
    pub name: &'static str,
    /// The calls that it makes; the first one is what it stands for.
    pub endpoints: &'static [&'static Endpoint],
    /// Whose account acts.
    pub actor: Actor,
    /// A whole line that can be typed.
    pub example: &'static str,
}

/// Whose account acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Actor {
    /// Whoever is logged in, or the application.
    Anybody,
    /// The bot.
    Bot,
    /// The bot if it is a moderator of the channel, else the broadcaster.
    Moderator,
    /// The broadcaster.
    Broadcaster,
}

/// All short forms, in the order in which a person meets them.
pub(crate) const SHORT_FORMS: &[ShortForm] = &[
    ShortForm {
        name: "user",
        endpoints: &[&users::GET_USERS],
        actor: Actor::Anybody,
        example: "streamhand user somechannel",
    },
    ShortForm {
        name: "poll create",
        endpoints: &[&polls::CREATE_POLL, &polls::GET_POLLS],
        actor: Actor::Broadcaster,
        example: "streamhand poll create \"Tea or coffee?\" Tea Coffee --for 5m --watch",
    },
    ShortForm {
        name: "poll end",
        endpoints: &[&polls::END_POLL, &polls::GET_POLLS],
        actor: Actor::Broadcaster,
        example: "streamhand poll end",
    },
    ShortForm {
        name: "poll show",
        endpoints: &[&polls::GET_POLLS],
        actor: Actor::Broadcaster,
        example: "streamhand poll show",
    },
    ShortForm {
        name: "poll watch",
        endpoints: &[&polls::GET_POLLS],
        actor: Actor::Broadcaster,
        example: "streamhand poll watch",
    },
    ShortForm {
        name: "prediction create",
        endpoints: &[
            &predictions::CREATE_PREDICTION,
            &predictions::GET_PREDICTIONS,
        ],
        actor: Actor::Broadcaster,
        example: "streamhand prediction create \"Will it boil over?\" Yes No --for 2m",
    },
    ShortForm {
        name: "prediction lock",
        endpoints: &[&predictions::END_PREDICTION, &predictions::GET_PREDICTIONS],
        actor: Actor::Broadcaster,
        example: "streamhand prediction lock",
    },
    ShortForm {
        name: "prediction resolve",
        endpoints: &[&predictions::END_PREDICTION, &predictions::GET_PREDICTIONS],
        actor: Actor::Broadcaster,
        example: "streamhand prediction resolve Yes",
    },
    ShortForm {
        name: "prediction cancel",
        endpoints: &[&predictions::END_PREDICTION, &predictions::GET_PREDICTIONS],
        actor: Actor::Broadcaster,
        example: "streamhand prediction cancel",
    },
    ShortForm {
        name: "prediction show",
        endpoints: &[&predictions::GET_PREDICTIONS],
        actor: Actor::Broadcaster,
        example: "streamhand prediction show",
    },
    ShortForm {
        name: "prediction watch",
        endpoints: &[&predictions::GET_PREDICTIONS],
        actor: Actor::Broadcaster,
        example: "streamhand prediction watch",
    },
    ShortForm {
        name: "raid",
        endpoints: &[&raids::START_A_RAID, &users::GET_USERS],
        actor: Actor::Broadcaster,
        example: "streamhand raid otherchannel",
    },
    ShortForm {
        name: "raid cancel",
        endpoints: &[&raids::CANCEL_A_RAID],
        actor: Actor::Broadcaster,
        example: "streamhand raid cancel",
    },
    ShortForm {
        name: "chatters",
        endpoints: &[&chat::GET_CHATTERS],
        actor: Actor::Moderator,
        example: "streamhand chatters",
    },
    ShortForm {
        name: "mods",
        endpoints: &[&moderation::GET_MODERATORS],
        actor: Actor::Broadcaster,
        example: "streamhand mods",
    },
    ShortForm {
        name: "mod add",
        endpoints: &[&moderation::ADD_CHANNEL_MODERATOR, &users::GET_USERS],
        actor: Actor::Broadcaster,
        example: "streamhand mod add perty",
    },
    ShortForm {
        name: "mod remove",
        endpoints: &[&moderation::REMOVE_CHANNEL_MODERATOR, &users::GET_USERS],
        actor: Actor::Broadcaster,
        example: "streamhand mod remove perty",
    },
    ShortForm {
        name: "say",
        endpoints: &[&chat::SEND_CHAT_MESSAGE],
        actor: Actor::Bot,
        example: "streamhand say Hello everybody",
    },
    ShortForm {
        name: "announce",
        endpoints: &[&chat::SEND_CHAT_ANNOUNCEMENT],
        actor: Actor::Moderator,
        example: "streamhand announce --frame purple We start in five minutes",
    },
    ShortForm {
        name: "shoutout",
        endpoints: &[&chat::SEND_A_SHOUTOUT, &users::GET_USERS],
        actor: Actor::Moderator,
        example: "streamhand shoutout otherchannel",
    },
    ShortForm {
        name: "title",
        endpoints: &[
            &channels::MODIFY_CHANNEL_INFORMATION,
            &channels::GET_CHANNEL_INFORMATION,
        ],
        actor: Actor::Broadcaster,
        example: "streamhand title Painting by candlelight",
    },
    ShortForm {
        name: "game",
        endpoints: &[
            &channels::MODIFY_CHANNEL_INFORMATION,
            &search::SEARCH_CATEGORIES,
            &channels::GET_CHANNEL_INFORMATION,
        ],
        actor: Actor::Broadcaster,
        example: "streamhand game Just Chatting",
    },
    ShortForm {
        name: "clip",
        endpoints: &[&clips::CREATE_CLIP],
        actor: Actor::Anybody,
        example: "streamhand clip",
    },
    ShortForm {
        name: "marker",
        endpoints: &[&streams::CREATE_STREAM_MARKER],
        actor: Actor::Broadcaster,
        example: "streamhand marker The kettle boils",
    },
    ShortForm {
        name: "ban",
        endpoints: &[&moderation::BAN_USER, &users::GET_USERS],
        actor: Actor::Moderator,
        example: "streamhand ban kettle_on Sells followers",
    },
    ShortForm {
        name: "timeout",
        endpoints: &[&moderation::BAN_USER, &users::GET_USERS],
        actor: Actor::Moderator,
        example: "streamhand timeout kettle_on 10m Too many capitals",
    },
    ShortForm {
        name: "unban",
        endpoints: &[&moderation::UNBAN_USER, &users::GET_USERS],
        actor: Actor::Moderator,
        example: "streamhand unban kettle_on",
    },
    ShortForm {
        name: "warn",
        endpoints: &[&moderation::WARN_CHAT_USER, &users::GET_USERS],
        actor: Actor::Moderator,
        example: "streamhand warn kettle_on No links, please",
    },
    ShortForm {
        name: "delete",
        endpoints: &[&moderation::DELETE_CHAT_MESSAGES],
        actor: Actor::Moderator,
        example: "streamhand delete 885196de-cb67-427a-baa8-82f9b0fcd05f",
    },
    ShortForm {
        name: "clear",
        endpoints: &[&moderation::DELETE_CHAT_MESSAGES],
        actor: Actor::Moderator,
        example: "streamhand clear",
    },
    ShortForm {
        name: "vip add",
        endpoints: &[&moderation::ADD_CHANNEL_VIP, &users::GET_USERS],
        actor: Actor::Broadcaster,
        example: "streamhand vip add kettle_on",
    },
    ShortForm {
        name: "vip remove",
        endpoints: &[&moderation::REMOVE_CHANNEL_VIP, &users::GET_USERS],
        actor: Actor::Broadcaster,
        example: "streamhand vip remove kettle_on",
    },
    ShortForm {
        name: "vips",
        endpoints: &[&moderation::GET_VIPS],
        actor: Actor::Broadcaster,
        example: "streamhand vips",
    },
    ShortForm {
        name: "settings",
        endpoints: &[&chat::GET_CHAT_SETTINGS],
        actor: Actor::Anybody,
        example: "streamhand settings",
    },
    ShortForm {
        name: "settings slow",
        endpoints: &[&chat::UPDATE_CHAT_SETTINGS],
        actor: Actor::Moderator,
        example: "streamhand settings slow 10s",
    },
    ShortForm {
        name: "settings followers",
        endpoints: &[&chat::UPDATE_CHAT_SETTINGS],
        actor: Actor::Moderator,
        example: "streamhand settings followers 10m",
    },
    ShortForm {
        name: "settings subscribers",
        endpoints: &[&chat::UPDATE_CHAT_SETTINGS],
        actor: Actor::Moderator,
        example: "streamhand settings subscribers on",
    },
    ShortForm {
        name: "settings emotes",
        endpoints: &[&chat::UPDATE_CHAT_SETTINGS],
        actor: Actor::Moderator,
        example: "streamhand settings emotes on",
    },
    ShortForm {
        name: "settings unique",
        endpoints: &[&chat::UPDATE_CHAT_SETTINGS],
        actor: Actor::Moderator,
        example: "streamhand settings unique off",
    },
];

/// The short forms that stand for a call.
pub(crate) fn of(endpoint: &Endpoint) -> impl Iterator<Item = &'static ShortForm> {
    let id = endpoint.id;
    let stands_for =
        move |form: &&ShortForm| form.endpoints.first().is_some_and(|first| first.id == id);
    SHORT_FORMS.iter().filter(stands_for)
}

/// What a login can be for: the first words of all short forms that need a scope.
pub(crate) fn purposes() -> Vec<&'static str> {
    let mut purposes: Vec<&'static str> = Vec::new();
    for form in SHORT_FORMS
        .iter()
        .filter(|form| !form.scope_groups().is_empty())
    {
        if !purposes.contains(&form.purpose()) {
            purposes.push(form.purpose());
        }
    }
    purposes
}

/// What this scope serves, in the words of [`purposes`].
pub(crate) fn purposes_of(scope: &str) -> Vec<&'static str> {
    let mut purposes: Vec<&'static str> = Vec::new();
    for form in SHORT_FORMS {
        let needs_it = form
            .scope_groups()
            .iter()
            .any(|group| group.contains(&scope));
        if needs_it && !purposes.contains(&form.purpose()) {
            purposes.push(form.purpose());
        }
    }
    purposes
}

/// What stands below the help of a command.
pub(crate) fn help(name: &str) -> String {
    let Some(form) = SHORT_FORMS.iter().find(|form| form.name == name) else {
        return String::new();
    };
    let mut help = format!("Example: {}\nActs: {}", form.example, form.actor.in_words());
    if !form.scope_groups().is_empty() {
        let logins: Vec<String> = form
            .actor
            .logins()
            .iter()
            .map(|role| format!("streamhand login {role} --for {}", form.purpose()))
            .collect();
        help.push_str(&format!("\nLogin, once: {}", logins.join(", or ")));
    }
    if let Some(first) = form.endpoints.first() {
        help.push_str(&format!("\nShort for: streamhand api {}", first.anchor()));
    }
    help
}

impl ShortForm {
    /// The word by which `login --for` names it, together with its siblings.
    pub(crate) fn purpose(&self) -> &'static str {
        self.name.split(' ').next().unwrap_or(self.name)
    }

    /// What it needs: one scope of each group.
    pub(crate) fn scope_groups(&self) -> Vec<Vec<&'static str>> {
        self.endpoints
            .iter()
            .flat_map(|endpoint| scope_groups::of_call(&endpoint.scopes))
            .collect()
    }
}

impl Actor {
    /// Whose account it is, for help and manual.
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::Anybody => "any account",
            Self::Bot => "the bot",
            Self::Moderator => "the bot as moderator, else the broadcaster",
            Self::Broadcaster => "the broadcaster",
        }
    }

    /// Whose login can be for it.
    fn logins(self) -> &'static [&'static str] {
        match self {
            Self::Anybody | Self::Moderator => &["bot", "broadcaster"],
            Self::Bot => &["bot"],
            Self::Broadcaster => &["broadcaster"],
        }
    }
}

/// The word for everything that a login can be for.
pub(crate) const ALL: &str = "all";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_lead_to_their_short_forms_and_only_what_needs_a_scope_is_a_purpose() {
        let names = |endpoint| of(endpoint).map(|form| form.name).collect::<Vec<_>>();
        assert_eq!(names(&polls::CREATE_POLL), ["poll create"]);
        assert_eq!(names(&moderation::BAN_USER), ["ban", "timeout"]);
        assert!(names(&search::SEARCH_CATEGORIES).is_empty());
        let purposes = purposes();
        assert!(purposes.contains(&"poll") && purposes.contains(&"settings"));
        assert!(!purposes.contains(&"user"), "{purposes:?}");
    }

    #[test]
    fn names_are_unique_and_each_stands_for_a_call() {
        for (position, form) in SHORT_FORMS.iter().enumerate() {
            let mut earlier = SHORT_FORMS.iter().take(position);
            assert!(
                earlier.all(|other| other.name != form.name),
                "{}",
                form.name
            );
            assert!(!form.endpoints.is_empty(), "{}", form.name);
        }
    }
}
