//! Chat made up by chance, with the kinds of lines, the tags and the lengths of real chat. Nobody who speaks here exists.

use std::fmt::Write;

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// So many lines with their line ends; the same seed gives the same lines.
pub fn lines(seed: u64, count: usize) -> String {
    lines_of(Place::default(), seed, count)
}

/// Where it is said.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) channel: &'a str,
    pub(crate) room_id: &'a str,
}

impl Default for Place<'_> {
    fn default() -> Self {
        Self {
            channel: "somechan",
            room_id: "50000001",
        }
    }
}

/// The same in a channel that is given.
pub(crate) fn lines_of(place: Place<'_>, seed: u64, count: usize) -> String {
    let text = lines_of_anybody(seed, count);
    let Place { channel, room_id } = place;
    text.replace(" #somechan", &format!(" #{channel}"))
        .replace("room-id=50000001", &format!("room-id={room_id}"))
}

fn lines_of_anybody(seed: u64, count: usize) -> String {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut now = 1_795_342_800_000;
    let mut text = String::new();
    for _ in 0..count {
        now += chance.random_range(1..2_000_u64);
        match chance.random_range(0..1000) {
            0..940 => privmsg(&mut text, &mut chance, now),
            940..970 => clear_chat(&mut text, &mut chance, now),
            970..980 => user_notice(&mut text, &mut chance, now),
            980..985 => clear_message(&mut text, &mut chance, now),
            985..988 => text.push_str(
                "@emote-only=0;room-id=50000001;slow=10;subs-only=0 :tmi.twitch.tv ROOMSTATE #somechan",
            ),
            988..998 => membership(&mut text, &mut chance),
            _ => text.push_str("PING :tmi.twitch.tv"),
        }
        text.push_str("\r\n");
    }
    text
}

/// Somebody who chats.
struct Person {
    login: String,
    display_name: String,
    id: u64,
    months: u32,
}

impl Person {
    /// The same people come again and again, as they do in a chat.
    fn random(chance: &mut impl Rng) -> Self {
        let number = chance.random_range(0..4000_u64);
        let begin = pick(NAMES, number);
        let end = pick(NAMES, number / 7 + 3);
        let login = match number % 3 {
            0 => format!("{begin}{end}"),
            1 => format!("{begin}_{}", number % 100),
            _ => format!("{begin}{end}{number}"),
        };
        let display_name = match number % 33 {
            0 => "ゆきだるま".to_owned(),
            1..10 => login.to_uppercase(),
            _ => login.clone(),
        };
        Self {
            login,
            display_name,
            id: 40_000_000 + number * 7919,
            months: u32::try_from(number % 90).unwrap_or(0),
        }
    }

    fn badges(&self, chance: &mut impl Rng) -> (String, String) {
        let mut badges = Vec::new();
        if self.id.is_multiple_of(40) {
            badges.push("moderator/1".to_owned());
        }
        let mut info = String::new();
        if self.months > 30 {
            badges.push(format!("subscriber/{}", self.months / 6 * 6));
            info = format!("subscriber/{}", self.months);
        }
        if chance.random_bool(0.4) {
            badges.push((*pick(BADGES, self.id)).to_owned());
        }
        (info, badges.join(","))
    }
}

fn privmsg(text: &mut String, chance: &mut impl Rng, now: u64) {
    let person = Person::random(chance);
    let (words, emotes) = sentence(chance);
    let (badge_info, badges) = person.badges(chance);
    let is_moderator = u8::from(badges.starts_with("moderator"));
    let is_subscriber = u8::from(!badge_info.is_empty());
    put(text, "@badge-info", &badge_info);
    put(text, ";badges", &badges);
    if chance.random_bool(0.3) {
        put(text, ";client-nonce", &hex(chance, 32));
    }
    put(text, ";color", &color(chance));
    put(text, ";display-name", &person.display_name);
    if !emotes.is_empty() && chance.random_bool(0.2) {
        text.push_str(";emote-only=1");
    }
    put(text, ";emotes", &emotes);
    text.push_str(";first-msg=0");
    let is_rude = chance.random_bool(0.05);
    put(text, ";flags", if is_rude { "0-6:P.3" } else { "" });
    put(text, ";id", &uuid(chance));
    put(text, ";mod", &is_moderator.to_string());
    let mut mention = String::new();
    if chance.random_bool(0.06) {
        mention = reply(text, chance);
    }
    text.push_str(";returning-chatter=0;room-id=50000001");
    if chance.random_bool(0.04) {
        put(text, ";source-badge-info", &badge_info);
        put(text, ";source-badges", &badges);
        put(text, ";source-id", &uuid(chance));
        text.push_str(";source-only=0;source-room-id=50000002");
    }
    put(text, ";subscriber", &is_subscriber.to_string());
    put(text, ";tmi-sent-ts", &now.to_string());
    text.push_str(";turbo=0");
    put(text, ";user-id", &person.id.to_string());
    let user_type = if is_moderator == 1 { "mod" } else { "" };
    put(text, ";user-type", user_type);
    from(text, &person.login);
    text.push_str(" PRIVMSG #somechan :");
    text.push_str(&mention);
    if chance.random_bool(0.01) {
        let _ = write!(text, "\u{1}ACTION {words}\u{1}");
    } else {
        text.push_str(&words);
    }
}

