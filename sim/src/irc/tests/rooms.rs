//! Coming and going: what a JOIN is answered with, and who is told.

use super::scene::{Scene, bare};

#[test]
fn a_join_is_answered_with_echo_names_and_states() {
    let mut scene = Scene::new();
    let id = scene.client("perty");
    scene.send(id, "JOIN #SomeChannel");
    assert_eq!(
        scene.transcript(id),
        [
            ":perty!perty@perty.tmi.twitch.tv JOIN #somechannel",
            ":perty.tmi.twitch.tv 353 perty = #somechannel :perty",
            ":perty.tmi.twitch.tv 366 perty #somechannel :End of /NAMES list",
            "@badge-info=;badges=;color=#FF4500;display-name=Perty;emote-sets=0,300374282;mod=0;subscriber=0;user-type= :tmi.twitch.tv USERSTATE #somechannel",
            "@emote-only=0;followers-only=-1;r9k=0;room-id=1001;slow=0;subs-only=0 :tmi.twitch.tv ROOMSTATE #somechannel",
        ]
    );
    scene.send(id, "JOIN #somechannel");
    assert_eq!(scene.read(id), [""; 0], "it is in already");
    scene.send(id, "PART #somechannel");
    assert_eq!(
        scene.read(id),
        [":perty!perty@perty.tmi.twitch.tv PART #somechannel"]
    );
    scene.send(id, "PART #somechannel");
    assert_eq!(scene.read(id), [""; 0]);
}

#[test]
fn without_capabilities_there_are_no_tags_no_states_and_no_others() {
    let mut scene = Scene::new();
    let token = scene.token("perty", "chat:read");
    let id = scene.connect();
    scene.send(id, &format!("PASS oauth:{token}\r\nNICK perty"));
    scene.read(id);
    scene.send(id, "JOIN #somechannel");
    assert_eq!(scene.read(id).len(), 3, "echo, own name, end of names");
    let other = scene.client_in("somechannel", "somechannel");
    scene.send(other, "PRIVMSG #somechannel :hello");
    scene
        .order(r#"{"do":"clear","channel":"somechannel"}"#)
        .unwrap();
    assert_eq!(
        scene.read(id),
        [":somechannel!somechannel@somechannel.tmi.twitch.tv PRIVMSG #somechannel :hello"]
    );
}

#[test]
fn i06_one_line_may_name_several_rooms_and_missing_ones_are_silent() {
    let mut scene = Scene::new();
    let id = scene.client("perty");
    scene.send(
        id,
        "JOIN #somechannel,#nobody_is_called_so,otherchannel,#otherchannel,#",
    );
    let lines = scene.read(id);
    let joins: Vec<&str> = lines
        .iter()
        .filter_map(|line| line.split_once(" JOIN ").map(|(_, name)| name))
        .collect();
    assert_eq!(joins, ["#somechannel", "#otherchannel"]);
}

#[test]
fn who_is_banned_or_the_channel_suspended_is_told_on_join() {
    let mut scene = Scene::new();
    let id = scene.client("perty");
    scene
        .order(r#"{"do":"ban","channel":"somechannel","user":"perty"}"#)
        .unwrap();
    scene.send(id, "JOIN #somechannel");
    assert_eq!(
        scene.read(id),
        [
            "@msg-id=msg_banned :tmi.twitch.tv NOTICE #somechannel :You are permanently banned from talking in somechannel."
        ]
    );
    let mut owner = scene.world.users.by_login("otherchannel").unwrap().clone();
    owner.standing = crate::world::user::Standing::Suspended;
    scene.world.users.insert(owner);
    assert_eq!(
        scene.notices(id, "JOIN #otherchannel"),
        ["msg_channel_suspended"]
    );
    assert!(scene.chat.present(&scene.id("otherchannel")).is_empty());
}

#[test]
fn coming_and_going_is_told_to_those_who_asked_for_membership() {
    let mut scene = Scene::new();
    let id = scene.client_in("perty", "somechannel");
    let other = scene.client("otherchannel");
    scene.send(other, "JOIN #somechannel");
    let names = scene
        .read(other)
        .into_iter()
        .find(|line| line.contains(" 353 "));
    assert_eq!(
        names.as_deref(),
        Some(":otherchannel.tmi.twitch.tv 353 otherchannel = #somechannel :otherchannel perty")
    );
    // A second connection of the same person is no second person.
    let second = scene.client_in("otherchannel", "somechannel");
    let (door, mut stage) = scene.parts();
    door.close(&mut stage, other);
    door.close(&mut stage, second);
    assert_eq!(
        scene
            .read(id)
            .iter()
            .map(|line| bare(line).to_owned())
            .collect::<Vec<_>>(),
        [
            ":otherchannel!otherchannel@otherchannel.tmi.twitch.tv JOIN #somechannel",
            ":otherchannel!otherchannel@otherchannel.tmi.twitch.tv PART #somechannel",
        ]
    );
}

#[test]
fn people_without_connections_come_and_go_like_others() {
    let mut scene = Scene::new();
    let id = scene.client_in("perty", "somechannel");
    for order in ["enter", "enter", "leave"] {
        scene
            .order(&format!(
                r#"{{"do":"{order}","channel":"somechannel","user":"otherchannel"}}"#
            ))
            .unwrap();
    }
    let lines = scene.read(id);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].contains(" JOIN ") && lines[1].contains(" PART "));
    assert_eq!(
        scene.chat.present(&scene.id("somechannel")),
        [scene.id("perty")]
    );
}
