//! Messages: their tags, who gets them, answers, /me, shared sessions, and the observer that counts them.

use super::scene::{Scene, bare, tag};
use crate::chat::said::{Outcome, Refusal, Said, SaidBy};

#[test]
fn a_message_carries_all_tags_in_the_order_of_twitch() {
    let mut scene = Scene::new();
    let reader = scene.client_in("perty", "somechannel");
    let owner = scene.client_in("somechannel", "somechannel");
    scene.read(reader);
    scene.send(
        owner,
        "@client-nonce=abc PRIVMSG #somechannel :Kappa  hello",
    );
    assert_eq!(
        scene.transcript(reader),
        [
            "@badge-info=;badges=broadcaster/1;client-nonce=abc;color=#8A2BE2;display-name=SomeChannel;emotes=25:0-4;first-msg=0;flags=;id=<uuid>;mod=0;returning-chatter=0;room-id=1001;subscriber=0;tmi-sent-ts=1795341600000;turbo=0;user-id=1001;user-type= :somechannel!somechannel@somechannel.tmi.twitch.tv PRIVMSG #somechannel :Kappa hello"
        ]
    );
    assert_eq!(
        scene.transcript(owner),
        [
            "@badge-info=;badges=broadcaster/1;client-nonce=abc;color=#8A2BE2;display-name=SomeChannel;emote-sets=0,300374282;id=<uuid>;mod=0;subscriber=0;user-type= :tmi.twitch.tv USERSTATE #somechannel"
        ]
    );
}

#[test]
fn badges_and_flags_tell_what_somebody_is_in_this_room() {
    let mut scene = Scene::new();
    let reader = scene.client_in("perty", "somechannel");
    let channel = scene.channel("somechannel").clone();
    let moderator = scene.login_of(channel.moderators.iter().cloned());
    let vip = scene.login_of(channel.vips.iter().cloned());
    let newcomer = scene.nobody_special();
    for (login, expected) in [
        (moderator, ("moderator/1", "1", "mod", "0")),
        (vip, ("vip/1", "0", "", "0")),
        (newcomer, ("", "0", "", "1")),
    ] {
        scene.rest("somechannel", &login, "hello");
        let line = scene.read(reader).pop().unwrap();
        let badges = tag(&line, "badges");
        assert!(badges.starts_with(expected.0), "{login}: {badges}");
        let flags = (
            tag(&line, "mod"),
            tag(&line, "user-type"),
            tag(&line, "first-msg"),
        );
        assert_eq!(flags, (expected.1, expected.2, expected.3), "{login}");
        assert_eq!(line.contains(";vip=1"), expected.0 == "vip/1", "{login}");
    }
}

#[test]
fn s01_everybody_but_the_sending_connection_gets_the_message() {
    let mut scene = Scene::new();
    let (first, second) = (
        scene.client_in("perty", "somechannel"),
        scene.client_in("perty", "somechannel"),
    );
    let outside = scene.client_in("perty", "otherchannel");
    scene.send(first, "PRIVMSG #somechannel :hello");
    let state = scene.read(first);
    let message = scene.read(second);
    assert_eq!(bare(&state[0]), ":tmi.twitch.tv USERSTATE #somechannel");
    assert_eq!(
        bare(&message[0]),
        ":perty!perty@perty.tmi.twitch.tv PRIVMSG #somechannel :hello"
    );
    assert_eq!(tag(&state[0], "id"), tag(&message[0], "id"));
    assert_eq!(scene.read(outside), [""; 0]);
    // By REST nobody is left out, and a room need not be joined to be spoken in.
    scene.rest("somechannel", "somechannel", "and by REST");
    assert_eq!((scene.read(first).len(), scene.read(second).len()), (1, 1));
    scene.seconds(2);
    scene.send(outside, "PRIVMSG #somechannel :from elsewhere");
    assert_eq!(
        bare(&scene.read(outside)[0]),
        ":tmi.twitch.tv USERSTATE #somechannel"
    );
    assert_eq!((scene.read(first).len(), scene.read(second).len()), (1, 1));
}

