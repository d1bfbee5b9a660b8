//! PRIVMSG of one connection: from the line to the room's pipeline. What becomes of it is decided there.

use types::MessageId;

use crate::chat::Stage;
use crate::chat::outbox::IrcId;
use crate::chat::said::{Dropped, Said, SaidBy};
use crate::irc::line::ClientLine;
use crate::irc::session::{Guest, Session};

impl Session {
    /// Says the text of a PRIVMSG; those who may not speak are told so, those who are nobody are not.
    pub(super) fn speak(&self, stage: &mut Stage<'_>, guest: &Guest, line: &ClientLine) {
        let Guest::Account {
            user, may_speak, ..
        } = guest
        else {
            return;
        };
        let name = line.channels().into_iter().next().unwrap_or_default();
        let Some(owner) = stage.world.users.by_login(&name) else {
            return;
        };
        let channel = owner.id.clone();
        if !may_speak {
            let room: (IrcId, _) = (self.id, &channel);
            stage.chat.tell_dropped(stage.world, room, &no_permission());
            return;
        }
        let said = Said {
            reply_to: line.tag("reply-parent-msg-id").map(MessageId::new),
            client_nonce: line.tag("client-nonce").map(str::to_owned),
            ..Said::new(channel, user.clone(), line.param(1), SaidBy::Irc(self.id))
        };
        stage.chat.say(stage.world, &said);
    }
}

fn no_permission() -> Dropped {
    Dropped {
        code: "send_error",
        notice: Some("no_permission"),
        text: "You don't have permission to perform that action.".to_owned(),
    }
}
