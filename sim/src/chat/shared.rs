//! Shared chat sessions: what is said in one channel is shown in all of them. Who invites whom is not played here.

use std::sync::Arc;

use types::{Timestamp, UserId};

use crate::chat::Chat;
use crate::chat::emote::Emotes;
use crate::chat::identity::Identity;
use crate::chat::privmsg::{Privmsg, Source};
use crate::chat::room::{Author, Remembered};
use crate::chat::say::message_id;
use crate::chat::shared_session::SharedSession;
use crate::chat::text::Spoken;
use crate::world::World;

impl Chat {
    /// Lets channels share their chat from now on; they leave the sessions in which they were.
    pub(crate) fn share(&mut self, world: &mut World, channels: &[UserId]) {
        for channel in channels {
            self.unshare(world.now, channel);
        }
        let Some(host) = channels.first() else {
            return;
        };
        self.shared_sessions.push(SharedSession {
            id: world.random_uuid(),
            host: host.clone(),
            members: channels.iter().cloned().collect(),
            created_at: world.now,
            updated_at: world.now,
        });
    }

    /// Takes a channel out of its session, which ends when nobody is left to share with.
    pub(crate) fn unshare(&mut self, now: Timestamp, channel: &UserId) {
        for session in &mut self.shared_sessions {
            if session.members.remove(channel) {
                session.updated_at = now;
            }
            // Somebody must be the host; the table does not say who follows.
            if let Some(heir) = session.members.first().filter(|_| session.host == *channel) {
                session.host = heir.clone();
            }
        }
        self.shared_sessions
            .retain(|session| session.members.len() > 1);
    }

    /// Whether a channel is in a shared session.
    pub(crate) fn is_shared(&self, channel: &UserId) -> bool {
        self.shared_session(channel).is_some()
    }

    /// The session that a channel is in.
    pub(crate) fn shared_session(&self, channel: &UserId) -> Option<&SharedSession> {
        let mut sessions = self.shared_sessions.iter();
        sessions.find(|session| session.members.contains(channel))
    }

    /// The other channels that see what is said in this one.
    pub(crate) fn shared_with(&self, channel: &UserId) -> Vec<UserId> {
        let session = self.shared_session(channel);
        let members = session.map(|session| &session.members);
        members
            .into_iter()
            .flatten()
            .filter(|member| *member != channel)
            .cloned()
            .collect()
    }

    /// Shows a message in the other rooms of its session, each copy with an id of its own and the sender's badges of that room.
    ///
    /// A copy can be answered and deleted in its room like any message.
    pub(crate) fn mirror(
        &mut self,
        world: &mut World,
        (sender, source): (&UserId, &Source),
        (spoken, parent): (&Spoken, Option<&Arc<Remembered>>),
    ) {
        let text = match parent {
            Some(parent) => format!("@{} {}", parent.author.display_name, spoken.text),
            None => spoken.text.clone(),
        };
        for member in self.shared_with(&source.room) {
            let id = message_id(&mut world.random);
            let (Some(channel), Some(room), Some(user)) = (
                world.channels.get(&member),
                world.users.get(member.as_str()),
                world.users.get(sender.as_str()),
            ) else {
                continue;
            };
            let identity = Identity::new(channel, user).with_bot_badge(source.wears_bot_badge);
            let line = Privmsg {
                room,
                identity: &identity,
                id: &id,
                spoken,
                text: &text,
                emotes: &Emotes::find(&text),
                client_nonce: None,
                parent,
                is_first: false,
                at: world.now,
                source: Some(source),
                // What is given is given to one channel.
                payment: None,
            }
            .line();
            let copy = Remembered {
                id,
                author: Arc::new(Author::of(user)),
                text: Arc::from(text.as_str()),
                at: world.now,
                root: parent.map(Remembered::thread),
            };
            self.room(&member).memory.insert(copy);
            self.tell_room(&member, &line);
        }
    }
}
