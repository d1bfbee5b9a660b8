//! From a description to a world: ids, dates and everything that was left out come from the seed.

use std::time::Duration;

use rand::RngExt;
use types::{ClientId, Login, Timestamp, UserId};

use super::blueprint::{Blueprint, ChannelPlan, ClientPlan, TypePlan, UserPlan};
use super::channel::{Ban, Channel, ChatSettings, Subscription};
use super::client::ApiClient;
use super::token::Lifetimes;
use super::user::{BroadcasterType, Standing, User};
use super::{Cast, World, category, people};
use crate::duration;

impl World {
    /// The described world; the same seed gives the same one.
    pub(crate) fn build(blueprint: Blueprint, now: Timestamp, seed: u64) -> Self {
        let is_usual = blueprint.users.is_empty();
        let (users, channels) = if is_usual {
            let channels = filled(blueprint.channels, people::usual_channels);
            (people::usual_users(), channels)
        } else {
            (blueprint.users, blueprint.channels)
        };
        let clients = filled(blueprint.clients, people::usual_clients);
        let mut logins = users.iter().map(|user| user.login.clone());
        let first = logins.next();
        let second = logins.next().or_else(|| first.clone());
        let mut world = Self::new(now, seed);
        // What is no duration was refused when the description was read.
        let lifetime = |text: Option<String>| text.and_then(|text| duration::parse(&text).ok());
        world.tokens.lifetimes = Lifetimes {
            access: lifetime(blueprint.token_lifetime),
            refresh: lifetime(blueprint.refresh_token_lifetime),
        };
        for plan in users {
            world.add_user(plan);
        }
        for plan in channels {
            world.shape_channel(plan);
        }
        world.clients = clients.into_iter().map(client).collect();
        world.cast = Cast {
            broadcaster: world.id_of(blueprint.broadcaster.or(first)),
            bot: world.id_of(blueprint.bot.or(second)),
        };
        world.furnish();
        if is_usual {
            world.gather_community(seed);
        }
        world
    }

    fn add_user(&mut self, plan: UserPlan) {
        let id = match plan.id {
            Some(id) => UserId::new(id),
            None => self.fresh_user_id(),
        };
        let age = Duration::from_secs(self.random.random_range(30..2_500) * 86_400);
        let user = User {
            id: id.clone(),
            display_name: plan.display_name.unwrap_or_else(|| plan.login.to_string()),
            color: plan.color.and_then(|color| color.parse().ok()),
            broadcaster_type: match plan.broadcaster_type {
                TypePlan::Normal => BroadcasterType::Normal,
                TypePlan::Affiliate => BroadcasterType::Affiliate,
                TypePlan::Partner => BroadcasterType::Partner,
            },
            description: plan.description,
            email: format!("{}@example.com", plan.login),
            is_verified_bot: plan.verified_bot,
            has_verified_phone: plan.verified_phone,
            global_badges: plan
                .badges
                .iter()
                .filter_map(|badge| split(badge))
                .collect(),
            created_at: earlier(self.now, age),
            standing: if plan.suspended {
                Standing::Suspended
            } else {
                Standing::Good
            },
            login: plan.login,
        };
        self.users.insert(user);
        self.channels.insert(id.clone(), new_channel(id));
    }

    fn shape_channel(&mut self, plan: ChannelPlan) {
        let Some(id) = self
            .users
            .by_login(plan.login.as_str())
            .map(|user| user.id.clone())
        else {
            return;
        };
        let mut channel = new_channel(id.clone());
        channel.title = plan.title.unwrap_or_default();
        channel.language = plan.language.unwrap_or(channel.language);
        channel.tags = plan.tags;
        if let Some(category) = plan.category.as_deref().and_then(category::by_name) {
            channel.game_id = category.id.to_owned();
            channel.game_name = category.name.to_owned();
        }
        // Live channels have been so for a while, so that uptimes are not all zero.
        let live_for = Duration::from_secs(self.random.random_range(600..7_200));
        channel.live_since = plan.live.then(|| earlier(self.now, live_for));
        channel.moderators = self.ids_of(plan.moderators).collect();
        channel.vips = self.ids_of(plan.vips).collect();
        channel.editors = self.ids_of(plan.editors).collect();
        let followers: Vec<UserId> = self.ids_of(plan.followers).collect();
        for follower in followers {
            let ago = Duration::from_secs(self.random.random_range(60..30_000_000));
            channel.followers.insert(follower, earlier(self.now, ago));
        }
        for (login, months) in plan.subscribers {
            let tier = if months >= 24 { "2000" } else { "1000" }.to_owned();
            let subscription = Subscription {
                tier,
                months,
                gifter: None,
            };
            channel
                .subscribers
                .extend(self.ids_of([login]).map(|id| (id, subscription.clone())));
        }
        for (login, reason) in plan.banned {
            let ban = Ban {
                moderator: id.clone(),
                reason,
                created_at: self.now,
                ends_at: None,
            };
            channel
                .bans
                .extend(self.ids_of([login]).map(|id| (id, ban.clone())));
        }
        self.channels.insert(id, channel);
    }

    fn fresh_user_id(&mut self) -> UserId {
        loop {
            let id = self
                .random
                .random_range(20_000_000_u32..990_000_000)
                .to_string();
            if self.users.get(&id).is_none() {
                return UserId::new(id);
            }
        }
    }

    fn ids_of(&self, logins: impl IntoIterator<Item = Login>) -> impl Iterator<Item = UserId> {
        logins
            .into_iter()
            .filter_map(|login| self.users.by_login(login.as_str()))
            .map(|user| user.id.clone())
    }

    fn id_of(&self, login: Option<Login>) -> UserId {
        self.ids_of(login)
            .next()
            .expect("a world has people, and a description names only those that it describes")
    }
}

fn new_channel(broadcaster: UserId) -> Channel {
    Channel {
        broadcaster,
        title: String::new(),
        game_id: String::new(),
        game_name: String::new(),
        language: "en".to_owned(),
        delay: Duration::ZERO,
        tags: Vec::new(),
        content_labels: Vec::new(),
        is_branded_content: false,
        moderators: [].into(),
        vips: [].into(),
        editors: [].into(),
        followers: [].into(),
        subscribers: [].into(),
        bans: [].into(),
        settings: ChatSettings::default(),
        live_since: None,
    }
}

fn client(plan: ClientPlan) -> (ClientId, ApiClient) {
    let id = ClientId::new(plan.id);
    let client = ApiClient {
        id: id.clone(),
        name: plan.name,
        secret: plan.secret,
        redirect_urls: plan.redirect_urls,
    };
    (id, client)
}

fn split(badge: &str) -> Option<(String, String)> {
    let (name, version) = badge.split_once('/')?;
    Some((name.to_owned(), version.to_owned()))
}

fn filled<Item>(given: Vec<Item>, usual: impl FnOnce() -> Vec<Item>) -> Vec<Item> {
    if given.is_empty() { usual() } else { given }
}

pub(super) fn earlier(now: Timestamp, ago: Duration) -> Timestamp {
    let millis = i64::try_from(ago.as_millis()).unwrap_or(i64::MAX);
    let earlier = now.as_unix_millis().saturating_sub(millis);
    // Twitch tells such dates in whole seconds.
    Timestamp::from_unix_millis(earlier - earlier.rem_euclid(1_000))
}
