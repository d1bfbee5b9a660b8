//! The commands for every day against the simulator: what they say, how they end, and what has happened there.

mod steps;
#[cfg(unix)]
mod watching;

use serde_json::Value;

use crate::scene::{Scene, objects};
use crate::simulator::Simulator;

/// Runs commands one after the other, and holds what they say against what is expected.
///
/// `$` begins a command. Below it stand the status that it ends with, and what is read in this order, with `…` between
/// the parts: on both outputs where it worked, else on standard error. `#` begins a remark.
fn play(scene: &Scene, script: &str) {
    let lines = script.lines().map(str::trim);
    let lines: Vec<&str> = lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    for pair in lines.chunks(2) {
        let [command, expected] = pair else {
            panic!("{pair:?} is no command with what it says");
        };
        let command = command.strip_prefix("$ ").expect("a command begins so");
        let (status, words) = expected.split_once(' ').expect("a status and words");
        let words_typed = words_of(command);
        let typed: Vec<&str> = words_typed.iter().map(String::as_str).collect();
        let finished = scene.run(&typed);
        let expected: Option<i32> = status.parse().ok();
        assert_eq!(finished.status, expected, "{command}: {finished:?}");
        let heard = match expected {
            Some(0) => format!("{}{}", finished.out, finished.err),
            _ => finished.err.clone(),
        };
        let mut rest = heard.as_str();
        for word in words.split(" … ") {
            let Some((_, behind)) = rest.split_once(word) else {
                panic!("{command} does not say {word:?}, or not there: {finished:?}");
            };
            rest = behind;
        }
    }
}

/// The words of a command, as a shell takes them apart.
fn words_of(command: &str) -> Vec<String> {
    let parts = command.split('"').enumerate();
    parts
        .flat_map(|(position, part)| match position % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        })
        .collect()
}

/// What Twitch would tell the broadcaster.
fn told(simulator: &Simulator, path: &str) -> Value {
    let header = format!(
        "Authorization: Bearer {}\r\nClient-Id: {}",
        simulator.value("PEER_TOKEN"),
        simulator.value("CLIENT_ID")
    );
    simulator.get(&format!("/helix{path}"), &header)["data"].take()
}

/// Lets a viewer take part.
fn take_part(simulator: &Simulator, order: &str) {
    simulator.post("/sim/community", order);
}

/// Both accounts with everything that the short forms use.
fn everybody() -> Scene {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), BOT);
    scene.log_in(("broadcaster", "somechannel"), BROADCASTER);
    scene
}

#[test]
fn a_poll_runs_and_ends_and_there_is_one_at_a_time() {
    let scene = everybody();
    play(
        &scene,
        r#"
        $ poll show
        4 there was no poll in the channel of somechannel … What to do: start one
        $ poll end
        4 no poll runs in the channel of somechannel
        $ poll create "Tea or coffee?" Tea
        2 at least 2 are needed … `streamhand poll create --help`
        $ poll create "Tea or coffee?" Tea Coffee --for 5s
        2 duration … 15
        $ poll create "Tea or coffee?" Tea Coffee --points 50
        0 Poll "Tea or coffee?" runs for 5 minutes.
        $ poll create "Another?" Yes No
        4 Poll "Tea or coffee?" runs already … one poll at a time … `streamhand poll end`
        "#,
    );
    take_part(
        &scene.simulator,
        r#"{"do": "vote", "user": "kettle_on", "choice": "Tea"}"#,
    );
    take_part(
        &scene.simulator,
        r#"{"do": "vote", "user": "quietharbor", "choice": "Tea", "bought": 2}"#,
    );
    take_part(
        &scene.simulator,
        r#"{"do": "vote", "user": "nightheron", "choice": "Coffee"}"#,
    );
    play(
        &scene,
        r#"
        $ poll show
        0 Tea or coffee? … left … 1  Tea … █ … 75 % … 2  Coffee … of them bought … "Tea" is ahead
        $ poll end --archive
        0 was ended, and viewers do not see the result: "Tea" wins with
        "#,
    );
    let poll = told(&scene.simulator, "/polls?broadcaster_id=1001");
    assert_eq!(poll[0]["status"], "ARCHIVED", "{poll}");
    assert_eq!(poll[0]["duration"], 300, "{poll}");
    assert_eq!(poll[0]["channel_points_per_vote"], 50, "{poll}");
    let shown = objects(&scene.run(&["poll", "show", "--json"]));
    assert_eq!(shown[0]["event"], "poll");
    assert_eq!(shown[0]["status"], "ARCHIVED");
    assert_eq!(shown[0]["choices"][1]["votes"], 1, "{shown:?}");
}