/// The tags of a reply; returns the mention that stands in front of its text.
fn reply(text: &mut String, chance: &mut impl Rng) -> String {
    let parent = Person::random(chance);
    let (words, _) = sentence(chance);
    let id = uuid(chance);
    put(text, ";reply-parent-display-name", &parent.display_name);
    put(text, ";reply-parent-msg-body", &escape(&words));
    put(text, ";reply-parent-msg-id", &id);
    put(text, ";reply-parent-user-id", &parent.id.to_string());
    put(text, ";reply-parent-user-login", &parent.login);
    put(text, ";reply-thread-parent-msg-id", &id);
    put(text, ";reply-thread-parent-user-login", &parent.login);
    format!("@{} ", parent.display_name)
}

fn user_notice(text: &mut String, chance: &mut impl Rng, now: u64) {
    let person = Person::random(chance);
    let (badge_info, badges) = person.badges(chance);
    let months = person.months.max(2);
    put(text, "@badge-info", &badge_info);
    put(text, ";badges", &badges);
    put(text, ";color", &color(chance));
    put(text, ";display-name", &person.display_name);
    text.push_str(";emotes=;flags=");
    put(text, ";id", &uuid(chance));
    put(text, ";login", &person.login);
    text.push_str(";mod=0;msg-id=resub");
    put(text, ";msg-param-cumulative-months", &months.to_string());
    text.push_str(
        ";msg-param-months=0;msg-param-multimonth-duration=1;msg-param-multimonth-tenure=0",
    );
    text.push_str(
        ";msg-param-should-share-streak=0;msg-param-sub-plan-name=Channel\\sSubscription",
    );
    text.push_str(
        ";msg-param-sub-plan=1000;msg-param-was-gifted=false;room-id=50000001;subscriber=1",
    );
    let sentence_of_twitch = format!(
        "{} subscribed at Tier 1. They've subscribed for {months} months!",
        person.display_name
    );
    put(text, ";system-msg", &escape(&sentence_of_twitch));
    put(text, ";tmi-sent-ts", &now.to_string());
    put(text, ";user-id", &person.id.to_string());
    text.push_str(";user-type=;vip=0 :tmi.twitch.tv USERNOTICE #somechan");
    if chance.random_bool(0.5) {
        text.push_str(" :");
        text.push_str(&sentence(chance).0);
    }
}

fn clear_chat(text: &mut String, chance: &mut impl Rng, now: u64) {
    let person = Person::random(chance);
    text.push('@');
    if chance.random_bool(0.8) {
        let _ = write!(text, "ban-duration={};", chance.random_range(1..=1200));
    }
    let Person { login, id, .. } = person;
    let _ = write!(
        text,
        "room-id=50000001;target-user-id={id};tmi-sent-ts={now} :tmi.twitch.tv CLEARCHAT #somechan :{login}"
    );
}

fn clear_message(text: &mut String, chance: &mut impl Rng, now: u64) {
    let login = Person::random(chance).login;
    let id = uuid(chance);
    let words = sentence(chance).0;
    let _ = write!(
        text,
        "@login={login};room-id=;target-msg-id={id};tmi-sent-ts={now} :tmi.twitch.tv CLEARMSG #somechan :{words}"
    );
}

fn membership(text: &mut String, chance: &mut impl Rng) {
    let login = Person::random(chance).login;
    let command = if chance.random_bool(0.5) {
        "JOIN"
    } else {
        "PART"
    };
    let _ = write!(
        text,
        ":{login}!{login}@{login}.tmi.twitch.tv {command} #somechan"
    );
}

