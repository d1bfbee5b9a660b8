//! What each scope permits, in words for the person who is asked. What a scope opens stands in the table of endpoints.

/// Words that go on after "it will be allowed to"; a scope without words is one that Twitch does not know.
pub(super) fn of(scope: &str) -> Option<&'static str> {
    let mut words = WORDS.iter();
    words
        .find(|(name, _)| *name == scope)
        .map(|(_, words)| *words)
}

const WORDS: [(&str, &str); 82] = [
    (
        "analytics:read:extensions",
        "see how your extensions are used",
    ),
    ("analytics:read:games", "see how your games are played"),
    ("bits:read", "see the Bits that you were given"),
    ("channel:bot", "let its bots into your chat"),
    (
        "channel:edit:commercial",
        "start commercials on your channel",
    ),
    ("channel:manage:ads", "see and put off your ad breaks"),
    (
        "channel:manage:broadcast",
        "change your title, category and tags, and set markers",
    ),
    (
        "channel:manage:clips",
        "make clips of your videos and download them",
    ),
    (
        "channel:manage:extensions",
        "set up the extensions of your channel",
    ),
    (
        "channel:manage:guest_star",
        "run Guest Star on your channel",
    ),
    (
        "channel:manage:moderators",
        "make people moderators of your channel, and end that",
    ),
    (
        "channel:manage:polls",
        "start, end and see polls on your channel",
    ),
    (
        "channel:manage:predictions",
        "start, end and see predictions on your channel",
    ),
    ("channel:manage:raids", "start and cancel raids"),
    (
        "channel:manage:redemptions",
        "manage channel point rewards and their redemptions",
    ),
    ("channel:manage:schedule", "change your stream schedule"),
    ("channel:manage:videos", "delete your videos"),
    (
        "channel:manage:vips",
        "make people VIPs of your channel, and end that",
    ),
    (
        "channel:moderate",
        "hear of bans and unbans on your channel",
    ),
    ("channel:read:ads", "see your ad schedule"),
    (
        "channel:read:charity",
        "see your charity campaign and its donations",
    ),
    ("channel:read:editors", "see who may edit your channel"),
    ("channel:read:goals", "see your goals"),
    ("channel:read:guest_star", "see Guest Star on your channel"),
    (
        "channel:read:hype_train",
        "see the Hype Trains of your channel",
    ),
    ("channel:read:polls", "see the polls of your channel"),
    (
        "channel:read:predictions",
        "see the predictions of your channel",
    ),
    (
        "channel:read:redemptions",
        "see channel point rewards and their redemptions",
    ),
    ("channel:read:stream_key", "see your stream key"),
    (
        "channel:read:subscriptions",
        "see who subscribes to your channel",
    ),
    ("channel:read:vips", "see who is VIP on your channel"),
    ("chat:edit", "write in chat"),
    ("chat:read", "read chat"),
    ("clips:edit", "make clips of streams"),
    (
        "editor:manage:clips",
        "make and download clips of channels that you edit",
    ),
    (
        "moderation:read",
        "see the moderators and bans of your channel",
    ),
    (
        "moderator:manage:announcements",
        "post announcements where you moderate",
    ),
    (
        "moderator:manage:automod",
        "decide about messages that AutoMod holds where you moderate",
    ),
    (
        "moderator:manage:automod_settings",
        "change the AutoMod settings where you moderate",
    ),
    (
        "moderator:manage:banned_users",
        "ban, time out and unban people where you moderate",
    ),
    (
        "moderator:manage:blocked_terms",
        "change the blocked terms where you moderate",
    ),
    (
        "moderator:manage:chat_messages",
        "delete and pin messages where you moderate",
    ),
    (
        "moderator:manage:chat_settings",
        "change the chat modes where you moderate",
    ),
    (
        "moderator:manage:guest_star",
        "run Guest Star where you moderate",
    ),
    (
        "moderator:manage:shield_mode",
        "switch Shield Mode where you moderate",
    ),
    (
        "moderator:manage:shoutouts",
        "give shoutouts where you moderate",
    ),
    (
        "moderator:manage:suspicious_users",
        "restrict and watch people where you moderate",
    ),
    (
        "moderator:manage:unban_requests",
        "decide about unban requests where you moderate",
    ),
    (
        "moderator:manage:warnings",
        "warn people where you moderate",
    ),
    (
        "moderator:read:automod_settings",
        "see the AutoMod settings where you moderate",
    ),
    (
        "moderator:read:banned_users",
        "see bans and timeouts where you moderate",
    ),
    (
        "moderator:read:blocked_terms",
        "see the blocked terms where you moderate",
    ),
    (
        "moderator:read:chat_messages",
        "see deleted and pinned messages where you moderate",
    ),
    (
        "moderator:read:chat_settings",
        "see the chat modes where you moderate",
    ),
    (
        "moderator:read:chatters",
        "see who is in chat where you moderate",
    ),
    (
        "moderator:read:followers",
        "see who follows the channels that you moderate",
    ),
    (
        "moderator:read:guest_star",
        "see Guest Star where you moderate",
    ),
    ("moderator:read:moderators", "see who moderates with you"),
    (
        "moderator:read:shield_mode",
        "see Shield Mode where you moderate",
    ),
    (
        "moderator:read:shoutouts",
        "see shoutouts where you moderate",
    ),
    (
        "moderator:read:suspicious_users",
        "see who is watched or restricted where you moderate",
    ),
    (
        "moderator:read:unban_requests",
        "see unban requests where you moderate",
    ),
    ("moderator:read:vips", "see the VIPs where you moderate"),
    ("moderator:read:warnings", "see warnings where you moderate"),
    ("openid", "know who you are"),
    ("user:bot", "act in chat as a bot with your account"),
    ("user:edit", "change your description"),
    (
        "user:edit:broadcast",
        "set up the extensions of your channel and its markers",
    ),
    (
        "user:manage:blocked_users",
        "block people for you, and end that",
    ),
    ("user:manage:chat_color", "change the color of your name"),
    ("user:manage:whispers", "read your whispers and send some"),
    ("user:read:blocked_users", "see whom you block"),
    (
        "user:read:broadcast",
        "see your extensions and stream markers",
    ),
    ("user:read:chat", "receive chat messages as you see them"),
    ("user:read:email", "see your email address"),
    ("user:read:emotes", "see the emotes that you may use"),
    ("user:read:follows", "see whom you follow"),
    (
        "user:read:moderated_channels",
        "see where you are moderator",
    ),
    (
        "user:read:subscriptions",
        "see whether you subscribe to a channel",
    ),
    ("user:read:whispers", "read your whispers"),
    ("user:write:chat", "write in chat as you"),
    (
        "whispers:read",
        "read your whispers, as it was done in the past",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_has_words_and_no_others_have() {
        for scope in spec::SCOPES {
            assert!(of(scope.name).is_some(), "{}", scope.name);
        }
        for (name, words) in WORDS {
            assert!(spec::scope(name).is_some(), "{name}");
            let is_clause = words.starts_with(|first: char| first.is_ascii_lowercase())
                && !words.ends_with('.');
            assert!(is_clause, "{name}: {words}");
        }
    }
}
