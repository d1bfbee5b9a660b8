//! What the control API lets happen in chat, as one JSON object per order; people and channels are named by login. It does nothing that the rooms cannot do by themselves.

use std::ops::RangeInclusive;
use std::time::Duration;

use serde::Deserialize;
use spec::endpoints::chat::{FOLLOWED_MINUTES, SLOW_SECONDS};
use spec::endpoints::moderation::TIMEOUT_SECONDS;
use types::{Login, MessageId, UserId};

use crate::chat::Stage;
use crate::chat::moderation::{BanRefusal, Banning, check_ban};
use crate::chat::occasion::{Occasion, Tier};
use crate::chat::said::{Outcome, Refusal, Said, SaidBy};
use crate::chat::user_notice::UserNotice;
use crate::irc::Door;
use crate::world::World;
use crate::world::channel::ChatSettings;
use crate::world::discipline::UnbanRequest;

/// One thing that is to happen.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Order {
    /// Somebody says something, under the rules that hold for everybody.
    Say {
        channel: Login,
        user: Login,
        text: String,
        reply_to: Option<String>,
    },
    /// Somebody without a connection is in the room.
    Enter {
        channel: Login,
        user: Login,
    },
    Leave {
        channel: Login,
        user: Login,
    },
    Clear {
        channel: Login,
    },
    Ban {
        channel: Login,
        user: Login,
    },
    TimeOut {
        channel: Login,
        user: Login,
        seconds: u64,
    },
    Unban {
        channel: Login,
        user: Login,
    },
    Delete {
        channel: Login,
        message_id: String,
    },
    Settings {
        channel: Login,
        settings: SettingsOrder,
    },
    Subscribe {
        channel: Login,
        user: Login,
        tier: Option<TierOrder>,
    },
    Resubscribe {
        channel: Login,
        user: Login,
        months: u32,
        streak: Option<u32>,
        text: Option<String>,
    },
    Gift {
        channel: Login,
        user: Login,
        to: Vec<Login>,
    },
    /// Somebody pays on for what another gave them.
    PayOn {
        channel: Login,
        user: Login,
        gifter: Login,
    },
    Raid {
        channel: Login,
        user: Login,
        viewers: u32,
    },
    CancelRaid {
        channel: Login,
        user: Login,
    },
    Announce {
        channel: Login,
        user: Login,
        text: String,
    },
    CheerUp {
        channel: Login,
        user: Login,
        threshold: u32,
    },
    WatchStreak {
        channel: Login,
        user: Login,
        streams: u32,
    },
    Share {
        channels: Vec<Login>,
    },
    Unshare {
        channel: Login,
    },
    /// Somebody who is banned asks to come back.
    AskUnban {
        channel: Login,
        user: Login,
        text: String,
    },
    /// Somebody takes note of a warning, as people do in the browser.
    Acknowledge {
        channel: Login,
        user: Login,
    },
    /// RECONNECT to all connections, which end a while later.
    Reconnect,
    /// All connections end without a word.
    Cut,
}

/// The modes of a room; what is left out is off.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SettingsOrder {
    emote_only: bool,
    followers_only_minutes: Option<u64>,
    slow_seconds: Option<u64>,
    subscribers_only: bool,
    unique_chat: bool,
    verified_phone_only: bool,
}

/// What a subscription costs, as USERNOTICE writes it.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) enum TierOrder {
    #[serde(rename = "Prime")]
    Prime,
    #[serde(rename = "1000")]
    One,
    #[serde(rename = "2000")]
    Two,
    #[serde(rename = "3000")]
    Three,
}

/// Why an order cannot be carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum OrderError {
    #[error("there is nobody called {0}")]
    NobodyCalled(Login),
    #[error("there is no message {0} in this room")]
    NoMessage(String),
    #[error("{0} is not banned there")]
    NotBanned(Login),
    #[error("{0} is banned there already")]
    BannedAlready(Login),
    #[error("{0} is the broadcaster, who cannot be banned")]
    Protected(Login),
    #[error("{what} is a number from {} to {}", .range.start(), .range.end())]
    OutOfRange {
        what: &'static str,
        range: RangeInclusive<i64>,
    },
    #[error("{0} was not warned there")]
    NotWarned(Login),
    #[error("{0} has asked already")]
    AskedAlready(Login),
    #[error("the room did not take it: {0}")]
    Dropped(String),
    #[error("the message was refused: {0}")]
    Refused(&'static str),
}

impl Door {
    /// Carries out an order, and returns the id of the message if one was said.
    pub(crate) fn order(
        &mut self,
        stage: &mut Stage<'_>,
        order: Order,
    ) -> Result<Option<MessageId>, OrderError> {
        match order {
            Order::Reconnect => self.order_reconnect(stage),
            Order::Cut => self.cut(stage),
            other => return other.carry_out(stage),
        }
        Ok(None)
    }
}

