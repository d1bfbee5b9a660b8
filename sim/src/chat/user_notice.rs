//! What a chat celebrates: subscriptions, gifts, raids, announcements. The effects on the world are made here too, so that line and fact agree.

use types::{MessageId, UserId};

use crate::chat::Chat;
use crate::chat::emote::Emotes;
use crate::chat::identity::Identity;
use crate::chat::line::{Line, Needs};
use crate::chat::privmsg::Source;
use crate::chat::say::message_id;
use crate::world::World;
use crate::world::channel::Subscription;
use crate::world::user::User;

/// Something that is told by USERNOTICE.
#[derive(Debug, Clone)]
pub(crate) struct UserNotice {
    pub(crate) channel: UserId,
    /// Whose doing it is.
    pub(crate) user: UserId,
    pub(crate) occasion: Occasion,
    /// What they said to it.
    pub(crate) text: Option<String>,
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Occasion {
    Subscribed { tier: Tier },
    Resubscribed { tier: Tier, months: u32, streak: Option<u32> },
    /// One subscription for somebody named; part of a mass gift if `origin` is set.
    Gifted { tier: Tier, recipient: UserId, origin: Option<MessageId> },
    /// The line before the single gifts of a mass gift.
    GiftedMany { tier: Tier, count: usize, origin: MessageId },
    /// Somebody goes on with what another gave them.
    PaidOn { gifter: UserId },
    Raided { viewers: u32 },
    RaidCanceled,
    /// `PRIMARY`, `BLUE`, `GREEN`, `ORANGE` or `PURPLE`.
    Announced { color: &'static str },
    CheeredUp { threshold: u32 },
    WatchedInARow { streams: u32 },
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
struct Wording {
    msg_id: &'static str,
    /// In alphabetical order, as Twitch writes them.
    parameters: Vec<(&'static str, String)>,
    system_message: String,
}

impl Chat {
    /// Tells a room, and makes it true.
    pub(crate) fn celebrate(&mut self, world: &mut World, notice: &UserNotice) {
        notice.take_effect(world);
        let id = message_id(&mut world.random);
        let Some(line) = notice.line(world, &notice.channel, (&id, None)) else {
            return;
        };
        self.tell_room(&notice.channel, &line);
        for member in self.shared_with(&notice.channel) {
            let copy = message_id(&mut world.random);
            if let Some(line) = notice.line(world, &member, (&copy, Some(&id))) {
                self.tell_room(&member, &line);
            }
        }
    }

    /// Gives subscriptions: to one person with one line, to many with a line for the whole before one for each, all with the same origin.
    pub(crate) fn gift(
        &mut self,
        world: &mut World,
        (channel, gifter): (&UserId, &UserId),
        recipients: &[UserId],
    ) {
        let tier = Tier::One;
        let origin = (recipients.len() > 1).then(|| message_id(&mut world.random));
        let mut occasions: Vec<Occasion> = Vec::new();
        occasions.extend(origin.clone().map(|origin| Occasion::GiftedMany {
            tier,
            count: recipients.len(),
            origin,
        }));
        occasions.extend(recipients.iter().map(|recipient| Occasion::Gifted {
            tier,
            recipient: recipient.clone(),
            origin: origin.clone(),
        }));
        for occasion in occasions {
            let notice = UserNotice {
                channel: channel.clone(),
                user: gifter.clone(),
                occasion,
                text: None,
            };
            self.celebrate(world, &notice);
        }
    }
}

impl UserNotice {
    fn take_effect(&self, world: &mut World) {
        let Some(channel) = world.channels.get_mut(&self.channel) else {
            return;
        };
        let (subscriber, tier, months) = match &self.occasion {
            Occasion::Subscribed { tier } => (&self.user, tier, 1),
            Occasion::Resubscribed { tier, months, .. } => (&self.user, tier, *months),
            Occasion::Gifted { tier, recipient, .. } => {
                let before = channel.subscribers.get(recipient);
                (recipient, tier, before.map_or(0, |before| before.months) + 1)
            }
            _ => return,
        };
        let tier = tier.price().to_owned();
        channel.subscribers.insert(subscriber.clone(), Subscription { tier, months });
    }

    /// The line for one room; with `original` it is the copy of a message in another room of a shared session.
    fn line(
        &self,
        world: &World,
        channel: &UserId,
        (id, original): (&MessageId, Option<&MessageId>),
    ) -> Option<Line> {
        let room = world.users.get(channel.as_str())?;
        let user = world.users.get(self.user.as_str())?;
        let identity = Identity::new(world.channels.get(channel)?, user);
        let home = Identity::new(world.channels.get(&self.channel)?, user);
        let wording = self.occasion.wording(world, room, user)?;
        let source = original.map(|message| Source {
            message: message.clone(),
            room: self.channel.clone(),
            badges: home.badges,
            badge_info: home.badge_info,
            is_only: false,
        });
        let msg_id = if source.is_some() { "sharedchatnotice" } else { wording.msg_id };
        let text = self.text.as_deref().unwrap_or_default();
        let mut tags = identity
            .name_tags(identity.badge_tags())
            .plain("emotes", Emotes::find(text).tag)
            .plain("flags", "")
            .plain("id", id)
            .plain("login", &user.login)
            .flag("mod", identity.is_moderator)
            .plain("msg-id", msg_id);
        for (name, value) in &wording.parameters {
            tags = tags.text(&format!("msg-param-{name}"), value);
        }
        let tags = tags
            .plain("room-id", channel)
            .maybe(source.as_ref(), |tags, source| {
                Source::tags(tags, source).plain("source-msg-id", wording.msg_id)
            })
            .flag("subscriber", identity.is_subscriber)
            .text("system-msg", &wording.system_message)
            .plain("tmi-sent-ts", world.now.as_unix_millis())
            .plain("user-id", &user.id)
            .plain("user-type", identity.user_type())
            .flag("vip", identity.is_vip);
        let gap = if text.is_empty() { "" } else { " :" };
        Some(tags.line(
            Needs::Commands,
            format_args!(":tmi.twitch.tv USERNOTICE #{}{gap}{text}", room.login),
        ))
    }
}

impl Occasion {
    fn wording(&self, world: &World, room: &User, user: &User) -> Option<Wording> {
        let name = &user.display_name;
        let wording = match self {
            Self::Subscribed { tier } => Wording::of_subscription("sub", *tier, vec![
                ("cumulative-months", "1".to_owned()),
                ("months", "0".to_owned()),
                ("multimonth-duration", "1".to_owned()),
                ("multimonth-tenure", "0".to_owned()),
                ("should-share-streak", "0".to_owned()),
                ("was-gifted", "false".to_owned()),
            ], format!("{name} subscribed {}.", tier.how())),
            Self::Resubscribed { tier, months, streak } => resubscribed(name, *tier, (*months, *streak)),
            Self::Gifted { tier, recipient, origin } => {
                let recipient = world.users.get(recipient.as_str())?;
                gifted(name, *tier, (recipient, origin.as_ref()))
            }
            Self::GiftedMany { tier, count, origin } => Wording::of_subscription("submysterygift", *tier, vec![
                ("mass-gift-count", count.to_string()),
                ("origin-id", origin.to_string()),
                ("sender-count", count.to_string()),
            ], format!("{name} is gifting {count} {} Subs to {}'s community!", tier.name(), room.display_name)),
            Self::PaidOn { gifter } => {
                let gifter = world.users.get(gifter.as_str())?;
                Wording::new("giftpaidupgrade", vec![
                    ("sender-login", gifter.login.to_string()),
                    ("sender-name", gifter.display_name.clone()),
                ], format!("{name} is continuing the Gift Sub they got from {}!", gifter.display_name))
            }
            Self::RaidCanceled => Wording::new("unraid", Vec::new(), "The raid has been canceled.".to_owned()),
            Self::CheeredUp { threshold } => {
                let parameters = vec![("threshold", threshold.to_string())];
                Wording::new("bitsbadgetier", parameters, "bits badge tier notification".to_owned())
            }
            Self::Raided { viewers } => Wording::new("raid", vec![
                ("displayName", name.clone()),
                ("login", user.login.to_string()),
                ("profileImageURL", format!("https://static-cdn.jtvnw.net/user-default-pictures-uv/{}-profile_image-%s.png", user.id)),
                ("viewerCount", viewers.to_string()),
            ], format!("{viewers} raiders from {name} have joined!")),
            Self::Announced { color } => Wording::new("announcement", vec![("color", (*color).to_owned())], String::new()),
            Self::WatchedInARow { streams } => Wording::new("viewermilestone", vec![
                ("category", "watch-streak".to_owned()),
                ("copoReward", "450".to_owned()),
                ("id", format!("{}-{streams}", user.id)),
                ("value", streams.to_string()),
            ], format!("{name} watched {streams} consecutive streams and sparked a watch streak!")),
        };
        Some(wording)
    }
}

fn resubscribed(name: &str, tier: Tier, (months, streak): (u32, Option<u32>)) -> Wording {
    let mut parameters = vec![
        ("cumulative-months", months.to_string()),
        ("months", "0".to_owned()),
        ("multimonth-duration", "0".to_owned()),
        ("multimonth-tenure", "0".to_owned()),
        ("should-share-streak", u8::from(streak.is_some()).to_string()),
    ];
    let mut message = format!("{name} subscribed {}. They've subscribed for {months} months", tier.how());
    if let Some(streak) = streak {
        parameters.push(("streak-months", streak.to_string()));
        message.push_str(&format!(", currently on a {streak} month streak"));
    }
    parameters.push(("was-gifted", "false".to_owned()));
    message.push('!');
    Wording::of_subscription("resub", tier, parameters, message)
}

fn gifted(name: &str, tier: Tier, (recipient, origin): (&User, Option<&MessageId>)) -> Wording {
    let mut parameters = vec![
        ("gift-months", "1".to_owned()),
        ("months", "1".to_owned()),
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
    fn price(self) -> &'static str {
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
