//! A world as a person describes it in a file (TOML or JSON); reading it says where it is wrong, building it is done elsewhere.

use std::collections::BTreeMap;

use serde::Deserialize;
use types::Login;

/// A description of people, channels and applications; whole lists that are left out are as in the usual world, everything else is new and empty.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blueprint {
    /// Whose channel clients under test are shown; the first person if not set.
    pub broadcaster: Option<Login>,
    /// The account that clients under test use; the second person if not set.
    pub bot: Option<Login>,
    /// The people; the usual ones if there are none.
    #[serde(default, rename = "user")]
    pub users: Vec<UserPlan>,
    /// Channels of people that differ from a new one; the usual ones if there are neither these nor people.
    #[serde(default, rename = "channel")]
    pub channels: Vec<ChannelPlan>,
    /// How long access tokens live, such as `30s`; some four hours like Twitch's if not set.
    pub token_lifetime: Option<String>,
    /// How long refresh tokens of public applications live; thirty days like Twitch's if not set.
    pub refresh_token_lifetime: Option<String>,
    /// The applications; the usual two if there are none.
    #[serde(default, rename = "client")]
    pub clients: Vec<ClientPlan>,
    /// What goes wrong with chat connections, each as an order to `/sim/mischief`.
    #[serde(default)]
    pub mischief: Vec<BTreeMap<String, serde_json::Value>>,
}

/// One person.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserPlan {
    /// The login.
    pub login: Login,
    /// The id; made from the seed if not set.
    pub id: Option<String>,
    /// The display name; the login if not set.
    pub display_name: Option<String>,
    /// The name color, `#RRGGBB`.
    pub color: Option<String>,
    /// `partner`, `affiliate` or nothing.
    #[serde(default, rename = "type")]
    pub broadcaster_type: TypePlan,
    /// What stands on the profile.
    #[serde(default)]
    pub description: String,
    /// Badges worn everywhere, such as `premium/1`.
    #[serde(default)]
    pub badges: Vec<String>,
    /// Whether chat grants the limits of a verified bot.
    #[serde(default)]
    pub verified_bot: bool,
    /// Whether a phone number was verified, which some rooms ask for.
    #[serde(default = "yes")]
    pub verified_phone: bool,
    /// Whether the account is suspended.
    #[serde(default)]
    pub suspended: bool,
}

/// What a channel may earn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TypePlan {
    /// Nothing.
    #[default]
    #[serde(alias = "")]
    Normal,
    /// Something.
    Affiliate,
    /// More.
    Partner,
}

/// One channel.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelPlan {
    /// Whose it is.
    pub login: Login,
    /// The title.
    pub title: Option<String>,
    /// The category, by name.
    pub category: Option<String>,
    /// The language, such as `en`.
    pub language: Option<String>,
    /// The tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Whether it is live from the start.
    #[serde(default)]
    pub live: bool,
    /// Who moderates it.
    #[serde(default)]
    pub moderators: Vec<Login>,
    /// Who is VIP there.
    #[serde(default)]
    pub vips: Vec<Login>,
    /// Who may edit it.
    #[serde(default)]
    pub editors: Vec<Login>,
    /// Who follows it.
    #[serde(default)]
    pub followers: Vec<Login>,
    /// Who subscribed, and for how many months together.
    #[serde(default)]
    pub subscribers: BTreeMap<Login, u32>,
    /// Who is banned there, and why.
    #[serde(default)]
    pub banned: BTreeMap<Login, String>,
}

/// One application.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientPlan {
    /// The client id.
    pub id: String,
    /// The name shown when somebody is asked for consent.
    pub name: String,
    /// The secret; a client without is public.
    pub secret: Option<types::Secret>,
    /// Where logins may be sent back to.
    #[serde(default)]
    pub redirect_urls: Vec<String>,
}

fn yes() -> bool {
    true
}

/// Why a description cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BlueprintError {
    /// It cannot be read; the text says where.
    #[error("{0}")]
    Unreadable(String),
    /// Somebody is named who is not described.
    #[error("the channel of {channel} names {login} as {role}, but no [[user]] has that login")]
    UnknownPerson {
        /// The channel's login.
        channel: Login,
        /// Who is missing.
        login: Login,
        /// What they were to be.
        role: &'static str,
    },
    /// A channel or a part is given to somebody who is not described.
    #[error("{login} is named as {role}, but no [[user]] has that login")]
    UnknownOwner {
        /// Who is missing.
        login: Login,
        /// What they were to be.
        role: &'static str,
    },
    /// Two people have one login or one id.
    #[error("two people share the {what} {value:?}")]
    Twice {
        /// `login`, `id` or `client id`.
        what: &'static str,
        /// The shared value.
        value: String,
    },
    /// A value has the wrong form.
    #[error("{what} {value:?} of {owner}: {problem}")]
    Malformed {
        /// Which value.
        what: &'static str,
        /// What was given.
        value: String,
        /// Whose it is.
        owner: String,
        /// What is wrong with it.
        problem: String,
    },
}