impl Order {
    fn carry_out(self, stage: &mut Stage<'_>) -> Result<Option<MessageId>, OrderError> {
        match self {
            Self::Say {
                channel,
                user,
                text,
                reply_to,
            } => {
                let (channel, user) = pair(stage.world, &channel, &user)?;
                let said = Said {
                    reply_to: reply_to.map(MessageId::new),
                    ..Said::new(channel, user, text, SaidBy::Control)
                };
                return say(stage, &said).map(Some);
            }
            Self::Enter { channel, user } => {
                let (channel, user) = pair(stage.world, &channel, &user)?;
                stage.chat.enter(stage.world, &channel, &user);
            }
            Self::Leave { channel, user } => {
                let (channel, user) = pair(stage.world, &channel, &user)?;
                stage.chat.leave(stage.world, &channel, &user);
            }
            Self::Share { channels } => {
                let ids = channels.iter().map(|channel| id_of(stage.world, channel));
                let ids: Vec<UserId> = ids.collect::<Result<_, _>>()?;
                stage.chat.share(stage.world, &ids);
            }
            Self::Unshare { channel } => {
                let channel = id_of(stage.world, &channel)?;
                stage.chat.unshare(stage.world.now, &channel);
            }
            other => return other.moderate(stage).map(|()| None),
        }
        Ok(None)
    }

    fn moderate(self, stage: &mut Stage<'_>) -> Result<(), OrderError> {
        match self {
            Self::Clear { channel } => {
                let channel = id_of(stage.world, &channel)?;
                stage.chat.clear(stage.world, &channel);
            }
            Self::Ban { channel, user } => ban(stage, (&channel, &user), None)?,
            Self::TimeOut {
                channel,
                user,
                seconds,
            } => {
                check_range("seconds", Some(seconds), TIMEOUT_SECONDS)?;
                ban(stage, (&channel, &user), Some(Duration::from_secs(seconds)))?;
            }
            Self::Unban {
                channel,
                user: login,
            } => {
                let (channel, user) = pair(stage.world, &channel, &login)?;
                if !stage.chat.unban(stage.world, &channel, &user) {
                    return Err(OrderError::NotBanned(login));
                }
            }
            Self::Delete {
                channel,
                message_id,
            } => {
                let channel = id_of(stage.world, &channel)?;
                let id = MessageId::new(&message_id);
                let deleted = stage.chat.delete(stage.world, &channel, &id);
                deleted.ok_or(OrderError::NoMessage(message_id))?;
            }
            Self::Settings { channel, settings } => {
                settings.check()?;
                let channel = id_of(stage.world, &channel)?;
                stage
                    .chat
                    .change_settings(stage.world, &channel, &settings.into());
            }
            Self::AskUnban {
                channel,
                user,
                text,
            } => ask_unban(stage.world, (&channel, user), text)?,
            Self::Acknowledge {
                channel,
                user: login,
            } => {
                let (channel, user) = pair(stage.world, &channel, &login)?;
                let discipline = stage.world.discipline(&channel);
                let warning = discipline.warnings.remove(&user);
                warning.ok_or(OrderError::NotWarned(login))?;
            }
            other => return other.celebrate(stage),
        }
        Ok(())
    }

    fn celebrate(self, stage: &mut Stage<'_>) -> Result<(), OrderError> {
        let world = &*stage.world;
        let (channel, user, occasion, text) = match self {
            Self::Subscribe {
                channel,
                user,
                tier,
            } => {
                let tier = tier.map_or(Tier::One, Tier::from);
                (channel, user, Occasion::Subscribed { tier }, None)
            }
            Self::Resubscribe {
                channel,
                user,
                months,
                streak,
                text,
            } => {
                let tier = Tier::One;
                let occasion = Occasion::Resubscribed {
                    tier,
                    months,
                    streak,
                };
                (channel, user, occasion, text)
            }
            Self::Gift { channel, user, to } => return gift(stage, (&channel, &user), &to),
            Self::PayOn {
                channel,
                user,
                gifter,
            } => {
                let gifter = id_of(world, &gifter)?;
                (channel, user, Occasion::PaidOn { gifter }, None)
            }
            Self::Raid {
                channel,
                user,
                viewers,
            } => (channel, user, Occasion::Raided { viewers }, None),
            Self::CancelRaid { channel, user } => (channel, user, Occasion::RaidCanceled, None),
            Self::Announce {
                channel,
                user,
                text,
            } => (
                channel,
                user,
                Occasion::Announced { color: "PRIMARY" },
                Some(text),
            ),
            Self::CheerUp {
                channel,
                user,
                threshold,
            } => (channel, user, Occasion::CheeredUp { threshold }, None),
            Self::WatchStreak {
                channel,
                user,
                streams,
            } => (channel, user, Occasion::WatchedInARow { streams }, None),
            // All the others were taken on the way here.
            _ => return Ok(()),
        };
        let (channel, user) = pair(world, &channel, &user)?;
        let notice = UserNotice {
            channel,
            user,
            occasion,
            text,
        };
        stage.chat.celebrate(stage.world, &notice);
        Ok(())
    }
}