#[test]
fn an_answer_names_its_parent_and_the_beginning_of_the_thread() {
    let mut scene = Scene::new();
    let id = scene.client_in("perty", "somechannel");
    scene.rest("somechannel", "somechannel", "who is there; really?");
    let question = tag(&scene.read(id)[0], "id").to_owned();
    let other = scene.client_in("otherchannel", "somechannel");
    scene.read(id);
    scene.send(
        other,
        &format!("@reply-parent-msg-id={question} PRIVMSG #somechannel :me"),
    );
    let answer = scene.read(id).pop().unwrap();
    assert_eq!(
        bare(&answer),
        ":otherchannel!otherchannel@otherchannel.tmi.twitch.tv PRIVMSG #somechannel :@SomeChannel me"
    );
    assert_eq!(
        tag(&answer, "reply-parent-msg-body"),
        "who\\sis\\sthere\\:\\sreally?"
    );
    assert_eq!(tag(&answer, "reply-parent-msg-id"), question);
    assert_eq!(tag(&answer, "reply-parent-user-login"), "somechannel");
    scene.seconds(2);
    let parent = tag(&answer, "id").to_owned();
    scene.send(
        id,
        &format!("@reply-parent-msg-id={parent} PRIVMSG #somechannel :good"),
    );
    let second = scene.read(other).pop().unwrap();
    assert_eq!(tag(&second, "reply-parent-user-login"), "otherchannel");
    assert_eq!(tag(&second, "reply-thread-parent-msg-id"), question);
}

#[test]
fn an_answer_to_nothing_is_a_plain_message_on_irc_and_refused_by_rest() {
    let mut scene = Scene::new();
    let id = scene.client_in("perty", "somechannel");
    let reader = scene.client_in("somechannel", "somechannel");
    scene.send(id, "@reply-parent-msg-id=gone PRIVMSG #somechannel :me");
    assert_eq!(
        bare(&scene.read(reader)[0]),
        ":perty!perty@perty.tmi.twitch.tv PRIVMSG #somechannel :me"
    );
    let said = Said {
        reply_to: Some("gone".into()),
        ..Said::new(
            scene.id("somechannel"),
            scene.id("perty"),
            "me",
            SaidBy::Rest,
        )
    };
    let outcome = scene.chat.say(&mut scene.world, &said);
    assert_eq!(outcome, Outcome::Refused(Refusal::ParentUnknown));
}

#[test]
fn x16_what_is_smuggled_in_comes_out_as_text_or_as_the_line_that_it_is() {
    let mut scene = Scene::new();
    let reader = scene.client_in("somechannel", "somechannel");
    let id = scene.client_in("perty", "otherchannel");
    scene.read(reader);
    scene.rest(
        "somechannel",
        "somechannel",
        "a\r\nPRIVMSG #otherchannel :b\0c",
    );
    assert_eq!(
        bare(&scene.read(reader)[0]),
        ":somechannel!somechannel@somechannel.tmi.twitch.tv PRIVMSG #somechannel :a PRIVMSG #otherchannel :b c"
    );
    scene.send(id, "PRIVMSG #otherchannel :a\rPRIVMSG #somechannel :b");
    assert_eq!(
        bare(&scene.read(reader)[0]),
        ":perty!perty@perty.tmi.twitch.tv PRIVMSG #somechannel :b"
    );
}

#[test]
fn me_is_an_action_and_other_commands_are_unknown() {
    let mut scene = Scene::new();
    let id = scene.client_in("perty", "somechannel");
    let reader = scene.client_in("somechannel", "somechannel");
    scene.send(id, "PRIVMSG #somechannel :/me waves Kappa");
    let line = scene.read(reader).pop().unwrap();
    assert!(
        line.ends_with("PRIVMSG #somechannel :\u{1}ACTION waves Kappa\u{1}"),
        "{line}"
    );
    assert_eq!(tag(&line, "emotes"), "25:6-10");
    assert_eq!(
        scene.notices(id, "PRIVMSG #somechannel :/ban somebody"),
        ["unrecognized_cmd"]
    );
    assert_eq!(
        scene.notices(id, "PRIVMSG #somechannel :.timeout somebody"),
        ["unrecognized_cmd"]
    );
    assert_eq!(scene.notices(id, "PRIVMSG #somechannel :/me"), [""; 0]);
    assert_eq!(scene.read(reader), [""; 0]);
}

#[test]
fn speaking_needs_a_token_for_it() {
    let mut scene = Scene::new();
    let token = scene.token("perty", "chat:read");
    let id = scene.connect();
    scene.send(
        id,
        &format!("CAP REQ :twitch.tv/tags twitch.tv/commands\r\nPASS oauth:{token}\r\nNICK perty"),
    );
    scene.read(id);
    assert_eq!(
        scene.notices(id, "PRIVMSG #somechannel :hello"),
        ["no_permission"]
    );
}

