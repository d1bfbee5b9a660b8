//! Shared chat sessions: what is said in one channel is shown in all of them. Who invites whom is not played here.

use std::sync::Arc;

use types::UserId;

use crate::chat::Chat;
use crate::chat::emote::Emotes;
use crate::chat::identity::Identity;
use crate::chat::privmsg::{Privmsg, Source};
use crate::chat::room::Remembered;
use crate::chat::say::message_id;
use crate::chat::text::Spoken;
use crate::world::World;

impl Chat {
    /// Lets channels share their chat from now on; they leave the sessions in which they were.
    pub(crate) fn share(&mut self, channels: &[UserId]) {
        for channel in channels {
            self.unshare(channel);
        }
        self.shared_sessions
            .push(channels.iter().cloned().collect());
    }

    /// Takes a channel out of its session, which ends when nobody is left to share with.
    pub(crate) fn unshare(&mut self, channel: &UserId) {
        for session in &mut self.shared_sessions {
            session.remove(channel);
        }
        self.shared_sessions.retain(|session| session.len() > 1);
    }

    /// Whether a channel is in a shared session.
    pub(crate) fn is_shared(&self, channel: &UserId) -> bool {
        self.shared_sessions
            .iter()
            .any(|session| session.contains(channel))
    }

    /// The other channels that see what is said in this one.
    pub(crate) fn shared_with(&self, channel: &UserId) -> Vec<UserId> {
        let sessions = self.shared_sessions.iter();
        let members = sessions
            .filter(|session| session.contains(channel))
            .flatten();
        members
            .filter(|member| *member != channel)
            .cloned()
            .collect()
    }

    /// Shows a message in the other rooms of its session, each copy with an id of its own and the sender's badges of that room.
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
            let line = Privmsg {
                room,
                identity: &Identity::new(channel, user),
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
            self.tell_room(&member, &line);
        }
    }
}