impl SettingsOrder {
    /// Whether the API would take the lengths too.
    fn check(&self) -> Result<(), OrderError> {
        let minutes = self.followers_only_minutes;
        check_range("followers_only_minutes", minutes, FOLLOWED_MINUTES)?;
        check_range("slow_seconds", self.slow_seconds, SLOW_SECONDS)
    }
}

impl From<SettingsOrder> for ChatSettings {
    fn from(order: SettingsOrder) -> Self {
        let minutes = order.followers_only_minutes;
        Self {
            is_emote_only: order.emote_only,
            followers_only: minutes.map(|minutes| Duration::from_secs(minutes.saturating_mul(60))),
            slow_mode: order.slow_seconds.map(Duration::from_secs),
            is_subscribers_only: order.subscribers_only,
            is_unique_chat: order.unique_chat,
            is_verified_phone_only: order.verified_phone_only,
            moderator_head_start: None,
        }
    }
}

impl From<TierOrder> for Tier {
    fn from(order: TierOrder) -> Self {
        match order {
            TierOrder::Prime => Self::Prime,
            TierOrder::One => Self::One,
            TierOrder::Two => Self::Two,
            TierOrder::Three => Self::Three,
        }
    }
}

fn say(stage: &mut Stage<'_>, said: &Said) -> Result<MessageId, OrderError> {
    match stage.chat.say(stage.world, said) {
        Outcome::Sent { message_id } => Ok(message_id),
        Outcome::Dropped(dropped) => Err(OrderError::Dropped(dropped.text)),
        Outcome::Refused(refusal) => Err(OrderError::Refused(match refusal {
            Refusal::TooLong => "it is longer than 500 characters",
            Refusal::Empty => "it is empty",
            Refusal::ParentUnknown => "the message to be answered is not known",
            Refusal::Unknown => "there is no such channel",
        })),
    }
}

fn ban(
    stage: &mut Stage<'_>,
    (channel, user): (&Login, &Login),
    duration: Option<Duration>,
) -> Result<(), OrderError> {
    let login = user;
    let (channel, user) = pair(stage.world, channel, user)?;
    if let Some(state) = stage.world.channels.get(&channel) {
        // Orders are carried out as if by the broadcaster.
        check_ban(state, (&user, &channel), stage.world.now).map_err(|refusal| match refusal {
            BanRefusal::Protected => OrderError::Protected(login.clone()),
            BanRefusal::AlreadyBanned => OrderError::BannedAlready(login.clone()),
        })?;
    }
    let banning = Banning {
        moderator: channel.clone(),
        channel,
        user,
        duration,
        reason: String::new(),
    };
    stage.chat.ban(stage.world, banning);
    Ok(())
}

fn ask_unban(
    world: &mut World,
    (channel, login): (&Login, Login),
    text: String,
) -> Result<(), OrderError> {
    let (channel, user) = pair(world, channel, &login)?;
    let now = world.now;
    let state = world.channels.get(&channel);
    if state.is_none_or(|channel| channel.ban_of(&user, now).is_none()) {
        return Err(OrderError::NotBanned(login));
    }
    let id = world.random_uuid();
    let requests = &mut world.discipline(&channel).unban_requests;
    if requests
        .iter()
        .any(|request| request.user == user && request.resolution.is_none())
    {
        return Err(OrderError::AskedAlready(login));
    }
    requests.push(UnbanRequest {
        id,
        user,
        text,
        created_at: now,
        resolution: None,
    });
    Ok(())
}

fn gift(
    stage: &mut Stage<'_>,
    (channel, user): (&Login, &Login),
    to: &[Login],
) -> Result<(), OrderError> {
    let (channel, user) = pair(stage.world, channel, user)?;
    let recipients = to.iter().map(|login| id_of(stage.world, login));
    let recipients: Vec<UserId> = recipients.collect::<Result<_, _>>()?;
    stage.chat.gift(stage.world, (&channel, &user), &recipients);
    Ok(())
}

fn check_range(
    what: &'static str,
    given: Option<u64>,
    range: RangeInclusive<i64>,
) -> Result<(), OrderError> {
    let is_within = |given| i64::try_from(given).is_ok_and(|given| range.contains(&given));
    if given.is_none_or(is_within) {
        return Ok(());
    }
    Err(OrderError::OutOfRange { what, range })
}

fn pair(world: &World, channel: &Login, user: &Login) -> Result<(UserId, UserId), OrderError> {
    Ok((id_of(world, channel)?, id_of(world, user)?))
}

fn id_of(world: &World, login: &Login) -> Result<UserId, OrderError> {
    let user = world.users.by_login(login.as_str());
    user.map(|user| user.id.clone())
        .ok_or_else(|| OrderError::NobodyCalled(login.clone()))
}
