//! The scripted chat and the replay, in virtual time.

use std::collections::BTreeSet;
use std::time::Duration;

use types::Timestamp;

use super::Viewers;
use super::corpus::Corpus;
use crate::chat::outbox::{Capabilities, IrcId};
use crate::chat::said::{Outcome, Said, SaidBy};
use crate::chat::{Chat, Stage};
use crate::world::World;
use crate::world::blueprint::Blueprint;

/// A room with one reader in it.
struct Room {
    world: World,
    chat: Chat,
    reader: IrcId,
    viewers: Viewers,
}

impl Room {
    fn new(viewers: Viewers) -> Self {
        let world = World::build(
            Blueprint::default(),
            Timestamp::from_unix_millis(1_795_341_600_000),
            1,
        );
        let mut chat = Chat::default();
        let reader = chat.outboxes.open();
        let capabilities = Capabilities {
            tags: true,
            commands: true,
            membership: false,
        };
        chat.outboxes.set_capabilities(reader, capabilities);
        let channel = world.cast.broadcaster.clone();
        chat.join(&channel, reader, None);
        Self {
            world,
            chat,
            reader,
            viewers,
        }
    }

    /// Lets time pass and returns what the reader got.
    fn listen(&mut self, duration: Duration) -> Vec<String> {
        let end = self.world.now.plus(duration);
        let mut heard = Vec::new();
        while let Some(due) = self.viewers.next_at().filter(|due| *due <= end) {
            self.world.now = self.world.now.max(due);
            let mut stage = Stage {
                world: &mut self.world,
                chat: &mut self.chat,
            };
            self.viewers.tick(&mut stage);
            let lines = self.chat.outboxes.poll(self.reader).lines;
            heard.extend(
                lines
                    .iter()
                    .map(|line| String::from_utf8(line.to_vec()).unwrap()),
            );
        }
        self.world.now = end;
        heard
    }
}

fn text(line: &str) -> Option<&str> {
    line.split_once(" PRIVMSG #somechannel :")
        .map(|(_, text)| text.trim_end())
}

#[test]
fn one_seed_always_gives_the_same_chat_and_another_seed_another() {
    let chat = |seed| Room::new(Viewers::scripted(seed, 20.0)).listen(Duration::from_secs(60));
    let first = chat(7);
    assert_eq!(first, chat(7));
    assert_ne!(first, chat(8));
    assert!(first.len() > 1_000, "{}", first.len());
}

#[test]
fn the_chat_is_lively_and_calls_the_bot() {
    let mut room = Room::new(Viewers::scripted(1, 10.0));
    let lines = room.listen(Duration::from_secs(300));
    let texts: Vec<&str> = lines.iter().filter_map(|line| text(line)).collect();
    for (what, is_there) in [
        (
            "a greeting",
            texts.iter().any(|text| text.contains("HeyGuys")),
        ),
        (
            "an action",
            texts.iter().any(|text| text.starts_with("\u{1}ACTION ")),
        ),
        (
            "another script",
            texts.iter().any(|text| {
                !text.is_ascii() && text.chars().any(|character| character > '\u{3000}')
            }),
        ),
        (
            "an answer",
            lines
                .iter()
                .any(|line| line.contains(";reply-parent-msg-id=")),
        ),
        (
            "an emote",
            lines.iter().any(|line| line.contains(";emotes=25:")),
        ),
        (
            "a celebration",
            lines.iter().any(|line| line.contains(" USERNOTICE ")),
        ),
        ("a ping", texts.contains(&"!ping")),
        (
            "a moderator's new command",
            texts.iter().any(|text| text.starts_with("!addcom !rules ")),
        ),
        ("a viewer who may not", texts.contains(&"!delcom !rules")),
    ] {
        assert!(is_there, "{what} is missing");
    }
    let distinct: BTreeSet<&&str> = texts.iter().collect();
    assert!(
        distinct.len() > 200,
        "only {} different texts",
        distinct.len()
    );
    let statistics = &room.chat.statistics;
    let commands = texts.iter().filter(|text| text.starts_with('!')).count() as u64;
    assert_eq!(
        (statistics.viewer_lines, statistics.viewer_commands),
        (texts.len() as u64, commands)
    );
    assert!(
        (80..170).contains(&commands),
        "{commands} commands in 5 minutes"
    );
}

#[test]
fn viewers_say_nothing_that_a_room_would_take_for_a_command() {
    let lines = Room::new(Viewers::scripted(3, 200.0)).listen(Duration::from_secs(60));
    let odd: Vec<&str> = lines
        .iter()
        .filter_map(|line| text(line))
        .filter(|text| text.starts_with(['/', '.']))
        .collect();
    assert_eq!(odd, [""; 0]);
}