#[test]
fn a_prediction_is_locked_and_resolved_by_number_letter_or_title() {
    let scene = everybody();
    play(
        &scene,
        r#"
        $ prediction lock
        4 no prediction is open
        $ prediction create "Score?" 2 1 "None at all" --for 90s
        0 Prediction "Score?" takes bets for 1 minute 30 seconds. … `streamhand prediction resolve OUTCOME`
        $ prediction create "Again?" Yes No
        4 Prediction "Score?" is open already … prediction cancel
        "#,
    );
    take_part(
        &scene.simulator,
        r#"{"do": "predict", "user": "kettle_on", "outcome": "2", "points": 1500}"#,
    );
    take_part(
        &scene.simulator,
        r#"{"do": "predict", "user": "nightheron", "outcome": "1", "points": 500}"#,
    );
    play(
        &scene,
        r#"
        $ prediction lock
        0 takes no more bets: "2" is ahead with 1,500 of 2,000 points.
        $ prediction lock
        4 takes no bets any more … prediction resolve OUTCOME
        # Two is the title of the first, and the place of the second.
        $ prediction resolve 2
        2 "2" may mean more than one outcome … 1 is "2", 2 is "1"
        $ prediction resolve seven
        2 "seven" is none of the outcomes … 3 is "None at all"
        $ prediction resolve a
        0 is resolved: "2" was right, and one person gets 2,000 points.
        $ prediction show
        0 Score? … resolved … ✓ 1,500 points
        $ prediction create "Boils over?" Yes No
        0 takes bets for 2 minutes
        $ prediction cancel
        0 was canceled, and everybody gets the points back.
        $ prediction cancel
        4 no prediction is open
        "#,
    );
    let predictions = told(&scene.simulator, "/predictions?broadcaster_id=1001");
    assert_eq!(predictions[0]["status"], "CANCELED", "{predictions}");
    assert_eq!(predictions[1]["status"], "RESOLVED", "{predictions}");
    let winner = &predictions[1]["winning_outcome_id"];
    assert_eq!(
        predictions[1]["outcomes"][0]["id"], *winner,
        "{predictions}"
    );
}

#[test]
fn a_raid_is_started_and_called_off_and_its_refusals_are_told() {
    let scene = everybody();
    play(
        &scene,
        r#"
        $ raid cancel
        4 no raid of somechannel waits to set off … streamhand raid LOGIN
        $ raid @somechannel
        2 a channel cannot raid itself
        $ raid nobody_there
        4 Twitch knows nobody named nobody_there
        $ raid https://www.twitch.tv/otherchannel
        0 somechannel raids otherchannel in 90 seconds
        $ raid otherchannel
        4 about to raid somebody already … streamhand raid cancel
        $ raid cancel
        0 The raid of somechannel is called off.
        "#,
    );
}

#[test]
fn people_are_listed_promoted_and_shut_out() {
    let scene = everybody();
    play(
        &scene,
        r#"
        $ user SomeChannel
        0 SomeChannel (login somechannel, id 1001) is a partner … https://www.twitch.tv/somechannel
        $ user 12345678
        0 Perty (login perty, id 12345678)
        $ user nobody_there
        4 Twitch knows nobody named nobody_there
        # The bot is no moderator yet, so the broadcaster does it.
        $ timeout kettle_on 10m Too many capitals
        0 kettle_on is silent in the chat of somechannel for 10 minutes.
        $ mod add perty
        0 perty is a moderator of somechannel now.
        $ mod add @Perty
        4 perty is a moderator of somechannel already
        $ mod add 999999999
        4 Twitch does not know the account 999999999
        $ mods
        0 blue_lantern … perty … somechannel has 5 moderators
        $ ban nightheron "Sells followers"
        0 nightheron is banned from the chat of somechannel.
        $ ban nightheron
        4 is banned from the chat of somechannel already … streamhand unban nightheron
        $ ban blue_lantern
        4 blue_lantern cannot be shut out … streamhand mod remove blue_lantern
        $ unban kettle_on
        0 kettle_on may chat in somechannel again.
        $ unban kettle_on
        4 kettle_on is not banned
        $ warn latebus No links, please
        0 latebus is warned in the chat of somechannel.
        $ vip add latebus
        0 latebus is a VIP of somechannel now.
        $ vips
        0 latebus … somechannel has
        $ vip remove latebus
        0 latebus is no VIP of somechannel any more.
        $ clear
        0 The chat of somechannel is cleared.
        $ delete 885196de-cb67-427a-baa8-82f9b0fcd05f
        4 Twitch
        $ mod remove perty
        0 perty is no moderator of somechannel any more.
        $ mod remove perty
        4 perty is no moderator of somechannel
        "#,
    );
    let banned = told(&scene.simulator, "/moderation/banned?broadcaster_id=1001");
    let bans: Vec<_> = banned.as_array().into_iter().flatten().collect();
    assert_eq!(bans.len(), 1, "{banned}");
    assert_eq!(bans[0]["user_login"], "nightheron");
    assert_eq!(
        bans[0]["moderator_login"], "perty",
        "the bot was a moderator then: {banned}"
    );
    assert_eq!(bans[0]["reason"], "Sells followers");
}

