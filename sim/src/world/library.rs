//! What stays of broadcasts: videos with their markers, and clips. Who may make or delete them is decided elsewhere.

use std::collections::BTreeMap;
use std::time::Duration;

use types::{Timestamp, UserId};

use super::channel::Channel;

/// All videos and clips.
#[derive(Debug, Default)]
pub(crate) struct Library {
    /// By their number; a later one has a higher number.
    pub(crate) videos: BTreeMap<u64, Video>,
    pub(crate) clips: Vec<Clip>,
    count: u64,
}

/// One video.
#[derive(Debug, Clone)]
pub(crate) struct Video {
    pub(crate) number: u64,
    pub(crate) owner: UserId,
    pub(crate) kind: VideoKind,
    pub(crate) title: String,
    pub(crate) game_id: String,
    pub(crate) language: String,
    pub(crate) created_at: Timestamp,
    /// None while it is still being broadcast.
    pub(crate) length: Option<Duration>,
    pub(crate) view_count: u32,
    pub(crate) markers: Vec<Marker>,
}

/// Where a video comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum VideoKind {
    /// A whole broadcast, by the id that its stream had.
    Archive(String),
    Highlight,
    Upload,
}

/// A point of a broadcast that somebody wanted to find again.
#[derive(Debug, Clone)]
pub(crate) struct Marker {
    pub(crate) id: String,
    pub(crate) created_at: Timestamp,
    pub(crate) description: String,
    pub(crate) position: Duration,
}

/// One clip.
#[derive(Debug, Clone)]
pub(crate) struct Clip {
    pub(crate) id: String,
    pub(crate) broadcaster: UserId,
    pub(crate) creator: UserId,
    /// The video that it was cut from, and where in it the clip begins.
    pub(crate) source: Option<(u64, Duration)>,
    pub(crate) title: String,
    pub(crate) game_id: String,
    pub(crate) language: String,
    pub(crate) created_at: Timestamp,
    pub(crate) length: Duration,
    pub(crate) view_count: u32,
    pub(crate) is_featured: bool,
}

impl Library {
    /// Gives a video its number and keeps it.
    pub(crate) fn add_video(&mut self, video: Video) -> u64 {
        self.count += 1;
        let number = FIRST_VIDEO + self.count;
        self.videos.insert(number, Video { number, ..video });
        number
    }

    /// The videos of a channel, the newest first.
    pub(crate) fn videos_of(&self, owner: &UserId) -> impl Iterator<Item = &Video> {
        let videos = self.videos.values().rev();
        videos.filter(move |video| video.owner == *owner)
    }

    /// The video that grows while a channel is live; none if its owner deleted it.
    pub(crate) fn growing(&mut self, owner: &UserId) -> Option<&mut Video> {
        let mut videos = self.videos.values_mut();
        videos.find(|video| video.owner == *owner && video.length.is_none())
    }
}

impl Video {
    /// How long it is at this moment.
    pub(crate) fn length(&self, now: Timestamp) -> Duration {
        self.length.unwrap_or_else(|| now.since(self.created_at))
    }
}

impl Clip {
    /// Twitch says at once that a clip is made, and shows it a while later.
    pub(crate) fn is_there(&self, now: Timestamp) -> bool {
        now >= self.created_at.plus(TIME_TO_MAKE_A_CLIP)
    }
}

impl Channel {
    /// The id of the stream that runs.
    pub(crate) fn stream_id(&self) -> Option<String> {
        let since = self.live_since?;
        let seconds = since.as_unix_millis() / 1_000;
        Some(format!("{seconds}{}", self.broadcaster))
    }
}

/// A video of which only the channel and the kind are known.
pub(super) fn video(channel: &Channel, kind: VideoKind) -> Video {
    Video {
        number: 0,
        owner: channel.broadcaster.clone(),
        kind,
        title: channel.title.clone(),
        game_id: channel.game_id.clone(),
        language: channel.language.clone(),
        created_at: Timestamp::default(),
        length: Some(Duration::ZERO),
        view_count: 0,
        markers: Vec::new(),
    }
}

/// Ids of videos have ten digits nowadays.
const FIRST_VIDEO: u64 = 2_410_000_000;

const TIME_TO_MAKE_A_CLIP: Duration = Duration::from_secs(2);
