//! Chat through the whole machine: one room behind IRC, REST and the control API, and viewers in it.

use std::time::Duration;

use serde_json::json;
use streamhand_sim::{Corpus, IrcId, Viewers};

use crate::scene::Scene;

/// A client of the account under test, in the broadcaster's room.
fn client(scene: &mut Scene) -> IrcId {
    let id = scene.twitch.open_irc();
    let (token, login) = (&scene.env.account.token, &scene.env.account.login);
    let words = format!(
        "CAP REQ :twitch.tv/tags twitch.tv/commands\r\nPASS oauth:{}\r\nNICK {login}\r\nJOIN #{}\r\n",
        token.expose(),
        scene.env.peer.login
    );
    scene.twitch.handle_irc(id, words.as_bytes());
    let lines = read(scene, id);
    assert!(lines.contains("ROOMSTATE #"), "{lines}");
    id
}

fn read(scene: &mut Scene, id: IrcId) -> String {
    let lines = scene.twitch.poll_irc(id).lines;
    lines
        .iter()
        .map(|line| String::from_utf8_lossy(line))
        .collect()
}

#[test]
fn irc_rest_and_control_reach_the_same_room_and_all_is_seen_and_counted() {
    let mut scene = Scene::new();
    let id = client(&mut scene);
    let (bot, owner) = (scene.env.account.clone(), scene.env.peer.clone());
    let say = format!("PRIVMSG #{} :by IRC\r\n", owner.login);
    scene.twitch.handle_irc(id, say.as_bytes());
    assert!(
        read(&mut scene, id).contains("USERSTATE"),
        "by IRC it is confirmed"
    );
    scene.advance(Duration::from_secs(2));
    let message = json!({ "broadcaster_id": owner.id, "sender_id": bot.id, "message": "by REST" });
    let call = ("POST", "/chat/messages");
    let sent = scene.call(bot.token.expose(), call, &message.to_string());
    assert_eq!(sent.body["data"][0]["is_sent"], true, "{sent:?}");
    let line = read(&mut scene, id);
    assert!(
        line.contains(&format!(";id={};", sent.text("/data/0/message_id"))),
        "{line}"
    );
    let again = scene.call(bot.token.expose(), call, &message.to_string());
    assert_eq!(again.text("/data/0/drop_reason/code"), "msg_ratelimit");
    scene.form(
        "/sim/chat",
        &format!("login={}&text=by+control", owner.login),
    );
    assert!(read(&mut scene, id).ends_with(&format!("PRIVMSG #{} :by control\r\n", owner.login)));
    let counted = &scene.twitch.statistics().bots[&bot.login];
    assert_eq!((counted.sent, counted.seen), (2, 2));
}

#[test]
fn one_seed_gives_the_same_hour_of_chat_to_the_byte() {
    let hour = |seed| {
        let mut scene = Scene::new();
        scene.twitch.start_viewers(Viewers::scripted(seed, 3.0));
        let mut id = client(&mut scene);
        let mut heard = String::new();
        for second in 0..3_600 {
            scene.advance(Duration::from_secs(1));
            heard.push_str(&read(&mut scene, id));
            // The client answers now and then, and is thrown out every ten minutes.
            if second % 60 == 30 {
                let line = format!("PRIVMSG #{} :second {second}\r\n", scene.env.peer.login);
                scene.twitch.handle_irc(id, line.as_bytes());
            }
            if second % 600 == 599 {
                scene.twitch.close_irc(id);
                id = client(&mut scene);
            }
        }
        let statistics = scene.twitch.statistics();
        assert_eq!(statistics.bots[&scene.env.account.login].seen, 60);
        assert!(
            (9_000..13_000).contains(&statistics.chat_lines),
            "{}",
            statistics.chat_lines
        );
        heard
    };
    let first = hour(1);
    assert!(first == hour(1), "the same seed gave another hour");
    assert!(first != hour(2), "another seed gave the same hour");
}

#[test]
fn every_line_of_a_corpus_is_counted_and_received() {
    let mut corpus = String::new();
    for number in 0..500 {
        corpus.push_str(&format!("@id=line{number};room-id=9;user-id=77 :ann!ann@ann.tmi.twitch.tv PRIVMSG #there :line {number}\n"));
        corpus.push_str("@room-id=9;target-user-id=78 :tmi.twitch.tv CLEARCHAT #there :baduser\n");
    }
    let mut scene = Scene::new();
    let id = client(&mut scene);
    let viewers = Viewers::replaying(Corpus::parse(&corpus), 1, 2_000.0);
    scene.twitch.start_viewers(viewers);
    let mut heard = 0;
    for _ in 0..200 {
        scene.advance(Duration::from_millis(100));
        heard += read(&mut scene, id).lines().count() as u64;
    }
    let statistics = scene.twitch.statistics();
    assert_eq!(statistics.chat_lines, heard);
    assert!(
        (39_990..=40_010).contains(&heard),
        "{heard} lines in 20 seconds"
    );
    assert!(
        (5..15).contains(&statistics.commands),
        "{} commands",
        statistics.commands
    );
}
