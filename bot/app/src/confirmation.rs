//! What a line of chat says about the message that the bot has just written to its channel over the chat connection.
//!
//! Chat has no answers to requests: a message that was taken is followed by a state with its id, one that was refused by a notice.

use irc::Message;
use types::MessageId;

use crate::drop_code;
use crate::outcome::Outcome;

/// What a line says about a message.
#[derive(Debug)]
pub(crate) struct Confirmation<'line> {
    /// Where the message was sent to.
    pub channel: &'line str,
    /// What was sent along with it, if the line repeats that; a notice never does.
    pub nonce: Option<&'line str>,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of the message under way, and in which channel, if the line tells.
pub(crate) fn read<'line>(message: &Message<'line>) -> Option<Confirmation<'line>> {
    match message {
        // The state that follows a JOIN has no id.
        Message::UserState(state) => {
            let id = Some(MessageId::new(state.message_id?));
            Some(Confirmation {
                channel: state.channel,
                nonce: state.nonce,
                outcome: Outcome::Sent { id },
            })
        }
        Message::Notice(notice) => {
            let (channel, code) = (notice.channel?, notice.id?);
            let is_refusal = code.starts_with("msg_") || drop_code::find(code).is_some();
            let is_refusal = is_refusal && !OF_A_JOIN.contains(&code);
            is_refusal.then(|| Confirmation {
                channel,
                nonce: None,
                outcome: Outcome::Dropped {
                    code: code.to_owned(),
                    text: notice.text.to_owned(),
                },
            })
        }
        _ => None,
    }
}

/// What chat says about a channel that was asked for; no message is meant.
const OF_A_JOIN: [&str; 2] = ["msg_concurrent_channel_limit_reached", "msg_room_not_found"];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<(&str, &str, &str)>) {
        let message = Message::parse(line).expect("the test holds a line");
        let said = read(&message);
        let found = said
            .as_ref()
            .map(|said| (said.channel, said.outcome.kind(), said.outcome.code()));
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn s01_a_message_over_irc_is_confirmed_by_the_state_or_the_notice_of_its_channel() {
        check(
            "@badges=;id=11aa22bb-33cc-44dd-85ee-66ff77008899;mod=0 :tmi.twitch.tv USERSTATE #somechan",
            Some(("somechan", "sent", "sent")),
        );
        check("@badges=;mod=0 :tmi.twitch.tv USERSTATE #somechan", None);
        check(
            "@badges=;id=x;mod=0 :tmi.twitch.tv USERSTATE #other",
            Some(("other", "sent", "sent")),
        );
        check(
            "@msg-id=msg_slowmode :tmi.twitch.tv NOTICE #somechan :slow down",
            Some(("somechan", "dropped", "msg_slowmode")),
        );
        check(
            "@msg-id=msg_never_heard_of :tmi.twitch.tv NOTICE #somechan :new",
            Some(("somechan", "dropped", "msg_never_heard_of")),
        );
        check(
            "@msg-id=tos_ban :tmi.twitch.tv NOTICE #somechan :closed",
            Some(("somechan", "dropped", "tos_ban")),
        );
        for code in OF_A_JOIN {
            let line = format!("@msg-id={code} :tmi.twitch.tv NOTICE #somechan :no");
            check(&line, None);
        }
        check(
            "@msg-id=slow_on :tmi.twitch.tv NOTICE #somechan :slow mode",
            None,
        );
        check(
            "@msg-id=msg_slowmode :tmi.twitch.tv NOTICE * :slow down",
            None,
        );
    }
}
