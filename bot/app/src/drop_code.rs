//! The codes with which Twitch says that a message did not appear, in words for a streamer: what each means and what mends it.
//!
//! Twitch does not document the codes and changes them; one that does not stand here is told as it came, and is no failure.

pub(crate) mod ours;

use std::time::Duration;

/// What is known of a code, by whatever way it came: `drop_reason` of the API, a notice in chat, or ours.
#[derive(Debug)]
pub(crate) struct DropCode {
    /// All names of it.
    pub codes: &'static [&'static str],
    /// What it means.
    pub meaning: &'static str,
    /// What a person can do about it.
    pub mend: &'static str,
    /// How long the next message to this channel would fare alike; nothing is sent there meanwhile.
    pub rest: Option<Duration>,
}

/// What is known of a code, if anything.
pub(crate) fn find(code: &str) -> Option<&'static DropCode> {
    CODES.iter().find(|known| known.codes.contains(&code))
}

/// Whether nobody is told so who is broadcaster, moderator or VIP; then our account is none of them any more.
pub(crate) fn is_only_of_plain_accounts(code: &str) -> bool {
    code == "msg_ratelimit"
}

const A_WHILE: Option<Duration> = Some(Duration::from_secs(60));
const LONG: Option<Duration> = Some(Duration::from_secs(600));

