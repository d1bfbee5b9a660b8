//! Why Twitch refuses what a short form asks, where more can be said than Twitch says: what it means and what to do. Errors of every other kind are worded in `explain`.

use helix::Error;
use spec::Endpoint;
use spec::endpoints::{chat, clips, moderation, polls, predictions, raids, streams};

use crate::failure::{Failure, Status};

/// What a refusal says in words for people.
struct Words {
    call: &'static Endpoint,
    status: u16,
    /// A part of Twitch's own words, where the status may mean several things. Twitch may change them without notice, so the general case stands below.
    hint: &'static str,
    happened: &'static str,
    meaning: &'static str,
    advice: &'static str,
}

/// Whom the words are about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About<'a> {
    /// The channel's login.
    pub channel: &'a str,
    /// Somebody else, if there is one.
    pub who: &'a str,
}

/// The refusal in words, if it is one of those that are known.
pub(crate) fn explain(error: &Error, about: About<'_>) -> Option<Failure> {
    let (status, message) = match error {
        Error::Rejected {
            status, message, ..
        } => (*status, message.to_lowercase()),
        Error::RateLimited { message, .. } => (429, message.to_lowercase()),
        _ => return None,
    };
    let call = error.endpoint();
    let words = WORDS.iter().find(|words| {
        words.call.id == call.id && words.status == status && message.contains(words.hint)
    })?;
    let fill = |text: &str| {
        text.replace("{channel}", about.channel)
            .replace("{who}", about.who)
    };
    let failure = Failure::new(Status::Refused, fill(words.happened))
        .meaning(fill(words.meaning))
        .advice(fill(words.advice));
    Some(failure)
}

