//! Who the viewers are: everybody in the world but the bot, each with a language of their own. What they say is written in `script`.

use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha12Rng;
use types::UserId;

use crate::chat::Stage;
use crate::viewers::phrases::{self, Phrasebook};
use crate::world::World;

/// The people of one channel.
#[derive(Debug)]
pub(super) struct Crowd {
    pub(super) channel: UserId,
    /// Everybody who chats, moderators too; without the broadcaster.
    pub(super) people: Vec<Person>,
    pub(super) moderators: Vec<UserId>,
}

/// One of them.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) id: UserId,
    pub(super) phrasebook: &'static Phrasebook,
}

impl Crowd {
    /// Everybody who may speak in a channel.
    pub(super) fn new(world: &World, channel: &UserId, random: &mut ChaCha12Rng) -> Self {
        let room = world.channels.get(channel);
        let is_banned = |id: &UserId| room.is_some_and(|room| room.bans.contains_key(id));
        let cast = &world.cast;
        let users = world.users.iter().filter(|user| {
            user.id != cast.bot && user.id != *channel && user.is_active() && !is_banned(&user.id)
        });
        let people: Vec<Person> = users
            .map(|user| Person {
                id: user.id.clone(),
                phrasebook: phrasebook_of(&user.display_name, random),
            })
            .collect();
        let is_moderator = |id: &UserId| room.is_some_and(|room| room.moderators.contains(id));
        let moderators = people.iter().map(|person| &person.id);
        Self {
            channel: channel.clone(),
            moderators: moderators.filter(|id| is_moderator(id)).cloned().collect(),
            people,
        }
    }

    /// Everybody comes into the room, the broadcaster first.
    pub(super) fn arrive(&self, stage: &mut Stage<'_>, channel: &UserId) {
        stage.chat.enter(stage.world, channel, channel);
        for person in &self.people {
            stage.chat.enter(stage.world, channel, &person.id);
        }
    }

    /// Somebody, if there is anybody.
    pub(super) fn anybody(&self, random: &mut ChaCha12Rng) -> Option<&Person> {
        // The square puts most of the words into the mouths of some, as in every chat.
        let chance: f64 = random.random();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a position among some dozens or thousands of people"
        )]
        let position = (chance * chance * self.people.len() as f64) as usize;
        self.people.get(position)
    }

    /// A moderator, or the broadcaster if there is none.
    pub(super) fn moderator(&self, random: &mut ChaCha12Rng) -> &UserId {
        self.moderators.choose(random).unwrap_or(&self.channel)
    }
}

/// The language of a name's script; a name in Latin letters may speak any of the others.
fn phrasebook_of(display_name: &str, random: &mut ChaCha12Rng) -> &'static Phrasebook {
    let by_script = display_name.chars().find_map(|character| match character {
        '\u{3040}'..='\u{30FF}' => Some(&phrases::JAPANESE),
        '\u{4E00}'..='\u{9FFF}' => Some(&phrases::CHINESE),
        '\u{AC00}'..='\u{D7AF}' => Some(&phrases::KOREAN),
        '\u{0400}'..='\u{04FF}' => Some(&phrases::RUSSIAN),
        '\u{0600}'..='\u{06FF}' => Some(&phrases::ARABIC),
        _ => None,
    });
    by_script.unwrap_or_else(|| {
        if random.random_bool(0.7) {
            &phrases::ENGLISH
        } else {
            phrases::LATIN
                .choose(random)
                .copied()
                .unwrap_or(&phrases::ENGLISH)
        }
    })
}
