//! What there is to watch and how it is found: categories, streams, videos, clips, schedules.

use twitch_api::helix::EmptyBody;
use twitch_api::helix::ccls::GetContentClassificationLabelsRequest;
use twitch_api::helix::clips::{
    CreateClipFromVodRequest, CreateClipRequest, GetClipsDownloadRequest, GetClipsRequest,
};
use twitch_api::helix::games::{GetGamesRequest, GetTopGamesRequest};
use twitch_api::helix::schedule::update_channel_stream_schedule_segment::{
    UpdateChannelStreamScheduleSegmentBody, UpdateChannelStreamScheduleSegmentRequest,
};
use twitch_api::helix::schedule::{
    CreateChannelStreamScheduleSegmentBody, CreateChannelStreamScheduleSegmentRequest,
    DeleteChannelStreamScheduleSegmentRequest, GetChannelStreamScheduleRequest,
    UpdateChannelStreamScheduleRequest,
};
use twitch_api::helix::search::{SearchCategoriesRequest, SearchChannelsRequest};
use twitch_api::helix::streams::{
    CreateStreamMarkerBody, CreateStreamMarkerRequest, GetFollowedStreamsRequest,
    GetStreamKeyRequest, GetStreamMarkersRequest, GetStreamsRequest,
};
use twitch_api::helix::videos::GetVideosRequest;
use twitch_api::helix::videos::delete_videos::DeleteVideosRequest;
use twitch_api::types::Timestamp;

use super::judge::{Judge, ROOM, bare};

pub(super) async fn calls(judge: &Judge) {
    finding(judge).await;
    watching(judge).await;
    planning(judge).await;
}

async fn finding(judge: &Judge) {
    let app = &judge.app;
    let top = judge.get(app, GetTopGamesRequest::default()).await;
    let game = &top[0];
    let same = judge.get(app, GetGamesRequest::ids(&game.id)).await;
    assert_eq!(same[0].id, game.id);
    let found = judge
        .get(app, SearchCategoriesRequest::query(&*game.name))
        .await;
    assert!(found.iter().any(|category| category.id == game.id));
    let channels = judge
        .get(
            app,
            SearchChannelsRequest::query("somechannel").live_only(true),
        )
        .await;
    assert!(channels[0].is_live);
    let labels = judge
        .get(app, GetContentClassificationLabelsRequest::new())
        .await;
    assert!(!labels.is_empty());
}

async fn watching(judge: &Judge) {
    let (owner, bot, app) = (&judge.owner, &judge.bot, &judge.app);
    let streams = judge.get(app, GetStreamsRequest::user_ids(&ROOM)).await;
    assert_eq!(streams[0].user_login.as_str(), "somechannel");
    judge
        .get(bot, GetFollowedStreamsRequest::user_id(&bot.user_id))
        .await;
    judge
        .get(owner, GetStreamKeyRequest::broadcaster_id(ROOM))
        .await;
    let marker = CreateStreamMarkerBody::new(ROOM, "here it broke");
    let marker = judge
        .post(owner, (CreateStreamMarkerRequest::new(), marker))
        .await;
    let groups = judge
        .get(owner, GetStreamMarkersRequest::user_id(ROOM))
        .await;
    let markers = groups
        .iter()
        .flat_map(|group| &group.videos)
        .flat_map(|video| &video.markers);
    assert!(markers.into_iter().any(|found| found.id == marker.id));

    let videos = judge.get(app, GetVideosRequest::user_id(ROOM)).await;
    let (newest, oldest) = (&videos[0], &videos[videos.len() - 1]);
    // Twitch answers 202 to both, because the clip is made later; this library wants 200, and has the clip in its error.
    let from_video = CreateClipFromVodRequest::new(ROOM, ROOM, &newest.id, 60, "It broke");
    let from_video = judge.helix.req_post(from_video, EmptyBody, owner).await;
    let from_now = CreateClipRequest::broadcaster_id(ROOM);
    let from_now = judge.helix.req_post(from_now, EmptyBody, owner).await;
    for made in [format!("{from_video:?}"), format!("{from_now:?}")] {
        assert!(made.contains("status: 202"), "{made}");
    }
    let clips = judge.get(app, GetClipsRequest::broadcaster_id(ROOM)).await;
    let downloads = GetClipsDownloadRequest::new(ROOM, ROOM, &clips[0].id);
    assert_eq!(judge.get(owner, downloads).await.len(), 1);
    judge
        .delete(owner, DeleteVideosRequest::ids(&oldest.id))
        .await;
}

async fn planning(judge: &Judge) {
    let (owner, app) = (&judge.owner, &judge.app);
    let planned = judge
        .get(app, GetChannelStreamScheduleRequest::broadcaster_id(ROOM))
        .await;
    assert!(!planned.segments.is_empty());
    let start = Timestamp::from_static("2030-01-05T18:00:00Z");
    let mut segment = CreateChannelStreamScheduleSegmentBody::new(&start, "Europe/Berlin", true);
    segment.duration = Some("120".into());
    let request = CreateChannelStreamScheduleSegmentRequest::broadcaster_id(ROOM);
    let made = judge.post(owner, (request, segment)).await;
    let id = &made.segments[0].id;
    let mut change = UpdateChannelStreamScheduleSegmentBody::default();
    change.title = Some("Once a week".into());
    let request = UpdateChannelStreamScheduleSegmentRequest::new(ROOM, id);
    let changed = judge.patch(owner, (request, change)).await;
    assert_eq!(changed.segments[0].title, "Once a week");
    let mut away = UpdateChannelStreamScheduleRequest::broadcaster_id(ROOM);
    away.is_vacation_enabled = Some(false);
    judge.patch(owner, bare(away)).await;
    let id = &changed.segments[0].id;
    judge
        .delete(
            owner,
            DeleteChannelStreamScheduleSegmentRequest::new(ROOM, id),
        )
        .await;
}