/// What is known; of several that fit, the first.
static WORDS: &[Words] = &[
    Words {
        call: &polls::CREATE_POLL,
        status: 403,
        hint: "",
        happened: "{channel} may not hold polls",
        meaning: "Twitch gives polls to affiliates and partners only.",
        advice: "ask in the chat instead, for example with `streamhand announce`",
    },
    Words {
        call: &predictions::CREATE_PREDICTION,
        status: 403,
        hint: "",
        happened: "{channel} may not hold predictions",
        meaning: "Twitch gives predictions to affiliates and partners only.",
        advice: "ask in the chat instead, for example with `streamhand announce`",
    },
    Words {
        call: &raids::START_A_RAID,
        status: 409,
        hint: "",
        happened: "{channel} is about to raid somebody already",
        meaning: "A raid sets off 90 seconds after it was started, and there is one at a time.",
        advice: "call that one off with `streamhand raid cancel`, or wait until it has set off",
    },
    Words {
        call: &raids::START_A_RAID,
        status: 400,
        hint: "",
        happened: "{who} does not take a raid from {channel}",
        meaning: "Its owner has switched raids off, lets in only some, or has banned {channel}.",
        advice: "choose another channel",
    },
    Words {
        call: &raids::START_A_RAID,
        status: 404,
        hint: "",
        happened: "Twitch finds no channel of {who} to raid",
        meaning: "The account may be suspended or gone.",
        advice: "choose another channel",
    },
    Words {
        call: &raids::CANCEL_A_RAID,
        status: 404,
        hint: "",
        happened: "no raid of {channel} waits to set off",
        meaning: "None was started, or it was called off, or it has arrived: that cannot be taken back.",
        advice: "start one with `streamhand raid LOGIN`",
    },
    Words {
        call: &clips::CREATE_CLIP,
        status: 404,
        hint: "",
        happened: "{channel} is not live",
        meaning: "Only what is being streamed can be clipped.",
        advice: "try again when the stream runs",
    },
    Words {
        call: &clips::CREATE_CLIP,
        status: 403,
        hint: "",
        happened: "this account may not make clips of {channel}",
        meaning: "The channel lets only some people clip, or has banned the account.",
        advice: "change on Twitch, in the settings of the channel, who may make clips",
    },
    Words {
        call: &streams::CREATE_STREAM_MARKER,
        status: 404,
        hint: "",
        happened: "{channel} is not live, or its streams are not kept",
        meaning: "A marker stands in the video that Twitch keeps of a stream.",
        advice: "start the stream, and let Twitch store past broadcasts in the settings of the channel",
    },
    Words {
        call: &chat::SEND_A_SHOUTOUT,
        status: 400,
        hint: "",
        happened: "{channel} is not live, or nobody watches",
        meaning: "Twitch shows a shoutout to those who watch a stream.",
        advice: "try again when the stream runs and somebody is there",
    },
    Words {
        call: &chat::SEND_A_SHOUTOUT,
        status: 429,
        hint: "",
        happened: "there was a shoutout a short while ago",
        meaning: "Twitch allows one in two minutes, and one in an hour for the same channel.",
        advice: "wait, and try again",
    },
    Words {
        call: &moderation::ADD_CHANNEL_MODERATOR,
        status: 400,
        hint: "not found",
        happened: "Twitch does not know {who}",
        meaning: "There is no such account, or it is gone.",
        advice: "check the id, or write the login",
    },
    Words {
        call: &moderation::ADD_CHANNEL_MODERATOR,
        status: 400,
        hint: "already",
        happened: "{who} is a moderator of {channel} already",
        meaning: "Nothing was changed.",
        advice: "nothing; `streamhand mods` lists all of them",
    },
    Words {
        call: &moderation::ADD_CHANNEL_MODERATOR,
        status: 400,
        hint: "banned",
        happened: "{who} is banned from the chat of {channel}",
        meaning: "Who is banned cannot be a moderator.",
        advice: "run `streamhand unban {who}` first",
    },
    Words {
        call: &moderation::ADD_CHANNEL_MODERATOR,
        status: 422,
        hint: "",
        happened: "{who} is a VIP of {channel}",
        meaning: "Nobody can be both VIP and moderator.",
        advice: "take the VIP away first: `streamhand api remove-channel-vip --broadcaster-id me --user-id @{who}`",
    },
    Words {
        call: &moderation::REMOVE_CHANNEL_MODERATOR,
        status: 400,
        hint: "not found",
        happened: "Twitch does not know {who}",
        meaning: "There is no such account, or it is gone.",
        advice: "check the id, or write the login",
    },
    Words {
        call: &moderation::REMOVE_CHANNEL_MODERATOR,
        status: 400,
        hint: "",
        happened: "{who} is no moderator of {channel}",
        meaning: "Nothing was changed.",
        advice: "nothing; `streamhand mods` lists all who are",
    },
    Words {
        call: &moderation::BAN_USER,
        status: 400,
        hint: "not found",
        happened: "Twitch does not know {who}",
        meaning: "There is no such account, or it is gone.",
        advice: "check the id, or write the login",
    },
    Words {
        call: &moderation::BAN_USER,
        status: 400,
        hint: "already",
        happened: "{who} is banned from the chat of {channel} already",
        meaning: "A ban does not become a timeout or another ban.",
        advice: "to change it, run `streamhand unban {who}` first",
    },
    Words {
        call: &moderation::BAN_USER,
        status: 400,
        hint: "may not be banned",
        happened: "{who} cannot be shut out of the chat of {channel}",
        meaning: "The broadcaster cannot be, and a moderator only by the broadcaster.",
        advice: "if it is a moderator, run `streamhand mod remove {who}` first",
    },
    Words {
        call: &moderation::BAN_USER,
        status: 409,
        hint: "",
        happened: "somebody else changes a ban of {who} at this moment",
        meaning: "Nothing was changed from here.",
        advice: "try again in a moment",
    },
    Words {
        call: &moderation::UNBAN_USER,
        status: 400,
        hint: "not banned",
        happened: "{who} is not banned from the chat of {channel}",
        meaning: "Nothing was changed.",
        advice: "check the spelling of the name",
    },
    Words {
        call: &moderation::UNBAN_USER,
        status: 409,
        hint: "",
        happened: "somebody else changes a ban of {who} at this moment",
        meaning: "Nothing was changed from here.",
        advice: "try again in a moment",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_with_its_meaning_and_who_it_is_about() {
        let rejected = |endpoint: &'static Endpoint, status, message: &str| Error::Rejected {
            endpoint: endpoint.into(),
            status,
            message: message.to_owned(),
            body: String::new(),
        };
        let about = About {
            channel: "somechannel",
            who: "kettle_on",
        };
        for (error, expected) in [
            (
                rejected(&moderation::BAN_USER, 400, "The user is already banned."),
                Some("kettle_on is banned from the chat of somechannel already"),
            ),
            (
                rejected(&moderation::BAN_USER, 400, "Something else."),
                None,
            ),
            (
                rejected(&polls::CREATE_POLL, 403, ""),
                Some("somechannel may not hold polls"),
            ),
            (
                rejected(&moderation::BAN_USER, 400, "The user was not found."),
                Some("Twitch does not know kettle_on"),
            ),
            (rejected(&polls::CREATE_POLL, 500, ""), None),
        ] {
            let failure = explain(&error, about);
            let happened = failure.as_ref().map(Failure::happened);
            assert_eq!(happened, expected);
        }
    }
}