#[test]
fn s10_a_shared_message_is_copied_with_ids_of_its_own_and_its_source() {
    let mut scene = Scene::new();
    let here = scene.client_in("perty", "somechannel");
    let there = scene.client_in("perty", "otherchannel");
    scene
        .order(r#"{"do":"share","channels":["somechannel","otherchannel"]}"#)
        .unwrap();
    scene.rest("somechannel", "somechannel", "hello both");
    let (original, copy) = (scene.read(here).remove(0), scene.read(there).remove(0));
    assert_eq!(tag(&original, "source-room-id"), tag(&original, "room-id"));
    assert_eq!(tag(&original, "source-id"), tag(&original, "id"));
    assert_eq!(
        (tag(&copy, "room-id"), tag(&copy, "source-room-id")),
        ("1002", "1001")
    );
    assert_eq!(tag(&copy, "source-id"), tag(&original, "id"));
    assert_ne!(tag(&copy, "id"), tag(&original, "id"));
    assert_eq!(
        (tag(&copy, "badges"), tag(&copy, "source-badges")),
        ("", "broadcaster/1")
    );
    scene
        .order(r#"{"do":"announce","channel":"somechannel","user":"somechannel","text":"look"}"#)
        .unwrap();
    let mirrored = scene.read(there).remove(0);
    assert_eq!(
        (tag(&mirrored, "msg-id"), tag(&mirrored, "source-msg-id")),
        ("sharedchatnotice", "announcement")
    );
    scene
        .order(r#"{"do":"unshare","channel":"otherchannel"}"#)
        .unwrap();
    scene.seconds(2);
    scene.rest("somechannel", "somechannel", "alone again");
    assert!(!scene.read(here).pop().unwrap().contains("source-id"));
    assert_eq!(scene.read(there), [""; 0]);
}

#[test]
fn s10_a_copy_is_answered_and_deleted_in_its_own_room_like_any_message() {
    let mut scene = Scene::new();
    let here = scene.client_in("perty", "somechannel");
    let there = scene.client_in("perty", "otherchannel");
    scene
        .order(r#"{"do":"share","channels":["somechannel","otherchannel"]}"#)
        .unwrap();
    scene.rest("somechannel", "somechannel", "hello both");
    let copy = tag(&scene.read(there).remove(0), "id").to_owned();
    scene.read(here);
    scene.send(
        there,
        &format!("@reply-parent-msg-id={copy} PRIVMSG #otherchannel :hello"),
    );
    assert_eq!(
        tag(&scene.read(here).remove(0), "reply-parent-msg-id"),
        copy,
        "the answer goes to everybody"
    );
    let said = Said {
        reply_to: Some(copy.as_str().into()),
        ..Said::new(
            scene.id("otherchannel"),
            scene.id("otherchannel"),
            "by REST",
            SaidBy::Rest,
        )
    };
    let outcome = scene.chat.say(&mut scene.world, &said);
    assert!(matches!(outcome, Outcome::Sent { .. }), "{outcome:?}");
    scene.read(there);
    let delete =
        |channel: &str| format!(r#"{{"do":"delete","channel":"{channel}","message_id":"{copy}"}}"#);
    assert!(scene.order(&delete("somechannel")).is_err());
    scene.order(&delete("otherchannel")).unwrap();
    let deleted = scene.read(there).remove(0);
    assert_eq!(
        (tag(&deleted, "target-msg-id"), bare(&deleted)),
        (
            copy.as_str(),
            ":tmi.twitch.tv CLEARMSG #otherchannel :hello both"
        )
    );
}

#[test]
fn s01_the_observer_sees_what_reached_the_room_and_nothing_else() {
    let mut scene = Scene::new();
    let id = scene.client_in("perty", "somechannel");
    scene.send(id, "PRIVMSG #somechannel :one");
    scene.seconds(2);
    scene.rest("somechannel", "perty", "two");
    scene.rest("somechannel", "perty", "too fast");
    scene.rest("somechannel", "perty", "");
    let account = &scene.chat.statistics.accounts[&scene.id("perty")];
    let counts = (account.sent, account.seen, account.dropped, account.refused);
    assert_eq!(counts, (2, 2, 1, 1));
}