/// In the order of `docs/outbox.md`.
const CODES: &[DropCode] = &[
    DropCode {
        codes: &["msg_duplicate", "duplicate_message"],
        meaning: "the same text was said here less than 30 seconds ago",
        mend: "make the bot a moderator or VIP of the channel, for whom this does not count",
        rest: None,
    },
    DropCode {
        codes: &["msg_ratelimit", "rate_limited"],
        meaning: "messages follow each other too fast",
        mend: "make the bot a moderator or VIP of the channel; is the account used by another program too?",
        rest: None,
    },
    DropCode {
        codes: &["msg_slowmode", "slow_mode"],
        meaning: "the channel is in slow mode",
        mend: "make the bot a moderator or VIP of the channel, or end slow mode",
        rest: None,
    },
    DropCode {
        codes: &[
            "msg_followersonly",
            "msg_followersonly_followed",
            "msg_followersonly_zero",
            "followers_only_mode",
        ],
        meaning: "only followers may write here, some channels say for how long",
        mend: "make the bot a moderator or VIP of the channel, or let its account follow the channel",
        rest: A_WHILE,
    },
    DropCode {
        codes: &["msg_subsonly", "subs_only_mode", "subscribers_only_mode"],
        meaning: "only subscribers may write here",
        mend: "make the bot a moderator or VIP of the channel",
        rest: A_WHILE,
    },
    DropCode {
        codes: &["msg_emoteonly", "emote_only_mode"],
        meaning: "only emotes may be written here",
        mend: "make the bot a moderator or VIP of the channel, or end the emote mode",
        rest: A_WHILE,
    },
    DropCode {
        codes: &["msg_r9k", "unique_chat_mode"],
        meaning: "the channel takes no text that was written there before",
        mend: "make the bot a moderator or VIP of the channel, or end the unique chat mode",
        rest: None,
    },
    DropCode {
        codes: &["msg_banned", "user_banned"],
        meaning: "the bot's account is banned in the channel",
        mend: "unban the bot: /unban and its name in the channel's chat",
        rest: LONG,
    },
    DropCode {
        codes: &["banned_phone_alias", "msg_banned_email_alias"],
        meaning: "another account with the bot's phone number or email address is banned in the channel",
        mend: "give the bot a phone number and an email address of its own, or unban the other account",
        rest: LONG,
    },
    DropCode {
        codes: &["msg_timedout", "user_timed_out"],
        meaning: "the bot's account is timed out in the channel",
        mend: "wait, or lift it: /untimeout and its name in the channel's chat",
        rest: A_WHILE,
    },
    DropCode {
        codes: &["msg_warned", "user_warned"],
        meaning: "a moderator has warned the bot's account",
        mend: "open the channel in a browser as the bot and acknowledge the warning",
        rest: LONG,
    },
    DropCode {
        codes: &["msg_requires_verified_phone_number"],
        meaning: "the channel takes messages only of accounts with a verified phone number",
        mend: "verify a phone number for the bot's account in its settings at Twitch, or make it a moderator",
        rest: LONG,
    },
    DropCode {
        codes: &["msg_verified_email"],
        meaning: "the bot's account has no verified email address",
        mend: "verify the email address of the bot's account in its settings at Twitch",
        rest: LONG,
    },
    DropCode {
        codes: &["msg_rejected", "automod_held"],
        meaning: "AutoMod holds the message until a moderator has looked at it",
        mend: "approve it in the moderation queue; AutoMod does not hold what moderators say",
        rest: None,
    },
    DropCode {
        codes: &["msg_rejected_mandatory", "channel_settings"],
        meaning: "the text goes against the moderation settings of the channel, such as a blocked term",
        mend: "change the words of the answer, or the blocked terms of the channel",
        rest: None,
    },
    DropCode {
        codes: &["msg_bad_characters"],
        meaning: "the text holds characters that Twitch does not take",
        mend: "write the answer with other characters",
        rest: None,
    },
    DropCode {
        codes: &["msg_channel_suspended", "tos_ban", "msg_room_not_found"],
        meaning: "the channel is suspended, closed or does not exist any more",
        mend: "take the channel out of the config if it does not come back",
        rest: LONG,
    },
    DropCode {
        codes: &["msg_suspended"],
        meaning: "Twitch has suspended the bot's account",
        mend: "log in to Twitch as the bot and read what Twitch says about it",
        rest: LONG,
    },
    DropCode {
        codes: &["msg_channel_blocked"],
        meaning: "the bot's account is not in good standing in this channel",
        mend: "make the bot a moderator of the channel, or use another account",
        rest: LONG,
    },
    DropCode {
        codes: &["unrecognized_cmd", "no_permission"],
        meaning: "Twitch took the text for a command",
        mend: "let the answer begin with something else than `/` or `.`",
        rest: None,
    },
    DropCode {
        codes: &["send_error"],
        meaning: "Twitch had a failure of its own",
        mend: "nothing; it passes",
        rest: None,
    },
    DropCode {
        codes: &[ours::UNAUTHORIZED, ours::NO_TOKEN, ours::SCOPE_MISSING],
        meaning: "the bot's login does not allow it to write",
        mend: "run `streamhand login bot`",
        rest: None,
    },
    DropCode {
        codes: &[ours::TOKEN_UNAVAILABLE],
        meaning: "Twitch's login service gives no token at the moment",
        mend: "nothing; it passes",
        rest: None,
    },
    DropCode {
        codes: &["status_403"],
        meaning: "Twitch does not let the bot's account write here; it may be banned",
        mend: "unban the bot, make it a moderator of the channel, and run `streamhand doctor`",
        rest: A_WHILE,
    },
    DropCode {
        codes: &["status_400", "status_422", ours::INVALID],
        meaning: "Twitch does not take the message as it is; what it answered may have been deleted",
        mend: "see what Twitch says of it",
        rest: None,
    },
    DropCode {
        codes: &[ours::PARENT_GONE],
        meaning: "the message that was to be answered is gone",
        mend: "nothing; the answer is sent once more without it",
        rest: None,
    },
    DropCode {
        codes: &[ours::NO_CONNECTION],
        meaning: "there was no connection to Twitch, or something on the way answered in its place",
        mend: "nothing, if the network is back; behind the login page of a network, log in there",
        rest: None,
    },
    DropCode {
        codes: &[ours::TOO_LATE],
        meaning: "Twitch's limits made it wait until nobody would have understood it",
        mend: "make the bot a moderator of the channel, who may write more",
        rest: None,
    },
    DropCode {
        codes: &[ours::TOO_SLOW],
        meaning: "Twitch's answer to the message before it was so long in coming that nobody would have understood it",
        mend: "nothing; it passes",
        rest: None,
    },
    DropCode {
        codes: &[ours::NEVER_SAID],
        meaning: "it holds a word that the config forbids the bot to say",
        mend: "nothing, if that is as it should be; else change never_say under [chat] in the config",
        rest: None,
    },
    DropCode {
        codes: &[ours::TOO_MANY],
        meaning: "too many messages wait already",
        mend: "give the commands longer cooldowns, or make the bot a moderator, who may write more",
        rest: None,
    },
    DropCode {
        codes: &[ours::FEATURE_OFF],
        meaning: "the bot's login does not cover writing",
        mend: "run `streamhand login bot`",
        rest: None,
    },
    DropCode {
        codes: &[ours::UNKNOWN_CHANNEL],
        meaning: "the channel is not one of the bot's",
        mend: "add it to the config",
        rest: None,
    },
    DropCode {
        codes: &[ours::STOPPED],
        meaning: "the bot was stopped before Twitch's limits let the message through",
        mend: "nothing",
        rest: None,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s09_every_mode_and_restriction_of_a_room_is_explained() {
        for code in [
            "msg_banned",
            "msg_timedout",
            "msg_ratelimit",
            "msg_slowmode",
            "msg_duplicate",
            "msg_r9k",
            "msg_emoteonly",
            "msg_subsonly",
            "msg_followersonly",
            "msg_followersonly_followed",
            "msg_followersonly_zero",
            "msg_rejected",
            "msg_rejected_mandatory",
            "msg_bad_characters",
            "msg_channel_blocked",
            "msg_channel_suspended",
            "msg_requires_verified_phone_number",
            "msg_verified_email",
            "msg_suspended",
            "tos_ban",
            "unrecognized_cmd",
            "automod_held",
            "channel_settings",
            "duplicate_message",
            "rate_limited",
            "followers_only_mode",
            "user_timed_out",
            "user_banned",
            "user_warned",
            "banned_phone_alias",
            "send_error",
        ] {
            assert!(find(code).is_some(), "{code} is not explained");
        }
    }

    #[test]
    fn s09_a_ban_of_another_account_is_not_told_as_one_of_the_bot() {
        for code in ["banned_phone_alias", "msg_banned_email_alias"] {
            let known = find(code).expect("it is explained");
            assert!(known.meaning.starts_with("another account"), "{code}");
            assert!(!known.mend.contains("/unban"), "{code}");
        }
    }

    #[test]
    fn a_code_stands_in_the_table_once() {
        let mut codes: Vec<_> = CODES.iter().flat_map(|known| known.codes).collect();
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count);
    }

    #[test]
    fn the_page_tells_what_the_table_tells() {
        let page = include_str!("../../../docs/outbox.md");
        for known in CODES {
            let codes: Vec<_> = known.codes.iter().map(|code| format!("`{code}`")).collect();
            let row = format!(
                "| {} | {} | {} |",
                codes.join(", "),
                known.meaning,
                known.mend
            );
            assert!(page.contains(&row), "docs/outbox.md lacks this row:\n{row}");
        }
    }
}