#[test]
fn every_line_of_a_corpus_reaches_the_room_with_its_tags_and_text() {
    let corpus = Corpus::parse(LINES);
    assert_eq!((corpus.len(), corpus.skipped()), (4, 2));
    let mut room = Room::new(Viewers::replaying(corpus, 1, 100.0));
    let heard = room.listen(Duration::from_millis(35));
    assert_eq!(
        heard[..4],
        [
            "@badges=subscriber/36,glhf-pledge/1;display-name=Ann\\s1;emotes=;id=2efa649c-45c5-44b4-9e46-1b49f0c61969;room-id=1001;tmi-sent-ts=1640995200756;user-id=81369161 :ann_1!ann_1@ann_1.tmi.twitch.tv PRIVMSG #somechannel :FeelsGoodMan  \u{1F389} :)\r\n",
            "@ban-duration=25;room-id=1001;target-user-id=132851514;tmi-sent-ts=1640995245056 :tmi.twitch.tv CLEARCHAT #somechannel :baduser\r\n",
            "@id=95a701c0-d471-4d1e-a5b3-58817d4e80c5;login=bob;msg-id=subgift;room-id=1001;system-msg=a\\sb;tmi-sent-ts=1640997800155;user-id=5 :tmi.twitch.tv USERNOTICE #somechannel\r\n",
            ":carl!carl@carl.tmi.twitch.tv PRIVMSG #somechannel :no tags at all\r\n",
        ]
    );
}

#[test]
fn a_corpus_that_is_said_again_has_new_ids_and_can_be_answered() {
    let mut room = Room::new(Viewers::replaying(Corpus::parse(LINES), 1, 100.0));
    let heard = room.listen(Duration::from_secs(10));
    let lines = heard.len() as u64;
    assert_eq!(lines, room.chat.statistics.viewer_lines);
    assert!((990..=1_010).contains(&lines), "{lines}");
    let ids: Vec<&str> = heard
        .iter()
        .filter_map(|line| line.split_once(";id=")?.1.split(';').next())
        .collect();
    let distinct: BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(
        distinct.len(),
        ids.len(),
        "a client would take a repeated id for a repeated message"
    );
    let pings = heard
        .iter()
        .filter(|line| text(line).is_some_and(|text| text.starts_with('!')))
        .count();
    assert!((2..=6).contains(&pings), "{pings} commands in 10 seconds");
    let answered = heard
        .iter()
        .rev()
        .find(|line| line.contains("FeelsGoodMan"))
        .unwrap();
    let id = answered
        .split_once(";id=")
        .unwrap()
        .1
        .split(';')
        .next()
        .unwrap();
    let channel = room.world.cast.broadcaster.clone();
    let said = Said {
        reply_to: Some(id.into()),
        ..Said::new(channel.clone(), channel, "hello", SaidBy::Rest)
    };
    let outcome = room.chat.say(&mut room.world, &said);
    assert!(matches!(outcome, Outcome::Sent { .. }), "{outcome:?}");
    let answer = room.chat.outboxes.poll(room.reader).lines.remove(0);
    let answer = String::from_utf8_lossy(&answer);
    assert!(
        answer.contains(";reply-parent-display-name=Ann\\s1;"),
        "{answer}"
    );
}

#[test]
fn viewers_wait_for_a_reader_that_is_slow() {
    let mut room = Room::new(Viewers::scripted(1, 100_000.0));
    let mut stage = Stage {
        world: &mut room.world,
        chat: &mut room.chat,
    };
    room.viewers.tick(&mut stage);
    for _ in 0..10_000 {
        stage.world.now = room.viewers.next_at().unwrap();
        room.viewers.tick(&mut stage);
    }
    let waiting = room.chat.outboxes.longest_backlog();
    assert!((4 << 20..5 << 20).contains(&waiting), "{waiting}");
}

/// Two lines are none of a room.
const LINES: &str = "@badges=subscriber/36,glhf-pledge/1;display-name=Ann\\s1;emotes=;id=2efa649c-45c5-44b4-9e46-1b49f0c61969;room-id=22484632;tmi-sent-ts=1640995200756;user-id=81369161 :ann_1!ann_1@ann_1.tmi.twitch.tv PRIVMSG #there :FeelsGoodMan  \u{1F389} :)
PING :tmi.twitch.tv
@ban-duration=25;room-id=22484632;target-user-id=132851514;tmi-sent-ts=1640995245056 :tmi.twitch.tv CLEARCHAT #there :baduser

@id=95a701c0-d471-4d1e-a5b3-58817d4e80c5;login=bob;msg-id=subgift;room-id=22484632;system-msg=a\\sb;tmi-sent-ts=1640997800155;user-id=5 :tmi.twitch.tv USERNOTICE #there
:carl!carl@carl.tmi.twitch.tv JOIN #there
:carl!carl@carl.tmi.twitch.tv PRIVMSG #there :no tags at all
";
