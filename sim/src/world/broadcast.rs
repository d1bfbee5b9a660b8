//! Channels go live and offline, and what they broadcast becomes a video.

use types::{Timestamp, UserId};

use super::World;
use super::library::{Video, VideoKind, video};

impl World {
    /// A channel goes live, and a video of it begins; nothing changes if it is live.
    pub(crate) fn go_live(&mut self, owner: &UserId, since: Timestamp) {
        let Some(channel) = self.channels.get_mut(owner) else {
            return;
        };
        if channel.live_since.is_none() {
            channel.live_since = Some(since);
            self.record(owner);
        }
    }

    /// A channel goes offline, and the video of it is complete.
    pub(crate) fn go_offline(&mut self, owner: &UserId) {
        let now = self.now;
        if let Some(video) = self.library.growing(owner) {
            video.length = Some(now.since(video.created_at));
        }
        if let Some(channel) = self.channels.get_mut(owner) {
            channel.live_since = None;
        }
    }

    /// Begins the video of the stream that runs.
    pub(super) fn record(&mut self, owner: &UserId) {
        let Some(channel) = self.channels.get(owner) else {
            return;
        };
        let Some((since, stream)) = channel.live_since.zip(channel.stream_id()) else {
            return;
        };
        let video = Video {
            created_at: since,
            length: None,
            ..video(channel, VideoKind::Archive(stream))
        };
        self.library.add_video(video);
    }
}
