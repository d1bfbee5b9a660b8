//! Moderation: bans, warnings, AutoMod, terms, roles, and people who ask to come back.

use serde_json::json;
use twitch_api::helix::chat::{SendChatMessageBody, SendChatMessageRequest};
use twitch_api::helix::moderation::add_suspicious_status_to_chat_user::AddedSuspiciousUserStatus;
use twitch_api::helix::moderation::get_blocked_terms::GetBlockedTermsRequest;
use twitch_api::helix::moderation::update_shield_mode_status::{
    UpdateShieldModeStatusBody, UpdateShieldModeStatusRequest,
};
use twitch_api::helix::moderation::{
    AddBlockedTermBody, AddBlockedTermRequest, AddChannelModeratorRequest, AddChannelVipRequest,
    AddSuspiciousStatusToChatUserBody, AddSuspiciousStatusToChatUserRequest, BanUserBody,
    BanUserRequest, CheckAutoModStatusBody, CheckAutoModStatusRequest, DeleteChatMessagesRequest,
    GetAutoModSettingsRequest, GetBannedUsersRequest, GetModeratedChannelsRequest,
    GetModeratorsRequest, GetShieldModeStatusRequest, GetUnbanRequestsRequest, GetVipsRequest,
    ManageHeldAutoModMessagesBody, ManageHeldAutoModMessagesRequest, RemoveBlockedTermRequest,
    RemoveChannelModeratorRequest, RemoveChannelVipRequest,
    RemoveSuspiciousStatusFromChatUserRequest, ResolveUnbanRequest, UnbanRequestStatus,
    UnbanUserRequest, UpdateAutoModSettingsBody, UpdateAutoModSettingsRequest,
};

use super::judge::{Judge, ROOM, bare};

pub(super) async fn calls(judge: &Judge) {
    roles(judge).await;
    people(judge).await;
    words(judge).await;
}

async fn roles(judge: &Judge) {
    let (owner, bot) = (&judge.owner, &judge.bot);
    judge
        .post(
            owner,
            bare(AddChannelModeratorRequest::new(ROOM, &bot.user_id)),
        )
        .await;
    let moderators = judge
        .get(owner, GetModeratorsRequest::broadcaster_id(ROOM))
        .await;
    assert!(moderators.iter().any(|user| user.user_id == bot.user_id));
    let rooms = judge
        .get(bot, GetModeratedChannelsRequest::user_id(&bot.user_id))
        .await;
    assert!(
        rooms
            .iter()
            .any(|room| room.broadcaster_id.as_str() == ROOM)
    );
    judge
        .delete(
            owner,
            RemoveChannelModeratorRequest::new(ROOM, &bot.user_id),
        )
        .await;
    judge
        .post(owner, bare(AddChannelVipRequest::new(ROOM, &bot.user_id)))
        .await;
    let vips = judge.get(owner, GetVipsRequest::broadcaster_id(ROOM)).await;
    assert!(vips.iter().any(|user| user.user_id == bot.user_id));
    judge
        .delete(owner, RemoveChannelVipRequest::new(ROOM, &bot.user_id))
        .await;
}

async fn people(judge: &Judge) {
    let owner = &judge.owner;
    let rude = judge.id("tin_roof").await;
    let ban = BanUserBody::new(&rude, "links", None);
    let ban = judge
        .post(owner, (BanUserRequest::new(ROOM, ROOM), ban))
        .await;
    assert_eq!(ban.end_time, None);
    let banned = judge
        .get(
            owner,
            GetBannedUsersRequest::broadcaster_id(ROOM).users(&rude),
        )
        .await;
    assert_eq!(banned[0].reason.as_deref(), Some("links"));
    let ask =
        json!({"do": "ask_unban", "channel": "somechannel", "user": "tin_roof", "text": "sorry"});
    judge.order("/sim/chat", &ask).await;
    let asking = GetUnbanRequestsRequest::new(ROOM, ROOM, UnbanRequestStatus::Pending);
    let asking = judge.get(owner, asking).await;
    let no = ResolveUnbanRequest::deny(ROOM, ROOM, &asking[0].id);
    let answered = judge.patch(owner, bare(no)).await;
    assert_eq!(answered.status, UnbanRequestStatus::Denied);
    judge
        .delete(owner, UnbanUserRequest::new(ROOM, ROOM, &rude))
        .await;
    let timeout = BanUserBody::new(&rude, "again", 60);
    let timeout = judge
        .post(owner, (BanUserRequest::new(ROOM, ROOM), timeout))
        .await;
    assert!(timeout.end_time.is_some());

    // Warnings are a beta in that library, and left out of it.
    let watch =
        AddSuspiciousStatusToChatUserBody::new(&rude, AddedSuspiciousUserStatus::ActiveMonitoring);
    judge
        .post(
            owner,
            (AddSuspiciousStatusToChatUserRequest::new(ROOM, ROOM), watch),
        )
        .await;
    judge
        .delete(
            owner,
            RemoveSuspiciousStatusFromChatUserRequest::new(ROOM, ROOM, &rude),
        )
        .await;
}

async fn words(judge: &Judge) {
    let owner = &judge.owner;
    let term = (
        AddBlockedTermRequest::new(ROOM, ROOM),
        AddBlockedTermBody::new("crypto*"),
    );
    let term = judge.post(owner, term).await;
    let terms = judge
        .get(owner, GetBlockedTermsRequest::new(ROOM, ROOM))
        .await;
    assert_eq!(terms, term);
    judge
        .delete(
            owner,
            RemoveBlockedTermRequest::new(ROOM, ROOM, &term[0].id),
        )
        .await;

    let level = (
        UpdateAutoModSettingsRequest::new(ROOM, ROOM),
        UpdateAutoModSettingsBody::overall(4),
    );
    judge.put(owner, level).await;
    let settings = judge
        .get(owner, GetAutoModSettingsRequest::new(ROOM, ROOM))
        .await;
    assert_eq!(settings.overall_level, Some(4));
    let question = CheckAutoModStatusBody::new("1", "automod_swearing");
    let question = (
        CheckAutoModStatusRequest::broadcaster_id(ROOM),
        &[&question][..],
    );
    assert!(!judge.post(owner, question).await[0].is_permitted);
    let text = SendChatMessageBody::new(ROOM, &judge.bot.user_id, "automod_swearing");
    let said = judge
        .post(&judge.bot, (SendChatMessageRequest::new(), text))
        .await;
    assert!(!said.is_sent, "it is held: {said:?}");
    let state = judge.helix.get_client().get("http://sim/sim/state").await;
    let state: serde_json::Value = serde_json::from_slice(state.body()).expect("it is JSON");
    let held = state["held"][0]["message_id"]
        .as_str()
        .expect("one is held")
        .to_owned();
    let yes = ManageHeldAutoModMessagesBody::new(ROOM, held.as_str(), true);
    judge
        .post(owner, (ManageHeldAutoModMessagesRequest::new(), yes))
        .await;

    let shield = |on| {
        (
            UpdateShieldModeStatusRequest::new(ROOM, ROOM),
            UpdateShieldModeStatusBody::is_active(on),
        )
    };
    assert!(judge.put(owner, shield(true)).await.is_active);
    assert!(
        judge
            .get(owner, GetShieldModeStatusRequest::new(ROOM, ROOM))
            .await
            .is_active
    );
    judge.put(owner, shield(false)).await;
    judge
        .delete(owner, DeleteChatMessagesRequest::new(ROOM, ROOM))
        .await;
}
