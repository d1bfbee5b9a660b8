//! What somebody is in one room: badges, roles and the name on the line. Read from the world each time, so that a promotion shows at once.

use std::fmt::Write as _;

use types::UserId;

use crate::chat::line::Tags;
use crate::world::channel::{Channel, Subscription};
use crate::world::user::User;

/// A person as they appear in one room.
#[derive(Debug, Clone)]
pub(crate) struct Identity<'world> {
    pub(crate) user: &'world User,
    /// The value of `badges`.
    pub(crate) badges: String,
    /// The value of `badge-info`.
    pub(crate) badge_info: String,
    pub(crate) is_broadcaster: bool,
    pub(crate) is_moderator: bool,
    pub(crate) is_vip: bool,
    pub(crate) is_subscriber: bool,
}

impl<'world> Identity<'world> {
    /// What a person is in a channel.
    pub(crate) fn new(channel: &Channel, user: &'world User) -> Self {
        let is_broadcaster = channel.broadcaster == user.id;
        let is_moderator = !is_broadcaster && channel.moderators.contains(&user.id);
        let is_vip = !is_broadcaster && !is_moderator && channel.vips.contains(&user.id);
        let subscription = channel.subscribers.get(&user.id);
        let mut badges = String::new();
        for (name, is_worn) in [
            ("broadcaster/1", is_broadcaster),
            ("moderator/1", is_moderator),
            ("vip/1", is_vip),
        ] {
            if is_worn {
                add_badge(&mut badges, format_args!("{name}"));
            }
        }
        if let Some(subscription) = subscription {
            let version = badge_version(subscription);
            add_badge(&mut badges, format_args!("subscriber/{version}"));
        }
        for (name, version) in &user.global_badges {
            add_badge(&mut badges, format_args!("{name}/{version}"));
        }
        let badge_info =
            subscription.map(|subscription| format!("subscriber/{}", subscription.months));
        Self {
            user,
            badges,
            badge_info: badge_info.unwrap_or_default(),
            is_broadcaster,
            is_moderator,
            is_vip,
            is_subscriber: subscription.is_some(),
        }
    }

    /// The same person, with the badge of a chat bot if that is worn; broadcasters never wear it in their own room.
    pub(crate) fn with_bot_badge(mut self, is_worn: bool) -> Self {
        if is_worn && !self.is_broadcaster {
            add_badge(&mut self.badges, format_args!("bot-badge/1"));
        }
        self
    }

    /// Whether the higher limits hold here and the room's modes do not.
    pub(crate) fn is_privileged(&self) -> bool {
        self.is_broadcaster || self.is_moderator || self.is_vip
    }

    /// The value of `user-type`.
    pub(crate) fn user_type(&self) -> &'static str {
        if self.is_moderator { "mod" } else { "" }
    }

    /// `badge-info` and `badges`, with which most lines begin.
    pub(crate) fn badge_tags(&self) -> Tags {
        Tags::default()
            .text("badge-info", &self.badge_info)
            .text("badges", &self.badges)
    }

    /// Adds `color` and `display-name`.
    pub(crate) fn name_tags(&self, tags: Tags) -> Tags {
        self.color_tag(tags)
            .text("display-name", &self.user.display_name)
    }

    /// Adds `color` alone, for lines that have something between the two.
    pub(crate) fn color_tag(&self, tags: Tags) -> Tags {
        color_tag(tags, self.user)
    }

    /// The tags of USERSTATE; `id` is that of the message just sent.
    pub(crate) fn state_tags(&self, id: Option<&str>, client_nonce: Option<&str>) -> Tags {
        let tags = self
            .badge_tags()
            .maybe(client_nonce, |tags, nonce| tags.text("client-nonce", nonce));
        self.name_tags(tags)
            .word("emote-sets", EMOTE_SETS)
            .maybe(id, |tags, id| tags.word("id", id))
            .flag("mod", self.is_moderator)
            .flag("subscriber", self.is_subscriber)
            .word("user-type", self.user_type())
    }
}

/// Adds `color`, which is empty for people who never chose one.
pub(crate) fn color_tag(tags: Tags, user: &User) -> Tags {
    match user.color {
        Some(color) => tags.plain("color", color),
        None => tags.word("color", ""),
    }
}

/// Whether an account wears the badge of Twitch's own subscription.
pub(crate) fn has_turbo(user: &User) -> bool {
    user.global_badges.iter().any(|(name, _)| name == "turbo")
}

/// Whether a channel may count as somebody's own or moderated, which the limit of joined channels leaves out.
pub(crate) fn is_at_home(channel: &Channel, user: &UserId) -> bool {
    channel.broadcaster == *user || channel.moderators.contains(user)
}

fn add_badge(badges: &mut String, badge: std::fmt::Arguments<'_>) {
    if !badges.is_empty() {
        badges.push(',');
    }
    // Writing to a string cannot fail.
    let _ = badges.write_fmt(badge);
}

/// The step that was reached last, with the tier in the thousands, as channels with all steps show it.
fn badge_version(subscription: &Subscription) -> u32 {
    let step = match subscription.months {
        0 | 1 => 0,
        2 => 2,
        3..6 => 3,
        6..9 => 6,
        9..12 => 9,
        months => months / 6 * 6,
    };
    match subscription.tier.as_str() {
        "2000" => 2_000 + step,
        "3000" => 3_000 + step,
        _ => step,
    }
}

/// The emotes that everybody has.
pub(crate) const EMOTE_SETS: &str = "0,300374282";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subscriber_badge_shows_the_step_reached_last_and_the_tier() {
        for (tier, months, expected) in [
            ("1000", 1, 0),
            ("1000", 5, 3),
            ("1000", 27, 24),
            ("2000", 9, 2_009),
            ("3000", 13, 3_012),
        ] {
            let subscription = Subscription {
                tier: tier.to_owned(),
                months,
                gifter: None,
            };
            assert_eq!(badge_version(&subscription), expected, "{tier} {months}");
        }
    }
}