/// As it stands in a tag; nothing else in these words needs it.
fn escape(words: &str) -> String {
    words.replace(' ', "\\s")
}

/// Some words, and the `emotes` tag that speaks of them.
fn sentence(chance: &mut impl Rng) -> (String, String) {
    // Most are short; a few fill the line.
    let count = match chance.random_range(0..100) {
        0..55 => chance.random_range(1..5),
        55..90 => chance.random_range(5..15),
        90..98 => chance.random_range(15..40),
        _ => chance.random_range(40..80),
    };
    let has_emotes = chance.random_bool(0.3);
    let mut words = String::new();
    let mut emotes: Vec<String> = Vec::new();
    let mut place = 0;
    for _ in 0..count {
        if !words.is_empty() {
            words.push(' ');
            place += 1;
        }
        let number = chance.next_u64();
        let word = if has_emotes && number.is_multiple_of(3) {
            let (id, word) = *pick(EMOTES, number / 3);
            let end = place + word.len() - 1;
            emotes.push(format!("{id}:{place}-{end}"));
            word
        } else {
            *pick(WORDS, number)
        };
        words.push_str(word);
        place += word.chars().count();
    }
    (words, emotes.join("/"))
}

fn put(text: &mut String, key: &str, value: &str) {
    text.push_str(key);
    text.push('=');
    text.push_str(value);
}

fn from(text: &mut String, login: &str) {
    let _ = write!(text, " :{login}!{login}@{login}.tmi.twitch.tv");
}

fn color(chance: &mut impl Rng) -> String {
    if chance.random_bool(0.03) {
        return String::new();
    }
    format!("#{:06X}", chance.random_range(0..0x0100_0000))
}

fn uuid(chance: &mut impl Rng) -> String {
    let digits = hex(chance, 32);
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    [
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32),
    ]
    .join("-")
}

fn hex(chance: &mut impl Rng, digits: usize) -> String {
    let mut text = String::new();
    for _ in 0..digits {
        let _ = write!(text, "{:x}", chance.random_range(0..16));
    }
    text
}

/// One of the things, by any number.
fn pick<Thing>(things: &'static [Thing], number: u64) -> &'static Thing {
    let length = u64::try_from(things.len()).unwrap_or(1);
    let place = usize::try_from(number % length).unwrap_or(0);
    things.get(place).expect("no list here is empty")
}

static NAMES: &[&str] = &[
    "amber", "birch", "cobalt", "dune", "ember", "fjord", "gravel", "hazel", "indigo", "juniper",
    "kestrel", "lichen", "maple", "nimbus", "otter", "pebble", "quartz", "raven", "sage",
    "thistle", "umbra", "violet", "willow", "yarrow", "zephyr",
];

static BADGES: &[&str] = &[
    "premium/1",
    "glhf-pledge/1",
    "turbo/1",
    "bits/100",
    "no_audio/1",
    "vip/1",
    "sub-gifter/5",
];

static EMOTES: &[(&str, &str)] = &[
    ("25", "Kappa"),
    ("305954156", "PogChamp"),
    ("425618", "LUL"),
    ("emotesv2_11eff6a54749464c9dfa40570dd356bd", "someWave"),
    ("86", "BibleThump"),
    ("300196486_TK", "someJam"),
];

static WORDS: &[&str] = &[
    "the",
    "a",
    "is",
    "that",
    "what",
    "no",
    "yes",
    "lol",
    "chat",
    "game",
    "he",
    "why",
    "just",
    "!ping",
    "stream",
    "HAHAHA",
    "nice",
    "how",
    "can",
    "again",
    "actually",
    "insane",
    "clip",
    "it",
    "so",
    "bad",
    "good",
    "когда",
    "что",
    "🎉",
    "😂",
    "さん",
    "안녕",
    "https://example.org/watch?v=abcdef",
    "@somechan",
    "sure",
    "this",
    "run",
    "of",
    "was",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_says_the_same_and_another_something_else() {
        assert_eq!(lines(7, 50), lines(7, 50));
        assert_ne!(lines(7, 50), lines(8, 50));
    }

    #[test]
    fn the_mix_is_that_of_real_chat() {
        let text = lines(1, 4000);
        let mean = text.len() / 4000;
        assert!((300..450).contains(&mean), "a line has {mean} bytes");
        let tags = text.matches(';').count() / 4000;
        assert!((13..18).contains(&tags), "a line has {tags} tags");
    }
}
