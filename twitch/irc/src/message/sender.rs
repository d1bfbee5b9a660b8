//! Who a message comes from, as its tags describe them in the room that the message stands in.

use std::borrow::Cow;

use types::{Badges, Color, Roles, Timestamp};

use crate::tags::Escaped;

/// The author of a message, with their badges in the room that received it.
///
/// Every tag may be missing: nothing here is a reason to refuse a message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sender<'a> {
    /// The numeric id, by which people are remembered.
    pub user_id: Option<&'a str>,
    /// The login, which its owner may change; empty if the server left it out.
    pub login: &'a str,
    /// The name to show, perhaps in another script; see [`display_name`](Self::display_name).
    pub display_name_tag: Escaped<'a>,
    /// The `color` tag.
    pub color_tag: Escaped<'a>,
    /// The `badges` tag, `name/version,name/version`.
    pub badges_tag: Escaped<'a>,
    /// The `badge-info` tag, which holds exact months.
    pub badge_info_tag: Escaped<'a>,
    /// The `user-type` tag: empty, `mod`, `admin`, `global_mod` or `staff`.
    pub user_type: &'a str,
}

impl<'a> Sender<'a> {
    /// Takes the tag if it speaks of the sender.
    #[inline(always)]
    pub(crate) fn take(&mut self, key: &[u8], value: Escaped<'a>) -> bool {
        match key {
            b"user-id" => self.user_id = present(value),
            b"login" => self.login = value.as_str(),
            b"display-name" => self.display_name_tag = value,
            b"color" => self.color_tag = value,
            b"badges" => self.badges_tag = value,
            b"badge-info" => self.badge_info_tag = value,
            b"user-type" => self.user_type = value.as_str(),
            _ => return false,
        }
        true
    }

    /// The name to show: the display name, or the login where there is none.
    ///
    /// For the eye only. It may be written in another script and says nothing about who somebody is.
    pub fn display_name(&self) -> Cow<'a, str> {
        match self.display_name_tag.text() {
            name if name.trim_start().is_empty() => Cow::Borrowed(self.login),
            name => name,
        }
    }

    /// The color of the name, if its owner chose one.
    pub fn color(&self) -> Option<Color> {
        self.color_tag.as_str().parse().ok()
    }

    /// The badges in the room that received the message.
    pub fn badges(&self) -> Badges {
        Badges::parse(&self.badges_tag.text())
    }

    /// The same badges with what is behind them, such as the exact months of a subscription.
    pub fn badge_info(&self) -> Badges {
        Badges::parse(&self.badge_info_tag.text())
    }

    /// What the badges prove about the sender in the room that received the message.
    ///
    /// The `mod` tag is not asked, because it is 0 for lead moderators.
    pub fn roles(&self) -> Roles {
        Roles::from_badges(&self.badges_tag.text())
    }

    /// Whether this is the account that stands for everybody who gives anonymously.
    pub fn is_anonymous_gifter(&self) -> bool {
        self.user_id == Some("274598607") || self.login == "ananonymousgifter"
    }
}

/// The moment that a tag tells in milliseconds, if it tells one.
#[inline]
pub(crate) fn moment(value: Escaped<'_>) -> Option<Timestamp> {
    value.number().map(Timestamp::from_unix_millis)
}

/// The value of a tag, if it is set.
#[inline]
pub(crate) fn present(value: Escaped<'_>) -> Option<&str> {
    (!value.is_empty()).then(|| value.as_str())
}
