//! Whispers: a line for all connections of one person, and for nobody else. Who may whisper to whom is checked at the door.

use types::UserId;

use crate::chat::Chat;
use crate::chat::emote::Emotes;
use crate::chat::identity::{self, color_tag};
use crate::chat::line::{Needs, Tags};
use crate::world::World;
use crate::world::social;

impl Chat {
    /// Brings a whisper to wherever its recipient is connected; `number` counts those of the two.
    pub(crate) fn whisper(
        &mut self,
        world: &World,
        (from, to): (&UserId, &UserId),
        (number, text): (u64, &str),
    ) {
        let (Some(sender), Some(recipient)) =
            (world.users.get(from.as_str()), world.users.get(to.as_str()))
        else {
            return;
        };
        let (one, other) = social::thread(from, to);
        let badges = sender.global_badges.iter();
        let badges: Vec<String> = badges
            .map(|(name, version)| format!("{name}/{version}"))
            .collect();
        let tags = Tags::default().text("badges", &badges.join(","));
        let login = &sender.login;
        let line = color_tag(tags, sender)
            .text("display-name", &sender.display_name)
            .plain("emotes", Emotes::find(text).tag)
            .plain("message-id", number)
            .plain("thread-id", format_args!("{one}_{other}"))
            .flag("turbo", identity::has_turbo(sender))
            .plain("user-id", from)
            .word("user-type", "")
            .line(
                Needs::Commands,
                format_args!(
                    ":{login}!{login}@{login}.tmi.twitch.tv WHISPER {} :{text}",
                    recipient.login
                ),
            );
        for id in self.outboxes.owned_by(to) {
            self.outboxes.write(id, &line);
        }
    }
}
