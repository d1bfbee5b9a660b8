//! Whatever a viewer writes, and whatever text it makes the bot say: the engine does not break, and what goes out is one line and no order.
#![no_main]

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use engine::{
    Action, BlockedWords, Channel, ChatLine, Command, CommandName, Engine, Event, Level,
    OutgoingText, Settings,
};
use libfuzzer_sys::fuzz_target;
use types::{Login, MessageId, Roles, Timestamp, UserId};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    if let Some(outgoing) = OutgoingText::new(&text) {
        check(outgoing.as_str());
    }
    let found = BLOCKED.find(&text);
    // A text that holds the word as it stands is found, whatever surrounds it.
    if text.split_ascii_whitespace().any(|word| word == "pickle") {
        assert!(found.is_some(), "{text:?}");
    }
    // Any text may be tried as a blocked word; it is refused, or found in itself.
    if let Ok(words) = BlockedWords::new([&*text]) {
        let inner = text.trim().trim_start_matches('*').trim_end_matches('*');
        assert!(words.find(inner).is_some(), "{text:?}");
    }
    let mut engine = engine();
    let now = Instant::now();
    for (number, text) in [
        text.to_string(),
        format!("!echo {text}"),
        format!("!{text}"),
    ]
    .into_iter()
    .enumerate()
    {
        let later = now + Duration::from_secs(3600 * number as u64);
        for action in engine.handle(later, Event::Chat(line(number, text))) {
            if let Action::Say { text, .. } = action {
                check(text.as_str());
            }
        }
    }
});

/// What goes out is one line of chat, within Twitch's limit, that orders nobody about.
fn check(text: &str) {
    assert!(
        text.encode_utf16().count() <= engine::MAX_LENGTH,
        "{text:?}"
    );
    assert!(!text.contains(char::is_control), "{text:?}");
    assert!(!text.starts_with(['/', '.', '!', ' ']), "{text:?}");
    let line = irc::Outgoing::say(&CHANNEL, text, None);
    let bytes = line.as_bytes();
    assert!(bytes.ends_with(b"\r\n"));
    let ends = bytes
        .iter()
        .filter(|byte| matches!(byte, b'\r' | b'\n' | 0));
    assert_eq!(ends.count(), 2, "{text:?}");
}

fn engine() -> Engine {
    let mut engine = Engine::new(Instant::now(), Settings::default(), 7);
    let channel = UserId::new("1001");
    let at = Timestamp::from_unix_millis(0);
    let echo = Command {
        name: CommandName::parse("echo").expect("it is a name"),
        reply: "$(1) $(touser) ${2}$(3)".to_owned(),
        level: Level::Viewer,
        cooldown: Duration::ZERO,
        user_cooldown: Duration::from_secs(1),
        is_enabled: true,
        created_by: channel.clone(),
        created_at: at,
        updated_by: channel.clone(),
        updated_at: at,
    };
    let now = Instant::now();
    engine.handle(
        now,
        Event::ChannelAdded(Channel {
            id: channel.clone(),
            login: CHANNEL.clone(),
            bot: UserId::new("5005"),
        }),
    );
    let commands = vec![echo];
    engine.handle(now, Event::CommandsLoaded { channel, commands });
    engine
}

fn line(number: usize, text: String) -> ChatLine {
    ChatLine {
        channel: UserId::new("1001"),
        id: MessageId::new(format!("m{number}")),
        sender: UserId::new("1001"),
        login: "somechannel".to_owned(),
        display_name: String::new(),
        roles: Roles::NONE,
        text,
        reply: None,
        source_channel: None,
        sent_at: Timestamp::from_unix_millis(0),
    }
}

static CHANNEL: LazyLock<Login> = LazyLock::new(|| "somechannel".parse().expect("it is a login"));

static BLOCKED: LazyLock<BlockedWords> =
    LazyLock::new(|| BlockedWords::new(["pickle", "*kle*", "big pickle"]).expect("they are valid"));
