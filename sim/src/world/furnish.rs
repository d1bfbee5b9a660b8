//! What a channel with a past has: old videos, clips, a schedule, and viewers who earned something. It is made without chance, so that people and tokens stay those of the seed.

use std::time::Duration;

use types::{Timestamp, UserId};

use super::World;
use super::build::earlier;
use super::entitlement::Entitlement;
use super::library::{self, Clip, Video, VideoKind};
use super::schedule::{Segment, TimeZone};

impl World {
    /// Gives a past to every channel that has a title, and lets those record that are live.
    pub(super) fn furnish(&mut self) {
        let owners: Vec<UserId> = self
            .channels
            .values()
            .filter(|channel| !channel.title.is_empty())
            .map(|channel| channel.broadcaster.clone())
            .collect();
        for owner in &owners {
            self.add_old_videos(owner);
            self.add_old_clips(owner);
        }
        let live: Vec<UserId> = self
            .channels
            .values()
            .filter(|channel| channel.live_since.is_some())
            .map(|channel| channel.broadcaster.clone())
            .collect();
        for owner in &live {
            self.record(owner);
            self.plan_weeks(owner);
        }
        self.entitlements = earned(self);
    }

    fn add_old_videos(&mut self, owner: &UserId) {
        let Some(channel) = self.channels.get(owner) else {
            return;
        };
        let videos: Vec<Video> = (1..=OLD_VIDEOS)
            .rev()
            .map(|age| {
                let created_at = earlier(self.now, DAY * 3 * age);
                let kind = match age {
                    3 => VideoKind::Highlight,
                    5 => VideoKind::Upload,
                    _ => VideoKind::Archive(format!(
                        "{}{owner}",
                        created_at.as_unix_millis() / 1_000
                    )),
                };
                Video {
                    title: format!("{}, part {}", channel.title, OLD_VIDEOS + 1 - age),
                    created_at,
                    length: Some(Duration::from_secs(u64::from(age) * 1_800 + 61)),
                    view_count: age * 37 % 100,
                    ..library::video(channel, kind)
                }
            })
            .collect();
        for video in videos {
            self.library.add_video(video);
        }
    }

    fn add_old_clips(&mut self, owner: &UserId) {
        let Some(channel) = self.channels.get(owner) else {
            return;
        };
        let creators: Vec<UserId> = channel.followers.keys().cloned().collect();
        let sources: Vec<(u64, Timestamp)> = self
            .library
            .videos_of(owner)
            .map(|video| (video.number, video.created_at))
            .collect();
        let clips: Vec<Clip> = CLIPS
            .iter()
            .zip(creators.iter().cycle())
            .zip(sources.iter().cycle())
            .zip(1_u32..)
            .map(
                |((((title, id), creator), (video, begun)), position)| Clip {
                    id: format!("{id}{owner}"),
                    broadcaster: owner.clone(),
                    creator: creator.clone(),
                    source: Some((*video, Duration::from_secs(u64::from(position) * 97))),
                    title: (*title).to_owned(),
                    game_id: channel.game_id.clone(),
                    language: channel.language.clone(),
                    created_at: begun.plus(Duration::from_secs(u64::from(position) * 120)),
                    length: Duration::from_millis(u64::from(position) * 4_100),
                    view_count: position * 53 % 91,
                    is_featured: position % 3 == 0,
                },
            )
            .collect();
        self.library.clips.extend(clips);
    }

    /// A live channel also says when it is live again: twice a week.
    fn plan_weeks(&mut self, owner: &UserId) {
        let Some(channel) = self.channels.get(owner) else {
            return;
        };
        let today = self.now.as_unix_millis() - self.now.as_unix_millis().rem_euclid(DAY_MILLIS);
        let segments = [(1, 18, "Building on"), (4, 19, "Questions and tea")];
        let segments: Vec<Segment> = segments
            .into_iter()
            .map(|(days, hours, title)| Segment {
                id: format!("5e9{days}{hours}00-0000-4000-8000-{:0>12}", owner.as_str()),
                starts_at: Timestamp::from_unix_millis(today)
                    .plus(DAY * days + Duration::from_secs(hours * 3_600)),
                time_zone: TimeZone("Europe/Berlin".to_owned()),
                length: Duration::from_secs(2 * 3_600),
                is_recurring: true,
                category_id: channel.game_id.clone(),
                title: title.to_owned(),
                canceled: [].into(),
            })
            .collect();
        let schedule = self.schedules.entry(owner.clone()).or_default();
        schedule.segments = segments;
    }
}

/// What the followers of the channel that clients are shown earned there.
fn earned(world: &World) -> Vec<Entitlement> {
    let channel = world.channels.get(&world.cast.broadcaster);
    let followers = channel
        .into_iter()
        .flat_map(|channel| channel.followers.keys());
    followers
        .take(EARNED)
        .zip(1_u32..)
        .map(|(follower, number)| {
            let earned_at = earlier(world.now, Duration::from_secs(3_600) * number);
            Entitlement {
                id: format!("0d209{number:03}-0000-4000-8000-000000000000"),
                benefit_id: "0be9ef17-0000-4000-8000-000000000001".to_owned(),
                user: follower.clone(),
                game_id: "33214".to_owned(),
                earned_at,
                is_fulfilled: number % 4 == 0,
                updated_at: earned_at,
            }
        })
        .collect()
}

const DAY: Duration = Duration::from_secs(86_400);
const DAY_MILLIS: i64 = 86_400_000;

const OLD_VIDEOS: u32 = 6;

const EARNED: usize = 30;

/// Title, and how the id begins.
const CLIPS: [(&str, &str); 7] = [
    ("the kettle boils over", "SteamyPatientKettle"),
    ("it compiles", "QuietProudCompiler"),
    ("one pixel to the left", "TinyStubbornPixel"),
    ("the cat helps", "FluffyHelpfulPaw"),
    ("found it", "BrightSuddenLantern"),
    ("wrong window", "HastyBlushingWindow"),
    ("goodnight everybody", "SleepyKindMoon"),
];
