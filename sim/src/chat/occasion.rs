//! The occasions that USERNOTICE tells, in Twitch's words and parameters. What they change in the world is done in `user_notice`.

use types::{MessageId, UserId};

use crate::world::World;
use crate::world::user::User;

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Occasion {
    Subscribed {
        tier: Tier,
    },
    Resubscribed {
        tier: Tier,
        months: u32,
        streak: Option<u32>,
    },
    /// One subscription for somebody named; part of a mass gift if `origin` is set.
    Gifted {
        tier: Tier,
        recipient: UserId,
        origin: Option<MessageId>,
    },
    /// The line before the single gifts of a mass gift.
    GiftedMany {
        tier: Tier,
        count: usize,
        origin: MessageId,
    },
    /// Somebody goes on with what another gave them.
    PaidOn {
        gifter: UserId,
    },
    Raided {
        viewers: u32,
    },
    RaidCanceled,
    /// `PRIMARY`, `BLUE`, `GREEN`, `ORANGE` or `PURPLE`.
    Announced {
        color: &'static str,
    },
    CheeredUp {
        threshold: u32,
    },
    WatchedInARow {
        streams: u32,
    },
}

/// What a subscription costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tier {
    Prime,
    One,
    Two,
    Three,
}

/// How an occasion looks on the line.
pub(crate) struct Wording {
    pub(crate) msg_id: &'static str,
    /// In alphabetical order, as Twitch writes them.
    pub(crate) parameters: Vec<(&'static str, String)>,
    pub(crate) system_message: String,
}

impl Occasion {
    /// How it looks on the line, in whatever room; none if it is about somebody who does not exist.
    ///
    /// `home` is the channel in which it happened.
    pub(crate) fn wording(&self, world: &World, home: &UserId, user: &User) -> Option<Wording> {
        let name = &user.display_name;
        let wording = match self {
            Self::Subscribed { tier } => subscribed(name, *tier),
            Self::Resubscribed {
                tier,
                months,
                streak,
            } => resubscribed(name, *tier, (*months, *streak)),
            Self::Gifted {
                tier,
                recipient,
                origin,
            } => {
                let months = world.channels.get(home)?.subscribers.get(recipient)?.months;
                let recipient = world.users.get(recipient.as_str())?;
                gifted((name, *tier), (recipient, months), origin.as_ref())
            }
            Self::GiftedMany {
                tier,
                count,
                origin,
            } => Wording::of_subscription(
                "submysterygift",
                *tier,
                vec![
                    ("mass-gift-count", count.to_string()),
                    ("origin-id", origin.to_string()),
                    ("sender-count", count.to_string()),
                ],
                format!(
                    "{name} is gifting {count} {} Subs to {}'s community!",
                    tier.name(),
                    world.users.get(home.as_str())?.display_name
                ),
            ),
            Self::PaidOn { gifter } => paid_on(name, world.users.get(gifter.as_str())?),
            Self::Raided { viewers } => raided(user, *viewers),
            Self::RaidCanceled => Wording::new(
                "unraid",
                Vec::new(),
                "The raid has been canceled.".to_owned(),
            ),
            Self::Announced { color } => {
                let parameters = vec![("color", (*color).to_owned())];
                Wording::new("announcement", parameters, String::new())
            }
            Self::CheeredUp { threshold } => {
                let parameters = vec![("threshold", threshold.to_string())];
                let message = "bits badge tier notification".to_owned();
                Wording::new("bitsbadgetier", parameters, message)
            }
            Self::WatchedInARow { streams } => watched_in_a_row(user, *streams),
        };
        Some(wording)
    }
}

fn subscribed(name: &str, tier: Tier) -> Wording {
    let parameters = vec![
        ("cumulative-months", "1".to_owned()),
        ("months", "0".to_owned()),
        ("multimonth-duration", "1".to_owned()),
        ("multimonth-tenure", "0".to_owned()),
        ("should-share-streak", "0".to_owned()),
        ("was-gifted", "false".to_owned()),
    ];
    let message = format!("{name} subscribed {}.", tier.how());
    Wording::of_subscription("sub", tier, parameters, message)
}

fn paid_on(name: &str, gifter: &User) -> Wording {
    let parameters = vec![
        ("sender-login", gifter.login.to_string()),
        ("sender-name", gifter.display_name.clone()),
    ];
    let gifter = &gifter.display_name;
    let message = format!("{name} is continuing the Gift Sub they got from {gifter}!");
    Wording::new("giftpaidupgrade", parameters, message)
}

fn raided(user: &User, viewers: u32) -> Wording {
    let name = &user.display_name;
    let parameters = vec![
        ("displayName", name.clone()),
        ("login", user.login.to_string()),
        // A template: clients put a size in for `%s`.
        (
            "profileImageURL",
            format!(
                "https://static-cdn.jtvnw.net/jtv_user_pictures/{}-profile_image-%s.png",
                user.id
            ),
        ),
        ("viewerCount", viewers.to_string()),
    ];
    let message = format!("{viewers} raiders from {name} have joined!");
    Wording::new("raid", parameters, message)
}

fn watched_in_a_row(user: &User, streams: u32) -> Wording {
    let parameters = vec![
        ("category", "watch-streak".to_owned()),
        ("copoReward", "450".to_owned()),
        ("id", format!("{}-{streams}", user.id)),
        ("value", streams.to_string()),
    ];
    let name = &user.display_name;
    let message =
        format!("{name} watched {streams} consecutive streams and sparked a watch streak!");
    Wording::new("viewermilestone", parameters, message)
}

fn resubscribed(name: &str, tier: Tier, (months, streak): (u32, Option<u32>)) -> Wording {
    let mut parameters = vec![
        ("cumulative-months", months.to_string()),
        ("months", "0".to_owned()),
        ("multimonth-duration", "0".to_owned()),
        ("multimonth-tenure", "0".to_owned()),
        (
            "should-share-streak",
            u8::from(streak.is_some()).to_string(),
        ),
    ];
    let mut message = format!(
        "{name} subscribed {}. They've subscribed for {months} months",
        tier.how()
    );
    if let Some(streak) = streak {
        parameters.push(("streak-months", streak.to_string()));
        message.push_str(&format!(", currently on a {streak} month streak"));
    }
    parameters.push(("was-gifted", "false".to_owned()));
    message.push('!');
    Wording::of_subscription("resub", tier, parameters, message)
}

/// `months` are all that the recipient has subscribed for, this one included.
fn gifted(
    (name, tier): (&str, Tier),
    (recipient, months): (&User, u32),
    origin: Option<&MessageId>,
) -> Wording {
    let mut parameters = vec![
        ("gift-months", "1".to_owned()),
        ("months", months.to_string()),
        ("recipient-display-name", recipient.display_name.clone()),
        ("recipient-id", recipient.id.to_string()),
        ("recipient-user-name", recipient.login.to_string()),
        // Twitch counts single gifts within a mass gift as none.
        ("sender-count", u8::from(origin.is_none()).to_string()),
    ];
    if let Some(origin) = origin {
        parameters.push(("community-gift-id", origin.to_string()));
        parameters.push(("origin-id", origin.to_string()));
    }
    let recipient = &recipient.display_name;
    let message = format!("{name} gifted a {} sub to {recipient}!", tier.name());
    Wording::of_subscription("subgift", tier, parameters, message)
}

impl Wording {
    fn new(
        msg_id: &'static str,
        mut parameters: Vec<(&'static str, String)>,
        system_message: String,
    ) -> Self {
        parameters.sort_unstable();
        Self {
            msg_id,
            parameters,
            system_message,
        }
    }

    fn of_subscription(
        msg_id: &'static str,
        tier: Tier,
        mut parameters: Vec<(&'static str, String)>,
        system_message: String,
    ) -> Self {
        parameters.push(("sub-plan", tier.plan().to_owned()));
        parameters.push(("sub-plan-name", "Channel Subscription".to_owned()));
        Self::new(msg_id, parameters, system_message)
    }
}

impl Tier {
    /// `msg-param-sub-plan`.
    fn plan(self) -> &'static str {
        match self {
            Self::Prime => "Prime",
            other => other.price(),
        }
    }

    /// The tier as the world keeps it: Prime counts as the first.
    pub(crate) fn price(self) -> &'static str {
        match self {
            Self::Prime | Self::One => "1000",
            Self::Two => "2000",
            Self::Three => "3000",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Prime | Self::One => "Tier 1",
            Self::Two => "Tier 2",
            Self::Three => "Tier 3",
        }
    }

    fn how(self) -> String {
        match self {
            Self::Prime => "with Prime".to_owned(),
            other => format!("at {}", other.name()),
        }
    }
}
