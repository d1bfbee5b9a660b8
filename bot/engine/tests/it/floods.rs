//! Chat that comes in masses: the bot's memory stays bounded, and nothing that is typed breaks it.

use std::time::Duration;

use proptest::prelude::*;
use streamhand_engine::{Action, ChatLine, Command, CommandName, Event, Level, Settings};
use types::{MessageId, Roles, Timestamp, UserId};

use crate::transcript::{CHANNEL, Stage};

fn line(number: u64, sender: &str, text: &str) -> ChatLine {
    ChatLine {
        channel: UserId::new(CHANNEL),
        id: MessageId::new(format!("m{number}")),
        sender: UserId::new(sender),
        login: "somebody".to_owned(),
        display_name: String::new(),
        roles: Roles::NONE,
        text: text.to_owned(),
        reply: None,
        source_channel: None,
        sent_at: Timestamp::from_unix_millis(0),
    }
}

fn echo() -> Command {
    Command {
        name: CommandName::parse("echo").unwrap(),
        reply: "$(touser) $(1) ${user} $(2)$(3)".to_owned(),
        level: Level::Viewer,
        cooldown: Duration::ZERO,
        user_cooldown: Duration::from_secs(1),
        is_enabled: true,
        created_by: UserId::new("3003"),
        created_at: Timestamp::from_unix_millis(0),
        updated_by: UserId::new("3003"),
        updated_at: Timestamp::from_unix_millis(0),
    }
}

fn stage_with_echo() -> Stage {
    let mut settings = Settings::default();
    settings.loops.channel_answers = u32::MAX;
    settings.loops.person_answers = u32::MAX;
    let mut stage = Stage::new(settings);
    let commands = vec![echo()];
    let channel = UserId::new(CHANNEL);
    stage
        .engine
        .handle(stage.start, Event::CommandsLoaded { channel, commands });
    stage
}

#[test]
fn l04_a_quarter_million_people_using_a_command_are_all_answered() {
    let mut stage = stage_with_echo();
    for number in 0..250_000 {
        let actions = stage.engine.handle(
            stage.start,
            Event::Chat(line(number, &format!("user-{number}"), "!echo hello")),
        );
        assert!(
            matches!(actions.last(), Some(Action::Say { .. })),
            "person {number} got {actions:?}"
        );
    }
}

#[test]
fn l04_ten_million_people_leave_the_memory_as_it_was() {
    let mut stage = stage_with_echo();
    let mut obeyed: u64 = 0;
    let mut use_command = |people: std::ops::Range<u64>| {
        for number in people {
            let now = stage.start + Duration::from_micros(10 * number);
            let person = format!("user-{number}");
            let actions = stage
                .engine
                .handle(now, Event::Chat(line(number, &person, "!echo hello")));
            obeyed += u64::from(matches!(actions.last(), Some(Action::Say { .. })));
        }
    };
    // Tables grow once more when they were cleared a few times, and never after that.
    use_command(0..3_000_000);
    let used = allocation_counter::measure(|| use_command(3_000_000..10_000_000));
    assert_eq!(obeyed, 10_000_000, "everybody was answered and remembered");
    assert!(
        used.bytes_current.abs() < MEBIBYTE && used.bytes_max < 8 * MEBIBYTE.unsigned_abs(),
        "{} bytes more at the end, {} at the most",
        used.bytes_current,
        used.bytes_max
    );
}

const MEBIBYTE: i64 = 1 << 20;

#[test]
fn l06_a_channel_in_which_too_much_is_answered_falls_silent_for_a_while() {
    let mut stage = Stage::new(Settings::default());
    let channel = UserId::new(CHANNEL);
    let commands = vec![echo()];
    stage
        .engine
        .handle(stage.start, Event::CommandsLoaded { channel, commands });
    let mut answers = 0;
    for number in 0..1_000 {
        let now = stage.start + Duration::from_millis(number * 10);
        let line = line(number, &format!("user-{number}"), "!echo hello");
        let actions = stage.engine.handle(now, Event::Chat(line));
        answers += usize::from(matches!(actions.last(), Some(Action::Say { .. })));
    }
    assert_eq!(answers, 20, "answers within ten seconds");
}

proptest! {
    #[test]
    fn s05_x23_no_chat_line_makes_the_bot_say_an_order_or_fail(
        text in "(!|！)?(echo|ping|cmd|addcom|uptime|commands)? ?[\\PC\\p{Cc}\\p{Cf}/.!$({})@\\-= ]{0,60}",
        name in "\\PC{0,10}",
    ) {
        let mut stage = stage_with_echo();
        let mut line = line(1, CHANNEL, &text);
        line.display_name = name;
        for action in stage.engine.handle(stage.start, Event::Chat(line)) {
            if let Action::Say { text, .. } = action {
                prop_assert!(!text.as_str().starts_with(['/', '.', '!']), "{text}");
                prop_assert!(!text.as_str().contains(char::is_control), "{text:?}");
                prop_assert!(text.as_str().encode_utf16().count() <= streamhand_engine::MAX_LENGTH);
            }
        }
    }
}
