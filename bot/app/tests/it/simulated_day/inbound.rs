//! From a line of chat to what the engine understands, as the program does it.

use engine::{ChatLine, Reply};
use irc::Privmsg;
use types::{MessageId, UserId};

/// The line for the engine, if it has the ids that a decision needs.
pub(crate) fn chat_line(said: &Privmsg<'_>) -> Option<ChatLine> {
    let reply = said.reply().map(|reply| Reply {
        parent: MessageId::new(reply.parent_id),
        parent_login: reply.parent_login.unwrap_or_default().to_owned(),
        parent_display_name: reply
            .parent_display_name
            .map(|name| name.text().into_owned())
            .unwrap_or_default(),
    });
    Some(ChatLine {
        channel: UserId::new(said.room_id?),
        id: MessageId::new(said.id?),
        sender: UserId::new(said.sender.user_id?),
        login: said.sender.login.to_owned(),
        display_name: said.sender.display_name().into_owned(),
        roles: said.sender.roles(),
        text: said.text.to_owned(),
        reply,
        source_channel: said.source().map(|source| UserId::new(source.room_id)),
        sent_at: said.sent_at?,
    })
}
