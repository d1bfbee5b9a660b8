//! What a chat celebrates: subscriptions, gifts, raids, announcements. The effects on the world are made here too, so that line and fact agree.

use types::{MessageId, UserId};

use crate::chat::Chat;
use crate::chat::emote::Emotes;
use crate::chat::identity::Identity;
use crate::chat::line::{Line, Needs};
use crate::chat::occasion::{Occasion, Tier};
use crate::chat::privmsg::Source;
use crate::chat::say::message_id;
use crate::world::World;
use crate::world::channel::Subscription;
use crate::world::community::hype_train::{Contribution, ContributionKind};

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

impl Chat {
    /// Tells a room, and makes it true.
    pub(crate) fn celebrate(&mut self, world: &mut World, notice: &UserNotice) {
        let id = self.celebrate_at_home(world, notice);
        for member in self.shared_with(&notice.channel) {
            let copy = message_id(&mut world.random);
            if let Some(line) = notice.line(world, &member, (&copy, Some(&id))) {
                self.tell_room(&member, &line);
            }
        }
    }

    /// The same, but other channels of a shared session do not hear of it; returns the id of the line.
    pub(crate) fn celebrate_at_home(
        &mut self,
        world: &mut World,
        notice: &UserNotice,
    ) -> MessageId {
        notice.take_effect(world);
        let id = message_id(&mut world.random);
        if let Some(line) = notice.line(world, &notice.channel, (&id, None)) {
            self.tell_room(&notice.channel, &line);
        }
        id
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
            Occasion::Gifted {
                tier, recipient, ..
            } => {
                let before = channel.subscribers.get(recipient);
                (
                    recipient,
                    tier,
                    before.map_or(0, |before| before.months) + 1,
                )
            }
            _ => return,
        };
        let subscription = Subscription {
            tier: tier.price().to_owned(),
            months,
            gifter: (*subscriber != self.user).then(|| self.user.clone()),
        };
        let contribution = Contribution {
            user: self.user.clone(),
            kind: ContributionKind::Subscription,
            points: HYPE_PER_POINT * subscription.points(),
            at: world.now,
        };
        channel.subscribers.insert(subscriber.clone(), subscription);
        let community = world.community(&self.channel);
        community.trains.contribute(contribution);
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
        let wording = self.occasion.wording(world, &self.channel, user)?;
        let source = original.map(|message| Source {
            message: message.clone(),
            room: self.channel.clone(),
            badges: home.badges,
            badge_info: home.badge_info,
            is_only: false,
            wears_bot_badge: false,
        });
        let msg_id = if source.is_some() {
            "sharedchatnotice"
        } else {
            wording.msg_id
        };
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

/// What a Hype Train counts for each of the broadcaster's subscription points.
const HYPE_PER_POINT: u64 = 500;
