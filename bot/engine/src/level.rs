//! Who may do what: five levels, read from the roles of one room and the ids of one line, and from nothing else.

use std::fmt;
use std::str::FromStr;

use types::{Role, Roles, UserId};

/// What somebody is at least, in one channel; each level includes those before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Everybody.
    #[default]
    Viewer,
    /// Subscribers.
    Subscriber,
    /// VIPs.
    Vip,
    /// Moderators.
    Moderator,
    /// The owner of the channel.
    Broadcaster,
}

/// A text that names no level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no such level; the levels are everyone, subscriber, vip, moderator and broadcaster"
)]
pub struct UnknownLevel;

impl Level {
    /// All levels, from everybody to the broadcaster.
    pub const ALL: [Self; 5] = [
        Self::Viewer,
        Self::Subscriber,
        Self::Vip,
        Self::Moderator,
        Self::Broadcaster,
    ];

    /// The level of a person in a channel.
    ///
    /// Only the id makes a broadcaster: a badge could have been copied from another room, an id cannot.
    pub fn of(sender: &UserId, roles: Roles, channel: &UserId) -> Self {
        if sender == channel {
            Self::Broadcaster
        } else if roles.contains(Role::Moderator) {
            Self::Moderator
        } else if roles.contains(Role::Vip) {
            Self::Vip
        } else if roles.contains(Role::Subscriber) {
            Self::Subscriber
        } else {
            Self::Viewer
        }
    }

    /// The level's name, as it is stored and shown.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Viewer => "everyone",
            Self::Subscriber => "subscriber",
            Self::Vip => "vip",
            Self::Moderator => "moderator",
            Self::Broadcaster => "broadcaster",
        }
    }
}

impl FromStr for Level {
    type Err = UnknownLevel;

    /// Reads the names and numbers that other bots taught people to type.
    fn from_str(text: &str) -> Result<Self, UnknownLevel> {
        match text.to_lowercase().as_str() {
            "everyone" | "everybody" | "all" | "viewer" | "100" => Ok(Self::Viewer),
            "subscriber" | "subscribers" | "sub" | "subs" | "250" => Ok(Self::Subscriber),
            "vip" | "vips" | "twitch_vip" | "400" => Ok(Self::Vip),
            "moderator" | "moderators" | "mod" | "mods" | "500" => Ok(Self::Moderator),
            "broadcaster" | "streamer" | "owner" | "caster" | "1500" | "2000" => {
                Ok(Self::Broadcaster)
            }
            _ => Err(UnknownLevel),
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x18_the_level_comes_from_ids_and_from_the_roles_of_this_room() {
        let channel = UserId::new("1001");
        for (sender, roles, expected) in [
            ("1001", Roles::NONE, Level::Broadcaster),
            ("2002", Roles::NONE, Level::Viewer),
            (
                "2002",
                Roles::NONE.with(Role::Subscriber),
                Level::Subscriber,
            ),
            (
                "2002",
                Roles::NONE.with(Role::Vip).with(Role::Subscriber),
                Level::Vip,
            ),
            ("2002", Roles::NONE.with(Role::Moderator), Level::Moderator),
            // The badge without the id is not believed.
            ("2002", Roles::NONE.with(Role::Broadcaster), Level::Viewer),
        ] {
            assert_eq!(
                Level::of(&UserId::new(sender), roles, &channel),
                expected,
                "{sender} with {roles:?}"
            );
        }
    }

    #[test]
    fn a_level_is_read_back_from_its_own_name() {
        for level in Level::ALL {
            assert_eq!(level.name().parse(), Ok(level));
        }
        assert_eq!("MOD".parse(), Ok(Level::Moderator));
        assert_eq!("regular".parse::<Level>(), Err(UnknownLevel));
    }
}