#[test]
fn the_chat_is_read_spoken_in_and_set() {
    let scene = everybody();
    let mut chat = scene.simulator.listen();
    let order = r#"{"do": "enter", "channel": "somechannel", "user": "kettle_on"}"#;
    scene.simulator.post("/sim/chat", order);
    play(
        &scene,
        r#"
        $ chatters
        0 kettle_on … One person is in the chat of somechannel
        $ say Hello everybody
        0 perty said it in the chat of somechannel.
        $ say .foo bar
        2 was not said, as Twitch takes it for an order … `streamhand timeout`
        $ say /ban ann
        2 was not said, as Twitch takes it for an order
        $ announce Five minutes --frame purple
        0 It was announced in the chat of somechannel.
        $ shoutout somechannel
        2 cannot give itself a shoutout
        $ shoutout otherchannel
        0 somechannel gave otherchannel a shoutout.
        $ shoutout otherchannel
        4 there was a shoutout a short while ago … one in two minutes
        $ settings
        0 slow         off … unique       off
        $ settings slow 10s
        0 Slow mode is on: everybody waits 10 seconds
        $ settings slow 10m
        2 slow_mode_wait_time … 120
        $ settings followers 1d
        0 who has followed for 1 day may chat
        $ settings followers off
        0 Followers-only mode is off.
        $ settings subscribers on
        0 only subscribers may chat
        $ settings
        0 slow         10 seconds … subscribers  on
        "#,
    );
    chat.hear("PRIVMSG #somechannel :Hello everybody");
    play(
        &scene,
        r#"
        $ timeout perty 5m
        0 perty is silent in the chat of somechannel for 5 minutes.
        $ say Hello?
        4 the message did not appear in the chat of somechannel … Twitch says … `streamhand settings`
        $ chatters --channel nobody_there
        4 Twitch knows nobody named nobody_there
        "#,
    );
    let settings = told(&scene.simulator, "/chat/settings?broadcaster_id=1001");
    assert_eq!(settings[0]["slow_mode_wait_time"], 10, "{settings}");
    assert_eq!(settings[0]["follower_mode"], false, "{settings}");
    assert_eq!(settings[0]["subscriber_mode"], true, "{settings}");
    let names = objects(&scene.run(&["chatters", "--json"]));
    assert!(
        names.iter().any(|name| name["login"] == "kettle_on"),
        "{names:?}"
    );
}

#[test]
fn a_stream_gets_a_title_a_category_a_clip_and_a_marker() {
    let scene = everybody();
    play(
        &scene,
        r#"
        $ title
        0 somechannel streams under the title "Building a bot, slowly".
        $ title Painting "by candlelight"
        0 The title of somechannel is "Painting by candlelight" now.
        $ game
        0 somechannel streams Software and Game Development.
        $ game ART
        0 somechannel streams Art now.
        $ game o
        2 "o" may mean more than one category … write the whole name
        $ game zzzzz
        4 Twitch has no category like "zzzzz"
        $ clip
        0 The last 30 seconds of somechannel are kept: https://clips.twitch.tv/
        $ marker "The kettle boils"
        0 Marked … into the stream of somechannel: The kettle boils
        "#,
    );
    let channel = told(&scene.simulator, "/channels?broadcaster_id=1001");
    assert_eq!(channel[0]["title"], "Painting by candlelight");
    assert_eq!(channel[0]["game_name"], "Art");
    scene
        .simulator
        .post("/sim/live", "login=somechannel&live=false");
    play(
        &scene,
        r#"
        $ clip
        4 somechannel is not live … try again when the stream runs
        $ marker
        4 somechannel is not live, or its streams are not kept
        $ shoutout otherchannel
        4 somechannel is not live, or nobody watches
        "#,
    );
}

