//! Chat: emotes, badges, settings, pins, and what is said beside plain messages.

use serde_json::json;
use twitch_api::helix::bits::{GetBitsLeaderboardRequest, GetCheermotesRequest};
use twitch_api::helix::chat::{
    AnnouncementColor, GetChannelChatBadgesRequest, GetChannelEmotesRequest,
    GetChatSettingsRequest, GetChattersRequest, GetEmoteSetsRequest, GetGlobalChatBadgesRequest,
    GetGlobalEmotesRequest, GetPinnedChatMessageRequest, GetSharedChatSessionRequest,
    GetUserEmotesRequest, PinChatMessageRequest, SendAShoutoutRequest, SendChatAnnouncementBody,
    SendChatAnnouncementRequest, SendChatMessageBody, SendChatMessageRequest,
    UnpinChatMessageRequest, UpdateChatSettingsBody, UpdateChatSettingsRequest,
    UpdatePinnedChatMessageRequest,
};
use twitch_api::helix::whispers::{SendWhisperBody, SendWhisperRequest};

use twitch_api::types::Timestamp;

use super::judge::{ELSEWHERE, Judge, ROOM, bare};

pub(super) async fn calls(judge: &Judge) {
    pictures(judge).await;
    room(judge).await;
    saying(judge).await;
}

async fn pictures(judge: &Judge) {
    let (bot, app) = (&judge.bot, &judge.app);
    assert!(
        !judge
            .get(app, GetGlobalEmotesRequest::new())
            .await
            .is_empty()
    );
    let emotes = judge
        .get(app, GetChannelEmotesRequest::broadcaster_id(ROOM))
        .await;
    assert!(!emotes.is_empty());
    let sets = GetEmoteSetsRequest::emote_set_ids(&emotes[0].emote_set_id);
    assert!(!judge.get(app, sets).await.is_empty());
    judge
        .get(bot, GetUserEmotesRequest::user_id(&bot.user_id))
        .await;
    assert!(
        !judge
            .get(app, GetGlobalChatBadgesRequest::new())
            .await
            .is_empty()
    );
    judge
        .get(app, GetChannelChatBadgesRequest::broadcaster_id(ROOM))
        .await;
    assert!(
        !judge
            .get(app, GetCheermotesRequest::broadcaster_id(ROOM))
            .await
            .is_empty()
    );
    // Over all time there is no first and no last day, and Twitch's reference says that both are empty texts then;
    // this library reads dates only, and so it is asked for a month.
    let month = GetBitsLeaderboardRequest::new().period("month");
    judge
        .get(
            &judge.owner,
            month.started_at(Timestamp::from_static("2026-11-01T00:00:00Z")),
        )
        .await;
}

async fn room(judge: &Judge) {
    let owner = &judge.owner;
    let enter = json!({"do": "enter", "channel": "somechannel", "user": "kettle_on"});
    judge.order("/sim/chat", &enter).await;
    let present = judge.get(owner, GetChattersRequest::new(ROOM, ROOM)).await;
    assert_eq!(present[0].user_login.as_str(), "kettle_on");
    let mut change = UpdateChatSettingsBody::default();
    change.slow_mode = Some(true);
    change.slow_mode_wait_time = Some(10);
    let changed = judge
        .patch(owner, (UpdateChatSettingsRequest::new(ROOM, ROOM), change))
        .await;
    assert_eq!(changed.slow_mode_wait_time, Some(10));
    let read = judge
        .get(&judge.app, GetChatSettingsRequest::broadcaster_id(ROOM))
        .await;
    assert!(read.slow_mode);
    let mut back = UpdateChatSettingsBody::default();
    back.slow_mode = Some(false);
    judge
        .patch(owner, (UpdateChatSettingsRequest::new(ROOM, ROOM), back))
        .await;
    let shared = judge
        .get(
            &judge.app,
            GetSharedChatSessionRequest::broadcaster_id(ROOM),
        )
        .await;
    assert_eq!(shared, None);
}

async fn saying(judge: &Judge) {
    let owner = &judge.owner;
    let message = SendChatMessageBody::new(ROOM, ROOM, "rule one: be kind");
    let sent = judge
        .post(owner, (SendChatMessageRequest::new(), message))
        .await;
    let id = sent.message_id.expect("it was sent");
    judge
        .put(owner, bare(PinChatMessageRequest::new(ROOM, ROOM, &id)))
        .await;
    let pinned = judge
        .get(owner, GetPinnedChatMessageRequest::new(ROOM, ROOM))
        .await;
    assert_eq!(pinned.expect("something is pinned").message_id, id);
    let longer = UpdatePinnedChatMessageRequest::new(ROOM, ROOM, &id).duration_seconds(600);
    judge.patch(owner, bare(longer)).await;
    judge
        .delete(owner, UnpinChatMessageRequest::new(ROOM, ROOM, &id))
        .await;

    let body = SendChatAnnouncementBody::new("in five minutes", AnnouncementColor::Purple);
    let body = body.expect("the color is one");
    judge
        .post(owner, (SendChatAnnouncementRequest::new(ROOM, ROOM), body))
        .await;
    judge
        .post(
            owner,
            bare(SendAShoutoutRequest::new(ROOM, ELSEWHERE, ROOM)),
        )
        .await;
    let friend = judge.id("kettle_on").await;
    let whisper = (
        SendWhisperRequest::new(ROOM, &friend),
        SendWhisperBody::new("thank you"),
    );
    judge.post(owner, whisper).await;
}
