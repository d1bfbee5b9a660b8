//! Chat badges and the roles that can be read from them; roles hold in the room that the badges came from and nowhere else.

use compact_str::CompactString;

/// One badge, such as `subscriber/24`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Badge {
    /// The badge set (`subscriber`).
    pub name: CompactString,
    /// The version within the set (`24`); any text without a comma.
    pub version: CompactString,
}

/// The badges of one user in one room, in the order in which Twitch shows them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Badges(Vec<Badge>);

/// What somebody may be in a channel.
///
/// Everybody is a viewer, so that is no role; roles do not include each other (a broadcaster is no moderator).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Role {
    /// Pays for the channel (`subscriber` or `founder`).
    Subscriber = 1,
    /// Was made a VIP by the broadcaster.
    Vip = 2,
    /// Moderates the channel (`moderator` or `lead_moderator`).
    Moderator = 4,
    /// Owns the channel.
    Broadcaster = 8,
}

/// A set of roles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Roles(u8);

impl Badges {
    /// Reads the value of a `badges` tag, `name/version,name/version`; items without a name are passed over.
    pub fn parse(text: &str) -> Self {
        let badges = text.split(',').filter_map(|item| {
            let (name, version) = item.split_once('/').unwrap_or((item, ""));
            (!name.is_empty()).then(|| Badge {
                name: name.into(),
                version: version.into(),
            })
        });
        Self(badges.collect())
    }

    /// The version of the badge of that name, if the user wears it.
    pub fn version(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|badge| badge.name == name)
            .map(|badge| badge.version.as_str())
    }

    /// The badges in the order in which Twitch shows them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Badge> {
        self.0.iter()
    }

    /// The roles that these badges prove.
    pub fn roles(&self) -> Roles {
        self.0
            .iter()
            .filter_map(|badge| Role::from_badge(&badge.name))
            .collect()
    }
}

impl Role {
    /// The role that a badge of this name proves.
    pub fn from_badge(name: &str) -> Option<Self> {
        Self::from_badge_bytes(name.as_bytes())
    }

    fn from_badge_bytes(name: &[u8]) -> Option<Self> {
        match name {
            b"subscriber" | b"founder" => Some(Self::Subscriber),
            b"vip" => Some(Self::Vip),
            // A lead moderator wears this badge instead, and Twitch sends `mod=0` for them.
            b"moderator" | b"lead_moderator" => Some(Self::Moderator),
            b"broadcaster" => Some(Self::Broadcaster),
            _ => None,
        }
    }
}

impl Roles {
    /// No role: a viewer.
    pub const NONE: Self = Self(0);

    /// Reads the roles from a `badges` tag without keeping the badges.
    pub fn from_badges(text: &str) -> Self {
        // Over bytes, because this is asked of every message.
        let items = text.as_bytes().split(|byte| *byte == b',');
        let names = items.filter_map(|item| item.split(|byte| *byte == b'/').next());
        names.filter_map(Role::from_badge_bytes).collect()
    }

    /// The same roles and this one.
    #[must_use]
    pub const fn with(self, role: Role) -> Self {
        Self(self.0 | role as u8)
    }

    /// Whether this role is among them.
    pub const fn contains(self, role: Role) -> bool {
        self.0 & role as u8 != 0
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<Items: IntoIterator<Item = Role>>(roles: Items) -> Self {
        roles.into_iter().fold(Self::NONE, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x18_roles_are_read_from_badge_names_alone() {
        for (badges, expected) in [
            ("", Roles::NONE),
            ("premium/1", Roles::NONE),
            ("moderators/1,Broadcaster/1", Roles::NONE),
            ("founder/0", Roles::NONE.with(Role::Subscriber)),
            (
                "lead_moderator/1,subscriber/24",
                Roles::NONE.with(Role::Moderator).with(Role::Subscriber),
            ),
            ("broadcaster/1", Roles::NONE.with(Role::Broadcaster)),
        ] {
            assert_eq!(Roles::from_badges(badges), expected, "{badges:?}");
            assert_eq!(Badges::parse(badges).roles(), expected, "{badges:?}");
        }
    }

    #[test]
    fn a_version_is_everything_behind_the_first_slash() {
        let badges = Badges::parse("predictions/Blue/Outcome,,vip");
        assert_eq!(badges.version("predictions"), Some("Blue/Outcome"));
        assert_eq!(badges.version("vip"), Some(""));
        assert_eq!(badges.iter().len(), 2);
    }
}