#[test]
fn who_lacks_a_login_or_a_scope_is_told_the_command_that_mends_it() {
    let scene = Scene::new();
    play(
        &scene,
        r#"
        $ poll create "Tea?" Yes No
        3 somechannel is not logged in … run `streamhand login broadcaster --channel somechannel --for poll`
        $ ban kettle_on
        3 nobody is logged in who may do this in the channel of somechannel … `streamhand login bot --for ban`
        $ say hello
        3 nobody is logged in as the bot … `streamhand login bot --for say`
        # Nobody has to be logged in to look somebody up.
        $ user perty
        0 Perty (login perty
        "#,
    );
    scene.log_in(("bot", "perty"), "chat:read moderator:manage:banned_users");
    play(
        &scene,
        r#"
        $ ban kettle_on
        4 perty is no moderator of somechannel, and somechannel is not logged in here … /mod perty … --for ban`
        $ chatters
        3 perty has not granted the scope moderator:read:chatters … `streamhand login bot --for chatters`
        $ say hello
        3 perty has not granted the scope user:write:chat … streamhand login bot --scope user:write:chat
        "#,
    );
    scene.log_in(("broadcaster", "somechannel"), "moderation:read");
    play(
        &scene,
        r#"
        $ raid otherchannel
        3 somechannel has not granted the scope channel:manage:raids … --scope channel:manage:raids
        $ settings slow on
        2 is not a time such as 30s, 5m, 2h or 7d, and not off
        $ login bot --for poll
        2 `streamhand poll` does not use the account of the bot … streamhand login broadcaster --for poll
        "#,
    );
}

#[test]
fn polls_are_for_affiliates_and_another_channel_is_named() {
    let scene = Scene::new();
    scene.log_in(("bot", "perty"), BOT);
    scene.log_in(("broadcaster", "perty"), BROADCASTER);
    scene.log_in(("broadcaster", "otherchannel"), BROADCASTER);
    play(
        &scene,
        r#"
        $ poll create "Tea?" Yes No --channel perty
        4 perty may not hold polls … affiliates and partners only
        $ poll create "Tea?" Yes No --channel otherchannel
        0 Poll "Tea?" runs for 5 minutes.
        "#,
    );
    let poll = told(&scene.simulator, "/polls?broadcaster_id=1001");
    assert_eq!(poll.as_array().map(Vec::len), Some(0), "{poll}");
}

/// What the short forms use of the bot's account.
const BOT: &str = "chat:read user:write:chat moderator:manage:banned_users moderator:manage:chat_settings \
    moderator:read:chatters moderator:manage:announcements moderator:manage:shoutouts clips:edit \
    moderator:manage:warnings moderator:manage:chat_messages";

/// What they use of the broadcaster's.
const BROADCASTER: &str = "channel:manage:polls channel:manage:predictions channel:manage:raids \
    channel:manage:moderators channel:manage:broadcast moderation:read moderator:manage:banned_users \
    moderator:manage:chat_settings moderator:read:chatters moderator:manage:announcements \
    moderator:manage:shoutouts moderator:manage:warnings moderator:manage:chat_messages channel:manage:vips";

#[test]
fn a_time_that_is_out_of_bounds_is_told_with_its_limits_in_words() {
    play(
        &everybody(),
        r#"
        $ poll create Tea? Yes No --for 2h
        2 The time may be from 15 seconds to 30 minutes.
        $ prediction create Boils? Yes No --for 10s
        2 The time may be from 30 seconds to 30 minutes.
        $ timeout kettle_on 15d
        2 The time may be from 1 second to 14 days.
        $ settings slow 10m
        2 The time may be from 3 seconds to 2 minutes.
        $ settings followers 100d
        2 The time may be from 0 seconds to 90 days.
        "#,
    );
}
