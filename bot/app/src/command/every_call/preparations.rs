//! What has to be there before a call can work, made by other calls and by orders to the simulator. Each says which values of the complete call it replaces. They go with calls in the order of the reference: a list may show what the calls before it made.

use serde_json::{Value, json};

use super::stage::Stage;

/// Parameters that take other values than in the complete call; `as` is who calls.
pub(super) type Values = Vec<(&'static str, String)>;

/// Makes what the call is about, if it is about something that is not there in the usual world.
pub(super) fn prepare(stage: &Stage, call: &str) -> Values {
    match call {
        "get_custom_reward" | "delete_custom_reward" => vec![("id", reward(stage, call))],
        "update_custom_reward" => {
            let title = "Another cup of tea".to_owned();
            vec![("id", reward(stage, call)), ("title", title)]
        }
        "get_custom_reward_redemption" => {
            let (reward, _) = redemption(stage, call);
            vec![("reward_id", reward), ("status", "UNFULFILLED".to_owned())]
        }
        "update_redemption_status" => {
            let (reward, id) = redemption(stage, call);
            vec![("reward_id", reward), ("id", id)]
        }
        "pin_chat_message" => {
            // Only one message is pinned at a time.
            let before = pinned(stage);
            stage.answer(&format!(
                "unpin-chat-message {MODERATED} --message-id={before}"
            ));
            vec![("message_id", before)]
        }
        "get_pinned_chat_message" => {
            pinned(stage);
            Values::new()
        }
        "update_pinned_chat_message" | "unpin_chat_message" => vec![("message_id", pinned(stage))],
        "send_a_shoutout" => {
            stage.order("enter", json!({ "user": VIEWER }));
            Values::new()
        }
        "get_clips_download" => {
            let clips = stage.answer("get-clips --broadcaster-id=@somechannel");
            vec![("clip_id", text(&clips, "/data/0/id"))]
        }
        "create_clip_from_vod" => vec![("vod_id", video(stage))],
        "get_videos" | "delete_videos" => vec![("id", video(stage))],
        "get_conduit_shards" => vec![("conduit_id", conduit_with_a_shard(stage))],
        "get_conduits" => {
            conduit(stage);
            Values::new()
        }
        "update_conduits" | "delete_conduit" => vec![("id", conduit(stage))],
        "update_conduit_shards" => {
            let mut values = shard();
            values.push(("conduit_id", conduit(stage)));
            values
        }
        "create_eventsub_subscription" => subscription(),
        "delete_eventsub_subscription" => subscribed(stage),
        "get_eventsub_subscriptions" => vec![("as", "app".to_owned())],
        id if id.contains("guest_star") => guest_star(stage, id),
        "manage_held_automod_messages" => vec![("msg_id", held(stage))],
        "get_unban_requests" => {
            asked_back(stage);
            Values::new()
        }
        "resolve_unban_requests" => vec![("unban_request_id", asked_back(stage))],
        "remove_channel_vip" => {
            let vips = stage.answer("get-vips --broadcaster-id=me");
            vec![("user_id", text(&vips, "/data/0/user_id"))]
        }
        "end_poll" => vec![("id", poll(stage))],
        "end_prediction" => prediction(stage),
        "update_channel_stream_schedule_segment" | "delete_channel_stream_schedule_segment" => {
            vec![("id", segment(stage))]
        }
        "check_user_subscription" => {
            let subscriber =
                json!({ "user": "somechannel", "channel": "otherchannel", "tier": "1000" });
            stage.order("subscribe", subscriber);
            vec![("broadcaster_id", "@otherchannel".to_owned())]
        }
        "get_teams" => {
            let teams = stage.answer("get-channel-teams --broadcaster-id=@somechannel");
            vec![("name", text(&teams, "/data/0/team_name"))]
        }
        "update_user_extensions" => vec![("data.panel", panel(stage))],
        other => listed(stage, other),
    }
}

/// Calls that work without, but whose list would be empty.
fn listed(stage: &Stage, call: &str) -> Values {
    let made = match call {
        "get_moderated_channels" => "add-channel-moderator --broadcaster-id=me --user-id=@perty",
        "get_extension_bits_products" => {
            "update-extension-bits-product --sku=tea --cost.amount=10 --cost.type=bits --display-name=Tea"
        }
        "get_extension_configuration_segment" => {
            "set-extension-configuration-segment --extension-id=c0nf1dentialc0nf1dentialc0nf1d --segment=broadcaster --broadcaster-id=1001 --content=tea --token-file=token.jwt"
        }
        "get_blocked_terms" => {
            "add-blocked-term --broadcaster-id=me --moderator-id=me --text=lukewarm"
        }
        "get_user_block_list" => "block-user --target-user-id=@oakmoss",
        _ => "",
    };
    if !made.is_empty() {
        stage.answer(made);
    }
    match call {
        "get_chatters" => stage.order("enter", json!({ "user": VIEWER })),
        "get_shared_chat_session" => {
            let both = ["somechannel", "otherchannel"];
            stage.control("/sim/chat", &json!({ "do": "share", "channels": both }));
        }
        "get_banned_users" => stage.order("ban", json!({ "user": "tin_roof" })),
        "get_polls" => {
            let id = poll(stage);
            let end = "end-poll --broadcaster-id=me --status=TERMINATED";
            stage.answer(&format!("{end} --id={id}"));
        }
        "get_predictions" => {
            let id = prediction(stage).swap_remove(0).1;
            let end = "end-prediction --broadcaster-id=me --status=CANCELED";
            stage.answer(&format!("{end} --id={id}"));
        }
        "get_emote_sets" => {
            let emotes = stage.answer("get-channel-emotes --broadcaster-id=@somechannel");
            return vec![("emote_set_id", text(&emotes, "/data/0/emote_set_id"))];
        }
        _ => {}
    }
    let values: &[(&'static str, &str)] = match call {
        "get_followed_channels" | "get_followed_streams" | "get_moderated_channels" => {
            &[("as", "bot")]
        }
        "get_drops_entitlements" => &[("as", "app")],
        "get_games" => &[("id", "509658")],
        "get_users" => &[("id", "1001")],
        "search_channels" => &[("query", "some")],
        _ => &[],
    };
    let owned = values.iter();
    owned
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect()
}

/// A reward that is named for the call that it is made for, because no two have the same title.
fn reward(stage: &Stage, call: &str) -> String {
    let title = format!("For {call}");
    let made = stage.answer_to(&[
        "create-custom-rewards",
        "--broadcaster-id=me",
        "--cost=1",
        &format!("--title={title}"),
    ]);
    text(&made, "/data/0/id")
}

/// A reward that somebody has redeemed, and the redemption.
fn redemption(stage: &Stage, call: &str) -> (String, String) {
    let reward = reward(stage, call);
    let deed = json!({ "do": "redeem", "user": VIEWER, "reward": format!("For {call}") });
    stage.control("/sim/community", &deed);
    let waiting = stage.answer(&format!(
        "get-custom-reward-redemption --broadcaster-id=me --status=UNFULFILLED --reward-id={reward}"
    ));
    let id = text(&waiting, "/data/0/id");
    (reward, id)
}

/// The message that is pinned; one is said and pinned if none is.
fn pinned(stage: &Stage) -> String {
    let found = stage.answer(&format!("get-pinned-chat-message {MODERATED}"));
    if let Some(id) = found.pointer("/data/0/message_id").and_then(Value::as_str) {
        return id.to_owned();
    }
    let line = "send-chat-message --broadcaster-id=me --sender-id=me --message=Tea!";
    let id = text(&stage.answer(line), "/data/0/message_id");
    stage.answer(&format!("pin-chat-message {MODERATED} --message-id={id}"));
    id
}

fn video(stage: &Stage) -> String {
    let videos = stage.answer("get-videos --user-id=@somechannel --type=archive");
    let all = videos.pointer("/data").and_then(Value::as_array);
    // The oldest, because the newest still grows.
    let oldest = all.and_then(|all| all.last()).cloned().unwrap_or_default();
    text(&oldest, "/id")
}

/// An application may have five, so each is taken down when the next one is wanted.
fn conduit(stage: &Stage) -> String {
    let before = stage.answer("get-conduits");
    let before = before.pointer("/data").and_then(Value::as_array).cloned();
    for conduit in before.into_iter().flatten() {
        stage.answer(&format!("delete-conduit --id={}", text(&conduit, "/id")));
    }
    let made = stage.answer("create-conduits --shard-count=1");
    text(&made, "/data/0/id")
}

fn conduit_with_a_shard(stage: &Stage) -> String {
    let conduit = conduit(stage);
    let mut line = format!("update-conduit-shards --conduit-id={conduit}");
    for (name, value) in shard() {
        line.push_str(&format!(" --{name}={value}"));
    }
    stage.answer(&line);
    conduit
}

/// The first shard of a conduit, brought by webhook.
fn shard() -> Values {
    let mut values = webhook(["shards.transport.method", "shards.transport.callback"]);
    values.push(("shards.transport.secret", SECRET.to_owned()));
    values.push(("shards.id", "0".to_owned()));
    values
}

fn webhook([method, callback]: [&'static str; 2]) -> Values {
    vec![
        (method, "webhook".to_owned()),
        (callback, "https://bot.example/eventsub".to_owned()),
    ]
}

/// By webhook, which an application subscribes with; there are no sessions for a user token.
fn subscription() -> Values {
    let mut values = webhook(["transport.method", "transport.callback"]);
    values.push(("transport.secret", SECRET.to_owned()));
    values.push(("as", "app".to_owned()));
    values
}

fn subscribed(stage: &Stage) -> Values {
    let mut line = vec![
        "create-eventsub-subscription".to_owned(),
        "--type=stream.offline".to_owned(),
        "--version=1".to_owned(),
        "--condition={\"broadcaster_user_id\":\"1001\"}".to_owned(),
    ];
    for (name, value) in subscription() {
        line.push(format!("--{name}={value}"));
    }
    let line: Vec<&str> = line.iter().map(String::as_str).collect();
    let made = stage.answer_to(&line);
    vec![("id", text(&made, "/data/0/id")), ("as", "app".to_owned())]
}

/// A session of its own for each call, with a guest as far in as the call wants it.
fn guest_star(stage: &Stage, call: &str) -> Values {
    let running = stage.answer(&format!("get-guest-star-session {MODERATED}"));
    if let Some(id) = running.pointer("/data/0/id").and_then(Value::as_str) {
        stage.answer(&format!(
            "end-guest-star-session --broadcaster-id=me --session-id={id}"
        ));
    }
    if call == "create_guest_star_session" {
        return Values::new();
    }
    let made = stage.answer("create-guest-star-session --broadcaster-id=me");
    let session = text(&made, "/data/0/id");
    let guest = format!("{MODERATED} --session-id={session} --guest-id=@otherchannel");
    let is_about_slot = call.contains("slot");
    if is_about_slot || matches!(call, "get_guest_star_invites" | "delete_guest_star_invite") {
        stage.answer(&format!("send-guest-star-invite {guest}"));
    }
    if is_about_slot {
        // Until then a guest is not ready.
        stage.control("/sim/clock", &json!({ "advance": "10s" }));
    }
    if is_about_slot && call != "assign_guest_star_slot" {
        stage.answer(&format!("assign-guest-star-slot {guest} --slot-id=1"));
    }
    let slots: &[(&str, &str)] = match call {
        "update_guest_star_slot" => &[("source_slot_id", "1"), ("destination_slot_id", "2")],
        _ if is_about_slot => &[("slot_id", "1")],
        _ => &[],
    };
    let mut values: Values = slots
        .iter()
        .map(|(name, slot)| (*name, (*slot).to_owned()))
        .collect();
    if !matches!(
        call,
        "get_guest_star_session"
            | "get_channel_guest_star_settings"
            | "update_channel_guest_star_settings"
    ) {
        values.push(("session_id", session));
    }
    values
}

/// A message that AutoMod holds back.
fn held(stage: &Stage) -> String {
    stage.answer(&format!(
        "update-chat-settings {MODERATED} --emote-mode=false"
    ));
    stage.answer(&format!(
        "update-automod-settings {MODERATED} --overall-level=4"
    ));
    let line = json!({
        "do": "say", "channel": "somechannel", "user": VIEWER, "text": "what an automod_swearing kettle",
    });
    // The answer is what the sender is told: that it waits.
    stage.attempt("/sim/chat", &line);
    text(&stage.state(), "/held/0/message_id")
}

/// The request of somebody who was banned and wants to come back; it is made if nobody has made one.
fn asked_back(stage: &Stage) -> String {
    let line = format!("get-unban-requests {MODERATED} --status=pending");
    let waiting = stage.answer(&line);
    if let Some(id) = waiting.pointer("/data/0/id").and_then(Value::as_str) {
        return id.to_owned();
    }
    stage.order("ban", json!({ "user": VIEWER }));
    let plea = json!({ "user": VIEWER, "text": "I only wanted tea" });
    stage.order("ask_unban", plea);
    text(&stage.answer(&line), "/data/0/id")
}

/// The poll that runs; one is begun if none does.
fn poll(stage: &Stage) -> String {
    let polls = stage.answer("get-polls --broadcaster-id=me");
    match polls.pointer("/data/0/status").and_then(Value::as_str) {
        Some("ACTIVE") => text(&polls, "/data/0/id"),
        _ => {
            let line = "create-poll --broadcaster-id=me --title=Now? --choices=Yes --choices=No --duration=600";
            text(&stage.answer(line), "/data/0/id")
        }
    }
}

/// The prediction that runs, with its first outcome as the one that wins; one is begun if none does.
fn prediction(stage: &Stage) -> Values {
    let mut found = stage.answer("get-predictions --broadcaster-id=me");
    if found.pointer("/data/0/status") != Some(&json!("ACTIVE")) {
        let line = "create-prediction --broadcaster-id=me --title=Now? --outcomes=Yes --outcomes=No --prediction-window=600";
        found = stage.answer(line);
    }
    let id = text(&found, "/data/0/id");
    let winner = text(&found, "/data/0/outcomes/0/id");
    vec![("id", id), ("winning_outcome_id", winner)]
}

/// A single broadcast; those that come every week cannot be moved.
fn segment(stage: &Stage) -> String {
    let line = "create-channel-stream-schedule-segment --broadcaster-id=me --start-time=2026-12-24T18:00:00Z --timezone=Europe/Berlin --duration=60";
    text(&stage.answer(line), "/data/segments/0/id")
}

/// An extension that is installed, in the first place for panels.
fn panel(stage: &Stage) -> String {
    let installed = stage.answer("get-user-extensions");
    let all = installed.pointer("/data").and_then(Value::as_array);
    let fits = |extension: &&Value| {
        let kinds = extension["type"].as_array();
        kinds.is_some_and(|kinds| kinds.contains(&json!("panel")))
    };
    let found = all.into_iter().flatten().find(fits).cloned();
    let found = found.unwrap_or_default();
    let place = json!({ "active": true, "id": found["id"], "version": found["version"] });
    json!({ "1": place }).to_string()
}

fn text(value: &Value, place: &str) -> String {
    let found = value.pointer(place).and_then(Value::as_str);
    found
        .unwrap_or_else(|| panic!("nothing stands at {place} in {value}"))
        .to_owned()
}

/// Somebody who is nothing but a viewer.
const VIEWER: &str = "oakmoss";

/// In the own channel, where the broadcaster moderates.
const MODERATED: &str = "--broadcaster-id=me --moderator-id=me";

const SECRET: &str = "a-secret-for-signing";
